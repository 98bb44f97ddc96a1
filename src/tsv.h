/* tsv: the text of a table of data/ taken apart, with the line of every row, and
 * what is wrong with its form. Head lines begin with `#` and tell origin and licence;
 * the next line names the columns; cells are parted by TAB.
 */
#ifndef KHD_TSV_H
#define KHD_TSV_H

#include "mem.h"

#include <stdbool.h>

/* A table as bytes; `name` is the file's, "means.tsv". Borrowed. */
typedef struct {
    const char *name, *bytes;
    size_t length;
} khd_tsv_text;

typedef struct {
    const char **cells; /* one a column */
    uint32_t line;      /* of the file, from 1 */
} khd_tsv_row;

typedef struct {
    const char *file;   /* "means.tsv" */
    const char *name;   /* "means" */
    const char **names; /* of the columns */
    uint32_t columns;
    KHD_LIST(khd_tsv_row) rows;
} khd_tsv;

/* Something wrong with a row: `kind` is one word ("form", "twice" ...). */
typedef struct {
    const char *file;
    uint32_t line;
    const char *kind, *text;
} khd_finding;

typedef KHD_LIST(khd_finding) khd_findings;

/* Takes a table apart in the arena; rows of a wrong form become findings and are left
 * out. The arena's exit is set. */
khd_tsv khd_tsv_read(khd_arena *arena, khd_tsv_text text, khd_findings *findings);
/* Text of the arena, printf's letters. */
const char *khd_tsv_format(khd_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
