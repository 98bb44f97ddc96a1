/* glance: see glance.h. Weights are whole hundredths, so that sums are the same on
 * every machine.
 */
#include "glance.h"

#include "automaton.h"
#include "glance_words.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tables whose words count as such, known to the weights or not. X(NAME, "table") */
#define TABLE_LIST(X) X(TRIGGERS, "triggers") X(HARM, "harm") X(MEANS, "means")
/* Rows of kind "setting". X(NAME, "key"): start of every sum; promise from which a
 * sentence is read, from which its report is one of conflict, and from which a
 * sentence beside such a one is read too. */
#define SETTING_LIST(X) X(BIAS, "bias") X(READ, "read") X(REPORT, "report") X(BESIDE, "beside")

#define TABLE_X(n, t) TABLE_##n,
#define SETTING_X(n, t) SETTING_##n,
#define TEXT_X(n, t) t,
enum { TABLE_LIST(TABLE_X) TABLE_COUNT };
enum { SETTING_LIST(SETTING_X) SETTING_COUNT };
static const char *const table_names[] = {TABLE_LIST(TEXT_X)};
static const char *const setting_names[] = {SETTING_LIST(TEXT_X)};

enum { COLUMN_KIND = 1, COLUMN_WEIGHT = 2, STEM_LETTERS = 5, PATTERN_MAX = 208, LEAD = 2 };
enum { WEIGHT_MAX = 30000 };

struct khd_glance {
    khd_automaton *automaton;
    int32_t *weights; /* of each pattern, in hundredths */
    uint8_t *tables;  /* bit of each table that has the pattern */
    int32_t of_table[TABLE_COUNT];
    int32_t settings[SETTING_COUNT];
};

/* ---- opening -------------------------------------------------------------------- */

/* "-1.25" to -125; what is no number is 0. WEIGHT_MAX at most: the weights of all
 * patterns that the automaton has room for then add up without overflow. */
static int32_t read_hundredths(const char *text)
{
    bool minus = *text == '-', point = false;
    int32_t value = 0, places = 0;
    for (text += minus; *text && value <= WEIGHT_MAX && places < 2; text++) {
        if (*text == '.' && !point) {
            point = true;
        } else if (*text >= '0' && *text <= '9') {
            value = value * 10 + (*text - '0');
            places += point;
        } else {
            break;
        }
    }
    for (; places < 2 && value <= WEIGHT_MAX; places++)
        value *= 10;
    value = value < WEIGHT_MAX ? value : WEIGHT_MAX;
    return minus ? -value : value;
}

static int find_name(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(names[i], name))
            return i;
    return KHD_NOTHING;
}

/* Adds " words " or, open at its end, " words". */
static khd_status add(khd_glance *g, const char *words, size_t n, bool open, uint32_t *index)
{
    char pattern[PATTERN_MAX + 4];
    snprintf(pattern, sizeof pattern, " %.*s%s", (int)(n < PATTERN_MAX ? n : PATTERN_MAX), words,
             open ? "" : " ");
    return khd_automaton_add(g->automaton, pattern, index);
}

/* A row of data/glance.tsv. */
static khd_status add_row(khd_glance *g, const khd_table *table, int32_t row)
{
    const char *words = khd_table_cell(table, row, 0),
               *kind = khd_table_cell(table, row, COLUMN_KIND);
    int32_t weight = read_hundredths(khd_table_cell(table, row, COLUMN_WEIGHT));
    uint32_t index;
    int i;
    if (!strcmp(kind, "setting")) {
        if ((i = find_name(setting_names, SETTING_COUNT, words)) >= 0)
            g->settings[i] = weight;
        return KHD_OK;
    }
    if (!strcmp(kind, "table")) {
        if ((i = find_name(table_names, TABLE_COUNT, words)) >= 0)
            g->of_table[i] = weight;
        return KHD_OK;
    }
    khd_status status = add(g, words, strlen(words), !strcmp(kind, "stem"), &index);
    if (!status)
        g->weights[index] = weight;
    return status;
}

/* The keys of triggers, harm or means: a long last word stands for its inflections
 * ("ambush", "evacuat"), a short one for itself. */
static khd_status add_keys(khd_glance *g, const khd_table *table, int which)
{
    for (uint32_t i = 0; i < khd_table_rows(table); i++) {
        const char *key = khd_table_cell(table, (int32_t)i, 0), *blank = strrchr(key, ' ');
        size_t n = strlen(key), last = blank ? n - (size_t)(blank + 1 - key) : n;
        bool silent = last > STEM_LETTERS && key[n - 1] == 'e',
             open = last - silent >= STEM_LETTERS;
        uint32_t index;
        if (which == TABLE_MEANS && !strcmp(khd_table_cell(table, (int32_t)i, 1), "none"))
            continue;
        khd_status status = add(g, key, n - silent, open, &index);
        if (status)
            return status;
        g->tables[index] |= (uint8_t)(1 << which);
    }
    return KHD_OK;
}

static khd_status fill(khd_glance *g, const khd_lexicon *lexicon, khd_error *error)
{
    const khd_table *own = khd_lexicon_table(lexicon, "glance"), *tables[TABLE_COUNT];
    size_t room = (size_t)khd_table_rows(own) + 1;
    for (int i = 0; i < TABLE_COUNT; i++) {
        tables[i] = khd_lexicon_table(lexicon, table_names[i]);
        room += khd_table_rows(tables[i]);
    }
    g->automaton = khd_automaton_new();
    g->weights = calloc(room, sizeof *g->weights);
    g->tables = calloc(room, sizeof *g->tables);
    if (!g->automaton || !g->weights || !g->tables)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the first look");
    khd_status status = KHD_OK;
    for (uint32_t i = 0; i < khd_table_rows(own) && !status; i++)
        status = add_row(g, own, (int32_t)i);
    for (int i = 0; i < TABLE_COUNT && !status; i++)
        status = add_keys(g, tables[i], i);
    if (status == KHD_DATA)
        return khd_error_set(error, KHD_DATA, 0, "lexicon pack: too many words for the first look");
    if (status || !khd_automaton_link(g->automaton))
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the first look");
    return KHD_OK;
}

khd_status khd_glance_open(const khd_lexicon *lexicon, khd_glance **out, khd_error *error)
{
    *out = NULL;
    khd_glance *g = calloc(1, sizeof *g);
    if (!g)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the first look");
    khd_status status = fill(g, lexicon, error);
    if (status == KHD_OK)
        *out = g;
    else
        khd_glance_close(g);
    return status;
}

void khd_glance_close(khd_glance *glance)
{
    if (!glance)
        return;
    khd_automaton_free(glance->automaton);
    free(glance->weights);
    free(glance->tables);
    free(glance);
}

/* ---- looking -------------------------------------------------------------------- */

typedef struct {
    const khd_glance *glance;
    uint32_t *seen; /* of each pattern, the last sentence (+ 1) that had it */
    uint32_t sentence;
    int32_t sum;
    uint8_t tables;
} look;

/* What stands there twice counts once. */
static void found(void *with, uint32_t index)
{
    look *l = with;
    if (l->seen[index] == l->sentence + 1)
        return;
    l->seen[index] = l->sentence + 1;
    l->sum += l->glance->weights[index];
    l->tables |= l->glance->tables[index];
}

static int32_t promise_of(look *l, const khd_doc *doc, uint32_t sentence)
{
    const khd_glance *g = l->glance;
    khd_span span = doc->sentences.v[sentence].span;
    l->sentence = sentence;
    l->sum = g->settings[SETTING_BIAS];
    l->tables = 0;
    khd_automaton_walk(g->automaton, doc->text + span.begin, span.end - span.begin, found, l);
    for (int i = 0; i < TABLE_COUNT; i++)
        if (l->tables >> i & 1)
            l->sum += g->of_table[i];
    return l->sum;
}

/* Sets the promise of every sentence; true when the report is one of conflict. */
static bool look_at_all(const khd_glance *g, khd_doc *doc)
{
    khd_mark mark = khd_arena_mark(doc->arena);
    look l = {.glance = g};
    l.seen = khd_arena_push(doc->arena, khd_automaton_count(g->automaton) + 1, sizeof *l.seen);
    bool conflict = false;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        int32_t promise = promise_of(&l, doc, i);
        doc->sentences.v[i].promise = promise;
        conflict = conflict || promise >= g->settings[SETTING_REPORT];
    }
    khd_arena_rewind(doc->arena, mark);
    return conflict;
}

/* What has promise of its own; in a report of conflict also its headline and lead, and
 * the sentences with some promise beside those that make it one. */
static void choose(const khd_glance *g, khd_doc *doc, bool conflict)
{
    khd_sentence *s = doc->sentences.v;
    uint32_t n = doc->sentences.n, lead = 0;
    int32_t sure = g->settings[SETTING_REPORT];
    for (uint32_t i = 0; i < n; i++) {
        bool title = doc->blocks.v[s[i].block].kind == KHD_BLOCK_TITLE;
        bool near = (i > 0 && s[i - 1].promise >= sure) || (i + 1 < n && s[i + 1].promise >= sure);
        bool beside = near && s[i].promise >= g->settings[SETTING_BESIDE];
        bool head = conflict && (title || lead < LEAD);
        s[i].unread = s[i].promise < g->settings[SETTING_READ] && !beside && !head;
        lead += !title;
    }
}

bool khd_glance_run(const khd_glance *glance, bool thorough, khd_doc *doc)
{
    bool conflict = look_at_all(glance, doc), any = false;
    if (!thorough)
        choose(glance, doc, conflict);
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        any = any || !doc->sentences.v[i].unread;
    for (uint32_t i = 0; any && i < doc->sentences.n; i++)
        if (doc->sentences.v[i].unread)
            khd_glance_words(doc, i);
    return any;
}
