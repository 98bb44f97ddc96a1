/* table: see table.h. */
#include "table.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { TABLE_CEILING = 256 << 20 };

static const char *file_name;
static unsigned long line_number;

_Noreturn void table_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "pack_gazetteer: %s:%lu: ", file_name ? file_name : "-", line_number);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

void *table_grow(void *v, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return v;
    *cap = *cap ? *cap * 2 : 1024;
    v = realloc(v, *cap * size);
    if (!v)
        table_die("out of memory");
    return v;
}

/* ---- tables ------------------------------------------------------------------ */

static char *read_plain(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        table_die("cannot be opened");
    size_t cap = 0;
    char *v = NULL;
    for (*size = 0;;) {
        v = table_grow(v, *size + 65536, &cap, 1);
        if (cap - *size < 65536)
            continue;
        size_t n = fread(v + *size, 1, 65536, f);
        *size += n;
        if (n < 65536)
            break;
    }
    if (ferror(f))
        table_die("cannot be read to its end");
    fclose(f);
    v = table_grow(v, *size, &cap, 1);
    v[*size] = '\0';
    return v;
}

static char *unpack(char *packed, size_t *size)
{
    unsigned long long full = ZSTD_getFrameContentSize(packed, *size);
    if (full > TABLE_CEILING)
        table_die("is no zstd frame of a known size");
    char *v = malloc((size_t)full + 1);
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (!v || !context)
        table_die("out of memory");
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27);
    size_t n = ZSTD_decompressDCtx(context, v, (size_t)full, packed, *size);
    if (ZSTD_isError(n))
        table_die("%s", ZSTD_getErrorName(n));
    ZSTD_freeDCtx(context);
    free(packed);
    v[n] = '\0';
    *size = n;
    return v;
}

void table_read(const char *folder, const char *name, void (*row)(char **cells))
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file_name = name;
    line_number = 0;
    size_t size, n = strlen(name);
    char *table = read_plain(path, &size);
    if (n > 4 && !strcmp(name + n - 4, ".zst"))
        table = unpack(table, &size);
    bool head = true;
    for (char *line = table, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        line_number++;
        char *cells[TABLE_COLUMNS];
        for (int i = 0; i < TABLE_COLUMNS; i++) {
            cells[i] = line;
            line += strcspn(line, "\t");
            if (*line)
                *line++ = '\0';
        }
        if (*cells[0] == '#' || !*cells[0])
            continue;
        if (*line)
            table_die("more than %d cells", TABLE_COLUMNS);
        if (!head)
            row(cells);
        head = false;
    }
    free(table);
}

/* ---- numbers --------------------------------------------------------------- */

uint32_t table_digits(const char **p)
{
    uint32_t v = 0;
    for (int i = 0; i < 9 && **p >= '0' && **p <= '9'; i++, ++*p)
        v = v * 10 + (uint32_t)(**p - '0');
    return v;
}

uint32_t table_count(const char *text)
{
    const char *p = text;
    uint32_t v = table_digits(&p);
    if (*p)
        table_die("no count: %s", text);
    return v;
}

int32_t table_degrees(const char *text, int32_t limit)
{
    const char *p = text + (*text == '-');
    const char *begin = p;
    int32_t v = (int32_t)table_digits(&p) * 10000, scale = 1000;
    if (*p == '.')
        for (p++; *p >= '0' && *p <= '9'; p++, scale /= 10)
            v += (*p - '0') * scale;
    if (p == begin || *p || v > limit * 10000)
        table_die("no degrees: %s", text);
    return *text == '-' ? -v : v;
}
