/* likeness: a signature of a text by which near copies are told: agency copy with
 * another headline, a paragraph more or a sentence less.
 *
 * MinHash (Broder 1997) over shingles of four words: the share of equal places in two
 * signatures is about the share of shingles that two texts have in common (Jaccard; the
 * standard error is at most 0.06). Texts whose three places of a band agree are compared:
 * of texts that share half, 94 in 100 are found, of those that share a tenth, 2.
 */
#ifndef KHD_LIKENESS_H
#define KHD_LIKENESS_H

#include "doc.h"

enum { KHD_LIKENESS_PLACES = 63, KHD_LIKENESS_BANDS = 21, KHD_LIKENESS_LEAST = 12 };

/* Share from which two texts are near copies. */
#define KHD_LIKENESS_NEAR 0.5

typedef struct {
    uint32_t places[KHD_LIKENESS_PLACES];
} khd_likeness;

/* False for a text with less than KHD_LIKENESS_LEAST shingles: too short to tell. */
bool khd_likeness_find(const khd_doc *doc, khd_likeness *out);
double khd_likeness_compare(const khd_likeness *a, const khd_likeness *b);
/* The band's key: equal for texts that agree in its places. */
int64_t khd_likeness_band(const khd_likeness *likeness, unsigned band);
/* The signature as bytes, the same on every machine. */
enum { KHD_LIKENESS_BYTES = KHD_LIKENESS_PLACES * 4 };
void khd_likeness_write(const khd_likeness *likeness, unsigned char out[KHD_LIKENESS_BYTES]);
void khd_likeness_read(const unsigned char bytes[KHD_LIKENESS_BYTES], khd_likeness *likeness);

#endif
