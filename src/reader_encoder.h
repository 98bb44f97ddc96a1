/* reader_encoder: pieces to hidden states: a BERT encoder (post-norm) over word pieces,
 * positions and shapes, several sequences at a time.
 */
#ifndef KHD_READER_ENCODER_H
#define KHD_READER_ENCODER_H

#include "model.h"
#include "nn.h"

#include <stdbool.h>

typedef struct {
    khd_linear qkv, o, f1, f2;
    const float *n1_gain, *n1_bias, *n2_gain, *n2_bias;
} khd_encoder_layer;

/* Views into the model. */
typedef struct {
    khd_model_sizes sizes;
    khd_embedding pieces, positions, shapes;
    const float *gain, *bias;
    khd_encoder_layer layers[KHD_MODEL_LAYERS_MAX];
} khd_encoder;

/* Sequences lying one after another: sequence s has the rows begin[s] .. begin[s + 1). */
typedef struct {
    uint32_t ids[KHD_NN_ROWS_MAX];
    uint8_t shapes[KHD_NN_ROWS_MAX];
    uint32_t begin[KHD_NN_ROWS_MAX + 1];
    uint32_t rows, sequences;
} khd_batch;

/* Room for the largest batch. */
typedef struct {
    float *x;   /* rows of width: the hidden states */
    float *qkv; /* rows of 3 * width */
    float *mix; /* rows of width */
    float *ff;  /* rows of ff */
    float *attention;
} khd_encoder_room;

KHD_MUST_USE khd_status khd_encoder_init(khd_encoder *encoder, const khd_model *model,
                                         khd_error *error);
/* Gives false when there is no memory; the room is to be freed all the same. */
KHD_MUST_USE bool khd_encoder_room_new(const khd_encoder *encoder, khd_encoder_room *room);
void khd_encoder_room_free(khd_encoder_room *room);

/* room->x = the states before the first layer. Pieces, shapes and lengths are within
 * the model's sizes. */
void khd_encoder_embed(const khd_encoder *encoder, khd_nn *nn, const khd_batch *batch,
                       khd_encoder_room *room);
/* Runs one layer on room->x. */
void khd_encoder_step(const khd_encoder *encoder, khd_nn *nn, const khd_batch *batch,
                      uint32_t layer, khd_encoder_room *room);

#endif
