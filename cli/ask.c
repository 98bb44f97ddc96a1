/* ask: the commands query and explain. */
#include "command.h"

#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int complain(const khd_error *error)
{
    fprintf(stderr, "khaldun: %s\n", error->text);
    return error->status == KHD_USAGE   ? EXIT_USAGE
           : error->status == KHD_NOMEM ? EXIT_INTERNAL
                                        : EXIT_INPUT;
}

/* Colour is for people at a terminal that want it (no-color.org). */
static khd_format text_format(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    bool colour = isatty(STDOUT_FILENO) && !(no && *no) && term && *term && strcmp(term, "dumb");
    return colour ? KHD_WRITE_COLOUR : KHD_WRITE_TEXT;
}

/* ---- query --------------------------------------------------------------------------- */

static int query(khd_store *store, const khd_engine *engine, const options *o)
{
    khd_query asked = {.engine = engine,
                       .where = o->where,
                       .from = o->from,
                       .to = o->to,
                       .class_ = o->class_,
                       .status = o->status,
                       .actor = o->actor,
                       .text = o->text,
                       .near = o->near,
                       .min_killed = (int64_t)o->min_killed,
                       .limit = (int64_t)o->limit};
    khd_query_format format = o->json    ? KHD_QUERY_JSON
                              : o->csv   ? KHD_QUERY_CSV
                              : o->words ? KHD_QUERY_WORDS
                                         : KHD_QUERY_TABLE;
    khd_error error;
    char *out;
    size_t length, count;
    if (khd_store_query(store, &asked, format, &out, &length, &count, &error))
        return complain(&error);
    fwrite(out, 1, length, stdout);
    khd_free(out);
    if (format == KHD_QUERY_TABLE || format == KHD_QUERY_WORDS)
        fprintf(stderr, "%zu accounts\n", count);
    return EXIT_DONE;
}

int command_query(const options *o)
{
    khd_store *store;
    khd_error error;
    if (khd_store_open(o->db, KHD_STORE_READ, &store, &error))
        return complain(&error);
    khd_engine *engine = o->where ? command_open_engine(o) : NULL;
    int status = o->where && !engine ? EXIT_INTERNAL : query(store, engine, o);
    khd_engine_close(engine);
    khd_store_close(store);
    return status;
}

/* ---- explain -------------------------------------------------------------------------- */

static int explain_account(const options *o, const khd_engine *engine)
{
    khd_store *store;
    khd_error error;
    if (khd_store_open(o->db, KHD_STORE_READ, &store, &error))
        return complain(&error);
    char *out;
    khd_status status =
        khd_store_explain(store, engine, o->files[0], text_format(), &out, &error);
    if (!status)
        fputs(out, stdout);
    khd_free(out);
    khd_store_close(store);
    return status ? complain(&error) : EXIT_DONE;
}

/* The number behind the last colon, which is cut off; false when there is none. */
static bool cut_number(char *text, size_t *number)
{
    char *colon = strrchr(text, ':');
    if (!colon || !colon[1] || strlen(colon + 1) > 12 ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return false;
    *number = 0;
    for (const char *digit = colon + 1; *digit; digit++)
        *number = *number * 10 + (size_t)(*digit - '0');
    *colon = 0;
    return true;
}

/* The input that is meant: the text, or the line of that number. */
static bool find_item(input *in, size_t line, input_item *item)
{
    while (input_next(in, item)) {
        if (item->line == line || item->error.status)
            return true;
        input_item_free(item);
    }
    return false;
}

static int explain_item(const options *o, const khd_engine *engine, input_item *item, size_t offset)
{
    khd_worker *worker = NULL;
    khd_report *report = NULL;
    char *out = NULL;
    khd_error error = item->error;
    khd_status status = error.status;
    if (!status)
        status = khd_worker_new(engine, &worker, &error);
    if (!status)
        status = input_item_read(worker, item, input_item_context(item, o), &report, &error);
    if (!status)
        status = khd_report_explain(report, offset, text_format(), &out, &error);
    if (!status)
        fputs(out, stdout);
    khd_free(out);
    khd_report_free(report);
    khd_worker_free(worker);
    return status ? complain(&error) : EXIT_DONE;
}

static int explain_passage(const options *o, const khd_engine *engine, char *where)
{
    size_t offset, line = 0;
    if (!cut_number(where, &offset)) {
        fprintf(stderr, "khaldun: --why-not takes FILE:OFFSET or FILE:LINE:OFFSET, not \"%s\"\n",
                where);
        return EXIT_USAGE;
    }
    if (access(where, F_OK))
        cut_number(where, &line);
    options one = *o;
    const char *files[] = {where};
    one.files = files;
    one.file_count = 1;
    input *in = input_open(&one);
    input_item item = {0};
    int status = EXIT_INPUT;
    if (in && find_item(in, line, &item))
        status = explain_item(o, engine, &item, offset);
    else
        fprintf(stderr, "khaldun: %s: no such line, or lines and none was given\n", where);
    input_item_free(&item);
    input_close(in);
    return status;
}

int command_explain(const options *o)
{
    khd_engine *engine = command_open_engine(o);
    if (!engine)
        return EXIT_INTERNAL;
    int status = EXIT_INTERNAL;
    char *where = o->why_not ? strdup(o->why_not) : NULL;
    if (where)
        status = explain_passage(o, engine, where);
    else if (!o->why_not)
        status = explain_account(o, engine);
    free(where);
    khd_engine_close(engine);
    return status;
}
