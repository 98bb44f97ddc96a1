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
    KHD_LIST(uint32_t) members; /* indexes into `all` */
} khd_cluster;

void khd_settle_class(const khd_cluster *cluster, khd_account *account);
void khd_settle_status(const khd_cluster *cluster, khd_account *account);
void khd_settle_parties(const khd_cluster *cluster, khd_account *account);
void khd_settle_means(const khd_cluster *cluster, khd_account *account);
void khd_settle_place(const khd_cluster *cluster, khd_account *account);
void khd_settle_date(const khd_cluster *cluster, khd_account *account);

/* Appends a reason. */
void khd_settle_because(khd_doc *doc, khd_account *account, const char *field, const char *reason);

#endif
