/* buffer: text that grows. See buffer.h. */
#include "buffer.h"

#include "utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void khd_buffer_free(khd_buffer *buffer)
{
    free(buffer->v);
    *buffer = (khd_buffer){0};
}

char *khd_buffer_take(khd_buffer *buffer, size_t *length)
{
    khd_buffer_bytes(buffer, "", 0);
    if (buffer->failed) {
        khd_buffer_free(buffer);
        return NULL;
    }
    char *v = buffer->v;
    *length = buffer->n;
    *buffer = (khd_buffer){0};
    return v;
}

/* Makes room for n more bytes and the closing NUL. */
static bool make_room(khd_buffer *b, size_t n)
{
    if (b->failed)
        return false;
    if (b->v && n < b->cap - b->n)
        return true;
    if (n >= KHD_BUFFER_CEILING - b->n) {
        b->failed = true;
        return false;
    }
    size_t cap = b->cap ? b->cap : 4096;
    while (cap <= b->n + n)
        cap *= 2;
    char *v = realloc(b->v, cap);
    if (!v) {
        b->failed = true;
        return false;
    }
    b->v = v;
    b->cap = cap;
    return true;
}

void khd_buffer_bytes(khd_buffer *buffer, const char *bytes, size_t n)
{
    if (!make_room(buffer, n))
        return;
    if (n)
        memcpy(buffer->v + buffer->n, bytes, n);
    buffer->n += n;
    buffer->v[buffer->n] = 0;
}

void khd_buffer_text(khd_buffer *buffer, const char *text)
{
    if (text)
        khd_buffer_bytes(buffer, text, strlen(text));
}

void khd_buffer_char(khd_buffer *buffer, char c)
{
    khd_buffer_bytes(buffer, &c, 1);
}

void khd_buffer_int(khd_buffer *buffer, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (value < 0)
        digits[--at] = '-';
    khd_buffer_bytes(buffer, digits + at, sizeof digits - at);
}

void khd_buffer_fixed(khd_buffer *buffer, double value, int decimals)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (!(fabs(value) < 1e12)) /* also NaN: no number to tell */
        value = 0;
    int64_t power = powers[decimals], scaled = llround(value * (double)power);
    if (scaled < 0) {
        khd_buffer_char(buffer, '-');
        scaled = -scaled;
    }
    khd_buffer_int(buffer, scaled / power);
    int64_t part = scaled % power;
    if (!part)
        return;
    khd_buffer_char(buffer, '.');
    for (power /= 10; part; part %= power, power /= 10) {
        khd_buffer_char(buffer, (char)('0' + part / power));
        if (power == 1)
            break;
    }
}

static void json_escape(khd_buffer *b, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0};
    const char *text = c == '"'                   ? "\\\""
                       : c == '\\'                ? "\\\\"
                       : c == '\n'                ? "\\n"
                       : c == '\r'                ? "\\r"
                       : c == '\t'                ? "\\t"
                       : c == KHD_UTF8_SUBSTITUTE ? "\xEF\xBF\xBD"
                                                  : escape;
    khd_buffer_text(b, text);
}

void khd_buffer_json(khd_buffer *buffer, const char *bytes, size_t n)
{
    khd_buffer_char(buffer, '"');
    size_t from = 0, at = 0;
    while (at < n) {
        unsigned char c = (unsigned char)bytes[at];
        uint32_t code;
        size_t used = c < 0x80 ? 1 : khd_utf8_read(bytes + at, n - at, &code);
        bool plain = c >= 0x80 ? used > 0 : c >= 0x20 && c != 0x7F && c != '"' && c != '\\';
        if (plain) {
            at += used;
            continue;
        }
        khd_buffer_bytes(buffer, bytes + from, at - from);
        json_escape(buffer, c < 0x80 ? c : KHD_UTF8_SUBSTITUTE);
        from = ++at;
    }
    khd_buffer_bytes(buffer, bytes + from, n - from);
    khd_buffer_char(buffer, '"');
}
