/* khaldun: the public calls. See khaldun.h.
 *
 * The one place where an arena's way out (mem.h) ends: a report that runs out of
 * memory is freed here and becomes KHD_NOMEM. A report owns its arena; a worker
 * owns the reader's scratch; the engine owns the packs.
 */
#include "khaldun.h"

#include "annotate.h"
#include "decode.h"
#include "ingest.h"
#include "json.h"
#include "pipeline.h"
#include "show.h"
#include "status.h"
#include "utf8.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Memory that one report may take: far above what a text at its ceiling needs. A
 * machine of 64 bits is taken for granted. */
#define ARENA_CEILING ((size_t)8 << 30)
#define CONTEXT_CEILING ((size_t)64 << 10) /* of a title and the like, in bytes */

struct khd_engine {
    khd_packs packs;
};

struct khd_worker {
    const khd_engine *engine;
    khd_reader_state *state;
};

struct khd_report {
    khd_arena *arena;
    khd_doc *doc;
};

static khd_status no_memory(khd_error *error)
{
    return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
}

/* ---- engine and worker --------------------------------------------------------- */

khd_status khd_engine_open(const char *folder, khd_engine **engine, khd_error *error)
{
    *engine = NULL;
    khd_engine *e = calloc(1, sizeof *e);
    if (!e)
        return no_memory(error);
    khd_status status = khd_packs_open(folder, &e->packs, error);
    if (status) {
        free(e);
        return status;
    }
    *engine = e;
    return KHD_OK;
}

void khd_engine_close(khd_engine *engine)
{
    if (!engine)
        return;
    khd_packs_close(&engine->packs);
    free(engine);
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
    if (input->length && khd_markup_check(input->text, input->length))
        return khd_error_set(error, KHD_INPUT, 0,
                             "html and feeds are not read yet: give the report as plain text");
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
    const char *text = line->input.text ? line->input.text : "";
    khd_status status = khd_decode_run(report->doc, text, line->input.length, error);
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
