/* lexicon: the packer's refusals, lookups, matches by tokens, and damaged packs. */
#include "lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[32];

static char *in_folder(const char *name)
{
    static char paths[4][64];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const void *bytes, size_t n)
{
    FILE *f = fopen(in_folder(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static char *read_file(const char *name, size_t *n)
{
    FILE *f = fopen(in_folder(name), "rb");
    char *bytes = malloc(1 << 16);
    *n = f ? fread(bytes, 1, (1 << 16) - 1, f) : 0;
    bytes[*n] = '\0';
    if (f)
        fclose(f);
    return bytes;
}

#define HEAD "# Words. Origin: this test. Licence: CC0.\n"

/* Packs one table; the exit status. Complaints go to the file "said". */
static int pack(const char *name, const char *table)
{
    char command[600];
    write_file(name, table, strlen(table));
    snprintf(command, sizeof command, "'%s' %s/pack.khl %s/%s 2>%s/said",
             getenv("KHALDUN_PACK_LEXICON"), folder, folder, name, folder);
    return system(command) == 0 ? 0 : 1;
}

static khd_lexicon *open_pack(void)
{
    khd_lexicon *lexicon;
    khd_error error = {0};
    if (khd_lexicon_open(in_folder("pack.khl"), &lexicon, &error) != KHD_OK)
        fail_msg("%s", error.text);
    return lexicon;
}

/* ---- the packer ------------------------------------------------------------------ */

static void refusals_name_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *table, *said;
    } cases[] = {
        {HEAD "key\tkind\nmortar\tx\nmortar\ty\nmortar\tx\n", "bad.tsv:5: the same row"},
        {HEAD "key\tkind\n\tx\n", "bad.tsv:3: empty key"},
        {HEAD "key\tkind\nmortar\n", "bad.tsv:3: 1 cells where the columns are 2"},
        {HEAD "key\tkind\nmortar\tx\ty\n", "bad.tsv:3: 3 cells"},
        {HEAD "key\tkind\nMortar\tx\n", "bad.tsv:3: key is not in lower case"},
        {HEAD "key\tkind\nmortar  round\tx\n", "bad.tsv:3: key is not words"},
        {HEAD "key\tkind\nmortar \tx\n", "bad.tsv:3: key is not words"},
        {HEAD "key\tkind\npeople\xE2\x80\x99s\tx\n", "bad.tsv:3: key has a typographic"},
        {HEAD "key\tkind\nmortar\xFF\tx\n", "bad.tsv:3: not UTF-8"},
        {HEAD "key\tkind\r\n", "bad.tsv:2: line ends with CR LF"},
        {HEAD "key\t\nmortar\tx\n", "bad.tsv:2: a column without a name"},
        {"# Origin: this test.\nkey\tkind\n", "bad.tsv:2: no head line"},
        {"# Licence: CC0.\nkey\tkind\n", "bad.tsv:2: no head line"},
        {HEAD, "bad.tsv:2: no line with the names"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        assert_int_equal(pack("bad.tsv", cases[i].table), 1);
        char *said = read_file("said", &n);
        if (!strstr(said, cases[i].said))
            fail_msg("expected \"%s\", the packer said \"%s\"", cases[i].said, said);
        free(said);
    }
}

/* ---- lookup ------------------------------------------------------------------------ */

static void finds_rows_and_cells(void **state)
{
    (void)state;
    assert_int_equal(pack("words.tsv", HEAD "key\tkind\tnote\n"
                                            "zu\tlast\t\n"
                                            "mortar\tartillery\tone\n"
                                            "car bomb\texplosive\t\n"
                                            "mortar\tweapon\ttwo\n"
                                            "mortar round\tartillery\t\n"),
                     0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "words");
    assert_int_equal(khd_table_rows(t), 5);
    int32_t row = khd_table_find(t, "mortar");
    assert_true(row >= 0);
    assert_string_equal(khd_table_cell(t, row, 1), "artillery");
    assert_string_equal(khd_table_cell(t, row + 1, 0), "mortar");
    assert_string_equal(khd_table_cell(t, row + 1, 1), "weapon");
    assert_string_equal(khd_table_cell(t, row + 1, 2), "two");
    assert_string_equal(khd_table_cell(t, khd_table_find(t, "zu"), 1), "last");
    assert_int_equal(khd_table_find(t, "mort"), KHD_NOTHING);
    assert_int_equal(khd_table_find(t, "mortars"), KHD_NOTHING);
    assert_int_equal(khd_table_find(t, "car"), KHD_NOTHING);
    assert_int_equal(khd_table_find(t, ""), KHD_NOTHING);
    assert_string_equal(khd_table_cell(t, row, 3), "");
    assert_string_equal(khd_table_cell(t, 5, 0), "");
    assert_string_equal(khd_table_cell(t, KHD_NOTHING, 0), "");
    khd_lexicon_close(lexicon);
}

static void a_missing_table_is_empty(void **state)
{
    (void)state;
    assert_int_equal(pack("words.tsv", HEAD "key\n"), 0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "nothing");
    assert_non_null(t);
    assert_int_equal(khd_table_rows(t), 0);
    assert_int_equal(khd_table_find(t, "mortar"), KHD_NOTHING);
    assert_int_equal(khd_table_rows(khd_lexicon_table(lexicon, "words")), 0);
    khd_lexicon_close(lexicon);
    khd_lexicon_close(NULL);
}

/* A table of many rows, each found at its place and not beside it. */
static void finds_among_many(void **state)
{
    (void)state;
    static char table[60000];
    size_t n = (size_t)snprintf(table, sizeof table, "%s", HEAD "key\tn\n");
    for (int i = 1999; i >= 0; i--)
        n += (size_t)snprintf(table + n, sizeof table - n, "w%d x\t%d\n", i * 2, i);
    assert_int_equal(pack("many.tsv", table), 0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "many");
    assert_int_equal(khd_table_rows(t), 2000);
    for (int i = 0; i < 4000; i++) {
        char key[20], number[20];
        snprintf(key, sizeof key, "w%d x", i);
        snprintf(number, sizeof number, "%d", i / 2);
        int32_t row = khd_table_find(t, key);
        if (i % 2)
            assert_int_equal(row, KHD_NOTHING);
        else
            assert_string_equal(khd_table_cell(t, row, 1), number);
    }
    khd_lexicon_close(lexicon);
}

/* ---- matching -------------------------------------------------------------------------- */

/* Words of a document: form, or form/lemma; a leading + glues it to the one before. */
static khd_doc *make_doc(khd_arena *arena, const char *words)
{
    khd_doc *doc = khd_doc_new(arena);
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, " "), form = strcspn(p, " /");
        khd_token *t = KHD_PUSH(arena, &doc->tokens);
        t->glued = *p == '+';
        t->lower = khd_arena_text(arena, p + t->glued, form - t->glued);
        t->lemma = form < n ? khd_arena_text(arena, p + form + 1, n - form - 1) : t->lower;
        p += n + (p[n] == ' ');
    }
    return doc;
}

/* "tokens:kind" of the match at the first word, "0:" for none. */
static const char *match(const khd_table *t, const char *words)
{
    static char text[64];
    khd_arena *arena = khd_arena_new(1 << 24);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("no memory");
    khd_arena_exit(arena, &out);
    khd_doc *doc = make_doc(arena, words);
    int32_t row = 99;
    uint32_t n = khd_table_match(t, doc, 0, doc->tokens.n, &row);
    if (!n)
        assert_int_equal(row, KHD_NOTHING);
    snprintf(text, sizeof text, "%u:%s", n, khd_table_cell(t, row, 1));
    khd_arena_free(arena);
    return text;
}

static void matches_the_longest_key(void **state)
{
    (void)state;
    assert_int_equal(pack("m.tsv", HEAD "key\tkind\n"
                                        "car\tcar\n"
                                        "car bomb\tbomb\n"
                                        "car bomb attack on the\todd\n"
                                        "al-shabaab\tgroup\n"
                                        "soldier\tman\n"
                                        "lay siege to\tsiege\n"
                                        "u.s.\tstate\n"
                                        "people's army\tarmy\n"),
                     0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "m");
    assert_string_equal(match(t, "car"), "1:car");
    assert_string_equal(match(t, "car bomb"), "2:bomb");
    assert_string_equal(match(t, "car bomb attack in"), "2:bomb");
    assert_string_equal(match(t, "car bomb attack on the"), "5:odd");
    assert_string_equal(match(t, "bomb car"), "0:");
    assert_string_equal(match(t, "cars/car bombs/bomb"), "2:bomb");
    assert_string_equal(match(t, "soldiers/soldier were/be"), "1:man");
    assert_string_equal(match(t, "soldiers"), "0:");
    assert_string_equal(match(t, "laid/lay siege to/to"), "3:siege");
    assert_string_equal(match(t, "al-shabaab"), "1:group");
    assert_string_equal(match(t, "al +- +shabaab"), "3:group");
    assert_string_equal(match(t, "al shabaab"), "0:");
    assert_string_equal(match(t, "al - shabaab"), "0:");
    assert_string_equal(match(t, "u.s. army"), "1:state");
    assert_string_equal(match(t, "people +'s army"), "3:army");
    assert_string_equal(match(t, "people 's army"), "0:");
    khd_lexicon_close(lexicon);
}

static void matches_within_its_end_only(void **state)
{
    (void)state;
    assert_int_equal(pack("m.tsv", HEAD "key\tkind\ncar bomb\tbomb\n"), 0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "m");
    khd_arena *arena = khd_arena_new(1 << 20);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("no memory");
    khd_arena_exit(arena, &out);
    khd_doc *doc = make_doc(arena, "a car bomb");
    int32_t row;
    assert_int_equal(khd_table_match(t, doc, 1, 3, &row), 2);
    assert_int_equal(khd_table_match(t, doc, 1, 2, &row), 0);
    assert_int_equal(khd_table_match(t, doc, 1, 4, &row), 0); /* past the document */
    assert_int_equal(khd_table_match(t, doc, 3, 3, &row), 0);
    khd_arena_free(arena);
    khd_lexicon_close(lexicon);
}

/* A token without letters must not make the matcher walk the whole document. */
static void long_documents_are_bounded(void **state)
{
    (void)state;
    assert_int_equal(pack("m.tsv", HEAD "key\tkind\na a a a a a a a a a a a a a a a\tx\n"), 0);
    khd_lexicon *lexicon = open_pack();
    const khd_table *t = khd_lexicon_table(lexicon, "m");
    khd_arena *arena = khd_arena_new(1 << 28);
    jmp_buf out;
    if (setjmp(out))
        fail_msg("no memory");
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    for (int i = 0; i < 200000; i++) {
        khd_token *token = KHD_PUSH(arena, &doc->tokens);
        token->lower = i ? "a" : "";
        token->lemma = "";
        token->glued = true;
    }
    int32_t row;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        uint32_t n = khd_table_match(t, doc, i, doc->tokens.n, &row);
        assert_int_equal(n, i && i + 16 <= doc->tokens.n ? 16 : 0);
    }
    khd_arena_free(arena);
    khd_lexicon_close(lexicon);
}

/* ---- damaged packs ------------------------------------------------------------------------ */

/* Opens what lies in pack.khl and, when it opens, reads all of it. */
static bool try_pack(void)
{
    khd_lexicon *lexicon;
    khd_error error;
    if (khd_lexicon_open(in_folder("pack.khl"), &lexicon, &error) != KHD_OK) {
        assert_null(lexicon);
        assert_true(strlen(error.text) > 0);
        return false;
    }
    const khd_table *t = khd_lexicon_table(lexicon, "w");
    size_t sum = 0;
    for (int32_t row = 0; (uint32_t)row < khd_table_rows(t); row++)
        for (uint32_t column = 0; column < 70; column++)
            sum += strlen(khd_table_cell(t, row, column));
    assert_true(sum < 1 << 24);
    khd_table_find(t, "mortar");
    match(t, "mortar rounds/round fell");
    khd_lexicon_close(lexicon);
    return true;
}

/* Packs a table whose last cell is `n` letters long. */
static char *pack_with_cell(size_t *n)
{
    static char table[6000], cell[4096];
    memset(cell, 'z', sizeof cell);
    snprintf(table, sizeof table, "%skey\tk\nmortar\ta\nmortar round\tb\nzu\t%.*s\n", HEAD, (int)*n,
             cell);
    assert_int_equal(pack("w.tsv", table), 0);
    return read_file("pack.khl", n);
}

/* The pack fills its page to the last byte, so that reading past it is a fault. */
static char *full_page_pack(size_t *n)
{
    *n = 1;
    free(pack_with_cell(n));
    *n = 4096 - *n + 1;
    char *bytes = pack_with_cell(n);
    assert_int_equal(*n, 4096);
    return bytes;
}

static void damaged_packs_are_harmless(void **state)
{
    (void)state;
    static const unsigned char masks[] = {0x01, 0x04, 0x80, 0xFF};
    size_t n, opened = 0;
    char *bytes = full_page_pack(&n);
    for (size_t i = 0; i < n; i += i < 200 || i > n - 40 ? 1 : 97)
        for (size_t k = 0; k < sizeof masks; k++) {
            bytes[i] = (char)(bytes[i] ^ masks[k]);
            write_file("pack.khl", bytes, n);
            opened += try_pack();
            bytes[i] = (char)(bytes[i] ^ masks[k]);
        }
    assert_true(opened > 0); /* a changed letter of a cell is no damage that shows */
    for (size_t i = 0; i < n; i += i < 200 ? 1 : 61) {
        write_file("pack.khl", bytes, i);
        assert_false(try_pack());
    }
    free(bytes);
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    size_t n;
    khd_lexicon *lexicon;
    khd_error error;
    char *bytes = full_page_pack(&n);
    bytes[8] = 9;
    write_file("pack.khl", bytes, n);
    assert_int_equal(khd_lexicon_open(in_folder("pack.khl"), &lexicon, &error), KHD_DATA);
    assert_string_equal(error.text, "lexicon pack: another version of the format");
    free(bytes);
}

/* ---- the packs of the project ---------------------------------------------------------------- */

static void the_projects_pack_opens(void **state)
{
    (void)state;
    char path[1024];
    khd_lexicon *lexicon;
    khd_error error = {0};
    snprintf(path, sizeof path, "%s/lexicon.khl", getenv("KHALDUN_DATA"));
    if (khd_lexicon_open(path, &lexicon, &error) != KHD_OK)
        fail_msg("%s", error.text);
    assert_true(khd_table_rows(khd_lexicon_table(lexicon, "means")) > 20);
    khd_lexicon_close(lexicon);
}

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder, "/tmp/khaldun-test-XXXXXX", 25);
    return mkdtemp(folder) && getenv("KHALDUN_PACK_LEXICON") ? 0 : 1;
}

static int drop_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"pack.khl", "said",     "bad.tsv", "words.tsv",
                                        "many.tsv", "m.tsv", "w.tsv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_name_the_line),
        cmocka_unit_test(finds_rows_and_cells),
        cmocka_unit_test(a_missing_table_is_empty),
        cmocka_unit_test(finds_among_many),
        cmocka_unit_test(matches_the_longest_key),
        cmocka_unit_test(matches_within_its_end_only),
        cmocka_unit_test(long_documents_are_bounded),
        cmocka_unit_test(damaged_packs_are_harmless),
        cmocka_unit_test(other_versions_are_refused),
        cmocka_unit_test(the_projects_pack_opens),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
