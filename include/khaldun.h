/* khaldun.h: reads news reports of armed conflict into auditable records.
 *
 * This is the only public header, and the manual. In short:
 *
 *     khd_engine *engine;
 *     khd_worker *worker;
 *     khd_report *report;
 *     khd_error error;
 *     char *json;
 *     size_t length;
 *     if (khd_engine_open("/usr/share/khaldun", &engine, &error)) ...
 *     if (khd_worker_new(engine, &worker, &error)) ...
 *     khd_input input = {.text = text, .length = strlen(text)};
 *     if (khd_read(worker, &input, &report, &error)) ...
 *     if (khd_report_write(report, KHD_WRITE_JSON, &json, &length, &error)) ...
 *     khd_free(json);
 *     khd_report_free(report);
 *     khd_worker_free(worker);
 *     khd_engine_close(engine);
 *
 * What holds for every call, unless it says otherwise:
 *
 * NULL. Pointers are not NULL, but for `error`. Calls that free or close accept NULL.
 * Results. A call that can fail returns a status, KHD_OK (0) when it did not, and
 *   gives its result through a pointer, which is NULL after a failure.
 * Errors. `error` is filled on failure only, in the caller's memory; NULL: not wanted.
 *   The library does not print and does not end the program.
 * Ownership. What a call hands out belongs to the caller until he frees it; what a call
 *   is given is borrowed until it returns.
 * Threads. An engine serves all threads at once. A worker and a report belong to one
 *   thread at a time. Nothing else is shared.
 * Units. Lengths and offsets are bytes. Text handed out is UTF-8, whatever came in.
 * Same input, same packs: same bytes out, on any thread. The one thing that is read
 *   from the environment is KHALDUN_ISA (khd_engine_open).
 */
#ifndef KHALDUN_H
#define KHALDUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Visible when the library is linked as a shared one; everything else is hidden. */
#define KHD_API __attribute__((visibility("default")))
#define KHD_MUST_USE __attribute__((warn_unused_result))

/* How a call can end. X(NAME, text) */
#define KHD_STATUS_LIST(X)                                                                        \
    X(OK, "done")                                                                                 \
    X(NOMEM, "out of memory")                                                                     \
    X(INPUT, "input cannot be read")                                                              \
    X(TOO_LARGE, "input is larger than the ceiling")                                              \
    X(DATA, "data file is missing, damaged or of another version")                                \
    X(USAGE, "argument out of its range")                                                         \
    X(IO, "reading or writing a file failed")                                                     \
    X(BUSY, "the database is in use by another program")                                          \
    X(FULL, "the disk is full")

#define KHD_STATUS_ENUM(name, text) KHD_##name,
typedef enum { KHD_STATUS_LIST(KHD_STATUS_ENUM) KHD_STATUS_COUNT } khd_status;

/* Details of a failure, in the caller's memory. */
typedef struct {
    khd_status status;
    size_t offset;  /* byte of the input at which it failed; 0 also when none is known */
    char text[240]; /* one line of English, closed by a NUL; never empty after a failure */
} khd_error;

/* A few words of English for a status, any number; never NULL, static. Any thread. */
KHD_API const char *khd_status_text(khd_status status);

/* ---- engine: the data packs, shared by all threads --------------------------- */

typedef struct khd_engine khd_engine;

/* Opens the packs (lexicon.khl, gazetteer.khg, reader.khm) of `folder`, mapped
 * read-only and checked; they must not be cut short while they are open (replace them
 * by rename). The instruction set of the reader is the best of the machine, or what
 * the environment's KHALDUN_ISA names: portable, avx2, vnni; all give the same bytes.
 * KHD_DATA: a pack is missing, damaged or of another version; `error` names it.
 * KHD_USAGE: no such instruction set here, or the folder's name is too long. KHD_IO,
 * KHD_NOMEM. Any thread; the engine may then be used by all threads at once. */
KHD_API KHD_MUST_USE khd_status khd_engine_open(const char *folder, khd_engine **engine,
                                                khd_error *error);
/* The same with a model of the reader: "accurate" (reader.khm; also NULL, and what
 * khd_engine_open takes) or "fast" (reader-fast.khm: a quarter of the work, somewhat more
 * mistakes). KHD_USAGE also when there is no such model. */
KHD_API KHD_MUST_USE khd_status khd_engine_open_model(const char *folder, const char *model,
                                                      khd_engine **engine, khd_error *error);
/* Closes the engine. Its workers and the reports that they read must be freed before:
 * they point into the packs. NULL is accepted. */
KHD_API void khd_engine_close(khd_engine *engine);

/* ---- worker: the scratch memory of one thread ---------------------------------- */

typedef struct khd_worker khd_worker;

/* A worker for one thread at a time; free it before the engine is
 * closed. It takes some megabytes: make one a thread and keep it; it holds nothing of
 * the reports that it read. KHD_NOMEM. Any thread. */
KHD_API KHD_MUST_USE khd_status khd_worker_new(const khd_engine *engine, khd_worker **worker,
                                               khd_error *error);
/* How much the worker reads from now on. 0, as at first: a cheap first look leaves out
 * sentences that promise no conflict; their words get plain tags, and no names. Else
 * every sentence is read, some times slower: wanted for KHD_WRITE_ANNOTATIONS and
 * KHD_WRITE_CONLLU. Cannot fail. The thread that has the worker. */
KHD_API void khd_worker_thorough(khd_worker *worker, int on);
/* Frees the worker; the reports that it read live on. NULL is accepted. */
KHD_API void khd_worker_free(khd_worker *worker);

/* ---- reading --------------------------------------------------------------------- */

/* Ceiling of one report's text in bytes (8 MiB). */
#define KHD_TEXT_CEILING ((size_t)8 << 20)

/* What the bytes of a report are. */
typedef enum {
    KHD_FORM_AUTO, /* HTML when they begin as a page of it does, else plain text */
    KHD_FORM_TEXT,
    KHD_FORM_HTML /* a web page: the article is taken out of it (docs/pages.md) */
} khd_form;

/* One report as given. Only `text` is required; the others may be NULL, and are UTF-8
 * closed by a NUL, at most 64 KiB each (bytes that are no UTF-8 are given back as
 * U+FFFD). What is NULL or "" of title, publisher, published, url and language is taken
 * from a web page when it tells it. Start from {0}: later versions may add fields. */
typedef struct {
    const char *text; /* `length` bytes in any encoding; no closing NUL needed. NULL
                       * when `length` is 0 */
    size_t length;
    const char *id;        /* given back in the output */
    const char *title;     /* context only; nothing is coded from it */
    const char *publisher; /* context only */
    const char *published; /* ISO 8601 or a date in words; resolves weekdays */
    const char *url;
    const char *language; /* BCP 47; anything but English is noted, and read as English */
    khd_form form;
} khd_input;

typedef struct khd_report khd_report;

/* Reads one report into accounts. *report is owned by the caller (khd_report_free) and
 * independent of the worker and of `input`, not of the engine. A text without
 * conflict, or without words, is KHD_OK with no account and a note that says why;
 * bytes that cannot be decoded are marked in "removed".
 * KHD_TOO_LARGE: the text, or the text in UTF-8, is above the ceiling, or a string of
 * the context is. KHD_INPUT: a feed or other XML (khd_intake_open). KHD_USAGE: a text that is NULL
 * with a length, no such form. KHD_NOMEM; the worker is as good as before. The time is
 * linear in the text. The thread that has the worker. */
KHD_API KHD_MUST_USE khd_status khd_read(khd_worker *worker, const khd_input *input,
                                         khd_report **report, khd_error *error);
/* The same from one line of JSON Lines, `length` bytes with or without its line end:
 * {"id","text" or "html","title","published","publisher","url","language"}, of which the
 * text, or a web page as "html", is required; other fields are passed over; "id" is a string or a whole number.
 * KHD_INPUT with the byte offset in the line when it is no such object, KHD_TOO_LARGE
 * for a line that no text below the ceiling needs; else as khd_read. */
KHD_API KHD_MUST_USE khd_status khd_read_json(khd_worker *worker, const char *line, size_t length,
                                              khd_report **report, khd_error *error);
/* Frees the report and all that belongs to it; before the engine is closed. NULL is
 * accepted. The thread that has the report. */
KHD_API void khd_report_free(khd_report *report);

typedef enum { KHD_KIND_TEXT, KHD_KIND_JSON_LINES } khd_kind;

/* What an input is, by the look of its first bytes (64 KiB are plenty): one report, a
 * plain text or a web page, or JSON Lines with a report a line. `bytes` may be NULL when `length` is 0,
 * which is a text. Cannot fail. Any thread. */
KHD_API khd_kind khd_kind_find(const char *bytes, size_t length);

/* Number of accounts in the report. Cannot fail. The thread that has the report. */
KHD_API size_t khd_report_accounts(const khd_report *report);

/* ---- intake: files, archives, feeds and crawls to reports --------------------------- */

/* Where bytes come from. */
typedef struct {
    /* Puts up to n bytes into `out`: how many, 0 at the end, less than 0 after a failure,
     * with `error` filled. It may give fewer than there are. */
    int64_t (*read)(void *with, char *out, size_t n, khd_error *error);
    /* Goes to a byte of the source; 0 when it cannot. NULL for a pipe and the like. */
    int (*seek)(void *with, uint64_t to);
    uint64_t size; /* of the source; looked at with `seek` alone */
    void *with;
} khd_bytes;

/* How to take reports in. Start from {0}. */
typedef struct {
    khd_form form;  /* of the texts; KHD_FORM_AUTO: feeds, WARC and JSON Lines are told by
                     * their look too. Archives always are */
    int lines;      /* 1: the texts are JSON Lines */
    uint64_t most;  /* bytes that the source may unpack to, on all levels together; 0: 64 GiB */
    uint64_t ratio; /* how many times its own size it may unpack to, above the first 64
                     * MiB; 0: 200 */
} khd_intake_plan;

/* One report, or why there is none. All is the intake's until the next call. */
typedef struct {
    const char *member; /* where in the source: "" for the source itself, "!sub/a.html" for a
                         * member of an archive, "#3" for an entry of a feed, "@812" for the
                         * record of a WARC at that byte, one behind the other */
    size_t line;        /* from 1, of JSON Lines: to be read by khd_read_json; else 0 */
    const char *bytes;  /* the report, `length` bytes */
    size_t length;
    khd_input context;  /* what is told beside a text, and its form: for khd_read, once text
                         * and length are set */
    const char *note;   /* NULL, or what is wrong with a report that is given all the same */
    khd_error error;    /* KHD_OK, or why it cannot be read; the intake goes on behind it */
} khd_item;

typedef struct khd_intake khd_intake;

/* Opens a source. What it is, is told by its content: plain text, web page, JSON Lines,
 * RSS, Atom, WARC, each also in gzip, zstd, tar, zip, and these in one another
 * (docs/sources.md). `source` is copied, what it points to is borrowed. The memory is
 * bounded by the largest report (a feed: 32 MiB), not by the source. KHD_NOMEM. One
 * thread at a time. */
KHD_API KHD_MUST_USE khd_status khd_intake_open(const khd_bytes *source,
                                                const khd_intake_plan *plan, khd_intake **intake,
                                                khd_error *error);
/* The next report, or the next thing that cannot be read; 0 at the end. Nothing in a
 * source ends the program or goes unsaid: what is broken, refused (bombs, names and links
 * that lead out of an archive, entities of a feed's own) or too large is an item with its
 * error, and a source without a report gives one that says so. */
KHD_API int khd_intake_next(khd_intake *intake, khd_item *item);
/* NULL is accepted. */
KHD_API void khd_intake_close(khd_intake *intake);

/* ---- writing --------------------------------------------------------------------- */

typedef enum {
    KHD_WRITE_JSON,        /* "khaldun/1", one line */
    KHD_WRITE_ANNOTATIONS, /* "khaldun-annotations/1", one line */
    KHD_WRITE_CONLLU,      /* CoNLL-U with TokenRange in MISC */
    KHD_WRITE_TEXT,        /* for people, without colour; its control characters become U+FFFD */
    KHD_WRITE_COLOUR       /* the same with ANSI colour */
} khd_format;

/* Writes the report into *out (NUL-terminated, *length bytes without the NUL),
 * owned by the caller: khd_free; it outlives the report. Lines end with "\n". May be
 * called again, in any format. KHD_NOMEM: no memory, or more than 1 GiB to write;
 * KHD_USAGE: no such format; *length is then 0. The thread that has the report. */
KHD_API KHD_MUST_USE khd_status khd_report_write(const khd_report *report, khd_format format,
                                                 char **out, size_t *length, khd_error *error);
/* Writes the answer to line `number` (from 1) of JSON Lines that khd_read_json
 * could not read, from the `error` that it gave (not NULL here) and the line again
 * (`line` is not NULL; "" with length 0 when it was thrown away):
 * {"id":...,"error":{"message","offset","line"}}, one line; the id is null when it could
 * not be read either. *out as by khd_report_write. KHD_NOMEM. Any thread. */
KHD_API KHD_MUST_USE khd_status khd_error_write(const khd_error *error, const char *line,
                                                size_t length, size_t number, char **out,
                                                size_t *out_length);
/* Frees what khd_report_write or khd_error_write gave. NULL is accepted. */
KHD_API void khd_free(char *text);

/* ---- store: reports and accounts in a database ------------------------------------- */

/* One SQLite file; its tables and views are described in docs/store.md. A store belongs
 * to one thread at a time; several stores, in several programs, may be open on one file:
 * one writes, the others read. Failures name the file: KHD_BUSY (another program is
 * writing, and went on for five seconds), KHD_FULL, KHD_IO (also: read-only), KHD_DATA
 * (no database, one of another program, of a newer version, or damaged), KHD_NOMEM. */
typedef struct khd_store khd_store;

typedef enum {
    KHD_STORE_READ, /* the file must be there */
    KHD_STORE_WRITE /* makes the file, brings an older one up to date */
} khd_store_mode;

/* Opens a database. KHD_USAGE: an empty name; else as above. */
KHD_API KHD_MUST_USE khd_status khd_store_open(const char *path, khd_store_mode mode,
                                               khd_store **store, khd_error *error);
/* Closes it; an open batch is given up. NULL is accepted. */
KHD_API void khd_store_close(khd_store *store);

/* A report as it was given, to be stored beside what was read from it. */
typedef struct {
    khd_kind kind;     /* read by khd_read, or one line read by khd_read_json */
    const char *bytes; /* what was read; a line with or without its line end */
    size_t length;
    const char *name;  /* where it came from, for people: "a.txt", "b.jsonl:12" */
    khd_input context; /* what khd_read was given beside a text; its text is not looked at */
    int64_t number;    /* of the stored report; 0 for one that is not */
} khd_original;

typedef enum {
    KHD_ADDED,            /* a new report */
    KHD_ADDED_BEFORE,     /* the same bytes are there: nothing done */
    KHD_ADDED_OTHERWISE   /* the same bytes are there, given with another title, publisher,
                           * date, url or language: nothing done */
} khd_added;

/* Begins a batch, all of which is stored at khd_store_commit or nothing: also when the
 * program is killed. `engine` is what reads the reports of the batch. KHD_USAGE: opened
 * for reading, or a batch is open. */
KHD_API KHD_MUST_USE khd_status khd_store_begin(khd_store *store, const khd_engine *engine,
                                                khd_error *error);
/* Ends the batch. After a failure nothing of it is stored. */
KHD_API KHD_MUST_USE khd_status khd_store_commit(khd_store *store, khd_error *error);
/* Gives the batch up. Nothing happens when there is none. */
KHD_API void khd_store_rollback(khd_store *store);

/* What khd_store_add would say of these bytes: KHD_ADDED when they are not stored. A
 * line's end counts for nothing. */
KHD_API KHD_MUST_USE khd_status khd_store_find(khd_store *store, const khd_original *original,
                                               khd_added *found, khd_error *error);
/* Stores a report in the batch, with its bytes (packed), text and accounts. After a
 * failure the batch is given up. KHD_USAGE: no batch. */
KHD_API KHD_MUST_USE khd_status khd_store_add(khd_store *store, const khd_original *original,
                                              const khd_report *report, khd_added *added,
                                              khd_error *error);

/* The stored report with the lowest number above `after`, or NULL at the end; the
 * caller's: khd_original_free. Starts at 0. */
KHD_API KHD_MUST_USE khd_status khd_store_next(khd_store *store, int64_t after,
                                               khd_original **original, khd_error *error);
/* NULL is accepted. */
KHD_API void khd_original_free(khd_original *original);
/* Puts what was read anew from a stored original in the place of what was stored, in a
 * batch. Accounts that are found again keep their id. *out (khd_free) tells what became
 * different, "" when nothing did: as text, or with KHD_WRITE_JSON as one line of JSON. */
KHD_API KHD_MUST_USE khd_status khd_store_recode(khd_store *store, const khd_original *original,
                                                 const khd_report *report, khd_format format,
                                                 char **out, khd_error *error);

/* What a server said of an address when it was read last: with it one asks for the page
 * only if it has changed. Texts closed by a NUL, "" not told. */
typedef struct {
    char etag[256], modified[64];
} khd_visit;

/* Finds the last visit of an address; all "" when there was none. */
KHD_API KHD_MUST_USE khd_status khd_store_visit_find(khd_store *store, const char *url,
                                                     khd_visit *visit, khd_error *error);
/* Keeps a visit, in the batch of what was read there. */
KHD_API KHD_MUST_USE khd_status khd_store_visit_add(khd_store *store, const char *url,
                                                    const khd_visit *visit, khd_error *error);

/* How many reports and accounts are stored. */
KHD_API KHD_MUST_USE khd_status khd_store_count(khd_store *store, int64_t *reports,
                                                int64_t *accounts, khd_error *error);

/* What accounts to look for; all conditions hold at once. Start from {0}: NULL and 0
 * ask for nothing. Names are compared without case and accents. */
typedef struct {
    const khd_engine *engine; /* finds places under other spellings, and countries by name;
                               * NULL: names as they are stored */
    const char *where;     /* place: a city, province, country name or code, or words */
    const char *from, *to; /* days, ISO 8601: accounts whose dates meet this span */
    const char *class_, *status; /* as in the record */
    const char *actor;     /* name, registry id or words of a party, or a part of them */
    const char *text;      /* words of the report, all of them; or FTS5's language:
                            * market NOT "bus stop" */
    const char *near;      /* "LAT,LON,KM": places within so many kilometres */
    int64_t min_killed;    /* a figure of so many killed is told */
    int64_t limit;         /* at most so many accounts */
} khd_query;

typedef enum {
    KHD_QUERY_TABLE,
    KHD_QUERY_WORDS, /* a table with each account's sentence below it */
    KHD_QUERY_CSV,
    KHD_QUERY_JSON
} khd_query_format;

/* Writes the accounts that a query finds, by date, place and id, into *out (khd_free):
 * a table for people, CSV (RFC 4180; cells that a spreadsheet would take for a formula
 * begin with ') or JSON Lines. *count (may be NULL) is how many there are. KHD_USAGE: a
 * day, class, status or search that cannot be. */
KHD_API KHD_MUST_USE khd_status khd_store_query(khd_store *store, const khd_query *query,
                                                khd_query_format format, char **out,
                                                size_t *length, size_t *count, khd_error *error);

/* ---- incidents and exports ------------------------------------------------------------- */

/* Joins the stored accounts into incidents, by the decisions of people and by likeness,
 * and writes them into the tables of incidents in one transaction. The ids are the same
 * in whatever order the reports were added. *incidents (may be NULL): how many. As for
 * khd_store_open; KHD_USAGE: opened for reading. */
KHD_API KHD_MUST_USE khd_status khd_store_join(khd_store *store, const khd_engine *engine,
                                               size_t *incidents, khd_error *error);

/* A person's decision about incidents. It is appended to a log, never changed, and holds
 * when reports are coded again; a later one about the same accounts wins. */
typedef struct {
    int merge;               /* 1: the incidents `ids` are one; 0: the accounts ids[1..] leave
                              * the incident ids[0] */
    const char *const *ids;
    size_t count;
    const char *by, *reason, *at; /* who, why, when (ISO 8601); NULL not told */
} khd_decision;

/* Appends a decision and joins again. KHD_INPUT: no such incident, or account of it. */
KHD_API KHD_MUST_USE khd_status khd_store_decide(khd_store *store, const khd_engine *engine,
                                                 const khd_decision *decision, khd_error *error);

typedef enum {
    KHD_EXPORT_ACLED,    /* CSV with the columns of ACLED; fatalities by rules "acled" */
    KHD_EXPORT_UCDP,     /* CSV with the columns of UCDP GED; deaths by rules "ucdp" */
    KHD_EXPORT_PLOVER,   /* PLOVER 2.0 JSON, one event a line */
    KHD_EXPORT_POLECAT,  /* tables like POLECAT's, parted by tabs */
    KHD_EXPORT_CASUALTY, /* CSV for casualty recorders; numbers by rules "airwars" */
    KHD_EXPORT_GEOJSON,  /* RFC 7946 */
    KHD_EXPORT_JSONL,    /* one incident a line, with every claim and all rule sets */
    KHD_EXPORT_CSV,      /* RFC 4180 */
    KHD_EXPORT_PARQUET
} khd_export_format;

/* What to export. Start from {0}. */
typedef struct {
    khd_export_format format;
    const char *table; /* of csv and parquet: incidents (NULL), accounts, figures; of csv also
                        * "package", the datapackage.json of the three */
    const char *rules; /* literal, acled, ucdp (NULL), airwars; acled, ucdp, casualty have theirs */
    int hxl;           /* csv: a second line with HXL hashtags */
} khd_export;

/* Joins the stored accounts as khd_store_join does, without writing anything, and gives
 * them as one document in *out (khd_free), *length bytes. Same accounts and decisions,
 * same bytes. KHD_USAGE: no such table or rule set. */
KHD_API KHD_MUST_USE khd_status khd_store_export(khd_store *store, const khd_engine *engine,
                                                 const khd_export *asked, char **out,
                                                 size_t *length, khd_error *error);

/* ---- explaining ----------------------------------------------------------------------- */

/* Explains a stored account: each value, its words in their sentence, why, and what else
 * was considered. `id` is the account's, or as much of its beginning as only it has.
 * `engine` may be NULL: then table rows are not named. KHD_INPUT: no such account, or
 * several. KHD_USAGE: no such format (text, colour). */
KHD_API KHD_MUST_USE khd_status khd_store_explain(khd_store *store, const khd_engine *engine,
                                                  const char *id, khd_format format, char **out,
                                                  khd_error *error);
/* Says what became of the passage at a byte of the report's text: the account that it
 * gave, or why it gave none. KHD_USAGE: behind the text's end; no such format. */
KHD_API KHD_MUST_USE khd_status khd_report_explain(const khd_report *report, size_t offset,
                                                   khd_format format, char **out,
                                                   khd_error *error);

/* ---- tables and places: for those who keep them --------------------------------------- */

/* Checks the tables (*.tsv) of a folder like data/: rows of a wrong form, rows that stand
 * twice or contradict each other, keys that no text can spell, values and parents that
 * stand nowhere, impossible dates. *out (khd_free): a line a finding, FOLDER/FILE:LINE:
 * KIND: TEXT, or with KHD_WRITE_JSON an object {"file","line","kind","text"} a line; ""
 * when nothing was found. *found: how many. KHD_IO: the folder or a file cannot be read;
 * KHD_INPUT: no tables there; KHD_TOO_LARGE: more than 256 tables, or a file above
 * 64 MiB; KHD_USAGE: no such format (text, JSON). Any thread. */
KHD_API KHD_MUST_USE khd_status khd_tables_check(const khd_engine *engine, const char *folder,
                                                 khd_format format, char **out, size_t *found,
                                                 khd_error *error);

/* Tells which places the words could name, how likely each is, and why: by themselves,
 * or as the report (NULL: none) would read them, with its mentions of the name. *out
 * (khd_free): text for people, or with KHD_WRITE_JSON one object. KHD_USAGE: words
 * without letters or longer than 120 bytes, no such format. The thread that has the
 * report; it is as it was afterwards. */
KHD_API KHD_MUST_USE khd_status khd_places_why(const khd_engine *engine, const char *words,
                                               khd_report *report, khd_format format, char **out,
                                               khd_error *error);

#ifdef __cplusplus
}
#endif

#endif
