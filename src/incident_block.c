/* incident_block: which pairs of accounts are worth a look. See incident_parts.h.
 *
 * Every account stands in a few blocks, each a day together with something that an
 * occurrence keeps from report to report: its place (a cell of the map or a province),
 * its toll, its parties, its rarest words (the least of their hashes). Accounts of one
 * report share a block. A small block is compared in full; a large one by two sorted
 * neighbourhoods (Hernandez and Stolfo 1995), so that the cost stays linear.
 */
#include "incident_parts.h"

#include "toponym.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FULL = 40,     /* largest block in which every pair is scored */
    WINDOW = 10,   /* neighbours looked at in a larger one */
    DAYS_MOST = 8, /* days of a span that stand in blocks of their own */
    BACK = 3,      /* days before its issue at which an undated account may lie */
    MINIMA = 3     /* least hashes of words */
};

typedef struct {
    uint64_t key;
    uint32_t rank; /* position in the order by id */
} entry;

typedef struct {
    khd_arena *arena;
    const khd_incident_input *input;
    const uint32_t *order;
    KHD_LIST(entry) entries;
    khd_incident_edges *edges;
    uint64_t pairs;
} blocks;

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t both[2] = {a, b};
    return khd_toponym_hash((const char *)both, sizeof both, 3);
}

static void add(blocks *b, uint32_t rank, uint64_t key)
{
    *KHD_PUSH(b->arena, &b->entries) = (entry){key, rank};
}

/* ---- keys ------------------------------------------------------------------------- */

enum { BY_CELL = 1, BY_PROVINCE, BY_TOLL, BY_SIDE, BY_WORD, BY_REPORT, BY_SPAN, BY_CLASS };

/* The cell of half a degree and its nearest neighbours, so that a place near an edge
 * meets those beyond. */
static void add_cells(blocks *b, uint32_t rank, const khd_incident_account *a, uint64_t when)
{
    double x = floor(a->lon * 2), y = floor(a->lat * 2);
    int dx = a->lon * 2 - x < 0.5 ? -1 : 1, dy = a->lat * 2 - y < 0.5 ? -1 : 1;
    for (int i = 0; i < 4; i++) {
        int64_t cx = (int64_t)x + (i & 1 ? dx : 0), cy = (int64_t)y + (i & 2 ? dy : 0);
        add(b, rank, mix(when, mix(BY_CELL, (uint64_t)(cx * 100000 + cy))));
    }
}

static void add_parties(blocks *b, uint32_t rank, const khd_incident_account *a, uint64_t when)
{
    enum { MOST = 3 };
    for (uint32_t i = 0; i < a->side_a_count && i < MOST; i++)
        if (a->side_a[i].family)
            add(b, rank, mix(when, mix(BY_SIDE, mix(a->side_a[i].family, a->country))));
}

/* The blocks of one day. */
static void add_day(blocks *b, uint32_t rank, const khd_incident_account *a, uint64_t when)
{
    enum { TOLL_LEAST = 5, TOLLS = 4 };
    if (a->has_point && a->place_precision != KHD_PLACE_PRECISION_COUNTRY &&
        a->place_precision != KHD_PLACE_PRECISION_PROVINCE)
        add_cells(b, rank, a, when);
    else if (!a->admin1)
        add_parties(b, rank, a, when);
    if (a->admin1)
        add(b, rank, mix(when, mix(BY_PROVINCE, a->admin1)));
    for (uint32_t i = 0, n = 0; i < a->figure_count && n < TOLLS; i++)
        if (a->figures[i].harm == KHD_HARM_KILLED && a->figures[i].n >= TOLL_LEAST) {
            add(b, rank, mix(when, mix(BY_TOLL, (uint64_t)a->figures[i].n)));
            n++;
        }
    for (uint32_t i = 0; i < a->word_count && i < MINIMA; i++)
        add(b, rank, mix(when, mix(BY_WORD, a->words[i])));
}

/* Accounts of a long span, or of none, meet by place and class alone. */
static void add_span(blocks *b, uint32_t rank, const khd_incident_account *a)
{
    uint64_t where = a->place ? a->place : a->admin1 ? a->admin1 : a->country;
    int64_t month = a->start == KHD_NO_DAY ? -1 : a->start / 30;
    add(b, rank, mix(BY_SPAN, mix(where, mix((uint64_t)month, khd_incident_kinds(a->class_)))));
    if (a->start == KHD_NO_DAY)
        return;
    add(b, rank, mix(BY_CLASS, mix(a->country, mix((uint64_t)a->start, (uint64_t)a->last))));
}

static void add_account(blocks *b, uint32_t rank)
{
    const khd_incident_account *a = &b->input->accounts[b->order[rank]];
    int64_t first = a->start, last = a->last;
    add(b, rank, mix(BY_REPORT, a->report));
    if (a->start == KHD_NO_DAY || a->last - (int64_t)a->start >= DAYS_MOST)
        add_span(b, rank, a);
    if (a->start == KHD_NO_DAY) {
        if (a->published == KHD_NO_DAY) {
            add_day(b, rank, a, 0);
            return;
        }
        first = (int64_t)a->published - BACK;
        last = a->published;
    }
    if (last - first >= DAYS_MOST)
        last = first;
    /* A day more, so that neighbouring days meet. */
    for (int64_t day = first; day <= last + 1; day++)
        add_day(b, rank, a, (uint64_t)(day + 10000000));
}

/* ---- pairs ---------------------------------------------------------------------------- */

static void look(blocks *b, uint32_t i, uint32_t j)
{
    if (i == j)
        return;
    uint32_t x = b->order[i < j ? i : j], y = b->order[i < j ? j : i];
    const khd_incident_account *accounts = b->input->accounts;
    float score = khd_incident_score(b->input->weights, &accounts[x], &accounts[y]);
    b->pairs++;
    if (score > 0)
        *KHD_PUSH(b->arena, b->edges) =
            (khd_incident_edge){score, i < j ? i : j, i < j ? j : i};
}

typedef struct {
    int64_t value;
    uint32_t rank;
} neighbour;

static int by_neighbour(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Two orders: by toll, and by the least word; the class decides between equals. */
static void look_near(blocks *b, const entry *v, uint32_t n)
{
    neighbour *list = khd_arena_push(b->arena, n, sizeof *list);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < n; i++) {
            const khd_incident_account *a = &b->input->accounts[b->order[v[i].rank]];
            int64_t value = pass ? (a->word_count ? a->words[0] : 0) : khd_incident_killed(a) * 64;
            list[i] = (neighbour){value + khd_incident_kinds(a->class_), v[i].rank};
        }
        qsort(list, n, sizeof *list, by_neighbour);
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n && j <= i + WINDOW; j++)
                look(b, list[i].rank, list[j].rank);
    }
}

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static int by_score(const void *a, const void *b)
{
    const khd_incident_edge *x = a, *y = b;
    if (x->a != y->a || x->b != y->b)
        return x->a != y->a ? (x->a < y->a ? -1 : 1) : x->b < y->b ? -1 : 1;
    return 0;
}

static int best_first(const void *a, const void *b)
{
    const khd_incident_edge *x = a, *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return by_score(a, b);
}

/* Each pair once. */
static void sort_edges(khd_incident_edges *edges)
{
    uint32_t n = 0;
    if (edges->n)
        qsort(edges->v, edges->n, sizeof *edges->v, by_score);
    for (uint32_t i = 0; i < edges->n; i++)
        if (!n || by_score(&edges->v[n - 1], &edges->v[i]))
            edges->v[n++] = edges->v[i];
    edges->n = n;
    if (n)
        qsort(edges->v, n, sizeof *edges->v, best_first);
}

uint64_t khd_incident_block(khd_arena *arena, const khd_incident_input *input,
                            const uint32_t *order, khd_incident_edges *edges)
{
    blocks b = {.arena = arena, .input = input, .order = order, .edges = edges};
    for (uint32_t i = 0; i < input->count; i++)
        add_account(&b, i);
    if (b.entries.n)
        qsort(b.entries.v, b.entries.n, sizeof *b.entries.v, by_key);
    for (uint32_t i = 0, end; i < b.entries.n; i = end) {
        for (end = i + 1; end < b.entries.n && b.entries.v[end].key == b.entries.v[i].key; end++)
            ;
        if (end - i > FULL) {
            look_near(&b, b.entries.v + i, end - i);
            continue;
        }
        for (uint32_t j = i; j < end; j++)
            for (uint32_t k = j + 1; k < end; k++)
                look(&b, b.entries.v[j].rank, b.entries.v[k].rank);
    }
    sort_edges(edges);
    return b.pairs;
}
