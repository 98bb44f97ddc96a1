/* tablecheck, actors: dates, parents, and names that mean two actors at one time. */
#include "tablecheck_parts.h"

#include "registry.h"

#include <stdlib.h>
#include <string.h>

/* A row by one of its cells. */
typedef struct {
    const char *text;
    uint32_t row;
} entry;

typedef struct {
    khd_tablecheck *c;
    const khd_tsv *t;
    entry *ids; /* sorted */
    const khd_tsv *countries;
} actors;

static int by_text(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static const char *cell(const actors *a, uint32_t row, uint32_t column)
{
    return khd_tablecheck_cell(a->t, row, column);
}

static void find(const actors *a, uint32_t row, const char *kind, const char *text)
{
    khd_tablecheck_find(a->c, a->t, row, (khd_finding){.kind = kind, .text = text});
}

static entry *sorted(const actors *a, uint32_t column)
{
    entry *v = khd_arena_push(a->c->arena, a->t->rows.n + 1, sizeof *v);
    for (uint32_t i = 0; i < a->t->rows.n; i++)
        v[i] = (entry){cell(a, i, column), i};
    qsort(v, a->t->rows.n, sizeof *v, by_text);
    return v;
}

/* First row of an id, or KHD_NOTHING. */
static int32_t row_of(const actors *a, const char *id)
{
    uint32_t lo = 0, hi = a->t->rows.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (strcmp(a->ids[mid].text, id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    bool there = lo < a->t->rows.n && !strcmp(a->ids[lo].text, id);
    return there ? (int32_t)a->ids[lo].row : KHD_NOTHING;
}

/* ---- dates ----------------------------------------------------------------------------- */

enum { OPEN = -1, BAD = -2, FIRST_YEAR = 1500, LAST_YEAR = 2100 };

/* Months since year 0 of "2013" or "2013-06"; `last` takes the end of a year. */
static int month_of(const char *text, bool last)
{
    int year = 0, month = 0;
    size_t n = strlen(text);
    if (!n)
        return OPEN;
    if ((n != 4 && n != 7) || strspn(text, "0123456789") != 4 || (n == 7 && text[4] != '-'))
        return BAD;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (text[i] - '0');
    if (n == 7 && strspn(text + 5, "0123456789") == 2)
        month = (text[5] - '0') * 10 + (text[6] - '0');
    if (year < FIRST_YEAR || year > LAST_YEAR || (n == 7 && (month < 1 || month > 12)))
        return BAD;
    return year * 12 + (n == 7 ? month - 1 : last ? 11 : 0);
}

static void check_dates(const actors *a, uint32_t row)
{
    const char *from = cell(a, row, KHD_ACTOR_FROM), *to = cell(a, row, KHD_ACTOR_TO);
    int first = month_of(from, false), last = month_of(to, true);
    if (first == BAD || last == BAD)
        find(a, row, "date",
             khd_tsv_format(a->c->arena, "\"%s\": \"%s\" is no year or year-month",
                            cell(a, row, KHD_ACTOR_ALIAS), first == BAD ? from : to));
    else if (first >= 0 && last >= 0 && first > last)
        find(a, row, "date",
             khd_tsv_format(a->c->arena, "\"%s\": ends (%s) before it begins (%s)",
                            cell(a, row, KHD_ACTOR_ALIAS), to, from));
}

static bool overlap(const actors *a, uint32_t x, uint32_t y)
{
    int from_x = month_of(cell(a, x, KHD_ACTOR_FROM), false);
    int from_y = month_of(cell(a, y, KHD_ACTOR_FROM), false);
    int to_x = month_of(cell(a, x, KHD_ACTOR_TO), true);
    int to_y = month_of(cell(a, y, KHD_ACTOR_TO), true);
    return (to_x < 0 || from_y <= to_x) && (to_y < 0 || from_x <= to_y);
}

/* ---- parents ------------------------------------------------------------------------------ */

static bool is_branch(const actors *a, const char *parent)
{
    static const char *const branches[] = {"military",        "police", "government",
                                           "security forces", "navy",   "air"};
    const char *country = parent + strlen("state:"), *branch = strchr(country, ':');
    bool found = false;
    if (!branch)
        return false;
    for (uint32_t i = 0; a->countries && i < a->countries->rows.n && !found; i++)
        found = !strncmp(khd_tablecheck_cell(a->countries, i, 0), country,
                         (size_t)(branch - country)) &&
                branch - country == 3;
    if (a->countries && !found)
        return false;
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++)
        if (!strcmp(branch + 1, branches[i]))
            return true;
    return false;
}

static void check_parent(const actors *a, uint32_t row)
{
    enum { STEPS_MAX = 32 };
    const char *parent = cell(a, row, KHD_ACTOR_PARENT), *id = cell(a, row, KHD_ACTOR_ID);
    if (!*parent)
        return;
    bool state = !strncmp(parent, "state:", 6);
    if (state ? !is_branch(a, parent) : row_of(a, parent) == KHD_NOTHING) {
        find(a, row, "unknown",
             khd_tsv_format(a->c->arena, "\"%s\": no such parent: \"%s\"",
                            cell(a, row, KHD_ACTOR_ALIAS), parent));
        return;
    }
    int32_t at = state ? KHD_NOTHING : row_of(a, parent);
    for (int steps = 0; at != KHD_NOTHING; steps++) {
        if (!strcmp(cell(a, (uint32_t)at, KHD_ACTOR_ID), id) || steps == STEPS_MAX) {
            find(a, row, "conflict",
                 khd_tsv_format(a->c->arena, "\"%s\" is a parent of its own parent", id));
            return;
        }
        const char *up = cell(a, (uint32_t)at, KHD_ACTOR_PARENT);
        at = *up && strncmp(up, "state:", 6) ? row_of(a, up) : KHD_NOTHING;
    }
}

/* ---- rows of one actor, rows of one name ----------------------------------------------------- */

/* Rows of one id are one actor: one name, kind and parent. */
static void check_same(const actors *a, uint32_t first, uint32_t row)
{
    static const uint32_t columns[] = {KHD_ACTOR_NAME, KHD_ACTOR_KIND, KHD_ACTOR_PARENT};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *here = cell(a, row, columns[i]), *there = cell(a, first, columns[i]);
        if (strcmp(here, there) != 0)
            find(a, row, "conflict",
                 khd_tsv_format(a->c->arena, "actor %s has %s \"%s\" here and \"%s\" in line %u",
                                cell(a, row, KHD_ACTOR_ID), a->t->names[columns[i]], here, there,
                                a->t->rows.v[first].line));
    }
}

/* One alias, two actors, at one time and in one country: nothing decides. */
static void check_alias(const actors *a, uint32_t x, uint32_t y)
{
    bool other = strcmp(cell(a, x, KHD_ACTOR_ID), cell(a, y, KHD_ACTOR_ID)) != 0;
    bool same = !strcmp(cell(a, x, KHD_ACTOR_COUNTRY), cell(a, y, KHD_ACTOR_COUNTRY));
    if (other && same && overlap(a, x, y))
        find(a, y, "conflict",
             khd_tsv_format(a->c->arena,
                            "\"%s\" means %s here and %s in line %u, in the same years and country",
                            cell(a, y, KHD_ACTOR_ALIAS), cell(a, y, KHD_ACTOR_ID),
                            cell(a, x, KHD_ACTOR_ID), a->t->rows.v[x].line));
}

void khd_tablecheck_actors(khd_tablecheck *c)
{
    enum { SAME_MAX = 40 };
    actors a = {c, khd_tablecheck_table(c, "actors"), NULL, khd_tablecheck_table(c, "countries")};
    if (!a.t || a.t->columns <= KHD_ACTOR_NEEDS)
        return;
    a.ids = sorted(&a, KHD_ACTOR_ID);
    entry *aliases = sorted(&a, KHD_ACTOR_ALIAS);
    uint32_t first = 0;
    for (uint32_t i = 0; i < a.t->rows.n; i++) {
        check_dates(&a, i);
        check_parent(&a, i);
        if (strcmp(a.ids[first].text, a.ids[i].text) != 0)
            first = i;
        if (i > first)
            check_same(&a, a.ids[first].row, a.ids[i].row);
        for (uint32_t k = i, n = 0; k-- > 0 && n < SAME_MAX; n++) {
            if (strcmp(aliases[k].text, aliases[i].text) != 0)
                break;
            check_alias(&a, aliases[k].row, aliases[i].row);
        }
    }
}
