/* account: clusters of occurrences to accounts. See account.h. */
#include "account.h"

#include "codes.h"
#include "tally.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    khd_doc *doc;
    const khd_lexicon *lexicon;
    khd_occurrences list;
    bool *kept;
    uint32_t *cluster;
    khd_join *joins;
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
        k->kept[i] = k->list.v[i].keep >= 0.5f;
        khd_frame_fate *fate = KHD_PUSH(doc->arena, &doc->fates);
        fate->account = KHD_NOTHING;
        if (!k->kept[i])
            fate->why = why_dropped(doc, &k->list.v[i]);
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

static void build(coder *k, const khd_cluster *c)
{
    khd_doc *doc = k->doc;
    khd_account account = {.place = KHD_NOTHING, .date = KHD_NOTHING};
    set_id(doc, &k->list.v[c->members.v[0]], &account);
    add_mentions(k, c, &account, (int32_t)doc->accounts.n);
    khd_settle_class(c, &account);
    khd_settle_status(c, &account);
    khd_settle_parties(c, &account);
    khd_settle_means(c, &account);
    khd_settle_place(c, &account);
    khd_settle_date(c, &account);
    khd_tally_casualties(c, &account);
    khd_tally_sources(c, &account);
    khd_codes_run(doc, k->lexicon, &account);
    float keep = 0;
    for (uint32_t i = 0; i < c->members.n; i++)
        keep = k->list.v[c->members.v[i]].keep > keep ? k->list.v[c->members.v[i]].keep : keep;
    account.confidence *= keep;
    *KHD_PUSH(doc->arena, &doc->accounts) = account;
}

/* ---- the stage ------------------------------------------------------------------------- */

void khd_account_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    coder k = {.doc = doc, .lexicon = lexicon};
    khd_occurrence_run(doc, lexicon, &k.list);
    k.kept = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.kept);
    k.cluster = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.cluster);
    k.joins = khd_arena_push(doc->arena, k.list.n + 1, sizeof *k.joins);
    choose(&k);
    khd_joining_run(doc, lexicon, &k.list, k.kept, k.cluster, k.joins);
    khd_cluster *clusters = khd_arena_push(doc->arena, k.list.n + 1, sizeof *clusters);
    for (uint32_t i = 0; i < k.list.n; i++)
        if (k.kept[i])
            *KHD_PUSH(doc->arena, &clusters[k.cluster[i]].members) = i;
    for (uint32_t i = 0; i < k.list.n; i++)
        if (clusters[i].members.n) {
            clusters[i].doc = doc;
            clusters[i].all = &k.list;
            clusters[i].kept = k.kept;
            build(&k, &clusters[i]);
        }
}
