/* The layer `means`: one line a weapon, method or target: WORDS | KIND | CLASS, the
 * class that the words suggest ("-" none), "target" for a target. */
#include "cases.h"

void dump_means(FILE *out, khd_doc *doc);

void dump_means(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->means.n; i++) {
        const khd_means *m = &doc->means.v[i];
        fprintf(out, "%s | %s | %s\n", khd_doc_text(doc, khd_doc_span(doc, m->tokens)), m->kind,
                m->target                      ? "target"
                : m->class_hint == KHD_NOTHING ? "-"
                                               : khd_class_text((unsigned)m->class_hint));
    }
}
