/* status: filling the caller's khd_error. */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>

#define NAME(name, text) text,
static const char *const texts[] = {KHD_STATUS_LIST(NAME)};

const char *khd_status_text(khd_status status)
{
    return (unsigned)status < sizeof texts / sizeof *texts ? texts[status] : "unknown status";
}

khd_status khd_error_set(khd_error *error, khd_status status, size_t offset, const char *text, ...)
{
    if (!error)
        return status;
    error->status = status;
    error->offset = offset;
    va_list args;
    va_start(args, text);
    vsnprintf(error->text, sizeof error->text, text, args);
    va_end(args);
    return status;
}
