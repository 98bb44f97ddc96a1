/* show_words: see show_words.h. A style is painted on each byte of a sentence, the
 * trigger last; runs of one style are then written.
 */
#include "show_words.h"

enum {
    BEFORE = 320,      /* bytes of a long sentence kept before its trigger */
    AFTER = 480,       /* and after */
    SENTENCES_MOST = 4 /* sentences shown of one account */
};

/* A stretch of text, and a style for each of its bytes. */
typedef struct {
    khd_span span;
    uint8_t style[BEFORE + AFTER + 8];
} stretch;

static void paint(stretch *s, khd_span words, khd_style style)
{
    uint32_t begin = words.begin > s->span.begin ? words.begin : s->span.begin;
    uint32_t end = words.end < s->span.end ? words.end : s->span.end;
    for (uint32_t i = begin; i < end; i++)
        s->style[i - s->span.begin] = (uint8_t)style;
}

static void paint_account(stretch *s, const khd_account *a)
{
    for (uint32_t i = 0; i < a->side_a.n; i++)
        paint(s, a->side_a.v[i].span, KHD_STYLE_WORDS);
    for (uint32_t i = 0; i < a->side_b.n; i++)
        paint(s, a->side_b.v[i].span, KHD_STYLE_WORDS);
    for (uint32_t i = 0; i < a->casualties.n; i++)
        paint(s, a->casualties.v[i].span, KHD_STYLE_WORDS);
    for (uint32_t i = 0; i < a->sources.n; i++)
        paint(s, a->sources.v[i].span, KHD_STYLE_WORDS);
    for (uint32_t i = 0; i < a->means.n; i++)
        paint(s, a->means.v[i].span, KHD_STYLE_WORDS);
    paint(s, a->place_span, KHD_STYLE_WORDS);
    paint(s, a->date_span, KHD_STYLE_WORDS);
    for (uint32_t i = 0; i < a->mentions.n; i++)
        paint(s, a->mentions.v[i], KHD_STYLE_TRIGGER);
}

/* The sentence in which the words begin; the words themselves when none holds them. */
static khd_span find_sentence(const khd_doc *doc, khd_span trigger)
{
    uint32_t low = 0, high = doc->sentences.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->sentences.v[mid].span.end > trigger.begin)
            high = mid;
        else
            low = mid + 1;
    }
    bool within = low < doc->sentences.n && doc->sentences.v[low].span.begin <= trigger.begin;
    return within ? doc->sentences.v[low].span : trigger;
}

/* The sentence of the trigger, or the part of it around the trigger; ends stand
 * between characters. */
static khd_span find_stretch(const khd_doc *doc, khd_span trigger)
{
    khd_span s = find_sentence(doc, trigger);
    if (trigger.begin > s.begin && trigger.begin - s.begin > BEFORE)
        s.begin = trigger.begin - BEFORE;
    if (s.end > trigger.begin && s.end - trigger.begin > AFTER)
        s.end = trigger.begin + AFTER;
    while (s.begin < trigger.begin && (doc->text[s.begin] & 0xC0) == 0x80)
        s.begin++;
    while (s.end > s.begin && (doc->text[s.end] & 0xC0) == 0x80)
        s.end--;
    return s;
}

/* One sentence, or the part of it around `at`, with the account's words marked. */
static void sentence_text(khd_page *p, const khd_doc *doc, const khd_account *a, khd_span at)
{
    stretch s = {.span = find_stretch(doc, at)};
    khd_span whole = find_sentence(doc, at);
    paint_account(&s, a);
    khd_page_text(p, KHD_STYLE_PLAIN, s.span.begin > whole.begin ? "... " : "");
    const char *text = doc->text + s.span.begin;
    uint32_t n = s.span.end - s.span.begin;
    for (uint32_t from = 0, to = 0; from < n; from = to) {
        while (to < n && s.style[to] == s.style[from])
            to++;
        khd_page_bytes(p, (khd_style)s.style[from], text + from, to - from);
    }
    khd_page_text(p, KHD_STYLE_PLAIN, s.span.end < whole.end ? " ..." : "");
}

/* Places of the text whose sentences are shown, one a sentence, in order. */
typedef struct {
    khd_span v[SENTENCES_MOST];
    uint32_t n;
} places;

static void add_sentence(places *shown, const khd_doc *doc, khd_span words)
{
    if (khd_span_empty(words) || shown->n == SENTENCES_MOST)
        return;
    khd_span sentence = find_sentence(doc, words);
    uint32_t at = shown->n;
    for (uint32_t i = 0; i < shown->n; i++)
        if (find_sentence(doc, shown->v[i]).begin == sentence.begin)
            return;
    for (; at && shown->v[at - 1].begin > words.begin; at--)
        shown->v[at] = shown->v[at - 1];
    shown->v[at] = words;
    shown->n++;
}

void khd_show_words(khd_page *page, const khd_doc *doc, const khd_account *account)
{
    uint32_t column = page->column;
    places shown = {.n = 0};
    if (account->mentions.n)
        add_sentence(&shown, doc, account->mentions.v[0]);
    for (uint32_t i = 0; i < account->casualties.n; i++)
        add_sentence(&shown, doc, account->casualties.v[i].span);
    add_sentence(&shown, doc, account->date_span);
    for (uint32_t i = 0; i < shown.n; i++) {
        if (i) {
            khd_page_line(page, column);
            khd_page_column(page, column);
        }
        sentence_text(page, doc, account, shown.v[i]);
    }
}
