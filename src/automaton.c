/* automaton: see automaton.h. Every state has a full row of next states, so that a
 * symbol costs one lookup; the failure links are folded into the rows by
 * khd_automaton_link, and only those that lead to a pattern are kept.
 */
#include "automaton.h"

#include <stdlib.h>
#include <string.h>

enum { STATES_MAX = 65535, STATES_FIRST = 1024 };

typedef struct {
    uint16_t next[KHD_SYMBOLS];
} row;

struct khd_automaton {
    row *rows;
    uint32_t *pattern; /* that ends at the state: its number + 1, 0 none */
    uint16_t *shorter; /* the longest suffix at which a pattern ends, 0 none */
    uint32_t states, cap, patterns;
};

khd_automaton *khd_automaton_new(void)
{
    khd_automaton *a = calloc(1, sizeof *a);
    if (!a)
        return NULL;
    a->cap = STATES_FIRST;
    a->states = 1;
    a->rows = calloc(a->cap, sizeof *a->rows);
    a->pattern = calloc(a->cap, sizeof *a->pattern);
    if (a->rows && a->pattern)
        return a;
    khd_automaton_free(a);
    return NULL;
}

void khd_automaton_free(khd_automaton *automaton)
{
    if (!automaton)
        return;
    free(automaton->rows);
    free(automaton->pattern);
    free(automaton->shorter);
    free(automaton);
}

/* ---- symbols -------------------------------------------------------------------- */

/* The symbol at `bytes`; how many bytes it takes in *used. General punctuation and
 * the signs of Latin-1 are borders, as is all of ASCII but letters and digits. */
static unsigned symbol_at(const char *bytes, size_t n, size_t *used)
{
    unsigned char c = (unsigned char)*bytes, d = n > 1 ? (unsigned char)bytes[1] : 0;
    *used = 1;
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return (c | 32u) - 'a' + 1;
    if (c >= '0' && c <= '9')
        return KHD_SYMBOL_NUMBER;
    if (c < 0x80)
        return KHD_SYMBOL_BORDER;
    if (c == 0xC2)
        *used = n > 1 ? 2 : 1;
    else if (c == 0xE2 && (d == 0x80 || d == 0x81))
        *used = n > 2 ? 3 : n;
    else
        return KHD_SYMBOL_OTHER;
    return KHD_SYMBOL_BORDER;
}

/* A text read as symbols: borders and digits in a row are one symbol each, and a number
 * is a word of its own ("500kg", "G8"). */
typedef struct {
    const char *bytes;
    size_t n, at;
    unsigned last;
} tape;

enum { NO_SYMBOL = KHD_SYMBOLS };

static bool tape_next(tape *t, unsigned *symbol)
{
    while (t->at < t->n) {
        size_t used;
        unsigned s = symbol_at(t->bytes + t->at, t->n - t->at, &used);
        bool number = s == KHD_SYMBOL_NUMBER, after = t->last == KHD_SYMBOL_NUMBER;
        if (number != after && s != KHD_SYMBOL_BORDER && t->last != KHD_SYMBOL_BORDER) {
            *symbol = t->last = KHD_SYMBOL_BORDER;
            return true;
        }
        t->at += used;
        if (s == t->last && (number || s == KHD_SYMBOL_BORDER))
            continue;
        *symbol = t->last = s;
        return true;
    }
    return false;
}

/* ---- building ------------------------------------------------------------------- */

static bool grow(khd_automaton *a)
{
    uint32_t cap = a->cap * 2;
    row *rows = realloc(a->rows, cap * sizeof *rows);
    if (rows)
        a->rows = rows;
    uint32_t *pattern = realloc(a->pattern, cap * sizeof *pattern);
    if (pattern)
        a->pattern = pattern;
    if (!rows || !pattern)
        return false;
    memset(rows + a->cap, 0, (cap - a->cap) * sizeof *rows);
    memset(pattern + a->cap, 0, (cap - a->cap) * sizeof *pattern);
    a->cap = cap;
    return true;
}

/* Goes on from *state by `symbol`, to a new state when there is none. */
static khd_status step_or_make(khd_automaton *a, uint32_t *state, unsigned symbol)
{
    uint32_t next = a->rows[*state].next[symbol];
    if (!next) {
        if (a->states == STATES_MAX)
            return KHD_DATA;
        if (a->states == a->cap && !grow(a))
            return KHD_NOMEM;
        next = a->states++;
        a->rows[*state].next[symbol] = (uint16_t)next;
    }
    *state = next;
    return KHD_OK;
}

khd_status khd_automaton_add(khd_automaton *automaton, const char *pattern, uint32_t *index)
{
    tape t = {pattern, strlen(pattern), 0, NO_SYMBOL};
    uint32_t state = 0;
    unsigned symbol;
    khd_status status = *pattern ? KHD_OK : KHD_DATA;
    while (!status && tape_next(&t, &symbol))
        status = step_or_make(automaton, &state, symbol);
    if (status)
        return status;
    if (!automaton->pattern[state])
        automaton->pattern[state] = ++automaton->patterns;
    *index = automaton->pattern[state] - 1;
    return KHD_OK;
}

uint32_t khd_automaton_count(const khd_automaton *automaton)
{
    return automaton->patterns;
}

/* States by breadth, each with the failure link of its own, as in the paper. */
bool khd_automaton_link(khd_automaton *automaton)
{
    khd_automaton *a = automaton;
    uint16_t *fail = calloc(a->states, sizeof *fail), *queue = calloc(a->states, sizeof *queue);
    a->shorter = calloc(a->states, sizeof *a->shorter);
    bool room = fail && queue && a->shorter;
    uint32_t head = 0, tail = 0;
    if (room)
        queue[tail++] = 0;
    while (head < tail) {
        uint32_t state = queue[head++];
        for (unsigned symbol = 0; symbol < KHD_SYMBOLS; symbol++) {
            uint16_t *next = &a->rows[state].next[symbol];
            uint16_t other = state ? a->rows[fail[state]].next[symbol] : 0;
            if (!*next) {
                *next = other;
                continue;
            }
            fail[*next] = other;
            a->shorter[*next] = a->pattern[other] ? other : a->shorter[other];
            queue[tail++] = *next;
        }
    }
    free(fail);
    free(queue);
    return room;
}

/* ---- walking -------------------------------------------------------------------- */

typedef struct {
    const khd_automaton *automaton;
    void (*found)(void *with, uint32_t index);
    void *with;
    uint32_t state;
} walk;

static void take(walk *w, unsigned symbol)
{
    const khd_automaton *a = w->automaton;
    w->state = a->rows[w->state].next[symbol];
    uint32_t s = a->pattern[w->state] ? w->state : a->shorter[w->state];
    for (; s; s = a->shorter[s])
        w->found(w->with, a->pattern[s] - 1);
}

void khd_automaton_walk(const khd_automaton *automaton, const char *bytes, size_t n,
                        void (*found)(void *with, uint32_t index), void *with)
{
    walk w = {automaton, found, with, 0};
    tape t = {bytes, n, 0, KHD_SYMBOL_BORDER};
    unsigned symbol;
    take(&w, KHD_SYMBOL_BORDER);
    while (tape_next(&t, &symbol))
        take(&w, symbol);
    if (t.last != KHD_SYMBOL_BORDER)
        take(&w, KHD_SYMBOL_BORDER);
}
