/* glance_words: plain tags for the words of a sentence that the reader does not read, so
 * that the stages after it meet no word without them: what closed lists, capitals and
 * digits tell. All words hang on the first; there are no names, roles or frames.
 */
#ifndef KHD_GLANCE_WORDS_H
#define KHD_GLANCE_WORDS_H

#include "doc.h"

void khd_glance_words(khd_doc *doc, uint32_t sentence);

#endif
