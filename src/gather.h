/* gather: what a database tells, as incidents: its accounts read, joined (incident.h)
 * and weighed (toll.h), with the decisions of people.
 *
 * A gathering is a pure function of the reports, accounts and decisions in the file: the
 * same in whatever order the reports were added. It lives in one arena of its own and
 * outlives the store.
 */
#ifndef KHD_GATHER_H
#define KHD_GATHER_H

#include "incident.h"
#include "lexicon.h"
#include "store.h"
#include "toll.h"

/* Texts are NULL when not told. */
typedef struct {
    const char *text, *name, *actor;
    uint8_t kind; /* enum khd_actor_kind */
} khd_told_party;

typedef struct {
    const char *text, *who, *source;
    uint8_t harm, qualifier, group, side;
    int64_t n, n2, part_of; /* KHD_NOTHING not told */
} khd_told_figure;

typedef struct {
    const char *text, *name;
    uint8_t kind; /* enum khd_source_kind */
} khd_told_source;

typedef struct {
    int64_t number;
    const char *id, *sha256, *name, *title, *publisher, *published, *url, *language;
    khd_day day; /* of issue */
} khd_told_report;

typedef struct {
    const char *words, *city, *admin1, *country, *gazetteer;
    double lat, lon;
    bool has_point;
    uint8_t precision;
} khd_told_place;

typedef struct {
    khd_day start, last;
    uint8_t precision;
} khd_told_date;

/* One stored account. */
typedef struct {
    int64_t number;
    const char *id, *acled, *plover, *cameo;
    const char *trigger, *sentence; /* the words that name it; the sentence around them */
    uint32_t report;                /* into reports */
    uint8_t class_, status, blame;
    double confidence;
    khd_told_place place;
    khd_told_date date;
    KHD_LIST(khd_span) mentions;
    KHD_LIST(khd_told_party) side_a;
    KHD_LIST(khd_told_party) side_b;
    KHD_LIST(khd_told_figure) figures;
    KHD_LIST(khd_told_source) sources;
    KHD_LIST(const char *) means;
} khd_told;

/* One incident: its accounts put together. */
typedef struct {
    const char *id;
    const uint32_t *accounts; /* into accounts, by id; the founder is `founder` */
    uint32_t count, founder;
    uint8_t class_, status, blame;
    const khd_told *main; /* the account whose codes stand for the incident */
    khd_told_place place;
    khd_told_date date;
    const khd_told_party **side_a, **side_b; /* different ones, most told first */
    uint32_t side_a_count, side_b_count;
    khd_claim *claims; /* by day of issue, then account */
    uint32_t claim_count;
    uint32_t report_count, source_count;
    khd_grade grade;
    const char *grade_reason;
} khd_event;

typedef struct {
    khd_arena *arena;
    const khd_lexicon *lexicon; /* borrowed */
    KHD_LIST(khd_told_report) reports; /* by number */
    KHD_LIST(khd_told) accounts;       /* by number */
    khd_incidents incidents;
    khd_event *events; /* one an incident, by day, then id */
    uint32_t event_count;
    uint32_t *event_of_group;
} khd_gathering;

/* Reads, joins and weighs. *out is NULL on error; khd_gathering_free. KHD_NOMEM, and
 * what a store answers. */
KHD_MUST_USE khd_status khd_gather(khd_store *store, const khd_lexicon *lexicon,
                                   khd_gathering **out, khd_error *error);
/* NULL is accepted. */
void khd_gathering_free(khd_gathering *gathering);

/* Writes the incidents into the tables incident, incident_account, incident_relation,
 * in one transaction, in the place of what stood there. */
KHD_MUST_USE khd_status khd_gather_write(khd_store *store, const khd_gathering *gathering,
                                         khd_error *error);

/* A person's decision about incidents: to be appended, never changed. */
typedef struct {
    bool merge;             /* else: split off */
    const char *const *ids; /* incidents to be one; or an incident, then its accounts that
                             * are to leave it */
    size_t count;
    const char *by, *reason, *at; /* who, why, when (ISO 8601); NULL not told */
} khd_gather_decision;

/* Appends a decision. KHD_INPUT: no such incident or account. */
KHD_MUST_USE khd_status khd_gather_decide(khd_store *store, const khd_gathering *gathering,
                                          const khd_gather_decision *decision, khd_error *error);

#endif
