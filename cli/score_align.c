/* score_align: see score_align.h. Follows the project's reference scorer in every
 * rule, so that both print the same figures.
 */
#include "score_align.h"

#include "score_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading accounts ---------------------------------------------------------- */

static json_object *get(json_object *object, const char *key)
{
    json_object *value = NULL;
    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, key, &value);
    return value;
}

const char *score_text(json_object *object, const char *key)
{
    if (json_object_is_type(object, json_type_string))
        return json_object_get_string(object);
    json_object *value = get(object, key);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static size_t list_length(json_object *list)
{
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

static json_object *item(json_object *list, size_t i)
{
    return json_object_array_get_idx(list, i);
}

static bool told(const char *text)
{
    return text && *text;
}

/* Same texts, where "not there" is a value too. */
static bool same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static bool same_number(json_object *a, json_object *b)
{
    if (!a || !b)
        return a == b;
    return json_object_get_double(a) == json_object_get_double(b);
}

/* ---- comparing values ------------------------------------------------------------ */

static bool share_half(const char *a, const char *b)
{
    unsigned smaller, shared = words_shared(a, b, &smaller);
    return shared && shared * 2 >= smaller;
}

/* Same party or source: names equal, or half of the shorter one's words shared. */
static bool same_name(json_object *a, json_object *b)
{
    static const char *const keys[] = {"name", "text"};
    for (int i = 0; i < 4; i++) {
        const char *x = score_text(a, keys[i / 2]), *y = score_text(b, keys[i % 2]);
        if (told(x) && told(y) && (words_same(x, y) || share_half(x, y)))
            return true;
    }
    return false;
}

static bool same_means(json_object *a, json_object *b)
{
    unsigned smaller;
    return words_shared(score_text(a, "text"), score_text(b, "text"), &smaller) > 0;
}

static bool same_figure(json_object *a, json_object *b)
{
    return same_text(score_text(a, "harm"), score_text(b, "harm")) &&
           same_number(get(a, "n"), get(b, "n")) && same_number(get(a, "n2"), get(b, "n2"));
}

static const char *text_or(json_object *object, const char *key, const char *otherwise)
{
    const char *text = score_text(object, key);
    return told(text) ? text : otherwise;
}

static bool same_qualifier(json_object *a, json_object *b)
{
    return !strcmp(text_or(a, "qualifier", "exact"), text_or(b, "qualifier", "exact"));
}

static bool same_casualty(json_object *a, json_object *b)
{
    return same_figure(a, b) && (get(a, "n") || same_qualifier(a, b));
}

static bool same_casualty_fully(json_object *a, json_object *b)
{
    const char *x = text_or(a, "group", "unknown"), *y = text_or(b, "group", "unknown");
    return same_casualty(a, b) && same_qualifier(a, b) &&
           (!strcmp(x, y) || !strcmp(x, "unknown") || !strcmp(y, "unknown"));
}

static double km_between(json_object *a, json_object *b)
{
    double r = acos(-1.0) / 180;
    double lat_a = json_object_get_double(get(a, "lat")) * r;
    double lat_b = json_object_get_double(get(b, "lat")) * r;
    double lon =
        json_object_get_double(get(b, "lon")) * r - json_object_get_double(get(a, "lon")) * r;
    double h = pow(sin((lat_b - lat_a) / 2), 2) + cos(lat_a) * cos(lat_b) * pow(sin(lon / 2), 2);
    return 6371 * 2 * asin(sqrt(h));
}

static bool same_place(json_object *gold, json_object *system)
{
    const char *city = score_text(gold, "city"), *other = score_text(system, "city");
    if (told(city)) {
        if (get(gold, "lat") && get(system, "lat") && km_between(gold, system) <= 25)
            return true;
        return told(other) && words_same(city, other);
    }
    const char *a = score_text(gold, "admin1"), *b = score_text(system, "admin1");
    unsigned smaller;
    if (told(a) && told(b))
        return words_same(a, b) || words_shared(a, b, &smaller);
    return !told(other) && same_text(score_text(gold, "country"), score_text(system, "country"));
}

static const char *date_end(json_object *date)
{
    json_object *end = get(date, "end_date");
    const char *text = end ? score_text(date, "end_date") : score_text(date, "end");
    return told(text) ? text : score_text(date, "start");
}

/* Classes that coders and programs take for one another. */
static bool same_family(const char *a, const char *b)
{
    static const char *const families[] = {
        " armed_clash state_gains nonstate_gains mobilisation withdrawal ",
        " suicide_bomb remote_explosive grenade attack ",
        " shelling air_strike chemical attack ",
        " protest riot force_on_protest ",
        " abduction arrest ",
    };
    char x[64], y[64];
    snprintf(x, sizeof x, " %s ", a ? a : "?");
    snprintf(y, sizeof y, " %s ", b ? b : "?");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (strstr(families[i], x) && strstr(families[i], y))
            return true;
    return false;
}

/* ---- how much two accounts look alike --------------------------------------------- */

/* True when somewhere in the text a place of `a` and a place of `b` overlap. */
static bool words_overlap(const char *text, const char *a, const char *b)
{
    size_t na = a ? strlen(a) : 0, nb = b ? strlen(b) : 0;
    if (!na || !nb)
        return false;
    const char *y = strstr(text, b);
    for (const char *x = strstr(text, a); x; x = strstr(x + 1, a)) {
        while (y && y + nb <= x)
            y = strstr(y + 1, b);
        if (y && y < x + na)
            return true;
    }
    return false;
}

static bool mentions_overlap(const char *text, json_object *gold, json_object *system)
{
    for (size_t i = 0; i < list_length(gold); i++)
        for (size_t j = 0; j < list_length(system); j++)
            if (words_overlap(text, score_text(item(gold, i), "text"),
                              score_text(item(system, j), "text")))
                return true;
    return false;
}

/* Different figures (harm, n, n2) that stand in both. */
static unsigned shared_figures(json_object *gold, json_object *system)
{
    unsigned shared = 0;
    for (size_t i = 0; i < list_length(gold); i++) {
        bool again = false, found = false;
        for (size_t j = 0; j < i; j++)
            again |= same_figure(item(gold, i), item(gold, j));
        for (size_t j = 0; j < list_length(system); j++)
            found |= same_figure(item(gold, i), item(system, j));
        shared += found && !again;
    }
    return shared;
}

static bool any_same_name(json_object *a, json_object *b)
{
    for (size_t i = 0; i < list_length(a); i++)
        for (size_t j = 0; j < list_length(b); j++)
            if (same_name(item(a, i), item(b, j)))
                return true;
    return false;
}

/* 0 for two accounts that cannot be the same. */
static double affinity(const char *text, json_object *g, json_object *s)
{
    double v = 0;
    bool overlap = mentions_overlap(text, get(g, "mentions"), get(s, "mentions"));
    if (overlap)
        v += 2;
    bool same = same_text(score_text(g, "class"), score_text(s, "class"));
    if (same)
        v += 2;
    else if (same_family(score_text(g, "class"), score_text(s, "class")))
        v += 1;
    unsigned figures = shared_figures(get(g, "casualties"), get(s, "casualties"));
    v += figures < 2 ? figures : 2;
    if (told(score_text(get(g, "place"), "city")) && same_place(get(g, "place"), get(s, "place")))
        v += 0.7;
    const char *day = score_text(get(g, "date"), "start");
    if (told(day) && same_text(day, score_text(get(s, "date"), "start")))
        v += 0.7;
    if (any_same_name(get(g, "side_a"), get(s, "side_a")))
        v += 0.3;
    if (any_same_name(get(g, "side_b"), get(s, "side_b")))
        v += 0.3;
    if (!overlap && !figures && !(same && v >= 3))
        return 0;
    return v >= 2.3 ? v : 0;
}

/* ---- maximum-weight matching -------------------------------------------------------- */

/* The Hungarian algorithm on a padded square matrix: scratch of one run, arrays of
 * size + 1 that count from 1. */
typedef struct {
    size_t rows, columns, size;
    const double *weight;
    double *u, *v, *least;
    size_t *row_of, *way;
    bool *used;
} matching;

static double cost(const matching *m, size_t row, size_t column)
{
    bool real = row <= m->rows && column <= m->columns;
    return 100.0 - (real ? m->weight[(row - 1) * m->columns + column - 1] : 0);
}

/* One step of the search from column j: relaxes, moves, returns the next column. */
static size_t grow_path(matching *m, size_t j)
{
    m->used[j] = true;
    size_t row = m->row_of[j], next = 0;
    double delta = 1e9;
    for (size_t k = 1; k <= m->size; k++) {
        if (m->used[k])
            continue;
        double c = cost(m, row, k) - m->u[row] - m->v[k];
        if (c < m->least[k]) {
            m->least[k] = c;
            m->way[k] = j;
        }
        if (m->least[k] < delta) {
            delta = m->least[k];
            next = k;
        }
    }
    for (size_t k = 0; k <= m->size; k++) {
        if (m->used[k]) {
            m->u[m->row_of[k]] += delta;
            m->v[k] -= delta;
        } else {
            m->least[k] -= delta;
        }
    }
    return next;
}

static void place_row(matching *m, size_t row)
{
    m->row_of[0] = row;
    for (size_t k = 0; k <= m->size; k++) {
        m->least[k] = 1e9;
        m->used[k] = false;
    }
    size_t j = 0;
    do
        j = grow_path(m, j);
    while (m->row_of[j]);
    while (j) {
        size_t before = m->way[j];
        m->row_of[j] = m->row_of[before];
        j = before;
    }
}

static void free_matching(matching *m)
{
    free(m->u);
    free(m->v);
    free(m->least);
    free(m->row_of);
    free(m->way);
    free(m->used);
}

/* partner[row] = column or -1; returns the number of pairs with a weight above 0,
 * -1 without memory. */
static int assign(const double *weight, size_t rows, size_t columns, int *partner)
{
    size_t size = rows > columns ? rows : columns, n = size + 1;
    matching m = {.rows = rows,
                  .columns = columns,
                  .size = size,
                  .weight = weight,
                  .u = calloc(n, sizeof(double)),
                  .v = calloc(n, sizeof(double)),
                  .least = calloc(n, sizeof(double)),
                  .row_of = calloc(n, sizeof(size_t)),
                  .way = calloc(n, sizeof(size_t)),
                  .used = calloc(n, sizeof(bool))};
    int pairs = -1;
    if (m.u && m.v && m.least && m.row_of && m.way && m.used) {
        pairs = 0;
        for (size_t row = 1; rows && columns && row <= size; row++)
            place_row(&m, row);
        for (size_t i = 0; i < rows; i++)
            partner[i] = -1;
        for (size_t j = 1; j <= columns; j++) {
            size_t i = m.row_of[j];
            if (i && i <= rows && weight[(i - 1) * columns + j - 1] > 0) {
                partner[i - 1] = (int)j - 1;
                pairs++;
            }
        }
    }
    free_matching(&m);
    return pairs;
}

bool score_align(json_object *gold, json_object *system, const char *text, score_pairs *out)
{
    size_t rows = list_length(gold), columns = list_length(system);
    *out = (score_pairs){.gold = gold, .system = system};
    out->partner = calloc(rows + 1, sizeof(int));
    out->partner_of_system = calloc(columns + 1, sizeof(int));
    double *weight = calloc(rows * columns + 1, sizeof(double));
    bool good = out->partner && out->partner_of_system && weight;
    for (size_t i = 0; good && i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            weight[i * columns + j] = affinity(text, item(gold, i), item(system, j));
    good = good && assign(weight, rows, columns, out->partner) >= 0;
    for (size_t j = 0; good && j < columns; j++)
        out->partner_of_system[j] = -1;
    for (size_t i = 0; good && i < rows; i++)
        if (out->partner[i] >= 0)
            out->partner_of_system[out->partner[i]] = (int)i;
    free(weight);
    if (!good)
        score_pairs_free(out);
    return good;
}

void score_pairs_free(score_pairs *pairs)
{
    free(pairs->partner);
    free(pairs->partner_of_system);
    *pairs = (score_pairs){0};
}

/* ---- slots --------------------------------------------------------------------------- */

static void count_one(score_count *slot, bool gold, bool system, bool same)
{
    slot->correct += gold && system && same;
    slot->gold += gold;
    slot->system += system;
}

typedef bool same_fn(json_object *a, json_object *b);

static bool count_list(score_count *slot, json_object *gold, json_object *system, same_fn *same)
{
    size_t rows = list_length(gold), columns = list_length(system);
    slot->gold += rows;
    slot->system += columns;
    if (!rows || !columns)
        return true;
    double *weight = calloc(rows * columns, sizeof(double));
    int *partner = calloc(rows, sizeof(int)), pairs = -1;
    if (weight && partner) {
        for (size_t i = 0; i < rows; i++)
            for (size_t j = 0; j < columns; j++)
                weight[i * columns + j] = same(item(gold, i), item(system, j)) ? 1 : 0;
        pairs = assign(weight, rows, columns, partner);
    }
    free(weight);
    free(partner);
    slot->correct += pairs > 0 ? (size_t)pairs : 0;
    return pairs >= 0;
}

static const char *place_name(json_object *place)
{
    const char *city = score_text(place, "city");
    return told(city) ? city : score_text(place, "admin1");
}

bool score_count_pair(score_count *slots, json_object *g, json_object *s)
{
    count_one(&slots[SLOT_CLASS], g, s, same_text(score_text(g, "class"), score_text(s, "class")));
    count_one(&slots[SLOT_STATUS], g, s,
              same_text(score_text(g, "status"), score_text(s, "status")));
    json_object *gp = get(g, "place"), *sp = get(s, "place");
    const char *gc = score_text(gp, "country"), *sc = score_text(sp, "country");
    count_one(&slots[SLOT_COUNTRY], told(gc), told(sc), same_text(gc, sc));
    count_one(&slots[SLOT_PLACE], told(place_name(gp)), told(place_name(sp)), same_place(gp, sp));
    json_object *gd = get(g, "date"), *sd = get(s, "date");
    const char *ga = score_text(gd, "start"), *sa = score_text(sd, "start");
    count_one(&slots[SLOT_DATE], told(ga), told(sa),
              same_text(ga, sa) && same_text(date_end(gd), date_end(sd)));
    static const struct {
        score_slot slot;
        const char *key;
        same_fn *same;
    } lists[] = {
        {SLOT_SIDE_A, "side_a", same_name},
        {SLOT_SIDE_B, "side_b", same_name},
        {SLOT_CASUALTIES, "casualties", same_casualty},
        {SLOT_CASUALTIES_FULL, "casualties", same_casualty_fully},
        {SLOT_SOURCES, "sources", same_name},
        {SLOT_MEANS, "means", same_means},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        good &= count_list(&slots[lists[i].slot], get(g, lists[i].key), get(s, lists[i].key),
                           lists[i].same);
    return good;
}

bool score_count_slots(const score_pairs *pairs, score_tally *tally)
{
    bool good = true;
    size_t gold = list_length(pairs->gold), system = list_length(pairs->system);
    for (size_t i = 0; i < gold; i++) {
        int j = pairs->partner[i];
        tally->accounts.correct += j >= 0;
        good &= score_count_pair(tally->slots, item(pairs->gold, i),
                                 j >= 0 ? item(pairs->system, (size_t)j) : NULL);
    }
    for (size_t j = 0; j < system; j++)
        if (pairs->partner_of_system[j] < 0)
            good &= score_count_pair(tally->slots, NULL, item(pairs->system, j));
    tally->accounts.gold += gold;
    tally->accounts.system += system;
    tally->reports++;
    return good;
}
