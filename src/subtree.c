/* subtree: see subtree.h. */
#include "subtree.h"

#include <string.h>

static void link_children(khd_subtrees *t, uint32_t *waiting)
{
    for (uint32_t i = t->doc->tokens.n; i-- > 0;) {
        int32_t head = t->doc->tokens.v[i].head;
        if (head == KHD_NOTHING || (uint32_t)head >= t->doc->tokens.n || (uint32_t)head == i)
            continue;
        t->sibling[i] = t->child[head];
        t->child[head] = (int32_t)i;
        waiting[head]++;
    }
}

/* Hands extents up, leaves first; `queue` holds tokens whose dependents are done. */
static void grow_extents(khd_subtrees *t, uint32_t *waiting, uint32_t *queue)
{
    uint32_t first = 0, n = 0;
    for (uint32_t i = 0; i < t->doc->tokens.n; i++)
        if (waiting[i] == 0)
            queue[n++] = i;
    while (first < n) {
        uint32_t i = queue[first++];
        int32_t head = t->doc->tokens.v[i].head;
        if (head == KHD_NOTHING || (uint32_t)head >= t->doc->tokens.n || (uint32_t)head == i)
            continue;
        khd_range *h = &t->extent[head], e = t->extent[i];
        *h = (khd_range){e.begin < h->begin ? e.begin : h->begin, e.end > h->end ? e.end : h->end};
        if (--waiting[head] == 0)
            queue[n++] = (uint32_t)head;
    }
}

khd_subtrees khd_subtree_all(khd_doc *doc)
{
    uint32_t n = doc->tokens.n;
    khd_subtrees t = {.doc = doc};
    t.child = khd_arena_push(doc->arena, n + 1, sizeof *t.child);
    t.sibling = khd_arena_push(doc->arena, n + 1, sizeof *t.sibling);
    t.extent = khd_arena_push(doc->arena, n + 1, sizeof *t.extent);
    khd_mark mark = khd_arena_mark(doc->arena);
    uint32_t *waiting = khd_arena_push(doc->arena, n + 1, sizeof *waiting);
    uint32_t *queue = khd_arena_push(doc->arena, n + 1, sizeof *queue);
    for (uint32_t i = 0; i < n; i++) {
        t.child[i] = t.sibling[i] = KHD_NOTHING;
        t.extent[i] = (khd_range){i, i + 1};
    }
    link_children(&t, waiting);
    grow_extents(&t, waiting, queue);
    khd_arena_rewind(doc->arena, mark);
    return t;
}

int32_t khd_subtree_child(const khd_subtrees *trees, uint32_t head, uint8_t deprel)
{
    for (int32_t c = trees->child[head]; c != KHD_NOTHING; c = trees->sibling[c])
        if (trees->doc->tokens.v[c].deprel == deprel)
            return c;
    return KHD_NOTHING;
}

static bool outside_phrase(uint8_t deprel)
{
    return deprel == KHD_DEPREL_ACL_RELCL || deprel == KHD_DEPREL_PARATAXIS ||
           deprel == KHD_DEPREL_ADVCL || deprel == KHD_DEPREL_ADVCL_RELCL ||
           deprel == KHD_DEPREL_DISCOURSE;
}

static bool before_phrase(uint8_t deprel)
{
    return deprel == KHD_DEPREL_CASE || deprel == KHD_DEPREL_MARK || deprel == KHD_DEPREL_CC ||
           deprel == KHD_DEPREL_COP || deprel == KHD_DEPREL_PUNCT;
}

khd_range khd_subtree_phrase(const khd_subtrees *trees, uint32_t head)
{
    enum { SIDE_MAX = 40 }; /* words kept on either side of the head */
    const khd_token *tokens = trees->doc->tokens.v;
    khd_range r = trees->extent[head];
    if (head - r.begin > SIDE_MAX)
        r.begin = head - SIDE_MAX;
    if (r.end - head > SIDE_MAX)
        r.end = head + SIDE_MAX;
    for (int32_t c = trees->child[head]; c != KHD_NOTHING; c = trees->sibling[c]) {
        khd_range e = trees->extent[c];
        if (outside_phrase(tokens[c].deprel)) {
            if (e.begin > head && e.begin < r.end)
                r.end = e.begin;
            else if (e.end <= head && e.end > r.begin)
                r.begin = e.end;
        } else if (before_phrase(tokens[c].deprel) && e.end <= head && e.end > r.begin &&
                   e.begin <= r.begin) {
            r.begin = e.end;
        }
    }
    enum { LOOK = 60 }; /* a relative clause deeper down, at the end of the phrase */
    for (uint32_t i = head + 1; i < r.end && i < head + LOOK; i++)
        if (outside_phrase(tokens[i].deprel) && trees->extent[i].end + 1 >= r.end &&
            trees->extent[i].begin > head) {
            r.end = trees->extent[i].begin;
            break;
        }
    while (r.end > head + 1 && tokens[r.end - 1].upos == KHD_UPOS_PUNCT &&
           strcmp(tokens[r.end - 1].lower, ")") != 0)
        r.end--;
    while (r.begin < head &&
           (tokens[r.begin].upos == KHD_UPOS_PUNCT || tokens[r.begin].deprel == KHD_DEPREL_CASE))
        r.begin++;
    return r;
}
