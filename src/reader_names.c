/* reader_names: names of one window, from two heads.
 *
 * The head trained on Universal NER (PER LOC ORG) decides where it finds a name. What it
 * leaves, the head trained on the Groningen Meaning Bank may fill: peoples (NORP: "the
 * Libyan government") and other names (MISC). Neither tells a country from a mountain:
 * a place is a GPE unless the last word of its name says otherwise (LOC, FAC).
 */
#include "reader_state.h"

#include <string.h>

static const char *const natural[] = {
    "bay",   "border", "canyon", "coast",   "delta", "desert", "forest",   "gulf",
    "hill",  "hills",  "island", "islands", "lake",  "mount",  "mountain", "mountains",
    "ocean", "plain",  "plains", "plateau", "river", "sea",    "strait",   "valley"};
static const char *const built[] = {
    "airbase", "airfield", "airport", "avenue",  "barracks", "base",      "bridge",  "camp",
    "church",  "crossing", "dam",     "factory", "harbor",   "harbour",   "highway", "hospital",
    "hotel",   "mosque",   "palace",  "port",    "prison",   "refinery",  "road",    "school",
    "square",  "stadium",  "station", "street",  "tunnel",   "university"};

static bool stands_in(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(word, list[i]))
            return true;
    return false;
}

static uint8_t place_kind(const khd_doc *doc, uint32_t first, uint32_t last)
{
    const char *begins = doc->tokens.v[first].lower, *ends = doc->tokens.v[last].lower;
    if (stands_in(ends, built, sizeof built / sizeof *built))
        return KHD_ENTITY_FAC;
    if (stands_in(ends, natural, sizeof natural / sizeof *natural) || !strcmp(begins, "mount") ||
        !strcmp(begins, "lake"))
        return KHD_ENTITY_LOC;
    return KHD_ENTITY_GPE;
}

static void mark(khd_doc *doc, uint32_t first, uint32_t end, uint8_t entity)
{
    for (uint32_t i = first; i < end; i++) {
        doc->tokens.v[i].entity = entity;
        doc->tokens.v[i].entity_first = i == first;
    }
}

static bool is_free(const khd_doc *doc, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (doc->tokens.v[i].entity != KHD_ENTITY_NONE)
            return false;
    return true;
}

void khd_names_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                    khd_doc *doc)
{
    const khd_bio *ner = &reader->labels.ner, *gmb = &reader->labels.gmb;
    const khd_window *w = window;
    const khd_grid *grids = state->heads.word;
    khd_bio_decode(ner, khd_word_row(state, w, KHD_HEAD_NER, 0), grids[KHD_HEAD_NER].ld, w->words,
                   state->labels);
    khd_bio_decode(gmb, khd_word_row(state, w, KHD_HEAD_GMB, 0), grids[KHD_HEAD_GMB].ld, w->words,
                   state->others);
    mark(doc, w->first, w->first + w->words, KHD_ENTITY_NONE);
    for (uint32_t i = 0; i < w->words; i++)
        doc->tokens.v[w->first + i].entity_first = false;
    khd_bio_span s;
    for (uint32_t at = 0; khd_bio_next(ner, state->labels, w->words, &at, &s);) {
        uint32_t first = w->first + s.begin, end = w->first + s.end;
        mark(doc, first, end, s.type == KHD_ENTITY_LOC ? place_kind(doc, first, end - 1) : s.type);
    }
    for (uint32_t at = 0; khd_bio_next(gmb, state->others, w->words, &at, &s);)
        if ((s.type == KHD_ENTITY_NORP || s.type == KHD_ENTITY_MISC) &&
            is_free(doc, w->first + s.begin, w->first + s.end))
            mark(doc, w->first + s.begin, w->first + s.end, s.type);
}
