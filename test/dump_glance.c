/* The layer `glance`: each sentence behind what the first look says: "read" or "left". */
#include "cases.h"

void dump_glance(FILE *out, khd_doc *doc);

void dump_glance(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const khd_sentence *s = &doc->sentences.v[i];
        fprintf(out, "%s: %s\n", s->unread ? "left" : "read", khd_doc_text(doc, s->span));
    }
}
