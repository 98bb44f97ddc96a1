/* tally: the casualty figures and the sources of one account.
 *
 * The same figure told twice is one entry (the qualified wording of the body goes
 * before the headline's); figures are never added up.
 */
#ifndef KHD_TALLY_H
#define KHD_TALLY_H

#include "settle.h"

void khd_tally_casualties(const khd_cluster *cluster, khd_account *account);
void khd_tally_sources(const khd_cluster *cluster, khd_account *account);

#endif
