/* date: see date.h. The phrases are read by datenamed and daterelative; here they
 * are joined ("late on Monday night", "5 p.m. Friday"), counted and written down. */
#include "date.h"

#include "datenamed.h"
#include "daterelative.h"

#include <string.h>

/* ---- tense of the governing verb ------------------------------------------------ */

static bool has_class(const khd_datecontext *c, const char *word, const char *kind)
{
    int32_t row = word ? khd_table_find(c->words.table, word) : KHD_NOTHING;
    for (int n = 0; row != KHD_NOTHING && n < 8; n++, row++) {
        if (strcmp(khd_table_cell(c->words.table, row, 0), word) != 0)
            break;
        if (strcmp(khd_table_cell(c->words.table, row, 1), kind) == 0)
            return true;
    }
    return false;
}

/* What hangs on the predicate: auxiliaries, copula, "to". */
typedef struct {
    bool future, past, present, to, have;
} auxiliaries;

static auxiliaries find_auxiliaries(const khd_datecontext *c, uint32_t verb)
{
    enum { BEFORE = 12, AFTER = 4 };
    const khd_doc *doc = c->words.doc;
    khd_range s = doc->sentences.v[doc->tokens.v[verb].sentence].tokens;
    uint32_t from = verb - s.begin > BEFORE ? verb - BEFORE : s.begin;
    uint32_t to = s.end - verb > AFTER ? verb + AFTER : s.end;
    auxiliaries a = {false, false, false, false, false};
    for (uint32_t t = from; t < to; t++) {
        const khd_token *k = &doc->tokens.v[t];
        if (k->head != (int32_t)verb)
            continue;
        if (k->upos == KHD_UPOS_AUX) {
            bool have = strcmp(k->lower, "has") == 0 || strcmp(k->lower, "have") == 0;
            a.have |= have;
            a.future |= has_class(c, k->lower, "future");
            a.past |=
                k->past || have || strcmp(k->lower, "was") == 0 || strcmp(k->lower, "were") == 0;
            a.present |= strcmp(k->lower, "is") == 0 || strcmp(k->lower, "are") == 0;
        }
        a.to |= t < verb && strcmp(k->lower, "to") == 0 && k->upos == KHD_UPOS_PART;
    }
    return a;
}

/* How a word looks ahead: "event" is expected, "deed" is ordered to be done, "end" is
 * put off to a day, "begin" is present for what is to come; "" for other words. */
static const char *prospect_of(const khd_datecontext *c, const khd_token *k)
{
    const char *keys[] = {k->lemma, k->lower};
    for (size_t i = 0; i < 2; i++) {
        int32_t row = keys[i] ? khd_table_find(c->words.table, keys[i]) : KHD_NOTHING;
        for (int n = 0; row != KHD_NOTHING && n < 8; n++, row++) {
            if (strcmp(khd_table_cell(c->words.table, row, 0), keys[i]) != 0)
                break;
            if (strcmp(khd_table_cell(c->words.table, row, 1), "prospect") == 0)
                return khd_table_cell(c->words.table, row, 2);
        }
    }
    return "";
}

/* True when the word makes what hangs on it lie ahead; `infinitive`: a verb with "to"
 * stands between. */
static bool looks_ahead(const khd_datecontext *c, const khd_token *k, bool infinitive)
{
    const char *prospect = prospect_of(c, k);
    if (strcmp(prospect, "event") == 0)
        return infinitive ||
               (k->upos != KHD_UPOS_AUX && (!k->past || k->passive || k->upos == KHD_UPOS_ADJ));
    return infinitive && strcmp(prospect, "deed") == 0;
}

static bool said_of_present(const khd_token *k)
{
    return k->xpos && (strcmp(k->xpos, "VBZ") == 0 || strcmp(k->xpos, "VBP") == 0);
}

/* -1 past, 1 ahead, 0 not told, for the predicate above the token; `until`: the token
 * is the end of a stretch. */
static int tense_of(const khd_datecontext *c, uint32_t token, bool until)
{
    enum { STEPS = 10 };
    const khd_doc *doc = c->words.doc;
    bool infinitive = false;
    int32_t t = (int32_t)token;
    for (int n = 0; n < STEPS && t != KHD_NOTHING; n++, t = doc->tokens.v[t].head) {
        const khd_token *k = &doc->tokens.v[t];
        if (t != (int32_t)token && looks_ahead(c, k, infinitive))
            return 1;
        auxiliaries a = find_auxiliaries(c, (uint32_t)t);
        bool verb = k->upos == KHD_UPOS_VERB || k->upos == KHD_UPOS_AUX;
        if (!verb && !a.future && !a.past)
            continue;
        if (until && !infinitive && strcmp(prospect_of(c, k), "end") == 0)
            return 1;
        if (a.future && !a.have)
            return 1;
        if (a.past || (verb && k->past))
            return -1;
        bool going = a.present && k->xpos && strcmp(k->xpos, "VBG") == 0;
        if (n <= 1 && (going || (said_of_present(k) && strcmp(prospect_of(c, k), "begin") == 0)))
            return 1;
        infinitive = infinitive || a.to;
    }
    return 0;
}

/* ---- joining phrases ---------------------------------------------------------- */

static uint32_t read_core(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    khd_when w;
    uint32_t end = khd_datenamed_read(c, i, when);
    uint32_t other = khd_daterelative_read(c, i, &w);
    if (other <= end)
        return end;
    *when = w;
    return other;
}

static void add_part_of_day(const khd_datecontext *c, khd_when *when, int32_t row)
{
    const char *part = khd_dateword_value(&c->words, row);
    bool set = strcmp(khd_dateword_note(&c->words, row), "plural") == 0;
    khd_when_clock(when, part);
    if (set)
        when->type = KHD_TIMEX_SET;
    if (strcmp(part, "NI") == 0 && when->last != KHD_NO_DAY &&
        (c->anchor == KHD_NO_DAY || when->last < c->anchor))
        when->last++;
}

/* A day's date with "night", "early morning" after it. */
static uint32_t read_day_part(const khd_datecontext *c, uint32_t end, khd_when *when)
{
    int32_t row, mod;
    if (when->unit != KHD_UNIT_DAY || when->type != KHD_TIMEX_DATE)
        return end;
    uint32_t m = khd_date_find(c, end, KHD_DATECLASS_MOD, &mod);
    uint32_t part = khd_date_find(c, m, KHD_DATECLASS_PART, &row);
    if (part > m) {
        add_part_of_day(c, when, row);
        return part;
    }
    return end;
}

/* "the night of May 24", "the early hours of Friday". */
static uint32_t read_part_of(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, mod;
    uint32_t the = i + khd_date_is(c, i, "the"), j = the,
             k = khd_date_find(c, j, KHD_DATECLASS_PART, &row);
    if (k == the) {
        j = khd_date_find(c, the, KHD_DATECLASS_MOD, &mod);
        k = khd_date_find(c, j, KHD_DATECLASS_PART, &row);
    }
    if (k == j || (!khd_date_is(c, k, "of") && !khd_date_is(c, k, "on") &&
                   !(khd_date_is(c, k, "hours") && khd_date_is(c, k + 1, "of"))))
        return i;
    k += khd_date_is(c, k, "hours") ? 2 : 1;
    uint32_t end = read_core(c, k, when);
    if (end == k || when->unit != KHD_UNIT_DAY || when->type != KHD_TIMEX_DATE)
        return i;
    uint32_t after = read_day_part(c, end, when); /* "the early hours of Friday morning" */
    if (after == end)
        add_part_of_day(c, when, row);
    return after;
}

/* "5 p.m. Friday", "noon on Saturday", "6 a.m. EST, Nov. 6". */
static uint32_t read_clock_day(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    char clock[8];
    uint32_t j = khd_daterelative_clock(c, i, clock);
    if (j == i)
        return i;
    uint32_t k = j + (khd_date_is(c, j, "on") || khd_date_is(c, j, ",") ? 1 : 0);
    uint32_t end = read_core(c, k, when);
    if (end == k || when->unit != KHD_UNIT_DAY || when->type != KHD_TIMEX_DATE)
        return i;
    khd_when_clock(when, clock);
    return end;
}

/* The third of a year that "early", "mid" and "late" mean. */
static void narrow_year(khd_when *when, const char *mod)
{
    int y, m, d, third = mod[0] == 'S' ? 0 : mod[0] == 'M' ? 1 : 2;
    khd_day_split(when->start, &y, &m, &d);
    khd_day start = khd_day_from(y, third * 4 + 1, 1);
    khd_day next = third == 2 ? khd_day_from(y + 1, 1, 1) : khd_day_from(y, third * 4 + 5, 1);
    if (start == KHD_NO_DAY || next == KHD_NO_DAY)
        return;
    when->start = start;
    when->last = next - 1;
    when->precision = KHD_DATE_PRECISION_MONTH;
}

/* "early Friday", "late last week", "the end of the month", "mid-November". */
static uint32_t read_modified(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_MOD, &row);
    uint32_t k = j > i ? j : i + khd_date_is(c, i, "the");
    if (j == i && k > i) {
        j = khd_date_find(c, k, KHD_DATECLASS_MOD, &row);
        j = j > k ? j : i;
    }
    if (j == i)
        return i;
    uint32_t end = read_core(c, j, when);
    if (end == j || when->type == KHD_TIMEX_DURATION || when->type == KHD_TIMEX_SET ||
        when->unit == KHD_UNIT_NONE)
        return i;
    const char *mod = khd_dateword_value(&c->words, row);
    bool earlier = strncmp(c->words.v[i].key, "earlier", 7) == 0;
    bool later = strncmp(c->words.v[i].key, "later", 5) == 0;
    bool known = when->start != KHD_NO_DAY && c->anchor != KHD_NO_DAY;
    bool holds_anchor = known && when->start <= c->anchor && c->anchor <= when->last;
    if (earlier && holds_anchor)
        when->last = c->anchor;
    else if (later && holds_anchor && when->unit > KHD_UNIT_DAY)
        when->start = c->anchor;
    else if (when->unit == KHD_UNIT_YEAR && when->start != KHD_NO_DAY && !earlier && !later)
        narrow_year(when, mod);
    return end;
}

/* "nearly two years", "at least 20 days" */
static uint32_t read_about(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_APPROX, &row);
    if (j == i || strcmp(khd_dateword_value(&c->words, row), "APPROX") == 0 ||
        khd_date_is(c, j, "the"))
        return i;
    uint32_t end = khd_daterelative_read(c, j, when);
    return end > j && when->type == KHD_TIMEX_DURATION && when->unit != KHD_UNIT_NONE ? end : i;
}

/* The longest expression at word `i`; `i` when there is none. */
static uint32_t read_phrase(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    typedef uint32_t reader(const khd_datecontext *, uint32_t, khd_when *);
    static reader *const readers[] = {read_core, read_modified, read_part_of, read_clock_day,
                                      read_about};
    uint32_t best = i;
    for (size_t r = 0; r < sizeof readers / sizeof *readers; r++) {
        khd_when w;
        uint32_t end = readers[r](c, i, &w);
        if (end > i)
            end = read_day_part(c, end, &w);
        if (end > best) {
            best = end;
            *when = w;
        }
    }
    return best;
}

/* ---- writing down --------------------------------------------------------------- */

/* What later words may count from. */
static void remember(khd_datecontext *c, const khd_when *w)
{
    if (w->type == KHD_TIMEX_DURATION || w->type == KHD_TIMEX_DATE)
        c->quarter_last = w->unit == KHD_UNIT_QUARTER ||
                          (c->quarter_last && w->unit != KHD_UNIT_YEAR &&
                           !(w->unit == KHD_UNIT_MONTH && w->type == KHD_TIMEX_DURATION));
    if (w->type == KHD_TIMEX_DURATION || w->type == KHD_TIMEX_SET)
        return;
    bool text = w->anchor && strcmp(w->anchor, "text") == 0;
    if (w->unit == KHD_UNIT_QUARTER && !text && strlen(w->value) == 7 && w->value[6] >= '1') {
        c->quarter = w->value[6] - '0';
        c->quarter_year = khd_dateword_digits(w->value, 4);
        c->quarter_year = c->quarter_year < 0 ? 0 : c->quarter_year;
    }
    if (w->start == KHD_NO_DAY)
        return;
    if (w->unit == KHD_UNIT_DAY)
        c->told = w->start;
    if (w->unit == KHD_UNIT_DAY || w->unit == KHD_UNIT_MONTH || w->unit == KHD_UNIT_YEAR) {
        int y, m, d;
        khd_day_split(w->start, &y, &m, &d);
        if (text)
            c->year_told = y;
        c->told_long = w->start;
    }
}

static void note_impossible(khd_doc *doc, const khd_when *w, khd_span span)
{
    bool day = w->unit == KHD_UNIT_DAY && w->start == KHD_NO_DAY && strlen(w->value) >= 10;
    int32_t month = day ? khd_dateword_digits(w->value + 5, 2) : KHD_NOTHING;
    int32_t number = day ? khd_dateword_digits(w->value + 8, 2) : KHD_NOTHING;
    if (month < 1 || number < 1)
        return;
    if (month > 12 || khd_day_from(2000, month, number) == KHD_NO_DAY || w->value[0] != 'X')
        khd_doc_note(doc, khd_doc_format(doc, "impossible date kept unresolved: %s",
                                         khd_doc_text(doc, span)));
}

/* "since Monday": up to the report's day. "from A to B": A runs to B's end. */
static void widen(khd_datecontext *c, uint32_t i, khd_date *date)
{
    khd_doc *doc = c->words.doc;
    if (date->start == KHD_NO_DAY)
        return;
    if (i > 0 && khd_date_is(c, i - 1, "since") && c->anchor != KHD_NO_DAY &&
        date->last <= c->anchor && date->type != KHD_TIMEX_DURATION) {
        date->last = c->anchor;
        return;
    }
    if (doc->dates.n < 2)
        return;
    khd_date *before = &doc->dates.v[doc->dates.n - 2];
    uint32_t first = before->tokens.begin, gap = date->tokens.begin - before->tokens.end;
    if (gap != 1 || first == 0 || before->start == KHD_NO_DAY || before->start > date->start)
        return;
    const char *lead = doc->tokens.v[first - 1].lower;
    const char *join = doc->tokens.v[before->tokens.end].lower;
    bool from =
        strcmp(lead, "from") == 0 && (strcmp(join, "to") == 0 || strcmp(join, "until") == 0);
    bool between = strcmp(lead, "between") == 0 && strcmp(join, "and") == 0;
    if (from || between)
        before->last = date->last;
}

static void push_date(khd_datecontext *c, uint32_t i, uint32_t end, const khd_when *w)
{
    khd_doc *doc = c->words.doc;
    khd_range tokens = {c->words.v[i].token, c->words.v[end - 1].token + 1};
    khd_date *date = KHD_PUSH(doc->arena, &doc->dates);
    *date = (khd_date){.tokens = tokens,
                       .type = w->type,
                       .value = khd_arena_text(doc->arena, w->value, strlen(w->value)),
                       .start = w->start,
                       .last = w->last,
                       .precision = w->start == KHD_NO_DAY ? KHD_DATE_PRECISION_NONE : w->precision,
                       .anchor = w->start == KHD_NO_DAY ? NULL : w->anchor};
    note_impossible(doc, w, khd_doc_span(doc, tokens));
    widen(c, i, date);
}

/* True when a phrase may start at the word: it has a row or begins with a digit. */
static bool may_start(const khd_datecontext *c, uint32_t i)
{
    const khd_dateword *w = &c->words.v[i];
    char first = w->key[0] == '\'' ? w->key[1] : w->key[0];
    return w->row != KHD_NOTHING || w->long_row != KHD_NOTHING || (first >= '0' && first <= '9');
}

static void read_sentence(khd_datecontext *c, const khd_table *table, khd_range tokens)
{
    khd_doc *doc = c->words.doc;
    c->words = khd_dateword_read(doc, table, tokens);
    for (uint32_t i = 0; i < c->words.n; i++) {
        if (!may_start(c, i))
            continue;
        khd_when w;
        c->tense = 0;
        uint32_t end = read_phrase(c, i, &w);
        if (end == i)
            continue;
        bool until = i > 0 && (khd_date_is(c, i - 1, "until") || khd_date_is(c, i - 1, "till") ||
                               khd_date_is(c, i - 1, "to"));
        khd_range phrase = {c->words.v[i].token, c->words.v[end - 1].token + 1};
        c->tense = tense_of(c, khd_doc_head(doc, phrase), until);
        if (i > 0 && khd_date_is(c, i - 1, "since"))
            c->tense = -1;
        if (i > 1 && khd_date_is(c, i - 1, "as") && khd_date_is(c, i - 2, "soon"))
            c->tense = 1;
        if (c->tense == 0 && i > 0 &&
            (khd_date_is(c, i - 1, "by") || khd_date_is(c, i - 1, "until")))
            c->tense = 1;
        if (c->tense)
            end = read_phrase(c, i, &w);
        if (end == i)
            continue;
        push_date(c, i, end, &w);
        remember(c, &w);
        i = end - 1;
    }
}

void khd_date_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    const khd_table *table = khd_lexicon_table(lexicon, "date_words");
    khd_datecontext c = {.words = {.doc = doc, .table = table},
                         .anchor = doc->dateline_day,
                         .anchor_name = "dateline",
                         .told = KHD_NO_DAY,
                         .told_long = KHD_NO_DAY};
    if (c.anchor == KHD_NO_DAY) {
        c.anchor = doc->published_day;
        c.anchor_name = "published";
    }
    for (uint32_t s = 0; s < doc->sentences.n; s++)
        read_sentence(&c, table, doc->sentences.v[s].tokens);
}
