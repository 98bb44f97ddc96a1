/* settle: values of an account from its members. See settle.h. */
#include "settle.h"

#include <string.h>

void khd_settle_because(khd_doc *doc, khd_account *account, const char *field, const char *reason)
{
    *KHD_PUSH(doc->arena, &account->because) = (khd_because){field, reason};
}

static const khd_occurrence *member(const khd_cluster *c, uint32_t i)
{
    return &c->all->v[c->members.v[i]];
}

static const khd_frame *frame_of(const khd_cluster *c, uint32_t i)
{
    return &c->doc->frames.v[member(c, i)->frame];
}

/* ---- class -------------------------------------------------------------------------- */

/* "attack" only says that the means is not told: one word that tells it counts for
 * more than several that do not. */
static void discount_unspecified(float *score, uint32_t members)
{
    if (members > 1)
        score[KHD_CLASS_ATTACK] *= 0.5f;
}

static uint8_t best_class(const float *score)
{
    uint8_t best = 0;
    for (uint8_t i = 1; i < KHD_CLASS_COUNT; i++)
        if (score[i] > score[best])
            best = i;
    return best;
}

void khd_settle_class(const khd_cluster *c, khd_account *account)
{
    float score[KHD_CLASS_COUNT] = {0}, sum = 0;
    for (uint32_t i = 0; i < c->members.n; i++) {
        float weight = frame_of(c, i)->trigger_score *
                       (member(c, i)->class_ == KHD_CLASS_AGGREGATE ? 1.5f : 1.0f);
        for (int k = 0; k < KHD_CLASS_COUNT; k++)
            score[k] += weight * member(c, i)->class_score[k];
    }
    discount_unspecified(score, c->members.n);
    for (int k = 0; k < KHD_CLASS_COUNT; k++)
        sum += score[k];
    account->class_ = best_class(score);
    if (!(sum > 0)) /* members of no weight at all */
        sum = 1;
    float won = score[account->class_];
    score[account->class_] = 0;
    uint8_t second = best_class(score);
    khd_settle_because(c->doc, account, "class",
                       khd_doc_format(c->doc, "%s %.2f by the words of %u mentions; next %s %.2f",
                                      khd_class_text(account->class_), (double)(won / sum),
                                      c->members.n, khd_class_text(second),
                                      (double)(score[second] / sum)));
    account->confidence = won / sum;
}

/* ---- status ---------------------------------------------------------------------------- */

void khd_settle_status(const khd_cluster *c, khd_account *account)
{
    float score[KHD_OUTCOME_COUNT] = {0};
    for (uint32_t i = 0; i < c->members.n; i++)
        for (int k = 0; k < KHD_OUTCOME_GENERAL; k++)
            score[k] += frame_of(c, i)->outcome_score[k];
    uint8_t best = KHD_OUTCOME_HAPPENED;
    for (uint8_t k = 0; k < KHD_OUTCOME_GENERAL; k++)
        if (score[k] > score[best])
            best = k;
    account->status = best;
    khd_settle_because(c->doc, account, "status",
                       khd_doc_format(c->doc, "%s %.2f summed over %u mentions",
                                      khd_outcome_text(best), (double)score[best], c->members.n));
}

/* ---- means ------------------------------------------------------------------------------------ */

/* Indexes of the means in the sentence of `tokens`: they come sentence by sentence, but
 * in no order within one. */
static khd_range means_around(const khd_doc *doc, khd_range tokens)
{
    khd_range s = doc->sentences.v[doc->tokens.v[tokens.begin].sentence].tokens;
    return (khd_range){KHD_FIRST_AFTER(doc->means, s.begin), KHD_FIRST_AFTER(doc->means, s.end)};
}

static const char *means_kind(const khd_doc *doc, khd_range tokens)
{
    khd_range around = means_around(doc, tokens);
    for (uint32_t i = around.begin; i < around.end; i++)
        if (!doc->means.v[i].target && khd_range_meet(doc->means.v[i].tokens, tokens))
            return doc->means.v[i].kind;
    return NULL;
}

/* True when the lower-cased words of one means hold the other's: "rocket" and "rocket
 * shells" are one. */
static bool same_means(const khd_doc *doc, khd_range a, khd_range b)
{
    khd_range small = a.end - a.begin < b.end - b.begin ? a : b;
    khd_range large = small.begin == a.begin && small.end == a.end ? b : a;
    for (uint32_t i = small.begin; i < small.end; i++) {
        bool found = false;
        for (uint32_t k = large.begin; k < large.end && !found; k++)
            found = !strcmp(doc->tokens.v[i].lower, doc->tokens.v[k].lower);
        if (!found)
            return false;
    }
    return true;
}

/* Of two wordings of one means the longer is kept. */
static void add_means(const khd_cluster *c, khd_account *account, khd_range tokens)
{
    khd_doc *doc = c->doc;
    khd_weapon fresh = {khd_doc_span(doc, tokens), means_kind(doc, tokens)};
    for (uint32_t i = 0; i < account->means.n; i++) {
        khd_range known = khd_doc_range(doc, account->means.v[i].span);
        if (!same_means(doc, known, tokens))
            continue;
        if (tokens.end - tokens.begin > known.end - known.begin)
            account->means.v[i] = fresh;
        return;
    }
    *KHD_PUSH(doc->arena, &account->means) = fresh;
}

/* "air strikes", "shelled", "stabbed": the trigger itself says how it was done. */
static void add_method(const khd_cluster *c, khd_account *account, uint32_t i)
{
    khd_range t = frame_of(c, i)->trigger;
    for (uint32_t k = t.begin; k < t.end; k++) {
        int32_t row;
        uint32_t n = khd_table_match(c->triggers, c->doc, k, t.end, &row);
        if (n && *khd_table_cell(c->triggers, row, 2)) {
            add_means(c, account, (khd_range){k, k + n});
            return;
        }
    }
}

static void add_named(const khd_cluster *c, khd_account *account, khd_range trigger)
{
    const khd_doc *doc = c->doc;
    khd_range around = means_around(doc, trigger);
    for (uint32_t k = around.begin; k < around.end; k++)
        if (!doc->means.v[k].target && khd_range_meet(doc->means.v[k].tokens, trigger))
            add_means(c, account, doc->means.v[k].tokens);
}

/* Arguments first; without any, the weapon that the trigger itself names. */
void khd_settle_means(const khd_cluster *c, khd_account *account)
{
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->means.n; k++)
            add_means(c, account, member(c, i)->means.v[k]);
    for (uint32_t i = 0; i < c->members.n && !account->means.n; i++)
        add_named(c, account, frame_of(c, i)->trigger);
    for (uint32_t i = 0; i < c->members.n && !account->means.n; i++)
        add_method(c, account, i);
}
