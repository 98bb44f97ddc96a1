/* nn_avx2: the kernels for AVX2. See nn_kernel.h. */
#if defined(__x86_64__)
#pragma GCC target("avx2")
#include "nn_isa.h"

#include <immintrin.h>
#include <math.h>

#define TILE_ROWS 4

static inline __attribute__((always_inline)) __m256i quad(__m256i acc, __m256i a, __m256i b)
{
    __m256i pairs = _mm256_maddubs_epi16(a, b);
    return _mm256_add_epi32(acc, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

#include "nn_avx2.h"
#include "nn_kernel.h"

const khd_nn_ops khd_nn_avx2 = KHD_NN_OPS("avx2");
#else
typedef int khd_nn_avx2_unused;
#endif
