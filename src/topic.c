/* topic: what the report as a whole is about. See topic.h. */
#include "topic.h"

#include <math.h>
#include <string.h>

bool khd_topic_armed(const khd_chain *chain)
{
    switch (chain->kind) {
    case KHD_ACTOR_KIND_REBEL_GROUP:
    case KHD_ACTOR_KIND_POLITICAL_MILITIA:
    case KHD_ACTOR_KIND_IDENTITY_MILITIA:
        return true;
    case KHD_ACTOR_KIND_STATE_FORCES:
        return !(chain->actor && strstr(chain->actor, "police")) &&
               !(chain->name && (strstr(chain->name, "olice") || strstr(chain->name, "heriff")));
    default:
        return false;
    }
}

bool khd_topic_past(const khd_date *date)
{
    return date->start != KHD_NO_DAY && date->start < khd_day_from(1946, 1, 1);
}

/* Classes that tell of fighting, attacks and violent crowds. */
static bool is_fight(uint8_t c)
{
    return c <= KHD_CLASS_ATTACK || c == KHD_CLASS_RIOT || c == KHD_CLASS_FORCE_ON_PROTEST;
}

static void weigh_frames(const khd_doc *doc, const khd_lexicon *lexicon, float *x)
{
    const khd_table *triggers = khd_lexicon_table(lexicon, "triggers");
    float fight = 0, other = 0, words = 0;
    for (uint32_t i = 0; i < doc->frames.n; i++) {
        const khd_frame *f = &doc->frames.v[i];
        float firm = f->trigger_score * (1 - f->outcome_score[KHD_OUTCOME_GENERAL]), share = 0;
        for (uint8_t c = 0; c < KHD_CLASS_COUNT; c++)
            share += is_fight(c) ? f->class_score[c] : 0;
        fight += firm * share;
        other += firm * (1 - share);
        x[KHD_TOPIC_BEST] = fmaxf(x[KHD_TOPIC_BEST], firm * share);
        int32_t row;
        words += khd_table_match(triggers, doc, f->trigger.begin, f->trigger.end, &row) &&
                 *khd_table_cell(triggers, row, 1);
    }
    x[KHD_TOPIC_FIGHT] = log1pf(fight);
    x[KHD_TOPIC_OTHER] = log1pf(other);
    x[KHD_TOPIC_WORDS] = log1pf(words);
}

static void weigh_parties(const khd_doc *doc, float *x)
{
    float armed = 0, rebels = 0;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_chain *chain = &doc->chains.v[doc->mentions.v[i].chain];
        bool is_armed = khd_topic_armed(chain);
        armed += is_armed;
        rebels += is_armed && chain->kind != KHD_ACTOR_KIND_STATE_FORCES;
        if (chain->kind == KHD_ACTOR_KIND_PROTESTERS || chain->kind == KHD_ACTOR_KIND_RIOTERS)
            x[KHD_TOPIC_CROWD] = 1;
    }
    x[KHD_TOPIC_ARMED] = log1pf(armed);
    x[KHD_TOPIC_REBELS] = log1pf(rebels);
    float weapons = 0;
    for (uint32_t i = 0; i < doc->means.n; i++)
        weapons += !doc->means.v[i].target && doc->means.v[i].class_hint != KHD_NOTHING;
    x[KHD_TOPIC_WEAPONS] = log1pf(weapons);
}

static void weigh_promise(const khd_doc *doc, float *x)
{
    const float most = 5;
    enum { PROMISING = 100 };
    float best = -most, promising = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        best = fmaxf(best, (float)doc->sentences.v[i].promise / 100);
        promising += doc->sentences.v[i].promise >= PROMISING;
    }
    x[KHD_TOPIC_PROMISE] = fminf(best, most) / most;
    x[KHD_TOPIC_PROMISING] = doc->sentences.n ? promising / (float)doc->sentences.n : 0;
}

/* Words of other news: how many a sentence, at most one; those of old times apart. */
static void weigh_words(const khd_doc *doc, const khd_lexicon *lexicon, float *x)
{
    const khd_table *table = khd_lexicon_table(lexicon, "other_news");
    float found = 0, past = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        int32_t row;
        if (!khd_table_match(table, doc, i, doc->tokens.n, &row))
            continue;
        bool old = !strcmp(khd_table_cell(table, row, 1), "past");
        past += old;
        found += !old;
    }
    float sentences = doc->sentences.n ? (float)doc->sentences.n : 1;
    x[KHD_TOPIC_ELSE] = fminf(found / sentences, 1);
    x[KHD_TOPIC_PAST_WORDS] = fminf(past / sentences, 1);
}

static void weigh_days(const khd_doc *doc, float *x)
{
    float past = 0, all = 0;
    for (uint32_t i = 0; i < doc->dates.n; i++) {
        all += doc->dates.v[i].start != KHD_NO_DAY;
        past += khd_topic_past(&doc->dates.v[i]);
    }
    x[KHD_TOPIC_PAST_DAYS] = all > 0 ? past / all : 0;
}

void khd_topic_run(const khd_doc *doc, const khd_lexicon *lexicon, khd_topic *topic)
{
    float weights[KHD_TOPIC_COUNT], *x = topic->values;
    memset(topic, 0, sizeof *topic);
    x[KHD_TOPIC_BIAS] = 1;
    x[KHD_TOPIC_LENGTH] = log1pf((float)doc->sentences.n);
    weigh_frames(doc, lexicon, x);
    weigh_parties(doc, x);
    weigh_promise(doc, x);
    weigh_words(doc, lexicon, x);
    weigh_days(doc, x);
    khd_weigh_load(lexicon, "topic", khd_topic_names, KHD_TOPIC_COUNT, weights);
    topic->chance = khd_weigh_chance(khd_weigh_score(weights, x, KHD_TOPIC_COUNT));
}
