/* incident_relate: how incidents that are told together stand to each other. See
 * incident.h.
 *
 * Only incidents that one report tells of are looked at: the report is the evidence. An
 * incident lies inside an aggregate whose days and area hold it ("summed in"), or inside
 * a larger occurrence of kindred class that is told of a wider area on the same days
 * ("part of").
 */
#include "incident_parts.h"

#include <stdlib.h>

enum { REPORT_MOST = 48 }; /* accounts of one report that are looked at */

typedef struct {
    uint32_t report, account;
} told;

static int by_report(const void *a, const void *b)
{
    const told *x = a, *y = b;
    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    return (x->account > y->account) - (x->account < y->account);
}

/* How fine a place is told: 4 town, 3 district, 2 province, 1 country, 0 not at all. */
static int fineness(const khd_incident_account *a)
{
    switch (a->place_precision) {
    case KHD_PLACE_PRECISION_SITE:
    case KHD_PLACE_PRECISION_NEIGHBOURHOOD:
    case KHD_PLACE_PRECISION_CITY:
        return 4;
    case KHD_PLACE_PRECISION_DISTRICT:
        return 3;
    case KHD_PLACE_PRECISION_PROVINCE:
        return 2;
    case KHD_PLACE_PRECISION_COUNTRY:
        return 1;
    }
    return 0;
}

static bool holds_place(const khd_incident_account *wide, const khd_incident_account *narrow)
{
    int w = fineness(wide), n = fineness(narrow);
    if (!w || !n || !wide->country || wide->country != narrow->country)
        return false;
    if (w == 1)
        return true;
    if (w == 4)
        return n == 4 && wide->place && wide->place == narrow->place;
    return wide->admin1 && wide->admin1 == narrow->admin1;
}

static bool holds_days(const khd_incident_account *wide, const khd_incident_account *narrow)
{
    return wide->start != KHD_NO_DAY && narrow->start != KHD_NO_DAY &&
           wide->start <= narrow->start && narrow->last <= wide->last;
}

static bool is_sum(const khd_incident_account *wide, const khd_incident_account *narrow)
{
    return wide->class_ == KHD_CLASS_AGGREGATE && narrow->class_ != KHD_CLASS_AGGREGATE &&
           holds_days(wide, narrow) && holds_place(wide, narrow);
}

static bool is_part(const khd_incident_account *wide, const khd_incident_account *narrow)
{
    return wide->class_ != KHD_CLASS_AGGREGATE && narrow->class_ != KHD_CLASS_AGGREGATE &&
           (khd_incident_kinds(wide->class_) & khd_incident_kinds(narrow->class_)) &&
           fineness(wide) < fineness(narrow) && holds_days(wide, narrow) &&
           holds_place(wide, narrow);
}

static void relate(khd_arena *arena, const khd_incident_input *input, khd_incidents *out,
                   const told pair[2])
{
    const khd_incident_account *narrow = &input->accounts[pair[0].account];
    const khd_incident_account *wide = &input->accounts[pair[1].account];
    uint32_t from = out->group_of[pair[0].account], to = out->group_of[pair[1].account];
    if (from == to)
        return;
    bool sum = is_sum(wide, narrow);
    if (sum || is_part(wide, narrow))
        *KHD_PUSH(arena, &out->relations) = (khd_incident_relation){
            from, to, sum ? KHD_RELATION_SUMMED_IN : KHD_RELATION_PART_OF};
}

static int by_ends(const void *a, const void *b)
{
    const khd_incident_relation *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

void khd_incident_relate(khd_arena *arena, const khd_incident_input *input, khd_incidents *out)
{
    uint32_t n = input->count;
    told *list = khd_arena_push(arena, n ? n : 1, sizeof *list);
    for (uint32_t i = 0; i < n; i++)
        list[i] = (told){input->accounts[i].report, i};
    qsort(list, n, sizeof *list, by_report);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n && j < i + REPORT_MOST && list[j].report == list[i].report;
             j++) {
            relate(arena, input, out, (const told[2]){list[i], list[j]});
            relate(arena, input, out, (const told[2]){list[j], list[i]});
        }
    if (!out->relations.n)
        return;
    qsort(out->relations.v, out->relations.n, sizeof *out->relations.v, by_ends);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->relations.n; i++)
        if (!kept || by_ends(&out->relations.v[kept - 1], &out->relations.v[i]))
            out->relations.v[kept++] = out->relations.v[i];
    out->relations.n = kept;
}
