/* doc: days, spans and token ranges, walks in the tree, on a document made by hand. */
#include "doc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static khd_arena *arena;
static jmp_buf no_memory;

static int open_arena(void **state)
{
    (void)state;
    arena = khd_arena_new((size_t)1 << 24);
    return arena ? 0 : 1;
}

static int free_arena(void **state)
{
    (void)state;
    khd_arena_free(arena);
    return 0;
}

/* "Armed men attacked  the old post": one sentence, heads as a reader gives them. */
static khd_doc *make_doc(void)
{
    static const struct {
        khd_span span;
        int32_t head;
        uint8_t upos, deprel;
    } words[] = {{{0, 5}, 1, KHD_UPOS_ADJ, KHD_DEPREL_AMOD},
                 {{6, 9}, 2, KHD_UPOS_NOUN, KHD_DEPREL_NSUBJ},
                 {{10, 18}, KHD_NOTHING, KHD_UPOS_VERB, KHD_DEPREL_ROOT},
                 {{20, 23}, 5, KHD_UPOS_DET, KHD_DEPREL_DET},
                 {{24, 27}, 5, KHD_UPOS_ADJ, KHD_DEPREL_AMOD},
                 {{28, 32}, 2, KHD_UPOS_NOUN, KHD_DEPREL_OBJ}};
    khd_arena_exit(arena, &no_memory);
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_doc *doc = khd_doc_new(arena);
    doc->text = "Armed men attacked  the old post";
    doc->length = 32;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *KHD_PUSH(arena, &doc->tokens) = (khd_token){.span = words[i].span,
                                                     .head = words[i].head,
                                                     .upos = words[i].upos,
                                                     .deprel = words[i].deprel};
    *KHD_PUSH(arena, &doc->sentences) = (khd_sentence){.span = {0, 32}, .tokens = {0, 6}};
    return doc;
}

static void days_go_and_come_back(void **state)
{
    (void)state;
    assert_int_equal(khd_day_from(1970, 1, 1), 0);
    assert_int_equal(khd_day_from(2000, 2, 29), 11016);
    assert_int_equal(khd_day_from(1969, 12, 31), -1);
    assert_int_equal(khd_day_from(1900, 2, 29), KHD_NO_DAY);
    assert_int_equal(khd_day_from(2016, 0, 1), KHD_NO_DAY);
    assert_int_equal(khd_day_from(2016, 6, 31), KHD_NO_DAY);
    for (khd_day day = khd_day_from(1, 1, 1); day <= khd_day_from(9999, 12, 31); day += 13) {
        int y, m, d;
        khd_day_split(day, &y, &m, &d);
        assert_int_equal(khd_day_from(y, m, d), day);
    }
    assert_int_equal(khd_day_weekday(khd_day_from(2016, 5, 24)), 1); /* a Tuesday */
    assert_int_equal(khd_day_weekday(khd_day_from(1945, 5, 8)), 1);
}

static void days_are_written(void **state)
{
    (void)state;
    khd_doc *doc = make_doc();
    assert_string_equal(khd_day_text(doc, khd_day_from(987, 6, 5)), "0987-06-05");
    assert_null(khd_day_text(doc, KHD_NO_DAY));
}

static void spans_and_ranges(void **state)
{
    (void)state;
    khd_doc *doc = make_doc();
    khd_range r = khd_doc_range(doc, (khd_span){7, 21}); /* from inside to inside */
    assert_int_equal(r.begin, 1);
    assert_int_equal(r.end, 4);
    khd_span s = khd_doc_span(doc, r);
    assert_int_equal(s.begin, 6);
    assert_int_equal(s.end, 23);
    assert_string_equal(khd_doc_text(doc, s), "men attacked the");
    assert_true(khd_range_empty(khd_doc_range(doc, (khd_span){18, 20}))); /* blanks */
    assert_true(khd_span_empty(khd_doc_span(doc, (khd_range){3, 3})));
    assert_string_equal(khd_doc_text(doc, (khd_span){9, 9}), "");
    assert_string_equal(khd_doc_format(doc, "%d of %s", 3, "five"), "3 of five");
}

static void walks_in_the_tree(void **state)
{
    (void)state;
    khd_doc *doc = make_doc();
    assert_true(khd_doc_below(doc, 0, 2));
    assert_true(khd_doc_below(doc, 5, 5));
    assert_false(khd_doc_below(doc, 2, 1));
    assert_int_equal(khd_doc_child(doc, 2, KHD_DEPREL_OBJ), 5);
    assert_int_equal(khd_doc_child(doc, 2, KHD_DEPREL_AMOD), KHD_NOTHING);
    khd_range r = khd_doc_subtree(doc, 5);
    assert_int_equal(r.begin, 3);
    assert_int_equal(r.end, 6);
    assert_int_equal(khd_doc_head(doc, (khd_range){3, 6}), 5);
    assert_int_equal(khd_doc_head(doc, (khd_range){3, 5}), 3); /* two hang out: the first */
    assert_int_equal(khd_doc_head(doc, (khd_range){0, 3}), 2);
}

/* Heads that go round end too. */
static void a_circle_ends(void **state)
{
    (void)state;
    khd_doc *doc = make_doc();
    doc->tokens.v[2].head = 1;
    assert_false(khd_doc_below(doc, 0, 5));
    khd_range r = khd_doc_subtree(doc, 2);
    assert_int_equal(r.begin, 0);
    assert_int_equal(r.end, 6);
}

int main(void)
{
#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, open_arena, free_arena)
    const struct CMUnitTest tests[] = {IN_ARENA(days_go_and_come_back), IN_ARENA(days_are_written),
                                       IN_ARENA(spans_and_ranges), IN_ARENA(walks_in_the_tree),
                                       IN_ARENA(a_circle_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
