/* nn_portable: the kernels in plain C, for any machine. See nn_kernel.h. */
#include "nn_isa.h"

#include <math.h>

#define LANES 4
#define TILE_ROWS KHD_NN_ROWS_MAX
#define TILE_PANELS 1

/* Written so that compilers find 16-bit multiply-and-add instructions. */
static int32_t product(const int16_t *a, const int16_t *b, uint32_t n)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* All rows x one panel, whose weights are first laid out by output. */
static void tile(const khd_linear *l, const khd_nn_rows *x, uint32_t row, uint32_t high,
                 uint32_t panel, uint32_t wide, float *y, uint32_t ldy)
{
    (void)wide;
    int16_t weights[KHD_PANEL][KHD_MODEL_FF_MAX], a[KHD_MODEL_FF_MAX];
    const int8_t *q = l->q + (size_t)panel * KHD_PANEL * l->in;
    for (uint32_t i = 0; i < l->in; i++)
        for (uint32_t j = 0; j < KHD_PANEL; j++)
            weights[j][i] = q[(i / 4 * KHD_PANEL + j) * 4 + i % 4];
    for (uint32_t r = row; r < row + high; r++) {
        for (uint32_t i = 0; i < l->in; i++)
            a[i] = x->q[(size_t)r * x->width + i];
        for (uint32_t j = 0; j < KHD_PANEL; j++) {
            uint32_t o = panel * KHD_PANEL + j;
            int32_t sum = product(a, weights[j], l->in) - x->zero[r] * l->sum[o];
            y[(size_t)r * ldy + o] = (float)sum * (l->scale[o] * x->scale[r]) + l->bias[o];
        }
    }
}

#include "nn_kernel.h"

const khd_nn_ops khd_nn_portable = KHD_NN_OPS("portable");
