/* quote: see quote.h. */
#include "quote.h"

#include <string.h>

typedef enum { NO_MARK, OPENING, CLOSING, EITHER } mark_kind;

/* What the token's own bytes say; `lower` has them made plain. */
static mark_kind mark_of(const khd_doc *doc, uint32_t token)
{
    khd_span s = doc->tokens.v[token].span;
    const char *p = doc->text + s.begin;
    uint32_t n = s.end - s.begin;
    if (n == 1 && *p == '"')
        return EITHER;
    if (n == 2 && memcmp(p, "``", 2) == 0)
        return OPENING;
    if (n == 2 && memcmp(p, "''", 2) == 0)
        return EITHER;
    if (n == 3 && (memcmp(p, "\xe2\x80\x9c", 3) == 0 || memcmp(p, "\xe2\x80\x9e", 3) == 0))
        return OPENING;
    if (n == 3 && memcmp(p, "\xe2\x80\x9d", 3) == 0)
        return CLOSING;
    if (n == 2 && memcmp(p, "\xc2\xab", 2) == 0)
        return OPENING;
    return n == 2 && memcmp(p, "\xc2\xbb", 2) == 0 ? CLOSING : NO_MARK;
}

/* A straight mark opens when a blank stands before it and none after it. */
static bool opens(const khd_doc *doc, uint32_t token, bool inside)
{
    mark_kind kind = mark_of(doc, token);
    if (kind != EITHER)
        return kind == OPENING;
    bool blank_before = !doc->tokens.v[token].glued;
    bool blank_after = token + 1 >= doc->tokens.n || !doc->tokens.v[token + 1].glued;
    if (blank_before != blank_after)
        return blank_before;
    return !inside;
}

khd_quotes khd_quote_all(khd_doc *doc)
{
    uint32_t marks = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        marks += mark_of(doc, i) != NO_MARK;
    khd_quotes q = {khd_arena_push(doc->arena, marks + 1, sizeof *q.v), 0};
    bool inside = false;
    uint32_t begin = 0, block = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        uint32_t here = doc->sentences.v[doc->tokens.v[i].sentence].block;
        if (inside && here != block) {
            q.v[q.n++] = (khd_quote){{begin, i}, block, false};
            inside = false;
        }
        if (mark_of(doc, i) == NO_MARK)
            continue;
        bool open = opens(doc, i, inside);
        if (!open && inside) {
            q.v[q.n++] = (khd_quote){{begin, i + 1}, block, false};
            inside = false;
        } else if (open && !inside) {
            inside = true;
            begin = i;
            block = here;
        }
    }
    if (inside)
        q.v[q.n++] = (khd_quote){{begin, doc->tokens.n}, block, false};
    return q;
}

int32_t khd_quote_at(const khd_quotes *quotes, uint32_t token)
{
    uint32_t low = 0, high = quotes->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (quotes->v[mid].tokens.end > token)
            high = mid;
        else
            low = mid + 1;
    }
    return low < quotes->n && quotes->v[low].tokens.begin <= token ? (int32_t)low : KHD_NOTHING;
}
