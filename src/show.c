/* show: see show.h. One row a fact: a label in the left column, the value, then
 * its words in quotes; below, the sentences themselves (show_words).
 */
#include "show.h"

#include "page.h"
#include "show_words.h"

#include <string.h>

enum {
    LABEL = 4,        /* column of the labels */
    VALUE = 15,       /* column of the values */
    REMOVED_MOST = 80 /* bytes of a removed piece that are shown */
};

/* ---- pieces --------------------------------------------------------------------- */

static void row(khd_page *p, const char *label)
{
    khd_page_line(p, VALUE);
    khd_page_column(p, LABEL);
    khd_page_text(p, KHD_STYLE_LABEL, label);
    khd_page_column(p, VALUE);
}

static void plain(khd_page *p, const char *text)
{
    khd_page_text(p, KHD_STYLE_PLAIN, text);
}

/* True for a text that tells something. */
static bool told(const char *text)
{
    return text && *text;
}

/* The words of a span in quotes, cut at `most` bytes; nothing for an empty span. */
static void quote_most(khd_page *p, const khd_doc *doc, khd_span span, uint32_t most)
{
    if (khd_span_empty(span))
        return;
    uint32_t end = span.end;
    if (end - span.begin > most)
        for (end = span.begin + most; end > span.begin && (doc->text[end] & 0xC0) == 0x80;)
            end--;
    p->gap = p->column > VALUE;
    khd_page_bytes(p, KHD_STYLE_QUOTE, doc->text + span.begin, end - span.begin);
    if (end < span.end)
        plain(p, " ...");
}

static void quote(khd_page *p, const khd_doc *doc, khd_span span)
{
    quote_most(p, doc, span, UINT32_MAX);
}

/* A number as text: at most `decimals` digits, no locale. */
static void number(khd_page *p, double value, int decimals)
{
    khd_buffer digits = {0};
    khd_buffer_fixed(&digits, value, decimals);
    if (digits.v)
        khd_page_bytes(p, KHD_STYLE_PLAIN, digits.v, digits.n);
    p->out->failed |= digits.failed;
    khd_buffer_free(&digits);
}

static void day(khd_page *p, khd_day value)
{
    int y, m, d;
    khd_day_split(value, &y, &m, &d);
    char iso[] = {(char)('0' + y / 1000 % 10),
                  (char)('0' + y / 100 % 10),
                  (char)('0' + y / 10 % 10),
                  (char)('0' + y % 10),
                  '-',
                  (char)('0' + m / 10),
                  (char)('0' + m % 10),
                  '-',
                  (char)('0' + d / 10),
                  (char)('0' + d % 10),
                  0};
    plain(p, iso);
}

/* "armed_clash" as "ARMED CLASH" or "armed clash". */
static void label_text(khd_page *p, khd_style style, const char *text, bool upper)
{
    char out[40];
    size_t n = 0;
    for (; text[n] && n + 1 < sizeof out; n++) {
        char c = text[n];
        out[n] = c == '_' ? ' ' : upper && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    khd_page_bytes(p, style, out, n);
}

/* ---- the head line ----------------------------------------------------------------- */

static void place_name(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    const khd_place_reading *r = &a->reading;
    const char *parts[] = {r->city, r->admin1, r->country};
    const char *before = NULL;
    for (size_t i = 0; i < 3; i++) {
        if (!told(parts[i]) || (before && !strcmp(before, parts[i])))
            continue;
        if (before)
            plain(p, ", ");
        plain(p, parts[i]);
        before = parts[i];
    }
    if (before)
        return;
    if (khd_span_empty(a->place_span))
        khd_page_text(p, KHD_STYLE_DOUBT, "place not told");
    else {
        khd_page_bytes(p, KHD_STYLE_PLAIN, doc->text + a->place_span.begin,
                       a->place_span.end - a->place_span.begin);
        khd_page_text(p, KHD_STYLE_DOUBT, " (not in the gazetteer)");
    }
}

static void date_words(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    const khd_date *d = a->date == KHD_NOTHING ? NULL : &doc->dates.v[a->date];
    if (d && d->start != KHD_NO_DAY) {
        day(p, d->start);
        if (d->last != KHD_NO_DAY && d->last != d->start) {
            plain(p, " to ");
            day(p, d->last);
        }
    } else if (khd_span_empty(a->date_span)) {
        khd_page_text(p, KHD_STYLE_DOUBT, "date not told");
    } else {
        khd_page_bytes(p, KHD_STYLE_PLAIN, doc->text + a->date_span.begin,
                       a->date_span.end - a->date_span.begin);
        khd_page_text(p, KHD_STYLE_DOUBT,
                      d && !d->anchor ? " (no anchor: day not resolved)" : " (day not resolved)");
    }
}

static void head_line(khd_page *p, const khd_doc *doc, uint32_t index)
{
    const khd_account *a = &doc->accounts.v[index];
    khd_page_line(p, LABEL);
    khd_page_line(p, LABEL);
    khd_page_int(p, KHD_STYLE_LABEL, index + 1);
    khd_page_column(p, LABEL);
    label_text(p, KHD_STYLE_HEAD, khd_class_text(a->class_), true);
    if (a->status != KHD_OUTCOME_HAPPENED) {
        plain(p, " (");
        label_text(p, KHD_STYLE_DOUBT, khd_outcome_text(a->status), false);
        plain(p, ")");
    }
    plain(p, " | ");
    place_name(p, doc, a);
    plain(p, " | ");
    date_words(p, doc, a);
}

/* ---- rows ---------------------------------------------------------------------------- */

/* A name, and the words it was read from when they say it otherwise. */
static void name_and_words(khd_page *p, const khd_doc *doc, const char *name, khd_span span)
{
    size_t n = khd_span_empty(span) ? 0 : span.end - span.begin;
    bool same = told(name) && strlen(name) == n && !memcmp(name, doc->text + span.begin, n);
    if (told(name) && !same)
        plain(p, name);
    quote(p, doc, span);
}

static void party_rows(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    static const char *const blames[KHD_BLAME_COUNT] = {
        [KHD_BLAME_SUSPECTED] = " (suspected)", [KHD_BLAME_CLAIMED] = " (says so itself)"};
    bool mutual = a->class_ == KHD_CLASS_ARMED_CLASH || a->class_ == KHD_CLASS_AGREEMENT;
    for (uint32_t i = 0; i < a->side_a.n; i++) {
        row(p, i ? "and" : mutual ? "between" : "by");
        name_and_words(p, doc, a->side_a.v[i].name, a->side_a.v[i].span);
        if (a->blame < KHD_BLAME_COUNT && blames[a->blame])
            khd_page_text(p, KHD_STYLE_DOUBT, blames[a->blame]);
    }
    if (!a->side_a.n) {
        row(p, mutual ? "between" : "by");
        khd_page_text(p, KHD_STYLE_DOUBT, "not told");
    }
    for (uint32_t i = 0; i < a->side_b.n; i++) {
        row(p, i ? "and" : "against");
        name_and_words(p, doc, a->side_b.v[i].name, a->side_b.v[i].span);
    }
}

static void figure_value(khd_page *p, const khd_casualty *c)
{
    static const char *const before[KHD_QUALIFIER_COUNT] = {[KHD_QUALIFIER_AT_LEAST] = "at least ",
                                                            [KHD_QUALIFIER_AT_MOST] = "at most ",
                                                            [KHD_QUALIFIER_ABOUT] = "about "};
    if (c->n == KHD_NOTHING) {
        khd_page_text(p, KHD_STYLE_DOUBT, "number not told");
        return;
    }
    if (c->qualifier < KHD_QUALIFIER_COUNT && before[c->qualifier])
        plain(p, before[c->qualifier]);
    khd_page_int(p, KHD_STYLE_VALUE, c->n);
    if (c->n2 != KHD_NOTHING) {
        plain(p, " to ");
        khd_page_int(p, KHD_STYLE_VALUE, c->n2);
    }
}

/* Whose fighters they were, when it can be nobody else's: the only party of their side. */
static const char *own_party(const khd_account *a, const khd_casualty *c)
{
    if (c->group != KHD_GROUP_COMBATANT)
        return NULL;
    if (c->side == KHD_SIDE_A && a->side_a.n == 1)
        return a->side_a.v[0].name;
    return c->side == KHD_SIDE_B && a->side_b.n == 1 ? a->side_b.v[0].name : NULL;
}

/* Who they were: group, side, and the figure that holds this one. */
static void figure_details(khd_page *p, const khd_account *a, const khd_casualty *c)
{
    static const char *const groups[KHD_GROUP_COUNT] = {[KHD_GROUP_CIVILIAN] = "civilians",
                                                        [KHD_GROUP_COMBATANT] = "combatants",
                                                        [KHD_GROUP_MIXED] =
                                                            "civilians and combatants"};
    const char *group = c->group < KHD_GROUP_COUNT ? groups[c->group] : NULL;
    const char *side = own_party(a, c);
    if (group) {
        plain(p, ", ");
        plain(p, group);
    }
    if (told(side) && !strstr(side, group)) {
        plain(p, " of ");
        plain(p, side);
    }
    if (c->part_of >= 0 && (uint32_t)c->part_of < a->casualties.n) {
        plain(p, ", part of ");
        figure_value(p, &a->casualties.v[c->part_of]);
    }
}

static void figure_rows(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    for (uint32_t i = 0; i < a->casualties.n; i++) {
        const khd_casualty *c = &a->casualties.v[i];
        row(p, c->harm == KHD_HARM_KILLED_OR_INJURED ? "casualties" : khd_harm_text(c->harm));
        figure_value(p, c);
        quote(p, doc, c->span);
        if (c->who.begin < c->span.begin || c->who.end > c->span.end)
            quote(p, doc, c->who);
        figure_details(p, a, c);
        plain(p, khd_span_empty(c->source) ? "" : ", says");
        quote(p, doc, c->source);
    }
}

static void source_rows(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    for (uint32_t i = 0; i < a->sources.n; i++) {
        const khd_source *s = &a->sources.v[i];
        row(p, i ? "and" : "source");
        name_and_words(p, doc, s->name, s->span);
        plain(p, ", ");
        label_text(p, KHD_STYLE_PLAIN, khd_source_kind_text(s->kind), false);
    }
    if (!a->sources.n) {
        row(p, "source");
        plain(p, "the report itself");
    }
}

static void means_row(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    if (a->means.n)
        row(p, "means");
    for (uint32_t i = 0; i < a->means.n; i++) {
        if (i)
            plain(p, ", ");
        name_and_words(p, doc, a->means.v[i].kind, a->means.v[i].span);
    }
}

static void place_row(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    const khd_place_reading *r = &a->reading;
    if (khd_span_empty(a->place_span) && !r->has_point)
        return;
    row(p, "place");
    if (r->has_point) {
        number(p, r->lat, 4);
        plain(p, ", ");
        number(p, r->lon, 4);
        plain(p, ", ");
    }
    if (r->precision != KHD_PLACE_PRECISION_NONE)
        plain(p, khd_place_precision_text(r->precision));
    if (khd_span_empty(a->place_span))
        khd_page_text(p, KHD_STYLE_DOUBT, " (not told here: the place of the report)");
    quote(p, doc, a->place_span);
}

static void date_row(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    const khd_date *d = a->date == KHD_NOTHING ? NULL : &doc->dates.v[a->date];
    if (!d || d->start == KHD_NO_DAY)
        return;
    row(p, "date");
    plain(p, khd_date_precision_text(d->precision));
    if (d->anchor && strcmp(d->anchor, "text")) {
        plain(p, " by the ");
        plain(p, strcmp(d->anchor, "published") ? d->anchor : "publication date");
    }
    quote(p, doc, a->date_span);
}

static void mentions_row(khd_page *p, const khd_doc *doc, const khd_account *a)
{
    if (a->mentions.n < 2)
        return;
    row(p, "also named");
    for (uint32_t i = 1; i < a->mentions.n; i++) {
        plain(p, i > 1 ? ", " : "");
        quote(p, doc, a->mentions.v[i]);
    }
}

/* ---- the report ------------------------------------------------------------------------- */

static void report_lines(khd_page *p, const khd_doc *doc)
{
    khd_span t = doc->title_span;
    if (doc->id) {
        khd_page_text(p, KHD_STYLE_LABEL, doc->id);
        khd_page_line(p, 0);
    }
    if (!khd_span_empty(t))
        khd_page_bytes(p, KHD_STYLE_HEAD, doc->text + t.begin, t.end - t.begin);
    else
        khd_page_text(p, KHD_STYLE_HEAD, told(doc->title) ? doc->title : "(no title)");
    khd_page_line(p, 0);
    if (told(doc->publisher)) {
        plain(p, doc->publisher);
        plain(p, ", ");
    }
    if (doc->published_day == KHD_NO_DAY)
        khd_page_text(p, KHD_STYLE_DOUBT, "publication date not told");
    else {
        plain(p, "published ");
        day(p, doc->published_day);
    }
    plain(p, ", ");
    khd_page_int(p, KHD_STYLE_PLAIN, doc->accounts.n);
    plain(p, doc->accounts.n == 1 ? " account" : " accounts");
}

static void closing_lines(khd_page *p, const khd_doc *doc)
{
    if (doc->removed.n || doc->notes.n)
        khd_page_line(p, 0);
    for (uint32_t i = 0; i < doc->removed.n && i < 20; i++) {
        row(p, i ? "" : "not read");
        plain(p, doc->removed.v[i].reason);
        quote_most(p, doc, doc->removed.v[i].span, REMOVED_MOST);
    }
    if (doc->removed.n > 20) {
        row(p, "");
        plain(p, "and ");
        khd_page_int(p, KHD_STYLE_PLAIN, doc->removed.n - 20);
        plain(p, " more");
    }
    for (uint32_t i = 0; i < doc->notes.n; i++) {
        row(p, "note");
        plain(p, doc->notes.v[i]);
    }
}

/* By what the account can be asked for, and how sure it is. */
static void id_row(khd_page *p, const khd_account *a)
{
    row(p, "account");
    khd_page_text(p, KHD_STYLE_LABEL, a->id);
    khd_page_text(p, KHD_STYLE_LABEL, ", confidence ");
    number(p, (double)a->confidence, 2);
}

static void show_account(khd_page *p, const khd_doc *doc, uint32_t index)
{
    const khd_account *a = &doc->accounts.v[index];
    head_line(p, doc, index);
    party_rows(p, doc, a);
    figure_rows(p, doc, a);
    source_rows(p, doc, a);
    means_row(p, doc, a);
    place_row(p, doc, a);
    date_row(p, doc, a);
    mentions_row(p, doc, a);
    if (a->mentions.n) {
        row(p, "words");
        khd_show_words(p, doc, a);
    }
    id_row(p, a);
}

void khd_show_accounts(khd_buffer *out, const khd_doc *doc, bool colour)
{
    khd_page p = {.out = out, .colour = colour};
    report_lines(&p, doc);
    for (uint32_t i = 0; i < doc->accounts.n; i++)
        show_account(&p, doc, i);
    closing_lines(&p, doc);
    khd_page_line(&p, 0);
    khd_page_line(&p, 0);
}
