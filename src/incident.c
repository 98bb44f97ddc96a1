/* incident: groups of accounts. See incident.h.
 *
 * Greedy agglomeration: pairs are taken best first, and two groups become one when the
 * mean score of the better pairs across them (of at most SAMPLE by SAMPLE) is above 0. Rulings
 * come first: accounts ruled the same are together, groups that hold two ruled apart
 * never meet.
 */
#include "incident_parts.h"

#include "toponym.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 6, BETTER = 75 /* per cent of the pairs across two groups that count */ };

/* Groups under way: a list of members a root, and who is whose root. */
typedef struct {
    const khd_incident_input *input;
    const uint32_t *order; /* rank to account */
    uint32_t *rank;        /* account to rank */
    uint32_t *root;        /* of each rank */
    uint32_t *next, *last; /* members of a root as a chain */
    uint32_t *size;
    KHD_LIST(khd_incident_ruling) apart; /* by rank */
} growth;

enum { END = UINT32_MAX };

static uint32_t root_of(growth *g, uint32_t rank)
{
    while (g->root[rank] != rank)
        rank = g->root[rank] = g->root[g->root[rank]];
    return rank;
}

/* The lesser rank stays the root, so that the order of merging does not show. */
static void merge(growth *g, uint32_t a, uint32_t b)
{
    uint32_t into = a < b ? a : b, from = a < b ? b : a;
    g->root[from] = into;
    g->next[g->last[into]] = from;
    g->last[into] = g->last[from];
    g->size[into] += g->size[from];
}

/* ---- order and rulings ----------------------------------------------------------------- */

typedef struct {
    const char *id;
    uint32_t account;
} named;

static int by_id(const void *a, const void *b)
{
    const named *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : (x->account > y->account) - (x->account < y->account);
}

static uint32_t *order_by_id(khd_arena *arena, const khd_incident_input *input)
{
    uint32_t n = input->count;
    named *list = khd_arena_push(arena, n ? n : 1, sizeof *list);
    uint32_t *order = khd_arena_push(arena, n ? n : 1, sizeof *order);
    for (uint32_t i = 0; i < n; i++)
        list[i] = (named){input->accounts[i].id, i};
    qsort(list, n, sizeof *list, by_id);
    for (uint32_t i = 0; i < n; i++)
        order[i] = list[i].account;
    return order;
}

static bool same_pair(const khd_incident_ruling *x, const khd_incident_ruling *y)
{
    return (x->a == y->a && x->b == y->b) || (x->a == y->b && x->b == y->a);
}

/* A later ruling about the same pair takes back the earlier one. */
static bool stands(const khd_incident_input *input, uint32_t ruling)
{
    for (uint32_t i = ruling + 1; i < input->ruling_count; i++)
        if (same_pair(&input->rulings[ruling], &input->rulings[i]))
            return false;
    return true;
}

static bool forbidden(growth *g, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < g->apart.n; i++) {
        uint32_t x = root_of(g, g->apart.v[i].a), y = root_of(g, g->apart.v[i].b);
        if ((x == a && y == b) || (x == b && y == a))
            return true;
    }
    return false;
}

static void apply_rulings(khd_arena *arena, growth *g)
{
    const khd_incident_input *input = g->input;
    for (uint32_t i = 0; i < input->ruling_count; i++) {
        const khd_incident_ruling *r = &input->rulings[i];
        if (!r->same && stands(input, i))
            *KHD_PUSH(arena, &g->apart) =
                (khd_incident_ruling){g->rank[r->a], g->rank[r->b], false};
    }
    for (uint32_t i = 0; i < input->ruling_count; i++) {
        const khd_incident_ruling *r = &input->rulings[i];
        if (!r->same || !stands(input, i))
            continue;
        uint32_t a = root_of(g, g->rank[r->a]), b = root_of(g, g->rank[r->b]);
        if (a != b && !forbidden(g, a, b))
            merge(g, a, b);
    }
}

/* ---- growth -------------------------------------------------------------------------------- */

static int worst_first(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Mean of the better part of the pairs across two groups: an account that was read
 * badly must not keep the others apart. At most SAMPLE members of each, evenly taken. */
static float link_score(const growth *g, uint32_t a, uint32_t b)
{
    uint32_t step_a = (g->size[a] + SAMPLE - 1) / SAMPLE;
    uint32_t step_b = (g->size[b] + SAMPLE - 1) / SAMPLE;
    float scores[SAMPLE * SAMPLE], sum = 0;
    uint32_t n = 0, at_a = 0;
    for (uint32_t x = a; x != END; x = g->next[x]) {
        if (at_a++ % step_a)
            continue;
        uint32_t at_b = 0;
        for (uint32_t y = b; y != END; y = g->next[y])
            if (at_b++ % step_b == 0)
                scores[n++] = khd_incident_score(g->input->weights,
                                                 &g->input->accounts[g->order[x]],
                                                 &g->input->accounts[g->order[y]]);
    }
    qsort(scores, n, sizeof *scores, worst_first);
    uint32_t better = (n * BETTER + 99) / 100;
    for (uint32_t i = n - better; i < n; i++)
        sum += scores[i] > KHD_INCIDENT_LOW ? scores[i] : KHD_INCIDENT_LOW;
    return sum / (float)better;
}

static void grow(growth *g, const khd_incident_edges *edges)
{
    for (uint32_t i = 0; i < edges->n; i++) {
        uint32_t a = root_of(g, edges->v[i].a), b = root_of(g, edges->v[i].b);
        if (a == b)
            continue;
        bool single = g->size[a] == 1 && g->size[b] == 1;
        if ((single || link_score(g, a < b ? a : b, a < b ? b : a) > 0) && !forbidden(g, a, b))
            merge(g, a, b);
    }
}

/* ---- groups --------------------------------------------------------------------------------- */

static bool earlier(const khd_incident_account *a, const khd_incident_account *b)
{
    khd_day x = a->published == KHD_NO_DAY ? INT32_MAX : a->published;
    khd_day y = b->published == KHD_NO_DAY ? INT32_MAX : b->published;
    return x != y ? x < y : strcmp(a->id, b->id) < 0;
}

static void name_group(khd_incident_group *group, const khd_incident_account *founder)
{
    uint64_t hash = khd_toponym_hash(founder->id, strlen(founder->id), 5);
    snprintf(group->id, sizeof group->id, "i%016llx", (unsigned long long)hash);
}

static int group_by_id(const void *a, const void *b)
{
    return strcmp(((const khd_incident_group *)a)->id, ((const khd_incident_group *)b)->id);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Members of the group of `root`, by id; they are ranks until all groups are made. */
static void push_group(khd_arena *arena, growth *g, uint32_t root, khd_incidents *out,
                       uint32_t *used)
{
    khd_incident_group *group = KHD_PUSH(arena, &out->groups);
    *group = (khd_incident_group){.first = *used};
    for (uint32_t x = root; x != END; x = g->next[x])
        out->members[(*used)++] = x;
    group->count = *used - group->first;
    qsort(out->members + group->first, group->count, sizeof *out->members, by_number);
    for (uint32_t i = group->first; i < *used; i++)
        out->members[i] = g->order[out->members[i]];
    group->founder = out->members[group->first];
    for (uint32_t i = group->first; i < *used; i++)
        if (earlier(&g->input->accounts[out->members[i]], &g->input->accounts[group->founder]))
            group->founder = out->members[i];
    name_group(group, &g->input->accounts[group->founder]);
}

static void write_groups(khd_arena *arena, growth *g, khd_incidents *out)
{
    uint32_t n = g->input->count, used = 0;
    out->members = khd_arena_push(arena, n ? n : 1, sizeof *out->members);
    out->group_of = khd_arena_push(arena, n ? n : 1, sizeof *out->group_of);
    for (uint32_t i = 0; i < n; i++)
        if (g->root[i] == i)
            push_group(arena, g, i, out, &used);
    if (out->groups.n)
        qsort(out->groups.v, out->groups.n, sizeof *out->groups.v, group_by_id);
    for (uint32_t i = 0; i < out->groups.n; i++)
        for (uint32_t j = 0; j < out->groups.v[i].count; j++)
            out->group_of[out->members[out->groups.v[i].first + j]] = i;
}

void khd_incident_join(khd_arena *arena, const khd_incident_input *input, khd_incidents *out)
{
    uint32_t n = input->count;
    khd_incident_edges edges = {0};
    growth g = {.input = input, .order = order_by_id(arena, input)};
    *out = (khd_incidents){0};
    uint32_t *lists[5];
    for (int i = 0; i < 5; i++)
        lists[i] = khd_arena_push(arena, n ? n : 1, sizeof *lists[i]);
    g.rank = lists[0], g.root = lists[1], g.next = lists[2], g.last = lists[3], g.size = lists[4];
    for (uint32_t i = 0; i < n; i++) {
        g.rank[g.order[i]] = i;
        g.root[i] = g.last[i] = i;
        g.next[i] = END;
        g.size[i] = 1;
    }
    apply_rulings(arena, &g);
    out->pairs = khd_incident_block(arena, input, g.order, &edges);
    grow(&g, &edges);
    write_groups(arena, &g, out);
    khd_incident_relate(arena, input, out);
}
