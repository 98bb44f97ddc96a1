/* The layer `harm`: one line a figure:
 * HARM N N2 QUALIFIER GROUP SIDE | WHO, then " | part of I" (counted from 0) and
 * " | toll" where they hold; "-" for what is not there. */
#include "cases.h"

void dump_harm(FILE *out, khd_doc *doc);

static void print_count(FILE *out, int64_t n)
{
    if (n == KHD_NOTHING)
        fprintf(out, "- ");
    else
        fprintf(out, "%lld ", (long long)n);
}

void dump_harm(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->figures.n; i++) {
        const khd_figure *f = &doc->figures.v[i];
        fprintf(out, "%s ", khd_harm_text(f->harm));
        print_count(out, f->n);
        print_count(out, f->n2);
        fprintf(out, "%s %s %s | %s", khd_qualifier_text(f->qualifier), khd_group_text(f->group),
                khd_side_text(f->side), khd_span_empty(f->who) ? "-" : khd_doc_text(doc, f->who));
        if (f->part_of != KHD_NOTHING)
            fprintf(out, " | part of %d", (int)f->part_of);
        fprintf(out, "%s\n", f->cumulative ? " | toll" : "");
    }
}
