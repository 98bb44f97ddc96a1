/* incident_parts: what the files of the module incident share. */
#ifndef KHD_INCIDENT_PARTS_H
#define KHD_INCIDENT_PARTS_H

#include "incident.h"

/* A pair worth a look, a < b. */
typedef struct {
    float score;
    uint32_t a, b;
} khd_incident_edge;

typedef KHD_LIST(khd_incident_edge) khd_incident_edges;

/* Pairs below this score are not kept; pairs that no block holds count as this. */
#define KHD_INCIDENT_LOW (-4.0f)

/* All pairs that share a block and score above 0, best first, each once. `order` are the
 * accounts by id. Gives the number of pairs scored. */
uint64_t khd_incident_block(khd_arena *arena, const khd_incident_input *input,
                            const uint32_t *order, khd_incident_edges *edges);
/* Relations between groups. */
void khd_incident_relate(khd_arena *arena, const khd_incident_input *input, khd_incidents *out);
/* Bits of the kinds of occurrence that a class may be told as: classes that share one
 * are kin. */
unsigned khd_incident_kinds(uint8_t class_);
/* The largest figure of killed people that is no part of another, KHD_NOTHING none. */
int64_t khd_incident_killed(const khd_incident_account *account);
double khd_incident_distance(const khd_incident_account *a, const khd_incident_account *b);

#endif
