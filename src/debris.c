/* debris: see debris.h. */
#include "debris.h"

#include "calendar.h"
#include "dateline.h"
#include "utf8.h"

#include <string.h>

enum { KEY = 80, PHRASE_WORDS = 6 };

/* A colon, bar or dash stands behind the word. */
static bool has_colon(const khd_doc *doc, khd_span word, uint32_t end)
{
    char last = doc->text[word.end - 1];
    if (last == ':' || last == '|')
        return true;
    khd_span next = khd_paragraph_word(doc, word.end, end);
    uint32_t code;
    return !khd_span_empty(next) && khd_utf8_read(doc->text + next.begin, 4, &code) &&
           (code == ':' || code == '|' || (khd_utf8_class(code) & KHD_CHAR_DASH)) &&
           next.end - next.begin <= 3;
}

/* The longest row that the words at the start of the span spell. *last is the last
 * word spelled, *words their number. */
static int32_t find_phrase(const khd_debris *d, khd_span span, khd_span *last, uint32_t *words)
{
    char key[KEY];
    size_t n = 0;
    int32_t best = KHD_NOTHING;
    khd_span word = khd_paragraph_word(d->doc, span.begin, span.end);
    for (uint32_t i = 0; i < PHRASE_WORDS && !khd_span_empty(word); i++) {
        if (n && n + 1 < sizeof key)
            key[n++] = ' ';
        size_t m = khd_paragraph_key(d->doc, word, key + n, sizeof key - n);
        if (!m && n)
            n--;
        else if (!m)
            break;
        n += m;
        key[n] = 0;
        int32_t row = m ? khd_table_find(d->phrases, key) : KHD_NOTHING;
        if (row != KHD_NOTHING) {
            best = row;
            *last = word;
            *words = i + 1;
        }
        word = khd_paragraph_word(d->doc, word.end, span.end);
    }
    return best;
}

static bool is_number(const char *key)
{
    return *key && strspn(key, "0123456789.,:") == strlen(key);
}

uint32_t khd_debris_furniture(const khd_debris *d, khd_span span)
{
    uint32_t at = span.begin, done = span.begin, count;
    while (at < span.end) {
        khd_span last = {0, 0};
        int32_t row = find_phrase(d, (khd_span){at, span.end}, &last, &count);
        while (row != KHD_NOTHING && strcmp(khd_table_cell(d->phrases, row, 2), "whole") != 0 &&
               !strcmp(khd_table_cell(d->phrases, row, 0), khd_table_cell(d->phrases, row + 1, 0)))
            row++;
        if (row != KHD_NOTHING && !strcmp(khd_table_cell(d->phrases, row, 2), "whole")) {
            at = done = last.end;
            continue;
        }
        char key[KEY];
        khd_span word = khd_paragraph_word(d->doc, at, span.end);
        size_t n = khd_span_empty(word) ? 0 : khd_paragraph_key(d->doc, word, key, sizeof key);
        if (khd_span_empty(word) || (n && !is_number(key)))
            break;
        at = word.end;
        khd_span next = khd_paragraph_word(d->doc, at, span.end);
        n = khd_span_empty(next) ? 0 : khd_paragraph_key(d->doc, next, key, sizeof key);
        bool zero = word.end - word.begin == 1 && d->doc->text[word.begin] == '0';
        if (done > span.begin && (zero || khd_span_empty(next) || (n && is_number(key))))
            done = at; /* a number before another word may count something */
    }
    return khd_paragraph_trim(d->doc, (khd_span){done, span.end}).begin >= span.end ? span.end
                                                                                    : done;
}

const char *khd_debris_phrase(const khd_debris *d, khd_span span, const khd_shape *s)
{
    khd_span last = {0, 0};
    uint32_t words = 0;
    if (s->words > 80)
        return NULL;
    int32_t row = find_phrase(d, span, &last, &words);
    if (row == KHD_NOTHING)
        return NULL;
    if (s->words <= 12 && khd_debris_furniture(d, span) >= span.end)
        return "page furniture";
    const char *key = khd_table_cell(d->phrases, row, 0);
    for (; row < (int32_t)khd_table_rows(d->phrases) &&
           !strcmp(khd_table_cell(d->phrases, row, 0), key);
         row++) {
        const char *scope = khd_table_cell(d->phrases, row, 2);
        const char *most = khd_table_cell(d->phrases, row, 3);
        uint32_t max = 0;
        for (; *most >= '0' && *most <= '9' && max < 1000; most++)
            max = max * 10 + (uint32_t)(*most - '0');
        bool open = !strcmp(scope, "open");
        bool lead =
            !strcmp(scope, "lead") &&
            (has_colon(d->doc, last, span.end) ||
             (!s->closed && !d->capitals && (!s->lower || (s->lower == 1 && s->words <= 6))));
        if (s->words <= max && (open || lead))
            return khd_table_cell(d->phrases, row, 1);
    }
    return NULL;
}

bool khd_debris_byline(const khd_debris *d, khd_span span, const khd_shape *s)
{
    char key[KEY];
    khd_span word = khd_paragraph_word(d->doc, span.begin, span.end);
    if (s->words < 2 || s->words > 14 || s->lower > 1 ||
        !khd_paragraph_key(d->doc, word, key, sizeof key))
        return false;
    if (!strcmp(key, "by")) {
        word = khd_paragraph_word(d->doc, word.end, span.end);
        size_t n = khd_paragraph_key(d->doc, word, key, sizeof key);
        return !s->closed && !khd_calendar_month(key, n) && khd_calendar_weekday(key, n) < 0 &&
               (khd_utf8_class_at(d->doc->text + word.begin, 4) & KHD_CHAR_UPPER);
    }
    /* "Anna Berg, Reuters" */
    if (s->closed || s->small || s->words > 7)
        return false;
    const char *comma = memchr(d->doc->text + span.begin, ',', span.end - span.begin);
    uint32_t after = comma ? (uint32_t)(comma - d->doc->text) + 1 : 0;
    return after && khd_dateline_agency(d->doc, d->agencies, after, span.end) == span.end;
}

/* A few bytes without small letters that hold a digit: "2011-08-S-044". */
static bool is_code(const khd_debris *d, khd_span span, const khd_shape *s)
{
    bool digit = false, small = false;
    for (uint32_t i = span.begin; i < span.end; i++) {
        unsigned k = khd_utf8_class((unsigned char)d->doc->text[i] & 0x7F);
        digit = digit || (k & KHD_CHAR_DIGIT);
        small = small || (k & KHD_CHAR_LOWER);
    }
    return digit && !small && !s->closed && (s->words <= 2 || !s->letters);
}

static bool is_link(const khd_debris *d, khd_span span, const khd_shape *s)
{
    const char *p = d->doc->text + span.begin;
    size_t n = span.end - span.begin;
    return s->words == 1 && n > 7 &&
           (!strncmp(p, "http", 4) || !strncmp(p, "www.", 4) || memchr(p, '@', n));
}

/* A dash right before a name: who said the quotation set off above. */
static bool is_quote_credit(const khd_debris *d, khd_span span, const khd_shape *s)
{
    uint32_t code;
    size_t n = khd_utf8_read(d->doc->text + span.begin, span.end - span.begin, &code);
    return (code == 0x2014 || code == 0x2015) && s->words <= 15 && !s->closed &&
           (khd_utf8_class_at(d->doc->text + span.begin + n, 4) & KHD_CHAR_UPPER);
}

bool khd_debris_fragment(const khd_debris *d, khd_span span, const khd_shape *s)
{
    return s->words <= 3 && !s->closed && (s->capital == 0 || d->doc->text[span.end - 1] == ',') &&
           s->letters < 30;
}

const char *khd_debris_line(const khd_debris *d, khd_span span, const khd_shape *s)
{
    if (!s->words)
        return "no words";
    const char *reason = khd_debris_phrase(d, span, s);
    if (reason)
        return reason;
    if (is_link(d, span, s))
        return "link";
    if (is_quote_credit(d, span, s))
        return "quotation credit";
    return is_code(d, span, s) ? "code line" : NULL;
}
