/* The layer `token`: each sentence as its tokens, parted by single blanks. */
#include "cases.h"

void dump_token(FILE *out, khd_doc *doc);

void dump_token(FILE *out, khd_doc *doc)
{
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        khd_range r = doc->sentences.v[s].tokens;
        for (uint32_t i = r.begin; i < r.end; i++) {
            khd_span span = doc->tokens.v[i].span;
            fprintf(out, "%s%.*s", i > r.begin ? " " : "", (int)(span.end - span.begin),
                    doc->text + span.begin);
        }
        fputc('\n', out);
    }
}
