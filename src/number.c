/* number: see number.h. At each token: qualifiers ("at least", "more than"), then
 * the core (a numeral, a range of two, a vague word, an article, a negation),
 * then what follows ("or more"). The counted noun decides whether people are
 * counted; neighbours that make a number a date, an age, a price, a time, a label
 * or a score set `unit`. The codebook says how qualifiers are written down.
 */
#include "number.h"

#include "numeral.h"
#include "stem.h"
#include "utf8.h"

#include <string.h>

enum { QUALIFIERS_MOST = 4, NOUN_WINDOW = 12 };

typedef struct {
    khd_doc *doc;
    const khd_table *words, *vague, *qualifiers, *units, *victims;
    khd_range sentence;
} scan;

/* How the words around a number say that it is meant. */
typedef enum { PLAIN, EXACTLY, ABOUT, LESS_THAN, AT_MOST, AT_LEAST, MORE_THAN } manner;

/* ---- small looks at tokens ----------------------------------------------------------- */

static const khd_token *token_at(const scan *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

static bool inside(const scan *s, uint32_t i)
{
    return khd_range_has(s->sentence, i);
}

static bool word_is(const scan *s, uint32_t i, const char *word)
{
    return inside(s, i) && !strcmp(token_at(s, i)->lower, word);
}

static bool word_among(const scan *s, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (word_is(s, i, *list))
            return true;
    return false;
}

static const char *word_kind(const scan *s, uint32_t i)
{
    if (!inside(s, i))
        return "";
    return khd_table_cell(s->words, khd_table_find(s->words, token_at(s, i)->lower), 2);
}

static bool has_tree(const scan *s, uint32_t i)
{
    return token_at(s, i)->head != KHD_NOTHING || s->sentence.end - s->sentence.begin == 1 ||
           token_at(s, i)->deprel == KHD_DEPREL_ROOT;
}

/* ---- qualifiers ------------------------------------------------------------------------ */

static manner manner_of(const char *kind)
{
    static const struct {
        const char *kind;
        manner manner;
    } list[] = {{"exact", EXACTLY},     {"about", ABOUT},       {"less_than", LESS_THAN},
                {"at_most", AT_MOST},   {"at_least", AT_LEAST}, {"more_than", MORE_THAN}};
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
static manner read_qualifiers(const scan *s, uint32_t *at, const char *where)
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
        [PLAIN] = KHD_QUALIFIER_EXACT,     [EXACTLY] = KHD_QUALIFIER_EXACT,
        [ABOUT] = KHD_QUALIFIER_ABOUT,     [LESS_THAN] = KHD_QUALIFIER_AT_MOST,
        [AT_MOST] = KHD_QUALIFIER_AT_MOST, [AT_LEAST] = KHD_QUALIFIER_AT_LEAST,
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

static bool in_table(const khd_table *table, const khd_doc *doc, uint32_t i)
{
    return khd_stem_find(table, doc, i) != KHD_NOTHING;
}

/* Without a tree: the first word that the tables know, before any stop. */
static int32_t noun_ahead(const scan *s, uint32_t from)
{
    static const char *const stops[] = {",", ".", ";", ":", "and", "in", "by", "on", "were",
                                        "was", "at", "(", ")", "have", "had", NULL};
    for (uint32_t i = from; i < s->sentence.end && i < from + 5; i++) {
        if (word_among(s, i, stops))
            break;
        if (in_table(s->victims, s->doc, i) || in_table(s->units, s->doc, i))
            return (int32_t)i;
    }
    return KHD_NOTHING;
}

/* "dozens of civilians", "10 of those": the noun after "of". */
static int32_t noun_of(const scan *s, uint32_t head, uint32_t from)
{
    if (!word_is(s, from, "of"))
        return KHD_NOTHING;
    for (uint32_t i = from + 1; i < s->sentence.end && i < from + NOUN_WINDOW; i++)
        if (token_at(s, i)->head == (int32_t)head && is_noun(token_at(s, i)))
            return (int32_t)i;
    return noun_ahead(s, from + 1);
}

/* The word right after the number, when it is a noun for people. */
static int32_t noun_next(const scan *s, khd_range core)
{
    return inside(s, core.end) && is_noun(token_at(s, core.end)) &&
                   token_at(s, core.end)->upos != KHD_UPOS_DET &&
                   in_table(s->victims, s->doc, core.end)
               ? (int32_t)core.end
               : KHD_NOTHING;
}

/* `core` holds the number's own tokens, without qualifiers. */
static int32_t counted_noun(const scan *s, khd_range core)
{
    uint32_t head = khd_doc_head(s->doc, core);
    const khd_token *t = token_at(s, head);
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
        return noun_next(s, core);
    return is_noun(token_at(s, (uint32_t)t->head)) || t->deprel == KHD_DEPREL_NUMMOD ? t->head
                                                                                    : KHD_NOTHING;
}

/* ---- numbers of no people ------------------------------------------------------------------ */

static const char *const months[] = {"january", "february", "march", "april", "may", "june",
                                     "july", "august", "september", "october", "november",
                                     "december", "jan", "jan.", "feb", "feb.", "mar", "mar.",
                                     "apr", "apr.", "jun", "jun.", "jul", "jul.", "aug", "aug.",
                                     "sept", "sept.", "sep", "sep.", "oct", "oct.", "nov",
                                     "nov.", "dec", "dec.", NULL};
static const char *const labels[] = {"no.", "number", "no", "nr", "nr.", "page", "article",
                                     "chapter", "route", "highway", "resolution", "flight",
                                     "phase", "grade", "age", "aged", "line", "section", "part",
                                     "figure", "channel", "sector", "block", "gate", "area",
                                     "version", "level", "apollo", "windows", "psalm", "verse",
                                     "tel", "tel.", "telephone", "phone", "fax", "#", "nos.",
                                     NULL};
static const char *const before_years[] = {"in", "since", "until", "till", "of", "by", "from",
                                           "during", "before", "after", "late", "early", "mid",
                                           "(", "-", ",", "between", "through", "circa", NULL};

static bool is_money(const scan *s, uint32_t i)
{
    if (!inside(s, i))
        return false;
    const khd_token *t = token_at(s, i);
    const char *end = s->doc->text + t->span.end;
    uint32_t code;
    size_t n = khd_utf8_read_before(s->doc->text, t->span.end, &code);
    return n && (khd_utf8_class_at(end - n, n) & KHD_CHAR_MONEY);
}

static bool is_year(const scan *s, khd_range core, const khd_quantity *q, unsigned digits)
{
    if (digits != 4 || q->n < 1900 || q->n > 2099 || core.end != core.begin + 1)
        return false;
    if (q->noun != KHD_NOTHING && in_table(s->victims, s->doc, (uint32_t)q->noun))
        return false;
    return word_among(s, core.begin - 1, before_years) || word_among(s, core.begin - 1, months) ||
           q->noun == KHD_NOTHING;
}

/* "May 5", "5 May", "No. 5", "AK-47", "aged 5": the word before or after says so. */
static bool is_label(const scan *s, khd_range core, const khd_quantity *q)
{
    uint32_t before = core.begin - 1;
    bool small = q->n <= 31 && q->n2 == KHD_NOTHING;
    if (word_among(s, core.end, months) && small && token_at(s, core.end)->upos != KHD_UPOS_AUX)
        return true;
    if (core.begin == s->sentence.begin)
        return false;
    if (word_among(s, before, months) && q->n <= 31)
        return !word_is(s, before, "may") || token_at(s, before)->upos != KHD_UPOS_AUX;
    if (word_among(s, before, labels))
        return q->noun == KHD_NOTHING || word_is(s, before, "aged") || word_is(s, before, "age");
    khd_cursor dash = {before, 0};
    return token_at(s, core.begin)->glued && khd_cursor_dash(s->doc, &dash, core.begin) &&
           before > s->sentence.begin && token_at(s, before)->glued;
}

/* ", 20," after a name. */
static bool is_age_apposition(const scan *s, khd_range core, const khd_quantity *q)
{
    if (q->noun != KHD_NOTHING || q->n > 120 || q->n2 != KHD_NOTHING || core.begin < 2)
        return false;
    uint32_t before = core.begin - 1;
    bool closed = word_is(s, core.end, ",") || word_is(s, core.end, ")") ||
                  word_is(s, core.end, ".") || word_is(s, core.end, ";");
    return closed && (word_is(s, before, ",") || word_is(s, before, "(")) &&
           inside(s, before - 1) &&
           (token_at(s, before - 1)->entity == KHD_ENTITY_PER ||
            token_at(s, before - 1)->upos == KHD_UPOS_PROPN);
}

/* A number that hangs on a word before it ("Apollo 11", "Deir 5") is its label. */
static bool hangs_left(const scan *s, khd_range core, const khd_quantity *q)
{
    const khd_token *t = token_at(s, khd_doc_head(s->doc, core));
    if (q->noun != KHD_NOTHING || t->head == KHD_NOTHING || t->head >= (int32_t)core.begin)
        return false;
    return t->deprel == KHD_DEPREL_NUMMOD || t->deprel == KHD_DEPREL_FLAT ||
           t->deprel == KHD_DEPREL_COMPOUND || t->deprel == KHD_DEPREL_NMOD_UNMARKED;
}

/* The words after the number, or its noun, are in the table of units. */
static bool has_unit(const scan *s, khd_cursor end, const khd_quantity *q)
{
    char word[32];
    khd_cursor after = end;
    if (khd_cursor_dash(s->doc, &after, s->sentence.end) || after.at)
        if (khd_cursor_word(s->doc, &after, s->sentence.end, word) &&
            khd_table_find(s->units, word) != KHD_NOTHING)
            return true;
    int32_t row;
    bool people = q->noun != KHD_NOTHING && in_table(s->victims, s->doc, (uint32_t)q->noun);
    uint32_t next = end.token + (end.at > 0);
    uint32_t n = khd_table_match(s->units, s->doc, next, s->sentence.end, &row);
    if (n && (!people || next + n - 1 == (uint32_t)q->noun))
        return true;
    return q->noun != KHD_NOTHING && !people && in_table(s->units, s->doc, (uint32_t)q->noun);
}

static bool is_of_no_people(const scan *s, khd_range core, const khd_quantity *q,
                            const khd_numeral *last)
{
    if (last->over || last->digits >= 7 || last->value % KHD_NUMERAL_ONE)
        return true;
    if (is_money(s, core.begin) || (core.begin && is_money(s, core.begin - 1)) ||
        is_money(s, core.end))
        return true;
    return has_unit(s, last->end, q) || is_year(s, core, q, last->digits) ||
           is_label(s, core, q) || is_age_apposition(s, core, q) || hangs_left(s, core, q);
}

/* ---- cores ----------------------------------------------------------------------------------- */

static uint32_t token_after(khd_cursor c)
{
    return c.token + (c.at > 0);
}

/* Goes over "-", "to", "or", and "and" after "between". */
static bool read_join(const scan *s, khd_cursor *at, bool between, bool from)
{
    char word[32];
    khd_cursor c = *at;
    if (khd_cursor_dash(s->doc, &c, s->sentence.end)) {
        *at = c;
        return true;
    }
    if (!khd_cursor_word(s->doc, &c, s->sentence.end, word))
        return false;
    bool joins = (!strcmp(word, "to") && !from) || !strcmp(word, "or") ||
                 (between && !strcmp(word, "and"));
    if (joins)
        *at = c;
    return joins;
}

/* Upper end of a range after `low`. "2 to 3 million" gives the scale to both. */
static bool read_upper(const scan *s, khd_numeral *low, khd_numeral *high, uint32_t first)
{
    bool between = first > s->sentence.begin && word_is(s, first - 1, "between");
    bool from = first > s->sentence.begin && word_is(s, first - 1, "from") &&
                !(first > s->sentence.begin + 1 && !strncmp(token_at(s, first - 2)->lower, "rang", 4));
    khd_cursor c = low->end;
    if (low->ordinal || low->over || !read_join(s, &c, between, from))
        return false;
    if (!khd_numeral_read(s->doc, s->words, c, s->sentence.end, high) || high->ordinal || high->over)
        return false;
    if (low->scale == 1 && high->scale > 1 && low->value * high->scale < high->value &&
        low->value < KHD_NUMERAL_CEILING)
        low->value *= high->scale;
    return high->value > low->value;
}

static khd_quantity *push(scan *s, khd_range tokens)
{
    khd_quantity *q = KHD_PUSH(s->doc->arena, &s->doc->quantities);
    *q = (khd_quantity){.tokens = tokens, .n = KHD_NOTHING, .n2 = KHD_NOTHING, .noun = KHD_NOTHING};
    return q;
}

/* "a third person", "a fifth soldier": one more, not a share. */
static bool one_more(const scan *s, uint32_t first, const khd_quantity *q)
{
    return first > s->sentence.begin && q->noun != KHD_NOTHING &&
           !token_at(s, (uint32_t)q->noun)->plural &&
           !strcmp(word_kind(s, first - 1), "article") &&
           in_table(s->victims, s->doc, (uint32_t)q->noun);
}

static void settle_ordinal(const scan *s, uint32_t first, khd_quantity *q)
{
    q->ordinal = true;
    q->n2 = KHD_NOTHING;
    if (!one_more(s, first, q))
        return;
    q->ordinal = false;
    q->article = true;
    q->n = 1;
    q->tokens.begin = first - 1;
}

/* "12 or more"; but in "on June 19 at least six" the words belong to the six. */
static manner read_after(const scan *s, uint32_t *end)
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
static bool is_score(const scan *s, const khd_numeral *n)
{
    khd_cursor c = n->end;
    khd_numeral next;
    return khd_cursor_dash(s->doc, &c, s->sentence.end) &&
           khd_numeral_read(s->doc, s->words, c, s->sentence.end, &next);
}

/* A numeral or a range of two, after qualifiers that begin at `begin`. */
static uint32_t read_number(scan *s, uint32_t begin, uint32_t first, manner m)
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
        settle_ordinal(s, first, q);
    else
        q->unit = is_score(s, last) || is_of_no_people(s, core, q, last);
    m = low.plus || after == AT_LEAST ? AT_LEAST : m > after ? m : after;
    write_manner(q, m);
    return end;
}

/* "a pair of", "both": two. */
static uint32_t read_group(scan *s, uint32_t begin, uint32_t first)
{
    uint32_t at = first + (!strcmp(word_kind(s, first), "article"));
    const char *kind = word_kind(s, at);
    bool both = at == first && !strcmp(kind, "both");
    if (!both && strcmp(kind, "group") != 0)
        return 0;
    khd_quantity q = {.tokens = {begin, at + 1}, .n2 = KHD_NOTHING, .qualifier = KHD_QUALIFIER_EXACT};
    q.noun = counted_noun(s, (khd_range){at, at + 1});
    if (q.noun == KHD_NOTHING || !in_table(s->victims, s->doc, (uint32_t)q.noun))
        return 0;
    for (const char *d = khd_table_cell(s->words, khd_table_find(s->words, token_at(s, at)->lower), 1);
         *d; d++)
        q.n = q.n * 10 + (*d - '0');
    if (word_is(s, at, "couple"))
        q.qualifier = KHD_QUALIFIER_ABOUT;
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return at + 1;
}

static uint32_t read_vague(scan *s, uint32_t begin, uint32_t first)
{
    int32_t row;
    uint32_t n = khd_table_match(s->vague, s->doc, first, s->sentence.end, &row);
    if (!n)
        return 0;
    khd_range core = {first, first + n};
    khd_quantity q = {.tokens = {begin, first + n}, .n = KHD_NOTHING, .n2 = KHD_NOTHING};
    q.qualifier = KHD_QUALIFIER_VAGUE;
    q.noun = counted_noun(s, core);
    uint8_t upos = token_at(s, khd_doc_head(s->doc, core))->upos;
    if (q.noun == KHD_NOTHING && (upos == KHD_UPOS_ADV || upos == KHD_UPOS_ADP))
        return 0;
    q.unit = has_unit(s, (khd_cursor){first + n, 0}, &q);
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return first + n;
}

/* "no casualties", "no one", "not a single soldier". */
static uint32_t read_none(scan *s, uint32_t first)
{
    int32_t row;
    uint32_t n = khd_table_match(s->words, s->doc, first, s->sentence.end, &row);
    if (!n || strcmp(khd_table_cell(s->words, row, 2), "none") != 0)
        return 0;
    khd_quantity q = {.tokens = {first, first + n}, .n2 = KHD_NOTHING};
    q.qualifier = KHD_QUALIFIER_NONE_HARMED;
    q.noun = counted_noun(s, q.tokens);
    uint32_t head = khd_doc_head(s->doc, q.tokens);
    if (q.noun == KHD_NOTHING && token_at(s, head)->upos != KHD_UPOS_PRON &&
        token_at(s, head)->upos != KHD_UPOS_NOUN)
        return 0;
    q.unit = has_unit(s, (khd_cursor){first + n, 0}, &q);
    *KHD_PUSH(s->doc->arena, &s->doc->quantities) = q;
    return first + n;
}

/* "a soldier", "another woman", "his wife": an article before one known person. */
static uint32_t read_article(scan *s, uint32_t first)
{
    const char *kind = word_kind(s, first);
    if (strcmp(kind, "article") != 0 && strcmp(kind, "possessive") != 0)
        return 0;
    int32_t noun = counted_noun(s, (khd_range){first, first + 1});
    if (noun == KHD_NOTHING || token_at(s, (uint32_t)noun)->plural ||
        !in_table(s->victims, s->doc, (uint32_t)noun))
        return 0;
    khd_quantity *q = push(s, (khd_range){first, first + 1});
    q->n = 1;
    q->qualifier = KHD_QUALIFIER_EXACT;
    q->article = true;
    q->noun = noun;
    return first + 1;
}

/* ---- the walk --------------------------------------------------------------------------------- */

/* Reads the quantity that begins at `i`; gives the token after it, 0 for none. */
static uint32_t read_at(scan *s, uint32_t i)
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
    scan s = {.doc = doc,
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
