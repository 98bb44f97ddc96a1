/* utf8: code points, their classes and their lower case. The only room of the
 * library where character classes live (Unicode 15 by utf8proc).
 */
#ifndef KHD_UTF8_H
#define KHD_UTF8_H

#include "mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a code point is; a set of bits. */
enum {
    KHD_CHAR_LETTER = 1,
    KHD_CHAR_UPPER = 2, /* also title case */
    KHD_CHAR_LOWER = 4,
    KHD_CHAR_DIGIT = 8, /* decimal digits of any script */
    KHD_CHAR_BLANK = 16,
    KHD_CHAR_LINE = 32, /* ends a line; is a blank too */
    KHD_CHAR_MARK = 64, /* combining mark: part of the word before it */
    KHD_CHAR_QUOTE = 128,
    KHD_CHAR_DASH = 256,
    KHD_CHAR_FORMAT = 512, /* invisible: soft hyphen, direction marks, BOM */
    KHD_CHAR_MONEY = 1024
};

/* Put in place of every byte that could not be decoded. */
#define KHD_UTF8_SUBSTITUTE 0x1A

/* The parts of the functions below that are above ASCII; not called directly. */
size_t khd_utf8_read_long(const char *bytes, size_t n, uint32_t *code);
unsigned khd_utf8_class_long(uint32_t code);
uint32_t khd_utf8_lower_long(uint32_t code);
extern const uint16_t khd_utf8_ascii[128];

/* Reads one code point from `n` bytes: returns its length in bytes, 0 when the
 * bytes are no strict UTF-8 (overlong, surrogate, above U+10FFFF, cut off). */
static inline size_t khd_utf8_read(const char *bytes, size_t n, uint32_t *code)
{
    if (!n || (unsigned char)*bytes >= 0x80)
        return khd_utf8_read_long(bytes, n, code);
    *code = (unsigned char)*bytes;
    return 1;
}
/* The code point before byte `at` of valid UTF-8: its length, 0 at the start. */
size_t khd_utf8_read_before(const char *text, size_t at, uint32_t *code);
/* Writes one code point, at most 4 bytes; returns the length. */
size_t khd_utf8_write(uint32_t code, char out[4]);
/* Bits of KHD_CHAR_*. */
static inline unsigned khd_utf8_class(uint32_t code)
{
    return code < 128 ? khd_utf8_ascii[code] : khd_utf8_class_long(code);
}
/* Class of the code point that begins `n` bytes of valid UTF-8; 0 for none. */
static inline unsigned khd_utf8_class_at(const char *bytes, size_t n)
{
    uint32_t code;
    return khd_utf8_read(bytes, n, &code) ? khd_utf8_class(code) : 0;
}
/* Lower case of one code point. */
static inline uint32_t khd_utf8_lower(uint32_t code)
{
    if (code < 128)
        return khd_utf8_ascii[code] & KHD_CHAR_UPPER ? code + 32 : code;
    return khd_utf8_lower_long(code);
}
/* Lower-cased copy in the arena; typographic quotes become ' and ", format
 * characters go. `bytes` is valid UTF-8. */
const char *khd_utf8_lower_copy(khd_arena *arena, const char *bytes, size_t n);
/* True when the `n` bytes, lower-cased (ASCII only), are `word`. */
bool khd_utf8_is(const char *bytes, size_t n, const char *word);

#endif
