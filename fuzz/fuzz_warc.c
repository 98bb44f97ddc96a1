/* fuzz_warc: any bytes behind the beginning of a WARC, plain and as a gzip member; every
 * record ends somewhere, and its payload is there. */
#include "target.h"

#include "warc.h"

#include <string.h>

static void take_all(khd_stream *from, khd_unpack *unpack, khd_budget *budget)
{
    khd_warc *warc = khd_warc_new(from, unpack, budget);
    khd_warc_record r;
    uint64_t revisits, bytes = 0;
    KHD_FUZZ_HOLDS(warc != NULL);
    while (khd_warc_next(warc, &r)) {
        KHD_FUZZ_HOLDS(r.type != NULL && r.media != NULL);
        if (r.error.status)
            KHD_FUZZ_HOLDS(strlen(r.error.text) > 0);
        for (size_t i = 0; i < r.length && !r.error.status; i++)
            bytes += (unsigned char)r.payload[i];
    }
    KHD_FUZZ_HOLDS(khd_warc_passed(warc, &revisits) >= revisits || bytes);
    khd_warc_free(warc);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_stream stream;
    khd_budget budget = {.packed = length, .most = 64 << 20, .ratio = 200};
    khd_packed packed = khd_packed_find((const char *)bytes, length);
    khd_stream_open_bytes(&stream, (const char *)bytes, length);
    if (!packed) {
        take_all(&stream, NULL, &budget);
        khd_stream_close(&stream);
        return 0;
    }
    khd_unpack *unpack = khd_unpack_new(&stream, packed, &budget);
    khd_stream above;
    KHD_FUZZ_HOLDS(unpack != NULL);
    khd_stream_open(&above, khd_unpack_read, unpack);
    take_all(&above, unpack, &budget);
    khd_stream_close(&above);
    khd_unpack_free(unpack);
    khd_stream_close(&stream);
    return 0;
}
