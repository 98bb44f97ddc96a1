/* occurrence: what one frame tells by itself: class, status, parties, place, day,
 * means, figures, claimant, each found from the reader's arguments first and from
 * the syntax around the trigger where the reader is silent. No context of other
 * sentences enters here; joining and account add that.
 */
#ifndef KHD_OCCURRENCE_H
#define KHD_OCCURRENCE_H

#include "doc.h"
#include "lexicon.h"
#include "topic.h"

enum { KHD_PARTIES_MAX = 4 };

typedef struct {
    uint32_t count;
    khd_range tokens[KHD_PARTIES_MAX];
    int32_t chain[KHD_PARTIES_MAX]; /* doc->chains, KHD_NOTHING unknown */
} khd_parties;

typedef struct {
    uint32_t frame, sentence;
    uint32_t head; /* head token of the trigger */
    bool title;    /* stands in the headline */
    bool nominal, definite, indefinite;
    bool toll; /* the trigger only says who came to harm: "killed", "the dead" */
    float class_score[KHD_CLASS_COUNT]; /* reader and tables together, sum 1 */
    uint8_t class_, outcome;
    float keep; /* chance that it belongs in the record */
    khd_parties side[2];
    khd_range place_words;
    int32_t place; /* doc->places, KHD_NOTHING */
    int32_t date;  /* doc->dates, KHD_NOTHING */
    KHD_LIST(uint32_t) figures;      /* doc->figures */
    KHD_LIST(uint32_t) attributions; /* doc->attributions that cover it */
    KHD_LIST(khd_range) means;
    khd_range source_words; /* the frame's own claimant */
    float values[KHD_KEEP_COUNT];
} khd_occurrence;

typedef struct {
    khd_occurrence *v;
    uint32_t n, cap;
    khd_topic topic; /* of the whole report */
} khd_occurrences;

/* One occurrence a frame, in the order of the frames. */
void khd_occurrence_run(khd_doc *doc, const khd_lexicon *lexicon, khd_occurrences *out);

/* The first of `n` facts, each `size` bytes that begin with its tokens and in the order
 * of the text (means: of the sentences), that ends after `token`; n when none does. */
uint32_t khd_occurrence_first(const void *facts, uint32_t n, size_t size, uint32_t token);
#define KHD_FIRST_AFTER(list, token)                                                              \
    khd_occurrence_first((list).v, (list).n, sizeof *(list).v, (token))

#endif
