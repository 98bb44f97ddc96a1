/* occurrence_keep: is what a frame tells a particular occurrence that belongs in the
 * record? A linear model over what is known of the frame, its sentence and the report
 * (weigh.h). See occurrence.h.
 */
#include "occurrence_parts.h"

bool khd_occurrence_violent(uint8_t c)
{
    return c <= KHD_CLASS_ARREST || c == KHD_CLASS_FORCE_ON_PROTEST || c == KHD_CLASS_AGGREGATE;
}

static bool is_weak_class(uint8_t c)
{
    return c == KHD_CLASS_MOBILISATION || c == KHD_CLASS_AGREEMENT || c == KHD_CLASS_WITHDRAWAL ||
           c == KHD_CLASS_AID || c == KHD_CLASS_DISPLACEMENT || c == KHD_CLASS_PROTEST ||
           c == KHD_CLASS_ARREST || c == KHD_CLASS_DESTRUCTION || c == KHD_CLASS_DISRUPTED;
}

/* "dropped leaflets": the object of the verb does nobody harm. */
static bool is_harmless(const khd_maker *m, const khd_occurrence *o)
{
    const khd_doc *doc = m->doc;
    int32_t row;
    if (!khd_occurrence_violent(o->class_) || o->nominal)
        return false;
    int32_t object = khd_doc_child(doc, o->head, KHD_DEPREL_OBJ);
    if (object == KHD_NOTHING)
        return false;
    return khd_table_match(m->harmless, doc, (uint32_t)object, (uint32_t)object + 1, &row) > 0;
}

static bool has_armed_side(const khd_doc *doc, const khd_occurrence *o)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < o->side[side].count; i++) {
            int32_t chain = o->side[side].chain[i];
            if (chain != KHD_NOTHING && khd_topic_armed(&doc->chains.v[chain]))
                return true;
        }
    return false;
}

static bool has_other_news(const khd_maker *m, khd_range tokens)
{
    int32_t row;
    for (uint32_t i = tokens.begin; i < tokens.end; i++)
        if (khd_table_match(m->other_news, m->doc, i, tokens.end, &row))
            return true;
    return false;
}

/* What the sentence and the whole report say about it. */
static void weigh_report(const khd_maker *m, const khd_frame *frame, khd_occurrence *o)
{
    const float most = 5;
    const khd_doc *doc = m->doc;
    const khd_sentence *s = &doc->sentences.v[o->sentence];
    float *x = o->values, promise = (float)s->promise / 100;
    int32_t row;
    x[KHD_KEEP_REPORT] = m->report;
    x[KHD_KEEP_WEAK_ALONE] = x[KHD_KEEP_WEAK_CLASS] * (1 - m->report);
    x[KHD_KEEP_TOLL_ALONE] = x[KHD_KEEP_TOLL] * (1 - m->report);
    x[KHD_KEEP_PROMISE] = (promise > most ? most : promise < -most ? -most : promise) / most;
    x[KHD_KEEP_IDLE] = khd_table_match(m->idle, doc, o->head, o->head + 1, &row) > 0;
    x[KHD_KEEP_KNOWN] =
        khd_table_match(m->triggers, doc, frame->trigger.begin, frame->trigger.end, &row) > 0;
    x[KHD_KEEP_ELSE] = has_other_news(m, s->tokens);
    x[KHD_KEEP_PAST] = o->date != KHD_NOTHING && khd_topic_past(&doc->dates.v[o->date]);
    x[KHD_KEEP_ARMED] = has_armed_side(doc, o);
    x[KHD_KEEP_WEAPON] = o->means.n > 0;
}

void khd_occurrence_weigh(const khd_maker *m, const khd_frame *frame, khd_occurrence *o)
{
    const khd_doc *doc = m->doc;
    const khd_token *head = &doc->tokens.v[o->head];
    float *x = o->values;
    x[KHD_KEEP_BIAS] = 1;
    x[KHD_KEEP_TRIGGER] = frame->trigger_score;
    x[KHD_KEEP_GENERAL] = frame->outcome_score[KHD_OUTCOME_GENERAL];
    x[KHD_KEEP_HAPPENED] = frame->outcome_score[KHD_OUTCOME_HAPPENED];
    x[KHD_KEEP_CLASS] = frame->class_score[frame->class_best];
    x[KHD_KEEP_SIDE_A] = o->side[0].count > 0;
    x[KHD_KEEP_SIDE_B] = o->side[1].count > 0;
    x[KHD_KEEP_PLACE] = o->place != KHD_NOTHING || !khd_range_empty(o->place_words);
    x[KHD_KEEP_DATE] = o->date != KHD_NOTHING;
    x[KHD_KEEP_FIGURE] = o->figures.n > 0;
    x[KHD_KEEP_TITLE] = o->title;
    x[KHD_KEEP_NOMINAL] = o->nominal;
    x[KHD_KEEP_PLURAL] = o->nominal && head->plural && !o->definite;
    x[KHD_KEEP_WEAK_CLASS] = is_weak_class(o->class_);
    x[KHD_KEEP_SOURCE] = o->attributions.n > 0;
    x[KHD_KEEP_LATE] = (float)o->head / (float)doc->tokens.n;
    x[KHD_KEEP_TOLL] = o->toll;
    x[KHD_KEEP_MODIFIER] = head->deprel == KHD_DEPREL_COMPOUND || head->deprel == KHD_DEPREL_AMOD;
    weigh_report(m, frame, o);
    o->keep = is_harmless(m, o) ? 0 : khd_weigh_chance(khd_weigh_score(m->keep, x, KHD_KEEP_COUNT));
}
