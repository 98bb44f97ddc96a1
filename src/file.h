/* file: a file mapped read-only, and a stream read whole up to a ceiling.
 *
 * The data packs are mapped, so that all threads and processes share their
 * pages. A pack must not be cut short while it is mapped: replace it by rename.
 */
#ifndef KHD_FILE_H
#define KHD_FILE_H

#include "khaldun.h"

#include <stdio.h>

typedef struct {
    const char *bytes; /* never NULL while mapped; "" for an empty file */
    size_t length;
} khd_file;

/* Maps a regular file. On error *out is {NULL, 0}: KHD_DATA when it is not
 * there or no regular file, KHD_IO when mapping failed. */
KHD_MUST_USE khd_status khd_file_map(const char *path, khd_file *out, khd_error *error);
/* Accepts a file that was never mapped, and leaves {NULL, 0}. */
void khd_file_unmap(khd_file *file);

/* Reads a stream to its end. *bytes is the caller's (free) and closed by a NUL
 * that *length does not count; NULL on error: KHD_TOO_LARGE above `ceiling`
 * bytes, KHD_IO, KHD_NOMEM. */
KHD_MUST_USE khd_status khd_file_read(FILE *stream, size_t ceiling, char **bytes, size_t *length,
                                      khd_error *error);

#endif
