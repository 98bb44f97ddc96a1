/* gather_event: an incident as a whole, from its accounts. See gather.h.
 *
 * Where accounts differ the value most told stands; between equals the finer one (of
 * place and date), then that of the account with the least id.
 */
#include "gather_parts.h"

#include <stdlib.h>
#include <string.h>

static const khd_told *told(const khd_gathering *g, const khd_event *e, uint32_t i)
{
    return &g->accounts.v[e->accounts[i]];
}

/* ---- class, status, blame ------------------------------------------------------------ */

/* How much an account's class is worth: a plain attack and an aggregate give way. */
static uint32_t class_worth(uint8_t class_)
{
    return class_ == KHD_CLASS_AGGREGATE ? 1 : class_ == KHD_CLASS_ATTACK ? 2 : 3;
}

static void set_class(const khd_gathering *g, khd_event *e)
{
    uint32_t votes[KHD_CLASS_COUNT] = {0};
    for (uint32_t i = 0; i < e->count; i++)
        votes[told(g, e, i)->class_] += class_worth(told(g, e, i)->class_);
    e->class_ = 0;
    for (uint8_t c = 1; c < KHD_CLASS_COUNT; c++)
        if (votes[c] > votes[e->class_])
            e->class_ = c;
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = told(g, e, i);
        if (a->class_ == e->class_ && (!e->main || a->confidence > e->main->confidence))
            e->main = a;
    }
}

static void set_status(const khd_gathering *g, khd_event *e)
{
    static const uint8_t rank[KHD_OUTCOME_COUNT] = {
        [KHD_OUTCOME_HAPPENED] = 6, [KHD_OUTCOME_CONTESTED] = 7, [KHD_OUTCOME_DENIED] = 5,
        [KHD_OUTCOME_ATTEMPTED] = 4, [KHD_OUTCOME_POSSIBLE] = 3, [KHD_OUTCOME_PLANNED] = 2,
        [KHD_OUTCOME_THREATENED] = 1};
    e->status = told(g, e, 0)->status;
    e->blame = told(g, e, 0)->blame;
    for (uint32_t i = 1; i < e->count; i++) {
        const khd_told *a = told(g, e, i);
        if (rank[a->status] > rank[e->status])
            e->status = a->status;
        if (a->blame > e->blame)
            e->blame = a->blame;
    }
}

/* ---- place and date --------------------------------------------------------------------- */

static const char *place_key(const khd_told_place *p)
{
    if (p->gazetteer)
        return p->gazetteer;
    if (p->city)
        return p->city;
    return p->admin1 ? p->admin1 : p->country ? p->country : "";
}

static uint32_t place_fineness(const khd_told_place *p)
{
    static const uint8_t fine[KHD_PLACE_PRECISION_COUNT] = {
        [KHD_PLACE_PRECISION_SITE] = 6,     [KHD_PLACE_PRECISION_NEIGHBOURHOOD] = 5,
        [KHD_PLACE_PRECISION_CITY] = 4,     [KHD_PLACE_PRECISION_DISTRICT] = 3,
        [KHD_PLACE_PRECISION_PROVINCE] = 2, [KHD_PLACE_PRECISION_COUNTRY] = 1};
    return p->precision < KHD_PLACE_PRECISION_COUNT ? fine[p->precision] : 0;
}

/* Towns before provinces, then by how often, then by fineness. */
static void set_place(const khd_gathering *g, khd_event *e)
{
    enum { MOST = 200 };
    uint64_t best = 0;
    uint32_t n = e->count < MOST ? e->count : MOST;
    e->place = told(g, e, 0)->place;
    for (uint32_t i = 0; i < n; i++) {
        const khd_told_place *p = &told(g, e, i)->place;
        uint64_t times = 0, fine = place_fineness(p);
        for (uint32_t j = 0; j < n; j++)
            times += !strcmp(place_key(p), place_key(&told(g, e, j)->place));
        uint64_t worth = (fine >= 4 ? 1000000 : fine * 10000) + times * 100 + fine;
        if (worth > best) {
            best = worth;
            e->place = *p;
        }
    }
}

static void set_date(const khd_gathering *g, khd_event *e)
{
    enum { MOST = 200 };
    int64_t best = -1;
    uint32_t n = e->count < MOST ? e->count : MOST;
    e->date = (khd_told_date){KHD_NO_DAY, KHD_NO_DAY, KHD_DATE_PRECISION_NONE};
    for (uint32_t i = 0; i < n; i++) {
        const khd_told_date *d = &told(g, e, i)->date;
        int64_t times = 0;
        if (d->start == KHD_NO_DAY)
            continue;
        for (uint32_t j = 0; j < n; j++)
            times += told(g, e, j)->date.start == d->start && told(g, e, j)->date.last == d->last;
        int64_t days = (int64_t)d->last - d->start;
        int64_t worth = times * 100000 - (days < 99999 ? days : 99999);
        if (worth > best) {
            best = worth;
            e->date = *d;
        }
    }
}

/* ---- parties ------------------------------------------------------------------------------- */

typedef struct {
    const khd_told_party *party;
    const char *key;
    uint32_t times, first;
} counted;

static int most_told(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void count_party(counted *list, uint32_t *n, const khd_told_party *p)
{
    enum { MOST = 40 };
    const char *key = p->actor ? p->actor : p->name ? p->name : p->text ? p->text : "";
    for (uint32_t i = 0; i < *n; i++)
        if (!strcmp(list[i].key, key)) {
            list[i].times++;
            return;
        }
    if (*n < MOST) {
        list[*n] = (counted){p, key, 1, *n};
        ++*n;
    }
}

static const khd_told_party **side(khd_gathering *g, const khd_event *e, bool b, uint32_t *count)
{
    counted list[40];
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = told(g, e, i);
        const khd_told_party *v = b ? a->side_b.v : a->side_a.v;
        for (uint32_t j = 0; j < (b ? a->side_b.n : a->side_a.n); j++)
            count_party(list, &n, &v[j]);
    }
    qsort(list, n, sizeof *list, most_told);
    const khd_told_party **out = khd_arena_push(g->arena, n ? n : 1, sizeof *out);
    for (uint32_t i = 0; i < n; i++)
        out[i] = list[i].party;
    *count = n;
    return out;
}

/* ---- claims and grade ---------------------------------------------------------------------- */

static const char *claimant(const khd_told *a, const khd_told_figure *f, const khd_told_report *r,
                            khd_claim *c)
{
    for (uint32_t i = 0; f->source && i < a->sources.n; i++) {
        const khd_told_source *s = &a->sources.v[i];
        if (s->text && !strcmp(s->text, f->source)) {
            c->claimant_kind = s->kind;
            return s->name ? s->name : s->text;
        }
    }
    if (f->source)
        return f->source;
    c->own_voice = true;
    c->claimant_kind = KHD_SOURCE_KIND_MEDIA;
    return r->publisher ? r->publisher : "";
}

static bool is_fighting(uint8_t class_)
{
    return class_ == KHD_CLASS_ARMED_CLASH || class_ == KHD_CLASS_STATE_GAINS ||
           class_ == KHD_CLASS_NONSTATE_GAINS || class_ == KHD_CLASS_AIR_STRIKE ||
           class_ == KHD_CLASS_SHELLING;
}

static int by_issue(const void *a, const void *b)
{
    const khd_claim *x = a, *y = b;
    if (x->published != y->published)
        return x->published < y->published ? -1 : 1;
    return strcmp(x->account, y->account);
}

static void set_claims(khd_gathering *g, khd_event *e)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->count; i++)
        n += told(g, e, i)->figures.n;
    e->claims = khd_arena_push(g->arena, n ? n : 1, sizeof *e->claims);
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = told(g, e, i);
        const khd_told_report *r = &g->reports.v[a->report];
        for (uint32_t j = 0; j < a->figures.n; j++) {
            const khd_told_figure *f = &a->figures.v[j];
            khd_claim *c = &e->claims[e->claim_count++];
            *c = (khd_claim){.account = a->id, .report = r->id, .words = f->text ? f->text : "",
                             .published = r->day, .harm = f->harm, .qualifier = f->qualifier,
                             .group = f->group, .side = f->side, .n = f->n, .n2 = f->n2,
                             .part = f->part_of != KHD_NOTHING,
                             .fighting = is_fighting(a->class_)};
            c->claimant = claimant(a, f, r, c);
        }
    }
    qsort(e->claims, n, sizeof *e->claims, by_issue);
    khd_toll_settle(e->claims, n);
}

typedef struct {
    const char *v[64];
    uint32_t n;
} names;

static void add_name(names *set, const char *name)
{
    if (!name || !*name)
        return;
    for (uint32_t i = 0; i < set->n; i++)
        if (!strcmp(set->v[i], name))
            return;
    if (set->n < 64)
        set->v[set->n++] = name;
}

/* A party that can be blamed: somebody in particular. */
static const char *blamed(const khd_told *a)
{
    for (uint32_t i = 0; i < a->side_a.n; i++)
        if (a->side_a.v[i].actor)
            return a->side_a.v[i].actor;
    return NULL;
}

/* Different bodies; branches of one state are not. */
static bool differ(const char *a, const char *b)
{
    return a && b && khd_incident_family(a) != khd_incident_family(b);
}

static void count_attestation(const khd_gathering *g, khd_event *e, khd_attestation *t)
{
    names sources = {{0}, 0};
    const char *first = NULL;
    uint32_t last_report = UINT32_MAX;
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = told(g, e, i);
        t->denied += a->status == KHD_OUTCOME_DENIED;
        t->contested += a->status == KHD_OUTCOME_CONTESTED;
        t->happened += a->status == KHD_OUTCOME_HAPPENED;
        t->claimed += a->blame == KHD_BLAME_CLAIMED;
        e->report_count += a->report != last_report;
        last_report = a->report;
        for (uint32_t j = 0; j < a->sources.n; j++)
            add_name(&sources, a->sources.v[j].name ? a->sources.v[j].name : a->sources.v[j].text);
        if (!a->sources.n)
            add_name(&sources, g->reports.v[a->report].publisher);
        bool one_sided = e->class_ != KHD_CLASS_ARMED_CLASH && a->blame != KHD_BLAME_NONE;
        t->rivals |= one_sided && differ(first, blamed(a));
        if (one_sided && !first)
            first = blamed(a);
    }
    t->accounts = e->count;
    t->sources = e->source_count = sources.n;
}

/* Reports may come in any order among the accounts of an incident. */
static void count_reports(const khd_gathering *g, khd_event *e)
{
    e->report_count = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        bool again = false;
        for (uint32_t j = i > 300 ? i - 300 : 0; j < i && !again; j++)
            again = told(g, e, j)->report == told(g, e, i)->report;
        e->report_count += !again;
    }
}

static int by_day(const void *a, const void *b)
{
    const khd_event *x = a, *y = b;
    if (x->date.start != y->date.start)
        return x->date.start < y->date.start ? -1 : 1;
    return strcmp(x->id, y->id);
}

void khd_gather_events(khd_gathering *g)
{
    uint32_t n = g->incidents.groups.n;
    g->event_count = n;
    g->events = khd_arena_push(g->arena, n ? n : 1, sizeof *g->events);
    g->event_of_group = khd_arena_push(g->arena, n ? n : 1, sizeof *g->event_of_group);
    for (uint32_t i = 0; i < n; i++) {
        const khd_incident_group *group = &g->incidents.groups.v[i];
        khd_event *e = &g->events[i];
        khd_attestation attested = {0};
        *e = (khd_event){.id = group->id, .accounts = g->incidents.members + group->first,
                         .count = group->count, .founder = group->founder};
        set_class(g, e);
        set_status(g, e);
        set_place(g, e);
        set_date(g, e);
        e->side_a = side(g, e, false, &e->side_a_count);
        e->side_b = side(g, e, true, &e->side_b_count);
        set_claims(g, e);
        count_attestation(g, e, &attested);
        count_reports(g, e);
        e->grade = khd_toll_grade(&attested, &e->grade_reason);
    }
    qsort(g->events, n, sizeof *g->events, by_day);
    for (uint32_t i = 0; i < n; i++)
        g->event_of_group[g->incidents.group_of[g->events[i].accounts[0]]] = i;
}
