/* anaphora: whom a description ("the extremist group") or a pronoun means, among
 * the chains named before it. Rules of agreement (kind of party, number) choose
 * who can be meant; nearness and syntax (subject before object, not two
 * arguments of one verb) who is. Looks back over a bounded number of mentions.
 */
#ifndef KHD_ANAPHORA_H
#define KHD_ANAPHORA_H

#include "mention.h"

/* What is known of a chain so far. */
typedef struct {
    enum khd_party_class class_;
    uint8_t kind; /* enum khd_actor_kind */
    uint8_t type; /* enum khd_entity of its names */
    bool named, plural, speaker;
    bool doer, victim;  /* by the frames: did something, had something done to it */
    const char *branch; /* of a state's force, "" otherwise */
    const char *side;   /* of the registry, "" unknown */
    char gender;        /* 'h' he, 's' she, 0 not known */
    int32_t ally;       /* chain that a person speaks for, KHD_NOTHING none */
} khd_card;

typedef struct {
    khd_doc *doc;
    const khd_clues *clues;
    KHD_LIST(khd_card) cards; /* one a chain */
} khd_cast;

/* The chain that mention `m`, a description without a name of its own, takes up,
 * or KHD_NOTHING. Mentions before `m` have their chains. */
int32_t khd_anaphora_description(const khd_cast *cast, uint32_t m);
/* The same for a pronoun of the third person. */
int32_t khd_anaphora_pronoun(const khd_cast *cast, uint32_t m);
/* The party for which the speaker of mention `m` ("we", "our forces") speaks. */
int32_t khd_anaphora_speaker(const khd_cast *cast, uint32_t m);

/* Learns from syntax and frames who is quoted, who did something and to whom
 * something was done; mentions that say who they are have their chains. */
void khd_anaphora_learn(khd_cast *cast);
/* Learns for whom the person of mention `m` speaks ("a spokesman for the army"). */
void khd_anaphora_learn_ally(khd_cast *cast, uint32_t m);

/* True for verbs by which someone is quoted ("said", "announced"). */
bool khd_anaphora_says(const khd_token *verb);

#endif
