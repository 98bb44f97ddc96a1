/* joining: same or other occurrence. See joining.h. */
#include "joining.h"

#include "reader.h"

#include <math.h>
#include <string.h>

/* Classes that different words of one occurrence may bear: the codebook's families. */
static uint32_t family(uint8_t c)
{
    enum { FIGHT = 1, BOMB = 2, FIRE = 4, CROWD = 8, HOLD = 16, MOVE = 32 };
    switch (c) {
    case KHD_CLASS_ARMED_CLASH: return FIGHT | FIRE;
    case KHD_CLASS_STATE_GAINS:
    case KHD_CLASS_NONSTATE_GAINS: return FIGHT;
    case KHD_CLASS_MOBILISATION:
    case KHD_CLASS_WITHDRAWAL: return MOVE;
    case KHD_CLASS_SUICIDE_BOMB:
    case KHD_CLASS_REMOTE_EXPLOSIVE:
    case KHD_CLASS_GRENADE: return BOMB;
    case KHD_CLASS_AIR_STRIKE:
    case KHD_CLASS_SHELLING:
    case KHD_CLASS_CHEMICAL: return FIRE;
    case KHD_CLASS_ATTACK: return BOMB | FIRE | FIGHT;
    case KHD_CLASS_PROTEST:
    case KHD_CLASS_RIOT:
    case KHD_CLASS_FORCE_ON_PROTEST: return CROWD;
    case KHD_CLASS_ABDUCTION:
    case KHD_CLASS_ARREST: return HOLD;
    default: return 0;
    }
}

/* How far the two readings of the class agree, 0..1. */
static float class_agreement(const khd_occurrence *a, const khd_occurrence *b)
{
    float sum = 0;
    for (int c = 0; c < KHD_CLASS_COUNT; c++)
        sum += fminf(a->class_score[c], b->class_score[c]);
    return sum;
}

/* ---- places, days --------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a && b && *a && !strcmp(a, b);
}

typedef enum { APART, UNKNOWN, INSIDE, SAME } relation;

static relation compare_places(const khd_doc *doc, int32_t a, int32_t b)
{
    if (a == KHD_NOTHING || b == KHD_NOTHING)
        return UNKNOWN;
    const khd_place_reading *x = &doc->places.v[a].best, *y = &doc->places.v[b].best;
    if (same_text(x->id, y->id) || same_text(x->name, y->name))
        return SAME;
    if (*x->country && *y->country && strcmp(x->country, y->country) != 0)
        return APART;
    if (x->precision == KHD_PLACE_PRECISION_COUNTRY || y->precision == KHD_PLACE_PRECISION_COUNTRY)
        return INSIDE;
    bool wide = x->precision == KHD_PLACE_PRECISION_PROVINCE ||
                y->precision == KHD_PLACE_PRECISION_PROVINCE;
    if (wide)
        return same_text(x->admin1, y->admin1) ? INSIDE : APART;
    bool part = x->precision == KHD_PLACE_PRECISION_SITE ||
                x->precision == KHD_PLACE_PRECISION_NEIGHBOURHOOD ||
                y->precision == KHD_PLACE_PRECISION_SITE ||
                y->precision == KHD_PLACE_PRECISION_NEIGHBOURHOOD;
    if (same_text(x->city, y->city))
        return x->precision == y->precision && part ? APART : INSIDE;
    return APART;
}

/* "Tuesday" without an anchor: still another day than "Sunday". */
static bool is_weekday(const khd_date *d)
{
    return d->start == KHD_NO_DAY && d->value && !strncmp(d->value, "XXXX-WXX-", 9);
}

static relation compare_dates(const khd_doc *doc, int32_t a, int32_t b)
{
    if (a == KHD_NOTHING || b == KHD_NOTHING)
        return UNKNOWN;
    const khd_date *x = &doc->dates.v[a], *y = &doc->dates.v[b];
    if (x->start == KHD_NO_DAY || y->start == KHD_NO_DAY) {
        if (same_text(x->value, y->value))
            return SAME;
        return is_weekday(x) && is_weekday(y) ? APART : UNKNOWN;
    }
    if (x->start == y->start && x->last == y->last)
        return SAME;
    return x->start <= y->last && y->start <= x->last ? INSIDE : APART;
}

/* ---- parties, figures, means ------------------------------------------------------- */

static relation compare_sides(const khd_doc *doc, const khd_parties *a, const khd_parties *b)
{
    if (!a->count || !b->count)
        return UNKNOWN;
    bool known = true;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++) {
            if (a->chain[i] == KHD_NOTHING || b->chain[j] == KHD_NOTHING) {
                known = false;
                continue;
            }
            if (a->chain[i] == b->chain[j] ||
                same_text(doc->chains.v[a->chain[i]].name, doc->chains.v[b->chain[j]].name))
                return SAME;
        }
    return known ? APART : UNKNOWN;
}

static void compare_figures(const khd_doc *doc, const khd_occurrence *a, const khd_occurrence *b,
                            float *values)
{
    bool same = false, other = false;
    for (uint32_t i = 0; i < a->figures.n; i++)
        for (uint32_t j = 0; j < b->figures.n; j++) {
            const khd_figure *x = &doc->figures.v[a->figures.v[i]];
            const khd_figure *y = &doc->figures.v[b->figures.v[j]];
            if (x->harm != y->harm)
                continue;
            if (x->n == y->n && x->n != KHD_NOTHING)
                same = true;
            else if (x->n != KHD_NOTHING && y->n != KHD_NOTHING)
                other = true;
        }
    values[KHD_JOIN_FIGURE_SAME] = same;
    values[KHD_JOIN_FIGURE_OTHER] = other && !same;
}

static bool share_means(const khd_doc *doc, const khd_occurrence *a, const khd_occurrence *b)
{
    for (uint32_t i = 0; i < a->means.n; i++)
        for (uint32_t j = 0; j < b->means.n; j++)
            if (same_text(doc->tokens.v[khd_doc_head(doc, a->means.v[i])].lemma,
                          doc->tokens.v[khd_doc_head(doc, b->means.v[j])].lemma))
                return true;
    return false;
}

/* ---- features -------------------------------------------------------------------------- */

static void compare_words(const khd_doc *doc, const khd_occurrence *a, const khd_occurrence *b,
                          float *x)
{
    int32_t gap = (int32_t)b->sentence - (int32_t)a->sentence;
    x[KHD_JOIN_SENTENCE_SAME] = gap == 0;
    x[KHD_JOIN_SENTENCE_NEXT] = gap == 1;
    x[KHD_JOIN_DISTANCE] = logf(1 + (float)gap);
    x[KHD_JOIN_TITLE] = a->title;
    x[KHD_JOIN_LEAD] = !a->title && a->sentence <= 1;
    x[KHD_JOIN_DEFINITE] = b->definite;
    x[KHD_JOIN_INDEFINITE] = b->indefinite;
    x[KHD_JOIN_BARE] = b->nominal && !b->side[0].count && !b->side[1].count &&
                       b->place == KHD_NOTHING && b->date == KHD_NOTHING;
    x[KHD_JOIN_ANAPHOR] = b->definite && b->place == KHD_NOTHING && b->date == KHD_NOTHING &&
                          (a->class_ == b->class_ || (family(a->class_) & family(b->class_)));
    x[KHD_JOIN_LEMMA] = same_text(doc->tokens.v[a->head].lemma, doc->tokens.v[b->head].lemma);
    x[KHD_JOIN_TOLL_LATER] = b->toll && !a->toll;
    x[KHD_JOIN_TOLL_EARLIER] = a->toll && !b->toll;
    x[KHD_JOIN_TOLL_HERE] = gap == 0 && a->toll != b->toll;
    x[KHD_JOIN_TOLL_BOTH] = a->toll && b->toll;
    x[KHD_JOIN_BELOW] = gap == 0 && (khd_doc_below(doc, a->head, b->head) ||
                                     khd_doc_below(doc, b->head, a->head));
    x[KHD_JOIN_GENERIC] = b->class_ == KHD_CLASS_ATTACK && b->nominal;
}

/* The network's own log odds, bounded so that one voice does not outweigh the rest. */
static void compare_states(const khd_frame *a, const khd_frame *b, float *x)
{
    const float most = 6;
    float odds = khd_frame_link(a, b);
    odds = odds > most ? most : odds < -most ? -most : odds;
    x[a->context == b->context ? KHD_JOIN_LINK : KHD_JOIN_LINK_FAR] = odds;
}

void khd_joining_values(const khd_doc *doc, const khd_occurrence *a, const khd_occurrence *b,
                        float *x)
{
    memset(x, 0, KHD_JOIN_COUNT * sizeof *x);
    x[KHD_JOIN_BIAS] = 1;
    x[KHD_JOIN_CLASS_SAME] = a->class_ == b->class_;
    x[KHD_JOIN_CLASS_KIN] = a->class_ != b->class_ && (family(a->class_) & family(b->class_));
    x[KHD_JOIN_CLASS_CLOSE] = class_agreement(a, b);
    x[KHD_JOIN_STATUS_SAME] = a->outcome == b->outcome;
    relation place = compare_places(doc, a->place, b->place);
    x[KHD_JOIN_PLACE_SAME] = place == SAME;
    x[KHD_JOIN_PLACE_INSIDE] = place == INSIDE;
    x[KHD_JOIN_PLACE_OTHER] = place == APART;
    relation date = compare_dates(doc, a->date, b->date);
    x[KHD_JOIN_DATE_SAME] = date == SAME;
    x[KHD_JOIN_DATE_OTHER] = date == APART;
    relation side = compare_sides(doc, &a->side[0], &b->side[0]);
    x[KHD_JOIN_SIDE_A_SAME] = side == SAME;
    x[KHD_JOIN_SIDE_A_OTHER] = side == APART;
    side = compare_sides(doc, &a->side[1], &b->side[1]);
    x[KHD_JOIN_SIDE_B_SAME] = side == SAME;
    x[KHD_JOIN_SIDE_B_OTHER] = side == APART;
    compare_figures(doc, a, b, x);
    x[KHD_JOIN_MEANS_SAME] = share_means(doc, a, b);
    compare_words(doc, a, b, x);
    compare_states(&doc->frames.v[a->frame], &doc->frames.v[b->frame], x);
}

/* ---- clustering ---------------------------------------------------------------------------- */

/* The mean over a cluster is below that of its best pair, so less than even odds are
 * enough (log odds, chosen on the tune part of the hand-coded reports). */
static const float least_odds = -1.0f;

enum { LOOK_BACK = 60 }; /* keeps time linear on long texts */

/* A cluster must not hold two days that cannot be one. */
static bool contradicts(const khd_doc *doc, const khd_occurrences *list, const uint32_t *cluster,
                        uint32_t root, uint32_t j)
{
    uint32_t from = j > 2 * LOOK_BACK ? j - 2 * LOOK_BACK : 0;
    for (uint32_t i = from > root ? from : root; i < j; i++)
        if (cluster[i] == root &&
            compare_dates(doc, list->v[i].date, list->v[j].date) == APART)
            return true;
    return false;
}

/* "bombings resulted in the death of nine": the deed of a nominal toll's own sentence
 * that stands before it. */
static int32_t deed_before(const khd_occurrences *list, const bool *kept, uint32_t j)
{
    const khd_occurrence *toll = &list->v[j];
    if (!toll->toll || !toll->nominal || toll->place != KHD_NOTHING || toll->date != KHD_NOTHING)
        return KHD_NOTHING;
    for (uint32_t i = j; i-- > 0 && list->v[i].sentence == toll->sentence;)
        if (kept[i] && !list->v[i].toll && list->v[i].outcome == toll->outcome)
            return (int32_t)i;
    return KHD_NOTHING;
}

/* "seven of the dead": the earlier occurrence whose toll this one's is part of. */
static int32_t host_of_part(const khd_doc *doc, const khd_occurrences *list, const bool *kept,
                            uint32_t j)
{
    const khd_occurrence *o = &list->v[j];
    for (uint32_t i = 0; i < o->figures.n; i++) {
        int32_t whole = doc->figures.v[o->figures.v[i]].part_of;
        int32_t frame = whole == KHD_NOTHING ? KHD_NOTHING : doc->figures.v[whole].frame;
        if (o->toll && frame != KHD_NOTHING && (uint32_t)frame < j && kept[frame])
            return frame;
    }
    return KHD_NOTHING;
}

/* How a cluster draws an occurrence: by the mean over its members (average linkage), since
 * one likeness is not all; `with` is the member that is most alike. */
typedef struct {
    float sum, most;
    uint32_t n, with;
} draw;

typedef struct {
    const khd_doc *doc;
    const khd_occurrences *list;
    const bool *kept;
    uint32_t *cluster;
    draw *draws; /* by the root of a cluster */
    float weights[KHD_JOIN_COUNT];
} run;

static void measure_draws(run *r, uint32_t from, uint32_t j)
{
    float values[KHD_JOIN_COUNT];
    for (uint32_t i = from; i < j; i++)
        r->draws[r->cluster[i]] = (draw){0};
    for (uint32_t i = from; i < j; i++) {
        if (!r->kept[i])
            continue;
        khd_joining_values(r->doc, &r->list->v[i], &r->list->v[j], values);
        float score = khd_weigh_score(r->weights, values, KHD_JOIN_COUNT);
        draw *d = &r->draws[r->cluster[i]];
        if (!d->n || score > d->most) {
            d->most = score;
            d->with = i;
        }
        d->sum += score;
        d->n++;
    }
}

static void join_cluster(run *r, uint32_t j, khd_join *join)
{
    uint32_t from = j > LOOK_BACK ? j - LOOK_BACK : 0;
    float best = least_odds;
    measure_draws(r, from, j);
    for (uint32_t i = from; i < j; i++) {
        const draw *d = &r->draws[r->cluster[i]];
        if (!d->n || d->with != i)
            continue;
        float score = d->sum / (float)d->n;
        if (score <= best || contradicts(r->doc, r->list, r->cluster, r->cluster[i], j))
            continue;
        best = score;
        join->with = (int32_t)i;
        join->chance = khd_weigh_chance(score);
    }
}

void khd_joining_run(khd_doc *doc, const khd_lexicon *lexicon, const khd_occurrences *list,
                     const bool *kept, uint32_t *cluster, khd_join *joins)
{
    run r = {.doc = doc, .list = list, .kept = kept, .cluster = cluster};
    r.draws = khd_arena_push(doc->arena, list->n + 1, sizeof *r.draws);
    khd_weigh_load(lexicon, "join", khd_join_names, KHD_JOIN_COUNT, r.weights);
    for (uint32_t j = 0; j < list->n; j++) {
        cluster[j] = j;
        joins[j] = (khd_join){.with = KHD_NOTHING};
        if (!kept[j])
            continue;
        joins[j].with = host_of_part(doc, list, kept, j);
        if (joins[j].with == KHD_NOTHING)
            joins[j].with = deed_before(list, kept, j);
        if (joins[j].with != KHD_NOTHING) {
            joins[j].chance = 1;
            cluster[j] = cluster[joins[j].with];
            continue;
        }
        join_cluster(&r, j, &joins[j]);
        if (joins[j].with != KHD_NOTHING)
            cluster[j] = cluster[joins[j].with];
    }
}
