/* ingest: one line of JSON Lines to a report's text and metadata, and telling
 * JSON Lines, web pages and feeds from plain text by their look. Feeds are read by feed.h.
 */
#ifndef KHD_INGEST_H
#define KHD_INGEST_H

#include "khaldun.h"

#include <stdbool.h>

/* Ceiling of one line: a text at its ceiling with every byte escaped, and some. */
#define KHD_LINE_CEILING (KHD_TEXT_CEILING * 6 + ((size_t)1 << 20))

/* A line taken apart. Its texts are owned by `root`. */
typedef struct {
    khd_input input;
    bool id_number; /* the id was a JSON number: to be given back without quotes */
    void *root;
} khd_line;

/* Reads a line. KHD_INPUT with the byte offset in the line, KHD_TOO_LARGE,
 * KHD_NOMEM. To be freed with khd_line_free, after an error too: the id is there
 * whenever it could be read, even from a line that is broken further on. */
KHD_MUST_USE khd_status khd_line_read(const char *bytes, size_t length, khd_line *line,
                                      khd_error *error);
void khd_line_free(khd_line *line);

/* What markup a text begins as: it would be read as words. */
typedef enum { KHD_MARKUP_NONE, KHD_MARKUP_HTML, KHD_MARKUP_FEED } khd_markup;
khd_markup khd_markup_find(const char *bytes, size_t length);

#endif
