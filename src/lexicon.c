/* lexicon: looking up rows of the packed tables. See lexicon.h; the layout of
 * the pack stands in tools/pack_lexicon.c.
 *
 * Keys are sorted, so a lookup is a binary search, and spelling a key token by
 * token narrows a range of rows. A small filter over the first three bytes of
 * the keys turns most tokens away before any search. All offsets are checked
 * when the pack is opened; afterwards nothing is.
 */
#include "lexicon.h"

#include "file.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, HEAD = 24, ENTRY = 16, TABLES_MAX = 1024, KEY_MAX = 200, COLUMNS_MAX = 64 };
enum { FILTER_BITS = 4096, PREFIX = 3 };

static const char magic[8] = {'K', 'H', 'D', 'L', 'E', 'X', 'I', 'C'};

struct khd_table {
    const char *base; /* of the pack: cells are offsets from here */
    const char *name;
    const uint32_t *cells;
    uint32_t rows, columns;
    uint64_t filter[FILTER_BITS / 64];
};

struct khd_lexicon {
    khd_file file;
    uint32_t count, texts; /* offset at which the texts begin */
    khd_table *tables;
};

/* ---- the filter ----------------------------------------------------------------- */

static uint32_t filter_bit(const char *word, size_t n)
{
    uint32_t h = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)word[i]) * 0x9E3779B1u;
    return h >> 20; /* 12 bits */
}

/* Every beginning of up to three bytes, since a token may be as short. */
static void filter_add(khd_table *t, const char *key)
{
    for (size_t n = 1; n <= PREFIX && key[n - 1]; n++) {
        uint32_t bit = filter_bit(key, n);
        t->filter[bit / 64] |= (uint64_t)1 << (bit % 64);
    }
}

static bool filter_passes(const khd_table *t, const char *word)
{
    uint32_t bit = filter_bit(word, strnlen(word, PREFIX));
    return t->filter[bit / 64] >> (bit % 64) & 1;
}

/* ---- opening ---------------------------------------------------------------------- */

static uint32_t u32_at(const khd_lexicon *lexicon, size_t offset)
{
    uint32_t v;
    memcpy(&v, lexicon->file.bytes + offset, sizeof v);
    return v;
}

static bool is_text(const khd_lexicon *lexicon, uint32_t offset)
{
    return offset >= lexicon->texts && offset < lexicon->file.length;
}

/* All cells are texts, and keys are sorted, neither empty nor too long. */
static bool rows_fit(const khd_lexicon *lexicon, khd_table *t)
{
    const char *before = "";
    for (size_t i = 0, n = (size_t)t->rows * t->columns; i < n; i++) {
        if (!is_text(lexicon, t->cells[i]))
            return false;
        if (i % t->columns)
            continue;
        const char *key = t->base + t->cells[i];
        if (!*key || strnlen(key, KEY_MAX + 1) > KEY_MAX || strcmp(before, key) > 0)
            return false;
        filter_add(t, key);
        before = key;
    }
    return true;
}

static bool table_fits(const khd_lexicon *lexicon, uint32_t index, khd_table *t)
{
    size_t at = HEAD + (size_t)index * ENTRY;
    uint32_t name = u32_at(lexicon, at), cells = u32_at(lexicon, at + 12);
    t->rows = u32_at(lexicon, at + 4);
    t->columns = u32_at(lexicon, at + 8);
    if (!is_text(lexicon, name) || t->columns == 0 || t->columns > COLUMNS_MAX ||
        t->rows > INT32_MAX || cells % 4 || cells > lexicon->texts ||
        (uint64_t)t->rows * t->columns * 4 > lexicon->texts - cells)
        return false;
    t->base = lexicon->file.bytes;
    t->name = t->base + name;
    t->cells = (const void *)(t->base + cells);
    if (index && strcmp(t[-1].name, t->name) >= 0)
        return false;
    return rows_fit(lexicon, t);
}

static khd_status damaged(khd_error *error, size_t offset, const char *why)
{
    return khd_error_set(error, KHD_DATA, offset, "lexicon pack: %s", why);
}

static khd_status check(khd_lexicon *lexicon, khd_error *error)
{
    size_t length = lexicon->file.length;
    const char *bytes = lexicon->file.bytes;
    if (length < HEAD + 1 || memcmp(bytes, magic, sizeof magic) != 0)
        return damaged(error, 0, "not a lexicon pack");
    if (u32_at(lexicon, 8) != VERSION)
        return damaged(error, 8, "another version of the format");
    lexicon->count = u32_at(lexicon, 12);
    lexicon->texts = u32_at(lexicon, 20);
    if (u32_at(lexicon, 16) != length || bytes[length - 1] != '\0')
        return damaged(error, 16, "cut short or longer than it says");
    if (lexicon->count > TABLES_MAX || lexicon->texts >= length ||
        lexicon->texts < HEAD + lexicon->count * (size_t)ENTRY)
        return damaged(error, 12, "tables do not fit");
    lexicon->tables = calloc((size_t)lexicon->count + 1, sizeof *lexicon->tables);
    if (!lexicon->tables)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the lexicon");
    for (uint32_t i = 0; i < lexicon->count; i++)
        if (!table_fits(lexicon, i, &lexicon->tables[i]))
            return damaged(error, HEAD + (size_t)i * ENTRY, "a table does not fit");
    return KHD_OK;
}

khd_status khd_lexicon_open(const char *path, khd_lexicon **out, khd_error *error)
{
    *out = NULL;
    khd_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the lexicon");
    khd_status status = khd_file_map(path, &lexicon->file, error);
    if (status == KHD_OK)
        status = check(lexicon, error);
    if (status != KHD_OK) {
        khd_lexicon_close(lexicon);
        return status;
    }
    *out = lexicon;
    return KHD_OK;
}

void khd_lexicon_close(khd_lexicon *lexicon)
{
    if (!lexicon)
        return;
    free(lexicon->tables);
    khd_file_unmap(&lexicon->file);
    free(lexicon);
}

/* ---- tables and cells --------------------------------------------------------------- */

static int name_order(const void *name, const void *table)
{
    return strcmp(name, ((const khd_table *)table)->name);
}

const khd_table *khd_lexicon_table(const khd_lexicon *lexicon, const char *name)
{
    static const khd_table empty;
    const khd_table *t =
        bsearch(name, lexicon->tables, lexicon->count, sizeof *lexicon->tables, name_order);
    return t ? t : &empty;
}

uint32_t khd_lexicon_line(const khd_lexicon *lexicon, const char *name, int32_t row)
{
    char lines[KEY_MAX];
    size_t n = strlen(name);
    if (n + sizeof ":lines" > sizeof lines)
        return 0;
    memcpy(lines, name, n);
    memcpy(lines + n, ":lines", sizeof ":lines");
    const char *cell = khd_table_cell(khd_lexicon_table(lexicon, lines), row, 1);
    uint32_t line = 0;
    for (; *cell >= '0' && *cell <= '9' && line < 100000000; cell++)
        line = line * 10 + (uint32_t)(*cell - '0');
    return line;
}

uint32_t khd_table_rows(const khd_table *table)
{
    return table->rows;
}

const char *khd_table_cell(const khd_table *table, int32_t row, uint32_t column)
{
    if (row < 0 || (uint32_t)row >= table->rows || column >= table->columns)
        return "";
    return table->base + table->cells[(size_t)row * table->columns + column];
}

/* ---- lookup ------------------------------------------------------------------------- */

/* A piece of a key, and how many bytes of the key stand before it. */
typedef struct {
    const char *text;
    size_t n, skip;
} piece;

/* First of the rows whose key, from byte `skip` on, is not below the piece (or, with
 * `past`, is above all that begin with it). */
static uint32_t bound(const khd_table *t, khd_range rows, piece p, bool past)
{
    uint32_t lo = rows.begin, hi = rows.end;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = strncmp(khd_table_cell(t, (int32_t)mid, 0) + p.skip, p.text, p.n);
        if (order < 0 || (past && order == 0))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The rows among `rows`, alike up to `skip`, that go on with the text. */
static khd_range narrow(const khd_table *t, khd_range rows, size_t skip, const char *text)
{
    piece p = {text, strlen(text), skip};
    rows.begin = bound(t, rows, p, false);
    rows.end = bound(t, rows, p, true);
    return rows;
}

int32_t khd_table_find(const khd_table *table, const char *key)
{
    if (!table->rows || !filter_passes(table, key))
        return KHD_NOTHING;
    khd_range rows = narrow(table, (khd_range){0, table->rows}, 0, key);
    if (khd_range_empty(rows) || khd_table_cell(table, (int32_t)rows.begin, 0)[strlen(key)])
        return KHD_NOTHING;
    return (int32_t)rows.begin;
}

/* ---- spelling a key by tokens --------------------------------------------------------- */

typedef struct {
    const khd_table *table;
    const khd_doc *doc;
    uint32_t first, end;
    uint32_t best; /* tokens of the longest key so far */
    int32_t row;
} spelling;

static void spell_token(spelling *s, uint32_t token, khd_range rows, size_t skip);

/* The rows go on with this word; a key that ends here is a match. */
static void spell_word(spelling *s, uint32_t token, khd_range rows, size_t skip, const char *word)
{
    rows = narrow(s->table, rows, skip, word);
    if (khd_range_empty(rows))
        return;
    skip += strlen(word);
    if (!khd_table_cell(s->table, (int32_t)rows.begin, 0)[skip] && token + 1 - s->first > s->best) {
        s->best = token + 1 - s->first;
        s->row = (int32_t)rows.begin;
    }
    spell_token(s, token + 1, rows, skip);
}

static void spell_forms(spelling *s, uint32_t token, khd_range rows, size_t skip)
{
    const khd_token *t = &s->doc->tokens.v[token];
    if (*t->lower)
        spell_word(s, token, rows, skip, t->lower);
    if (t->lemma && *t->lemma && strcmp(t->lemma, t->lower) != 0)
        spell_word(s, token, rows, skip, t->lemma);
}

/* Goes on with the next token: after a blank, and when it is glued to the token
 * before also without one, so that "al-shabaab" matches "al", "-", "shabaab". */
static void spell_token(spelling *s, uint32_t token, khd_range rows, size_t skip)
{
    if (token >= s->end)
        return;
    khd_range parted = narrow(s->table, rows, skip, " ");
    if (!khd_range_empty(parted))
        spell_forms(s, token, parted, skip + 1);
    if (s->doc->tokens.v[token].glued)
        spell_forms(s, token, rows, skip);
}

uint32_t khd_table_match(const khd_table *table, const khd_doc *doc, uint32_t first, uint32_t end,
                         int32_t *row)
{
    *row = KHD_NOTHING;
    if (!table->rows || first >= end || end > doc->tokens.n)
        return 0;
    const khd_token *t = &doc->tokens.v[first];
    if (!filter_passes(table, t->lower) && (!t->lemma || !filter_passes(table, t->lemma)))
        return 0;
    spelling s = {table, doc, first, end, 0, KHD_NOTHING};
    spell_forms(&s, first, (khd_range){0, table->rows}, 0);
    *row = s.row;
    return s.best;
}
