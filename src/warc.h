/* warc: the records of a WARC file (ISO 28500; 0.17 to 1.1), plain or with a gzip member
 * or zstd frame a record, that hold a page: responses, resources, conversions. Requests,
 * metadata, pictures and the like are passed over, and so are revisits, whose bytes are
 * those of another record. A broken record is told, and the next one sought.
 */
#ifndef KHD_WARC_H
#define KHD_WARC_H

#include "buffer.h"
#include "unpack.h"

typedef struct {
    uint64_t at;            /* where the record stands: its member among the packed bytes,
                             * or the record itself where members are not records */
    const char *type;       /* "response"; "" not told */
    const char *url, *id;   /* NULL not told; as all of these, until the next call */
    const char *media;      /* of the payload: "text/html"; "" not told */
    const char *truncated;  /* why the crawler cut it: "length"; NULL when it did not */
    const char *payload;    /* what the server gave, unpacked */
    size_t length;
    khd_error error;        /* it cannot be read: why */
} khd_warc_record;

typedef struct khd_warc khd_warc;

/* True for the beginning of a WARC. */
bool khd_warc_find(const char *bytes, size_t length);

/* `unpack` is what `from` reads from, NULL for a plain file. NULL without memory. All
 * is borrowed. */
khd_warc *khd_warc_new(khd_stream *from, khd_unpack *unpack, khd_budget *budget);
void khd_warc_free(khd_warc *warc);
/* The next record that holds text, or that is broken; false at the end. */
bool khd_warc_next(khd_warc *warc, khd_warc_record *record);
/* How many records were passed over so far, revisits among them, and of these the
 * revisits. */
uint64_t khd_warc_passed(const khd_warc *warc, uint64_t *revisits);

#endif
