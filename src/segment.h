/* segment: blocks of text to sentences.
 *
 * Works on the raw text, before tokens: a sentence ends at . ! ? ... with its
 * closing quotes and brackets when what follows can open one and the stop is no
 * part of an abbreviation, an initial or a list number; and always at the end of a
 * block. Very long sentences are cut, at a comma where there is one, so that
 * every later stage meets sentences of bounded length.
 */
#ifndef KHD_SEGMENT_H
#define KHD_SEGMENT_H

#include "lexicon.h"

/* Longest sentence in bytes and in words between blanks. */
enum { KHD_SENTENCE_BYTES = 1600, KHD_SENTENCE_WORDS = 200 };

/* Reads doc->blocks, fills doc->sentences (span and block). */
void khd_segment_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
