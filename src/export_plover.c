/* export_plover: PLOVER 2.0 JSON with our casualty extension, and tables like POLECAT's.
 * Names of fields after the public descriptions. See export_parts.h.
 */
#include "export_parts.h"

#include "json.h"

#include <string.h>

/* Sector codes of PLOVER for a kind of actor. */
static const char *sector(uint8_t kind)
{
    static const char *const codes[KHD_ACTOR_KIND_COUNT] = {
        [KHD_ACTOR_KIND_STATE_FORCES] = "MIL",      [KHD_ACTOR_KIND_REBEL_GROUP] = "REB",
        [KHD_ACTOR_KIND_POLITICAL_MILITIA] = "PRM", [KHD_ACTOR_KIND_IDENTITY_MILITIA] = "PRM",
        [KHD_ACTOR_KIND_RIOTERS] = "CVL",           [KHD_ACTOR_KIND_PROTESTERS] = "CVL",
        [KHD_ACTOR_KIND_CIVILIANS] = "CVL",         [KHD_ACTOR_KIND_EXTERNAL] = "MIL",
        [KHD_ACTOR_KIND_GOVERNMENT] = "GOV",        [KHD_ACTOR_KIND_ORGANISATION] = "NGO",
        [KHD_ACTOR_KIND_PERSON] = "CVL"};
    return kind < KHD_ACTOR_KIND_COUNT && codes[kind] ? codes[kind] : NULL;
}

/* The state that an actor's id names, as a country of its own. */
static const char *country_of(const khd_exporting *x, const khd_told_party *p)
{
    if (!p->actor || strncmp(p->actor, "state:", 6) || strlen(p->actor) < 9)
        return NULL;
    return khd_arena_text(x->g->arena, p->actor + 6, 3);
}

/* Quad codes: verbal and material cooperation 1 and 2, verbal and material conflict 3, 4. */
static int64_t quad(const char *event)
{
    static const struct {
        const char *event;
        int quad;
    } rows[] = {{"AGREE", 1},  {"CONSULT", 1}, {"SUPPORT", 1},  {"CONCEDE", 1},
                {"COOPERATE", 2}, {"AID", 2},  {"RETREAT", 2},  {"REQUEST", 3},
                {"ACCUSE", 3}, {"REJECT", 3},  {"THREATEN", 3}, {"PROTEST", 4},
                {"SANCTION", 4}, {"MOBILIZE", 4}, {"COERCE", 4}, {"ASSAULT", 4}};
    for (size_t i = 0; event && i < sizeof rows / sizeof *rows; i++)
        if (!strcmp(rows[i].event, event))
            return rows[i].quad;
    return KHD_NOTHING;
}

/* ---- JSON ------------------------------------------------------------------------------- */

static void actors_field(khd_buffer *out, const khd_exporting *x, const char *name,
                         const khd_told_party *const *v, uint32_t n)
{
    khd_json_key(out, name);
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < n; i++) {
        khd_json_open(out, '{');
        khd_json_text_field(out, "name", khd_export_party(v[i]));
        khd_json_text_field(out, "text", v[i]->text);
        khd_json_text_field(out, "country", country_of(x, v[i]));
        khd_json_text_field(out, "sector", sector(v[i]->kind));
        khd_json_text_field(out, "id", v[i]->actor);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void day_field(khd_buffer *out, const khd_exporting *x, const char *name, khd_day day)
{
    khd_sheet one = {.arena = x->g->arena};
    khd_sheet_day(&one, day);
    khd_json_text_field(out, name, one.cells.v[0].text);
}

static void location_field(khd_buffer *out, const khd_told_place *p)
{
    khd_json_key(out, "location");
    khd_json_open(out, '{');
    khd_json_text_field(out, "text", p->words);
    khd_json_text_field(out, "city", p->city);
    khd_json_text_field(out, "province", p->admin1);
    khd_json_text_field(out, "country", p->country);
    if (p->has_point) {
        khd_json_number_field(out, "latitude", p->lat, 5);
        khd_json_number_field(out, "longitude", p->lon, 5);
    }
    khd_json_text_field(out, "precision", khd_place_precision_text(p->precision));
    khd_buffer_char(out, '}');
}

/* Our extension: every claim as it stands, then the toll by the chosen rules. */
static void casualties_field(khd_buffer *out, const khd_exporting *x, const khd_event *e)
{
    khd_json_key(out, "casualties");
    khd_json_open(out, '{');
    khd_json_text_field(out, "rules", khd_rules_text(x->rules));
    for (uint8_t harm = 0; harm < KHD_HARM_COUNT; harm++) {
        khd_toll t = khd_export_toll(x, e, x->rules, (khd_toll_of){.harm = harm});
        if (t.low == KHD_NOTHING && t.best == KHD_NOTHING && t.high == KHD_NOTHING)
            continue;
        khd_json_key(out, khd_harm_text(harm));
        khd_json_open(out, '{');
        khd_json_int_field(out, "low", t.low);
        khd_json_int_field(out, "best", t.best);
        khd_json_int_field(out, "high", t.high);
        khd_buffer_char(out, '}');
    }
    khd_json_key(out, "claims");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < e->claim_count; i++) {
        khd_json_open(out, '{');
        khd_json_text_field(out, "harm", khd_harm_text(e->claims[i].harm));
        khd_json_int_field(out, "n", e->claims[i].n);
        khd_json_text_field(out, "qualifier", khd_qualifier_text(e->claims[i].qualifier));
        khd_json_told_field(out, "text", e->claims[i].words);
        khd_json_told_field(out, "claimant", e->claims[i].claimant);
        khd_buffer_char(out, '}');
    }
    khd_buffer_text(out, "]}");
}

void khd_export_plover(khd_buffer *out, const khd_exporting *x)
{
    for (uint32_t i = 0; i < x->g->event_count; i++) {
        const khd_event *e = &x->g->events[i];
        const char *event = khd_export_code(x, e->main->plover, false);
        if (!event)
            continue;
        khd_buffer_char(out, '{');
        khd_json_text_field(out, "id", e->id);
        khd_json_text_field(out, "version", "PLOVER 2.0");
        khd_json_text_field(out, "event", event);
        khd_json_text_field(out, "mode", khd_export_code(x, e->main->plover, true));
        khd_json_text_field(out, "context", "military");
        khd_json_text_field(out, "status", khd_outcome_text(e->status));
        day_field(out, x, "date", e->date.start);
        day_field(out, x, "end_date", e->date.last);
        actors_field(out, x, "actor", e->side_a, e->side_a_count);
        actors_field(out, x, "recipient", e->side_b, e->side_b_count);
        location_field(out, &e->place);
        khd_json_text_field(out, "text", x->g->accounts.v[e->founder].sentence);
        khd_json_text_field(out, "source", khd_export_sources(x, e));
        khd_json_text_field(out, "cameo", e->main->cameo);
        casualties_field(out, x, e);
        khd_buffer_text(out, "}\n");
    }
}

/* ---- POLECAT ------------------------------------------------------------------------------- */

#define T(name) {name, KHD_CELL_TEXT, NULL, NULL}
static const khd_column columns[] = {
    T("Event ID"), {"Event Date", KHD_CELL_DATE, NULL, NULL}, T("Event Type"), T("Event Mode"),
    T("Intensity"), {"Quad Code", KHD_CELL_INT, NULL, NULL}, T("Contexts"), T("Actor Name"),
    T("Actor Country"), T("Primary Actor Sector"), T("Actor Sectors"), T("Actor Name Raw"),
    T("Recipient Name"), T("Recipient Country"), T("Primary Recipient Sector"),
    T("Recipient Sectors"), T("Recipient Name Raw"), T("Placename"), T("City"), T("District"),
    T("Province"), T("Country"), {"Latitude", KHD_CELL_REAL, NULL, NULL},
    {"Longitude", KHD_CELL_REAL, NULL, NULL}, T("GeoNames ID"), T("Raw Placename"), T("Source"),
    T("Publication Date"), T("Language"), T("Version"),
};

static void add_side(khd_sheet *s, const khd_exporting *x, const khd_told_party *const *v,
                     uint32_t n)
{
    khd_names sectors = {.g = x->g}, raw = sectors;
    for (uint32_t i = 0; i < n; i++) {
        khd_names_add(&sectors, sector(v[i]->kind));
        khd_names_add(&raw, v[i]->text);
    }
    khd_sheet_text(s, khd_export_parties(x, v, n, 0));
    khd_sheet_text(s, n ? country_of(x, v[0]) : NULL);
    khd_sheet_text(s, n ? sector(v[0]->kind) : NULL);
    khd_sheet_text(s, khd_names_text(&sectors));
    khd_sheet_text(s, khd_names_text(&raw));
}

static void add_event(khd_sheet *s, const khd_exporting *x, const khd_event *e, const char *event)
{
    const khd_told_place *p = &e->place;
    const khd_told_report *r = khd_export_report(x, &x->g->accounts.v[e->founder]);
    bool geonames = p->gazetteer && !strncmp(p->gazetteer, "geonames:", 9);
    khd_sheet_text(s, e->id);
    khd_sheet_day(s, e->date.start);
    khd_sheet_text(s, event);
    khd_sheet_text(s, khd_export_code(x, e->main->plover, true));
    khd_sheet_text(s, NULL);
    khd_sheet_count(s, quad(event));
    khd_sheet_text(s, "military");
    add_side(s, x, e->side_a, e->side_a_count);
    add_side(s, x, e->side_b, e->side_b_count);
    khd_sheet_text(s, p->city ? p->city : p->admin1);
    khd_sheet_text(s, p->city);
    khd_sheet_text(s, NULL);
    khd_sheet_text(s, p->admin1);
    khd_sheet_text(s, p->country);
    khd_sheet_real(s, p->has_point, p->lat);
    khd_sheet_real(s, p->has_point, p->lon);
    khd_sheet_text(s, geonames ? p->gazetteer + 9 : NULL);
    khd_sheet_text(s, p->words);
    khd_sheet_text(s, khd_export_sources(x, e));
    khd_sheet_text(s, r->published);
    khd_sheet_text(s, r->language);
    khd_sheet_text(s, "khaldun");
}

khd_sheet khd_export_polecat(const khd_exporting *x)
{
    khd_sheet s =
        khd_sheet_new(x->g->arena, "polecat", columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < x->g->event_count; i++) {
        const char *event = khd_export_code(x, x->g->events[i].main->plover, false);
        if (event)
            add_event(&s, x, &x->g->events[i], event);
    }
    return s;
}
