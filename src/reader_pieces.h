/* reader_pieces: words to word pieces and shapes, as the network was trained.
 *
 * BERT's uncased WordPiece (Devlin et al. 2019): the word is decomposed (NFD), loses
 * its accents and its case, is cut at punctuation and CJK characters, and each part is
 * covered from the left by the longest pieces of the vocabulary. The shape tells the
 * network about the case that was lost.
 */
#ifndef KHD_READER_PIECES_H
#define KHD_READER_PIECES_H

#include "model.h"

enum {
    KHD_PIECES_MAX = 12, /* of one word; more are cut off */
    KHD_PIECE_UNKNOWN = 100,
    KHD_PIECE_BEGIN = 101,
    KHD_PIECE_END = 102
};

/* The vocabulary; points into the model. */
typedef struct khd_pieces khd_pieces;

KHD_MUST_USE khd_status khd_pieces_new(const khd_model *model, khd_pieces **out, khd_error *error);
void khd_pieces_free(khd_pieces *pieces);

/* Pieces of a word of valid UTF-8; returns their number, 1 .. KHD_PIECES_MAX. */
uint32_t khd_pieces_split(const khd_pieces *pieces, const char *word, uint32_t n,
                          uint32_t ids[KHD_PIECES_MAX]);

/* Shape of a word: 1 digits, 2 no letter, 3 letters and digits, 4 lower, 5 one capital,
 * 6 UPPER, 7 Title, 8 capital then mixed, 9 other; 0 is for the special pieces. */
uint8_t khd_pieces_shape(const char *word, uint32_t n);

#endif
