/* export_acled: incidents in the 31 columns of ACLED. Column names and codes after the
 * public codebook; no row or text of theirs. Fatalities are by the rule set "acled", 0
 * where nobody tells of any. See export_parts.h.
 */
#include "export_parts.h"

#include <string.h>

#define T KHD_CELL_TEXT
#define N KHD_CELL_INT
static const khd_column columns[] = {
    {"event_id_cnty", T, NULL, NULL},     {"event_date", KHD_CELL_DATE, NULL, NULL},
    {"year", N, NULL, NULL},              {"time_precision", N, NULL, NULL},
    {"disorder_type", T, NULL, NULL},     {"event_type", T, NULL, NULL},
    {"sub_event_type", T, NULL, NULL},    {"actor1", T, NULL, NULL},
    {"assoc_actor_1", T, NULL, NULL},     {"inter1", N, NULL, NULL},
    {"actor2", T, NULL, NULL},            {"assoc_actor_2", T, NULL, NULL},
    {"inter2", N, NULL, NULL},            {"interaction", N, NULL, NULL},
    {"civilian_targeting", T, NULL, NULL}, {"iso", N, NULL, NULL},
    {"region", T, NULL, NULL},            {"country", T, NULL, NULL},
    {"admin1", T, NULL, NULL},            {"admin2", T, NULL, NULL},
    {"admin3", T, NULL, NULL},            {"location", T, NULL, NULL},
    {"latitude", KHD_CELL_REAL, NULL, NULL}, {"longitude", KHD_CELL_REAL, NULL, NULL},
    {"geo_precision", N, NULL, NULL},     {"source", T, NULL, NULL},
    {"source_scale", T, NULL, NULL},      {"notes", T, NULL, NULL},
    {"fatalities", N, NULL, NULL},        {"tags", T, NULL, NULL},
    {"timestamp", N, NULL, NULL},
};

/* ---- codes ------------------------------------------------------------------------- */

/* Sub-types in the order in which they decide when tactics mix: battles, explosions
 * (chemical, air, suicide, shelling, remote explosive, grenade), violence against
 * civilians, then the rest. */
static const struct {
    const char *type, *sub;
} hierarchy[] = {
    {"Battles", NULL},
    {"Explosions/Remote violence", "Chemical weapon"},
    {"Explosions/Remote violence", "Air/drone strike"},
    {"Explosions/Remote violence", "Suicide bomb"},
    {"Explosions/Remote violence", "Shelling/artillery/missile attack"},
    {"Explosions/Remote violence", "Remote explosive/landmine/IED"},
    {"Explosions/Remote violence", "Grenade"},
    {"Violence against civilians", NULL},
    {"Riots", NULL},
    {"Protests", NULL},
    {"Strategic developments", NULL},
};

enum { RANKS = sizeof hierarchy / sizeof *hierarchy };

/* Rank of a code "TYPE/SUB-TYPE" (both may hold "/"), RANKS for none; *sub is its second
 * part. */
static int rank_of(const char *code, const char **sub)
{
    *sub = NULL;
    for (int i = 0; code && i < RANKS; i++) {
        size_t n = strlen(hierarchy[i].type);
        if (strncmp(code, hierarchy[i].type, n) || code[n] != '/')
            continue;
        *sub = code + n + 1;
        if (!hierarchy[i].sub || !strcmp(hierarchy[i].sub, *sub))
            return i;
    }
    return RANKS;
}

/* The code that decides: the highest of those that a third as many accounts tell as tell
 * the commonest one. */
static const char *deciding_code(const khd_exporting *x, const khd_event *e)
{
    uint32_t votes[RANKS + 1] = {0}, most = 0;
    const char *codes[RANKS + 1] = {NULL}, *sub;
    for (uint32_t i = 0; i < e->count; i++) {
        const char *code = khd_export_account(x, e, i)->acled;
        int rank = rank_of(code, &sub);
        if (rank < RANKS && !votes[rank]++)
            codes[rank] = code;
    }
    for (int i = 0; i < RANKS; i++)
        most = votes[i] > most ? votes[i] : most;
    for (int i = 0; i < RANKS; i++)
        if (votes[i] && votes[i] * 3 >= most)
            return codes[i];
    return NULL;
}

static const char *disorder(const char *type)
{
    if (!type)
        return NULL;
    if (!strcmp(type, "Protests") || !strcmp(type, "Riots"))
        return "Demonstrations";
    return strcmp(type, "Strategic developments") ? "Political violence" : "Strategic developments";
}

/* A force of another country than the event's is "external". */
static bool foreign(const khd_told_party *p, const char *country)
{
    return p->actor && country && !strncmp(p->actor, "state:", 6) && strlen(p->actor) >= 9 &&
           strncmp(p->actor + 6, country, 3) != 0;
}

static int64_t inter(const khd_told_party *p, const char *country)
{
    static const uint8_t codes[KHD_ACTOR_KIND_COUNT] = {
        [KHD_ACTOR_KIND_UNKNOWN] = 3,           [KHD_ACTOR_KIND_STATE_FORCES] = 1,
        [KHD_ACTOR_KIND_REBEL_GROUP] = 2,       [KHD_ACTOR_KIND_POLITICAL_MILITIA] = 3,
        [KHD_ACTOR_KIND_IDENTITY_MILITIA] = 4,  [KHD_ACTOR_KIND_RIOTERS] = 5,
        [KHD_ACTOR_KIND_PROTESTERS] = 6,        [KHD_ACTOR_KIND_CIVILIANS] = 7,
        [KHD_ACTOR_KIND_EXTERNAL] = 8,          [KHD_ACTOR_KIND_GOVERNMENT] = 1,
        [KHD_ACTOR_KIND_ORGANISATION] = 8,      [KHD_ACTOR_KIND_PERSON] = 7};
    if (foreign(p, country))
        return 8;
    return p->kind < KHD_ACTOR_KIND_COUNT ? codes[p->kind] : 3;
}

/* The two codes, the lower first: 17 for state forces and civilians, 10 for one alone. */
static int64_t interaction(int64_t a, int64_t b)
{
    if (!b)
        return a * 10;
    return a < b ? a * 10 + b : b * 10 + a;
}

/* ---- row ------------------------------------------------------------------------------ */

/* "Civilians (Syria)" */
static const char *unnamed(const khd_exporting *x, const char *who, const char *country)
{
    return country ? khd_export_glue(x, (const char *const[]){who, " (", country, ")", NULL}) : who;
}

typedef struct {
    const char *name, *others;
    int64_t inter;
} acled_actor;

static acled_actor actor(const khd_exporting *x, const khd_event *e, bool second)
{
    const khd_told_party **v = second ? e->side_b : e->side_a;
    uint32_t n = second ? e->side_b_count : e->side_a_count;
    const char *country = khd_export_country(x, e->place.country, 1);
    if (!n && second)
        return (acled_actor){NULL, NULL, 0};
    if (!n)
        return (acled_actor){unnamed(x, "Unidentified Armed Group", country), NULL, 3};
    int64_t code = inter(v[0], e->place.country);
    const char *name = code == 7 && v[0]->kind == KHD_ACTOR_KIND_CIVILIANS
                           ? unnamed(x, "Civilians", country)
                           : khd_export_party(v[0]);
    return (acled_actor){name, khd_export_parties(x, v, n, 1), code};
}

static void add_time(khd_sheet *s, const khd_event *e)
{
    int64_t days = khd_export_days(&e->date);
    khd_sheet_day(s, e->date.start);
    khd_sheet_count(s, khd_export_year(e->date.start));
    khd_sheet_count(s, !days ? KHD_NOTHING : days <= 1 ? 1 : days <= 7 ? 2 : 3);
}

static void add_actors(khd_sheet *s, const khd_exporting *x, const khd_event *e, const char *type)
{
    acled_actor a = actor(x, e, false), b = actor(x, e, true);
    bool civilians = (type && !strcmp(type, "Violence against civilians")) || b.inter == 7;
    khd_sheet_text(s, a.name);
    khd_sheet_text(s, a.others);
    khd_sheet_count(s, a.inter);
    khd_sheet_text(s, b.name);
    khd_sheet_text(s, b.others);
    khd_sheet_count(s, b.inter);
    khd_sheet_count(s, interaction(a.inter, b.inter));
    khd_sheet_text(s, civilians ? "Civilian targeting" : NULL);
}

static void add_place(khd_sheet *s, const khd_exporting *x, const khd_told_place *p)
{
    const char *country = khd_export_country(x, p->country, 1);
    int64_t precision = p->city                                          ? 1
                        : p->precision == KHD_PLACE_PRECISION_DISTRICT   ? 2
                        : p->precision == KHD_PLACE_PRECISION_NONE ? KHD_NOTHING
                                                                   : 3;
    khd_sheet_count(s, khd_export_number(khd_export_country(x, p->country, 2)));
    khd_sheet_text(s, khd_export_country(x, p->country, 3));
    khd_sheet_text(s, country);
    khd_sheet_text(s, p->admin1);
    khd_sheet_text(s, NULL);
    khd_sheet_text(s, NULL);
    khd_sheet_text(s, p->city ? p->city : p->admin1 ? p->admin1 : country);
    khd_sheet_real(s, p->has_point, p->lat);
    khd_sheet_real(s, p->has_point, p->lon);
    khd_sheet_count(s, precision);
}

static void add_row(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    const char *sub;
    int rank = rank_of(deciding_code(x, e), &sub);
    const char *type = rank < RANKS ? hierarchy[rank].type : NULL;
    khd_toll killed =
        khd_export_toll(x, e, KHD_RULES_ACLED, (khd_toll_of){.harm = KHD_HARM_KILLED});
    khd_day issued = khd_export_issued(x, e, true);
    const char *country = e->place.country ? e->place.country : "ZZZ";
    khd_sheet_text(s, khd_export_glue(x, (const char *const[]){country, "-", e->id + 1, NULL}));
    add_time(s, e);
    khd_sheet_text(s, disorder(type));
    khd_sheet_text(s, type);
    khd_sheet_text(s, sub);
    add_actors(s, x, e, type);
    add_place(s, x, &e->place);
    khd_sheet_text(s, khd_export_sources(x, e));
    khd_sheet_text(s, NULL);
    khd_sheet_text(s, x->g->accounts.v[e->founder].sentence);
    khd_sheet_count(s, killed.best == KHD_NOTHING ? 0 : killed.best);
    khd_sheet_text(s, khd_export_glue(x, (const char *const[]){"rules=acled; grade=",
                                                               khd_grade_text(e->grade),
                                                               "; status=",
                                                               khd_outcome_text(e->status), NULL}));
    khd_sheet_count(s, issued == KHD_NO_DAY ? KHD_NOTHING : (int64_t)issued * 86400);
}

khd_sheet khd_export_acled(const khd_exporting *x)
{
    khd_sheet s =
        khd_sheet_new(x->g->arena, "acled", columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < x->g->event_count; i++)
        if (deciding_code(x, &x->g->events[i]))
            add_row(&s, x, &x->g->events[i]);
    return s;
}
