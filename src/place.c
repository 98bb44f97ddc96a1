/* place: from ranked names to the places of the document. See place.h. */
#include "place.h"

#include "place_rank.h"

#include <math.h>
#include <string.h>

enum { OTHERS_MAX = 3, ELSEWHERE_KM = 60, FOREIGN_POPULATION = 50000 };

typedef struct {
    khd_doc *doc;
    const khd_gazetteer *gazetteer;
    khd_ranker *ranker;
} resolver;

static const char *name_of(const resolver *r, uint32_t place)
{
    return place == KHD_GAZETTEER_NONE ? "" : khd_gazetteer_get(r->gazetteer, place).name;
}

/* Share of a country, support by other places, that let a weak name stand. */
static const float WEAK_SHARE = 0.3f, WEAK_NEAR = 0.35f;
/* Weight of a country named in the report that makes it play there; support that saves
 * a reading elsewhere. */
static const float FOREIGN_TOLD = 3.0f, FOREIGN_NEAR = 0.2f, ELSEWHERE_NEAR = 0.25f;

/* ---- one reading ---------------------------------------------------------------- */

static uint8_t precision_of(uint8_t kind, const char *country)
{
    switch (kind) {
    case KHD_GAZETTEER_COUNTRY:
        return KHD_PLACE_PRECISION_COUNTRY;
    case KHD_GAZETTEER_ADMIN1:
        return KHD_PLACE_PRECISION_PROVINCE;
    case KHD_GAZETTEER_SECTION:
        return KHD_PLACE_PRECISION_NEIGHBOURHOOD;
    case KHD_GAZETTEER_SITE:
        return KHD_PLACE_PRECISION_SITE;
    case KHD_GAZETTEER_CAPITAL:
    case KHD_GAZETTEER_CITY:
    case KHD_GAZETTEER_FORMER:
        return KHD_PLACE_PRECISION_CITY;
    default:
        return *country ? KHD_PLACE_PRECISION_DISTRICT : KHD_PLACE_PRECISION_NONE;
    }
}

/* Countries that are one city, and are meant as such. */
static bool is_city_state(const char *alpha3)
{
    static const char *const list[] = {"HKG", "MAC", "SGP", "MCO", "GIB", "VAT"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (!strcmp(alpha3, list[i]))
            return true;
    return false;
}

/* City, province of a place by its kind. A quarter or site stands in its city. */
static void set_containers(const resolver *r, khd_place_reading *out, const khd_candidate *c,
                           uint8_t cue)
{
    const khd_gazetteer_place *p = &c->at;
    out->city = out->admin1 = "";
    switch (p->kind) {
    case KHD_GAZETTEER_COUNTRY:
        if (is_city_state(p->country)) {
            out->city = p->name;
            out->precision = KHD_PLACE_PRECISION_CITY;
        }
        return;
    case KHD_GAZETTEER_ADMIN1:
        out->admin1 = p->name;
        return;
    case KHD_GAZETTEER_SECTION:
    case KHD_GAZETTEER_SITE:
        out->city = p->admin2 == KHD_GAZETTEER_NONE ? p->name : name_of(r, p->admin2);
        break;
    case KHD_GAZETTEER_CAPITAL:
    case KHD_GAZETTEER_CITY:
    case KHD_GAZETTEER_FORMER:
        out->city = p->name;
        break;
    default:
        break;
    }
    out->admin1 = name_of(r, p->admin1);
    bool province =
        p->kind == KHD_GAZETTEER_ADMIN2 && (cue == KHD_CUE_PROVINCE || !strcmp(p->country, "GBR"));
    if (province) { /* "Sulu province", where the gazetteer's provinces are regions */
        out->admin1 = p->name;
        out->precision = KHD_PLACE_PRECISION_PROVINCE;
    } else if (!*out->admin1 && *p->country && !*out->city) {
        out->admin1 = p->name;
    }
}

static khd_place_reading reading_of(const resolver *r, const khd_candidate *c, uint8_t cue)
{
    char id[KHD_GAZETTEER_ID_MAX];
    khd_gazetteer_id(r->gazetteer, c->place, id);
    khd_place_reading out = {.name = c->at.name,
                             .country = c->at.country,
                             .lat = c->at.lat,
                             .lon = c->at.lon,
                             .has_point = true,
                             .precision = precision_of(c->at.kind, c->at.country)};
    out.id = khd_arena_text(r->doc->arena, id, strlen(id));
    set_containers(r, &out, c, cue);
    return out;
}

/* ---- one mention ------------------------------------------------------------------ */

/* Order of the name's readings at this mention, by score and the words beside it;
 * `scores` become probabilities. */
static uint32_t order(const khd_place_name *name, const khd_spot *s,
                      const khd_candidate *best[KHD_READINGS_MAX], float scores[KHD_READINGS_MAX])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < name->n && n < KHD_READINGS_MAX; i++) {
        const khd_candidate *c = &name->readings[i];
        bool country = c->at.kind == KHD_GAZETTEER_COUNTRY;
        if (s->adjectival && s->entity == KHD_ENTITY_NORP && !country)
            continue;
        float score = c->score + khd_rank_cue(s->cue, c->at.kind);
        uint32_t k = n++;
        for (; k && scores[k - 1] < score; k--) {
            scores[k] = scores[k - 1];
            best[k] = best[k - 1];
        }
        scores[k] = score;
        best[k] = c;
    }
    float top = n ? scores[0] : 0, sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += scores[i] = expf(scores[i] - top);
    for (uint32_t i = 0; i < n; i++)
        scores[i] /= sum;
    return n;
}

/* "Kabul airport", "Jenin refugee camp": in the city, more exact than the city. */
static void refine(const resolver *r, khd_place *out, const khd_spot *s)
{
    if (out->best.precision != KHD_PLACE_PRECISION_CITY)
        return;
    if (s->cue == KHD_CUE_SITE)
        out->best.precision = KHD_PLACE_PRECISION_SITE;
    else if (s->cue == KHD_CUE_SECTION)
        out->best.precision = KHD_PLACE_PRECISION_NEIGHBOURHOOD;
    bool inside = s->core.begin != s->tokens.begin || s->core.end != s->tokens.end;
    if (inside && (s->cue == KHD_CUE_SITE || s->cue == KHD_CUE_SECTION))
        out->best.name = khd_doc_text(r->doc, khd_doc_span(r->doc, s->tokens));
}

static const char *rule_of(const khd_candidate *const *best, uint32_t n, const khd_spot *s)
{
    if (best[0]->like)
        return "spelling close to a place of the country";
    if (s->adjectival && best[0]->at.kind == KHD_GAZETTEER_COUNTRY)
        return "adjective or actor of a country";
    if (n == 1)
        return "only place of this name";
    if (best[0]->link - best[1]->link > 0.3f)
        return "named together with the place around it";
    if (khd_rank_cue(s->cue, best[0]->at.kind) > khd_rank_cue(s->cue, best[1]->at.kind))
        return "the word beside the name";
    if (best[0]->country - best[1]->country > 0.2f)
        return "country of the report";
    if (best[0]->near - best[1]->near > 0.2f)
        return "near other places of the report";
    return "most prominent place of this name";
}

static void set_readings(const resolver *r, khd_place *out, const khd_spot *s)
{
    const khd_candidate *best[KHD_READINGS_MAX];
    const khd_place_name *name = &r->ranker->names.v[s->name];
    float p[KHD_READINGS_MAX];
    uint32_t n = order(name, s, best, p);
    if (!n)
        return;
    out->best = reading_of(r, best[0], s->cue);
    out->best.score = p[0];
    refine(r, out, s);
    out->rule = rule_of(best, n, s);
    out->other_count = n - 1 < OTHERS_MAX ? n - 1 : OTHERS_MAX;
    khd_place_reading *others = khd_arena_push(r->doc->arena, out->other_count + 1, sizeof *others);
    for (uint32_t i = 0; i < out->other_count; i++) {
        others[i] = reading_of(r, best[i + 1], s->cue);
        others[i].score = p[i + 1];
    }
    out->others = others;
}

/* ---- names that no gazetteer knows -------------------------------------------------- */

/* The place that holds an unknown one: the next in its sentence, else the nearest
 * before it. */
static const khd_place *container_of(const resolver *r, uint32_t index)
{
    const khd_place *places = r->doc->places.v, *self = &places[index];
    const khd_token *t = r->doc->tokens.v;
    for (uint32_t i = index + 1; i < r->doc->places.n && i < index + 3; i++) {
        bool same = t[places[i].tokens.begin].sentence == t[self->tokens.begin].sentence;
        if (same && places[i].rule && !places[i].adjectival && *places[i].best.country)
            return &places[i];
    }
    for (uint32_t i = index; i-- > 0 && index - i < 12;)
        if (places[i].rule && !places[i].adjectival && *places[i].best.country &&
            *places[i].best.id)
            return &places[i];
    return NULL;
}

/* A quarter or site of this name elsewhere, while the text speaks of another city. */
static bool is_elsewhere(const resolver *r, uint32_t index, const khd_spot *s)
{
    const khd_place_reading *best = &r->doc->places.v[index].best;
    const khd_place *in = container_of(r, index);
    bool small = best->precision == KHD_PLACE_PRECISION_CITY ||
                 best->precision == KHD_PLACE_PRECISION_SITE ||
                 best->precision == KHD_PLACE_PRECISION_NEIGHBOURHOOD;
    if (!in || !small || !*in->best.city || (s->cue != KHD_CUE_SECTION && s->cue != KHD_CUE_SITE))
        return false;
    const khd_place_name *name = &r->ranker->names.v[s->name];
    return name->n && name->readings[0].near < ELSEWHERE_NEAR &&
           khd_gazetteer_km(best->lat, best->lon, in->best.lat, in->best.lon) > ELSEWHERE_KM;
}

/* A small place in a country that the report never names, while it speaks of another
 * one: more likely a place that the gazetteer lacks. */
static bool is_foreign(const resolver *r, const khd_spot *s)
{
    const khd_place_name *name = &r->ranker->names.v[s->name];
    float top = 0;
    if (!name->n || s->adjectival)
        return false;
    const khd_candidate *c = &name->readings[0];
    for (uint32_t i = 0; i < KHD_COUNTRIES_MAX; i++)
        top = fmaxf(top, r->ranker->told[i]);
    bool told = c->at.country_place < KHD_COUNTRIES_MAX && r->ranker->told[c->at.country_place] > 0;
    bool small = c->at.population < FOREIGN_POPULATION &&
                 (c->at.kind == KHD_GAZETTEER_CITY || c->at.kind == KHD_GAZETTEER_SECTION ||
                  c->at.kind == KHD_GAZETTEER_ADMIN2 || c->at.kind == KHD_GAZETTEER_FORMER);
    return small && !told && *c->at.country && top >= FOREIGN_TOLD && c->near < FOREIGN_NEAR &&
           c->link < 0.2f;
}

static void set_unknown(const resolver *r, uint32_t index, uint8_t cue, uint8_t entity)
{
    khd_place *p = &r->doc->places.v[index];
    const khd_place *in = container_of(r, index);
    bool site = cue == KHD_CUE_SITE || (entity == KHD_ENTITY_FAC && cue == KHD_CUE_NONE);
    p->best = (khd_place_reading){.city = "", .admin1 = "", .country = "", .id = ""};
    if (in) {
        p->best = in->best;
        p->best.id = "";
        p->best.score = 0.3f;
        p->rule = "in no gazetteer; the place around it";
    } else {
        p->rule = "in no gazetteer";
    }
    p->best.name = khd_doc_text(r->doc, khd_doc_span(r->doc, p->tokens));
    bool town = cue == KHD_CUE_CITY || (entity == KHD_ENTITY_GPE && !*p->best.city && !site);
    if (town) { /* a settlement of its own: its province is known at most, no point */
        p->best.city = p->best.name;
        p->best.precision = KHD_PLACE_PRECISION_CITY;
        p->best.has_point = false;
    } else if (in && *p->best.city) {
        p->best.precision = site ? KHD_PLACE_PRECISION_SITE : KHD_PLACE_PRECISION_NEIGHBOURHOOD;
    }
}

/* An unknown name keeps the most exact container that one of its mentions found. */
static void share_containers(const resolver *r)
{
    khd_place *places = r->doc->places.v;
    const khd_spot *spots = r->ranker->spots;
    uint32_t n = r->ranker->names.n;
    uint32_t *best = khd_arena_push(r->doc->arena, n + 1, sizeof *best); /* index + 1 */
    for (uint32_t i = 0; i < r->ranker->spot_count; i++)
        if (!*places[i].best.id && *places[i].best.city && !best[spots[i].name])
            best[spots[i].name] = i + 1;
    for (uint32_t i = 0; i < r->ranker->spot_count; i++)
        if (!*places[i].best.id && !*places[i].best.city && best[spots[i].name])
            places[i].best = places[best[spots[i].name] - 1].best;
}

/* Takes out weak spots whose best reading lies nowhere near the report's places. */
static void drop_weak(khd_spotter *spotter, const khd_ranker *ranker)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < spotter->spots.n; i++) {
        const khd_spot *s = &spotter->spots.v[i];
        const khd_place_name *name = &ranker->names.v[s->name];
        if (s->weak &&
            (!name->n || name->readings[0].like ||
             (name->readings[0].country < WEAK_SHARE && name->readings[0].near < WEAK_NEAR)))
            continue;
        spotter->spots.v[n++] = *s;
    }
    spotter->spots.n = n;
}

/* ---- all ------------------------------------------------------------------------------- */

void khd_place_run(khd_doc *doc, const khd_gazetteer *gazetteer, const khd_lexicon *lexicon)
{
    khd_spotter *spotter = khd_arena_push(doc->arena, 1, sizeof *spotter);
    khd_ranker *ranker = khd_arena_push(doc->arena, 1, sizeof *ranker);
    khd_spot_run(spotter, doc, gazetteer, lexicon);
    khd_rank_run(ranker, spotter, lexicon);
    drop_weak(spotter, ranker);
    ranker->spot_count = spotter->spots.n;
    resolver r = {doc, gazetteer, ranker};
    for (uint32_t i = 0; i < spotter->spots.n; i++) {
        khd_place *p = KHD_PUSH(doc->arena, &doc->places);
        p->tokens = spotter->spots.v[i].tokens;
        p->adjectival = spotter->spots.v[i].adjectival;
        set_readings(&r, &doc->places.v[i], &spotter->spots.v[i]);
    }
    for (uint32_t i = 0; i < spotter->spots.n; i++) {
        const khd_spot *s = &spotter->spots.v[i];
        if (!doc->places.v[i].rule || is_elsewhere(&r, i, s) || is_foreign(&r, s))
            set_unknown(&r, i, s->cue, s->entity);
    }
    share_containers(&r);
}
