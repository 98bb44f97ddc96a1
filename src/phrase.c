/* phrase: see phrase.h. */
#include "phrase.h"

#include <string.h>

static khd_range window(const khd_doc *doc, uint32_t head)
{
    khd_range s = doc->sentences.v[doc->tokens.v[head].sentence].tokens;
    uint32_t begin = head > KHD_PHRASE_REACH ? head - KHD_PHRASE_REACH : 0;
    uint32_t end = head + KHD_PHRASE_REACH + 1;
    return (khd_range){begin > s.begin ? begin : s.begin, end < s.end ? end : s.end};
}

/* The dependent of `head` that `token` is or stands under, KHD_NOTHING when it
 * stands elsewhere. */
static int32_t branch_of(const khd_doc *doc, uint32_t token, uint32_t head)
{
    int32_t t = (int32_t)token;
    for (unsigned depth = 0; depth < KHD_PHRASE_REACH && t != KHD_NOTHING; depth++) {
        int32_t up = doc->tokens.v[t].head;
        if (up == (int32_t)head)
            return t;
        t = up;
    }
    return KHD_NOTHING;
}

static bool is_modifier(uint8_t deprel)
{
    switch (deprel) {
    case KHD_DEPREL_DET:
    case KHD_DEPREL_DET_PREDET:
    case KHD_DEPREL_AMOD:
    case KHD_DEPREL_COMPOUND:
    case KHD_DEPREL_NUMMOD:
    case KHD_DEPREL_NMOD_POSS:
    case KHD_DEPREL_NMOD:
    case KHD_DEPREL_NMOD_DESC:
    case KHD_DEPREL_FLAT:
    case KHD_DEPREL_FIXED:
    case KHD_DEPREL_GOESWITH:
    case KHD_DEPREL_APPOS: /* "Albinyan (Operation X) forces" */
        return true;
    default:
        return false;
    }
}

static bool is_mark(const khd_doc *doc, uint32_t token)
{
    return doc->tokens.v[token].upos == KHD_UPOS_PUNCT;
}

khd_range khd_phrase_left(const khd_doc *doc, uint32_t head)
{
    khd_range w = window(doc, head);
    uint32_t begin = head;
    for (uint32_t i = head; i-- > w.begin;) {
        int32_t branch = branch_of(doc, i, head);
        if (branch == KHD_NOTHING) {
            /* marks inside the phrase hang on words of it; "and" between modifiers too */
            if (!is_mark(doc, i))
                break;
            continue;
        }
        uint8_t relation = doc->tokens.v[branch].deprel;
        if (is_modifier(relation) && (uint32_t)branch < head)
            begin = i;
        else if (relation != KHD_DEPREL_PUNCT && relation != KHD_DEPREL_ADVMOD)
            break;
    }
    while (begin < head && is_mark(doc, begin) && doc->tokens.v[begin].lower[0] != '(')
        begin++;
    return (khd_range){begin, head};
}

static bool has_case(const khd_doc *doc, uint32_t noun, khd_range w)
{
    static const char *const words[] = {"of", "in", "from", "for", NULL};
    for (uint32_t i = w.begin; i < noun; i++) {
        const khd_token *t = &doc->tokens.v[i];
        if (t->head != (int32_t)noun || t->deprel != KHD_DEPREL_CASE)
            continue;
        for (unsigned k = 0; words[k]; k++)
            if (strcmp(t->lower, words[k]) == 0)
                return true;
    }
    return false;
}

/* Words to the right that belong to the phrase: parts of the name and "of X". */
static uint32_t right_edge(const khd_doc *doc, uint32_t head)
{
    khd_range w = window(doc, head);
    uint32_t end = head + 1;
    for (uint32_t i = head + 1; i < w.end; i++) {
        int32_t branch = branch_of(doc, i, head);
        if (branch == KHD_NOTHING)
            break;
        const khd_token *b = &doc->tokens.v[branch];
        bool name = b->deprel == KHD_DEPREL_FLAT || b->deprel == KHD_DEPREL_FIXED ||
                    b->deprel == KHD_DEPREL_GOESWITH || b->deprel == KHD_DEPREL_COMPOUND;
        bool owner = b->deprel == KHD_DEPREL_NMOD && (uint32_t)branch > head &&
                     has_case(doc, (uint32_t)branch, (khd_range){head + 1, w.end});
        if (name || owner || (b->deprel == KHD_DEPREL_NMOD_UNMARKED && !is_mark(doc, i)))
            end = i + 1;
        else if (b->deprel != KHD_DEPREL_PUNCT && b->deprel != KHD_DEPREL_CASE)
            break;
    }
    while (end > head + 1 && is_mark(doc, end - 1) && doc->tokens.v[end - 1].lower[0] != ')')
        end--;
    return end;
}

khd_range khd_phrase_around(const khd_doc *doc, uint32_t head)
{
    return (khd_range){khd_phrase_left(doc, head).begin, right_edge(doc, head)};
}

/* Drops numbers and leading marks; keeps the phrase when nothing else is left. */
static khd_range without_number(const khd_doc *doc, khd_range r)
{
    khd_range kept = r;
    for (uint32_t i = r.begin; i + 1 < r.end; i++) {
        const khd_token *t = &doc->tokens.v[i];
        bool number = t->upos == KHD_UPOS_NUM && t->deprel == KHD_DEPREL_NUMMOD &&
                      t->entity == KHD_ENTITY_NONE;
        if (number)
            kept.begin = i + 1;
        else if (t->upos != KHD_UPOS_DET && t->upos != KHD_UPOS_ADV && t->upos != KHD_UPOS_ADP &&
                 !is_mark(doc, i))
            break;
    }
    return kept;
}

static khd_range inside(khd_range a, khd_range b)
{
    return (khd_range){a.begin > b.begin ? a.begin : b.begin, a.end < b.end ? a.end : b.end};
}

/* The name that a token is part of, else the token itself. */
static khd_range name_of(const khd_doc *doc, uint32_t token)
{
    khd_range w = window(doc, token), r = {token, token + 1};
    uint8_t entity = doc->tokens.v[token].entity;
    if (entity == KHD_ENTITY_NONE)
        return r;
    while (r.begin > w.begin && !doc->tokens.v[r.begin].entity_first &&
           doc->tokens.v[r.begin - 1].entity == entity)
        r.begin--;
    while (r.end < w.end && !doc->tokens.v[r.end].entity_first &&
           doc->tokens.v[r.end].entity == entity)
        r.end++;
    return r;
}

static khd_range party_of(const khd_doc *doc, uint32_t head, khd_range within)
{
    khd_range r = khd_phrase_around(doc, head), name = name_of(doc, head);
    r.begin = name.begin < r.begin ? name.begin : r.begin;
    r.end = name.end > r.end ? name.end : r.end;
    r = inside(r, within);
    return khd_range_has(r, head) ? without_number(doc, r) : (khd_range){head, head + 1};
}

khd_range khd_phrase_trim(const khd_doc *doc, khd_range tokens)
{
    if (khd_range_empty(tokens))
        return tokens;
    uint32_t head = khd_doc_head(doc, tokens);
    khd_range wide = window(doc, head);
    wide.begin = tokens.begin < wide.begin ? wide.begin : tokens.begin;
    wide.end = tokens.end > wide.end ? wide.end : tokens.end;
    return party_of(doc, head, wide);
}

/* "Syrian and Russian warplanes": the first of two joined names is a party of its
 * own; the last stays with the noun. */
static uint32_t split_modifiers(const khd_doc *doc, uint32_t head, khd_range *party, khd_range *out,
                                uint32_t room)
{
    khd_range left = inside(khd_phrase_left(doc, head), *party);
    uint32_t n = 0;
    for (uint32_t i = left.begin + 1; i + 1 < left.end && n < room; i++) {
        const khd_token *t = doc->tokens.v;
        if (t[i].upos != KHD_UPOS_CCONJ || t[i - 1].entity == KHD_ENTITY_NONE ||
            t[i - 1].head == KHD_NOTHING || t[i + 1].upos == KHD_UPOS_DET)
            continue;
        out[n++] = name_of(doc, i - 1);
        party->begin = i + 1;
    }
    return n;
}

uint32_t khd_phrase_split(const khd_doc *doc, khd_range tokens, khd_range *out, uint32_t max)
{
    if (khd_range_empty(tokens) || max == 0)
        return 0;
    uint32_t head = khd_doc_head(doc, tokens), n = 0;
    khd_range w = inside(window(doc, head), tokens);
    for (uint32_t i = w.begin; i < w.end && n < max; i++) {
        const khd_token *t = &doc->tokens.v[i];
        bool joined = t->deprel == KHD_DEPREL_CONJ && t->head == (int32_t)head &&
                      (t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN ||
                       t->upos == KHD_UPOS_PRON || t->upos == KHD_UPOS_ADJ);
        if (i != head && !joined)
            continue;
        khd_range party = party_of(doc, i, w);
        n += split_modifiers(doc, i, &party, out + n, max - n);
        if (n < max)
            out[n++] = party;
    }
    return n;
}
