/* nn: the arithmetic of the reader's network.
 *
 * Two ways for the matrix products, chosen by `khd_nn_mode`: int8 weights times
 * 7-bit activations (one scale and zero point a row, found as the row comes), or
 * float32 with the weights multiplied out, as a reference.
 */
#ifndef KHD_NN_H
#define KHD_NN_H

#include "nn_isa.h"

#include <stdint.h>

typedef enum { KHD_NN_INT8, KHD_NN_FLOAT } khd_nn_mode;

/* One thread's arithmetic: the instruction set and room for one input. */
typedef struct khd_nn khd_nn;

/* NULL when there is no memory. */
khd_nn *khd_nn_new(const khd_nn_ops *ops, khd_nn_mode mode);
void khd_nn_free(khd_nn *nn);
const khd_nn_ops *khd_nn_get_ops(const khd_nn *nn);

/* Makes `rows` rows of x (lying one after another, `width` floats each) the input of
 * the khd_nn_linear calls that follow; x must live until the last of them. */
void khd_nn_input(khd_nn *nn, const float *x, uint32_t rows, uint32_t width);
/* y[row * ldy + output]; writes linear->padded outputs of every row. */
void khd_nn_linear(khd_nn *nn, const khd_linear *linear, float *y, uint32_t ldy);

#endif
