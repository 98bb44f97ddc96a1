/* harmword: see harmword.h. Relations are those of Universal Dependencies v2; the
 * reader's trees have errors, so each rule asks for little and the walk up the
 * tree is short.
 */
#include "harmword.h"

#include "stem.h"

#include <string.h>

enum { WINDOW = 80, STEPS = 8 };

/* Slots of the table, as bits. */
enum { OBJECT = 1, SUBJECT = 2, OF = 4, SELF = 8, TOLL = 16 };

khd_harmwords khd_harmwords_get(const khd_doc *doc, const khd_lexicon *lexicon)
{
    return (khd_harmwords){doc, khd_lexicon_table(lexicon, "harm")};
}

/* ---- looks at the tree ------------------------------------------------------------ */

static const khd_token *tok(const khd_harmwords *h, uint32_t i)
{
    return &h->doc->tokens.v[i];
}

/* The tokens of the sentence that are near enough to be looked at. */
static khd_range around(const khd_harmwords *h, uint32_t i)
{
    khd_range s = h->doc->sentences.v[tok(h, i)->sentence].tokens;
    if (i > s.begin + WINDOW)
        s.begin = i - WINDOW;
    if (s.end > i + WINDOW)
        s.end = i + WINDOW;
    return s;
}

static bool is(const khd_harmwords *h, uint32_t i, const char *word)
{
    return khd_stem_is(h->doc, i, word);
}

static bool is_among(const khd_harmwords *h, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (is(h, i, *list))
            return true;
    return false;
}

/* First child of `head` with the relation; KHD_DEPREL_COUNT means any. */
static int32_t child(const khd_harmwords *h, uint32_t head, unsigned deprel)
{
    khd_range r = around(h, head);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)head &&
            (deprel == KHD_DEPREL_COUNT || tok(h, i)->deprel == deprel))
            return (int32_t)i;
    return KHD_NOTHING;
}

static int32_t child_word(const khd_harmwords *h, uint32_t head, const char *word)
{
    khd_range r = around(h, head);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)head && is(h, i, word))
            return (int32_t)i;
    return KHD_NOTHING;
}

static bool has_case(const khd_harmwords *h, uint32_t i, const char *const *list)
{
    int32_t c = child(h, i, KHD_DEPREL_CASE);
    return c != KHD_NOTHING && is_among(h, (uint32_t)c, list);
}

static bool is_subject(uint8_t d)
{
    return d == KHD_DEPREL_NSUBJ || d == KHD_DEPREL_NSUBJ_PASS || d == KHD_DEPREL_NSUBJ_OUTER;
}

static bool is_nominal_modifier(uint8_t d)
{
    return d == KHD_DEPREL_NMOD || d == KHD_DEPREL_NMOD_POSS || d == KHD_DEPREL_NMOD_UNMARKED ||
           d == KHD_DEPREL_NMOD_DESC;
}

/* ---- rows of the table ------------------------------------------------------------------ */

static bool part_fits(const char *part, uint8_t upos)
{
    if (!strcmp(part, "verb"))
        return upos == KHD_UPOS_VERB || upos == KHD_UPOS_AUX || upos == KHD_UPOS_ADJ;
    if (!strcmp(part, "adj"))
        return upos == KHD_UPOS_ADJ || upos == KHD_UPOS_VERB || upos == KHD_UPOS_NOUN ||
               upos == KHD_UPOS_PROPN || upos == KHD_UPOS_ADV;
    return upos == KHD_UPOS_NOUN || upos == KHD_UPOS_PROPN || upos == KHD_UPOS_ADJ ||
           upos == KHD_UPOS_NUM || upos == KHD_UPOS_VERB;
}

static unsigned slots_of(const char *text)
{
    return (strstr(text, "object") ? OBJECT : 0U) | (strstr(text, "subject") ? SUBJECT : 0U) |
           (strstr(text, "of") == text ? OF : 0U) | (strstr(text, "self") ? SELF : 0U) |
           (strstr(text, "toll") ? TOLL : 0U);
}

/* The word that the row asks for hangs on the harm word or governs it. */
static bool with_fits(const khd_harmwords *h, uint32_t i, const char *with)
{
    if (!*with)
        return true;
    int32_t head = tok(h, i)->head;
    return child_word(h, i, with) != KHD_NOTHING ||
           (head != KHD_NOTHING && is(h, (uint32_t)head, with));
}

/* First row of the key that fits the token; the slots it may have are `slots`. */
static int32_t row_of_key(const khd_harmwords *h, uint32_t i, int32_t row, unsigned slots)
{
    const char *key = khd_table_cell(h->harm, row, 0);
    for (; row != KHD_NOTHING && !strcmp(khd_table_cell(h->harm, row, 0), key); row++)
        if ((slots_of(khd_table_cell(h->harm, row, 3)) & slots) &&
            part_fits(khd_table_cell(h->harm, row, 1), tok(h, i)->upos) &&
            with_fits(h, i, khd_table_cell(h->harm, row, 4)))
            return row;
    return KHD_NOTHING;
}

/* A key that the form gives when its ending goes, for lemmas that the reader got
 * wrong. */
static int32_t row_of_stem(const khd_harmwords *h, uint32_t i, unsigned slots)
{
    char stem[KHD_STEM_SIZE];
    int32_t row = KHD_NOTHING;
    for (unsigned k = 0; row == KHD_NOTHING && khd_stem_get(tok(h, i)->lower, k, stem); k++)
        if (*stem)
            row = row_of_key(h, i, khd_table_find(h->harm, stem), slots);
    return row;
}

static int32_t row_at(const khd_harmwords *h, uint32_t i, unsigned slots)
{
    int32_t row;
    uint32_t n = khd_table_match(h->harm, h->doc, i, around(h, i).end, &row);
    row = n > 1 ? row_of_key(h, i, row, slots) : KHD_NOTHING;
    if (row == KHD_NOTHING)
        row = row_of_key(h, i, khd_table_find(h->harm, tok(h, i)->lemma), slots);
    if (row == KHD_NOTHING)
        row = row_of_key(h, i, khd_table_find(h->harm, tok(h, i)->lower), slots);
    if (row == KHD_NOTHING)
        row = row_of_stem(h, i, slots);
    return row;
}

/* Fills the tie when the word at `i` has a row with one of the slots. */
static bool tie_to(const khd_harmwords *h, uint32_t i, unsigned slots, khd_harm_tie *out)
{
    int32_t row = row_at(h, i, slots);
    int harm = row == KHD_NOTHING ? -1 : khd_harm_find(khd_table_cell(h->harm, row, 2));
    if (harm < 0)
        return false;
    out->word = i;
    out->harm = (uint8_t)harm;
    return true;
}

static bool tie_as(const khd_harmwords *h, uint32_t i, unsigned slots, khd_harm_tie *out,
                   const char *rule)
{
    if (!tie_to(h, i, slots, out))
        return false;
    out->rule = rule;
    return true;
}

/* ---- killed and wounded alike --------------------------------------------------------------- */

static bool is_hurt_pair(uint8_t a, uint8_t b)
{
    return (a == KHD_HARM_KILLED && b == KHD_HARM_INJURED) ||
           (a == KHD_HARM_INJURED && b == KHD_HARM_KILLED);
}

/* Nothing but "and", "or", commas and adverbs stands between the two. */
static bool joined_closely(const khd_harmwords *h, uint32_t first, uint32_t second)
{
    for (uint32_t i = first + 1; i < second; i++) {
        uint8_t u = tok(h, i)->upos;
        if (u != KHD_UPOS_CCONJ && u != KHD_UPOS_PUNCT && u != KHD_UPOS_ADV)
            return false;
    }
    return first < second && second - first <= 4;
}

/* "killed and wounded 20": a second harm word that shares the victim makes it joint. */
static void join_harm(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    khd_range r = around(h, out->word);
    for (uint32_t i = r.begin; i < r.end; i++) {
        khd_harm_tie other;
        if (tok(h, i)->head != (int32_t)out->word || tok(h, i)->deprel != KHD_DEPREL_CONJ)
            continue;
        if (!joined_closely(h, out->word, i) || child(h, i, KHD_DEPREL_NSUBJ) != KHD_NOTHING ||
            child(h, i, KHD_DEPREL_NSUBJ_PASS) != KHD_NOTHING ||
            child(h, i, KHD_DEPREL_OBJ) != KHD_NOTHING ||
            child(h, i, KHD_DEPREL_NUMMOD) != KHD_NOTHING)
            continue;
        if (victim > out->word && victim < i && tok(h, out->word)->upos == KHD_UPOS_VERB)
            continue;
        if (tie_to(h, i, OBJECT | SELF, &other) && is_hurt_pair(out->harm, other.harm))
            out->harm = KHD_HARM_KILLED_OR_INJURED;
    }
}

/* ---- down: what hangs on the victim ------------------------------------------------------------ */

static bool is_passive(const khd_harmwords *h, uint32_t verb)
{
    return tok(h, verb)->passive || child(h, verb, KHD_DEPREL_AUX_PASS) != KHD_NOTHING ||
           child(h, verb, KHD_DEPREL_NSUBJ_PASS) != KHD_NOTHING;
}

/* "people who died", "people who were killed", "the pilot they captured". */
static bool tie_relative(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    static const char *const relatives[] = {"who", "that", "which", NULL};
    if (is_passive(h, verb))
        return tie_as(h, verb, OBJECT | SELF, out, "relative clause");
    int32_t subject = child(h, verb, KHD_DEPREL_NSUBJ);
    if (subject != KHD_NOTHING && !is_among(h, (uint32_t)subject, relatives))
        return tie_as(h, verb, OBJECT, out, "relative clause");
    if (tie_as(h, verb, SUBJECT | SELF, out, "relative clause"))
        return tok(h, out->word)->upos != KHD_UPOS_VERB || row_at(h, verb, SUBJECT) != KHD_NOTHING;
    int32_t x = child(h, verb, KHD_DEPREL_XCOMP);
    return x != KHD_NOTHING && tie_as(h, (uint32_t)x, SELF | OBJECT, out, "relative clause");
}

/* "27 killed", "those found dead": a participle after the noun; "fleeing". */
static bool tie_participle(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    bool active = strstr(tok(h, verb)->lower, "ing") && !is_passive(h, verb);
    if (active)
        return tie_as(h, verb, SUBJECT, out, "participle");
    if (child(h, verb, KHD_DEPREL_OBJ) != KHD_NOTHING)
        return false;
    return tie_as(h, verb, OBJECT | SELF | SUBJECT, out, "participle");
}

/* By the word `i` that hangs on the victim. */
static bool tie_modifier(const khd_harmwords *h, uint32_t victim, uint32_t i, khd_harm_tie *out)
{
    uint8_t d = tok(h, i)->deprel;
    if (d == KHD_DEPREL_ACL_RELCL)
        return tie_relative(h, i, out);
    if (d == KHD_DEPREL_ACL || d == KHD_DEPREL_ADVCL)
        return tie_participle(h, i, out);
    if ((d == KHD_DEPREL_AMOD || d == KHD_DEPREL_COMPOUND) && tok(h, i)->upos != KHD_UPOS_NOUN &&
        tie_as(h, i, SELF, out, "adjective"))
        return true;
    return d == KHD_DEPREL_AMOD && tok(h, i)->upos == KHD_UPOS_VERB && i > victim &&
           tie_as(h, i, OBJECT, out, "participle");
}

static bool tie_below(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    khd_range r = around(h, victim);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)victim && tie_modifier(h, victim, i, out))
            return true;
    return false;
}

/* "48 people dead, 100 injured": the harm word right after the noun goes first. */
static bool tie_next_word(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    uint32_t i = victim + 1;
    if (i >= around(h, victim).end || child(h, i, KHD_DEPREL_OBJ) != KHD_NOTHING)
        return false;
    if (tok(h, i)->head == (int32_t)victim && tie_modifier(h, victim, i, out))
        return true;
    uint8_t upos = tok(h, i)->upos;
    return (upos == KHD_UPOS_ADJ || upos == KHD_UPOS_NOUN) && tok(h, victim)->upos == KHD_UPOS_NOUN &&
           !is(h, i, "victim") && tie_as(h, i, SELF, out, "adjective");
}

/* "10 of those killed", "five of the dead": a part of the harmed. */
static bool tie_partitive(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    static const char *const cases[] = {"of", "among", "amongst", "from", NULL};
    khd_range r = around(h, victim);
    for (uint32_t i = r.begin; i < r.end; i++) {
        if (tok(h, i)->head != (int32_t)victim || !is_nominal_modifier(tok(h, i)->deprel) ||
            !has_case(h, i, cases))
            continue;
        if (tie_as(h, i, SELF, out, "part of the harmed") || tie_below(h, i, out)) {
            out->rule = "part of the harmed";
            out->host = (int32_t)i;
            return true;
        }
    }
    return false;
}

/* ---- up: what the victim hangs on ---------------------------------------------------------------- */

/* A complement of the verb that names the harm: "left 10 dead", "reported injured". */
static bool tie_complement(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    khd_range r = around(h, verb);
    for (uint32_t i = r.begin; i < r.end; i++) {
        uint8_t d = tok(h, i)->deprel;
        if (tok(h, i)->head == (int32_t)verb &&
            (d == KHD_DEPREL_XCOMP || d == KHD_DEPREL_ADVCL || d == KHD_DEPREL_CCOMP) &&
            i < verb + 12 && child(h, i, KHD_DEPREL_NSUBJ) == KHD_NOTHING &&
            child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING && !strstr(tok(h, i)->lower, "ing") &&
            tie_as(h, i, SELF | (d == KHD_DEPREL_XCOMP ? OBJECT : 0U), out, "complement"))
            return true;
    }
    return false;
}

/* "were trapped and died": a later verb of the list that has no subject of its own. */
static bool tie_later_verb(const khd_harmwords *h, uint32_t verb, unsigned slots, khd_harm_tie *out)
{
    khd_range r = around(h, verb);
    for (uint32_t i = verb + 1; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)verb && tok(h, i)->deprel == KHD_DEPREL_CONJ &&
            child(h, i, KHD_DEPREL_NSUBJ) == KHD_NOTHING &&
            child(h, i, KHD_DEPREL_NSUBJ_PASS) == KHD_NOTHING &&
            child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING && tie_as(h, i, slots, out, "later verb"))
            return true;
    return false;
}

static bool is_participle(const khd_harmwords *h, uint32_t i)
{
    const khd_token *t = tok(h, i);
    return is_passive(h, i) || t->upos == KHD_UPOS_ADJ || (t->xpos && !strcmp(t->xpos, "VBN")) ||
           child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING;
}

static bool tie_subject(const khd_harmwords *h, uint32_t victim, uint32_t verb, khd_harm_tie *out)
{
    bool passive = tok(h, victim)->deprel == KHD_DEPREL_NSUBJ_PASS || is_passive(h, verb);
    if (passive && tie_as(h, verb, OBJECT | SELF, out, "passive subject"))
        return true;
    if (tie_as(h, verb, SUBJECT, out, "subject"))
        return true;
    if (tok(h, verb)->upos != KHD_UPOS_VERB && tie_as(h, verb, SELF, out, "predicate"))
        return true;
    if (victim > verb && tie_as(h, verb, OBJECT, out, "object"))
        return true;
    if (!passive && is_participle(h, verb) && child(h, verb, KHD_DEPREL_AUX) == KHD_NOTHING &&
        tie_as(h, verb, OBJECT, out, "participle"))
        return true;
    if ((passive || child(h, verb, KHD_DEPREL_OBJ) == KHD_NOTHING) && tie_complement(h, verb, out))
        return true;
    return tie_later_verb(h, verb, passive ? OBJECT | SUBJECT | SELF : SUBJECT, out);
}

/* "the toll rose to 22", "put the toll at 70": the other end of the verb is a toll. */
static bool tie_toll(const khd_harmwords *h, uint32_t victim, uint32_t verb, khd_harm_tie *out)
{
    khd_range r = around(h, verb);
    for (uint32_t i = r.begin; i < r.end; i++) {
        uint8_t d = tok(h, i)->deprel;
        if (i == victim || tok(h, i)->head != (int32_t)verb ||
            (!is_subject(d) && d != KHD_DEPREL_OBJ))
            continue;
        uint32_t first = i > r.begin ? i - 1 : i;
        if (tie_as(h, i, TOLL, out, "toll") || tie_as(h, first, TOLL, out, "toll")) {
            out->toll = true;
            return true;
        }
        if (verb == victim && tie_as(h, i, SELF, out, "predicate"))
            return true;
    }
    return false;
}

static bool tie_nominal(const khd_harmwords *h, uint32_t victim, uint32_t noun, khd_harm_tie *out)
{
    static const char *const of[] = {"of", "to", "among", "by", "for", "at", "'s", "’s", "'", NULL};
    if (has_case(h, victim, of) || child(h, victim, KHD_DEPREL_CASE) == KHD_NOTHING) {
        if (tie_as(h, noun, TOLL, out, "toll") ||
            (noun > 0 && tok(h, noun - 1)->head == (int32_t)noun &&
             tie_as(h, noun - 1, TOLL, out, "toll"))) {
            out->toll = true;
            return true;
        }
        static const char *const by[] = {"by", NULL};
        return !has_case(h, victim, by) && tie_as(h, noun, OF, out, "complement of a noun");
    }
    return false;
}

/* The slot in which the victim stands with its head. */
static bool tie_slot(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    uint32_t head = (uint32_t)tok(h, victim)->head;
    uint8_t d = tok(h, victim)->deprel;
    if (is_subject(d))
        return tie_subject(h, victim, head, out) || tie_toll(h, victim, head, out);
    if (d == KHD_DEPREL_OBJ || d == KHD_DEPREL_IOBJ)
        return tie_as(h, head, OBJECT, out, "object") || tie_complement(h, head, out) ||
               tie_toll(h, victim, head, out);
    if (is_nominal_modifier(d) || d == KHD_DEPREL_COMPOUND || d == KHD_DEPREL_AMOD)
        return tie_nominal(h, victim, head, out);
    if (d == KHD_DEPREL_OBL || d == KHD_DEPREL_XCOMP || d == KHD_DEPREL_OBL_UNMARKED)
        return tie_toll(h, victim, head, out);
    if (d == KHD_DEPREL_ROOT || d == KHD_DEPREL_CCOMP)
        return tie_toll(h, victim, victim, out);
    return false;
}

/* The noun that the victim shares its slot with (lists) or is a part of. */
static int32_t step_up(const khd_harmwords *h, uint32_t victim, bool *part)
{
    int32_t head = tok(h, victim)->head;
    uint8_t d = tok(h, victim)->deprel;
    if (head == KHD_NOTHING)
        return KHD_NOTHING;
    static const char *const cases[] = {"including", "include", "among", "amongst", NULL};
    if (has_case(h, victim, cases) || is_among(h, (uint32_t)head, cases)) {
        *part = true;
        if (is_among(h, (uint32_t)head, cases))
            head = tok(h, (uint32_t)head)->head;
        return head;
    }
    if (is_subject(d) && is(h, (uint32_t)head, "more"))
        return head;
    if (d == KHD_DEPREL_CONJ || d == KHD_DEPREL_APPOS || d == KHD_DEPREL_PARATAXIS ||
        d == KHD_DEPREL_LIST)
        return head;
    static const char *const of[] = {"of", NULL};
    static const char *const counters[] = {"dozen", "score",  "hundred", "thousand", "million",
                                           "ten",   "number", "total",   "group",    NULL};
    bool counts = is_nominal_modifier(d) && has_case(h, victim, of) &&
                  (tok(h, (uint32_t)head)->upos == KHD_UPOS_NUM ||
                   is_among(h, (uint32_t)head, counters));
    return counts || d == KHD_DEPREL_NUMMOD || d == KHD_DEPREL_FLAT ? head : KHD_NOTHING;
}

static bool tie_here(const khd_harmwords *h, uint32_t at, khd_harm_tie *out)
{
    if (tie_next_word(h, at, out))
        return true;
    if (tok(h, at)->head != KHD_NOTHING && tie_slot(h, at, out))
        return true;
    if (tie_below(h, at, out))
        return true;
    if (tok(h, at)->head == KHD_NOTHING && tie_toll(h, at, at, out))
        return true;
    return tie_partitive(h, at, out) || tie_as(h, at, SELF, out, "counts the harmed");
}

bool khd_harmword_tie(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    bool part = false;
    int32_t host = KHD_NOTHING;
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    int32_t at = (int32_t)victim;
    for (unsigned step = 0; at != KHD_NOTHING && step < STEPS; step++) {
        if (tie_here(h, (uint32_t)at, out)) {
            if (host != KHD_NOTHING)
                out->host = host;
            join_harm(h, victim, out);
            return true;
        }
        at = step_up(h, (uint32_t)at, &part);
        if (part && host == KHD_NOTHING)
            host = at;
    }
    return false;
}

/* ---- without the tree, and from the harm word's side ----------------------------------------------- */

bool khd_harmword_follow(const khd_harmwords *h, uint32_t from, khd_harm_tie *out)
{
    static const char *const between[] = {"have", "been", "be", "other", "more", "reportedly",
                                          "also", "reported", "people", "person", "slightly",
                                          "seriously", "critically", "injured", "feared", NULL};
    if (from == 0 || from >= h->doc->tokens.n)
        return false;
    khd_range s = h->doc->sentences.v[tok(h, from - 1)->sentence].tokens;
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    for (uint32_t i = from; i < s.end && i < from + 4; i++) {
        if (tie_as(h, i, OBJECT | SELF, out, "harm word that follows")) {
            join_harm(h, from - 1, out);
            return child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING;
        }
        if (!is_among(h, i, between))
            return false;
    }
    return false;
}

bool khd_harmword_unreal(const khd_harmwords *h, uint32_t word)
{
    static const char *const words[] = {"not",   "n't",   "never", "will",  "would", "'ll", "wo",
                                        "shall", "can",   "ca",    "should", "if",   "unless", NULL};
    khd_range r = around(h, word);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)word && is_among(h, i, words))
            return true;
    const khd_token *t = tok(h, word);
    int32_t to = t->upos == KHD_UPOS_VERB ? child_word(h, word, "to") : KHD_NOTHING;
    return to != KHD_NOTHING && tok(h, (uint32_t)to)->upos == KHD_UPOS_PART &&
           child_word(h, word, "have") == KHD_NOTHING && !is_passive(h, word);
}

bool khd_harmword_denied(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    static const char *const no[] = {"not", "n't", "never", "without", NULL};
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    if (tok(h, word)->upos != KHD_UPOS_NOUN ||
        !tie_as(h, word, SELF | OF, out, "denial") ||
        (out->harm != KHD_HARM_KILLED_OR_INJURED && out->harm != KHD_HARM_INJURED &&
         out->harm != KHD_HARM_KILLED) ||
        is(h, word, "killing"))
        return false;
    int32_t head = tok(h, word)->head;
    uint8_t d = tok(h, word)->deprel;
    khd_range r = around(h, word);
    for (uint32_t i = r.begin; i < word; i++) {
        bool near = tok(h, i)->head == (int32_t)word ||
                    (d == KHD_DEPREL_OBJ && head != KHD_NOTHING && tok(h, i)->head == head);
        if (near && is_among(h, i, no))
            return true;
    }
    return false;
}

static int32_t first_of(int32_t a, int32_t b)
{
    return a != KHD_NOTHING ? a : b;
}

static int32_t verb_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    int32_t passive = child(h, word, KHD_DEPREL_NSUBJ_PASS);
    int32_t object = child(h, word, KHD_DEPREL_OBJ);
    if (tie_as(h, word, OBJECT, out, "object") && first_of(object, passive) != KHD_NOTHING)
        return first_of(object, passive);
    if (tie_as(h, word, SUBJECT, out, "subject"))
        return first_of(child(h, word, KHD_DEPREL_NSUBJ), passive);
    bool follows = tok(h, word)->deprel == KHD_DEPREL_ACL && object == KHD_NOTHING &&
                   !strstr(tok(h, word)->lower, "ing");
    return follows && tie_as(h, word, OBJECT, out, "participle") ? tok(h, word)->head : KHD_NOTHING;
}

static int32_t noun_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    static const char *const of[] = {"of", NULL};
    if (!tie_as(h, word, OF, out, "complement of a noun"))
        return KHD_NOTHING;
    khd_range r = around(h, word);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (tok(h, i)->head == (int32_t)word &&
            (tok(h, i)->deprel == KHD_DEPREL_NMOD_POSS ||
             (is_nominal_modifier(tok(h, i)->deprel) && has_case(h, i, of))))
            return (int32_t)i;
    return KHD_NOTHING;
}

int32_t khd_harmword_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    uint8_t upos = tok(h, word)->upos;
    if (upos == KHD_UPOS_VERB)
        return verb_victim(h, word, out);
    return upos == KHD_UPOS_NOUN ? noun_victim(h, word, out) : KHD_NOTHING;
}
