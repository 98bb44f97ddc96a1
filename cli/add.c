/* add: the command add: files and folders through the pool into a database. What is
 * stored already is not read again, so that a run that was cut off goes on where it
 * was.
 */
#include "command.h"

#include "input.h"
#include "storing.h"
#include "walk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    storing s;
    input *in;
    size_t brought, known;          /* inputs seen, and stored already: where jobs are brought */
    size_t added, accounts, before; /* where answers are taken */
    bool misused;
} adding;

static khd_original find_original(const pool_job *job, const char *name)
{
    return (khd_original){.kind = job->item.line ? KHD_KIND_JSON_LINES : KHD_KIND_TEXT,
                          .bytes = job->item.bytes,
                          .length = job->item.length,
                          .name = name,
                          .context = job->context};
}

/* ---- bringing --------------------------------------------------------------------------- */

static void count_known(adding *a, const pool_job *job, khd_added found, const char *name)
{
    if (found == KHD_ADDED_OTHERWISE) {
        storing_clear_progress(&a->s);
        fprintf(stderr,
                "khaldun: %s: is stored already, given with another title, publisher or date: kept "
                "as it was\n",
                name);
    }
    a->known++;
    uint64_t left = a->s.bytes_left;
    a->s.bytes_left = left > job->item.taken ? left - job->item.taken : left ? 1 : 0;
}

/* True when the job is to be read. */
static bool is_new(adding *a, pool_job *job)
{
    char room[4096];
    const char *name = input_item_name(&job->item, room, sizeof room);
    khd_original original = find_original(job, name);
    khd_added found = KHD_ADDED;
    if (khd_store_find(a->s.reader, &original, &found, &a->s.trouble)) {
        a->s.stop = true;
        return false;
    }
    if (found != KHD_ADDED)
        count_known(a, job, found, name);
    return found == KHD_ADDED;
}

static bool next_job(void *with, pool_job *job)
{
    adding *a = with;
    const options *o = a->s.o;
    while (!a->s.stop && input_next(a->in, &job->item)) {
        if (job->item.mark)
            return true;
        a->brought++;
        a->misused = input_item_misused(&job->item, o);
        job->context = input_item_context(&job->item, o);
        if (!a->misused && (job->item.error.status || is_new(a, job)))
            return true;
        input_item_free(&job->item);
        *job = (pool_job){0};
        if (a->misused)
            return false;
    }
    return false;
}

/* ---- taking ------------------------------------------------------------------------------- */

static void store_report(adding *a, pool_job *job)
{
    char name[4096];
    khd_original original =
        find_original(job, input_item_name(&job->item, name, sizeof name));
    khd_added added;
    if (!storing_begin(&a->s))
        return;
    if (khd_store_add(a->s.store, &original, job->report, &added, &a->s.error)) {
        storing_stop(&a->s);
        return;
    }
    if (added == KHD_ADDED) {
        a->added++;
        a->accounts += khd_report_accounts(job->report);
    } else {
        a->before++; /* the same bytes twice in one batch */
    }
    storing_stored(&a->s);
}

/* An address was read to its end: told in the batch of its last report. */
static void keep_visit(adding *a, pool_job *job)
{
    khd_visit visit;
    if (job->item.note)
        storing_tell_note(&a->s, job);
    if (!job->item.own || job->item.note || !storing_begin(&a->s))
        return;
    memcpy(&visit, job->item.own, sizeof visit);
    if (khd_store_visit_add(a->s.store, job->item.name, &visit, &a->s.error))
        storing_stop(&a->s);
    else
        storing_stored(&a->s);
}

static void take_answer(void *with, pool_job *job)
{
    adding *a = with;
    if (a->s.stop)
        return;
    if (job->item.mark) {
        keep_visit(a, job);
        return;
    }
    if (job->item.error.status) {
        storing_tell_failure(&a->s, job);
    } else {
        if (job->item.note)
            storing_tell_note(&a->s, job);
        store_report(a, job);
    }
    storing_count(&a->s, job->item.taken);
}

/* ---- the command ----------------------------------------------------------------------------- */

static void tell_end(adding *a)
{
    double seconds = storing_seconds(&a->s);
    storing_clear_progress(&a->s);
    fprintf(stderr, "%zu reports added with %zu accounts", a->added, a->accounts);
    if (a->known + a->before)
        fprintf(stderr, ", %zu stored before", a->known + a->before);
    if (a->s.failed)
        fprintf(stderr, ", %zu could not be read", a->s.failed);
    fprintf(stderr, "; %.1f s", seconds);
    if (a->added && seconds > 0)
        fprintf(stderr, ", %.1f reports a second", (double)a->added / seconds);
    fputc('\n', stderr);
}

static int run(adding *a, const options *o)
{
    khd_error error = {0};
    pool_plan plan = {.engine = a->s.engine,
                      .threads = o->threads,
                      .keep = true,
                      .next = next_job,
                      .done = take_answer,
                      .with = a};
    a->in = input_open(o);
    if (a->in)
        input_visits(a->in, a->s.reader);
    khd_status status = a->in ? pool_run(&plan, &error) : KHD_NOMEM;
    if (status)
        fprintf(stderr, "khaldun: %s\n", error.text[0] ? error.text : khd_status_text(status));
    storing_finish(&a->s);
    input_close(a->in);
    if (a->misused) {
        fputs("khaldun: --published, --title and --publisher are for a single text, not for "
              "several\n",
              stderr);
        return EXIT_USAGE;
    }
    tell_end(a);
    return status ? EXIT_INTERNAL : storing_exit(&a->s, a->brought);
}

int command_add(const options *o)
{
    walk w = {0};
    options with = *o;
    bool room = true;
    for (size_t i = 0; i < o->file_count && room; i++)
        room = walk_add(&w, o->files[i]);
    with.files = w.files;
    with.file_count = w.count;
    khd_engine *engine = command_open_engine(o);
    adding *a = room ? calloc(1, sizeof *a) : NULL;
    int status = EXIT_INTERNAL;
    if (!a)
        fputs("khaldun: out of memory\n", stderr);
    if (engine && a && storing_open(&a->s, &with, engine)) {
        a->s.bytes_left = w.endless ? 0 : w.bytes;
        a->s.failed = w.failed;
        a->brought = w.failed;
        status = run(a, &with);
        storing_close(&a->s);
    }
    free(a);
    khd_engine_close(engine);
    walk_free(&w);
    return status;
}
