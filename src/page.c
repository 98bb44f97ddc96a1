/* page: see page.h. A word, marks and all, is set on this line or the next. One that
 * is glued to the text before it (a comma behind a quotation) stays on its line, past
 * the width if need be.
 */
#include "page.h"

#include "utf8.h"

#include <string.h>

typedef struct {
    const char *on, *off;       /* ANSI */
    const char *before, *after; /* plain marks, with colour too when it is a quote */
} style_row;

static const style_row styles[KHD_STYLE_COUNT] = {
    [KHD_STYLE_PLAIN] = {"", "", "", ""},
    [KHD_STYLE_HEAD] = {"\033[1m", "\033[0m", "", ""},
    [KHD_STYLE_LABEL] = {"\033[2m", "\033[0m", "", ""},
    [KHD_STYLE_VALUE] = {"\033[1;31m", "\033[0m", "", ""},
    [KHD_STYLE_DOUBT] = {"\033[33m", "\033[0m", "", ""},
    [KHD_STYLE_QUOTE] = {"\033[32m", "\033[0m", "\xE2\x80\x9C", "\xE2\x80\x9D"},
    [KHD_STYLE_WORDS] = {"\033[32m", "\033[0m", "[", "]"},
    [KHD_STYLE_TRIGGER] = {"\033[1;4m", "\033[0m", "*", "*"},
};

void khd_page_line(khd_page *page, uint32_t indent)
{
    khd_buffer_char(page->out, '\n');
    page->column = 0;
    page->gap = false;
    page->indent = indent;
}

void khd_page_column(khd_page *page, uint32_t column)
{
    for (; page->column < column; page->column++)
        khd_buffer_char(page->out, ' ');
    page->gap = false;
}

static bool marks_shown(const khd_page *page, khd_style style)
{
    return !page->colour || style == KHD_STYLE_QUOTE;
}

/* Columns that n bytes of valid UTF-8 take: marks and format characters none. */
static uint32_t columns(const char *bytes, size_t n)
{
    uint32_t width = 0, code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(bytes + at, n - at, &code);
        if (!used)
            used = 1;
        else if (!(khd_utf8_class(code) & (KHD_CHAR_MARK | KHD_CHAR_FORMAT)))
            width++;
    }
    return width;
}

/* Bytes of a report as a terminal may see them. */
static void clean_bytes(khd_buffer *out, const char *bytes, size_t n)
{
    uint32_t code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(bytes + at, n - at, &code);
        bool control = used && (code < 0x20 || (code >= 0x7F && code < 0xA0));
        if (!used || control) {
            khd_buffer_text(out, "\xEF\xBF\xBD");
            used = used ? used : 1;
        } else if (!(khd_utf8_class(code) & KHD_CHAR_FORMAT)) {
            khd_buffer_bytes(out, bytes + at, used);
        }
    }
}

/* Sets one word with its marks; `first` and `last` of its run carry them. */
static void set_word(khd_page *page, khd_style style, const char *word, size_t n, unsigned ends)
{
    const style_row *row = &styles[style];
    bool marks = marks_shown(page, style);
    const char *before = marks && (ends & 1) ? row->before : "";
    const char *after = marks && (ends & 2) ? row->after : "";
    uint32_t width =
        columns(word, n) + columns(before, strlen(before)) + columns(after, strlen(after));
    if (page->gap && page->column + 1 + width > KHD_PAGE_WIDTH && page->column > page->indent) {
        khd_page_line(page, page->indent);
        khd_page_column(page, page->indent);
    } else if (page->gap) {
        khd_buffer_char(page->out, ' ');
        page->column++;
    }
    khd_buffer_text(page->out, page->colour ? row->on : "");
    khd_buffer_text(page->out, before);
    clean_bytes(page->out, word, n);
    khd_buffer_text(page->out, after);
    khd_buffer_text(page->out, page->colour ? row->off : "");
    page->column += width;
    page->gap = false;
}

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void khd_page_bytes(khd_page *page, khd_style style, const char *bytes, size_t n)
{
    size_t last = n;
    while (last && blank(bytes[last - 1]))
        last--;
    unsigned ends = 1;
    for (size_t at = 0; at < last;) {
        size_t begin = at;
        while (at < last && blank(bytes[at]))
            at++;
        page->gap |= at > begin;
        size_t word = at;
        while (at < last && !blank(bytes[at]))
            at++;
        set_word(page, style, bytes + word, at - word, ends | (at == last ? 2u : 0u));
        ends = 0;
    }
    page->gap |= last < n;
}

void khd_page_text(khd_page *page, khd_style style, const char *text)
{
    khd_page_bytes(page, style, text, strlen(text));
}

void khd_page_int(khd_page *page, khd_style style, int64_t value)
{
    khd_buffer digits = {0};
    khd_buffer_int(&digits, value);
    if (digits.v)
        khd_page_bytes(page, style, digits.v, digits.n);
    page->out->failed |= digits.failed;
    khd_buffer_free(&digits);
}
