/* victim: who the harmed are. Group (civilian, combatant, mixed, unknown) of a noun
 * phrase by the table victims, then by the setting (table settings, codebook
 * ruling 5). The reader's own label stands in where words say nothing.
 */
#ifndef KHD_VICTIM_H
#define KHD_VICTIM_H

#include "doc.h"
#include "lexicon.h"

typedef struct {
    const khd_doc *doc;
    const khd_table *victims, *settings;
} khd_victims;

khd_victims khd_victims_get(const khd_doc *doc, const khd_lexicon *lexicon);
/* True when the token is a noun for a person, or part of a person's name. */
bool khd_victim_is_person(const khd_victims *v, uint32_t token);
/* Group of the noun phrase `phrase` with head `head`: enum khd_group. */
uint8_t khd_victim_group(const khd_victims *v, uint32_t head, khd_range phrase);
/* Kind of person by the table ("soldier", "child"), "" unknown. */
const char *khd_victim_kind(const khd_victims *v, uint32_t head);
/* True when the words name a scene of everyday life. */
bool khd_victim_everyday(const khd_victims *v, khd_range words);

#endif
