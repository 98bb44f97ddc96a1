/* fuzz_gazetteer: a hostile gazetteer pack is refused, finds nothing, or gives
 * places whose texts can be read. */
#include "target.h"

#include "gazetteer.h"

#include <string.h>

enum { HITS = 64 };

static void read_place(const khd_gazetteer *gazetteer, uint32_t index)
{
    char id[KHD_GAZETTEER_ID_MAX];
    khd_gazetteer_place place = khd_gazetteer_get(gazetteer, index);
    KHD_FUZZ_HOLDS(strlen(place.name) + strlen(place.country) < SIZE_MAX);
    KHD_FUZZ_HOLDS(strlen(khd_gazetteer_id(gazetteer, index, id)) < sizeof id);
    khd_gazetteer_within(gazetteer, index, place.country_place);
}

static void find(const khd_gazetteer *gazetteer, const char *name)
{
    khd_gazetteer_hit hits[HITS];
    uint32_t n = khd_gazetteer_find(gazetteer, name, strlen(name), hits, HITS);
    KHD_FUZZ_HOLDS(n <= HITS);
    for (uint32_t i = 0; i < n; i++)
        read_place(gazetteer, hits[i].place);
    n = khd_gazetteer_find_like(gazetteer, n ? hits[0].place : 0, name, strlen(name), hits, HITS);
    KHD_FUZZ_HOLDS(n <= HITS);
    for (uint32_t i = 0; i < n; i++)
        read_place(gazetteer, hits[i].place);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_gazetteer *gazetteer;
    khd_error error;
    if (khd_gazetteer_open(khd_fuzz_file(bytes, length), &gazetteer, &error) != KHD_OK) {
        KHD_FUZZ_HOLDS(gazetteer == NULL && strlen(error.text) > 0);
        return 0;
    }
    uint32_t size = khd_gazetteer_size(gazetteer);
    for (uint32_t i = 0; i < size && i < 1000; i++)
        read_place(gazetteer, i);
    read_place(gazetteer, size);
    read_place(gazetteer, KHD_GAZETTEER_NONE);
    find(gazetteer, "Sirte");
    find(gazetteer, "al-Bab");
    find(gazetteer, "");
    khd_gazetteer_close(gazetteer);
    return 0;
}
