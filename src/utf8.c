/* utf8: see utf8.h. ASCII, by far the most of the text, is answered from one
 * table; the rest asks utf8proc. */
#include "utf8.h"

#include <string.h>
#include <utf8proc.h>

#define BL KHD_CHAR_BLANK
#define LN (KHD_CHAR_BLANK | KHD_CHAR_LINE)
#define UP (KHD_CHAR_LETTER | KHD_CHAR_UPPER)
#define LO (KHD_CHAR_LETTER | KHD_CHAR_LOWER)
#define DI KHD_CHAR_DIGIT
#define QU KHD_CHAR_QUOTE
#define DA KHD_CHAR_DASH
#define MO KHD_CHAR_MONEY

const uint16_t khd_utf8_ascii[128] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  BL, LN, LN, LN, LN, 0,  0,  /* control */
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* control */
    BL, 0,  QU, 0,  MO, 0,  0,  QU, 0,  0,  0,  0,  0,  DA, 0,  0,  /* blank .. / */
    DI, DI, DI, DI, DI, DI, DI, DI, DI, DI, 0,  0,  0,  0,  0,  0,  /* 0 .. ? */
    0,  UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, /* @ .. O */
    UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, UP, 0,  0,  0,  0,  0,  /* P .. _ */
    QU, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, /* ` .. o */
    LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, LO, 0,  0,  0,  0,  0,  /* p .. DEL */
};

size_t khd_utf8_read_long(const char *bytes, size_t n, uint32_t *code)
{
    const unsigned char *b = (const unsigned char *)bytes;
    *code = 0;
    if (!n)
        return 0;
    size_t length = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    if (b[0] < 0xC2 || b[0] > 0xF4 || n < length)
        return 0;
    uint32_t c = b[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (b[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return 0;
    *code = c;
    return length;
}

size_t khd_utf8_read_before(const char *text, size_t at, uint32_t *code)
{
    *code = 0;
    size_t length = 0;
    while (length < at && length < 4) {
        length++;
        if (((unsigned char)text[at - length] & 0xC0) != 0x80)
            break;
    }
    return khd_utf8_read(text + at - length, length, code) == length ? length : 0;
}

size_t khd_utf8_write(uint32_t code, char out[4])
{
    utf8proc_uint8_t bytes[4];
    size_t n = (size_t)utf8proc_encode_char((utf8proc_int32_t)code, bytes);
    memcpy(out, bytes, n);
    return n;
}

/* Quotes, dashes and blanks that utf8proc's categories do not tell apart. */
static unsigned punctuation_class(uint32_t c)
{
    if ((c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2039 || c == 0x203A ||
        c == 0xB4 || c == 0x2032 || c == 0x2033 || c == 0x275D || c == 0x275E || c == 0xFF02)
        return KHD_CHAR_QUOTE;
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return KHD_CHAR_DASH;
    return 0;
}

unsigned khd_utf8_class_long(uint32_t c)
{
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        return LN;
    unsigned known = punctuation_class(c);
    if (known)
        return known;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return UP;
    case UTF8PROC_CATEGORY_LL:
        return LO;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return KHD_CHAR_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return KHD_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
        return KHD_CHAR_BLANK;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return KHD_CHAR_MARK;
    case UTF8PROC_CATEGORY_CF:
        return KHD_CHAR_FORMAT;
    case UTF8PROC_CATEGORY_SC:
        return KHD_CHAR_MONEY;
    default:
        return 0;
    }
}

uint32_t khd_utf8_lower_long(uint32_t code)
{
    utf8proc_int32_t lower = utf8proc_tolower((utf8proc_int32_t)code);
    return lower < 0 ? code : (uint32_t)lower;
}

static uint32_t plain(uint32_t c)
{
    if ((c >= 0x2018 && c <= 0x201B) || c == 0xB4 || c == 0x60 || c == 0x2032)
        return '\'';
    if ((c >= 0x201C && c <= 0x201F) || c == 0x2033 || c == 0xFF02)
        return '"';
    return c;
}

/* Copies with room for growth: a lower-case letter may be longer in UTF-8 than
 * its capital (U+023A: 2 bytes, its lower case 3). */
static const char *lower_any(khd_arena *arena, const char *bytes, size_t n)
{
    char *out = khd_arena_push(arena, n * 2 + 1, 1);
    size_t to = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t length = khd_utf8_read(bytes + i, n - i, &c);
        if (!length)
            break;
        i += length;
        if (khd_utf8_class(c) != KHD_CHAR_FORMAT)
            to += khd_utf8_write(plain(khd_utf8_lower(c)), out + to);
    }
    out[to] = 0;
    return out;
}

const char *khd_utf8_lower_copy(khd_arena *arena, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return lower_any(arena, bytes, n);
    char *out = khd_arena_text(arena, bytes, n);
    for (size_t i = 0; i < n; i++)
        out[i] = out[i] == '`' ? '\'' : (char)khd_utf8_lower((unsigned char)out[i]);
    return out;
}

bool khd_utf8_is(const char *bytes, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (!word[i] || khd_utf8_lower((unsigned char)bytes[i] & 0x7F) != (unsigned char)word[i] ||
            (unsigned char)bytes[i] >= 0x80)
            return false;
    return !word[n];
}
