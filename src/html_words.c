/* html_words: class and id names against data/page_words.tsv: at each letter the few
 * rows that begin with it are tried. */
#include "html_page.h"

#include "utf8.h"

#include <string.h>

enum { ROWS = KHD_HTML_WORDS_MOST };

typedef struct {
    const char *name[ROWS];
    uint16_t tells[ROWS];
    size_t size[ROWS];
    bool word[ROWS];
    uint8_t next[ROWS]; /* the next row of the same first byte, ROWS for none */
    uint8_t first[256];
} matcher;

static uint16_t read_kind(const char *kind)
{
    static const char *const kinds[] = {"unlikely", "maybe",   "good",   "bad", "byline",
                                        "share",    "caption", "unseen", "date"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i], kind))
            return (uint16_t)(1u << i);
    return 0;
}

static void fill(matcher *m, const khd_table *table)
{
    memset(m->first, ROWS, sizeof m->first);
    uint32_t n = khd_table_rows(table);
    for (uint32_t i = 0; i < n && i < ROWS; i++) {
        m->name[i] = khd_table_cell(table, (int32_t)i, 0);
        m->tells[i] = read_kind(khd_table_cell(table, (int32_t)i, 1));
        m->word[i] = !strcmp(khd_table_cell(table, (int32_t)i, 2), "word");
        m->size[i] = strlen(m->name[i]);
        unsigned char c = (unsigned char)m->name[i][0];
        m->next[i] = m->first[c];
        m->first[c] = (uint8_t)i;
    }
}

static bool in_word(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 || (khd_utf8_ascii[byte] & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT));
}

static uint16_t match(const matcher *m, const char *names)
{
    char low[512];
    size_t n = 0;
    uint16_t found = 0;
    for (; names[n] && n + 1 < sizeof low; n++)
        low[n] = (char)(names[n] >= 'A' && names[n] <= 'Z' ? names[n] + 32 : names[n]);
    low[n] = 0;
    for (size_t at = 0; at < n; at++)
        for (uint8_t row = m->first[(unsigned char)low[at]]; row != ROWS; row = m->next[row]) {
            size_t size = m->size[row];
            if (low[at + 1] != m->name[row][1] || (found & m->tells[row]) ||
                strncmp(low + at, m->name[row], size) != 0)
                continue;
            bool amid = (at && in_word(low[at - 1])) || in_word(low[at + size]);
            if (!m->word[row] || !amid)
                found |= m->tells[row];
        }
    return found;
}

void khd_html_words_mark(khd_html_tree *tree, const khd_table *words)
{
    matcher m;
    fill(&m, words);
    for (uint32_t i = 0; i < tree->attribute_n; i++) {
        khd_html_attributes *a = &tree->attributes[i];
        a->class_words = *a->class ? match(&m, a->class) : 0;
        a->id_words = *a->id ? match(&m, a->id) : 0;
    }
}
