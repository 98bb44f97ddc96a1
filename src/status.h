/* status: how a call of the library can end; shared with the public header. */
#ifndef KHD_STATUS_H
#define KHD_STATUS_H

#include "khaldun.h"

#include <stddef.h>

/* Fills `error` (may be NULL) and returns `status`. `text` is printf's format. */
khd_status khd_error_set(khd_error *error, khd_status status, size_t offset, const char *text, ...)
    __attribute__((format(printf, 4, 5)));

#endif
