/* figure: see figure.h. The frame is the one that scores best: its arguments hold the
 * words, its trigger is the harm word or governs it. The group comes from the words
 * of the victims, then from the reader, then from the setting.
 */
#include "figure.h"

#include "stem.h"

#include <string.h>

/* Arguments that may be persons, as bits of enum khd_argument. */
enum {
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

static float frame_score(const khd_figures *h, const khd_frame *frame, const khd_finding *f,
                         uint8_t harm)
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

static int32_t best_frame(const khd_figures *h, const khd_finding *f, uint8_t harm)
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
static bool noun_is_side(const khd_figures *h, const khd_frame *frame, uint8_t kind, int32_t noun)
{
    if (noun == KHD_NOTHING)
        return false;
    for (uint32_t i = 0; i < frame->argument_count; i++) {
        const khd_argument *a = &h->doc->arguments.v[frame->argument_first + i];
        if (a->kind != kind)
            continue;
        const char *head = h->doc->tokens.v[khd_doc_head(h->doc, a->tokens)].lemma;
        if (khd_range_has(a->tokens, (uint32_t)noun) || !strcmp(head, h->doc->tokens.v[noun].lemma))
            return true;
    }
    return false;
}

static bool is_attacker(const khd_figures *h, int32_t noun)
{
    static const char *const words[] = {"attacker", "assailant", "bomber",      "gunman", "shooter",
                                        "knifeman", "hijacker",  "perpetrator", NULL};
    for (size_t i = 0; noun != KHD_NOTHING && words[i]; i++)
        if (!strcmp(h->doc->tokens.v[noun].lemma, words[i]))
            return true;
    return false;
}

static uint8_t side_of(const khd_figures *h, int32_t frame_index, int32_t noun)
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

/* ---- group ------------------------------------------------------------------------------------
 */

/* "others", "more" and numbers without a noun go on with the figure before. */
static bool goes_on(const khd_figures *h, const khd_finding *f)
{
    return f->noun == KHD_NOTHING || !strcmp(h->doc->tokens.v[f->noun].lemma, "other") ||
           !strcmp(h->doc->tokens.v[f->noun].lower, "others");
}

/* Suspects: a man or a wife arrested may be anyone. */
static bool is_private(const khd_figures *h, uint32_t noun)
{
    static const char *const kinds[] = {"family",   "woman",   "child", "worker",
                                        "civilian", "elderly", NULL};
    const char *kind = khd_victim_kind(&h->victims, noun);
    for (size_t i = 0; kinds[i]; i++)
        if (!strcmp(kind, kinds[i]))
            return true;
    return false;
}

/* "five of the dead were women": the predicate says who they were. */
static bool is_predicated(const khd_figures *h, const khd_finding *f)
{
    const khd_token *t = &h->doc->tokens.v[f->head];
    return t->deprel == KHD_DEPREL_NSUBJ && t->head != KHD_NOTHING &&
           h->doc->tokens.v[t->head].upos == KHD_UPOS_NOUN &&
           khd_victim_group(&h->victims, (uint32_t)t->head, (khd_range){0, 0}) != KHD_GROUP_UNKNOWN;
}

/* "seventeen from the army": an elided noun may be told after the number. */
static khd_range origin_of(const khd_figures *h, const khd_finding *f, khd_range phrase)
{
    khd_range s = h->doc->sentences.v[h->sentence].tokens;
    if (!f->quantity || phrase.end >= s.end || strcmp(h->doc->tokens.v[phrase.end].lower, "from"))
        return phrase;
    for (uint32_t i = phrase.end + 1; i < s.end && i < phrase.end + 6; i++)
        if (h->doc->tokens.v[i].deprel == KHD_DEPREL_NMOD)
            return (khd_range){phrase.begin, i + 1};
    return phrase;
}

static uint8_t group_of(const khd_figures *h, const khd_finding *f, khd_range phrase)
{
    uint32_t noun = f->noun == KHD_NOTHING ? f->head : (uint32_t)f->noun;
    if (f->noun == KHD_NOTHING)
        phrase = origin_of(h, f, phrase);
    if (is_predicated(h, f))
        noun = (uint32_t)h->doc->tokens.v[f->head].head;
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

/* ---- words
 * ---------------------------------------------------------------------------------------- */

/* The noun phrase of the victims: from its first near modifier to the noun and its
 * "of" complement. Without a noun, the quantity. */
static khd_range phrase_of(const khd_figures *h, const khd_finding *f)
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
static khd_range words_of(const khd_finding *f, khd_range phrase)
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
static khd_span who_of(const khd_figures *h, const khd_finding *f, khd_range phrase)
{
    if (f->noun == KHD_NOTHING)
        return (khd_span){0, 0};
    if (f->quantity && phrase.begin < f->quantity->tokens.end &&
        f->quantity->tokens.end <= (uint32_t)f->noun)
        phrase.begin = f->quantity->tokens.end;
    return khd_doc_span(h->doc, phrase);
}

/* ---- the whole of which it is a part
 * ------------------------------------------------------------------ */

static int32_t part_of(const khd_figures *h, const khd_finding *f, uint8_t harm, int64_t n)
{
    if (!f->tied || f->tie.host == KHD_NOTHING)
        return KHD_NOTHING;
    for (uint32_t i = h->doc->figures.n; i-- > h->figure_first;)
        if (h->heads.v[i] == (uint32_t)f->tie.host && h->doc->figures.v[i].harm == harm)
            return (int32_t)i;
    /* "dozens of wounded were brought in and two of them died": of those, not of dead told before */
    bool here = h->doc->figures.n > h->figure_first;
    if (here && h->doc->tokens.v[f->tie.host].upos == KHD_UPOS_PRON)
        return KHD_NOTHING;
    enum { BACK = 16 };
    for (uint32_t i = h->doc->figures.n, k = 0; i-- > 0 && k < BACK; k++) {
        const khd_figure *g = &h->doc->figures.v[i];
        if (g->harm == harm && g->part_of == KHD_NOTHING && (g->n >= n || g->n == KHD_NOTHING))
            return (int32_t)i;
    }
    return KHD_NOTHING;
}

/* ---- writing a figure
 * ------------------------------------------------------------------------------------ */

static const char *reason(khd_figures *h, const khd_finding *f)
{
    if (f->tied)
        return khd_doc_format(h->doc, "%s of \"%s\"", f->tie.rule,
                              h->doc->tokens.v[f->tie.word].lower);
    return khd_doc_format(h->doc, "the reader marks it as a figure (%.2f)",
                          (double)f->count->score);
}

/* "a family" is some people, not one. */
static void write_count(const khd_figures *h, const khd_finding *f, khd_figure *g)
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

/* "Three of the victims": what became of them was said before. */
static uint8_t harm_before(const khd_figures *h, uint8_t harm)
{
    enum { BACK = 16 };
    for (uint32_t i = h->doc->figures.n, k = 0; i-- > 0 && k < BACK; k++)
        if (h->doc->figures.v[i].harm == KHD_HARM_KILLED)
            return KHD_HARM_KILLED;
    return h->doc->figures.n ? h->doc->figures.v[h->doc->figures.n - 1].harm : harm;
}

/* Words that leave open what happened: "victim" looks back, "shot" asks the reader. */
static uint8_t harm_of(const khd_figures *h, const khd_finding *f)
{
    const khd_argument *a = f->count ? f->count : f->who;
    if (!f->tied)
        return f->count->harm;
    if (f->tie.harm != KHD_HARM_KILLED_OR_INJURED)
        return f->tie.harm;
    if (khd_stem_is(h->doc, f->tie.word, "victim"))
        return harm_before(h, f->tie.harm);
    bool shot = !strncmp(h->doc->tokens.v[f->tie.word].lower, "shoot", 5) ||
                !strcmp(h->doc->tokens.v[f->tie.word].lower, "shot");
    bool says = a && (a->harm == KHD_HARM_KILLED || a->harm == KHD_HARM_INJURED);
    return shot && says ? a->harm : f->tie.harm;
}

/* Who takes people decides between arrest and abduction: the frame's class knows. */
static uint8_t captive_harm(const khd_figures *h, int32_t frame, uint8_t harm)
{
    if ((harm != KHD_HARM_DETAINED && harm != KHD_HARM_ABDUCTED) || frame == KHD_NOTHING)
        return harm;
    uint8_t class_ = h->doc->frames.v[frame].class_best;
    return class_ == KHD_CLASS_ARREST      ? KHD_HARM_DETAINED
           : class_ == KHD_CLASS_ABDUCTION ? KHD_HARM_ABDUCTED
                                           : harm;
}

khd_figure *khd_figure_push(khd_figures *h, const khd_finding *f)
{
    khd_range phrase = phrase_of(h, f);
    khd_figure g = {.n = KHD_NOTHING, .n2 = KHD_NOTHING, .attribution = KHD_NOTHING};
    g.harm = harm_of(h, f);
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
