/* eval_records: records "khaldun/1" and their texts as account summaries, for measuring
 * how accounts are joined.
 */
#ifndef EVAL_RECORDS_H
#define EVAL_RECORDS_H

#include "calendar.h"
#include "incident.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    khd_incident_account account;
    char *report, *cameo;
    khd_span mentions[16];
    uint32_t mention_count;
} record_account;

typedef struct {
    khd_arena *arena;
    const khd_lexicon *lexicon;
    KHD_LIST(record_account) v;
} records;

static inline const char *field(json_object *o, const char *key)
{
    json_object *x;
    return o && json_object_object_get_ex(o, key, &x) && json_object_is_type(x, json_type_string)
               ? json_object_get_string(x)
               : NULL;
}

static inline json_object *part(json_object *o, const char *key)
{
    json_object *x = NULL;
    if (o)
        json_object_object_get_ex(o, key, &x);
    return x;
}

static inline int64_t whole(json_object *o, const char *key)
{
    json_object *x = part(o, key);
    return x ? json_object_get_int64(x) : KHD_NOTHING;
}

static inline khd_incident_party *read_parties(khd_arena *arena, json_object *list, uint32_t *n)
{
    *n = list ? (uint32_t)json_object_array_length(list) : 0;
    khd_incident_party *out = khd_arena_push(arena, *n ? *n : 1, sizeof *out);
    for (uint32_t i = 0; i < *n; i++) {
        json_object *p = json_object_array_get_idx(list, i);
        const char *actor = field(p, "actor"), *name = field(p, "name");
        int kind = khd_actor_kind_find(field(p, "kind") ? field(p, "kind") : "unknown");
        out[i].actor = khd_incident_hash(actor ? actor : name);
        out[i].family = actor ? khd_incident_family(actor) : out[i].actor;
        out[i].kind = kind < 0 ? KHD_ACTOR_KIND_UNKNOWN : (uint8_t)kind;
    }
    return out;
}

static inline void read_figures(khd_arena *arena, json_object *list, khd_incident_account *a)
{
    a->figure_count = list ? (uint32_t)json_object_array_length(list) : 0;
    a->figures = khd_arena_push(arena, a->figure_count ? a->figure_count : 1, sizeof *a->figures);
    for (uint32_t i = 0; i < a->figure_count; i++) {
        json_object *f = json_object_array_get_idx(list, i);
        int harm = khd_harm_find(field(f, "harm"));
        a->figures[i] = (khd_incident_figure){
            .n = whole(f, "n"), .n2 = whole(f, "n2"), .harm = (uint8_t)harm,
            .part = part(f, "part_of") != NULL};
    }
}

static inline void read_place(json_object *p, khd_incident_account *a)
{
    const char *id = field(p, "gazetteer"), *city = field(p, "city");
    int precision = khd_place_precision_find(field(p, "precision"));
    a->place = khd_incident_hash(id ? id : city);
    a->admin1 = khd_incident_hash(field(p, "admin1"));
    a->country = khd_incident_hash(field(p, "country"));
    a->place_precision = precision < 0 ? KHD_PLACE_PRECISION_NONE : (uint8_t)precision;
    a->has_point = part(p, "lat") != NULL;
    a->lat = a->has_point ? json_object_get_double(part(p, "lat")) : 0;
    a->lon = a->has_point ? json_object_get_double(part(p, "lon")) : 0;
}

static inline void read_account(records *r, json_object *o, khd_incident_account like,
                                const char *report, const char *text)
{
    record_account *out = KHD_PUSH(r->arena, &r->v);
    memset(out, 0, sizeof *out);
    khd_incident_account *a = &out->account;
    *a = like;
    const char *id = field(o, "id"), *cameo = field(part(o, "codes"), "cameo");
    /* Two reports of one text have accounts of one id. */
    char unique[256];
    snprintf(unique, sizeof unique, "%s %s", id, report);
    a->id = khd_arena_text(r->arena, unique, strlen(unique));
    out->report = khd_arena_text(r->arena, report, strlen(report));
    out->cameo = khd_arena_text(r->arena, cameo ? cameo : "", cameo ? strlen(cameo) : 0);
    a->class_ = (uint8_t)khd_class_find(field(o, "class"));
    a->status = (uint8_t)khd_outcome_find(field(o, "status"));
    a->side_a = read_parties(r->arena, part(o, "side_a"), &a->side_a_count);
    a->side_b = read_parties(r->arena, part(o, "side_b"), &a->side_b_count);
    read_place(part(o, "place"), a);
    json_object *date = part(o, "date"), *mentions = part(o, "mentions");
    a->start = khd_calendar_parse(field(date, "start"));
    a->last = khd_calendar_parse(field(date, "end_date"));
    if (a->last == KHD_NO_DAY)
        a->last = a->start;
    read_figures(r->arena, part(o, "casualties"), a);
    for (size_t i = 0; mentions && i < json_object_array_length(mentions) && i < 16; i++) {
        json_object *m = json_object_array_get_idx(mentions, i);
        out->mentions[out->mention_count++] =
            (khd_span){(uint32_t)whole(m, "begin"), (uint32_t)whole(m, "end")};
    }
    khd_incident_text words = {text, text ? (uint32_t)strlen(text) : 0, out->mentions,
                               out->mention_count};
    if (text)
        a->words = khd_incident_words(r->arena, r->lexicon, words, &a->word_count);
}

/* One record line; `text` may be NULL. */
static inline void read_record(records *r, json_object *o, uint32_t number, const char *text)
{
    json_object *report = part(o, "report"), *list = part(o, "accounts");
    khd_incident_account like = {.report = number,
                                 .lead = true,
                                 .published = khd_calendar_parse(field(report, "published"))};
    khd_incident_text words = {text, text ? (uint32_t)strlen(text) : 0, NULL, 0};
    if (text)
        like.report_words =
            khd_incident_report_words(r->arena, r->lexicon, words, &like.report_word_count);
    for (size_t i = 0; list && i < json_object_array_length(list); i++, like.lead = false)
        read_account(r, json_object_array_get_idx(list, i), like,
                     field(report, "id") ? field(report, "id") : "", text);
}

/* Records and, beside them line by line, the reports that they were read from (or NULL). */
static inline void read_records(records *r, const char *path, const char *texts)
{
    FILE *f = fopen(path, "r"), *t = texts ? fopen(texts, "r") : NULL;
    if (!f || (texts && !t)) {
        fprintf(stderr, "cannot open %s\n", f ? texts : path);
        exit(1);
    }
    char *line = NULL, *other = NULL;
    size_t cap = 0, other_cap = 0;
    for (uint32_t number = 0; getline(&line, &cap, f) > 0; number++) {
        json_object *o = json_tokener_parse(line), *x = NULL;
        if (t && getline(&other, &other_cap, t) > 0)
            x = json_tokener_parse(other);
        read_record(r, o, number, field(x, "text"));
        json_object_put(o);
        json_object_put(x);
    }
    free(line);
    free(other);
    fclose(f);
    if (t)
        fclose(t);
}

#endif
