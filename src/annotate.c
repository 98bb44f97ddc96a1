/* annotate: sentences, names, places, dates, figures, claims and triggers of a
 * document. See annotate.h. CoNLL-U: universaldependencies.org/format.html.
 */
#include "annotate.h"

#include "json.h"
#include "write.h"

#include <string.h>

/* ---- annotations -------------------------------------------------------------- */

/* Index of a token's head in its sentence from 1, 0 for the root. */
static int64_t head_number(const khd_doc *doc, const khd_token *t)
{
    if (t->head == KHD_NOTHING)
        return 0;
    return t->head - (int64_t)doc->sentences.v[t->sentence].tokens.begin + 1;
}

static void bio_field(khd_buffer *out, const khd_token *t)
{
    khd_json_key(out, "name");
    if (t->entity == KHD_ENTITY_NONE) {
        khd_json_text(out, "O");
        return;
    }
    khd_buffer_text(out, t->entity_first ? "\"B-" : "\"I-");
    khd_buffer_text(out, khd_entity_text(t->entity));
    khd_buffer_char(out, '"');
}

static void token_object(khd_buffer *out, const khd_doc *doc, const khd_token *t)
{
    khd_json_open(out, '{');
    khd_write_offsets(out, t->span);
    khd_write_words(out, "form", doc, t->span);
    khd_json_told_field(out, "lemma", t->lemma);
    khd_json_text_field(out, "upos", khd_upos_text(t->upos));
    khd_json_int_field(out, "head", head_number(doc, t));
    khd_json_text_field(out, "deprel", khd_deprel_text(t->deprel));
    bio_field(out, t);
    khd_buffer_char(out, '}');
}

static void sentences_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "sentences");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const khd_sentence *s = &doc->sentences.v[i];
        khd_json_open(out, '{');
        khd_write_offsets(out, s->span);
        khd_json_key(out, "tokens");
        khd_json_open(out, '[');
        for (uint32_t t = s->tokens.begin; t < s->tokens.end; t++)
            token_object(out, doc, &doc->tokens.v[t]);
        khd_buffer_text(out, "]}");
    }
    khd_buffer_char(out, ']');
}

static void entities_field(khd_buffer *out, const khd_doc *doc)
{
    static const char *const types[KHD_ENTITY_COUNT] = {
        [KHD_ENTITY_NONE] = "misc",        [KHD_ENTITY_PER] = "person",
        [KHD_ENTITY_ORG] = "organization", [KHD_ENTITY_GPE] = "place",
        [KHD_ENTITY_LOC] = "place",        [KHD_ENTITY_NORP] = "group",
        [KHD_ENTITY_FAC] = "facility",     [KHD_ENTITY_WEAPON] = "weapon",
        [KHD_ENTITY_MISC] = "misc"};
    khd_json_key(out, "entities");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        khd_span span = khd_doc_span(doc, m->tokens);
        khd_json_open(out, '{');
        khd_write_offsets(out, span);
        khd_write_words(out, "text", doc, span);
        khd_json_text_field(out, "type", m->type < KHD_ENTITY_COUNT ? types[m->type] : "misc");
        khd_json_int_field(out, "chain", m->chain);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void places_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "places");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->places.n; i++) {
        const khd_place *p = &doc->places.v[i];
        if (p->adjectival)
            continue;
        khd_span span = khd_doc_span(doc, p->tokens);
        khd_json_open(out, '{');
        khd_write_offsets(out, span);
        khd_write_words(out, "text", doc, span);
        khd_json_told_field(out, "name", p->best.name);
        khd_json_told_field(out, "country", p->best.country);
        khd_json_told_field(out, "admin1", p->best.admin1);
        khd_write_point(out, &p->best);
        khd_json_text_field(out, "precision", khd_place_precision_text(p->best.precision));
        khd_json_told_field(out, "gazetteer", p->best.id);
        khd_write_alternatives(out, p);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void dates_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "dates");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->dates.n; i++) {
        const khd_date *d = &doc->dates.v[i];
        khd_span span = khd_doc_span(doc, d->tokens);
        khd_json_open(out, '{');
        khd_write_offsets(out, span);
        khd_write_words(out, "text", doc, span);
        khd_json_text_field(out, "type", khd_timex_text(d->type));
        khd_json_told_field(out, "value", d->value);
        khd_write_day(out, "start", d->start);
        khd_write_day(out, "end_date", d->last);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void figures_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "figures");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->figures.n; i++) {
        const khd_figure *f = &doc->figures.v[i];
        khd_casualty c = {.span = f->span,
                          .harm = f->harm,
                          .qualifier = f->qualifier,
                          .group = f->group,
                          .side = f->side,
                          .n = f->n,
                          .n2 = f->n2,
                          .who = f->who,
                          .part_of = f->part_of};
        if (f->attribution != KHD_NOTHING)
            c.source = khd_doc_span(doc, doc->attributions.v[f->attribution].source);
        khd_write_figure(out, doc, &c);
    }
    khd_buffer_char(out, ']');
}

static void attributions_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "attributions");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const khd_attribution *a = &doc->attributions.v[i];
        khd_json_open(out, '{');
        khd_json_key(out, "source");
        khd_write_span(out, doc, khd_doc_span(doc, a->source));
        khd_json_key(out, "cue");
        khd_write_span(out, doc, khd_doc_span(doc, a->cue));
        khd_json_key(out, "content");
        khd_json_open(out, '[');
        for (uint32_t c = 0; c < a->content_count; c++) {
            khd_json_open(out, '{');
            khd_write_offsets(out, khd_doc_span(doc, a->content[c]));
            khd_buffer_char(out, '}');
        }
        khd_buffer_text(out, "]}");
    }
    khd_buffer_char(out, ']');
}

static void triggers_field(khd_buffer *out, const khd_doc *doc)
{
    khd_json_key(out, "triggers");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < doc->frames.n; i++) {
        const khd_frame *f = &doc->frames.v[i];
        const khd_frame_fate *fate = i < doc->fates.n ? &doc->fates.v[i] : NULL;
        khd_span span = khd_doc_span(doc, f->trigger);
        khd_json_open(out, '{');
        khd_write_offsets(out, span);
        khd_write_words(out, "text", doc, span);
        khd_json_text_field(out, "class", khd_class_text(f->class_best));
        khd_json_text_field(out, "status", khd_outcome_text(f->outcome_best));
        bool coded = fate && fate->account != KHD_NOTHING;
        khd_json_told_field(out, "coded",
                            coded  ? doc->accounts.v[fate->account].id
                            : fate ? fate->why
                                   : NULL);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

void khd_annotate_json(khd_buffer *out, const khd_doc *doc)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "format", "khaldun-annotations/1");
    khd_write_report(out, doc);
    sentences_field(out, doc);
    entities_field(out, doc);
    places_field(out, doc);
    dates_field(out, doc);
    figures_field(out, doc);
    attributions_field(out, doc);
    triggers_field(out, doc);
    khd_buffer_text(out, "}\n");
}

/* ---- CoNLL-U -------------------------------------------------------------------- */

/* A column: never empty, without the characters that end one. */
static void column(khd_buffer *out, const char *bytes, size_t n)
{
    khd_buffer_text(out, n ? "" : "_");
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == 0x1A)
            khd_buffer_text(out, "\xEF\xBF\xBD");
        else
            khd_buffer_char(out, c < 0x20 ? ' ' : (char)c);
    }
}

static void text_column(khd_buffer *out, const char *text)
{
    khd_buffer_char(out, '\t');
    column(out, text ? text : "", text ? strlen(text) : 0);
}

static void int_column(khd_buffer *out, int64_t value)
{
    khd_buffer_char(out, '\t');
    khd_buffer_int(out, value);
}

/* True when no blank stands between the token and the next of its sentence. */
static bool before_glued(const khd_doc *doc, uint32_t token, khd_range sentence)
{
    return token + 1 < sentence.end && doc->tokens.v[token + 1].glued;
}

static void token_line(khd_buffer *out, const khd_doc *doc, uint32_t index)
{
    const khd_token *t = &doc->tokens.v[index];
    khd_range sentence = doc->sentences.v[t->sentence].tokens;
    khd_buffer_int(out, (int64_t)index - sentence.begin + 1);
    khd_buffer_char(out, '\t');
    column(out, doc->text + t->span.begin, t->span.end - t->span.begin);
    text_column(out, t->lemma);
    text_column(out, khd_upos_text(t->upos));
    text_column(out, t->xpos);
    text_column(out, t->feats_text);
    int_column(out, head_number(doc, t));
    text_column(out, khd_deprel_text(t->deprel));
    khd_buffer_text(out, "\t_\t");
    if (before_glued(doc, index, sentence))
        khd_buffer_text(out, "SpaceAfter=No|");
    khd_buffer_text(out, "TokenRange=");
    khd_buffer_int(out, t->span.begin);
    khd_buffer_char(out, ':');
    khd_buffer_int(out, t->span.end);
    khd_buffer_char(out, '\n');
}

/* The sentence as its tokens spell it, as the format asks. */
static void text_line(khd_buffer *out, const khd_doc *doc, khd_range sentence)
{
    khd_buffer_text(out, "# text = ");
    for (uint32_t i = sentence.begin; i < sentence.end; i++) {
        khd_span span = doc->tokens.v[i].span;
        column(out, doc->text + span.begin, span.end - span.begin);
        if (i + 1 < sentence.end && !before_glued(doc, i, sentence))
            khd_buffer_char(out, ' ');
    }
    khd_buffer_char(out, '\n');
}

void khd_annotate_conllu(khd_buffer *out, const khd_doc *doc)
{
    const char *id = doc->id ? doc->id : "report";
    khd_buffer_text(out, "# newdoc id = ");
    column(out, id, strlen(id));
    khd_buffer_char(out, '\n');
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        khd_buffer_text(out, "# sent_id = ");
        column(out, id, strlen(id));
        khd_buffer_char(out, '-');
        khd_buffer_int(out, i + 1);
        khd_buffer_char(out, '\n');
        khd_range sentence = doc->sentences.v[i].tokens;
        text_line(out, doc, sentence);
        for (uint32_t t = sentence.begin; t < sentence.end; t++)
            token_line(out, doc, t);
        khd_buffer_char(out, '\n');
    }
}
