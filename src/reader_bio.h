/* reader_bio: sequences of B-x I-x O labels: the best well-formed one, and its spans. */
#ifndef KHD_READER_BIO_H
#define KHD_READER_BIO_H

#include "model.h"

#include <stdbool.h>

enum { KHD_BIO_MAX = 64, KHD_BIO_WORDS_MAX = 256 };

/* Label 0 is O; label i has a type (0 .. types) and is its first word's or not. */
typedef struct {
    uint32_t count;
    uint8_t type[KHD_BIO_MAX];
    uint8_t first[KHD_BIO_MAX];
    uint8_t begin[KHD_BIO_MAX]; /* of an I label: the B label of its type */
} khd_bio;

typedef struct {
    uint32_t begin, end; /* words */
    uint8_t type;
} khd_bio_span;

/* Reads the labels of a text tensor; `find` maps what follows "B-" to a type, -1 unknown. */
KHD_MUST_USE khd_status khd_bio_init(khd_bio *bio, const khd_model *model, const char *name,
                                     int (*find)(const char *text), khd_error *error);

/* The best labels of `words` <= KHD_BIO_WORDS_MAX rows of scores (any that add up: a row's
 * common constant does not matter); labels gets one a word. */
void khd_bio_decode(const khd_bio *bio, const float *scores, uint32_t ld, uint32_t words,
                    uint8_t *labels);
/* The next span from word *at on; false when there is none. */
bool khd_bio_next(const khd_bio *bio, const uint8_t *labels, uint32_t words, uint32_t *at,
                  khd_bio_span *span);

#endif
