/* pack_gazetteer: writes gazetteer.khg (layout: src/gazetteer_pack.h) from the
 * tables of data/: countries.tsv, gazetteer.tsv.zst, places_supplement.tsv,
 * places_spellings.tsv. Run by the build. A row of these that names an unknown
 * country, and a row of our own two (places_*) that names an unknown province or
 * place, is an error with file and line; the large table may leave provinces open.
 *
 * usage: pack_gazetteer OUT DATA_DIR
 */
#include "gazetteer.h"
#include "names.h"
#include "table.h"
#include "toponym.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    khd_pack_place *v;
    size_t n, cap;
    uint32_t *aliases; /* of each place: its aliases in texts, 0 none */
} places;

static uint32_t country_count;

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
        if (!strcmp(names_text(places.v[i].id) + 4, alpha3))
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
    *p = (khd_pack_place){.name = names_text_push(name),
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
    names_push(place, places.v[place], name, text, flags);
}

/* Pushes each |-parted name of a cell. */
static void cell_push(uint32_t place, char *cell, uint32_t flags)
{
    while (*cell) {
        size_t n = strcspn(cell, "|");
        char *next = cell + n + (cell[n] ? 1 : 0);
        cell[n] = '\0';
        name_push(place, cell, names_text_push(cell), flags);
        cell = next;
    }
}

static void place_names(uint32_t place, char *aliases)
{
    places.aliases[place] = names_text_push(aliases);
    char *name = strdup(names_text(places.v[place].name));
    if (!name)
        table_die("out of memory");
    name_push(place, name, places.v[place].name, KHD_PACK_MAIN);
    free(name);
    cell_push(place, aliases, 0);
}

/* Capital and adjectives of each country, for "the Syrian capital". */
enum { COUNTRIES_MAX = 512 }; /* as src/place_rank.h has it */
static char capitals[COUNTRIES_MAX][64], adjectives[COUNTRIES_MAX][96];

/* Adjectives, and the people: "Iraqi", "Iraqis". */
static void adjectives_push(uint32_t place, char *cell)
{
    while (*cell) {
        char people[64];
        size_t n = strcspn(cell, "|");
        char *next = cell + n + (cell[n] ? 1 : 0);
        cell[n] = '\0';
        name_push(place, cell, names_text_push(cell), KHD_PACK_ADJECTIVE);
        snprintf(people, sizeof people, "%ss", cell);
        if (n > 3 && !strchr("sh", cell[n - 1]))
            name_push(place, people, names_text_push(people), KHD_PACK_ADJECTIVE);
        cell = next;
    }
}

/* alpha3 alpha2 name other adjectives capital lat lon region */
static void country_row(char **c)
{
    char id[16];
    if (!*c[2] || country_count == COUNTRIES_MAX || strlen(c[4]) >= sizeof adjectives[0] ||
        strlen(c[5]) >= sizeof capitals[0])
        table_die("a country without a name, with a long cell, or one too many");
    snprintf(id, sizeof id, "iso:%s", c[0]);
    khd_pack_place *p = place_push(KHD_GAZETTEER_COUNTRY, c[2], c[6], c[7]);
    uint32_t place = country_count++;
    p->id = names_text_push(id);
    p->flags = KHD_PACK_TEXT_ID;
    p->country = (uint16_t)place;
    snprintf(capitals[place], sizeof capitals[place], "%s", c[5]);
    snprintf(adjectives[place], sizeof adjectives[place], "%s", c[4]);
    place_names(place, c[3]);
    adjectives_push(place, c[4]);
    if (c[2][strlen(c[2]) - 1] != 's') { /* "Syrias": many pages lose the apostrophe */
        char owner[64];
        snprintf(owner, sizeof owner, "%ss", c[2]);
        name_push(place, owner, names_text_push(owner), KHD_PACK_ADJECTIVE);
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

/* The number of "geonames:NUMBER", 0 for any other id. */
static uint32_t id_number(const char *id)
{
    const char *end = id + 9;
    uint32_t n = strncmp(id, "geonames:", 9) ? 0 : table_digits(&end);
    return n && !*end ? n : 0;
}

static void set_id(khd_pack_place *p, const char *id)
{
    p->id = id_number(id);
    if (!p->id) {
        p->id = names_text_push(id);
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
        if (!strcmp(names_text(p->name), name) ||
            (places.aliases[i] && in_list(names_text(places.aliases[i]), name)))
            best = i;
    }
    return best;
}

static void name_capital(uint32_t place, const char *owner)
{
    char name[128];
    snprintf(name, sizeof name, "%.100s capital", owner);
    name_push(place, name, names_text_push(name), 0);
}

/* "Syrian capital", "Syria's capital" are names of the city. */
static void name_capitals(void)
{
    for (uint32_t i = 0; i < country_count; i++) {
        uint32_t place =
            *capitals[i] ? named((uint16_t)i, KHD_GAZETTEER_CITY, capitals[i]) : KHD_PACK_NONE;
        if (place == KHD_PACK_NONE)
            continue;
        char owner[100];
        snprintf(owner, sizeof owner, "%.90s's", names_text(places.v[i].name));
        name_capital(place, owner);
        for (char *a = adjectives[i]; *a;) {
            size_t n = strcspn(a, "|");
            char *next = a + n + (a[n] ? 1 : 0);
            a[n] = '\0';
            name_capital(place, a);
            a = next;
        }
    }
}

static bool id_taken(const char *id)
{
    for (size_t i = 0; i < places.n; i++)
        if ((places.v[i].flags & KHD_PACK_TEXT_ID) && !strcmp(names_text(places.v[i].id), id))
            return true;
    return false;
}

/* "khaldun:own-syr-bab-al-hawa" from country and name; with a number, in the order of
 * the table, when the country has several of the name. */
static void own_id(khd_pack_place *p, const char *alpha3, const char *name)
{
    char words[KHD_TOPONYM_MAX], id[KHD_GAZETTEER_ID_MAX];
    khd_toponym_words(name, strlen(name), words);
    int n = snprintf(id, sizeof id, "khaldun:own-%s-%.48s", alpha3, words);
    for (int i = 0; i < n && id[i]; i++)
        id[i] = (char)(id[i] == ' ' ? '-' : id[i] >= 'A' && id[i] <= 'Z' ? id[i] + 32 : id[i]);
    for (unsigned next = 2; id_taken(id); next++)
        snprintf(id + n, sizeof id - (size_t)n, "-%u", next);
    p->id = names_text_push(id);
    p->flags |= KHD_PACK_TEXT_ID;
}

static uint32_t place_by_id(const char *id)
{
    uint32_t number = id_number(id);
    for (uint32_t i = 0; i < places.n; i++) {
        const khd_pack_place *p = &places.v[i];
        if (p->flags ? !number && !strcmp(names_text(p->id), id) : number && p->id == number)
            return i;
    }
    table_die("no such place: %s", id);
}

/* name kind country admin1 lat lon population other same_as */
static void supplement_row(char **c)
{
    if (*c[8]) {
        uint32_t same = place_by_id(c[8]);
        places.v[same].name = names_text_push(c[0]);
        name_push(same, c[0], places.v[same].name, KHD_PACK_MAIN);
        cell_push(same, c[7], 0);
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
        places.v[place].name = names_text_push(c[3]);
        name_push(place, c[3], places.v[place].name, KHD_PACK_MAIN);
    }
    cell_push(place, c[4], 0);
    if (*c[5]) {
        places.v[place].lat = table_degrees(c[5], 90);
        places.v[place].lon = table_degrees(c[6], 180);
    }
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

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: pack_gazetteer OUT DATA_DIR\n", stderr);
        return 2;
    }
    table_read(argv[2], "countries.tsv", country_row);
    table_read(argv[2], "gazetteer.tsv.zst", gazetteer_row);
    join_districts();
    name_capitals();
    table_read(argv[2], "places_spellings.tsv", spelling_row);
    table_read(argv[2], "places_supplement.tsv", supplement_row);
    count_people();
    join_quarters();
    names_write(argv[1], places.v, (uint32_t)places.n, country_count);
    return 0;
}
