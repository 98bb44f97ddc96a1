/* nn_avxvnni: the kernels for AVX2 with the VEX form of vpdpbusd. See nn_kernel.h. */
#if defined(__x86_64__)
#pragma GCC target("avx2")
#include "nn_isa.h"

#include <immintrin.h>
#include <math.h>

#define TILE_ROWS 6

/* As assembly: gcc 12 spills the accumulators of the intrinsic. */
static inline __attribute__((always_inline)) __m256i quad(__m256i acc, __m256i a, __m256i b)
{
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(acc) : "x"(a), "x"(b));
    return acc;
}

#include "nn_avx2.h"
#include "nn_kernel.h"

const khd_nn_ops khd_nn_avxvnni = KHD_NN_OPS("avx-vnni");
#else
typedef int khd_nn_avxvnni_unused;
#endif
