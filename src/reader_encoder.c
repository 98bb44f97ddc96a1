/* reader_encoder: see reader_encoder.h. */
#include "reader_encoder.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 40, ALIGNMENT = 64 };

static khd_status layer_init(const khd_model *model, uint32_t i, khd_encoder_layer *layer,
                             khd_error *error)
{
    const khd_model_sizes *s = khd_model_get_sizes(model);
    const struct {
        const char *name;
        uint32_t in, out;
        khd_linear *linear;
    } linears[] = {{"qkv", s->width, 3 * s->width, &layer->qkv},
                   {"o", s->width, s->width, &layer->o},
                   {"f1", s->width, s->ff, &layer->f1},
                   {"f2", s->ff, s->width, &layer->f2}};
    const struct {
        const char *name;
        const float **vector;
    } vectors[] = {{"n1.gain", &layer->n1_gain},
                   {"n1.bias", &layer->n1_bias},
                   {"n2.gain", &layer->n2_gain},
                   {"n2.bias", &layer->n2_bias}};
    char name[NAME_BYTES];
    khd_status status = KHD_OK;
    for (uint32_t k = 0; k < 4 && status == KHD_OK; k++) {
        snprintf(name, sizeof name, "layer.%u.%s", i, linears[k].name);
        status =
            khd_model_linear(model, name, linears[k].in, linears[k].out, linears[k].linear, error);
    }
    for (uint32_t k = 0; k < 4 && status == KHD_OK; k++) {
        snprintf(name, sizeof name, "layer.%u.%s", i, vectors[k].name);
        status = khd_model_vector(model, name, s->width, vectors[k].vector, error);
    }
    return status;
}

khd_status khd_encoder_init(khd_encoder *encoder, const khd_model *model, khd_error *error)
{
    const khd_model_sizes *s = khd_model_get_sizes(model);
    encoder->sizes = *s;
    khd_status status =
        khd_model_embedding(model, "pieces", s->pieces, s->width, &encoder->pieces, error);
    if (status == KHD_OK)
        status = khd_model_embedding(model, "positions", s->positions, s->width,
                                     &encoder->positions, error);
    if (status == KHD_OK)
        status = khd_model_embedding(model, "shapes", s->shapes, s->width, &encoder->shapes, error);
    if (status == KHD_OK)
        status = khd_model_vector(model, "norm.gain", s->width, &encoder->gain, error);
    if (status == KHD_OK)
        status = khd_model_vector(model, "norm.bias", s->width, &encoder->bias, error);
    for (uint32_t i = 0; i < s->layers && status == KHD_OK; i++)
        status = layer_init(model, i, &encoder->layers[i], error);
    return status;
}

static float *rows_of(uint32_t width)
{
    return aligned_alloc(ALIGNMENT, (size_t)KHD_NN_ROWS_MAX * width * sizeof(float));
}

bool khd_encoder_room_new(const khd_encoder *encoder, khd_encoder_room *room)
{
    const khd_model_sizes *s = &encoder->sizes;
    size_t attention = khd_nn_attention_scratch(s->width, s->heads) * sizeof(float);
    *room = (khd_encoder_room){.x = rows_of(s->width),
                               .qkv = rows_of(3 * s->width),
                               .mix = rows_of(s->width),
                               .ff = rows_of(s->ff),
                               .attention = aligned_alloc(ALIGNMENT, attention)};
    return room->x && room->qkv && room->mix && room->ff && room->attention;
}

void khd_encoder_room_free(khd_encoder_room *room)
{
    free(room->x);
    free(room->qkv);
    free(room->mix);
    free(room->ff);
    free(room->attention);
    *room = (khd_encoder_room){0};
}

static void add_row(const khd_embedding *table, uint32_t row, float *x)
{
    const int8_t *q = table->q + (size_t)row * table->width;
    float scale = table->scale[row];
    for (uint32_t i = 0; i < table->width; i++)
        x[i] += (float)q[i] * scale;
}

void khd_encoder_embed(const khd_encoder *encoder, khd_nn *nn, const khd_batch *batch,
                       khd_encoder_room *room)
{
    uint32_t width = encoder->sizes.width;
    for (uint32_t s = 0; s < batch->sequences; s++)
        for (uint32_t r = batch->begin[s]; r < batch->begin[s + 1]; r++) {
            float *x = room->x + (size_t)r * width;
            memset(x, 0, width * sizeof *x);
            add_row(&encoder->pieces, batch->ids[r], x);
            add_row(&encoder->positions, r - batch->begin[s], x);
            add_row(&encoder->shapes, batch->shapes[r], x);
            khd_nn_get_ops(nn)->norm(x, NULL, encoder->gain, encoder->bias, width);
        }
}

void khd_encoder_step(const khd_encoder *encoder, khd_nn *nn, const khd_batch *batch,
                      uint32_t layer, khd_encoder_room *room)
{
    const khd_encoder_layer *l = &encoder->layers[layer];
    const khd_nn_ops *ops = khd_nn_get_ops(nn);
    uint32_t width = encoder->sizes.width, ff = encoder->sizes.ff, rows = batch->rows;
    khd_nn_input(nn, room->x, rows, width);
    khd_nn_linear(nn, &l->qkv, room->qkv, 3 * width);
    for (uint32_t s = 0; s < batch->sequences; s++) {
        size_t first = batch->begin[s];
        ops->attend(room->qkv + first * 3 * width, batch->begin[s + 1] - batch->begin[s], width,
                    encoder->sizes.heads, room->mix + first * width, room->attention);
    }
    khd_nn_input(nn, room->mix, rows, width);
    khd_nn_linear(nn, &l->o, room->qkv, width);
    for (size_t r = 0; r < rows; r++)
        ops->norm(room->x + r * width, room->qkv + r * width, l->n1_gain, l->n1_bias, width);
    khd_nn_input(nn, room->x, rows, width);
    khd_nn_linear(nn, &l->f1, room->ff, ff);
    ops->gelu(room->ff, (size_t)rows * ff);
    khd_nn_input(nn, room->ff, rows, ff);
    khd_nn_linear(nn, &l->f2, room->qkv, width);
    for (size_t r = 0; r < rows; r++)
        ops->norm(room->x + r * width, room->qkv + r * width, l->n2_gain, l->n2_bias, width);
}
