/* fuzz_feed: any bytes are a feed; every entry has a text or an error. */
#include "target.h"

#include "feed.h"

#include <string.h>

static size_t length_of(const char *text)
{
    return text ? strlen(text) : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_stream stream;
    khd_stream_open_bytes(&stream, (const char *)bytes, length);
    khd_feed *feed = khd_feed_new(&stream);
    khd_feed_entry e;
    KHD_FUZZ_HOLDS(feed != NULL);
    while (khd_feed_next(feed, &e)) {
        KHD_FUZZ_HOLDS(e.text || e.error.status);
        if (e.text)
            KHD_FUZZ_HOLDS(strlen(e.text) <= e.length);
        size_t told = length_of(e.id) + length_of(e.title) + length_of(e.url) +
                      length_of(e.published) + length_of(e.publisher) + length_of(e.language);
        KHD_FUZZ_HOLDS(told <= 6 * (KHD_TEXT_CEILING + 1));
    }
    khd_feed_free(feed);
    khd_stream_close(&stream);
    return 0;
}
