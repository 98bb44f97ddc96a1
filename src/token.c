/* token: see token.h. One pass over each word between blanks; at every place the
 * first rule that fits takes some bytes: address, smiley, word, mark. */
#include "token.h"

#include "abbreviation.h"
#include "lexeme.h"
#include "utf8.h"

#include <string.h>

enum {
    ADDRESS_TRIES = 16, /* a word of a thousand slashes costs no more than one of 16 */
    WORD = KHD_CHAR_LETTER | KHD_CHAR_DIGIT | KHD_CHAR_MARK | KHD_CHAR_FORMAT,
    KEY_MAX = 24 /* longest key looked up in a table, with its NUL */
};

typedef struct {
    khd_doc *doc;
    const char *text;
    const khd_table *abbreviations, *prefixes, *contractions, *units;
    uint32_t sentence, sentence_end;
    uint32_t end;      /* of the word between blanks being read */
    uint32_t tries;    /* places of it at which an address may yet be looked for */
    uint32_t last_end; /* of the last token */
} lexer;

/* ---- looking at the text ----------------------------------------------------------------- */

static unsigned class_of(const lexer *x, uint32_t at)
{
    return at < x->end ? khd_utf8_class_at(x->text + at, x->end - at) : 0;
}

static char byte_at(const lexer *x, uint32_t at)
{
    return at < x->end ? x->text[at] : 0;
}

static uint32_t length_at(const lexer *x, uint32_t at)
{
    uint32_t code;
    size_t n = khd_utf8_read(x->text + at, x->end - at, &code);
    return n ? (uint32_t)n : 1;
}

static unsigned class_before(const lexer *x, uint32_t at)
{
    uint32_t code;
    return khd_utf8_read_before(x->text, at, &code) ? khd_utf8_class(code) : 0;
}

static bool is_word(const lexer *x, uint32_t at)
{
    return (class_of(x, at) & WORD) || byte_at(x, at) == '_';
}

/* Length of the apostrophe at `at` (' ` U+2019 U+00B4), 0 for none. */
static uint32_t apostrophe(const lexer *x, uint32_t at)
{
    uint32_t code;
    if (at >= x->end || !khd_utf8_read(x->text + at, x->end - at, &code))
        return 0;
    return code == '\'' || code == '`'        ? 1
           : code == 0xB4                     ? 2
           : code == 0x2019 || code == 0x2018 ? 3
                                              : 0;
}

static uint32_t digits_from(const lexer *x, uint32_t at)
{
    uint32_t n = 0;
    while (byte_at(x, at + n) >= '0' && byte_at(x, at + n) <= '9')
        n++;
    return n;
}

/* Lower-cased ASCII key of text[begin, end); false when too long or not ASCII. */
static bool make_key(const lexer *x, uint32_t begin, uint32_t end, char key[KEY_MAX])
{
    if (end - begin >= KEY_MAX)
        return false;
    uint32_t n = 0;
    for (uint32_t i = begin; i < end; n++) {
        uint32_t mark = apostrophe(x, i);
        if (!mark && (unsigned char)x->text[i] >= 0x80)
            return false;
        key[n] = mark ? '\'' : (char)khd_utf8_lower((unsigned char)x->text[i]);
        i += mark ? mark : 1;
    }
    key[n] = 0;
    return n > 0;
}

/* ---- emitting -------------------------------------------------------------------------------- */

static void emit(lexer *x, uint32_t begin, uint32_t end)
{
    if (begin >= end)
        return;
    khd_token *t = KHD_PUSH(x->doc->arena, &x->doc->tokens);
    t->span = (khd_span){begin, end};
    t->sentence = x->sentence;
    t->lower = khd_utf8_lower_copy(x->doc->arena, x->text + begin, end - begin);
    t->lemma = t->lower;
    t->head = KHD_NOTHING;
    t->glued = begin == x->last_end && x->doc->tokens.n > 1;
    x->last_end = end;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* End of the clitic that begins with the apostrophe at `at`; 0 for none. */
static uint32_t clitic_end(const lexer *x, uint32_t at)
{
    static const char *const clitics[] = {"s", "re", "ve", "ll", "d", "m"};
    uint32_t mark = apostrophe(x, at), i = at + mark;
    if (!mark)
        return 0;
    while (i < x->end && i - at < 6 && (class_of(x, i) & KHD_CHAR_LETTER))
        i += length_at(x, i);
    if (is_word(x, i))
        return 0;
    for (size_t k = 0; k < sizeof clitics / sizeof *clitics; k++)
        if (khd_utf8_is(x->text + at + mark, i - at - mark, clitics[k]))
            return i;
    return 0;
}

/* "'t" after an n: the negation of "don't". */
static bool negation_at(const lexer *x, uint32_t at)
{
    uint32_t mark = apostrophe(x, at);
    char t = byte_at(x, at + mark);
    return mark && (t == 't' || t == 'T') && !is_word(x, at + mark + 1);
}

/* Whether the hyphen at `at` joins: the word before it is a bound prefix. */
static bool prefix_joins(const lexer *x, uint32_t begin, uint32_t at, uint32_t hyphen)
{
    char key[KEY_MAX];
    return (class_of(x, at + hyphen) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT)) &&
           make_key(x, begin, at, key) && khd_table_find(x->prefixes, key) != KHD_NOTHING;
}

/* Length of the sign at `at` that joins what stands on both sides of it into one
 * word that began at `begin`; 0 when the word ends here. */
static uint32_t joiner(const lexer *x, uint32_t begin, uint32_t at)
{
    uint32_t n = length_at(x, at), mark = apostrophe(x, at);
    unsigned before = class_before(x, at), after = class_of(x, at + n);
    bool digits = (before & KHD_CHAR_DIGIT) && (after & KHD_CHAR_DIGIT);
    bool letters = (before & KHD_CHAR_LETTER) && (after & KHD_CHAR_LETTER);
    if (!(after & WORD))
        return 0;
    if (mark)
        return letters && !clitic_end(x, at) && !negation_at(x, at) ? mark : 0;
    switch (x->text[at]) {
    case '.':
    case '@':
        return 1;
    case ',':
        return digits && digits_from(x, at + 1) == 3 ? 1 : 0;
    case ':':
        return digits && digits_from(x, at + 1) == 2 ? 1 : 0;
    case '&':
        return letters && (before & after & KHD_CHAR_UPPER) ? 1 : 0;
    case '*':
        return letters ? 1 : 0;
    case '-':
        return prefix_joins(x, begin, at, 1) ? 1 : 0;
    default:
        return n == 3 && (khd_utf8_class_at(x->text + at, 3) & KHD_CHAR_DASH) &&
                       (unsigned char)x->text[at + 2] <= 0x91 && prefix_joins(x, begin, at, 3)
                   ? 3
                   : 0; /* U+2010, U+2011 */
    }
}

/* End of the word that begins at `at`, before clitics and a final stop. */
static uint32_t core_end(const lexer *x, uint32_t at)
{
    uint32_t i = khd_lexeme_number(x->text, at, x->end);
    if (i)
        return i;
    for (i = at; i < x->end;) {
        if (is_word(x, i))
            i += length_at(x, i);
        else if (i > at && joiner(x, at, i))
            i += joiner(x, at, i);
        else
            break;
    }
    return i;
}

/* Cuts "5km", "11am": where the unit begins; 0 for none. After money any letters
 * are one ("$10m"). */
static uint32_t unit_start(const lexer *x, uint32_t begin, uint32_t end)
{
    uint32_t i = begin;
    char key[KEY_MAX];
    if (!(class_of(x, begin) & KHD_CHAR_DIGIT))
        return 0;
    while (i < end && ((class_of(x, i) & KHD_CHAR_DIGIT) || strchr(".,:", x->text[i])))
        i += length_at(x, i);
    if (i == begin || i >= end || !(class_before(x, i) & KHD_CHAR_DIGIT))
        return 0;
    for (uint32_t k = i; k < end; k += length_at(x, k))
        if (!(class_of(x, k) & KHD_CHAR_LETTER) && x->text[k] != '.')
            return 0;
    bool money = begin && (class_before(x, begin) & KHD_CHAR_MONEY);
    return money || (make_key(x, i, end, key) && khd_table_find(x->units, key) != KHD_NOTHING) ? i
                                                                                               : 0;
}

/* True when nothing but marks follows in the sentence. */
static bool closes_sentence(const lexer *x, uint32_t at)
{
    while (at < x->sentence_end) {
        uint32_t code;
        size_t n = khd_utf8_read(x->text + at, x->sentence_end - at, &code);
        if (khd_utf8_class(code) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT))
            return false;
        at += n ? (uint32_t)n : 1;
    }
    return true;
}

/* Whether the full stop at `end` belongs to the word [begin, end). */
static bool takes_stop(const lexer *x, uint32_t begin, uint32_t end)
{
    if (byte_at(x, end) != '.' || byte_at(x, end + 1) == '.')
        return false;
    bool last = closes_sentence(x, end + 1);
    uint32_t next = end + 1;
    while (next < x->sentence_end && x->text[next] == ' ')
        next++;
    bool number = next < x->sentence_end &&
                  (khd_utf8_class((unsigned char)x->text[next] & 0x7F) & KHD_CHAR_DIGIT);
    switch (khd_abbreviation_find(x->abbreviations, x->text, (khd_span){begin, end + 1})) {
    case KHD_ABBREVIATION_NUMBER:
        return number;
    case KHD_ABBREVIATION_TITLE:
    case KHD_ABBREVIATION_INNER:
    case KHD_ABBREVIATION_INITIAL:
    case KHD_ABBREVIATION_DATE:
    case KHD_ABBREVIATION_TAIL:
    case KHD_ABBREVIATION_REGION:
    case KHD_ABBREVIATION_ACRONYM:
        return true;
    case KHD_ABBREVIATION_NONE:
        break;
    }
    return !last && end + 1 == x->end && end - begin <= 4 && (class_of(x, begin) & KHD_CHAR_UPPER);
}

/* "cannot" as "can not": emits the parts that a row of the table names. */
static bool emit_contraction(lexer *x, uint32_t begin, uint32_t end)
{
    char key[KEY_MAX];
    if (end - begin < 2 || !make_key(x, begin, end, key))
        return false;
    int32_t row = khd_table_find(x->contractions, key);
    if (row == KHD_NOTHING)
        return false;
    uint32_t at = begin;
    for (const char *part = khd_table_cell(x->contractions, row, 1); *part; part += *part == ' ') {
        uint32_t from = at;
        for (; *part && *part != ' '; part++)
            at += apostrophe(x, at) ? apostrophe(x, at) : 1;
        emit(x, from, at < end ? at : end);
    }
    if (at < end)
        emit(x, at, end);
    return true;
}

/* Reads the word at `at`; returns where it ends. */
static uint32_t read_word(lexer *x, uint32_t at)
{
    uint32_t end = core_end(x, at), clitic = clitic_end(x, end), unit;
    if (clitic && (class_before(x, end) & KHD_CHAR_DIGIT) && byte_at(x, clitic - 1) == 's') {
        emit(x, at, clitic); /* 1990's */
        return clitic;
    }
    if (end > at + 1 && (x->text[end - 1] | 0x20) == 'n' && negation_at(x, end)) {
        uint32_t stop = end + apostrophe(x, end) + 1;
        emit(x, at, end - 1);
        emit(x, end - 1, stop);
        return stop;
    }
    if (!clitic && takes_stop(x, at, end))
        end++;
    if (byte_at(x, end) == '$' && end - at <= 3 &&
        (class_of(x, at) & class_before(x, end) & KHD_CHAR_UPPER))
        end++; /* US$ */
    if ((unit = unit_start(x, at, end)) != 0) {
        emit(x, at, unit);
        emit(x, unit, end);
    } else if (!emit_contraction(x, at, end)) {
        emit(x, at, end);
    }
    emit(x, end, clitic);
    return clitic ? clitic : end;
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* End of the run of marks at `at` that are one token: "...", "?!", "--", "''". */
static uint32_t mark_end(const lexer *x, uint32_t at)
{
    char c = x->text[at];
    uint32_t n = length_at(x, at), i = at + n;
    if (c == '.' || c == '!' || c == '?') {
        while (byte_at(x, i) && strchr(".!?", byte_at(x, i)))
            i++;
        return i;
    }
    if (n == 1 && c && strchr("([{)]}\";,:/$%", c))
        return i;
    uint32_t limit = apostrophe(x, at) ? 2 : UINT32_MAX;
    for (uint32_t count = 1;
         count < limit && x->end - i >= n && !memcmp(x->text + i, x->text + at, n); count++)
        i += n;
    return i;
}

/* Marks that begin a word: "'90s", "'em", "#tag", "@name", "+44", ".5". */
static uint32_t marked_word_end(lexer *x, uint32_t at, bool first)
{
    char key[KEY_MAX];
    uint32_t mark = apostrophe(x, at), i = at + (mark ? mark : 1);
    char c = x->text[at];
    if (mark && first && digits_from(x, i) == 2) {
        i += 2;
        i += byte_at(x, i) == 's';
        return is_word(x, i) ? 0 : i;
    }
    if (mark && first && (class_of(x, i) & KHD_CHAR_LETTER)) {
        while (is_word(x, i))
            i += length_at(x, i);
        bool known = make_key(x, at, i, key) && khd_table_find(x->contractions, key) != KHD_NOTHING;
        return known ? i : 0;
    }
    if ((c == '#' || c == '@') && (class_of(x, i) & KHD_CHAR_LETTER)) {
        while (is_word(x, i))
            i += length_at(x, i);
        return i;
    }
    if ((c == '+' || c == '.') && digits_from(x, i) &&
        !(class_before(x, at) & WORD && at == x->last_end))
        return core_end(x, i);
    return 0;
}

static void read_chunk(lexer *x, uint32_t begin)
{
    for (uint32_t at = begin; at < x->end;) {
        bool first = at == begin || !(class_before(x, at) & WORD);
        bool look = first && x->tries;
        x->tries -= look;
        uint32_t end = look ? khd_lexeme_address(x->text, at, x->end) : 0;
        if (end) {
            emit(x, at, end);
        } else if (is_word(x, at)) {
            end = read_word(x, at);
        } else if ((end = khd_lexeme_smiley(x->text, at, x->end)) != 0) {
            emit(x, at, end);
        } else if ((end = marked_word_end(x, at, first)) != 0) {
            if (!emit_contraction(x, at, end))
                emit(x, at, end);
        } else {
            end = clitic_end(x, at);
            end = end && !first ? end : mark_end(x, at);
            emit(x, at, end);
        }
        at = end;
    }
}

static void read_sentence(lexer *x, uint32_t index)
{
    khd_sentence *s = &x->doc->sentences.v[index];
    x->sentence = index;
    x->sentence_end = s->span.end;
    s->tokens.begin = x->doc->tokens.n;
    for (uint32_t at = s->span.begin; at < s->span.end;) {
        x->end = s->span.end;
        if (class_of(x, at) & KHD_CHAR_BLANK) {
            at += length_at(x, at);
            continue;
        }
        uint32_t end = at;
        bool address = x->text[at] == 'w' || x->text[at] == 'W';
        while (end < s->span.end && !(class_of(x, end) & KHD_CHAR_BLANK)) {
            address = address || x->text[end] == '@' || x->text[end] == '/';
            end += length_at(x, end);
        }
        x->end = end;
        x->tries = address ? ADDRESS_TRIES : 0;
        read_chunk(x, at);
        at = end;
    }
    s->tokens.end = x->doc->tokens.n;
}

void khd_token_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    lexer x = {.doc = doc,
               .text = doc->text,
               .abbreviations = khd_lexicon_table(lexicon, "abbreviations"),
               .prefixes = khd_lexicon_table(lexicon, "compound_prefixes"),
               .contractions = khd_lexicon_table(lexicon, "contractions"),
               .units = khd_lexicon_table(lexicon, "attached_units")};
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        read_sentence(&x, i);
}
