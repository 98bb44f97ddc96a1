/* options: the table, its parser and its help. See options.h. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name, *arguments, *help;
    size_t files_least;
} command_row;

static const command_row commands[COMMAND_COUNT] = {
    [COMMAND_READ] = {"read", "FILE...", "print what reports claim: their accounts", 1},
    [COMMAND_ANNOTATE] = {"annotate", "FILE...",
                          "print the layers below: words, names, places, dates, figures", 1},
    [COMMAND_SCORE] = {"score", "GOLD", "compare with a folder of reports coded by hand", 1},
    [COMMAND_HELP] = {"help", "[COMMAND]", "explain a command", 0},
    [COMMAND_VERSION] = {"version", "", "print the version", 0},
};

typedef enum {
    OPTION_JSON,
    OPTION_CONLLU,
    OPTION_THREADS,
    OPTION_FORMAT,
    OPTION_PUBLISHED,
    OPTION_TITLE,
    OPTION_PUBLISHER,
    OPTION_PART,
    OPTION_ONLY,
    OPTION_OUT,
    OPTION_RECORDS,
    OPTION_VERBOSE,
    OPTION_DATA,
    OPTION_HELP
} option_id;

#define ON(command) (1u << COMMAND_##command)
#define READING (ON(READ) | ON(ANNOTATE))

typedef struct {
    option_id id;
    const char *name;
    const char *value; /* as shown in the help; NULL takes none */
    unsigned commands;
    const char *help;
} option_row;

static const option_row rows[] = {
    {OPTION_JSON, "--json", NULL, READING, "one JSON object a report, one line each"},
    {OPTION_CONLLU, "--conllu", NULL, ON(ANNOTATE), "CoNLL-U (the default of annotate)"},
    {OPTION_THREADS, "--threads", "N", READING | ON(SCORE), "reports read at the same time (1)"},
    {OPTION_FORMAT, "--format", "text|jsonl", READING, "kind of input, if not by its content"},
    {OPTION_PUBLISHED, "--published", "DATE", READING, "publication date of a single text"},
    {OPTION_TITLE, "--title", "TEXT", READING, "title of a single text, for context"},
    {OPTION_PUBLISHER, "--publisher", "TEXT", READING, "publisher of a single text"},
    {OPTION_PART, "--part", "check|tune|all", ON(SCORE),
     "reports whose number 3 divides, the others, or all"},
    {OPTION_ONLY, "--only", "LIST", ON(SCORE), "only these reports: 001,004"},
    {OPTION_OUT, "--out", "FOLDER", ON(SCORE), "also write what was read, NNN.json each"},
    {OPTION_RECORDS, "--records", "FOLDER", ON(SCORE),
     "score these NNN.json instead of reading the texts"},
    {OPTION_VERBOSE, "--verbose", NULL, ON(SCORE), "name every missed and spurious account"},
    {OPTION_DATA, "--data", "FOLDER", READING | ON(SCORE),
     "data packs (else $KHALDUN_DATA, else the built-in folder)"},
    {OPTION_HELP, "--help", NULL, READING | ON(SCORE) | ON(HELP) | ON(VERSION),
     "explain the command"},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* ---- parsing ------------------------------------------------------------------ */

command_id options_find_command(const char *name)
{
    for (unsigned i = 0; i < COMMAND_COUNT; i++)
        if (!strcmp(commands[i].name, name))
            return (command_id)i;
    return COMMAND_COUNT;
}

static bool complain(const options *o, const char *what, const char *word)
{
    bool known = o->command < COMMAND_COUNT;
    fprintf(stderr, "khaldun: %s%s%s\nTry: khaldun help%s%s\n", what, word ? " " : "",
            word ? word : "", known ? " " : "", known ? commands[o->command].name : "");
    return false;
}

/* A whole number of 1 to 999; 0 for anything else. */
static unsigned small_number(const char *text)
{
    size_t n = strspn(text, "0123456789");
    if (!n || n > 3 || text[n])
        return 0;
    unsigned value = 0;
    for (; *text; text++)
        value = value * 10 + (unsigned)(*text - '0');
    return value;
}

/* Position of a value among "a|b|c", -1 for none. */
static int choice(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (int i = 0;; i++) {
        size_t end = strcspn(choices, "|");
        if (end == n && !memcmp(choices, value, n))
            return i;
        if (!choices[end])
            return -1;
        choices += end + 1;
    }
}

static bool set_choice(options *o, const option_row *row, const char *value)
{
    int i = choice(row->value, value);
    if (i < 0) {
        fprintf(stderr, "khaldun: %s takes %s, not \"%s\"\n", row->name, row->value, value);
        return false;
    }
    if (row->id == OPTION_FORMAT)
        o->format = (input_format)(i + 1);
    else
        o->part = (gold_part)(i + 1);
    return true;
}

static bool set_threads(options *o, const char *value)
{
    o->threads = small_number(value);
    return o->threads || complain(o, "--threads takes a number from 1 to 999, not", value);
}

static bool set_option(options *o, const option_row *row, const char *value)
{
    switch (row->id) {
    case OPTION_JSON:
        o->json = true;
        break;
    case OPTION_CONLLU:
        o->conllu = true;
        break;
    case OPTION_VERBOSE:
        o->verbose = true;
        break;
    case OPTION_HELP:
        o->help = true;
        break;
    case OPTION_THREADS:
        return set_threads(o, value);
    case OPTION_FORMAT:
    case OPTION_PART:
        return set_choice(o, row, value);
    case OPTION_PUBLISHED:
        o->published = value;
        break;
    case OPTION_TITLE:
        o->title = value;
        break;
    case OPTION_PUBLISHER:
        o->publisher = value;
        break;
    case OPTION_ONLY:
        o->only = value;
        break;
    case OPTION_OUT:
        o->out = value;
        break;
    case OPTION_RECORDS:
        o->records = value;
        break;
    case OPTION_DATA:
        o->data = value;
        break;
    }
    return true;
}

static const option_row *find_row(const options *o, const char *name, size_t n)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n))
            return rows[i].commands & (1u << o->command) ? &rows[i] : NULL;
    return NULL;
}

/* Takes argv[*at] as an option, and the value behind it. */
static bool take_option(options *o, int argc, char **argv, int *at)
{
    const char *word = argv[*at], *name = !strcmp(word, "-h") ? "--help" : word;
    size_t n = strcspn(name, "=");
    const option_row *row = find_row(o, name, n);
    if (!row)
        return complain(o, "no such option:", word);
    if (!row->value)
        return name[n] ? complain(o, "takes no value:", row->name) : set_option(o, row, NULL);
    if (name[n])
        return set_option(o, row, name + n + 1);
    if (++*at == argc)
        return complain(o, "needs a value:", row->name);
    return set_option(o, row, argv[*at]);
}

static bool check(const options *o)
{
    if (o->help)
        return true;
    if (o->file_count < commands[o->command].files_least)
        return complain(o,
                        o->command == COMMAND_SCORE ? "needs a folder of coded reports"
                                                    : "needs a FILE (- is standard input)",
                        NULL);
    if (o->command >= COMMAND_SCORE && o->file_count > 1)
        return complain(o, "does not know what to do with", o->files[1]);
    if (o->json && o->conllu)
        return complain(o, "takes --json or --conllu, not both", NULL);
    bool context = o->published || o->title || o->publisher;
    if (context && (o->file_count > 1 || o->format == FORMAT_JSONL))
        return complain(o, "--published, --title and --publisher are for a single text", NULL);
    return true;
}

/* The command's name and where the words behind it begin. */
static int take_command(int argc, char **argv, options *o)
{
    const char *name = argc > 1 ? argv[1] : "help";
    if (!strcmp(name, "--help") || !strcmp(name, "-h"))
        name = "help";
    if (!strcmp(name, "--version"))
        name = "version";
    o->command = options_find_command(name);
    return 2;
}

bool options_read(int argc, char **argv, options *out)
{
    *out = (options){.threads = 1, .command = COMMAND_COUNT};
    if (argc < 2) {
        options_print_help(stderr);
        return false;
    }
    int at = take_command(argc, argv, out);
    if (out->command == COMMAND_COUNT)
        return complain(out, "no such command:", argv[1]);
    out->files = calloc((size_t)argc, sizeof *out->files);
    if (!out->files)
        return complain(out, "out of memory", NULL);
    bool only_files = false;
    for (; at < argc; at++) {
        const char *word = argv[at];
        if (!only_files && !strcmp(word, "--"))
            only_files = true;
        else if (only_files || word[0] != '-' || !word[1])
            out->files[out->file_count++] = word;
        else if (!take_option(out, argc, argv, &at))
            return false;
    }
    return check(out);
}

void options_free(options *o)
{
    free(o->files);
    o->files = NULL;
}

/* ---- help ------------------------------------------------------------------------ */

void options_print_help(FILE *out)
{
    fputs("khaldun: reads news reports of armed conflict into auditable records\n\n"
          "usage: khaldun COMMAND [options] [FILE...]\n\n",
          out);
    for (unsigned i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
    fputs("\nFILE is a plain text or JSON Lines with a report a line; - is standard input.\n"
          "khaldun help COMMAND shows a command's options.\n\n"
          "exit status: 0 done, 1 input could not be read, 2 usage, 3 some inputs failed,\n"
          "4 internal\n",
          out);
}

void options_print_command_help(FILE *out, command_id command)
{
    const command_row *c = &commands[command];
    fprintf(out, "usage: khaldun %s [options] %s\n\n%s\n\n", c->name, c->arguments, c->help);
    for (size_t i = 0; i < ROWS; i++) {
        if (!(rows[i].commands & (1u << command)))
            continue;
        char left[40];
        snprintf(left, sizeof left, "%s %s", rows[i].name, rows[i].value ? rows[i].value : "");
        fprintf(out, "  %-25s %s\n", left, rows[i].help);
    }
}
