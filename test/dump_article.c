/* The layer `article`: what of the text is the report.
 *   title WORDS · byline WORDS · dateline DAY WORDS · published DAY WORDS
 *   removed REASON: WORDS · body WORDS · item WORDS */
#include "cases.h"

void dump_article(FILE *out, khd_doc *doc);

static void dump_span(FILE *out, khd_doc *doc, const char *what, khd_span span)
{
    if (!khd_span_empty(span))
        fprintf(out, "%s %s\n", what, khd_doc_text(doc, span));
}

static void dump_day(FILE *out, khd_doc *doc, const char *what, khd_day day)
{
    const char *text = khd_day_text(doc, day);
    fprintf(out, "%s %s\n", what, text ? text : "unknown");
}

void dump_article(FILE *out, khd_doc *doc)
{
    static const char *const kinds[] = {"title", "body", "item"};
    dump_day(out, doc, "published", doc->published_day);
    dump_day(out, doc, "dateline day", doc->dateline_day);
    dump_span(out, doc, "byline", doc->byline_span);
    dump_span(out, doc, "dateline", doc->dateline_span);
    for (uint32_t i = 0; i < doc->removed.n; i++)
        fprintf(out, "removed %s: %s\n", doc->removed.v[i].reason,
                khd_doc_text(doc, doc->removed.v[i].span));
    for (uint32_t i = 0; i < doc->blocks.n; i++)
        dump_span(out, doc, kinds[doc->blocks.v[i].kind], doc->blocks.v[i].span);
}
