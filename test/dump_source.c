/* The layer `source`: one line an attribution:
 * SOURCE [KIND NAME] CUE: CONTENT | CONTENT (claim) (denial) (stance) */
#include "cases.h"

void dump_source(FILE *out, khd_doc *doc);

static const char *words(khd_doc *doc, khd_range tokens)
{
    return khd_range_empty(tokens) ? "-" : khd_doc_text(doc, khd_doc_span(doc, tokens));
}

void dump_source(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const khd_attribution *a = &doc->attributions.v[i];
        fprintf(out, "%s [%s %s] %s: ", words(doc, a->source), khd_source_kind_text(a->kind),
                a->name ? a->name : "-", words(doc, a->cue));
        for (uint32_t c = 0; c < a->content_count; c++)
            fprintf(out, "%s%s", c ? " | " : "", words(doc, a->content[c]));
        fprintf(out, "%s%s%s\n", a->claim ? " (claim)" : "", a->denial ? " (denial)" : "",
                a->stance ? " (stance)" : "");
    }
}
