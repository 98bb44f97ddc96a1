/* dateword: see dateword.h. */
#include "dateword.h"

#include <string.h>

enum { COLUMN_CLASS = 1, COLUMN_VALUE = 2, COLUMN_NOTE = 3 };

#define KHD_DATECLASS_TEXT(n, t) t,
static const char *const class_texts[] = {KHD_DATECLASS_LIST(KHD_DATECLASS_TEXT)};

int32_t khd_dateword_digits(const char *text, size_t n)
{
    int32_t value = 0;
    size_t digits = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == ',' && i > 0 && n - i >= 4)
            continue;
        if (text[i] < '0' || text[i] > '9' || ++digits > 9)
            return KHD_NOTHING;
        value = value * 10 + (text[i] - '0');
    }
    return digits ? value : KHD_NOTHING;
}

static bool is_hyphen(const char *key)
{
    return strcmp(key, "-") == 0 || strcmp(key, "\xe2\x80\x90") == 0 ||
           strcmp(key, "\xe2\x80\x91") == 0;
}

static void push_word(khd_datewords *words, uint32_t token, const char *key, bool hyphen)
{
    const khd_token *t = &words->doc->tokens.v[token];
    char first = words->doc->text[t->span.begin];
    words->v[words->n++] = (khd_dateword){.token = token,
                                          .key = key,
                                          .row = khd_table_find(words->table, key),
                                          .long_row = KHD_NOTHING,
                                          .hyphen = hyphen,
                                          .capital = first >= 'A' && first <= 'Z',
                                          .number = khd_dateword_digits(key, strlen(key))};
}

/* Splits a token at its inner hyphens: "mid-november", "two-year". */
static void push_pieces(khd_datewords *words, uint32_t token, bool hyphen)
{
    const char *key = words->doc->tokens.v[token].lower;
    if (khd_table_find(words->table, key) == KHD_NOTHING && strlen(key) < 40) {
        const char *cut;
        while ((cut = strchr(key, '-')) && cut > key && cut[1]) {
            push_word(words, token, khd_arena_text(words->doc->arena, key, (size_t)(cut - key)),
                      hyphen);
            key = cut + 1;
            hyphen = true;
        }
    }
    push_word(words, token, key, hyphen);
}

static size_t count_words(const khd_doc *doc, khd_range tokens)
{
    size_t n = tokens.end - tokens.begin;
    for (uint32_t t = tokens.begin; t < tokens.end; t++) {
        const char *key = doc->tokens.v[t].lower;
        for (size_t i = 0; i < 40 && key[i]; i++)
            n += key[i] == '-';
    }
    return n;
}

/* Finds the longer keys; `first` gives the first word of each token. */
static void find_long_keys(khd_datewords *words, khd_range tokens)
{
    for (uint32_t i = 0; i < words->n; i++) {
        khd_dateword *w = &words->v[i];
        if (i > 0 && words->v[i - 1].token == w->token)
            continue;
        int32_t row;
        uint32_t n = khd_table_match(words->table, words->doc, w->token, tokens.end, &row);
        if (n < 2)
            continue;
        uint32_t end = i + 1;
        while (end < words->n && words->v[end].token < w->token + n)
            end++;
        w->long_row = row;
        w->long_end = end;
    }
}

khd_datewords khd_dateword_read(khd_doc *doc, const khd_table *table, khd_range tokens)
{
    khd_datewords words = {doc, table, NULL, 0};
    words.v = khd_arena_push(doc->arena, count_words(doc, tokens) + 1, sizeof *words.v);
    bool hyphen = false;
    for (uint32_t t = tokens.begin; t < tokens.end; t++) {
        const khd_token *k = &doc->tokens.v[t];
        if (words.n && is_hyphen(k->lower) && k->glued && t + 1 < tokens.end &&
            doc->tokens.v[t + 1].glued) {
            hyphen = true;
            continue;
        }
        push_pieces(&words, t, hyphen);
        hyphen = false;
    }
    find_long_keys(&words, tokens);
    return words;
}

static int32_t row_of_class(const khd_datewords *words, int32_t row, enum khd_dateclass kind)
{
    enum { SAME_KEY_MAX = 8 };
    if (row == KHD_NOTHING)
        return KHD_NOTHING;
    const char *key = khd_table_cell(words->table, row, 0);
    for (int32_t r = row; r < row + SAME_KEY_MAX; r++) {
        if (strcmp(khd_table_cell(words->table, r, 0), key) != 0)
            return KHD_NOTHING;
        if (strcmp(khd_table_cell(words->table, r, COLUMN_CLASS), class_texts[kind]) == 0)
            return r;
    }
    return KHD_NOTHING;
}

int32_t khd_dateword_find(const khd_datewords *words, uint32_t i, enum khd_dateclass kind,
                          uint32_t *end)
{
    if (i >= words->n)
        return KHD_NOTHING;
    const khd_dateword *w = &words->v[i];
    int32_t row = row_of_class(words, w->long_row, kind);
    if (row != KHD_NOTHING) {
        *end = w->long_end;
        return row;
    }
    row = row_of_class(words, w->row, kind);
    if (row != KHD_NOTHING)
        *end = i + 1;
    return row;
}

const char *khd_dateword_value(const khd_datewords *words, int32_t row)
{
    return khd_table_cell(words->table, row, COLUMN_VALUE);
}

const char *khd_dateword_note(const khd_datewords *words, int32_t row)
{
    return khd_table_cell(words->table, row, COLUMN_NOTE);
}

int khd_dateword_int(const khd_datewords *words, int32_t row)
{
    const char *v = khd_dateword_value(words, row);
    bool minus = *v == '-';
    int32_t n = khd_dateword_digits(v + minus, strlen(v + minus));
    return n == KHD_NOTHING ? 0 : minus ? -n : n;
}

bool khd_dateword_is(const khd_datewords *words, uint32_t i, const char *text)
{
    return i < words->n && strcmp(words->v[i].key, text) == 0;
}
