/* export_ucdp: incidents in the 49 columns of UCDP GED, deaths by the rule set "ucdp"; and
 * in those of casualty recorders, numbers by the rule set "airwars". Column names after
 * the public codebooks; no row or text of theirs. See export_parts.h.
 */
#include "export_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define T(name) {name, KHD_CELL_TEXT, NULL, NULL}
#define N(name) {name, KHD_CELL_INT, NULL, NULL}
#define R(name) {name, KHD_CELL_REAL, NULL, NULL}
#define D(name) {name, KHD_CELL_DATE, NULL, NULL}
static const khd_column ged_columns[] = {
    N("id"), T("relid"), N("year"), N("active_year"), T("code_status"), N("type_of_violence"),
    N("conflict_dset_id"), N("conflict_new_id"), T("conflict_name"), N("dyad_dset_id"),
    N("dyad_new_id"), T("dyad_name"), N("side_a_dset_id"), N("side_a_new_id"), T("side_a"),
    N("side_b_dset_id"), N("side_b_new_id"), T("side_b"), N("number_of_sources"),
    T("source_article"), T("source_office"), T("source_date"), T("source_headline"),
    T("source_original"), N("where_prec"), T("where_coordinates"), T("where_description"),
    T("adm_1"), T("adm_2"), R("latitude"), R("longitude"), T("geom_wkt"), N("priogrid_gid"),
    T("country"), N("country_id"), T("region"), N("event_clarity"), N("date_prec"),
    D("date_start"), D("date_end"), N("deaths_a"), N("deaths_b"), N("deaths_civilians"),
    N("deaths_unknown"), N("best"), N("high"), N("low"), N("gwnoa"), N("gwnob"),
};

static const khd_column casualty_columns[] = {
    T("incident"), D("date_start"), D("date_end"), T("date_precision"), T("place"), T("admin1"),
    T("country"), R("latitude"), R("longitude"), T("place_precision"), T("type_of_death"),
    T("means"), T("actors"), T("targets"), T("rules"), N("killed_min"), N("killed_max"),
    N("civilians_killed_min"), N("civilians_killed_max"), N("belligerents_killed_min"),
    N("belligerents_killed_max"), N("injured_min"), N("injured_max"), T("victims"), T("names"),
    T("age"), T("sex"), T("claims"), T("source_documents"), N("number_of_sources"),
    T("claimants"), T("status"), T("grading"), T("grading_reason"),
};

/* ---- kinds of violence ---------------------------------------------------------------- */

static bool is_state(const khd_told_party *p)
{
    return p->kind == KHD_ACTOR_KIND_STATE_FORCES || p->kind == KHD_ACTOR_KIND_GOVERNMENT ||
           (p->actor && !strncmp(p->actor, "state:", 6));
}

/* 1 state-based, 2 between others, 3 one-sided. */
static int64_t type_of_violence(const khd_event *e)
{
    if (!e->side_a_count || !e->side_b_count)
        return e->side_b_count && e->side_b[0]->kind == KHD_ACTOR_KIND_CIVILIANS ? 3 : KHD_NOTHING;
    if (e->side_b[0]->kind == KHD_ACTOR_KIND_CIVILIANS ||
        e->side_b[0]->kind == KHD_ACTOR_KIND_PERSON)
        return 3;
    return is_state(e->side_a[0]) || is_state(e->side_b[0]) ? 1 : 2;
}

/* ---- deaths by side ------------------------------------------------------------------- */

/* Killed fighters of one side, or killed civilians: the best of those claims alone. */
static int64_t deaths(const khd_exporting *x, const khd_event *e, bool civilian, uint8_t side)
{
    khd_claim list[128];
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->claim_count && n < 128; i++) {
        const khd_claim *c = &e->claims[i];
        bool civil = c->group == KHD_GROUP_CIVILIAN;
        if (c->harm != KHD_HARM_KILLED || civil != civilian || (!civilian && c->side != side))
            continue;
        list[n] = *c;
        list[n++].part = false;
    }
    return khd_toll_weigh(x->g->lexicon, KHD_RULES_UCDP, (khd_toll_of){.harm = KHD_HARM_KILLED},
                          list, n)
        .best;
}

static int64_t or_none(int64_t n)
{
    return n == KHD_NOTHING ? 0 : n;
}

static void add_deaths(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_toll all = khd_export_toll(x, e, KHD_RULES_UCDP, (khd_toll_of){.harm = KHD_HARM_KILLED});
    int64_t best = or_none(all.best);
    int64_t parts[3] = {or_none(deaths(x, e, false, KHD_SIDE_A)),
                        or_none(deaths(x, e, false, KHD_SIDE_B)),
                        or_none(deaths(x, e, true, KHD_SIDE_UNKNOWN))};
    int64_t left = best;
    if (type_of_violence(e) == 3) { /* whoever side b is, its people are civilians */
        parts[2] = parts[1] > parts[2] ? parts[1] : parts[2];
        parts[1] = 0;
    }
    for (int i = 0; i < 3; i++) { /* no more than were killed in all */
        parts[i] = parts[i] < left ? parts[i] : left;
        left -= parts[i];
        khd_sheet_count(s, parts[i]);
    }
    khd_sheet_count(s, left);
    khd_sheet_count(s, best);
    khd_sheet_count(s, all.high > best ? all.high : best);
    khd_sheet_count(s, all.low == KHD_NOTHING || all.low > best ? best : all.low);
}

/* ---- who, where, from whom ------------------------------------------------------------- */

/* Gleditsch-Ward number of a state actor, from its id "state:SYR:...". */
static int64_t gwno(const khd_exporting *x, const khd_told_party *const *v, uint32_t n)
{
    char alpha3[4];
    if (!n || !v[0]->actor || strncmp(v[0]->actor, "state:", 6) || strlen(v[0]->actor) < 9)
        return KHD_NOTHING;
    memcpy(alpha3, v[0]->actor + 6, 3);
    alpha3[3] = 0;
    return khd_export_number(khd_export_country(x, alpha3, 5));
}

static void add_parties(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    const char *a = e->side_a_count ? khd_export_party(e->side_a[0]) : NULL;
    const char *b = e->side_b_count ? khd_export_party(e->side_b[0]) : NULL;
    int64_t type = type_of_violence(e);
    const char *name = a && b ? khd_export_glue(x, (const char *const[]){a, " - ", b, NULL}) : NULL;
    if (b && e->side_b[0]->kind == KHD_ACTOR_KIND_CIVILIANS)
        b = "Civilians";
    khd_sheet_count(s, type);
    for (int i = 0; i < 2; i++) {
        khd_sheet_count(s, KHD_NOTHING);
        khd_sheet_count(s, KHD_NOTHING);
        khd_sheet_text(s, name);
    }
    khd_sheet_count(s, KHD_NOTHING);
    khd_sheet_count(s, KHD_NOTHING);
    khd_sheet_text(s, a);
    khd_sheet_count(s, KHD_NOTHING);
    khd_sheet_count(s, KHD_NOTHING);
    khd_sheet_text(s, b);
}

static const char *documents(const khd_exporting *x, const khd_event *e)
{
    khd_names names = {.g = x->g};
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told_report *r = khd_export_report(x, khd_export_account(x, e, i));
        khd_names_add(&names, r->url ? r->url : r->id);
    }
    return khd_names_text(&names);
}

static void add_sources(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_names offices = {.g = x->g}, dates = offices, titles = offices, claimants = offices;
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = khd_export_account(x, e, i);
        const khd_told_report *r = khd_export_report(x, a);
        khd_names_add(&offices, r->publisher);
        khd_names_add(&dates, r->published);
        khd_names_add(&titles, r->title);
        for (uint32_t j = 0; j < a->sources.n; j++)
            khd_names_add(&claimants, a->sources.v[j].name);
    }
    khd_sheet_count(s, e->report_count);
    khd_sheet_text(s, documents(x, e));
    khd_sheet_text(s, khd_names_text(&offices));
    khd_sheet_text(s, khd_names_text(&dates));
    khd_sheet_text(s, khd_names_text(&titles));
    khd_sheet_text(s, khd_names_text(&claimants));
}

/* The cell of half a degree of PRIO-GRID. */
static int64_t priogrid(const khd_told_place *p)
{
    if (!p->has_point || fabs(p->lat) >= 90 || fabs(p->lon) >= 180)
        return KHD_NOTHING;
    return (int64_t)floor((p->lat + 90) * 2) * 720 + (int64_t)floor((p->lon + 180) * 2) + 1;
}

static void add_place(khd_sheet *s, const khd_exporting *x, const khd_told_place *p)
{
    static const uint8_t precision[KHD_PLACE_PRECISION_COUNT] = {
        [KHD_PLACE_PRECISION_NONE] = 6,     [KHD_PLACE_PRECISION_SITE] = 1,
        [KHD_PLACE_PRECISION_NEIGHBOURHOOD] = 1, [KHD_PLACE_PRECISION_CITY] = 1,
        [KHD_PLACE_PRECISION_DISTRICT] = 3, [KHD_PLACE_PRECISION_PROVINCE] = 4,
        [KHD_PLACE_PRECISION_COUNTRY] = 6};
    char wkt[64];
    /* five decimals at most, as elsewhere; printf's own point is the locale's */
    khd_buffer point = {0};
    khd_buffer_text(&point, "POINT (");
    khd_buffer_fixed(&point, p->lon, 5);
    khd_buffer_char(&point, ' ');
    khd_buffer_fixed(&point, p->lat, 5);
    khd_buffer_char(&point, ')');
    snprintf(wkt, sizeof wkt, "%s", point.v && p->has_point ? point.v : "");
    khd_buffer_free(&point);
    khd_sheet_count(s, precision[p->precision]);
    khd_sheet_text(s, p->city ? p->city : p->admin1 ? p->admin1 : p->country);
    khd_sheet_text(s, p->words);
    khd_sheet_text(s, p->admin1);
    khd_sheet_text(s, NULL);
    khd_sheet_real(s, p->has_point, p->lat);
    khd_sheet_real(s, p->has_point, p->lon);
    khd_sheet_text(s, khd_arena_text(x->g->arena, wkt, strlen(wkt)));
    khd_sheet_count(s, priogrid(p));
    khd_sheet_text(s, khd_export_country(x, p->country, 1));
    khd_sheet_count(s, khd_export_number(khd_export_country(x, p->country, 5)));
    khd_sheet_text(s, khd_export_country(x, p->country, 4));
}

static int64_t date_precision(const khd_told_date *d)
{
    int64_t days = khd_export_days(d);
    if (!days)
        return KHD_NOTHING;
    return days == 1 ? 1 : days < 7 ? 2 : days == 7 ? 3 : days <= 31 ? 4 : 5;
}

/* 53 bits of the id, so that every reader can hold it. */
static int64_t id_number(const char *id)
{
    uint64_t value = 0;
    for (const char *c = id + 1; *c; c++)
        value = value << 4 | (uint64_t)(*c <= '9' ? *c - '0' : *c - 'a' + 10);
    return (int64_t)(value >> 11);
}

static void add_ged(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_sheet_count(s, id_number(e->id));
    khd_sheet_text(s, e->id);
    khd_sheet_count(s, khd_export_year(e->date.start));
    khd_sheet_count(s, KHD_NOTHING);
    khd_sheet_text(s, "machine-coded");
    add_parties(s, x, e);
    add_sources(s, x, e);
    add_place(s, x, &e->place);
    khd_sheet_count(s, e->class_ == KHD_CLASS_AGGREGATE ? 2 : 1);
    khd_sheet_count(s, date_precision(&e->date));
    khd_sheet_day(s, e->date.start);
    khd_sheet_day(s, e->date.last);
    add_deaths(s, x, e);
    khd_sheet_count(s, gwno(x, e->side_a, e->side_a_count));
    khd_sheet_count(s, gwno(x, e->side_b, e->side_b_count));
}

/* UCDP counts deaths: events in which somebody is said to have been killed. */
static bool is_deadly(const khd_event *e)
{
    bool told = e->status == KHD_OUTCOME_HAPPENED || e->status == KHD_OUTCOME_CONTESTED;
    for (uint32_t i = 0; told && i < e->claim_count; i++)
        if (e->claims[i].harm == KHD_HARM_KILLED && e->claims[i].n != 0)
            return true;
    return false;
}

khd_sheet khd_export_ucdp(const khd_exporting *x)
{
    khd_sheet s = khd_sheet_new(x->g->arena, "ucdp", ged_columns,
                                sizeof ged_columns / sizeof *ged_columns);
    for (uint32_t i = 0; i < x->g->event_count; i++)
        if (is_deadly(&x->g->events[i]))
            add_ged(&s, x, &x->g->events[i]);
    return s;
}

/* ---- casualty recording ----------------------------------------------------------------- */

static void add_span(khd_sheet *s, const khd_exporting *x, const khd_event *e, khd_toll_of of)
{
    khd_toll t = khd_export_toll(x, e, KHD_RULES_AIRWARS, of);
    khd_sheet_count(s, t.low);
    khd_sheet_count(s, t.high);
}

/* Every figure in its own words, with who says it. */
static const char *claims(const khd_exporting *x, const khd_event *e)
{
    khd_names names = {.g = x->g};
    for (uint32_t i = 0; i < e->claim_count; i++) {
        const khd_claim *c = &e->claims[i];
        const char *between = *c->claimant ? " - " : "";
        khd_names_add(&names,
                      khd_export_glue(x, (const char *const[]){khd_harm_text(c->harm), ": ",
                                                               c->words, between, c->claimant,
                                                               NULL}));
    }
    return khd_names_text(&names);
}

static void add_victims(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_names victims = {.g = x->g}, people = {.g = x->g};
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = khd_export_account(x, e, i);
        for (uint32_t j = 0; j < a->figures.n; j++)
            khd_names_add(&victims, a->figures.v[j].who);
        for (uint32_t j = 0; j < a->side_b.n; j++)
            if (a->side_b.v[j].kind == KHD_ACTOR_KIND_PERSON)
                khd_names_add(&people, khd_export_party(&a->side_b.v[j]));
    }
    khd_sheet_text(s, khd_names_text(&victims));
    khd_sheet_text(s, khd_names_text(&people));
    khd_sheet_text(s, NULL); /* age and sex are not read yet */
    khd_sheet_text(s, NULL);
}

static void add_casualty(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_names means = {.g = x->g};
    for (uint32_t i = 0; i < e->count; i++)
        for (uint32_t j = 0; j < khd_export_account(x, e, i)->means.n; j++)
            khd_names_add(&means, khd_export_account(x, e, i)->means.v[j]);
    khd_sheet_text(s, e->id);
    khd_sheet_day(s, e->date.start);
    khd_sheet_day(s, e->date.last);
    khd_sheet_text(s, khd_date_precision_text(e->date.precision));
    khd_sheet_text(s, e->place.city ? e->place.city : e->place.words);
    khd_sheet_text(s, e->place.admin1);
    khd_sheet_text(s, e->place.country);
    khd_sheet_real(s, e->place.has_point, e->place.lat);
    khd_sheet_real(s, e->place.has_point, e->place.lon);
    khd_sheet_text(s, khd_place_precision_text(e->place.precision));
    khd_sheet_text(s, khd_class_text(e->class_));
    khd_sheet_text(s, khd_names_text(&means));
    khd_sheet_text(s, khd_export_parties(x, e->side_a, e->side_a_count, 0));
    khd_sheet_text(s, khd_export_parties(x, e->side_b, e->side_b_count, 0));
    khd_sheet_text(s, "airwars");
    add_span(s, x, e, (khd_toll_of){.harm = KHD_HARM_KILLED});
    add_span(s, x, e, (khd_toll_of){KHD_HARM_KILLED, true, KHD_GROUP_CIVILIAN});
    add_span(s, x, e, (khd_toll_of){KHD_HARM_KILLED, true, KHD_GROUP_COMBATANT});
    add_span(s, x, e, (khd_toll_of){.harm = KHD_HARM_INJURED});
    add_victims(s, x, e);
    khd_sheet_text(s, claims(x, e));
    khd_sheet_text(s, documents(x, e));
    khd_sheet_count(s, e->source_count);
    khd_sheet_text(s, khd_export_sources(x, e));
    khd_sheet_text(s, khd_outcome_text(e->status));
    khd_sheet_text(s, khd_grade_text(e->grade));
    khd_sheet_text(s, e->grade_reason);
}

khd_sheet khd_export_casualty(const khd_exporting *x)
{
    khd_sheet s = khd_sheet_new(x->g->arena, "casualty", casualty_columns,
                                sizeof casualty_columns / sizeof *casualty_columns);
    for (uint32_t i = 0; i < x->g->event_count; i++)
        if (x->g->events[i].claim_count)
            add_casualty(&s, x, &x->g->events[i]);
    return s;
}
