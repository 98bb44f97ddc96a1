/* export_json: GeoJSON (RFC 7946), and JSON Lines with everything that is claimed. See
 * export_parts.h.
 */
#include "export_parts.h"

#include "json.h"

void khd_export_geojson(khd_buffer *out, const khd_exporting *x)
{
    khd_sheet s = khd_export_incidents(x);
    khd_buffer_text(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (uint32_t i = 0; i < x->g->event_count; i++) {
        const khd_event *e = &x->g->events[i];
        khd_buffer_text(out, i ? ",\n" : "\n");
        khd_buffer_char(out, '{');
        khd_json_text_field(out, "type", "Feature");
        khd_json_text_field(out, "id", e->id);
        khd_json_key(out, "geometry");
        if (e->place.has_point) {
            khd_buffer_text(out, "{\"type\":\"Point\",\"coordinates\":[");
            khd_buffer_fixed(out, e->place.lon, 5);
            khd_buffer_char(out, ',');
            khd_buffer_fixed(out, e->place.lat, 5);
            khd_buffer_text(out, "]}");
        } else {
            khd_buffer_text(out, "null");
        }
        khd_json_key(out, "properties");
        khd_json_open(out, '{');
        khd_sheet_write_fields(out, &s, i);
        khd_buffer_text(out, "}}");
    }
    khd_buffer_text(out, "\n]}\n");
}

/* ---- JSON Lines ----------------------------------------------------------------------- */

static void toll_object(khd_buffer *out, const char *name, khd_toll t)
{
    khd_json_key(out, name);
    khd_json_open(out, '{');
    khd_json_int_field(out, "low", t.low);
    khd_json_int_field(out, "best", t.best);
    khd_json_int_field(out, "high", t.high);
    khd_buffer_char(out, '}');
}

static bool told(khd_toll t)
{
    return t.low != KHD_NOTHING || t.best != KHD_NOTHING || t.high != KHD_NOTHING;
}

static void tolls_field(khd_buffer *out, const khd_exporting *x, const khd_event *e)
{
    khd_json_key(out, "tolls");
    khd_json_open(out, '{');
    for (int rules = 0; rules < KHD_RULES_COUNT; rules++) {
        khd_json_key(out, khd_rules_text((khd_rules)rules));
        khd_json_open(out, '{');
        for (uint8_t harm = 0; harm < KHD_HARM_COUNT; harm++) {
            khd_toll t = khd_export_toll(x, e, (khd_rules)rules, (khd_toll_of){.harm = harm});
            if (told(t))
                toll_object(out, khd_harm_text(harm), t);
        }
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, '}');
}

static void day_field(khd_buffer *out, const khd_exporting *x, const char *name, khd_day day)
{
    khd_sheet one = {.arena = x->g->arena};
    khd_sheet_day(&one, day);
    khd_json_text_field(out, name, one.cells.v[0].text);
}

static void claim_object(khd_buffer *out, const khd_exporting *x, const khd_claim *c)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "account", c->account);
    khd_json_text_field(out, "report", c->report);
    day_field(out, x, "published", c->published);
    khd_json_text_field(out, "harm", khd_harm_text(c->harm));
    khd_json_int_field(out, "n", c->n);
    khd_json_int_field(out, "n2", c->n2);
    khd_json_text_field(out, "qualifier", khd_qualifier_text(c->qualifier));
    khd_json_told_field(out, "words", c->words);
    khd_json_text_field(out, "group", khd_group_text(c->group));
    khd_json_text_field(out, "victim_side", khd_side_text(c->side));
    khd_json_told_field(out, "claimant", c->claimant);
    khd_json_text_field(out, "claimant_kind", khd_source_kind_text(c->claimant_kind));
    khd_json_key(out, "own_voice");
    khd_buffer_text(out, c->own_voice ? "true" : "false");
    khd_json_key(out, "part");
    khd_buffer_text(out, c->part ? "true" : "false");
    khd_json_key(out, "replaced");
    khd_buffer_text(out, c->replaced ? "true" : "false");
    khd_json_key(out, "aside");
    khd_buffer_text(out, c->aside ? "true" : "false");
    khd_buffer_char(out, '}');
}

/* How the number of killed grew: the largest whole claim of each day of issue. */
static void growth_field(khd_buffer *out, const khd_exporting *x, const khd_event *e)
{
    khd_json_key(out, "growth");
    khd_json_open(out, '[');
    for (uint32_t i = 0, end; i < e->claim_count; i = end) {
        int64_t most = KHD_NOTHING;
        khd_day day = e->claims[i].published;
        for (end = i; end < e->claim_count && e->claims[end].published == day; end++) {
            const khd_claim *c = &e->claims[end];
            if (c->harm == KHD_HARM_KILLED && !c->part && !c->aside && c->n > most)
                most = c->n;
        }
        if (most == KHD_NOTHING || day == KHD_NO_DAY)
            continue;
        khd_json_open(out, '{');
        day_field(out, x, "published", day);
        khd_json_int_field(out, "killed_most", most);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void accounts_field(khd_buffer *out, const khd_exporting *x, const khd_event *e)
{
    khd_json_key(out, "account_list");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = khd_export_account(x, e, i);
        const khd_told_report *r = khd_export_report(x, a);
        khd_json_open(out, '{');
        khd_json_text_field(out, "account", a->id);
        khd_json_text_field(out, "report", r->id);
        khd_json_text_field(out, "class", khd_class_text(a->class_));
        khd_json_text_field(out, "trigger", a->trigger);
        khd_json_text_field(out, "sentence", a->sentence);
        khd_json_text_field(out, "publisher", r->publisher);
        khd_json_text_field(out, "published", r->published);
        khd_json_text_field(out, "title", r->title);
        khd_json_text_field(out, "url", r->url);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

void khd_export_jsonl(khd_buffer *out, const khd_exporting *x)
{
    khd_sheet s = khd_export_incidents(x);
    for (uint32_t i = 0; i < x->g->event_count; i++) {
        const khd_event *e = &x->g->events[i];
        khd_buffer_char(out, '{');
        khd_json_text_field(out, "format", "khaldun-incidents/1");
        khd_sheet_write_fields(out, &s, i);
        tolls_field(out, x, e);
        growth_field(out, x, e);
        khd_json_key(out, "claims");
        khd_json_open(out, '[');
        for (uint32_t j = 0; j < e->claim_count; j++)
            claim_object(out, x, &e->claims[j]);
        khd_buffer_char(out, ']');
        accounts_field(out, x, e);
        khd_buffer_text(out, "}\n");
    }
}
