/* article: what of a text is the report.
 *
 * Tells the title, the line with the author, the dateline, the publication date
 * and the paragraphs of the body from what a web page leaves around them: stray
 * fragments, share and cookie lines, captions, headlines of other stories. Works
 * by structure (place in the text, length, case, missing full stop) and by the
 * short phrases of data/debris.tsv. Prose is never thrown away: in doubt a
 * paragraph is kept.
 */
#ifndef KHD_ARTICLE_H
#define KHD_ARTICLE_H

#include "lexicon.h"

/* Reads doc->text, title and published; fills doc->blocks, removed (in the order
 * of the text, each with its reason), title_span, byline_span, dateline_span with
 * dateline_day, published_span with published_day. Every letter of the text lies
 * in a block or in a removed span. */
void khd_article_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
