/* pack_lexicon OUT TABLE.tsv...: packs the tables of data/ into one file that the
 * library maps (src/lexicon.c). Knows nothing of the library.
 *
 * A table: head lines that start with `#`, one of which names the origin and one
 * the licence; then a line with the names of the columns; then rows. Cells are
 * parted by TAB, every row has as many as there are columns. The key, column 0,
 * is words in lower case parted by single blanks. Empty lines are left out.
 * Refused with file:line: anything else, and a row that stands there twice.
 *
 * The pack (numbers little-endian, offsets in bytes from the start of the file):
 *   0   char magic[8]      "KHDLEXIC"
 *   8   u32  version       1
 *   12  u32  tables
 *   16  u32  bytes         of the whole file
 *   20  u32  texts         where the texts begin; they reach to the end
 *   24  table[tables]      sorted by name: u32 name, rows, columns, cells
 *       u32 cell[]         each table's cells, row by row: offsets of texts
 *       texts              UTF-8, each closed by NUL; the first is empty
 * Rows are sorted by key (byte order), rows of one key in the order of the file.
 * Beside each table NAME stands a table NAME:lines of the same rows, two columns: the
 * key, and the row's line in the file, by which a value can be traced to it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, HEAD = 24, TABLE = 16, KEY_MAX = 200, COLUMNS_MAX = 64, FILE_MAX_BYTES = 1 << 26 };

typedef struct {
    char **cells; /* `columns` of them */
    unsigned line;
} row;

typedef struct {
    const char *path;
    char *name, *bytes;
    unsigned columns, rows, room;
    bool origin, licence;
    row *row;
} table;

static int refuse(const table *t, unsigned line, const char *why)
{
    fprintf(stderr, "%s:%u: %s\n", t->path, line, why);
    return 1;
}

static void *must(void *p)
{
    if (!p) {
        fputs("pack_lexicon: out of memory\n", stderr);
        exit(4);
    }
    return p;
}

/* ---- reading a table --------------------------------------------------------- */

static bool is_utf8(const unsigned char *p)
{
    while (*p) {
        unsigned n = *p < 0x80 ? 0 : *p < 0xC2 ? 9 : *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : *p < 0xF5 ? 3 : 9;
        if (n == 9 || (*p == 0xE0 && p[1] < 0xA0) || (*p == 0xED && p[1] > 0x9F) ||
            (*p == 0xF0 && p[1] < 0x90) || (*p == 0xF4 && p[1] > 0x8F))
            return false;
        for (p++; n; n--, p++)
            if ((*p & 0xC0) != 0x80)
                return false;
    }
    return true;
}

/* NULL when the key is words in lower case parted by single blanks. */
static const char *key_fault(const char *key)
{
    size_t n = strlen(key);
    if (n == 0)
        return "empty key";
    if (n > KEY_MAX)
        return "key longer than 200 bytes";
    if (key[0] == ' ' || key[n - 1] == ' ' || strstr(key, "  "))
        return "key is not words parted by single blanks";
    for (const char *p = key; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            return "key is not in lower case";
    if (strstr(key, "\xE2\x80\x98") || strstr(key, "\xE2\x80\x99"))
        return "key has a typographic apostrophe; tokens have plain ones";
    return NULL;
}

static unsigned split(char *line, char **cells, unsigned most)
{
    unsigned n = 0;
    for (char *p = line;; p++) {
        if (n < most)
            cells[n] = p;
        n++;
        p += strcspn(p, "\t");
        if (!*p)
            return n;
        *p = '\0';
    }
}

static int read_columns(table *t, char *line, unsigned number)
{
    char *cells[COLUMNS_MAX];
    t->columns = split(line, cells, COLUMNS_MAX);
    if (!t->origin || !t->licence)
        return refuse(t, number, "no head line `# ... origin ...` or no `# ... licence ...`");
    if (t->columns > COLUMNS_MAX)
        return refuse(t, number, "too many columns");
    for (unsigned i = 0; i < t->columns; i++)
        if (!*cells[i])
            return refuse(t, number, "a column without a name");
    return 0;
}

static int read_row(table *t, char *line, unsigned number)
{
    char *cells[COLUMNS_MAX];
    unsigned n = split(line, cells, COLUMNS_MAX);
    if (n != t->columns) {
        char why[80];
        snprintf(why, sizeof why, "%u cells where the columns are %u", n, t->columns);
        return refuse(t, number, why);
    }
    const char *fault = key_fault(cells[0]);
    if (fault)
        return refuse(t, number, fault);
    if (t->rows == t->room) {
        t->room = t->room ? t->room * 2 : 256;
        t->row = must(realloc(t->row, t->room * sizeof *t->row));
    }
    row *r = &t->row[t->rows++];
    *r = (row){must(malloc(n * sizeof *r->cells)), number};
    memcpy(r->cells, cells, n * sizeof *cells);
    return 0;
}

static int read_line(table *t, char *line, unsigned number)
{
    size_t n = strlen(line);
    if (n && line[n - 1] == '\r')
        return refuse(t, number, "line ends with CR LF");
    if (!is_utf8((const unsigned char *)line))
        return refuse(t, number, "not UTF-8");
    if (*line == '#') {
        t->origin |= strstr(line, "rigin") != NULL;
        t->licence |= strstr(line, "icence") != NULL || strstr(line, "icense") != NULL;
        return 0;
    }
    if (!*line)
        return 0;
    return t->columns ? read_row(t, line, number) : read_columns(t, line, number);
}

static char *read_file(const table *t)
{
    FILE *f = fopen(t->path, "rb");
    char *bytes = must(malloc(FILE_MAX_BYTES));
    size_t n = f ? fread(bytes, 1, FILE_MAX_BYTES - 1, f) : 0;
    bool good = f && !ferror(f) && feof(f) && !memchr(bytes, 0, n);
    if (f)
        fclose(f);
    if (!good) {
        refuse(t, 1, "cannot be read, is too large, or holds a NUL");
        free(bytes);
        return NULL;
    }
    bytes[n] = '\0';
    return must(realloc(bytes, n + 1));
}

static int by_key(const void *a, const void *b)
{
    const row *x = a, *y = b;
    int order = strcmp(x->cells[0], y->cells[0]);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool same(const row *a, const row *b, unsigned columns)
{
    for (unsigned i = 0; i < columns; i++)
        if (strcmp(a->cells[i], b->cells[i]) != 0)
            return false;
    return true;
}

static int check_twice(const table *t)
{
    for (unsigned i = 1; i < t->rows; i++)
        for (unsigned k = i; k-- > 0 && !strcmp(t->row[k].cells[0], t->row[i].cells[0]);)
            if (same(&t->row[k], &t->row[i], t->columns))
                return refuse(t, t->row[i].line, "the same row stands here twice");
    return 0;
}

static int read_table(table *t)
{
    t->bytes = read_file(t);
    if (!t->bytes)
        return 1;
    int faults = 0;
    unsigned number = 0;
    for (char *line = t->bytes; *line;) {
        char *end = line + strcspn(line, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        faults += read_line(t, line, ++number);
        line = next;
    }
    if (!t->columns)
        faults += refuse(t, number + 1, "no line with the names of the columns");
    if (t->rows)
        qsort(t->row, t->rows, sizeof *t->row, by_key);
    return faults + check_twice(t);
}

/* "data/means.tsv" is the table "means". */
static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t n = dot ? (size_t)(dot - name) : strlen(name);
    char *copy = must(calloc(n + 1, 1));
    memcpy(copy, name, n);
    return copy;
}

/* ---- writing the pack ---------------------------------------------------------- */

typedef struct {
    unsigned char *v;
    size_t n, room;
} buffer;

static void put(buffer *b, const void *bytes, size_t n)
{
    if (b->n + n > b->room) {
        b->room = (b->n + n) * 2;
        b->v = must(realloc(b->v, b->room));
    }
    memcpy(b->v + b->n, bytes, n);
    b->n += n;
}

static void put_u32(buffer *b, size_t v)
{
    unsigned char p[4] = {v & 255, v >> 8 & 255, v >> 16 & 255, v >> 24 & 255};
    put(b, p, 4);
}

/* Offset of the text among the texts; a text repeated in sequence (the usual case
 * in a sorted table) and the empty one are stored once. */
static size_t put_text(buffer *texts, const char *text, size_t *before)
{
    if (!*text)
        return 0;
    if (strcmp((const char *)texts->v + *before, text) != 0) {
        *before = texts->n;
        put(texts, text, strlen(text) + 1);
    }
    return *before;
}

static void put_cells(buffer *cells, buffer *texts, const table *t, size_t base)
{
    size_t before[COLUMNS_MAX] = {0};
    for (unsigned i = 0; i < t->rows; i++)
        for (unsigned c = 0; c < t->columns; c++)
            put_u32(cells, base + put_text(texts, t->row[i].cells[c], &before[c]));
}

static buffer pack(const table *tables, unsigned n)
{
    size_t cells_at = HEAD + (size_t)n * TABLE, base = cells_at;
    for (unsigned i = 0; i < n; i++)
        base += (size_t)tables[i].rows * tables[i].columns * 4;
    buffer out = {0}, heads = {0}, cells = {0}, texts = {0};
    put(&texts, "", 1);
    for (unsigned i = 0; i < n; i++) {
        size_t none = 0;
        put_u32(&heads, base + put_text(&texts, tables[i].name, &none));
        put_u32(&heads, tables[i].rows);
        put_u32(&heads, tables[i].columns);
        put_u32(&heads, cells_at + cells.n);
        put_cells(&cells, &texts, &tables[i], base);
    }
    put(&out, "KHDLEXIC", 8);
    put_u32(&out, VERSION);
    put_u32(&out, n);
    put_u32(&out, base + texts.n);
    put_u32(&out, base);
    const buffer *parts[] = {&heads, &cells, &texts};
    for (unsigned i = 0; i < 3; i++) {
        if (parts[i]->n)
            put(&out, parts[i]->v, parts[i]->n);
        free(parts[i]->v);
    }
    return out;
}

static int write_pack(const char *path, const buffer *b)
{
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(b->v, 1, b->n, f) == b->n;
    if (f && fclose(f) != 0)
        good = false;
    if (!good)
        fprintf(stderr, "pack_lexicon: cannot write %s\n", path);
    return good ? 0 : 1;
}

static int by_name(const void *a, const void *b)
{
    const table *x = a, *y = b;
    return strcmp(x->name, y->name);
}

static char *copy_text(const char *text, const char *behind)
{
    size_t n = strlen(text), more = strlen(behind);
    char *copy = must(malloc(n + more + 1));
    memcpy(copy, text, n);
    memcpy(copy + n, behind, more + 1);
    return copy;
}

/* The table of the lines of `t`; its keys are those of `t`. */
static table lines_of(const table *t)
{
    table lines = {.path = t->path,
                   .name = copy_text(t->name, ":lines"),
                   .columns = 2,
                   .rows = t->rows,
                   .row = must(calloc(t->rows + 1u, sizeof(row)))};
    lines.bytes = must(malloc((size_t)t->rows * 12 + 1));
    for (unsigned i = 0; i < t->rows; i++) {
        char *number = lines.bytes + (size_t)i * 12;
        snprintf(number, 12, "%u", t->row[i].line);
        lines.row[i].line = t->row[i].line;
        lines.row[i].cells = must(calloc(2, sizeof(char *)));
        lines.row[i].cells[0] = t->row[i].cells[0];
        lines.row[i].cells[1] = number;
    }
    return lines;
}

static void drop_table(table *t)
{
    for (unsigned i = 0; i < t->rows; i++)
        free(t->row[i].cells);
    free(t->row);
    free(t->name);
    free(t->bytes);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: pack_lexicon OUT TABLE.tsv...\n", stderr);
        return 2;
    }
    unsigned n = (unsigned)argc - 2;
    table *tables = must(calloc(2 * (size_t)n + 1, sizeof *tables));
    int faults = 0;
    for (unsigned i = 0; i < n; i++) {
        tables[i].path = argv[i + 2];
        tables[i].name = name_of(argv[i + 2]);
        faults += read_table(&tables[i]);
    }
    qsort(tables, n, sizeof *tables, by_name);
    for (unsigned i = 1; i < n; i++)
        if (!strcmp(tables[i - 1].name, tables[i].name))
            faults += refuse(&tables[i], 1, "a second table of this name");
    for (unsigned i = 0; i < n && !faults; i++)
        tables[n + i] = lines_of(&tables[i]);
    if (!faults) {
        n *= 2;
        qsort(tables, n, sizeof *tables, by_name);
        buffer b = pack(tables, n);
        faults = b.n > UINT32_MAX ? refuse(tables, 1, "pack above 4 GiB") : write_pack(argv[1], &b);
        free(b.v);
    }
    for (unsigned i = 0; i < n; i++)
        drop_table(&tables[i]);
    free(tables);
    return faults ? 1 : 0;
}
