/* occurrence_parts: what the files of module occurrence share. */
#ifndef KHD_OCCURRENCE_PARTS_H
#define KHD_OCCURRENCE_PARTS_H

#include "occurrence.h"

/* What other layers hang on a frame, gathered once for all. */
typedef struct {
    KHD_LIST(uint32_t) figures, attributions;
} khd_told;

typedef struct {
    khd_doc *doc;
    const khd_table *harm, *harmless, *triggers, *place_words, *victims, *party_nouns;
    const khd_table *idle, *other_news;
    bool crowd; /* the report tells of protesters or rioters */
    float report; /* chance that the report tells of armed conflict */
    float keep[KHD_KEEP_COUNT];
    khd_told *told; /* one a frame */
} khd_maker;

/* Sets class_score and class_; needs sides, places and means. */
void khd_occurrence_class(const khd_maker *maker, const khd_frame *frame, khd_occurrence *o);
/* Sets keep and its values; needs everything else. */
void khd_occurrence_weigh(const khd_maker *maker, const khd_frame *frame, khd_occurrence *o);
/* True for classes that do people violence or take them away. */
bool khd_occurrence_violent(uint8_t class_);
/* True when a chain of the report is a crowd. */
bool khd_occurrence_crowd(const khd_doc *doc);

#endif
