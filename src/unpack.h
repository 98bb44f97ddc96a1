/* unpack: gzip (RFC 1952) and zstd (RFC 8878), with any number of members or frames one
 * behind another, as a stream over a stream; and the budget that bombs overdraw.
 *
 * A WARC keeps a record a member, so readers are told where members begin, a read never
 * goes beyond the end of a member, and after a broken member the next can be sought.
 */
#ifndef KHD_UNPACK_H
#define KHD_UNPACK_H

#include "stream.h"

/* What an input may unpack to, on all levels together. Starts with `packed` counted by
 * who reads the outermost bytes. */
typedef struct {
    uint64_t packed, unpacked; /* bytes so far; of packed, the furthest that was read */
    uint64_t most, ratio;      /* ceilings: of unpacked, and of unpacked by packed */
    bool spent;                /* overdrawn: nothing more is read */
} khd_budget;

/* False, with KHD_TOO_LARGE, when the budget does not hold n bytes more. */
bool khd_budget_spend(khd_budget *budget, size_t n, khd_error *error);

typedef enum { KHD_PACKED_NOT, KHD_PACKED_GZIP, KHD_PACKED_ZSTD } khd_packed;
/* By the first bytes. */
khd_packed khd_packed_find(const char *bytes, size_t length);

typedef struct khd_unpack khd_unpack;

/* NULL without memory. `from` and `budget` are borrowed. */
khd_unpack *khd_unpack_new(khd_stream *from, khd_packed packed, khd_budget *budget);
void khd_unpack_free(khd_unpack *unpack);
/* A khd_stream_function with the khd_unpack as `with`. */
int64_t khd_unpack_read(void *with, char *out, size_t n, khd_error *error);
/* Where the member that was read last begins: among the packed bytes, and (*out) among
 * the unpacked. */
uint64_t khd_unpack_member(const khd_unpack *unpack, uint64_t *out);
/* After a failure: to the next bytes that look like the beginning of a member. False
 * when there are none. */
bool khd_unpack_seek(khd_unpack *unpack);

/* Unpacks bytes in memory into *out (free), `most` bytes at most; KHD_TOO_LARGE,
 * KHD_INPUT, KHD_NOMEM. Also zlib and raw deflate, as HTTP's "deflate" may be either. */
KHD_MUST_USE khd_status khd_unpack_bytes(const char *bytes, size_t length, size_t most,
                                         khd_budget *budget, char **out, size_t *out_length,
                                         khd_error *error);

#endif
