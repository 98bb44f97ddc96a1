/* khaldun_parts: what stands behind the handles of the public calls. */
#ifndef KHD_KHALDUN_PARTS_H
#define KHD_KHALDUN_PARTS_H

#include "khaldun.h"

#include "pipeline.h"

#include <pthread.h>

enum { KHD_PRINT_ROOM = 33 };

/* A fingerprint of the packs, "" until somebody needs it. */
typedef struct {
    pthread_mutex_t lock;
    char hex[KHD_PRINT_ROOM];
} khd_engine_print;

struct khd_engine {
    khd_packs packs;
    char *folder; /* of the packs */
    const char *weights; /* name of the reader's file in it */
    khd_engine_print *print;
};

struct khd_worker {
    const khd_engine *engine;
    khd_reader_state *state;
    bool thorough;
};

struct khd_report {
    khd_arena *arena;
    khd_doc *doc;
};

#endif
