/* toll: claims to low, best and high; and how well they are attested. See toll.h. */
#include "toll.h"

#include <stdlib.h>
#include <string.h>

#define NAME(n, t) t,
static const char *const rules_names[] = {KHD_RULES_LIST(NAME)};
static const char *const grade_names[] = {KHD_GRADE_LIST(NAME)};

const char *khd_rules_text(khd_rules rules)
{
    return (unsigned)rules < KHD_RULES_COUNT ? rules_names[rules] : "";
}

int khd_rules_find(const char *text)
{
    for (int i = 0; text && i < KHD_RULES_COUNT; i++)
        if (!strcmp(rules_names[i], text))
            return i;
    return -1;
}

const char *khd_grade_text(khd_grade grade)
{
    return (unsigned)grade < KHD_GRADE_COUNT ? grade_names[grade] : "";
}

/* ---- claims ------------------------------------------------------------------------- */

/* Earlier and later claims of one claimant about one harm and group. */
static bool renews(const khd_claim *old, const khd_claim *new)
{
    return new->published != KHD_NO_DAY && old->published != KHD_NO_DAY &&
           new->published > old->published && *old->claimant && new->harm == old->harm &&
           new->group == old->group && new->part == old->part && new->n != KHD_NOTHING &&
           !strcmp(new->claimant, old->claimant);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Claims of one harm that are far above the others. */
static void set_aside(khd_claim *claims, uint32_t n, uint8_t harm)
{
    enum { MOST = 256, OTHERS = 2, TIMES = 20, LARGE = 1000 };
    int64_t numbers[MOST];
    uint32_t count = 0;
    for (uint32_t i = 0; i < n && count < MOST; i++)
        if (claims[i].harm == harm && claims[i].n != KHD_NOTHING && !claims[i].part)
            numbers[count++] = claims[i].n;
    if (count <= OTHERS)
        return;
    qsort(numbers, count, sizeof *numbers, by_number);
    int64_t middle = numbers[(count - 1) / 2] > 0 ? numbers[(count - 1) / 2] : 1;
    for (uint32_t i = 0; i < n; i++)
        if (claims[i].harm == harm && claims[i].n >= LARGE && claims[i].n / TIMES > middle)
            claims[i].aside = true;
}

void khd_toll_settle(khd_claim *claims, uint32_t n)
{
    for (uint8_t harm = 0; harm < KHD_HARM_COUNT; harm++)
        set_aside(claims, n, harm);
    enum { REACH = 200 }; /* later claims that are looked at */
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = i + 1; j < n && j <= i + REACH && !claims[i].replaced; j++)
            claims[i].replaced = renews(&claims[i], &claims[j]);
}

static bool counts(const khd_claim *c, khd_toll_of of)
{
    if (c->replaced || c->aside)
        return false;
    if (of.one_group)
        return c->harm == of.harm && c->group == of.group;
    return c->harm == of.harm && !c->part;
}

/* ---- one claim by a rule set ---------------------------------------------------------- */

static int64_t whole_number(const char *text)
{
    int64_t value = 0;
    if (!*text)
        return KHD_NOTHING;
    for (; *text >= '0' && *text <= '9' && value < INT64_MAX / 20; text++)
        value = value * 10 + (*text - '0');
    return value;
}

/* The longest row of vague_numbers that the words hold: what they say at least. */
static int64_t vague_least(const khd_lexicon *lexicon, const char *words, const char **row)
{
    const khd_table *table = khd_lexicon_table(lexicon, "vague_numbers");
    size_t longest = 0;
    int64_t least = KHD_NOTHING;
    *row = "";
    for (uint32_t i = 0; i < khd_table_rows(table); i++) {
        const char *key = khd_table_cell(table, (int32_t)i, 0), *at;
        size_t n = strlen(key);
        if (n <= longest || !(at = strstr(words, key)))
            continue;
        bool begins = at == words || at[-1] == ' ', ends = !at[n] || at[n] == ' ';
        if (!begins || !ends)
            continue;
        longest = n;
        least = whole_number(khd_table_cell(table, (int32_t)i, 1));
        *row = key;
    }
    return least;
}

/* The words in lower case, cut to the room. */
static void lower_words(const char *words, char *out, size_t room)
{
    size_t n = 0;
    for (; words[n] && n + 1 < room; n++)
        out[n] = words[n] >= 'A' && words[n] <= 'Z' ? (char)(words[n] + 32) : words[n];
    out[n] = 0;
}

static khd_toll vague(const khd_lexicon *lexicon, khd_rules rules, const khd_claim *c)
{
    static const struct {
        const char *word;
        int64_t acled, low, high; /* of acled; of airwars */
    } known[] = {{"dozen", 12, 12, 24},
                 {"score", 40, 40, KHD_NOTHING},
                 {"hundred", 100, 100, KHD_NOTHING},
                 {"thousand", 1000, 1000, KHD_NOTHING}};
    const khd_toll none = {KHD_NOTHING, KHD_NOTHING, KHD_NOTHING};
    char words[256];
    const char *row;
    lower_words(c->words ? c->words : "", words, sizeof words);
    int64_t least = vague_least(lexicon, words, &row);
    if (rules == KHD_RULES_LITERAL)
        return none;
    if (rules == KHD_RULES_UCDP)
        return least < 1 ? none : (khd_toll){least, least, KHD_NOTHING};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!strstr(row, known[i].word))
            continue;
        if (rules == KHD_RULES_ACLED)
            return (khd_toll){known[i].acled, known[i].acled, known[i].acled};
        return (khd_toll){known[i].low, KHD_NOTHING, known[i].high};
    }
    if (rules == KHD_RULES_AIRWARS)
        return (khd_toll){2, KHD_NOTHING, KHD_NOTHING};
    int64_t few = c->fighting ? 10 : 3;
    return (khd_toll){few, few, few};
}

static khd_toll numbered(khd_rules rules, const khd_claim *c)
{
    int64_t n = c->n, n2 = c->n2 == KHD_NOTHING ? n : c->n2;
    if (rules == KHD_RULES_ACLED)
        return (khd_toll){n, n, n};
    khd_toll t = {n, n, n2};
    if (c->qualifier == KHD_QUALIFIER_AT_LEAST)
        t.high = rules == KHD_RULES_UCDP ? n : KHD_NOTHING;
    else if (c->qualifier == KHD_QUALIFIER_AT_MOST)
        t = (khd_toll){rules == KHD_RULES_LITERAL ? KHD_NOTHING : 0, n, n};
    else if (c->qualifier == KHD_QUALIFIER_RANGE && rules == KHD_RULES_LITERAL)
        t.best = KHD_NOTHING;
    if (rules == KHD_RULES_AIRWARS)
        t.best = KHD_NOTHING;
    return t;
}

static khd_toll one(const khd_lexicon *lexicon, khd_rules rules, const khd_claim *c)
{
    if (c->qualifier == KHD_QUALIFIER_NONE_HARMED)
        return (khd_toll){0, rules == KHD_RULES_AIRWARS ? KHD_NOTHING : 0, 0};
    return c->n == KHD_NOTHING ? vague(lexicon, rules, c) : numbered(rules, c);
}

/* ---- all claims -------------------------------------------------------------------------- */

static int64_t least_of(int64_t a, int64_t b)
{
    return a == KHD_NOTHING || (b != KHD_NOTHING && b < a) ? b : a;
}

/* How many claims say this number, and when last. */
typedef struct {
    int64_t n;
    uint32_t times;
    khd_day last;
} said;

static bool better(said a, said b)
{
    if (a.times != b.times)
        return a.times > b.times;
    return a.last != b.last ? a.last > b.last : a.n < b.n;
}

/* The best of the number most claimed. */
static int64_t most_claimed(const khd_lexicon *lexicon, khd_rules rules, khd_toll_of of,
                            const khd_claim *claims, uint32_t n)
{
    enum { MOST = 400 }; /* claims that are looked at */
    said winner = {.n = KHD_NOTHING};
    for (uint32_t i = 0; i < n && i < MOST; i++) {
        if (!counts(&claims[i], of))
            continue;
        said s = {.n = one(lexicon, rules, &claims[i]).best, .last = KHD_NO_DAY};
        if (s.n == KHD_NOTHING)
            continue;
        for (uint32_t j = 0; j < n && j < MOST; j++)
            if (counts(&claims[j], of) && one(lexicon, rules, &claims[j]).best == s.n) {
                s.times++;
                s.last = claims[j].published > s.last ? claims[j].published : s.last;
            }
        if (winner.n == KHD_NOTHING || better(s, winner))
            winner = s;
    }
    return winner.n;
}

khd_toll khd_toll_weigh(const khd_lexicon *lexicon, khd_rules rules, khd_toll_of of,
                        const khd_claim *claims, uint32_t n)
{
    khd_toll sum = {KHD_NOTHING, KHD_NOTHING, KHD_NOTHING};
    for (uint32_t i = 0; i < n; i++) {
        if (!counts(&claims[i], of))
            continue;
        khd_toll t = one(lexicon, rules, &claims[i]);
        sum.low = least_of(sum.low, t.low);
        sum.high = t.high > sum.high ? t.high : sum.high;
        /* what is said at least is a bound from above for nothing, yet the high is not
         * below it */
        if (sum.high != KHD_NOTHING && t.low > sum.high)
            sum.high = t.low;
    }
    if (rules == KHD_RULES_ACLED)
        return (khd_toll){sum.low, sum.low, sum.low};
    if (rules != KHD_RULES_AIRWARS)
        sum.best = most_claimed(lexicon, rules, of, claims, n);
    return sum;
}

/* ---- grade --------------------------------------------------------------------------------- */

khd_grade khd_toll_grade(const khd_attestation *a, const char **reason)
{
    if (a->denied == a->accounts || (!a->happened && !a->contested && !a->claimed)) {
        *reason = "no account tells that it happened";
        return KHD_GRADE_DISCOUNTED;
    }
    if (a->contested) {
        *reason = "asserted by one and denied by another";
        return KHD_GRADE_CONTESTED;
    }
    if (a->rivals) {
        *reason = "different parties are blamed";
        return KHD_GRADE_CONTESTED;
    }
    if (a->claimed) {
        *reason = "the party that did it says so";
        return KHD_GRADE_CONFIRMED;
    }
    if (a->sources >= 2) {
        *reason = "two or more independent sources, nobody disagrees";
        return KHD_GRADE_FAIR;
    }
    *reason = "a single source";
    return KHD_GRADE_WEAK;
}
