/* export: which document is asked for; values that several of them share. See export.h. */
#include "export_parts.h"

#include "json.h"
#include "parquet.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ------------------------------------------------------------------------- */

void khd_names_add(khd_names *names, const char *text)
{
    if (!text || !*text || names->n == sizeof names->v / sizeof *names->v)
        return;
    for (uint32_t i = 0; i < names->n; i++)
        if (!strcmp(names->v[i], text))
            return;
    names->v[names->n++] = text;
}

const char *khd_names_text(const khd_names *names)
{
    size_t n = 0, used = 0;
    if (!names->n)
        return NULL;
    for (uint32_t i = 0; i < names->n; i++)
        n += strlen(names->v[i]) + 2;
    char *out = khd_arena_push(names->g->arena, n + 1, 1);
    for (uint32_t i = 0; i < names->n; i++) {
        size_t length = strlen(names->v[i]);
        if (i) {
            out[used++] = ';';
            out[used++] = ' ';
        }
        memcpy(out + used, names->v[i], length);
        used += length;
    }
    return out;
}

const char *khd_export_glue(const khd_exporting *x, const char *const *parts)
{
    size_t n = 0, used = 0;
    for (int i = 0; parts[i]; i++)
        n += strlen(parts[i]);
    char *out = khd_arena_push(x->g->arena, n + 1, 1);
    for (int i = 0; parts[i]; i++) {
        size_t length = strlen(parts[i]);
        memcpy(out + used, parts[i], length);
        used += length;
    }
    return out;
}

const khd_told *khd_export_account(const khd_exporting *x, const khd_event *e, uint32_t i)
{
    return &x->g->accounts.v[e->accounts[i]];
}

const khd_told_report *khd_export_report(const khd_exporting *x, const khd_told *a)
{
    return &x->g->reports.v[a->report];
}

const char *khd_export_party(const khd_told_party *p)
{
    return p->name ? p->name : p->text;
}

const char *khd_export_parties(const khd_exporting *x, const khd_told_party *const *v, uint32_t n,
                               uint32_t first)
{
    khd_names names = {.g = x->g};
    for (uint32_t i = first; i < n; i++)
        khd_names_add(&names, khd_export_party(v[i]));
    return khd_names_text(&names);
}

const char *khd_export_sources(const khd_exporting *x, const khd_event *e)
{
    khd_names names = {.g = x->g};
    for (uint32_t i = 0; i < e->count; i++) {
        const khd_told *a = khd_export_account(x, e, i);
        khd_names_add(&names, khd_export_report(x, a)->publisher);
        for (uint32_t j = 0; j < a->sources.n; j++)
            khd_names_add(&names, a->sources.v[j].name ? a->sources.v[j].name
                                                       : a->sources.v[j].text);
    }
    return khd_names_text(&names);
}

khd_toll khd_export_toll(const khd_exporting *x, const khd_event *e, khd_rules rules,
                         khd_toll_of of)
{
    return khd_toll_weigh(x->g->lexicon, rules, of, e->claims, e->claim_count);
}

const char *khd_export_country(const khd_exporting *x, const char *alpha3, uint32_t column)
{
    char key[8];
    size_t n = 0;
    for (; alpha3 && alpha3[n] && n + 1 < sizeof key; n++)
        key[n] = alpha3[n] >= 'A' && alpha3[n] <= 'Z' ? (char)(alpha3[n] + 32) : alpha3[n];
    key[n] = 0;
    const khd_table *table = khd_lexicon_table(x->g->lexicon, "country_regions");
    int32_t row = n ? khd_table_find(table, key) : KHD_NOTHING;
    const char *cell = row == KHD_NOTHING ? "" : khd_table_cell(table, row, column);
    return *cell ? cell : NULL;
}

int64_t khd_export_number(const char *text)
{
    int64_t value = 0;
    if (!text || *text < '0' || *text > '9')
        return KHD_NOTHING;
    for (; *text >= '0' && *text <= '9' && value < INT64_MAX / 20; text++)
        value = value * 10 + (*text - '0');
    return value;
}

const char *khd_export_code(const khd_exporting *x, const char *code, bool after)
{
    const char *slash = code ? strchr(code, '/') : NULL;
    if (after)
        return slash ? slash + 1 : NULL;
    return slash ? khd_arena_text(x->g->arena, code, (size_t)(slash - code)) : code;
}

int64_t khd_export_year(khd_day day)
{
    int y, m, d;
    if (day == KHD_NO_DAY)
        return KHD_NOTHING;
    khd_day_split(day, &y, &m, &d);
    return y;
}

int64_t khd_export_days(const khd_told_date *date)
{
    return date->start == KHD_NO_DAY ? 0 : (int64_t)date->last - date->start + 1;
}

khd_day khd_export_issued(const khd_exporting *x, const khd_event *e, bool last)
{
    khd_day found = KHD_NO_DAY;
    for (uint32_t i = 0; i < e->count; i++) {
        khd_day day = khd_export_report(x, khd_export_account(x, e, i))->day;
        if (day != KHD_NO_DAY && (found == KHD_NO_DAY || (last ? day > found : day < found)))
            found = day;
    }
    return found;
}

/* ---- documents ------------------------------------------------------------------------ */

typedef khd_sheet sheet_maker(const khd_exporting *x);

static const struct {
    const char *name;
    sheet_maker *make;
} tables[] = {
    {"incidents", khd_export_incidents},
    {"accounts", khd_export_accounts},
    {"figures", khd_export_figures},
};

enum { TABLES = sizeof tables / sizeof *tables };

static void write_package(khd_buffer *out, const khd_exporting *x)
{
    khd_sheet sheets[TABLES];
    const khd_sheet *list[TABLES];
    for (int i = 0; i < TABLES; i++) {
        sheets[i] = tables[i].make(x);
        list[i] = &sheets[i];
    }
    khd_sheet_write_package(out, list, TABLES);
}

/* The plain tables: CSV and Parquet. */
static bool write_table(khd_buffer *out, const khd_exporting *x, const khd_export *asked)
{
    const char *name = asked->table ? asked->table : "incidents";
    if (asked->format == KHD_EXPORT_CSV && !strcmp(name, "package")) {
        write_package(out, x);
        return true;
    }
    for (int i = 0; i < TABLES; i++) {
        if (strcmp(tables[i].name, name) != 0)
            continue;
        khd_sheet sheet = tables[i].make(x);
        if (asked->format == KHD_EXPORT_PARQUET)
            khd_parquet_write(out, &sheet);
        else
            khd_sheet_write_csv(out, &sheet, ',', asked->hxl);
        return true;
    }
    return false;
}

static void write_csv(khd_buffer *out, const khd_exporting *x, sheet_maker *make, char separator)
{
    khd_sheet sheet = make(x);
    khd_sheet_write_csv(out, &sheet, separator, false);
}

static bool write_document(khd_buffer *out, const khd_exporting *x, const khd_export *asked)
{
    switch (asked->format) {
    case KHD_EXPORT_ACLED:
        write_csv(out, x, khd_export_acled, ',');
        return true;
    case KHD_EXPORT_UCDP:
        write_csv(out, x, khd_export_ucdp, ',');
        return true;
    case KHD_EXPORT_CASUALTY:
        write_csv(out, x, khd_export_casualty, ',');
        return true;
    case KHD_EXPORT_POLECAT:
        write_csv(out, x, khd_export_polecat, '\t');
        return true;
    case KHD_EXPORT_PLOVER:
        khd_export_plover(out, x);
        return true;
    case KHD_EXPORT_GEOJSON:
        khd_export_geojson(out, x);
        return true;
    case KHD_EXPORT_JSONL:
        khd_export_jsonl(out, x);
        return true;
    case KHD_EXPORT_CSV:
    case KHD_EXPORT_PARQUET:
        return write_table(out, x, asked);
    }
    return false;
}

khd_status khd_export_write(khd_gathering *gathering, const khd_export *asked, khd_buffer *out,
                            khd_error *error)
{
    int rules = asked->rules ? khd_rules_find(asked->rules) : KHD_RULES_UCDP;
    if (rules < 0)
        return khd_error_set(error, KHD_USAGE, 0, "no such rule set: %.60s", asked->rules);
    khd_exporting x = {gathering, (khd_rules)rules};
    jmp_buf exit_;
    if (setjmp(exit_))
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    khd_arena_exit(gathering->arena, &exit_);
    if (!write_document(out, &x, asked))
        return khd_error_set(error, KHD_USAGE, 0, "no such table or format to export: %.60s",
                             asked->table ? asked->table : "?");
    if (out->failed)
        return khd_error_set(error, KHD_NOMEM, 0,
                             "no memory for the export, or it is larger than 1 GiB");
    return KHD_OK;
}
