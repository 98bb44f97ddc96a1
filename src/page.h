/* page: text for people at a terminal: words wrapped to a width, hanging
 * indentation, a few styles. Styles are ANSI colours, or plain marks, or nothing.
 * What comes from a report is cleaned: no control character reaches the terminal.
 */
#ifndef KHD_PAGE_H
#define KHD_PAGE_H

#include "buffer.h"

typedef enum {
    KHD_STYLE_PLAIN,
    KHD_STYLE_HEAD,    /* name of an account */
    KHD_STYLE_LABEL,   /* what a row tells */
    KHD_STYLE_VALUE,   /* numbers */
    KHD_STYLE_DOUBT,   /* not happened, not resolved */
    KHD_STYLE_QUOTE,   /* words of the report, in typographic quotes */
    KHD_STYLE_WORDS,   /* in a sentence: words that a value was read from, [ ] */
    KHD_STYLE_TRIGGER, /* in a sentence: words that name the occurrence, * * */
    KHD_STYLE_COUNT
} khd_style;

enum { KHD_PAGE_WIDTH = 92 };

/* Starts as {.out = ..., .colour = ...}. */
typedef struct {
    khd_buffer *out;
    bool colour;
    uint32_t column, indent;
    bool gap; /* a blank is due before the next word */
} khd_page;

/* Ends the line; lines that wrap begin at `indent` from now on. */
void khd_page_line(khd_page *page, uint32_t indent);
/* Blanks up to a column. */
void khd_page_column(khd_page *page, uint32_t column);
/* Words in a style; runs of blanks count as one, one at either end parts words. */
void khd_page_bytes(khd_page *page, khd_style style, const char *bytes, size_t n);
void khd_page_text(khd_page *page, khd_style style, const char *text);
void khd_page_int(khd_page *page, khd_style style, int64_t value);

#endif
