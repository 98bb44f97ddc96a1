/* fuzz_json: any bytes are a line of JSON Lines: a report, or an error that says
 * where. */
#include "target.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_report *report;
    khd_error error = {0};
    khd_status status =
        khd_read_json(khd_fuzz_worker(), (const char *)bytes, length, &report, &error);
    KHD_FUZZ_HOLDS((report != NULL) == (status == KHD_OK));
    if (report) {
        khd_fuzz_write(report);
        return 0;
    }
    KHD_FUZZ_HOLDS(status == KHD_INPUT || status == KHD_TOO_LARGE);
    KHD_FUZZ_HOLDS(error.status == status && strlen(error.text) > 0);
    KHD_FUZZ_HOLDS(error.offset <= length);
    return 0;
}
