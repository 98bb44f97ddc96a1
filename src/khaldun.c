/* khaldun: the public calls. See khaldun.h.
 *
 * The one place where an arena's way out (mem.h) ends: a report that runs out of
 * memory is freed here and becomes KHD_NOMEM. A report owns its arena; a worker
 * owns the reader's scratch; the engine owns the packs.
 */
#include "khaldun_parts.h"

#include "annotate.h"
#include "decode.h"
#include "html.h"
#include "ingest.h"
#include "json.h"
#include "pipeline.h"
#include "show.h"
#include "status.h"
#include "utf8.h"
#include "write.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

/* Memory that one report may take: far above what a text at its ceiling needs. A
 * machine of 64 bits is taken for granted. */
#define ARENA_CEILING ((size_t)8 << 30)
#define CONTEXT_CEILING ((size_t)64 << 10) /* of a title and the like, in bytes */

static khd_status no_memory(khd_error *error)
{
    return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
}

/* ---- engine and worker --------------------------------------------------------- */

static void free_engine(khd_engine *engine)
{
    if (engine->print)
        pthread_mutex_destroy(&engine->print->lock);
    free(engine->print);
    free(engine->folder);
    free(engine);
}

khd_status khd_engine_open(const char *folder, khd_engine **engine, khd_error *error)
{
    return khd_engine_open_model(folder, NULL, engine, error);
}

khd_status khd_engine_open_model(const char *folder, const char *model, khd_engine **engine,
                                 khd_error *error)
{
    *engine = NULL;
    xmlInitParser(); /* before there are threads: its first use makes what they share */
    khd_engine *e = calloc(1, sizeof *e);
    if (!e)
        return no_memory(error);
    e->folder = strdup(folder);
    e->print = calloc(1, sizeof *e->print);
    if (e->print)
        pthread_mutex_init(&e->print->lock, NULL);
    bool room = e->folder && e->print;
    khd_status status = room ? khd_packs_open_model(folder, model, &e->packs, error) : no_memory(error);
    if (status) {
        free_engine(e);
        return status;
    }
    e->weights = khd_packs_weights(model);
    *engine = e;
    return KHD_OK;
}

void khd_engine_close(khd_engine *engine)
{
    if (!engine)
        return;
    khd_packs_close(&engine->packs);
    free_engine(engine);
}

khd_status khd_worker_new(const khd_engine *engine, khd_worker **worker, khd_error *error)
{
    *worker = NULL;
    khd_worker *w = calloc(1, sizeof *w);
    if (!w)
        return no_memory(error);
    w->engine = engine;
    w->state = khd_reader_state_new(engine->packs.reader);
    if (!w->state) {
        free(w);
        return no_memory(error);
    }
    *worker = w;
    return KHD_OK;
}

void khd_worker_thorough(khd_worker *worker, int on)
{
    worker->thorough = on != 0;
}

void khd_worker_free(khd_worker *worker)
{
    if (!worker)
        return;
    khd_reader_state_free(worker->state);
    free(worker);
}

/* ---- reading ---------------------------------------------------------------------- */

/* A copy of a given text that is valid UTF-8; NULL for NULL. */
static const char *copy_context(khd_arena *arena, const char *text)
{
    if (!text)
        return NULL;
    size_t n = strlen(text);
    char *copy = khd_arena_text(arena, text, n);
    uint32_t code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(copy + at, n - at, &code);
        if (!used) {
            copy[at] = KHD_UTF8_SUBSTITUTE;
            used = 1;
        }
    }
    return copy;
}

static khd_status check_input(const khd_input *input, khd_error *error)
{
    if (!input->text && input->length)
        return khd_error_set(error, KHD_USAGE, 0, "the text is NULL and its length is not 0");
    if (input->length > KHD_TEXT_CEILING)
        return khd_error_set(error, KHD_TOO_LARGE, KHD_TEXT_CEILING,
                             "the text has %zu bytes; the ceiling is %zu", input->length,
                             KHD_TEXT_CEILING);
    const char *const context[] = {input->id,        input->title, input->publisher,
                                   input->published, input->url,   input->language};
    for (size_t i = 0; i < sizeof context / sizeof *context; i++)
        if (context[i] && strlen(context[i]) > CONTEXT_CEILING)
            return khd_error_set(error, KHD_TOO_LARGE, 0,
                                 "id, title, publisher, date, url or language is longer than %zu "
                                 "bytes",
                                 CONTEXT_CEILING);
    if (input->form != KHD_FORM_AUTO && input->form != KHD_FORM_TEXT &&
        input->form != KHD_FORM_HTML)
        return khd_error_set(error, KHD_USAGE, 0, "no such form of a text");
    if (input->length && input->form == KHD_FORM_AUTO &&
        khd_markup_find(input->text, input->length) == KHD_MARKUP_FEED)
        return khd_error_set(error, KHD_INPUT, 0,
                             "a feed or other XML, not a report");
    return KHD_OK;
}

static void set_context(khd_doc *doc, const khd_line *line)
{
    const khd_input *input = &line->input;
    doc->id = copy_context(doc->arena, input->id);
    doc->id_number = line->id_number;
    doc->title = copy_context(doc->arena, input->title);
    doc->publisher = copy_context(doc->arena, input->publisher);
    doc->published = copy_context(doc->arena, input->published);
    doc->url = copy_context(doc->arena, input->url);
    doc->language = copy_context(doc->arena, input->language);
}

/* The text of a report, out of its web page if it is one. */
static khd_status take_text(const khd_worker *worker, const khd_input *input, khd_doc *doc,
                            khd_error *error)
{
    const char *text = input->text ? input->text : "";
    bool page = input->form == KHD_FORM_HTML ||
                (input->form == KHD_FORM_AUTO && input->length &&
                 khd_markup_find(text, input->length) == KHD_MARKUP_HTML);
    if (page) {
        khd_decode_hash(doc, text, input->length);
        return khd_html_run(doc, worker->engine->packs.lexicon, text, input->length, error);
    }
    return khd_decode_run(doc, text, input->length, error);
}

/* Everything that pushes to the report's arena. */
static khd_status fill_report(khd_worker *worker, const khd_line *line, khd_report *report,
                              khd_error *error)
{
    jmp_buf out;
    if (setjmp(out))
        return no_memory(error);
    khd_arena_exit(report->arena, &out);
    report->doc = khd_doc_new(report->arena);
    set_context(report->doc, line);
    report->doc->thorough = worker->thorough;
    khd_status status = take_text(worker, &line->input, report->doc, error);
    if (!status)
        khd_pipeline_run(&worker->engine->packs, worker->state, report->doc);
    khd_arena_exit(report->arena, NULL);
    return status;
}

static khd_status read_line(khd_worker *worker, const khd_line *line, khd_report **report,
                            khd_error *error)
{
    khd_status status = check_input(&line->input, error);
    if (status)
        return status;
    khd_report *r = calloc(1, sizeof *r);
    if (!r)
        return no_memory(error);
    r->arena = khd_arena_new(ARENA_CEILING);
    status = r->arena ? fill_report(worker, line, r, error) : no_memory(error);
    if (status) {
        khd_report_free(r);
        return status;
    }
    *report = r;
    return KHD_OK;
}

khd_status khd_read(khd_worker *worker, const khd_input *input, khd_report **report,
                    khd_error *error)
{
    *report = NULL;
    khd_line line = {.input = *input};
    return read_line(worker, &line, report, error);
}

khd_status khd_read_json(khd_worker *worker, const char *line, size_t length, khd_report **report,
                         khd_error *error)
{
    *report = NULL;
    khd_line parsed;
    khd_status status = khd_line_read(line, length, &parsed, error);
    if (!status)
        status = read_line(worker, &parsed, report, error);
    khd_line_free(&parsed);
    return status;
}

void khd_report_free(khd_report *report)
{
    if (!report)
        return;
    khd_arena_free(report->arena);
    free(report);
}

size_t khd_report_accounts(const khd_report *report)
{
    return report->doc->accounts.n;
}

/* ---- writing ------------------------------------------------------------------------ */

static khd_status take(khd_buffer *buffer, char **out, size_t *length, khd_error *error)
{
    *out = khd_buffer_take(buffer, length);
    if (*out)
        return KHD_OK;
    *length = 0;
    return no_memory(error);
}

khd_status khd_report_write(const khd_report *report, khd_format format, char **out, size_t *length,
                            khd_error *error)
{
    *out = NULL;
    *length = 0;
    khd_buffer buffer = {0};
    switch (format) {
    case KHD_WRITE_JSON:
        khd_write_accounts(&buffer, report->doc);
        break;
    case KHD_WRITE_ANNOTATIONS:
        khd_annotate_json(&buffer, report->doc);
        break;
    case KHD_WRITE_CONLLU:
        khd_annotate_conllu(&buffer, report->doc);
        break;
    case KHD_WRITE_TEXT:
    case KHD_WRITE_COLOUR:
        khd_show_accounts(&buffer, report->doc, format == KHD_WRITE_COLOUR);
        break;
    default:
        return khd_error_set(error, KHD_USAGE, 0, "no such format");
    }
    return take(&buffer, out, length, error);
}

khd_status khd_error_write(const khd_error *error, const char *line, size_t length, size_t number,
                           char **out, size_t *out_length)
{
    *out = NULL;
    *out_length = 0;
    khd_line parsed;
    khd_status ignored = khd_line_read(line, length, &parsed, NULL);
    (void)ignored; /* the line is known to be wrong; its id is wanted */
    khd_buffer buffer = {0};
    khd_json_open(&buffer, '{');
    khd_json_key(&buffer, "id");
    if (parsed.id_number)
        khd_buffer_text(&buffer, parsed.input.id);
    else
        khd_json_text(&buffer, parsed.input.id);
    khd_json_key(&buffer, "error");
    khd_json_open(&buffer, '{');
    khd_json_text_field(&buffer, "message",
                        error->text[0] ? error->text : khd_status_text(error->status));
    khd_json_int_field(&buffer, "offset", (int64_t)error->offset);
    khd_json_int_field(&buffer, "line", (int64_t)number);
    khd_buffer_text(&buffer, "}}\n");
    khd_line_free(&parsed);
    return take(&buffer, out, out_length, NULL);
}

void khd_free(char *text)
{
    free(text);
}
