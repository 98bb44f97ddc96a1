/* cases LAYER FOLDER: runs the plain-text cases of FOLDER/(any name).txt through the
 * whole pipeline and compares what dump_LAYER prints with what the case expects.
 *
 *   @published 2016-05-26      optional: published title publisher url language
 *   # title of the case
 *   The text, one or more paragraphs, or a web page.
 *   ---
 *   a line that the dump must have (each line of the case takes one of the dump)
 *   !a line that it must not have
 *   !a line beginning*         with * at the end: nor any line that begins so
 *   (nothing)                  the dump must be empty
 *   ===                        the next case
 *
 * On failure it prints file:line, what was expected and all lines of the dump.
 */
#include "cases.h"

#include "dumps.h" /* written by CMake: one row of `dumps` for each dump_*.c */
#include "decode.h"
#include "file.h"
#include "html.h"
#include "ingest.h"
#include "pipeline.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINES_MAX = 4096, PATH_SIZE = 1024, ARENA_CEILING = 1 << 28, FILE_CEILING = 1 << 24 };

typedef struct {
    char *v[LINES_MAX];
    bool used[LINES_MAX];
    unsigned number[LINES_MAX]; /* line of the file */
    unsigned n;
} lines;

typedef struct {
    const char *path, *title;
    unsigned line; /* where the case begins */
    const char *published, *given_title, *publisher, *url, *language;
    char *text;
    size_t length;
    lines expected;
} test_case;

typedef struct {
    const khd_packs *packs;
    khd_reader_state *state;
    khd_dump *dump;
    bool thorough; /* every sentence is read */
    unsigned cases, failed;
} runner;

/* ---- reading a case ------------------------------------------------------------- */

static void trim_end(char *line)
{
    size_t n = strlen(line);
    while (n && strchr(" \t\r", line[n - 1]))
        line[--n] = '\0';
}

static void add_line(lines *list, char *line, unsigned number)
{
    trim_end(line);
    if (!*line || list->n == LINES_MAX)
        return;
    list->number[list->n] = number;
    list->used[list->n] = false;
    list->v[list->n++] = line;
}

/* True for a line that belongs to the head of a case: `@name value` or `# title`. */
static bool read_head(test_case *c, char *line)
{
    static const char *const names[] = {"@published ", "@title ", "@publisher ", "@url ",
                                        "@language ", "# "};
    const char **values[] = {&c->published, &c->given_title, &c->publisher, &c->url,
                             &c->language,  &c->title};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (!strncmp(line, names[i], strlen(names[i]))) {
            trim_end(line);
            *values[i] = line + strlen(names[i]);
            return true;
        }
    return false;
}

/* Cuts the next line off *at; NULL at the end. */
static char *next_line(char **at, unsigned *number)
{
    char *line = *at;
    if (!*line)
        return NULL;
    size_t n = strcspn(line, "\n");
    *at = line + n + (line[n] != '\0');
    line[n] = '\0';
    ++*number;
    return line;
}

/* Reads up to the next `===`; false when only blank lines are left. The text keeps
 * its line ends, but for those around it. */
static bool read_case(test_case *c, char **at, unsigned *number)
{
    enum { HEAD, TEXT, EXPECTED } part = HEAD;
    char *line;
    while ((line = next_line(at, number)) && strcmp(line, "===") != 0) {
        if (part != EXPECTED && !strcmp(line, "---")) {
            part = EXPECTED;
        } else if (part == EXPECTED) {
            add_line(&c->expected, line, *number);
        } else if (part == TEXT || (*line && !read_head(c, line))) {
            if (part == HEAD)
                c->text = line;
            part = TEXT;
            line[strlen(line)] = '\n';
            c->length = (size_t)(*at - c->text);
        }
        if (!c->line && *line)
            c->line = *number;
    }
    while (c->length && strchr("\n ", c->text[c->length - 1]))
        c->length--;
    return c->line != 0;
}

/* ---- running it -------------------------------------------------------------------- */

static void set_document(khd_doc *doc, const test_case *c)
{
    doc->published = c->published;
    doc->title = c->given_title;
    doc->publisher = c->publisher;
    doc->url = c->url;
    doc->language = c->language;
}

/* False after having said why there is no dump. */
static bool run_document(const runner *r, const test_case *c, khd_arena *arena, FILE *out)
{
    jmp_buf no_memory;
    if (setjmp(no_memory)) {
        printf("%s:%u: out of memory\n", c->path, c->line);
        return false;
    }
    khd_arena_exit(arena, &no_memory);
    khd_doc *doc = khd_doc_new(arena);
    set_document(doc, c);
    khd_error error;
    const char *text = c->length ? c->text : "";
    bool page = khd_markup_find(text, c->length) == KHD_MARKUP_HTML;
    if ((page ? khd_html_run(doc, r->packs->lexicon, text, c->length, &error)
              : khd_decode_run(doc, text, c->length, &error)) != KHD_OK) {
        printf("%s:%u: %s\n", c->path, c->line, error.text);
        return false;
    }
    doc->thorough = r->thorough;
    khd_pipeline_run(r->packs, r->state, doc);
    r->dump(out, doc);
    return true;
}

/* The dump's bytes, or NULL when there is none. */
static char *run_case(const runner *r, const test_case *c)
{
    char *bytes = NULL;
    size_t length;
    khd_arena *arena = khd_arena_new(ARENA_CEILING);
    FILE *out = open_memstream(&bytes, &length);
    bool good = arena && out && run_document(r, c, arena, out);
    if (out)
        fclose(out);
    khd_arena_free(arena);
    if (good)
        return bytes;
    free(bytes);
    return NULL;
}

static void split_dump(lines *list, char *bytes)
{
    unsigned number = 0;
    char *line;
    list->n = 0;
    while ((line = next_line(&bytes, &number)))
        add_line(list, line, number);
}

/* ---- comparing ------------------------------------------------------------------------ */

static bool line_is(const char *line, const char *wanted)
{
    size_t n = strlen(wanted);
    if (n && wanted[n - 1] == '*')
        return !strncmp(line, wanted, n - 1);
    return !strcmp(line, wanted);
}

static bool take_line(lines *dump, const char *wanted)
{
    for (unsigned i = 0; i < dump->n; i++)
        if (!dump->used[i] && !strcmp(dump->v[i], wanted)) {
            dump->used[i] = true;
            return true;
        }
    return false;
}

static bool has_line(const lines *dump, const char *unwanted)
{
    for (unsigned i = 0; i < dump->n; i++)
        if (line_is(dump->v[i], unwanted))
            return true;
    return false;
}

static bool holds(lines *dump, const char *expected)
{
    if (!strcmp(expected, "(nothing)"))
        return dump->n == 0;
    return *expected == '!' ? !has_line(dump, expected + 1) : take_line(dump, expected);
}

static void complain(const test_case *c, unsigned index, bool first)
{
    const char *line = c->expected.v[index];
    if (first)
        printf("%s:%u: %s\n", c->path, c->line, c->title ? c->title : "(no title)");
    printf("%s:%u: %s: %s\n", c->path, c->expected.number[index],
           *line == '!' ? "found, and must not be" : "not found", line + (*line == '!'));
}

static bool compare(const test_case *c, lines *expected, lines *dump)
{
    unsigned faults = 0;
    for (unsigned i = 0; i < expected->n; i++)
        if (!holds(dump, expected->v[i]))
            complain(c, i, !faults++);
    if (!expected->n) {
        printf("%s:%u: the case expects nothing: add lines below ---\n", c->path, c->line);
        return false;
    }
    if (expected->n == LINES_MAX || dump->n == LINES_MAX) {
        printf("%s:%u: more lines than the runner keeps\n", c->path, c->line);
        return false;
    }
    for (unsigned i = 0; faults && i < dump->n; i++)
        printf("    %s%s\n", dump->v[i], dump->used[i] ? "" : "    <- not asked for");
    if (faults && !dump->n)
        puts("    (the dump is empty)");
    return !faults;
}

static void check_case(runner *r, test_case *c)
{
    static lines dump;
    char *bytes = run_case(r, c);
    split_dump(&dump, bytes ? bytes : (char[]){""});
    r->cases++;
    r->failed += !bytes || !compare(c, &c->expected, &dump);
    free(bytes);
}

/* ---- files ------------------------------------------------------------------------------ */

static void check_file(runner *r, const char *path)
{
    static test_case c;
    FILE *f = fopen(path, "rb");
    char *bytes;
    size_t length;
    khd_error error;
    if (!f || khd_file_read(f, FILE_CEILING, &bytes, &length, &error) != KHD_OK) {
        printf("%s: cannot be read\n", path);
        r->failed++;
    } else {
        char *at = bytes;
        unsigned number = 0;
        memset(&c, 0, sizeof c);
        for (c.path = path; read_case(&c, &at, &number); c.path = path) {
            check_case(r, &c);
            memset(&c, 0, sizeof c);
        }
        free(bytes);
    }
    if (f)
        fclose(f);
}

static int is_case_file(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && !strcmp(entry->d_name + n - 4, ".txt");
}

static void check_folder(runner *r, const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, is_case_file, alphasort);
    for (int i = 0; i < n; i++) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        check_file(r, path);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    else
        printf("%s: %s\n", folder, strerror(errno));
}

static khd_dump *find_dump(const char *layer)
{
    for (size_t i = 0; dumps[i].name; i++)
        if (!strcmp(dumps[i].name, layer))
            return dumps[i].dump;
    return NULL;
}

static int run(runner *r, const char *folder)
{
    r->state = khd_reader_state_new(r->packs->reader);
    if (!r->state) {
        puts("no memory for the reader");
        return 1;
    }
    check_folder(r, folder);
    khd_reader_state_free(r->state);
    printf("%u cases, %u failed\n", r->cases, r->failed);
    return r->failed || !r->cases;
}

int main(int argc, char **argv)
{
    const char *data = getenv("KHALDUN_DATA");
    runner r = {.dump = argc == 3 ? find_dump(argv[1]) : NULL};
    if (!r.dump || !data) {
        fputs("usage: KHALDUN_DATA=build/data cases LAYER FOLDER (LAYER has a dump_LAYER.c)\n",
              stderr);
        return 2;
    }
    /* accounts as users get them; for other layers what is read is no matter */
    r.thorough = strcmp(argv[1], "account") != 0 && strcmp(argv[1], "glance") != 0;
    khd_packs packs;
    khd_error error;
    if (khd_packs_open(data, &packs, &error) != KHD_OK) {
        printf("%s\n", error.text);
        return 1;
    }
    r.packs = &packs;
    int failed = run(&r, argv[2]);
    khd_packs_close(&packs);
    return failed;
}
