/* write: the record of accounts as JSON. See write.h.
 *
 * Field names and their order are those of the record's definition in the manual.
 */
#include "write.h"

#include "json.h"

void khd_write_day(khd_buffer *out, const char *name, khd_day day)
{
    khd_json_key(out, name);
    if (day == KHD_NO_DAY) {
        khd_buffer_text(out, "null");
        return;
    }
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    char iso[] = {'"',
                  (char)('0' + y / 1000 % 10),
                  (char)('0' + y / 100 % 10),
                  (char)('0' + y / 10 % 10),
                  (char)('0' + y % 10),
                  '-',
                  (char)('0' + m / 10),
                  (char)('0' + m % 10),
                  '-',
                  (char)('0' + d / 10),
                  (char)('0' + d % 10),
                  '"',
                  0};
    khd_buffer_text(out, iso);
}

/* The words of a span as a string, null for an empty one. */
void khd_write_words(khd_buffer *out, const char *name, const khd_doc *doc, khd_span span)
{
    khd_json_key(out, name);
    if (khd_span_empty(span))
        khd_buffer_text(out, "null");
    else
        khd_buffer_json(out, doc->text + span.begin, span.end - span.begin);
}

void khd_write_offsets(khd_buffer *out, khd_span span)
{
    bool none = khd_span_empty(span);
    khd_json_int_field(out, "begin", none ? KHD_NOTHING : (int64_t)span.begin);
    khd_json_int_field(out, "end", none ? KHD_NOTHING : (int64_t)span.end);
}

/* "text", "begin", "end" into an open object. */
void khd_write_span_fields(khd_buffer *out, const khd_doc *doc, khd_span span)
{
    khd_write_words(out, "text", doc, span);
    khd_write_offsets(out, span);
}

/* {"text","begin","end"}, or null for an empty span. */
void khd_write_span(khd_buffer *out, const khd_doc *doc, khd_span span)
{
    if (khd_span_empty(span)) {
        khd_json_next(out);
        khd_buffer_text(out, "null");
        return;
    }
    khd_json_open(out, '{');
    khd_write_span_fields(out, doc, span);
    khd_buffer_char(out, '}');
}

/* ---- the report --------------------------------------------------------------- */

static void id_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "id");
    if (doc->id && doc->id_number)
        khd_buffer_text(out, doc->id);
    else
        khd_json_text(out, doc->id);
}

void khd_write_report(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "report");
    khd_json_open(out, '{');
    id_field(out, doc);
    khd_json_told_field(out, "sha256", doc->sha256);
    if (khd_span_empty(doc->title_span))
        khd_json_told_field(out, "title", doc->title);
    else
        khd_write_words(out, "title", doc, doc->title_span);
    if (khd_span_empty(doc->byline_span))
        khd_json_told_field(out, "byline", doc->byline);
    else
        khd_write_words(out, "byline", doc, doc->byline_span);
    khd_json_told_field(out, "publisher", doc->publisher);
    khd_write_day(out, "published", doc->published_day);
    khd_write_words(out, "dateline", doc, doc->dateline_span);
    khd_json_told_field(out, "language", doc->language);
    if (doc->extracted) {
        khd_json_key(out, "text");
        khd_buffer_json(out, doc->text, doc->length);
    }
    khd_json_key(out, "body");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        khd_json_open(out, '{');
        khd_write_offsets(out, doc->blocks.v[i].span);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
    khd_json_key(out, "removed");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->removed.n; i++) {
        khd_json_open(out, '{');
        khd_write_offsets(out, doc->removed.v[i].span);
        khd_json_text_field(out, "reason", doc->removed.v[i].reason);
        khd_buffer_char(out, '}');
    }
    khd_buffer_text(out, "]}");
}

/* ---- accounts ------------------------------------------------------------------- */

static void parties_field(khd_buffer *out, const char *name, const khd_doc *doc,
                          const khd_party *parties, uint32_t n)
{
    khd_json_key(out, name);
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < n; i++) {
        khd_json_open(out, '{');
        khd_write_span_fields(out, doc, parties[i].span);
        khd_json_told_field(out, "name", parties[i].name);
        khd_json_told_field(out, "actor", parties[i].actor);
        khd_json_text_field(out, "kind", khd_actor_kind_text(parties[i].kind));
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

void khd_write_point(khd_buffer *out, const khd_place_reading *r)
{
    if (r->has_point) {
        khd_json_number_field(out, "lat", r->lat, 5);
        khd_json_number_field(out, "lon", r->lon, 5);
    } else {
        khd_json_int_field(out, "lat", KHD_NOTHING);
        khd_json_int_field(out, "lon", KHD_NOTHING);
    }
}

static void reading_fields(khd_buffer *out, const khd_place_reading *r)
{
    khd_json_told_field(out, "city", r->city);
    khd_json_told_field(out, "admin1", r->admin1);
    khd_json_told_field(out, "country", r->country);
    khd_write_point(out, r);
    khd_json_text_field(out, "precision", khd_place_precision_text(r->precision));
    khd_json_told_field(out, "gazetteer", r->id);
}

void khd_write_alternatives(khd_buffer *out, const khd_place *place)
{
    khd_json_key(out, "alternatives");
    khd_json_open(out, '[');
    for (uint32_t i = 0; place && i < place->other_count; i++) {
        khd_json_open(out, '{');
        khd_json_told_field(out, "name", place->others[i].name);
        reading_fields(out, &place->others[i]);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void account_place_field(khd_buffer *out, const khd_doc *doc, const khd_account *a)
{
    khd_json_key(out, "place");
    khd_json_open(out, '{');
    khd_write_span_fields(out, doc, a->place_span);
    reading_fields(out, &a->reading);
    khd_write_alternatives(out, a->place == KHD_NOTHING ? NULL : &doc->places.v[a->place]);
    khd_buffer_char(out, '}');
}

static void account_date_field(khd_buffer *out, const khd_doc *doc, const khd_account *a)
{
    static const khd_date none = {.start = KHD_NO_DAY, .last = KHD_NO_DAY};
    const khd_date *date = a->date == KHD_NOTHING ? &none : &doc->dates.v[a->date];
    khd_json_key(out, "date");
    khd_json_open(out, '{');
    khd_write_span_fields(out, doc, a->date_span);
    khd_write_day(out, "start", date->start);
    khd_write_day(out, "end_date", date->last);
    bool day_known = date->start != KHD_NO_DAY;
    khd_json_text_field(
        out, "precision",
        khd_date_precision_text(day_known ? date->precision : KHD_DATE_PRECISION_NONE));
    khd_json_told_field(out, "anchor", date->anchor);
    khd_buffer_char(out, '}');
}

/* A figure of an account or of the text: the record has one form for both. */
void khd_write_figure(khd_buffer *out, const khd_doc *doc, const khd_casualty *c)
{
    khd_json_open(out, '{');
    khd_write_span_fields(out, doc, c->span);
    khd_json_text_field(out, "harm", khd_harm_text(c->harm));
    khd_json_int_field(out, "n", c->n);
    khd_json_int_field(out, "n2", c->n2);
    khd_json_text_field(out, "qualifier", khd_qualifier_text(c->qualifier));
    khd_write_words(out, "who", doc, c->who);
    khd_json_text_field(out, "group", khd_group_text(c->group));
    khd_json_text_field(out, "victim_side", khd_side_text(c->side));
    khd_json_int_field(out, "part_of", c->part_of);
    khd_json_key(out, "source");
    khd_write_span(out, doc, c->source);
    khd_buffer_char(out, '}');
}

static void words_lists(khd_buffer *out, const khd_doc *doc, const khd_account *a)
{
    khd_json_key(out, "mentions");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < a->mentions.n; i++)
        khd_write_span(out, doc, a->mentions.v[i]);
    khd_buffer_char(out, ']');
    parties_field(out, "side_a", doc, a->side_a.v, a->side_a.n);
    parties_field(out, "side_b", doc, a->side_b.v, a->side_b.n);
    khd_json_text_field(out, "blame", khd_blame_text(a->blame));
    khd_json_key(out, "means");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < a->means.n; i++) {
        khd_json_open(out, '{');
        khd_write_span_fields(out, doc, a->means.v[i].span);
        khd_json_told_field(out, "kind", a->means.v[i].kind);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void claims_lists(khd_buffer *out, const khd_doc *doc, const khd_account *a)
{
    khd_json_key(out, "casualties");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < a->casualties.n; i++)
        khd_write_figure(out, doc, &a->casualties.v[i]);
    khd_buffer_char(out, ']');
    khd_json_key(out, "sources");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < a->sources.n; i++) {
        khd_json_open(out, '{');
        khd_write_span_fields(out, doc, a->sources.v[i].span);
        khd_json_told_field(out, "name", a->sources.v[i].name);
        khd_json_text_field(out, "kind", khd_source_kind_text(a->sources.v[i].kind));
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void grounds_fields(khd_buffer *out, const khd_account *a)
{
    khd_json_key(out, "codes");
    khd_json_open(out, '{');
    khd_json_told_field(out, "acled", a->code_acled);
    khd_json_told_field(out, "plover", a->code_plover);
    khd_json_told_field(out, "cameo", a->code_cameo);
    khd_buffer_char(out, '}');
    khd_json_number_field(out, "confidence", (double)a->confidence, 2);
    khd_json_key(out, "because");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < a->because.n; i++) {
        khd_json_open(out, '{');
        khd_json_text_field(out, "field", a->because.v[i].field);
        khd_json_text_field(out, "reason", a->because.v[i].reason);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void account_object(khd_buffer *out, const khd_doc *doc, const khd_account *a)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "id", a->id);
    khd_json_text_field(out, "class", khd_class_text(a->class_));
    khd_json_text_field(out, "status", khd_outcome_text(a->status));
    words_lists(out, doc, a);
    account_place_field(out, doc, a);
    account_date_field(out, doc, a);
    claims_lists(out, doc, a);
    grounds_fields(out, a);
    khd_buffer_char(out, '}');
}

void khd_write_accounts(khd_buffer *out, const khd_doc *doc)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "format", "khaldun/1");
    khd_write_report(out, doc);
    khd_json_key(out, "accounts");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->accounts.n; i++)
        account_object(out, doc, &doc->accounts.v[i]);
    khd_buffer_char(out, ']');
    khd_json_key(out, "notes");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->notes.n; i++)
        khd_json_text(out, doc->notes.v[i]);
    khd_buffer_text(out, "]}\n");
}
