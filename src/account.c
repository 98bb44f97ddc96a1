/* account: clusters of occurrences to accounts. See account.h. */
#include "account.h"

#include "codes.h"
#include "tally.h"

#include <stdio.h>
#include <string.h>

/* A frame needs this chance to take part at all, and one member of an account this
 * to open it. Chosen on the tune part of the hand-coded reports. */
static const float chance_to_join = 0.29f, chance_to_open = 0.48f, chance_when_bare = 0.78f;

/* An account of less confidence than this is left out unless it brings a toll. */
static const float least_confidence = 0.24f;

/* A report that tells of armed conflict with less chance than this gives no account; with
 * less than the second a toll ("nine dead" of a fire) does not excuse a doubtful one. */
static const float least_topic = 0.1f, topic_for_toll = 0.25f;

typedef struct {
    khd_doc *doc;
    const khd_lexicon *lexicon;
    khd_occurrences list;
    bool *kept;
    uint32_t *cluster;
    khd_join *joins;
    int32_t *entries, *claimants; /* see khd_cluster */
    int32_t place_of_report;
} coder;

/* ---- which frames count -------------------------------------------------------------- */

static const char *why_dropped(khd_doc *doc, const khd_occurrence *o)
{
    const khd_frame *f = &doc->frames.v[o->frame];
    if (f->outcome_best == KHD_OUTCOME_GENERAL)
        return khd_doc_format(doc, "spoken of in general (%.2f), no particular occurrence",
                              (double)f->outcome_score[KHD_OUTCOME_GENERAL]);
    return khd_doc_format(doc, "too unsure to be a particular occurrence (%.2f)",
                          (double)o->keep);
}

static void choose(coder *k)
{
    khd_doc *doc = k->doc;
    for (uint32_t i = 0; i < k->list.n; i++) {
        k->kept[i] = k->list.v[i].keep >= chance_to_join;
        khd_frame_fate *fate = KHD_PUSH(doc->arena, &doc->fates);
        fate->account = KHD_NOTHING;
        if (!k->kept[i])
            fate->why = why_dropped(doc, &k->list.v[i]);
    }
}

/* "the raids left nine dead": a toll that is kept brings back the deed of its sentence,
 * unless that is spoken of in general for certain. */
static void revive_causes(coder *k)
{
    static const float surely_general = 0.7f;
    for (uint32_t i = 0; i < k->list.n; i++) {
        const khd_occurrence *toll = &k->list.v[i];
        if (!k->kept[i] || !toll->toll || toll->outcome != KHD_OUTCOME_HAPPENED)
            continue;
        uint32_t from = i > 8 ? i - 8 : 0;
        for (uint32_t c = from; c < k->list.n && c < i + 8; c++) {
            const khd_occurrence *cause = &k->list.v[c];
            const khd_frame *f = &k->doc->frames.v[c];
            if (c == i || cause->sentence != toll->sentence || k->kept[c] || cause->toll ||
                f->outcome_score[KHD_OUTCOME_GENERAL] > surely_general)
                continue;
            k->kept[c] = true;
            k->list.v[c].keep = toll->keep;
        }
    }
}

/* ---- figures without an occurrence of their own ------------------------------------------ */

static bool does_harm(uint8_t c)
{
    return c <= KHD_CLASS_RIOT || c == KHD_CLASS_FORCE_ON_PROTEST || c == KHD_CLASS_AGGREGATE ||
           c == KHD_CLASS_DISPLACEMENT;
}

/* The first occurrence of this sentence or a later one. */
static uint32_t first_since(const coder *k, uint32_t sentence)
{
    uint32_t low = 0, high = k->list.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (k->list.v[middle].sentence >= sentence)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The kept occurrence that a loose figure most likely belongs to: the nearest in its
 * sentence, else the last one of the few sentences before it. */
static int32_t host_of(const coder *k, const khd_figure *figure)
{
    enum { REACH = 2 };
    const khd_doc *doc = k->doc;
    uint32_t at = figure->tokens.begin, best_gap = UINT32_MAX;
    uint32_t sentence = doc->tokens.v[at].sentence;
    int32_t inside = KHD_NOTHING, before = KHD_NOTHING;
    for (uint32_t i = first_since(k, sentence > REACH ? sentence - REACH : 0); i < k->list.n; i++) {
        const khd_occurrence *o = &k->list.v[i];
        if (o->sentence > sentence)
            break;
        if (!k->kept[i] || !does_harm(o->class_))
            continue;
        uint32_t gap = o->head > at ? o->head - at : at - o->head;
        if (o->sentence == sentence && gap < best_gap) {
            best_gap = gap;
            inside = (int32_t)i;
        } else if (o->sentence < sentence && o->sentence + REACH >= sentence && !o->title) {
            before = (int32_t)i;
        }
    }
    return inside != KHD_NOTHING ? inside : before;
}

/* A toll whose own words name no kept occurrence is not lost. */
static void adopt_figures(coder *k)
{
    khd_doc *doc = k->doc;
    for (uint32_t i = 0; i < doc->figures.n; i++) {
        int32_t own = doc->figures.v[i].frame;
        if ((own != KHD_NOTHING && k->kept[own]) || khd_range_empty(doc->figures.v[i].tokens))
            continue;
        int32_t host = host_of(k, &doc->figures.v[i]);
        if (host != KHD_NOTHING)
            *KHD_PUSH(doc->arena, &k->list.v[host].figures) = i;
    }
}

/* ---- one account --------------------------------------------------------------------- */

/* FNV-1a over the report's hash and the trigger's span. */
static void set_id(const khd_doc *doc, const khd_occurrence *first, khd_account *account)
{
    khd_span s = khd_doc_span(doc, doc->frames.v[first->frame].trigger);
    char key[120];
    int n = snprintf(key, sizeof key, "%s %u %u", doc->sha256, s.begin, s.end);
    uint64_t hash = 14695981039346656037u;
    for (int i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)key[i]) * 1099511628211u;
    snprintf(account->id, sizeof account->id, "a%016llx", (unsigned long long)hash);
}

static void add_mentions(coder *k, const khd_cluster *c, khd_account *account, int32_t number)
{
    khd_doc *doc = k->doc;
    for (uint32_t i = 0; i < c->members.n; i++) {
        uint32_t m = c->members.v[i];
        *KHD_PUSH(doc->arena, &account->mentions) =
            khd_doc_span(doc, doc->frames.v[m].trigger);
        doc->fates.v[m].account = number;
        doc->fates.v[m].why =
            k->joins[m].with == KHD_NOTHING
                ? "opens the account"
                : khd_doc_format(doc, "same occurrence as \"%s\" (%.2f)",
                                 khd_doc_text(doc, khd_doc_span(doc, doc->frames.v[k->joins[m].with].trigger)),
                                 (double)k->joins[m].chance);
    }
}

static float best_chance(const coder *k, const khd_cluster *c)
{
    float best = 0;
    for (uint32_t i = 0; i < c->members.n; i++) {
        float keep = k->list.v[c->members.v[i]].keep;
        best = keep > best ? keep : best;
    }
    return best;
}

/* A member brings a counted toll of something told as done. */
static bool has_toll(const coder *k, const khd_cluster *c)
{
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = &k->list.v[c->members.v[i]];
        if (k->doc->frames.v[o->frame].outcome_best == KHD_OUTCOME_GENERAL)
            continue;
        for (uint32_t f = 0; f < o->figures.n; f++)
            if (k->doc->figures.v[o->figures.v[f]].n > 0)
                return true;
    }
    return false;
}

/* Nobody known, no place, no day, no toll: such talk ("condemned the violence", "an
 * attack in the final") is seldom an occurrence. */
static bool is_bare(const coder *k, const khd_cluster *c)
{
    const khd_doc *doc = k->doc;
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = &k->list.v[c->members.v[i]];
        if (o->place != KHD_NOTHING || o->date != KHD_NOTHING || o->figures.n)
            return false;
        for (int side = 0; side < 2; side++)
            for (uint32_t p = 0; p < o->side[side].count; p++)
                if (o->side[side].chain[p] != KHD_NOTHING &&
                    doc->chains.v[o->side[side].chain[p]].kind != KHD_ACTOR_KIND_UNKNOWN)
                    return false;
    }
    return true;
}

/* All that names it are words of everyday doing, and no weapon or toll is told. */
static bool is_idle(const coder *k, const khd_cluster *c)
{
    const khd_doc *doc = k->doc;
    const khd_table *idle = khd_lexicon_table(k->lexicon, "idle_triggers");
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = &k->list.v[c->members.v[i]];
        int32_t row;
        if (o->means.n || o->figures.n ||
            !khd_table_match(idle, doc, o->head, o->head + 1, &row))
            return false;
    }
    return true;
}

/* History, not news: every day told of it is long past, or none is and those of the report are. */
static bool is_history(const coder *k, const khd_cluster *c)
{
    bool dated = false;
    for (uint32_t i = 0; i < c->members.n; i++) {
        int32_t date = k->list.v[c->members.v[i]].date;
        if (date == KHD_NOTHING || k->doc->dates.v[date].start == KHD_NO_DAY)
            continue;
        if (!khd_topic_past(&k->doc->dates.v[date]))
            return false;
        dated = true;
    }
    return dated || k->list.topic.values[KHD_TOPIC_PAST_DAYS] > 0.5f;
}

/* A toll in a report of conflict is never left out for want of certainty: losing the
 * dead is worse than one doubtful account. */
static bool is_enough(const coder *k, const khd_cluster *c)
{
    if (is_idle(k, c))
        return false;
    float least = is_bare(k, c) ? chance_when_bare : chance_to_open;
    return best_chance(k, c) >= least ||
           (k->list.topic.chance >= topic_for_toll && has_toll(k, c));
}

/* Why this cluster is no account whatever its words say, or NULL. */
static const char *why_other_news(const coder *k, const khd_cluster *c)
{
    if (k->list.topic.chance < least_topic)
        return khd_doc_format(k->doc, "the report as a whole tells of no armed conflict (%.2f)",
                              (double)k->list.topic.chance);
    return is_history(k, c) ? "told as history" : NULL;
}

/* `why` for all of them; NULL: each for its own reason. */
static void drop(coder *k, const khd_cluster *c, const char *why)
{
    for (uint32_t i = 0; i < c->members.n; i++) {
        uint32_t m = c->members.v[i];
        k->doc->fates.v[m].why = why ? why : why_dropped(k->doc, &k->list.v[m]);
    }
}

static const char *too_unsure(khd_doc *doc, const khd_account *account)
{
    return khd_doc_format(doc, "too unsure what it is (%s %.2f)", khd_class_text(account->class_),
                          (double)account->confidence);
}

static void build(coder *k, const khd_cluster *c)
{
    khd_doc *doc = k->doc;
    khd_account account = {.place = KHD_NOTHING, .date = KHD_NOTHING};
    set_id(doc, &k->list.v[c->members.v[0]], &account);
    khd_settle_class(c, &account);
    account.confidence *= best_chance(k, c);
    if (account.confidence < least_confidence &&
        !(k->list.topic.chance >= topic_for_toll && has_toll(k, c))) {
        drop(k, c, too_unsure(doc, &account));
        return;
    }
    add_mentions(k, c, &account, (int32_t)doc->accounts.n);
    khd_settle_status(c, &account);
    khd_settle_parties(c, &account);
    khd_settle_means(c, &account);
    khd_settle_place(c, &account);
    khd_settle_date(c, &account);
    khd_tally_casualties(c, &account);
    khd_tally_sources(c, &account);
    khd_codes_run(doc, k->lexicon, &account);
    *KHD_PUSH(doc->arena, &doc->accounts) = account;
}

/* ---- the stage ------------------------------------------------------------------------- */

static void open_cluster(const coder *k, khd_cluster *c)
{
    c->doc = k->doc;
    c->all = &k->list;
    c->kept = k->kept;
    c->triggers = khd_lexicon_table(k->lexicon, "triggers");
    c->place_of_report = k->place_of_report;
    c->claimants = k->claimants;
    c->entries = k->entries;
}

void khd_account_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    coder k = {.doc = doc, .lexicon = lexicon};
    khd_occurrence_run(doc, lexicon, &k.list);
    k.kept = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.kept);
    k.cluster = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.cluster);
    k.joins = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.joins);
    k.entries = khd_arena_push(doc->arena, doc->figures.n + 1, sizeof *k.entries);
    k.claimants = khd_tally_claimants(doc);
    k.place_of_report = khd_settle_place_of_report(doc);
    choose(&k);
    revive_causes(&k);
    adopt_figures(&k);
    khd_joining_run(doc, lexicon, &k.list, k.kept, k.cluster, k.joins);
    khd_cluster *clusters = khd_arena_push(doc->arena, k.list.n + 1, sizeof *clusters);
    for (uint32_t i = 0; i < k.list.n; i++)
        if (k.kept[i])
            *KHD_PUSH(doc->arena, &clusters[k.cluster[i]].members) = i;
    for (uint32_t i = 0; i < doc->figures.n; i++)
        k.entries[i] = KHD_NOTHING;
    for (uint32_t i = 0; i < k.list.n; i++)
        if (clusters[i].members.n) {
            open_cluster(&k, &clusters[i]);
            const char *why = why_other_news(&k, &clusters[i]);
            if (!why && is_enough(&k, &clusters[i]))
                build(&k, &clusters[i]);
            else
                drop(&k, &clusters[i], why);
        }
}
