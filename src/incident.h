/* incident: accounts of many reports joined into incidents.
 *
 * A pure function of account summaries. Pairs that may tell of one occurrence are found
 * by blocking (they share a day, and a place, toll, party or wording); each is scored by
 * a linear model of features that a person can read (table incident_weights); groups are
 * grown greedily by the mean score of the pairs across them, so that one chance likeness
 * does not chain two incidents together. Rulings of a person bind. Aggregates and parts
 * of a larger occurrence are related, not merged; tolls that differ are rival claims of
 * one incident. The result does not depend on the order in which accounts are given.
 */
#ifndef KHD_INCIDENT_H
#define KHD_INCIDENT_H

#include "doc.h"
#include "lexicon.h"

/* A party of an account. Hashes are of khd_incident_hash; 0 is "not told". */
typedef struct {
    uint64_t actor;  /* of the registry id, else of the name */
    uint64_t family; /* of the larger body that the id names ("state:SYR"), else = actor */
    uint8_t kind;    /* enum khd_actor_kind */
} khd_incident_party;

typedef struct {
    int64_t n, n2; /* KHD_NOTHING not told */
    uint8_t harm, qualifier;
    bool part; /* part of another figure */
} khd_incident_figure;

/* An account as joining sees it. Texts and lists are borrowed. */
typedef struct {
    const char *id; /* of the account: unique and stable */
    bool lead; /* the first account of its report */
    uint32_t report; /* any number that is the same for accounts of one report */
    khd_day published; /* of the report */
    khd_day start, last; /* both inclusive; KHD_NO_DAY not told */
    uint8_t date_precision, class_, status;
    uint8_t place_precision;
    bool has_point;
    double lat, lon;
    uint64_t place;            /* of the gazetteer id, else of the city */
    uint64_t admin1, country;  /* of the names */
    khd_incident_party *side_a, *side_b;
    uint32_t side_a_count, side_b_count;
    khd_incident_figure *figures;
    uint32_t figure_count;
    uint32_t *words; /* of khd_incident_words */
    uint32_t word_count;
    uint32_t *report_words; /* of khd_incident_report_words */
    uint32_t report_word_count;
} khd_incident_account;

/* Features of a pair; the last list item is the one that all values are told apart by. */
#define KHD_LINK_LIST(X)                                                                          \
    X(BIAS, "bias") X(CLASS_SAME, "class_same") X(CLASS_KIN, "class_kin")                         \
    X(CLASS_OTHER, "class_other") X(AGGREGATE, "one_is_aggregate")                                \
    X(REPORT_SAME, "report_same") X(DAY_SAME, "day_same") X(DAY_NEXT, "day_next")                 \
    X(DAY_WEEK, "day_inside_some_days") X(DAY_WIDE, "day_inside_a_longer_span")                  \
    X(DAY_FAR, "day_far")                                                                        \
    X(DAY_ISSUE, "day_by_issue_only") X(DAY_UNTOLD, "day_untold")                                 \
    X(PLACE_SAME, "place_same") X(PLACE_NEAR, "place_within_25_km")                               \
    X(PLACE_REGION, "place_within_80_km") X(PLACE_INSIDE, "place_inside_the_other")              \
    X(PLACE_OTHER, "place_other")                       \
    X(SIDE_A_SAME, "side_a_same") X(SIDE_A_OTHER, "side_a_other")                                 \
    X(SIDE_B_SAME, "side_b_same") X(SIDE_B_OTHER, "side_b_other")                                 \
    X(SIDES_CROSSED, "sides_crossed") X(KILLED_SAME, "killed_same")                               \
    X(KILLED_FEW, "killed_same_few") X(KILLED_NEAR, "killed_near")                                \
    X(KILLED_FAR, "killed_far") X(INJURED_SAME, "injured_same")                                   \
    X(WORDS, "shared_words") X(REPORTS, "shared_report_words")                                    \
    X(LEADS, "both_lead_alike_reports")                                                          \
    X(STATUS_OTHER, "status_other")

#define KHD_LINK_X(n, t) KHD_LINK_##n,
enum { KHD_LINK_LIST(KHD_LINK_X) KHD_LINK_COUNT };
extern const char *const khd_link_names[KHD_LINK_COUNT];

/* What a person decided about two accounts (indexes into the input). */
typedef struct {
    uint32_t a, b;
    bool same;
} khd_incident_ruling;

typedef struct {
    const khd_incident_account *accounts;
    uint32_t count;
    const khd_incident_ruling *rulings; /* a later one about the same pair wins */
    uint32_t ruling_count;
    const float *weights; /* KHD_LINK_COUNT */
} khd_incident_input;

typedef struct {
    uint32_t founder; /* account: the earliest published, then the least id */
    uint32_t first, count; /* range of `members` */
    char id[20];      /* "i" and 16 hex digits, from the founder's id */
} khd_incident_group;

/* How one incident stands to another. */
typedef enum { KHD_RELATION_PART_OF, KHD_RELATION_SUMMED_IN } khd_incident_relation_kind;

typedef struct {
    uint32_t from, to; /* groups: `from` is a part of `to`, or is summed in the aggregate `to` */
    khd_incident_relation_kind kind;
} khd_incident_relation;

typedef struct {
    KHD_LIST(khd_incident_group) groups; /* by id */
    uint32_t *members; /* accounts, grouped, by id within a group */
    uint32_t *group_of; /* of each account */
    KHD_LIST(khd_incident_relation) relations; /* by from, then to */
    uint64_t pairs; /* scored, for those who measure */
} khd_incidents;

/* Joins the accounts. Everything is pushed on the arena, whose exit is set. The time
 * is near linear in the accounts: every block is compared within a bounded window. */
void khd_incident_join(khd_arena *arena, const khd_incident_input *input, khd_incidents *out);

/* The coefficients of the table incident_weights; a feature that it lacks is 0. */
void khd_incident_weights(const khd_lexicon *lexicon, float weights[KHD_LINK_COUNT]);
/* Features of a pair, in either order. */
void khd_incident_values(const khd_incident_account *a, const khd_incident_account *b,
                         float values[KHD_LINK_COUNT]);
/* Log odds that two accounts tell of one incident. */
float khd_incident_score(const float *weights, const khd_incident_account *a,
                         const khd_incident_account *b);

/* Hash of a name or an id; 0 for NULL and "". */
uint64_t khd_incident_hash(const char *text);
/* Hash of the larger body that a registry id names ("state:SYR:navy" -> "state:SYR"). */
uint64_t khd_incident_family(const char *actor);
/* A report's text and the mentions of one account. */
typedef struct {
    const char *bytes;
    uint32_t length;
    const khd_span *mentions;
    uint32_t mention_count;
} khd_incident_text;

/* The words that tell something in the sentences around the mentions, as sorted hashes on
 * the arena; the two lowest bits of a hash are the word's weight, 1 to 3. */
uint32_t *khd_incident_words(khd_arena *arena, const khd_lexicon *lexicon, khd_incident_text text,
                             uint32_t *count);
/* The same of the beginning of the whole text. */
uint32_t *khd_incident_report_words(khd_arena *arena, const khd_lexicon *lexicon,
                                    khd_incident_text text, uint32_t *count);

#endif
