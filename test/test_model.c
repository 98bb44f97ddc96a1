/* The weights file: what is there, and that damaged and hostile files are refused. */
#include "model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEADER = 128, ENTRY = 80, COPY_MAX = 64 << 20 };

static char data_path[1024], copy_path[64];
static unsigned char *bytes;
static size_t length;

/* XXH64, the slow and plain way: the file's own checksum has to be right again after a
 * change, so that the checks behind it are reached. */
static uint64_t rotate(uint64_t x, int r)
{
    return x << r | x >> (64 - r);
}

static uint64_t checksum(const unsigned char *p, size_t n)
{
    const uint64_t a = 0x9E3779B185EBCA87, b = 0xC2B2AE3D27D4EB4F, c = 0x165667B19E3779F9,
                   d = 0x85EBCA77C2B2AE63;
    uint64_t v[4] = {a + b, b, 0, 0 - a}, x, h;
    size_t i = 0;
    for (; n - i >= 32; i += 32)
        for (int k = 0; k < 4; k++) {
            memcpy(&x, p + i + 8 * k, 8);
            v[k] = rotate(v[k] + x * b, 31) * a;
        }
    h = rotate(v[0], 1) + rotate(v[1], 7) + rotate(v[2], 12) + rotate(v[3], 18);
    for (int k = 0; k < 4; k++)
        h = (h ^ rotate(v[k] * b, 31) * a) * a + d;
    h += n;
    for (; i < n; i += 8) {
        memcpy(&x, p + i, 8);
        h = rotate(h ^ rotate(x * b, 31) * a, 27) * a + d;
    }
    h = (h ^ h >> 33) * b;
    h = (h ^ h >> 29) * c;
    return h ^ h >> 32;
}

static void put32(size_t at, uint32_t value)
{
    memcpy(bytes + at, &value, sizeof value);
}

static void put64(size_t at, uint64_t value)
{
    memcpy(bytes + at, &value, sizeof value);
}

/* Writes `n` bytes of the changed file and opens it. */
static khd_status open_copy(size_t n, int sign, khd_error *error)
{
    if (sign)
        put64(24, checksum(bytes + 32, length - 32));
    FILE *f = fopen(copy_path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
    khd_model *model;
    khd_status status = khd_model_open(copy_path, &model, error);
    assert_true((status == KHD_OK) == (model != NULL));
    khd_model_close(model);
    return status;
}

/* The same with only the header and first entry changed on disk. */
static khd_status open_patched(int sign, khd_error *error)
{
    if (sign)
        put64(24, checksum(bytes + 32, length - 32));
    FILE *f = fopen(copy_path, "r+b");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, HEADER + ENTRY, f), HEADER + ENTRY);
    fclose(f);
    khd_model *model;
    khd_status status = khd_model_open(copy_path, &model, error);
    khd_model_close(model);
    return status;
}

static void refused(const char *why, int sign)
{
    khd_error error = {0};
    assert_int_equal(open_copy(length, sign, &error), KHD_DATA);
    if (!strstr(error.text, why))
        fail_msg("\"%s\" does not say \"%s\"", error.text, why);
}

static int setup(void **state)
{
    (void)state;
    snprintf(data_path, sizeof data_path, "%s/reader.khm", getenv("KHALDUN_DATA"));
    snprintf(copy_path, sizeof copy_path, "/tmp/khd_test_model_%ld", (long)getpid());
    bytes = malloc(COPY_MAX);
    FILE *f = fopen(data_path, "rb");
    if (!bytes || !f)
        return -1;
    length = fread(bytes, 1, COPY_MAX, f);
    fclose(f);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(bytes);
    remove(copy_path);
    return 0;
}

static void test_tensors(void **state)
{
    (void)state;
    khd_model *model;
    khd_error error = {0};
    assert_int_equal(khd_model_open(data_path, &model, &error), KHD_OK);
    const khd_model_sizes *s = khd_model_get_sizes(model);
    khd_linear linear;
    khd_embedding table;
    khd_lines lines;
    const float *vector;
    assert_int_equal(
        khd_model_linear(model, "layer.0.qkv", s->width, 3 * s->width, &linear, &error), KHD_OK);
    assert_int_equal(linear.padded % KHD_PANEL, 0);
    assert_int_equal((uintptr_t)linear.scale % 64, 0);
    assert_int_equal(khd_model_embedding(model, "pieces", s->pieces, s->width, &table, &error),
                     KHD_OK);
    assert_int_equal(khd_model_vector(model, "norm.gain", s->width, &vector, &error), KHD_OK);
    assert_int_equal(khd_model_lines(model, "text.upos", &lines, &error), KHD_OK);
    uint32_t at = 0, n;
    const char *line = khd_lines_next(&lines, &at, &n);
    assert_int_equal(n, 3);
    assert_memory_equal(line, "ADJ", 3);
    assert_int_equal(khd_model_linear(model, "layer.0.qkv", 1, 0, &linear, &error), KHD_DATA);
    assert_non_null(strstr(error.text, "layer.0.qkv"));
    assert_int_equal(khd_model_vector(model, "pieces", 0, &vector, &error), KHD_DATA);
    assert_int_equal(khd_model_vector(model, "no such", 0, &vector, &error), KHD_DATA);
    khd_model_close(model);
    khd_model_close(NULL);
}

/* The stored sum of a linear layer is that of its weights. */
static void test_sums(void **state)
{
    (void)state;
    khd_model *model;
    khd_linear l;
    assert_int_equal(khd_model_open(data_path, &model, NULL), KHD_OK);
    assert_int_equal(khd_model_linear(model, "rel.pair", 0, 0, &l, NULL), KHD_OK);
    for (uint32_t o = 0; o < l.out; o += 7) {
        const int8_t *panel = l.q + (size_t)(o / KHD_PANEL) * KHD_PANEL * l.in;
        int32_t sum = 0;
        for (uint32_t i = 0; i < l.in; i++)
            sum += panel[(i / 4 * KHD_PANEL + o % KHD_PANEL) * 4 + i % 4];
        assert_int_equal(sum, l.sum[o]);
    }
    khd_model_close(model);
}

static void test_no_file(void **state)
{
    (void)state;
    khd_model *model;
    khd_error error = {0};
    assert_int_equal(khd_model_open("/nonexistent/reader.khm", &model, &error), KHD_DATA);
    assert_null(model);
    assert_int_equal(khd_model_open("/tmp", &model, NULL), KHD_DATA);
}

static void test_damage(void **state)
{
    (void)state;
    khd_error error = {0};
    static const size_t cuts[] = {0, 1, 8, 127, 128, 129, 4096, 1000000};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
        assert_int_equal(open_copy(cuts[i], 0, &error), KHD_DATA);
    bytes[length / 2] ^= 1;
    refused("checksum", 0);
    bytes[length / 2] ^= 1;
    bytes[0] ^= 1;
    refused("not a weights file", 1);
    bytes[0] ^= 1;
    put32(8, 2);
    refused("version", 1);
    put32(8, 1);
}

/* Every number of the header and of some directory entries, set to bad values. */
static void test_hostile(void **state)
{
    (void)state;
    static const uint32_t values[] = {0, 0x7FFFFFFF, 0xFFFFFFFF};
    khd_error error = {0};
    unsigned char first[HEADER + ENTRY];
    memcpy(first, bytes, sizeof first);
    assert_int_equal(open_copy(length, 1, &error), KHD_OK);
    for (size_t at = 8; at < HEADER + ENTRY; at += 4)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            put32(at, values[v]);
            khd_status status = open_patched(at != 24 && at != 28, &error);
            assert_true(status == KHD_OK || status == KHD_DATA);
            memcpy(bytes, first, sizeof first);
        }
}

static void test_bad_tensor(void **state)
{
    (void)state;
    uint64_t offset, size;
    size_t entry = HEADER; /* the piece table: rows of int8, then scales */
    memcpy(&offset, bytes + entry + 56, 8);
    memcpy(&size, bytes + entry + 64, 8);
    put64(entry + 56, offset + 1);
    refused("pieces does not fit", 1);
    put64(entry + 56, length + 64);
    refused("pieces does not fit", 1);
    put64(entry + 56, UINT64_MAX - 63);
    refused("pieces does not fit", 1);
    put64(entry + 56, offset);
    uint32_t scale;
    size_t last = offset + size - 4;
    memcpy(&scale, bytes + last, 4);
    put32(last, 0x7FC00000);
    refused("pieces has bad content", 1);
    put32(last, scale);
    khd_error error;
    assert_int_equal(open_copy(length, 1, &error), KHD_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tensors), cmocka_unit_test(test_sums),
        cmocka_unit_test(test_no_file), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_bad_tensor),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
