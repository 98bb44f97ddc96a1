/* model: the weights file, mapped read-only and shared by all threads.
 *
 * The file is a header, a directory of named tensors, and their bytes
 * (docs/format-weights.md). Opening checks the checksum, every offset and every
 * size against the file, so that what is handed out can be read without further
 * checks, whoever wrote the file. What is handed out lives as long as the model.
 */
#ifndef KHD_MODEL_H
#define KHD_MODEL_H

#include "khaldun.h"

#include <stdint.h>

typedef struct khd_model khd_model;

/* Sizes of the encoder, within the ceilings below. */
typedef struct {
    uint32_t layers, width, heads, ff, positions, pieces, shapes;
} khd_model_sizes;

enum {
    KHD_MODEL_LAYERS_MAX = 48,
    KHD_MODEL_WIDTH_MAX = 1024,
    KHD_MODEL_FF_MAX = 4096,
    KHD_PANEL = 16 /* outputs that stand together in a packed linear layer */
};

/* y = x W' + b. Weight of output o and input i: q[panel of o][i / 4][o % 16][i % 4],
 * times scale[o]; sum[o] is the sum of its q. Arrays reach to `padded` outputs. */
typedef struct {
    const int8_t *q;
    const float *scale, *bias;
    const int32_t *sum;
    uint32_t in, out, padded;
} khd_linear;

/* Rows of int8, each with its scale. */
typedef struct {
    const int8_t *q;
    const float *scale;
    uint32_t rows, width;
} khd_embedding;

/* Lines of UTF-8, each ended by '\n'; no NUL. */
typedef struct {
    const char *bytes;
    uint32_t length, lines;
} khd_lines;

/* Maps and checks a file; *out is NULL on error (KHD_DATA, KHD_NOMEM). */
KHD_MUST_USE khd_status khd_model_open(const char *path, khd_model **out, khd_error *error);
/* NULL is accepted. */
void khd_model_close(khd_model *model);

const khd_model_sizes *khd_model_get_sizes(const khd_model *model);

/* Tensors by name. `in`, `out`, `rows`, `width`, `n` are what the caller needs; 0
 * takes any. KHD_DATA with the tensor's name when it is not there or differs. */
KHD_MUST_USE khd_status khd_model_linear(const khd_model *model, const char *name, uint32_t in,
                                         uint32_t out, khd_linear *linear, khd_error *error);
KHD_MUST_USE khd_status khd_model_embedding(const khd_model *model, const char *name, uint32_t rows,
                                            uint32_t width, khd_embedding *embedding,
                                            khd_error *error);
KHD_MUST_USE khd_status khd_model_vector(const khd_model *model, const char *name, uint32_t n,
                                         const float **vector, khd_error *error);
KHD_MUST_USE khd_status khd_model_lines(const khd_model *model, const char *name, khd_lines *lines,
                                        khd_error *error);

/* Reads the next line at *at: its bytes without the '\n' and its length. */
const char *khd_lines_next(const khd_lines *lines, uint32_t *at, uint32_t *length);

#endif
