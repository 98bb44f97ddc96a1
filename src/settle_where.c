/* settle_where: place and day of an account. See settle.h. */
#include "settle.h"

#include <string.h>

/* ---- place ------------------------------------------------------------------------------ */

/* Finer is better: site 6 .. country 1, none 0. */
static int fineness(uint8_t precision)
{
    return precision == KHD_PLACE_PRECISION_NONE ? 0 : KHD_PLACE_PRECISION_COUNT - precision;
}

static int place_rank(const khd_doc *doc, const khd_occurrence *o)
{
    return o->place == KHD_NOTHING ? 0 : fineness(doc->places.v[o->place].best.precision);
}

/* The finest place that a member tells; the first of the finest. */
static const khd_occurrence *told_place(const khd_cluster *c)
{
    const khd_occurrence *best = NULL;
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = &c->all->v[c->members.v[i]];
        if (o->place == KHD_NOTHING)
            continue;
        if (!best || place_rank(c->doc, o) > place_rank(c->doc, best))
            best = o;
    }
    return best;
}

/* Words of a place that no gazetteer can hold ("a mosque"), told by a member. */
static khd_range told_words(const khd_cluster *c)
{
    for (uint32_t i = 0; i < c->members.n; i++)
        if (!khd_range_empty(c->all->v[c->members.v[i]].place_words))
            return c->all->v[c->members.v[i]].place_words;
    return (khd_range){0, 0};
}

/* The last place told before token `at` in the same sentence or the few before; a
 * whole country is taken over only when `wide`. */
static int32_t place_before(const khd_cluster *c, uint32_t at, bool wide)
{
    enum { REACH = 3 };
    const khd_doc *doc = c->doc;
    uint32_t sentence = doc->tokens.v[at].sentence;
    uint32_t i = KHD_FIRST_AFTER(doc->places, at);
    if (i < doc->places.n && doc->places.v[i].tokens.begin <= at)
        i++;
    while (i-- > 0) {
        const khd_place *p = &doc->places.v[i];
        if (doc->tokens.v[p->tokens.begin].sentence + REACH < sentence)
            break;
        if (!p->adjectival &&
            fineness(p->best.precision) > (wide ? 0 : fineness(KHD_PLACE_PRECISION_COUNTRY)))
            return (int32_t)i;
    }
    return KHD_NOTHING;
}

/* Named most often, the first of those; of equals one below country level. Looks at
 * the first names only, so that time stays bounded. */
int32_t khd_settle_place_of_report(const khd_doc *doc)
{
    enum { MOST = 400 };
    int32_t best = KHD_NOTHING;
    uint32_t best_score = 0;
    uint32_t n = doc->places.n < MOST ? doc->places.n : MOST;
    for (uint32_t i = 0; i < n; i++) {
        const khd_place *p = &doc->places.v[i];
        if (p->adjectival || !p->best.name)
            continue;
        uint32_t score = 0;
        for (uint32_t k = 0; k < n; k++) {
            const khd_place *q = &doc->places.v[k];
            score += !q->adjectival && q->best.name && !strcmp(q->best.name, p->best.name);
        }
        score = score * 2 + (p->best.precision != KHD_PLACE_PRECISION_COUNTRY);
        if (score > best_score) {
            best_score = score;
            best = (int32_t)i;
        }
    }
    return best;
}

/* A country that only an adjective names ("Syrian army"). */
static const char *country_of_report(const khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->places.n; i++)
        if (doc->places.v[i].best.country && *doc->places.v[i].best.country)
            return doc->places.v[i].best.country;
    return "";
}

/* True when the words are the place's name and not those of a site in it. */
static bool names_place(const khd_doc *doc, khd_range words, int32_t place)
{
    return khd_range_has(doc->places.v[place].tokens, khd_doc_head(doc, words));
}

static void take_place(khd_doc *doc, khd_account *a, int32_t place, const char *how)
{
    const khd_place *p = &doc->places.v[place];
    a->place = place;
    a->reading = p->best;
    khd_settle_because(doc, a, "place",
                       khd_doc_format(doc, "%s: \"%s\" read as %s%s%s (%s)", how,
                                      khd_doc_text(doc, khd_doc_span(doc, p->tokens)),
                                      p->best.name ? p->best.name : "",
                                      p->best.id ? ", " : "", p->best.id ? p->best.id : "",
                                      p->rule ? p->rule : "no rule"));
}

void khd_settle_place(const khd_cluster *c, khd_account *a)
{
    khd_doc *doc = c->doc;
    a->place = KHD_NOTHING;
    const khd_occurrence *told = told_place(c);
    khd_range words = told ? told->place_words : told_words(c);
    a->place_span = khd_doc_span(doc, words);
    if (told && (place_rank(doc, told) > fineness(KHD_PLACE_PRECISION_COUNTRY) ||
                 names_place(doc, words, told->place))) {
        take_place(doc, a, told->place, "told with the occurrence");
        return;
    }
    int32_t near = place_before(c, c->all->v[c->members.v[0]].head,
                                a->class_ == KHD_CLASS_AGGREGATE);
    const char *how = "the place told last before it";
    if (near == KHD_NOTHING) {
        near = c->place_of_report;
        how = "the place that the report is about";
    }
    if (told && (near == KHD_NOTHING ||
                 strcmp(doc->places.v[near].best.country, doc->places.v[told->place].best.country))) {
        near = told->place;
        how = "the country told with the occurrence";
    }
    if (near != KHD_NOTHING) {
        take_place(doc, a, near, how);
    } else {
        a->reading.country = country_of_report(doc);
        a->reading.precision =
            *a->reading.country ? KHD_PLACE_PRECISION_COUNTRY : KHD_PLACE_PRECISION_NONE;
    }
}

/* ---- day ------------------------------------------------------------------------------------ */

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

static int32_t told_date(const khd_cluster *c)
{
    int32_t best = KHD_NOTHING;
    for (uint32_t i = 0; i < c->members.n; i++) {
        int32_t date = c->all->v[c->members.v[i]].date;
        if (date_rank(c->doc, date) > date_rank(c->doc, best))
            best = date;
    }
    return best;
}

/* True for what is told as part of a running narrative: "shelled the town", "the
 * clashes"; not "have killed", "was once shelled for years", sums. */
static bool is_narrated(const khd_doc *doc, const khd_occurrence *o)
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

/* The day of the nearest kept occurrence in this or the sentence before, and of
 * further ones when both are told in a running narrative: a report goes on about one
 * day until it names another. */
static int32_t date_before(const khd_cluster *c)
{
    enum { REACH = 4 };
    const khd_occurrence *first = &c->all->v[c->members.v[0]];
    bool narrated = is_narrated(c->doc, first);
    for (uint32_t i = first->frame; i-- > 0;) {
        const khd_occurrence *o = &c->all->v[i];
        if (o->sentence + (narrated ? REACH : 1) < first->sentence)
            break;
        if (c->kept[i] && date_rank(c->doc, o->date) && o->outcome == first->outcome &&
            is_fresh(c->doc, o->date))
            return o->date;
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
