/* abbreviation: is a full stop part of the word before it? Asked by the sentence
 * splitter (does a sentence end here?) and by the tokenizer (one token or two?).
 * Rows of data/abbreviations.tsv, initials ("J.") and acronyms ("U.S.", "p.m.").
 */
#ifndef KHD_ABBREVIATION_H
#define KHD_ABBREVIATION_H

#include "lexicon.h"

typedef enum {
    KHD_ABBREVIATION_NONE,
    KHD_ABBREVIATION_TITLE,  /* "Gen.": a name follows */
    KHD_ABBREVIATION_INNER,  /* "vs.": never the end of a sentence */
    KHD_ABBREVIATION_NUMBER, /* "No.": only before a figure */
    KHD_ABBREVIATION_DATE,   /* "Sept." */
    KHD_ABBREVIATION_TAIL,   /* "Inc.": may end a sentence */
    KHD_ABBREVIATION_REGION, /* "Calif.": may end a sentence */
    KHD_ABBREVIATION_INITIAL,
    KHD_ABBREVIATION_ACRONYM
} khd_abbreviation;

/* Kind of the word text[word], which ends with a full stop and holds no blank.
 * `table` is data/abbreviations.tsv; `text` is read from byte 0 on to see what
 * stands before the word. */
khd_abbreviation khd_abbreviation_find(const khd_table *table, const char *text, khd_span word);

#endif
