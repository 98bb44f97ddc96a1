/* gather_parts: what the files of the module gather share. */
#ifndef KHD_GATHER_PARTS_H
#define KHD_GATHER_PARTS_H

#include "gather.h"

/* A gathering under way: the store, the statement that is open (to be closed when memory
 * runs out), the first failure. */
typedef struct {
    khd_gathering *g;
    khd_store *store;
    sqlite3_stmt *row;
    khd_status status;
    khd_error *error;
} khd_gather_load;

/* Opens a statement; false after a failure. khd_gather_step gives true for a row and
 * closes it at the end. */
bool khd_gather_ask(khd_gather_load *load, const char *sql);
bool khd_gather_step(khd_gather_load *load);
/* A column as a copy, NULL for NULL. */
const char *khd_gather_text(khd_gather_load *load, int column);
/* A column, KHD_NOTHING for NULL. */
int64_t khd_gather_count(khd_gather_load *load, int column);

/* Rulings of the decision log about accounts that are there. */
void khd_gather_rulings(khd_gather_load *load, khd_incident_input *input);
/* Puts incidents together from their accounts. */
void khd_gather_events(khd_gathering *g);

#endif
