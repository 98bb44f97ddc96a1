/* khaldun_store: the public calls that join a store with an engine or a report. See
 * khaldun.h; the calls that need a store alone stand in the store itself.
 */
#include "khaldun_parts.h"

#include "explain.h"
#include "file.h"
#include "query.h"
#include "recode.h"
#include "status.h"
#include "store.h"
#include "write.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what codes: the program's version and the packs ------------------------------------ */

enum { PRINT = (KHD_PRINT_ROOM - 1) / 2 };

/* One hash over the three packs, by their content. */
static khd_status fingerprint(const khd_engine *engine, char out[KHD_PRINT_ROOM], khd_error *error)
{
    const char *const names[] = {"lexicon.khl", "gazetteer.khg", engine->weights};
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, PRINT);
    for (int i = 0; i < 3; i++) {
        char path[4200];
        snprintf(path, sizeof path, "%s/%s", engine->folder, names[i]);
        khd_file file;
        khd_status status = khd_file_map(path, &file, error);
        if (status)
            return status;
        crypto_generichash_update(&state, (const unsigned char *)file.bytes, file.length);
        khd_file_unmap(&file);
    }
    unsigned char digest[PRINT];
    crypto_generichash_final(&state, digest, sizeof digest);
    sodium_bin2hex(out, KHD_PRINT_ROOM, digest, sizeof digest);
    return KHD_OK;
}

/* The fingerprint is worked out once an engine, by whoever needs it first. */
static khd_status find_print(const khd_engine *engine, const char **print, khd_error *error)
{
    khd_engine_print *p = engine->print;
    khd_status status = KHD_OK;
    pthread_mutex_lock(&p->lock);
    if (!p->hex[0])
        status = fingerprint(engine, p->hex, error);
    if (status)
        p->hex[0] = 0;
    pthread_mutex_unlock(&p->lock);
    *print = p->hex;
    return status;
}

khd_status khd_store_begin(khd_store *store, const khd_engine *engine, khd_error *error)
{
    const char *print;
    khd_status status = find_print(engine, &print, error);
    return status ? status : khd_store_begin_by(store, KHALDUN_VERSION, print, error);
}

/* ---- adding and coding again ---------------------------------------------------------------- */

khd_status khd_store_add(khd_store *store, const khd_original *original, const khd_report *report,
                         khd_added *added, khd_error *error)
{
    return khd_store_add_doc(store, original, report->doc, added, error);
}

/* The difference between what is stored and the report; then the report is stored. */
static khd_status recode(khd_store *store, const khd_original *original, const khd_report *report,
                         bool json, khd_buffer *out, khd_error *error)
{
    char *before;
    khd_status status = khd_store_record(store, original->number, &before, error);
    if (status)
        return status;
    khd_buffer after = {0};
    khd_write_accounts(&after, report->doc);
    status = after.failed ? KHD_NOMEM
                          : khd_recode_compare(out, original->name, before, after.v, json);
    if (status)
        khd_error_set(error, status, 0, "out of memory");
    else
        status = khd_store_replace_doc(store, original, report->doc, error);
    khd_buffer_free(&after);
    free(before);
    return status;
}

/* Hands over what was written, or frees it after a failure. */
static khd_status take(khd_buffer *buffer, khd_status status, char **out, size_t *length,
                       khd_error *error)
{
    size_t ignored;
    if (!length)
        length = &ignored;
    *length = 0;
    if (!status) {
        khd_buffer_text(buffer, "");
        *out = khd_buffer_take(buffer, length);
        if (*out)
            return KHD_OK;
        status = khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    khd_buffer_free(buffer);
    return status;
}

khd_status khd_store_recode(khd_store *store, const khd_original *original,
                            const khd_report *report, khd_format format, char **out,
                            khd_error *error)
{
    *out = NULL;
    khd_buffer buffer = {0};
    khd_status status =
        recode(store, original, report, format == KHD_WRITE_JSON, &buffer, error);
    status = take(&buffer, status, out, NULL, error);
    if (status)
        khd_store_rollback(store);
    return status;
}

/* ---- asking and explaining --------------------------------------------------------------------- */

khd_status khd_store_query(khd_store *store, const khd_query *query, khd_query_format format,
                           char **out, size_t *length, size_t *count, khd_error *error)
{
    *out = NULL;
    size_t ignored;
    khd_buffer buffer = {0};
    const khd_gazetteer *gazetteer = query->engine ? query->engine->packs.gazetteer : NULL;
    khd_status status = khd_query_run(store, gazetteer, query, format, &buffer,
                                      count ? count : &ignored, error);
    return take(&buffer, status, out, length, error);
}

static khd_status check_format(khd_format format, khd_error *error)
{
    if (format == KHD_WRITE_TEXT || format == KHD_WRITE_COLOUR)
        return KHD_OK;
    return khd_error_set(error, KHD_USAGE, 0, "explanations are written as text or in colour");
}

khd_status khd_store_explain(khd_store *store, const khd_engine *engine, const char *id,
                             khd_format format, char **out, khd_error *error)
{
    *out = NULL;
    khd_status status = check_format(format, error);
    khd_buffer buffer = {0};
    if (!status)
        status = khd_explain_account(store, engine ? engine->packs.lexicon : NULL, id,
                                     format == KHD_WRITE_COLOUR, &buffer, error);
    return take(&buffer, status, out, NULL, error);
}

khd_status khd_report_explain(const khd_report *report, size_t offset, khd_format format,
                              char **out, khd_error *error)
{
    *out = NULL;
    khd_status status = check_format(format, error);
    if (!status && offset >= report->doc->length)
        status = khd_error_set(error, KHD_USAGE, offset, "the text ends at byte %u",
                               report->doc->length);
    khd_buffer buffer = {0};
    if (!status)
        khd_explain_passage(report->doc, (uint32_t)offset, format == KHD_WRITE_COLOUR, &buffer);
    return take(&buffer, status, out, NULL, error);
}
