/* codes: an account's class in the words of other codebooks: ACLED-like type and
 * sub-type, PLOVER event and mode, CAMEO (the table codes; CODEBOOK.md, Classes).
 */
#ifndef KHD_CODES_H
#define KHD_CODES_H

#include "doc.h"
#include "lexicon.h"

/* Fills the three codes; needs class, sides, means and casualties. */
void khd_codes_run(khd_doc *doc, const khd_lexicon *lexicon, khd_account *account);

#endif
