/* khaldun: the command line. Data on stdout, words on stderr. The commands and
 * their options stand in options.c.
 */
#include "command.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The packs of an installed program lie in ../share/khaldun from it; those of one
 * that was only built, where it was built. */
static const char *find_data(char *room, size_t size)
{
    static const char share[] = "../share/khaldun";
    ssize_t n = readlink("/proc/self/exe", room, size - sizeof share);
    while (n > 0 && room[n - 1] != '/')
        n--;
    if (n <= 0)
        return KHALDUN_DATA_DIR;
    memcpy(room + n, share, sizeof share);
    return access(room, R_OK) ? KHALDUN_DATA_DIR : room;
}

khd_engine *command_open_engine(const options *o)
{
    char room[4096];
    const char *folder = o->data ? o->data : getenv("KHALDUN_DATA");
    if (!folder || !*folder)
        folder = find_data(room, sizeof room);
    khd_engine *engine;
    khd_error error;
    if (khd_engine_open_model(folder, o->model, &engine, &error)) {
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
    case COMMAND_ADD:
        return command_add(o);
    case COMMAND_RECODE:
        return command_recode(o);
    case COMMAND_QUERY:
        return command_query(o);
    case COMMAND_EXPLAIN:
        return command_explain(o);
    case COMMAND_JOIN:
        return command_join(o);
    case COMMAND_DECIDE:
        return command_decide(o);
    case COMMAND_EXPORT:
        return command_export(o);
    case COMMAND_SCORE:
        return command_score(o);
    case COMMAND_LEXICON:
        return command_lexicon(o);
    case COMMAND_GAZETTEER:
        return command_gazetteer(o);
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
