/* reader_pieces: WordPiece by longest match over a hash of the vocabulary. See
 * reader_pieces.h. Text is read once; a part of more than 100 characters is unknown,
 * so the time is linear in the word.
 */
#include "reader_pieces.h"

#include "status.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { PART_CHARS = 100, PART_BYTES = 4 * PART_CHARS, DECOMPOSED = 32 };

struct khd_pieces {
    khd_lines lines;
    uint32_t *begin;  /* of every piece, past its "##" */
    uint16_t *length; /* without "##" */
    uint8_t *inner;   /* had "##" */
    uint32_t *slots;  /* id + 1, 0 free */
    uint32_t mask;
    uint32_t longest;
};

/* FNV-1a, so that every prefix of a part has its hash on the way. */
static uint64_t hash_start(bool inner)
{
    return inner ? 0x9AE16A3B2F90404F : 0xCBF29CE484222325;
}

static uint64_t hash_add(uint64_t h, char byte)
{
    return (h ^ (uint8_t)byte) * 0x100000001B3;
}

static uint32_t slot_of(const khd_pieces *p, uint64_t h)
{
    return (uint32_t)(h ^ h >> 29) & p->mask;
}

/* The id of a piece, or KHD_PIECE_UNKNOWN. */
static uint32_t find(const khd_pieces *p, uint64_t h, bool inner, const char *bytes, uint32_t n)
{
    for (uint32_t slot = slot_of(p, h); p->slots[slot]; slot = (slot + 1) & p->mask) {
        uint32_t id = p->slots[slot] - 1;
        if (p->length[id] == n && p->inner[id] == inner &&
            !memcmp(p->lines.bytes + p->begin[id], bytes, n))
            return id;
    }
    return KHD_PIECE_UNKNOWN;
}

static void add(khd_pieces *p, uint32_t id, const char *line, uint32_t length)
{
    bool inner = length > 2 && line[0] == '#' && line[1] == '#';
    if (inner) {
        line += 2;
        length -= 2;
    }
    if (length > PART_BYTES)
        length = 0;
    p->begin[id] = (uint32_t)(line - p->lines.bytes);
    p->length[id] = (uint16_t)length;
    p->inner[id] = inner;
    if (length > p->longest)
        p->longest = length;
    uint64_t h = hash_start(inner);
    for (uint32_t i = 0; i < length; i++)
        h = hash_add(h, line[i]);
    if (find(p, h, inner, line, length) != KHD_PIECE_UNKNOWN)
        return;
    uint32_t slot = slot_of(p, h);
    while (p->slots[slot])
        slot = (slot + 1) & p->mask;
    p->slots[slot] = id + 1;
}

khd_status khd_pieces_new(const khd_model *model, khd_pieces **out, khd_error *error)
{
    *out = NULL;
    khd_lines lines;
    khd_status status = khd_model_lines(model, "text.pieces", &lines, error);
    if (status != KHD_OK)
        return status;
    if (lines.lines != khd_model_get_sizes(model)->pieces)
        return khd_error_set(error, KHD_DATA, 0, "weights file: pieces and their list differ");
    uint32_t slots = 1024;
    while (slots < 2 * lines.lines)
        slots *= 2;
    khd_pieces *p = calloc(1, sizeof *p);
    if (p)
        *p = (khd_pieces){.lines = lines,
                          .mask = slots - 1,
                          .begin = calloc(lines.lines, sizeof *p->begin),
                          .length = calloc(lines.lines, sizeof *p->length),
                          .inner = calloc(lines.lines, sizeof *p->inner),
                          .slots = calloc(slots, sizeof *p->slots)};
    if (!p || !p->begin || !p->length || !p->inner || !p->slots) {
        khd_pieces_free(p);
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the vocabulary");
    }
    uint32_t at = 0, length;
    for (uint32_t id = 0; id < lines.lines; id++) {
        const char *line = khd_lines_next(&lines, &at, &length);
        add(p, id, line, length);
    }
    *out = p;
    return KHD_OK;
}

void khd_pieces_free(khd_pieces *pieces)
{
    if (!pieces)
        return;
    free(pieces->begin);
    free(pieces->length);
    free(pieces->inner);
    free(pieces->slots);
    free(pieces);
}

/* The longest piece at the start of `bytes`; its length in *taken, 0 for none. */
static uint32_t longest(const khd_pieces *p, const char *bytes, uint32_t n, bool inner,
                        uint32_t *taken)
{
    uint64_t hashes[PART_BYTES + 1];
    if (n > p->longest)
        n = p->longest;
    hashes[0] = hash_start(inner);
    for (uint32_t i = 0; i < n; i++)
        hashes[i + 1] = hash_add(hashes[i], bytes[i]);
    for (uint32_t i = n; i > 0; i--) {
        uint32_t id = find(p, hashes[i], inner, bytes, i);
        if (id != KHD_PIECE_UNKNOWN) {
            *taken = i;
            return id;
        }
    }
    *taken = 0;
    return KHD_PIECE_UNKNOWN;
}

/* The part between two cuts, and the pieces so far. */
typedef struct {
    const khd_pieces *pieces;
    uint32_t *ids, count;
    char bytes[PART_BYTES];
    uint32_t n, chars;
} splitter;

/* Covers the part by pieces; a part that cannot be covered is one unknown piece. */
static void flush(splitter *s)
{
    uint32_t parts[PART_BYTES], count = 0, at = 0;
    bool known = s->chars <= PART_CHARS;
    while (known && at < s->n) {
        uint32_t taken;
        parts[count++] = longest(s->pieces, s->bytes + at, s->n - at, at > 0, &taken);
        known = taken > 0;
        at += taken;
    }
    if (!known) {
        parts[0] = KHD_PIECE_UNKNOWN;
        count = 1;
    }
    for (uint32_t i = 0; i < count && s->count < KHD_PIECES_MAX; i++)
        s->ids[s->count++] = parts[i];
    s->n = s->chars = 0;
}

static void put(splitter *s, int32_t code)
{
    if (s->chars++ < PART_CHARS)
        s->n += (uint32_t)khd_utf8_write((uint32_t)code, s->bytes + s->n);
}

static bool is_cjk(int32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x2CEAF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x2F800 && c <= 0x2FA1F);
}

static bool is_punctuation(int32_t c, utf8proc_category_t category)
{
    bool ascii = (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) ||
                 (c >= 123 && c <= 126);
    return ascii || (category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO);
}

/* One decomposed code point. */
static void take(splitter *s, int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    bool control = category >= UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CN;
    bool blank = category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP;
    if (category == UTF8PROC_CATEGORY_MN || c == 0xFFFD)
        return;
    if (blank || c == '\t' || c == '\n' || c == '\r') {
        flush(s);
    } else if (control) {
        return;
    } else if (is_punctuation(c, category) || is_cjk(c)) {
        flush(s);
        put(s, c);
        flush(s);
    } else {
        put(s, utf8proc_tolower(c));
    }
}

uint32_t khd_pieces_split(const khd_pieces *pieces, const char *word, uint32_t n,
                          uint32_t ids[KHD_PIECES_MAX])
{
    splitter s;
    s.pieces = pieces;
    s.ids = ids;
    s.count = s.n = s.chars = 0;
    uint32_t code;
    for (size_t at = 0, step; at < n && s.count < KHD_PIECES_MAX; at += step) {
        step = khd_utf8_read(word + at, n - at, &code);
        if (!step)
            break;
        if (code < 128) {
            take(&s, (int32_t)code);
            continue;
        }
        int32_t part[DECOMPOSED];
        int class = 0;
        utf8proc_ssize_t parts =
            utf8proc_decompose_char((int32_t)code, part, DECOMPOSED, UTF8PROC_DECOMPOSE, &class);
        for (utf8proc_ssize_t i = 0; i < parts && i < DECOMPOSED; i++)
            take(&s, part[i]);
    }
    flush(&s);
    if (!s.count)
        ids[s.count++] = KHD_PIECE_UNKNOWN;
    return s.count;
}

uint8_t khd_pieces_shape(const char *word, uint32_t n)
{
    uint32_t letters = 0, lower = 0, upper = 0, digits = 0, code;
    bool first_upper = false, first_letter_lower = false;
    for (size_t at = 0, step; at < n; at += step) {
        step = khd_utf8_read(word + at, n - at, &code);
        if (!step)
            break;
        unsigned class = khd_utf8_class(code);
        if (class & KHD_CHAR_LETTER) {
            first_letter_lower |= !letters && (class & KHD_CHAR_LOWER);
            first_upper |= at == 0 && (class & KHD_CHAR_UPPER);
            letters++;
            lower += (class & KHD_CHAR_LOWER) != 0;
            upper += (class & KHD_CHAR_UPPER) != 0;
        }
        digits += (class & KHD_CHAR_DIGIT) != 0;
    }
    if (!letters)
        return digits ? 1 : 2;
    if (digits)
        return 3;
    if (lower == letters)
        return 4;
    if (upper == letters)
        return letters == 1 ? 5 : 6;
    if (!first_upper)
        return 9;
    return lower - first_letter_lower == letters - 1 ? 7 : 8;
}
