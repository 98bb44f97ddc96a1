/* pack_gazetteer: writes gazetteer.khg (layout: src/gazetteer_pack.h) from the
 * tables of data/: countries.tsv, gazetteer.tsv.zst, places_supplement.tsv,
 * places_spellings.tsv. Run by the build. A row that names an unknown country,
 * province or place is an error with file and line.
 *
 * usage: pack_gazetteer OUT DATA_DIR
 */
#include "gazetteer.h"
#include "gazetteer_pack.h"
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
    khd_pack_place *v;
    size_t n, cap;
    uint32_t *aliases; /* of each place: its aliases in texts, 0 none */
} places;

static struct {
    char *v;
    size_t n, cap;
} texts;

static entries exact, skeleton;
static uint32_t country_count;
static uint32_t text_push(const char *s)
{
    size_t n = strlen(s) + 1;
    if (n == 1)
        return 0;
    while (texts.n + n > texts.cap)
        texts.v = table_grow(texts.v, texts.cap, &texts.cap, 1);
    memcpy(texts.v + texts.n, s, n);
    texts.n += n;
    if (texts.n > UINT32_MAX)
        table_die("too much text");
    return (uint32_t)(texts.n - n);
}

/* ---- places -------------------------------------------------------------------- */

static uint8_t kind_find(const char *text)
{
#define KIND_TEXT(name, text) text,
    static const char *const kinds[] = {KHD_GAZETTEER_KIND_LIST(KIND_TEXT)};
    for (uint8_t i = 0; i < KHD_GAZETTEER_KINDS; i++)
        if (!strcmp(kinds[i], text))
            return i;
    table_die("no such kind: %s", text);
}

static uint16_t country_find(const char *alpha3)
{
    if (!*alpha3)
        return KHD_PACK_NO_COUNTRY;
    for (uint32_t i = 0; i < country_count; i++)
        if (!strcmp(texts.v + places.v[i].id + 4, alpha3))
            return (uint16_t)i;
    table_die("no such country: %s", alpha3);
}

static khd_pack_place *place_push(uint8_t kind, const char *name, const char *lat, const char *lon)
{
    size_t cap = places.cap;
    places.v = table_grow(places.v, places.n, &places.cap, sizeof *places.v);
    if (places.cap != cap) {
        places.aliases = realloc(places.aliases, places.cap * sizeof *places.aliases);
        if (!places.aliases)
            table_die("out of memory");
    }
    places.aliases[places.n] = 0;
    khd_pack_place *p = &places.v[places.n++];
    *p = (khd_pack_place){.name = text_push(name),
                          .lat = table_degrees(lat, 90),
                          .lon = table_degrees(lon, 180),
                          .admin1 = KHD_PACK_NONE,
                          .admin2 = KHD_PACK_NONE,
                          .country = KHD_PACK_NO_COUNTRY,
                          .kind = kind};
    return p;
}

static void name_push(uint32_t place, const char *name, uint32_t text, uint32_t flags)
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
    uint16_t country = places.v[place].country;
    n = khd_toponym_skeleton(words, form);
    if ((flags & KHD_PACK_ADJECTIVE) || country == KHD_PACK_NO_COUNTRY || n < 2 ||
        places.v[place].kind == KHD_GAZETTEER_COUNTRY)
        return;
    skeleton.v = table_grow(skeleton.v, skeleton.n, &skeleton.cap, sizeof *skeleton.v);
    skeleton.v[skeleton.n++] = (entry){khd_toponym_hash(form, n, country + 1u), posting};
}

/* Pushes each |-parted name of a cell. */
static void names_push(uint32_t place, char *cell, uint32_t flags)
{
    while (*cell) {
        size_t n = strcspn(cell, "|");
        char *next = cell + n + (cell[n] ? 1 : 0);
        cell[n] = '\0';
        name_push(place, cell, text_push(cell), flags);
        cell = next;
    }
}

static void place_names(uint32_t place, char *aliases)
{
    places.aliases[place] = text_push(aliases);
    char *name = strdup(texts.v + places.v[place].name);
    if (!name)
        table_die("out of memory");
    name_push(place, name, places.v[place].name, KHD_PACK_MAIN);
    free(name);
    names_push(place, aliases, 0);
}

/* Adjectives, and the people: "Iraqi", "Iraqis". */
static void adjectives_push(uint32_t place, char *cell)
{
    while (*cell) {
        char people[64];
        size_t n = strcspn(cell, "|");
        char *next = cell + n + (cell[n] ? 1 : 0);
        cell[n] = '\0';
        name_push(place, cell, text_push(cell), KHD_PACK_ADJECTIVE);
        snprintf(people, sizeof people, "%ss", cell);
        if (n > 3 && !strchr("sh", cell[n - 1]))
            name_push(place, people, text_push(people), KHD_PACK_ADJECTIVE);
        cell = next;
    }
}

/* alpha3 alpha2 name other adjectives capital lat lon region */
static void country_row(char **c)
{
    char id[16];
    snprintf(id, sizeof id, "iso:%s", c[0]);
    khd_pack_place *p = place_push(KHD_GAZETTEER_COUNTRY, c[2], c[6], c[7]);
    uint32_t place = country_count++;
    p->id = text_push(id);
    p->flags = KHD_PACK_TEXT_ID;
    p->country = (uint16_t)place;
    place_names(place, c[3]);
    adjectives_push(place, c[4]);
    if (c[2][strlen(c[2]) - 1] != 's') { /* "Syrias": many pages lose the apostrophe */
        char owner[64];
        snprintf(owner, sizeof owner, "%ss", c[2]);
        name_push(place, owner, text_push(owner), KHD_PACK_ADJECTIVE);
    }
}

/* ---- provinces and districts by their code --------------------------------------- */

typedef struct {
    char code[40]; /* "SYR.09" or "SYR.09.1234" */
    uint32_t place;
} region;

static struct {
    region *v;
    size_t n, cap;
} regions;

static int by_code(const void *a, const void *b)
{
    const region *x = a, *y = b;
    return strcmp(x->code, y->code);
}

static uint32_t region_find(const char *code)
{
    static size_t sorted;
    if (sorted != regions.n)
        qsort(regions.v, sorted = regions.n, sizeof *regions.v, by_code);
    region key;
    snprintf(key.code, sizeof key.code, "%s", code);
    const region *r = bsearch(&key, regions.v, regions.n, sizeof *regions.v, by_code);
    return r ? r->place : KHD_PACK_NONE;
}

static void region_push(const char *code, uint32_t place)
{
    regions.v = table_grow(regions.v, regions.n, &regions.cap, sizeof *regions.v);
    snprintf(regions.v[regions.n].code, sizeof regions.v->code, "%s", code);
    regions.v[regions.n++].place = place;
}

static void set_id(khd_pack_place *p, const char *id)
{
    const char *end = id + 9;
    uint32_t n = strncmp(id, "geonames:", 9) ? 0 : table_digits(&end);
    if (n && !*end) {
        p->id = n;
    } else {
        p->id = text_push(id);
        p->flags |= KHD_PACK_TEXT_ID;
    }
}

/* id kind name aliases country admin1 admin2 lat lon population */
static void gazetteer_row(char **c)
{
    uint8_t kind = kind_find(c[1]);
    khd_pack_place *p = place_push(kind, c[2], c[7], c[8]);
    uint32_t place = (uint32_t)places.n - 1;
    char code[40];
    set_id(p, c[0]);
    p->country = country_find(c[4]);
    p->population = table_count(c[9]);
    snprintf(code, sizeof code, "%s.%s", c[4], c[5]);
    if (kind == KHD_GAZETTEER_ADMIN1) {
        region_push(code, place);
    } else if (kind == KHD_GAZETTEER_ADMIN2) {
        p->admin1 = KHD_PACK_NONE - 1; /* set when all provinces are known */
        snprintf(code, sizeof code, "%s.%s.%s", c[4], c[5], c[6]);
        region_push(code, place);
    } else {
        p->admin1 = region_find(code);
        snprintf(code, sizeof code, "%s.%s.%s", c[4], c[5], c[6]);
        p->admin2 = *c[6] ? region_find(code) : KHD_PACK_NONE;
    }
    place_names(place, c[3]);
}

/* Gives every district its province: its code without the last part. */
static void join_districts(void)
{
    for (size_t i = 0; i < regions.n; i++) {
        khd_pack_place *p = &places.v[regions.v[i].place];
        if (p->admin1 != KHD_PACK_NONE - 1)
            continue;
        char code[40];
        snprintf(code, sizeof code, "%s", regions.v[i].code);
        *strrchr(code, '.') = '\0';
        p->admin1 = region_find(code);
    }
}

/* ---- our own tables ------------------------------------------------------------------ */

static bool in_list(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = list; *p; p += strcspn(p, "|"), p += *p ? 1 : 0)
        if (strcspn(p, "|") == n && !memcmp(p, name, n))
            return true;
    return false;
}

/* The most populous place of a country that bears a name, as spelt in the table. */
static uint32_t named(uint16_t country, uint8_t kind, const char *name)
{
    bool city = kind == KHD_GAZETTEER_CITY;
    uint32_t best = KHD_PACK_NONE;
    for (uint32_t i = 0; i < places.n; i++) {
        const khd_pack_place *p = &places.v[i];
        bool fits =
            p->kind == kind ||
            (city && (p->kind == KHD_GAZETTEER_CAPITAL || p->kind == KHD_GAZETTEER_SECTION));
        if (p->country != country || !fits ||
            (best != KHD_PACK_NONE && places.v[best].population >= p->population))
            continue;
        if (!strcmp(texts.v + p->name, name) ||
            (places.aliases[i] && in_list(texts.v + places.aliases[i], name)))
            best = i;
    }
    return best;
}

/* "khaldun:syr-bab-al-hawa" from country and name. */
static void own_id(khd_pack_place *p, const char *alpha3, const char *name)
{
    char words[KHD_TOPONYM_MAX], id[KHD_GAZETTEER_ID_MAX];
    khd_toponym_words(name, strlen(name), words);
    int n = snprintf(id, sizeof id, "khaldun:own-%s-%.50s", alpha3, words);
    for (int i = 0; i < n && id[i]; i++)
        id[i] = (char)(id[i] == ' ' ? '-' : id[i] >= 'A' && id[i] <= 'Z' ? id[i] + 32 : id[i]);
    p->id = text_push(id);
    p->flags |= KHD_PACK_TEXT_ID;
}

static uint32_t place_by_id(const char *id)
{
    khd_pack_place key = {.flags = 0};
    size_t keep = texts.n;
    set_id(&key, id);
    texts.n = keep;
    for (uint32_t i = 0; i < places.n; i++) {
        const khd_pack_place *p = &places.v[i];
        if (p->flags != key.flags)
            continue;
        if (p->flags ? !strcmp(texts.v + p->id, id) : p->id == key.id)
            return i;
    }
    table_die("no such place: %s", id);
}

/* name kind country admin1 lat lon population other same_as */
static void supplement_row(char **c)
{
    if (*c[8]) {
        uint32_t same = place_by_id(c[8]);
        places.v[same].name = text_push(c[0]);
        name_push(same, c[0], places.v[same].name, KHD_PACK_MAIN);
        names_push(same, c[7], 0);
        return;
    }
    uint16_t country = country_find(c[2]);
    uint32_t admin1 = *c[3] ? named(country, KHD_GAZETTEER_ADMIN1, c[3]) : KHD_PACK_NONE;
    if (*c[3] && admin1 == KHD_PACK_NONE)
        table_die("no such province in %s: %s", c[2], c[3]);
    khd_pack_place *p = place_push(kind_find(c[1]), c[0], c[4], c[5]);
    p->country = country;
    p->admin1 = admin1;
    p->population = table_count(c[6]);
    own_id(p, c[2], c[0]);
    place_names((uint32_t)places.n - 1, c[7]);
}

/* name kind country press other lat lon */
static void spelling_row(char **c)
{
    uint32_t place = named(country_find(c[2]), kind_find(c[1]), c[0]);
    if (place == KHD_PACK_NONE)
        table_die("no such %s in %s: %s", c[1], c[2], c[0]);
    if (*c[3]) {
        places.v[place].name = text_push(c[3]);
        name_push(place, c[3], places.v[place].name, KHD_PACK_MAIN);
    }
    names_push(place, c[4], 0);
    if (*c[5]) {
        places.v[place].lat = table_degrees(c[5], 90);
        places.v[place].lon = table_degrees(c[6], 180);
    }
}

/* ---- indexes and output ----------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    uint32_t p = places.v[x->posting.place].population, q = places.v[y->posting.place].population;
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

/* Gives every quarter and site the city it stands in: the most pulling (people by
 * square of distance) within reach. The city takes the place of the district. */
static void join_quarters(void)
{
    for (size_t i = country_count; i < places.n; i++) {
        khd_pack_place *q = &places.v[i];
        if (q->kind != KHD_GAZETTEER_SECTION && q->kind != KHD_GAZETTEER_SITE)
            continue;
        double best = 0, reach = q->kind == KHD_GAZETTEER_SECTION ? 25 : 12;
        q->admin2 = KHD_PACK_NONE;
        for (size_t k = country_count; k < places.n; k++) {
            const khd_pack_place *c = &places.v[k];
            int32_t away = c->lat > q->lat ? c->lat - q->lat : q->lat - c->lat;
            if (away > 2500 || c->country != q->country || c->population < 5000 ||
                (c->kind != KHD_GAZETTEER_CITY && c->kind != KHD_GAZETTEER_CAPITAL))
                continue;
            double km = khd_gazetteer_km(q->lat / 1e4, q->lon / 1e4, c->lat / 1e4, c->lon / 1e4);
            double pull = c->population / ((km + 3) * (km + 3));
            if (km <= reach && pull > best) {
                best = pull;
                q->admin2 = (uint32_t)k;
            }
        }
    }
}

/* A country has as many people as its cities. */
static void count_people(void)
{
    for (size_t i = country_count; i < places.n; i++) {
        const khd_pack_place *p = &places.v[i];
        bool city = p->kind == KHD_GAZETTEER_CITY || p->kind == KHD_GAZETTEER_CAPITAL;
        if (city && p->country != KHD_PACK_NO_COUNTRY)
            places.v[p->country].population += p->population;
    }
}

static void write_pack(const char *path)
{
    count_people();
    join_quarters();
    khd_pack_head h = {.magic = KHD_PACK_MAGIC, .version = KHD_PACK_VERSION};
    h.place_count = (uint32_t)places.n;
    h.country_count = country_count;
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
    put(f, places.v, h.place_count * sizeof(khd_pack_place));
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

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: pack_gazetteer OUT DATA_DIR\n", stderr);
        return 2;
    }
    texts.v = table_grow(NULL, 0, &texts.cap, 1);
    texts.v[texts.n++] = '\0';
    table_read(argv[2], "countries.tsv", country_row);
    table_read(argv[2], "gazetteer.tsv.zst", gazetteer_row);
    join_districts();
    table_read(argv[2], "places_spellings.tsv", spelling_row);
    table_read(argv[2], "places_supplement.tsv", supplement_row);
    write_pack(argv[1]);
    return 0;
}
