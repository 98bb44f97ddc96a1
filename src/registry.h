/* registry: who is who. One view of the tables actors (named parties), actor_nouns
 * ("rebels", "warplanes"), roles ("spokesman") and country_words ("Syrian"), as
 * seen from one document: where an alias stands for several actors, the day and
 * the countries of the report decide.
 *
 * Aliases are compared in a *plain form*: lower case without accents, apostrophes
 * and full stops, hyphens as blanks, without the Arabic article and a leading
 * "the". Aliases in the tables stand in this form.
 */
#ifndef KHD_REGISTRY_H
#define KHD_REGISTRY_H

#include "doc.h"
#include "lexicon.h"
#include "plain.h"

/* Columns of data/actors.tsv. */
enum {
    KHD_ACTOR_ALIAS,
    KHD_ACTOR_ID,
    KHD_ACTOR_NAME,
    KHD_ACTOR_KIND,
    KHD_ACTOR_SIDE,
    KHD_ACTOR_COUNTRY,
    KHD_ACTOR_FROM,
    KHD_ACTOR_TO,
    KHD_ACTOR_PARENT,
    KHD_ACTOR_NEEDS
};

/* Column "class" of data/actor_nouns.tsv. */
enum khd_party_class {
    KHD_PARTY_NONE,
    KHD_PARTY_FORCES,
    KHD_PARTY_FIGHTERS,
    KHD_PARTY_GROUP,
    KHD_PARTY_STATE,
    KHD_PARTY_PEOPLE,
    KHD_PARTY_PROTEST,
    KHD_PARTY_RIOT,
    KHD_PARTY_ATTACKER,
    KHD_PARTY_PERSON,
    KHD_PARTY_ASSET
};

/* A noun of parties. Texts are owned by the lexicon. */
typedef struct {
    enum khd_party_class class_;
    uint8_t kind;       /* enum khd_actor_kind */
    bool many;          /* "they" rather than "it" in the singular too */
    const char *noun;   /* key of the row */
    const char *branch; /* of a state: "military", "police" ... or "" */
    const char *name;   /* plain name of the party or "" */
} khd_party_noun;

/* A country named by a word. */
typedef struct {
    const char *alpha3, *name, *adjective;
    bool adjectival; /* "Syrian", "Syrians": not the country itself */
    bool capital;    /* "Damascus" */
} khd_country;

typedef struct khd_registry khd_registry;

/* A view for this document, in its arena. Never NULL. */
khd_registry *khd_registry_new(khd_doc *doc, const khd_lexicon *lexicon);

/* Plain form of the tokens; returns its length (0: nothing, or too long). */
size_t khd_registry_plain(const khd_doc *doc, khd_range tokens, char out[KHD_PLAIN_MAX]);

/* The longest alias that begins at `first` and ends by `end`: number of tokens
 * (0 none) and the row. Words in lower case alone are no name. */
uint32_t khd_registry_match(const khd_registry *registry, uint32_t first, uint32_t end,
                            int32_t *row);
/* Row of a plain form that fits day and countries best, or KHD_NOTHING. */
int32_t khd_registry_find(const khd_registry *registry, const char *plain);
/* The state force whose parent is actor `id` ("GNA" has "GNA forces"), or KHD_NOTHING. */
int32_t khd_registry_forces(const khd_registry *registry, const char *id);
/* The first row of an actor id, or KHD_NOTHING. */
int32_t khd_registry_actor(const khd_registry *registry, const char *id);
/* True when the row's name had gone out of use by the month of the report. */
bool khd_registry_is_over(const khd_registry *registry, int32_t row);
const char *khd_registry_cell(const khd_registry *registry, int32_t row, uint32_t column);
/* enum khd_actor_kind of a row. */
uint8_t khd_registry_kind(const khd_registry *registry, int32_t row);

/* The longest noun of parties that begins at `first`: number of tokens, 0 none. */
uint32_t khd_registry_noun(const khd_registry *registry, uint32_t first, uint32_t end,
                           khd_party_noun *out);
/* The longest word for a country that begins at `first`: number of tokens, 0 none. */
uint32_t khd_registry_country(const khd_registry *registry, uint32_t first, uint32_t end,
                              khd_country *out);
/* By alpha-3 code; false when there is none. */
bool khd_registry_nation(const khd_registry *registry, const char *alpha3, khd_country *out);
/* Office that begins at `first` ("defence minister"): number of tokens and what the
 * person stands for ("owner", "government", "military" ...). */
uint32_t khd_registry_office(const khd_registry *registry, uint32_t first, uint32_t end,
                             const char **party);
/* Alpha-3 code of the country that the report is about, "" when none is named. */
const char *khd_registry_home(const khd_registry *registry);

#endif
