/* occurrence_class: which class the words of one frame tell: what the reader says, the
 * weapons near the trigger, the trigger's own words, and who took what. See occurrence.h.
 */
#include "occurrence_parts.h"

#include <string.h>

/* What a telling weapon adds to the sum of the reader's probabilities. */
static const float hint_weight = 0.8f;

/* What is left of a protest in a report that tells of no crowd. */
static const float no_crowd = 0.3f;

static bool in_author(const khd_occurrence *o, khd_range tokens)
{
    for (uint32_t i = 0; i < o->side[0].count; i++)
        if (khd_range_meet(o->side[0].tokens[i], tokens))
            return true;
    return false;
}

/* True for a weapon in the trigger, in the means, in the author's words ("Russian
 * warplanes") or hanging on the trigger ("hit by a mortar"). */
static bool told_of(const khd_doc *doc, const khd_occurrence *o, const khd_means *m)
{
    if (khd_range_meet(m->tokens, doc->frames.v[o->frame].trigger) || in_author(o, m->tokens))
        return true;
    for (uint32_t k = 0; k < o->means.n; k++)
        if (khd_range_meet(m->tokens, o->means.v[k]))
            return true;
    return doc->tokens.v[khd_doc_head(doc, m->tokens)].head == (int32_t)o->head;
}

/* Weapons that say a class. */
static void add_hints(const khd_doc *doc, const khd_occurrence *o, float *score)
{
    khd_range s = doc->sentences.v[o->sentence].tokens;
    for (uint32_t i = KHD_FIRST_AFTER(doc->means, s.begin); i < doc->means.n; i++) {
        const khd_means *m = &doc->means.v[i];
        if (m->tokens.begin >= s.end)
            break;
        if (m->class_hint != KHD_NOTHING && khd_range_meet(m->tokens, s) && told_of(doc, o, m))
            score[m->class_hint] += hint_weight;
    }
}

/* What the trigger's own words say by the table triggers. */
static void add_trigger(const khd_maker *m, const khd_occurrence *o, float *score)
{
    khd_range t = m->doc->frames.v[o->frame].trigger;
    for (uint32_t i = t.begin; i < t.end; i++) {
        int32_t row;
        if (!khd_table_match(m->triggers, m->doc, i, t.end, &row))
            continue;
        int class_ = khd_class_find(khd_table_cell(m->triggers, row, 1));
        if (class_ >= 0)
            score[class_] += hint_weight;
        return;
    }
}

/* A riot needs a crowd: in a report that tells of none the clash is of armed sides. */
bool khd_occurrence_crowd(const khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->chains.n; i++)
        if (doc->chains.v[i].kind == KHD_ACTOR_KIND_PROTESTERS ||
            doc->chains.v[i].kind == KHD_ACTOR_KIND_RIOTERS)
            return true;
    return false;
}

/* Kinds of data/place_words.tsv that a thing itself can be ("hamlets", not "insurgents"). */
static bool is_place_kind(const char *kind)
{
    static const char *const kinds[] = {"province", "district", "city",     "section",
                                        "site",     "region",   "mountain", NULL};
    for (int i = 0; kinds[i]; i++)
        if (!strcmp(kind, kinds[i]))
            return true;
    return false;
}

/* "took three hamlets": who is held is a place. */
static bool takes_place(const khd_maker *m, const khd_occurrence *o)
{
    const khd_doc *doc = m->doc;
    if (!o->side[1].count)
        return o->place != KHD_NOTHING && o->side[0].count && !o->figures.n && !o->nominal &&
               doc->tokens.v[khd_doc_head(doc, o->place_words)].deprel == KHD_DEPREL_OBJ;
    uint32_t held = khd_doc_head(doc, o->side[1].tokens[0]);
    int32_t row;
    return khd_table_match(m->place_words, doc, held, held + 1, &row) > 0 &&
           is_place_kind(khd_table_cell(m->place_words, row, 1));
}

/* Territory: the author's kind decides between the two gains (ruling 6). */
static uint8_t settle_class(const khd_maker *m, const khd_occurrence *o, uint8_t class_)
{
    const khd_doc *doc = m->doc;
    if ((class_ == KHD_CLASS_ARREST || class_ == KHD_CLASS_ABDUCTION) && takes_place(m, o))
        class_ = KHD_CLASS_NONSTATE_GAINS;
    if (class_ != KHD_CLASS_STATE_GAINS && class_ != KHD_CLASS_NONSTATE_GAINS)
        return class_;
    if (!o->side[0].count || o->side[0].chain[0] == KHD_NOTHING)
        return class_;
    switch (doc->chains.v[o->side[0].chain[0]].kind) {
    case KHD_ACTOR_KIND_STATE_FORCES:
    case KHD_ACTOR_KIND_GOVERNMENT:
        return KHD_CLASS_STATE_GAINS;
    case KHD_ACTOR_KIND_REBEL_GROUP:
    case KHD_ACTOR_KIND_POLITICAL_MILITIA:
    case KHD_ACTOR_KIND_IDENTITY_MILITIA:
        return KHD_CLASS_NONSTATE_GAINS;
    default:
        return class_;
    }
}

void khd_occurrence_class(const khd_maker *m, const khd_frame *frame, khd_occurrence *o)
{
    float *score = o->class_score, sum = 0;
    memcpy(score, frame->class_score, sizeof frame->class_score);
    if (!m->crowd) {
        score[KHD_CLASS_ARMED_CLASH] += score[KHD_CLASS_RIOT];
        score[KHD_CLASS_RIOT] = 0;
        score[KHD_CLASS_PROTEST] *= no_crowd;
    }
    add_hints(m->doc, o, score);
    add_trigger(m, o, score);
    if (score[KHD_CLASS_CHEMICAL] >= hint_weight) { /* gas that was dropped or fired */
        score[KHD_CLASS_CHEMICAL] += score[KHD_CLASS_AIR_STRIKE] + score[KHD_CLASS_SHELLING];
        score[KHD_CLASS_AIR_STRIKE] = score[KHD_CLASS_SHELLING] = 0;
    }
    uint8_t best = 0;
    for (uint8_t i = 1; i < KHD_CLASS_COUNT; i++)
        if (score[i] > score[best])
            best = i;
    o->class_ = settle_class(m, o, best);
    if (o->class_ != best) { /* a rule decided */
        float won = score[best];
        score[best] = score[o->class_];
        score[o->class_] = won;
    }
    for (int i = 0; i < KHD_CLASS_COUNT; i++)
        sum += score[i];
    for (int i = 0; i < KHD_CLASS_COUNT && sum > 0; i++)
        score[i] /= sum;
}
