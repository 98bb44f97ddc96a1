/* bundle: the members of a tar or zip, by libarchive, out of a stream. Nothing is ever
 * written to a disk. Names that lead out of the archive (a root, "..", a drive, a NUL,
 * links that do) are refused; folders, names that begin with a dot, and links to what
 * stands in the archive itself are passed over.
 */
#ifndef KHD_BUNDLE_H
#define KHD_BUNDLE_H

#include "unpack.h"

#define KHD_BUNDLE_MEMBERS 10000000 /* of one archive at most */

typedef struct khd_bundle khd_bundle;

typedef struct {
    const char *name; /* until the next call; UTF-8 */
    uint64_t at;      /* where the member stands in the archive */
    khd_error error;  /* it cannot be read: why */
} khd_bundle_member;

/* True for the beginning of a tar or zip; 512 bytes are plenty. */
bool khd_bundle_find(const char *bytes, size_t length);

/* `source` may be NULL; with it, and at its very beginning, a zip is read by its table
 * of contents. NULL without memory or with `error` filled. All is borrowed. */
khd_bundle *khd_bundle_open(khd_stream *from, const khd_bytes *source, khd_budget *budget,
                            khd_error *error);
void khd_bundle_close(khd_bundle *bundle);
/* The next member; false at the end. After a member that ends the archive (its head is
 * broken) there is no other. */
bool khd_bundle_next(khd_bundle *bundle, khd_bundle_member *member);
/* The bytes of that member: a khd_stream_function with the khd_bundle as `with`. */
int64_t khd_bundle_read(void *with, char *out, size_t n, khd_error *error);

#endif
