/* codes: ACLED-like, PLOVER and CAMEO codes by table. See codes.h. */
#include "codes.h"

#include <stdio.h>
#include <string.h>

enum { COL_ACLED = 1, COL_PLOVER, COL_MODE, COL_CAMEO };

/* The means that decides a code, "" when none is told. */
static const char *leading_means(const khd_account *a)
{
    return a->means.n && a->means.v[0].kind ? a->means.v[0].kind : "";
}

/* Civilians are harmed and no other side fights back. */
static bool on_civilians(const khd_account *a)
{
    for (uint32_t i = 0; i < a->casualties.n; i++)
        if (a->casualties.v[i].group == KHD_GROUP_CIVILIAN &&
            a->casualties.v[i].side != KHD_SIDE_A)
            return true;
    for (uint32_t i = 0; i < a->side_b.n; i++)
        if (a->side_b.v[i].kind == KHD_ACTOR_KIND_CIVILIANS)
            return true;
    return false;
}

/* The most specific row: "class means", "class civilians", "class". */
static int32_t find_row(const khd_table *table, const khd_account *a)
{
    char key[96];
    const char *name = khd_class_text(a->class_);
    snprintf(key, sizeof key, "%s %s", name, leading_means(a));
    int32_t row = *leading_means(a) ? khd_table_find(table, key) : KHD_NOTHING;
    if (row == KHD_NOTHING && on_civilians(a)) {
        snprintf(key, sizeof key, "%s civilians", name);
        row = khd_table_find(table, key);
    }
    return row == KHD_NOTHING ? khd_table_find(table, name) : row;
}

void khd_codes_run(khd_doc *doc, const khd_lexicon *lexicon, khd_account *a)
{
    const khd_table *table = khd_lexicon_table(lexicon, "codes");
    int32_t row = find_row(table, a);
    const char *event = khd_table_cell(table, row, COL_PLOVER);
    const char *mode = khd_table_cell(table, row, COL_MODE);
    a->code_acled = khd_table_cell(table, row, COL_ACLED);
    a->code_plover = *mode ? khd_doc_format(doc, "%s/%s", event, mode) : event;
    a->code_cameo = khd_table_cell(table, row, COL_CAMEO);
}
