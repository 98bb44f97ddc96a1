/* incidents: the commands join, decide and export. */
#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static int complain(const khd_error *error)
{
    fprintf(stderr, "khaldun: %s\n", error->text);
    return error->status == KHD_USAGE   ? EXIT_USAGE
           : error->status == KHD_NOMEM ? EXIT_INTERNAL
                                        : EXIT_INPUT;
}

/* An engine and a store; false after having said why, *status set. */
typedef struct {
    khd_engine *engine;
    khd_store *store;
} opened;

static bool open_both(const options *o, khd_store_mode mode, opened *out, int *status)
{
    khd_error error;
    *out = (opened){NULL, NULL};
    *status = EXIT_INTERNAL;
    out->engine = command_open_engine(o);
    if (!out->engine)
        return false;
    if (!khd_store_open(o->db, mode, &out->store, &error))
        return true;
    *status = complain(&error);
    khd_engine_close(out->engine);
    return false;
}

static void close_both(opened *both)
{
    khd_store_close(both->store);
    khd_engine_close(both->engine);
}

int command_join(const options *o)
{
    opened both;
    int status;
    khd_error error;
    size_t incidents = 0;
    int64_t reports = 0, accounts = 0;
    if (!open_both(o, KHD_STORE_WRITE, &both, &status))
        return status;
    khd_status result = khd_store_join(both.store, both.engine, &incidents, &error);
    if (!result)
        result = khd_store_count(both.store, &reports, &accounts, &error);
    if (!result)
        fprintf(stderr, "%lld accounts in %lld reports: %zu incidents\n", (long long)accounts,
                (long long)reports, incidents);
    close_both(&both);
    return result ? complain(&error) : EXIT_DONE;
}

int command_decide(const options *o)
{
    opened both;
    int status;
    khd_error error;
    char at[32];
    time_t now = time(NULL);
    struct tm utc;
    bool merge = !strcmp(o->files[0], "merge");
    if (!merge && strcmp(o->files[0], "split") != 0) {
        fprintf(stderr, "khaldun: decide cannot \"%s\"; it can: merge, split\n", o->files[0]);
        return EXIT_USAGE;
    }
    if (!open_both(o, KHD_STORE_WRITE, &both, &status))
        return status;
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    khd_decision decision = {.merge = merge,
                             .ids = o->files + 1,
                             .count = o->file_count - 1,
                             .by = o->by,
                             .reason = o->reason,
                             .at = at};
    khd_status result = khd_store_decide(both.store, both.engine, &decision, &error);
    close_both(&both);
    return result ? complain(&error) : EXIT_DONE;
}

/* ---- export --------------------------------------------------------------------------- */

static const char *const formats[] = {"acled",   "ucdp",  "plover", "polecat", "casualty",
                                      "geojson", "jsonl", "csv",    "parquet"};

static int find_format(const char *name)
{
    for (int i = 0; i < (int)(sizeof formats / sizeof *formats); i++)
        if (name && !strcmp(formats[i], name))
            return i;
    fprintf(stderr, "khaldun: --format takes acled, ucdp, plover, polecat, casualty, geojson, "
                    "jsonl, csv or parquet%s%s\n",
            name ? ", not " : "", name ? name : "");
    return -1;
}

static int write_file(const char *path, const char *bytes, size_t length)
{
    FILE *f = path ? fopen(path, "wb") : stdout;
    bool good = f && fwrite(bytes, 1, length, f) == length;
    good &= !f || f == stdout || !fclose(f);
    if (!good)
        fprintf(stderr, "khaldun: %s: %s\n", path ? path : "standard output", strerror(errno));
    return good ? EXIT_DONE : EXIT_INPUT;
}

static int export_one(const opened *both, const khd_export *asked, const char *path)
{
    khd_error error;
    char *bytes;
    size_t length;
    if (khd_store_export(both->store, both->engine, asked, &bytes, &length, &error))
        return complain(&error);
    int status = write_file(path, bytes, length);
    khd_free(bytes);
    return status;
}

/* All tables as CSV, and what describes them. */
static int export_folder(const opened *both, khd_export asked, const char *folder)
{
    static const char *const tables[][2] = {{"incidents", "incidents.csv"},
                                            {"accounts", "accounts.csv"},
                                            {"figures", "figures.csv"},
                                            {"package", "datapackage.json"}};
    char path[4096];
    int status = EXIT_DONE;
    if (mkdir(folder, 0777) && errno != EEXIST) {
        fprintf(stderr, "khaldun: %s: %s\n", folder, strerror(errno));
        return EXIT_INPUT;
    }
    for (int i = 0; i < 4 && !status; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, tables[i][1]);
        asked.table = tables[i][0];
        status = export_one(both, &asked, path);
    }
    return status;
}

static bool is_folder(const char *path)
{
    struct stat found;
    size_t n = strlen(path);
    return (n && path[n - 1] == '/') || (!stat(path, &found) && S_ISDIR(found.st_mode));
}

int command_export(const options *o)
{
    opened both;
    int status, format = find_format(o->export_format);
    if (format < 0)
        return EXIT_USAGE;
    if (!open_both(o, KHD_STORE_READ, &both, &status))
        return status;
    khd_export asked = {.format = (khd_export_format)format,
                        .table = o->table,
                        .rules = o->rules,
                        .hxl = o->hxl};
    if (o->out && asked.format == KHD_EXPORT_CSV && !o->table && is_folder(o->out))
        status = export_folder(&both, asked, o->out);
    else
        status = export_one(&both, &asked, o->out);
    close_both(&both);
    return status;
}
