/* tally: the casualty figures and the sources of one account.
 *
 * The same figure told twice is one entry (the qualified wording of the body goes
 * before the headline's); figures are never added up.
 */
#ifndef KHD_TALLY_H
#define KHD_TALLY_H

#include "settle.h"

/* For each token the first attribution with a source whose content covers it, or
 * KHD_NOTHING: for khd_cluster.claimants. */
int32_t *khd_tally_claimants(khd_doc *doc);

void khd_tally_casualties(const khd_cluster *cluster, khd_account *account);
void khd_tally_sources(const khd_cluster *cluster, khd_account *account);

#endif
