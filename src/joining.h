/* joining: which occurrences of one report are the same.
 *
 * A scored clustering: occurrences come in the order of the text and each joins
 * the earlier cluster that draws it most, or opens its own.
 * The score of a pair is a linear model over features that can be read (weigh.h);
 * a cluster refuses what contradicts the day of one of its members.
 */
#ifndef KHD_JOINING_H
#define KHD_JOINING_H

#include "occurrence.h"

typedef struct {
    int32_t with; /* earlier occurrence that it joined, KHD_NOTHING */
    float chance;
} khd_join;

/* cluster[i] for every occurrence: the index of the first occurrence of its
 * cluster; only those with `kept` set take part, the others stay alone. `joins`
 * says with which one and how sure. All three arrays have one item an occurrence. */
void khd_joining_run(khd_doc *doc, const khd_lexicon *lexicon, const khd_occurrences *list,
                     const bool *kept, uint32_t *cluster, khd_join *joins);

/* Features of the pair (earlier, later). */
void khd_joining_values(const khd_doc *doc, const khd_occurrence *earlier,
                        const khd_occurrence *later, float *values);

#endif
