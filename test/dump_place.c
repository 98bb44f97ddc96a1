/* The layer `place`: one line a place name, in the order of the text:
 * WORDS | NAME | CITY | ADMIN1 | COUNTRY PRECISION, with " (actor)" after the words of
 * a name that is part of an actor or an adjective. Empty fields are "-". */
#include "cases.h"

void dump_place(FILE *out, khd_doc *doc);

static const char *field(const char *text)
{
    return text && *text ? text : "-";
}

void dump_place(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->places.n; i++) {
        const khd_place *p = &doc->places.v[i];
        fprintf(out, "%s%s | %s | %s | %s | %s %s\n",
                khd_doc_text(doc, khd_doc_span(doc, p->tokens)), p->adjectival ? " (actor)" : "",
                field(p->best.name), field(p->best.city), field(p->best.admin1),
                field(p->best.country), khd_place_precision_text(p->best.precision));
    }
}
