/* gazetteer: opening and searching the mapped pack. See gazetteer.h. */
#include "gazetteer.h"

#include "file.h"
#include "gazetteer_pack.h"
#include "status.h"
#include "toponym.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A hash table of the pack. */
typedef struct {
    const khd_pack_bucket *v;
    uint32_t n; /* a power of two */
} buckets;

struct khd_gazetteer {
    khd_file file;
    khd_pack_head head;
    const khd_pack_place *places;
    buckets exact, skeleton;
    const khd_pack_posting *postings;
    const char *texts;
};

/* ---- opening ------------------------------------------------------------ */

static bool section_fits(const khd_gazetteer *g, uint64_t at, uint64_t count, uint64_t size)
{
    return at % 8 == 0 && at <= g->file.length && count <= (g->file.length - at) / size;
}

static bool is_power(uint32_t n)
{
    return n && !(n & (n - 1));
}

/* What is wrong with the mapped file, NULL for nothing. */
static const char *fault(const khd_gazetteer *g)
{
    const khd_pack_head *h = &g->head;
    if (memcmp(h->magic, KHD_PACK_MAGIC, sizeof h->magic))
        return "is no gazetteer pack";
    if (h->version != KHD_PACK_VERSION)
        return "is a gazetteer pack of another version";
    if (h->file_size != g->file.length)
        return "is cut short or padded";
    if (!is_power(h->exact_buckets) || !is_power(h->skeleton_buckets) ||
        h->country_count > h->place_count || h->country_count >= KHD_PACK_NO_COUNTRY)
        return "has impossible counts";
    if (!section_fits(g, h->places, h->place_count, sizeof(khd_pack_place)) ||
        !section_fits(g, h->exact, h->exact_buckets, sizeof(khd_pack_bucket)) ||
        !section_fits(g, h->skeleton, h->skeleton_buckets, sizeof(khd_pack_bucket)) ||
        !section_fits(g, h->postings, h->posting_count, sizeof(khd_pack_posting)) ||
        !section_fits(g, h->texts, h->text_size, 1) || !h->text_size)
        return "has a section outside the file";
    if (g->file.bytes[h->texts] || g->file.bytes[h->texts + h->text_size - 1])
        return "has an open text at its end";
    return NULL;
}

static void set_sections(khd_gazetteer *g)
{
    const char *bytes = g->file.bytes;
    const void *at[4] = {bytes + g->head.places, bytes + g->head.exact, bytes + g->head.skeleton,
                         bytes + g->head.postings};
    g->places = at[0];
    g->exact = (buckets){at[1], g->head.exact_buckets};
    g->skeleton = (buckets){at[2], g->head.skeleton_buckets};
    g->postings = at[3];
    g->texts = bytes + g->head.texts;
}

static khd_status map_pack(khd_gazetteer *g, const char *path, khd_error *error)
{
    khd_status status = khd_file_map(path, &g->file, error);
    if (status != KHD_OK)
        return status;
    if (g->file.length < sizeof g->head)
        return khd_error_set(error, KHD_DATA, 0, "%s is too short for a gazetteer pack", path);
    memcpy(&g->head, g->file.bytes, sizeof g->head);
    const char *why = fault(g);
    if (why)
        return khd_error_set(error, KHD_DATA, 0, "%s %s", path, why);
    set_sections(g);
    return KHD_OK;
}

khd_status khd_gazetteer_open(const char *path, khd_gazetteer **out, khd_error *error)
{
    *out = NULL;
    khd_gazetteer *g = calloc(1, sizeof *g);
    if (!g)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the gazetteer");
    khd_status status = map_pack(g, path, error);
    if (status == KHD_OK)
        *out = g;
    else
        khd_gazetteer_close(g);
    return status;
}

void khd_gazetteer_close(khd_gazetteer *g)
{
    if (!g)
        return;
    khd_file_unmap(&g->file);
    free(g);
}

/* ---- one place ------------------------------------------------------------ */

static const char *text_at(const khd_gazetteer *g, uint32_t offset)
{
    return offset < g->head.text_size ? g->texts + offset : "";
}

static uint32_t valid(const khd_gazetteer *g, uint32_t place)
{
    return place < g->head.place_count ? place : KHD_GAZETTEER_NONE;
}

uint32_t khd_gazetteer_size(const khd_gazetteer *g)
{
    return g->head.place_count;
}

static const char *alpha3(const khd_gazetteer *g, uint32_t country)
{
    if (country >= g->head.country_count || !(g->places[country].flags & KHD_PACK_TEXT_ID))
        return "";
    const char *id = text_at(g, g->places[country].id);
    return strncmp(id, "iso:", 4) ? "" : id + 4;
}

khd_gazetteer_place khd_gazetteer_get(const khd_gazetteer *g, uint32_t place)
{
    khd_gazetteer_place p = {.name = "",
                             .country = "",
                             .country_place = KHD_GAZETTEER_NONE,
                             .admin1 = KHD_GAZETTEER_NONE,
                             .admin2 = KHD_GAZETTEER_NONE,
                             .kind = KHD_GAZETTEER_REGION};
    if (place >= g->head.place_count)
        return p;
    const khd_pack_place *raw = &g->places[place];
    p.name = text_at(g, raw->name);
    p.lat = raw->lat / 1e4;
    p.lon = raw->lon / 1e4;
    p.population = raw->population;
    p.country_place = raw->country < g->head.country_count ? raw->country : KHD_GAZETTEER_NONE;
    p.country = alpha3(g, p.country_place);
    p.admin1 = valid(g, raw->admin1);
    p.admin2 = valid(g, raw->admin2);
    if (raw->kind < KHD_GAZETTEER_KINDS)
        p.kind = raw->kind;
    return p;
}

const char *khd_gazetteer_id(const khd_gazetteer *g, uint32_t place, char out[KHD_GAZETTEER_ID_MAX])
{
    out[0] = '\0';
    if (place >= g->head.place_count)
        return out;
    const khd_pack_place *raw = &g->places[place];
    if (raw->flags & KHD_PACK_TEXT_ID)
        snprintf(out, KHD_GAZETTEER_ID_MAX, "%s", text_at(g, raw->id));
    else
        snprintf(out, KHD_GAZETTEER_ID_MAX, "geonames:%u", (unsigned)raw->id);
    return out;
}

bool khd_gazetteer_within(const khd_gazetteer *g, uint32_t inner, uint32_t outer)
{
    if (inner == outer)
        return true;
    khd_gazetteer_place p = khd_gazetteer_get(g, inner);
    return outer != KHD_GAZETTEER_NONE &&
           (p.admin1 == outer || p.admin2 == outer || p.country_place == outer);
}

double khd_gazetteer_km(double lat_a, double lon_a, double lat_b, double lon_b)
{
    const double rad = 3.14159265358979323846 / 180;
    double s = sin((lat_b - lat_a) * rad / 2), t = sin((lon_b - lon_a) * rad / 2);
    double h = s * s + cos(lat_a * rad) * cos(lat_b * rad) * t * t;
    return 2 * 6371.0 * asin(sqrt(h > 1 ? 1 : h));
}

/* ---- searching --------------------------------------------------------------- */

/* Postings of a hash; *count 0 when there are none. The number of steps is
 * bounded, so that a full table of a hostile pack ends too. */
static const khd_pack_posting *bucket_find(const khd_gazetteer *g, buckets table, uint64_t hash,
                                           uint32_t *count)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    *count = 0;
    for (uint32_t step = 0; step < 256 && step < table.n; step++) {
        const khd_pack_bucket *b = &table.v[((uint32_t)hash + step) & (table.n - 1)];
        if (!b->count)
            return NULL;
        if (b->tag != tag)
            continue;
        if (b->first > g->head.posting_count || b->count > g->head.posting_count - b->first)
            return NULL;
        *count = b->count;
        return g->postings + b->first;
    }
    return NULL;
}

/* The caller's array of hits. */
typedef struct {
    khd_gazetteer_hit *v;
    uint32_t n, cap;
} found;

static bool has_place(const khd_gazetteer_hit *hits, uint32_t n, uint32_t place)
{
    for (uint32_t i = 0; i < n; i++)
        if (hits[i].place == place)
            return true;
    return false;
}

/* Appends the places of one key that `hits` does not have yet. */
static void find_key(const khd_gazetteer *g, const char *key, bool bare, found *hits)
{
    uint32_t count;
    const khd_pack_posting *p =
        bucket_find(g, g->exact, khd_toponym_hash(key, strlen(key), 0), &count);
    for (uint32_t i = 0; i < count && hits->n < hits->cap; i++) {
        if (valid(g, p[i].place) == KHD_GAZETTEER_NONE || has_place(hits->v, hits->n, p[i].place))
            continue;
        hits->v[hits->n++] =
            (khd_gazetteer_hit){.place = p[i].place,
                                .main = (p[i].flags & KHD_PACK_MAIN) != 0,
                                .adjective = (p[i].flags & KHD_PACK_ADJECTIVE) != 0,
                                .bare = bare || (p[i].flags & KHD_PACK_BARE) != 0};
    }
}

uint32_t khd_gazetteer_find(const khd_gazetteer *g, const char *name, size_t length,
                            khd_gazetteer_hit *hits, uint32_t cap)
{
    char words[KHD_TOPONYM_MAX], key[KHD_TOPONYM_MAX], bare[KHD_TOPONYM_MAX];
    if (!khd_toponym_words(name, length, words))
        return 0;
    size_t n_key = khd_toponym_key(words, false, key);
    found all = {hits, 0, cap};
    find_key(g, key, false, &all);
    if (khd_toponym_key(words, true, bare) != n_key)
        find_key(g, bare, true, &all);
    return all.n;
}

/* How far the spelling of a posting is from a key, 99 for too far. */
static unsigned spelling_distance(const khd_gazetteer *g, const khd_pack_posting *p,
                                  const char *key, size_t length)
{
    char words[KHD_TOPONYM_MAX], other[KHD_TOPONYM_MAX];
    const char *text = text_at(g, p->name ? p->name : g->places[p->place].name);
    khd_toponym_words(text, strnlen(text, 4 * (size_t)KHD_TOPONYM_MAX), words);
    khd_toponym_key(words, true, other);
    unsigned d = khd_toponym_distance(key, other);
    return d <= (length < 6 ? 1 : 1 + length / 4) ? d : 99;
}

uint32_t khd_gazetteer_find_like(const khd_gazetteer *g, uint32_t country, const char *name,
                                 size_t length, khd_gazetteer_hit *hits, uint32_t cap)
{
    char words[KHD_TOPONYM_MAX], key[KHD_TOPONYM_MAX], bones[KHD_TOPONYM_MAX];
    unsigned far[16];
    uint32_t count, n = 0;
    if (!khd_toponym_words(name, length, words))
        return 0;
    size_t n_key = khd_toponym_key(words, true, key);
    size_t n_bones = khd_toponym_skeleton(words, bones);
    if (n_bones < 2 || n_key < 4)
        return 0;
    cap = cap < 16 ? cap : 16;
    uint64_t hash = khd_toponym_hash(bones, n_bones, country + 1);
    const khd_pack_posting *p = bucket_find(g, g->skeleton, hash, &count);
    for (uint32_t i = 0; i < count && i < 512; i++) {
        if (valid(g, p[i].place) == KHD_GAZETTEER_NONE || has_place(hits, n, p[i].place))
            continue;
        unsigned d = spelling_distance(g, &p[i], key, n_key);
        uint32_t at = n;
        while (at && far[at - 1] > d)
            at--;
        if (d == 99 || at >= cap)
            continue;
        n = n < cap ? n + 1 : cap;
        memmove(far + at + 1, far + at, (n - at - 1) * sizeof *far);
        memmove(hits + at + 1, hits + at, (n - at - 1) * sizeof *hits);
        far[at] = d;
        hits[at] = (khd_gazetteer_hit){.place = p[i].place};
    }
    return n;
}
