/* buffer: text that grows, for what the library hands out.
 *
 * A buffer is plain malloc memory, not an arena: its bytes outlive the document
 * they were written from. The first failure (no memory, the ceiling) sticks and
 * every later call does nothing, so that writers check once, at the end. Numbers
 * are written without the locale.
 */
#ifndef KHD_BUFFER_H
#define KHD_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KHD_BUFFER_CEILING ((size_t)1 << 30)

/* Starts as {0}; free with khd_buffer_free. `v` ends with a NUL once written to. */
typedef struct {
    char *v;
    size_t n, cap;
    bool failed;
} khd_buffer;

void khd_buffer_free(khd_buffer *buffer);
/* Hands the bytes over to the caller (free); NULL when the buffer failed. */
char *khd_buffer_take(khd_buffer *buffer, size_t *length);

void khd_buffer_bytes(khd_buffer *buffer, const char *bytes, size_t n);
void khd_buffer_text(khd_buffer *buffer, const char *text); /* NULL writes nothing */
void khd_buffer_char(khd_buffer *buffer, char c);
void khd_buffer_int(khd_buffer *buffer, int64_t value);
/* At most `decimals` (0..6) digits after the point, closing zeros left out. */
void khd_buffer_fixed(khd_buffer *buffer, double value, int decimals);
/* A JSON string with its quotes. SUBSTITUTE (0x1A) and bytes that are no UTF-8
 * become U+FFFD; other control characters are escaped. */
void khd_buffer_json(khd_buffer *buffer, const char *bytes, size_t n);

#endif
