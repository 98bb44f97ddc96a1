/* toll: the figures that are claimed of one incident, weighed by named rule sets.
 *
 * Nothing is summed blindly and no number stands without its rule. The claims stay as
 * they are, side by side; a rule set only says how vague words and differing claims
 * become low, best and high:
 *
 *   literal  words as they stand: "at least 70" has a low and no high, "dozens" none.
 *   acled    one cautious number: of the claimants' last words the lowest; dozens 12,
 *            hundreds 100, thousands 1000, other words 10 in fighting and 3 else.
 *   ucdp     low the lowest, high the highest, best the number most claimed (the later,
 *            then the lower); vague words by what they say at least (dozens 24).
 *   airwars  a span without a best: dozens 12 to 24, other words and plurals at least 2.
 *
 * A claim that its claimant replaced by a later one counts no more, but is kept in the
 * list: it shows how the toll grew. So is one that stands far above all others (twenty
 * times their middle, and a thousand or more): it tells of a war or a year, not of this.
 */
#ifndef KHD_TOLL_H
#define KHD_TOLL_H

#include "doc.h"
#include "lexicon.h"

#define KHD_RULES_LIST(X)                                                                         \
    X(LITERAL, "literal") X(ACLED, "acled") X(UCDP, "ucdp") X(AIRWARS, "airwars")
#define KHD_RULES_X(n, t) KHD_RULES_##n,
typedef enum { KHD_RULES_LIST(KHD_RULES_X) KHD_RULES_COUNT } khd_rules;
const char *khd_rules_text(khd_rules rules);
int khd_rules_find(const char *text); /* -1: no such set */

/* One claimed figure. Texts are borrowed. */
typedef struct {
    const char *account, *report; /* ids */
    const char *words;            /* as they stand */
    const char *claimant;         /* the source's name or words, else the publisher, else "" */
    uint8_t claimant_kind;        /* enum khd_source_kind */
    bool own_voice;               /* the report itself */
    khd_day published;
    uint8_t harm, qualifier, group, side;
    int64_t n, n2;  /* KHD_NOTHING not told */
    bool part;      /* part of another figure of its account */
    bool fighting;  /* told of a battle, shelling or strike */
    bool replaced;  /* out: its claimant said otherwise later */
    bool aside;     /* out: far above what all others claim: the toll of something larger */
} khd_claim;

/* Bounds; KHD_NOTHING is "not told". */
typedef struct {
    int64_t low, best, high;
} khd_toll;

/* What is counted: a harm, of every group or of one. */
typedef struct {
    uint8_t harm;
    bool one_group;
    uint8_t group;
} khd_toll_of;

/* Marks the claims that were replaced or stand aside. `claims` are sorted by day of issue, then id. */
void khd_toll_settle(khd_claim *claims, uint32_t n);
/* The toll of the claims by a rule set. `lexicon` has the table vague_numbers. */
khd_toll khd_toll_weigh(const khd_lexicon *lexicon, khd_rules rules, khd_toll_of of,
                        const khd_claim *claims, uint32_t n);

/* How well an incident is attested. */
#define KHD_GRADE_LIST(X)                                                                         \
    X(CONFIRMED, "confirmed") X(FAIR, "fair") X(WEAK, "weak") X(CONTESTED, "contested")           \
    X(DISCOUNTED, "discounted")
#define KHD_GRADE_X(n, t) KHD_GRADE_##n,
typedef enum { KHD_GRADE_LIST(KHD_GRADE_X) KHD_GRADE_COUNT } khd_grade;
const char *khd_grade_text(khd_grade grade);

/* What the grade of an incident is taken from. */
typedef struct {
    uint32_t accounts, denied, contested, claimed; /* accounts of that status or blame */
    uint32_t happened;  /* accounts that tell it as a fact */
    uint32_t sources;   /* different claimants and publishers */
    bool rivals;        /* accounts that blame different parties */
} khd_attestation;

/* The grade; *reason is one sentence, static. */
khd_grade khd_toll_grade(const khd_attestation *a, const char **reason);

#endif
