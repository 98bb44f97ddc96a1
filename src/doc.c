/* doc: the document's small tools: spans, tree walks, days. See doc.h. */
#include "doc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

khd_doc *khd_doc_new(khd_arena *arena)
{
    khd_doc *doc = khd_arena_push(arena, 1, sizeof *doc);
    doc->arena = arena;
    doc->text = "";
    doc->published_day = doc->dateline_day = KHD_NO_DAY;
    return doc;
}

khd_span khd_doc_span(const khd_doc *doc, khd_range tokens)
{
    if (khd_range_empty(tokens))
        return (khd_span){0, 0};
    return (khd_span){doc->tokens.v[tokens.begin].span.begin,
                      doc->tokens.v[tokens.end - 1].span.end};
}

/* Index of the first token that ends after `byte`. */
static uint32_t token_after(const khd_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->tokens.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->tokens.v[mid].span.end > byte)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

khd_range khd_doc_range(const khd_doc *doc, khd_span span)
{
    if (khd_span_empty(span))
        return (khd_range){0, 0};
    uint32_t begin = token_after(doc, span.begin), end = begin;
    while (end < doc->tokens.n && doc->tokens.v[end].span.begin < span.end)
        end++;
    return (khd_range){begin, end};
}

const char *khd_doc_text(khd_doc *doc, khd_span span)
{
    char *out = khd_arena_text(doc->arena, doc->text + span.begin,
                               khd_span_empty(span) ? 0 : span.end - span.begin);
    char *to = out;
    for (const char *from = out; *from; from++) {
        bool blank = *from == ' ' || (*from >= '\t' && *from <= '\r');
        if (!blank)
            *to++ = *from;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    }
    *to = 0;
    return out;
}

const char *khd_doc_format(khd_doc *doc, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *out = khd_arena_push(doc->arena, n < 0 ? 1 : (size_t)n + 1, 1);
    if (n > 0)
        vsnprintf(out, (size_t)n + 1, format, again);
    va_end(again);
    return out;
}

void khd_doc_note(khd_doc *doc, const char *note)
{
    *KHD_PUSH(doc->arena, &doc->notes) = note;
}

/* ---- tree ---------------------------------------------------------------- */

bool khd_doc_below(const khd_doc *doc, uint32_t token, uint32_t top)
{
    uint32_t steps = doc->tokens.n;
    for (int32_t t = (int32_t)token; t != KHD_NOTHING && steps--; t = doc->tokens.v[t].head)
        if ((uint32_t)t == top)
            return true;
    return false;
}

int32_t khd_doc_child(const khd_doc *doc, uint32_t head, uint8_t deprel)
{
    khd_range s = doc->sentences.v[doc->tokens.v[head].sentence].tokens;
    for (uint32_t i = s.begin; i < s.end; i++)
        if (doc->tokens.v[i].head == (int32_t)head && doc->tokens.v[i].deprel == deprel)
            return (int32_t)i;
    return KHD_NOTHING;
}

khd_range khd_doc_subtree(const khd_doc *doc, uint32_t head)
{
    khd_range s = doc->sentences.v[doc->tokens.v[head].sentence].tokens;
    khd_range r = {head, head + 1};
    for (uint32_t i = s.begin; i < s.end; i++)
        if (!khd_range_has(r, i) && khd_doc_below(doc, i, head))
            r = (khd_range){i < r.begin ? i : r.begin, i + 1 > r.end ? i + 1 : r.end};
    return r;
}

static bool can_head(uint8_t upos)
{
    return upos == KHD_UPOS_NOUN || upos == KHD_UPOS_PROPN || upos == KHD_UPOS_PRON ||
           upos == KHD_UPOS_VERB;
}

uint32_t khd_doc_head(const khd_doc *doc, khd_range tokens)
{
    int32_t first = KHD_NOTHING;
    for (uint32_t i = tokens.begin; i < tokens.end; i++) {
        const khd_token *t = &doc->tokens.v[i];
        bool outside = t->head == KHD_NOTHING || !khd_range_has(tokens, (uint32_t)t->head);
        if (!outside || t->deprel == KHD_DEPREL_PUNCT)
            continue;
        if (can_head(t->upos))
            return i;
        if (first == KHD_NOTHING)
            first = (int32_t)i;
    }
    return first == KHD_NOTHING ? tokens.begin : (uint32_t)first;
}

/* ---- days: the civil calendar algorithms of Howard Hinnant ------------------ */

static int month_length(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

khd_day khd_day_from(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return KHD_NO_DAY;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void khd_day_split(khd_day day, int *year, int *month, int *day_of_month)
{
    int z = day + 719468;
    int era = z / 146097, doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day_of_month = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2 ? 1 : 0);
}

int khd_day_weekday(khd_day day)
{
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

const char *khd_day_text(khd_doc *doc, khd_day day)
{
    if (day == KHD_NO_DAY)
        return NULL;
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    return khd_doc_format(doc, "%04d-%02d-%02d", y, m, d);
}
