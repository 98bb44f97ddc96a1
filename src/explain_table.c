/* explain_table: the rows of data tables that values were read by. See
 * explain_parts.h. The row is found again from the value and the words; where several
 * rows say the same, the one with the longest key in the words is named.
 */
#include "explain_parts.h"

#include "toponym.h"

#include <string.h>

/* True when `key` stands in `words` from the beginning of a word on. */
static bool holds(const char *words, const char *key)
{
    size_t n = strlen(key);
    for (const char *at = words; n && (at = strstr(at, key)); at++)
        if (at == words || at[-1] == ' ')
            return true;
    return false;
}

/* Words in the form in which keys are compared: lower case, single blanks, no articles
 * of Arabic names, which the aliases leave out. */
static void plain_words(const char *words, char out[KHD_TOPONYM_MAX])
{
    char room[KHD_TOPONYM_MAX];
    size_t n = khd_toponym_words(words, strlen(words), room), kept = 0;
    for (size_t at = 0; at < n;) {
        size_t end = at + strcspn(room + at, " ");
        bool article = end - at == 2 && (!memcmp(room + at, "al", 2) || !memcmp(room + at, "el", 2));
        if (!article) {
            if (kept)
                out[kept++] = ' ';
            memcpy(out + kept, room + at, end - at);
            kept += end - at;
        }
        at = end + 1;
    }
    out[kept] = 0;
}

static void tell(khd_explaining *e, const char *name, const khd_table *table, int32_t row)
{
    uint32_t line = khd_lexicon_line(e->lexicon, name, row);
    khd_explain_row(e, "");
    khd_explain_plain(e, "by data/");
    khd_explain_plain(e, name);
    khd_explain_plain(e, ".tsv");
    if (line) {
        khd_explain_plain(e, ":");
        khd_page_int(&e->page, KHD_STYLE_PLAIN, line);
    }
    e->page.gap = true;
    khd_page_text(&e->page, KHD_STYLE_QUOTE, khd_table_cell(table, row, 0));
}

void khd_explain_table(khd_explaining *e, const char *name, uint32_t column, const char *value,
                       const char *words)
{
    if (!e->lexicon || !*value)
        return;
    char plain[KHD_TOPONYM_MAX];
    plain_words(words, plain);
    const khd_table *table = khd_lexicon_table(e->lexicon, name);
    int32_t best = KHD_NOTHING;
    size_t longest = 0;
    for (uint32_t i = 0; i < khd_table_rows(table); i++) {
        const char *key = khd_table_cell(table, (int32_t)i, 0);
        if (strlen(key) > longest && !strcmp(khd_table_cell(table, (int32_t)i, column), value) &&
            holds(plain, key)) {
            best = (int32_t)i;
            longest = strlen(key);
        }
    }
    if (best != KHD_NOTHING)
        tell(e, name, table, best);
}

/* True for the class itself, and for a class with a word behind it. */
static bool of_class(const char *key, const char *class_name)
{
    size_t n = strlen(class_name);
    return !strncmp(key, class_name, n) && (!key[n] || key[n] == ' ');
}

void khd_explain_codes(khd_explaining *e, const char *class_name, const char *acled,
                       const char *cameo)
{
    if (!e->lexicon)
        return;
    const khd_table *table = khd_lexicon_table(e->lexicon, "codes");
    for (int32_t i = 0; i < (int32_t)khd_table_rows(table); i++)
        if (of_class(khd_table_cell(table, i, 0), class_name) &&
            !strcmp(khd_table_cell(table, i, 1), acled) &&
            !strcmp(khd_table_cell(table, i, 4), cameo)) {
            tell(e, "codes", table, i);
            return;
        }
}
