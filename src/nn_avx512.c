/* nn_avx512: the kernels for AVX-512 with VNNI: tiles of 6 rows x 64 outputs. See
 * nn_kernel.h. */
#if defined(__x86_64__)
#pragma GCC target("avx2,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")
#include "nn_isa.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define LANES 16
#define TILE_ROWS 6
#define TILE_PANELS 4

/* As assembly: gcc 12 spills the accumulators of the intrinsic. */
static inline __attribute__((always_inline)) __m512i quad(__m512i acc, __m512i a, __m512i b)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(acc) : "v"(a), "v"(b));
    return acc;
}

static inline __attribute__((always_inline)) __m512i four(const uint8_t *p)
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return _mm512_set1_epi32(x);
}

static inline __attribute__((always_inline)) void
finish(const khd_linear *l, const khd_nn_rows *x, uint32_t r, uint32_t o, __m512i acc, float *y)
{
    __m512i shift =
        _mm512_mullo_epi32(_mm512_set1_epi32(x->zero[r]), _mm512_load_si512(l->sum + o));
    __m512 scale = _mm512_mul_ps(_mm512_load_ps(l->scale + o), _mm512_set1_ps(x->scale[r]));
    __m512 v = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(acc, shift)), scale);
    _mm512_storeu_ps(y, _mm512_add_ps(v, _mm512_load_ps(l->bias + o)));
}

/* `high` and `wide` are constant in every call: accumulators stay in registers. */
static inline __attribute__((always_inline)) void tile_of(uint32_t high, uint32_t wide,
                                                          const khd_linear *l, const khd_nn_rows *x,
                                                          uint32_t row, uint32_t panel, float *y,
                                                          uint32_t ldy)
{
    size_t apart = (size_t)KHD_PANEL * l->in;
    const int8_t *w = l->q + panel * apart;
    const uint8_t *a = x->q + (size_t)row * x->width;
    __m512i acc[TILE_ROWS][TILE_PANELS], part[TILE_PANELS];
#pragma GCC unroll 6
    for (uint32_t r = 0; r < high; r++)
#pragma GCC unroll 4
        for (uint32_t p = 0; p < wide; p++)
            acc[r][p] = _mm512_setzero_si512();
    for (uint32_t i = 0; i < l->in; i += 4, w += 64) {
#pragma GCC unroll 4
        for (uint32_t p = 0; p < wide; p++)
            part[p] = _mm512_load_si512(w + p * apart);
#pragma GCC unroll 6
        for (uint32_t r = 0; r < high; r++) {
            __m512i v = four(a + (size_t)r * x->width + i);
#pragma GCC unroll 4
            for (uint32_t p = 0; p < wide; p++)
                acc[r][p] = quad(acc[r][p], v, part[p]);
        }
    }
#pragma GCC unroll 6
    for (uint32_t r = 0; r < high; r++)
#pragma GCC unroll 4
        for (uint32_t p = 0; p < wide; p++) {
            uint32_t o = (panel + p) * KHD_PANEL;
            finish(l, x, row + r, o, acc[r][p], y + (size_t)(row + r) * ldy + o);
        }
}

static void tile(const khd_linear *l, const khd_nn_rows *x, uint32_t row, uint32_t high,
                 uint32_t panel, uint32_t wide, float *y, uint32_t ldy)
{
    if (high == TILE_ROWS && wide == TILE_PANELS)
        tile_of(TILE_ROWS, TILE_PANELS, l, x, row, panel, y, ldy);
    else if (high == TILE_ROWS)
        for (uint32_t p = 0; p < wide; p++)
            tile_of(TILE_ROWS, 1, l, x, row, panel + p, y, ldy);
    else if (wide == TILE_PANELS)
        for (uint32_t r = 0; r < high; r++)
            tile_of(1, TILE_PANELS, l, x, row + r, panel, y, ldy);
    else
        for (uint32_t r = 0; r < high; r++)
            for (uint32_t p = 0; p < wide; p++)
                tile_of(1, 1, l, x, row + r, panel + p, y, ldy);
}

#include "nn_kernel.h"

const khd_nn_ops khd_nn_avx512 = KHD_NN_OPS("avx512-vnni");
#else
typedef int khd_nn_avx512_unused;
#endif
