/* registry: see registry.h. Everything is looked up in the sorted tables; the only
 * thing computed for a document is how often it names each country.
 */
#include "registry.h"

#include "stem.h"
#include "utf8.h"

#include <string.h>

enum {
    ALIAS_TOKENS = 20, /* the longest alias, with hyphens as tokens */
    COUNTRIES_MAX = 300,
    NOUN_TOKENS = 5,
    NOUN_BYTES = 64,
    LOWER_WORDS = 3,  /* an alias so long is one without capitals too */
    PLACE_WEIGHT = 3, /* a resolved place tells more than an adjective */
};

enum { WORD_COUNTRY = 1, WORD_FORM, WORD_NAME, WORD_ADJECTIVE };
enum { NOUN_CLASS = 1, NOUN_KIND, NOUN_BRANCH, NOUN_NUMBER, NOUN_NAME };

typedef struct {
    const char *alpha3;
    int32_t row;            /* in country_words */
    uint32_t words, places; /* how often it is named; places that lie in it */
} nation;

struct khd_registry {
    const khd_doc *doc;
    const khd_table *actors, *nouns, *roles, *words;
    int month; /* year * 12 + month - 1 of the report, 0 unknown */
    nation nations[COUNTRIES_MAX];
    uint32_t count;
};

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

size_t khd_registry_plain(const khd_doc *doc, khd_range tokens, char out[KHD_PLAIN_MAX])
{
    khd_plain p = {out, 0, false};
    out[0] = 0;
    for (uint32_t i = tokens.begin; i < tokens.end && !p.full; i++)
        khd_plain_push(&p, doc, i);
    return p.full ? 0 : p.n;
}

/* ---- day and countries of the report ---------------------------------------------- */

static int month_of(const khd_doc *doc)
{
    khd_day day = doc->dateline_day != KHD_NO_DAY ? doc->dateline_day : doc->published_day;
    if (day == KHD_NO_DAY)
        return 0;
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    return y * 12 + m - 1;
}

static nation *nation_get(khd_registry *r, const char *alpha3, int32_t row)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (strcmp(r->nations[i].alpha3, alpha3) == 0)
            return &r->nations[i];
    if (r->count == COUNTRIES_MAX)
        return NULL;
    r->nations[r->count] = (nation){alpha3, row, 0, 0};
    return &r->nations[r->count++];
}

static int32_t word_at(const khd_registry *r, uint32_t first, uint32_t end, uint32_t *length);

/* The form of a country word: a capital, and one whose name others share. */
static bool is_capital_row(const khd_registry *r, int32_t row, bool *shared)
{
    const char *form = khd_table_cell(r->words, row, WORD_FORM);
    *shared = strcmp(form, "shared capital") == 0;
    return *shared || strcmp(form, "capital") == 0;
}

/* Words of countries; `shared` takes those capitals whose names others share, and only
 * for countries that the report names otherwise. A capital inside a person's name
 * ("Michael Douglas") is none. */
static void weigh_words(khd_registry *r, bool shared)
{
    for (uint32_t i = 0; i < r->doc->tokens.n;) {
        uint32_t n = 0;
        const khd_token *t = &r->doc->tokens.v[i];
        khd_sentence *s = &r->doc->sentences.v[t->sentence];
        int32_t row = word_at(r, i, s->tokens.end, &n);
        bool doubtful = false;
        bool person = n && is_capital_row(r, row, &doubtful) && t->entity == KHD_ENTITY_PER;
        uint32_t known = r->count;
        nation *named = n && !person && doubtful == shared
                            ? nation_get(r, khd_table_cell(r->words, row, WORD_COUNTRY), row)
                            : NULL;
        if (shared && r->count > known)
            r->count = known; /* nothing else names it */
        else if (named)
            named->words++;
        i += n ? n : 1;
    }
}

khd_registry *khd_registry_new(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_registry *r = khd_arena_push(doc->arena, 1, sizeof *r);
    r->doc = doc;
    r->actors = khd_lexicon_table(lexicon, "actors");
    r->nouns = khd_lexicon_table(lexicon, "actor_nouns");
    r->roles = khd_lexicon_table(lexicon, "roles");
    r->words = khd_lexicon_table(lexicon, "country_words");
    r->month = month_of(doc);
    weigh_words(r, false);
    weigh_words(r, true);
    for (uint32_t i = 0; i < doc->places.n; i++) {
        const khd_place *p = &doc->places.v[i];
        bool inside = !p->adjectival && p->best.precision != KHD_PLACE_PRECISION_COUNTRY;
        nation *n = inside && p->best.country && *p->best.country
                        ? nation_get(r, p->best.country, KHD_NOTHING)
                        : NULL;
        if (n)
            n->places++;
    }
    return r;
}

/* States that fight or speak in others' wars: home only when nothing else is. */
static bool is_intervener(const char *alpha3)
{
    static const char *const list[] = {"USA", "RUS", "GBR", "FRA", NULL};
    return is_one_of(alpha3, list);
}

const char *khd_registry_home(const khd_registry *r)
{
    const nation *best = NULL;
    double most = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const nation *n = &r->nations[i];
        double w = n->words * (is_intervener(n->alpha3) ? 0.34 : 1.0) + PLACE_WEIGHT * n->places;
        if (w > most) {
            most = w;
            best = &r->nations[i];
        }
    }
    return best ? best->alpha3 : "";
}

static bool names_country(const khd_registry *r, const char *alpha3)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (strcmp(r->nations[i].alpha3, alpha3) == 0)
            return true;
    return false;
}

/* ---- actors ---------------------------------------------------------------------- */

/* "2016" or "2016-05" as months, `whole` for the month that a bare year stands for. */
static int month_read(const char *text, int whole)
{
    int year = 0, month = 0, i = 0;
    for (; i < 4 && text[i] >= '0' && text[i] <= '9'; i++)
        year = year * 10 + (text[i] - '0');
    if (i < 4)
        return 0;
    if (text[4] == '-' && text[5] && text[6])
        month = (text[5] - '0') * 10 + (text[6] - '0');
    return year * 12 + (month ? month - 1 : whole);
}

/* Years after the end still count: reports look back. */
static bool is_active(const khd_registry *r, int32_t row)
{
    int from = month_read(khd_table_cell(r->actors, row, KHD_ACTOR_FROM), 0);
    return !r->month || !from || r->month >= from;
}

bool khd_registry_is_over(const khd_registry *r, int32_t row)
{
    int to = month_read(khd_table_cell(r->actors, row, KHD_ACTOR_TO), 11);
    return r->month && to && r->month > to;
}

/* Higher is better; negative: the row cannot be meant. */
static int fit(const khd_registry *r, int32_t row)
{
    const char *country = khd_table_cell(r->actors, row, KHD_ACTOR_COUNTRY);
    bool near = !*country || names_country(r, country);
    if (!near && *khd_table_cell(r->actors, row, KHD_ACTOR_NEEDS))
        return -1;
    if (!is_active(r, row))
        return -1;
    int home = strcmp(country, khd_registry_home(r)) == 0;
    return (near ? 4 : 0) + (khd_registry_is_over(r, row) ? 0 : 2) + home;
}

int32_t khd_registry_find(const khd_registry *r, const char *key)
{
    int32_t best = KHD_NOTHING;
    int most = -1;
    int32_t row = *key ? khd_table_find(r->actors, key) : KHD_NOTHING;
    for (; row != KHD_NOTHING; row++) {
        if (strcmp(khd_table_cell(r->actors, row, KHD_ACTOR_ALIAS), key) != 0)
            break;
        int f = fit(r, row);
        if (f > most) {
            most = f;
            best = row;
        }
    }
    return best;
}

static bool is_upper(const khd_doc *doc, uint32_t byte, uint32_t end)
{
    return byte < end && (khd_utf8_class_at(doc->text + byte, end - byte) & KHD_CHAR_UPPER);
}

/* Whether a token is written with a capital or a digit at its head. */
static bool is_capital(const khd_doc *doc, uint32_t token)
{
    khd_span s = doc->tokens.v[token].span;
    unsigned c = khd_utf8_class_at(doc->text + s.begin, s.end - s.begin);
    return (c & (KHD_CHAR_UPPER | KHD_CHAR_DIGIT)) != 0;
}

/* A short alias ("IS", "UN") is a name only in capitals, and in a sentence that
 * is not all capitals. */
static bool is_shouted(const khd_doc *doc, uint32_t token)
{
    khd_span s = doc->tokens.v[token].span;
    if (!is_upper(doc, s.begin, s.end) || !is_upper(doc, s.begin + 1, s.end))
        return doc->text[s.begin + 1] == '.' && is_upper(doc, s.begin, s.end);
    khd_range all = doc->sentences.v[doc->tokens.v[token].sentence].tokens;
    for (uint32_t i = all.begin; i < all.end && i < all.begin + 40; i++) {
        khd_span w = doc->tokens.v[i].span;
        if (w.end - w.begin > 3 && !is_upper(doc, w.begin + 1, w.end))
            return true;
    }
    return doc->tokens.v[token].entity != KHD_ENTITY_NONE;
}

static bool breaks_name(const char *lower)
{
    static const char *const marks[] = {",", ";", ":", "(", ")", "\"",
                                        ".", "?", "!", "[", "]", NULL};
    return is_one_of(lower, marks);
}

static unsigned words_in(const char *key)
{
    unsigned n = 1;
    for (; *key; key++)
        n += *key == ' ';
    return n;
}

static bool looks_like_name(const khd_doc *doc, khd_range tokens, const char *key)
{
    bool capital = false;
    for (uint32_t i = tokens.begin; i < tokens.end; i++)
        capital |= is_capital(doc, i);
    if (capital && strlen(key) <= 3 && tokens.end - tokens.begin == 1)
        return is_shouted(doc, tokens.begin);
    return capital || words_in(key) >= LOWER_WORDS;
}

uint32_t khd_registry_match(const khd_registry *r, uint32_t first, uint32_t end, int32_t *row)
{
    const khd_doc *doc = r->doc;
    uint32_t best = 0;
    char key[KHD_PLAIN_MAX] = "";
    khd_plain p = {key, 0, false};
    *row = KHD_NOTHING;
    if (strcmp(doc->tokens.v[first].lower, "the") == 0)
        return 0;
    for (uint32_t i = first; i < end && i < first + ALIAS_TOKENS; i++) {
        const char *lower = doc->tokens.v[i].lower;
        size_t before = p.n;
        if (breaks_name(lower))
            break;
        khd_plain_push(&p, doc, i);
        if (p.full)
            break;
        if (p.n == before) /* a hyphen or "'s" ends no name */
            continue;
        khd_range tokens = {first, i + 1};
        int32_t found = khd_registry_find(r, key);
        if (found != KHD_NOTHING && looks_like_name(doc, tokens, key)) {
            best = i + 1 - first;
            *row = found;
        }
    }
    return best;
}

int32_t khd_registry_forces(const khd_registry *r, const char *id)
{
    for (uint32_t i = 0; i < khd_table_rows(r->actors); i++) {
        int32_t row = (int32_t)i;
        if (strcmp(khd_table_cell(r->actors, row, KHD_ACTOR_PARENT), id) == 0 &&
            khd_registry_kind(r, row) == KHD_ACTOR_KIND_STATE_FORCES && is_active(r, row))
            return row;
    }
    return KHD_NOTHING;
}

int32_t khd_registry_actor(const khd_registry *r, const char *id)
{
    for (uint32_t i = 0; *id && i < khd_table_rows(r->actors); i++)
        if (strcmp(khd_table_cell(r->actors, (int32_t)i, KHD_ACTOR_ID), id) == 0)
            return (int32_t)i;
    return KHD_NOTHING;
}

const char *khd_registry_cell(const khd_registry *r, int32_t row, uint32_t column)
{
    return khd_table_cell(r->actors, row, column);
}

uint8_t khd_registry_kind(const khd_registry *r, int32_t row)
{
    int kind = khd_actor_kind_find(khd_table_cell(r->actors, row, KHD_ACTOR_KIND));
    return kind < 0 ? KHD_ACTOR_KIND_UNKNOWN : (uint8_t)kind;
}

/* ---- nouns, offices, countries ------------------------------------------------------ */

static enum khd_party_class class_of(const char *text)
{
    static const char *const names[] = {"",         "forces", "fighters", "group",
                                        "state",    "people", "protest",  "riot",
                                        "attacker", "person", "asset"};
    for (unsigned i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0)
            return (enum khd_party_class)i;
    return KHD_PARTY_NONE;
}

static void noun_read(const khd_registry *r, int32_t row, khd_party_noun *out)
{
    int kind = khd_actor_kind_find(khd_table_cell(r->nouns, row, NOUN_KIND));
    *out = (khd_party_noun){
        .class_ = class_of(khd_table_cell(r->nouns, row, NOUN_CLASS)),
        .kind = kind < 0 ? KHD_ACTOR_KIND_UNKNOWN : (uint8_t)kind,
        .many = strcmp(khd_table_cell(r->nouns, row, NOUN_NUMBER), "one") != 0,
        .noun = khd_table_cell(r->nouns, row, 0),
        .branch = khd_table_cell(r->nouns, row, NOUN_BRANCH),
        .name = khd_table_cell(r->nouns, row, NOUN_NAME),
    };
}

/* Row of the words with the last one in a stem ("rebel fighters"). */
static int32_t stem_row(const khd_registry *r, const char *head, const char *last)
{
    char key[NOUN_BYTES + KHD_STEM_SIZE], stem[KHD_STEM_SIZE];
    size_t n = strlen(head);
    memcpy(key, head, n);
    for (unsigned k = 0; khd_stem_get(last, k, stem); k++) {
        if (!*stem)
            continue;
        memcpy(key + n, stem, strlen(stem) + 1);
        int32_t row = khd_table_find(r->nouns, key);
        if (row != KHD_NOTHING)
            return row;
    }
    return KHD_NOTHING;
}

/* The longest noun whose last word stands in an inflected form. */
static uint32_t stem_match(const khd_registry *r, uint32_t first, uint32_t end, int32_t *row)
{
    char head[NOUN_BYTES] = "";
    size_t n = 0;
    uint32_t best = 0;
    *row = KHD_NOTHING;
    for (uint32_t i = first; i < end && i < first + NOUN_TOKENS; i++) {
        const char *lower = r->doc->tokens.v[i].lower;
        size_t length = strlen(lower);
        bool glue = i > first && r->doc->tokens.v[i].glued;
        if (n + length + 2 > sizeof head)
            break;
        if (glue && n)
            head[--n] = 0;
        int32_t found = stem_row(r, head, lower);
        if (found != KHD_NOTHING) {
            best = i + 1 - first;
            *row = found;
        }
        memcpy(head + n, lower, length);
        n += length;
        head[n++] = ' ';
        head[n] = 0;
    }
    return best;
}

uint32_t khd_registry_noun(const khd_registry *r, uint32_t first, uint32_t end, khd_party_noun *out)
{
    int32_t row, stemmed;
    uint32_t n = khd_table_match(r->nouns, r->doc, first, end, &row);
    uint32_t m = stem_match(r, first, end, &stemmed);
    if (m > n) {
        n = m;
        row = stemmed;
    }
    if (n)
        noun_read(r, row, out);
    return n;
}

uint32_t khd_registry_office(const khd_registry *r, uint32_t first, uint32_t end,
                             const char **party)
{
    int32_t row;
    uint32_t n = khd_table_match(r->roles, r->doc, first, end, &row);
    *party = khd_table_cell(r->roles, row, 1);
    return n;
}

/* Longest country word at `first` that is written as a name. */
static int32_t word_at(const khd_registry *r, uint32_t first, uint32_t end, uint32_t *length)
{
    char key[KHD_PLAIN_MAX] = "";
    khd_plain p = {key, 0, false};
    int32_t best = KHD_NOTHING;
    *length = 0;
    if (!is_capital(r->doc, first))
        return KHD_NOTHING;
    for (uint32_t i = first; i < end && i < first + 8; i++) {
        const char *lower = r->doc->tokens.v[i].lower;
        size_t before = p.n;
        if (breaks_name(lower))
            break;
        khd_plain_push(&p, r->doc, i);
        if (p.full)
            break;
        if (p.n == before)
            continue;
        int32_t row = khd_table_find(r->words, key);
        if (row != KHD_NOTHING && looks_like_name(r->doc, (khd_range){first, i + 1}, key)) {
            best = row;
            *length = i + 1 - first;
        }
    }
    return best;
}

static void country_read(const khd_registry *r, int32_t row, khd_country *out)
{
    const char *form = khd_table_cell(r->words, row, WORD_FORM);
    *out = (khd_country){
        .alpha3 = khd_table_cell(r->words, row, WORD_COUNTRY),
        .name = khd_table_cell(r->words, row, WORD_NAME),
        .adjective = khd_table_cell(r->words, row, WORD_ADJECTIVE),
        .adjectival = strcmp(form, "adjective") == 0 || strcmp(form, "people") == 0,
        .capital = strcmp(form, "capital") == 0 || strcmp(form, "shared capital") == 0,
    };
}

/* Does the word at `first` name the country here? A capital inside a person's name does
 * not; one whose name others share, in a report that names the country otherwise. */
static bool is_told(const khd_registry *r, int32_t row, uint32_t first)
{
    bool shared;
    if (!is_capital_row(r, row, &shared))
        return true;
    if (r->doc->tokens.v[first].entity == KHD_ENTITY_PER)
        return false;
    for (uint32_t i = 0; i < r->count && shared; i++)
        shared = strcmp(r->nations[i].alpha3, khd_table_cell(r->words, row, WORD_COUNTRY)) != 0;
    return !shared;
}

uint32_t khd_registry_country(const khd_registry *r, uint32_t first, uint32_t end, khd_country *out)
{
    uint32_t n;
    int32_t row = word_at(r, first, end, &n);
    if (n && !is_told(r, row, first))
        return 0;
    if (n)
        country_read(r, row, out);
    return n;
}

bool khd_registry_nation(const khd_registry *r, const char *alpha3, khd_country *out)
{
    for (uint32_t i = 0; i < khd_table_rows(r->words); i++)
        if (strcmp(khd_table_cell(r->words, (int32_t)i, WORD_COUNTRY), alpha3) == 0) {
            country_read(r, (int32_t)i, out);
            return true;
        }
    return false;
}
