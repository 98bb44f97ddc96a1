/* tablecheck, values: cells that must name a country, a class, a kind ... */
#include "tablecheck_parts.h"

#include "gazetteer.h"
#include "label.h"

#include <stdlib.h>
#include <string.h>

#define KIND_TEXT(name, text) text,

static int by_text(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

static int order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first cells of a table, sorted; an empty list when the table is not there. */
typedef KHD_LIST(const char *) names;

static names keys_of(const khd_tablecheck *c, const char *table)
{
    const khd_tsv *t = khd_tablecheck_table(c, table);
    names list = {0};
    for (uint32_t i = 0; t && i < t->rows.n; i++)
        *KHD_PUSH(c->arena, &list) = khd_tablecheck_cell(t, i, 0);
    if (list.n)
        qsort(list.v, list.n, sizeof *list.v, order);
    return list;
}

static bool is_place_kind(const char *text)
{
    static const char *const kinds[] = {KHD_GAZETTEER_KIND_LIST(KIND_TEXT)};
    for (size_t i = 0; i < KHD_GAZETTEER_KINDS; i++)
        if (!strcmp(kinds[i], text))
            return true;
    return false;
}

/* "-1.25": digits with one point at most. */
static bool is_number(const char *text)
{
    static const char digits[] = "0123456789";
    text += *text == '-';
    size_t whole = strspn(text, digits), part = 0;
    text += whole;
    if (*text == '.') {
        part = strspn(text + 1, digits);
        text += 1 + part;
    }
    return whole + part > 0 && !*text;
}

/* Is the text among words parted by "|"? */
static bool is_listed(const char *list, const char *text)
{
    size_t length = strlen(text);
    for (;; list++) {
        size_t n = strcspn(list, "|");
        if (n == length && memcmp(list, text, n) == 0)
            return true;
        list += n;
        if (!*list)
            return false;
    }
}

typedef int finder(const char *text);

static bool is_known(const names *countries, const char *values, const char *cell)
{
    static const struct {
        const char *set;
        finder *find;
    } sets[] = {{"actor kind", khd_actor_kind_find},
                {"class", khd_class_find},
                {"harm", khd_harm_find},
                {"group", khd_group_find},
                {"source kind", khd_source_kind_find}};
    size_t n = strlen(values), or_none = strlen(" or none");
    char set[32] = "";
    bool optional = n > or_none && !strcmp(values + n - or_none, " or none");
    if (optional && !*cell)
        return true;
    n -= optional ? or_none : 0;
    if (n >= sizeof set)
        return is_listed(values, cell);
    memcpy(set, values, n);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (!strcmp(sets[i].set, set))
            return sets[i].find(cell) >= 0;
    if (!strcmp(set, "number"))
        return is_number(cell);
    if (!strcmp(set, "place kind"))
        return is_place_kind(cell);
    if (!strcmp(set, "country"))
        return !countries->n ||
               bsearch(cell, countries->v, countries->n, sizeof *countries->v, by_text);
    return is_listed(values, cell);
}

static void check_column(khd_tablecheck *c, const khd_tsv *t, const khd_column_rule *rule,
                         const names *countries)
{
    for (uint32_t i = 0; i < t->rows.n; i++) {
        const char *cell = khd_tablecheck_cell(t, i, rule->column);
        if (rule->column == 0) { /* the first word is the value: "armed_clash artillery" */
            size_t n = strcspn(cell, " ");
            cell = khd_arena_text(c->arena, cell, n);
        }
        if (is_known(countries, rule->values, cell))
            continue;
        khd_tablecheck_find(
            c, t, i,
            (khd_finding){.kind = "unknown",
                          .text = khd_tsv_format(c->arena, "\"%s\": %s \"%s\" is none of: %s",
                                                 khd_tablecheck_cell(t, i, 0),
                                                 t->names[rule->column], cell, rule->values)});
    }
}

void khd_tablecheck_values(khd_tablecheck *c)
{
    names countries = keys_of(c, "countries");
    for (const khd_column_rule *rule = khd_tablecheck_columns; rule->table; rule++) {
        const khd_tsv *t = khd_tablecheck_table(c, rule->table);
        if (t && rule->column < t->columns)
            check_column(c, t, rule, &countries);
    }
}
