/* fuzz_intake: any bytes are a source: a text, lines, a feed, a WARC, packed or in an
 * archive. Every item has bytes or an error, and the row of them ends. */
#include "target.h"

#include <string.h>

typedef struct {
    const uint8_t *bytes;
    size_t length, at, step;
} given;

/* In small pieces, so that the edges of reads fall everywhere. */
static int64_t read_given(void *with, char *out, size_t n, khd_error *error)
{
    given *g = with;
    (void)error;
    size_t left = g->length - g->at, now = n < left ? n : left;
    if (g->step && now > g->step)
        now = g->step;
    if (now)
        memcpy(out, g->bytes + g->at, now);
    g->at += now;
    return (int64_t)now;
}

static int seek_given(void *with, uint64_t to)
{
    given *g = with;
    if (to > g->length)
        return 0;
    g->at = (size_t)to;
    return 1;
}

static size_t take_all(given *g, int seekable)
{
    khd_bytes source = {.read = read_given, .with = g};
    if (seekable) {
        source.seek = seek_given;
        source.size = g->length;
    }
    khd_intake_plan plan = {.most = 64 << 20};
    khd_intake *intake;
    khd_item item;
    size_t items = 0, bytes = 0;
    KHD_FUZZ_HOLDS(khd_intake_open(&source, &plan, &intake, NULL) == KHD_OK);
    while (khd_intake_next(intake, &item)) {
        KHD_FUZZ_HOLDS(item.member != NULL && item.bytes != NULL);
        if (item.error.status)
            KHD_FUZZ_HOLDS(strlen(item.error.text) > 0);
        for (size_t i = 0; i < item.length; i++) /* all of it is there */
            bytes += (unsigned char)item.bytes[i];
        items++;
    }
    khd_intake_close(intake);
    return items * 31 + bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    given whole = {bytes, length, 0, 0}, parts = {bytes, length, 0, 61};
    take_all(&whole, 1);
    size_t first = take_all(&parts, 0);
    parts.at = 0;
    KHD_FUZZ_HOLDS(take_all(&parts, 0) == first);
    return 0;
}
