/* reader_tree: Chu-Liu/Edmonds with contraction, O(words^2) for each cycle.
 *
 * Exactly one root: every arc from the root pays a toll, so that a tree with one such
 * arc beats every tree with two; the scores between words decide the rest. A contracted
 * cycle becomes a new node, which takes over the matrix slot of its first member; every
 * arc remembers the words that it joins. Undoing the contractions last to first, the arc
 * into a contracted node goes to the member that holds its word, and the other members
 * keep their arcs of the cycle.
 */
#include "reader_tree.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { SLOTS = KHD_TREE_WORDS_MAX + 1, NODES = 2 * SLOTS };

static const double toll = 1e6;

typedef struct {
    double score;
    uint16_t from, to; /* words; 0 is the root */
} arc;

struct khd_tree {
    arc arcs[SLOTS][SLOTS]; /* [slot of the head][slot of the dependent] */
    arc in[NODES];          /* best arc into a node */
    uint16_t head[NODES];   /* the live node that this arc comes from */
    uint16_t slot[NODES];
    uint16_t parent[NODES]; /* node of the contraction that a node went into, 0 none */
    uint16_t live[SLOTS];   /* nodes not contracted, the root first */
    uint16_t cycle[SLOTS];
    uint32_t live_count, cycle_count, node_count, words;
};

khd_tree *khd_tree_new(void)
{
    return calloc(1, sizeof(khd_tree));
}

void khd_tree_free(khd_tree *tree)
{
    free(tree);
}

static void start(khd_tree *t, const float *scores, uint32_t ld, uint32_t words)
{
    t->words = words;
    t->node_count = t->live_count = words + 1;
    for (uint32_t n = 0; n <= words; n++) {
        t->live[n] = t->slot[n] = (uint16_t)n;
        t->parent[n] = 0;
    }
    for (uint32_t h = 0; h <= words; h++)
        for (uint32_t d = 1; d <= words; d++) {
            float s = scores[(size_t)(d - 1) * ld + h];
            if (!isfinite(s))
                s = -1e4f;
            t->arcs[h][d] = (arc){h ? s : (double)s - toll, (uint16_t)h, (uint16_t)d};
        }
}

/* The best arc into every live node. */
static void choose(khd_tree *t)
{
    for (uint32_t i = 1; i < t->live_count; i++) {
        uint32_t d = t->live[i], best = 0;
        const arc *found = &t->arcs[0][t->slot[d]];
        for (uint32_t k = 1; k < t->live_count; k++) {
            const arc *a = &t->arcs[t->slot[t->live[k]]][t->slot[d]];
            if (k != i && a->score > found->score) {
                found = a;
                best = t->live[k];
            }
        }
        t->in[d] = *found;
        t->head[d] = (uint16_t)best;
    }
}

/* A cycle among the chosen arcs, into t->cycle; false when there is none. */
static bool find_cycle(khd_tree *t)
{
    uint16_t seen[NODES] = {0};
    for (uint32_t i = 1; i < t->live_count; i++) {
        uint16_t n = t->live[i], mark = (uint16_t)i;
        while (n && !seen[n]) {
            seen[n] = mark;
            n = t->head[n];
        }
        if (!n || seen[n] != mark)
            continue;
        t->cycle_count = 0;
        uint16_t first = n;
        do {
            t->cycle[t->cycle_count++] = n;
            n = t->head[n];
        } while (n != first);
        return true;
    }
    return false;
}

/* The arcs between an outer node and the cycle, best of all members. */
static void join(khd_tree *t, uint32_t outer, uint32_t slot)
{
    arc in = {-INFINITY, 0, 0}, out = in;
    for (uint32_t i = 0; i < t->cycle_count; i++) {
        uint32_t m = t->cycle[i];
        arc a = t->arcs[outer][t->slot[m]], b = t->arcs[t->slot[m]][outer];
        a.score -= t->in[m].score;
        if (a.score > in.score || !i)
            in = a;
        if (b.score > out.score || !i)
            out = b;
    }
    t->arcs[outer][slot] = in;
    t->arcs[slot][outer] = out;
}

static void contract(khd_tree *t)
{
    uint32_t node = t->node_count++, slot = t->slot[t->cycle[0]], kept = 0;
    for (uint32_t i = 0; i < t->cycle_count; i++)
        t->parent[t->cycle[i]] = (uint16_t)node;
    for (uint32_t i = 0; i < t->live_count; i++) {
        uint16_t n = t->live[i];
        if (t->parent[n] == node)
            continue;
        join(t, t->slot[n], slot);
        t->live[kept++] = n;
    }
    t->live[kept++] = (uint16_t)node;
    t->live_count = kept;
    t->slot[node] = (uint16_t)slot;
    t->parent[node] = 0;
}

/* Gives every contracted node's arc to the member that holds the arc's word. */
static void expand(khd_tree *t)
{
    for (uint32_t node = t->node_count - 1; node > t->words; node--) {
        uint32_t n = t->in[node].to;
        while (t->parent[n] != node)
            n = t->parent[n];
        t->in[n] = t->in[node];
    }
}

void khd_tree_find(khd_tree *tree, const float *scores, uint32_t ld, uint32_t words,
                   uint16_t *heads)
{
    start(tree, scores, ld, words);
    choose(tree);
    while (find_cycle(tree)) {
        contract(tree);
        choose(tree);
    }
    expand(tree);
    for (uint32_t w = 1; w <= words; w++)
        heads[w - 1] = tree->in[w].from;
}
