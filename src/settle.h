/* settle: the values of one account from the occurrences that were joined in it.
 *
 * Where several members tell a value, the most specific wins, then the first in
 * the text; where none tells it, the report around is asked (the place and the
 * day of the neighbouring occurrence, the place that the report is about), and
 * what is still not told stays empty. Each choice leaves its reason in `because`.
 */
#ifndef KHD_SETTLE_H
#define KHD_SETTLE_H

#include "joining.h"

/* The occurrences of one account, in the order of the text, and the reading of
 * the whole report. */
typedef struct {
    khd_doc *doc;
    const khd_occurrences *all;
    const khd_table *triggers;
    const bool *kept;
    int32_t place_of_report;  /* doc->places, KHD_NOTHING */
    const int32_t *claimants; /* one a token: doc->attributions, KHD_NOTHING */
    int32_t *entries;         /* one a figure, KHD_NOTHING between accounts */
    KHD_LIST(uint32_t) members; /* indexes into `all` */
} khd_cluster;

void khd_settle_class(const khd_cluster *cluster, khd_account *account);
void khd_settle_status(const khd_cluster *cluster, khd_account *account);
void khd_settle_parties(const khd_cluster *cluster, khd_account *account);
void khd_settle_means(const khd_cluster *cluster, khd_account *account);
void khd_settle_place(const khd_cluster *cluster, khd_account *account);
void khd_settle_date(const khd_cluster *cluster, khd_account *account);

/* The place that the report is about, KHD_NOTHING without places. */
int32_t khd_settle_place_of_report(const khd_doc *doc);

/* True for what is told as part of a running narrative: "shelled the town", "the
 * clashes"; not "have killed", "was once shelled for years", sums. */
bool khd_settle_is_narrated(const khd_doc *doc, const khd_occurrence *o);

/* Appends a reason. */
void khd_settle_because(khd_doc *doc, khd_account *account, const char *field, const char *reason);

#endif
