/* place_rank: weighs the readings of all place names of a report; part of place. */
#ifndef KHD_PLACE_RANK_H
#define KHD_PLACE_RANK_H

#include "place_spot.h"

enum {
    KHD_READINGS_MAX = 24, /* readings of one name */
    KHD_COUNTRIES_MAX = 512
};

/* What a country, places near by and a link are worth beside the prior. */
#define KHD_W_COUNTRY 4.0f
#define KHD_W_NEAR 5.0f
#define KHD_W_LINK 4.0f

/* One reading of a name, with what speaks for it. */
typedef struct {
    uint32_t place;
    khd_gazetteer_place at;
    float prior;   /* by itself */
    float country; /* share of its country in the report */
    float near;    /* other places near it or around it */
    float link;    /* "X, Y" with Y around X */
    float score;   /* sum by the weights above */
    float p;       /* softmax of the scores */
    bool main, like;
} khd_candidate;

/* A distinct name of the report. */
typedef struct {
    uint64_t key;
    uint32_t first; /* its first spot */
    uint32_t count; /* spots that are no adjective */
    uint32_t n;
    khd_candidate *readings;
} khd_place_name;

/* Name `inner` is followed by name `outer` in a way that says "lies in". */
typedef struct {
    uint32_t inner, outer;
} khd_place_link;

typedef struct {
    khd_doc *doc;
    const khd_gazetteer *gazetteer;
    khd_spot *spots;
    uint32_t spot_count;
    KHD_LIST(khd_place_name) names;
    KHD_LIST(khd_place_link) links;
    float told[KHD_COUNTRIES_MAX];  /* countries named in text, title, publisher */
    float share[KHD_COUNTRIES_MAX]; /* with what the names add; sums to at most 1 */
} khd_ranker;

/* Weighs all names; afterwards each name's readings are sorted, best first. */
void khd_rank_run(khd_ranker *ranker, khd_spotter *spotter, const khd_lexicon *lexicon);
/* The key by which names of a report are one name. */
uint64_t khd_rank_key(const char *name, size_t length);
/* Weighs one more name among those of the ranker (all of whose lists may be empty), its
 * readings sorted, best first; exactly spelled names only, or else names of the report's
 * countries that sound like it. */
khd_place_name *khd_rank_add(khd_ranker *ranker, const char *name, size_t length);
/* How much the words beside a name speak for a kind of place. */
float khd_rank_cue(uint8_t cue, uint8_t kind);

#endif
