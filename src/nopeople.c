/* nopeople: see nopeople.h. Neighbouring words and, where there is a tree, the word
 * on which the number hangs decide.
 */
#include "nopeople.h"

#include "utf8.h"

static const char *const months[] = {
    "january",   "february", "march",    "april",    "may", "june", "july", "august",
    "september", "october",  "november", "december", "jan", "jan.", "feb",  "feb.",
    "mar",       "mar.",     "apr",      "apr.",     "jun", "jun.", "jul",  "jul.",
    "aug",       "aug.",     "sept",     "sept.",    "sep", "sep.", "oct",  "oct.",
    "nov",       "nov.",     "dec",      "dec.",     NULL};
static const char *const labels[] = {
    "no.",   "number",    "no",         "nr",     "nr.",     "page",   "article", "chapter",
    "route", "highway",   "resolution", "flight", "phase",   "grade",  "age",     "aged",
    "line",  "section",   "part",       "figure", "channel", "sector", "block",   "gate",
    "area",  "version",   "level",      "apollo", "windows", "psalm",  "verse",   "tel",
    "tel.",  "telephone", "phone",      "fax",    "#",       "nos.",   NULL};
static const char *const before_years[] = {
    "in",   "since", "until", "till", "of", "by", "from",    "during",  "before", "after",
    "late", "early", "mid",   "(",    "-",  ",",  "between", "through", "circa",  NULL};

static bool is_money(const khd_number_scan *s, uint32_t i)
{
    if (!khd_nopeople_inside(s, i))
        return false;
    const khd_token *t = khd_nopeople_token(s, i);
    const char *end = s->doc->text + t->span.end;
    uint32_t code;
    size_t n = khd_utf8_read_before(s->doc->text, t->span.end, &code);
    return n && (khd_utf8_class_at(end - n, n) & KHD_CHAR_MONEY);
}

static bool is_year(const khd_number_scan *s, khd_range core, const khd_quantity *q,
                    unsigned digits)
{
    if (digits != 4 || q->n < 1900 || q->n > 2099 || core.end != core.begin + 1)
        return false;
    if (q->noun != KHD_NOTHING && khd_nopeople_in(s->victims, s->doc, (uint32_t)q->noun))
        return false;
    return khd_nopeople_among(s, core.begin - 1, before_years) ||
           khd_nopeople_among(s, core.begin - 1, months) || q->noun == KHD_NOTHING ||
           !khd_nopeople_token(s, (uint32_t)q->noun)->plural; /* "the 1968 assassination" */
}

/* "May 5", "5 May", "No. 5", "AK-47", "aged 5": the word before or after says so. */
static bool is_label(const khd_number_scan *s, khd_range core, const khd_quantity *q)
{
    uint32_t before = core.begin - 1;
    bool small = q->n <= 31 && q->n2 == KHD_NOTHING;
    if (khd_nopeople_among(s, core.end, months) && small &&
        khd_nopeople_token(s, core.end)->upos != KHD_UPOS_AUX)
        return true;
    if (core.begin == s->sentence.begin)
        return false;
    if (khd_nopeople_among(s, before, months) && q->n <= 31)
        return !khd_nopeople_is(s, before, "may") ||
               khd_nopeople_token(s, before)->upos != KHD_UPOS_AUX;
    if (khd_nopeople_among(s, before, labels))
        return q->noun == KHD_NOTHING || khd_nopeople_is(s, before, "aged") ||
               khd_nopeople_is(s, before, "age");
    khd_cursor dash = {before, 0};
    return khd_nopeople_token(s, core.begin)->glued && khd_cursor_dash(s->doc, &dash, core.begin) &&
           before > s->sentence.begin && khd_nopeople_token(s, before)->glued;
}

/* ", 20," after a name or a person. */
static bool is_age_apposition(const khd_number_scan *s, khd_range core, const khd_quantity *q)
{
    if (q->noun != KHD_NOTHING || q->n > 120 || q->n2 != KHD_NOTHING || core.begin < 2)
        return false;
    uint32_t before = core.begin - 1;
    bool closed = khd_nopeople_is(s, core.end, ",") || khd_nopeople_is(s, core.end, ")") ||
                  khd_nopeople_is(s, core.end, ".") || khd_nopeople_is(s, core.end, ";");
    return closed && (khd_nopeople_is(s, before, ",") || khd_nopeople_is(s, before, "(")) &&
           khd_nopeople_inside(s, before - 1) &&
           (khd_nopeople_token(s, before - 1)->entity == KHD_ENTITY_PER ||
            khd_nopeople_token(s, before - 1)->upos == KHD_UPOS_PROPN ||
            khd_nopeople_in(s->victims, s->doc, before - 1));
}

/* A number that hangs on a word before it ("Apollo 11", "Deir 5") is its label. */
static bool hangs_left(const khd_number_scan *s, khd_range core, const khd_quantity *q)
{
    const khd_token *t = khd_nopeople_token(s, khd_doc_head(s->doc, core));
    if (q->noun != KHD_NOTHING || t->head == KHD_NOTHING || t->head >= (int32_t)core.begin)
        return false;
    return t->deprel == KHD_DEPREL_NUMMOD || t->deprel == KHD_DEPREL_FLAT ||
           t->deprel == KHD_DEPREL_COMPOUND || t->deprel == KHD_DEPREL_NMOD_UNMARKED;
}

/* The words after the number, or its noun, are in the table of units. */
bool khd_nopeople_unit(const khd_number_scan *s, khd_cursor end, const khd_quantity *q)
{
    char word[32];
    khd_cursor after = end;
    if (khd_cursor_dash(s->doc, &after, s->sentence.end) || after.at)
        if (khd_cursor_word(s->doc, &after, s->sentence.end, word) &&
            khd_table_find(s->units, word) != KHD_NOTHING)
            return true;
    int32_t row;
    bool people = q->noun != KHD_NOTHING && khd_nopeople_in(s->victims, s->doc, (uint32_t)q->noun);
    uint32_t next = end.token + (end.at > 0);
    uint32_t n = khd_table_match(s->units, s->doc, next, s->sentence.end, &row);
    if (n && (!people || next + n - 1 == (uint32_t)q->noun))
        return true;
    return q->noun != KHD_NOTHING && !people &&
           khd_nopeople_in(s->units, s->doc, (uint32_t)q->noun);
}

bool khd_nopeople_number(const khd_number_scan *s, khd_range core, const khd_quantity *q,
                         const khd_numeral *last)
{
    if (last->over || last->digits >= 7 || last->value % KHD_NUMERAL_ONE)
        return true;
    if (is_money(s, core.begin) || (core.begin && is_money(s, core.begin - 1)) ||
        is_money(s, core.end))
        return true;
    return khd_nopeople_unit(s, last->end, q) || is_year(s, core, q, last->digits) ||
           is_label(s, core, q) || is_age_apposition(s, core, q) || hangs_left(s, core, q);
}
