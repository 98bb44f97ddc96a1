/* lemma: regular endings by tag, the table, capitals, forms that their tag does not fit. */
#include "handmade.h"
#include "lemma.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* ---- the rules ------------------------------------------------------------------- */

typedef struct {
    const char *form, *tag, *lemma; /* "" where no rule fits */
} rule_case;

static void check_rules(const rule_case *cases, size_t n)
{
    char out[KHD_LEMMA_SIZE];
    for (size_t i = 0; i < n; i++) {
        bool fits = khd_lemma_rule(cases[i].form, cases[i].tag, out);
        if (strcmp(out, cases[i].lemma) != 0 || fits != (*cases[i].lemma != 0))
            fail_msg("%s %s: \"%s\", not \"%s\"", cases[i].form, cases[i].tag, out, cases[i].lemma);
    }
}

static void test_plurals(void **unused)
{
    (void)unused;
    static const rule_case cases[] = {
        {"soldiers", "NNS", "soldier"}, {"bodies", "NNS", "body"},
        {"crashes", "NNS", "crash"},    {"houses", "NNS", "house"},
        {"viruses", "NNS", "virus"},    {"policemen", "NNS", "policeman"},
        {"wolves", "NNS", "wolf"},      {"casualties", "NNS", "casualty"},
        {"boxes", "NNS", "box"},        {"ties", "NNS", "tie"},
        {"1990s", "NNS", "1990s"},      {"militias", "NNS", "militia"},
        {"police", "NNS", ""},          {"crisis", "NNS", ""},
        {"press", "NN", "press"},       {"carries", "VBZ", "carry"},
        {"kills", "VBZ", "kill"},       {"pushes", "VBZ", "push"},
        {"uses", "VBZ", "use"},         {"s", "NNS", ""},
    };
    check_rules(cases, sizeof cases / sizeof *cases);
}

static void test_verbs(void **unused)
{
    (void)unused;
    static const rule_case cases[] = {
        {"killed", "VBD", "kill"},
        {"shelled", "VBN", "shell"},
        {"stopped", "VBD", "stop"},
        {"invaded", "VBD", "invade"},
        {"loaded", "VBD", "load"},
        {"raided", "VBN", "raid"},
        {"besieged", "VBN", "besiege"},
        {"carried", "VBD", "carry"},
        {"died", "VBD", "die"},
        {"freed", "VBN", "free"},
        {"exploded", "VBD", "explode"},
        {"used", "VBN", "use"},
        {"injuring", "VBG", "injure"},
        {"dying", "VBG", "die"},
        {"firing", "VBG", "fire"},
        {"bombing", "VBG", "bomb"},
        {"strafing", "VBG", "strafe"},
        {"attacking", "VBG", "attack"},
        {"gunned", "VBN", "gun"},
        {"evacuated", "VBN", "evacuate"},
        {"shot", "VBD", ""},
        {"bring", "VBG", ""},
        {"mobilized", "VBN", "mobilize"},
        {"kill", "VB", "kill"},
    };
    check_rules(cases, sizeof cases / sizeof *cases);
}

static void test_degrees(void **unused)
{
    (void)unused;
    static const rule_case cases[] = {
        {"heavier", "JJR", "heavy"}, {"bigger", "JJR", "big"},
        {"largest", "JJS", "large"}, {"deadliest", "JJS", "deadly"},
        {"older", "JJR", "old"},     {"later", "RBR", "late"},
        {"more", "JJR", ""},         {"closest", "JJS", "close"},
    };
    check_rules(cases, sizeof cases / sizeof *cases);
}

static void test_any_length(void **unused)
{
    (void)unused;
    static char form[5000];
    char out[KHD_LEMMA_SIZE];
    static const char *const tags[] = {"NNS", "VBZ", "VBD", "VBG", "JJR", "JJS", "NN", ""};
    for (size_t n = 0; n < sizeof form - 1; n += n < 200 ? 1 : 997) {
        memset(form, 's', n);
        form[n] = 0;
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            bool fits = khd_lemma_rule(form, tags[i], out);
            assert_true(strlen(out) < KHD_LEMMA_SIZE);
            assert_false(fits && n >= KHD_LEMMA_SIZE);
        }
    }
}

/* ---- documents ---------------------------------------------------------------------- */

/* One token a word "FORM UPOS TAG"; the reader's lemma follows where it counts. */
static const char *lemma_of(handmade *h, const char *form, const char *upos, const char *tag,
                            const char *reader)
{
    char line[128];
    snprintf(line, sizeof line, "%s %s 0 root\n", form, upos);
    handmade_sentence(h, line);
    khd_token *t = &h->doc->tokens.v[h->doc->tokens.n - 1];
    t->xpos = tag;
    t->lemma = reader ? reader : "wrong";
    khd_lemma_run(h->doc, h->lexicon);
    return h->doc->tokens.v[h->doc->tokens.n - 1].lemma;
}

static void test_table(void **state)
{
    handmade *h = *state;
    assert_string_equal(lemma_of(h, "shot", "VERB", "VBN", NULL), "shoot");
    assert_string_equal(lemma_of(h, "Children", "NOUN", "NNS", NULL), "child");
    assert_string_equal(lemma_of(h, "found", "VERB", "VBD", NULL), "find");
    assert_string_equal(lemma_of(h, "found", "VERB", "VB", NULL), "found");
    assert_string_equal(lemma_of(h, "were", "AUX", "VBD", NULL), "be");
    assert_string_equal(lemma_of(h, "targeted", "VERB", "VBN", NULL), "target");
    assert_string_equal(lemma_of(h, "focused", "VERB", "VBD", NULL), "focus");
    assert_string_equal(lemma_of(h, "mujahideen", "NOUN", "NNS", NULL), "mujahid");
    assert_string_equal(lemma_of(h, "aircraft", "NOUN", "NNS", NULL), "aircraft");
    assert_string_equal(lemma_of(h, "people", "NOUN", "NNS", "person"), "people");
}

/* What the reader's own script got wrong. */
static void test_reader_overruled(void **state)
{
    handmade *h = *state;
    assert_string_equal(lemma_of(h, "killed", "VERB", "VBD", "kille"), "kill");
    assert_string_equal(lemma_of(h, "KILLED", "VERB", "VBN", "kille"), "kill");
    assert_string_equal(lemma_of(h, "told", "VERB", "VBD", "taold"), "tell");
    assert_string_equal(lemma_of(h, "Casualties", "NOUN", "NNS", "casualtie"), "casualty");
    assert_string_equal(lemma_of(h, "soldiers", "NOUN", "NNS", "soldiers"), "soldier");
    assert_string_equal(lemma_of(h, "children", "NOUN", "NNS", "civilrson"), "child");
}

static void test_capitals(void **state)
{
    handmade *h = *state;
    assert_string_equal(lemma_of(h, "Sirte", "PROPN", "NNP", NULL), "Sirte");
    assert_string_equal(lemma_of(h, "Brigades", "PROPN", "NNPS", NULL), "Brigade");
    assert_string_equal(lemma_of(h, "Countries", "PROPN", "NNPS", NULL), "Country");
    assert_string_equal(lemma_of(h, "UNHCR", "PROPN", "NNP", NULL), "UNHCR");
    assert_string_equal(lemma_of(h, "US", "PROPN", "NNP", NULL), "US");
    assert_string_equal(lemma_of(h, "Philippines", "PROPN", "NNPS", NULL), "Philippines");
    assert_string_equal(lemma_of(h, "Heavy", "ADJ", "JJ", "heavy"), "heavy");
    assert_string_equal(lemma_of(h, "Chechen", "ADJ", "JJ", "Chechen"), "Chechen");
    assert_string_equal(lemma_of(h, "SHELLING", "NOUN", "NN", NULL), "shelling");
}

static void test_misfits(void **state)
{
    handmade *h = *state;
    assert_string_equal(lemma_of(h, "killing", "VERB", "VBD", NULL), "kill");
    assert_string_equal(lemma_of(h, "threatened", "VERB", "VBP", NULL), "threaten");
    assert_string_equal(lemma_of(h, "succeed", "VERB", "VB", NULL), "succeed");
    assert_string_equal(lemma_of(h, "guards", "NOUN", "NN", "guard"), "guard");
    assert_string_equal(lemma_of(h, "news", "NOUN", "NN", "news"), "news");
    assert_string_equal(lemma_of(h, "zzqx", "NOUN", "NN", "banana"), "zzqx");
    assert_string_equal(lemma_of(h, "were", "ADP", "VBD", NULL), "be");
    assert_string_equal(lemma_of(h, "left", "ADV", "RB", NULL), "left");
    assert_string_equal(lemma_of(h, "12,500", "NUM", "CD", NULL), "12500");
}

/* The table holds only what the rules do not give under any tag of its part of speech. */
static void test_table_is_needed(void **state)
{
    handmade *h = *state;
    const khd_table *table = khd_lexicon_table(h->lexicon, "lemmas");
    char out[KHD_LEMMA_SIZE], form[KHD_LEMMA_SIZE];
    assert_true(khd_table_rows(table) > 800);
    for (int32_t row = 0; row < (int32_t)khd_table_rows(table); row++) {
        const char *key = khd_table_cell(table, row, 0), *tag = strrchr(key, ' ');
        const char *lemma = khd_table_cell(table, row, 1);
        assert_non_null(tag);
        assert_true(*lemma && (size_t)(tag - key) < sizeof form);
        snprintf(form, sizeof form, "%.*s", (int)(tag - key), key);
        if (!strcmp(tag, " vbd") && khd_lemma_rule(form, "VBD", out) && !strcmp(out, lemma))
            fail_msg("%s: the rules give it", key);
        if (!strcmp(tag, " nns") && khd_lemma_rule(form, "NNS", out) && !strcmp(out, lemma))
            fail_msg("%s: the rules give it", key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plurals),
        cmocka_unit_test(test_verbs),
        cmocka_unit_test(test_degrees),
        cmocka_unit_test(test_any_length),
        cmocka_unit_test_setup_teardown(test_table, handmade_setup, handmade_teardown),
        cmocka_unit_test_setup_teardown(test_reader_overruled, handmade_setup, handmade_teardown),
        cmocka_unit_test_setup_teardown(test_capitals, handmade_setup, handmade_teardown),
        cmocka_unit_test_setup_teardown(test_misfits, handmade_setup, handmade_teardown),
        cmocka_unit_test_setup_teardown(test_table_is_needed, handmade_setup, handmade_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
