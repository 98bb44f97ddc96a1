/* The kernels: right results, and the same bits from every instruction set. */
#include "nn.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const sets[] = {"portable", "avx2", "avx-vnni", "avx512-vnni"};
enum { SETS = sizeof sets / sizeof *sets, ROWS = 23, IN = 96, OUT = 83, PADDED = 96 };

static uint32_t seed = 12345;

/* Uniform in [-1, 1). */
static float any(void)
{
    seed = seed * 1664525u + 1013904223u;
    return (float)(seed >> 8) / 8388608.0f - 1.0f;
}

static float *floats(size_t n, float scale)
{
    float *v = aligned_alloc(64, (n * sizeof *v + 63) / 64 * 64);
    assert_non_null(v);
    for (size_t i = 0; i < n; i++)
        v[i] = any() * scale;
    return v;
}

/* A linear layer with the largest weights at its ends, and its weights plainly. */
typedef struct {
    khd_linear l;
    int8_t plain[PADDED][IN];
    int8_t *q;
    float *scale, *bias;
    int32_t *sum;
} layer;

static void make_layer(layer *y)
{
    y->q = aligned_alloc(64, PADDED * IN);
    y->scale = floats(PADDED, 0.01f);
    y->bias = floats(PADDED, 1);
    y->sum = aligned_alloc(64, PADDED * sizeof *y->sum);
    memset(y->sum, 0, PADDED * sizeof *y->sum);
    for (uint32_t o = 0; o < PADDED; o++)
        for (uint32_t i = 0; i < IN; i++) {
            int8_t w = (int8_t)(o == 0 ? 127 : o == 1 ? -128 : any() * 127);
            y->plain[o][i] = w;
            y->sum[o] += w;
            y->q[o / KHD_PANEL * KHD_PANEL * IN + (i / 4 * KHD_PANEL + o % KHD_PANEL) * 4 + i % 4] =
                w;
        }
    y->l = (khd_linear){y->q, y->scale, y->bias, y->sum, IN, OUT, PADDED};
}

static void free_layer(layer *y)
{
    free(y->q);
    free(y->scale);
    free(y->bias);
    free(y->sum);
}

static void test_choice(void **state)
{
    (void)state;
    assert_non_null(khd_nn_find(NULL));
    assert_string_equal(khd_nn_find("portable")->name, "portable");
    assert_null(khd_nn_find("sse9"));
}

/* 7-bit rows: 0 is exact, and no value is off by more than half a step. */
static void test_quantise(void **state)
{
    (void)state;
    float *x = floats(IN, 3);
    x[5] = 0;
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        uint8_t q[IN];
        float scale;
        int32_t zero;
        if (!ops)
            continue;
        ops->quantise(x, IN, q, &scale, &zero);
        assert_int_equal(q[5], zero);
        for (uint32_t i = 0; i < IN; i++) {
            assert_true(q[i] <= 127);
            assert_true(fabsf(scale * (float)(q[i] - zero) - x[i]) <= scale * 1.01f);
        }
    }
    free(x);
}

static void test_quantise_extremes(void **state)
{
    (void)state;
    static const float values[] = {0, 1e30f, -1e30f, INFINITY, NAN};
    for (size_t k = 0; k < SETS; k++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            const khd_nn_ops *ops = khd_nn_find(sets[k]);
            float x[64] = {0}, scale;
            uint8_t q[64];
            int32_t zero;
            if (!ops)
                continue;
            x[3] = x[60] = values[v];
            ops->quantise(x, 64, q, &scale, &zero);
            for (uint32_t i = 0; i < 64; i++)
                assert_true(q[i] <= 127);
        }
}

/* The integer product is exact on every set, for any number of rows. */
static void test_linear(void **state)
{
    (void)state;
    static layer y;
    make_layer(&y);
    float *x = floats((size_t)ROWS * IN, 2), *got = floats((size_t)ROWS * PADDED, 0);
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        if (!ops)
            continue;
        for (uint32_t rows = 1; rows <= ROWS; rows++) {
            khd_nn *nn = khd_nn_new(ops, KHD_NN_INT8);
            khd_nn_input(nn, x, rows, IN);
            khd_nn_linear(nn, &y.l, got, PADDED);
            for (uint32_t r = 0; r < rows; r++) {
                uint8_t q[IN];
                float scale;
                int32_t zero;
                ops->quantise(x + (size_t)r * IN, IN, q, &scale, &zero);
                for (uint32_t o = 0; o < OUT; o++) {
                    int32_t sum = 0;
                    for (uint32_t i = 0; i < IN; i++)
                        sum += (q[i] - zero) * y.plain[o][i];
                    float want = (float)sum * (y.scale[o] * scale) + y.bias[o];
                    assert_true(got[r * PADDED + o] == want);
                }
            }
            khd_nn_free(nn);
        }
    }
    free(x);
    free(got);
    free_layer(&y);
}

static void test_linear_float(void **state)
{
    (void)state;
    static layer y;
    make_layer(&y);
    float *x = floats((size_t)ROWS * IN, 2), *got = floats((size_t)ROWS * PADDED, 0);
    khd_nn *nn = khd_nn_new(khd_nn_find(NULL), KHD_NN_FLOAT);
    khd_nn_input(nn, x, ROWS, IN);
    khd_nn_linear(nn, &y.l, got, PADDED);
    for (uint32_t r = 0; r < ROWS; r++)
        for (uint32_t o = 0; o < OUT; o++) {
            double want = (double)y.bias[o];
            for (uint32_t i = 0; i < IN; i++)
                want += (double)x[r * IN + i] * y.plain[o][i] * (double)y.scale[o];
            assert_true(fabs((double)got[r * PADDED + o] - want) < 1e-4);
        }
    khd_nn_free(nn);
    free(x);
    free(got);
    free_layer(&y);
}

static void test_gelu(void **state)
{
    (void)state;
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        for (float x = -12; ops && x < 12; x += 0.37f) {
            float v[16];
            for (int i = 0; i < 16; i++)
                v[i] = x;
            ops->gelu(v, 16);
            double want = (double)x * 0.5 * (1 + erf((double)x / sqrt(2)));
            assert_true(fabs((double)v[9] - want) < 2e-6);
        }
    }
}

static void test_soften(void **state)
{
    (void)state;
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        for (uint32_t n = 1; ops && n < 40; n++) {
            float x[48], p[48], sum = 0;
            double total = 0;
            for (uint32_t i = 0; i < 48; i++)
                x[i] = p[i] = any() * 9;
            ops->soften(p, n);
            for (uint32_t i = 0; i < n; i++)
                total += exp((double)x[i]);
            for (uint32_t i = 0; i < n; i++) {
                assert_true(fabs((double)p[i] - exp((double)x[i]) / total) < 1e-6);
                sum += p[i];
            }
            assert_true(fabsf(sum - 1) < 1e-5f);
        }
    }
}

static void test_norm(void **state)
{
    (void)state;
    float *x = floats(64, 5), *add = floats(64, 5), *gain = floats(64, 1), *bias = floats(64, 1);
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        float y[64];
        double mean = 0, square = 0;
        if (!ops)
            continue;
        memcpy(y, x, sizeof y);
        ops->norm(y, add, gain, bias, 64);
        for (int i = 0; i < 64; i++)
            mean += (double)(x[i] + add[i]) / 64;
        for (int i = 0; i < 64; i++)
            square += ((double)(x[i] + add[i]) - mean) * ((double)(x[i] + add[i]) - mean) / 64;
        for (int i = 0; i < 64; i++) {
            double want = ((double)(x[i] + add[i]) - mean) / sqrt(square) * (double)gain[i];
            assert_true(fabs((double)y[i] - want - (double)bias[i]) < 1e-5);
        }
    }
    free(x);
    free(add);
    free(gain);
    free(bias);
}

/* Attention against its definition, and the same bits on every set. */
static void test_attend(void **state)
{
    (void)state;
    enum { WIDTH = 64, HEADS = 2, D = WIDTH / HEADS };
    float *qkv = floats((size_t)ROWS * 3 * WIDTH, 2), *first = floats((size_t)ROWS * WIDTH, 0);
    float *out = floats((size_t)ROWS * WIDTH, 0);
    float *scratch = floats(khd_nn_attention_scratch(WIDTH, HEADS), 0);
    for (size_t k = 0; k < SETS; k++) {
        const khd_nn_ops *ops = khd_nn_find(sets[k]);
        if (!ops)
            continue;
        ops->attend(qkv, ROWS, WIDTH, HEADS, k ? out : first, scratch);
        assert_true(!k || !memcmp(out, first, (size_t)ROWS * WIDTH * sizeof *out));
    }
    for (uint32_t t = 0; t < ROWS; t++)
        for (uint32_t c = 0; c < WIDTH; c++) {
            double total = 0, want = 0;
            uint32_t h = c / D;
            for (uint32_t j = 0; j < ROWS; j++) {
                double s = 0;
                for (uint32_t i = 0; i < D; i++)
                    s += (double)qkv[t * 3 * WIDTH + h * D + i] *
                         (double)qkv[j * 3 * WIDTH + WIDTH + h * D + i];
                double e = exp(s / sqrt(D));
                total += e;
                want += e * (double)qkv[j * 3 * WIDTH + 2 * WIDTH + c];
            }
            assert_true(fabs((double)first[t * WIDTH + c] - want / total) < 1e-4);
        }
    free(qkv);
    free(first);
    free(out);
    free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_quantise),
        cmocka_unit_test(test_quantise_extremes),
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_linear_float),
        cmocka_unit_test(test_gelu),
        cmocka_unit_test(test_soften),
        cmocka_unit_test(test_norm),
        cmocka_unit_test(test_attend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
