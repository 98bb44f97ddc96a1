/* reader: the trained network that turns tokens into tags, lemmas, heads, names, roles
 * and conflict frames.
 *
 * Neighbouring sentences are read together while they have at most KHD_READER_CONTEXT
 * pieces: each word attends to all of them, the heads look at one sentence at a time. A
 * sentence of more than KHD_READER_WINDOW pieces is cut at punctuation and its heads,
 * names and frames stay within a part, so time is linear in the text. The reader is
 * read-only and shared by all threads; a state belongs to one thread.
 */
#ifndef KHD_READER_H
#define KHD_READER_H

#include "doc.h"
#include "khaldun.h"
#include "nn.h"

enum { KHD_READER_WINDOW = 200, KHD_READER_CONTEXT = 128 };

typedef struct khd_reader khd_reader;
typedef struct khd_reader_state khd_reader_state;

typedef struct {
    khd_nn_mode mode;
    const char *isa; /* portable, avx2, vnni; NULL: KHALDUN_ISA, else the best there is */
    /* Added to the scores of being a trigger: above 0 finds more, and more false ones. */
    float trigger_bias;
} khd_reader_options;

/* Opens a weights file with the default options. *out is NULL on error: KHD_DATA,
 * KHD_NOMEM; KHD_USAGE when the instruction set asked for is not there. */
KHD_MUST_USE khd_status khd_reader_open(const char *path, khd_reader **out, khd_error *error);
KHD_MUST_USE khd_status khd_reader_open_with(const char *path, const khd_reader_options *options,
                                             khd_reader **out, khd_error *error);
khd_reader_options khd_reader_options_default(void);
void khd_reader_close(khd_reader *reader);

/* Scratch of one thread; NULL when there is no memory. */
khd_reader_state *khd_reader_state_new(const khd_reader *reader);
void khd_reader_state_free(khd_reader_state *state);

/* Fills the tokens of all sentences (upos, xpos, feats, lemma, head, deprel, entity,
 * trigger) and appends roles, frames and arguments. */
void khd_reader_run(const khd_reader *reader, khd_reader_state *state, khd_doc *doc);

/* The name of the instruction set in use. */
const char *khd_reader_isa(const khd_reader *reader);

/* Log odds that two mentions tell of one occurrence, the earlier one first. The network
 * learnt it on mentions of one context; across contexts it is a weaker hint. */
float khd_frame_link(const khd_frame *earlier, const khd_frame *later);

#endif
