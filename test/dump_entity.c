/* The layer `entity`: one line a mention: WORDS = FIRST WORDS OF ITS CHAIN. */
#include "cases.h"

void dump_entity(FILE *out, khd_doc *doc);

void dump_entity(FILE *out, khd_doc *doc)
{
    const char **first = khd_arena_push(doc->arena, doc->chains.n + 1, sizeof *first);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        const char *words = khd_doc_text(doc, khd_doc_span(doc, m->tokens));
        if (!first[m->chain])
            first[m->chain] = words;
        fprintf(out, "%s = %s\n", words, first[m->chain]);
    }
}
