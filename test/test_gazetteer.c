/* gazetteer and toponym: forms of names, the shipped pack, and hostile packs. */
#include "gazetteer.h"
#include "gazetteer_pack.h"
#include "toponym.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- forms of names -------------------------------------------------------- */

static void check_key(const char *name, bool bare, const char *expected)
{
    char words[KHD_TOPONYM_MAX], key[KHD_TOPONYM_MAX];
    khd_toponym_words(name, strlen(name), words);
    khd_toponym_key(words, bare, key);
    assert_string_equal(key, expected);
}

static void keys(void **state)
{
    (void)state;
    check_key("Deir ez-Zor", false, "deirezzor");
    check_key("Deir ez-Zor", true, "deirzor");
    check_key("Qaşr al Qarabūllī", true, "qasrqarabulli");
    check_key("Ma‘arrat an Nu‘mān", false, "maarratannuman");
    check_key("Ma'arrat an-Nu'man", false, "maarratannuman");
    check_key("St. Louis", false, "saintlouis");
    check_key("W.Va.", false, "wva");
    check_key("Łódź", false, "lodz");
    check_key("AL-ANBAR", true, "anbar");
    check_key("Al", true, "al");
    check_key("...", false, "");
    check_key("\xff\xfeMosul\x80", false, "mosul");
}

static void check_alike(const char *a, const char *b)
{
    char words[KHD_TOPONYM_MAX], x[KHD_TOPONYM_MAX], y[KHD_TOPONYM_MAX];
    khd_toponym_words(a, strlen(a), words);
    khd_toponym_skeleton(words, x);
    khd_toponym_words(b, strlen(b), words);
    khd_toponym_skeleton(words, y);
    assert_string_equal(x, y);
}

static void skeletons(void **state)
{
    (void)state;
    check_alike("Raqqa", "Ar-Rakkah");
    check_alike("Khan Sheikhoun", "Khan Shaykhun");
    check_alike("Sirte", "Surt");
    check_alike("Qamishli", "Kamishly");
}

static void long_names(void **state)
{
    (void)state;
    enum { N = 1 << 20 };
    char words[KHD_TOPONYM_MAX], key[KHD_TOPONYM_MAX];
    char *name = malloc(N);
    assert_non_null(name);
    memset(name, 'a', N);
    assert_true(khd_toponym_words(name, N, words) < KHD_TOPONYM_MAX);
    assert_true(khd_toponym_key(words, true, key) < KHD_TOPONYM_MAX);
    assert_true(khd_toponym_skeleton(words, key) < KHD_TOPONYM_MAX);
    memset(name, 0xE2, N);
    assert_int_equal(khd_toponym_words(name, N, words), 0);
    free(name);
}

static void distances(void **state)
{
    (void)state;
    assert_int_equal(khd_toponym_distance("sirte", "sirt"), 1);
    assert_int_equal(khd_toponym_distance("", "abc"), 3);
    assert_int_equal(khd_toponym_distance("mosul", "mosul"), 0);
    assert_int_equal(khd_toponym_distance("kitten", "sitting"), 3);
}

/* ---- the shipped pack ------------------------------------------------------------ */

static khd_gazetteer *shipped(void)
{
    char path[4096];
    const char *data = getenv("KHALDUN_DATA");
    khd_gazetteer *g;
    khd_error error;
    snprintf(path, sizeof path, "%s/gazetteer.khg", data ? data : "build/data");
    if (khd_gazetteer_open(path, &g, &error) != KHD_OK)
        fail_msg("%s", error.text);
    return g;
}

static void check_near(const khd_gazetteer *g, const char *name, const char *country, double lat,
                       double lon)
{
    khd_gazetteer_hit hits[24];
    uint32_t n = khd_gazetteer_find(g, name, strlen(name), hits, 24);
    for (uint32_t i = 0; i < n; i++) {
        khd_gazetteer_place p = khd_gazetteer_get(g, hits[i].place);
        if (!strcmp(p.country, country) && khd_gazetteer_km(p.lat, p.lon, lat, lon) < 25)
            return;
    }
    fail_msg("%s is not found in %s at %.2f %.2f", name, country, lat, lon);
}

static void press_spellings(void **state)
{
    (void)state;
    khd_gazetteer *g = shipped();
    check_near(g, "Sirte", "LBY", 31.2, 16.6);
    check_near(g, "Surt", "LBY", 31.2, 16.6);
    check_near(g, "Garabulli", "LBY", 32.75, 13.71);
    check_near(g, "Mosul", "IRQ", 36.34, 43.13);
    check_near(g, "Halab", "SYR", 36.2, 37.16);
    check_near(g, "al-Raqqa", "SYR", 35.95, 39.01);
    check_near(g, "Deir ez-Zor", "SYR", 35.34, 40.14);
    check_near(g, "Deir al-Zour", "SYR", 35.34, 40.14);
    check_near(g, "Deir Ezzor", "SYR", 35.34, 40.14);
    check_near(g, "Kobani", "SYR", 36.89, 38.35);
    check_near(g, "Ayn al-Arab", "SYR", 36.89, 38.35);
    check_near(g, "Kandahar", "AFG", 31.61, 65.71);
    check_near(g, "Mogadishu", "SOM", 2.04, 45.34);
    check_near(g, "Donetsk", "UKR", 48.0, 37.8);
    check_near(g, "Kiev", "UKR", 50.45, 30.52);
    check_near(g, "Gaza City", "PSE", 31.5, 34.47);
    check_near(g, "Hodeidah", "YEM", 14.8, 42.95);
    check_near(g, "Khan Sheikhoun", "SYR", 35.44, 36.65);
    check_near(g, "Saigon", "VNM", 10.8, 106.65);
    khd_gazetteer_close(g);
}

static void provinces_and_people(void **state)
{
    (void)state;
    khd_gazetteer *g = shipped();
    khd_gazetteer_hit hits[8];
    assert_true(khd_gazetteer_find(g, "Helmand", 7, hits, 8) >= 1);
    khd_gazetteer_place helmand = khd_gazetteer_get(g, hits[0].place);
    assert_int_equal(helmand.kind, KHD_GAZETTEER_ADMIN1);
    assert_string_equal(helmand.country, "AFG");
    assert_true(khd_gazetteer_within(g, hits[0].place, helmand.country_place));
    assert_true(khd_gazetteer_find(g, "Iraqis", 6, hits, 8) == 1);
    assert_true(hits[0].adjective);
    assert_int_equal(khd_gazetteer_find(g, "Xyzzyqqq", 8, hits, 8), 0);
    assert_int_equal(khd_gazetteer_find(g, "", 0, hits, 8), 0);
    khd_gazetteer_close(g);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static void ids_are_unique_and_found(void **state)
{
    (void)state;
    khd_gazetteer *g = shipped();
    char id[KHD_GAZETTEER_ID_MAX];
    khd_gazetteer_hit hits[24];
    bool seen = false;
    uint32_t n = khd_gazetteer_find(g, "Sirte", 5, hits, 24);
    for (uint32_t i = 0; i < n; i++)
        seen |= !strcmp(khd_gazetteer_id(g, hits[i].place, id), "geonames:2210554");
    assert_true(seen);
    assert_string_equal(khd_gazetteer_id(g, KHD_GAZETTEER_NONE, id), "");
    uint32_t size = khd_gazetteer_size(g);
    uint64_t *hashes = malloc(size * sizeof *hashes);
    assert_non_null(hashes);
    for (uint32_t i = 0; i < size; i++) {
        khd_gazetteer_id(g, i, id);
        assert_true(*id);
        hashes[i] = khd_toponym_hash(id, strlen(id), 0);
    }
    qsort(hashes, size, sizeof *hashes, by_value);
    for (uint32_t i = 1; i < size; i++)
        assert_true(hashes[i] != hashes[i - 1]);
    free(hashes);
    khd_gazetteer_close(g);
}

static void sounds_alike(void **state)
{
    (void)state;
    khd_gazetteer *g = shipped();
    khd_gazetteer_hit syria, hits[8];
    assert_int_equal(khd_gazetteer_find(g, "Syria", 5, &syria, 1), 1);
    uint32_t n = khd_gazetteer_find_like(g, syria.place, "Manbidge", 8, hits, 8);
    bool seen = false;
    for (uint32_t i = 0; i < n; i++)
        seen |= !strcmp(khd_gazetteer_get(g, hits[i].place).name, "Manbij");
    assert_true(seen);
    assert_int_equal(khd_gazetteer_find_like(g, syria.place, "Xyzzyqqq", 8, hits, 8), 0);
    khd_gazetteer_close(g);
}

/* ---- hostile packs ------------------------------------------------------------------ */

enum { SMALL_MAX = 4096 };

/* A pack of one country and one city, both named "ab". */
static size_t small_pack(unsigned char out[SMALL_MAX])
{
    static const char texts[] = "\0ab\0iso:ABC";
    uint64_t hash = khd_toponym_hash("ab", 2, 0);
    khd_pack_place places[2] = {{.name = 1, .id = 4, .flags = KHD_PACK_TEXT_ID, .country = 0},
                                {.name = 1, .id = 7, .country = 0, .kind = KHD_GAZETTEER_CITY}};
    khd_pack_posting postings[2] = {{0, 1, KHD_PACK_MAIN}, {1, 1, KHD_PACK_MAIN}};
    khd_pack_bucket buckets[4] = {{0, 0, 0}};
    buckets[hash & 3] = (khd_pack_bucket){(uint32_t)(hash >> 32), 0, 2};
    khd_pack_head h = {.magic = KHD_PACK_MAGIC, .version = KHD_PACK_VERSION};
    places[1].admin1 = places[1].admin2 = places[0].admin1 = places[0].admin2 = KHD_PACK_NONE;
    h.place_count = 2;
    h.country_count = 1;
    h.posting_count = 2;
    h.exact_buckets = h.skeleton_buckets = 4;
    h.places = 128;
    h.exact = 256;
    h.skeleton = 384;
    h.postings = 512;
    h.texts = 640;
    h.text_size = sizeof texts;
    h.file_size = h.texts + sizeof texts;
    memset(out, 0, SMALL_MAX);
    memcpy(out, &h, sizeof h);
    memcpy(out + h.places, places, sizeof places);
    memcpy(out + h.exact, buckets, sizeof buckets);
    memcpy(out + h.postings, postings, sizeof postings);
    memcpy(out + h.texts, texts, sizeof texts);
    return (size_t)h.file_size;
}

static void try_pack(const char *path, const unsigned char *bytes, size_t n, khd_status *status)
{
    khd_gazetteer *g;
    khd_error error = {.text = ""};
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
    *status = khd_gazetteer_open(path, &g, &error);
    if (*status != KHD_OK) {
        assert_null(g);
        assert_true(*error.text);
        return;
    }
    khd_gazetteer_hit hits[8];
    char id[KHD_GAZETTEER_ID_MAX];
    uint32_t found = khd_gazetteer_find(g, "ab", 2, hits, 8);
    for (uint32_t i = 0; i < found; i++) {
        khd_gazetteer_place p = khd_gazetteer_get(g, hits[i].place);
        assert_true(strlen(p.name) < SMALL_MAX && strlen(p.country) < SMALL_MAX);
        khd_gazetteer_id(g, hits[i].place, id);
        khd_gazetteer_within(g, hits[i].place, p.country_place);
    }
    khd_gazetteer_find_like(g, 0, "abcdef", 6, hits, 8);
    khd_gazetteer_close(g);
}

static void hostile_packs(void **state)
{
    (void)state;
    char path[] = "/tmp/khaldun-gazetteer-XXXXXX";
    unsigned char bytes[SMALL_MAX];
    khd_status status;
    size_t n = small_pack(bytes);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    fclose(f);
    try_pack(path, bytes, n, &status);
    assert_int_equal(status, KHD_OK);
    for (size_t i = 0; i < n; i++) { /* every byte, several values */
        unsigned char keep = bytes[i];
        static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
        for (size_t k = 0; k < sizeof values; k++) {
            bytes[i] = values[k];
            try_pack(path, bytes, n, &status);
        }
        bytes[i] = keep;
    }
    for (size_t cut = 0; cut < n; cut += 7) {
        try_pack(path, bytes, cut, &status);
        assert_int_equal(status, KHD_DATA);
    }
    remove(path);
    khd_gazetteer *g;
    assert_int_equal(khd_gazetteer_open(path, &g, NULL), KHD_DATA);
    khd_gazetteer_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),
        cmocka_unit_test(skeletons),
        cmocka_unit_test(long_names),
        cmocka_unit_test(distances),
        cmocka_unit_test(press_spellings),
        cmocka_unit_test(provinces_and_people),
        cmocka_unit_test(ids_are_unique_and_found),
        cmocka_unit_test(sounds_alike),
        cmocka_unit_test(hostile_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
