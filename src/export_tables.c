/* export_tables: the plain tables incidents, accounts, figures. See export_parts.h. */
#include "export_parts.h"

#include <string.h>

/* ---- what incidents and accounts both tell -------------------------------------------- */

#define OCCURRENCE_COLUMNS                                                                        \
    {"class", KHD_CELL_TEXT, "#event+type", "class of the codebook"},                             \
    {"status", KHD_CELL_TEXT, "#status", "happened, denied, contested, possible, ..."},           \
    {"blame", KHD_CELL_TEXT, "#meta+blame", "how side_a is known"},                               \
    {"date_start", KHD_CELL_DATE, "#date+start", "first day"},                                    \
    {"date_end", KHD_CELL_DATE, "#date+end", "last day, inclusive"},                              \
    {"date_precision", KHD_CELL_TEXT, "#date+precision", "day, week, month, year, none"},         \
    {"place_words", KHD_CELL_TEXT, "#loc+words", "words that name the place"},                    \
    {"city", KHD_CELL_TEXT, "#loc+name", "town"},                                                 \
    {"admin1", KHD_CELL_TEXT, "#adm1+name", "province"},                                          \
    {"country", KHD_CELL_TEXT, "#country+code", "ISO 3166-1 alpha-3"},                            \
    {"lat", KHD_CELL_REAL, "#geo+lat", "degrees north, WGS 84"},                                  \
    {"lon", KHD_CELL_REAL, "#geo+lon", "degrees east, WGS 84"},                                   \
    {"place_precision", KHD_CELL_TEXT, "#geo+precision", "site to country"},                      \
    {"gazetteer", KHD_CELL_TEXT, "#loc+code", "gazetteer id"},                                    \
    {"side_a", KHD_CELL_TEXT, "#org+a", "who did it, or the first-named side"},                   \
    {"side_b", KHD_CELL_TEXT, "#org+b", "whom it was done to, or the other side"}

/* ---- incidents ---------------------------------------------------------------------- */

static const khd_column incident_columns[] = {
    {"incident", KHD_CELL_TEXT, "#event+id", "id of the incident"},
    OCCURRENCE_COLUMNS,
    {"rules", KHD_CELL_TEXT, "#meta+rules", "rule set of the casualty numbers"},
    {"killed_low", KHD_CELL_INT, "#affected+killed+min", "killed by the rule set: low"},
    {"killed_best", KHD_CELL_INT, "#affected+killed", "killed by the rule set: best"},
    {"killed_high", KHD_CELL_INT, "#affected+killed+max", "killed by the rule set: high"},
    {"civilians_killed_low", KHD_CELL_INT, "#affected+civilians+killed+min",
     "civilians killed: low"},
    {"civilians_killed_high", KHD_CELL_INT, "#affected+civilians+killed+max",
     "civilians killed: high"},
    {"injured_low", KHD_CELL_INT, "#affected+injured+min", "injured by the rule set: low"},
    {"injured_best", KHD_CELL_INT, "#affected+injured", "injured by the rule set: best"},
    {"injured_high", KHD_CELL_INT, "#affected+injured+max", "injured by the rule set: high"},
    {"accounts", KHD_CELL_INT, "#meta+accounts", "accounts joined"},
    {"reports", KHD_CELL_INT, "#meta+reports", "reports that tell of it"},
    {"sources", KHD_CELL_INT, "#meta+sources", "different claimants and publishers"},
    {"first_published", KHD_CELL_DATE, "#date+published+first", "day of the first report"},
    {"last_published", KHD_CELL_DATE, "#date+published+last", "day of the last report"},
    {"grade", KHD_CELL_TEXT, "#status+grade", "confirmed, fair, weak, contested, discounted"},
    {"grade_reason", KHD_CELL_TEXT, "#status+reason", "why"},
    {"part_of", KHD_CELL_TEXT, "#event+id+part_of", "larger incidents that it is a part of"},
    {"summed_in", KHD_CELL_TEXT, "#event+id+summed_in", "aggregates that count it"},
    {"acled", KHD_CELL_TEXT, "#event+acled", "ACLED-like type and sub-type"},
    {"plover", KHD_CELL_TEXT, "#event+plover", "PLOVER event and mode"},
    {"cameo", KHD_CELL_TEXT, "#event+cameo", "CAMEO code"},
};

static void add_place(khd_sheet *s, const khd_told_place *p)
{
    khd_sheet_text(s, p->words);
    khd_sheet_text(s, p->city);
    khd_sheet_text(s, p->admin1);
    khd_sheet_text(s, p->country);
    khd_sheet_real(s, p->has_point, p->lat);
    khd_sheet_real(s, p->has_point, p->lon);
    khd_sheet_text(s, khd_place_precision_text(p->precision));
    khd_sheet_text(s, p->gazetteer);
}

static void add_date(khd_sheet *s, const khd_told_date *d)
{
    khd_sheet_day(s, d->start);
    khd_sheet_day(s, d->last);
    khd_sheet_text(s, khd_date_precision_text(d->precision));
}

static void add_tolls(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    khd_toll killed = khd_export_toll(x, e, x->rules, (khd_toll_of){.harm = KHD_HARM_KILLED});
    khd_toll civil = khd_export_toll(
        x, e, x->rules, (khd_toll_of){KHD_HARM_KILLED, true, KHD_GROUP_CIVILIAN});
    khd_toll hurt = khd_export_toll(x, e, x->rules, (khd_toll_of){.harm = KHD_HARM_INJURED});
    khd_sheet_text(s, khd_rules_text(x->rules));
    khd_sheet_count(s, killed.low);
    khd_sheet_count(s, killed.best);
    khd_sheet_count(s, killed.high);
    khd_sheet_count(s, civil.low);
    khd_sheet_count(s, civil.high);
    khd_sheet_count(s, hurt.low);
    khd_sheet_count(s, hurt.best);
    khd_sheet_count(s, hurt.high);
}

/* Relations are sorted by the group they come from: `at` walks along the groups. */
static const char *related(const khd_exporting *x, uint32_t group, khd_incident_relation_kind kind)
{
    khd_names names = {.g = x->g};
    const khd_incidents *all = &x->g->incidents;
    uint32_t low = 0, high = all->relations.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (all->relations.v[middle].from < group)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < all->relations.n && all->relations.v[low].from == group; low++)
        if (all->relations.v[low].kind == kind)
            khd_names_add(&names, all->groups.v[all->relations.v[low].to].id);
    return khd_names_text(&names);
}

static void add_incident(khd_sheet *s, const khd_exporting *x, const khd_event *e)
{
    uint32_t group = x->g->incidents.group_of[e->accounts[0]];
    khd_sheet_text(s, e->id);
    khd_sheet_text(s, khd_class_text(e->class_));
    khd_sheet_text(s, khd_outcome_text(e->status));
    khd_sheet_text(s, khd_blame_text(e->blame));
    add_date(s, &e->date);
    add_place(s, &e->place);
    khd_sheet_text(s, khd_export_parties(x, e->side_a, e->side_a_count, 0));
    khd_sheet_text(s, khd_export_parties(x, e->side_b, e->side_b_count, 0));
    add_tolls(s, x, e);
    khd_sheet_count(s, e->count);
    khd_sheet_count(s, e->report_count);
    khd_sheet_count(s, e->source_count);
    khd_sheet_day(s, khd_export_issued(x, e, false));
    khd_sheet_day(s, khd_export_issued(x, e, true));
    khd_sheet_text(s, khd_grade_text(e->grade));
    khd_sheet_text(s, e->grade_reason);
    khd_sheet_text(s, related(x, group, KHD_RELATION_PART_OF));
    khd_sheet_text(s, related(x, group, KHD_RELATION_SUMMED_IN));
    khd_sheet_text(s, e->main->acled);
    khd_sheet_text(s, e->main->plover);
    khd_sheet_text(s, e->main->cameo);
}

khd_sheet khd_export_incidents(const khd_exporting *x)
{
    khd_sheet s = khd_sheet_new(x->g->arena, "incidents", incident_columns,
                                sizeof incident_columns / sizeof *incident_columns);
    s.about = "One row for each thing that happened, joined from the accounts of reports.";
    for (uint32_t i = 0; i < x->g->event_count; i++)
        add_incident(&s, x, &x->g->events[i]);
    return s;
}

/* ---- accounts ------------------------------------------------------------------------- */

static const khd_column account_columns[] = {
    {"account", KHD_CELL_TEXT, "#event+id+account", "id of the account"},
    {"incident", KHD_CELL_TEXT, "#event+id", "incident that it belongs to"},
    {"report", KHD_CELL_TEXT, "#meta+report", "id of the report"},
    OCCURRENCE_COLUMNS,
    {"trigger", KHD_CELL_TEXT, "#description+trigger", "words that name the occurrence"},
    {"sentence", KHD_CELL_TEXT, "#description", "the sentence around them"},
    {"publisher", KHD_CELL_TEXT, "#meta+publisher", "who published the report"},
    {"published", KHD_CELL_TEXT, "#date+published", "day of issue as told"},
    {"title", KHD_CELL_TEXT, "#meta+title", "title of the report"},
    {"url", KHD_CELL_TEXT, "#meta+url", "address of the report"},
    {"confidence", KHD_CELL_REAL, "#meta+confidence", "0 to 1"},
};

static const char *own_parties(const khd_exporting *x, const khd_told_party *v, uint32_t n)
{
    khd_names names = {.g = x->g};
    for (uint32_t i = 0; i < n; i++)
        khd_names_add(&names, khd_export_party(&v[i]));
    return khd_names_text(&names);
}

static void add_account(khd_sheet *s, const khd_exporting *x, const khd_event *e, const khd_told *a)
{
    const khd_told_report *r = khd_export_report(x, a);
    khd_sheet_text(s, a->id);
    khd_sheet_text(s, e->id);
    khd_sheet_text(s, r->id);
    khd_sheet_text(s, khd_class_text(a->class_));
    khd_sheet_text(s, khd_outcome_text(a->status));
    khd_sheet_text(s, khd_blame_text(a->blame));
    add_date(s, &a->date);
    add_place(s, &a->place);
    khd_sheet_text(s, own_parties(x, a->side_a.v, a->side_a.n));
    khd_sheet_text(s, own_parties(x, a->side_b.v, a->side_b.n));
    khd_sheet_text(s, a->trigger);
    khd_sheet_text(s, a->sentence);
    khd_sheet_text(s, r->publisher);
    khd_sheet_text(s, r->published);
    khd_sheet_text(s, r->title);
    khd_sheet_text(s, r->url);
    khd_sheet_real(s, true, a->confidence);
}

khd_sheet khd_export_accounts(const khd_exporting *x)
{
    khd_sheet s = khd_sheet_new(x->g->arena, "accounts", account_columns,
                                sizeof account_columns / sizeof *account_columns);
    s.about = "What each report tells of each occurrence.";
    for (uint32_t i = 0; i < x->g->event_count; i++)
        for (uint32_t j = 0; j < x->g->events[i].count; j++)
            add_account(&s, x, &x->g->events[i], khd_export_account(x, &x->g->events[i], j));
    return s;
}

/* ---- figures ---------------------------------------------------------------------------- */

static const khd_column figure_columns[] = {
    {"incident", KHD_CELL_TEXT, "#event+id", "incident"},
    {"account", KHD_CELL_TEXT, "#event+id+account", "account that tells the figure"},
    {"report", KHD_CELL_TEXT, "#meta+report", "its report"},
    {"published", KHD_CELL_DATE, "#date+published", "day of issue"},
    {"harm", KHD_CELL_TEXT, "#affected+harm", "killed, injured, missing, ..."},
    {"n", KHD_CELL_INT, "#affected+n", "number, empty when vague"},
    {"n2", KHD_CELL_INT, "#affected+n+max", "upper end of a range"},
    {"qualifier", KHD_CELL_TEXT, "#affected+qualifier", "exact, at_least, ..., vague"},
    {"words", KHD_CELL_TEXT, "#description+words", "the figure as it stands"},
    {"victim_group", KHD_CELL_TEXT, "#affected+group", "civilian, combatant, mixed, unknown"},
    {"victim_side", KHD_CELL_TEXT, "#affected+side", "a, b, other, unknown"},
    {"part", KHD_CELL_INT, "#affected+part", "1: counted in another figure of the account"},
    {"claimant", KHD_CELL_TEXT, "#meta+claimant", "who says so"},
    {"claimant_kind", KHD_CELL_TEXT, "#meta+claimant+kind", "state, ngo_monitor, witness, ..."},
    {"own_voice", KHD_CELL_INT, "#meta+own_voice", "1: the report itself says so"},
    {"replaced", KHD_CELL_INT, "#meta+replaced", "1: the claimant said otherwise later"},
    {"aside", KHD_CELL_INT, "#meta+aside", "1: far above all others, not counted"},
};

static void add_claim(khd_sheet *s, const khd_event *e, const khd_claim *c)
{
    khd_sheet_text(s, e->id);
    khd_sheet_text(s, c->account);
    khd_sheet_text(s, c->report);
    khd_sheet_day(s, c->published);
    khd_sheet_text(s, khd_harm_text(c->harm));
    khd_sheet_count(s, c->n);
    khd_sheet_count(s, c->n2);
    khd_sheet_text(s, khd_qualifier_text(c->qualifier));
    khd_sheet_text(s, c->words);
    khd_sheet_text(s, khd_group_text(c->group));
    khd_sheet_text(s, khd_side_text(c->side));
    khd_sheet_count(s, c->part);
    khd_sheet_text(s, c->claimant);
    khd_sheet_text(s, khd_source_kind_text(c->claimant_kind));
    khd_sheet_count(s, c->own_voice);
    khd_sheet_count(s, c->replaced);
    khd_sheet_count(s, c->aside);
}

khd_sheet khd_export_figures(const khd_exporting *x)
{
    khd_sheet s = khd_sheet_new(x->g->arena, "figures", figure_columns,
                                sizeof figure_columns / sizeof *figure_columns);
    s.about = "Every claimed figure with its claimant, side by side.";
    for (uint32_t i = 0; i < x->g->event_count; i++)
        for (uint32_t j = 0; j < x->g->events[i].claim_count; j++)
            add_claim(&s, &x->g->events[i], &x->g->events[i].claims[j]);
    return s;
}
