/* pool: see pool.h. One mutex guards the ring; a slot goes FREE, READY, BUSY,
 * DONE and FREE again, and each side waits on a condition of its own.
 */
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_MOST ((size_t)64 << 20) /* of jobs that wait, unless there is but one */

typedef struct {
    pool_job job;
    enum { SLOT_FREE, SLOT_READY, SLOT_BUSY, SLOT_DONE } state;
} slot;

typedef struct {
    const pool_plan *plan;
    slot *slots;
    size_t slot_count;
    size_t brought, begun, answered; /* numbers of jobs; slot = number % slot_count */
    size_t bytes;
    bool ended;
    pthread_mutex_t lock;
    pthread_cond_t room, work, answers;
} pool;

typedef struct {
    pool *p;
    khd_worker *worker;
    pthread_t thread;
} hand;

/* ---- one job ---------------------------------------------------------------------- */

/* The answer to a JSON line that failed is an object too; to a text it is none. */
static void answer_failure(khd_format format, pool_job *job)
{
    const input_item *item = &job->item;
    bool json = format == KHD_WRITE_JSON || format == KHD_WRITE_ANNOTATIONS;
    if (!item->line || !json)
        return;
    const char *line = item->bytes ? item->bytes : "";
    if (khd_error_write(&item->error, line, item->length, item->line, &job->out, &job->out_length))
        job->out = NULL;
}

static void do_job(khd_worker *worker, const pool_plan *plan, pool_job *job)
{
    khd_report *report = NULL;
    if (job->item.mark)
        return;
    khd_status status = job->item.error.status;
    if (!status)
        status = input_item_read(worker, &job->item, job->context, &report, &job->item.error);
    if (!status && !plan->keep)
        status =
            khd_report_write(report, plan->format, &job->out, &job->out_length, &job->item.error);
    job->item.error.status = status;
    if (plan->keep) {
        job->report = report;
        return;
    }
    khd_report_free(report);
    if (status)
        answer_failure(plan->format, job);
    free(job->item.bytes);
    job->item.bytes = NULL;
}

/* What a job still holds once it is answered. */
static void drop_job(pool_job *job)
{
    khd_free(job->out);
    khd_report_free(job->report);
    input_item_free(&job->item);
}

/* ---- the three sides ----------------------------------------------------------------- */

static void *work_side(void *with)
{
    hand *h = with;
    pool *p = h->p;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->begun == p->brought && !p->ended)
            pthread_cond_wait(&p->work, &p->lock);
        if (p->begun == p->brought)
            break;
        slot *s = &p->slots[p->begun++ % p->slot_count];
        s->state = SLOT_BUSY;
        size_t bytes = s->job.item.length;
        pthread_mutex_unlock(&p->lock);
        do_job(h->worker, p->plan, &s->job);
        pthread_mutex_lock(&p->lock);
        s->state = SLOT_DONE;
        p->bytes -= bytes;
        pthread_cond_signal(&p->answers);
        pthread_cond_signal(&p->room);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void *answer_side(void *with)
{
    pool *p = with;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        slot *s = &p->slots[p->answered % p->slot_count];
        while (s->state != SLOT_DONE && !(p->ended && p->answered == p->brought))
            pthread_cond_wait(&p->answers, &p->lock);
        if (s->state != SLOT_DONE)
            break;
        pthread_mutex_unlock(&p->lock);
        p->plan->done(p->plan->with, &s->job);
        drop_job(&s->job);
        pthread_mutex_lock(&p->lock);
        s->state = SLOT_FREE;
        p->answered++;
        pthread_cond_signal(&p->room);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void bring_side(pool *p)
{
    pool_job job;
    for (;;) {
        job = (pool_job){0};
        if (!p->plan->next(p->plan->with, &job))
            break;
        pthread_mutex_lock(&p->lock);
        slot *s = &p->slots[p->brought % p->slot_count];
        while (s->state != SLOT_FREE || (p->bytes && p->bytes + job.item.length > BYTES_MOST))
            pthread_cond_wait(&p->room, &p->lock);
        s->job = job;
        s->state = SLOT_READY;
        p->bytes += job.item.length;
        p->brought++;
        pthread_cond_signal(&p->work);
        pthread_mutex_unlock(&p->lock);
    }
    pthread_mutex_lock(&p->lock);
    p->ended = true;
    pthread_cond_broadcast(&p->work);
    pthread_cond_broadcast(&p->answers);
    pthread_mutex_unlock(&p->lock);
}

/* ---- start and end -------------------------------------------------------------------- */

static khd_status make_workers(const pool_plan *plan, pool *p, hand *hands, khd_error *error)
{
    for (unsigned i = 0; i < plan->threads; i++) {
        hands[i].p = p;
        khd_status status = khd_worker_new(plan->engine, &hands[i].worker, error);
        if (status)
            return status;
        khd_worker_thorough(hands[i].worker, plan->thorough);
    }
    return KHD_OK;
}

/* Starts the threads, brings the jobs, waits for the end. With fewer threads than
 * asked for it goes on; without any it cannot. */
static khd_status run_threads(pool *p, hand *hands, khd_error *error)
{
    pthread_t answering;
    unsigned started = 0;
    bool ready = !pthread_create(&answering, NULL, answer_side, p);
    while (ready && started < p->plan->threads &&
           !pthread_create(&hands[started].thread, NULL, work_side, &hands[started]))
        started++;
    if (started) {
        bring_side(p);
    } else {
        pthread_mutex_lock(&p->lock);
        p->ended = true;
        pthread_cond_broadcast(&p->answers);
        pthread_mutex_unlock(&p->lock);
    }
    for (unsigned i = 0; i < started; i++)
        pthread_join(hands[i].thread, NULL);
    if (ready)
        pthread_join(answering, NULL);
    if (!started)
        *error = (khd_error){.status = KHD_NOMEM, .text = "cannot start a thread"};
    return started ? KHD_OK : KHD_NOMEM;
}

khd_status pool_run(const pool_plan *plan, khd_error *error)
{
    pool p = {.plan = plan, .slot_count = (size_t)plan->threads * 4 + 4};
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.room, NULL);
    pthread_cond_init(&p.work, NULL);
    pthread_cond_init(&p.answers, NULL);
    p.slots = calloc(p.slot_count, sizeof *p.slots);
    hand *hands = calloc(plan->threads, sizeof *hands);
    khd_status status = KHD_NOMEM;
    if (p.slots && hands)
        status = make_workers(plan, &p, hands, error);
    else
        *error = (khd_error){.status = KHD_NOMEM, .text = "out of memory"};
    if (!status)
        status = run_threads(&p, hands, error);
    for (unsigned i = 0; hands && i < plan->threads; i++)
        khd_worker_free(hands[i].worker);
    free(hands);
    free(p.slots);
    pthread_cond_destroy(&p.answers);
    pthread_cond_destroy(&p.work);
    pthread_cond_destroy(&p.room);
    pthread_mutex_destroy(&p.lock);
    return status;
}
