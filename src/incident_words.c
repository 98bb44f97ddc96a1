/* incident_words: the words around an account's mentions, and of a whole report, as
 * sorted hashes. See incident.h. How much a word tells is looked up in the table
 * word_weights; a word that it lacks is rare, and tells most.
 */
#include "incident_parts.h"

#include "toponym.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    REACH = 400,     /* bytes on each side of a mention that are looked at */
    MENTIONS = 8,    /* mentions that are looked at */
    WORDS_MOST = 400, /* words of an account or a report */
    RARE = 3
};

typedef struct {
    const khd_table *weights;
    uint32_t *v;
    uint32_t n;
} hashes;

static uint32_t weight_of(const khd_table *weights, const char *word)
{
    int32_t row = khd_table_find(weights, word);
    const char *cell = row == KHD_NOTHING ? "" : khd_table_cell(weights, row, 1);
    return *cell >= '0' && *cell <= '2' ? (uint32_t)(*cell - '0') : RARE;
}

/* Rare words are names, more often than not, which the press spells in many ways: they
 * are compared by their consonants. */
static size_t skeleton(char *word, size_t length)
{
    char words[KHD_TOPONYM_MAX], out[KHD_TOPONYM_MAX];
    if (!khd_toponym_words(word, length, words))
        return length;
    size_t n = khd_toponym_skeleton(words, out);
    if (n < 3 || n > length)
        return length;
    memcpy(word, out, n + 1);
    return n;
}

static void add_word(hashes *out, const char *word, size_t n)
{
    char lower[48];
    size_t used = 0;
    uint32_t code;
    for (size_t at = 0, k; at < n && used + 4 < sizeof lower; at += k) {
        k = khd_utf8_read(word + at, n - at, &code);
        if (!k)
            return;
        used += khd_utf8_write(khd_utf8_lower(code), lower + used);
    }
    lower[used] = 0;
    bool digit = khd_utf8_class_at(word, n) & KHD_CHAR_DIGIT;
    uint32_t weight = digit ? 1 : used < 3 ? 0 : weight_of(out->weights, lower);
    if (!weight || out->n == WORDS_MOST)
        return;
    if (weight == RARE)
        used = skeleton(lower, used);
    uint32_t hash = (uint32_t)khd_toponym_hash(lower, used, 11);
    out->v[out->n++] = (hash & ~3u) | weight;
}

/* The sentence around a mention, at most REACH bytes to each side. */
static khd_span around(const char *text, uint32_t length, khd_span mention)
{
    khd_span s = mention;
    uint32_t least = s.begin > REACH ? s.begin - REACH : 0;
    uint32_t most = length - s.end > REACH ? s.end + REACH : length;
    while (s.begin > least && !strchr(".!?\n", text[s.begin - 1]))
        s.begin--;
    while (s.end < most && !strchr(".!?\n", text[s.end]))
        s.end++;
    return s;
}

static void add_span(hashes *out, const char *text, khd_span s)
{
    uint32_t code;
    for (size_t at = s.begin, k; at < s.end;) {
        size_t from = at;
        while (at < s.end && (k = khd_utf8_read(text + at, s.end - at, &code)) &&
               (khd_utf8_class(code) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT | KHD_CHAR_MARK)))
            at += k;
        if (at > from) {
            add_word(out, text + from, at - from);
            continue;
        }
        k = khd_utf8_read(text + at, s.end - at, &code);
        at += k ? k : 1;
    }
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t *as_set(khd_arena *arena, hashes *found, uint32_t *count)
{
    uint32_t n = 0;
    qsort(found->v, found->n, sizeof *found->v, by_value);
    for (uint32_t i = 0; i < found->n; i++)
        if (!n || found->v[n - 1] != found->v[i])
            found->v[n++] = found->v[i];
    uint32_t *out = khd_arena_push(arena, n ? n : 1, sizeof *out);
    memcpy(out, found->v, n * sizeof *out);
    *count = n;
    return out;
}

uint32_t *khd_incident_words(khd_arena *arena, const khd_lexicon *lexicon, khd_incident_text text,
                             uint32_t *count)
{
    uint32_t v[WORDS_MOST];
    hashes found = {khd_lexicon_table(lexicon, "word_weights"), v, 0};
    for (uint32_t i = 0; i < text.mention_count && i < MENTIONS; i++)
        if (text.mentions[i].begin <= text.mentions[i].end && text.mentions[i].end <= text.length)
            add_span(&found, text.bytes, around(text.bytes, text.length, text.mentions[i]));
    return as_set(arena, &found, count);
}

uint32_t *khd_incident_report_words(khd_arena *arena, const khd_lexicon *lexicon,
                                    khd_incident_text text, uint32_t *count)
{
    uint32_t v[WORDS_MOST];
    hashes found = {khd_lexicon_table(lexicon, "word_weights"), v, 0};
    add_span(&found, text.bytes, (khd_span){0, text.length});
    return as_set(arena, &found, count);
}
