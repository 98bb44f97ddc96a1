/* stem: see stem.h. */
#include "stem.h"

#include <string.h>

/* An ending and what stands in its place. */
static const struct {
    const char *end, *instead;
} rules[] = {{"ies", "y"},   {"men", "man"}, {"s", ""},      {"es", ""},     {"ves", "fe"},
             {"ves", "f"},   {"ied", "y"},   {"ed", ""},     {"ed", "e"},    {"ing", ""},
             {"ing", "e"},   {"ying", "ie"}, {"pped", "p"},  {"pping", "p"}, {"bbed", "b"},
             {"bbing", "b"}, {"nned", "n"},  {"nning", "n"}, {"tted", "t"},  {"tting", "t"},
             {"'s", ""},     {"en", ""},     {"en", "e"}};

bool khd_stem_get(const char *word, unsigned k, char out[KHD_STEM_SIZE])
{
    out[0] = '\0';
    if (k >= sizeof rules / sizeof *rules)
        return false;
    size_t n = strlen(word), e = strlen(rules[k].end), i = strlen(rules[k].instead);
    if (n < e + 2 || n - e + i >= KHD_STEM_SIZE || strcmp(word + n - e, rules[k].end) != 0)
        return true;
    memcpy(out, word, n - e);
    memcpy(out + n - e, rules[k].instead, i + 1);
    return true;
}

int32_t khd_stem_find(const khd_table *table, const khd_doc *doc, uint32_t token)
{
    const khd_token *t = &doc->tokens.v[token];
    char stem[KHD_STEM_SIZE];
    int32_t row = khd_table_find(table, t->lower);
    if (row == KHD_NOTHING && t->lemma)
        row = khd_table_find(table, t->lemma);
    for (unsigned k = 0; row == KHD_NOTHING && khd_stem_get(t->lower, k, stem); k++)
        if (*stem)
            row = khd_table_find(table, stem);
    return row;
}

bool khd_stem_is(const khd_doc *doc, uint32_t token, const char *word)
{
    const khd_token *t = &doc->tokens.v[token];
    char stem[KHD_STEM_SIZE];
    if (!strcmp(t->lower, word) || (t->lemma && !strcmp(t->lemma, word)))
        return true;
    for (unsigned k = 0; khd_stem_get(t->lower, k, stem); k++)
        if (*stem && !strcmp(stem, word))
            return true;
    return false;
}
