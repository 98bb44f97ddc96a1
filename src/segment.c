/* segment: see segment.h. Words here are runs between blanks, with their
 * punctuation. */
#include "segment.h"

#include "abbreviation.h"
#include "utf8.h"

#include <string.h>

typedef struct {
    khd_doc *doc;
    const khd_table *abbreviations, *starters;
    const char *text;
    uint32_t block, end; /* the block and its end */
    uint32_t begin;      /* of the sentence being read */
    uint32_t words;      /* of it so far */
    uint32_t soft;       /* after its last comma, colon ...: where it may be cut */
    uint32_t soft_words; /* words up to there */
    uint32_t quotes;     /* straight double quotes in it */
} walker;

static unsigned class_of(const walker *w, uint32_t at)
{
    return khd_utf8_class_at(w->text + at, w->end - at);
}

static bool is_stop(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* The ellipsis character at `at`. */
static bool is_ellipsis(const walker *w, uint32_t at)
{
    return w->end - at >= 3 && !memcmp(w->text + at, "\xE2\x80\xA6", 3);
}

static uint32_t skip_blanks(const walker *w, uint32_t at)
{
    while (at < w->end) {
        uint32_t code;
        size_t n = khd_utf8_read(w->text + at, w->end - at, &code);
        if (!n || !(khd_utf8_class(code) & KHD_CHAR_BLANK))
            break;
        at += (uint32_t)n;
    }
    return at;
}

/* End of the word at `at`. */
static uint32_t word_end(const walker *w, uint32_t at)
{
    while (at < w->end) {
        uint32_t code;
        size_t n = khd_utf8_read(w->text + at, w->end - at, &code);
        if (!n || (khd_utf8_class(code) & KHD_CHAR_BLANK))
            break;
        at += (uint32_t)n;
    }
    return at;
}

/* ---- sentences ----------------------------------------------------------------------- */

static void push_sentence(walker *w, uint32_t end)
{
    uint32_t begin = skip_blanks(w, w->begin);
    while (end > begin) {
        uint32_t code;
        size_t n = khd_utf8_read_before(w->text, end, &code);
        if (!n || !(khd_utf8_class(code) & KHD_CHAR_BLANK))
            break;
        end -= (uint32_t)n;
    }
    if (begin < end)
        *KHD_PUSH(w->doc->arena, &w->doc->sentences) =
            (khd_sentence){.span = {begin, end}, .block = w->block};
}

/* Ends the sentence at `end`; the next begins there. */
static void close_sentence(walker *w, uint32_t end)
{
    push_sentence(w, end);
    w->begin = w->soft = end;
    w->words = w->soft_words = w->quotes = 0;
}

/* Cuts a sentence that grew too long before the word [at, end). */
static void bound_sentence(walker *w, uint32_t at, uint32_t end)
{
    if (w->words < KHD_SENTENCE_WORDS && end - w->begin <= KHD_SENTENCE_BYTES)
        return;
    uint32_t words = w->words - w->soft_words, soft = w->soft, quotes = w->quotes;
    if (soft > w->begin && at - soft < KHD_SENTENCE_BYTES) {
        close_sentence(w, soft);
        w->words = words;
        w->quotes = quotes;
    } else if (at > w->begin) {
        close_sentence(w, at);
    }
    if (at > w->begin && end - w->begin > KHD_SENTENCE_BYTES) /* the last word was long */
        close_sentence(w, at);
    while (end - w->begin > KHD_SENTENCE_BYTES) { /* one word of giant length */
        uint32_t cut = w->begin + KHD_SENTENCE_BYTES;
        while (((unsigned char)w->text[cut] & 0xC0) == 0x80)
            cut--;
        close_sentence(w, cut);
    }
}

/* ---- does a sentence end here? ---------------------------------------------------------- */

static bool is_closer(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == '}' ||
           code == 0x201D || code == 0x2019 || code == 0xBB || code == 0x203A;
}

static bool is_opener(uint32_t code)
{
    return code == '"' || code == '\'' || code == '(' || code == '[' || code == '{' ||
           code == '`' || code == 0x201C || code == 0x2018 || code == 0xAB || code == 0x2039 ||
           code == '-' || code == '*' || code == 0x2022 || (khd_utf8_class(code) & KHD_CHAR_DASH);
}

/* The first letter, digit or other sign of the word at `at`, openers passed over. */
static uint32_t inside(const walker *w, uint32_t at)
{
    while (at < w->end) {
        uint32_t code;
        size_t n = khd_utf8_read(w->text + at, w->end - at, &code);
        if (!n || !is_opener(code))
            break;
        at += (uint32_t)n;
    }
    return at;
}

/* The word at `at` is, in lower case, a row of the table of sentence openers. */
static bool starts_sentence(const walker *w, uint32_t at)
{
    char key[16];
    size_t n = 0;
    at = inside(w, at);
    if (!(class_of(w, at) & KHD_CHAR_UPPER))
        return false;
    for (; at + n < w->end && n < sizeof key; n++) {
        unsigned char c = (unsigned char)w->text[at + n];
        if (!(khd_utf8_class(c < 0x80 ? c : 0) & KHD_CHAR_LETTER))
            break;
        if (n + 1 == sizeof key)
            return false;
        key[n] = (char)khd_utf8_lower(c);
    }
    key[n] = 0;
    return n && khd_table_find(w->starters, key) != KHD_NOTHING;
}

/* "1." or "b)" or "(c)." as the first word: the number of a list item. */
static bool is_list_number(const walker *w, uint32_t at, uint32_t stop)
{
    if (w->words > 1 || stop - at > 4)
        return false;
    uint32_t i = inside(w, at);
    if (stop - i == 1)
        return (class_of(w, i) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT)) != 0;
    for (; i < stop; i++)
        if (!(class_of(w, i) & KHD_CHAR_DIGIT))
            return false;
    return true;
}

/* Verbs that go on after a quoted question or exclamation: "...?" Smith said. */
static bool is_speech(const walker *w, uint32_t at)
{
    static const char *const verbs[] = {"said", "says",  "asked", "asks",   "told",   "added",
                                        "adds", "cried", "wrote", "writes", "shouted"};
    uint32_t end = word_end(w, at);
    while (end > at && !(class_of(w, end - 1) & KHD_CHAR_LETTER))
        end--;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (khd_utf8_is(w->text + at, end - at, verbs[i]))
            return true;
    return false;
}

/* Small letters only, three at least: no abbreviation, so that even a small letter
 * after the stop opens a sentence ("it was over. the rebels fled"). */
static bool is_plain_word(const walker *w, uint32_t at, uint32_t stop)
{
    for (uint32_t i = at; i < stop; i++)
        if (!(khd_utf8_class((unsigned char)w->text[i] & 0x7F) & KHD_CHAR_LOWER))
            return false;
    return stop - at >= 3;
}

/* Whether the single full stop that ends the bare word [at, stop + 1) ends the
 * sentence before the word at `next`. */
static bool full_stop_ends(const walker *w, uint32_t at, uint32_t stop, uint32_t next)
{
    unsigned after = class_of(w, inside(w, next));
    if (is_list_number(w, at, stop))
        return false;
    at = inside(w, at);
    switch (khd_abbreviation_find(w->abbreviations, w->text, (khd_span){at, stop + 1})) {
    case KHD_ABBREVIATION_TITLE:
    case KHD_ABBREVIATION_INNER:
        return false;
    case KHD_ABBREVIATION_NUMBER:
        return !(after & KHD_CHAR_DIGIT) && !(after & KHD_CHAR_LOWER);
    case KHD_ABBREVIATION_DATE:
    case KHD_ABBREVIATION_TAIL:
    case KHD_ABBREVIATION_REGION:
    case KHD_ABBREVIATION_INITIAL:
    case KHD_ABBREVIATION_ACRONYM:
        return starts_sentence(w, next);
    case KHD_ABBREVIATION_NONE:
        break;
    }
    return !(after & KHD_CHAR_LOWER) || is_plain_word(w, at, stop);
}

/* Where the sentence ends inside or at the end of the word [at, end): 0 if it
 * does not. `next` is the next word. */
static uint32_t ends_with(const walker *w, uint32_t at, uint32_t end, uint32_t next)
{
    uint32_t stop = end, code;
    bool quoted = false;
    for (size_t n; stop > at && (n = khd_utf8_read_before(w->text, stop, &code)) != 0;) {
        if (!is_closer(code))
            break;
        quoted = quoted || (khd_utf8_class(code) & KHD_CHAR_QUOTE);
        stop -= (uint32_t)n;
    }
    uint32_t run = stop;
    bool asks = false;
    while (run > at) {
        if (is_stop(w->text[run - 1])) {
            run--;
            asks = asks || w->text[run] != '.';
        } else if (run - at >= 3 && is_ellipsis(w, run - 3)) {
            run -= 3;
        } else {
            break;
        }
    }
    if (run == stop)
        return 0;
    if (next >= w->end)
        return end;
    uint32_t open = inside(w, next);
    if (class_of(w, open) & KHD_CHAR_LOWER && (asks || quoted || stop - run > 1))
        return 0;
    if (asks && quoted && is_speech(w, skip_blanks(w, word_end(w, next))))
        return 0;
    if (!asks && stop - run == 1 && !full_stop_ends(w, at, run, next))
        return 0;
    return end;
}

/* "disease.According": a stop to which the next sentence is glued. Gives its
 * beginning, 0 for none. `quotes` straight quotes stand before the word: an even
 * number makes the next one an opener. */
static uint32_t glued_start(const walker *w, uint32_t at, uint32_t end, uint32_t quotes)
{
    for (uint32_t i = at; i + 2 < end; i++) {
        quotes += w->text[i] == '"';
        if (i < at + 2 || !is_stop(w->text[i]))
            continue;
        unsigned before = class_of(w, i - 1) & class_of(w, i - 2);
        uint32_t after = i + 1, code;
        size_t n;
        while (after < end && (n = khd_utf8_read(w->text + after, end - after, &code)) != 0 &&
               is_closer(code) && (code != '"' || quotes % 2))
            after += (uint32_t)n;
        uint32_t start = after;
        after += start == i + 1 && after < end && w->text[after] == '"';
        if ((before & (KHD_CHAR_LOWER | KHD_CHAR_DIGIT)) && after + 1 < end &&
            (class_of(w, after) & KHD_CHAR_UPPER) && (class_of(w, after + 1) & KHD_CHAR_LOWER))
            return start;
    }
    return 0;
}

static bool looks_like_address(const char *word, size_t n)
{
    return memchr(word, '/', n) || memchr(word, '@', n) || (n > 4 && khd_utf8_is(word, 4, "www."));
}

/* ---- walking ------------------------------------------------------------------------------ */

typedef struct {
    bool stop;  /* holds . ! ? or an ellipsis */
    bool pause; /* ends with , ; : or a dash */
    uint32_t quotes;
} word_signs;

static word_signs signs_of(const walker *w, uint32_t at, uint32_t end)
{
    word_signs s = {false, false, 0};
    for (uint32_t i = at; i < end; i++) {
        s.stop = s.stop || is_stop(w->text[i]) || w->text[i] == '\xE2';
        s.quotes += w->text[i] == '"';
    }
    char last = w->text[end - 1];
    s.pause = last == ',' || last == ';' || last == ':' || (last == '-' && end - at <= 2);
    return s;
}

/* A lone closing quote or bracket after the end still belongs to the sentence. */
static uint32_t take_lone_closer(const walker *w, uint32_t end)
{
    uint32_t at = skip_blanks(w, end), code;
    size_t n = khd_utf8_read(w->text + at, w->end - at, &code);
    if (!n || !is_closer(code) || at + n - w->begin > KHD_SENTENCE_BYTES ||
        (at + n < w->end && !(class_of(w, at + (uint32_t)n) & KHD_CHAR_BLANK)))
        return end;
    bool open = code == '"' ? w->quotes % 2 == 1 : code != '\'';
    return open ? at + (uint32_t)n : end;
}

static void read_word(walker *w, uint32_t at, uint32_t end)
{
    bound_sentence(w, at, end);
    w->words++;
    word_signs signs = signs_of(w, at, end);
    w->quotes += signs.quotes;
    if (signs.stop) {
        if (end - at < 200 && !looks_like_address(w->text + at, end - at))
            for (uint32_t start, q = w->quotes - signs.quotes;
                 (start = glued_start(w, at, end, q)) != 0; at = start, q = 0)
                close_sentence(w, start);
        uint32_t stop = ends_with(w, at, end, skip_blanks(w, end));
        if (stop)
            close_sentence(w, take_lone_closer(w, stop));
    }
    if (signs.pause) {
        w->soft = end;
        w->soft_words = w->words;
    }
}

static void read_block(walker *w, khd_span span)
{
    w->begin = w->soft = span.begin;
    w->end = span.end;
    w->words = w->soft_words = w->quotes = 0;
    for (uint32_t at = skip_blanks(w, span.begin); at < w->end;) {
        uint32_t end = word_end(w, at);
        if (end == at)
            break;
        read_word(w, at, end);
        at = skip_blanks(w, end > w->begin ? end : w->begin);
    }
    if (w->begin < w->end)
        push_sentence(w, w->end);
}

void khd_segment_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    walker w = {.doc = doc,
                .text = doc->text,
                .abbreviations = khd_lexicon_table(lexicon, "abbreviations"),
                .starters = khd_lexicon_table(lexicon, "sentence_starters")};
    for (uint32_t i = 0; i < doc->blocks.n; i++) {
        w.block = i;
        read_block(&w, doc->blocks.v[i].span);
    }
}
