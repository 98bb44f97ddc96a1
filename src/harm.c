/* harm: see harm.h. The sentence is walked from left to right. A quantity becomes a
 * figure when the tree ties it to a harm word or the reader marks it; a harm word
 * whose victim is one person without a quantity gives a figure of one. A noun is
 * counted once.
 */
#include "harm.h"

#include "figure.h"
#include "stem.h"

#include <string.h>

#define Q_SURE 0.5F      /* a reader's quantity without a harm word */
#define Q_OVER_UNIT 0.8F /* a reader's quantity against the look of a date or label */
#define VICTIM_SURE 0.5F /* a reader's victim without a number */

/* Kinds of the reader's arguments, as bits of enum khd_argument. */
enum {
    COUNTS = 1U << KHD_ARGUMENT_QUANTITY,
    PERSONS = 1U << KHD_ARGUMENT_VICTIM | 1U << KHD_ARGUMENT_SIDE_A | 1U << KHD_ARGUMENT_SIDE_B
};

/* ---- the reader's arguments ----------------------------------------------------------- */

/* Best argument of the sentence's frames of one of two kinds that meets the tokens. */
static const khd_argument *best_argument(const khd_figures *h, khd_range tokens, unsigned kinds)
{
    const khd_argument *best = NULL;
    for (uint32_t f = h->frame_first; f < h->frame_end; f++) {
        const khd_frame *frame = &h->doc->frames.v[f];
        if (frame->outcome_best == KHD_OUTCOME_GENERAL)
            continue;
        for (uint32_t i = 0; i < frame->argument_count; i++) {
            const khd_argument *a = &h->doc->arguments.v[frame->argument_first + i];
            if ((kinds >> a->kind & 1U) && khd_range_meet(a->tokens, tokens) &&
                (!best || a->score > best->score))
                best = a;
        }
    }
    return best;
}

/* ---- figures with a quantity
 * --------------------------------------------------------------------------------- */

/* The upper of the quantity's own head and the noun it counts. */
static uint32_t top_token(const khd_figures *h, const khd_quantity *q)
{
    uint32_t head = khd_doc_head(h->doc, q->tokens);
    if (q->noun == KHD_NOTHING || khd_doc_below(h->doc, (uint32_t)q->noun, head))
        return head;
    return (uint32_t)q->noun;
}

/* "his death", "a loss": an article before them counts nobody new. */
static bool is_state(const khd_figures *h, uint32_t noun)
{
    static const char *const words[] = {"death", "injury", "loss", "life", "remains", "soul", NULL};
    for (size_t i = 0; words[i]; i++)
        if (khd_stem_is(h->doc, noun, words[i]))
            return true;
    return false;
}

static bool may_be_people(const khd_figures *h, const khd_quantity *q, const khd_argument *count)
{
    bool person = q->noun != KHD_NOTHING && khd_victim_is_person(&h->victims, (uint32_t)q->noun);
    if (q->ordinal || (q->article && is_state(h, (uint32_t)q->noun)))
        return false;
    if (q->unit)
        return count && count->score > Q_OVER_UNIT && (q->noun == KHD_NOTHING || person);
    return true;
}

/* "150 injured": a number without a noun, or whose noun is the harm word itself,
 * goes with the harm word right after it. */
static bool tie_next(const khd_figures *h, const khd_quantity *q, khd_harm_tie *tie)
{
    uint32_t next = q->tokens.end;
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    if (q->article || next >= s.end || (q->noun != KHD_NOTHING && q->noun != (int32_t)next))
        return false;
    return khd_harmword_follow(&h->words, next, tie) && tie->word == next;
}

/* Ties the quantity by the word after it, by its head, by its noun, by position. */
static bool tie_quantity(const khd_figures *h, const khd_quantity *q, uint32_t head,
                         khd_harm_tie *tie)
{
    if (tie_next(h, q, tie) || khd_harmword_tie(&h->words, head, tie))
        return true;
    if (q->noun != KHD_NOTHING && head != (uint32_t)q->noun &&
        khd_harmword_tie(&h->words, (uint32_t)q->noun, tie))
        return true;
    uint32_t end = q->noun != KHD_NOTHING && (uint32_t)q->noun >= q->tokens.end
                       ? (uint32_t)q->noun + 1
                       : q->tokens.end;
    if (!q->article && khd_harmword_follow(&h->words, end, tie))
        return true;
    return khd_harmword_precede(&h->words, q->tokens.begin, tie);
}

/* "two of those wounded", "five of the dead": a part of people told before. */
static bool is_share(const khd_figures *h, const khd_quantity *q)
{
    static const char *const words[] = {"those",   "them",   "dead", "wounded",
                                        "injured", "victim", NULL};
    if (q->noun < (int32_t)q->tokens.end ||
        strcmp(h->doc->tokens.v[q->tokens.end].lower, "of") != 0)
        return false;
    for (size_t i = 0; words[i]; i++)
        if (khd_stem_is(h->doc, (uint32_t)q->noun, words[i]))
            return true;
    return false;
}

/* "75 prisoners", "a refugee", "one victim": a state, no harm that is being told,
 * unless the reader marks the number. */
static bool is_mere_state(const khd_figures *h, const khd_finding *f)
{
    static const char *const rules[] = {"counts the harmed",  "adjective", "harm word that follows",
                                        "part of the harmed", "predicate", NULL};
    if (!f->tied || (f->count && f->count->score >= Q_SURE) ||
        (f->tie.harm != KHD_HARM_DETAINED && f->tie.harm != KHD_HARM_ABDUCTED &&
         f->tie.harm != KHD_HARM_DISPLACED && f->tie.harm != KHD_HARM_KILLED_OR_INJURED))
        return false;
    if (f->quantity->n == 0)
        return false;
    if (h->doc->figures.n && f->tie.host != KHD_NOTHING &&
        khd_stem_is(h->doc, f->tie.word, "victim"))
        return false;
    for (size_t i = 0; rules[i]; i++)
        if (!strcmp(rules[i], f->tie.rule))
            return true;
    return false;
}

/* Fighters and suspects who run away, and any single one, are not displaced. */
static bool only_runs(const khd_figures *h, const khd_finding *f)
{
    bool flees = f->tied && f->tie.harm == KHD_HARM_DISPLACED && !strcmp(f->tie.rule, "subject");
    if (!flees)
        return false;
    if (!f->quantity || f->quantity->article || f->quantity->n == 1)
        return true;
    return khd_victim_group(&h->victims, f->noun == KHD_NOTHING ? f->head : (uint32_t)f->noun,
                            (khd_range){0, 0}) == KHD_GROUP_COMBATANT;
}

/* "No one was killed" and "no casualties", but not "no confirmation". */
static bool is_none_of_people(const khd_figures *h, const khd_finding *f)
{
    const khd_quantity *q = f->quantity;
    return f->tied &&
           (q->noun == KHD_NOTHING || khd_victim_is_person(&h->victims, (uint32_t)q->noun) ||
            (uint32_t)q->noun == f->tie.word);
}

/* A sentence of floods and crashes without any occurrence of conflict. */
static bool is_disaster(const khd_figures *h)
{
    if (h->frame_first < h->frame_end)
        return false;
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    for (uint32_t i = s.begin; i < s.end; i++)
        if (khd_stem_find(h->disasters, h->doc, i) != KHD_NOTHING)
            return true;
    return false;
}

static void read_quantity(khd_figures *h, const khd_quantity *q)
{
    khd_finding f = {.quantity = q, .noun = q->noun};
    f.count = best_argument(h, q->tokens, COUNTS);
    if (!may_be_people(h, q, f.count))
        return;
    f.head = top_token(h, q);
    f.who = best_argument(h, (khd_range){f.head, f.head + 1}, PERSONS);
    f.tied = tie_quantity(h, q, f.head, &f.tie);
    if (f.tied && f.tie.host == KHD_NOTHING && is_share(h, q))
        f.tie.host = q->noun;
    if (f.tied && q->n != 0 && khd_harmword_unreal(&h->words, f.tie.word))
        return;
    if (is_mere_state(h, &f) || only_runs(h, &f) || (q->n == 0 && !is_none_of_people(h, &f)))
        return;
    if (!f.tied && (!f.count || f.count->score < Q_SURE))
        return;
    khd_figure_push(h, &f);
}

/* ---- figures without a quantity
 * -------------------------------------------------------------------------------- */

/* "no women or children": what is joined to a noun counted as none is none too. */
static bool is_joined_to_none(const khd_figures *h, uint32_t token)
{
    const khd_token *t = &h->doc->tokens.v[token];
    if (t->deprel != KHD_DEPREL_CONJ)
        return false;
    for (uint32_t i = h->quantity_first; i < h->quantity_end; i++)
        if (h->doc->quantities.v[i].n == 0 && h->doc->quantities.v[i].noun == t->head)
            return true;
    return false;
}

static bool is_counted(const khd_figures *h, uint32_t token)
{
    if (is_joined_to_none(h, token))
        return true;
    for (uint32_t i = h->quantity_first; i < h->quantity_end; i++) {
        const khd_quantity *q = &h->doc->quantities.v[i];
        uint32_t head = khd_doc_head(h->doc, q->tokens);
        if (q->noun == (int32_t)token || khd_range_has(q->tokens, token) ||
            h->doc->tokens.v[head].head == (int32_t)token)
            return !q->ordinal;
    }
    return false;
}

static bool is_told_as_done(const khd_frame *frame)
{
    return frame->outcome_best != KHD_OUTCOME_GENERAL &&
           frame->outcome_best != KHD_OUTCOME_PLANNED &&
           frame->outcome_best != KHD_OUTCOME_THREATENED &&
           frame->outcome_best != KHD_OUTCOME_ATTEMPTED;
}

/* The harm word is the trigger of an occurrence that is told as such. */
static bool is_trigger(const khd_figures *h, uint32_t word)
{
    for (uint32_t f = h->frame_first; f < h->frame_end; f++)
        if (khd_range_has(h->doc->frames.v[f].trigger, word) &&
            is_told_as_done(&h->doc->frames.v[f]))
            return true;
    return false;
}

/* The same victim told again: the same harm and the same noun or name. */
static bool is_told(const khd_figures *h, uint32_t victim, uint8_t harm)
{
    enum { BACK = 200 };
    uint32_t n = h->doc->figures.n;
    for (uint32_t i = n > BACK ? n - BACK : 0; i < n; i++)
        if (h->doc->figures.v[i].harm == harm &&
            !strcmp(h->doc->tokens.v[h->heads.v[i]].lower, h->doc->tokens.v[victim].lower))
            return true;
    return false;
}

static void read_victim(khd_figures *h, uint32_t victim, const khd_harm_tie *tie)
{
    const khd_token *t = &h->doc->tokens.v[victim];
    khd_finding f = {.head = victim, .noun = (int32_t)victim, .tie = *tie, .tied = true};
    if (t->upos != KHD_UPOS_NOUN && t->upos != KHD_UPOS_PROPN)
        return;
    f.who = best_argument(h, (khd_range){victim, victim + 1}, PERSONS);
    if (f.who && f.who->score < VICTIM_SURE)
        f.who = NULL;
    if (only_runs(h, &f) || (!f.who && !is_trigger(h, tie->word)) || is_counted(h, victim) ||
        !khd_victim_is_person(&h->victims, victim) || is_told(h, victim, tie->harm))
        return;
    bool one = !t->plural && (!t->xpos || strcmp(t->xpos, "NNS") != 0);
    khd_figure *g = khd_figure_push(h, &f);
    g->n = one ? 1 : KHD_NOTHING;
    g->qualifier = one ? KHD_QUALIFIER_EXACT : KHD_QUALIFIER_VAGUE;
}

/* "did not cause any casualties", "without harm": none. */
static void read_none(khd_figures *h, uint32_t word)
{
    khd_finding f = {.head = word, .noun = (int32_t)word, .tied = true};
    if (is_counted(h, word) || !khd_harmword_denied(&h->words, word, &f.tie))
        return;
    khd_figure *g = khd_figure_push(h, &f);
    g->n = 0;
    g->qualifier = KHD_QUALIFIER_NONE_HARMED;
}

static void read_word(khd_figures *h, uint32_t word)
{
    khd_harm_tie tie;
    int32_t victim = khd_harmword_victim(&h->words, word, &tie);
    read_none(h, word);
    if (victim == KHD_NOTHING || khd_harmword_unreal(&h->words, word))
        return;
    read_victim(h, (uint32_t)victim, &tie);
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    for (uint32_t i = (uint32_t)victim + 1; i < s.end; i++)
        if (h->doc->tokens.v[i].head == victim && h->doc->tokens.v[i].deprel == KHD_DEPREL_CONJ)
            read_victim(h, i, &tie);
}

/* ---- the walk
 * ------------------------------------------------------------------------------------------------------
 */

static void read_sentence(khd_figures *h)
{
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    uint32_t q = h->quantity_first;
    h->figure_first = h->doc->figures.n;
    if (is_disaster(h))
        return;
    for (uint32_t i = s.begin; i < s.end; i++) {
        while (q < h->quantity_end && h->doc->quantities.v[q].tokens.begin <= i)
            read_quantity(h, &h->doc->quantities.v[q++]);
        read_word(h, i);
    }
}

void khd_harm_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_figures h = {.doc = doc,
                     .words = khd_harmwords_get(doc, lexicon),
                     .victims = khd_victims_get(doc, lexicon),
                     .disasters = khd_lexicon_table(lexicon, "disasters")};
    for (h.sentence = 0; h.sentence < doc->sentences.n; h.sentence++) {
        khd_range s = doc->sentences.v[h.sentence].tokens;
        h.frame_first = h.frame_end;
        while (h.frame_first < doc->frames.n && doc->frames.v[h.frame_first].sentence < h.sentence)
            h.frame_first++;
        for (h.frame_end = h.frame_first;
             h.frame_end < doc->frames.n && doc->frames.v[h.frame_end].sentence == h.sentence;)
            h.frame_end++;
        h.quantity_first = h.quantity_end;
        while (h.quantity_end < doc->quantities.n &&
               doc->quantities.v[h.quantity_end].tokens.begin < s.end)
            h.quantity_end++;
        read_sentence(&h);
    }
}
