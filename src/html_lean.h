/* html_lean: a page without what no reader sees, before the parser reads it.
 *
 * Drops scripts, styles, comments and drawings, elements and attributes that
 * extraction does not look at; what stays is written as plain well-formed tags. So
 * the parser meets few names and few, short attributes, since it takes more than linear
 * time for many of a tag, and does not spend most of its time on scripts.
 */
#ifndef KHD_HTML_LEAN_H
#define KHD_HTML_LEAN_H

#include "mem.h"

#include <stdbool.h>

enum { KHD_HTML_DATA_MOST = 16 };

/* Half-open bytes of the page. */
typedef struct {
    const char *v;
    size_t n;
} khd_html_slice;

typedef struct {
    char *v;
    size_t n;
    size_t tags;                             /* start tags, a bound for the nodes */
    size_t dressed;                          /* of them with attributes */
    khd_html_slice data[KHD_HTML_DATA_MOST]; /* scripts of type application/ld+json */
    unsigned data_count;
} khd_html_lean;

/* `bytes` is UTF-8 without NULs. Pushes to the arena. */
khd_html_lean khd_html_lean_read(khd_arena *arena, const char *bytes, size_t n);

#endif
