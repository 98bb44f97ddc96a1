/* gather: accounts out of the database, joined. See gather.h. */
#include "gather_parts.h"

#include "calendar.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>

#define CEILING ((size_t)16 << 30)

bool khd_gather_ask(khd_gather_load *load, const char *sql)
{
    if (!load->status)
        load->status = khd_store_prepare(load->store, sql, &load->row, load->error);
    return !load->status;
}

bool khd_gather_step(khd_gather_load *load)
{
    if (load->status)
        return false;
    int code = sqlite3_step(load->row);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        load->status = khd_store_fail(load->store, load->error);
    sqlite3_finalize(load->row);
    load->row = NULL;
    return false;
}

const char *khd_gather_text(khd_gather_load *load, int column)
{
    const char *text = (const char *)sqlite3_column_text(load->row, column);
    if (!text)
        return NULL;
    return khd_arena_text(load->g->arena, text, (size_t)sqlite3_column_bytes(load->row, column));
}

int64_t khd_gather_count(khd_gather_load *load, int column)
{
    if (sqlite3_column_type(load->row, column) == SQLITE_NULL)
        return KHD_NOTHING;
    return sqlite3_column_int64(load->row, column);
}

/* A value of a closed set; what is not known to this version is `other`. */
static uint8_t label(khd_gather_load *load, int column, int (*find)(const char *), uint8_t other)
{
    const char *text = (const char *)sqlite3_column_text(load->row, column);
    int value = text ? find(text) : -1;
    return value < 0 ? other : (uint8_t)value;
}

static khd_day day(khd_gather_load *load, int column)
{
    return khd_calendar_parse((const char *)sqlite3_column_text(load->row, column));
}

/* ---- rows --------------------------------------------------------------------------- */

static void load_reports(khd_gather_load *load)
{
    khd_gather_ask(load, "SELECT number, id, sha256, name, title, publisher, published, url,"
                         " language, coalesce(published, dateline) FROM report ORDER BY number");
    while (khd_gather_step(load)) {
        khd_told_report *r = KHD_PUSH(load->g->arena, &load->g->reports);
        *r = (khd_told_report){.number = sqlite3_column_int64(load->row, 0),
                               .id = khd_gather_text(load, 1),
                               .sha256 = khd_gather_text(load, 2),
                               .name = khd_gather_text(load, 3),
                               .title = khd_gather_text(load, 4),
                               .publisher = khd_gather_text(load, 5),
                               .published = khd_gather_text(load, 6),
                               .url = khd_gather_text(load, 7),
                               .language = khd_gather_text(load, 8),
                               .day = day(load, 9)};
    }
}

static khd_told_place read_place(khd_gather_load *load, int at)
{
    khd_told_place p = {.words = khd_gather_text(load, at),
                        .city = khd_gather_text(load, at + 1),
                        .admin1 = khd_gather_text(load, at + 2),
                        .country = khd_gather_text(load, at + 3),
                        .gazetteer = khd_gather_text(load, at + 7)};
    p.has_point = sqlite3_column_type(load->row, at + 4) != SQLITE_NULL;
    p.lat = sqlite3_column_double(load->row, at + 4);
    p.lon = sqlite3_column_double(load->row, at + 5);
    p.precision = label(load, at + 6, khd_place_precision_find, KHD_PLACE_PRECISION_NONE);
    return p;
}

static khd_told_date read_date(khd_gather_load *load, int at)
{
    khd_told_date d = {day(load, at), day(load, at + 1),
                       label(load, at + 2, khd_date_precision_find, KHD_DATE_PRECISION_NONE)};
    if (d.last == KHD_NO_DAY)
        d.last = d.start;
    return d;
}

/* Index of a report by its number; they are sorted. */
static uint32_t find_report(const khd_gathering *g, int64_t number)
{
    uint32_t low = 0, high = g->reports.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->reports.v[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->reports.n ? low : 0;
}

static void load_accounts(khd_gather_load *load)
{
    khd_gather_ask(load, "SELECT a.number, a.report, a.id, a.class, a.status, a.blame,"
                         " a.confidence, a.code_acled, a.code_plover, a.code_cameo, p.text,"
                         " p.city, p.admin1, p.country, p.lat, p.lon, p.precision, p.gazetteer,"
                         " d.start, d.end_date, d.precision FROM account a"
                         " LEFT JOIN place p ON p.account = a.number"
                         " LEFT JOIN date d ON d.account = a.number ORDER BY a.number");
    while (khd_gather_step(load)) {
        uint32_t report = find_report(load->g, sqlite3_column_int64(load->row, 1));
        khd_told *a = KHD_PUSH(load->g->arena, &load->g->accounts);
        *a = (khd_told){.number = sqlite3_column_int64(load->row, 0),
                        .report = report,
                        .id = khd_gather_text(load, 2),
                        .class_ = label(load, 3, khd_class_find, KHD_CLASS_ATTACK),
                        .status = label(load, 4, khd_outcome_find, KHD_OUTCOME_HAPPENED),
                        .blame = label(load, 5, khd_blame_find, KHD_BLAME_NONE),
                        .confidence = sqlite3_column_double(load->row, 6),
                        .acled = khd_gather_text(load, 7),
                        .plover = khd_gather_text(load, 8),
                        .cameo = khd_gather_text(load, 9),
                        .place = read_place(load, 10),
                        .date = read_date(load, 18)};
    }
}

/* The account of a row whose first column is its number: rows and accounts are in the
 * same order, `at` walks along. */
static khd_told *owner(khd_gather_load *load, uint32_t *at)
{
    int64_t number = sqlite3_column_int64(load->row, 0);
    while (*at < load->g->accounts.n && load->g->accounts.v[*at].number < number)
        ++*at;
    return *at < load->g->accounts.n ? &load->g->accounts.v[*at] : NULL;
}

static void load_mentions(khd_gather_load *load)
{
    uint32_t at = 0;
    khd_gather_ask(load, "SELECT account, text, span_begin, span_end FROM mention"
                         " WHERE span_end > span_begin ORDER BY account, position");
    while (khd_gather_step(load)) {
        khd_told *a = owner(load, &at);
        if (!a)
            continue;
        if (!a->mentions.n)
            a->trigger = khd_gather_text(load, 1);
        *KHD_PUSH(load->g->arena, &a->mentions) =
            (khd_span){(uint32_t)sqlite3_column_int64(load->row, 2),
                       (uint32_t)sqlite3_column_int64(load->row, 3)};
    }
}

static void load_parties(khd_gather_load *load)
{
    uint32_t at = 0;
    khd_gather_ask(load, "SELECT account, side, text, name, actor, kind FROM party"
                         " ORDER BY account, side, position");
    while (khd_gather_step(load)) {
        khd_told *a = owner(load, &at);
        if (!a)
            continue;
        khd_told_party p = {khd_gather_text(load, 2), khd_gather_text(load, 3),
                            khd_gather_text(load, 4),
                            label(load, 5, khd_actor_kind_find, KHD_ACTOR_KIND_UNKNOWN)};
        if (*khd_store_text(load->row, 1) == 'a')
            *KHD_PUSH(load->g->arena, &a->side_a) = p;
        else
            *KHD_PUSH(load->g->arena, &a->side_b) = p;
    }
}

static void load_figures(khd_gather_load *load)
{
    uint32_t at = 0;
    khd_gather_ask(load, "SELECT account, text, who, source, harm, qualifier, victim_group,"
                         " victim_side, n, n2, part_of FROM figure ORDER BY account, position");
    while (khd_gather_step(load)) {
        khd_told *a = owner(load, &at);
        if (a)
            *KHD_PUSH(load->g->arena, &a->figures) = (khd_told_figure){
                .text = khd_gather_text(load, 1),
                .who = khd_gather_text(load, 2),
                .source = khd_gather_text(load, 3),
                .harm = label(load, 4, khd_harm_find, KHD_HARM_KILLED_OR_INJURED),
                .qualifier = label(load, 5, khd_qualifier_find, KHD_QUALIFIER_VAGUE),
                .group = label(load, 6, khd_group_find, KHD_GROUP_UNKNOWN),
                .side = label(load, 7, khd_side_find, KHD_SIDE_UNKNOWN),
                .n = khd_gather_count(load, 8),
                .n2 = khd_gather_count(load, 9),
                .part_of = khd_gather_count(load, 10)};
    }
}

static void load_sources(khd_gather_load *load)
{
    uint32_t at = 0;
    khd_gather_ask(load, "SELECT account, text, name, kind FROM source"
                         " ORDER BY account, position");
    while (khd_gather_step(load)) {
        khd_told *a = owner(load, &at);
        if (a)
            *KHD_PUSH(load->g->arena, &a->sources) =
                (khd_told_source){khd_gather_text(load, 1), khd_gather_text(load, 2),
                                  label(load, 3, khd_source_kind_find, 0)};
    }
    at = 0;
    khd_gather_ask(load, "SELECT account, kind FROM means WHERE kind IS NOT NULL"
                         " ORDER BY account, position");
    while (khd_gather_step(load)) {
        khd_told *a = owner(load, &at);
        if (a)
            *KHD_PUSH(load->g->arena, &a->means) = khd_gather_text(load, 1);
    }
}

/* ---- summaries ------------------------------------------------------------------------ */

static khd_incident_party *summary_parties(khd_arena *arena, const khd_told_party *v, uint32_t n)
{
    khd_incident_party *out = khd_arena_push(arena, n ? n : 1, sizeof *out);
    for (uint32_t i = 0; i < n; i++) {
        out[i].actor = khd_incident_hash(v[i].actor ? v[i].actor : v[i].name);
        out[i].family = v[i].actor ? khd_incident_family(v[i].actor) : out[i].actor;
        out[i].kind = v[i].kind;
    }
    return out;
}

static void summarize(khd_gathering *g, const khd_told *a, khd_incident_account *s)
{
    const char *place = a->place.gazetteer ? a->place.gazetteer : a->place.city;
    s->id = a->id;
    s->report = a->report;
    s->published = g->reports.v[a->report].day;
    s->start = a->date.start;
    s->last = a->date.last;
    s->date_precision = a->date.precision;
    s->class_ = a->class_;
    s->status = a->status;
    s->place_precision = a->place.precision;
    s->has_point = a->place.has_point;
    s->lat = a->place.lat;
    s->lon = a->place.lon;
    s->place = khd_incident_hash(place);
    s->admin1 = khd_incident_hash(a->place.admin1);
    s->country = khd_incident_hash(a->place.country);
    s->side_a = summary_parties(g->arena, a->side_a.v, a->side_a.n);
    s->side_b = summary_parties(g->arena, a->side_b.v, a->side_b.n);
    s->side_a_count = a->side_a.n;
    s->side_b_count = a->side_b.n;
    s->figure_count = a->figures.n;
    s->figures = khd_arena_push(g->arena, a->figures.n ? a->figures.n : 1, sizeof *s->figures);
    for (uint32_t i = 0; i < a->figures.n; i++)
        s->figures[i] = (khd_incident_figure){a->figures.v[i].n, a->figures.v[i].n2,
                                              a->figures.v[i].harm, a->figures.v[i].qualifier,
                                              a->figures.v[i].part_of != KHD_NOTHING};
}

/* The sentence of a trigger, blanks squeezed, at most SENTENCE bytes. */
static const char *sentence(khd_arena *arena, const char *text, uint32_t length, khd_span s)
{
    enum { SENTENCE = 600 };
    if (s.end > length)
        return NULL;
    uint32_t least = s.begin > SENTENCE / 2 ? s.begin - SENTENCE / 2 : 0;
    uint32_t most = length - s.begin > SENTENCE ? s.begin + SENTENCE : length;
    while (s.begin > least && !strchr(".!?\n", text[s.begin - 1]))
        s.begin--;
    while (s.end < most && !strchr(".!?\n", text[s.end]))
        s.end++;
    while (s.begin < s.end && (text[s.begin] == ' ' || (text[s.begin] & 0xC0) == 0x80))
        s.begin++;
    while (s.end < length && s.end > s.begin && (text[s.end] & 0xC0) == 0x80)
        s.end--;
    if (s.end < length && s.end - s.begin < SENTENCE && strchr(".!?", text[s.end]))
        s.end++;
    char *out = khd_arena_text(arena, text + s.begin, s.end - s.begin);
    size_t n = 0;
    for (const char *c = out; *c; c++)
        if ((unsigned char)*c > ' ' || (n && out[n - 1] != ' '))
            out[n++] = (unsigned char)*c <= ' ' ? ' ' : *c;
    out[n] = 0;
    return out;
}

/* The accounts of each report as chains: first[report], next[account]. */
static void load_words(khd_gather_load *load, khd_incident_account *list, const uint32_t *first,
                       const uint32_t *next)
{
    khd_gathering *g = load->g;
    khd_gather_ask(load, "SELECT report, text FROM report_text ORDER BY report");
    while (khd_gather_step(load)) {
        uint32_t report = find_report(g, sqlite3_column_int64(load->row, 0));
        khd_incident_text text = {.bytes = khd_store_text(load->row, 1),
                                  .length = (uint32_t)sqlite3_column_bytes(load->row, 1)};
        uint32_t words_count, *words;
        if (first[report] == UINT32_MAX)
            continue;
        words = khd_incident_report_words(g->arena, g->lexicon, text, &words_count);
        for (uint32_t i = first[report]; i != UINT32_MAX; i = next[i]) {
            khd_told *a = &g->accounts.v[i];
            text.mentions = a->mentions.v;
            text.mention_count = a->mentions.n;
            list[i].words = khd_incident_words(g->arena, g->lexicon, text, &list[i].word_count);
            list[i].report_words = words;
            list[i].report_word_count = words_count;
            if (a->mentions.n)
                a->sentence = sentence(g->arena, text.bytes, text.length, a->mentions.v[0]);
        }
        list[first[report]].lead = true;
    }
}

static void join(khd_gather_load *load)
{
    khd_gathering *g = load->g;
    uint32_t n = g->accounts.n;
    float weights[KHD_LINK_COUNT];
    khd_incident_account *list = khd_arena_push(g->arena, n ? n : 1, sizeof *list);
    uint32_t *first = khd_arena_push(g->arena, g->reports.n + 1, sizeof *first);
    uint32_t *next = khd_arena_push(g->arena, n ? n : 1, sizeof *next);
    memset(first, 0xFF, (g->reports.n + 1) * sizeof *first);
    for (uint32_t i = n; i > 0; i--) {
        summarize(g, &g->accounts.v[i - 1], &list[i - 1]);
        next[i - 1] = first[g->accounts.v[i - 1].report];
        first[g->accounts.v[i - 1].report] = i - 1;
    }
    load_words(load, list, first, next);
    khd_incident_weights(g->lexicon, weights);
    khd_incident_input input = {.accounts = list, .count = n, .weights = weights};
    khd_gather_rulings(load, &input);
    if (!load->status)
        khd_incident_join(g->arena, &input, &g->incidents);
}

/* One read transaction, so that all tables are of one moment. */
static void load_all(khd_gather_load *load)
{
    bool alone = sqlite3_get_autocommit(khd_store_database(load->store)) != 0;
    if (alone)
        load->status = khd_store_run(load->store, "BEGIN", load->error);
    load_reports(load);
    load_accounts(load);
    load_mentions(load);
    load_parties(load);
    load_figures(load);
    load_sources(load);
    join(load);
    if (alone)
        (void)sqlite3_exec(khd_store_database(load->store), "ROLLBACK", NULL, NULL, NULL);
    if (!load->status)
        khd_gather_events(load->g);
}

khd_status khd_gather(khd_store *store, const khd_lexicon *lexicon, khd_gathering **out,
                      khd_error *error)
{
    *out = NULL;
    khd_gathering *g = calloc(1, sizeof *g);
    khd_arena *arena = khd_arena_new(CEILING);
    khd_gather_load load = {.g = g, .store = store, .error = error};
    khd_gather_load *kept = &load;
    jmp_buf exit_;
    if (!g || !arena || setjmp(exit_)) {
        sqlite3_finalize(kept->row);
        if (arena && !sqlite3_get_autocommit(khd_store_database(store)))
            (void)sqlite3_exec(khd_store_database(store), "ROLLBACK", NULL, NULL, NULL);
        khd_arena_free(arena);
        free(kept->g);
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    khd_arena_exit(arena, &exit_);
    g->arena = arena;
    g->lexicon = lexicon;
    load_all(kept);
    if (kept->status) {
        khd_gathering_free(g);
        return kept->status;
    }
    *out = g;
    return KHD_OK;
}

void khd_gathering_free(khd_gathering *gathering)
{
    if (!gathering)
        return;
    khd_arena_free(gathering->arena);
    free(gathering);
}
