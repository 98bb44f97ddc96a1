/* place_spot: finds the place names of a report; part of place. */
#ifndef KHD_PLACE_SPOT_H
#define KHD_PLACE_SPOT_H

#include "doc.h"
#include "gazetteer.h"
#include "lexicon.h"

/* What the words beside a name say it is. */
enum khd_cue {
    KHD_CUE_NONE,
    KHD_CUE_PROVINCE,
    KHD_CUE_DISTRICT,
    KHD_CUE_CITY,
    KHD_CUE_SECTION,
    KHD_CUE_SITE,
    KHD_CUE_WATER,
    KHD_CUE_MOUNTAIN,
    KHD_CUE_REGION,
    KHD_CUE_COUNTRY,
    KHD_CUE_ACTOR,
    KHD_CUE_COUNT
};

typedef struct {
    khd_range tokens; /* the name, with type words that the reader tagged */
    khd_range core;   /* the name without them: "Homs" of "Homs Province" */
    uint8_t entity;   /* the reader's tag */
    uint8_t cue;
    bool adjectival;
    bool weak;     /* holds only if it lies where the report plays */
    bool known;    /* the gazetteer knows the core */
    uint32_t name; /* index of the distinct name, set by ranking */
} khd_spot;

typedef struct {
    khd_doc *doc;
    const khd_gazetteer *gazetteer;
    const khd_table *words, *stop, *actors;
    uint32_t *surnames; /* tokens that end a person's name, by hash; 0 free, else + 1 */
    uint32_t slots;     /* a power of two; 0 when the report names no person */
    uint32_t actor_end; /* tokens before it are part of a known actor's name */
    bool tagged;        /* the reader tagged at least one name in the report */
    KHD_LIST(khd_spot) spots;
} khd_spotter;

/* Fills spots in the order of the text. */
void khd_spot_run(khd_spotter *spotter, khd_doc *doc, const khd_gazetteer *gazetteer,
                  const khd_lexicon *lexicon);
/* Places of the gazetteer that a token range names; also without the "s" of a lost
 * apostrophe ("Aleppos") when the place is a large one. */
uint32_t khd_spot_find(const khd_doc *doc, const khd_gazetteer *gazetteer, khd_range tokens,
                       khd_gazetteer_hit *hits, uint32_t cap);
/* The surnames of the persons that the report names by several words: collected before
 * spotting, then found by their lower-cased form. */
void khd_surnames_collect(khd_spotter *spotter);
bool khd_surnames_have(const khd_spotter *spotter, const char *lower);
/* Bytes of a token range as they stand in the text. */
const char *khd_spot_text(const khd_doc *doc, khd_range tokens, size_t *length);

#endif
