/* numeral: the number that words and digits spell, without what it counts.
 *
 * Reads "18", "3,500", "2.5 million", "two hundred and six", "three-and-a-half
 * million", "twenty-first". Whether a numeral counts people, is a date, an age
 * or a price is decided by the number stage.
 */
#ifndef KHD_NUMERAL_H
#define KHD_NUMERAL_H

#include "doc.h"
#include "lexicon.h"

#define KHD_NUMERAL_CEILING INT64_C(1000000000000) /* 10^12; more is cut to this */
#define KHD_NUMERAL_ONE INT64_C(1000000)           /* values are in millionths */

/* A place between the words of a sentence: a token and a byte of its lower form. */
typedef struct {
    uint32_t token, at;
} khd_cursor;

typedef struct {
    khd_cursor end; /* after the numeral */
    int64_t value;  /* in millionths, at most the ceiling */
    int64_t scale;  /* the last scale word as a number ("million"), 1 none */
    uint8_t digits; /* digits of a bare figure without grouping or fraction, else 0 */
    bool ordinal;   /* "21st", "third" */
    bool over;      /* was above the ceiling */
    bool plus;      /* "50+" */
    bool point;     /* "1.250" with a stop: a fraction if a scale follows */
} khd_numeral;

/* Reads the numeral that begins at `from`, not past token `end`; `words` is the
 * table number_words. False when there is none. */
bool khd_numeral_read(const khd_doc *doc, const khd_table *words, khd_cursor from, uint32_t end,
                      khd_numeral *out);
/* Goes over one dash ("-", "–"); false and no change when there is none. */
bool khd_cursor_dash(const khd_doc *doc, khd_cursor *at, uint32_t end);
/* Copies the word at the cursor (up to a dash) and goes after it; false and no
 * change at `end`, at a dash, and for a word that is too long for the room. */
bool khd_cursor_word(const khd_doc *doc, khd_cursor *at, uint32_t end, char word[32]);

#endif
