/* model: opening and checking a weights file. See model.h and docs/format-weights.md.
 *
 * The checksum (XXH64 by Yann Collet, seed 0) finds damage, not malice; against a
 * hostile file stand the bounds checks, and that all numbers are finite.
 */
#include "model.h"

#include "file.h"
#include "status.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, HEADER_BYTES = 128, ALIGNMENT = 64, TENSORS_MAX = 4096, DIM_MAX = 1 << 20 };
enum kind { LINEAR = 1, EMBEDDING = 2, VECTOR = 3, LINES = 4 };

static const char magic[8] = {'K', 'H', 'D', 'M', 'O', 'D', 'E', 'L'};

typedef struct {
    char magic[8];
    uint32_t version, header_bytes;
    uint64_t file_bytes, checksum; /* of everything after this field */
    khd_model_sizes sizes;
    uint32_t tensors;
    uint64_t directory;
    uint8_t reserved[56];
} header;

typedef struct {
    char name[40];
    uint32_t kind, rows, cols, reserved;
    uint64_t offset, bytes;
    uint64_t reserved2;
} entry;

_Static_assert(sizeof(header) == HEADER_BYTES, "header layout");
_Static_assert(sizeof(entry) == 80, "entry layout");

struct khd_model {
    khd_file file;
    const uint8_t *bytes;
    uint64_t length;
    khd_model_sizes sizes;
    const entry *entries;
    uint32_t count;
};

/* ---- checksum ------------------------------------------------------------- */

static const uint64_t p1 = 0x9E3779B185EBCA87, p2 = 0xC2B2AE3D27D4EB4F, p3 = 0x165667B19E3779F9,
                      p4 = 0x85EBCA77C2B2AE63;

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

static uint64_t step(uint64_t acc, uint64_t x)
{
    return rotate(acc + x * p2, 31) * p1;
}

/* XXH64 of n bytes, n a multiple of 8 and at least 32. */
static uint64_t checksum(const uint8_t *p, uint64_t n)
{
    uint64_t acc[4] = {p1 + p2, p2, 0, 0 - p1}, left = n;
    for (; left >= 32; left -= 32, p += 32)
        for (int i = 0; i < 4; i++)
            acc[i] = step(acc[i], lane(p + 8 * i));
    uint64_t h = rotate(acc[0], 1) + rotate(acc[1], 7) + rotate(acc[2], 12) + rotate(acc[3], 18);
    for (int i = 0; i < 4; i++)
        h = (h ^ step(0, acc[i])) * p1 + p4;
    h += n;
    for (; left >= 8; left -= 8, p += 8)
        h = rotate(h ^ step(0, lane(p)), 27) * p1 + p4;
    h = (h ^ h >> 33) * p2;
    h = (h ^ h >> 29) * p3;
    return h ^ h >> 32;
}

/* ---- checks --------------------------------------------------------------- */

static khd_status bad(khd_error *error, size_t offset, const char *what)
{
    return khd_error_set(error, KHD_DATA, offset, "weights file: %s", what);
}

static bool sizes_fit(const khd_model_sizes *s)
{
    return s->layers >= 1 && s->layers <= KHD_MODEL_LAYERS_MAX && s->width >= 64 &&
           s->width <= KHD_MODEL_WIDTH_MAX && s->width % 64 == 0 && s->heads >= 1 &&
           s->width % s->heads == 0 && s->width / s->heads % 16 == 0 && s->ff >= 64 &&
           s->ff <= KHD_MODEL_FF_MAX && s->ff % 64 == 0 && s->positions >= 64 &&
           s->positions <= DIM_MAX && s->pieces >= 200 && s->pieces <= DIM_MAX && s->shapes >= 10 &&
           s->shapes <= 255;
}

static uint64_t round_up(uint64_t n, uint64_t to)
{
    return (n + to - 1) / to * to;
}

/* Bytes that the tensor must have; 0 when its kind or sizes are impossible. */
static uint64_t tensor_bytes(const entry *e)
{
    uint64_t rows = e->rows, cols = e->cols, padded = round_up(rows, KHD_PANEL);
    if (rows == 0 || cols == 0 || rows > DIM_MAX || cols > DIM_MAX)
        return 0;
    switch (e->kind) {
    case LINEAR:
        return cols % 16 || cols > KHD_MODEL_FF_MAX ? 0 : padded * cols + 12 * padded;
    case EMBEDDING:
        return round_up(rows * cols, ALIGNMENT) + 4 * rows;
    case VECTOR:
        return cols == 1 ? 4 * rows : 0;
    case LINES:
        return cols == 1 ? e->bytes : 0;
    default:
        return 0;
    }
}

static bool all_finite(const uint8_t *p, uint64_t n)
{
    for (uint64_t i = 0; i < n; i++) {
        uint32_t u;
        memcpy(&u, p + 4 * i, sizeof u);
        if ((u >> 23 & 255) >= 127 + 40) /* infinite, not a number, or past 2^40 */
            return false;
    }
    return true;
}

/* The sums of a linear layer are within what its int8 weights can give. */
static bool sums_fit(const uint8_t *p, uint64_t n, uint32_t cols)
{
    int32_t most = (int32_t)cols * 128;
    for (uint64_t i = 0; i < n; i++) {
        int32_t sum;
        memcpy(&sum, p + 4 * i, sizeof sum);
        if (sum > most || sum < -most)
            return false;
    }
    return true;
}

static bool lines_fit(const uint8_t *p, uint64_t n, uint32_t rows)
{
    uint32_t lines = 0;
    for (uint64_t i = 0; i < n; i++) {
        if (!p[i])
            return false;
        lines += p[i] == '\n';
    }
    return n && n < UINT32_MAX && p[n - 1] == '\n' && lines == rows;
}

static bool content_fits(const entry *e, const uint8_t *p)
{
    uint64_t padded = round_up(e->rows, KHD_PANEL);
    switch (e->kind) {
    case LINEAR:
        p += padded * e->cols;
        return all_finite(p, 2 * padded) && sums_fit(p + 8 * padded, padded, e->cols);
    case EMBEDDING:
        return all_finite(p + round_up((uint64_t)e->rows * e->cols, ALIGNMENT), e->rows);
    case VECTOR:
        return all_finite(p, e->rows);
    default:
        return lines_fit(p, e->bytes, e->rows);
    }
}

static khd_status check_entry(const khd_model *m, const entry *e, khd_error *error)
{
    size_t at = (size_t)((const uint8_t *)e - m->bytes);
    if (!memchr(e->name, 0, sizeof e->name))
        return bad(error, at, "a tensor has no proper name");
    uint64_t need = tensor_bytes(e);
    if (!need || need != e->bytes || e->offset % ALIGNMENT || e->offset > m->length ||
        e->bytes > m->length - e->offset)
        return khd_error_set(error, KHD_DATA, at, "weights file: tensor %s does not fit", e->name);
    if (!content_fits(e, m->bytes + e->offset))
        return khd_error_set(error, KHD_DATA, at, "weights file: tensor %s has bad content",
                             e->name);
    return KHD_OK;
}

static khd_status check(khd_model *m, khd_error *error)
{
    const header *h = (const void *)m->bytes;
    if (m->length < HEADER_BYTES || memcmp(h->magic, magic, sizeof magic))
        return bad(error, 0, "not a weights file");
    if (h->version != VERSION || h->header_bytes != HEADER_BYTES)
        return bad(error, 8, "another version of the format");
    if (h->file_bytes != m->length || m->length % 8)
        return bad(error, 16, "cut short or longer than it says");
    if (h->checksum != checksum(m->bytes + 32, m->length - 32))
        return bad(error, 24, "damaged: the checksum differs");
    if (!sizes_fit(&h->sizes))
        return bad(error, 32, "sizes out of range");
    if (h->tensors > TENSORS_MAX || h->directory % 8 || h->directory > m->length ||
        h->tensors * sizeof(entry) > m->length - h->directory)
        return bad(error, 60, "directory does not fit");
    m->sizes = h->sizes;
    m->entries = (const void *)(m->bytes + h->directory);
    m->count = h->tensors;
    khd_status status = KHD_OK;
    for (uint32_t i = 0; i < m->count && status == KHD_OK; i++)
        status = check_entry(m, &m->entries[i], error);
    return status;
}

khd_status khd_model_open(const char *path, khd_model **out, khd_error *error)
{
    *out = NULL;
    khd_model *m = calloc(1, sizeof *m);
    if (!m)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the model");
    khd_status status = khd_file_map(path, &m->file, error);
    if (status == KHD_OK) {
        m->bytes = (const uint8_t *)m->file.bytes;
        m->length = m->file.length;
        status = check(m, error);
    }
    if (status != KHD_OK) {
        khd_model_close(m);
        return status;
    }
    *out = m;
    return KHD_OK;
}

void khd_model_close(khd_model *model)
{
    if (!model)
        return;
    khd_file_unmap(&model->file);
    free(model);
}

/* ---- tensors --------------------------------------------------------------- */

const khd_model_sizes *khd_model_get_sizes(const khd_model *model)
{
    return &model->sizes;
}

static khd_status find(const khd_model *m, const char *name, enum kind kind, uint32_t rows,
                       uint32_t cols, const entry **out, khd_error *error)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const entry *e = &m->entries[i];
        if (strcmp(e->name, name))
            continue;
        if (e->kind != kind || (rows && e->rows != rows) || (cols && e->cols != cols))
            return khd_error_set(error, KHD_DATA, 0, "weights file: tensor %s has another shape",
                                 name);
        *out = e;
        return KHD_OK;
    }
    return khd_error_set(error, KHD_DATA, 0, "weights file: tensor %s is missing", name);
}

khd_status khd_model_linear(const khd_model *model, const char *name, uint32_t in, uint32_t out,
                            khd_linear *linear, khd_error *error)
{
    const entry *e = NULL;
    khd_status status = find(model, name, LINEAR, out, in, &e, error);
    if (status != KHD_OK)
        return status;
    uint32_t padded = (uint32_t)round_up(e->rows, KHD_PANEL);
    const uint8_t *p = model->bytes + e->offset, *tail = p + (uint64_t)padded * e->cols;
    *linear = (khd_linear){.q = (const int8_t *)p,
                           .scale = (const void *)tail,
                           .bias = (const void *)(tail + 4 * padded),
                           .sum = (const void *)(tail + 8 * padded),
                           .in = e->cols,
                           .out = e->rows,
                           .padded = padded};
    return KHD_OK;
}

khd_status khd_model_embedding(const khd_model *model, const char *name, uint32_t rows,
                               uint32_t width, khd_embedding *embedding, khd_error *error)
{
    const entry *e = NULL;
    khd_status status = find(model, name, EMBEDDING, rows, width, &e, error);
    if (status != KHD_OK)
        return status;
    const uint8_t *p = model->bytes + e->offset;
    uint64_t body = round_up((uint64_t)e->rows * e->cols, ALIGNMENT);
    *embedding = (khd_embedding){(const int8_t *)p, (const void *)(p + body), e->rows, e->cols};
    return KHD_OK;
}

khd_status khd_model_vector(const khd_model *model, const char *name, uint32_t n,
                            const float **vector, khd_error *error)
{
    const entry *e = NULL;
    khd_status status = find(model, name, VECTOR, n, 1, &e, error);
    if (status == KHD_OK)
        *vector = (const void *)(model->bytes + e->offset);
    return status;
}

khd_status khd_model_lines(const khd_model *model, const char *name, khd_lines *lines,
                           khd_error *error)
{
    const entry *e = NULL;
    khd_status status = find(model, name, LINES, 0, 1, &e, error);
    if (status == KHD_OK)
        *lines = (khd_lines){(const char *)(model->bytes + e->offset), (uint32_t)e->bytes, e->rows};
    return status;
}

const char *khd_lines_next(const khd_lines *lines, uint32_t *at, uint32_t *length)
{
    const char *line = lines->bytes + *at;
    const char *end = memchr(line, '\n', lines->length - *at);
    *length = (uint32_t)(end - line);
    *at += *length + 1;
    return line;
}
