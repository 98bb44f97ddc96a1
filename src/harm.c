/* harm: see harm.h. The sentence is walked from left to right. A quantity becomes a
 * figure when the tree ties it to a harm word or the reader marks it; a harm word
 * whose victim is one person without a quantity gives a figure of one. The frame
 * is the one that scores best: its arguments hold the words, its trigger is the
 * harm word or governs it. A noun is counted once.
 */
#include "harm.h"

#include "harmword.h"
#include "stem.h"
#include "victim.h"

#include <string.h>

#define Q_SURE 0.5F      /* a reader's quantity without a harm word */
#define Q_OVER_UNIT 0.8F /* a reader's quantity against the look of a date or label */
#define VICTIM_SURE 0.5F /* a reader's victim without a number */

typedef struct {
    khd_doc *doc;
    khd_harmwords words;
    khd_victims victims;
    uint32_t sentence;
    uint32_t frame_first, frame_end; /* frames of the sentence */
    uint32_t quantity_first, quantity_end;
    uint32_t figure_first;           /* first figure of the sentence */
    KHD_LIST(uint32_t) heads;        /* head token of each figure's victims */
} walk;

/* What is known of a figure before it is written. */
typedef struct {
    const khd_quantity *quantity; /* NULL for one without */
    uint32_t head;                /* head token of the victims */
    int32_t noun;
    khd_harm_tie tie;
    bool tied;
    const khd_argument *count, *who; /* the reader's words for it, NULL none */
} finding;

/* ---- the reader's arguments ----------------------------------------------------------- */

/* Best argument of the sentence's frames of one of two kinds that meets the tokens. */
static const khd_argument *best_argument(const walk *h, khd_range tokens, unsigned kinds)
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

enum {
    COUNTS = 1U << KHD_ARGUMENT_QUANTITY,
    PERSONS = 1U << KHD_ARGUMENT_VICTIM | 1U << KHD_ARGUMENT_SIDE_A | 1U << KHD_ARGUMENT_SIDE_B
};

/* ---- the frame of a figure --------------------------------------------------------------- */

static bool class_fits(uint8_t class_, uint8_t harm)
{
    if (harm == KHD_HARM_DETAINED)
        return class_ == KHD_CLASS_ARREST;
    if (harm == KHD_HARM_ABDUCTED)
        return class_ == KHD_CLASS_ABDUCTION;
    if (harm == KHD_HARM_DISPLACED)
        return class_ == KHD_CLASS_DISPLACEMENT || class_ == KHD_CLASS_AGGREGATE;
    return class_ != KHD_CLASS_ARREST && class_ != KHD_CLASS_ABDUCTION &&
           class_ != KHD_CLASS_DISPLACEMENT && class_ != KHD_CLASS_AID &&
           class_ != KHD_CLASS_AGREEMENT && class_ != KHD_CLASS_MOBILISATION &&
           class_ != KHD_CLASS_PROTEST;
}

static float frame_score(const walk *h, const khd_frame *frame, const finding *f, uint8_t harm)
{
    float score = frame->trigger_score;
    khd_range noun = {f->head, f->head + 1};
    for (uint32_t i = 0; i < frame->argument_count; i++) {
        const khd_argument *a = &h->doc->arguments.v[frame->argument_first + i];
        if (a->kind == KHD_ARGUMENT_QUANTITY && f->quantity &&
            khd_range_meet(a->tokens, f->quantity->tokens))
            score += 4 * a->score;
        if ((PERSONS >> a->kind & 1U) && khd_range_meet(a->tokens, noun))
            score += 3 * a->score;
    }
    uint32_t trigger = khd_doc_head(h->doc, frame->trigger);
    if (f->tied && khd_range_has(frame->trigger, f->tie.word))
        score += 5;
    else if (f->tied && (khd_doc_below(h->doc, f->tie.word, trigger) ||
                         khd_doc_below(h->doc, trigger, f->tie.word)))
        score += 2;
    score += class_fits(frame->class_best, harm) ? 2.0F : -2.0F;
    return frame->outcome_best == KHD_OUTCOME_GENERAL ? score - 3 : score;
}

static int32_t best_frame(const walk *h, const finding *f, uint8_t harm)
{
    int32_t best = KHD_NOTHING;
    float best_score = 0;
    for (uint32_t i = h->frame_first; i < h->frame_end; i++) {
        float score = frame_score(h, &h->doc->frames.v[i], f, harm);
        if (score > best_score) {
            best = (int32_t)i;
            best_score = score;
        }
    }
    return best;
}

/* ---- side ----------------------------------------------------------------------------------- */

/* The noun is the head of, or the same word as, an argument of this kind. */
static bool noun_is_side(const walk *h, const khd_frame *frame, uint8_t kind, int32_t noun)
{
    if (noun == KHD_NOTHING)
        return false;
    for (uint32_t i = 0; i < frame->argument_count; i++) {
        const khd_argument *a = &h->doc->arguments.v[frame->argument_first + i];
        if (a->kind != kind)
            continue;
        const char *head = h->doc->tokens.v[khd_doc_head(h->doc, a->tokens)].lemma;
        if (khd_range_has(a->tokens, (uint32_t)noun) ||
            !strcmp(head, h->doc->tokens.v[noun].lemma))
            return true;
    }
    return false;
}

static bool is_attacker(const walk *h, int32_t noun)
{
    static const char *const words[] = {"attacker", "assailant", "bomber", "gunman", "shooter",
                                        "knifeman", "hijacker", "perpetrator", NULL};
    for (size_t i = 0; noun != KHD_NOTHING && words[i]; i++)
        if (!strcmp(h->doc->tokens.v[noun].lemma, words[i]))
            return true;
    return false;
}

static uint8_t side_of(const walk *h, int32_t frame_index, int32_t noun)
{
    if (frame_index == KHD_NOTHING)
        return KHD_SIDE_UNKNOWN;
    const khd_frame *frame = &h->doc->frames.v[frame_index];
    if (frame->class_best != KHD_CLASS_ARREST &&
        (is_attacker(h, noun) || noun_is_side(h, frame, KHD_ARGUMENT_SIDE_A, noun)))
        return KHD_SIDE_A;
    if (frame->class_best == KHD_CLASS_ARMED_CLASH &&
        !noun_is_side(h, frame, KHD_ARGUMENT_SIDE_B, noun))
        return KHD_SIDE_UNKNOWN;
    return KHD_SIDE_B;
}

/* ---- group ------------------------------------------------------------------------------------ */

/* "others", "more" and numbers without a noun go on with the figure before. */
static bool goes_on(const walk *h, const finding *f)
{
    return f->noun == KHD_NOTHING || !strcmp(h->doc->tokens.v[f->noun].lemma, "other") ||
           !strcmp(h->doc->tokens.v[f->noun].lower, "others");
}

/* Suspects: a man or a wife arrested may be anyone. */
static bool is_private(const walk *h, uint32_t noun)
{
    static const char *const kinds[] = {"family", "woman", "child", "worker", "civilian",
                                        "elderly", NULL};
    const char *kind = khd_victim_kind(&h->victims, noun);
    for (size_t i = 0; kinds[i]; i++)
        if (!strcmp(kind, kinds[i]))
            return true;
    return false;
}

/* "seventeen from the army": an elided noun may be told after the number. */
static khd_range origin_of(const walk *h, const finding *f, khd_range phrase)
{
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    if (!f->quantity || phrase.end >= s.end || strcmp(h->doc->tokens.v[phrase.end].lower, "from"))
        return phrase;
    for (uint32_t i = phrase.end + 1; i < s.end && i < phrase.end + 6; i++)
        if (h->doc->tokens.v[i].deprel == KHD_DEPREL_NMOD)
            return (khd_range){phrase.begin, i + 1};
    return phrase;
}

static uint8_t group_of(const walk *h, const finding *f, khd_range phrase)
{
    uint32_t noun = f->noun == KHD_NOTHING ? f->head : (uint32_t)f->noun;
    if (f->noun == KHD_NOTHING)
        phrase = origin_of(h, f, phrase);
    uint8_t group = khd_victim_group(&h->victims, noun, phrase);
    if (group == KHD_GROUP_CIVILIAN && f->tied && f->tie.harm == KHD_HARM_DETAINED &&
        is_private(h, noun))
        return KHD_GROUP_UNKNOWN;
    if (group != KHD_GROUP_UNKNOWN)
        return group;
    if (f->tied && f->tie.harm == KHD_HARM_DETAINED)
        return KHD_GROUP_UNKNOWN;
    if (f->tied && f->tie.harm == KHD_HARM_DISPLACED)
        return KHD_GROUP_CIVILIAN;
    if (goes_on(h, f) && h->doc->figures.n > h->figure_first)
        return h->doc->figures.v[h->doc->figures.n - 1].group;
    const khd_argument *a = f->who ? f->who : f->count;
    if (a && a->group != KHD_GROUP_UNKNOWN)
        return a->group;
    if (khd_victim_everyday(&h->victims, h->doc->sentences.v[h->sentence].tokens))
        return KHD_GROUP_CIVILIAN;
    return KHD_GROUP_UNKNOWN;
}

/* ---- words ---------------------------------------------------------------------------------------- */

/* The noun phrase of the victims: from its first near modifier to the noun and its
 * "of" complement. Without a noun, the quantity. */
static khd_range phrase_of(const walk *h, const finding *f)
{
    enum { COMPLEMENT = 8 };
    if (f->noun == KHD_NOTHING)
        return f->quantity ? f->quantity->tokens : (khd_range){f->head, f->head + 1};
    uint32_t noun = (uint32_t)f->noun;
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    khd_range r = {noun, noun + 1};
    for (uint32_t i = noun; i-- > s.begin && i + COMPLEMENT > noun;) {
        uint8_t d = h->doc->tokens.v[i].deprel;
        if (!khd_doc_below(h->doc, i, noun) || d == KHD_DEPREL_CASE || d == KHD_DEPREL_PUNCT ||
            d == KHD_DEPREL_CC || d == KHD_DEPREL_MARK)
            break;
        r.begin = i;
    }
    while (r.end < s.end && khd_doc_below(h->doc, r.end, noun) &&
           (h->doc->tokens.v[r.end].deprel == KHD_DEPREL_FLAT ||
            h->doc->tokens.v[r.end].deprel == KHD_DEPREL_COMPOUND))
        r.end++;
    if (r.end < s.end && !strcmp(h->doc->tokens.v[r.end].lower, "of") &&
        h->doc->tokens.v[r.end].deprel == KHD_DEPREL_CASE) {
        int32_t of = h->doc->tokens.v[r.end].head;
        if (of > (int32_t)noun && of < (int32_t)(noun + COMPLEMENT) &&
            khd_doc_below(h->doc, (uint32_t)of, noun))
            r.end = (uint32_t)of + 1;
    }
    return r;
}

/* Quantity, noun phrase, and the harm word when it stands next to them. */
static khd_range words_of(const finding *f, khd_range phrase)
{
    khd_range r = phrase;
    if (f->quantity) {
        khd_range q = f->quantity->tokens;
        r.begin = q.begin < r.begin ? q.begin : r.begin;
        r.end = q.end > r.end ? q.end : r.end;
    }
    if (f->tied && f->tie.word >= r.end && f->tie.word < r.end + 4)
        r.end = f->tie.word + 1;
    if (f->tied && f->tie.word + 2 >= r.begin && f->tie.word < r.begin)
        r.begin = f->tie.word;
    return r;
}

/* The phrase without the quantity at its beginning. */
static khd_span who_of(const walk *h, const finding *f, khd_range phrase)
{
    if (f->noun == KHD_NOTHING)
        return (khd_span){0, 0};
    if (f->quantity && phrase.begin < f->quantity->tokens.end &&
        f->quantity->tokens.end <= (uint32_t)f->noun)
        phrase.begin = f->quantity->tokens.end;
    return khd_doc_span(h->doc, phrase);
}

/* ---- the whole of which it is a part ------------------------------------------------------------------ */

static int32_t part_of(const walk *h, const finding *f, uint8_t harm, int64_t n)
{
    if (!f->tied || f->tie.host == KHD_NOTHING)
        return KHD_NOTHING;
    for (uint32_t i = h->doc->figures.n; i-- > h->figure_first;)
        if (h->heads.v[i] == (uint32_t)f->tie.host && h->doc->figures.v[i].harm == harm)
            return (int32_t)i;
    enum { BACK = 16 };
    for (uint32_t i = h->doc->figures.n, k = 0; i-- > 0 && k < BACK; k++) {
        const khd_figure *g = &h->doc->figures.v[i];
        if (g->harm == harm && g->part_of == KHD_NOTHING && (g->n >= n || g->n == KHD_NOTHING))
            return (int32_t)i;
    }
    return KHD_NOTHING;
}

/* ---- writing a figure ------------------------------------------------------------------------------------ */

static const char *reason(walk *h, const finding *f)
{
    if (f->tied)
        return khd_doc_format(h->doc, "%s of \"%s\"", f->tie.rule,
                              h->doc->tokens.v[f->tie.word].lower);
    return khd_doc_format(h->doc, "the reader marks it as a figure (%.2f)",
                          (double)f->count->score);
}

/* "a family" is some people, not one. */
static void write_count(const walk *h, const finding *f, khd_figure *g)
{
    const khd_quantity *q = f->quantity;
    if (!q)
        return;
    g->n = q->n;
    g->n2 = q->n2;
    g->qualifier = q->qualifier;
    if (q->article && !strcmp(khd_victim_kind(&h->victims, (uint32_t)q->noun), "body")) {
        g->n = KHD_NOTHING;
        g->qualifier = KHD_QUALIFIER_VAGUE;
    }
}

/* "three of the victims": what became of them was said before. */
static uint8_t victim_harm(const walk *h, const finding *f)
{
    uint8_t harm = f->tied ? f->tie.harm : f->count->harm;
    if (f->tied && harm == KHD_HARM_KILLED_OR_INJURED && h->doc->figures.n &&
        khd_stem_is(h->doc, f->tie.word, "victim"))
        return h->doc->figures.v[h->doc->figures.n - 1].harm;
    return harm;
}

/* Who takes people decides between arrest and abduction: the frame's class knows. */
static uint8_t captive_harm(const walk *h, int32_t frame, uint8_t harm)
{
    if ((harm != KHD_HARM_DETAINED && harm != KHD_HARM_ABDUCTED) || frame == KHD_NOTHING)
        return harm;
    uint8_t class_ = h->doc->frames.v[frame].class_best;
    return class_ == KHD_CLASS_ARREST      ? KHD_HARM_DETAINED
           : class_ == KHD_CLASS_ABDUCTION ? KHD_HARM_ABDUCTED
                                           : harm;
}

static khd_figure *write(walk *h, const finding *f)
{
    khd_range phrase = phrase_of(h, f);
    khd_figure g = {.n = KHD_NOTHING, .n2 = KHD_NOTHING, .attribution = KHD_NOTHING};
    g.harm = victim_harm(h, f);
    write_count(h, f, &g);
    g.tokens = words_of(f, phrase);
    g.span = khd_doc_span(h->doc, g.tokens);
    g.who = who_of(h, f, phrase);
    g.group = group_of(h, f, phrase);
    g.frame = best_frame(h, f, g.harm);
    g.harm = captive_harm(h, g.frame, g.harm);
    g.side = side_of(h, g.frame, f->noun == KHD_NOTHING ? (int32_t)f->head : f->noun);
    g.part_of = part_of(h, f, g.harm, g.n);
    if (g.group == KHD_GROUP_UNKNOWN && g.part_of != KHD_NOTHING)
        g.group = h->doc->figures.v[g.part_of].group;
    g.cumulative = f->tied && f->tie.toll;
    g.why = reason(h, f);
    *KHD_PUSH(h->doc->arena, &h->heads) = f->head;
    khd_figure *out = KHD_PUSH(h->doc->arena, &h->doc->figures);
    *out = g;
    return out;
}

/* ---- figures with a quantity --------------------------------------------------------------------------------- */

/* The upper of the quantity's own head and the noun it counts. */
static uint32_t top_token(const walk *h, const khd_quantity *q)
{
    uint32_t head = khd_doc_head(h->doc, q->tokens);
    if (q->noun == KHD_NOTHING || khd_doc_below(h->doc, (uint32_t)q->noun, head))
        return head;
    return (uint32_t)q->noun;
}

/* "his death", "a loss": an article before them counts nobody new. */
static bool is_state(const walk *h, uint32_t noun)
{
    static const char *const words[] = {"death", "injury", "loss", "life", "remains", "soul", NULL};
    for (size_t i = 0; words[i]; i++)
        if (khd_stem_is(h->doc, noun, words[i]))
            return true;
    return false;
}

static bool may_be_people(const walk *h, const khd_quantity *q, const khd_argument *count)
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
static bool tie_next(const walk *h, const khd_quantity *q, khd_harm_tie *tie)
{
    uint32_t next = q->tokens.end;
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    if (q->article || next >= s.end || (q->noun != KHD_NOTHING && q->noun != (int32_t)next))
        return false;
    return khd_harmword_follow(&h->words, next, tie) && tie->word == next;
}

/* Ties the quantity by the word after it, by its head, by its noun, by position. */
static bool tie_quantity(const walk *h, const khd_quantity *q, uint32_t head, khd_harm_tie *tie)
{
    if (tie_next(h, q, tie) || khd_harmword_tie(&h->words, head, tie))
        return true;
    if (q->noun != KHD_NOTHING && head != (uint32_t)q->noun &&
        khd_harmword_tie(&h->words, (uint32_t)q->noun, tie))
        return true;
    uint32_t end = q->noun != KHD_NOTHING && (uint32_t)q->noun >= q->tokens.end
                       ? (uint32_t)q->noun + 1
                       : q->tokens.end;
    return !q->article && khd_harmword_follow(&h->words, end, tie);
}

static void read_quantity(walk *h, const khd_quantity *q)
{
    finding f = {.quantity = q, .noun = q->noun};
    f.count = best_argument(h, q->tokens, COUNTS);
    if (!may_be_people(h, q, f.count))
        return;
    f.head = top_token(h, q);
    f.who = best_argument(h, (khd_range){f.head, f.head + 1}, PERSONS);
    f.tied = tie_quantity(h, q, f.head, &f.tie);
    if (f.tied && q->n != 0 && khd_harmword_unreal(&h->words, f.tie.word))
        return;
    if (!f.tied && (!f.count || f.count->score < Q_SURE))
        return;
    write(h, &f);
}

/* ---- figures without a quantity -------------------------------------------------------------------------------- */

static bool is_counted(const walk *h, uint32_t token)
{
    for (uint32_t i = h->quantity_first; i < h->quantity_end; i++) {
        const khd_quantity *q = &h->doc->quantities.v[i];
        if (q->noun == (int32_t)token || khd_range_has(q->tokens, token))
            return !q->ordinal;
    }
    return false;
}

/* The harm word is the trigger of an occurrence that is told as such. */
static bool is_trigger(const walk *h, uint32_t word)
{
    for (uint32_t f = h->frame_first; f < h->frame_end; f++)
        if (khd_range_has(h->doc->frames.v[f].trigger, word) &&
            h->doc->frames.v[f].outcome_best != KHD_OUTCOME_GENERAL)
            return true;
    return false;
}

/* The same victim told again: the same harm and the same noun or name. */
static bool is_told(const walk *h, uint32_t victim, uint8_t harm)
{
    for (uint32_t i = 0; i < h->doc->figures.n; i++)
        if (h->doc->figures.v[i].harm == harm &&
            !strcmp(h->doc->tokens.v[h->heads.v[i]].lower, h->doc->tokens.v[victim].lower))
            return true;
    return false;
}

static void read_victim(walk *h, uint32_t victim, const khd_harm_tie *tie)
{
    const khd_token *t = &h->doc->tokens.v[victim];
    finding f = {.head = victim, .noun = (int32_t)victim, .tie = *tie, .tied = true};
    if (t->upos != KHD_UPOS_NOUN && t->upos != KHD_UPOS_PROPN)
        return;
    f.who = best_argument(h, (khd_range){victim, victim + 1}, PERSONS);
    if (f.who && f.who->score < VICTIM_SURE)
        f.who = NULL;
    if ((!f.who && !is_trigger(h, tie->word)) || is_counted(h, victim) ||
        !khd_victim_is_person(&h->victims, victim) || is_told(h, victim, tie->harm))
        return;
    bool one = !t->plural && (!t->xpos || strcmp(t->xpos, "NNS") != 0);
    khd_figure *g = write(h, &f);
    g->n = one ? 1 : KHD_NOTHING;
    g->qualifier = one ? KHD_QUALIFIER_EXACT : KHD_QUALIFIER_VAGUE;
}

/* "did not cause any casualties", "without harm": none. */
static void read_none(walk *h, uint32_t word)
{
    finding f = {.head = word, .noun = (int32_t)word, .tied = true};
    if (is_counted(h, word) || !khd_harmword_denied(&h->words, word, &f.tie))
        return;
    khd_figure *g = write(h, &f);
    g->n = 0;
    g->qualifier = KHD_QUALIFIER_NONE_HARMED;
}

static void read_word(walk *h, uint32_t word)
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

/* ---- the walk ------------------------------------------------------------------------------------------------------ */

static void read_sentence(walk *h)
{
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    uint32_t q = h->quantity_first;
    h->figure_first = h->doc->figures.n;
    for (uint32_t i = s.begin; i < s.end; i++) {
        if (q < h->quantity_end && h->doc->quantities.v[q].tokens.begin == i)
            read_quantity(h, &h->doc->quantities.v[q++]);
        read_word(h, i);
    }
}

void khd_harm_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    walk h = {.doc = doc,
              .words = khd_harmwords_get(doc, lexicon),
              .victims = khd_victims_get(doc, lexicon)};
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
