/* gazetteer_pack: layout of gazetteer.khg, written by tools/pack_gazetteer.c and
 * mapped by gazetteer.c. Little-endian; every section begins at a multiple of 8.
 *
 *   head      one khd_pack_head
 *   places    place_count x khd_pack_place; the countries come first
 *   exact     index: key of a name            -> postings
 *   skeleton  index: (country, skeleton)      -> postings
 *   postings  posting_count x khd_pack_posting, those of a bucket side by side
 *   texts     text_size bytes of NUL-terminated UTF-8; offset 0 is ""
 *
 * An index is a table of 2^n khd_pack_bucket, open addressing with linear steps:
 * the home of a hash is its low bits, the tag its high 32 bits; count 0 is free.
 */
#ifndef KHD_GAZETTEER_PACK_H
#define KHD_GAZETTEER_PACK_H

#include <stdint.h>

#define KHD_PACK_MAGIC "KHDGAZ\r\n"
#define KHD_PACK_VERSION 1u
#define KHD_PACK_NONE UINT32_MAX
#define KHD_PACK_NO_COUNTRY UINT16_MAX

typedef struct {
    char magic[8];
    uint32_t version;
    uint32_t place_count;
    uint64_t file_size;
    uint32_t country_count;
    uint32_t posting_count;
    uint32_t exact_buckets, skeleton_buckets;          /* powers of two */
    uint64_t places, exact, skeleton, postings, texts; /* offsets in the file */
    uint64_t text_size;
} khd_pack_head;

typedef struct {
    uint32_t name;    /* offset in texts */
    uint32_t id;      /* GeoNames number, or offset in texts with KHD_PACK_TEXT_ID */
    int32_t lat, lon; /* 1/10000 degree */
    uint32_t population;
    uint32_t admin1, admin2; /* indexes of places or KHD_PACK_NONE */
    uint16_t country;        /* index of a place or KHD_PACK_NO_COUNTRY */
    uint8_t kind;            /* enum khd_gazetteer_kind */
    uint8_t flags;
} khd_pack_place;

enum { KHD_PACK_TEXT_ID = 1 };

typedef struct {
    uint32_t tag, first, count;
} khd_pack_bucket;

typedef struct {
    uint32_t place;
    uint32_t name; /* offset of the spelling in texts, 0: the place's own name */
    uint32_t flags;
} khd_pack_posting;

enum {
    KHD_PACK_MAIN = 1,      /* the name by which the place is shown */
    KHD_PACK_ADJECTIVE = 2, /* "Syrian" */
    KHD_PACK_BARE = 4       /* found without its Arabic article */
};

#endif
