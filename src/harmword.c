/* harmword: see harmword.h. Relations are those of Universal Dependencies v2; the
 * reader's trees have errors, so each rule asks for little and the walk up the
 * tree is short.
 */
#include "harmword.h"

#include <string.h>

enum { STEPS = 8 };

static bool is_subject(uint8_t d)
{
    return d == KHD_DEPREL_NSUBJ || d == KHD_DEPREL_NSUBJ_PASS || d == KHD_DEPREL_NSUBJ_OUTER;
}

static bool is_nominal_modifier(uint8_t d)
{
    return d == KHD_DEPREL_NMOD || d == KHD_DEPREL_NMOD_POSS || d == KHD_DEPREL_NMOD_UNMARKED ||
           d == KHD_DEPREL_NMOD_DESC;
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
        uint8_t u = khd_harmrow_token(h, i)->upos;
        if (u != KHD_UPOS_CCONJ && u != KHD_UPOS_PUNCT && u != KHD_UPOS_ADV)
            return false;
    }
    return first < second && second - first <= 4;
}

/* "killed or wounded": joint by the words alone, whatever the tree says. */
static void join_by_or(const khd_harmwords *h, khd_harm_tie *out)
{
    khd_harm_tie other;
    if (out->word + 2 < h->doc->tokens.n && khd_harmrow_is(h, out->word + 1, "or") &&
        khd_harmrow_tie(h, out->word + 2, KHD_SLOT_OBJECT | KHD_SLOT_SELF, &other, "") &&
        is_hurt_pair(out->harm, other.harm))
        out->harm = KHD_HARM_KILLED_OR_INJURED;
}

/* "killed and wounded 20": a second harm word that shares the victim makes it joint. */
static void join_harm(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    khd_range r = khd_harmrow_around(h, out->word);
    for (uint32_t i = r.begin; i < r.end; i++) {
        khd_harm_tie other;
        if (khd_harmrow_token(h, i)->head != (int32_t)out->word ||
            khd_harmrow_token(h, i)->deprel != KHD_DEPREL_CONJ)
            continue;
        if (!joined_closely(h, out->word, i) ||
            khd_harmrow_child(h, i, KHD_DEPREL_NSUBJ) != KHD_NOTHING ||
            khd_harmrow_child(h, i, KHD_DEPREL_NSUBJ_PASS) != KHD_NOTHING ||
            khd_harmrow_child(h, i, KHD_DEPREL_OBJ) != KHD_NOTHING ||
            khd_harmrow_child(h, i, KHD_DEPREL_NMOD) != KHD_NOTHING ||
            khd_harmrow_child(h, i, KHD_DEPREL_NUMMOD) != KHD_NOTHING)
            continue;
        if (victim > out->word && victim < i &&
            khd_harmrow_token(h, out->word)->upos == KHD_UPOS_VERB)
            continue;
        if (khd_harmrow_tie(h, i, KHD_SLOT_OBJECT | KHD_SLOT_SELF, &other, "") &&
            is_hurt_pair(out->harm, other.harm))
            out->harm = KHD_HARM_KILLED_OR_INJURED;
    }
    join_by_or(h, out);
}

/* ---- down: what hangs on the victim ------------------------------------------------------------
 */

static bool is_passive(const khd_harmwords *h, uint32_t verb)
{
    return khd_harmrow_token(h, verb)->passive ||
           khd_harmrow_child(h, verb, KHD_DEPREL_AUX_PASS) != KHD_NOTHING ||
           khd_harmrow_child(h, verb, KHD_DEPREL_NSUBJ_PASS) != KHD_NOTHING;
}

/* "people who died", "people who were killed", "the pilot they captured". */
static bool tie_relative(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    static const char *const relatives[] = {"who", "that", "which", NULL};
    if (is_passive(h, verb))
        return khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT | KHD_SLOT_SELF, out, "relative clause");
    int32_t subject = khd_harmrow_child(h, verb, KHD_DEPREL_NSUBJ);
    if (subject != KHD_NOTHING && !khd_harmrow_is_among(h, (uint32_t)subject, relatives))
        return khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT, out, "relative clause");
    if (khd_harmrow_tie(h, verb, KHD_SLOT_SUBJECT | KHD_SLOT_SELF, out, "relative clause"))
        return khd_harmrow_token(h, out->word)->upos != KHD_UPOS_VERB ||
               khd_harmrow_find(h, verb, KHD_SLOT_SUBJECT) != KHD_NOTHING;
    int32_t x = khd_harmrow_child(h, verb, KHD_DEPREL_XCOMP);
    return x != KHD_NOTHING &&
           khd_harmrow_tie(h, (uint32_t)x, KHD_SLOT_SELF | KHD_SLOT_OBJECT, out, "relative clause");
}

/* "27 killed", "those found dead": a participle after the noun; "fleeing". */
static bool tie_participle(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    bool active = strstr(khd_harmrow_token(h, verb)->lower, "ing") && !is_passive(h, verb);
    if (active)
        return khd_harmrow_tie(h, verb, KHD_SLOT_SUBJECT, out, "participle");
    if (khd_harmrow_child(h, verb, KHD_DEPREL_OBJ) != KHD_NOTHING)
        return false;
    return khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT | KHD_SLOT_SELF | KHD_SLOT_SUBJECT, out,
                           "participle");
}

/* By the word `i` that hangs on the victim. */
static bool tie_modifier(const khd_harmwords *h, uint32_t i, khd_harm_tie *out)
{
    uint8_t d = khd_harmrow_token(h, i)->deprel;
    if (d == KHD_DEPREL_ACL_RELCL)
        return tie_relative(h, i, out);
    if (d == KHD_DEPREL_ACL || d == KHD_DEPREL_ADVCL)
        return tie_participle(h, i, out);
    if ((d == KHD_DEPREL_AMOD || d == KHD_DEPREL_COMPOUND) &&
        khd_harmrow_token(h, i)->upos != KHD_UPOS_NOUN &&
        khd_harmrow_tie(h, i, KHD_SLOT_SELF, out, "adjective"))
        return true;
    return d == KHD_DEPREL_AMOD && khd_harmrow_token(h, i)->upos == KHD_UPOS_VERB &&
           !strstr(khd_harmrow_token(h, i)->lower, "ing") &&
           khd_harmrow_tie(h, i, KHD_SLOT_OBJECT, out, "participle");
}

static bool tie_below(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    khd_range r = khd_harmrow_around(h, victim);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)victim && tie_modifier(h, i, out))
            return true;
    return false;
}

/* "48 people dead, 100 injured": the harm word right after the noun goes first. */
static bool tie_next_word(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    uint32_t i = victim + 1;
    if (i >= khd_harmrow_around(h, victim).end ||
        khd_harmrow_child(h, i, KHD_DEPREL_OBJ) != KHD_NOTHING)
        return false;
    if (khd_harmrow_token(h, i)->head == (int32_t)victim && tie_modifier(h, i, out))
        return true;
    uint8_t upos = khd_harmrow_token(h, i)->upos;
    return (upos == KHD_UPOS_ADJ || upos == KHD_UPOS_NOUN) &&
           khd_harmrow_token(h, victim)->upos == KHD_UPOS_NOUN && !khd_harmrow_is(h, i, "victim") &&
           khd_harmrow_tie(h, i, KHD_SLOT_SELF, out, "adjective");
}

/* "10 of those killed", "five of the dead": a part of the harmed. */
static bool tie_partitive(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    static const char *const cases[] = {"of", "among", "amongst", "from", NULL};
    khd_range r = khd_harmrow_around(h, victim);
    for (uint32_t i = r.begin; i < r.end; i++) {
        if (khd_harmrow_token(h, i)->head != (int32_t)victim ||
            !is_nominal_modifier(khd_harmrow_token(h, i)->deprel) ||
            !khd_harmrow_has_case(h, i, cases))
            continue;
        if (khd_harmrow_tie(h, i, KHD_SLOT_SELF, out, "part of the harmed") ||
            tie_below(h, i, out)) {
            out->rule = "part of the harmed";
            out->host = (int32_t)i;
            return true;
        }
    }
    return false;
}

/* ---- up: what the victim hangs on
 * ---------------------------------------------------------------- */

/* A complement of the verb that names the harm: "left 10 dead", "reported injured". */
static bool tie_complement(const khd_harmwords *h, uint32_t verb, khd_harm_tie *out)
{
    khd_range r = khd_harmrow_around(h, verb);
    for (uint32_t i = r.begin; i < r.end; i++) {
        uint8_t d = khd_harmrow_token(h, i)->deprel;
        if (khd_harmrow_token(h, i)->head == (int32_t)verb &&
            (d == KHD_DEPREL_XCOMP || d == KHD_DEPREL_ADVCL || d == KHD_DEPREL_CCOMP) &&
            i < verb + 12 && khd_harmrow_child(h, i, KHD_DEPREL_NSUBJ) == KHD_NOTHING &&
            khd_harmrow_child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING &&
            !strstr(khd_harmrow_token(h, i)->lower, "ing") &&
            khd_harmrow_tie(h, i, KHD_SLOT_SELF | (d == KHD_DEPREL_XCOMP ? KHD_SLOT_OBJECT : 0U),
                            out, "complement"))
            return true;
    }
    return false;
}

/* "were trapped and died": a later verb of the list that has no subject of its own. */
static bool tie_later_verb(const khd_harmwords *h, uint32_t verb, unsigned slots, khd_harm_tie *out)
{
    khd_range r = khd_harmrow_around(h, verb);
    for (uint32_t i = verb + 1; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)verb &&
            khd_harmrow_token(h, i)->deprel == KHD_DEPREL_CONJ &&
            khd_harmrow_child(h, i, KHD_DEPREL_NSUBJ) == KHD_NOTHING &&
            khd_harmrow_child(h, i, KHD_DEPREL_NSUBJ_PASS) == KHD_NOTHING &&
            khd_harmrow_child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING &&
            khd_harmrow_tie(h, i, slots, out, "later verb"))
            return true;
    return false;
}

static bool is_participle(const khd_harmwords *h, uint32_t i)
{
    const khd_token *t = khd_harmrow_token(h, i);
    return is_passive(h, i) || t->upos == KHD_UPOS_ADJ || (t->xpos && !strcmp(t->xpos, "VBN")) ||
           khd_harmrow_child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING;
}

static bool tie_subject(const khd_harmwords *h, uint32_t victim, uint32_t verb, khd_harm_tie *out)
{
    bool passive =
        khd_harmrow_token(h, victim)->deprel == KHD_DEPREL_NSUBJ_PASS || is_passive(h, verb);
    if (passive &&
        khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT | KHD_SLOT_SELF, out, "passive subject"))
        return true;
    if (khd_harmrow_tie(h, verb, KHD_SLOT_SUBJECT, out, "subject"))
        return true;
    static const char *const among[] = {"among", "amongst", NULL};
    if (khd_harmrow_token(h, verb)->upos != KHD_UPOS_VERB &&
        khd_harmrow_tie(h, verb, KHD_SLOT_SELF, out, "predicate")) {
        out->host = khd_harmrow_has_case(h, verb, among) ? (int32_t)verb : KHD_NOTHING;
        return true;
    }
    if (victim > verb && khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT, out, "object"))
        return true;
    if (!passive && is_participle(h, verb) &&
        khd_harmrow_child(h, verb, KHD_DEPREL_AUX) == KHD_NOTHING &&
        khd_harmrow_tie(h, verb, KHD_SLOT_OBJECT, out, "participle"))
        return true;
    if ((passive || khd_harmrow_child(h, verb, KHD_DEPREL_OBJ) == KHD_NOTHING) &&
        tie_complement(h, verb, out))
        return true;
    return tie_later_verb(
        h, verb, passive ? KHD_SLOT_OBJECT | KHD_SLOT_SUBJECT | KHD_SLOT_SELF : KHD_SLOT_SUBJECT,
        out);
}

/* "the toll rose to 22", "put the toll at 70": the other end of the verb is a toll. */
static bool tie_toll(const khd_harmwords *h, uint32_t victim, uint32_t verb, khd_harm_tie *out)
{
    khd_range r = khd_harmrow_around(h, verb);
    for (uint32_t i = r.begin; i < r.end; i++) {
        uint8_t d = khd_harmrow_token(h, i)->deprel;
        if (i == victim || khd_harmrow_token(h, i)->head != (int32_t)verb ||
            (!is_subject(d) && d != KHD_DEPREL_OBJ))
            continue;
        uint32_t first = i > r.begin ? i - 1 : i;
        if (khd_harmrow_tie(h, i, KHD_SLOT_TOLL, out, "toll") ||
            khd_harmrow_tie(h, first, KHD_SLOT_TOLL, out, "toll")) {
            out->toll = true;
            return true;
        }
        if (verb == victim && khd_harmrow_tie(h, i, KHD_SLOT_SELF, out, "predicate")) {
            out->host = (int32_t)i;
            return true;
        }
    }
    return false;
}

static bool tie_nominal(const khd_harmwords *h, uint32_t victim, uint32_t noun, khd_harm_tie *out)
{
    static const char *const of[] = {"of", "to", "among", "by", "for", "at", "'s", "’s", "'", NULL};
    if (khd_harmrow_has_case(h, victim, of) ||
        khd_harmrow_child(h, victim, KHD_DEPREL_CASE) == KHD_NOTHING) {
        if (khd_harmrow_tie(h, noun, KHD_SLOT_TOLL, out, "toll") ||
            (noun > 0 && khd_harmrow_token(h, noun - 1)->head == (int32_t)noun &&
             khd_harmrow_tie(h, noun - 1, KHD_SLOT_TOLL, out, "toll"))) {
            out->toll = true;
            return true;
        }
        static const char *const by[] = {"by", NULL};
        return !khd_harmrow_has_case(h, victim, by) &&
               khd_harmrow_tie(h, noun, KHD_SLOT_OF, out, "complement of a noun");
    }
    return false;
}

/* The slot in which the victim stands with its head. */
static bool tie_slot(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out)
{
    uint32_t head = (uint32_t)khd_harmrow_token(h, victim)->head;
    uint8_t d = khd_harmrow_token(h, victim)->deprel;
    if (is_subject(d))
        return tie_subject(h, victim, head, out) || tie_toll(h, victim, head, out);
    if (d == KHD_DEPREL_OBJ || d == KHD_DEPREL_IOBJ)
        return khd_harmrow_tie(h, head, KHD_SLOT_OBJECT, out, "object") ||
               tie_complement(h, head, out) || tie_toll(h, victim, head, out);
    if (is_nominal_modifier(d) || d == KHD_DEPREL_COMPOUND || d == KHD_DEPREL_AMOD)
        return tie_nominal(h, victim, head, out);
    if (d == KHD_DEPREL_OBL || d == KHD_DEPREL_XCOMP || d == KHD_DEPREL_OBL_UNMARKED)
        return tie_toll(h, victim, head, out);
    if (d == KHD_DEPREL_ROOT || d == KHD_DEPREL_CCOMP)
        return tie_toll(h, victim, victim, out);
    return false;
}

/* "along with", "together with" before the noun. */
static bool is_along(const khd_harmwords *h, uint32_t victim)
{
    static const char *const along[] = {"along", "together", NULL};
    khd_range r = khd_harmrow_around(h, victim);
    for (uint32_t i = victim; i > r.begin + 1 && victim - i < 6; i--)
        if (khd_harmrow_is(h, i - 1, "with"))
            return khd_harmrow_is_among(h, i - 2, along);
    return false;
}

/* With whom the victim of "along with" shares its slot: the noun on which it hangs, or
 * the object or subject of the verb. */
static int32_t companion(const khd_harmwords *h, int32_t head)
{
    static const uint8_t slots[] = {KHD_DEPREL_OBJ, KHD_DEPREL_NSUBJ_PASS};
    if (khd_harmrow_token(h, (uint32_t)head)->upos != KHD_UPOS_VERB)
        return head;
    for (size_t i = 0; i < sizeof slots; i++) {
        int32_t noun = khd_harmrow_child(h, (uint32_t)head, slots[i]);
        if (noun != KHD_NOTHING)
            return noun;
    }
    return KHD_NOTHING;
}

/* The noun that the victim shares its slot with (lists) or is a part of. */
static int32_t step_up(const khd_harmwords *h, uint32_t victim, bool *part)
{
    int32_t head = khd_harmrow_token(h, victim)->head;
    uint8_t d = khd_harmrow_token(h, victim)->deprel;
    if (head == KHD_NOTHING)
        return KHD_NOTHING;
    static const char *const cases[] = {"including", "include", "among", "amongst", NULL};
    if (khd_harmrow_has_case(h, victim, cases) || khd_harmrow_is_among(h, (uint32_t)head, cases)) {
        *part = true;
        if (khd_harmrow_is_among(h, (uint32_t)head, cases))
            head = khd_harmrow_token(h, (uint32_t)head)->head;
        return head;
    }
    if (is_subject(d) && khd_harmrow_is(h, (uint32_t)head, "more"))
        return head;
    if (is_along(h, victim))
        return companion(h, head);
    if (d == KHD_DEPREL_CONJ || d == KHD_DEPREL_APPOS || d == KHD_DEPREL_PARATAXIS ||
        d == KHD_DEPREL_LIST)
        return head;
    static const char *const of[] = {"of", NULL};
    static const char *const counters[] = {"dozen", "score",  "hundred", "thousand", "million",
                                           "ten",   "number", "total",   "group",    NULL};
    bool counts = is_nominal_modifier(d) && khd_harmrow_has_case(h, victim, of) &&
                  (khd_harmrow_token(h, (uint32_t)head)->upos == KHD_UPOS_NUM ||
                   khd_harmrow_is_among(h, (uint32_t)head, counters));
    return counts || d == KHD_DEPREL_NUMMOD || d == KHD_DEPREL_FLAT ? head : KHD_NOTHING;
}

static bool tie_here(const khd_harmwords *h, uint32_t at, khd_harm_tie *out)
{
    if (tie_next_word(h, at, out))
        return true;
    if (khd_harmrow_token(h, at)->head != KHD_NOTHING && tie_slot(h, at, out))
        return true;
    if (tie_below(h, at, out))
        return true;
    if (khd_harmrow_token(h, at)->head == KHD_NOTHING && tie_toll(h, at, at, out))
        return true;
    return tie_partitive(h, at, out) ||
           khd_harmrow_tie(h, at, KHD_SLOT_SELF, out, "counts the harmed");
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

/* ---- without the tree, and from the harm word's side
 * ----------------------------------------------- */

bool khd_harmword_follow(const khd_harmwords *h, uint32_t from, khd_harm_tie *out)
{
    static const char *const between[] = {"have",       "been",       "be",       "other",
                                          "more",       "reportedly", "also",     "reported",
                                          "people",     "person",     "slightly", "seriously",
                                          "critically", "injured",    "feared",   NULL};
    if (from == 0 || from >= h->doc->tokens.n)
        return false;
    khd_range s = h->doc->sentences.v[khd_harmrow_token(h, from - 1)->sentence].tokens;
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    for (uint32_t i = from; i < s.end && i < from + 4; i++) {
        if (khd_harmrow_tie(h, i, KHD_SLOT_OBJECT | KHD_SLOT_SELF, out, "harm word that follows")) {
            join_harm(h, from - 1, out);
            return khd_harmrow_child(h, i, KHD_DEPREL_OBJ) == KHD_NOTHING;
        }
        if (!khd_harmrow_is_among(h, i, between))
            return false;
    }
    return false;
}

bool khd_harmword_precede(const khd_harmwords *h, uint32_t to, khd_harm_tie *out)
{
    if (to == 0 || khd_harmrow_token(h, to - 1)->sentence != khd_harmrow_token(h, to)->sentence ||
        khd_harmrow_token(h, to - 1)->upos != KHD_UPOS_VERB)
        return false;
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    return khd_harmrow_tie(h, to - 1, KHD_SLOT_OBJECT, out, "harm word right before");
}

bool khd_harmword_unreal(const khd_harmwords *h, uint32_t word)
{
    static const char *const words[] = {"not",   "n't", "never", "will",   "would", "'ll",    "wo",
                                        "shall", "can", "ca",    "should", "if",    "unless", NULL};
    khd_range r = khd_harmrow_around(h, word);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)word && khd_harmrow_is_among(h, i, words))
            return true;
    const khd_token *t = khd_harmrow_token(h, word);
    int32_t to = t->upos == KHD_UPOS_VERB ? khd_harmrow_child_word(h, word, "to") : KHD_NOTHING;
    return to != KHD_NOTHING && khd_harmrow_token(h, (uint32_t)to)->upos == KHD_UPOS_PART &&
           khd_harmrow_child_word(h, word, "have") == KHD_NOTHING && !is_passive(h, word);
}

bool khd_harmword_denied(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    static const char *const no[] = {"not", "n't", "never", "without", NULL};
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    if (khd_harmrow_token(h, word)->upos != KHD_UPOS_NOUN ||
        !khd_harmrow_tie(h, word, KHD_SLOT_SELF | KHD_SLOT_OF, out, "denial") ||
        (out->harm != KHD_HARM_KILLED_OR_INJURED && out->harm != KHD_HARM_INJURED &&
         out->harm != KHD_HARM_KILLED) ||
        khd_harmrow_is(h, word, "killing"))
        return false;
    int32_t head = khd_harmrow_token(h, word)->head;
    uint8_t d = khd_harmrow_token(h, word)->deprel;
    khd_range r = khd_harmrow_around(h, word);
    for (uint32_t i = r.begin; i < word; i++) {
        bool near =
            khd_harmrow_token(h, i)->head == (int32_t)word ||
            (d == KHD_DEPREL_OBJ && head != KHD_NOTHING && khd_harmrow_token(h, i)->head == head);
        if (near && khd_harmrow_is_among(h, i, no))
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
    int32_t passive = khd_harmrow_child(h, word, KHD_DEPREL_NSUBJ_PASS);
    if (passive == KHD_NOTHING && khd_harmrow_token(h, word)->deprel == KHD_DEPREL_CONJ &&
        is_passive(h, word))
        passive =
            khd_harmrow_child(h, (uint32_t)khd_harmrow_token(h, word)->head, KHD_DEPREL_NSUBJ_PASS);
    int32_t object = khd_harmrow_child(h, word, KHD_DEPREL_OBJ);
    if (khd_harmrow_tie(h, word, KHD_SLOT_OBJECT, out, "object") &&
        first_of(object, passive) != KHD_NOTHING)
        return first_of(object, passive);
    if (khd_harmrow_tie(h, word, KHD_SLOT_SUBJECT, out, "subject"))
        return first_of(khd_harmrow_child(h, word, KHD_DEPREL_NSUBJ), passive);
    bool follows = khd_harmrow_token(h, word)->deprel == KHD_DEPREL_ACL && object == KHD_NOTHING &&
                   !strstr(khd_harmrow_token(h, word)->lower, "ing");
    return follows && khd_harmrow_tie(h, word, KHD_SLOT_OBJECT, out, "participle")
               ? khd_harmrow_token(h, word)->head
               : KHD_NOTHING;
}

static int32_t noun_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    static const char *const of[] = {"of", NULL};
    if (!khd_harmrow_tie(h, word, KHD_SLOT_OF, out, "complement of a noun"))
        return KHD_NOTHING;
    khd_range r = khd_harmrow_around(h, word);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)word &&
            (khd_harmrow_token(h, i)->deprel == KHD_DEPREL_NMOD_POSS ||
             (is_nominal_modifier(khd_harmrow_token(h, i)->deprel) &&
              khd_harmrow_has_case(h, i, of))))
            return (int32_t)i;
    return KHD_NOTHING;
}

int32_t khd_harmword_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out)
{
    *out = (khd_harm_tie){.host = KHD_NOTHING};
    uint8_t upos = khd_harmrow_token(h, word)->upos;
    if (upos == KHD_UPOS_VERB)
        return verb_victim(h, word, out);
    return upos == KHD_UPOS_NOUN ? noun_victim(h, word, out) : KHD_NOTHING;
}
