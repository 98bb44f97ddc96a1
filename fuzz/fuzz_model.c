/* fuzz_model: a hostile weights file is refused, or every tensor that it hands out
 * lies within it. The checksum of the input is put right first (XXH64, as in
 * model.c), so that what lies behind it is reached. */
#include "target.h"

#include "model.h"

#include <stdlib.h>
#include <string.h>

enum { SUM_AT = 24, SUMMED_FROM = 32 };

static uint64_t rotate(uint64_t x, int r)
{
    return x << r | x >> (64 - r);
}

static uint64_t lane(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* XXH64, seed 0, of n bytes: at least 32, a multiple of 8. */
static uint64_t checksum(const uint8_t *p, size_t n)
{
    static const uint64_t p1 = 0x9E3779B185EBCA87, p2 = 0xC2B2AE3D27D4EB4F,
                          p3 = 0x165667B19E3779F9, p4 = 0x85EBCA77C2B2AE63;
    uint64_t acc[4] = {p1 + p2, p2, 0, 0 - p1};
    size_t left = n;
    for (; left >= 32; left -= 32, p += 32)
        for (int i = 0; i < 4; i++)
            acc[i] = rotate(acc[i] + lane(p + 8 * i) * p2, 31) * p1;
    uint64_t h = rotate(acc[0], 1) + rotate(acc[1], 7) + rotate(acc[2], 12) + rotate(acc[3], 18);
    for (int i = 0; i < 4; i++)
        h = (h ^ rotate(acc[i] * p2, 31) * p1) * p1 + p4;
    h += n;
    for (; left >= 8; left -= 8, p += 8)
        h = rotate(h ^ rotate(lane(p) * p2, 31) * p1, 27) * p1 + p4;
    h = (h ^ h >> 33) * p2;
    h = (h ^ h >> 29) * p3;
    return h ^ h >> 32;
}

static void sign(uint8_t *bytes, size_t length)
{
    if (length < SUMMED_FROM + 32 || length % 8)
        return;
    uint64_t sum = checksum(bytes + SUMMED_FROM, length - SUMMED_FROM);
    memcpy(bytes + SUM_AT, &sum, sizeof sum);
}

static khd_status open_signed(const uint8_t *bytes, size_t length, khd_model **model,
                              khd_error *error)
{
    uint8_t *copy = malloc(length + 1);
    KHD_FUZZ_HOLDS(copy != NULL);
    memcpy(copy, bytes, length);
    sign(copy, length);
    khd_status status = khd_model_open(khd_fuzz_file(copy, length), model, error);
    free(copy);
    return status;
}

/* Reads the ends of what was handed out: a fault if it lies outside the file. */
static void read_linear(const khd_linear *l)
{
    float scale = l->scale[0], bias = l->bias[l->padded - 1];
    KHD_FUZZ_HOLDS(scale == scale && bias == bias); /* numbers */
    int whole = l->q[0] + l->q[(size_t)l->padded * l->in - 1] + l->sum[l->padded - 1] / 2;
    KHD_FUZZ_HOLDS(whole < INT32_MAX);
}

static void read_lines(const khd_lines *lines)
{
    uint32_t at = 0, n = 0, length;
    while (n < lines->lines && at < lines->length) {
        const char *line = khd_lines_next(lines, &at, &length);
        KHD_FUZZ_HOLDS(line + length < lines->bytes + lines->length);
        n++;
    }
    KHD_FUZZ_HOLDS(n == lines->lines && at == lines->length);
}

static void read_tensor(const khd_model *model, const char *name)
{
    khd_linear linear;
    khd_embedding embedding;
    khd_lines lines;
    const float *vector;
    if (khd_model_linear(model, name, 0, 0, &linear, NULL) == KHD_OK)
        read_linear(&linear);
    if (khd_model_embedding(model, name, 0, 0, &embedding, NULL) == KHD_OK)
        KHD_FUZZ_HOLDS(embedding.scale[embedding.rows - 1] == embedding.scale[embedding.rows - 1]);
    if (khd_model_vector(model, name, 0, &vector, NULL) == KHD_OK)
        KHD_FUZZ_HOLDS(vector[0] == vector[0]);
    if (khd_model_lines(model, name, &lines, NULL) == KHD_OK)
        read_lines(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const names[] = {"a", "b", "pieces", "vocabulary", ""};
    khd_model *model;
    khd_error error;
    if (open_signed(bytes, length, &model, &error) != KHD_OK) {
        KHD_FUZZ_HOLDS(model == NULL && strlen(error.text) > 0);
        return 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        read_tensor(model, names[i]);
    khd_model_close(model);
    return 0;
}
