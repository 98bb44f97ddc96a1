/* tablecheck: see tablecheck.h. Here rows are compared with each other. */
#include "tablecheck_parts.h"

#include <stdlib.h>
#include <string.h>

const khd_tsv *khd_tablecheck_table(const khd_tablecheck *c, const char *name)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (!strcmp(c->tables[i].name, name))
            return &c->tables[i];
    return NULL;
}

const char *khd_tablecheck_cell(const khd_tsv *t, uint32_t row, uint32_t column)
{
    return row < t->rows.n && column < t->columns ? t->rows.v[row].cells[column] : "";
}

void khd_tablecheck_find(khd_tablecheck *c, const khd_tsv *t, uint32_t row, khd_finding finding)
{
    finding.file = t->file;
    finding.line = row < t->rows.n ? t->rows.v[row].line : 1;
    *KHD_PUSH(c->arena, &c->findings) = finding;
}

/* ---- rows of one key ---------------------------------------------------------------- */

/* A row to be sorted: qsort knows nothing of the table. */
typedef struct {
    const char *key;
    uint32_t row;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* Bits of the columns, the first aside, in which two rows differ. */
static uint32_t difference(const khd_tsv *t, uint32_t a, uint32_t b)
{
    uint32_t bits = 0;
    for (uint32_t i = 1; i < t->columns; i++)
        if (strcmp(khd_tablecheck_cell(t, a, i), khd_tablecheck_cell(t, b, i)) != 0)
            bits |= i < 31 ? 1u << i : 1u << 31;
    return bits;
}

static void compare(khd_tablecheck *c, const khd_tsv *t, uint32_t a, uint32_t b)
{
    uint32_t differ = difference(t, a, b), column = 1;
    uint32_t line = t->rows.v[a].line;
    const char *key = khd_tablecheck_cell(t, a, 0);
    if (!differ) {
        khd_tablecheck_find(
            c, t, b,
            (khd_finding){.kind = "twice",
                          .text =
                              khd_tsv_format(c->arena, "\"%s\" stands in line %u too", key, line)});
        return;
    }
    if (differ & khd_tablecheck_rule(t->name).apart)
        return;
    while (column < 31 && !(differ & 1u << column))
        column++;
    khd_tablecheck_find(c, t, b,
                        (khd_finding){.kind = "conflict",
                                      .text = khd_tsv_format(
                                          c->arena,
                                          "\"%s\" has %s \"%s\" here and \"%s\" in line %u: only "
                                          "the first counts",
                                          key, column < t->columns ? t->names[column] : "?",
                                          khd_tablecheck_cell(t, b, column),
                                          khd_tablecheck_cell(t, a, column), line)});
}

/* Each row with the rows of its key before it; a key of very many rows is a fault of
 * its own, and is not compared further. */
static void check_twins(khd_tablecheck *c, const khd_tsv *t)
{
    enum { SAME_MAX = 40 };
    keyed *v = khd_arena_push(c->arena, t->rows.n + 1, sizeof *v);
    for (uint32_t i = 0; i < t->rows.n; i++)
        v[i] = (keyed){khd_tablecheck_cell(t, i, 0), i};
    qsort(v, t->rows.n, sizeof *v, by_key);
    for (uint32_t i = 1; i < t->rows.n; i++)
        for (uint32_t k = i, n = 0; k-- > 0 && !strcmp(v[k].key, v[i].key) && n < SAME_MAX; n++) {
            uint32_t before = c->findings.n;
            compare(c, t, v[k].row, v[i].row);
            if (c->findings.n > before)
                break; /* one finding a row */
        }
}

/* ---- all ---------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const khd_finding *x = a, *y = b;
    int order = strcmp(x->file, y->file);
    if (!order)
        order = (x->line > y->line) - (x->line < y->line);
    if (!order)
        order = strcmp(x->kind, y->kind);
    return order ? order : strcmp(x->text, y->text);
}

khd_findings khd_tablecheck_run(khd_arena *arena, const khd_lexicon *lexicon,
                                const khd_tsv_text *texts, uint32_t n)
{
    khd_tablecheck *c = khd_arena_push(arena, 1, sizeof *c);
    c->arena = arena;
    c->lexicon = lexicon;
    for (uint32_t i = 0; i < n && c->count < KHD_TABLES_MAX; i++)
        c->tables[c->count++] = khd_tsv_read(arena, texts[i], &c->findings);
    for (uint32_t i = 0; i < c->count; i++) {
        khd_table_rule rule = khd_tablecheck_rule(c->tables[i].name);
        check_twins(c, &c->tables[i]);
        khd_tablecheck_keys(c, &c->tables[i], &rule);
    }
    khd_tablecheck_values(c);
    khd_tablecheck_actors(c);
    if (c->findings.n)
        qsort(c->findings.v, c->findings.n, sizeof *c->findings.v, by_place);
    return c->findings;
}
