/* The store: what is put in comes out, nothing twice, all of a batch or nothing, and
 * every failure of a disk, of another program or of the file itself is told. A disk
 * that fails at its n-th write is made by a VFS that stands before SQLite's own. */
#include "khaldun.h"
#include "store_parts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static khd_engine *engine;
static khd_worker *worker;
static char folder[] = "/tmp/khaldun-store-XXXXXX";
static char path[64];

#define SIRTE                                                                                     \
    "SIRTE, May 26 - Gunmen killed at least four soldiers and wounded dozens in an attack on a "  \
    "checkpoint near Sirte on Tuesday, an army spokesman said.\n"
#define ALEPPO "Shelling killed 12 civilians and wounded 30 in Aleppo on Monday, medics said."
#define NOTHING "The museum of the town opens at nine and closes at five."

static const char *const lines[] = {
    "{\"id\":\"l1\",\"published\":\"2016-07-05\",\"publisher\":\"=Post\",\"text\":\"" ALEPPO "\"}",
    "{\"id\":\"l2\",\"published\":\"2016-07-06\",\"publisher\":\"Other\",\"text\":\"" ALEPPO "\"}",
    "{\"id\":7,\"text\":\"" NOTHING "\"}\n",
};

/* ---- helpers -------------------------------------------------------------------------- */

static const char *fresh(const char *name)
{
    const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static khd_store *must_open(khd_store_mode mode)
{
    khd_store *store = NULL;
    khd_error error = {0};
    if (khd_store_open(path, mode, &store, &error))
        fail_msg("%s", error.text);
    assert_non_null(store);
    return store;
}

static khd_report *must_read(const khd_original *o)
{
    khd_report *report = NULL;
    khd_error error = {0};
    khd_input input = o->context;
    input.text = o->bytes;
    input.length = o->length;
    khd_status status = o->kind == KHD_KIND_JSON_LINES
                            ? khd_read_json(worker, o->bytes, o->length, &report, &error)
                            : khd_read(worker, &input, &report, &error);
    if (status)
        fail_msg("%s", error.text);
    return report;
}

static khd_original text_original(const char *text)
{
    return (khd_original){.kind = KHD_KIND_TEXT,
                          .bytes = text,
                          .length = strlen(text),
                          .name = "a.txt",
                          .context = {.id = "a.txt", .published = "2016-05-26", .title = "T \"q\""}};
}

static khd_original line_original(const char *line)
{
    return (khd_original){
        .kind = KHD_KIND_JSON_LINES, .bytes = line, .length = strlen(line), .name = "b.jsonl:1"};
}

static khd_status try_add(khd_store *store, const khd_original *o, khd_added *added,
                          khd_error *error)
{
    khd_report *report = must_read(o);
    khd_status status = khd_store_add(store, o, report, added, error);
    khd_report_free(report);
    return status;
}

static khd_added must_add(khd_store *store, const khd_original *o)
{
    khd_added added;
    khd_error error = {0};
    if (try_add(store, o, &added, &error))
        fail_msg("%s", error.text);
    return added;
}

static void must_begin(khd_store *store)
{
    khd_error error = {0};
    if (khd_store_begin(store, engine, &error))
        fail_msg("%s", error.text);
}

static void must_commit(khd_store *store)
{
    khd_error error = {0};
    if (khd_store_commit(store, &error))
        fail_msg("%s", error.text);
}

static int64_t count(khd_store *store, bool of_accounts)
{
    int64_t reports, accounts;
    assert_int_equal(khd_store_count(store, &reports, &accounts, NULL), KHD_OK);
    return of_accounts ? accounts : reports;
}

/* A text, three lines, one of which brings the text of another. */
static khd_store *filled(const char *name)
{
    fresh(name);
    khd_store *store = must_open(KHD_STORE_WRITE);
    must_begin(store);
    khd_original text = text_original(SIRTE);
    assert_int_equal(must_add(store, &text), KHD_ADDED);
    for (size_t i = 0; i < 3; i++) {
        khd_original line = line_original(lines[i]);
        assert_int_equal(must_add(store, &line), KHD_ADDED);
    }
    must_commit(store);
    return store;
}

static char *ask(khd_store *store, khd_query query, khd_query_format format, size_t *found)
{
    char *out;
    size_t length;
    khd_error error = {0};
    if (khd_store_query(store, &query, format, &out, &length, found, &error))
        fail_msg("%s", error.text);
    assert_int_equal(strlen(out), length);
    return out;
}

static size_t found(khd_store *store, khd_query query)
{
    size_t n;
    khd_free(ask(store, query, KHD_QUERY_TABLE, &n));
    return n;
}

/* ---- in and out ------------------------------------------------------------------------- */

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    khd_store *store = filled("in.db");
    assert_int_equal(count(store, false), 4);
    khd_original *o = NULL;
    int64_t last = 0;
    size_t n = 0;
    for (;; n++) {
        assert_int_equal(khd_store_next(store, last, &o, NULL), KHD_OK);
        if (!o)
            break;
        last = o->number;
        const char *given = n ? lines[n - 1] : SIRTE;
        size_t length = strlen(given) - (n == 3); /* a line's end is not kept */
        assert_int_equal(o->kind, n ? KHD_KIND_JSON_LINES : KHD_KIND_TEXT);
        assert_int_equal(o->length, length);
        assert_memory_equal(o->bytes, given, length);
        if (!n) {
            assert_string_equal(o->context.title, "T \"q\"");
            assert_string_equal(o->context.published, "2016-05-26");
            assert_null(o->context.publisher);
        }
        khd_original_free(o);
    }
    assert_int_equal(n, 4);
    khd_store_close(store);
}

static void the_same_bytes_are_one_report(void **state)
{
    (void)state;
    khd_store *store = filled("same.db");
    int64_t accounts = count(store, true);
    assert_true(accounts >= 3);
    must_begin(store);
    khd_original text = text_original(SIRTE), line = line_original(lines[2]);
    assert_int_equal(must_add(store, &text), KHD_ADDED_BEFORE);
    text.context.id = "another/name.txt";
    assert_int_equal(must_add(store, &text), KHD_ADDED_BEFORE);
    text.context.title = "Another";
    assert_int_equal(must_add(store, &text), KHD_ADDED_OTHERWISE);
    line.length--; /* without its line end */
    assert_int_equal(must_add(store, &line), KHD_ADDED_BEFORE);
    khd_added known;
    assert_int_equal(khd_store_find(store, &line, &known, NULL), KHD_OK);
    assert_int_equal(known, KHD_ADDED_BEFORE);
    line.length--;
    assert_int_equal(khd_store_find(store, &line, &known, NULL), KHD_OK);
    assert_int_equal(known, KHD_ADDED);
    must_commit(store);
    assert_int_equal(count(store, false), 4);
    assert_int_equal(count(store, true), accounts);
    khd_store_close(store);
}

static void a_batch_is_stored_whole_or_not(void **state)
{
    (void)state;
    fresh("batch.db");
    khd_store *store = must_open(KHD_STORE_WRITE);
    khd_original text = text_original(SIRTE);
    khd_added added;
    khd_error error = {0};
    assert_int_equal(try_add(store, &text, &added, &error), KHD_USAGE); /* no batch */
    must_begin(store);
    assert_int_equal(khd_store_begin(store, engine, &error), KHD_USAGE);
    must_add(store, &text);
    khd_store_rollback(store);
    assert_int_equal(count(store, false), 0);
    must_begin(store);
    must_add(store, &text);
    khd_store_close(store); /* gives the batch up */
    store = must_open(KHD_STORE_READ);
    assert_int_equal(count(store, false), 0);
    assert_int_equal(khd_store_begin(store, engine, &error), KHD_USAGE); /* for reading */
    khd_store_close(store);
}

/* ---- coding again ------------------------------------------------------------------------ */

static char *recode(khd_store *store, const khd_report *report, khd_format format)
{
    khd_original *o;
    char *out;
    khd_error error = {0};
    assert_int_equal(khd_store_next(store, 0, &o, NULL), KHD_OK);
    must_begin(store);
    if (khd_store_recode(store, o, report, format, &out, &error))
        fail_msg("%s", error.text);
    must_commit(store);
    khd_original_free(o);
    return out;
}

static void coding_again_tells_what_differs(void **state)
{
    (void)state;
    khd_store *store = filled("again.db");
    int64_t accounts = count(store, true);
    khd_original text = text_original(SIRTE);
    khd_report *report = must_read(&text);
    char *out = recode(store, report, KHD_WRITE_TEXT);
    assert_string_equal(out, "");
    khd_free(out);

    text.context.published = "2016-07-26";
    khd_report *later = must_read(&text);
    out = recode(store, later, KHD_WRITE_TEXT);
    assert_non_null(strstr(out, "a.txt\n  ~ a"));
    assert_non_null(strstr(out, " date\n      was {"));
    khd_free(out);
    assert_int_equal(count(store, true), accounts);
    out = recode(store, report, KHD_WRITE_JSON);
    assert_non_null(strstr(out, "\"change\":\"date\",\"before\":{"));
    khd_free(out);

    khd_original other = text_original(NOTHING);
    khd_report *none = must_read(&other);
    out = recode(store, none, KHD_WRITE_TEXT);
    assert_non_null(strstr(out, "\n  - a"));
    khd_free(out);
    assert_true(count(store, true) < accounts);
    assert_int_equal(found(store, (khd_query){.text = "checkpoint"}), 0);
    out = recode(store, report, KHD_WRITE_TEXT);
    assert_non_null(strstr(out, "\n  + a"));
    khd_free(out);
    assert_int_equal(count(store, true), accounts);
    assert_true(found(store, (khd_query){.text = "checkpoint"}) >= 1);
    khd_report_free(none);
    khd_report_free(later);
    khd_report_free(report);
    khd_store_close(store);
}

/* ---- asking -------------------------------------------------------------------------------- */

static void conditions_hold(void **state)
{
    (void)state;
    khd_store *store = filled("ask.db");
    size_t all = found(store, (khd_query){0});
    assert_int_equal(all, count(store, true));
    /* two publishers of one text are two accounts */
    assert_int_equal(found(store, (khd_query){.class_ = "shelling"}), 2);
    assert_int_equal(found(store, (khd_query){.where = "aleppo"}), 2);
    assert_int_equal(found(store, (khd_query){.where = "Halab", .engine = engine}), 2);
    assert_int_equal(found(store, (khd_query){.where = "Syria", .engine = engine}), 2);
    assert_int_equal(found(store, (khd_query){.where = "syr"}), 2);
    assert_int_equal(found(store, (khd_query){.where = "Surt", .engine = engine}), all - 2);
    assert_int_equal(found(store, (khd_query){.min_killed = 12}), 2);
    assert_int_equal(found(store, (khd_query){.min_killed = 13}), 0);
    assert_int_equal(found(store, (khd_query){.from = "2016-07-04", .to = "2016-07-04"}), 2);
    assert_int_equal(found(store, (khd_query){.from = "2016-07-05"}), 0);
    assert_int_equal(found(store, (khd_query){.to = "2016-06-30"}), all - 2);
    assert_int_equal(found(store, (khd_query){.actor = "GUNMEN"}), 1);
    assert_int_equal(found(store, (khd_query){.actor = "men"}), 0); /* whole words */
    assert_int_equal(found(store, (khd_query){.text = "medic"}), 2); /* medics */
    assert_int_equal(found(store, (khd_query){.text = "army's check-point"}), 0);
    assert_int_equal(found(store, (khd_query){.text = "ALEPPO civilian-s"}), 0);
    assert_int_equal(found(store, (khd_query){.text = "civilians NOT checkpoint"}), 2);
    assert_int_equal(found(store, (khd_query){.near = "36.2,37.1,20"}), 2);
    assert_int_equal(found(store, (khd_query){.near = "36.2,38.1,20"}), 0);
    assert_int_equal(found(store, (khd_query){.near = "36.2,-179.9,20100"}), all);
    assert_int_equal(found(store, (khd_query){.limit = 1}), 1);
    assert_int_equal(found(store, (khd_query){.where = "x' OR 1=1 --"}), 0);
    khd_store_close(store);
}

static void what_cannot_be_asked_is_told(void **state)
{
    (void)state;
    khd_store *store = filled("wrong.db");
    const khd_query wrong[] = {{.class_ = "war"},      {.status = "maybe"}, {.from = "2016-02-30"},
                               {.to = "soon"},         {.text = "\""},      {.near = "1,2"},
                               {.near = "1,2,3,4"},    {.near = "91,0,1"},  {.near = "a,b,c"},
                               {.near = "1,2,999999999999999999999999"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *out;
        size_t length, n;
        khd_error error = {0};
        assert_int_equal(
            khd_store_query(store, &wrong[i], KHD_QUERY_CSV, &out, &length, &n, &error), KHD_USAGE);
        assert_null(out);
        assert_true(strlen(error.text) > 5);
    }
    khd_store_close(store);
}

static void csv_has_no_formula(void **state)
{
    (void)state;
    khd_store *store = filled("csv.db");
    size_t n;
    char *out = ask(store, (khd_query){.class_ = "shelling"}, KHD_QUERY_CSV, &n);
    assert_non_null(strstr(out, ",\"'=Post\","));
    assert_null(strstr(out, ",=Post"));
    assert_non_null(strstr(out, "\r\n"));
    khd_free(out);
    khd_store_close(store);
}

/* ---- explaining -------------------------------------------------------------------------------- */

static void an_account_is_explained(void **state)
{
    (void)state;
    khd_store *store = filled("explain.db");
    size_t n;
    char *json = ask(store, (khd_query){.where = "Sirte", .min_killed = 4}, KHD_QUERY_JSON, &n);
    assert_true(n >= 1);
    char id[18];
    memcpy(id, json + strlen("{\"account\":\""), 17);
    id[17] = 0;
    khd_free(json);
    const khd_engine *const engines[] = {engine, NULL};
    for (int i = 0; i < 2; i++) {
        char *out;
        assert_int_equal(khd_store_explain(store, engines[i], id, KHD_WRITE_TEXT, &out, NULL),
                         KHD_OK);
        assert_non_null(strstr(out, "because"));
        assert_non_null(strstr(out, "4, at_least"));
        assert_non_null(strstr(out, "in sentence "));
        assert_true((strstr(out, ".tsv:") != NULL) == (engines[i] != NULL));
        khd_free(out);
    }
    char *out;
    khd_error error = {0};
    assert_int_equal(khd_store_explain(store, NULL, "a", KHD_WRITE_TEXT, &out, &error), KHD_INPUT);
    assert_int_equal(khd_store_explain(store, NULL, "", KHD_WRITE_TEXT, &out, &error), KHD_INPUT);
    assert_int_equal(khd_store_explain(store, NULL, "a%", KHD_WRITE_TEXT, &out, &error), KHD_INPUT);
    assert_int_equal(khd_store_explain(store, NULL, id, KHD_WRITE_JSON, &out, &error), KHD_USAGE);
    khd_store_close(store);
}

static void every_byte_of_a_text_has_an_answer(void **state)
{
    (void)state;
    static const char text[] = SIRTE "\n" NOTHING "\n\nRead more: other news\n";
    khd_original o = text_original(text);
    khd_report *report = must_read(&o);
    char *out;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        assert_int_equal(khd_report_explain(report, i, KHD_WRITE_TEXT, &out, NULL), KHD_OK);
        assert_true(strstr(out, "coded") || strstr(out, "not read"));
        khd_free(out);
    }
    assert_int_equal(khd_report_explain(report, sizeof text - 1, KHD_WRITE_TEXT, &out, NULL),
                     KHD_USAGE);
    assert_int_equal(khd_report_explain(report, strcspn(text, "m"), KHD_WRITE_COLOUR, &out, NULL),
                     KHD_OK);
    assert_non_null(strchr(out, '\033'));
    khd_free(out);
    khd_report_free(report);
}

/* ---- what goes wrong with a file ------------------------------------------------------------------ */

static void fails(khd_store_mode mode, khd_status status, const char *text)
{
    khd_store *store = NULL;
    khd_error error = {0};
    assert_int_equal(khd_store_open(path, mode, &store, &error), status);
    assert_null(store);
    if (!strstr(error.text, text))
        fail_msg("\"%s\" does not say \"%s\"", error.text, text);
}

static void set_pragma(const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    fresh("none.db");
    fails(KHD_STORE_READ, KHD_IO, "none.db: no such database");
    khd_store_close(filled("newer.db"));
    set_pragma("PRAGMA user_version=99");
    fails(KHD_STORE_READ, KHD_DATA, "newer version");
    fails(KHD_STORE_WRITE, KHD_DATA, "newer version");
    fresh("others.db");
    set_pragma("CREATE TABLE t(x)");
    fails(KHD_STORE_READ, KHD_DATA, "another program");
    fails(KHD_STORE_WRITE, KHD_DATA, "another program");
    fresh("empty.db");
    set_pragma("PRAGMA application_id=1263029316");
    fails(KHD_STORE_READ, KHD_DATA, "");
    fresh("text.db");
    FILE *f = fopen(path, "w");
    fputs(SIRTE SIRTE SIRTE SIRTE SIRTE SIRTE SIRTE, f);
    fclose(f);
    fails(KHD_STORE_WRITE, KHD_DATA, "not a database");
    path[0] = 0;
    fails(KHD_STORE_WRITE, KHD_USAGE, "no name");
}

/* A file as version 1 of the tables made it is brought up to date, by writing only. */
static void an_older_file_is_brought_up_to_date(void **state)
{
    (void)state;
    int last;
    const khd_store_version *versions = khd_store_versions(&last);
    fresh("older.db");
    for (size_t i = 0; i < sizeof versions->scripts / sizeof *versions->scripts; i++)
        for (const char *const *sql = versions->scripts[i]; sql && *sql; sql++)
            set_pragma(*sql);
    set_pragma("PRAGMA application_id=1263029316; PRAGMA user_version=1");
    if (last > 1)
        fails(KHD_STORE_READ, KHD_DATA, "older version");
    khd_store *store = must_open(KHD_STORE_WRITE);
    must_begin(store);
    khd_original text = text_original(SIRTE);
    assert_int_equal(must_add(store, &text), KHD_ADDED);
    must_commit(store);
    khd_store_close(store);
    store = must_open(KHD_STORE_READ);
    assert_int_equal(count(store, false), 1);
    khd_store_close(store);
}

static void a_locked_file_is_told(void **state)
{
    (void)state;
    khd_store *store = filled("locked.db");
    sqlite3 *other;
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    khd_error error = {0};
    assert_int_equal(khd_store_begin(store, engine, &error), KHD_BUSY);
    assert_non_null(strstr(error.text, "another program"));
    assert_int_equal(count(store, false), 4); /* reading goes on */
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    must_begin(store);
    must_commit(store);
    sqlite3_close(other);
    khd_store_close(store);
}

/* Bytes of a whole database are changed at random; nothing may crash or hang. */
static void damaged_files_are_survived(void **state)
{
    (void)state;
    khd_store_close(filled("whole.db"));
    FILE *f = fopen(path, "rb");
    static unsigned char whole[1 << 20], bytes[1 << 20];
    size_t n = fread(whole, 1, sizeof whole, f);
    fclose(f);
    uint32_t seed = 12345;
    for (int round = 0; round < 60; round++) {
        memcpy(bytes, whole, n);
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[100 + (seed >> 8) % (n - 100)] = (unsigned char)(seed >> 3);
        }
        fresh("damaged.db");
        f = fopen(path, "wb");
        fwrite(bytes, 1, n, f);
        fclose(f);
        khd_store *store;
        khd_error error = {0};
        if (khd_store_open(path, KHD_STORE_WRITE, &store, &error))
            continue;
        char *out;
        size_t length, found_count;
        khd_original *o = NULL;
        khd_status ignored = khd_store_query(store, &(khd_query){.text = "soldiers"},
                                             KHD_QUERY_JSON, &out, &length, &found_count, &error);
        khd_free(out);
        ignored = khd_store_query(store, &(khd_query){.near = "36,37,900"}, KHD_QUERY_TABLE, &out,
                                  &length, &found_count, &error);
        khd_free(out);
        ignored = khd_store_explain(store, engine, "a", KHD_WRITE_TEXT, &out, &error);
        khd_free(out);
        for (int64_t last = 0; !khd_store_next(store, last, &o, &error) && o && o->number > last;) {
            last = o->number;
            khd_original_free(o);
        }
        khd_original text = text_original(ALEPPO);
        ignored = khd_store_begin(store, engine, &error);
        khd_added added;
        if (!ignored)
            ignored = try_add(store, &text, &added, &error);
        khd_store_close(store);
    }
}

/* ---- a disk that fails at its n-th write -------------------------------------------------------------- */

static sqlite3_vfs *real_vfs, shim_vfs;
static long writes_left = -1; /* -1: the disk is good */
static struct {
    const sqlite3_io_methods *real;
    sqlite3_io_methods shim;
} variants[8];
static int (*real_write)(sqlite3_file *, const void *, int, sqlite3_int64);

static int shim_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    if (!writes_left)
        return SQLITE_FULL;
    if (writes_left > 0)
        writes_left--;
    return real_write(file, bytes, n, at);
}

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *out)
{
    (void)vfs;
    int code = real_vfs->xOpen(real_vfs, name, file, flags, out);
    if (code != SQLITE_OK || !file->pMethods)
        return code;
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        if (!variants[i].real) {
            variants[i].real = file->pMethods;
            variants[i].shim = *file->pMethods;
            real_write = file->pMethods->xWrite;
            variants[i].shim.xWrite = shim_write;
        }
        if (variants[i].real == file->pMethods) {
            file->pMethods = &variants[i].shim;
            return code;
        }
    }
    return SQLITE_CANTOPEN;
}

/* Adds four reports in two batches; KHD_OK, or how it failed. */
static khd_status fill_two(khd_error *error)
{
    khd_store *store;
    khd_status status = khd_store_open(path, KHD_STORE_WRITE, &store, error);
    if (status)
        return status;
    const char *const texts[] = {SIRTE, ALEPPO, NOTHING, "Gunmen shot dead 3 men in Aden."};
    for (int i = 0; i < 4 && !status; i++) {
        khd_original text = text_original(texts[i]);
        khd_added added;
        if (i % 2 == 0)
            status = khd_store_begin(store, engine, error);
        if (!status)
            status = try_add(store, &text, &added, error);
        if (!status && i % 2)
            status = khd_store_commit(store, error);
    }
    khd_store_close(store);
    return status;
}

static void a_full_disk_loses_nothing(void **state)
{
    (void)state;
    real_vfs = sqlite3_vfs_find(NULL);
    shim_vfs = *real_vfs;
    shim_vfs.zName = "full";
    shim_vfs.xOpen = shim_open;
    assert_int_equal(sqlite3_vfs_register(&shim_vfs, 1), SQLITE_OK);
    bool done = false;
    int failures = 0;
    for (long n = 0; !done; n += n < 40 ? 1 : 7) {
        fresh("full.db");
        khd_error error = {0};
        writes_left = n;
        khd_status status = fill_two(&error);
        done = writes_left > 0;
        writes_left = -1;
        if (status == KHD_OK) /* what fails when the file is closed loses nothing either */
            done = true;
        else if (status != KHD_FULL || !strstr(error.text, "disk is full"))
            fail_msg("write %ld: status %d, %s", n, status, error.text);
        khd_store *store = must_open(KHD_STORE_WRITE);
        int64_t reports = count(store, false);
        assert_true(reports == 0 || reports == 2 || reports == 4);
        assert_true(status || reports == 4);
        khd_store_close(store);
        assert_int_equal(fill_two(&error), KHD_OK);
        store = must_open(KHD_STORE_READ);
        assert_int_equal(count(store, false), 4);
        khd_store_close(store);
        failures += status == KHD_FULL;
    }
    assert_true(failures > 40);
    sqlite3_vfs_unregister(&shim_vfs);
}

/* ---- the run ---------------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    (void)state;
    khd_error error = {0};
    if (!mkdtemp(folder) || khd_engine_open(getenv("KHALDUN_DATA"), &engine, &error) ||
        khd_worker_new(engine, &worker, &error))
        fprintf(stderr, "%s\n", error.text);
    return !worker;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"in.db",     "same.db",  "batch.db",  "again.db",
                                        "ask.db",    "wrong.db", "csv.db",    "explain.db",
                                        "none.db",   "newer.db", "others.db", "empty.db",
                                        "text.db",   "locked.db", "whole.db", "damaged.db",
                                        "full.db",   "older.db"};
    khd_worker_free(worker);
    khd_engine_close(engine);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        fresh(names[i]);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(the_same_bytes_are_one_report),
        cmocka_unit_test(a_batch_is_stored_whole_or_not),
        cmocka_unit_test(coding_again_tells_what_differs),
        cmocka_unit_test(conditions_hold),
        cmocka_unit_test(what_cannot_be_asked_is_told),
        cmocka_unit_test(csv_has_no_formula),
        cmocka_unit_test(an_account_is_explained),
        cmocka_unit_test(every_byte_of_a_text_has_an_answer),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(an_older_file_is_brought_up_to_date),
        cmocka_unit_test(a_locked_file_is_told),
        cmocka_unit_test(damaged_files_are_survived),
        cmocka_unit_test(a_full_disk_loses_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
