/* stream: see stream.h. */
#include "stream.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

void khd_stream_open(khd_stream *stream, khd_stream_function *read, void *with)
{
    *stream = (khd_stream){.read = read, .with = with};
}

/* A copy of the bytes is never made: the window is theirs, and is never written to. */
void khd_stream_open_bytes(khd_stream *stream, const char *bytes, size_t length)
{
    *stream = (khd_stream){.end = length, .ended = true};
    memcpy(&stream->window, &bytes, sizeof bytes);
}

void khd_stream_close(khd_stream *stream)
{
    if (stream->read)
        free(stream->window);
    *stream = (khd_stream){.ended = true};
}

/* Room for a block behind the window. */
static bool make_room(khd_stream *s)
{
    if (s->begin == s->end)
        s->begin = s->end = 0;
    if (s->begin && s->cap - s->end < BLOCK && s->begin >= s->end - s->begin) {
        memmove(s->window, s->window + s->begin, s->end - s->begin);
        s->end -= s->begin;
        s->begin = 0;
    }
    if (s->cap - s->end >= BLOCK)
        return true;
    size_t cap = s->cap ? s->cap * 2 : (size_t)2 * BLOCK;
    char *window = realloc(s->window, cap);
    if (!window)
        return false;
    s->window = window;
    s->cap = cap;
    return true;
}

bool khd_stream_more(khd_stream *stream)
{
    if (stream->ended)
        return false;
    int64_t got = -1;
    if (make_room(stream))
        got = stream->read(stream->with, stream->window + stream->end, BLOCK, &stream->error);
    else
        khd_error_set(&stream->error, KHD_NOMEM, 0, "out of memory");
    stream->ended = got <= 0;
    stream->end += got > 0 ? (size_t)got : 0;
    return got > 0;
}

size_t khd_stream_peek(khd_stream *stream, size_t n)
{
    while (khd_stream_have(stream) < n && khd_stream_more(stream))
        continue;
    size_t have = khd_stream_have(stream);
    return have < n ? have : n;
}

uint64_t khd_stream_skip(khd_stream *stream, uint64_t n)
{
    uint64_t left = n;
    while (left) {
        size_t have = khd_stream_have(stream);
        size_t now = have < left ? have : (size_t)left;
        stream->begin += now;
        stream->at += now;
        left -= now;
        if (left && !khd_stream_more(stream))
            break;
    }
    return n - left;
}

void khd_stream_again(khd_stream *stream)
{
    stream->at += khd_stream_have(stream);
    stream->begin = stream->end = 0;
    stream->ended = false;
    stream->error = (khd_error){0};
}
