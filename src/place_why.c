/* place, why: which places a name could mean, with what speaks for each, for people
 * and as JSON. */
#include "place.h"

#include "json.h"
#include "place_rank.h"

#include <math.h>
#include <string.h>

enum { SHOWN_MAX = 8, MENTIONS_MAX = 20, CONTEXT = 40 };

typedef struct {
    khd_doc *doc;
    const khd_gazetteer *gazetteer;
    khd_ranker ranker;
    const char *words;
    const khd_place_name *name;
    uint32_t index; /* of the name in a text that has it; UINT32_MAX */
    khd_buffer *out;
} answer;

static void show(answer *a, const char *text)
{
    khd_buffer_text(a->out, text);
}

static const char *place_name(const answer *a, uint32_t place)
{
    return place == KHD_GAZETTEER_NONE ? "" : khd_gazetteer_get(a->gazetteer, place).name;
}

static const char *kind_text(uint8_t kind)
{
#define KIND_TEXT(name, text) text,
    static const char *const kinds[] = {KHD_GAZETTEER_KIND_LIST(KIND_TEXT)};
    return kind < KHD_GAZETTEER_KINDS ? kinds[kind] : "place";
}

/* "province" and "district" are what people call the two levels of administration. */
static const char *kind_words(uint8_t kind)
{
    return kind == KHD_GAZETTEER_ADMIN1    ? "province"
           : kind == KHD_GAZETTEER_ADMIN2  ? "district"
           : kind == KHD_GAZETTEER_SECTION ? "part of a town"
           : kind == KHD_GAZETTEER_FORMER  ? "former name"
                                           : kind_text(kind);
}

/* ---- the name's readings --------------------------------------------------------------- */

/* The name as the text has it, or weighed beside the names of the text. */
static void find_name(answer *a, const khd_lexicon *lexicon)
{
    size_t n = strlen(a->words);
    khd_spotter *spotter = khd_arena_push(a->doc->arena, 1, sizeof *spotter);
    khd_spot_run(spotter, a->doc, a->gazetteer, lexicon);
    khd_rank_run(&a->ranker, spotter, lexicon);
    uint64_t key = khd_rank_key(a->words, n);
    a->index = UINT32_MAX;
    for (uint32_t i = 0; i < a->ranker.names.n && a->index == UINT32_MAX; i++)
        if (a->ranker.names.v[i].key == key)
            a->index = i;
    a->name = a->index == UINT32_MAX ? khd_rank_add(&a->ranker, a->words, n)
                                     : &a->ranker.names.v[a->index];
}

/* The place of the document that a spot became, NULL when it was left out. */
static const khd_place *place_of(const answer *a, const khd_spot *s)
{
    for (uint32_t i = 0; i < a->doc->places.n; i++) {
        const khd_place *p = &a->doc->places.v[i];
        if (p->tokens.begin == s->tokens.begin && p->tokens.end == s->tokens.end)
            return p;
    }
    return NULL;
}

/* ---- text for people ---------------------------------------------------------------------- */

static void show_number(answer *a, uint32_t n)
{
    if (n >= 1000) {
        show_number(a, n / 1000);
        khd_buffer_char(a->out, ',');
        khd_buffer_char(a->out, (char)('0' + n / 100 % 10));
        khd_buffer_char(a->out, (char)('0' + n / 10 % 10));
        khd_buffer_char(a->out, (char)('0' + n % 10));
    } else {
        khd_buffer_int(a->out, n);
    }
}

static void show_percent(answer *a, float p)
{
    int percent = (int)lrintf(p * 100);
    khd_buffer_text(a->out, percent < 10 ? "  " : percent < 100 ? " " : "");
    khd_buffer_int(a->out, percent);
    show(a, " %  ");
}

static void show_part(answer *a, const char *what, float points)
{
    if (points < 0.05f)
        return;
    show(a, ", +");
    khd_buffer_fixed(a->out, (double)points, 1);
    show(a, what);
}

static void show_where(answer *a, const khd_gazetteer_place *p)
{
    const char *admin2 = place_name(a, p->admin2), *admin1 = place_name(a, p->admin1);
    const char *country = p->kind == KHD_GAZETTEER_COUNTRY ? "" : place_name(a, p->country_place);
    const char *const in[] = {strcmp(admin2, p->name) ? admin2 : "",
                              strcmp(admin1, p->name) ? admin1 : "", country};
    show(a, p->name);
    for (size_t i = 0; i < 3; i++)
        if (*in[i]) {
            show(a, ", ");
            show(a, in[i]);
        }
}

static void show_reading(answer *a, const khd_candidate *c)
{
    char id[KHD_GAZETTEER_ID_MAX];
    show_percent(a, c->p);
    show_where(a, &c->at);
    show(a, "\n         ");
    show(a, kind_words(c->at.kind));
    if (c->at.population) {
        show(a, " of ");
        show_number(a, c->at.population);
        show(a, " people");
    }
    show(a, c->like ? ", spelled alike" : c->main ? ", by its main name" : ", by another name");
    show(a, "\n         points: ");
    khd_buffer_fixed(a->out, (double)c->prior, 1);
    show(a, " by itself");
    show_part(a, " for its country", KHD_W_COUNTRY * c->country);
    show_part(a, " for places near it", KHD_W_NEAR * c->near);
    show_part(a, " for being named with the place around it", KHD_W_LINK * c->link);
    show(a, "\n         ");
    khd_buffer_fixed(a->out, c->at.lat, 4);
    show(a, ", ");
    khd_buffer_fixed(a->out, c->at.lon, 4);
    show(a, "  ");
    show(a, khd_gazetteer_id(a->gazetteer, c->place, id));
    khd_buffer_char(a->out, '\n');
}

/* The words around a span, on one line, cut between characters. */
static void show_context(answer *a, khd_span s)
{
    const khd_doc *doc = a->doc;
    uint32_t from = s.begin > CONTEXT ? s.begin - CONTEXT : 0;
    uint32_t to = doc->length - s.end > CONTEXT ? s.end + CONTEXT : doc->length;
    while (from < s.begin && from && doc->text[from - 1] != ' ')
        from++;
    while (to > s.end && to < doc->length && doc->text[to] != ' ')
        to--;
    show(a, from ? "... " : "");
    show(a, khd_doc_text(a->doc, (khd_span){from, s.begin}));
    show(a, "[");
    show(a, khd_doc_text(a->doc, s));
    show(a, "]");
    if (s.end < to && doc->text[s.end] == ' ')
        khd_buffer_char(a->out, ' ');
    show(a, khd_doc_text(a->doc, (khd_span){s.end, to}));
    show(a, to < doc->length ? " ...\n" : "\n");
}

static void show_mention(answer *a, const khd_spot *s, const khd_place *p)
{
    show(a, "  ");
    show_context(a, khd_doc_span(a->doc, s->tokens));
    show(a, "    ");
    if (!p) {
        show(a, "left out: likely no place here\n");
        return;
    }
    if (p->adjectival)
        show(a, "no location: an adjective, or part of an actor's name; ");
    show(a, "read as ");
    show(a, p->best.name && *p->best.name ? p->best.name : "an unknown place");
    if (p->best.country && *p->best.country) {
        show(a, ", ");
        show(a, p->best.country);
    }
    if (p->rule) {
        show(a, ": ");
        show(a, p->rule);
    }
    khd_buffer_char(a->out, '\n');
}

static void show_mentions(answer *a)
{
    uint32_t shown = 0, all = 0;
    for (uint32_t i = 0; i < a->ranker.spot_count; i++)
        all += a->ranker.spots[i].name == a->index;
    show(a, "\nmentions in the report:\n");
    for (uint32_t i = 0; i < a->ranker.spot_count && shown < MENTIONS_MAX; i++)
        if (a->ranker.spots[i].name == a->index) {
            show_mention(a, &a->ranker.spots[i], place_of(a, &a->ranker.spots[i]));
            shown++;
        }
    if (all > shown) {
        show(a, "  and ");
        khd_buffer_int(a->out, all - shown);
        show(a, " more\n");
    }
}

static void show_text(answer *a)
{
    const khd_place_name *name = a->name;
    bool text = a->doc->tokens.n > 0, there = a->index != UINT32_MAX;
    show(a, a->words);
    if (!name->n) {
        show(a, ": in no gazetteer\n");
    } else {
        show(a, ": ");
        khd_buffer_int(a->out, name->n);
        show(a, name->n == 1 ? " place" : " places");
        show(a, name->n == KHD_READINGS_MAX ? " or more" : "");
        show(a, name->readings[0].like ? " spelled alike" : "");
        show(a, there  ? ", as the report has it"
                : text ? ", were it to stand in the report"
                       : ", without a report");
        show(a, "\n\n");
    }
    for (uint32_t i = 0; i < name->n && i < SHOWN_MAX; i++)
        show_reading(a, &name->readings[i]);
    if (name->n > SHOWN_MAX)
        show(a, "         and less likely ones\n");
    if (there)
        show_mentions(a);
    else if (text)
        show(a, "\nThe report has no place of this name.\n");
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void write_reading(answer *a, const khd_candidate *c)
{
    char id[KHD_GAZETTEER_ID_MAX];
    const khd_gazetteer_place *p = &c->at;
    khd_json_open(a->out, '{');
    khd_json_text_field(a->out, "gazetteer", khd_gazetteer_id(a->gazetteer, c->place, id));
    khd_json_text_field(a->out, "name", p->name);
    khd_json_text_field(a->out, "kind", kind_text(p->kind));
    khd_json_told_field(a->out, "admin2", place_name(a, p->admin2));
    khd_json_told_field(a->out, "admin1", place_name(a, p->admin1));
    khd_json_told_field(a->out, "country", p->country);
    khd_json_number_field(a->out, "lat", p->lat, 5);
    khd_json_number_field(a->out, "lon", p->lon, 5);
    khd_json_int_field(a->out, "population", p->population);
    khd_json_text_field(a->out, "spelling", c->like ? "alike" : c->main ? "main" : "other");
    khd_json_number_field(a->out, "probability", (double)c->p, 4);
    khd_json_number_field(a->out, "score", (double)c->score, 3);
    khd_json_number_field(a->out, "alone", (double)c->prior, 3);
    khd_json_number_field(a->out, "by_country", (double)(KHD_W_COUNTRY * c->country), 3);
    khd_json_number_field(a->out, "by_places_near", (double)(KHD_W_NEAR * c->near), 3);
    khd_json_number_field(a->out, "by_place_around", (double)(KHD_W_LINK * c->link), 3);
    khd_buffer_char(a->out, '}');
}

static void write_mention(answer *a, const khd_spot *s, const khd_place *p)
{
    khd_span span = khd_doc_span(a->doc, s->tokens);
    khd_json_open(a->out, '{');
    khd_json_int_field(a->out, "begin", span.begin);
    khd_json_int_field(a->out, "end", span.end);
    khd_json_text_field(a->out, "text", khd_doc_text(a->doc, span));
    khd_json_text_field(a->out, "read_as", p ? p->best.name : NULL);
    khd_json_told_field(a->out, "gazetteer", p ? p->best.id : NULL);
    khd_json_told_field(a->out, "country", p ? p->best.country : NULL);
    khd_json_text_field(a->out, "rule", p ? p->rule : "left out: likely no place here");
    khd_buffer_char(a->out, '}');
}

static void write_json(answer *a)
{
    khd_json_open(a->out, '{');
    khd_json_text_field(a->out, "words", a->words);
    khd_json_key(a->out, "readings");
    khd_json_open(a->out, '[');
    for (uint32_t i = 0; i < a->name->n; i++)
        write_reading(a, &a->name->readings[i]);
    khd_buffer_char(a->out, ']');
    khd_json_key(a->out, "mentions");
    khd_json_open(a->out, '[');
    for (uint32_t i = 0; a->index != UINT32_MAX && i < a->ranker.spot_count; i++)
        if (a->ranker.spots[i].name == a->index)
            write_mention(a, &a->ranker.spots[i], place_of(a, &a->ranker.spots[i]));
    khd_buffer_text(a->out, "]}\n");
}

void khd_place_why(khd_doc *doc, const khd_gazetteer *gazetteer, const khd_lexicon *lexicon,
                   const char *words, bool json, khd_buffer *out)
{
    answer *a = khd_arena_push(doc->arena, 1, sizeof *a);
    a->doc = doc;
    a->gazetteer = gazetteer;
    a->words = words;
    a->out = out;
    find_name(a, lexicon);
    if (json)
        write_json(a);
    else
        show_text(a);
}
