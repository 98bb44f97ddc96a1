/* query: stored accounts by plain conditions, as a table, CSV or JSON Lines. The call
 * stands in khaldun.h; this is the same with a gazetteer, by which a place is found
 * under any spelling of its name.
 */
#ifndef KHD_QUERY_H
#define KHD_QUERY_H

#include "buffer.h"
#include "gazetteer.h"
#include "store.h"

/* Appends the accounts that are found. `gazetteer` may be NULL. */
KHD_MUST_USE khd_status khd_query_run(khd_store *store, const khd_gazetteer *gazetteer,
                                      const khd_query *query, khd_query_format format,
                                      khd_buffer *out, size_t *count, khd_error *error);

#endif
