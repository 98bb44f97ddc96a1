/* show: a report's accounts for people: every value beside the words it was read
 * from, the sentence of the trigger quoted, and at the end what was not read and
 * why. Says "not told" rather than nothing where a recorder would look.
 */
#ifndef KHD_SHOW_H
#define KHD_SHOW_H

#include "buffer.h"
#include "doc.h"

/* The caller looks at out->failed. */
void khd_show_accounts(khd_buffer *out, const khd_doc *doc, bool colour);

#endif
