/* pipeline: the order of the stages. See pipeline.h.
 *
 * After the last stage it says in doc->notes what a user must know about the
 * whole: why nothing was coded, a language that is not read, a publication date
 * that was not understood.
 */
#include "pipeline.h"

#include "account.h"
#include "actor.h"
#include "article.h"
#include "date.h"
#include "entity.h"
#include "harm.h"
#include "lemma.h"
#include "means.h"
#include "number.h"
#include "place.h"
#include "segment.h"
#include "source.h"
#include "status.h"
#include "token.h"

#include <stdio.h>
#include <string.h>

/* ---- packs -------------------------------------------------------------------- */

/* folder/name; false when it does not fit. */
static bool join(char *out, size_t n, const char *folder, const char *name)
{
    int length = snprintf(out, n, "%s/%s", folder, name);
    return length > 0 && (size_t)length < n;
}

const char *khd_packs_weights(const char *model)
{
    if (!model || !strcmp(model, "accurate"))
        return "reader.khm";
    return strcmp(model, "fast") ? NULL : "reader-fast.khm";
}

khd_status khd_packs_open(const char *folder, khd_packs *packs, khd_error *error)
{
    return khd_packs_open_model(folder, NULL, packs, error);
}

khd_status khd_packs_open_model(const char *folder, const char *model, khd_packs *packs,
                                khd_error *error)
{
    *packs = (khd_packs){0};
    const char *weights = khd_packs_weights(model);
    if (!weights)
        return khd_error_set(error, KHD_USAGE, 0, "no model %.40s: accurate or fast", model);
    char lexicon[4096], gazetteer[4096], reader[4096];
    if (!join(lexicon, sizeof lexicon, folder, "lexicon.khl") ||
        !join(gazetteer, sizeof gazetteer, folder, "gazetteer.khg") ||
        !join(reader, sizeof reader, folder, weights))
        return khd_error_set(error, KHD_USAGE, 0, "the name of the data folder is too long");
    khd_status status = khd_lexicon_open(lexicon, &packs->lexicon, error);
    if (!status)
        status = khd_glance_open(packs->lexicon, &packs->glance, error);
    if (!status)
        status = khd_gazetteer_open(gazetteer, &packs->gazetteer, error);
    if (!status)
        status = khd_reader_open(reader, &packs->reader, error);
    if (status)
        khd_packs_close(packs);
    return status;
}

void khd_packs_close(khd_packs *packs)
{
    khd_reader_close(packs->reader);
    khd_gazetteer_close(packs->gazetteer);
    khd_glance_close(packs->glance);
    khd_lexicon_close(packs->lexicon);
    *packs = (khd_packs){0};
}

/* ---- notes --------------------------------------------------------------------- */

static bool is_english(const char *language)
{
    bool en = (language[0] | 32) == 'e' && (language[1] | 32) == 'n';
    return en && (!language[2] || language[2] == '-' || language[2] == '_' ||
                  !strcmp(language + 2, "g") || !strcmp(language + 2, "glish"));
}

/* True for the commonest words of English, a third of any English news text. */
static bool is_common_word(const char *lower)
{
    static const char *const words[] = {"the", "of",  "and",  "to",   "in",   "a",   "on",  "for",
                                        "was", "by",  "that", "with", "were", "at",  "is",  "from",
                                        "as",  "has", "have", "said", "an",   "are", "had", "be"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], lower))
            return true;
    return false;
}

/* False for a text of some length with hardly any of English's commonest words. */
static bool looks_english(const khd_doc *doc)
{
    enum { LEAST = 30, SHARE = 16 };
    uint32_t words = 0, common = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const char *lower = doc->tokens.v[i].lower;
        unsigned char c = (unsigned char)lower[0];
        words += (c >= 'a' && c <= 'z') || c >= 0x80;
        common += is_common_word(lower);
    }
    return words < LEAST || common * SHARE >= words;
}

static void note_language(khd_doc *doc)
{
    bool named = doc->language && *doc->language && !is_english(doc->language);
    if (named)
        khd_doc_note(doc, khd_doc_format(doc, "language not supported: \"%.20s\"; read as English",
                                         doc->language));
    else if (!looks_english(doc))
        khd_doc_note(doc, "language not supported: the text does not look like English");
}

/* How many words might have been coded, and why the first of them was not. */
static void note_fates(khd_doc *doc)
{
    const char *reason = doc->fates.n ? doc->fates.v[0].why : NULL;
    khd_doc_note(doc, khd_doc_format(doc,
                                     "nothing coded: %u words that may name an occurrence, none of "
                                     "them kept%s%s (annotate shows each)",
                                     doc->frames.n, reason ? "; the first because " : "",
                                     reason ? reason : ""));
}

/* No frame: the reader found none, or the first look left nothing for it to read. */
static void note_no_frames(khd_doc *doc)
{
    uint32_t unread = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        unread += doc->sentences.v[i].unread;
    if (unread && unread == doc->sentences.n)
        khd_doc_note(doc, khd_doc_format(doc,
                                         "no conflict content: none of %u sentences promises any "
                                         "at a first look (a thorough reading reads them all)",
                                         unread));
    else
        khd_doc_note(doc, "no conflict content: no words that name an occurrence were found");
}

static void note_empty(khd_doc *doc)
{
    if (doc->accounts.n)
        return;
    if (!doc->tokens.n)
        khd_doc_note(doc, doc->length ? "no text found: nothing in the input can be read as words"
                                      : "no text found: the input is empty");
    else if (!doc->frames.n)
        note_no_frames(doc);
    else
        note_fates(doc);
}

static void note_published(khd_doc *doc)
{
    if (doc->published && *doc->published && doc->published_day == KHD_NO_DAY)
        khd_doc_note(
            doc, khd_doc_format(doc, "publication date not understood: \"%.60s\"", doc->published));
}

/* ---- stages --------------------------------------------------------------------- */

/* From tokens to accounts. */
static void run_reading(const khd_packs *packs, khd_reader_state *state, khd_doc *doc)
{
    const khd_lexicon *lexicon = packs->lexicon;
    khd_reader_run(packs->reader, state, doc);
    khd_lemma_run(doc, lexicon);
    khd_number_run(doc, lexicon);
    khd_date_run(doc, lexicon);
    khd_means_run(doc, lexicon);
    khd_entity_run(doc, lexicon);
    khd_place_run(doc, packs->gazetteer, lexicon);
    khd_actor_run(doc, lexicon);
    khd_harm_run(doc, lexicon);
    khd_source_run(doc, lexicon);
    khd_account_run(doc, lexicon);
}

void khd_pipeline_run(const khd_packs *packs, khd_reader_state *state, khd_doc *doc)
{
    const khd_lexicon *lexicon = packs->lexicon;
    khd_article_run(doc, lexicon);
    khd_segment_run(doc, lexicon);
    khd_token_run(doc, lexicon);
    if (khd_glance_run(packs->glance, doc->thorough, doc))
        run_reading(packs, state, doc);
    note_published(doc);
    note_language(doc);
    note_empty(doc);
}
