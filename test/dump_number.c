/* The layer `number`: one line a quantity that may count people:
 * WORDS | N N2 QUALIFIER | NOUN, with "unit", "ordinal" or "article" after the
 * qualifier; "-" for what is not there. */
#include "cases.h"

void dump_number(FILE *out, khd_doc *doc);

static void print_count(FILE *out, int64_t n)
{
    if (n == KHD_NOTHING)
        fprintf(out, "- ");
    else
        fprintf(out, "%lld ", (long long)n);
}

void dump_number(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->quantities.n; i++) {
        const khd_quantity *q = &doc->quantities.v[i];
        fprintf(out, "%s | ", khd_doc_text(doc, khd_doc_span(doc, q->tokens)));
        print_count(out, q->n);
        print_count(out, q->n2);
        fprintf(out, "%s%s%s%s | %s\n", khd_qualifier_text(q->qualifier), q->unit ? " unit" : "",
                q->ordinal ? " ordinal" : "", q->article ? " article" : "",
                q->noun == KHD_NOTHING ? "-" : doc->tokens.v[q->noun].lower);
    }
}
