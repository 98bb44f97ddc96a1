/* token: sentences to tokens, by the conventions of UD English EWT, on which the
 * reader was trained: clitics ("do n't", "Iraq 's"), most hyphens and slashes stand
 * alone, numbers keep their commas and colons, abbreviations their full stop.
 */
#ifndef KHD_TOKEN_H
#define KHD_TOKEN_H

#include "lexicon.h"

/* Reads doc->sentences, fills doc->tokens (span, sentence, lower, lemma = lower,
 * glued, head none) and the token range of every sentence. */
void khd_token_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
