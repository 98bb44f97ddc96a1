/* recode: the command recode: stored reports are read again by this version, and what
 * differs is printed and stored.
 */
#include "command.h"

#include "storing.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    storing s;
    int64_t last; /* number of the report that was brought last */
    size_t differ;
} recoding;

static bool next_job(void *with, pool_job *job)
{
    recoding *r = with;
    khd_original *original = NULL;
    if (r->s.stop)
        return false;
    if (khd_store_next(r->s.reader, r->last, &original, &r->s.trouble)) {
        r->s.stop = true;
        return false;
    }
    if (!original)
        return false;
    r->last = original->number;
    job->own = original;
    job->context = original->context;
    job->item.name = original->name;
    job->item.line = original->kind == KHD_KIND_JSON_LINES;
    job->item.length = original->length;
    job->item.bytes = malloc(original->length + 1);
    if (job->item.bytes)
        memcpy(job->item.bytes, original->bytes, original->length);
    else
        job->item.error = (khd_error){.status = KHD_NOMEM, .text = "out of memory"};
    return true;
}

static void store_again(recoding *r, pool_job *job)
{
    char *difference = NULL;
    khd_format format = r->s.o->json ? KHD_WRITE_JSON : KHD_WRITE_TEXT;
    if (!storing_begin(&r->s))
        return;
    if (khd_store_recode(r->s.store, job->own, job->report, format, &difference, &r->s.error)) {
        storing_stop(&r->s);
        return;
    }
    if (*difference) {
        r->differ++;
        storing_clear_progress(&r->s);
        fputs(difference, stdout);
    }
    khd_free(difference);
    storing_stored(&r->s);
}

static void take_answer(void *with, pool_job *job)
{
    recoding *r = with;
    if (!r->s.stop) {
        job->item.line = 0; /* the name tells the line */
        if (job->item.error.status)
            storing_tell_failure(&r->s, job);
        else
            store_again(r, job);
        storing_count(&r->s, job->item.length);
    }
    khd_original_free(job->own);
}

static int run(recoding *r, const options *o)
{
    khd_error error = {0};
    pool_plan plan = {.engine = r->s.engine,
                      .threads = o->threads,
                      .keep = true,
                      .next = next_job,
                      .done = take_answer,
                      .with = r};
    khd_status status = pool_run(&plan, &error);
    if (status)
        fprintf(stderr, "khaldun: %s\n", error.text[0] ? error.text : khd_status_text(status));
    storing_finish(&r->s);
    storing_clear_progress(&r->s);
    fprintf(stderr, "%zu reports read again, %zu differ; %.1f s\n", r->s.done, r->differ,
            storing_seconds(&r->s));
    return status ? EXIT_INTERNAL : storing_exit(&r->s, r->s.done);
}

int command_recode(const options *o)
{
    khd_engine *engine = command_open_engine(o);
    recoding *r = calloc(1, sizeof *r);
    int status = EXIT_INTERNAL;
    if (engine && r && storing_open(&r->s, o, engine)) {
        status = run(r, o);
        storing_close(&r->s);
    }
    free(r);
    khd_engine_close(engine);
    return status;
}
