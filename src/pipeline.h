/* pipeline: the stages from text to accounts in the order in which data flows.
 *
 * Everything here is a pure function of (document, packs): no clock, locale,
 * file or lock. The packs are read-only and shared by all threads.
 */
#ifndef KHD_PIPELINE_H
#define KHD_PIPELINE_H

#include "doc.h"
#include "gazetteer.h"
#include "glance.h"
#include "lexicon.h"
#include "reader.h"

typedef struct {
    khd_lexicon *lexicon;
    khd_glance *glance; /* of the lexicon's tables */
    khd_gazetteer *gazetteer;
    khd_reader *reader;
} khd_packs;

/* Name of the weights file of a model, "accurate" (also NULL) or "fast"; NULL when there
 * is no such model. */
const char *khd_packs_weights(const char *model);
/* Opens the three packs of a folder, with the weights of `model`; closes what it opened
 * on error: KHD_DATA, KHD_IO, KHD_NOMEM, KHD_USAGE. */
KHD_MUST_USE khd_status khd_packs_open_model(const char *folder, const char *model,
                                             khd_packs *packs, khd_error *error);
/* The same with the accurate model. */
KHD_MUST_USE khd_status khd_packs_open(const char *folder, khd_packs *packs, khd_error *error);
void khd_packs_close(khd_packs *packs);

/* Runs every stage on a document whose text, metadata and `thorough` are set. */
void khd_pipeline_run(const khd_packs *packs, khd_reader_state *state, khd_doc *doc);

#endif
