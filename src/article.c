/* article: see article.h. The text is a row of paragraphs; each gets a verdict
 * first by itself, then by its place: before the first paragraph of prose, among
 * prose, or behind the last. */
#include "article.h"

#include "calendar.h"
#include "dateline.h"
#include "debris.h"
#include "paragraph.h"
#include "stamp.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { KEY = 80, TITLE_WORDS = 30, HEADLINE_WORDS = 25, HEAD_PARAGRAPHS = 8 };

typedef enum { KEEP, TITLE, DROP } verdict;

typedef struct {
    khd_span span;
    khd_shape shape;
    verdict verdict;
    const char *reason; /* of a dropped one */
    bool item;
} part;

typedef struct {
    khd_doc *doc;
    khd_debris debris;
    KHD_LIST(part) parts;
    khd_stamp stamp; /* what the head tells of the day of issue */
} reader;

static void add_part(reader *r, khd_span span, bool item)
{
    span = khd_paragraph_trim(r->doc, span);
    if (!khd_span_empty(span))
        *KHD_PUSH(r->doc->arena, &r->parts) =
            (part){.span = span, .shape = khd_paragraph_shape(r->doc, span), .item = item};
}

static void drop(part *p, const char *reason)
{
    p->verdict = DROP;
    p->reason = reason;
}

/* ---- kinds of runs ------------------------------------------------------------------------ */

/* The letters before `at` shorten the name of a month: "Feb". */
static bool ends_with_month(const khd_doc *doc, uint32_t begin, uint32_t at)
{
    uint32_t from = at;
    while (from > begin && at - from < 6 &&
           (khd_utf8_class((unsigned char)doc->text[from - 1] & 0x7F) & KHD_CHAR_LETTER))
        from--;
    return at - from <= 4 && khd_calendar_month(doc->text + from, at - from);
}

/* Where the text after the last full stop of the span begins; the span's begin when
 * there is no full stop after a word. */
static uint32_t after_last_stop(const khd_doc *doc, khd_span span)
{
    uint32_t at = span.end, code;
    for (size_t n; at > span.begin; at -= (uint32_t)n) {
        n = khd_utf8_read_before(doc->text, at, &code);
        if (!n)
            break;
        bool blank =
            at == span.end || (khd_utf8_class_at(doc->text + at, span.end - at) & KHD_CHAR_BLANK);
        if (code == '.' && at < span.end && ends_with_month(doc, span.begin, at - 1))
            continue;
        if ((code == '.' || code == '!' || code == '?') && blank && at - span.begin > 2 &&
            (khd_utf8_class((unsigned char)doc->text[at - 3] & 0x7F) &
             (KHD_CHAR_LETTER | KHD_CHAR_DIGIT)))
            return at;
        if ((code == '"' || code == 0x201D || code == ')') && at - n > span.begin && blank &&
            strchr(".!?", doc->text[at - n - 1]))
            return at;
    }
    return span.begin;
}

/* A paragraph of the body: a sentence of some length with its full stop, or a long
 * run. Something may be glued behind the last full stop. */
static bool is_prose(const khd_doc *doc, const part *p)
{
    const khd_shape *s = &p->shape;
    if (p->verdict != KEEP || s->words < 8 || s->small == 1)
        return false;
    return s->closed || s->words > 40 || after_last_stop(doc, p->span) > p->span.begin;
}

/* Mostly capitalised words and no full stop, as headlines are set. */
static bool is_headline(const khd_shape *s)
{
    return !s->closed && !s->colon && s->words >= 3 && s->words <= HEADLINE_WORDS &&
           s->capital >= 2 * s->lower && s->capital >= 3 && s->letters >= 3 * s->words;
}

/* ---- verdicts by the paragraph itself -------------------------------------------------------- */

static void judge_alone(reader *r, part *p)
{
    const char *reason = khd_debris_line(&r->debris, p->span, &p->shape);
    if (reason)
        drop(p, reason);
    if (reason && !strcmp(reason, "author line") && khd_span_empty(r->doc->byline_span))
        r->doc->byline_span = p->span;
}

static void drop_byline(reader *r, part *p)
{
    drop(p, "author line");
    if (khd_span_empty(r->doc->byline_span))
        r->doc->byline_span = p->span;
}

/* ---- the head -------------------------------------------------------------------------------- */

/* How far the text from `at` on spells the words of the separately given title; a
 * suffix of the site's name (" | Site", " - Site") need not stand there. */
static uint32_t spell_title(const reader *r, khd_span span)
{
    const char *title = r->doc->title;
    uint32_t at = span.begin, words = 0;
    khd_doc given = {.text = title, .length = (uint32_t)strlen(title)};
    for (khd_span a = khd_paragraph_word(&given, 0, given.length); !khd_span_empty(a);
         a = khd_paragraph_word(&given, a.end, given.length)) {
        char one[KEY], two[KEY];
        size_t n = khd_paragraph_key(&given, a, one, sizeof one);
        if (!n && words >= 4 && a.end - a.begin <= 3)
            break; /* the dash or bar before the site's name */
        khd_span b = khd_paragraph_word(r->doc, at, span.end);
        if (!n) { /* no key, such as a word with an accent: its bytes, or it is passed over */
            size_t length = a.end - a.begin;
            if (b.end - b.begin == length &&
                !memcmp(title + a.begin, r->doc->text + b.begin, length))
                at = b.end;
            continue;
        }
        size_t m = khd_span_empty(b) ? 0 : khd_paragraph_key(r->doc, b, two, sizeof two);
        if (m != n || memcmp(one, two, n) != 0)
            return 0;
        at = b.end;
        words++;
    }
    return words >= 3 ? at : 0;
}

/* The given title stands at the start of the paragraph and a sentence follows. */
static uint32_t title_end(const reader *r, khd_span span)
{
    uint32_t end = r->doc->title ? spell_title(r, span) : 0;
    if (!end)
        return 0;
    khd_span rest = khd_paragraph_trim(r->doc, (khd_span){end, span.end});
    while (rest.begin < rest.end && strchr(".|-:", r->doc->text[rest.begin])) {
        end = rest.begin + 1;
        rest = khd_paragraph_trim(r->doc, (khd_span){end, span.end});
    }
    unsigned next =
        khd_span_empty(rest) ? KHD_CHAR_UPPER : khd_utf8_class_at(r->doc->text + rest.begin, 4);
    return next & (KHD_CHAR_UPPER | KHD_CHAR_DIGIT | KHD_CHAR_QUOTE) ? end : 0;
}

/* "... AFP Monday 4 May 2015 Air strikes ...": an agency and a full date inside
 * the first lines of a page that lost its line ends. */
static khd_span find_credit_date(const reader *r, khd_span span, khd_day *day)
{
    uint32_t stop = span.end - span.begin > 700 ? span.begin + 700 : span.end;
    for (khd_span w = khd_paragraph_word(r->doc, span.begin, stop); !khd_span_empty(w);
         w = khd_paragraph_word(r->doc, w.end, stop)) {
        char key[KEY];
        size_t n = khd_paragraph_key(r->doc, w, key, sizeof key);
        if (!n || khd_table_find(r->debris.agencies, key) == KHD_NOTHING)
            continue;
        khd_span date = khd_paragraph_word(r->doc, w.end, span.end);
        size_t taken = khd_calendar_read(r->doc->text + date.begin, span.end - date.begin, day);
        uint32_t end = date.begin + (uint32_t)taken;
        if (taken && end < span.end &&
            (khd_utf8_class_at(r->doc->text + khd_paragraph_word(r->doc, end, span.end).begin, 4) &
             (KHD_CHAR_UPPER | KHD_CHAR_DIGIT | KHD_CHAR_QUOTE)))
            return (khd_span){w.begin, end};
    }
    return (khd_span){0, 0};
}

static void set_published(reader *r, khd_span span, khd_day day)
{
    if (!khd_span_empty(r->doc->published_span))
        return;
    r->doc->published_span = span;
    if (day != KHD_NO_DAY)
        r->doc->published_day = day;
}

static void add_dropped(reader *r, khd_span span, const char *reason)
{
    uint32_t n = r->parts.n;
    add_part(r, span, false);
    if (r->parts.n > n)
        drop(&r->parts.v[n], reason);
}

/* "by Omar Said" between the date and the given title, in one line with both. */
static khd_span split_author(reader *r, khd_span span)
{
    char key[KEY];
    khd_span word = khd_paragraph_word(r->doc, span.begin, span.end);
    if (khd_span_empty(word) || !khd_paragraph_key(r->doc, word, key, sizeof key) ||
        strcmp(key, "by") != 0)
        return span;
    for (int i = 0; i < 8; i++) {
        word = khd_paragraph_word(r->doc, word.end, span.end);
        if (khd_span_empty(word))
            break;
        if (i && title_end(r, (khd_span){word.begin, span.end})) {
            khd_span author = {span.begin, word.begin};
            add_dropped(r, author, "author line");
            r->doc->byline_span = khd_paragraph_trim(r->doc, author);
            return (khd_span){word.begin, span.end};
        }
    }
    return span;
}

/* Drops page words and their numbers at the start of the span; gives the rest. */
static khd_span drop_furniture(reader *r, khd_span span)
{
    span = khd_paragraph_trim(r->doc, span);
    uint32_t end = khd_debris_furniture(&r->debris, span);
    add_dropped(r, (khd_span){span.begin, end}, "page furniture");
    return khd_paragraph_trim(r->doc, (khd_span){end, span.end});
}

/* Drops a publication date at the start of the span; gives the rest. */
static khd_span split_date(reader *r, khd_span span)
{
    khd_day day;
    khd_span date = khd_dateline_published(r->doc, span, &day);
    if (khd_span_empty(date))
        return span;
    set_published(r, date, day);
    add_dropped(r, date, "date line");
    return split_author(r, drop_furniture(r, (khd_span){date.end, span.end}));
}

/* Splits what stands in one line at the head of the text: publication date, title,
 * credit with date, page words. Gives what is left of the paragraph. */
static khd_span split_head(reader *r, khd_span span)
{
    span = split_date(r, span);
    uint32_t end = title_end(r, span);
    if (end && khd_span_empty(r->doc->title_span)) {
        add_part(r, (khd_span){span.begin, end}, false);
        r->parts.v[r->parts.n - 1].verdict = TITLE;
        r->doc->title_span = r->parts.v[r->parts.n - 1].span;
        span = split_date(r, khd_paragraph_trim(r->doc, (khd_span){end, span.end}));
    }
    khd_day day;
    khd_span credit = find_credit_date(r, span, &day);
    if (khd_span_empty(credit))
        return span;
    add_part(r, (khd_span){span.begin, credit.begin}, false);
    set_published(r, credit, day);
    add_dropped(r, credit, "date line");
    return drop_furniture(r, (khd_span){credit.end, span.end});
}

static void judge_head(reader *r, uint32_t first)
{
    for (uint32_t i = 0; i < first; i++) {
        part *p = &r->parts.v[i];
        if (p->verdict != KEEP || p->item)
            continue;
        if (khd_debris_byline(&r->debris, p->span, &p->shape))
            drop_byline(r, p);
        else if (p->shape.words <= 4 &&
                 khd_dateline_agency(r->doc, r->debris.agencies, p->span.begin, p->span.end) >=
                     p->span.end - 1)
            drop(p, "agency line");
        else if (khd_debris_fragment(&r->debris, p->span, &p->shape))
            drop(p, "stray fragment");
        else if (khd_span_empty(r->doc->title_span) && !p->shape.closed && !p->shape.colon &&
                 p->shape.words >= 3 && p->shape.words <= TITLE_WORDS &&
                 khd_span_empty(khd_dateline_read(r->doc, r->debris.agencies, p->span).span)) {
            p->verdict = TITLE;
            r->doc->title_span = p->span;
        }
    }
}

/* ---- the tail -------------------------------------------------------------------------------- */

/* Behind the last prose: headlines of other stories, credits. */
static void judge_tail(reader *r, uint32_t last)
{
    bool related = false, list = false;
    for (uint32_t i = last; i < r->parts.n; i++) {
        part *p = &r->parts.v[i];
        list = i == last ? p->shape.colon : list;
        if (i == last)
            continue;
        if (p->verdict == DROP)
            related = related || !strcmp(p->reason, "related stories") ||
                      !strcmp(p->reason, "page furniture");
        if (p->verdict != KEEP || p->item || list)
            continue;
        if (khd_debris_byline(&r->debris, p->span, &p->shape))
            drop_byline(r, p);
        else if ((is_headline(&p->shape) && !r->debris.capitals) || (related && !p->shape.closed))
            drop(p, "other headline");
        else if (p->shape.words <= 3 && !p->shape.closed)
            drop(p, p->shape.small ? "stray fragment" : "page furniture");
    }
}

/* In a text of one line: agency codes, initials of editors, headlines and page
 * words behind the last sentence. Only runs without small words go. */
static void cut_tail(reader *r, uint32_t last)
{
    khd_span span = r->parts.v[last].span;
    uint32_t at = after_last_stop(r->doc, span);
    khd_span rest = khd_paragraph_trim(r->doc, (khd_span){at, span.end});
    if (at <= span.begin || khd_span_empty(rest) || r->debris.capitals)
        return;
    khd_shape s = khd_paragraph_shape(r->doc, rest);
    const char *reason = khd_debris_phrase(&r->debris, rest, &s);
    bool slash = memchr(r->doc->text + rest.begin, '/', rest.end - rest.begin) != NULL;
    if (!reason && s.words <= 12 && !s.lower)
        reason = slash                           ? "author line"
                 : s.words > 4 && s.letters > 20 ? "other headline"
                                                 : "trailing words";
    if (!reason && s.words > 3 && s.words <= 80 && s.capital >= 3 * s.lower)
        reason = slash && s.words <= 14 ? "author line" : "other headline";
    if (!reason)
        return;
    part *p = &r->parts.v[last];
    p->span.end = at;
    p->span = khd_paragraph_trim(r->doc, p->span);
    p->shape = khd_paragraph_shape(r->doc, p->span);
    add_dropped(r, rest, reason);
}

/* "Reporting by A; Editing by B" as the last sentence of a paragraph. */
static void cut_credit_sentence(reader *r, uint32_t last)
{
    khd_span span = r->parts.v[last].span;
    uint32_t from = span.end - span.begin > 400 ? span.end - 400 : span.begin;
    while (((unsigned char)r->doc->text[from] & 0xC0) == 0x80)
        from++;
    for (khd_span w = khd_paragraph_word(r->doc, from, span.end), before = w; !khd_span_empty(w);
         before = w, w = khd_paragraph_word(r->doc, w.end, span.end)) {
        char end = r->doc->text[before.end - 1];
        if (w.begin == from || (end != '.' && end != '"' && end != ')'))
            continue;
        khd_span rest = {w.begin, span.end};
        khd_shape s = khd_paragraph_shape(r->doc, rest);
        const char *reason = khd_debris_phrase(&r->debris, rest, &s);
        if (!reason || strcmp(reason, "author line") != 0)
            continue;
        r->parts.v[last].span.end = before.end;
        r->parts.v[last].shape = khd_paragraph_shape(r->doc, r->parts.v[last].span);
        add_dropped(r, rest, reason);
        if (khd_span_empty(r->doc->byline_span))
            r->doc->byline_span = rest;
        return;
    }
}

/* ---- datelines ------------------------------------------------------------------------------- */

/* Reads the first lines, up to the first prose; a day of issue that they tell is the day of
 * publication if none is known. */
static void read_stamp(reader *r, uint32_t first)
{
    khd_span span;
    for (uint32_t i = 0; i < first && i < HEAD_PARAGRAPHS; i++) {
        khd_span line = r->parts.v[i].span;
        if (khd_span_empty(khd_dateline_read(r->doc, r->debris.agencies, line).span))
            khd_stamp_read(r->doc, line, &r->stamp);
    }
    khd_day day = khd_stamp_issued(&r->stamp, &span);
    if (day != KHD_NO_DAY && r->doc->published_day == KHD_NO_DAY)
        set_published(r, span, day);
}

/* The day of a dateline: told in full, or with the year of the publication or of the
 * lines at the head. */
static khd_day dateline_day(const reader *r, const khd_dateline *line)
{
    if (line->day != KHD_NO_DAY)
        return line->day;
    khd_day day = khd_stamp_nearest(r->doc->published_day, line->month, line->day_of_month);
    return day != KHD_NO_DAY ? day : khd_stamp_complete(&r->stamp, line->month, line->day_of_month);
}

/* Splits the dateline off the paragraph: a block of its own, so that the first
 * sentence begins with its subject. */
static void read_dateline(reader *r, part *p, khd_span *dateline)
{
    khd_dateline line = khd_dateline_read(r->doc, r->debris.agencies, p->span);
    if (khd_span_empty(line.span))
        return;
    *dateline = line.span;
    p->span = khd_paragraph_trim(r->doc, (khd_span){line.span.end, p->span.end});
    if (!khd_span_empty(r->doc->dateline_span))
        return;
    r->doc->dateline_span = line.span;
    r->doc->dateline_day = dateline_day(r, &line);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int by_begin(const void *a, const void *b)
{
    const khd_removed *x = a, *y = b;
    return x->span.begin < y->span.begin ? -1 : x->span.begin > y->span.begin;
}

static void push_block(khd_doc *doc, khd_span span, khd_block_kind kind)
{
    if (!khd_span_empty(span))
        *KHD_PUSH(doc->arena, &doc->blocks) = (khd_block){span, kind};
}

static void write_out(reader *r)
{
    khd_doc *doc = r->doc;
    for (uint32_t i = 0; i < r->parts.n; i++) {
        part *p = &r->parts.v[i];
        khd_span dateline = {0, 0};
        if (p->verdict == DROP) {
            *KHD_PUSH(doc->arena, &doc->removed) = (khd_removed){p->span, p->reason};
            continue;
        }
        if (p->verdict == KEEP)
            read_dateline(r, p, &dateline);
        push_block(doc, dateline, KHD_BLOCK_PARAGRAPH);
        push_block(doc, p->span,
                   p->verdict == TITLE ? KHD_BLOCK_TITLE
                   : p->item           ? KHD_BLOCK_LIST_ITEM
                                       : KHD_BLOCK_PARAGRAPH);
    }
    if (doc->removed.n)
        qsort(doc->removed.v, doc->removed.n, sizeof *doc->removed.v, by_begin);
}

static void read_parts(reader *r)
{
    khd_paragraphs all = khd_paragraph_list(r->doc);
    bool prose = false;
    uint32_t words = 0, small = 0;
    for (uint32_t i = 0; i < all.n; i++) {
        khd_span span = all.v[i].span;
        if (!prose && i < HEAD_PARAGRAPHS && !all.v[i].item)
            span = split_head(r, span);
        add_part(r, span, all.v[i].item);
        const part *last = r->parts.n ? &r->parts.v[r->parts.n - 1] : NULL;
        prose = prose || (last && is_prose(r->doc, last));
        words += last ? last->shape.words : 0;
        small += last ? last->shape.small : 0;
    }
    r->debris.capitals = words >= 20 && small * 10 < words;
}

void khd_article_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    reader r = {.doc = doc,
                .debris = {.doc = doc,
                           .phrases = khd_lexicon_table(lexicon, "debris"),
                           .agencies = khd_lexicon_table(lexicon, "agencies")},
                .stamp = khd_stamp_none()};
    doc->published_day = khd_calendar_parse(doc->published);
    read_parts(&r);
    uint32_t first = r.parts.n, last = r.parts.n;
    for (uint32_t i = 0; i < r.parts.n; i++) {
        if (r.parts.v[i].verdict == KEEP)
            judge_alone(&r, &r.parts.v[i]);
        if (is_prose(doc, &r.parts.v[i])) {
            first = first == r.parts.n ? i : first;
            last = i;
        }
    }
    if (first < r.parts.n) {
        judge_head(&r, first);
        judge_tail(&r, last);
        cut_credit_sentence(&r, last);
        cut_tail(&r, last);
    }
    read_stamp(&r, first);
    write_out(&r);
}
