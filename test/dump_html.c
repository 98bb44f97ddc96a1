/* The layer `html`: what of a web page is the report.
 *   title WORDS · byline WORDS · publisher WORDS · published WORDS · language WORDS
 *   url WORDS · paragraph WORDS, one for each of the text · note WORDS */
#include "cases.h"

#include <string.h>

void dump_html(FILE *out, khd_doc *doc);

static void dump_told(FILE *out, const char *what, const char *value)
{
    if (value && *value)
        fprintf(out, "%s %s\n", what, value);
}

void dump_html(FILE *out, khd_doc *doc)
{
    dump_told(out, "title", doc->title);
    dump_told(out, "byline", doc->byline);
    dump_told(out, "publisher", doc->publisher);
    dump_told(out, "published", doc->published);
    dump_told(out, "language", doc->language);
    dump_told(out, "url", doc->url);
    for (uint32_t begin = 0; begin < doc->length;) {
        const char *end = strstr(doc->text + begin, "\n\n");
        uint32_t stop = end ? (uint32_t)(end - doc->text) : doc->length;
        fprintf(out, "paragraph %s\n", khd_doc_text(doc, (khd_span){begin, stop}));
        begin = stop + 2;
    }
    for (uint32_t i = 0; i < doc->notes.n; i++)
        fprintf(out, "note %s\n", doc->notes.v[i]);
}
