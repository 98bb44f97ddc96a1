/* warc_http: see warc_http.h. */
#include "warc_http.h"

#include <string.h>

bool khd_http_same(const char *bytes, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i])
            return false;
    }
    return !word[n];
}

void khd_http_media(const char *value, size_t length, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < length && n + 1 < room; i++) {
        char c = value[i];
        if (c == ';' || c == ',' || c == ' ' || c == '\t')
            break;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out[n] = 0;
}

static void take_field(khd_http_head *head, const char *line, size_t n)
{
    const char *colon = memchr(line, ':', n);
    if (!colon)
        return;
    size_t name = (size_t)(colon - line), at = name + 1;
    while (at < n && (line[at] == ' ' || line[at] == '\t'))
        at++;
    if (khd_http_same(line, name, "content-type"))
        khd_http_media(line + at, n - at, head->media, sizeof head->media);
    else if (khd_http_same(line, name, "content-encoding"))
        khd_http_media(line + at, n - at, head->encoding, sizeof head->encoding);
    else if (khd_http_same(line, name, "transfer-encoding"))
        head->chunked = n - at >= 7 && khd_http_same(line + n - 7, 7, "chunked");
}

/* "HTTP/1.1 200 OK" */
static unsigned read_status(const char *line, size_t n)
{
    const char *blank = n > 5 && !memcmp(line, "HTTP/", 5) ? memchr(line, ' ', n) : NULL;
    unsigned status = 0;
    for (size_t at = blank ? (size_t)(blank - line) + 1 : n; at < n && status < 1000; at++) {
        if (line[at] < '0' || line[at] > '9')
            break;
        status = status * 10 + (unsigned)(line[at] - '0');
    }
    return status;
}

bool khd_http_head_read(const char *bytes, size_t length, khd_http_head *head)
{
    *head = (khd_http_head){0};
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end)
            return false;
        size_t n = (size_t)(end - bytes) - at;
        while (n && (bytes[at + n - 1] == '\r' || bytes[at + n - 1] == ' '))
            n--;
        if (!at)
            head->status = read_status(bytes, n);
        else
            take_field(head, bytes + at, n);
        at = (size_t)(end - bytes) + 1;
        head->body = at;
        if (!n || !head->status)
            return true;
    }
    return false;
}

/* The size that a chunk's line tells; false when it is no such line. */
static bool read_size(const char *bytes, size_t length, size_t *at, size_t *size)
{
    size_t i = *at, digits = 0;
    *size = 0;
    for (; i < length && digits < 8; i++, digits++) {
        char c = bytes[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            break;
        *size = *size * 16 + (size_t)digit;
    }
    if (!digits || i == length || !strchr("\r\n; ", bytes[i]))
        return false;
    const char *end = memchr(bytes + i, '\n', length - i < 1024 ? length - i : 1024);
    if (!end)
        return false;
    *at = (size_t)(end - bytes) + 1;
    return true;
}

size_t khd_http_unchunk(char *bytes, size_t length)
{
    size_t at = 0, out = 0, size;
    if (!read_size(bytes, length, &at, &size))
        return length; /* done before */
    while (size) {
        size_t n = size < length - at ? size : length - at;
        memmove(bytes + out, bytes + at, n);
        out += n;
        at += n;
        while (at < length && (bytes[at] == '\r' || bytes[at] == '\n'))
            at++;
        if (at == length || !read_size(bytes, length, &at, &size))
            break; /* cut: what there is */
    }
    return out;
}
