/* store_account: an account of a document as rows. See store_parts.h.
 *
 * An account keeps its row when the report is read again: rows of the report are first
 * marked with position -1, those whose id is found again are written anew, the others
 * go. The same path serves the first reading.
 */
#include "store_parts.h"
#include "store_account.h"

#include "status.h"

#include <stdio.h>
#include <string.h>

/* What is being written, and the first failure. */
typedef struct {
    khd_store *store;
    const khd_doc *doc;
    const khd_account *account;
    int64_t number;
    khd_status status;
    khd_error *error;
} writing;

static khd_row begin_row(writing *w, khd_store_statement statement)
{
    khd_row row = khd_row_new(w->store, statement);
    khd_row_int(&row, w->number);
    return row;
}

static void end_row(writing *w, khd_row *row)
{
    if (!w->status)
        w->status = khd_row_run(row, w->error);
}

static void words(khd_row *row, const khd_doc *doc, khd_span span)
{
    if (khd_span_empty(span)) {
        khd_row_null(row);
        khd_row_null(row);
        khd_row_null(row);
        return;
    }
    khd_row_bytes(row, doc->text + span.begin, span.end - span.begin);
    khd_row_int(row, span.begin);
    khd_row_int(row, span.end);
}

static void day(khd_row *row, khd_day value, char room[KHD_DAY_ROOM])
{
    khd_row_text(row, khd_store_day(value, room));
}

const char *khd_store_day(khd_day value, char room[KHD_DAY_ROOM])
{
    if (value == KHD_NO_DAY)
        return NULL;
    int y, m, d;
    khd_day_split(value, &y, &m, &d);
    snprintf(room, KHD_DAY_ROOM, "%04d-%02d-%02d", y, m, d);
    return room;
}

/* ---- lists ------------------------------------------------------------------------- */

static void put_mentions(writing *w)
{
    for (uint32_t i = 0; i < w->account->mentions.n && !w->status; i++) {
        khd_row row = begin_row(w, KHD_STORE_MENTION);
        khd_row_int(&row, i);
        words(&row, w->doc, w->account->mentions.v[i]);
        end_row(w, &row);
    }
}

static void put_parties(writing *w, const char *side, const khd_party *parties, uint32_t n)
{
    for (uint32_t i = 0; i < n && !w->status; i++) {
        khd_row row = begin_row(w, KHD_STORE_PARTY);
        khd_row_text(&row, side);
        khd_row_int(&row, i);
        words(&row, w->doc, parties[i].span);
        khd_row_text(&row, parties[i].name);
        khd_row_text(&row, parties[i].actor);
        khd_row_text(&row, khd_actor_kind_text(parties[i].kind));
        end_row(w, &row);
    }
}

static void put_means(writing *w)
{
    for (uint32_t i = 0; i < w->account->means.n && !w->status; i++) {
        khd_row row = begin_row(w, KHD_STORE_MEANS);
        khd_row_int(&row, i);
        words(&row, w->doc, w->account->means.v[i].span);
        khd_row_text(&row, w->account->means.v[i].kind);
        end_row(w, &row);
    }
}

static void put_figures(writing *w)
{
    for (uint32_t i = 0; i < w->account->casualties.n && !w->status; i++) {
        const khd_casualty *c = &w->account->casualties.v[i];
        khd_row row = begin_row(w, KHD_STORE_FIGURE);
        khd_row_int(&row, i);
        words(&row, w->doc, c->span);
        khd_row_text(&row, khd_harm_text(c->harm));
        khd_row_count(&row, c->n);
        khd_row_count(&row, c->n2);
        khd_row_text(&row, khd_qualifier_text(c->qualifier));
        words(&row, w->doc, c->who);
        khd_row_text(&row, khd_group_text(c->group));
        khd_row_text(&row, khd_side_text(c->side));
        khd_row_count(&row, c->part_of);
        words(&row, w->doc, c->source);
        end_row(w, &row);
    }
}

static void put_sources(writing *w)
{
    for (uint32_t i = 0; i < w->account->sources.n && !w->status; i++) {
        const khd_source *s = &w->account->sources.v[i];
        khd_row row = begin_row(w, KHD_STORE_SOURCE);
        khd_row_int(&row, i);
        words(&row, w->doc, s->span);
        khd_row_text(&row, s->name);
        khd_row_text(&row, khd_source_kind_text(s->kind));
        end_row(w, &row);
    }
}

static void put_because(writing *w)
{
    for (uint32_t i = 0; i < w->account->because.n && !w->status; i++) {
        khd_row row = begin_row(w, KHD_STORE_BECAUSE);
        khd_row_int(&row, i);
        khd_row_bytes(&row, w->account->because.v[i].field, strlen(w->account->because.v[i].field));
        khd_row_bytes(&row, w->account->because.v[i].reason,
                      strlen(w->account->because.v[i].reason));
        end_row(w, &row);
    }
}

/* ---- where and when -------------------------------------------------------------------- */

static void reading_columns(khd_row *row, const khd_place_reading *r)
{
    khd_row_text(row, r->city);
    khd_row_text(row, r->admin1);
    khd_row_text(row, r->country);
    if (r->has_point) {
        khd_row_number(row, r->lat);
        khd_row_number(row, r->lon);
    } else {
        khd_row_null(row);
        khd_row_null(row);
    }
    khd_row_text(row, khd_place_precision_text(r->precision));
    khd_row_text(row, r->id);
}

static void put_place(writing *w)
{
    const khd_account *a = w->account;
    khd_row row = begin_row(w, KHD_STORE_PLACE);
    words(&row, w->doc, a->place_span);
    reading_columns(&row, &a->reading);
    end_row(w, &row);
    const khd_place *place = a->place == KHD_NOTHING ? NULL : &w->doc->places.v[a->place];
    for (uint32_t i = 0; place && i < place->other_count && !w->status; i++) {
        khd_row other = begin_row(w, KHD_STORE_PLACE_OTHER);
        khd_row_int(&other, i);
        khd_row_text(&other, place->others[i].name);
        reading_columns(&other, &place->others[i]);
        end_row(w, &other);
    }
    if (!a->reading.has_point || w->status)
        return;
    khd_row box = begin_row(w, KHD_STORE_PLACE_BOX);
    khd_row_number(&box, a->reading.lat);
    khd_row_number(&box, a->reading.lon);
    end_row(w, &box);
}

static void put_date(writing *w)
{
    static const khd_date none = {.start = KHD_NO_DAY, .last = KHD_NO_DAY};
    const khd_account *a = w->account;
    const khd_date *date = a->date == KHD_NOTHING ? &none : &w->doc->dates.v[a->date];
    bool known = date->start != KHD_NO_DAY;
    char start[KHD_DAY_ROOM], last[KHD_DAY_ROOM];
    khd_row row = begin_row(w, KHD_STORE_DATE);
    words(&row, w->doc, a->date_span);
    day(&row, date->start, start);
    day(&row, date->last, last);
    khd_row_text(&row, khd_date_precision_text(known ? date->precision : KHD_DATE_PRECISION_NONE));
    khd_row_text(&row, date->anchor);
    end_row(w, &row);
}

/* ---- the account -------------------------------------------------------------------------- */

static void clear_lists(writing *w)
{
    static const char *const tables[] = {"mention", "party",       "means",     "place",
                                         "date",    "place_other", "place_box", "figure",
                                         "source",  "because"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !w->status; i++) {
        char sql[80];
        snprintf(sql, sizeof sql, "DELETE FROM %s WHERE account = %lld", tables[i],
                 (long long)w->number);
        w->status = khd_store_run(w->store, sql, w->error);
    }
}

/* True when the row is the account's now: new, or its own of an earlier reading. */
static bool take_row(writing *w, const char *id, int64_t report, uint32_t position)
{
    const khd_account *a = w->account;
    khd_row row = khd_row_new(w->store, KHD_STORE_ACCOUNT);
    khd_row_text(&row, id);
    khd_row_int(&row, report);
    khd_row_int(&row, position);
    khd_row_text(&row, khd_class_text(a->class_));
    khd_row_text(&row, khd_outcome_text(a->status));
    khd_row_text(&row, khd_blame_text(a->blame));
    khd_row_number(&row, (double)a->confidence);
    khd_row_text(&row, a->code_acled);
    khd_row_text(&row, a->code_plover);
    khd_row_text(&row, a->code_cameo);
    w->status = khd_row_find(&row, &w->number, w->error);
    return w->number != 0;
}

/* The id of the record; with the report's own behind it where another report has the
 * same text; with its position too in the case that hashes meet. */
static void find_row(writing *w, const khd_report_row *report, uint32_t position)
{
    char id[64];
    int length = (int)sizeof w->account->id;
    bool bare = !strcmp(report->sha256, w->doc->sha256);
    snprintf(id, sizeof id, "%.*s", length, w->account->id);
    if (bare && (take_row(w, id, report->number, position) || w->status))
        return;
    snprintf(id, sizeof id, "%.*s-%.8s", length, w->account->id, report->sha256);
    if (take_row(w, id, report->number, position) || w->status)
        return;
    snprintf(id, sizeof id, "%.*s-%.8s-%u", length, w->account->id, report->sha256, position);
    if (!take_row(w, id, report->number, position) && !w->status)
        w->status = khd_error_set(w->error, KHD_DATA, 0, "account %s is in the database already",
                                  id);
}

khd_status khd_store_put_account(khd_store *store, const khd_report_row *report,
                                 const khd_doc *doc, uint32_t position, khd_error *error)
{
    writing w = {.store = store,
                 .doc = doc,
                 .account = &doc->accounts.v[position],
                 .error = error};
    find_row(&w, report, position);
    if (report->again)
        clear_lists(&w);
    if (!w.status)
        put_mentions(&w);
    put_parties(&w, "a", w.account->side_a.v, w.account->side_a.n);
    put_parties(&w, "b", w.account->side_b.v, w.account->side_b.n);
    put_means(&w);
    if (!w.status)
        put_place(&w);
    if (!w.status)
        put_date(&w);
    put_figures(&w);
    put_sources(&w);
    put_because(&w);
    return w.status;
}
