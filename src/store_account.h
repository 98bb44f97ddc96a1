/* store_account: an account of a document as rows of the database; a part of the store. */
#ifndef KHD_STORE_ACCOUNT_H
#define KHD_STORE_ACCOUNT_H

#include "store.h"

/* The report whose accounts are written. */
typedef struct {
    int64_t number;
    const char *sha256; /* of the original bytes */
    bool again;         /* was read before */
} khd_report_row;

enum { KHD_DAY_ROOM = 16 };

/* An ISO 8601 date in `room`; NULL for KHD_NO_DAY. */
const char *khd_store_day(khd_day value, char room[KHD_DAY_ROOM]);

/* Writes the account at `position` of the document with all that hangs on it. */
KHD_MUST_USE khd_status khd_store_put_account(khd_store *store, const khd_report_row *report,
                                              const khd_doc *doc, uint32_t position,
                                              khd_error *error);

/* Writes the signature of the document's text, and links its near copies. */
KHD_MUST_USE khd_status khd_store_put_likeness(khd_store *store, const khd_report_row *report,
                                               const khd_doc *doc, khd_error *error);

#endif
