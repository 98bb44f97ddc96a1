/* place_rank: see place_rank.h. Relaxation in a few rounds: each round turns scores
 * into probabilities and lets likely readings of one name support readings of the
 * others. The weights were tuned on the tune part of two corpora (test/eval/eval_geo.c).
 */
#include "place_rank.h"

#include "toponym.h"

#include <math.h>
#include <string.h>

enum {
    ROUNDS = 3,
    WEIGHED_MAX = 128, /* names that are weighed against each other */
    LINKS_MAX = 4096,
    TITLE_WORDS = 64
};

static const float W_MAIN = 0.6f;
static const float NEAR_HALF = 0.9f, NEAR_KM = 90.0f;

/* ---- prior --------------------------------------------------------------------- */

float khd_rank_cue(uint8_t cue, uint8_t kind)
{
    static const float none = 0, fits = 2.5f, wrong = -1.5f;
    bool city = kind == KHD_GAZETTEER_CITY || kind == KHD_GAZETTEER_CAPITAL;
    switch (cue) {
    case KHD_CUE_PROVINCE:
        return kind == KHD_GAZETTEER_ADMIN1   ? fits
               : kind == KHD_GAZETTEER_ADMIN2 ? 0.5f
               : kind == KHD_GAZETTEER_REGION ? none
                                              : wrong;
    case KHD_CUE_DISTRICT:
        return kind == KHD_GAZETTEER_ADMIN2 ? fits : kind == KHD_GAZETTEER_SECTION ? 1.5f : none;
    case KHD_CUE_CITY:
        return city ? fits : kind == KHD_GAZETTEER_SECTION ? none : wrong;
    case KHD_CUE_SECTION:
        return kind == KHD_GAZETTEER_SECTION ? fits : none;
    case KHD_CUE_SITE:
        return kind == KHD_GAZETTEER_SITE ? fits : none;
    case KHD_CUE_WATER:
        return kind == KHD_GAZETTEER_WATER ? fits : wrong;
    case KHD_CUE_MOUNTAIN:
        return kind == KHD_GAZETTEER_MOUNTAIN ? fits : wrong;
    case KHD_CUE_REGION:
        return kind == KHD_GAZETTEER_REGION || kind == KHD_GAZETTEER_ADMIN1 ? 1.0f : none;
    default:
        return none;
    }
}

static float prior_of(const khd_gazetteer_place *p, const khd_gazetteer_hit *hit)
{
    static const float kinds[KHD_GAZETTEER_KINDS] = {
        [KHD_GAZETTEER_COUNTRY] = 3.0f,  [KHD_GAZETTEER_REGION] = 3.0f,
        [KHD_GAZETTEER_ADMIN1] = 1.0f,   [KHD_GAZETTEER_ADMIN2] = -1.2f,
        [KHD_GAZETTEER_CAPITAL] = 1.0f,  [KHD_GAZETTEER_CITY] = 0.0f,
        [KHD_GAZETTEER_SECTION] = -0.8f, [KHD_GAZETTEER_SITE] = 1.0f,
        [KHD_GAZETTEER_WATER] = 3.0f,    [KHD_GAZETTEER_MOUNTAIN] = 2.0f,
        [KHD_GAZETTEER_FORMER] = -2.0f};
    float people = log10f((float)p->population + 100.0f) * 0.8f;
    return kinds[p->kind] + people + (hit->main ? W_MAIN : 0) - (hit->bare ? 0.4f : 0);
}

/* A province that bears the name of its main city means the city, unless words
 * beside it say otherwise. */
static void prefer_cities(const khd_ranker *r, khd_place_name *name)
{
    for (uint32_t i = 0; i < name->n; i++) {
        khd_candidate *a = &name->readings[i];
        if (a->at.kind != KHD_GAZETTEER_ADMIN1 && a->at.kind != KHD_GAZETTEER_ADMIN2)
            continue;
        for (uint32_t j = 0; j < name->n; j++) {
            const khd_candidate *c = &name->readings[j];
            bool city = c->at.kind == KHD_GAZETTEER_CITY || c->at.kind == KHD_GAZETTEER_CAPITAL;
            bool big = c->at.population >= a->at.population / 10 || !a->at.population;
            if (city && big && khd_gazetteer_within(r->gazetteer, c->place, a->place) &&
                a->prior > c->prior - 0.7f)
                a->prior = c->prior - 0.7f;
        }
    }
}

/* ---- names ------------------------------------------------------------------------ */

static void add_readings(khd_ranker *r, khd_place_name *name, const khd_gazetteer_hit *hits,
                         uint32_t n, bool like)
{
    name->readings = khd_arena_push(r->doc->arena, n ? n : 1, sizeof *name->readings);
    for (uint32_t i = 0; i < n; i++) {
        khd_candidate *c = &name->readings[name->n++];
        c->place = hits[i].place;
        c->at = khd_gazetteer_get(r->gazetteer, hits[i].place);
        c->main = hits[i].main;
        c->like = like;
        c->prior = prior_of(&c->at, &hits[i]);
    }
    prefer_cities(r, name);
}

uint64_t khd_rank_key(const char *name, size_t length)
{
    char words[KHD_TOPONYM_MAX], key[KHD_TOPONYM_MAX];
    khd_toponym_words(name, length, words);
    size_t n = khd_toponym_key(words, true, key);
    return khd_toponym_hash(key, n, 0);
}

static uint64_t spot_key(const khd_ranker *r, const khd_spot *s)
{
    size_t n;
    const char *text = khd_spot_text(r->doc, s->core, &n);
    return khd_rank_key(text, n);
}

/* Index of the spot's distinct name, new or known, by a table of 2^k slots. */
static uint32_t name_of(khd_ranker *r, uint32_t spot, uint32_t *table, uint32_t slots)
{
    uint64_t key = spot_key(r, &r->spots[spot]);
    uint32_t at = (uint32_t)key & (slots - 1);
    for (; table[at]; at = (at + 1) & (slots - 1))
        if (r->names.v[table[at] - 1].key == key)
            return table[at] - 1;
    khd_place_name *name = KHD_PUSH(r->doc->arena, &r->names);
    name->key = key;
    name->first = spot;
    table[at] = r->names.n;
    khd_gazetteer_hit hits[KHD_READINGS_MAX];
    size_t n;
    const char *text = khd_spot_text(r->doc, r->spots[spot].core, &n);
    add_readings(r, name, hits, khd_gazetteer_find(r->gazetteer, text, n, hits, KHD_READINGS_MAX),
                 false);
    return r->names.n - 1;
}

static void collect_names(khd_ranker *r)
{
    uint32_t slots = 64;
    while (slots < r->spot_count * 2)
        slots *= 2;
    uint32_t *table = khd_arena_push(r->doc->arena, slots, sizeof *table);
    for (uint32_t i = 0; i < r->spot_count; i++) {
        r->spots[i].name = name_of(r, i, table, slots);
        if (!r->spots[i].adjectival)
            r->names.v[r->spots[i].name].count++;
    }
    for (uint32_t i = 0; i < r->spot_count; i++) {
        const khd_spot *s = &r->spots[i];
        khd_place_name *name = &r->names.v[s->name];
        for (uint32_t k = 0; name->first == i && k < name->n; k++)
            name->readings[k].prior += 0.4f * khd_rank_cue(s->cue, name->readings[k].at.kind);
    }
}

/* ---- countries told ------------------------------------------------------------------ */

static void tell(khd_ranker *r, uint32_t country, float weight)
{
    if (country < KHD_COUNTRIES_MAX)
        r->told[country] += weight;
}

/* Countries and their adjectives among the words of the title. */
static void tell_title(khd_ranker *r, const char *title)
{
    const char *p = title;
    for (uint32_t i = 0; *p && i < TITLE_WORDS; i++) {
        p += strspn(p, " \t\n");
        const char *end = p;
        uint32_t words = 0;
        size_t best = strcspn(p, " \t\n");
        for (; *end && words < 3; words++) {
            end += strcspn(end, " \t\n");
            khd_gazetteer_hit hit;
            size_t n = (size_t)(end - p);
            if (n && khd_gazetteer_find(r->gazetteer, p, n, &hit, 1)) {
                khd_gazetteer_place at = khd_gazetteer_get(r->gazetteer, hit.place);
                if (at.kind == KHD_GAZETTEER_COUNTRY)
                    tell(r, at.country_place, 2.0f), best = n;
                else if (at.population >= 500000)
                    tell(r, at.country_place, 0.7f);
            }
            end += strspn(end, " \t\n");
        }
        p += best;
    }
}

static void tell_publisher(khd_ranker *r, const khd_lexicon *lexicon)
{
    char lower[KHD_TOPONYM_MAX];
    const char *p = r->doc->publisher;
    size_t n = 0;
    for (; p && p[n] && n < sizeof lower - 1; n++)
        lower[n] = (char)(p[n] >= 'A' && p[n] <= 'Z' ? p[n] + 32 : p[n]);
    lower[n] = '\0';
    const khd_table *t = khd_lexicon_table(lexicon, "publisher_countries");
    int32_t row = n ? khd_table_find(t, lower) : KHD_NOTHING;
    const char *alpha3 = khd_table_cell(t, row, 1);
    for (uint32_t i = 0; *alpha3 && i < KHD_COUNTRIES_MAX; i++) {
        khd_gazetteer_place c = khd_gazetteer_get(r->gazetteer, i);
        if (c.kind == KHD_GAZETTEER_COUNTRY && !strcmp(c.country, alpha3))
            tell(r, i, 1.0f);
    }
}

static void tell_countries(khd_ranker *r, const khd_lexicon *lexicon)
{
    for (uint32_t i = 0; i < r->spot_count; i++) {
        const khd_place_name *name = &r->names.v[r->spots[i].name];
        bool only = name->n == 1 || r->spots[i].adjectival;
        if (name->n && name->readings[0].at.kind == KHD_GAZETTEER_COUNTRY && only)
            tell(r, name->readings[0].at.country_place, r->spots[i].adjectival ? 0.7f : 1.0f);
    }
    if (r->doc->title)
        tell_title(r, r->doc->title);
    tell_publisher(r, lexicon);
}

/* ---- links ------------------------------------------------------------------------------ */

/* Do the tokens between two names say that the first lies in the second? */
static bool says_in(const khd_doc *doc, uint32_t from, uint32_t to)
{
    static const char *const joins[] = {",",        "in",      "(",        "of", "-",
                                        "the",      "'s",      "province", "'",  "northern",
                                        "southern", "eastern", "western"};
    if (to - from > 4 || to == from)
        return false;
    for (uint32_t i = from; i < to; i++) {
        bool ok = false;
        for (size_t k = 0; k < sizeof joins / sizeof *joins; k++)
            ok |= !strcmp(doc->tokens.v[i].lower, joins[k]);
        if (!ok)
            return false;
    }
    return true;
}

static void collect_links(khd_ranker *r)
{
    for (uint32_t i = 0; i + 1 < r->spot_count && r->links.n < LINKS_MAX; i++) {
        const khd_spot *a = &r->spots[i], *b = &r->spots[i + 1];
        const khd_token *t = r->doc->tokens.v;
        if (a->name == b->name || t[a->tokens.begin].sentence != t[b->tokens.begin].sentence)
            continue;
        bool joined = says_in(r->doc, a->tokens.end, b->tokens.begin);
        bool adjective = a->adjectival && b->tokens.begin - a->tokens.end <= 1;
        if (joined)
            *KHD_PUSH(r->doc->arena, &r->links) = (khd_place_link){a->name, b->name};
        if (joined || adjective) /* "Syria's Aleppo", "Syrian Raqqa" */
            *KHD_PUSH(r->doc->arena, &r->links) = (khd_place_link){b->name, a->name};
    }
}

/* ---- rounds ------------------------------------------------------------------------------ */

static void set_probabilities(khd_place_name *name)
{
    float top = -1e9f, sum = 0;
    for (uint32_t i = 0; i < name->n; i++)
        top = name->readings[i].score > top ? name->readings[i].score : top;
    for (uint32_t i = 0; i < name->n; i++)
        sum += name->readings[i].p = expf(name->readings[i].score - top);
    for (uint32_t i = 0; i < name->n; i++)
        name->readings[i].p /= sum;
}

static void set_shares(khd_ranker *r)
{
    float sum = 0.5f;
    memcpy(r->share, r->told, sizeof r->share);
    for (uint32_t i = 0; i < r->names.n; i++) {
        const khd_place_name *name = &r->names.v[i];
        float weight = name->count < 3 ? 0.4f * (float)name->count : 1.2f;
        for (uint32_t k = 0; k < name->n; k++)
            if (name->readings[k].at.country_place < KHD_COUNTRIES_MAX)
                r->share[name->readings[k].at.country_place] += weight * name->readings[k].p;
    }
    for (uint32_t i = 0; i < KHD_COUNTRIES_MAX; i++)
        sum += r->share[i];
    for (uint32_t i = 0; i < KHD_COUNTRIES_MAX; i++)
        r->share[i] /= sum;
}

/* How much one reading supports another: 1 around it, less beside it. */
static float support(const khd_candidate *a, const khd_candidate *b)
{
    if (a->place == b->place)
        return 0;
    if (a->at.admin1 == b->place || a->at.admin2 == b->place || b->at.admin1 == a->place ||
        b->at.admin2 == a->place)
        return 1.0f;
    if (a->at.kind == KHD_GAZETTEER_COUNTRY || b->at.kind == KHD_GAZETTEER_COUNTRY)
        return 0;
    float mean = (float)((a->at.lat + b->at.lat) / 2 * 0.017453);
    float x = (float)(a->at.lon - b->at.lon) * cosf(mean), y = (float)(a->at.lat - b->at.lat);
    float km2 = (x * x + y * y) * 111.2f * 111.2f;
    float near = 1.0f / (1.0f + km2 / (NEAR_KM * NEAR_KM));
    bool same = a->at.admin1 == b->at.admin1 && a->at.admin1 != KHD_GAZETTEER_NONE;
    return near * 0.8f + (same ? 0.2f : 0);
}

static void add_near(khd_ranker *r, uint32_t i, khd_candidate *c)
{
    uint32_t limit = r->names.n < WEIGHED_MAX ? r->names.n : WEIGHED_MAX;
    float sum = 0;
    for (uint32_t j = 0; i < limit && j < limit; j++) {
        const khd_place_name *other = &r->names.v[j];
        float weight = 1.0f / (1.0f + 0.15f * (float)(i > j ? i - j : j - i));
        for (uint32_t k = 0; j != i && k < other->n; k++)
            if (other->readings[k].p > 0.02f)
                sum += weight * other->readings[k].p * support(c, &other->readings[k]);
    }
    c->near = sum / (sum + NEAR_HALF);
}

static bool is_inside(const khd_candidate *a, const khd_candidate *b)
{
    return a->place != b->place && (a->at.admin1 == b->place || a->at.admin2 == b->place ||
                                    a->at.country_place == b->place);
}

static void add_links(khd_ranker *r)
{
    for (uint32_t l = 0; l < r->links.n; l++) {
        khd_place_name *in = &r->names.v[r->links.v[l].inner];
        khd_place_name *out = &r->names.v[r->links.v[l].outer];
        for (uint32_t i = 0; i < in->n; i++)
            for (uint32_t k = 0; k < out->n; k++) {
                khd_candidate *a = &in->readings[i], *b = &out->readings[k];
                if (!is_inside(a, b))
                    continue;
                a->link = fmaxf(a->link, b->p);
                b->link = fmaxf(b->link, a->p);
            }
    }
}

static void clear_links(khd_ranker *r)
{
    for (uint32_t i = 0; i < r->names.n; i++)
        for (uint32_t k = 0; k < r->names.v[i].n; k++)
            r->names.v[i].readings[k].link = 0;
}

static void one_round(khd_ranker *r)
{
    set_shares(r);
    clear_links(r);
    add_links(r);
    for (uint32_t i = 0; i < r->names.n; i++)
        for (uint32_t k = 0; k < r->names.v[i].n; k++) {
            khd_candidate *c = &r->names.v[i].readings[k];
            uint32_t country = c->at.country_place;
            add_near(r, i, c);
            c->country = country < KHD_COUNTRIES_MAX ? r->share[country] : 0;
            c->score = c->prior + KHD_W_COUNTRY * c->country + KHD_W_NEAR * c->near +
                       KHD_W_LINK * c->link;
        }
    for (uint32_t i = 0; i < r->names.n; i++)
        set_probabilities(&r->names.v[i]);
}

/* ---- names that sound alike ---------------------------------------------------------------- */

/* The two countries with the largest share. */
static uint32_t main_countries(const khd_ranker *r, uint32_t out[2])
{
    uint32_t n = 0;
    for (uint32_t turn = 0; turn < 2; turn++) {
        uint32_t best = KHD_COUNTRIES_MAX;
        for (uint32_t i = 0; i < KHD_COUNTRIES_MAX; i++)
            if (r->share[i] > 0.2f && !(n && out[0] == i) &&
                (best == KHD_COUNTRIES_MAX || r->share[i] > r->share[best]))
                best = i;
        if (best < KHD_COUNTRIES_MAX)
            out[n++] = best;
    }
    return n;
}

static void find_like(khd_ranker *r)
{
    uint32_t countries[2], n = main_countries(r, countries), tries = 0;
    for (uint32_t i = 0; n && i < r->names.n && tries < WEIGHED_MAX; i++) {
        khd_place_name *name = &r->names.v[i];
        khd_gazetteer_hit hits[8];
        uint32_t found = 0;
        size_t length;
        const char *text = khd_spot_text(r->doc, r->spots[name->first].core, &length);
        if (name->n)
            continue;
        tries++;
        for (uint32_t k = 0; k < n; k++)
            found +=
                khd_gazetteer_find_like(r->gazetteer, countries[k], text, length, hits + found, 4);
        add_readings(r, name, hits, found, true);
        for (uint32_t k = 0; k < name->n; k++)
            name->readings[k].score = name->readings[k].prior;
        set_probabilities(name);
    }
}

/* ---- all ------------------------------------------------------------------------------------ */

static void sort_readings(khd_place_name *name)
{
    for (uint32_t i = 1; i < name->n; i++) {
        khd_candidate c = name->readings[i];
        uint32_t k = i;
        for (; k && name->readings[k - 1].score < c.score; k--)
            name->readings[k] = name->readings[k - 1];
        name->readings[k] = c;
    }
}

void khd_rank_run(khd_ranker *r, khd_spotter *spotter, const khd_lexicon *lexicon)
{
    *r = (khd_ranker){.doc = spotter->doc,
                      .gazetteer = spotter->gazetteer,
                      .spots = spotter->spots.v,
                      .spot_count = spotter->spots.n};
    collect_names(r);
    tell_countries(r, lexicon);
    collect_links(r);
    for (uint32_t i = 0; i < r->names.n; i++) {
        khd_place_name *name = &r->names.v[i];
        for (uint32_t k = 0; k < name->n; k++)
            name->readings[k].score = name->readings[k].prior;
        set_probabilities(name);
    }
    for (int round = 0; round < ROUNDS; round++) {
        one_round(r);
        if (round == 0)
            find_like(r);
    }
    for (uint32_t i = 0; i < r->names.n; i++)
        sort_readings(&r->names.v[i]);
}

khd_place_name *khd_rank_add(khd_ranker *r, const char *name, size_t length)
{
    khd_gazetteer_hit hits[KHD_READINGS_MAX];
    uint32_t countries[2];
    khd_place_name *added = KHD_PUSH(r->doc->arena, &r->names);
    *added = (khd_place_name){.first = UINT32_MAX};
    uint32_t n = khd_gazetteer_find(r->gazetteer, name, length, hits, KHD_READINGS_MAX);
    bool like = n == 0;
    for (uint32_t k = like ? main_countries(r, countries) : 0; k > 0; k--)
        n += khd_gazetteer_find_like(r->gazetteer, countries[k - 1], name, length, hits + n, 4);
    add_readings(r, added, hits, n, like);
    for (uint32_t k = 0; k < added->n; k++) {
        khd_candidate *c = &added->readings[k];
        add_near(r, r->names.n - 1, c);
        c->country = c->at.country_place < KHD_COUNTRIES_MAX ? r->share[c->at.country_place] : 0;
        c->score = c->prior + KHD_W_COUNTRY * c->country + KHD_W_NEAR * c->near;
    }
    set_probabilities(added);
    sort_readings(added);
    return added;
}
