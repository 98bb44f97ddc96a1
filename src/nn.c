/* nn: one thread's inputs and the two ways of a matrix product. See nn.h. */
#include "nn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

struct khd_nn {
    const khd_nn_ops *ops;
    khd_nn_mode mode;
    const float *x; /* input rows of the float mode */
    khd_nn_rows rows;
    uint8_t *q;
    float *scale, *panel;
    int32_t *zero;
};

khd_nn *khd_nn_new(const khd_nn_ops *ops, khd_nn_mode mode)
{
    khd_nn *nn = calloc(1, sizeof *nn);
    if (!nn)
        return NULL;
    *nn = (khd_nn){.ops = ops, .mode = mode};
    nn->q = aligned_alloc(ALIGNMENT, (size_t)KHD_NN_ROWS_MAX * KHD_MODEL_FF_MAX);
    nn->scale = calloc(KHD_NN_ROWS_MAX, sizeof *nn->scale);
    nn->zero = calloc(KHD_NN_ROWS_MAX, sizeof *nn->zero);
    nn->panel = calloc((size_t)KHD_PANEL * KHD_MODEL_FF_MAX, sizeof *nn->panel);
    if (!nn->q || !nn->scale || !nn->zero || !nn->panel) {
        khd_nn_free(nn);
        return NULL;
    }
    return nn;
}

void khd_nn_free(khd_nn *nn)
{
    if (!nn)
        return;
    free(nn->q);
    free(nn->scale);
    free(nn->zero);
    free(nn->panel);
    free(nn);
}

const khd_nn_ops *khd_nn_get_ops(const khd_nn *nn)
{
    return nn->ops;
}

void khd_nn_input(khd_nn *nn, const float *x, uint32_t rows, uint32_t width)
{
    assert(rows <= KHD_NN_ROWS_MAX && width <= KHD_MODEL_FF_MAX);
    nn->x = x;
    nn->rows = (khd_nn_rows){nn->q, nn->scale, nn->zero, rows, width};
    if (nn->mode == KHD_NN_FLOAT)
        return;
    for (uint32_t r = 0; r < rows; r++)
        nn->ops->quantise(x + (size_t)r * width, width, nn->q + (size_t)r * width, &nn->scale[r],
                          &nn->zero[r]);
}

void khd_nn_linear(khd_nn *nn, const khd_linear *linear, float *y, uint32_t ldy)
{
    assert(linear->in == nn->rows.width && ldy >= linear->padded);
    if (nn->mode == KHD_NN_FLOAT)
        nn->ops->linear_float(linear, nn->x, nn->rows.rows, y, ldy, nn->panel);
    else
        nn->ops->linear(linear, &nn->rows, y, ldy);
}
