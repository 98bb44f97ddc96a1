/* tsv: see tsv.h. */
#include "tsv.h"

#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS_MAX = 64, ROWS_MAX = 2000000, FORMAT_MAX = 400 };

typedef struct {
    khd_arena *arena;
    khd_tsv table;
    khd_findings *findings;
    uint32_t line;
    bool origin, licence;
} reading;

const char *khd_tsv_format(khd_arena *arena, const char *format, ...)
{
    char text[FORMAT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t n = strlen(text);
    if (n + 1 == sizeof text) { /* cut: not within a character */
        while (n && ((unsigned char)text[n - 1] & 0xC0) == 0x80)
            n--;
        n -= n > 0;
    }
    return khd_arena_text(arena, text, n);
}

static void find(reading *r, const char *text)
{
    *KHD_PUSH(r->arena, r->findings) = (khd_finding){r->table.file, r->line, "form", text};
}

static bool is_utf8(const char *bytes, size_t n)
{
    uint32_t code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(bytes + at, n - at, &code);
        if (!used || !code)
            return false;
    }
    return true;
}

/* Cells of a line that is the arena's; at most COLUMNS_MAX are kept, all are counted. */
static uint32_t split(char *line, const char *cells[COLUMNS_MAX])
{
    uint32_t n = 0;
    for (char *p = line;; p++) {
        if (n < COLUMNS_MAX)
            cells[n] = p;
        n++;
        p += strcspn(p, "\t");
        if (!*p)
            return n;
        *p = '\0';
    }
}

static const char **copy_cells(khd_arena *arena, const char *cells[COLUMNS_MAX], uint32_t n)
{
    const char **copy = khd_arena_push(arena, n, sizeof *copy);
    for (uint32_t i = 0; i < n; i++)
        copy[i] = cells[i];
    return copy;
}

static void read_columns(reading *r, const char *cells[COLUMNS_MAX], uint32_t n)
{
    if (!r->origin || !r->licence)
        find(r, "no head line that tells the origin, or none that tells the licence");
    if (n > COLUMNS_MAX)
        find(r, "more than 64 columns");
    r->table.columns = n < COLUMNS_MAX ? n : COLUMNS_MAX;
    r->table.names = copy_cells(r->arena, cells, r->table.columns);
}

static void read_row(reading *r, const char *cells[COLUMNS_MAX], uint32_t n)
{
    if (n != r->table.columns) {
        find(r, khd_tsv_format(r->arena, "%u cells where the columns are %u", n, r->table.columns));
        return;
    }
    if (!*cells[0]) {
        find(r, "the first cell is empty");
        return;
    }
    if (r->table.rows.n < ROWS_MAX)
        *KHD_PUSH(r->arena, &r->table.rows) =
            (khd_tsv_row){copy_cells(r->arena, cells, n), r->line};
}

static void read_line(reading *r, const char *bytes, size_t n)
{
    const char *cells[COLUMNS_MAX];
    if (n && bytes[n - 1] == '\r') {
        find(r, "the line ends with CR LF");
        n--;
    }
    if (!is_utf8(bytes, n)) {
        find(r, "the line is not UTF-8, or holds a NUL");
        return;
    }
    if (!n)
        return;
    char *line = khd_arena_text(r->arena, bytes, n);
    if (*line == '#') {
        r->origin |= strstr(line, "rigin") != NULL;
        r->licence |= strstr(line, "icence") != NULL || strstr(line, "icense") != NULL;
        return;
    }
    uint32_t count = split(line, cells);
    if (r->table.columns)
        read_row(r, cells, count);
    else
        read_columns(r, cells, count);
}

khd_tsv khd_tsv_read(khd_arena *arena, khd_tsv_text text, khd_findings *findings)
{
    reading r = {.arena = arena, .findings = findings};
    const char *dot = strrchr(text.name, '.');
    r.table.file = khd_arena_text(arena, text.name, strlen(text.name));
    r.table.name =
        khd_arena_text(arena, text.name, dot ? (size_t)(dot - text.name) : strlen(text.name));
    for (size_t at = 0; at < text.length; at++) {
        const char *end = memchr(text.bytes + at, '\n', text.length - at);
        size_t n = end ? (size_t)(end - text.bytes) - at : text.length - at;
        r.line++;
        read_line(&r, text.bytes + at, n);
        at += n;
    }
    if (!r.table.columns)
        find(&r, "no line that names the columns");
    return r.table;
}
