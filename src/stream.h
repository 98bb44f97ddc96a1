/* stream: bytes that come through a function, seen through a window. The window grows
 * as far as a reader asks to look ahead and no further; what was skipped is gone.
 */
#ifndef KHD_STREAM_H
#define KHD_STREAM_H

#include "khaldun.h"

/* Up to n bytes into `out`: how many, 0 at the end, less than 0 with `error` filled. */
typedef int64_t khd_stream_function(void *with, char *out, size_t n, khd_error *error);

typedef struct {
    khd_stream_function *read;
    void *with;
    char *window; /* bytes begin..end are there */
    size_t begin, end, cap;
    uint64_t at; /* of window[begin], counted from the start of the stream */
    bool ended;
    khd_error error; /* why it ended, KHD_OK when it was at its end */
} khd_stream;

void khd_stream_open(khd_stream *stream, khd_stream_function *read, void *with);
/* Over bytes in memory, which must stay. */
void khd_stream_open_bytes(khd_stream *stream, const char *bytes, size_t length);
void khd_stream_close(khd_stream *stream);

/* What is in the window. */
static inline const char *khd_stream_here(const khd_stream *stream)
{
    return stream->window + stream->begin;
}
static inline size_t khd_stream_have(const khd_stream *stream)
{
    return stream->end - stream->begin;
}

/* Reads once, what comes. False at the end, or after a failure. */
bool khd_stream_more(khd_stream *stream);
/* Reads until n bytes are there or the stream ends; how many there are, n at most. */
size_t khd_stream_peek(khd_stream *stream, size_t n);
/* Skips n bytes, or all that are left; how many. */
uint64_t khd_stream_skip(khd_stream *stream, uint64_t n);
/* Throws the window away and goes on after a failure, for what has found another
 * place to read from. */
void khd_stream_again(khd_stream *stream);

#endif
