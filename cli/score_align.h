/* score_align: accounts of a program against accounts coded by hand: aligned one
 * to one, then slots counted (MUC style). Works on the accounts as JSON objects,
 * both in the record's form and in the gold's (plain strings for spans).
 */
#ifndef CLI_SCORE_ALIGN_H
#define CLI_SCORE_ALIGN_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/* X(NAME, "text as printed"); the last one repeats casualties more strictly and
 * is no part of ALL. */
#define SCORE_SLOTS(X)                                                  \
    X(CLASS, "class")                                                   \
    X(STATUS, "status")                                                 \
    X(COUNTRY, "country")                                               \
    X(PLACE, "place")                                                   \
    X(DATE, "date")                                                     \
    X(SIDE_A, "side_a")                                                 \
    X(SIDE_B, "side_b")                                                 \
    X(CASUALTIES, "casualties") X(SOURCES, "sources") X(MEANS, "means") \
        X(CASUALTIES_FULL, "casualties_full")

#define SCORE_SLOT_ENUM(name, text) SLOT_##name,
typedef enum { SCORE_SLOTS(SCORE_SLOT_ENUM) SLOT_COUNT } score_slot;

typedef struct {
    size_t correct, gold, system;
} score_count;

typedef struct {
    size_t reports;
    score_count accounts;
    score_count slots[SLOT_COUNT];
} score_tally;

/* Gold and program accounts of one report, and which belong together. */
typedef struct {
    json_object *gold, *system; /* arrays, borrowed; NULL is empty */
    int *partner;               /* of each gold account: index or -1 */
    int *partner_of_system;
} score_pairs;

/* Aligns. `text` is the report's. False without memory. */
bool score_align(json_object *gold, json_object *system, const char *text, score_pairs *out);
void score_pairs_free(score_pairs *pairs);
/* Adds the slots of one pair; `gold` or `system` is NULL for a spurious or missed
 * account. False without memory. */
bool score_count_pair(score_count *slots, json_object *gold, json_object *system);
/* Adds all pairs' slots to a tally. False without memory. */
bool score_count_slots(const score_pairs *pairs, score_tally *tally);

/* A text in an object by its key, or the object's own when it is a string; NULL
 * when it is not there or no string. */
const char *score_text(json_object *object, const char *key);

#endif
