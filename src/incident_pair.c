/* incident_pair: how alike two accounts are. See incident.h.
 *
 * Every feature is 0 or 1 but those of shared words (0..1).
 */
#include "incident_parts.h"

#include "toponym.h"

#include <math.h>
#include <string.h>

#define NAME(n, t) t,
const char *const khd_link_names[KHD_LINK_COUNT] = {KHD_LINK_LIST(NAME)};

enum { FIGHT = 1, BLAST = 2, HURT = 4, SEIZE = 8, CROWD = 16, MOVE = 32, PEACE = 64, FOIL = 128 };

unsigned khd_incident_kinds(uint8_t class_)
{
    static const uint8_t kinds[KHD_CLASS_COUNT] = {
        [KHD_CLASS_ARMED_CLASH] = FIGHT,
        [KHD_CLASS_STATE_GAINS] = FIGHT | SEIZE,
        [KHD_CLASS_NONSTATE_GAINS] = FIGHT | SEIZE,
        [KHD_CLASS_AIR_STRIKE] = BLAST,
        [KHD_CLASS_SHELLING] = BLAST,
        [KHD_CLASS_SUICIDE_BOMB] = BLAST,
        [KHD_CLASS_REMOTE_EXPLOSIVE] = BLAST,
        [KHD_CLASS_GRENADE] = BLAST,
        [KHD_CLASS_CHEMICAL] = BLAST,
        [KHD_CLASS_ATTACK] = FIGHT | BLAST | HURT,
        [KHD_CLASS_SEXUAL_VIOLENCE] = HURT,
        [KHD_CLASS_ABDUCTION] = HURT,
        [KHD_CLASS_ARREST] = SEIZE,
        [KHD_CLASS_PROTEST] = CROWD,
        [KHD_CLASS_RIOT] = CROWD,
        [KHD_CLASS_FORCE_ON_PROTEST] = CROWD | HURT,
        [KHD_CLASS_DESTRUCTION] = BLAST,
        [KHD_CLASS_DISRUPTED] = FOIL | FIGHT,
        [KHD_CLASS_AGREEMENT] = PEACE,
        [KHD_CLASS_WITHDRAWAL] = PEACE | MOVE | SEIZE,
        [KHD_CLASS_MOBILISATION] = MOVE | FIGHT,
        [KHD_CLASS_DISPLACEMENT] = MOVE,
        [KHD_CLASS_AID] = PEACE,
        [KHD_CLASS_AGGREGATE] = FIGHT | BLAST | HURT,
    };
    return class_ < KHD_CLASS_COUNT ? kinds[class_] : 0;
}

/* ---- class, day, place ---------------------------------------------------------- */

static void class_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    if (a->class_ == b->class_)
        v[KHD_LINK_CLASS_SAME] = 1;
    else if (khd_incident_kinds(a->class_) & khd_incident_kinds(b->class_))
        v[KHD_LINK_CLASS_KIN] = 1;
    else
        v[KHD_LINK_CLASS_OTHER] = 1;
    if ((a->class_ == KHD_CLASS_AGGREGATE) != (b->class_ == KHD_CLASS_AGGREGATE))
        v[KHD_LINK_AGGREGATE] = 1;
    if (a->status != b->status)
        v[KHD_LINK_STATUS_OTHER] = 1;
}

/* Days that lie between two spans; 0 when they meet. */
static int64_t gap(int64_t a_start, int64_t a_last, int64_t b_start, int64_t b_last)
{
    if (b_start > a_last)
        return b_start - a_last;
    return a_start > b_last ? a_start - b_last : 0;
}

/* An account without a day tells of the days before its issue, more often than not. */
static void day_by_issue(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    enum { BACK = 3 };
    const khd_incident_account *dated = a->start != KHD_NO_DAY ? a : b;
    const khd_incident_account *other = dated == a ? b : a;
    int64_t days = 0;
    if (other->published == KHD_NO_DAY)
        v[KHD_LINK_DAY_UNTOLD] = 1;
    else if (dated->start == KHD_NO_DAY && dated->published == KHD_NO_DAY)
        v[KHD_LINK_DAY_UNTOLD] = 1;
    else if (dated->start == KHD_NO_DAY)
        days = gap(dated->published, dated->published, other->published, other->published);
    else
        days = gap(dated->start, dated->last, (int64_t)other->published - BACK, other->published);
    if (v[KHD_LINK_DAY_UNTOLD] == 0)
        v[days <= 2 ? KHD_LINK_DAY_ISSUE : KHD_LINK_DAY_FAR] = 1;
}

static void day_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    enum { SHORT = 3, WEEK = 10 }; /* days of a span that is as good as a day, as a week */
    if (a->start == KHD_NO_DAY || b->start == KHD_NO_DAY) {
        day_by_issue(a, b, v);
        return;
    }
    int64_t days = gap(a->start, a->last, b->start, b->last);
    int64_t long_a = (int64_t)a->last - a->start, long_b = (int64_t)b->last - b->start;
    int64_t longer = long_a > long_b ? long_a : long_b;
    if (!days)
        v[longer < SHORT  ? KHD_LINK_DAY_SAME
          : longer < WEEK ? KHD_LINK_DAY_WEEK
                          : KHD_LINK_DAY_WIDE] = 1;
    else
        v[days == 1 ? KHD_LINK_DAY_NEXT : KHD_LINK_DAY_FAR] = 1;
}

/* Kilometres between two points, well enough for near ones. */
double khd_incident_distance(const khd_incident_account *a, const khd_incident_account *b)
{
    const double degree = 111.2, radian = 0.017453292519943295;
    double x = (a->lon - b->lon) * cos((a->lat + b->lat) / 2 * radian), y = a->lat - b->lat;
    return degree * sqrt(x * x + y * y);
}

static bool settled(const khd_incident_account *a)
{
    return a->has_point && (a->place_precision == KHD_PLACE_PRECISION_SITE ||
                            a->place_precision == KHD_PLACE_PRECISION_NEIGHBOURHOOD ||
                            a->place_precision == KHD_PLACE_PRECISION_CITY);
}

static void place_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    bool points = settled(a) && settled(b);
    double km = points ? khd_incident_distance(a, b) : 0;
    if ((a->place && a->place == b->place) || (points && km < 3))
        v[KHD_LINK_PLACE_SAME] = 1;
    else if (points)
        v[km < 25   ? KHD_LINK_PLACE_NEAR
          : km < 80 ? KHD_LINK_PLACE_REGION
                    : KHD_LINK_PLACE_OTHER] = 1;
    else if (a->country && b->country && a->country != b->country)
        v[KHD_LINK_PLACE_OTHER] = 1;
    else if (a->admin1 && b->admin1)
        v[a->admin1 == b->admin1 ? KHD_LINK_PLACE_INSIDE : KHD_LINK_PLACE_OTHER] = 1;
}

/* ---- parties and figures ----------------------------------------------------------- */

/* Nobody in particular. */
static bool nameless(const khd_incident_party *p)
{
    return p->kind == KHD_ACTOR_KIND_CIVILIANS || p->kind == KHD_ACTOR_KIND_PERSON ||
           p->kind == KHD_ACTOR_KIND_UNKNOWN || !p->actor;
}

/* 1 a shared party, -1 parties but none shared, 0 one side names nobody. */
static int sides(const khd_incident_party *a, uint32_t n, const khd_incident_party *b, uint32_t m)
{
    enum { MOST = 12 };
    bool told_a = false, told_b = false;
    n = n < MOST ? n : MOST;
    m = m < MOST ? m : MOST;
    for (uint32_t j = 0; j < m; j++)
        told_b |= !nameless(&b[j]);
    for (uint32_t i = 0; i < n; i++) {
        if (nameless(&a[i]))
            continue;
        told_a = true;
        for (uint32_t j = 0; j < m; j++)
            if (!nameless(&b[j]) && (a[i].actor == b[j].actor || a[i].family == b[j].family))
                return 1;
    }
    return told_a && told_b ? -1 : 0;
}

static void side_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    int aa = sides(a->side_a, a->side_a_count, b->side_a, b->side_a_count);
    int bb = sides(a->side_b, a->side_b_count, b->side_b, b->side_b_count);
    if (aa)
        v[aa > 0 ? KHD_LINK_SIDE_A_SAME : KHD_LINK_SIDE_A_OTHER] = 1;
    if (bb)
        v[bb > 0 ? KHD_LINK_SIDE_B_SAME : KHD_LINK_SIDE_B_OTHER] = 1;
    if (aa <= 0 && bb <= 0 &&
        (sides(a->side_a, a->side_a_count, b->side_b, b->side_b_count) > 0 ||
         sides(a->side_b, a->side_b_count, b->side_a, b->side_a_count) > 0))
        v[KHD_LINK_SIDES_CROSSED] = 1;
}

int64_t khd_incident_killed(const khd_incident_account *account)
{
    int64_t most = KHD_NOTHING;
    for (uint32_t i = 0; i < account->figure_count; i++) {
        const khd_incident_figure *f = &account->figures[i];
        if (f->harm == KHD_HARM_KILLED && !f->part && f->n > most)
            most = f->n;
    }
    return most;
}

/* The largest number above 0 that both tell of this harm, 0 none. */
static int64_t shared(const khd_incident_account *a, const khd_incident_account *b, uint8_t harm)
{
    enum { MOST = 16 };
    int64_t best = 0;
    for (uint32_t i = 0; i < a->figure_count && i < MOST; i++) {
        if (a->figures[i].harm != harm || a->figures[i].n <= best)
            continue;
        for (uint32_t j = 0; j < b->figure_count && j < MOST; j++)
            if (b->figures[j].harm == harm && b->figures[j].n == a->figures[i].n)
                best = a->figures[i].n;
    }
    return best;
}

static void figure_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    enum { FEW = 4 }; /* tolls up to this are shared by chance */
    int64_t same = shared(a, b, KHD_HARM_KILLED);
    int64_t x = khd_incident_killed(a), y = khd_incident_killed(b);
    int64_t less = x < y ? x : y, more = x < y ? y : x;
    if (same > FEW)
        v[KHD_LINK_KILLED_SAME] = 1;
    else if (same)
        v[KHD_LINK_KILLED_FEW] = 1;
    else if (less > 0)
        v[more <= less + less / 2 + 1 ? KHD_LINK_KILLED_NEAR : KHD_LINK_KILLED_FAR] = 1;
    if (shared(a, b, KHD_HARM_INJURED) > FEW)
        v[KHD_LINK_INJURED_SAME] = 1;
}

/* ---- words ----------------------------------------------------------------------------- */

typedef struct {
    const uint32_t *v;
    uint32_t n;
} word_list;

/* A word counts by the square of its weight. */
static float worth(word_list list)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < list.n; i++)
        sum += (list.v[i] & 3) * (list.v[i] & 3);
    return (float)sum;
}

/* 0..1: what is shared, of the geometric mean of what each has. */
static float likeness(word_list a, word_list b)
{
    uint32_t both = 0;
    for (uint32_t i = 0, j = 0; i < a.n && j < b.n;) {
        if (a.v[i] == b.v[j]) {
            both += (a.v[i] & 3) * (a.v[i] & 3);
            i++, j++;
        } else if (a.v[i] < b.v[j]) {
            i++;
        } else {
            j++;
        }
    }
    return both ? (float)both / sqrtf(worth(a) * worth(b)) : 0;
}

static void word_values(const khd_incident_account *a, const khd_incident_account *b, float *v)
{
    v[KHD_LINK_WORDS] = likeness((word_list){a->words, a->word_count},
                                 (word_list){b->words, b->word_count});
    if (a->report != b->report)
        v[KHD_LINK_REPORTS] = likeness((word_list){a->report_words, a->report_word_count},
                                       (word_list){b->report_words, b->report_word_count});
    if (a->lead && b->lead)
        v[KHD_LINK_LEADS] = v[KHD_LINK_REPORTS];
}

/* ---- the whole --------------------------------------------------------------------------- */

void khd_incident_values(const khd_incident_account *a, const khd_incident_account *b,
                         float values[KHD_LINK_COUNT])
{
    memset(values, 0, KHD_LINK_COUNT * sizeof *values);
    values[KHD_LINK_BIAS] = 1;
    if (a->report == b->report)
        values[KHD_LINK_REPORT_SAME] = 1;
    class_values(a, b, values);
    day_values(a, b, values);
    place_values(a, b, values);
    side_values(a, b, values);
    figure_values(a, b, values);
    word_values(a, b, values);
}

float khd_incident_score(const float *weights, const khd_incident_account *a,
                         const khd_incident_account *b)
{
    float values[KHD_LINK_COUNT], sum = 0;
    khd_incident_values(a, b, values);
    for (int i = 0; i < KHD_LINK_COUNT; i++)
        sum += weights[i] * values[i];
    return sum;
}

/* "-1.25" to a number, free of the locale; what is no number is 0. */
static float read_number(const char *text)
{
    float sign = 1, value = 0, unit = 1;
    if (*text == '-') {
        sign = -1;
        text++;
    }
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (float)(*text - '0');
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++)
            value += (unit /= 10) * (float)(*text - '0');
    return sign * value;
}

void khd_incident_weights(const khd_lexicon *lexicon, float weights[KHD_LINK_COUNT])
{
    const khd_table *table = khd_lexicon_table(lexicon, "incident_weights");
    for (int i = 0; i < KHD_LINK_COUNT; i++)
        weights[i] =
            read_number(khd_table_cell(table, khd_table_find(table, khd_link_names[i]), 1));
}

uint64_t khd_incident_hash(const char *text)
{
    return text && *text ? khd_toponym_hash(text, strlen(text), 7) | 1 : 0;
}

uint64_t khd_incident_family(const char *actor)
{
    if (!actor || strncmp(actor, "state:", 6))
        return khd_incident_hash(actor);
    size_t n = 6 + strcspn(actor + 6, ":");
    return khd_toponym_hash(actor, n, 7) | 1;
}
