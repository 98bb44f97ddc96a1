/* export: incidents in the forms of other data sets and programs (CODEBOOK.md, "What the
 * exports must be able to fill").
 *
 * A pure function of a gathering: same database, same bytes. Every number of casualties
 * stands under a named rule set (toll.h). Column names and codes are those of the data
 * sets; none of their rows or texts is here.
 */
#ifndef KHD_EXPORT_H
#define KHD_EXPORT_H

#include "buffer.h"
#include "gather.h"

/* Writes the document that `asked` names. KHD_USAGE: no such table or rule set; KHD_NOMEM. */
KHD_MUST_USE khd_status khd_export_write(khd_gathering *gathering, const khd_export *asked,
                                         khd_buffer *out, khd_error *error);

#endif
