/* khaldun_export: the public calls about incidents: joining, deciding, exporting. See
 * khaldun.h.
 */
#include "khaldun_parts.h"

#include "export.h"
#include "gather.h"
#include "status.h"

#include <stdlib.h>

khd_status khd_store_join(khd_store *store, const khd_engine *engine, size_t *incidents,
                          khd_error *error)
{
    khd_gathering *g;
    khd_status status = khd_gather(store, engine->packs.lexicon, &g, error);
    if (status)
        return status;
    status = khd_gather_write(store, g, error);
    if (incidents)
        *incidents = g->event_count;
    khd_gathering_free(g);
    return status;
}

khd_status khd_store_decide(khd_store *store, const khd_engine *engine,
                            const khd_decision *decision, khd_error *error)
{
    khd_gathering *g;
    khd_status status = khd_gather(store, engine->packs.lexicon, &g, error);
    if (status)
        return status;
    khd_gather_decision made = {.merge = decision->merge != 0,
                                .ids = decision->ids,
                                .count = decision->count,
                                .by = decision->by,
                                .reason = decision->reason,
                                .at = decision->at};
    status = khd_gather_decide(store, g, &made, error);
    khd_gathering_free(g);
    return status ? status : khd_store_join(store, engine, NULL, error);
}

khd_status khd_store_export(khd_store *store, const khd_engine *engine, const khd_export *asked,
                            char **out, size_t *length, khd_error *error)
{
    *out = NULL;
    *length = 0;
    khd_gathering *g;
    khd_buffer buffer = {0};
    khd_status status = khd_gather(store, engine->packs.lexicon, &g, error);
    if (status)
        return status;
    status = khd_export_write(g, asked, &buffer, error);
    khd_gathering_free(g);
    if (!status) {
        khd_buffer_text(&buffer, "");
        *out = khd_buffer_take(&buffer, length);
        if (*out)
            return KHD_OK;
        status = khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    khd_buffer_free(&buffer);
    return status;
}
