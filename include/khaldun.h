/* khaldun.h: reads news reports of armed conflict into auditable records.
 *
 * This is the only public header, and the manual.
 */
#ifndef KHALDUN_H
#define KHALDUN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Exported from the shared library; everything else is hidden. */
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
    X(IO, "reading or writing a file failed")

#define KHD_STATUS_ENUM(name, text) KHD_##name,
typedef enum { KHD_STATUS_LIST(KHD_STATUS_ENUM) KHD_STATUS_COUNT } khd_status;

/* Details of a failure, in the caller's memory. */
typedef struct {
    khd_status status;
    size_t offset; /* byte of the input at which it failed */
    char text[240];
} khd_error;

/* One line of English for a status; never NULL. Any thread. */
KHD_API const char *khd_status_text(khd_status status);

/* ---- engine: the data packs, shared by all threads --------------------------- */

typedef struct khd_engine khd_engine;

/* Opens the packs (lexicon.khl, gazetteer.khg, reader.khm) of `folder`, mapped
 * read-only. *engine is NULL on failure (KHD_DATA, KHD_NOMEM); `error` may be
 * NULL. Any thread; the engine may then be used by all threads at once. */
KHD_API KHD_MUST_USE khd_status khd_engine_open(const char *folder, khd_engine **engine,
                                                khd_error *error);
/* Closes the engine after all its workers. NULL is accepted. */
KHD_API void khd_engine_close(khd_engine *engine);

/* ---- worker: the scratch memory of one thread ---------------------------------- */

typedef struct khd_worker khd_worker;

/* A worker for one thread at a time; free it before the engine is closed. */
KHD_API KHD_MUST_USE khd_status khd_worker_new(const khd_engine *engine, khd_worker **worker,
                                               khd_error *error);
KHD_API void khd_worker_free(khd_worker *worker); /* NULL is accepted */

/* ---- reading --------------------------------------------------------------------- */

/* Ceiling of one report's text in bytes (8 MiB). */
#define KHD_TEXT_CEILING ((size_t)8 << 20)

/* One report as given. Only `text` is required; the others may be NULL. Strings
 * are borrowed during the call. */
typedef struct {
    const char *text; /* `length` bytes in any encoding; no closing NUL needed */
    size_t length;
    const char *id;        /* given back in the output */
    const char *title;     /* context only; nothing is coded from it */
    const char *publisher;
    const char *published; /* ISO 8601 or a date in words; resolves weekdays */
    const char *url;
    const char *language; /* BCP 47 */
} khd_input;

typedef struct khd_report khd_report;

/* Reads one report into accounts. *report is owned by the caller and independent
 * of the worker (not of the engine). KHD_TOO_LARGE above the ceiling, KHD_NOMEM;
 * a text without conflict is KHD_OK with no account and a note that says why. */
KHD_API KHD_MUST_USE khd_status khd_read(khd_worker *worker, const khd_input *input,
                                         khd_report **report, khd_error *error);
/* The same from one line of JSON Lines ({"text": ..., "id": ...}; see README).
 * KHD_INPUT with the byte offset when the line is no such object. */
KHD_API KHD_MUST_USE khd_status khd_read_json(khd_worker *worker, const char *line, size_t length,
                                              khd_report **report, khd_error *error);
KHD_API void khd_report_free(khd_report *report); /* NULL is accepted */

typedef enum { KHD_KIND_TEXT, KHD_KIND_JSON_LINES } khd_kind;

/* What an input is, by the look of its first bytes (64 KiB are plenty): one plain
 * text, or JSON Lines with a report a line. Any thread. */
KHD_API khd_kind khd_kind_find(const char *bytes, size_t length);

/* Number of accounts in the report. */
KHD_API size_t khd_report_accounts(const khd_report *report);

/* ---- writing --------------------------------------------------------------------- */

typedef enum {
    KHD_WRITE_JSON,        /* "khaldun/1", one line */
    KHD_WRITE_ANNOTATIONS, /* "khaldun-annotations/1", one line */
    KHD_WRITE_CONLLU,      /* CoNLL-U with TokenRange in MISC */
    KHD_WRITE_TEXT,        /* for people, without colour */
    KHD_WRITE_COLOUR       /* for people, with ANSI colour */
} khd_format;

/* Writes the report into *out (NUL-terminated, *length bytes without the NUL),
 * owned by the caller: khd_free. Lines end with "\n". Any thread that owns the
 * report. KHD_NOMEM. */
KHD_API KHD_MUST_USE khd_status khd_report_write(const khd_report *report, khd_format format,
                                                 char **out, size_t *length, khd_error *error);
/* Writes the answer to line `number` (from 1) of JSON Lines that khd_read_json
 * could not read: {"id":...,"error":{"message","offset","line"}}, one line; the
 * id is null when it could not be read either. Owned by the caller: khd_free. Any
 * thread. KHD_NOMEM. */
KHD_API KHD_MUST_USE khd_status khd_error_write(const khd_error *error, const char *line,
                                                size_t length, size_t number, char **out,
                                                size_t *out_length);
KHD_API void khd_free(char *text); /* NULL is accepted */

#ifdef __cplusplus
}
#endif

#endif
