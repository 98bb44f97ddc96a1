/* explain_passage: what became of a passage: cut off, without a word that names an
 * occurrence, weighed and dropped, or coded. See explain.h.
 */
#include "explain_parts.h"

#include <string.h>

enum { REASON_COLUMN = 15, QUOTED_MOST = 400 };

static void row(khd_page *p, const char *label)
{
    khd_page_line(p, REASON_COLUMN);
    khd_page_column(p, KHD_EXPLAIN_LABEL);
    khd_page_text(p, KHD_STYLE_LABEL, label);
    khd_page_column(p, REASON_COLUMN);
}

static void plain(khd_page *p, const char *text)
{
    khd_page_text(p, KHD_STYLE_PLAIN, text);
}

static void number(khd_page *p, double value)
{
    khd_buffer digits = {0};
    khd_buffer_fixed(&digits, value, 2);
    plain(p, digits.v ? digits.v : "");
    p->out->failed |= digits.failed;
    khd_buffer_free(&digits);
}

static void quote(khd_page *p, const khd_doc *doc, khd_span span)
{
    uint32_t end = span.end;
    if (end - span.begin > QUOTED_MOST)
        for (end = span.begin + QUOTED_MOST; (doc->text[end] & 0xC0) == 0x80;)
            end--;
    khd_page_bytes(p, KHD_STYLE_QUOTE, doc->text + span.begin, end - span.begin);
    plain(p, end < span.end ? " ..." : "");
}

static bool holds(khd_span span, uint32_t offset)
{
    return span.begin <= offset && offset < span.end;
}

/* ---- what was not read ------------------------------------------------------------------ */

static bool tell_removed(khd_page *p, const khd_doc *doc, uint32_t offset)
{
    for (uint32_t i = 0; i < doc->removed.n; i++) {
        if (!holds(doc->removed.v[i].span, offset))
            continue;
        row(p, "not read");
        plain(p, doc->removed.v[i].reason ? doc->removed.v[i].reason : "removed");
        p->gap = true;
        quote(p, doc, doc->removed.v[i].span);
        return true;
    }
    return false;
}

/* The sentence at the offset; KHD_NOTHING for a passage that is in none. */
static int32_t find_sentence(const khd_doc *doc, uint32_t offset)
{
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        if (holds(doc->sentences.v[i].span, offset))
            return (int32_t)i;
    return KHD_NOTHING;
}

/* ---- what was weighed ---------------------------------------------------------------------- */

static void tell_account(khd_page *p, const khd_doc *doc, int32_t account, const char *why)
{
    const khd_account *a = &doc->accounts.v[account];
    plain(p, "coded: account ");
    plain(p, a->id);
    plain(p, ", ");
    plain(p, khd_class_text(a->class_));
    if (why) {
        row(p, "");
        plain(p, "because ");
        plain(p, why);
    }
}

static void tell_frame(khd_page *p, const khd_doc *doc, uint32_t index)
{
    const khd_frame *f = &doc->frames.v[index];
    const khd_frame_fate *fate = index < doc->fates.n ? &doc->fates.v[index] : NULL;
    row(p, "word");
    quote(p, doc, khd_doc_span(doc, f->trigger));
    plain(p, " was weighed: ");
    plain(p, khd_class_text(f->class_best));
    p->gap = true;
    number(p, (double)f->class_score[f->class_best]);
    plain(p, ", ");
    plain(p, khd_outcome_text(f->outcome_best));
    p->gap = true;
    number(p, (double)f->outcome_score[f->outcome_best]);
    row(p, "");
    if (fate && fate->account != KHD_NOTHING) {
        tell_account(p, doc, fate->account, fate->why);
        return;
    }
    plain(p, "not coded: ");
    plain(p, fate && fate->why ? fate->why : "no reason was kept");
}

/* The first look left the sentence out. */
static void tell_unread(khd_page *p, const khd_sentence *sentence)
{
    row(p, "not coded");
    plain(p, "passed over by the first look: too little promise of conflict (log odds ");
    number(p, sentence->promise / 100.0);
    plain(p, "); khaldun read --thorough reads it");
}

/* The word of a sentence that came nearest to naming an occurrence. */
static void tell_nearest(khd_page *p, const khd_doc *doc, khd_range tokens)
{
    uint32_t best = tokens.begin;
    for (uint32_t i = tokens.begin; i < tokens.end; i++)
        if (doc->tokens.v[i].trigger > doc->tokens.v[best].trigger)
            best = i;
    row(p, "not coded");
    plain(p, "no word here was taken to name an occurrence");
    if (khd_range_empty(tokens) || !(doc->tokens.v[best].trigger > 0))
        return;
    plain(p, "; the nearest was ");
    quote(p, doc, doc->tokens.v[best].span);
    p->gap = true;
    number(p, (double)doc->tokens.v[best].trigger);
}

static void tell_sentence(khd_page *p, const khd_doc *doc, uint32_t index)
{
    row(p, "sentence ");
    khd_page_int(p, KHD_STYLE_LABEL, (int64_t)index + 1);
    p->gap = true;
    quote(p, doc, doc->sentences.v[index].span);
    bool any = false;
    for (uint32_t i = 0; i < doc->frames.n; i++)
        if (doc->frames.v[i].sentence == index) {
            tell_frame(p, doc, i);
            any = true;
        }
    if (!any && doc->sentences.v[index].unread)
        tell_unread(p, &doc->sentences.v[index]);
    else if (!any)
        tell_nearest(p, doc, doc->sentences.v[index].tokens);
}

void khd_explain_passage(const khd_doc *doc, uint32_t offset, bool colour, khd_buffer *out)
{
    khd_page p = {.out = out, .colour = colour};
    khd_page_text(&p, KHD_STYLE_HEAD, doc->id ? doc->id : "report");
    plain(&p, ", byte ");
    khd_page_int(&p, KHD_STYLE_PLAIN, offset);
    int32_t sentence = find_sentence(doc, offset);
    if (sentence != KHD_NOTHING) {
        tell_sentence(&p, doc, (uint32_t)sentence);
    } else if (!tell_removed(&p, doc, offset)) {
        row(&p, "not read");
        plain(&p, "no sentence stands here: a blank between paragraphs, or a mark");
    }
    for (uint32_t i = 0; i < doc->notes.n; i++) {
        row(&p, "note");
        plain(&p, doc->notes.v[i]);
    }
    khd_page_line(&p, 0);
}
