/* entity: phrases cut and split, chains on hand-built sentences, hostile input. */
#include "entity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

typedef struct {
    const char *form;
    int head; /* within the sentence, -1 root */
    uint8_t upos, deprel, entity;
} word;

#define W(form, head, upos, rel, entity)                                   \
    {                                                                      \
        form, head, KHD_UPOS_##upos, KHD_DEPREL_##rel, KHD_ENTITY_##entity \
    }

static khd_lexicon *lexicon;
static jmp_buf out_of_memory;

static int setup(void **state)
{
    (void)state;
    char path[1024];
    khd_error error;
    snprintf(path, sizeof path, "%s/lexicon.khl", getenv("KHALDUN_DATA"));
    return khd_lexicon_open(path, &lexicon, &error) == KHD_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    khd_lexicon_close(lexicon);
    return 0;
}

static khd_doc *doc_new(void)
{
    khd_arena *arena = khd_arena_new((size_t)1 << 30);
    assert_non_null(arena);
    khd_arena_exit(arena, &out_of_memory);
    return khd_doc_new(arena);
}

static const char *lower_of(khd_doc *doc, const char *form)
{
    char *lower = khd_arena_text(doc->arena, form, strlen(form));
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    return lower;
}

/* One sentence of words parted by blanks; all of them, when called again. */
static void add_sentence(khd_doc *doc, const word *words, uint32_t n)
{
    uint32_t first = doc->tokens.n, at = doc->length;
    size_t size = at + 1;
    for (uint32_t i = 0; i < n; i++)
        size += strlen(words[i].form) + 1;
    char *text = khd_arena_push(doc->arena, size, 1);
    memcpy(text, doc->text, at);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t length = (uint32_t)strlen(words[i].form);
        memcpy(text + at, words[i].form, length);
        khd_token *t = KHD_PUSH(doc->arena, &doc->tokens);
        *t = (khd_token){.span = {at, at + length},
                         .sentence = doc->sentences.n,
                         .lower = lower_of(doc, words[i].form),
                         .head = words[i].head < 0 ? KHD_NOTHING : (int32_t)first + words[i].head,
                         .upos = words[i].upos,
                         .deprel = words[i].deprel,
                         .entity = words[i].entity,
                         .xpos = "",
                         .feats_text = ""};
        t->lemma = t->lower;
        t->entity_first = t->entity && (i == 0 || words[i - 1].entity != t->entity);
        t->plural = length > 2 && words[i].form[length - 1] == 's' && t->upos == KHD_UPOS_NOUN;
        text[at + length] = ' ';
        at += length + 1;
    }
    *KHD_PUSH(doc->arena, &doc->sentences) =
        (khd_sentence){.span = {doc->length, at}, .tokens = {first, doc->tokens.n}};
    doc->text = text;
    doc->length = at;
}

static const char *words_at(khd_doc *doc, khd_range r)
{
    return khd_doc_text(doc, khd_doc_span(doc, r));
}

static uint32_t chain_of(const khd_doc *doc, uint32_t token)
{
    int32_t m = khd_entity_mention(doc, token);
    assert_int_not_equal(m, KHD_NOTHING);
    return doc->mentions.v[m].chain;
}

#define ADD(doc, words) add_sentence(doc, words, sizeof words / sizeof *words)

static void test_trim_drops_number_and_clause(void **state)
{
    (void)state;
    const word words[] = {W("The", 3, DET, DET, NONE),     W("18", 3, NUM, NUMMOD, NONE),
                          W("Libyan", 3, ADJ, AMOD, NORP), W("soldiers", 6, NOUN, NSUBJ, NONE),
                          W("who", 5, PRON, NSUBJ, NONE),  W("fought", 3, VERB, ACL_RELCL, NONE),
                          W("died", -1, VERB, ROOT, NONE)};
    khd_doc *doc = doc_new();
    ADD(doc, words);
    assert_string_equal(words_at(doc, khd_entity_trim(doc, (khd_range){0, 6})), "Libyan soldiers");
    assert_true(khd_range_empty(khd_entity_trim(doc, (khd_range){0, 0})));
    khd_arena_free(doc->arena);
}

static void test_split_parties(void **state)
{
    (void)state;
    const word words[] = {W("the", 1, DET, DET, NONE),    W("army", 5, NOUN, NSUBJ, NONE),
                          W("and", 4, CCONJ, CC, NONE),   W("Russian", 4, ADJ, AMOD, NORP),
                          W("jets", 1, NOUN, CONJ, NONE), W("struck", -1, VERB, ROOT, NONE)};
    khd_doc *doc = doc_new();
    khd_range parts[4];
    ADD(doc, words);
    assert_int_equal(khd_entity_split(doc, (khd_range){0, 5}, parts, 4), 2);
    assert_string_equal(words_at(doc, parts[0]), "the army");
    assert_string_equal(words_at(doc, parts[1]), "Russian jets");
    assert_int_equal(khd_entity_split(doc, (khd_range){0, 5}, parts, 1), 1);
    assert_int_equal(khd_entity_split(doc, (khd_range){3, 3}, parts, 4), 0);
    khd_arena_free(doc->arena);
}

static void test_split_joined_adjectives(void **state)
{
    (void)state;
    const word words[] = {W("Syrian", 3, ADJ, AMOD, NORP), W("and", 2, CCONJ, CC, NONE),
                          W("Russian", 0, ADJ, CONJ, NORP), W("jets", 4, NOUN, NSUBJ, NONE),
                          W("struck", -1, VERB, ROOT, NONE)};
    khd_doc *doc = doc_new();
    khd_range parts[4];
    ADD(doc, words);
    assert_int_equal(khd_entity_split(doc, (khd_range){0, 4}, parts, 4), 2);
    assert_string_equal(words_at(doc, parts[0]), "Syrian");
    assert_string_equal(words_at(doc, parts[1]), "Russian jets");
    khd_arena_free(doc->arena);
}

static void test_description_takes_up_the_last_group(void **state)
{
    (void)state;
    const word first[] = {W("Hamas", 1, PROPN, NSUBJ, ORG), W("fought", -1, VERB, ROOT, NONE),
                          W("Israel", 1, PROPN, OBJ, GPE)};
    const word second[] = {W("The", 1, DET, DET, NONE), W("group", 2, NOUN, NSUBJ, NONE),
                           W("lost", -1, VERB, ROOT, NONE)};
    const word third[] = {W("The", 1, DET, DET, NONE), W("regime", 2, NOUN, NSUBJ, NONE),
                          W("won", -1, VERB, ROOT, NONE)};
    khd_doc *doc = doc_new();
    ADD(doc, first);
    ADD(doc, second);
    ADD(doc, third);
    khd_entity_run(doc, lexicon);
    assert_int_equal(chain_of(doc, 4), chain_of(doc, 0));
    assert_int_not_equal(chain_of(doc, 4), chain_of(doc, 2));
    assert_int_not_equal(chain_of(doc, 7), chain_of(doc, 0));
    khd_arena_free(doc->arena);
}

/* Two arguments of one verb are two parties, even if the kinds agree. */
static void test_verb_keeps_sides_apart(void **state)
{
    (void)state;
    const word words[] = {W("Fatah", 1, PROPN, NSUBJ, ORG), W("fought", -1, VERB, ROOT, NONE),
                          W("the", 3, DET, DET, NONE), W("group", 1, NOUN, OBJ, NONE)};
    khd_doc *doc = doc_new();
    ADD(doc, words);
    khd_entity_run(doc, lexicon);
    assert_int_not_equal(chain_of(doc, 0), chain_of(doc, 3));
    khd_arena_free(doc->arena);
}

static void test_empty_document(void **state)
{
    (void)state;
    khd_doc *doc = doc_new();
    khd_entity_run(doc, lexicon);
    assert_int_equal(doc->mentions.n, 0);
    assert_int_equal(doc->chains.n, 0);
    assert_int_equal(khd_entity_mention(doc, 5), KHD_NOTHING);
    khd_arena_free(doc->arena);
}

/* Every word of a very long sentence is one of `kinds` of words, all below the
 * first: chains stay valid, and time is bounded. */
static void run_long(const word *kinds, uint32_t count, uint32_t n)
{
    word *words = calloc(n, sizeof *words);
    assert_non_null(words);
    for (uint32_t i = 0; i < n; i++) {
        words[i] = kinds[i % count];
        words[i].head = i ? (int)i - 1 : -1;
    }
    khd_doc *doc = doc_new();
    add_sentence(doc, words, n);
    clock_t begin = clock();
    khd_entity_run(doc, lexicon);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_true(seconds < 10.0);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        assert_true(m->chain < doc->chains.n);
        assert_true(m->tokens.begin < m->tokens.end && m->tokens.end <= doc->tokens.n);
        assert_true(i == 0 || doc->mentions.v[i - 1].head < m->head);
    }
    khd_arena_free(doc->arena);
    free(words);
}

static void test_long_sentences(void **state)
{
    (void)state;
    const word names[] = {W("Islamic", 0, PROPN, COMPOUND, ORG), W("United", 0, PROPN, FLAT, PER)};
    const word nouns[] = {W("rebels", 0, NOUN, CONJ, NONE), W("they", 0, PRON, NSUBJ, NONE),
                          W("army", 0, NOUN, AMOD, NONE),   W("(", 0, PUNCT, PUNCT, NONE),
                          W("Syrian", 0, ADJ, AMOD, NORP),  W(")", 0, PUNCT, PUNCT, NONE)};
    run_long(names, 2, 50000);
    run_long(nouns, 6, 50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trim_drops_number_and_clause),
        cmocka_unit_test(test_split_parties),
        cmocka_unit_test(test_split_joined_adjectives),
        cmocka_unit_test(test_description_takes_up_the_last_group),
        cmocka_unit_test(test_verb_keeps_sides_apart),
        cmocka_unit_test(test_empty_document),
        cmocka_unit_test(test_long_sentences),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
