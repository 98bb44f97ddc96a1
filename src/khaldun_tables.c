/* khaldun, what those who keep the tables call: the check of tables (the files of a
 * folder in, findings out; files are read before the arena is used, so that its way out
 * leaves nothing open), and why a name is read as a place. */
#include "khaldun_parts.h"

#include "buffer.h"
#include "file.h"
#include "json.h"
#include "place.h"
#include "status.h"
#include "tablecheck.h"
#include "toponym.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 256, NAME_ROOM = 4096 };
#define TABLE_CEILING ((size_t)64 << 20)
#define CHECK_CEILING ((size_t)2 << 30)

typedef struct {
    khd_tsv_text v[FILES_MAX];
    char *names[FILES_MAX], *bytes[FILES_MAX];
    uint32_t n;
} table_files;

static void files_free(table_files *files)
{
    for (uint32_t i = 0; i < files->n; i++) {
        free(files->names[i]);
        free(files->bytes[i]);
    }
    free(files);
}

static khd_status read_file(const char *folder, const char *name, table_files *files,
                            khd_error *error)
{
    char path[NAME_ROOM];
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || (size_t)n >= sizeof path)
        return khd_error_set(error, KHD_USAGE, 0, "the name of the folder is too long");
    FILE *in = fopen(path, "rb");
    if (!in)
        return khd_error_set(error, KHD_IO, 0, "%s: %s", path, strerror(errno));
    khd_error why = {0};
    khd_status status =
        khd_file_read(in, TABLE_CEILING, &files->bytes[files->n], &files->v[files->n].length, &why);
    fclose(in);
    if (status)
        return khd_error_set(error, status, 0, "%.100s: %.100s", path, why.text);
    files->names[files->n] = strdup(name);
    files->v[files->n].name = files->names[files->n];
    files->v[files->n].bytes = files->bytes[files->n];
    files->n++;
    return files->names[files->n - 1] ? KHD_OK
                                      : khd_error_set(error, KHD_NOMEM, 0, "out of memory");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const khd_tsv_text *)a)->name, ((const khd_tsv_text *)b)->name);
}

static khd_status read_folder(const char *folder, table_files *files, khd_error *error)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return khd_error_set(error, KHD_IO, 0, "%s: %s", folder, strerror(errno));
    khd_status status = KHD_OK;
    for (struct dirent *d; !status && (d = readdir(dir));) {
        size_t n = strlen(d->d_name);
        if (n <= 4 || d->d_name[0] == '.' || strcmp(d->d_name + n - 4, ".tsv") != 0)
            continue;
        if (files->n < FILES_MAX)
            status = read_file(folder, d->d_name, files, error);
        else
            status = khd_error_set(error, KHD_TOO_LARGE, 0, "%s holds more than %d tables", folder,
                                   FILES_MAX);
    }
    closedir(dir);
    if (!status && !files->n)
        return khd_error_set(error, KHD_INPUT, 0, "%s holds no table (*.tsv)", folder);
    if (!status)
        qsort(files->v, files->n, sizeof *files->v, by_name);
    return status;
}

/* ---- writing ------------------------------------------------------------------------- */

static void write_text(khd_buffer *out, const char *folder, const khd_finding *f)
{
    khd_buffer_text(out, folder);
    khd_buffer_char(out, '/');
    khd_buffer_text(out, f->file);
    khd_buffer_char(out, ':');
    khd_buffer_int(out, f->line);
    khd_buffer_text(out, ": ");
    khd_buffer_text(out, f->kind);
    khd_buffer_text(out, ": ");
    khd_buffer_text(out, f->text);
    khd_buffer_char(out, '\n');
}

static void write_json(khd_buffer *out, const khd_finding *f)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "file", f->file);
    khd_json_int_field(out, "line", f->line);
    khd_json_text_field(out, "kind", f->kind);
    khd_json_text_field(out, "text", f->text);
    khd_buffer_text(out, "}\n");
}

/* What a table's check writes, and how much it found. */
typedef struct {
    const char *folder;
    khd_format format;
    khd_buffer out;
    size_t found;
} answer;

static khd_status check(const khd_engine *engine, const table_files *files, answer *a,
                        khd_error *error)
{
    khd_arena *volatile arena = khd_arena_new(CHECK_CEILING);
    jmp_buf out;
    if (!arena || setjmp(out)) {
        khd_arena_free(arena);
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    khd_arena_exit(arena, &out);
    khd_findings list = khd_tablecheck_run(arena, engine->packs.lexicon, files->v, files->n);
    a->found = list.n;
    for (uint32_t i = 0; i < list.n; i++) {
        khd_buffer line = {0};
        if (a->format == KHD_WRITE_JSON)
            write_json(&line, &list.v[i]);
        else
            write_text(&line, a->folder, &list.v[i]);
        khd_buffer_bytes(&a->out, line.v, line.n);
        khd_buffer_free(&line);
    }
    khd_arena_free(arena);
    return KHD_OK;
}

khd_status khd_tables_check(const khd_engine *engine, const char *folder, khd_format format,
                            char **out, size_t *found, khd_error *error)
{
    *out = NULL;
    *found = 0;
    if (format != KHD_WRITE_JSON && format != KHD_WRITE_TEXT)
        return khd_error_set(error, KHD_USAGE, 0, "no such format");
    table_files *files = calloc(1, sizeof *files);
    if (!files)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    answer a = {.folder = folder, .format = format};
    khd_status status = read_folder(folder, files, error);
    if (!status)
        status = check(engine, files, &a, error);
    files_free(files);
    size_t length;
    khd_buffer_text(&a.out, "");
    *out = status ? NULL : khd_buffer_take(&a.out, &length);
    if (status || !*out) {
        khd_buffer_free(&a.out);
        return status ? status : khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    *found = a.found;
    return KHD_OK;
}

/* ---- places ---------------------------------------------------------------------------- */

enum { WORDS_MAX = 120 };
#define WHY_CEILING ((size_t)64 << 20)

typedef struct {
    bool json;
    khd_buffer out;
} why;

/* Into w->out; without a document, for the words by themselves. */
static khd_status explain_place(const khd_engine *engine, const char *words, khd_arena *arena,
                                khd_doc *doc, why *w)
{
    jmp_buf out;
    if (setjmp(out)) {
        khd_arena_exit(arena, NULL);
        khd_buffer_free(&w->out);
        return KHD_NOMEM;
    }
    khd_arena_exit(arena, &out);
    khd_mark mark = khd_arena_mark(arena);
    khd_place_why(doc ? doc : khd_doc_new(arena), engine->packs.gazetteer, engine->packs.lexicon,
                  khd_arena_text(arena, words, strlen(words)), w->json, &w->out);
    khd_arena_rewind(arena, mark);
    khd_arena_exit(arena, NULL);
    return KHD_OK;
}

khd_status khd_places_why(const khd_engine *engine, const char *words, khd_report *report,
                          khd_format format, char **out, khd_error *error)
{
    char form[KHD_TOPONYM_MAX];
    size_t n = strlen(words), length;
    *out = NULL;
    if (format != KHD_WRITE_JSON && format != KHD_WRITE_TEXT)
        return khd_error_set(error, KHD_USAGE, 0, "no such format");
    if (n > WORDS_MAX || !khd_toponym_words(words, n, form))
        return khd_error_set(error, KHD_USAGE, 0,
                             n > WORDS_MAX ? "the name of the place is longer than 120 bytes"
                                           : "the name of the place has no letters");
    why w = {.json = format == KHD_WRITE_JSON};
    khd_arena *arena = report ? report->arena : khd_arena_new(WHY_CEILING);
    khd_status status =
        arena ? explain_place(engine, words, arena, report ? report->doc : NULL, &w) : KHD_NOMEM;
    if (!report)
        khd_arena_free(arena);
    *out = status ? NULL : khd_buffer_take(&w.out, &length);
    return *out ? KHD_OK : khd_error_set(error, KHD_NOMEM, 0, "out of memory");
}
