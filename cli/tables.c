/* tables: the commands "lexicon" and "gazetteer", for those who keep the tables. */
#include "command.h"

#include "input.h"

#include <stdlib.h>
#include <string.h>

/* ---- lexicon check ------------------------------------------------------------------ */

int command_lexicon(const options *o)
{
    const char *folder = o->file_count > 1 ? o->files[1] : "data";
    if (strcmp(o->files[0], "check") != 0) {
        fprintf(stderr, "khaldun: lexicon cannot \"%s\"; it can: check\n", o->files[0]);
        return EXIT_USAGE;
    }
    khd_engine *engine = command_open_engine(o);
    if (!engine)
        return EXIT_INPUT;
    khd_error error;
    char *out;
    size_t found;
    khd_status status = khd_tables_check(engine, folder, o->json ? KHD_WRITE_JSON : KHD_WRITE_TEXT,
                                         &out, &found, &error);
    khd_engine_close(engine);
    if (status) {
        fprintf(stderr, "khaldun: %s\n", error.text);
        return status == KHD_NOMEM ? EXIT_INTERNAL : EXIT_INPUT;
    }
    fputs(out, stdout);
    khd_free(out);
    if (found)
        fprintf(stderr, "khaldun: %zu found in the tables of %s\n", found, folder);
    else
        fprintf(stderr, "khaldun: nothing found in the tables of %s\n", folder);
    return found ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* ---- gazetteer why ------------------------------------------------------------------ */

/* The words of the command line after "why", parted by blanks; from malloc. */
static char *join_words(const options *o)
{
    size_t n = 1;
    for (size_t i = 1; i < o->file_count; i++)
        n += strlen(o->files[i]) + 1;
    char *words = calloc(n, 1);
    for (size_t i = 1, at = 0; words && i < o->file_count; i++) {
        size_t length = strlen(o->files[i]);
        if (i > 1)
            words[at++] = ' ';
        memcpy(words + at, o->files[i], length);
        at += length;
    }
    return words;
}

/* The bytes of --in, the only report in it; item->error says why there are none. */
static void take_only_item(const options *o, input_item *item)
{
    options file = *o;
    const char *files[] = {o->in};
    file.files = files;
    file.file_count = 1;
    input *in = input_open(&file);
    input_item next = {0};
    *item = (input_item){.name = o->in, .error = {.status = KHD_NOMEM, .text = "out of memory"}};
    if (in && input_next(in, item) && !item->error.status && input_next(in, &next))
        item->error = (khd_error){.status = KHD_INPUT, .text = "holds more than one report"};
    input_item_free(&next);
    input_close(in);
}

/* The report of --in; NULL after having said why. */
static khd_report *read_report(const options *o, const khd_engine *engine)
{
    khd_worker *worker = NULL;
    khd_report *report = NULL;
    input_item item;
    take_only_item(o, &item);
    khd_error error = item.error;
    khd_status status = error.status ? error.status : khd_worker_new(engine, &worker, &error);
    if (!status) {
        khd_worker_thorough(worker, 1);
        status = input_item_read(worker, &item, input_item_context(&item, o), &report, &error);
    }
    if (status)
        fprintf(stderr, "khaldun: %s: %s\n", o->in, error.text);
    khd_worker_free(worker);
    input_item_free(&item);
    return report;
}

static int explain(const options *o, const khd_engine *engine, const char *words)
{
    khd_error error;
    char *out;
    khd_report *report = o->in ? read_report(o, engine) : NULL;
    if (o->in && !report)
        return EXIT_INPUT;
    khd_status status = khd_places_why(engine, words, report,
                                       o->json ? KHD_WRITE_JSON : KHD_WRITE_TEXT, &out, &error);
    khd_report_free(report);
    if (status) {
        fprintf(stderr, "khaldun: %s\n", error.text);
        return status == KHD_NOMEM ? EXIT_INTERNAL : EXIT_USAGE;
    }
    fputs(out, stdout);
    khd_free(out);
    return EXIT_DONE;
}

int command_gazetteer(const options *o)
{
    if (strcmp(o->files[0], "why") != 0) {
        fprintf(stderr, "khaldun: gazetteer cannot \"%s\"; it can: why\n", o->files[0]);
        return EXIT_USAGE;
    }
    char *words = join_words(o);
    khd_engine *engine = words ? command_open_engine(o) : NULL;
    int status = engine ? explain(o, engine, words) : EXIT_INPUT;
    khd_engine_close(engine);
    free(words);
    return status;
}
