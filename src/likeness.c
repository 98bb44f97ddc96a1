/* likeness: see likeness.h. */
#include "likeness.h"

#include "utf8.h"

#include <string.h>

enum { SHINGLE = 4 };

/* FNV-1a; then stirred (splitmix64), since FNV's low bits are poor. */
static uint64_t hash_word(const char *word)
{
    uint64_t h = 14695981039346656037u;
    for (; *word; word++)
        h = (h ^ (unsigned char)*word) * 1099511628211u;
    return h;
}

static uint64_t stir(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* Words and numbers count, points and quotes do not. */
static bool is_word(const char *lower)
{
    return khd_utf8_class_at(lower, strlen(lower)) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT);
}

/* Each place has a hash function of its own, all made from one of the shingle. */
static void add_shingle(khd_likeness *l, uint64_t shingle)
{
    for (uint64_t i = 0; i < KHD_LIKENESS_PLACES; i++) {
        uint32_t h = (uint32_t)(stir(shingle ^ i * 0xD1342543DE82EF95u) >> 32);
        if (h < l->places[i])
            l->places[i] = h;
    }
}

bool khd_likeness_find(const khd_doc *doc, khd_likeness *out)
{
    uint64_t words[SHINGLE] = {0};
    size_t seen = 0;
    memset(out, 0xFF, sizeof *out);
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const char *lower = doc->tokens.v[i].lower;
        if (!lower || !is_word(lower))
            continue;
        words[seen++ % SHINGLE] = hash_word(lower);
        if (seen < SHINGLE)
            continue;
        uint64_t shingle = 0;
        for (size_t k = 0; k < SHINGLE; k++)
            shingle = stir(shingle ^ words[(seen + k) % SHINGLE]);
        add_shingle(out, shingle);
    }
    return seen >= KHD_LIKENESS_LEAST + SHINGLE - 1;
}

double khd_likeness_compare(const khd_likeness *a, const khd_likeness *b)
{
    unsigned same = 0;
    for (unsigned i = 0; i < KHD_LIKENESS_PLACES; i++)
        same += a->places[i] == b->places[i];
    return (double)same / KHD_LIKENESS_PLACES;
}

int64_t khd_likeness_band(const khd_likeness *likeness, unsigned band)
{
    enum { ROWS = KHD_LIKENESS_PLACES / KHD_LIKENESS_BANDS };
    uint64_t key = band;
    for (unsigned i = 0; i < ROWS; i++)
        key = stir(key ^ likeness->places[band * ROWS + i]);
    return (int64_t)(key >> 1);
}

void khd_likeness_write(const khd_likeness *likeness, unsigned char out[KHD_LIKENESS_BYTES])
{
    for (size_t i = 0; i < KHD_LIKENESS_BYTES; i++)
        out[i] = (unsigned char)(likeness->places[i / 4] >> (i % 4 * 8));
}

void khd_likeness_read(const unsigned char bytes[KHD_LIKENESS_BYTES], khd_likeness *likeness)
{
    memset(likeness, 0, sizeof *likeness);
    for (size_t i = 0; i < KHD_LIKENESS_BYTES; i++)
        likeness->places[i / 4] |= (uint32_t)bytes[i] << (i % 4 * 8);
}
