/* storing: see storing.h. A batch ends after as many reports as the options say, or
 * after two seconds: a killed run loses no more than that.
 */
#include "storing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 100, BATCH_SECONDS = 2 };

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

double storing_seconds(const storing *s)
{
    return seconds_since(&s->started);
}

bool storing_open(storing *s, const options *o, const khd_engine *engine)
{
    /* a limit of file sizes is told as any full disk is */
    signal(SIGXFSZ, SIG_IGN);
    khd_error error;
    *s = (storing){.o = o, .engine = engine};
    s->progress = isatty(STDERR_FILENO) != 0;
    clock_gettime(CLOCK_MONOTONIC, &s->started);
    s->told = s->started;
    if (khd_store_open(o->db, KHD_STORE_WRITE, &s->store, &error) ||
        khd_store_open(o->db, KHD_STORE_READ, &s->reader, &error)) {
        fprintf(stderr, "khaldun: %s\n", error.text);
        storing_close(s);
        return false;
    }
    return true;
}

void storing_close(storing *s)
{
    khd_store_close(s->reader);
    khd_store_close(s->store);
    s->reader = s->store = NULL;
}

/* ---- batches --------------------------------------------------------------------------- */

void storing_stop(storing *s)
{
    s->stop = true;
    s->in_batch = 0;
}

bool storing_begin(storing *s)
{
    if (s->stop)
        return false;
    if (s->in_batch)
        return true;
    if (khd_store_begin(s->store, s->engine, &s->error)) {
        storing_stop(s);
        return false;
    }
    clock_gettime(CLOCK_MONOTONIC, &s->begun);
    return true;
}

bool storing_finish(storing *s)
{
    if (s->stop || !s->in_batch)
        return !s->stop;
    s->in_batch = 0;
    if (!khd_store_commit(s->store, &s->error))
        return true;
    storing_stop(s);
    return false;
}

bool storing_stored(storing *s)
{
    s->in_batch++;
    size_t most = s->o->batch ? s->o->batch : BATCH;
    if (s->in_batch < most && seconds_since(&s->begun) < BATCH_SECONDS)
        return true;
    return storing_finish(s);
}

/* ---- telling ----------------------------------------------------------------------------- */

void storing_clear_progress(storing *s)
{
    if (atomic_exchange(&s->shown, false))
        fputs("\r\033[K", stderr);
}

/* "2 h 05 min", "3 min 20 s", "12 s". */
static void tell_time(double seconds)
{
    unsigned long n = (unsigned long)(seconds + 0.5);
    if (n >= 3600)
        fprintf(stderr, "%lu h %02lu min", n / 3600, n / 60 % 60);
    else if (n >= 60)
        fprintf(stderr, "%lu min %02lu s", n / 60, n % 60);
    else
        fprintf(stderr, "%lu s", n);
}

void storing_count(storing *s, uint64_t bytes)
{
    s->done++;
    s->bytes_done += bytes;
    uint64_t left = s->bytes_left;
    s->bytes_left = left > bytes ? left - bytes : left ? 1 : 0;
    double passed = storing_seconds(s);
    if (!s->progress || passed < 2 || seconds_since(&s->told) < 1)
        return;
    clock_gettime(CLOCK_MONOTONIC, &s->told);
    s->shown = true;
    fprintf(stderr, "\r\033[K%zu reports, %.1f a second", s->done, (double)s->done / passed);
    if (left && s->bytes_done) {
        double all = (double)(s->bytes_done + s->bytes_left);
        fprintf(stderr, ", %.0f %%, ", (double)s->bytes_done * 100 / all);
        tell_time(passed / (double)s->bytes_done * (double)s->bytes_left);
        fputs(" left", stderr);
    }
}

void storing_tell_note(storing *s, const pool_job *job)
{
    storing_clear_progress(s);
    input_item_tell(&job->item);
}

void storing_tell_failure(storing *s, const pool_job *job)
{
    storing_tell_note(s, job);
    s->failed++;
}

int storing_exit(const storing *s, size_t inputs)
{
    const khd_error *error = s->error.status ? &s->error : &s->trouble;
    if (error->status) {
        fprintf(stderr, "khaldun: %s\n", error->text);
        return EXIT_INTERNAL;
    }
    if (!s->failed)
        return EXIT_DONE;
    return s->failed == inputs ? EXIT_INPUT : EXIT_SOME_FAILED;
}
