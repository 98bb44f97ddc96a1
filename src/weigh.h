/* weigh: small linear models whose features a person can read, with coefficients
 * in the table weights ("join same_class  1.8"). The coefficients are fitted on
 * the tune part of our own hand-coded accounts (train/fit_weights.py).
 */
#ifndef KHD_WEIGH_H
#define KHD_WEIGH_H

#include "lexicon.h"

/* Does the report as a whole tell of armed conflict? */
#define KHD_TOPIC_LIST(X)                                                                         \
    X(BIAS, "bias") X(LENGTH, "sentences") X(FIGHT, "fighting") X(BEST, "surest_fighting")        \
    X(OTHER, "other_classes") X(WORDS, "trigger_words") X(ARMED, "armed_parties")                 \
    X(REBELS, "rebels") X(CROWD, "crowd") X(WEAPONS, "weapons") X(PROMISE, "best_promise")        \
    X(PROMISING, "promising_sentences") X(ELSE, "other_news") X(PAST_WORDS, "past_words")         \
    X(PAST_DAYS, "past_days")

/* Is a proposed frame a particular occurrence that belongs in the record? */
#define KHD_KEEP_LIST(X)                                                                          \
    X(BIAS, "bias") X(TRIGGER, "trigger") X(GENERAL, "general") X(CLASS, "class_sure")            \
    X(SIDE_A, "side_a") X(SIDE_B, "side_b") X(PLACE, "place") X(DATE, "date")                     \
    X(FIGURE, "figure") X(TITLE, "title") X(NOMINAL, "nominal") X(PLURAL, "bare_plural")          \
    X(HAPPENED, "happened") X(WEAK_CLASS, "weak_class") X(SOURCE, "source")                       \
    X(LATE, "late_in_report") X(MODIFIER, "modifier") X(TOLL, "toll_word")             \
    X(REPORT, "report") X(WEAK_ALONE, "weak_class_in_other_report")                               \
    X(TOLL_ALONE, "toll_in_other_report") X(PROMISE, "promise") X(IDLE, "idle_word")              \
    X(KNOWN, "trigger_word") X(ELSE, "other_news") X(PAST, "past_day") X(ARMED, "armed_side")     \
    X(WEAPON, "weapon")

/* Are two occurrences of one report the same? */
#define KHD_JOIN_LIST(X)                                                                          \
    X(BIAS, "bias") X(CLASS_SAME, "class_same") X(CLASS_KIN, "class_kin")                         \
    X(CLASS_CLOSE, "class_agreement") X(STATUS_SAME, "status_same")                               \
    X(PLACE_SAME, "place_same") X(PLACE_INSIDE, "place_inside") X(PLACE_OTHER, "place_other")     \
    X(DATE_SAME, "date_same") X(DATE_OTHER, "date_other") X(SIDE_A_SAME, "side_a_same")           \
    X(SIDE_A_OTHER, "side_a_other") X(SIDE_B_SAME, "side_b_same")                                 \
    X(SIDE_B_OTHER, "side_b_other") X(FIGURE_SAME, "figure_same")                                 \
    X(FIGURE_OTHER, "figure_other") X(SENTENCE_SAME, "sentence_same")                             \
    X(SENTENCE_NEXT, "sentence_next") X(DISTANCE, "distance") X(TITLE, "title")                   \
    X(LEAD, "lead") X(DEFINITE, "definite") X(BARE, "bare_later_mention")                         \
    X(INDEFINITE, "indefinite") X(LEMMA, "same_word") X(BELOW, "one_below_the_other")             \
    X(GENERIC, "unspecified_later") X(MEANS_SAME, "means_same")                                     \
    X(TOLL_LATER, "later_is_toll") X(TOLL_EARLIER, "earlier_is_toll") X(TOLL_BOTH, "both_tolls") \
    X(TOLL_HERE, "toll_in_the_sentence") X(ANAPHOR, "the_attack")                       \
    X(LINK, "link_near") X(LINK_FAR, "link_far")

#define KHD_TOPIC_X(n, t) KHD_TOPIC_##n,
#define KHD_KEEP_X(n, t) KHD_KEEP_##n,
#define KHD_JOIN_X(n, t) KHD_JOIN_##n,
enum { KHD_TOPIC_LIST(KHD_TOPIC_X) KHD_TOPIC_COUNT };
enum { KHD_KEEP_LIST(KHD_KEEP_X) KHD_KEEP_COUNT };
enum { KHD_JOIN_LIST(KHD_JOIN_X) KHD_JOIN_COUNT };

extern const char *const khd_topic_names[KHD_TOPIC_COUNT];
extern const char *const khd_keep_names[KHD_KEEP_COUNT];
extern const char *const khd_join_names[KHD_JOIN_COUNT];

/* Coefficients of a model ("topic", "keep", "join"); a feature that the table lacks is 0. */
void khd_weigh_load(const khd_lexicon *lexicon, const char *model, const char *const *names,
                    uint32_t count, float *weights);
/* Sum of weight times value. */
float khd_weigh_score(const float *weights, const float *values, uint32_t count);
/* Logistic function: log odds to probability. */
float khd_weigh_chance(float score);

#endif
