/* paragraph: lines of a text to paragraphs, and the outer shape of a paragraph.
 *
 * Empty lines part paragraphs. Lines of about one width are a wrapped text and are
 * joined; else every line is a paragraph of its own.
 */
#ifndef KHD_PARAGRAPH_H
#define KHD_PARAGRAPH_H

#include "doc.h"

typedef struct {
    khd_span span; /* without blanks at its ends */
    bool item;     /* stood behind a bullet */
} khd_paragraph;

typedef KHD_LIST(khd_paragraph) khd_paragraphs;

/* What a run of text looks like from outside; counts are of words between blanks
 * that hold a letter or a digit. */
typedef struct {
    uint32_t words;
    uint32_t capital; /* begin with a capital or a digit */
    uint32_t lower;   /* begin with a small letter and have four letters or more */
    uint32_t small;   /* begin with a small letter */
    uint32_t letters;
    bool closed; /* ends with . ! ? or an ellipsis, closing quotes and brackets aside */
    bool colon;  /* ends with a colon */
} khd_shape;

/* Paragraphs of the whole text in the document's arena. */
khd_paragraphs khd_paragraph_list(khd_doc *doc);
khd_shape khd_paragraph_shape(const khd_doc *doc, khd_span span);
/* The span without blanks and invisible characters at its ends. */
khd_span khd_paragraph_trim(const khd_doc *doc, khd_span span);
/* The next word between blanks at or after `at`; empty at the end. */
khd_span khd_paragraph_word(const khd_doc *doc, uint32_t at, uint32_t end);
/* A word as a table key: lower case, ASCII, without marks at its ends. Returns its
 * length, 0 when it has no such form or does not fit. */
size_t khd_paragraph_key(const khd_doc *doc, khd_span word, char *key, size_t room);

#endif
