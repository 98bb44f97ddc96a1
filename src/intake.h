/* intake: a source of bytes to a row of reports: khd_intake of khaldun.h.
 *
 * A stack of layers, each a stream over the one below: what is packed gives a stream,
 * an archive a stream a member, a crawl or feed reports. Each layer is told by its first
 * bytes. One budget holds for all of them (unpack.h).
 */
#ifndef KHD_INTAKE_H
#define KHD_INTAKE_H

#include "khaldun.h"

enum { KHD_INTAKE_DEPTH = 8 }; /* layers at most */

#endif
