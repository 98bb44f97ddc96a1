/* gazetteer: places of the world in one mapped, read-only file (layout:
 * gazetteer_pack.h). Finds places by any spelling of their name, and by the
 * consonant skeleton of the name inside one country. Shared by all threads.
 *
 * A damaged or hostile pack gives an error on opening or finds nothing: every
 * offset read from it is checked where it is used, so that opening need not
 * touch its pages.
 */
#ifndef KHD_GAZETTEER_H
#define KHD_GAZETTEER_H

#include "khaldun.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct khd_gazetteer khd_gazetteer;

/* X(NAME, "text in the tables") */
#define KHD_GAZETTEER_KIND_LIST(X)                                                    \
    X(COUNTRY, "country")                                                             \
    X(REGION, "region") X(ADMIN1, "admin1") X(ADMIN2, "admin2") X(CAPITAL, "capital") \
        X(CITY, "city") X(SECTION, "section") X(SITE, "site") X(WATER, "water")       \
            X(MOUNTAIN, "mountain") X(FORMER, "former")

#define KHD_GAZETTEER_KIND_ENUM(name, text) KHD_GAZETTEER_##name,
enum khd_gazetteer_kind { KHD_GAZETTEER_KIND_LIST(KHD_GAZETTEER_KIND_ENUM) KHD_GAZETTEER_KINDS };

/* Returned for "no such place". */
#define KHD_GAZETTEER_NONE UINT32_MAX

/* One place. Texts are owned by the gazetteer and never NULL. */
typedef struct {
    const char *name;
    const char *country;                    /* ISO 3166-1 alpha-3, "" for none */
    double lat, lon;                        /* WGS 84 */
    uint32_t population;                    /* 0 unknown */
    uint32_t country_place, admin1, admin2; /* places that hold it, or NONE */
    uint8_t kind;                           /* enum khd_gazetteer_kind */
} khd_gazetteer_place;

/* One place that bears a name. */
typedef struct {
    uint32_t place;
    bool main;      /* the name is the one it is shown by */
    bool adjective; /* the name is the adjective or people of a country */
    bool bare;      /* found only without its Arabic article */
} khd_gazetteer_hit;

enum { KHD_GAZETTEER_ID_MAX = 72 };

/* Opens and checks a pack. *out is NULL on error (KHD_DATA, KHD_IO, KHD_NOMEM). */
KHD_MUST_USE khd_status khd_gazetteer_open(const char *path, khd_gazetteer **out, khd_error *error);
void khd_gazetteer_close(khd_gazetteer *gazetteer); /* NULL is accepted */

uint32_t khd_gazetteer_size(const khd_gazetteer *gazetteer);
/* The place of an index; an empty country-less one past the end. */
khd_gazetteer_place khd_gazetteer_get(const khd_gazetteer *gazetteer, uint32_t place);
/* Writes the id ("geonames:2210554") and returns out. */
const char *khd_gazetteer_id(const khd_gazetteer *gazetteer, uint32_t place,
                             char out[KHD_GAZETTEER_ID_MAX]);

/* Places one of whose names is `name` (UTF-8, any case, with or without marks,
 * hyphens and article), most populous first, those that bear it without its article
 * behind the others. Writes at most `cap` hits and
 * returns their number. */
uint32_t khd_gazetteer_find(const khd_gazetteer *gazetteer, const char *name, size_t length,
                            khd_gazetteer_hit *hits, uint32_t cap);
/* Places of one country with a name that sounds like `name`, nearest spelling
 * first. `country` is the country's place. */
uint32_t khd_gazetteer_find_like(const khd_gazetteer *gazetteer, uint32_t country, const char *name,
                                 size_t length, khd_gazetteer_hit *hits, uint32_t cap);
/* True when `inner` is `outer` or stands in it by its admin2, admin1 or country. */
bool khd_gazetteer_within(const khd_gazetteer *gazetteer, uint32_t inner, uint32_t outer);
/* Great-circle distance in km. */
double khd_gazetteer_km(double lat_a, double lon_a, double lat_b, double lon_b);

#endif
