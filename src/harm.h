/* harm: casualty figures into doc->figures.
 *
 * A figure is a quantity of people tied to a harm word by the tree (harmword), or
 * marked as one by the reader; or one person harmed that is told without a number.
 * Reads quantities, frames and arguments; every figure says in `why` which rule
 * made it.
 */
#ifndef KHD_HARM_H
#define KHD_HARM_H

#include "doc.h"
#include "lexicon.h"

void khd_harm_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
