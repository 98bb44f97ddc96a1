/* reader_state: what the reader's parts share. */
#ifndef KHD_READER_STATE_H
#define KHD_READER_STATE_H

#include "reader.h"
#include "reader_encoder.h"
#include "reader_heads.h"
#include "reader_labels.h"
#include "reader_pieces.h"
#include "reader_tree.h"

struct khd_reader {
    khd_model *model;
    const khd_nn_ops *ops;
    khd_nn_mode mode;
    float trigger_bias;
    khd_pieces *pieces;
    khd_encoder encoder;
    khd_heads heads;
    khd_labels labels;
};

/* A run of words that the heads look at: a sentence or a part of one. */
typedef struct {
    uint32_t sentence;
    uint32_t first, words; /* tokens */
    uint32_t root;         /* row of room.states that stands for the root; words follow */
    uint32_t context;      /* number of its sequence in the report */
    bool more;             /* not the first part of its sentence */
} khd_window;

enum { KHD_WINDOWS_MAX = KHD_NN_ROWS_MAX / 3 };

struct khd_reader_state {
    khd_nn *nn;
    khd_encoder_room encoder;
    khd_heads_room heads;
    khd_tree *tree;
    khd_batch batch;
    khd_window windows[KHD_WINDOWS_MAX];
    uint32_t window_count;
    uint16_t rows[KHD_NN_ROWS_MAX]; /* encoder row of each row of heads.states */
    uint32_t row_count;
    uint32_t context; /* number of the sequence that a window to come stands in */
    uint32_t anchor; /* root of the sentence's first window, for its later ones */
    khd_grid scores; /* of one window */
    uint8_t labels[KHD_NN_ROWS_MAX], others[KHD_NN_ROWS_MAX];
    uint16_t tree_heads[KHD_NN_ROWS_MAX];
};

static inline uint32_t khd_best(const float *scores, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (scores[i] > scores[best])
            best = i;
    return best;
}

/* Row of a head for word `word` of a window. */
static inline const float *khd_word_row(const khd_reader_state *state, const khd_window *window,
                                        enum khd_head head, uint32_t word)
{
    return khd_grid_row(&state->heads.word[head], window->root + 1 + word);
}

/* Parts of one sentence that fit the network go into the batch; the batch is run when
 * it is full (reader_window.c). */
void khd_window_add(const khd_reader *reader, khd_reader_state *state, khd_doc *doc,
                    uint32_t sentence);
/* Runs what is in the batch. */
void khd_window_flush(const khd_reader *reader, khd_reader_state *state, khd_doc *doc);

/* Tags, lemmas, tree, names and roles of a window (reader_syntax.c, reader_names.c). */
void khd_syntax_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                     khd_doc *doc);
void khd_names_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                    khd_doc *doc);
/* Conflict frames of a window (reader_frames.c). */
void khd_frames_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                     khd_doc *doc);

#endif
