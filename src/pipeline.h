/* pipeline: the stages from text to accounts in the order in which data flows.
 *
 * Everything here is a pure function of (document, packs): no clock, locale,
 * file or lock. The packs are read-only and shared by all threads.
 */
#ifndef KHD_PIPELINE_H
#define KHD_PIPELINE_H

#include "doc.h"
#include "gazetteer.h"
#include "lexicon.h"
#include "reader.h"

typedef struct {
    khd_lexicon *lexicon;
    khd_gazetteer *gazetteer;
    khd_reader *reader;
} khd_packs;

/* Opens the three packs of a folder; closes what it opened on error: KHD_DATA,
 * KHD_IO, KHD_NOMEM, KHD_USAGE. */
KHD_MUST_USE khd_status khd_packs_open(const char *folder, khd_packs *packs, khd_error *error);
void khd_packs_close(khd_packs *packs);

/* Runs every stage on a document whose text and metadata are set. */
void khd_pipeline_run(const khd_packs *packs, khd_reader_state *state, khd_doc *doc);

#endif
