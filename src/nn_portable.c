/* nn_portable: the kernels in plain C, for any machine. See nn_kernel.h. */
#include "nn_isa.h"

#include <math.h>

#define LANES 4
#define TILE_ROWS 4
#define TILE_PANELS 1

/* rows x one panel */
static void tile(const khd_linear *l, const khd_nn_rows *x, uint32_t row, uint32_t high,
                 uint32_t panel, uint32_t wide, float *y, uint32_t ldy)
{
    (void)wide;
    const int8_t *weights = l->q + (size_t)panel * KHD_PANEL * l->in;
    for (uint32_t r = row; r < row + high; r++) {
        int32_t acc[KHD_PANEL] = {0};
        const uint8_t *a = x->q + (size_t)r * x->width;
        for (uint32_t i = 0; i < l->in; i += 4) {
            const int8_t *w = weights + (size_t)i * KHD_PANEL;
            for (uint32_t j = 0; j < KHD_PANEL; j++)
                acc[j] += a[i] * w[4 * j] + a[i + 1] * w[4 * j + 1] + a[i + 2] * w[4 * j + 2] +
                          a[i + 3] * w[4 * j + 3];
        }
        for (uint32_t j = 0; j < KHD_PANEL; j++) {
            uint32_t o = panel * KHD_PANEL + j;
            int32_t sum = acc[j] - x->zero[r] * l->sum[o];
            y[(size_t)r * ldy + o] = (float)sum * (l->scale[o] * x->scale[r]) + l->bias[o];
        }
    }
}

#include "nn_kernel.h"

const khd_nn_ops khd_nn_portable = KHD_NN_OPS("portable");
