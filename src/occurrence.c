/* occurrence: frames to local occurrences. See occurrence.h. */
#include "occurrence_parts.h"

#include "entity.h"
#include "phrase.h"

#include <string.h>

/* ---- small questions about tokens ----------------------------------------------- */

uint32_t khd_occurrence_first(const void *facts, uint32_t n, size_t size, uint32_t token)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const khd_range *tokens = (const void *)((const char *)facts + middle * size);
        if (tokens->end > token)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* By its tag, or because a determiner stands right before it. */
static bool is_nominal(const khd_doc *doc, uint32_t token)
{
    const khd_token *t = &doc->tokens.v[token];
    if (t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN || t->upos == KHD_UPOS_ADJ)
        return true;
    return token > 0 && t[-1].sentence == t->sentence && t[-1].upos == KHD_UPOS_DET;
}

static bool has_determiner(const khd_doc *doc, uint32_t head, const char *const *forms)
{
    uint32_t from = head > 4 ? head - 4 : 0;
    for (uint32_t i = head; i-- > from;) {
        const khd_token *t = &doc->tokens.v[i];
        if (t->head != (int32_t)head && t->deprel != KHD_DEPREL_DET)
            continue;
        for (const char *const *f = forms; *f; f++)
            if (!strcmp(t->lower, *f))
                return true;
    }
    return false;
}

/* True when `token` is below `top` and no other frame's trigger stands between. */
static bool governs(const khd_doc *doc, const khd_frame *frame, uint32_t top, uint32_t token)
{
    enum { STEPS = 8 };
    int32_t t = (int32_t)token;
    for (int step = 0; t != KHD_NOTHING && step < STEPS; step++) {
        if ((uint32_t)t == top || khd_range_has(frame->trigger, (uint32_t)t))
            return true;
        if (step && doc->tokens.v[t].trigger >= 0.5f)
            return false;
        t = doc->tokens.v[t].head;
    }
    return false;
}

/* Words of death and injury; taking people away is an act of its own. */
static bool is_toll(const khd_maker *m, uint32_t head)
{
    int32_t row;
    if (!khd_table_match(m->harm, m->doc, head, head + 1, &row))
        return false;
    int harm = khd_harm_find(khd_table_cell(m->harm, row, 2));
    return harm == KHD_HARM_KILLED || harm == KHD_HARM_INJURED || harm == KHD_HARM_KILLED_OR_INJURED;
}

/* ---- arguments -------------------------------------------------------------------- */

/* The chain of a party by its head word. */
static int32_t chain_of(const khd_doc *doc, khd_range tokens)
{
    int32_t m = khd_entity_mention(doc, khd_doc_head(doc, tokens));
    return m == KHD_NOTHING ? KHD_NOTHING : (int32_t)doc->mentions.v[m].chain;
}

/* An argument that the reader cut before its noun ("the residential" of "the
 * residential quarters") is given its noun back. */
static khd_range widen(const khd_doc *doc, khd_range tokens)
{
    enum { REACH = 4 };
    const khd_token *head = &doc->tokens.v[khd_doc_head(doc, tokens)];
    bool modifier = head->upos == KHD_UPOS_DET || head->upos == KHD_UPOS_ADJ ||
                    head->upos == KHD_UPOS_NUM || head->deprel == KHD_DEPREL_COMPOUND ||
                    head->deprel == KHD_DEPREL_AMOD || head->deprel == KHD_DEPREL_NMOD_POSS;
    if (!modifier || head->head < (int32_t)tokens.end ||
        head->head > (int32_t)tokens.end + REACH)
        return tokens;
    const khd_token *noun = &doc->tokens.v[head->head];
    if ((noun->upos != KHD_UPOS_NOUN && noun->upos != KHD_UPOS_PROPN) || noun->trigger >= 0.5f)
        return tokens;
    khd_range whole = khd_phrase_around(doc, (uint32_t)head->head);
    return (khd_range){tokens.begin < whole.begin ? tokens.begin : whole.begin, whole.end};
}

/* Words of people or bodies: by name, by pronoun, or by a noun that the tables know. */
static bool speaks_of_people(const khd_maker *m, uint32_t at)
{
    const khd_token *head = &m->doc->tokens.v[at];
    int32_t row;
    if (head->upos == KHD_UPOS_PRON || head->upos == KHD_UPOS_PROPN ||
        head->entity == KHD_ENTITY_PER || head->entity == KHD_ENTITY_ORG ||
        head->entity == KHD_ENTITY_NORP)
        return true;
    return khd_table_match(m->victims, m->doc, at, at + 1, &row) ||
           khd_table_match(m->party_nouns, m->doc, at, at + 1, &row);
}

static bool is_within_town(const khd_doc *doc, khd_range tokens)
{
    uint32_t first = KHD_FIRST_AFTER(doc->places, tokens.begin);
    for (uint32_t i = first; i < doc->places.n; i++) {
        const khd_place *p = &doc->places.v[i];
        if (p->tokens.begin > tokens.begin)
            break;
        if (!p->adjectival && p->best.precision &&
            p->best.precision != KHD_PLACE_PRECISION_COUNTRY &&
            p->tokens.begin <= tokens.begin && p->tokens.end >= tokens.end)
            return true;
    }
    return false;
}

/* "US" of "the US-backed offensive" stands behind a party and is none. */
static bool is_backer(const khd_maker *m, khd_range tokens)
{
    static const char *const words[] = {"backed", "led", "allied", "linked", "supported", "held",
                                        "controlled", "based", "brokered", "run", NULL};
    const khd_doc *doc = m->doc;
    if (tokens.end + 1 >= doc->tokens.n || strcmp(doc->tokens.v[tokens.end].lower, "-") != 0)
        return false;
    for (const char *const *w = words; *w; w++)
        if (!strcmp(doc->tokens.v[tokens.end + 1].lower, *w))
            return true;
    return false;
}

/* A town, a thing ("houses"), a toll ("two fatalities": how many, not who) is no party,
 * whatever the reader marks. */
static bool can_be_party(const khd_maker *m, khd_range tokens, int32_t chain)
{
    const khd_doc *doc = m->doc;
    uint32_t head = khd_doc_head(doc, tokens);
    if (is_toll(m, head) || is_backer(m, tokens))
        return false;
    if (chain != KHD_NOTHING && doc->chains.v[chain].kind != KHD_ACTOR_KIND_UNKNOWN)
        return true;
    return speaks_of_people(m, head) && !is_within_town(doc, tokens);
}

static void add_party(const khd_maker *m, khd_parties *parties, khd_range tokens)
{
    const khd_doc *doc = m->doc;
    khd_range pieces[KHD_PARTIES_MAX];
    uint32_t n = khd_phrase_split(doc, tokens, pieces, KHD_PARTIES_MAX);
    for (uint32_t i = 0; i < n && parties->count < KHD_PARTIES_MAX; i++) {
        int32_t chain = chain_of(doc, pieces[i]);
        if (!can_be_party(m, pieces[i], chain))
            continue;
        parties->tokens[parties->count] = pieces[i];
        parties->chain[parties->count++] = chain;
    }
}

static int32_t place_in(const khd_doc *doc, khd_range tokens)
{
    uint32_t first = KHD_FIRST_AFTER(doc->places, tokens.begin);
    for (uint32_t i = first; i < doc->places.n && doc->places.v[i].tokens.begin < tokens.end; i++)
        if (khd_range_meet(doc->places.v[i].tokens, tokens) && !doc->places.v[i].adjectival)
            return (int32_t)i;
    return KHD_NOTHING;
}

static int32_t date_in(const khd_doc *doc, khd_range tokens)
{
    uint32_t first = KHD_FIRST_AFTER(doc->dates, tokens.begin);
    for (uint32_t i = first; i < doc->dates.n && doc->dates.v[i].tokens.begin < tokens.end; i++)
        if (khd_range_meet(doc->dates.v[i].tokens, tokens) &&
            doc->dates.v[i].type != KHD_TIMEX_SET)
            return (int32_t)i;
    return KHD_NOTHING;
}

/* "activists in Damascus said" tells where the source is. A long source may hold the
 * whole story and is left alone. */
static bool in_source(const khd_doc *doc, khd_range tokens)
{
    enum { LONG = 8 };
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        khd_range s = doc->attributions.v[i].source;
        if (s.end - s.begin <= LONG && s.begin <= tokens.begin && tokens.end <= s.end)
            return true;
    }
    return false;
}

/* Arguments come in the order of the text; the most specific place is the first
 * that is resolved, its words run from the first place word. */
static void take_arguments(khd_maker *m, const khd_frame *frame, khd_occurrence *o)
{
    khd_doc *doc = m->doc;
    for (uint32_t i = 0; i < frame->argument_count; i++) {
        const khd_argument *a = &doc->arguments.v[frame->argument_first + i];
        khd_range words = widen(doc, a->tokens);
        switch (a->kind) {
        case KHD_ARGUMENT_SIDE_A:
        case KHD_ARGUMENT_SIDE_B:
            add_party(m, &o->side[a->kind == KHD_ARGUMENT_SIDE_B], words);
            break;
        case KHD_ARGUMENT_MEANS:
            *KHD_PUSH(doc->arena, &o->means) = words;
            break;
        case KHD_ARGUMENT_PLACE:
            if (in_source(doc, words))
                break;
            if (khd_range_empty(o->place_words))
                o->place_words = words;
            if (o->place == KHD_NOTHING)
                o->place = place_in(doc, words);
            break;
        case KHD_ARGUMENT_TIME:
            if (o->date == KHD_NOTHING)
                o->date = date_in(doc, words);
            break;
        case KHD_ARGUMENT_SOURCE:
            if (khd_range_empty(o->source_words))
                o->source_words = words;
            break;
        default:
            break;
        }
    }
}

/* ---- what the syntax adds ------------------------------------------------------------ */

/* A place or day that hangs on the trigger in the tree though no argument says so. */
static void take_syntax(khd_maker *m, const khd_frame *frame, khd_occurrence *o)
{
    const khd_doc *doc = m->doc;
    khd_range s = doc->sentences.v[frame->sentence].tokens;
    uint32_t first = KHD_FIRST_AFTER(doc->places, s.begin);
    for (uint32_t i = first; i < doc->places.n && o->place == KHD_NOTHING; i++) {
        const khd_place *p = &doc->places.v[i];
        if (p->tokens.begin >= s.end)
            break;
        if (p->adjectival || !khd_range_meet(p->tokens, s))
            continue;
        uint32_t head = khd_doc_head(doc, p->tokens);
        uint8_t rel = doc->tokens.v[head].deprel;
        bool locative = rel == KHD_DEPREL_OBL || rel == KHD_DEPREL_NMOD ||
                        rel == KHD_DEPREL_COMPOUND || rel == KHD_DEPREL_NMOD_POSS ||
                        rel == KHD_DEPREL_OBJ || rel == KHD_DEPREL_APPOS;
        if (locative && !in_source(doc, p->tokens) && governs(doc, frame, o->head, head)) {
            o->place = (int32_t)i;
            if (khd_range_empty(o->place_words))
                o->place_words = p->tokens;
        }
    }
    first = KHD_FIRST_AFTER(doc->dates, s.begin);
    for (uint32_t i = first; i < doc->dates.n && o->date == KHD_NOTHING; i++) {
        const khd_date *d = &doc->dates.v[i];
        if (d->tokens.begin >= s.end)
            break;
        if (khd_range_meet(d->tokens, s) && d->type <= KHD_TIMEX_TIME &&
            governs(doc, frame, o->head, khd_doc_head(doc, d->tokens)))
            o->date = (int32_t)i;
    }
}

/* "ISIL attack", "Israeli raids", "the regime's shelling": the party that a noun of
 * violence carries before it is its author. */
static void take_author(khd_maker *m, khd_occurrence *o)
{
    khd_doc *doc = m->doc;
    if (o->side[0].count || !o->nominal || !khd_occurrence_violent(doc->frames.v[o->frame].class_best))
        return;
    khd_range s = doc->sentences.v[o->sentence].tokens;
    uint32_t from = o->head > s.begin + 6 ? o->head - 6 : s.begin;
    for (uint32_t i = from; i < o->head; i++) {
        const khd_token *t = &doc->tokens.v[i];
        bool carries = t->deprel == KHD_DEPREL_COMPOUND || t->deprel == KHD_DEPREL_AMOD ||
                       t->deprel == KHD_DEPREL_NMOD_POSS;
        /* "terrorist attack" judges the deed and names nobody */
        if (!carries || t->head != (int32_t)o->head || !strncmp(t->lower, "terror", 6))
            continue;
        int32_t mention = khd_entity_mention(doc, i);
        if (mention == KHD_NOTHING)
            continue;
        const khd_mention *known = &doc->mentions.v[mention];
        if (doc->chains.v[known->chain].kind == KHD_ACTOR_KIND_UNKNOWN ||
            doc->chains.v[known->chain].kind == KHD_ACTOR_KIND_CIVILIANS)
            continue;
        o->side[0] = (khd_parties){1, {known->tokens}, {(int32_t)known->chain}};
        return;
    }
}

static void gather_figures(khd_maker *m)
{
    khd_doc *doc = m->doc;
    for (uint32_t i = 0; i < doc->figures.n; i++) {
        int32_t frame = doc->figures.v[i].frame;
        if (frame != KHD_NOTHING && (uint32_t)frame < doc->frames.n)
            *KHD_PUSH(doc->arena, &m->told[frame].figures) = i;
    }
}

/* The first frame whose trigger ends after `token`: frames are in the order of the text. */
static uint32_t first_frame(const khd_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->frames.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->frames.v[middle].trigger.end > token)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Attribution `index` is told of every frame whose head stands in `content`; once. */
static void gather_content(khd_maker *m, uint32_t index, khd_range content)
{
    khd_doc *doc = m->doc;
    for (uint32_t i = first_frame(doc, content.begin); i < doc->frames.n; i++) {
        khd_told *told = &m->told[i];
        if (doc->frames.v[i].trigger.begin >= content.end)
            break;
        if (khd_range_has(content, khd_doc_head(doc, doc->frames.v[i].trigger)) &&
            (!told->attributions.n || told->attributions.v[told->attributions.n - 1] != index))
            *KHD_PUSH(doc->arena, &told->attributions) = index;
    }
}

/* A wish or a judgement reports nothing. */
static void gather_attributions(khd_maker *m)
{
    for (uint32_t i = 0; i < m->doc->attributions.n; i++) {
        const khd_attribution *a = &m->doc->attributions.v[i];
        for (uint32_t c = 0; c < a->content_count && !a->stance; c++)
            gather_content(m, i, a->content[c]);
    }
}

static void take_told(const khd_maker *m, khd_occurrence *o)
{
    const khd_told *told = &m->told[o->frame];
    o->figures.v = told->figures.v;
    o->figures.n = told->figures.n;
    o->figures.cap = told->figures.cap;
    o->attributions.v = told->attributions.v;
    o->attributions.n = told->attributions.n;
    o->attributions.cap = told->attributions.cap;
}

/* ---- status -------------------------------------------------------------------- */

/* The likeliest status but for "general", which says only that it is none. */
static uint8_t likeliest_outcome(const khd_frame *frame)
{
    uint8_t best = KHD_OUTCOME_HAPPENED;
    for (uint8_t i = 0; i < KHD_OUTCOME_GENERAL; i++)
        if (frame->outcome_score[i] > frame->outcome_score[best])
            best = i;
    return best;
}

/* ---- all frames -------------------------------------------------------------------------------- */

/* "the attack wounded 30": the subject of a toll that is a deed and not a party. */
static int32_t deed_of(const khd_maker *m, const khd_occurrence *o)
{
    int32_t subject = o->toll ? khd_doc_child(m->doc, o->head, KHD_DEPREL_NSUBJ) : KHD_NOTHING;
    if (subject == KHD_NOTHING || speaks_of_people(m, (uint32_t)subject))
        return KHD_NOTHING;
    return subject;
}

static void make(khd_maker *m, uint32_t index, khd_occurrence *o)
{
    static const char *const definite[] = {"the", "this", "that", "these", "those", "its", "their",
                                           "his", "both", NULL};
    static const char *const indefinite[] = {"a", "an", "another", "other", "separate", "second",
                                             "similar", NULL};
    khd_doc *doc = m->doc;
    const khd_frame *frame = &doc->frames.v[index];
    *o = (khd_occurrence){.frame = index, .sentence = frame->sentence, .place = KHD_NOTHING,
                          .date = KHD_NOTHING};
    o->head = khd_doc_head(doc, frame->trigger);
    uint32_t block = doc->sentences.v[frame->sentence].block;
    o->title = block < doc->blocks.n && doc->blocks.v[block].kind == KHD_BLOCK_TITLE;
    o->toll = is_toll(m, o->head);
    o->nominal = is_nominal(doc, o->head);
    int32_t deed = o->nominal ? (int32_t)o->head : deed_of(m, o);
    o->definite = deed != KHD_NOTHING && has_determiner(doc, (uint32_t)deed, definite);
    o->indefinite = o->nominal && has_determiner(doc, o->head, indefinite);
    take_arguments(m, frame, o);
    take_syntax(m, frame, o);
    take_author(m, o);
    take_told(m, o);
    khd_occurrence_class(m, frame, o);
    o->outcome = likeliest_outcome(frame);
    khd_occurrence_weigh(m, frame, o);
}

void khd_occurrence_run(khd_doc *doc, const khd_lexicon *lexicon, khd_occurrences *out)
{
    khd_maker m = {.doc = doc,
                   .harm = khd_lexicon_table(lexicon, "harm"),
                   .harmless = khd_lexicon_table(lexicon, "harmless_objects"),
                   .triggers = khd_lexicon_table(lexicon, "triggers"),
                   .crowd = khd_occurrence_crowd(doc),
                   .place_words = khd_lexicon_table(lexicon, "place_words"),
                   .victims = khd_lexicon_table(lexicon, "victims"),
                   .party_nouns = khd_lexicon_table(lexicon, "actor_nouns"),
                   .idle = khd_lexicon_table(lexicon, "idle_triggers"),
                   .other_news = khd_lexicon_table(lexicon, "other_news"),
                   .told = khd_arena_push(doc->arena, doc->frames.n + 1, sizeof *m.told)};
    khd_weigh_load(lexicon, "keep", khd_keep_names, KHD_KEEP_COUNT, m.keep);
    khd_topic_run(doc, lexicon, &out->topic);
    m.report = out->topic.chance;
    gather_figures(&m);
    gather_attributions(&m);
    for (uint32_t i = 0; i < doc->frames.n; i++) {
        khd_occurrence o;
        make(&m, i, &o);
        *KHD_PUSH(doc->arena, out) = o;
    }
}
