/* doc: every structure that flows from bytes to accounts.
 *
 * A document is one report on its way. Each stage reads what earlier stages
 * wrote and appends its own lists; nothing flows back. Items are indexes into
 * the document's lists, words are half-open token ranges, evidence is half-open
 * byte spans into `text`. A document belongs to one thread at a time; freeing
 * its arena frees everything in it.
 *
 * `text` is the report as given, byte for byte in length and position, except
 * that bytes that are no UTF-8 and NULs are each replaced by one SUBSTITUTE
 * (0x1A) and listed in `removed`: it is always valid UTF-8 without NUL.
 */
#ifndef KHD_DOC_H
#define KHD_DOC_H

#include "label.h"
#include "mem.h"

#include <stdbool.h>
#include <stdint.h>

/* Half-open byte range of doc->text; empty (begin == end) means "not told". */
typedef struct {
    uint32_t begin, end;
} khd_span;

/* Half-open range of token indexes; empty means "none". */
typedef struct {
    uint32_t begin, end;
} khd_range;

enum { KHD_NOTHING = -1 }; /* an index or count that is not there */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t khd_day;
#define KHD_NO_DAY INT32_MIN

/* ---- article: what of the bytes is the report ------------------------- */

typedef struct {
    khd_span span;
    const char *reason; /* "author line", "other headline", "undecodable" ... */
} khd_removed;

/* A run of text that is read: the title, or one paragraph of the body. */
typedef enum { KHD_BLOCK_TITLE, KHD_BLOCK_PARAGRAPH, KHD_BLOCK_LIST_ITEM } khd_block_kind;

typedef struct {
    khd_span span;
    khd_block_kind kind;
} khd_block;

/* ---- segment, token, reader ------------------------------------------- */

typedef struct {
    khd_span span;
    khd_range tokens;
    uint32_t block;
    int32_t promise; /* log odds of telling of conflict, in hundredths, by the first look */
    bool unread;     /* not worth the reader's time: plain tags only (glance.h) */
} khd_sentence;

typedef struct {
    khd_span span;
    uint32_t sentence;
    const char *lower; /* lower-cased form (typographic quotes made plain) */
    const char *lemma; /* by lemma, after the reader; = lower before */
    int32_t head;      /* token index of the head, KHD_NOTHING for a root */
    uint8_t upos;      /* enum khd_upos */
    uint8_t deprel;    /* enum khd_deprel */
    uint8_t entity;    /* enum khd_entity of the name it is part of */
    bool entity_first; /* first token of its name (B of BIO) */
    bool glued;        /* no blank between the token before and this one */
    bool plural;       /* Number=Plur */
    bool past;         /* Tense=Past */
    bool passive;      /* Voice=Pass */
    uint16_t feats;    /* index of the reader's feature string */
    const char *xpos;  /* Penn tag, text owned by the reader */
    const char *feats_text;
    float trigger; /* probability of naming an occurrence, 0..1 */
} khd_token;

/* One predicate-argument relation by head word. */
typedef struct {
    uint32_t predicate, argument; /* token indexes */
    uint8_t role;                 /* enum khd_role */
} khd_role_link;

/* A conflict frame as the reader proposes it: one occurrence in one sentence. */
typedef struct {
    uint32_t sentence;
    khd_range trigger;
    float trigger_score;
    float class_score[KHD_CLASS_COUNT];     /* probabilities, sum 1 */
    float outcome_score[KHD_OUTCOME_COUNT]; /* probabilities, sum 1 */
    uint8_t class_best;                     /* enum khd_class */
    uint8_t outcome_best;                   /* enum khd_outcome */
    uint32_t argument_first, argument_count; /* into doc->arguments */
    uint32_t context;                        /* frames of one context were read together */
    /* for khd_frame_link: what the mention offers as the earlier and as the later one */
    const float *link_earlier, *link_later;
    uint32_t link_count;
} khd_frame;

typedef struct {
    khd_range tokens;
    uint8_t kind; /* enum khd_argument */
    float score;
    /* of every argument that may be harmed (a, b, q, w): */
    uint8_t harm;  /* enum khd_harm */
    uint8_t group; /* enum khd_group */
    float harm_score, group_score;
} khd_argument;

/* ---- facts ------------------------------------------------------------- */

/* Any quantity in the text, of people or not. n2 is the upper end of a range. */
typedef struct {
    khd_range tokens; /* with its qualifier: "at least 10" */
    int64_t n, n2;    /* KHD_NOTHING when vague or no range */
    uint8_t qualifier;
    bool ordinal;     /* "third": never a count */
    bool article;     /* "a", "an", "his" as one */
    bool unit;        /* of no people: money, distance, age, time, percent ... */
    int32_t noun;     /* token counted ("soldiers"), KHD_NOTHING if elided */
} khd_quantity;

typedef struct {
    khd_range tokens;
    uint8_t type;        /* enum khd_timex */
    const char *value;   /* TIMEX3 value; weekday without anchor "XXXX-WXX-2" */
    khd_day start, last; /* both inclusive; KHD_NO_DAY without an anchor */
    uint8_t precision;   /* enum khd_date_precision */
    const char *anchor;  /* "dateline", "published", "text", NULL none */
} khd_date;

/* One reading of a place name. Texts are owned by the gazetteer or the arena. */
typedef struct {
    const char *name;
    const char *city;    /* "" when the place is no city and in none */
    const char *admin1;
    const char *country; /* ISO 3166-1 alpha-3 or "" */
    const char *id;      /* gazetteer id: "geonames:2210554" */
    double lat, lon;     /* WGS 84; valid when has_point */
    bool has_point;
    uint8_t precision; /* enum khd_place_precision */
    float score;
} khd_place_reading;

typedef struct {
    khd_range tokens;
    bool adjectival; /* part of an actor's name or an adjective: no location */
    khd_place_reading best;
    uint32_t other_count;
    const khd_place_reading *others; /* runner-up readings, best first */
    const char *rule;                /* why: rule name, for `because` */
} khd_place;

/* A mention of a person, organisation, group, place ...; chains share `chain`. */
typedef struct {
    khd_range tokens;
    uint32_t head;  /* head token */
    uint8_t type;   /* enum khd_entity */
    uint32_t chain; /* index into doc->chains */
} khd_mention;

/* What a chain of mentions is taken to be. */
typedef struct {
    const char *name;    /* canonical name; the best words when no row is known */
    const char *actor;   /* id of the row in the actor registry, NULL none */
    const char *country; /* alpha-3 or "" */
    uint8_t kind;        /* enum khd_actor_kind */
    const char *why;     /* table row or rule */
} khd_chain;

typedef struct {
    khd_range tokens;
    const char *kind; /* from data/means.tsv: "explosive", "artillery" ... */
    int8_t class_hint; /* enum khd_class or KHD_NOTHING */
    bool target;      /* a target ("market", "convoy"), not a means */
} khd_means;

/* One casualty figure before it is given to an account. */
typedef struct {
    khd_span span;    /* words of the figure */
    khd_range tokens; /* the same in tokens */
    uint8_t harm, qualifier, group, side;
    int64_t n, n2; /* KHD_NOTHING when not told */
    khd_span who;  /* noun phrase of the victims */
    int32_t frame; /* frame it hangs on, KHD_NOTHING none */
    int32_t part_of;
    int32_t attribution; /* who says so, KHD_NOTHING the report itself */
    bool cumulative;     /* "bringing the toll to" */
    const char *why;
} khd_figure;

/* Who says what. */
typedef struct {
    khd_range source; /* may be empty: "there were reports" */
    khd_range cue;
    khd_range content[4]; /* token ranges, in order */
    uint32_t content_count;
    uint8_t kind;         /* enum khd_source_kind */
    bool claim, denial;   /* claims responsibility; denies */
    bool stance;          /* a wish, plan or judgement: states nothing as a fact */
    const char *name;     /* canonical name of the source */
} khd_attribution;

/* ---- accounts ---------------------------------------------------------- */

typedef struct {
    khd_span span;
    const char *name;
    const char *actor; /* registry id or NULL */
    uint8_t kind;      /* enum khd_actor_kind */
} khd_party;

typedef struct {
    khd_span span;
    const char *name;
    uint8_t kind; /* enum khd_source_kind */
} khd_source;

typedef struct {
    khd_span span;
    const char *kind;
} khd_weapon;

typedef struct {
    khd_span span;
    uint8_t harm, qualifier, group, side;
    int64_t n, n2;
    khd_span who;
    int32_t part_of; /* index in the account's own list */
    khd_span source;
} khd_casualty;

typedef struct {
    const char *field;  /* "class", "place", "casualties[0]" ... */
    const char *reason; /* one sentence: score, rule, table row, runner-up */
} khd_because;

typedef struct {
    char id[20]; /* "a" + 16 hex digits: report bytes and trigger span */
    uint8_t class_, status, blame;
    KHD_LIST(khd_span) mentions;
    KHD_LIST(khd_party) side_a;
    KHD_LIST(khd_party) side_b;
    KHD_LIST(khd_weapon) means;
    khd_span place_span;
    int32_t place; /* doc->places, KHD_NOTHING none */
    khd_place_reading reading;
    khd_span date_span;
    int32_t date; /* doc->dates, KHD_NOTHING none */
    KHD_LIST(khd_casualty) casualties;
    KHD_LIST(khd_source) sources;
    const char *code_acled, *code_plover, *code_cameo;
    float confidence; /* 0..1 */
    KHD_LIST(khd_because) because;
} khd_account;

/* Why a frame became no account, or which it joined. */
typedef struct {
    int32_t account; /* doc->accounts, KHD_NOTHING not coded */
    const char *why;
} khd_frame_fate;

/* ---- the document -------------------------------------------------------- */

typedef struct {
    khd_arena *arena;
    const char *text;
    uint32_t length;
    bool extracted; /* text is not the bytes given (decoded, HTML): print it */

    /* as given with the report, NULL when not */
    const char *id, *title, *publisher, *published, *url, *language;
    const char *byline;   /* told by a page beside its text, NULL not */
    bool thorough;        /* asked for: every sentence is read */
    bool id_number;       /* the id was a JSON number: printed without quotes */
    const char *encoding; /* of the bytes given, e.g. "WINDOWS-1252" */
    char sha256[65];      /* of the text's bytes as given */

    /* article */
    khd_span title_span, byline_span, dateline_span, published_span;
    khd_day published_day, dateline_day; /* KHD_NO_DAY unknown */
    KHD_LIST(khd_block) blocks;
    KHD_LIST(khd_removed) removed;

    /* segment, token, reader */
    KHD_LIST(khd_sentence) sentences;
    KHD_LIST(khd_token) tokens;
    KHD_LIST(khd_role_link) roles;
    KHD_LIST(khd_frame) frames;
    KHD_LIST(khd_argument) arguments;

    /* facts */
    KHD_LIST(khd_quantity) quantities;
    KHD_LIST(khd_date) dates;
    KHD_LIST(khd_place) places;
    KHD_LIST(khd_mention) mentions;
    KHD_LIST(khd_chain) chains;
    KHD_LIST(khd_means) means;
    KHD_LIST(khd_figure) figures;
    KHD_LIST(khd_attribution) attributions;

    /* accounts */
    KHD_LIST(khd_account) accounts;
    KHD_LIST(khd_frame_fate) fates; /* one a frame */
    KHD_LIST(const char *) notes;
} khd_doc;

/* An empty document on an arena whose exit is set. Never NULL. */
khd_doc *khd_doc_new(khd_arena *arena);

/* Byte span of a token range; {0,0} for an empty one. */
khd_span khd_doc_span(const khd_doc *doc, khd_range tokens);
/* The tokens that overlap a byte span. */
khd_range khd_doc_range(const khd_doc *doc, khd_span span);
/* A copy of the span's bytes, NUL-terminated, blanks and line ends squeezed. */
const char *khd_doc_text(khd_doc *doc, khd_span span);
/* Formatted text in the document's arena (printf's letters). Never NULL. */
const char *khd_doc_format(khd_doc *doc, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Appends a note for the reader of the record. */
void khd_doc_note(khd_doc *doc, const char *note);

static inline bool khd_span_empty(khd_span s)
{
    return s.begin >= s.end;
}
static inline bool khd_range_empty(khd_range r)
{
    return r.begin >= r.end;
}
static inline bool khd_range_meet(khd_range a, khd_range b)
{
    return a.begin < b.end && b.begin < a.end;
}
static inline bool khd_range_has(khd_range r, uint32_t token)
{
    return r.begin <= token && token < r.end;
}

/* ---- walking the tree (after the reader) --------------------------------- */

/* True when `token` is `top` or below it. */
bool khd_doc_below(const khd_doc *doc, uint32_t token, uint32_t top);
/* First dependent of `head` in its sentence with this relation, or KHD_NOTHING. */
int32_t khd_doc_child(const khd_doc *doc, uint32_t head, uint8_t deprel);
/* Smallest range that holds the subtree of `head` (its sentence at most). */
khd_range khd_doc_subtree(const khd_doc *doc, uint32_t head);
/* The token of the range whose head lies outside it: the first noun, name, pronoun or
 * verb among such, else the first of them. */
uint32_t khd_doc_head(const khd_doc *doc, khd_range tokens);

/* ---- days ------------------------------------------------------------------ */

khd_day khd_day_from(int year, int month, int day); /* KHD_NO_DAY if impossible */
void khd_day_split(khd_day day, int *year, int *month, int *day_of_month);
/* 0 Monday .. 6 Sunday */
int khd_day_weekday(khd_day day);
/* "2016-05-24" in the arena; NULL for KHD_NO_DAY. */
const char *khd_day_text(khd_doc *doc, khd_day day);

#endif
