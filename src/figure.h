/* figure: from a victim that was found to a casualty figure of the document: its
 * count, its frame, side and group, its words, the whole of which it is a part.
 */
#ifndef KHD_FIGURE_H
#define KHD_FIGURE_H

#include "harmword.h"
#include "victim.h"

/* The sentence that is being read. */
typedef struct {
    khd_doc *doc;
    khd_harmwords words;
    khd_victims victims;
    const khd_table *disasters;
    uint32_t sentence;
    uint32_t frame_first, frame_end; /* frames of the sentence */
    uint32_t quantity_first, quantity_end;
    uint32_t figure_first;    /* first figure of the sentence */
    KHD_LIST(uint32_t) heads; /* head token of each figure's victims */
} khd_figures;

/* What is known of a figure before it is written. */
typedef struct {
    const khd_quantity *quantity; /* NULL for one without */
    uint32_t head;                /* head token of the victims */
    int32_t noun;
    khd_harm_tie tie;
    bool tied;
    const khd_argument *count, *who; /* the reader's words for it, NULL none */
} khd_finding;

/* Appends the figure of what was found. The pointer holds until the next one. */
khd_figure *khd_figure_push(khd_figures *h, const khd_finding *f);

#endif
