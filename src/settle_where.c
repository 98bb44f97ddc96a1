/* settle_where: the place of an account. See settle.h. */
#include "settle.h"

#include <string.h>

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

/* "60 kilometres (35 miles) from Damascus": the name only says how far. */
static bool is_distant(const khd_doc *doc, const khd_place *p)
{
    static const char *const units[] = {"km", "kilometre", "kilometer", "mile", "kms", "kilometres",
                                        "kilometers", "miles", NULL};
    enum { REACH = 8 };
    uint32_t i = p->tokens.begin;
    if (i == 0 || strcmp(doc->tokens.v[i - 1].lower, "from") != 0)
        return false;
    for (uint32_t k = i - 1; k-- > 0 && k + REACH > i;)
        for (const char *const *u = units; *u; u++)
            if (!strcmp(doc->tokens.v[k].lower, *u))
                return true;
    return false;
}

/* A capital that stands for its government ("Damascus agreed"), the city of a dateline
 * ("KABUL, Afghanistan (July 29)"): where nothing happens by that word. */
static bool is_seat(const khd_doc *doc, const khd_place *p)
{
    khd_span at = khd_doc_span(doc, p->tokens);
    if (!khd_span_empty(doc->dateline_span) && at.begin < doc->dateline_span.end &&
        doc->dateline_span.begin < at.end)
        return true;
    const khd_token *head = &doc->tokens.v[khd_doc_head(doc, p->tokens)];
    return head->deprel == KHD_DEPREL_NSUBJ &&
           p->best.precision != KHD_PLACE_PRECISION_COUNTRY;
}

/* Can an occurrence that tells no place of its own have happened there? */
static bool is_scene(const khd_doc *doc, const khd_place *p)
{
    return !p->adjectival && !is_distant(doc, p) && !is_seat(doc, p);
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
        if (is_scene(doc, p) &&
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
        if (!is_scene(doc, p) || !p->best.name)
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

/* Where the nearest earlier occurrence of the last few sentences happened. */
static int32_t place_of_neighbour(const khd_cluster *c)
{
    enum { REACH = 6, MOST = 60 };
    const khd_doc *doc = c->doc;
    const khd_occurrence *first = &c->all->v[c->members.v[0]];
    for (uint32_t i = khd_settle_is_narrated(doc, first) ? first->frame : 0;
         i-- > 0 && i + MOST > first->frame;) {
        const khd_occurrence *o = &c->all->v[i];
        int32_t account = doc->fates.v[i].account;
        if (o->sentence + REACH < first->sentence)
            break;
        if (account == KHD_NOTHING || (uint32_t)account >= doc->accounts.n || o->title)
            continue;
        int32_t place = doc->accounts.v[account].place;
        if (place != KHD_NOTHING && fineness(doc->places.v[place].best.precision) >
                                        fineness(KHD_PLACE_PRECISION_COUNTRY))
            return place;
    }
    return KHD_NOTHING;
}

/* A country that only an adjective names ("Syrian army"). */
static const char *country_of_report(const khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->places.n; i++)
        if (doc->places.v[i].best.country && *doc->places.v[i].best.country)
            return doc->places.v[i].best.country;
    return "";
}

static bool begins_alike(const khd_doc *doc, uint32_t at, khd_range end, khd_range name)
{
    if (at + (name.end - name.begin) > end.end)
        return false;
    for (uint32_t i = name.begin; i < name.end; i++, at++)
        if (strcmp(doc->tokens.v[at].lower, doc->tokens.v[i].lower) != 0)
            return false;
    return true;
}

/* Words that were not resolved where they stand may hold a name that was elsewhere. */
static int32_t same_name(const khd_doc *doc, khd_range words)
{
    enum { MOST = 400, LONG = 24 };
    uint32_t n = doc->places.n < MOST ? doc->places.n : MOST;
    if (khd_range_empty(words) || words.end - words.begin > LONG)
        return KHD_NOTHING;
    for (uint32_t i = 0; i < n; i++) {
        const khd_place *p = &doc->places.v[i];
        if (p->adjectival || fineness(p->best.precision) <= fineness(KHD_PLACE_PRECISION_COUNTRY))
            continue;
        for (uint32_t k = words.begin; k < words.end; k++)
            if (begins_alike(doc, k, words, p->tokens))
                return (int32_t)i;
    }
    return KHD_NOTHING;
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
    int32_t same = told && khd_range_meet(doc->places.v[told->place].tokens, words)
                       ? KHD_NOTHING
                       : same_name(doc, words);
    a->place_span = khd_doc_span(doc, words);
    if (same != KHD_NOTHING) {
        take_place(doc, a, same, "the same name elsewhere in the report");
        return;
    }
    if (told && (place_rank(doc, told) > fineness(KHD_PLACE_PRECISION_COUNTRY) ||
                 names_place(doc, words, told->place))) {
        take_place(doc, a, told->place, "told with the occurrence");
        return;
    }
    int32_t near = place_before(c, c->all->v[c->members.v[0]].head,
                                a->class_ == KHD_CLASS_AGGREGATE);
    const char *how = "the place told last before it";
    if (near == KHD_NOTHING && a->class_ != KHD_CLASS_AGGREGATE) {
        near = place_of_neighbour(c);
        how = "the place of the occurrence told before it";
    }
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
