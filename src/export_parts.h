/* export_parts: what the files of the module export share. */
#ifndef KHD_EXPORT_PARTS_H
#define KHD_EXPORT_PARTS_H

#include "export.h"
#include "sheet.h"

typedef struct {
    khd_gathering *g;
    khd_rules rules;
} khd_exporting;

/* The sheets. */
khd_sheet khd_export_incidents(const khd_exporting *x);
khd_sheet khd_export_accounts(const khd_exporting *x);
khd_sheet khd_export_figures(const khd_exporting *x);
khd_sheet khd_export_acled(const khd_exporting *x);
khd_sheet khd_export_ucdp(const khd_exporting *x);
khd_sheet khd_export_casualty(const khd_exporting *x);
khd_sheet khd_export_polecat(const khd_exporting *x);
/* PLOVER 2.0 with our casualty extension, one event a line. */
void khd_export_plover(khd_buffer *out, const khd_exporting *x);
/* Incidents with all that is claimed of them, one object a line. */
void khd_export_jsonl(khd_buffer *out, const khd_exporting *x);
void khd_export_geojson(khd_buffer *out, const khd_exporting *x);

/* ---- values -------------------------------------------------------------------------- */

/* Texts that follow each other, "; " between; on the gathering's arena. */
typedef struct {
    khd_gathering *g;
    const char *v[48];
    uint32_t n;
} khd_names;

/* Adds a text that is told and not there yet. */
void khd_names_add(khd_names *names, const char *text);
/* NULL when there are none. */
const char *khd_names_text(const khd_names *names);

/* The parts run together, up to a closing NULL. */
const char *khd_export_glue(const khd_exporting *x, const char *const *parts);
const khd_told *khd_export_account(const khd_exporting *x, const khd_event *e, uint32_t i);
const khd_told_report *khd_export_report(const khd_exporting *x, const khd_told *a);
/* The name of a party. */
const char *khd_export_party(const khd_told_party *p);
/* Names of parties from `first` on, "; " between. */
const char *khd_export_parties(const khd_exporting *x, const khd_told_party *const *v, uint32_t n,
                               uint32_t first);
/* Publishers and claimants. */
const char *khd_export_sources(const khd_exporting *x, const khd_event *e);
khd_toll khd_export_toll(const khd_exporting *x, const khd_event *e, khd_rules rules,
                         khd_toll_of of);
/* A cell of country_regions for an alpha-3 code; NULL not told. Columns: 1 name, 2 ISO
 * number, 3 region, 4 UCDP region, 5 Gleditsch-Ward number. */
const char *khd_export_country(const khd_exporting *x, const char *alpha3, uint32_t column);
/* A number in a text, KHD_NOTHING for none. */
int64_t khd_export_number(const char *text);
/* The part of a code before or after its "/"; NULL not told. */
const char *khd_export_code(const khd_exporting *x, const char *code, bool after);
int64_t khd_export_year(khd_day day);
/* Days from the first to the last, both counted; 0 without a day. */
int64_t khd_export_days(const khd_told_date *date);
/* Last day on which a report of the incident was published; KHD_NO_DAY. */
khd_day khd_export_issued(const khd_exporting *x, const khd_event *e, bool last);

#endif
