/* names: see names.h. */
#include "names.h"

#include "gazetteer.h"
#include "table.h"
#include "toponym.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A spelling under which a place is found. */
typedef struct {
    uint64_t hash;
    khd_pack_posting posting;
} entry;

typedef struct {
    entry *v;
    size_t n, cap;
} entries;

static struct {
    char *v;
    size_t n, cap;
} texts;

static entries exact, skeleton;
static const khd_pack_place *places; /* while writing: postings are in order of people */

uint32_t names_text_push(const char *s)
{
    size_t n = strlen(s) + 1;
    if (!texts.n) /* offset 0 is the empty text */
        texts.n = 1;
    if (n == 1)
        return 0;
    while (texts.n + n > texts.cap)
        texts.v = table_grow(texts.v, texts.cap, &texts.cap, 1);
    texts.v[0] = '\0';
    memcpy(texts.v + texts.n, s, n);
    texts.n += n;
    if (texts.n > UINT32_MAX)
        table_die("too much text");
    return (uint32_t)(texts.n - n);
}

const char *names_text(uint32_t text)
{
    return texts.v ? texts.v + text : "";
}

void names_push(uint32_t place, khd_pack_place p, const char *name, uint32_t text, uint32_t flags)
{
    char words[KHD_TOPONYM_MAX], form[KHD_TOPONYM_MAX], bare[KHD_TOPONYM_MAX];
    if (!khd_toponym_words(name, strlen(name), words))
        return;
    khd_pack_posting posting = {place, text, flags};
    size_t n = khd_toponym_key(words, false, form);
    exact.v = table_grow(exact.v, exact.n, &exact.cap, sizeof *exact.v);
    exact.v[exact.n++] = (entry){khd_toponym_hash(form, n, 0), posting};
    size_t m = khd_toponym_key(words, true, bare);
    if (m != n) {
        khd_pack_posting loose = {place, text, flags | KHD_PACK_BARE};
        exact.v = table_grow(exact.v, exact.n, &exact.cap, sizeof *exact.v);
        exact.v[exact.n++] = (entry){khd_toponym_hash(bare, m, 0), loose};
    }
    uint16_t country = p.country;
    n = khd_toponym_skeleton(words, form);
    if ((flags & KHD_PACK_ADJECTIVE) || country == KHD_PACK_NO_COUNTRY || n < 2 ||
        p.kind == KHD_GAZETTEER_COUNTRY)
        return;
    skeleton.v = table_grow(skeleton.v, skeleton.n, &skeleton.cap, sizeof *skeleton.v);
    skeleton.v[skeleton.n++] = (entry){khd_toponym_hash(form, n, country + 1u), posting};
}

/* ---- indexes and output ----------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    uint32_t p = places[x->posting.place].population, q = places[y->posting.place].population;
    if (p != q)
        return p > q ? -1 : 1;
    if (x->posting.place != y->posting.place)
        return x->posting.place < y->posting.place ? -1 : 1;
    if (x->posting.flags != y->posting.flags) /* the main name before others */
        return (x->posting.flags ^ KHD_PACK_MAIN) < (y->posting.flags ^ KHD_PACK_MAIN) ? -1 : 1;
    return x->posting.name < y->posting.name ? -1 : x->posting.name > y->posting.name;
}

static uint32_t buckets_for(const entries *e)
{
    uint32_t n = 1024;
    while (n < e->n + e->n / 4)
        n *= 2;
    return n;
}

static khd_pack_bucket *make_index(entries *e, uint32_t buckets, uint32_t first)
{
    khd_pack_bucket *table = calloc(buckets, sizeof *table);
    if (!table)
        table_die("out of memory");
    qsort(e->v, e->n, sizeof *e->v, by_hash);
    for (size_t i = 0, j; i < e->n; i = j) {
        for (j = i + 1; j < e->n && e->v[j].hash == e->v[i].hash;)
            j++;
        uint32_t at = (uint32_t)e->v[i].hash & (buckets - 1), steps = 0;
        for (; table[at].count; at = (at + 1) & (buckets - 1))
            if (++steps >= 250)
                table_die("index too full");
        table[at] = (khd_pack_bucket){(uint32_t)(e->v[i].hash >> 32), first + (uint32_t)i,
                                      (uint32_t)(j - i)};
    }
    return table;
}

static void put(FILE *f, const void *data, size_t size)
{
    static const char zero[8];
    if (fwrite(data, 1, size, f) != size || fwrite(zero, 1, -size & 7, f) != (-size & 7))
        table_die("writing failed");
}

static uint64_t padded(uint64_t n)
{
    return (n + 7) & ~(uint64_t)7;
}

/* ---- the file ------------------------------------------------------------- */

void names_write(const char *path, const khd_pack_place *v, uint32_t n, uint32_t countries)
{
    places = v;
    khd_pack_head h = {.magic = KHD_PACK_MAGIC, .version = KHD_PACK_VERSION};
    h.place_count = n;
    h.country_count = countries;
    h.posting_count = (uint32_t)(exact.n + skeleton.n);
    h.exact_buckets = buckets_for(&exact);
    h.skeleton_buckets = buckets_for(&skeleton);
    khd_pack_bucket *a = make_index(&exact, h.exact_buckets, 0);
    khd_pack_bucket *b = make_index(&skeleton, h.skeleton_buckets, (uint32_t)exact.n);
    khd_pack_posting *postings = malloc(h.posting_count * sizeof *postings);
    if (!postings)
        table_die("out of memory");
    for (size_t i = 0; i < h.posting_count; i++)
        postings[i] = i < exact.n ? exact.v[i].posting : skeleton.v[i - exact.n].posting;
    h.places = padded(sizeof h);
    h.exact = padded(h.places + h.place_count * sizeof(khd_pack_place));
    h.skeleton = padded(h.exact + h.exact_buckets * sizeof *a);
    h.postings = padded(h.skeleton + h.skeleton_buckets * sizeof *b);
    h.texts = padded(h.postings + h.posting_count * sizeof *postings);
    h.text_size = padded(texts.n);
    h.file_size = h.texts + h.text_size;
    FILE *f = fopen(path, "wb");
    if (!f)
        table_die("cannot write %s", path);
    put(f, &h, sizeof h);
    put(f, v, h.place_count * sizeof(khd_pack_place));
    put(f, a, h.exact_buckets * sizeof *a);
    put(f, b, h.skeleton_buckets * sizeof *b);
    put(f, postings, h.posting_count * sizeof *postings);
    put(f, texts.v, texts.n);
    if (fclose(f))
        table_die("writing failed");
    free(a);
    free(b);
    free(postings);
}
