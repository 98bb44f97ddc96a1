/* explain: where every value of a stored account comes from, and what became of a
 * passage of a report. The calls stand in khaldun.h.
 */
#ifndef KHD_EXPLAIN_H
#define KHD_EXPLAIN_H

#include "buffer.h"
#include "doc.h"
#include "lexicon.h"
#include "store.h"

/* Appends the explanation of the account whose id is, or alone begins with, `id`.
 * `lexicon` may be NULL: then table rows are not named. KHD_INPUT: none, or several. */
KHD_MUST_USE khd_status khd_explain_account(khd_store *store, const khd_lexicon *lexicon,
                                            const char *id, bool colour, khd_buffer *out,
                                            khd_error *error);
/* Appends what became of the passage at a byte of the text. */
void khd_explain_passage(const khd_doc *doc, uint32_t offset, bool colour, khd_buffer *out);

#endif
