/* glance: what adds up to a sentence's promise, which sentences are read for it, and the
 * plain tags of the others. The tables are small ones, packed here. */
#include "glance.h"
#include "segment.h"
#include "token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "# Words. Origin: this test. Licence: CC0.\n"

static char folder[32];
static khd_lexicon *lexicon;
static khd_glance *glance;
static khd_arena *arena;
static khd_doc *doc;

/* ---- the tables ------------------------------------------------------------------- */

static const char *const tables[][2] = {
    {"glance.tsv", HEAD "words\tkind\tweight\n"
                        "bias\tsetting\t-2\nread\tsetting\t-0.5\nreport\tsetting\t1\n"
                        "beside\tsetting\t-1.5\n"
                        "raid\tstem\t3.25\nraid\tword\t-0.75\npeace talk\tword\t2\n"
                        "huge\tword\t99999999\nlow\tword\t-4000000000\n"
                        "0 dead\tword\t4.5\nnews\tword\t1.505\nharm\ttable\t1.5\n"
                        "means\ttable\t.5\nunknown\ttable\t9\n"},
    {"triggers.tsv", HEAD "words\tclass\tmethod\nshot down\tdestruction\t\n"},
    {"harm.tsv", HEAD "words\tpart\tharm\tslot\twith\n"
                      "electrocute\tverb\tkilled\tobject\t\ndie\tverb\tkilled\tsubject\t\n"},
    {"means.tsv", HEAD "words\tkind\tclass\nthink tank\tnone\t\ntank\ttank\t\n"},
};

static int open_tables(void **state)
{
    (void)state;
    char command[700], path[64];
    snprintf(folder, sizeof folder, "/tmp/glance.XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, tables[i][0]);
        FILE *f = fopen(path, "wb");
        if (!f || fputs(tables[i][1], f) < 0 || fclose(f))
            return 1;
    }
    snprintf(command, sizeof command, "'%s' %s/pack.khl %s/*.tsv", getenv("KHALDUN_PACK_LEXICON"),
             folder, folder);
    snprintf(path, sizeof path, "%s/pack.khl", folder);
    khd_error error;
    return system(command) || khd_lexicon_open(path, &lexicon, &error) ||
           khd_glance_open(lexicon, &glance, &error);
}

static int close_tables(void **state)
{
    (void)state;
    char command[64];
    khd_glance_close(glance);
    khd_lexicon_close(lexicon);
    khd_arena_free(arena);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

/* ---- documents --------------------------------------------------------------------- */

static jmp_buf no_memory;

/* One sentence a line, each a block of its own; the first is a title when it is told so. */
static void make(const char *text, bool title)
{
    khd_arena_free(arena);
    arena = khd_arena_new((size_t)1 << 30);
    assert_non_null(arena);
    khd_arena_exit(arena, &no_memory);
    doc = khd_doc_new(arena);
    doc->text = text;
    doc->length = (uint32_t)strlen(text);
    for (uint32_t at = 0; at < doc->length;) {
        uint32_t n = (uint32_t)strcspn(text + at, "\n");
        bool first = !doc->blocks.n;
        *KHD_PUSH(arena, &doc->blocks) = (khd_block){
            .span = {at, at + n}, .kind = first && title ? KHD_BLOCK_TITLE : KHD_BLOCK_PARAGRAPH};
        at += n + (text[at + n] == '\n');
    }
    khd_segment_run(doc, lexicon);
    khd_token_run(doc, lexicon);
}

static int32_t promise(const char *text)
{
    make(text, false);
    assert_int_equal(doc->sentences.n, 1);
    khd_glance_run(glance, false, doc);
    return doc->sentences.v[0].promise;
}

/* What is read as "r", what is left as "-". */
static void check_read(const char *text, bool title, bool thorough, const char *wanted)
{
    char got[64] = "";
    make(text, title);
    khd_glance_run(glance, thorough, doc);
    assert_in_range(doc->sentences.n, 0, sizeof got - 1);
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        got[i] = doc->sentences.v[i].unread ? '-' : 'r';
    assert_string_equal(got, wanted);
}

/* ---- the sum ------------------------------------------------------------------------ */

static void weights_add_up(void **state)
{
    (void)state;
    assert_int_equal(promise("Nothing here"), -200);
    assert_int_equal(promise("They raided it"), 125);
    assert_int_equal(promise("A RAID"), 50);
    assert_int_equal(promise("A raid after a raid, one more raid"), 50);
    assert_int_equal(promise("Peace talk, peace-talk"), 0);
    assert_int_equal(promise("Some 1,200 dead"), 250);
    assert_int_equal(promise("News"), -50);
    assert_int_equal(promise("Huge"), 30000 - 200); /* weights have a ceiling */
    assert_int_equal(promise("Low"), -30000 - 200);
}

static void words_of_tables_count(void **state)
{
    (void)state;
    assert_int_equal(promise("He was electrocuted"), -50);
    assert_int_equal(promise("They electrocute and die"), -50);
    assert_int_equal(promise("They diet"), -200);
    assert_int_equal(promise("A tank"), -150);
    assert_int_equal(promise("Tanks, think of it"), -200);
    assert_int_equal(promise("It was shot down"), -200); /* the table has no weight here */
}

/* ---- the choice ------------------------------------------------------------------------ */

static void a_report_without_promise_is_left(void **state)
{
    (void)state;
    check_read("Title\nOne\nTwo\nThree", true, false, "----");
    check_read("Title\nOne\nNews\nThree", true, false, "--r-"); /* promise, but no report */
    check_read("Title\nOne\nTwo\nThree", true, true, "rrrr");
    check_read("", false, false, "");
}

static void a_report_of_conflict_is_read_around(void **state)
{
    (void)state;
    /* the title, two of the lead, what has promise */
    check_read("Title\nOne\nTwo\nThree\nFour\nThey raided it\nFive\nSix", true, false, "rrr--r--");
    check_read("One\nTwo\nThree\nFour\nThey raided it", false, false, "rr--r");
    /* beside what has promise, with a little of its own */
    check_read("One\nTwo\nA tank\nFour\nA tank\nThey raided it\nA tank\nA tank", false, false,
               "rr--rrr-");
}

static void without_its_table_all_is_read(void **state)
{
    (void)state;
    khd_glance *own = glance;
    khd_lexicon *empty;
    khd_error error;
    char command[300], path[64];
    snprintf(path, sizeof path, "%s/empty.khl", folder);
    snprintf(command, sizeof command, "'%s' %s %s/means.tsv", getenv("KHALDUN_PACK_LEXICON"), path,
             folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(khd_lexicon_open(path, &empty, &error), KHD_OK);
    assert_int_equal(khd_glance_open(empty, &glance, &error), KHD_OK);
    check_read("One\nTwo\nThree\nFour", false, false, "rrrr");
    khd_glance_close(glance);
    khd_lexicon_close(empty);
    glance = own;
}

/* ---- the words of what is left ------------------------------------------------------------ */

static void words_left_have_plain_tags(void **state)
{
    (void)state;
    static const uint8_t wanted[] = {KHD_UPOS_DET,   KHD_UPOS_NOUN, KHD_UPOS_ADP,  KHD_UPOS_PROPN,
                                     KHD_UPOS_NUM,   KHD_UPOS_NUM,  KHD_UPOS_VERB, KHD_UPOS_PUNCT,
                                     KHD_UPOS_CCONJ, KHD_UPOS_ADV};
    make("They raided Ardal\nOne\nThe mayors of Ardal 12 two opened , and slowly", false);
    assert_true(khd_glance_run(glance, false, doc));
    assert_true(doc->sentences.v[2].unread);
    khd_range r = doc->sentences.v[2].tokens;
    assert_int_equal(r.end - r.begin, sizeof wanted);
    for (uint32_t i = r.begin; i < r.end; i++) {
        const khd_token *t = &doc->tokens.v[i];
        assert_int_equal(t->upos, wanted[i - r.begin]);
        assert_int_equal(t->head, i == r.begin ? KHD_NOTHING : (int32_t)r.begin);
    }
    assert_true(doc->tokens.v[r.begin + 1].plural);
    assert_int_equal(doc->tokens.v[1].head, KHD_NOTHING); /* of what is read: the reader's */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_add_up),
        cmocka_unit_test(words_of_tables_count),
        cmocka_unit_test(a_report_without_promise_is_left),
        cmocka_unit_test(a_report_of_conflict_is_read_around),
        cmocka_unit_test(without_its_table_all_is_read),
        cmocka_unit_test(words_left_have_plain_tags),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
