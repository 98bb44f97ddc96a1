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
    X(IO, "reading or writing a file failed")

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
/* Frees the worker; the reports that it read live on. NULL is accepted. */
KHD_API void khd_worker_free(khd_worker *worker);

/* ---- reading --------------------------------------------------------------------- */

/* Ceiling of one report's text in bytes (8 MiB). */
#define KHD_TEXT_CEILING ((size_t)8 << 20)

/* One report as given. Only `text` is required; the others may be NULL, and are UTF-8
 * closed by a NUL, at most 64 KiB each (bytes that are no UTF-8 are given back as
 * U+FFFD). Start from {0}: later versions may add fields. */
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
} khd_input;

typedef struct khd_report khd_report;

/* Reads one report into accounts. *report is owned by the caller (khd_report_free) and
 * independent of the worker and of `input`, not of the engine. A text without
 * conflict, or without words, is KHD_OK with no account and a note that says why;
 * bytes that cannot be decoded are marked in "removed".
 * KHD_TOO_LARGE: the text, or the text in UTF-8, is above the ceiling, or a string of
 * the context is. KHD_INPUT: HTML or a feed, which are not read yet. KHD_USAGE: a text
 * that is NULL with a length. KHD_NOMEM; the worker is as good as before. The time is
 * linear in the text. The thread that has the worker. */
KHD_API KHD_MUST_USE khd_status khd_read(khd_worker *worker, const khd_input *input,
                                         khd_report **report, khd_error *error);
/* The same from one line of JSON Lines, `length` bytes with or without its line end:
 * {"id","text","title","published","publisher","url","language"}, of which "text" is
 * required; other fields are passed over; "id" is a string or a whole number.
 * KHD_INPUT with the byte offset in the line when it is no such object, KHD_TOO_LARGE
 * for a line that no text below the ceiling needs; else as khd_read. */
KHD_API KHD_MUST_USE khd_status khd_read_json(khd_worker *worker, const char *line, size_t length,
                                              khd_report **report, khd_error *error);
/* Frees the report and all that belongs to it; before the engine is closed. NULL is
 * accepted. The thread that has the report. */
KHD_API void khd_report_free(khd_report *report);

typedef enum { KHD_KIND_TEXT, KHD_KIND_JSON_LINES } khd_kind;

/* What an input is, by the look of its first bytes (64 KiB are plenty): one plain
 * text, or JSON Lines with a report a line. `bytes` may be NULL when `length` is 0,
 * which is a text. Cannot fail. Any thread. */
KHD_API khd_kind khd_kind_find(const char *bytes, size_t length);

/* Number of accounts in the report. Cannot fail. The thread that has the report. */
KHD_API size_t khd_report_accounts(const khd_report *report);

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

#ifdef __cplusplus
}
#endif

#endif
