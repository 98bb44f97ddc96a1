/* nn_avx2: the integer tile of 256-bit registers, shared by AVX2 and AVX-VNNI, which
 * differ in `quad`: acc += four products of unsigned a and signed b in each lane. */
#include <immintrin.h>
#include <string.h>

#define LANES 8
#define TILE_PANELS 1

static inline __attribute__((always_inline)) __m256i four(const uint8_t *p)
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return _mm256_set1_epi32(x);
}

static inline __attribute__((always_inline)) void
finish(const khd_linear *l, const khd_nn_rows *x, uint32_t r, uint32_t o, __m256i acc, float *y)
{
    __m256i shift = _mm256_mullo_epi32(_mm256_set1_epi32(x->zero[r]),
                                       _mm256_load_si256((const void *)(l->sum + o)));
    __m256 scale = _mm256_mul_ps(_mm256_load_ps(l->scale + o), _mm256_set1_ps(x->scale[r]));
    __m256 v = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_sub_epi32(acc, shift)), scale);
    _mm256_storeu_ps(y, _mm256_add_ps(v, _mm256_load_ps(l->bias + o)));
}

/* `high` is constant in every call, so that the accumulators stay in registers. */
static inline __attribute__((always_inline)) void tile_of(uint32_t high, const khd_linear *l,
                                                          const khd_nn_rows *x, uint32_t row,
                                                          uint32_t panel, float *y, uint32_t ldy)
{
    const int8_t *w = l->q + (size_t)panel * KHD_PANEL * l->in;
    const uint8_t *a = x->q + (size_t)row * x->width;
    __m256i acc[TILE_ROWS][2];
#pragma GCC unroll 6
    for (uint32_t r = 0; r < high; r++)
        acc[r][0] = acc[r][1] = _mm256_setzero_si256();
    for (uint32_t i = 0; i < l->in; i += 4, w += 64) {
        __m256i w0 = _mm256_load_si256((const void *)w);
        __m256i w1 = _mm256_load_si256((const void *)(w + 32));
#pragma GCC unroll 6
        for (uint32_t r = 0; r < high; r++) {
            __m256i v = four(a + (size_t)r * x->width + i);
            acc[r][0] = quad(acc[r][0], v, w0);
            acc[r][1] = quad(acc[r][1], v, w1);
        }
    }
#pragma GCC unroll 6
    for (uint32_t r = 0; r < high; r++)
#pragma GCC unroll 2
        for (uint32_t half = 0; half < 2; half++) {
            uint32_t o = panel * KHD_PANEL + half * 8;
            finish(l, x, row + r, o, acc[r][half], y + (size_t)(row + r) * ldy + o);
        }
}

static void tile(const khd_linear *l, const khd_nn_rows *x, uint32_t row, uint32_t high,
                 uint32_t panel, uint32_t wide, float *y, uint32_t ldy)
{
    (void)wide;
    if (high == TILE_ROWS)
        tile_of(TILE_ROWS, l, x, row, panel, y, ldy);
    else
        for (uint32_t r = 0; r < high; r++)
            tile_of(1, l, x, row + r, panel, y, ldy);
}
