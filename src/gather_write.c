/* gather_write: incidents into the database, and the log of decisions. See gather.h.
 *
 * A decision names accounts by id, and beside it the report and the words that name the
 * occurrence, so that it finds its account again when a report was coded anew and the
 * account got another id.
 */
#include "gather_parts.h"

#include "status.h"

#include <string.h>

/* ---- the decision log -------------------------------------------------------------- */

/* One account of a decision, and where it is now. */
typedef struct {
    int64_t decision;
    bool merge, other;
    uint32_t account; /* UINT32_MAX: not there any more */
} decided;

typedef KHD_LIST(decided) decided_list;

static uint32_t find_by_id(const khd_gathering *g, const char *id)
{
    for (uint32_t i = 0; i < g->accounts.n; i++)
        if (!strcmp(g->accounts.v[i].id, id))
            return i;
    return UINT32_MAX;
}

/* The account of that report which has a mention on those words. */
static uint32_t find_by_words(const khd_gathering *g, const char *report, khd_span words)
{
    for (uint32_t i = 0; i < g->accounts.n; i++) {
        const khd_told *a = &g->accounts.v[i];
        if (strcmp(g->reports.v[a->report].id, report))
            continue;
        for (uint32_t j = 0; j < a->mentions.n; j++)
            if (a->mentions.v[j].begin < words.end && words.begin < a->mentions.v[j].end)
                return i;
    }
    return UINT32_MAX;
}

static void load_decisions(khd_gather_load *load, decided_list *out)
{
    khd_gather_ask(load, "SELECT d.number, d.kind, a.side, a.account, a.report, a.span_begin,"
                         " a.span_end FROM decision d JOIN decision_account a"
                         " ON a.decision = d.number ORDER BY d.number, a.account");
    while (khd_gather_step(load)) {
        uint32_t at = find_by_id(load->g, khd_store_text(load->row, 3));
        khd_span words = {(uint32_t)sqlite3_column_int64(load->row, 5),
                          (uint32_t)sqlite3_column_int64(load->row, 6)};
        if (at == UINT32_MAX)
            at = find_by_words(load->g, khd_store_text(load->row, 4), words);
        *KHD_PUSH(load->g->arena, out) =
            (decided){sqlite3_column_int64(load->row, 0), *khd_store_text(load->row, 1) == 'm',
                      strcmp(khd_store_text(load->row, 2), "one") != 0, at};
    }
}

/* Every account of the decision against those before it. */
static void rule(khd_gather_load *load, const decided *v, uint32_t n, khd_incident_input *input)
{
    KHD_LIST(khd_incident_ruling) list = {0};
    for (uint32_t i = 0; i < input->ruling_count; i++)
        *KHD_PUSH(load->g->arena, &list) = input->rulings[i];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < i; j++) {
            bool same = v[i].merge || v[i].other == v[j].other;
            bool there = v[i].account != UINT32_MAX && v[j].account != UINT32_MAX;
            if (there && v[i].account != v[j].account && (!same || v[i].merge || !v[i].other))
                *KHD_PUSH(load->g->arena, &list) =
                    (khd_incident_ruling){v[j].account, v[i].account, same};
        }
    input->rulings = list.v;
    input->ruling_count = list.n;
}

void khd_gather_rulings(khd_gather_load *load, khd_incident_input *input)
{
    decided_list all = {0};
    load_decisions(load, &all);
    for (uint32_t i = 0, end; i < all.n && !load->status; i = end) {
        for (end = i + 1; end < all.n && all.v[end].decision == all.v[i].decision; end++)
            ;
        rule(load, all.v + i, end - i, input);
    }
}

/* ---- writing ---------------------------------------------------------------------------- */

/* A statement with its columns, bound left to right; the first failure sticks. */
typedef struct {
    khd_store *store;
    sqlite3_stmt *statement;
    int column, code;
} binder;

static binder open_binder(khd_store *store, const char *sql, khd_status *status, khd_error *error)
{
    binder b = {.store = store, .code = SQLITE_OK};
    if (!*status)
        *status = khd_store_prepare(store, sql, &b.statement, error);
    return b;
}

/* Copied: some texts stand in rooms that are gone when the statement runs. */
static void bind_text(binder *b, const char *text)
{
    int code = text && *text
                   ? sqlite3_bind_text(b->statement, ++b->column, text, -1, SQLITE_TRANSIENT)
                             : sqlite3_bind_null(b->statement, ++b->column);
    b->code = b->code ? b->code : code;
}

static void bind_count(binder *b, int64_t value)
{
    int code = value < 0 ? sqlite3_bind_null(b->statement, ++b->column)
                         : sqlite3_bind_int64(b->statement, ++b->column, value);
    b->code = b->code ? b->code : code;
}

static void bind_number(binder *b, bool told, double value)
{
    int code = told ? sqlite3_bind_double(b->statement, ++b->column, value)
                    : sqlite3_bind_null(b->statement, ++b->column);
    b->code = b->code ? b->code : code;
}

static void run(binder *b, khd_status *status, khd_error *error)
{
    if (*status)
        return;
    if (b->code != SQLITE_OK || sqlite3_step(b->statement) != SQLITE_DONE)
        *status = khd_store_fail(b->store, error);
    sqlite3_reset(b->statement);
    b->column = 0;
}

static const char *day_text(khd_day day, char room[16])
{
    int y, m, d;
    if (day == KHD_NO_DAY)
        return NULL;
    khd_day_split(day, &y, &m, &d);
    sqlite3_snprintf(16, room, "%04d-%02d-%02d", y, m, d);
    return room;
}

static void write_incident(binder *b, const khd_event *e)
{
    char start[16], last[16];
    bind_text(b, e->id);
    bind_text(b, khd_class_text(e->class_));
    bind_text(b, khd_outcome_text(e->status));
    bind_text(b, khd_blame_text(e->blame));
    bind_text(b, day_text(e->date.start, start));
    bind_text(b, day_text(e->date.last, last));
    bind_text(b, khd_date_precision_text(e->date.precision));
    bind_text(b, e->place.city);
    bind_text(b, e->place.admin1);
    bind_text(b, e->place.country);
    bind_number(b, e->place.has_point, e->place.lat);
    bind_number(b, e->place.has_point, e->place.lon);
    bind_text(b, khd_place_precision_text(e->place.precision));
    bind_count(b, e->count);
    bind_count(b, e->report_count);
    bind_count(b, e->source_count);
    bind_text(b, khd_grade_text(e->grade));
    bind_text(b, e->grade_reason);
}

static void write_tolls(binder *b, const khd_gathering *g, const khd_event *e, khd_status *status,
                        khd_error *error)
{
    for (int rules = 0; rules < KHD_RULES_COUNT; rules++)
        for (uint8_t harm = 0; harm < KHD_HARM_COUNT; harm++) {
            khd_toll t = khd_toll_weigh(g->lexicon, (khd_rules)rules, (khd_toll_of){.harm = harm},
                                        e->claims, e->claim_count);
            if (t.low == KHD_NOTHING && t.best == KHD_NOTHING && t.high == KHD_NOTHING)
                continue;
            bind_text(b, e->id);
            bind_text(b, khd_rules_text((khd_rules)rules));
            bind_text(b, khd_harm_text(harm));
            bind_count(b, t.low);
            bind_count(b, t.best);
            bind_count(b, t.high);
            run(b, status, error);
        }
}

static void write_events(khd_store *store, const khd_gathering *g, khd_status *status,
                         khd_error *error)
{
    binder incident = open_binder(store,
                                  "INSERT INTO incident VALUES"
                                  "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                                  status, error);
    binder member = open_binder(store,
                                "INSERT INTO incident_account(account, incident) VALUES(?,?)",
                                status, error);
    binder toll =
        open_binder(store, "INSERT INTO incident_toll VALUES(?,?,?,?,?,?)", status, error);
    for (uint32_t i = 0; i < g->event_count && !*status; i++) {
        write_incident(&incident, &g->events[i]);
        run(&incident, status, error);
        for (uint32_t j = 0; j < g->events[i].count && !*status; j++) {
            bind_text(&member, g->accounts.v[g->events[i].accounts[j]].id);
            bind_text(&member, g->events[i].id);
            run(&member, status, error);
        }
        write_tolls(&toll, g, &g->events[i], status, error);
    }
    sqlite3_finalize(incident.statement);
    sqlite3_finalize(member.statement);
    sqlite3_finalize(toll.statement);
}

static void write_relations(khd_store *store, const khd_gathering *g, khd_status *status,
                            khd_error *error)
{
    binder b = open_binder(store, "INSERT INTO incident_relation VALUES(?,?,?)", status, error);
    for (uint32_t i = 0; i < g->incidents.relations.n && !*status; i++) {
        const khd_incident_relation *r = &g->incidents.relations.v[i];
        bind_text(&b, g->incidents.groups.v[r->from].id);
        bind_text(&b, g->incidents.groups.v[r->to].id);
        bind_text(&b, r->kind == KHD_RELATION_PART_OF ? "part_of" : "summed_in");
        run(&b, status, error);
    }
    sqlite3_finalize(b.statement);
}

khd_status khd_gather_write(khd_store *store, const khd_gathering *g, khd_error *error)
{
    khd_status status = khd_store_run(store, "BEGIN IMMEDIATE", error);
    if (status)
        return status;
    status = khd_store_run(store,
                           "DELETE FROM incident_toll; DELETE FROM incident_relation;"
                           "DELETE FROM incident_account; DELETE FROM incident",
                           error);
    write_events(store, g, &status, error);
    write_relations(store, g, &status, error);
    if (!status)
        status = khd_store_run(store, "COMMIT", error);
    if (status)
        (void)sqlite3_exec(khd_store_database(store), "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* ---- deciding -------------------------------------------------------------------------------- */

static const khd_event *find_event(const khd_gathering *g, const char *id)
{
    for (uint32_t i = 0; i < g->event_count; i++)
        if (!strcmp(g->events[i].id, id))
            return &g->events[i];
    return NULL;
}

/* What the ids name: all incidents, or an incident and accounts of it. */
static khd_status check(const khd_gathering *g, const khd_gather_decision *d, khd_error *error)
{
    if (d->count < 2)
        return khd_error_set(error, KHD_USAGE, 0, "a decision is about two ids at least");
    for (size_t i = 0; i < d->count; i++) {
        bool incident = d->merge || i == 0;
        if (incident && !find_event(g, d->ids[i]))
            return khd_error_set(error, KHD_INPUT, 0, "no such incident: %.60s", d->ids[i]);
        uint32_t account = incident ? 0 : find_by_id(g, d->ids[i]);
        if (account == UINT32_MAX)
            return khd_error_set(error, KHD_INPUT, 0, "no such account: %.60s", d->ids[i]);
        uint32_t group = incident ? 0 : g->incidents.group_of[account];
        if (!incident && strcmp(g->incidents.groups.v[group].id, d->ids[0]))
            return khd_error_set(error, KHD_INPUT, 0, "%.60s is no account of %.60s", d->ids[i],
                                 d->ids[0]);
    }
    return KHD_OK;
}

static void append_account(binder *b, const khd_gathering *g, uint32_t account, bool other)
{
    const khd_told *a = &g->accounts.v[account];
    bind_text(b, other ? "other" : "one");
    bind_text(b, a->id);
    bind_text(b, g->reports.v[a->report].id);
    bind_count(b, a->mentions.n ? (int64_t)a->mentions.v[0].begin : KHD_NOTHING);
    bind_count(b, a->mentions.n ? (int64_t)a->mentions.v[0].end : KHD_NOTHING);
}

static bool leaves(const khd_gathering *g, const khd_gather_decision *d, uint32_t account)
{
    for (size_t i = 1; i < d->count; i++)
        if (!strcmp(d->ids[i], g->accounts.v[account].id))
            return true;
    return false;
}

static void append_members(khd_store *store, const khd_gathering *g, const khd_gather_decision *d,
                           khd_status *status, khd_error *error)
{
    binder b = open_binder(store,
                           "INSERT INTO decision_account VALUES"
                           "((SELECT max(number) FROM decision),?,?,?,?,?)",
                           status, error);
    for (size_t i = 0; i < (d->merge ? d->count : 1) && !*status; i++) {
        const khd_event *e = find_event(g, d->ids[i]);
        for (uint32_t j = 0; j < e->count && !*status; j++) {
            append_account(&b, g, e->accounts[j], !d->merge && !leaves(g, d, e->accounts[j]));
            run(&b, status, error);
        }
    }
    sqlite3_finalize(b.statement);
}

khd_status khd_gather_decide(khd_store *store, const khd_gathering *g,
                             const khd_gather_decision *d, khd_error *error)
{
    khd_status status = check(g, d, error);
    if (!status)
        status = khd_store_run(store, "BEGIN IMMEDIATE", error);
    if (status)
        return status;
    binder b = open_binder(store,
                           "INSERT INTO decision(kind, made_by, made_at, reason) VALUES(?,?,?,?)",
                           &status, error);
    bind_text(&b, d->merge ? "merge" : "split");
    bind_text(&b, d->by);
    bind_text(&b, d->at);
    bind_text(&b, d->reason);
    run(&b, &status, error);
    sqlite3_finalize(b.statement);
    append_members(store, g, d, &status, error);
    if (!status)
        status = khd_store_run(store, "COMMIT", error);
    if (status)
        (void)sqlite3_exec(khd_store_database(store), "ROLLBACK", NULL, NULL, NULL);
    return status;
}
