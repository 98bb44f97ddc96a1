/* read: the commands read and annotate: inputs through the pool to stdout. */
#include "command.h"

#include "input.h"
#include "pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    const options *o;
    input *in;
    size_t texts_failed, lines_failed, answered;
    bool internal, progress, misused;
    atomic_bool stop; /* set where answers are taken, seen where jobs are brought */
    time_t started, told;
} reading;

/* Colour is for people at a terminal that want it (no-color.org). */
static bool wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no && *no) && term && *term && strcmp(term, "dumb");
}

static khd_format find_format(const options *o)
{
    if (o->command == COMMAND_ANNOTATE)
        return o->json ? KHD_WRITE_ANNOTATIONS : KHD_WRITE_CONLLU;
    if (o->json)
        return KHD_WRITE_JSON;
    return wants_colour() ? KHD_WRITE_COLOUR : KHD_WRITE_TEXT;
}

static bool next_job(void *with, pool_job *job)
{
    reading *r = with;
    const options *o = r->o;
    if (r->stop || !input_next(r->in, &job->item))
        return false;
    if (input_item_misused(&job->item, o)) {
        input_item_free(&job->item);
        r->misused = true;
        return false;
    }
    job->context = input_item_context(&job->item, o);
    return true;
}

static void clear_progress(const reading *r)
{
    if (r->progress && r->told)
        fputs("\r\033[K", stderr);
}

/* At most once a second, and only when the work is long. */
static void tell_progress(reading *r)
{
    time_t now = time(NULL);
    if (!r->progress || now - r->started < 2 || now == r->told)
        return;
    r->told = now;
    fprintf(stderr, "\r%zu reports read, %.1f a second", r->answered,
            (double)r->answered / (double)(now - r->started));
}

static void take_failure(reading *r, const pool_job *job)
{
    clear_progress(r);
    input_item_tell(&job->item);
    if (job->item.line)
        r->lines_failed++;
    else
        r->texts_failed++;
    r->internal |= job->item.error.status == KHD_NOMEM;
}

static void take_answer(void *with, pool_job *job)
{
    reading *r = with;
    if (job->item.error.status) {
        take_failure(r, job);
    } else if (job->item.note) {
        clear_progress(r);
        input_item_tell(&job->item);
    }
    if (job->out) {
        fwrite(job->out, 1, job->out_length, stdout);
        if (fflush(stdout))
            r->stop = true;
    }
    r->answered++;
    tell_progress(r);
}

static int find_exit(const reading *r)
{
    if (r->misused) {
        fputs("khaldun: --published, --title and --publisher are for a single text, not for "
              "several\n",
              stderr);
        return EXIT_USAGE;
    }
    if (r->internal)
        return EXIT_INTERNAL;
    if (r->texts_failed && r->texts_failed == r->answered)
        return EXIT_INPUT;
    return r->texts_failed || r->lines_failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int command_read(const options *o)
{
    khd_engine *engine = command_open_engine(o);
    if (!engine)
        return EXIT_INTERNAL;
    reading r = {.o = o, .in = input_open(o), .started = time(NULL)};
    r.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    khd_error error = {0};
    pool_plan plan = {.engine = engine,
                      .threads = o->threads,
                      .thorough = o->thorough || o->command == COMMAND_ANNOTATE,
                      .format = find_format(o),
                      .next = next_job,
                      .done = take_answer,
                      .with = &r};
    khd_status status = r.in ? pool_run(&plan, &error) : KHD_NOMEM;
    clear_progress(&r);
    if (status)
        fprintf(stderr, "khaldun: %s\n", error.text[0] ? error.text : khd_status_text(status));
    input_close(r.in);
    khd_engine_close(engine);
    return status ? EXIT_INTERNAL : find_exit(&r);
}
