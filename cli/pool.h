/* pool: reports read by several threads and answered in the order given.
 *
 * The calling thread brings jobs, N threads work on them, one more takes the
 * answers in order. A ring of bounded size and bytes stands between, so that a
 * file of any length streams through.
 */
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include "input.h"
#include "khaldun.h"

/* One report on its way; `own` is for the caller's use. */
typedef struct {
    input_item item;
    khd_input context; /* title, publisher, published of a plain text */
    void *own;
    char *out; /* what was written; khd_free. NULL when it failed */
    size_t out_length;
    khd_report *report; /* with `keep`; the pool frees it and the item's bytes */
} pool_job;

typedef struct {
    const khd_engine *engine;
    unsigned threads;
    bool thorough; /* every sentence is read */
    bool keep;     /* answers are reports with their bytes; nothing is written */
    khd_format format;
    bool (*next)(void *with, pool_job *job); /* calling thread; false ends */
    void (*done)(void *with, pool_job *job); /* one thread, in order */
    void *with;
} pool_plan;

/* Runs the plan to its end. KHD_NOMEM when threads or workers cannot start. */
KHD_MUST_USE khd_status pool_run(const pool_plan *plan, khd_error *error);

#endif
