/* The layer `actor`: one line a mention: WORDS: NAME [ID KIND COUNTRY], with - for
 * what is not known. */
#include "cases.h"

void dump_actor(FILE *out, khd_doc *doc);

void dump_actor(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        const khd_chain *c = &doc->chains.v[m->chain];
        fprintf(out, "%s: %s [%s %s %s]\n", khd_doc_text(doc, khd_doc_span(doc, m->tokens)),
                c->name, c->actor ? c->actor : "-", khd_actor_kind_text(c->kind),
                *c->country ? c->country : "-");
    }
}
