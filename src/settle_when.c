/* settle_when: the day of an account. See settle.h. */
#include "settle.h"

#include <string.h>

/* A day that is named ("Tuesday", "3 May") before one that a part of the day implies
 * ("this morning"); finer before coarser; a mere length of time is no date. */
static int date_rank(const khd_doc *doc, int32_t date)
{
    if (date == KHD_NOTHING)
        return 0;
    const khd_date *d = &doc->dates.v[date];
    if (d->type == KHD_TIMEX_DURATION && d->start == KHD_NO_DAY)
        return 0;
    int fine = d->precision == KHD_DATE_PRECISION_NONE
                   ? 1
                   : 1 + KHD_DATE_PRECISION_COUNT - d->precision;
    return 2 * fine + (d->type == KHD_TIMEX_DATE);
}

/* A time of day without a day of its own: "2am local time", "noon", "six minutes later". */
static bool is_clock(const khd_doc *doc, const khd_date *d)
{
    static const char *const words[] = {"am", "pm", "a.m.", "p.m.", "local", "time", "gmt", "utc",
                                        "o'clock", "hours", "noon", "midnight", "at", "around",
                                        "about", "roughly", "approximately", "shortly", "before",
                                        "after", "just", "a.m", "p.m", ".", "(", ")", "minutes", "later",
                                        "earlier", "a", "an", "hour", "few", NULL};
    if (d->type != KHD_TIMEX_TIME)
        return false;
    for (uint32_t i = d->tokens.begin; i < d->tokens.end; i++) {
        const char *lower = doc->tokens.v[i].lower;
        bool known = (*lower >= '0' && *lower <= '9') || doc->tokens.v[i].upos == KHD_UPOS_NUM;
        for (const char *const *w = words; *w && !known; w++)
            known = !strcmp(lower, *w);
        if (!known)
            return false;
    }
    return true;
}

static bool is_day(const khd_doc *doc, const khd_date *d)
{
    return d->type <= KHD_TIMEX_TIME && d->precision == KHD_DATE_PRECISION_DAY && !is_clock(doc, d);
}

/* The day that a bare time of day belongs to: the nearest one in its sentence, else the
 * last one in the few sentences before it; KHD_NOTHING without any. */
static int32_t day_of_clock(const khd_doc *doc, int32_t clock)
{
    enum { REACH = 3, MOST = 16 };
    khd_range at = doc->dates.v[clock].tokens;
    uint32_t sentence = doc->tokens.v[at.begin].sentence;
    int32_t before = KHD_NOTHING;
    for (int32_t i = clock; i-- > 0 && i + MOST > clock && before == KHD_NOTHING;) {
        if (doc->tokens.v[doc->dates.v[i].tokens.begin].sentence + REACH < sentence)
            break;
        before = is_day(doc, &doc->dates.v[i]) ? i : KHD_NOTHING;
    }
    for (uint32_t i = (uint32_t)clock + 1; i < doc->dates.n && i < (uint32_t)clock + MOST; i++) {
        const khd_date *d = &doc->dates.v[i];
        if (doc->tokens.v[d->tokens.begin].sentence != sentence)
            break;
        if (!is_day(doc, d))
            continue;
        bool same = before != KHD_NOTHING &&
                    doc->tokens.v[doc->dates.v[before].tokens.begin].sentence == sentence;
        if (!same || d->tokens.begin - at.end < at.begin - doc->dates.v[before].tokens.end)
            return (int32_t)i;
        break;
    }
    return before;
}

/* The day that an occurrence tells, a bare time of day completed. */
static int32_t date_of(const khd_doc *doc, const khd_occurrence *o)
{
    if (o->date == KHD_NOTHING || !is_clock(doc, &doc->dates.v[o->date]))
        return o->date;
    int32_t day = day_of_clock(doc, o->date);
    return day == KHD_NOTHING ? o->date : day;
}

static int32_t told_date(const khd_cluster *c)
{
    int32_t best = KHD_NOTHING;
    for (uint32_t i = 0; i < c->members.n; i++) {
        int32_t date = date_of(c->doc, &c->all->v[c->members.v[i]]);
        if (date_rank(c->doc, date) > date_rank(c->doc, best))
            best = date;
    }
    return best;
}

bool khd_settle_is_narrated(const khd_doc *doc, const khd_occurrence *o)
{
    if (o->outcome != KHD_OUTCOME_HAPPENED || o->class_ == KHD_CLASS_AGGREGATE)
        return false;
    khd_range s = doc->sentences.v[o->sentence].tokens;
    for (uint32_t i = s.begin; i < s.end; i++) {
        const khd_token *t = &doc->tokens.v[i];
        bool helper = t->deprel == KHD_DEPREL_AUX && t->head == (int32_t)o->head;
        if (helper && (!strcmp(t->lower, "has") || !strcmp(t->lower, "have")))
            return false;
    }
    uint32_t first = KHD_FIRST_AFTER(doc->dates, s.begin);
    return first == doc->dates.n || !khd_range_meet(doc->dates.v[first].tokens, s);
}

/* Only a day near the report's own is carried on; "a bombing in February" says nothing
 * of what is told next. */
static bool is_fresh(const khd_doc *doc, int32_t date)
{
    enum { DAYS = 10 };
    const khd_date *d = &doc->dates.v[date];
    if (d->start == KHD_NO_DAY || doc->published_day == KHD_NO_DAY)
        return d->precision == KHD_DATE_PRECISION_DAY || d->precision == KHD_DATE_PRECISION_NONE;
    return d->precision == KHD_DATE_PRECISION_DAY && d->last + DAYS >= doc->published_day;
}

/* The day of an earlier occurrence: its own, else that of its account. */
static int32_t settled_date(const khd_doc *doc, const khd_occurrence *o)
{
    int32_t date = date_of(doc, o), account = doc->fates.v[o->frame].account;
    if (date_rank(doc, date) || o->nominal || account == KHD_NOTHING ||
        (uint32_t)account >= doc->accounts.n)
        return date;
    return doc->accounts.v[account].date;
}

/* True when the day was told at most so many sentences before. */
static bool is_near(const khd_doc *doc, int32_t date, uint32_t sentence)
{
    enum { REACH = 6 };
    return doc->tokens.v[doc->dates.v[date].tokens.begin].sentence + REACH >= sentence;
}

/* The day of the nearest kept occurrence in this or the sentence before, and of
 * further ones when both are told in a running narrative: a report goes on about one
 * day until it names another. */
static int32_t date_before(const khd_cluster *c)
{
    enum { REACH = 4 };
    const khd_occurrence *first = &c->all->v[c->members.v[0]];
    bool narrated = khd_settle_is_narrated(c->doc, first);
    for (uint32_t i = first->frame; i-- > 0;) {
        const khd_occurrence *o = &c->all->v[i];
        if (o->sentence + (narrated ? REACH : 1) < first->sentence)
            break;
        int32_t date = c->kept[i] ? settled_date(c->doc, o) : KHD_NOTHING;
        if (date_rank(c->doc, date) && o->outcome == first->outcome && is_fresh(c->doc, date) &&
            is_near(c->doc, date, first->sentence))
            return date;
    }
    return KHD_NOTHING;
}

/* The day of the statement that tells a member: better than none. */
static int32_t date_beside(const khd_cluster *c)
{
    const khd_doc *doc = c->doc;
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = &c->all->v[c->members.v[i]];
        khd_range s = doc->sentences.v[o->sentence].tokens;
        if (!o->attributions.n)
            continue;
        uint32_t first = KHD_FIRST_AFTER(doc->dates, s.begin);
        for (uint32_t k = first; k < doc->dates.n && doc->dates.v[k].tokens.begin < s.end; k++)
            if (is_day(doc, &doc->dates.v[k]) && is_fresh(doc, (int32_t)k))
                return (int32_t)k;
    }
    return KHD_NOTHING;
}

void khd_settle_date(const khd_cluster *c, khd_account *a)
{
    khd_doc *doc = c->doc;
    a->date = told_date(c);
    const char *how = "told with the occurrence";
    if (a->date == KHD_NOTHING) {
        a->date = date_before(c);
        how = "the day of the occurrence told just before";
    }
    if (a->date == KHD_NOTHING && a->status == KHD_OUTCOME_HAPPENED) {
        a->date = date_beside(c);
        how = "the day of the statement";
    }
    if (a->date == KHD_NOTHING)
        return;
    const khd_date *d = &doc->dates.v[a->date];
    a->date_span = khd_doc_span(doc, d->tokens);
    khd_settle_because(doc, a, "date",
                       khd_doc_format(doc, "%s: \"%s\" is %s, %s%s", how,
                                      khd_doc_text(doc, a->date_span), d->value ? d->value : "",
                                      d->anchor ? "counted from " : "no anchor",
                                      d->anchor ? d->anchor : ""));
}
