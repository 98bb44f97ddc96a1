/* source, the kinds of cue: verbs, nouns, adverbs, "according to", colons. */
#include "source_parts.h"

#include <string.h>

/* The plain form of a reporting word, or the lemma of any other. */
static const char *plain_form(const khd_sourcing *s, uint32_t token)
{
    int32_t row = khd_table_find(s->cues, khd_sourcing_token(s, token)->lower);
    if (row == KHD_NOTHING)
        return khd_sourcing_token(s, token)->lemma;
    const char *of = khd_table_cell(s->cues, row, COLUMN_OF);
    return *of ? of : khd_table_cell(s->cues, row, 0);
}

/* ---- kinds of cue ---------------------------------------------------------------- */

static bool has_class(const khd_sourcing *s, const char *key, const char *class_)
{
    int32_t row = khd_table_find(s->cues, key);
    for (int n = 0; row != KHD_NOTHING && n < 4; n++, row++)
        if (strcmp(khd_table_cell(s->cues, row, 0), key) == 0 &&
            strcmp(khd_table_cell(s->cues, row, 1), class_) == 0)
            return true;
    return false;
}

/* "claimed responsibility for X": the object that makes it a claim, or KHD_NOTHING. */
static int32_t claimed_object(const khd_sourcing *s, uint32_t verb)
{
    static const uint8_t relations[] = {KHD_DEPREL_OBJ, KHD_DEPREL_NSUBJ_PASS};
    for (size_t r = 0; r < 2; r++) {
        int32_t o = khd_subtree_child(&s->trees, verb, relations[r]);
        if (o != KHD_NOTHING && has_class(s, khd_sourcing_token(s, (uint32_t)o)->lower, "claimed"))
            return o;
    }
    return KHD_NOTHING;
}

/* The words after "responsibility for" up to the next mark, whatever the tree says. */
static khd_range claimed_words(const khd_sourcing *s, uint32_t object)
{
    khd_range r = {object, object + 1};
    uint32_t end = s->doc->sentences.v[khd_sourcing_token(s, object)->sentence].tokens.end;
    if (object + 2 >= end || strcmp(khd_sourcing_token(s, object + 1)->lower, "for") != 0)
        return r;
    r = (khd_range){object + 2, object + 2};
    while (r.end < end && khd_sourcing_token(s, r.end)->upos != KHD_UPOS_PUNCT)
        r.end++;
    return r;
}

static void read_claim(khd_sourcing *s, const khd_cue *c, uint32_t verb, int32_t object)
{
    khd_content content = {.clause = true};
    uint32_t heads[2] = {(uint32_t)object, verb};
    for (int h = 0; h < 2 && content.n == 0; h++)
        for (int32_t k = s->trees.child[heads[h]]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
            const khd_token *t = khd_sourcing_token(s, (uint32_t)k);
            if ((t->deprel == KHD_DEPREL_NMOD || t->deprel == KHD_DEPREL_OBL ||
                 t->deprel == KHD_DEPREL_ACL) &&
                k > object) {
                khd_range r = s->trees.extent[k];
                r.begin += strcmp(khd_sourcing_token(s, r.begin)->lower, "for") == 0 &&
                           r.begin + 1 < r.end;
                khd_source_clause_add(&s->trees, &s->quotes, &content, r);
                break;
            }
        }
    if (content.n == 0)
        khd_source_clause_add(&s->trees, &s->quotes, &content,
                              claimed_words(s, (uint32_t)object));
    khd_attribution *a =
        khd_sourcing_push(s, c, khd_source_clause_speaker(&s->trees, verb), &content);
    a->claim = strcmp(c->class_, "deny") != 0;
    if (a->claim && a->kind == KHD_SOURCE_KIND_UNNAMED && !khd_range_empty(a->source))
        a->kind = KHD_SOURCE_KIND_ARMED_GROUP;
}

/* The noun that "quoted" or "citing" has as object; the last before `limit`. */
static int32_t quoted_person(const khd_sourcing *s, uint32_t verb, uint32_t limit)
{
    int32_t who = KHD_NOTHING;
    for (int32_t k = s->trees.child[verb]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        const khd_token *t = khd_sourcing_token(s, (uint32_t)k);
        bool noun =
            t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN || t->upos == KHD_UPOS_PRON;
        bool after = (uint32_t)k > verb && (uint32_t)k < limit;
        if (noun && (t->deprel == KHD_DEPREL_NSUBJ_PASS || (after && t->deprel != KHD_DEPREL_OBL)))
            who = k;
    }
    return who;
}

/* "quoted X as saying Y", "citing X": the object speaks. */
static bool read_quoting(khd_sourcing *s, const khd_cue *c, uint32_t verb)
{
    if (strcmp(c->word, "quote") != 0 && strcmp(c->word, "cite") != 0)
        return false;
    for (int32_t k = s->trees.child[verb]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        const khd_token *t = khd_sourcing_token(s, (uint32_t)k);
        int32_t who = quoted_person(s, verb, (uint32_t)k);
        if ((strcmp(t->lower, "saying") != 0 && strcmp(t->lower, "telling") != 0) ||
            who == KHD_NOTHING)
            continue;
        khd_range skip = {(uint32_t)k, (uint32_t)k + 1};
        khd_cue_verb asked = {(uint32_t)k, skip, true, false};
        khd_content said = khd_source_clause_content(&s->trees, &s->quotes, &asked);
        khd_sourcing_push(s, c, who, &said);
        return true;
    }
    const khd_token *t = khd_sourcing_token(s, verb);
    int32_t who = quoted_person(s, verb, s->doc->tokens.n);
    if (who == KHD_NOTHING || t->deprel != KHD_DEPREL_ADVCL || t->head == KHD_NOTHING)
        return false;
    khd_content said = khd_source_clause_around(&s->trees, &s->quotes, verb);
    khd_sourcing_push(s, c, who, &said);
    return true;
}

static bool is_saying_after_quote(const khd_sourcing *s, uint32_t verb)
{
    int32_t head = khd_sourcing_token(s, verb)->head;
    if (head == KHD_NOTHING)
        return false;
    const char *lemma = plain_form(s, (uint32_t)head);
    return (strcmp(lemma, "quote") == 0 || strcmp(lemma, "cite") == 0) &&
           khd_subtree_child(&s->trees, verb, KHD_DEPREL_MARK) != KHD_NOTHING;
}

/* "I think" inside somebody's quotation is that somebody's own. */
static bool in_own_voice(const khd_sourcing *s, uint32_t speaker)
{
    static const char *const own[] = {"i", "we", "you", "one", NULL};
    return khd_sourcing_is_word(s, speaker, own) &&
           (khd_quote_at(&s->quotes, speaker) != KHD_NOTHING ||
            khd_sourcing_is_word(s, speaker, own + 2));
}

/* "continued shelling", "claimed 12 lives": no words of anybody. */
static bool is_no_saying(const khd_sourcing *s, const khd_cue *c)
{
    static const char *const lost[] = {"life", "lives", "victim", "victims", NULL};
    uint32_t verb = c->tokens.begin;
    if (strcmp(c->word, "claim") == 0) {
        int32_t object = khd_subtree_child(&s->trees, verb, KHD_DEPREL_OBJ);
        return object != KHD_NOTHING && khd_sourcing_is_word(s, (uint32_t)object, lost);
    }
    int32_t deed = strcmp(c->word, "continue") == 0
                       ? khd_subtree_child(&s->trees, verb, KHD_DEPREL_XCOMP)
                       : KHD_NOTHING;
    return deed == (int32_t)verb + 1 && khd_quote_at(&s->quotes, (uint32_t)deed) == KHD_NOTHING;
}

/* Verbs whose object is who is told, not what. */
static bool takes_addressee(const char *word)
{
    static const char *const words[] = {"tell",     "inform",  "remind",    "assure",   "ask",
                                        "urge",     "order",   "warn",      "advise",   "persuade",
                                        "invite",   "notify",  "encourage", "convince", "brief",
                                        "instruct", "command", "alert",     "request",  NULL};
    for (const char *const *w = words; *w; w++)
        if (strcmp(*w, word) == 0)
            return true;
    return false;
}

static void read_verb(khd_sourcing *s, const khd_cue *c)
{
    uint32_t verb = c->tokens.begin;
    const khd_token *t = khd_sourcing_token(s, verb);
    int32_t claimed = claimed_object(s, verb);
    if (t->deprel == KHD_DEPREL_AMOD || t->deprel == KHD_DEPREL_COMPOUND || is_no_saying(s, c))
        return;
    if (claimed != KHD_NOTHING && strcmp(c->class_, "stance") != 0) {
        read_claim(s, c, verb, claimed);
        return;
    }
    if (strcmp(c->class_, "take") == 0 || is_saying_after_quote(s, verb) ||
        read_quoting(s, c, verb))
        return;
    int32_t speaker = khd_source_clause_speaker(&s->trees, verb);
    khd_range source = speaker == KHD_NOTHING
                           ? (khd_range){0, 0}
                           : khd_source_clause_phrase(&s->trees, (uint32_t)speaker);
    khd_range skip = khd_sourcing_words(source, c->tokens);
    bool wish = strcmp(c->class_, "stance") == 0;
    if (speaker != KHD_NOTHING && in_own_voice(s, (uint32_t)speaker))
        return;
    khd_cue_verb asked = {verb, skip, !wish, takes_addressee(c->word)};
    khd_content said = khd_source_clause_content(&s->trees, &s->quotes, &asked);
    if (said.n == 0 || (c->clause_only && !said.clause) || (wish && speaker == KHD_NOTHING))
        return;
    if (speaker == KHD_NOTHING && !said.clause)
        return;
    khd_attribution *a = khd_sourcing_push(s, c, speaker, &said);
    khd_sourcing_extend(s, a, verb);
    if (khd_quote_at(&s->quotes, a->content[0].begin) != KHD_NOTHING && !wish)
        s->last_spoken = (int32_t)s->doc->attributions.n - 1;
}

/* "reports that X", "a claim by Y that X", "Y's claim of X". */
static void read_noun(khd_sourcing *s, const khd_cue *c)
{
    uint32_t noun = c->tokens.end - 1;
    static const uint8_t clauses[] = {KHD_DEPREL_CCOMP, KHD_DEPREL_ACL};
    khd_content said = {.clause = true};
    for (size_t r = 0; r < 2 && said.n == 0; r++) {
        int32_t k = khd_subtree_child(&s->trees, noun, clauses[r]);
        bool that = k != KHD_NOTHING &&
                    (khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_MARK) != KHD_NOTHING);
        bool saying =
            k != KHD_NOTHING && has_class(s, khd_sourcing_token(s, (uint32_t)k)->lower, "say");
        if (that && !saying && (uint32_t)k > noun)
            khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[k]);
    }
    int32_t speaker = khd_subtree_child(&s->trees, noun, KHD_DEPREL_NMOD_POSS);
    int32_t of = KHD_NOTHING;
    for (int32_t k = s->trees.child[noun]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        int32_t by = khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_CASE);
        if (khd_sourcing_token(s, (uint32_t)k)->deprel != KHD_DEPREL_NMOD || by == KHD_NOTHING)
            continue;
        const char *word = khd_sourcing_token(s, (uint32_t)by)->lower;
        if (strcmp(word, "by") == 0 || strcmp(word, "from") == 0)
            speaker = speaker == KHD_NOTHING ? k : speaker;
        else if (strcmp(word, "of") == 0 || strcmp(word, "about") == 0)
            of = k;
    }
    if (said.n == 0 && speaker != KHD_NOTHING && of != KHD_NOTHING)
        khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[of]);
    if (said.n)
        khd_sourcing_push(s, c, speaker, &said);
}

/* "according to X": the phrase's head hangs on the clause. */
static void read_according(khd_sourcing *s, const khd_cue *c, bool weak)
{
    uint32_t first = c->tokens.begin, n = s->doc->tokens.n, head = n;
    khd_range sentence = s->doc->sentences.v[khd_sourcing_token(s, first)->sentence].tokens;
    int32_t h = khd_sourcing_token(s, first)->head;
    if (h != KHD_NOTHING && (uint32_t)h >= c->tokens.end && (uint32_t)h < sentence.end)
        head = (uint32_t)h;
    else /* "according" as the head of "to X" */
        for (int32_t k = s->trees.child[first]; k != KHD_NOTHING; k = s->trees.sibling[k])
            if ((uint32_t)k >= c->tokens.end &&
                khd_sourcing_token(s, (uint32_t)k)->deprel != KHD_DEPREL_PUNCT) {
                head = (uint32_t)k;
                break;
            }
    if (head == n || (weak && !khd_source_kinds_named(s->kinds, c->tokens.end, sentence.end)))
        return;
    uint32_t top = (int32_t)head == h ? head : first;
    khd_content said = khd_source_clause_around(&s->trees, &s->quotes, top);
    khd_sourcing_push(s, c, (int32_t)head, &said);
}

static void read_adverb(khd_sourcing *s, const khd_cue *c)
{
    int32_t head = khd_sourcing_token(s, c->tokens.begin)->head;
    if (head == KHD_NOTHING)
        return;
    khd_content said = {.clause = true};
    khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[head]);
    khd_sourcing_push(s, c, KHD_NOTHING, &said);
}

/* "Ministry: 40 killed in raid": a name, a colon, the rest of the sentence. */
void khd_sourcing_read_colon(khd_sourcing *s, khd_range sentence)
{
    enum { NAME_MAX_WORDS = 7, REST_MIN = 4 };
    uint32_t colon = sentence.begin;
    while (colon < sentence.end && colon - sentence.begin <= NAME_MAX_WORDS &&
           strcmp(khd_sourcing_token(s, colon)->lower, ":") != 0)
        colon++;
    if (colon == sentence.begin || colon + REST_MIN >= sentence.end ||
        strcmp(khd_sourcing_token(s, colon)->lower, ":") != 0)
        return;
    uint32_t head = khd_doc_head(s->doc, (khd_range){sentence.begin, colon});
    uint8_t entity = khd_sourcing_token(s, head)->entity;
    bool name = entity == KHD_ENTITY_PER || entity == KHD_ENTITY_ORG ||
                khd_source_kinds_named(s->kinds, sentence.begin, colon);
    for (uint32_t i = sentence.begin; i < colon; i++)
        if (khd_sourcing_token(s, i)->upos == KHD_UPOS_VERB ||
            khd_sourcing_token(s, i)->upos == KHD_UPOS_AUX)
            return;
    if (!name)
        return;
    khd_content said = {.clause = true};
    khd_source_clause_add(&s->trees, &s->quotes, &said, (khd_range){colon + 1, sentence.end});
    khd_cue c = {{colon, colon + 1}, "say", ":", false};
    khd_attribution *a = khd_sourcing_push(s, &c, KHD_NOTHING, &said);
    a->source = (khd_range){sentence.begin, colon};
    khd_speaker who = khd_source_kinds_find(s->kinds, a->source, head);
    a->kind = who.kind;
    a->name = who.name;
}

uint32_t khd_sourcing_read(khd_sourcing *s, uint32_t i, khd_range sentence)
{
    const khd_token *t = khd_sourcing_token(s, i);
    int32_t row;
    uint32_t n = khd_table_match(s->cues, s->doc, i, sentence.end, &row);
    if (n == 0)
        return i + 1;
    const char *key = khd_table_cell(s->cues, row, 0);
    bool verb = t->upos == KHD_UPOS_VERB || (t->upos == KHD_UPOS_AUX && n > 1);
    for (int k = 0; k < 4; k++, row++) {
        if (strcmp(khd_table_cell(s->cues, row, 0), key) != 0)
            break;
        const char *value = khd_table_cell(s->cues, row, COLUMN_VALUE);
        const char *of = khd_table_cell(s->cues, row, COLUMN_OF);
        khd_cue c = {{i, i + n},
                     khd_table_cell(s->cues, row, COLUMN_CLASS),
                     *of ? of : key,
                     strcmp(value, "clause") == 0};
        bool weak = strcmp(value, "weak") == 0;
        bool other = strcmp(c.class_, "noun") == 0 || strcmp(c.class_, "adverb") == 0 ||
                     strcmp(c.class_, "according") == 0 || strcmp(c.class_, "claimed") == 0;
        if (strcmp(c.class_, "according") == 0)
            read_according(s, &c, weak);
        else if (strcmp(c.class_, "adverb") == 0)
            read_adverb(s, &c);
        else if (strcmp(c.class_, "noun") == 0 && t->upos == KHD_UPOS_NOUN)
            read_noun(s, &c);
        else if (!other && verb)
            read_verb(s, &c);
    }
    return strcmp(khd_table_cell(s->cues, row - 1, 1), "according") == 0 ? i + n : i + 1;
}
