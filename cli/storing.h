/* storing: what add and recode share: batches, progress, failures. */
#ifndef CLI_STORING_H
#define CLI_STORING_H

#include "options.h"
#include "pool.h"

#include <stdatomic.h>
#include <time.h>

typedef struct {
    const options *o;
    const khd_engine *engine;
    khd_store *store;  /* written to, where answers are taken */
    khd_store *reader; /* read from, where jobs are brought */
    atomic_bool stop;  /* set where answers are taken, seen where jobs are brought */
    khd_error error;   /* of the database, where answers are taken */
    khd_error trouble; /* of the database, where jobs are brought */
    size_t in_batch, failed, done;
    uint64_t bytes_done;         /* of what was read in this run */
    _Atomic uint64_t bytes_left; /* of what is still to be read; 0: not known */
    bool progress;       /* wanted */
    atomic_bool shown;   /* a line of it stands on the terminal */
    struct timespec started, begun, told;
} storing;

/* Opens the database twice, and starts the clock; false after having said why. */
bool storing_open(storing *s, const options *o, const khd_engine *engine);
void storing_close(storing *s);
double storing_seconds(const storing *s);
/* Begins a batch unless one is open. */
bool storing_begin(storing *s);
/* One report was stored: ends the batch when it is large or old enough. */
bool storing_stored(storing *s);
/* Ends the last batch. */
bool storing_finish(storing *s);
/* A failure of the database, in s->error: nothing more is read. */
void storing_stop(storing *s);
/* Says what is wrong with an input that is read all the same, on stderr. */
void storing_tell_note(storing *s, const pool_job *job);
/* Names an input that could not be read, on stderr. */
void storing_tell_failure(storing *s, const pool_job *job);
/* Counts a job as answered, and shows how far the run is. */
void storing_count(storing *s, uint64_t bytes);
void storing_clear_progress(storing *s);
/* Exit status: of the database, of the inputs. */
int storing_exit(const storing *s, size_t inputs);

#endif
