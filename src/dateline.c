/* dateline: see dateline.h. A dateline is a run of capitalised words, dates and
 * bracketed agency names that a dash or a bracket closes and a sentence follows. */
#include "dateline.h"

#include "calendar.h"
#include "paragraph.h"
#include "utf8.h"

#include <string.h>

enum { DATELINE_BYTES = 110, DATELINE_WORDS = 12, AGENCY_WORDS = 4, KEY = 64 };

typedef struct {
    const khd_doc *doc;
    const khd_table *agencies;
    uint32_t at, end;
    khd_dateline line;
    uint32_t words;
    bool capitals; /* the first word is all capitals */
    bool comma, bracket, agency, dated;
    enum { OPEN, HYPHEN, DASH } close;
} reader;

static uint32_t code_at(const khd_doc *doc, uint32_t at, uint32_t end, uint32_t *length)
{
    uint32_t code;
    size_t n = at < end ? khd_utf8_read(doc->text + at, end - at, &code) : 0;
    *length = (uint32_t)n;
    return n ? code : 0;
}

static uint32_t skip_blanks(const khd_doc *doc, uint32_t at, uint32_t end)
{
    uint32_t n;
    while (at < end && (khd_utf8_class(code_at(doc, at, end, &n)) & KHD_CHAR_BLANK))
        at += n;
    return at;
}

uint32_t khd_dateline_agency(const khd_doc *doc, const khd_table *agencies, uint32_t at,
                             uint32_t end)
{
    char key[KEY];
    size_t n = 0;
    uint32_t found = 0;
    for (int i = 0; i < AGENCY_WORDS; i++) {
        khd_span word = khd_paragraph_word(doc, at, end);
        if (n && n + 1 < sizeof key)
            key[n++] = ' ';
        size_t m = khd_span_empty(word) ? 0 : khd_paragraph_key(doc, word, key + n, sizeof key - n);
        if (!m || !(khd_utf8_class_at(doc->text + word.begin, 4) & KHD_CHAR_UPPER))
            break;
        n += m;
        if (khd_table_find(agencies, key) != KHD_NOTHING)
            found = word.end;
        at = word.end;
    }
    while (found && strchr(",.;:)-", doc->text[found - 1]))
        found--;
    return found;
}

/* ---- the parts of a dateline ------------------------------------------------------------ */

/* A date: full, or month and day, the latter with a two-digit year at most. */
static bool read_date(reader *r)
{
    khd_day day;
    const char *text = r->doc->text + r->at;
    size_t room = r->end - r->at, n = khd_calendar_read(text, room, &day);
    if (n) {
        r->line.day = day;
    } else {
        int month, day_of_month;
        n = khd_calendar_read_day(text, room, &month, &day_of_month);
        if (!n)
            return false;
        r->line.month = month;
        r->line.day_of_month = day_of_month;
        if (room - n > 3 && text[n] == ' ' && text[n + 1] >= '0' && text[n + 1] <= '9' &&
            text[n + 2] >= '0' && text[n + 2] <= '9' && text[n + 3] == ' ') {
            int year = (text[n + 1] - '0') * 10 + text[n + 2] - '0';
            r->line.day = khd_day_from(year < 70 ? 2000 + year : 1900 + year, month, day_of_month);
            n += 3;
        }
    }
    r->at += (uint32_t)n;
    r->dated = true;
    return true;
}

/* "(AFP)", "(August 16, 2011)", "[Reuters]": short and without small words. */
static bool read_bracket(reader *r)
{
    char open = r->doc->text[r->at];
    const char *from = r->doc->text + r->at + 1;
    size_t room = r->end - r->at - 1;
    const char *stop = memchr(from, open == '(' ? ')' : ']', room < 48 ? room : 48);
    if ((open != '(' && open != '[') || !stop)
        return false;
    uint32_t close = (uint32_t)(stop - r->doc->text), after = close + 1;
    khd_span inside = {r->at + 1, close};
    khd_shape shape = khd_paragraph_shape(r->doc, inside);
    if (shape.lower || !shape.words)
        return false;
    r->agency = r->agency || khd_dateline_agency(r->doc, r->agencies, inside.begin, inside.end);
    r->at = inside.begin;
    uint32_t end = r->end;
    r->end = close;
    read_date(r);
    r->end = end;
    r->at = after;
    return r->bracket = true;
}

/* The dash that closes the dateline. One that is glued to words on both sides is
 * part of a word ("COVID-19"), but for the long dash after capitals. */
static bool read_dash(reader *r)
{
    uint32_t n, after, next = r->at;
    uint32_t code = code_at(r->doc, r->at, r->end, &n);
    if (!(khd_utf8_class(code) & KHD_CHAR_DASH))
        return false;
    bool twice = false;
    for (next += n; code_at(r->doc, next, r->end, &after) == code; next += after)
        twice = true; /* "--" */
    unsigned behind = khd_utf8_class(code_at(r->doc, next, r->end, &after));
    unsigned before = khd_utf8_class_at(r->doc->text + r->at - 1, 1);
    bool glued = next < r->end && !(behind & KHD_CHAR_BLANK) && (before & KHD_CHAR_LETTER);
    if (glued && !twice && !(code == 0x2014 && r->capitals))
        return false;
    r->close = code == '-' && !twice ? HYPHEN : DASH;
    r->at = next;
    return true;
}

/* A capitalised word, or a small particle of a name ("al-", "de"). */
static bool read_name(reader *r)
{
    static const char *const particles[] = {"of",  "the", "de",   "del", "la", "el", "al",
                                            "and", "in",  "near", "ez",  "az", "e"};
    uint32_t begin = r->at, n, upper = 0, letters = 0;
    for (; r->at < r->end; r->at += n) {
        uint32_t code = code_at(r->doc, r->at, r->end, &n), next;
        unsigned k = khd_utf8_class(code);
        bool joins = code == '-' && r->at > begin &&
                     (khd_utf8_class(code_at(r->doc, r->at + 1, r->end, &next)) & KHD_CHAR_LETTER);
        if (!(k & (KHD_CHAR_LETTER | KHD_CHAR_MARK | KHD_CHAR_QUOTE)) && code != '.' && !joins)
            break;
        upper += (k & KHD_CHAR_UPPER) != 0;
        letters += (k & KHD_CHAR_LETTER) != 0;
    }
    if (!letters)
        return false;
    bool capital = khd_utf8_class_at(r->doc->text + begin, r->end - begin) & KHD_CHAR_UPPER;
    for (size_t i = 0; !capital && i < sizeof particles / sizeof *particles; i++)
        capital = r->words && khd_utf8_is(r->doc->text + begin, r->at - begin, particles[i]);
    capital = capital || (r->at - begin > 3 && khd_utf8_is(r->doc->text + begin, 3, "al-"));
    if (!r->words++)
        r->capitals = upper == letters && letters >= 3;
    r->agency = r->agency || khd_dateline_agency(r->doc, r->agencies, begin, r->at);
    return capital;
}

/* A second dash soon after would make the first one a dash of the sentence. */
static bool dash_follows(const reader *r)
{
    uint32_t n, stop = r->end - r->at > 100 ? r->at + 100 : r->end;
    for (uint32_t at = r->at; at < stop; at += n) {
        uint32_t code = code_at(r->doc, at, r->end, &n);
        if (!n || code == '.')
            return false;
        if (code == 0x2013 || code == 0x2014 || (code == '-' && r->doc->text[at - 1] == ' '))
            return true;
    }
    return false;
}

/* Whether what was read is a dateline, by how much of one it has. */
static bool accept(const reader *r, uint32_t body)
{
    uint32_t n;
    uint32_t code = code_at(r->doc, body, r->end, &n);
    unsigned next = khd_utf8_class(code);
    bool opens = body >= r->end || (next & (KHD_CHAR_UPPER | KHD_CHAR_DIGIT | KHD_CHAR_QUOTE)) ||
                 code == '[';
    if (!r->words || !opens)
        return false;
    khd_shape rest = khd_paragraph_shape(r->doc, (khd_span){body, r->end});
    if (body < r->end ? rest.words < 6 : !r->bracket && !r->dated)
        return false;
    bool told = (r->capitals && (r->comma || r->words <= 4)) || r->bracket || r->dated || r->agency;
    if (r->close == OPEN)
        return r->bracket && (r->agency || r->dated) &&
               (r->capitals || r->dated || r->comma || r->words <= 2);
    if (told)
        return true;
    if (r->close == HYPHEN)
        return r->comma && r->words <= 6 && !dash_follows(r);
    return r->words <= 5 && !dash_follows(r);
}

khd_dateline khd_dateline_read(const khd_doc *doc, const khd_table *agencies, khd_span paragraph)
{
    reader r = {.doc = doc,
                .agencies = agencies,
                .at = paragraph.begin,
                .end = paragraph.end,
                .line = {.day = KHD_NO_DAY}};
    khd_dateline none = r.line;
    for (uint32_t n; r.at < r.end && r.close == OPEN;) {
        r.at = skip_blanks(doc, r.at, r.end);
        if (r.at - paragraph.begin > DATELINE_BYTES || r.words > DATELINE_WORDS)
            return none;
        uint32_t code = code_at(doc, r.at, r.end, &n);
        if (code == ',' || code == '/' || code == ';') {
            r.comma = r.comma || code == ',';
            r.at += n;
            continue;
        }
        if (r.words && read_dash(&r))
            break;
        uint32_t before = r.at;
        if (r.words && (read_date(&r) || read_bracket(&r)))
            continue;
        if (r.bracket || !read_name(&r)) {
            r.at = before;
            break;
        }
    }
    uint32_t body = skip_blanks(doc, r.at, r.end);
    if (!accept(&r, body))
        return none;
    r.line.span = khd_paragraph_trim(doc, (khd_span){paragraph.begin, r.at});
    return r.line;
}

/* ---- publication date --------------------------------------------------------------------- */

/* "Posted on", "Last updated at", "Date of publication" ...: where they end. */
static uint32_t read_publishing_words(const khd_doc *doc, khd_span s)
{
    static const char *const words[] = {
        "posted", "published", "publication", "updated", "update",  "last",  "first",
        "date",   "of",        "on",          "at",      "created", "added", "modified",
        "issued", "released",  "time",        "upload",  "uploaded"};
    bool strong = false;
    uint32_t at = s.begin;
    for (int i = 0; i < 6; i++) {
        char key[KEY];
        khd_span word = khd_paragraph_word(doc, at, s.end);
        size_t n = khd_paragraph_key(doc, word, key, sizeof key), k = 0;
        while (k < sizeof words / sizeof *words && (!n || strcmp(words[k], key) != 0))
            k++;
        if (k == sizeof words / sizeof *words)
            break;
        strong = strong || k < 5 || k >= 11;
        strong = strong || !strcmp(key, "date");
        at = word.end;
    }
    return strong ? at : s.begin;
}

static bool is_clock(const char *key, size_t n, bool after_at)
{
    size_t digits = strspn(key, "0123456789");
    if (key[digits] == ':' && digits && digits <= 2)
        return strspn(key, "0123456789:apm") == n;
    return after_at && n == 4 && digits == 4;
}

/* "17:53", "at 1459", "10:30 am GMT", "- 14:02" behind a date: where it ends. */
static uint32_t read_time(const khd_doc *doc, uint32_t at, uint32_t end)
{
    uint32_t done = at;
    bool after_at = false, clocked = false;
    for (int i = 0; i < 5; i++) {
        char key[KEY] = "";
        khd_span word = khd_paragraph_word(doc, at, end);
        if (khd_span_empty(word))
            break;
        size_t n = khd_paragraph_key(doc, word, key, sizeof key);
        bool zone = clocked && (!strcmp(key, "am") || !strcmp(key, "pm") || !strcmp(key, "gmt") ||
                                !strcmp(key, "utc") || !strcmp(key, "est"));
        bool clock = !clocked && is_clock(key, n, after_at);
        clocked = clocked || clock;
        after_at = !strcmp(key, "at");
        if (clock || zone)
            done = word.end;
        else if ((n && !after_at) || clocked)
            break;
        at = word.end;
    }
    return done;
}

/* "(updated 1205 15.03.2016)" behind a date: where it ends. */
static uint32_t read_update(const khd_doc *doc, uint32_t at, uint32_t end)
{
    uint32_t open = skip_blanks(doc, at, end), room = end - open;
    if (open >= end || doc->text[open] != '(')
        return at;
    const char *stop = memchr(doc->text + open, ')', room < 48 ? room : 48);
    if (!stop)
        return at;
    khd_span inside = {open + 1, (uint32_t)(stop - doc->text)};
    return read_publishing_words(doc, inside) > inside.begin ? inside.end + 1 : at;
}

khd_span khd_dateline_published(const khd_doc *doc, khd_span paragraph, khd_day *day)
{
    *day = KHD_NO_DAY;
    uint32_t at = read_publishing_words(doc, paragraph), n;
    at = skip_blanks(doc, at, paragraph.end);
    while (at < paragraph.end && (doc->text[at] == ':' || doc->text[at] == '|'))
        at = skip_blanks(doc, at + 1, paragraph.end);
    size_t taken = khd_calendar_read(doc->text + at, paragraph.end - at, day);
    if (!taken)
        return (khd_span){0, 0};
    at = read_time(doc, at + (uint32_t)taken, paragraph.end);
    at = read_update(doc, at, paragraph.end);
    uint32_t rest = skip_blanks(doc, at, paragraph.end);
    unsigned next = khd_utf8_class(code_at(doc, rest, paragraph.end, &n));
    bool by = paragraph.end - rest > 3 && khd_utf8_is(doc->text + rest, 3, "by ");
    bool ends =
        rest >= paragraph.end || by || (next & (KHD_CHAR_UPPER | KHD_CHAR_DIGIT | KHD_CHAR_QUOTE));
    return ends ? (khd_span){paragraph.begin, at} : (khd_span){0, 0};
}
