/* khaldun: the command line. Data on stdout, words on stderr. The commands and
 * their options stand in options.c.
 */
#include "command.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

khd_engine *command_open_engine(const options *o)
{
    const char *folder = o->data ? o->data : getenv("KHALDUN_DATA");
    if (!folder || !*folder)
        folder = KHALDUN_DATA_DIR;
    khd_engine *engine;
    khd_error error;
    if (khd_engine_open(folder, &engine, &error)) {
        fprintf(stderr, "khaldun: cannot open the data in %s: %s\n", folder, error.text);
        return NULL;
    }
    return engine;
}

static int command_help(const options *o)
{
    if (!o->file_count) {
        options_print_help(stdout);
        return EXIT_DONE;
    }
    command_id command = options_find_command(o->files[0]);
    if (command == COMMAND_COUNT) {
        fprintf(stderr, "khaldun: no such command: %s\n", o->files[0]);
        return EXIT_USAGE;
    }
    options_print_command_help(stdout, command);
    return EXIT_DONE;
}

static int run(const options *o)
{
    if (o->help) {
        options_print_command_help(stdout, o->command);
        return EXIT_DONE;
    }
    switch (o->command) {
    case COMMAND_READ:
    case COMMAND_ANNOTATE:
        return command_read(o);
    case COMMAND_SCORE:
        return command_score(o);
    case COMMAND_VERSION:
        puts("khaldun " KHALDUN_VERSION);
        return EXIT_DONE;
    case COMMAND_HELP:
    case COMMAND_COUNT:
        break;
    }
    return command_help(o);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_DFL); /* a reader that has seen enough ends us quietly */
    options o;
    int status = options_read(argc, argv, &o) ? run(&o) : EXIT_USAGE;
    options_free(&o);
    if (fflush(stdout) || ferror(stdout)) {
        fputs("khaldun: writing to standard output failed\n", stderr);
        status = EXIT_INTERNAL;
    }
    return status;
}
