/* recode: what became different between two records of one report.
 *
 * Accounts are told apart by their id; of those that both have, the fields are compared.
 * Reasons (`because`) and the confidence do not count.
 */
#ifndef KHD_RECODE_H
#define KHD_RECODE_H

#include "buffer.h"
#include "khaldun.h"

/* Appends the difference between two records "khaldun/1" (JSON), nothing when there is
 * none. `name` is the report's, for people. As text or as one line of JSON. */
KHD_MUST_USE khd_status khd_recode_compare(khd_buffer *out, const char *name, const char *before,
                                           const char *after, bool json);

#endif
