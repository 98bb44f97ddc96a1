/* topic: does the report as a whole tell of armed conflict?
 *
 * Attacks in a match, a fire with dead, an obituary: single sentences of such reports look
 * like those of a war report, the whole does not: no armed party, no weapon, few words of
 * fighting, many of something else. A linear model over counts that can be read (weigh.h).
 */
#ifndef KHD_TOPIC_H
#define KHD_TOPIC_H

#include "doc.h"
#include "lexicon.h"
#include "weigh.h"

typedef struct {
    float values[KHD_TOPIC_COUNT];
    float chance; /* that it tells of armed conflict */
} khd_topic;

void khd_topic_run(const khd_doc *doc, const khd_lexicon *lexicon, khd_topic *topic);

/* True for soldiers, rebels, militias; the police are everyday. */
bool khd_topic_armed(const khd_chain *chain);
/* True for a day before the middle of the twentieth century's wars ended. */
bool khd_topic_past(const khd_date *date);

#endif
