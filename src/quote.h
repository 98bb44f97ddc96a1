/* quote: the quoted stretches of a report.
 *
 * Straight, typographic and doubled single quotation marks; a stretch ends at the
 * end of its paragraph at the latest, so that a quotation of several paragraphs,
 * each opened and only the last closed, is one stretch a paragraph. */
#ifndef KHD_QUOTE_H
#define KHD_QUOTE_H

#include "doc.h"

typedef struct {
    khd_range tokens; /* with the marks */
    uint32_t block;
    bool attributed;
} khd_quote;

typedef struct {
    khd_quote *v;
    uint32_t n;
} khd_quotes;

khd_quotes khd_quote_all(khd_doc *doc);
/* Index of the quote that holds the token, or KHD_NOTHING. */
int32_t khd_quote_at(const khd_quotes *quotes, uint32_t token);

#endif
