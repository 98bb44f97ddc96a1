/* paragraph: see paragraph.h. */
#include "paragraph.h"

#include "utf8.h"

#include <string.h>

typedef struct {
    khd_span span; /* trimmed; empty for an empty line */
    uint32_t indent;
} line;

typedef KHD_LIST(line) lines;

static unsigned class_at(const khd_doc *doc, uint32_t at, uint32_t *length)
{
    uint32_t code;
    size_t n = khd_utf8_read(doc->text + at, doc->length - at, &code);
    *length = n ? (uint32_t)n : 1;
    return n ? khd_utf8_class(code) : 0;
}

khd_span khd_paragraph_trim(const khd_doc *doc, khd_span span)
{
    const unsigned nothing = KHD_CHAR_BLANK | KHD_CHAR_FORMAT;
    uint32_t n, code;
    while (span.begin < span.end && (class_at(doc, span.begin, &n) & nothing))
        span.begin += n;
    while (span.begin < span.end) {
        size_t m = khd_utf8_read_before(doc->text, span.end, &code);
        if (!m || !(khd_utf8_class(code) & nothing))
            break;
        span.end -= (uint32_t)m;
    }
    return span;
}

khd_span khd_paragraph_word(const khd_doc *doc, uint32_t at, uint32_t end)
{
    uint32_t n;
    while (at < end && (class_at(doc, at, &n) & KHD_CHAR_BLANK))
        at += n;
    uint32_t begin = at;
    while (at < end && !(class_at(doc, at, &n) & KHD_CHAR_BLANK))
        at += n;
    return (khd_span){begin, at < end ? at : end};
}

size_t khd_paragraph_key(const khd_doc *doc, khd_span word, char *key, size_t room)
{
    const unsigned sign = KHD_CHAR_LETTER | KHD_CHAR_DIGIT;
    size_t n = 0;
    while (word.begin < word.end && (unsigned char)doc->text[word.begin] < 0x80 &&
           !(khd_utf8_class((unsigned char)doc->text[word.begin]) & sign))
        word.begin++;
    while (word.begin < word.end && (unsigned char)doc->text[word.end - 1] < 0x80 &&
           !(khd_utf8_class((unsigned char)doc->text[word.end - 1]) & sign))
        word.end--;
    for (uint32_t i = word.begin; i < word.end; i++) {
        unsigned char c = (unsigned char)doc->text[i];
        if (c >= 0x80 || n + 1 >= room)
            return 0;
        key[n++] = (char)khd_utf8_lower(c);
    }
    key[n] = 0;
    return n;
}

/* ---- shape ----------------------------------------------------------------------------- */

static bool is_closer(uint32_t code)
{
    return code == ')' || code == ']' || (khd_utf8_class(code) & KHD_CHAR_QUOTE);
}

static void read_ending(const khd_doc *doc, khd_span span, khd_shape *shape)
{
    uint32_t code;
    for (size_t n; span.end > span.begin; span.end -= (uint32_t)n) {
        n = khd_utf8_read_before(doc->text, span.end, &code);
        if (n && is_closer(code))
            continue;
        shape->closed = n && (code == '.' || code == '!' || code == '?' || code == 0x2026);
        shape->colon = code == ':';
        return;
    }
}

static void add_word(const khd_doc *doc, khd_span word, khd_shape *shape)
{
    uint32_t n, letters = 0;
    unsigned first = 0;
    for (uint32_t i = word.begin; i < word.end; i += n) {
        unsigned k = class_at(doc, i, &n);
        if (!(k & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT)))
            continue;
        first = first ? first : k;
        letters += (k & KHD_CHAR_LETTER) != 0;
    }
    if (!first)
        return;
    bool small = (first & KHD_CHAR_LETTER) && !(first & KHD_CHAR_UPPER);
    shape->words++;
    shape->letters += letters;
    shape->small += small;
    shape->lower += small && letters >= 4;
    shape->capital += !small;
}

khd_shape khd_paragraph_shape(const khd_doc *doc, khd_span span)
{
    khd_shape shape = {0};
    khd_span word = khd_paragraph_word(doc, span.begin, span.end);
    for (; !khd_span_empty(word); word = khd_paragraph_word(doc, word.end, span.end))
        add_word(doc, word, &shape);
    read_ending(doc, span, &shape);
    return shape;
}

/* ---- lines to paragraphs ------------------------------------------------------------------- */

static lines read_lines(khd_doc *doc)
{
    lines all = {0};
    uint32_t begin = 0, n;
    for (uint32_t at = 0; at <= doc->length; at += n) {
        n = 1;
        unsigned k = at < doc->length ? class_at(doc, at, &n) : KHD_CHAR_LINE;
        if (!(k & KHD_CHAR_LINE))
            continue;
        khd_span span = khd_paragraph_trim(doc, (khd_span){begin, at});
        *KHD_PUSH(doc->arena, &all) = (line){span, khd_span_empty(span) ? 0 : span.begin - begin};
        if (at + 1 < doc->length && doc->text[at] == '\r' && doc->text[at + 1] == '\n')
            n = 2;
        begin = at + n;
    }
    return all;
}

static bool is_open(const khd_doc *doc, khd_span span)
{
    khd_shape shape = {0};
    read_ending(doc, span, &shape);
    return !shape.closed && !shape.colon;
}

/* The width to which the text is wrapped, 0 when it is not: most lines that a line
 * follows are of 40 to 100 bytes and end in the middle of a sentence. */
static uint32_t wrap_width(const khd_doc *doc, const lines *all)
{
    uint32_t inner = 0, fitting = 0, open = 0, width = 0;
    for (uint32_t i = 0; i + 1 < all->n; i++) {
        khd_span s = all->v[i].span;
        if (khd_span_empty(s) || khd_span_empty(all->v[i + 1].span))
            continue;
        uint32_t n = s.end - s.begin;
        inner++;
        fitting += n >= 40 && n <= 100;
        open += is_open(doc, s);
        width = n <= 100 && n > width ? n : width;
    }
    return inner >= 3 && fitting * 10 >= inner * 7 && open * 2 > inner ? width : 0;
}

/* Length of the bullet at the start of the line, with the blank after it. */
static uint32_t bullet(const khd_doc *doc, khd_span span)
{
    uint32_t code;
    size_t n = khd_utf8_read(doc->text + span.begin, span.end - span.begin, &code);
    bool sign = code == '*' || code == '-' || code == 0x2022 || code == 0xB7 || code == 0x2023 ||
                (code >= 0x2580 && code <= 0x25FF) || code == 0x2013 || code == 0x2014 ||
                code == 0x27A2;
    uint32_t at = span.begin + (uint32_t)n, blank;
    while (sign && at < span.end && khd_utf8_read(doc->text + at, span.end - at, &blank) &&
           blank == code)
        at += (uint32_t)n;
    khd_span rest = khd_paragraph_trim(doc, (khd_span){at, span.end});
    return sign && rest.begin > at && !khd_span_empty(rest) ? rest.begin - span.begin : 0;
}

/* Whether the line goes on in the next one. */
static bool goes_on(const khd_doc *doc, const line *a, const line *b, uint32_t width)
{
    uint32_t n = a->span.end - a->span.begin, unused;
    if (khd_span_empty(a->span) || khd_span_empty(b->span) || bullet(doc, b->span))
        return false;
    if (width)
        return b->indent < a->indent + 3 && n * 10 >= width * 6 && n <= width;
    return n >= 45 && is_open(doc, a->span) &&
           (class_at(doc, b->span.begin, &unused) & KHD_CHAR_LOWER);
}

khd_paragraphs khd_paragraph_list(khd_doc *doc)
{
    khd_paragraphs out = {0};
    lines all = read_lines(doc);
    uint32_t width = wrap_width(doc, &all);
    for (uint32_t i = 0; i < all.n;) {
        khd_span span = all.v[i].span;
        uint32_t next = i + 1;
        while (next < all.n && goes_on(doc, &all.v[next - 1], &all.v[next], width))
            span.end = all.v[next++].span.end;
        i = next;
        if (khd_span_empty(span))
            continue;
        uint32_t sign = bullet(doc, span);
        span.begin += sign;
        *KHD_PUSH(doc->arena, &out) = (khd_paragraph){span, sign != 0};
    }
    return out;
}
