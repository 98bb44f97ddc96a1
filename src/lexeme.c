/* lexeme: see lexeme.h. */
#include "lexeme.h"

#include "utf8.h"

#include <string.h>

static char byte_at(const char *text, uint32_t at, uint32_t end)
{
    return at < end ? text[at] : 0;
}

static bool is_word(const char *text, uint32_t at, uint32_t end)
{
    unsigned k = at < end ? khd_utf8_class_at(text + at, end - at) : 0;
    return (k & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT | KHD_CHAR_MARK)) ||
           byte_at(text, at, end) == '_';
}

static uint32_t digits_from(const char *text, uint32_t at, uint32_t end)
{
    uint32_t n = 0;
    while (byte_at(text, at + n, end) >= '0' && byte_at(text, at + n, end) <= '9')
        n++;
    return n;
}

/* ---- addresses and smileys ------------------------------------------------------------------- */

/* "bbc.co.uk/news": a lower-case top domain right before the first slash. */
static bool domain_path(const char *p, size_t n)
{
    const char *slash = memchr(p, '/', n);
    if (!slash || slash - p < 6 || slash + 1 >= p + n)
        return false;
    const char *c = slash;
    while (c > p && c[-1] >= 'a' && c[-1] <= 'z')
        c--;
    return c > p + 2 && c[-1] == '.' && slash - c >= 2 && slash - c <= 4;
}

static bool contains(const char *p, size_t n, const char *what)
{
    size_t m = strlen(what);
    for (const char *end = p + n; n >= m && (p = memchr(p, what[0], (size_t)(end - p)));
         p++, n = (size_t)(end - p))
        if ((size_t)(end - p) >= m && !memcmp(p, what, m))
            return true;
    return false;
}

static bool is_mail(const char *p, size_t n)
{
    const char *at = memchr(p, '@', n);
    if (!at || at == p || at + 1 >= p + n)
        return false;
    return memchr(at, '.', n - (size_t)(at - p)) && !memchr(at + 1, '@', n - (size_t)(at + 1 - p));
}

uint32_t khd_lexeme_address(const char *text, uint32_t at, uint32_t end)
{
    const char *p = text + at;
    size_t n = end - at;
    for (size_t i = 0; i < n; i++)
        n = strchr("<>\"", p[i]) ? i : n;
    bool opened = memchr(p, '(', n) != NULL;
    while (n && (strchr(".,;:!?]\"'", p[n - 1]) || (p[n - 1] == ')' && !opened)))
        n--;
    while (n > 3 &&
           (!memcmp(p + n - 3, "\xE2\x80\x9D", 3) || !memcmp(p + n - 3, "\xE2\x80\x99", 3)))
        n -= 3;
    if (n < 5 || !is_word(text, at, end))
        return 0;
    bool address =
        contains(p, n, "://") || khd_utf8_is(p, 4, "www.") || is_mail(p, n) || domain_path(p, n);
    return address ? at + (uint32_t)n : 0;
}

uint32_t khd_lexeme_smiley(const char *text, uint32_t at, uint32_t end)
{
    static const char *const smileys[] = {":-)", ":-(", ";-)", ":-D", ":-/", ":'(", "^_^", ":))",
                                          ":)",  ":(",  ";)",  ":D",  ":P",  ":p",  "=)",  "<3"};
    for (size_t i = 0; i < sizeof smileys / sizeof *smileys; i++) {
        uint32_t n = (uint32_t)strlen(smileys[i]);
        if (end - at >= n && !memcmp(text + at, smileys[i], n) && !is_word(text, at + n, end))
            return at + n;
    }
    return 0;
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* "713-853-3989", "11-20-2000", "345-9945": digits in groups that are one number. */
static uint32_t hyphen_number_end(const char *text, uint32_t at, uint32_t end)
{
    uint32_t size[5] = {0}, groups = 0, i = at;
    for (;;) {
        uint32_t n = digits_from(text, i, end);
        if (!n || groups == 5)
            return 0;
        size[groups++] = n;
        i += n;
        if (byte_at(text, i, end) != '-' || !digits_from(text, i + 1, end))
            break;
        i++;
    }
    if (is_word(text, i, end) || byte_at(text, i, end) == '-')
        return 0;
    bool phone = groups == 2 && ((size[0] == 3 && size[1] == 4) || (size[0] == 5 && size[1] == 4));
    return groups >= 3 || phone ? i : 0;
}

/* "9/11", "11/28/2000", "713/853-6197"; not fractions and not "2001/02". */
static uint32_t slash_number_end(const char *text, uint32_t at, uint32_t end)
{
    uint32_t a = digits_from(text, at, end), i = at + a;
    uint32_t b = byte_at(text, i, end) == '/' ? digits_from(text, i + 1, end) : 0;
    if (!a || !b)
        return 0;
    i += 1 + b;
    uint32_t c = byte_at(text, i, end) == '/' ? digits_from(text, i + 1, end) : 0;
    if (c)
        i += 1 + c;
    else if (a == 3 && b == 3 && byte_at(text, i, end) == '-' && digits_from(text, i + 1, end) == 4)
        return i + 5;
    if (is_word(text, i, end) || byte_at(text, i, end) == '/')
        return 0;
    if (c)
        return i;
    if (a > 2 || b > 2)
        return 0;
    int first = 0, second = 0;
    for (uint32_t k = 0; k < a; k++)
        first = first * 10 + (text[at + k] - '0');
    for (uint32_t k = 0; k < b; k++)
        second = second * 10 + (text[at + a + 1 + k] - '0');
    bool fraction = first < second && second <= 4;
    return first >= 1 && first <= 12 && second <= 31 && !fraction ? i : 0;
}

uint32_t khd_lexeme_number(const char *text, uint32_t at, uint32_t end)
{
    uint32_t found = hyphen_number_end(text, at, end);
    return found ? found : slash_number_end(text, at, end);
}
