/* fuzz_html: any bytes are a web page; it is read, and written in every format. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_report *report;
    khd_input input = {.text = (const char *)bytes, .length = length, .form = KHD_FORM_HTML};
    khd_status status = khd_read(khd_fuzz_worker(), &input, &report, NULL);
    KHD_FUZZ_HOLDS(status == KHD_OK || status == KHD_TOO_LARGE);
    KHD_FUZZ_HOLDS((report != NULL) == (status == KHD_OK));
    if (report)
        khd_fuzz_write(report);
    return 0;
}
