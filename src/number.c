/* number: see number.h. At each token: qualifiers ("at least", "more than"), then
 * the core (a numeral, a range of two, a vague word, an article, a negation),
 * then what follows ("or more"). The counted noun decides whether people are
 * counted; neighbours that make a number a date, an age, a price, a time, a label
 * or a score set `unit`. The codebook says how qualifiers are written down.
 */
#include "number.h"

#include "nopeople.h"

#include <string.h>

enum { QUALIFIERS_MOST = 4, NOUN_WINDOW = 12 };

/* How the words around a number say that it is meant. */
typedef enum { PLAIN, EXACTLY, ABOUT, LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN } manner;

static const char *word_kind(const khd_number_scan *s, uint32_t i)
{
    if (!khd_nopeople_inside(s, i))
        return "";
    return khd_table_cell(s->words, khd_table_find(s->words, khd_nopeople_token(s, i)->lower), 2);
}

static bool has_tree(const khd_number_scan *s, uint32_t i)
{
    return khd_nopeople_token(s, i)->head != KHD_NOTHING ||
           s->sentence.end - s->sentence.begin == 1 ||
           khd_nopeople_token(s, i)->deprel == KHD_DEPREL_ROOT;
}

/* ---- qualifiers ------------------------------------------------------------------------ */

static manner manner_of(const char *kind)
{
    static const struct {
        const char *kind;
        manner manner;
    } list[] = {{"exact", EXACTLY},   {"about", ABOUT},       {"less_than", LESS_THAN},
                {"at_most", AT_MOST}, {"at_least", AT_LEAST}, {"more_than", MORE_THAN}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (!strcmp(kind, list[i].kind))
            return list[i].manner;
    return PLAIN;
}

/* The row among those of one key that may stand `where`. */
static int32_t row_where(const khd_table *t, int32_t row, const char *where)
{
    const char *key = khd_table_cell(t, row, 0);
    for (; row != KHD_NOTHING && !strcmp(khd_table_cell(t, row, 0), key); row++)
        if (!strcmp(khd_table_cell(t, row, 2), where))
            return row;
    return KHD_NOTHING;
}

/* Goes over the qualifiers at *at; the strongest one counts. */
static manner read_qualifiers(const khd_number_scan *s, uint32_t *at, const char *where)
{
    manner found = PLAIN;
    for (unsigned i = 0; i < QUALIFIERS_MOST; i++) {
        int32_t row;
        uint32_t n = khd_table_match(s->qualifiers, s->doc, *at, s->sentence.end, &row);
        row = n ? row_where(s->qualifiers, row, where) : KHD_NOTHING;
        if (row == KHD_NOTHING)
            break;
        manner m = manner_of(khd_table_cell(s->qualifiers, row, 1));
        found = m > found ? m : found;
        *at += n;
    }
    return found;
}

static void write_manner(khd_quantity *q, manner m)
{
    static const uint8_t qualifier[] = {
        [PLAIN] = KHD_QUALIFIER_EXACT,       [EXACTLY] = KHD_QUALIFIER_EXACT,
        [ABOUT] = KHD_QUALIFIER_ABOUT,       [LESS_THAN] = KHD_QUALIFIER_AT_MOST,
        [AT_MOST] = KHD_QUALIFIER_AT_MOST,   [AT_LEAST] = KHD_QUALIFIER_AT_LEAST,
        [MORE_THAN] = KHD_QUALIFIER_AT_LEAST};
    if (q->qualifier == KHD_QUALIFIER_VAGUE || q->qualifier == KHD_QUALIFIER_NONE_HARMED ||
        q->qualifier == KHD_QUALIFIER_RANGE)
        return;
    q->qualifier = qualifier[m];
    if (m == MORE_THAN)
        q->n++;
    else if (m == LESS_THAN && q->n > 0)
        q->n--;
}

/* ---- the counted noun -------------------------------------------------------------------- */

static bool is_noun(const khd_token *t)
{
    return t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN || t->upos == KHD_UPOS_PRON ||
           t->upos == KHD_UPOS_ADJ || t->upos == KHD_UPOS_DET;
}

/* Without a tree: the first word that the tables know, before any stop. */
static int32_t noun_ahead(const khd_number_scan *s, uint32_t from)
{
    static const char *const stops[] = {",",    ".",   ";",  ":", "and", "in",   "by",  "on",
                                        "were", "was", "at", "(", ")",   "have", "had", NULL};
    for (uint32_t i = from; i < s->sentence.end && i < from + 5; i++) {
        if (khd_nopeople_among(s, i, stops))
            break;
        if (khd_nopeople_in(s->victims, s->doc, i) || khd_nopeople_in(s->units, s->doc, i))
            return (int32_t)i;
    }
    return KHD_NOTHING;
}

/* "dozens of civilians", "10 of those": the noun after "of". */
static int32_t noun_of(const khd_number_scan *s, uint32_t head, uint32_t from)
{
    if (!khd_nopeople_is(s, from, "of"))
        return KHD_NOTHING;
    for (uint32_t i = from + 1; i < s->sentence.end && i < from + NOUN_WINDOW; i++)
        if (khd_nopeople_token(s, i)->head == (int32_t)head && is_noun(khd_nopeople_token(s, i)))
            return (int32_t)i;
    return noun_ahead(s, from + 1);
}

/* The last noun of the run of nouns and adjectives right after the number, by position
 * alone: the tree of a hard sentence may hang the number elsewhere. */
static int32_t noun_next(const khd_number_scan *s, khd_range core)
{
    int32_t noun = KHD_NOTHING;
    for (uint32_t i = core.end; i < s->sentence.end && i < core.end + NOUN_WINDOW; i++) {
        uint8_t upos = khd_nopeople_token(s, i)->upos;
        if (upos == KHD_UPOS_NOUN || upos == KHD_UPOS_PROPN)
            noun = (int32_t)i;
        else if (upos != KHD_UPOS_ADJ)
            break;
    }
    return noun;
}

/* The same when it is a noun for people. */
static int32_t person_next(const khd_number_scan *s, khd_range core)
{
    int32_t noun = noun_next(s, core);
    bool person =
        noun != KHD_NOTHING && khd_nopeople_in(s->victims, s->doc, (uint32_t)noun);
    return person ? noun : KHD_NOTHING;
}

/* A verb or preposition stands between a number and the noun it is said to count. */
static bool is_parted(const khd_number_scan *s, uint32_t from, uint32_t noun)
{
    for (uint32_t i = from; i < noun; i++) {
        uint8_t upos = khd_nopeople_token(s, i)->upos;
        if (upos == KHD_UPOS_VERB || upos == KHD_UPOS_AUX || upos == KHD_UPOS_ADP)
            return true;
    }
    return false;
}

/* `core` holds the number's own tokens, without qualifiers. */
static int32_t counted_noun(const khd_number_scan *s, khd_range core)
{
    uint32_t head = khd_doc_head(s->doc, core);
    const khd_token *t = khd_nopeople_token(s, head);
    if (!has_tree(s, head))
        return noun_ahead(s, core.end);
    int32_t noun = noun_of(s, head, core.end);
    if (noun != KHD_NOTHING)
        return noun;
    bool below = t->deprel == KHD_DEPREL_NUMMOD || t->deprel == KHD_DEPREL_AMOD ||
                 t->deprel == KHD_DEPREL_DET || t->deprel == KHD_DEPREL_DET_PREDET ||
                 t->deprel == KHD_DEPREL_COMPOUND || t->deprel == KHD_DEPREL_NMOD_POSS ||
                 t->deprel == KHD_DEPREL_ADVMOD || t->deprel == KHD_DEPREL_NMOD_UNMARKED;
    if (!below || t->head < (int32_t)core.end || t->head >= (int32_t)(core.end + NOUN_WINDOW))
        return person_next(s, core);
    if (is_parted(s, core.end, (uint32_t)t->head))
        return noun_next(s, core);
    return is_noun(khd_nopeople_token(s, (uint32_t)t->head)) || t->deprel == KHD_DEPREL_NUMMOD
               ? t->head
               : KHD_NOTHING;
}

/* ---- cores ----------------------------------------------------------------------------------- */

static uint32_t token_after(khd_cursor c)
{
    return c.token + (c.at > 0);
}

/* Goes over "-", "to", "or", and "and" after "between". */
static bool read_join(const khd_number_scan *s, khd_cursor *at, bool between, bool from)
{
    char word[32];
    khd_cursor c = *at;
    if (khd_cursor_dash(s->doc, &c, s->sentence.end)) {
        *at = c;
        return true;
    }
    if (!khd_cursor_word(s->doc, &c, s->sentence.end, word))
        return false;
    bool joins =
        (!strcmp(word, "to") && !from) || !strcmp(word, "or") || (between && !strcmp(word, "and"));
    if (joins)
        *at = c;
    return joins;
}

/* Upper end of a range after `low`. "2 to 3 million" gives the scale to both. */
static bool read_upper(const khd_number_scan *s, khd_numeral *low, khd_numeral *high,
                       uint32_t first)
{
    bool between = first > s->sentence.begin && khd_nopeople_is(s, first - 1, "between");
    bool from = first > s->sentence.begin && khd_nopeople_is(s, first - 1, "from") &&
                !(first > s->sentence.begin + 1 &&
                  !strncmp(khd_nopeople_token(s, first - 2)->lower, "rang", 4));
    khd_cursor c = low->end;
    if (low->ordinal || low->over || !read_join(s, &c, between, from))
        return false;
    if (!khd_numeral_read(s->doc, s->words, c, s->sentence.end, high) || high->ordinal ||
        high->over)
        return false;
    if (low->scale == 1 && high->scale > 1 && low->value * high->scale < high->value &&
        low->value < KHD_NUMERAL_CEILING)
        low->value *= high->scale;
    return high->value > low->value;
}

static khd_quantity *push(khd_number_scan *s, khd_range tokens)
{
    khd_quantity *q = KHD_PUSH(s->doc->arena, &s->doc->quantities);
    *q = (khd_quantity){.tokens = tokens, .n = KHD_NOTHING, .n2 = KHD_NOTHING, .noun = KHD_NOTHING};
    return q;
}

/* "a third person", "a fifth soldier": one more, not a share. */
static bool one_more(const khd_number_scan *s, uint32_t first, const khd_quantity *q)
{
    return first > s->sentence.begin && q->noun != KHD_NOTHING &&
           !khd_nopeople_token(s, (uint32_t)q->noun)->plural &&
           !strcmp(word_kind(s, first - 1), "article") &&
           khd_nopeople_in(s->victims, s->doc, (uint32_t)q->noun);
}

/* Settles the last quantity, an ordinal. Takes in the article before it, which was
 * read as a quantity of its own. */
static khd_quantity *settle_ordinal(khd_number_scan *s, uint32_t first, khd_quantity *q)
{
    q->ordinal = true;
    q->n2 = KHD_NOTHING;
    if (!one_more(s, first, q))
        return q;
    q->ordinal = false;
    q->article = true;
    q->n = 1;
    q->tokens.begin = q->tokens.begin < first ? q->tokens.begin : first - 1;
    if (s->doc->quantities.n < 2 || q[-1].tokens.end <= q->tokens.begin)
        return q;
    q[-1] = *q;
    s->doc->quantities.n--;
    return q - 1;
}

/* "12 or more"; but in "on June 19 at least six" the words belong to the six. */
static manner read_after(const khd_number_scan *s, uint32_t *end)
{
    khd_numeral next;
    uint32_t at = *end;
    manner m = read_qualifiers(s, &at, "after");
    if (khd_numeral_read(s->doc, s->words, (khd_cursor){at, 0}, s->sentence.end, &next))
        return PLAIN;
    *end = at;
    return m;
}

/* "3-1": two numbers joined by a dash that are no range. */
static bool is_score(const khd_number_scan *s, const khd_numeral *n)
{
    khd_cursor c = n->end;
    khd_numeral next;
    return khd_cursor_dash(s->doc, &c, s->sentence.end) &&
           khd_numeral_read(s->doc, s->words, c, s->sentence.end, &next);
}

/* A numeral or a range of two, after qualifiers that begin at `begin`. */
static uint32_t read_number(khd_number_scan *s, uint32_t begin, uint32_t first, manner m)
{
    khd_numeral low, high, *last = &low;
    if (!khd_numeral_read(s->doc, s->words, (khd_cursor){first, 0}, s->sentence.end, &low))
        return 0;
    bool range = read_upper(s, &low, &high, first);
    if (range)
        last = &high;
    uint32_t end = token_after(last->end);
    khd_range core = {first, end};
    manner after = read_after(s, &end);
    khd_quantity *q = push(s, (khd_range){begin, end});
    q->n = low.value / KHD_NUMERAL_ONE;
    q->n2 = range ? high.value / KHD_NUMERAL_ONE : KHD_NOTHING;
    q->qualifier = range ? KHD_QUALIFIER_RANGE : KHD_QUALIFIER_EXACT;
    q->noun = counted_noun(s, core);
    if (low.ordinal)
        q = settle_ordinal(s, first, q);
    else
        q->unit = is_score(s, last) || khd_nopeople_number(s, core, q, last);
    m = low.plus || after == AT_LEAST ? AT_LEAST : m > after ? m : after;
    write_manner(q, m);
    return end;
}

/* "a pair of", "both": two. */
static uint32_t read_group(khd_number_scan *s, uint32_t begin, uint32_t first)
{
    uint32_t at = first + (!strcmp(word_kind(s, first), "article"));
    const char *kind = word_kind(s, at);
    bool both = at == first && !strcmp(kind, "both");
    if (!both && strcmp(kind, "group") != 0)
        return 0;
    khd_quantity q = {
        .tokens = {begin, at + 1}, .n2 = KHD_NOTHING, .qualifier = KHD_QUALIFIER_EXACT};
    q.noun = counted_noun(s, (khd_range){at, at + 1});
    if (q.noun == KHD_NOTHING || !khd_nopeople_in(s->victims, s->doc, (uint32_t)q.noun))
        return 0;
    for (const char *d = khd_table_cell(
             s->words, khd_table_find(s->words, khd_nopeople_token(s, at)->lower), 1);
         *d; d++)
        q.n = q.n * 10 + (*d - '0');
    if (khd_nopeople_is(s, at, "couple"))
        q.qualifier = KHD_QUALIFIER_ABOUT;
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return at + 1;
}

static uint32_t read_vague(khd_number_scan *s, uint32_t begin, uint32_t first)
{
    int32_t row;
    uint32_t n = khd_table_match(s->vague, s->doc, first, s->sentence.end, &row);
    if (!n)
        return 0;
    khd_range core = {first, first + n};
    khd_quantity q = {.tokens = {begin, first + n}, .n = KHD_NOTHING, .n2 = KHD_NOTHING};
    q.qualifier = KHD_QUALIFIER_VAGUE;
    q.noun = counted_noun(s, core);
    uint8_t upos = khd_nopeople_token(s, khd_doc_head(s->doc, core))->upos;
    if (q.noun == KHD_NOTHING && (upos == KHD_UPOS_ADV || upos == KHD_UPOS_ADP))
        return 0;
    q.unit = khd_nopeople_unit(s, (khd_cursor){first + n, 0}, &q);
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return first + n;
}

/* "no casualties", "no one", "not a single soldier". */
static uint32_t read_none(khd_number_scan *s, uint32_t first)
{
    int32_t row;
    uint32_t n = khd_table_match(s->words, s->doc, first, s->sentence.end, &row);
    if (!n || strcmp(khd_table_cell(s->words, row, 2), "none") != 0)
        return 0;
    khd_quantity q = {.tokens = {first, first + n}, .n2 = KHD_NOTHING};
    q.qualifier = KHD_QUALIFIER_NONE_HARMED;
    q.noun = counted_noun(s, q.tokens);
    uint32_t head = khd_doc_head(s->doc, q.tokens);
    if (q.noun == KHD_NOTHING && khd_nopeople_token(s, head)->upos != KHD_UPOS_PRON &&
        khd_nopeople_token(s, head)->upos != KHD_UPOS_NOUN)
        return 0;
    q.unit = khd_nopeople_unit(s, (khd_cursor){first + n, 0}, &q);
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return first + n;
}

/* "a soldier", "another woman", "his wife": an article before one known person. */
static uint32_t read_article(khd_number_scan *s, uint32_t first)
{
    const char *kind = word_kind(s, first);
    if (strcmp(kind, "article") != 0 && strcmp(kind, "possessive") != 0)
        return 0;
    int32_t noun = counted_noun(s, (khd_range){first, first + 1});
    if (noun == KHD_NOTHING || khd_nopeople_token(s, (uint32_t)noun)->plural ||
        !khd_nopeople_in(s->victims, s->doc, (uint32_t)noun))
        return 0;
    khd_quantity *q = push(s, (khd_range){first, first + 1});
    q->n = 1;
    q->qualifier = KHD_QUALIFIER_EXACT;
    q->article = true;
    q->noun = noun;
    return first + 1;
}

/* ---- the walk ---------------------------------------------------------------------------------
 */

/* Reads the quantity that begins at `i`; gives the token after it, 0 for none. */
static uint32_t read_at(khd_number_scan *s, uint32_t i)
{
    uint32_t first = i, end;
    manner m = read_qualifiers(s, &first, "before");
    if (first < s->sentence.end) {
        if ((end = read_number(s, i, first, m)) || (end = read_group(s, i, first)))
            return end;
        if (m > EXACTLY && (end = read_vague(s, i, first)))
            return end;
    }
    if ((end = read_group(s, i, i)) || (end = read_vague(s, i, i)) || (end = read_none(s, i)))
        return end;
    return read_article(s, i);
}

void khd_number_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_number_scan s = {.doc = doc,
                         .words = khd_lexicon_table(lexicon, "number_words"),
                         .vague = khd_lexicon_table(lexicon, "vague_numbers"),
                         .qualifiers = khd_lexicon_table(lexicon, "qualifiers"),
                         .units = khd_lexicon_table(lexicon, "units"),
                         .victims = khd_lexicon_table(lexicon, "victims")};
    for (uint32_t k = 0; k < doc->sentences.n; k++) {
        s.sentence = doc->sentences.v[k].tokens;
        for (uint32_t i = s.sentence.begin; i < s.sentence.end;) {
            uint32_t end = read_at(&s, i);
            i = end > i ? end : i + 1;
        }
    }
}
