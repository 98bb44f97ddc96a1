/* html: a web page to the text and the metadata of the report on it.
 *
 * Decoding (byte order mark, strict UTF-8, the page's own word for its encoding, then
 * as decode.h), a lean page (html_lean), libxml2's HTML parser (html_tree), the search
 * for the article (html_find, html_clean), its words (html_write), what the page says
 * of itself (html_meta). docs/pages.md tells the method. Time is linear in the page,
 * memory bounded by it.
 */
#ifndef KHD_HTML_H
#define KHD_HTML_H

#include "khaldun.h"
#include "lexicon.h"

/* Once, before threads run. */
void khd_html_start(void);

/* Sets doc->text, length, extracted, encoding, byline, and those of title, publisher,
 * published, url and language that are NULL or ""; notes say where the
 * date comes from and what could not be read. A page without an article is an empty text.
 * KHD_TOO_LARGE above KHD_TEXT_CEILING, KHD_NOMEM. */
KHD_MUST_USE khd_status khd_html_run(khd_doc *doc, const khd_lexicon *lexicon, const char *bytes,
                                     size_t length, khd_error *error);

#endif
