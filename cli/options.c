/* options: the table, its parser and its help. See options.h. */
#include "options.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ANY SIZE_MAX

typedef struct {
    const char *name, *arguments, *help;
    size_t files_least, files_most;
    const char *needs; /* what is missing when there are fewer */
} command_row;

static const command_row commands[COMMAND_COUNT] = {
    [COMMAND_READ] = {"read", "FILE|URL...", "print what reports claim: their accounts", 1, ANY,
                      "a FILE (- is standard input)"},
    [COMMAND_ANNOTATE] = {"annotate", "FILE...",
                          "print the layers below: words, names, places, dates, figures", 1, ANY,
                          "a FILE (- is standard input)"},
    [COMMAND_ADD] = {"add", "FILE|FOLDER|URL...", "read reports into a database", 1, ANY,
                     "a FILE (- is standard input)"},
    [COMMAND_RECODE] = {"recode", "", "read a database's reports again; print what differs", 0, 0,
                        NULL},
    [COMMAND_QUERY] = {"query", "", "find accounts in a database", 0, 0, NULL},
    [COMMAND_EXPLAIN] = {"explain", "[ID]", "say where every value of an account comes from", 0, 1,
                         NULL},
    [COMMAND_JOIN] = {"join", "", "join a database's accounts into incidents", 0, 0, NULL},
    [COMMAND_DECIDE] = {"decide", "merge|split ID ID...",
                        "decide that incidents are one, or that accounts leave one", 3, ANY,
                        "merge and two incidents, or split, an incident and an account of it"},
    [COMMAND_EXPORT] = {"export", "", "write a database's incidents for other programs", 0, 0, NULL},
    [COMMAND_SCORE] = {"score", "GOLD", "compare with a folder of reports coded by hand", 1, 1,
                       "a folder of coded reports"},
    [COMMAND_LEXICON] = {"lexicon", "check [FOLDER]",
                         "check tables: rows that contradict each other or can never match", 1, 2,
                         "\"check\""},
    [COMMAND_GAZETTEER] = {"gazetteer", "why WORDS...",
                           "tell which places a name could mean, and why", 2, ANY,
                           "\"why\" and the words of a place name"},
    [COMMAND_HELP] = {"help", "[COMMAND]", "explain a command", 0, 1, NULL},
    [COMMAND_VERSION] = {"version", "", "print the version", 0, 1, NULL},
};

typedef enum {
    OPTION_JSON,
    OPTION_CONLLU,
    OPTION_THOROUGH,
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
    OPTION_IN,
    OPTION_DB,
    OPTION_BATCH,
    OPTION_WHERE,
    OPTION_NEAR,
    OPTION_FROM,
    OPTION_TO,
    OPTION_CLASS,
    OPTION_STATUS,
    OPTION_ACTOR,
    OPTION_MIN_KILLED,
    OPTION_TEXT,
    OPTION_LIMIT,
    OPTION_CSV,
    OPTION_WORDS,
    OPTION_WHY_NOT,
    OPTION_EXPORT_FORMAT,
    OPTION_TABLE,
    OPTION_RULES,
    OPTION_HXL,
    OPTION_BY,
    OPTION_REASON,
    OPTION_PER_MINUTE,
    OPTION_ALLOW_PRIVATE,
    OPTION_DATA,
    OPTION_MODEL,
    OPTION_HELP
} option_id;

#define ON(command) (1u << COMMAND_##command)
#define READING (ON(READ) | ON(ANNOTATE))
#define TABLES (ON(LEXICON) | ON(GAZETTEER))
#define JOINING (ON(JOIN) | ON(DECIDE) | ON(EXPORT))
#define STORED (JOINING | ON(ADD) | ON(RECODE) | ON(QUERY) | ON(EXPLAIN))
#define GIVEN (READING | ON(ADD) | ON(EXPLAIN) | ON(GAZETTEER)) /* take a report's context */

typedef struct {
    option_id id;
    const char *name;
    const char *value; /* as shown in the help; NULL takes none */
    unsigned commands;
    const char *help;
} option_row;

static const option_row rows[] = {
    {OPTION_JSON, "--json", NULL, READING | ON(RECODE) | ON(QUERY) | TABLES,
     "JSON, one object a line"},
    {OPTION_CONLLU, "--conllu", NULL, ON(ANNOTATE), "CoNLL-U (the default of annotate)"},
    {OPTION_THOROUGH, "--thorough", NULL, ON(READ) | ON(SCORE),
     "read every sentence, also those that promise no conflict"},
    {OPTION_THREADS, "--threads", "N", READING | ON(ADD) | ON(RECODE) | ON(SCORE),
     "reports read at the same time (1)"},
    {OPTION_FORMAT, "--format", "text|html|jsonl", READING | ON(ADD),
     "kind of input, if not by its content"},
    {OPTION_PUBLISHED, "--published", "DATE", GIVEN, "publication date of a single text"},
    {OPTION_TITLE, "--title", "TEXT", GIVEN, "title of a single text, for context"},
    {OPTION_PUBLISHER, "--publisher", "TEXT", GIVEN, "publisher of a single text"},
    {OPTION_PART, "--part", "check|tune|all", ON(SCORE),
     "reports whose number 3 divides, the others, or all"},
    {OPTION_ONLY, "--only", "LIST", ON(SCORE), "only these reports: 001,004"},
    {OPTION_OUT, "--out", "FOLDER", ON(SCORE), "also write what was read, NNN.json each"},
    {OPTION_RECORDS, "--records", "FOLDER", ON(SCORE),
     "score these NNN.json instead of reading the texts"},
    {OPTION_VERBOSE, "--verbose", NULL, ON(SCORE), "name every missed and spurious account"},
    {OPTION_IN, "--in", "FILE", ON(GAZETTEER), "a report that names the place, for its reading there"},
    {OPTION_DB, "--db", "FILE", STORED, "the database"},
    {OPTION_BATCH, "--batch", "N", ON(ADD) | ON(RECODE),
     "reports stored at a time, all or none (100)"},
    {OPTION_WHERE, "--where", "PLACE", ON(QUERY), "city, province or country, under any spelling"},
    {OPTION_NEAR, "--near", "LAT,LON,KM", ON(QUERY), "within so many kilometres of a point"},
    {OPTION_FROM, "--from", "DAY", ON(QUERY), "on this day or later: 2016-07-01"},
    {OPTION_TO, "--to", "DAY", ON(QUERY), "on this day or before"},
    {OPTION_CLASS, "--class", "CLASS", ON(QUERY), "of this class: air_strike"},
    {OPTION_STATUS, "--status", "STATUS", ON(QUERY), "of this status: happened"},
    {OPTION_ACTOR, "--actor", "NAME", ON(QUERY), "with this party: its name, words or id"},
    {OPTION_MIN_KILLED, "--min-killed", "N", ON(QUERY), "with a figure of so many killed"},
    {OPTION_TEXT, "--text", "WORDS", ON(QUERY), "whose report has these words (FTS5)"},
    {OPTION_LIMIT, "--limit", "N", ON(QUERY), "at most so many"},
    {OPTION_CSV, "--csv", NULL, ON(QUERY), "CSV"},
    {OPTION_WORDS, "--words", NULL, ON(QUERY), "a table with the sentence of each account"},
    {OPTION_WHY_NOT, "--why-not", "FILE:OFFSET", ON(EXPLAIN),
     "what became of a byte of a text (FILE:LINE:OFFSET of JSON Lines)"},
    {OPTION_EXPORT_FORMAT, "--format", "FORMAT", ON(EXPORT),
     "acled, ucdp, plover, polecat, casualty, geojson, jsonl, csv or parquet"},
    {OPTION_TABLE, "--table", "TABLE", ON(EXPORT),
     "of csv and parquet: incidents, accounts or figures"},
    {OPTION_RULES, "--rules", "RULES", ON(EXPORT),
     "of casualty numbers: literal, acled, ucdp or airwars"},
    {OPTION_OUT, "--out", "FILE|FOLDER", ON(EXPORT),
     "write there; csv to a folder: all tables and datapackage.json"},
    {OPTION_HXL, "--hxl", NULL, ON(EXPORT), "csv with a row of HXL hashtags"},
    {OPTION_BY, "--by", "NAME", ON(DECIDE), "who decides"},
    {OPTION_REASON, "--reason", "TEXT", ON(DECIDE), "why"},
    {OPTION_PER_MINUTE, "--per-minute", "N", READING | ON(ADD),
     "addresses asked of one site in a minute (60)"},
    {OPTION_ALLOW_PRIVATE, "--allow-private", NULL, READING | ON(ADD),
     "read addresses of this machine and of private networks too"},
    {OPTION_DATA, "--data", "FOLDER", READING | STORED | TABLES | ON(SCORE),
     "data packs (else $KHALDUN_DATA, else the built-in folder)"},
    {OPTION_MODEL, "--model", "NAME", READING | ON(ADD) | ON(RECODE) | ON(SCORE),
     "accurate (the default) or fast"},
    {OPTION_HELP, "--help", NULL, READING | STORED | TABLES | ON(SCORE) | ON(HELP) | ON(VERSION),
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

/* A whole number from 1 on of at most `digits` digits; 0 for anything else. */
static size_t whole_number(const char *text, size_t digits)
{
    size_t n = strspn(text, "0123456789");
    if (!n || n > digits || text[n])
        return 0;
    size_t value = 0;
    for (; *text; text++)
        value = value * 10 + (size_t)(*text - '0');
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
    o->threads = (unsigned)whole_number(value, 3);
    return o->threads || complain(o, "--threads takes a number from 1 to 999, not", value);
}

static bool set_count(options *o, const option_row *row, const char *value)
{
    size_t *count = row->id == OPTION_BATCH   ? &o->batch
                    : row->id == OPTION_LIMIT ? &o->limit
                    : row->id == OPTION_PER_MINUTE ? &o->per_minute
                                              : &o->min_killed;
    *count = whole_number(value, 9);
    if (!*count)
        fprintf(stderr, "khaldun: %s takes a number from 1 on, not \"%s\"\n", row->name, value);
    return *count != 0;
}

/* Where the value of an option that is kept as it stands goes; NULL for others. */
static const char **text_place(options *o, option_id id)
{
    switch (id) {
    case OPTION_PUBLISHED:
        return &o->published;
    case OPTION_TITLE:
        return &o->title;
    case OPTION_PUBLISHER:
        return &o->publisher;
    case OPTION_ONLY:
        return &o->only;
    case OPTION_OUT:
        return &o->out;
    case OPTION_RECORDS:
        return &o->records;
    case OPTION_IN:
        return &o->in;
    case OPTION_DATA:
        return &o->data;
    case OPTION_MODEL:
        return &o->model;
    case OPTION_DB:
        return &o->db;
    case OPTION_WHERE:
        return &o->where;
    case OPTION_NEAR:
        return &o->near;
    case OPTION_FROM:
        return &o->from;
    case OPTION_TO:
        return &o->to;
    case OPTION_CLASS:
        return &o->class_;
    case OPTION_STATUS:
        return &o->status;
    case OPTION_ACTOR:
        return &o->actor;
    case OPTION_TEXT:
        return &o->text;
    case OPTION_WHY_NOT:
        return &o->why_not;
    case OPTION_EXPORT_FORMAT:
        return &o->export_format;
    case OPTION_TABLE:
        return &o->table;
    case OPTION_RULES:
        return &o->rules;
    case OPTION_BY:
        return &o->by;
    case OPTION_REASON:
        return &o->reason;
    default:
        return NULL;
    }
}

static bool set_option(options *o, const option_row *row, const char *value)
{
    const char **place = text_place(o, row->id);
    if (place) {
        *place = value;
        return true;
    }
    switch (row->id) {
    case OPTION_ALLOW_PRIVATE:
        o->allow_private = true;
        break;
    case OPTION_CSV:
        o->csv = true;
        break;
    case OPTION_HXL:
        o->hxl = true;
        break;
    case OPTION_WORDS:
        o->words = true;
        break;
    case OPTION_PER_MINUTE:
    case OPTION_BATCH:
    case OPTION_MIN_KILLED:
    case OPTION_LIMIT:
        return set_count(o, row, value);
    case OPTION_JSON:
        o->json = true;
        break;
    case OPTION_CONLLU:
        o->conllu = true;
        break;
    case OPTION_THOROUGH:
        o->thorough = true;
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
    default: /* taken above */
        break;
    }
    return true;
}

static const option_row *find_row(const options *o, const char *name, size_t n)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n) &&
            rows[i].commands & (1u << o->command))
            return &rows[i];
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
    const command_row *c = &commands[o->command];
    if (o->file_count < c->files_least)
        return complain(o, "needs", c->needs);
    if (o->file_count > c->files_most)
        return complain(o, "does not know what to do with", o->files[c->files_most]);
    if (o->command == COMMAND_EXPLAIN && !o->file_count == !o->why_not)
        return complain(o, "needs the ID of an account, or --why-not FILE:OFFSET", NULL);
    if (STORED & (1u << o->command) && !o->db && !o->why_not)
        return complain(o, "needs --db FILE, the database", NULL);
    if (o->json + o->csv + o->words > 1)
        return complain(o, "takes one of --json, --csv and --words", NULL);
    if (o->json && o->conllu)
        return complain(o, "takes --json or --conllu, not both", NULL);
    bool context = o->published || o->title || o->publisher;
    if (context && o->command != COMMAND_GAZETTEER && (o->file_count > 1 || o->format == FORMAT_JSONL))
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
    fputs("\nFILE is a plain text, a web page, JSON Lines with a report a line, a feed (RSS, Atom) or\n"
          "a WARC, each also in .gz, .zst, .tar or .zip; - is standard input.\n"
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
