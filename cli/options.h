/* options: the one table of commands and options. The parser, the help and (when
 * they come) the manual page and completions are made from it, so that none of
 * them can name an option that another does not know.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* How a run ends. */
enum { EXIT_DONE = 0, EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_SOME_FAILED = 3, EXIT_INTERNAL = 4 };

typedef enum {
    COMMAND_READ,
    COMMAND_ANNOTATE,
    COMMAND_ADD,
    COMMAND_RECODE,
    COMMAND_QUERY,
    COMMAND_EXPLAIN,
    COMMAND_JOIN,
    COMMAND_DECIDE,
    COMMAND_EXPORT,
    COMMAND_SCORE,
    COMMAND_LEXICON,
    COMMAND_GAZETTEER,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_COUNT
} command_id;

typedef enum { FORMAT_AUTO, FORMAT_TEXT, FORMAT_HTML, FORMAT_JSONL } input_format;
typedef enum { PART_BOTH, PART_CHECK, PART_TUNE, PART_ALL } gold_part;

/* A command line taken apart; texts are argv's. */
typedef struct {
    command_id command;
    bool json, conllu, thorough, verbose, help;
    unsigned threads;
    input_format format;
    gold_part part;
    const char *published, *title, *publisher, *data, *model, *only, *out, *records, *in;
    bool csv, words; /* query */
    const char *db, *where, *from, *to, *class_, *status, *actor, *near, *text, *why_not;
    size_t min_killed, limit, batch, per_minute;
    bool allow_private; /* addresses */
    bool hxl; /* export */
    const char *export_format, *table, *rules;
    const char *by, *reason; /* decide */
    const char **files; /* from malloc */
    size_t file_count;
} options;

/* Reads argv. False after having told on stderr what is wrong; the caller ends
 * with EXIT_USAGE. Free with options_free in both cases. */
bool options_read(int argc, char **argv, options *out);
void options_free(options *o);

/* Prints the commands, or one command with its options. */
void options_print_help(FILE *out);
void options_print_command_help(FILE *out, command_id command);
/* The command of a name, COMMAND_COUNT when there is none. */
command_id options_find_command(const char *name);

#endif
