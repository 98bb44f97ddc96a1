/* nn_isa: what one instruction set offers to the network, and the choice of one.
 *
 * Every set gives the same bits: the integers are exact, and float arithmetic has one
 * fixed order of operations without fused multiply-add. Activations have 7 bits,
 * because the AVX2 instruction `maddubs` adds two products in 16 bits: 2 * 127 * 128
 * just fits.
 */
#ifndef KHD_NN_ISA_H
#define KHD_NN_ISA_H

#include "model.h"

#include <stddef.h>
#include <stdint.h>

enum {
    KHD_NN_ROWS_MAX = 256 /* rows that a khd_nn takes at once; also keys in attention */
};

/* Rows of activations as the int8 kernels take them: x = (q - zero) * scale. */
typedef struct {
    const uint8_t *q;
    const float *scale;
    const int32_t *zero;
    uint32_t rows, width;
} khd_nn_rows;

/* One instruction set. Lengths `n` and `in` are multiples of 16. */
typedef struct {
    const char *name;
    /* A row of floats to 7 bits. */
    void (*quantise)(const float *x, uint32_t n, uint8_t *q, float *scale, int32_t *zero);
    /* y[row][0 .. padded) = rows * weights + bias. */
    void (*linear)(const khd_linear *l, const khd_nn_rows *x, float *y, uint32_t ldy);
    /* The same of float rows; `panel` has room for 16 * l->in floats. */
    void (*linear_float)(const khd_linear *l, const float *x, uint32_t rows, float *y, uint32_t ldy,
                         float *panel);
    /* x = x * (1 + erf(x / sqrt 2)) / 2 */
    void (*gelu)(float *x, size_t n);
    /* x = normalised(x + add) * gain + bias; add may be NULL. */
    void (*norm)(float *x, const float *add, const float *gain, const float *bias, uint32_t n);
    /* Turns n scores into probabilities; x has room up to a multiple of 16. */
    void (*soften)(float *x, uint32_t n);
    float (*dot)(const float *a, const float *b, uint32_t n);
    /* Self-attention of one sequence: qkv rows of 3 * width, out rows of width;
     * `scratch` as by khd_nn_attention_scratch. */
    void (*attend)(const float *qkv, uint32_t rows, uint32_t width, uint32_t heads, float *out,
                   float *scratch);
} khd_nn_ops;

/* What the machine can do best, or the set called `name`: portable, avx2, vnni (the
 * best of AVX512-VNNI and AVX-VNNI). NULL when the machine or the program lacks it. */
const khd_nn_ops *khd_nn_find(const char *name);

/* Floats of scratch that `attend` needs. */
size_t khd_nn_attention_scratch(uint32_t width, uint32_t heads);

/* The sets that the program was built with; one module each. */
extern const khd_nn_ops khd_nn_portable;
extern const khd_nn_ops khd_nn_avx2;
extern const khd_nn_ops khd_nn_avxvnni;
extern const khd_nn_ops khd_nn_avx512;

#endif
