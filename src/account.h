/* account: facts to accounts, by the codebook.
 *
 * Frames propose; each becomes a local occurrence, is kept or not with a reason,
 * is joined with the earlier ones that it repeats, and every cluster becomes one
 * account whose values the members and the report around them settle.
 */
#ifndef KHD_ACCOUNT_H
#define KHD_ACCOUNT_H

#include "doc.h"
#include "lexicon.h"

/* Fills doc->accounts in the order of the text and doc->fates, one a frame. */
void khd_account_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
