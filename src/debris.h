/* debris: what a web page leaves around a report, told from one run of text by its
 * form and by the short phrases of data/debris.tsv. What is dropped where is decided
 * by the article stage.
 */
#ifndef KHD_DEBRIS_H
#define KHD_DEBRIS_H

#include "lexicon.h"
#include "paragraph.h"

typedef struct {
    const khd_doc *doc;
    const khd_table *phrases;  /* data/debris.tsv */
    const khd_table *agencies; /* data/agencies.tsv */
    bool capitals;             /* wire copy in capitals: case tells nothing */
} khd_debris;

/* Why the run is debris wherever it stands: a phrase, a link, a release number, a
 * quotation's credit, no words. NULL for none. */
const char *khd_debris_line(const khd_debris *d, khd_span span, const khd_shape *s);
/* The same by the phrases alone. */
const char *khd_debris_phrase(const khd_debris *d, khd_span span, const khd_shape *s);
/* Where a run of page words and numbers ("Print Tweet Views 371") at the start of
 * the span ends; span.begin for none. */
uint32_t khd_debris_furniture(const khd_debris *d, khd_span span);
/* "By Anna Berg and Omar Said in Beirut", "Anna Berg, Reuters". */
bool khd_debris_byline(const khd_debris *d, khd_span span, const khd_shape *s);
/* A few words that can open no report: "in ,". */
bool khd_debris_fragment(const khd_debris *d, khd_span span, const khd_shape *s);

#endif
