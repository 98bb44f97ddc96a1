/* nn_kernel: the kernels for one instruction set; included by nn_portable.c,
 * nn_avx2.c, nn_avxvnni.c and nn_avx512.c after they set LANES (floats in a register),
 * TILE_ROWS and TILE_PANELS (rows and panels of the integer tile) and define `tile`,
 * the integer matrix kernel.
 *
 * Written with GCC's vector extensions. A sum over a row runs in 16 lanes whatever
 * the register, then pairs the lanes in one fixed way; with contraction off (see
 * CMakeLists.txt) all instruction sets give the same bits.
 */
typedef float vf __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t vi __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef uint8_t vb __attribute__((vector_size(LANES), aligned(1), may_alias));

enum {
    PARTS = 16 / LANES, /* registers for 16 lanes */
    TOGETHER = 4        /* rows of float arithmetic that share their loads */
};

#define INLINE static inline __attribute__((always_inline))

INLINE vf load(const float *p)
{
    return *(const vf *)p;
}

INLINE void store(float *p, vf x)
{
    *(vf *)p = x;
}

INLINE vf all(float x)
{
    return x - (vf){0};
}

INLINE vf pick(vi mask, vf a, vf b)
{
    return (vf)((mask & (vi)a) | (~mask & (vi)b));
}

/* a > b ? a : b, and a < b ? a : b: what the instructions do, also with NaN. */
#if LANES == 16
#define larger(a, b) ((vf)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define smaller(a, b) ((vf)_mm512_min_ps((__m512)(a), (__m512)(b)))
#elif LANES == 8
#define larger(a, b) ((vf)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define smaller(a, b) ((vf)_mm256_min_ps((__m256)(a), (__m256)(b)))
#else
INLINE vf larger(vf a, vf b)
{
    return pick(a > b, a, b);
}

INLINE vf smaller(vf a, vf b)
{
    return pick(a < b, a, b);
}
#endif

/* 0, 1, 2 ... */
INLINE vi lanes(void)
{
#if LANES == 16
    return (vi){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif LANES == 8
    return (vi){0, 1, 2, 3, 4, 5, 6, 7};
#else
    return (vi){0, 1, 2, 3};
#endif
}

/* Lane i gets lane i + `by`, wrapping around; `by` is a constant power of two. */
INLINE vf turn(vf x, int by)
{
#if defined(__clang__)
    vf turned;
    for (int i = 0; i < LANES; i++)
        turned[i] = x[(i + by) & (LANES - 1)];
    return turned;
#else
    return __builtin_shuffle(x, (lanes() + by) & (LANES - 1));
#endif
}

/* Sum of 16 lanes, always paired alike: i with i + 8, then i + 4, i + 2, i + 1. */
INLINE float sum_lanes(const vf *acc)
{
#if LANES == 16
    vf x = acc[0] + turn(acc[0], 8);
    x = x + turn(x, 4);
#elif LANES == 8
    vf x = acc[0] + acc[1];
    x = x + turn(x, 4);
#else
    vf x = (acc[0] + acc[2]) + (acc[1] + acc[3]);
#endif
    x = x + turn(x, 2);
    return x[0] + x[1];
}

INLINE float max_lanes(vf x)
{
#if LANES == 16
    x = larger(x, turn(x, 8));
#endif
#if LANES >= 8
    x = larger(x, turn(x, 4));
#endif
    x = larger(x, turn(x, 2));
    return x[0] > x[1] ? x[0] : x[1];
}

/* e^x, relative error about 1e-7 (polynomial of Cephes expf). */
INLINE vf exp_of(vf x)
{
    const float magic = 12582912.0f; /* 1.5 * 2^23: rounds to the nearest whole number */
    x = smaller(larger(x, all(-87.0f)), all(88.0f));
    vf shifted = x * 1.44269504f + magic;
    vf n = shifted - magic;
    vf r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    vf p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    vi power = ((vi)shifted - 0x4B400000 + 127) << 23;
    return p * (vf)power;
}

/* Abramowitz and Stegun 7.1.28: |error of erf| < 3e-7. A far x gives a tail of 0. */
INLINE vf gelu_of(vf x)
{
    vf z = (vf)((vi)x & 0x7FFFFFFF) * 0.70710678f;
    vf p = z * 0.0000430638f + 0.0002765672f;
    p = p * z + 0.0001520143f;
    p = p * z + 0.0092705272f;
    p = p * z + 0.0422820123f;
    p = p * z + 0.0705230784f;
    p = p * z + 1.0f;
    p = p * p;
    p = p * p;
    p = p * p;
    vf below = x * 0.5f / (p * p); /* tail: 1 - erf(z) = 1 / p^16; this is x < 0 */
    return pick(x < 0.0f, below, x - below);
}

static void gelu(float *x, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        store(x + i, gelu_of(load(x + i)));
}

static float dot(const float *a, const float *b, uint32_t n)
{
    vf acc[PARTS] = {{0}};
    for (uint32_t i = 0; i < n; i += 16)
        for (int p = 0; p < PARTS; p++)
            acc[p] += load(a + i + p * LANES) * load(b + i + p * LANES);
    return sum_lanes(acc);
}

static void norm(float *x, const float *add, const float *gain, const float *bias, uint32_t n)
{
    vf acc[PARTS] = {{0}}, square[PARTS] = {{0}};
    for (uint32_t i = 0; i < n; i += 16)
        for (int p = 0; p < PARTS; p++) {
            vf v = load(x + i + p * LANES);
            if (add)
                v += load(add + i + p * LANES);
            store(x + i + p * LANES, v);
            acc[p] += v;
        }
    float mean = sum_lanes(acc) / (float)n;
    for (uint32_t i = 0; i < n; i += 16)
        for (int p = 0; p < PARTS; p++) {
            vf v = load(x + i + p * LANES) - mean;
            square[p] += v * v;
        }
    float scale = 1.0f / sqrtf(sum_lanes(square) / (float)n + 1e-12f);
    for (uint32_t i = 0; i < n; i += LANES)
        store(x + i, (load(x + i) - mean) * scale * load(gain + i) + load(bias + i));
}

/* ---- 7-bit rows ------------------------------------------------------------- */

static void quantise(const float *x, uint32_t n, uint8_t *q, float *scale, int32_t *zero)
{
    vf low = {0}, high = {0};
    for (uint32_t i = 0; i < n; i += LANES) {
        low = smaller(load(x + i), low);
        high = larger(load(x + i), high);
    }
    float least = -max_lanes(-low), most = max_lanes(high);
    float s = (most - least) / 127.0f;
    s = s > 1e-12f ? s : 1e-12f;
    float inverse = 1.0f / s;
    const float magic = 12582912.0f;
    union {
        float f;
        int32_t i;
    } z = {-least * inverse + magic};
    int32_t z0 = z.i - 0x4B400000;
    z0 = z0 < 0 ? 0 : z0 > 127 ? 127 : z0;
    for (uint32_t i = 0; i < n; i += LANES) {
        vi v = (vi)(load(x + i) * inverse + magic) - (0x4B400000 - z0);
        v &= v > 0;
        v = (v & (v < 127)) | (127 & (v >= 127));
        *(vb *)(q + i) = __builtin_convertvector(v, vb);
    }
    *scale = s;
    *zero = z0;
}

/* ---- linear layers ------------------------------------------------------------ */

/* The last tile is moved up to be whole; its first rows are then computed twice. */
static void linear(const khd_linear *l, const khd_nn_rows *x, float *y, uint32_t ldy)
{
    uint32_t panels = l->padded / KHD_PANEL;
    for (uint32_t p = 0; p < panels; p += TILE_PANELS) {
        uint32_t wide = panels - p < TILE_PANELS ? panels - p : TILE_PANELS;
        for (uint32_t row = 0; row < x->rows; row += TILE_ROWS) {
            uint32_t left = x->rows - row;
            if (left >= TILE_ROWS)
                tile(l, x, row, TILE_ROWS, p, wide, y, ldy);
            else if (x->rows >= TILE_ROWS)
                tile(l, x, x->rows - TILE_ROWS, TILE_ROWS, p, wide, y, ldy);
            else
                tile(l, x, row, left, p, wide, y, ldy);
        }
    }
}

/* Multiplies out one panel: panel[input][16]. */
static void unpack(const khd_linear *l, uint32_t p, float *panel)
{
    const int8_t *q = l->q + (size_t)p * KHD_PANEL * l->in;
    const float *scale = l->scale + p * KHD_PANEL;
    for (uint32_t i = 0; i < l->in; i++)
        for (uint32_t j = 0; j < KHD_PANEL; j++)
            panel[i * KHD_PANEL + j] = (float)q[(i / 4 * KHD_PANEL + j) * 4 + i % 4] * scale[j];
}

/* Four rows at once share the loads; past the last row they repeat it. */
static void linear_float(const khd_linear *l, const float *x, uint32_t rows, float *y, uint32_t ldy,
                         float *panel)
{
    for (uint32_t p = 0; p < l->padded / KHD_PANEL; p++) {
        unpack(l, p, panel);
        for (uint32_t row = 0; row < rows; row += TOGETHER) {
            vf acc[TOGETHER][PARTS] = {{{0}}};
            const float *a[TOGETHER];
            for (uint32_t r = 0; r < TOGETHER; r++)
                a[r] = x + (size_t)(row + r < rows ? row + r : rows - 1) * l->in;
            for (uint32_t i = 0; i < l->in; i++)
#pragma GCC unroll 4
                for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
                    for (int k = 0; k < PARTS; k++)
                        acc[r][k] += a[r][i] * load(panel + i * KHD_PANEL + k * LANES);
#pragma GCC unroll 4
            for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
                for (int k = 0; k < PARTS; k++) {
                    size_t o = p * KHD_PANEL + (size_t)k * LANES;
                    size_t to = row + r < rows ? row + r : rows - 1;
                    store(y + to * ldy + o, acc[r][k] + load(l->bias + o));
                }
        }
    }
}

/* ---- attention ------------------------------------------------------------------ */

/* Scores of TOGETHER queries against all keys (transposed: kt[dimension][stride]). */
INLINE void score(const float *const q[TOGETHER], const float *kt, uint32_t stride, uint32_t d,
                  float scale, float *out)
{
    for (uint32_t j = 0; j < stride; j += 16) {
        vf acc[TOGETHER][PARTS] = {{{0}}};
        for (uint32_t i = 0; i < d; i++)
#pragma GCC unroll 4
            for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
                for (int p = 0; p < PARTS; p++)
                    acc[r][p] += q[r][i] * load(kt + (size_t)i * stride + j + p * LANES);
#pragma GCC unroll 4
        for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
            for (int p = 0; p < PARTS; p++)
                store(out + r * stride + j + p * LANES, acc[r][p] * scale);
    }
}

/* Lanes past n count as far below, so their share is nothing. */
INLINE void soften_row(float *s, uint32_t n)
{
    uint32_t stride = (n + 15) / 16 * 16;
    vf most = all(-1e30f), total[PARTS] = {{0}};
    for (uint32_t j = 0; j < stride; j += LANES) {
        vf x = load(s + j);
        if (j + LANES > n)
            x = pick(lanes() < (int32_t)(n - j), x, all(-1e30f));
        store(s + j, x);
        most = larger(x, most);
    }
    vf m = all(max_lanes(most));
    for (uint32_t j = 0; j < stride; j += 16)
#pragma GCC unroll 4
        for (int p = 0; p < PARTS; p++) {
            vf e = exp_of(load(s + j + p * LANES) - m);
            store(s + j + p * LANES, e);
            total[p] += e;
        }
    vf inverse = all(1.0f / sum_lanes(total));
    for (uint32_t j = 0; j < stride; j += LANES)
        store(s + j, load(s + j) * inverse);
}

static void soften(float *s, uint32_t n)
{
    soften_row(s, n);
}

/* out[r][d] = sum over j of weights[r][j] * values[j][d] */
INLINE void mix(const float *weights, uint32_t stride, const float *v, uint32_t n, uint32_t ld,
                uint32_t d, float *const out[TOGETHER])
{
    for (uint32_t i = 0; i < d; i += 16) {
        vf acc[TOGETHER][PARTS] = {{{0}}};
        for (uint32_t j = 0; j < n; j++)
#pragma GCC unroll 4
            for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
                for (int p = 0; p < PARTS; p++)
                    acc[r][p] += weights[r * stride + j] * load(v + (size_t)j * ld + i + p * LANES);
#pragma GCC unroll 4
        for (uint32_t r = 0; r < TOGETHER; r++)
#pragma GCC unroll 4
            for (int p = 0; p < PARTS; p++)
                store(out[r] + i + p * LANES, acc[r][p]);
    }
}

/* Past the last row the last query is repeated, with the same result. */
static void attend(const float *qkv, uint32_t rows, uint32_t width, uint32_t heads, float *out,
                   float *scratch)
{
    uint32_t d = width / heads, ld = 3 * width, stride = (rows + 15) / 16 * 16;
    float *kt = scratch, *weights = scratch + (size_t)d * KHD_NN_ROWS_MAX;
    float scale = 1.0f / sqrtf((float)d);
    for (uint32_t h = 0; h < heads; h++) {
        const float *q = qkv + h * d, *k = q + width, *v = k + width;
        for (uint32_t j = 0; j < stride; j++)
            for (uint32_t i = 0; i < d; i++)
                kt[(size_t)i * stride + j] = j < rows ? k[(size_t)j * ld + i] : 0.0f;
        for (uint32_t t = 0; t < rows; t += TOGETHER) {
            const float *query[TOGETHER];
            float *to[TOGETHER];
            for (uint32_t r = 0; r < TOGETHER; r++) {
                uint32_t row = t + r < rows ? t + r : rows - 1;
                query[r] = q + (size_t)row * ld;
                to[r] = out + (size_t)row * width + h * d;
            }
            score(query, kt, stride, d, scale, weights);
            for (uint32_t r = 0; r < TOGETHER; r++)
                soften_row(weights + r * stride, rows);
            mix(weights, stride, v, rows, ld, d, to);
        }
    }
}

#define KHD_NN_OPS(text)                                                                    \
    {                                                                                       \
        .name = text, .quantise = quantise, .linear = linear, .linear_float = linear_float, \
        .gelu = gelu, .norm = norm, .soften = soften, .dot = dot, .attend = attend          \
    }
