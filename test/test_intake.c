/* Sources: what is told of a tar, zip, gzip, WARC, feed, in one another and broken. The
 * corpora of the fuzz targets are the sources. */
#include "intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

/* ---- what an intake says, a line an item --------------------------------------------- */

typedef struct {
    const char *bytes;
    size_t length, at, step;
} source;

static int64_t read_source(void *with, char *out, size_t n, khd_error *error)
{
    source *s = with;
    (void)error;
    size_t left = s->length - s->at, now = n < left ? n : left;
    if (s->step && now > s->step)
        now = s->step;
    memcpy(out, s->bytes + s->at, now);
    s->at += now;
    return (int64_t)now;
}

static int seek_source(void *with, uint64_t to)
{
    source *s = with;
    if (to > s->length)
        return 0;
    s->at = (size_t)to;
    return 1;
}

static char said[1 << 16];
static bool only_errors;

static void say(const khd_item *item)
{
    size_t n = strlen(said);
    if (only_errors && !item->error.status)
        return;
    if (item->error.status)
        snprintf(said + n, sizeof said - n, "%s! %s\n", item->member, item->error.text);
    else
        snprintf(said + n, sizeof said - n, "%s %.*s|%s|%s|%s|%s\n", item->member,
                 (int)(item->length < 60 ? item->length : 60), item->bytes,
                 item->context.title ? item->context.title : "",
                 item->context.url ? item->context.url : "",
                 item->context.form == KHD_FORM_HTML ? "html" : "text",
                 item->note ? item->note : "");
}

static const char *take(const char *bytes, size_t length, khd_intake_plan plan, bool seekable)
{
    source s = {.bytes = bytes, .length = length, .step = seekable ? 0 : 100};
    khd_bytes given = {.read = read_source, .with = &s, .size = length};
    given.seek = seekable ? seek_source : NULL;
    khd_intake *intake;
    khd_item item;
    said[0] = 0;
    assert_int_equal(khd_intake_open(&given, &plan, &intake, NULL), KHD_OK);
    while (khd_intake_next(intake, &item))
        say(&item);
    khd_intake_close(intake);
    return said;
}

static char *load(const char *name, size_t *length)
{
    char path[1024];
    const char *root = getenv("KHALDUN_SOURCE");
    snprintf(path, sizeof path, "%s/fuzz/corpus/%s", root ? root : ".", name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = malloc(1 << 20);
    assert_non_null(bytes);
    *length = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    return bytes;
}

static void expect(const char *name, bool seekable, const char *wanted)
{
    size_t length;
    char *bytes = load(name, &length);
    assert_string_equal(take(bytes, length, (khd_intake_plan){0}, seekable), wanted);
    free(bytes);
}

static void expect_has(const char *name, const char *wanted)
{
    size_t length;
    char *bytes = load(name, &length);
    take(bytes, length, (khd_intake_plan){0}, false);
    if (!strstr(said, wanted))
        fail_msg("%s: no \"%s\" in\n%s", name, wanted, said);
    free(bytes);
}

/* ---- archives ------------------------------------------------------------------------ */

#define PAGE "<html><head><title>Blast in Homs</title></head><body><articl"
#define TAR                                                                                       \
    "!a/b.txt Shelling killed two civilians in Kobani.|||text|\n"                                 \
    "!../evil.txt! a name that leads out of the archive: refused\n"                               \
    "!/abs.txt! a name that leads out of the archive: refused\n"                                  \
    "!ln! a link out of the archive: refused\n"                                                   \
    "!c.html " PAGE "|||text|\n"

static void test_tar(void **state)
{
    (void)state;
    expect("intake/tar", true, TAR);
    expect("intake/tar", false, TAR);
    expect("intake/tar_gz", false, TAR);
    expect("intake/tar_zst", true, TAR);
    expect_has("intake/tar_cut", "the archive is broken or cut: ");
}

static void test_zip(void **state)
{
    (void)state;
    expect_has("intake/zip", "!in/a.tar.gz!a/b.txt Shelling");
    expect_has("intake/zip", "!in/a.tar.gz!/abs.txt! a name");
    expect_has("intake/zip", "!../x.txt! a name that leads out");
    expect_has("intake/zip", "!pic.png! is no text");
    expect_has("intake/zip", "!feed.xml#1 <p>Shelling");
    expect_has("intake/zip", "!c.warc.gz@");
    expect_has("intake/zip", "!j.jsonl {\"id\":\"one\"");
    expect_has("intake/zip_broken", "!in/a.tar.gz!a/b.txt Shelling"); /* the rest goes on */
    expect_has("intake/zip_broken", "!b.txt! the archive is broken");
}

static void test_lines(void **state)
{
    (void)state;
    expect("intake/lines", false,
           " {\"id\":\"one\",\"text\":\"a\"}|||text|\n {\"id\":\"two\",\"text\":\"b\"}|||text|\n");
    expect("intake/empty", false, " |||text|\n");
    expect("intake/pdf", true, "! is a PDF, which is not read: give its text\n");
}

/* ---- bombs --------------------------------------------------------------------------- */

/* 100 MB of one line in a gzip: above the ratio, and above any text. */
static char *make_bomb(size_t *length)
{
    size_t room = 1 << 20;
    char *out = malloc(room), block[4096];
    z_stream z = {.next_out = (Bytef *)out, .avail_out = (uInt)room};
    assert_non_null(out);
    memset(block, 'a', sizeof block);
    block[sizeof block - 1] = '\n';
    block[0] = '{';
    block[1] = '}';
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, 0), Z_OK);
    for (int i = 0; i < 25600; i++) {
        z.next_in = (Bytef *)block;
        z.avail_in = sizeof block;
        bool last = i == 25599;
        assert_int_equal(deflate(&z, last ? Z_FINISH : Z_NO_FLUSH), last ? Z_STREAM_END : Z_OK);
    }
    *length = z.total_out;
    deflateEnd(&z);
    return out;
}

static void test_bombs(void **state)
{
    (void)state;
    size_t length;
    char *bomb = make_bomb(&length);
    khd_intake_plan lines = {.lines = 1};
    only_errors = true;
    take(bomb, length, lines, true);
    assert_string_equal(said, "! unpacks to more than 200 times its size: refused as a bomb\n");
    lines.ratio = 100000;
    lines.most = 1 << 20;
    take(bomb, length, lines, true);
    assert_string_equal(said, "! unpacks to more than 1048576 bytes: refused\n");
    only_errors = false;
    free(bomb);
    expect("intake/nested", true, "! archives are nested too deep: refused\n");
}

/* ---- crawls -------------------------------------------------------------------------- */

static unsigned count(const char *word)
{
    unsigned n = 0;
    for (const char *at = said; (at = strstr(at, word)); at++)
        n++;
    return n;
}

/* Number of records read and broken. */
static void expect_crawl(const char *name, unsigned good, unsigned broken)
{
    size_t length;
    char *bytes = load(name, &length);
    take(bytes, length, (khd_intake_plan){0}, false);
    free(bytes);
    unsigned errors = count("! "), all = count("\n");
    if (all - errors != good || errors != broken)
        fail_msg("%s: %u good, %u broken:\n%s", name, all - errors, errors, said);
}

static void test_crawl(void **state)
{
    (void)state;
    expect_crawl("warc/plain", 6, 0);
    expect_crawl("warc/gzip", 6, 0);
    expect_crawl("warc/zstd", 6, 0);
    assert_int_equal(count(PAGE), 5);
    assert_int_equal(count("was cut off by the crawler"), 1);
    assert_non_null(strstr(said, " Rebels killed two soldiers in Taiz.||http://news.example/a|text|"));
    expect_crawl("warc/gzip_broken", 5, 1); /* the one that is broken, and no other */
    assert_non_null(strstr(said, "the gzip member is broken"));
    expect_crawl("warc/gzip_cut", 6, 1);
    assert_non_null(strstr(said, "the gzip member is cut off"));
    expect_crawl("warc/cut", 6, 1);
    expect_crawl("warc/length_long", 4, 1); /* it covers two more */
    expect_crawl("warc/length_huge", 0, 1);
    expect_crawl("warc/no_head_end", 0, 1);
    expect_crawl("warc/length_none", 0, 11);
    assert_int_equal(count("the record tells no length"), 11);
}

static void test_crawl_without_pages(void **state)
{
    (void)state;
    static const char warc[] = "WARC/1.0\r\nWARC-Type: revisit\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    take(warc, sizeof warc - 1, (khd_intake_plan){0}, true);
    assert_string_equal(said, "! the WARC holds no page: 1 records are others, 1 of them revisits\n");
}

/* ---- feeds --------------------------------------------------------------------------- */

static void test_feed(void **state)
{
    (void)state;
    expect("feed/rss", false,
           "#1 <p>Shelling killed five civilians in Aleppo.</p>|One|http://news.example/1|html|\n"
           "#2 Gunmen killed six policemen in Aden.|Two & more\xC2\xA0||text|\n");
    expect("feed/atom", true,
           "#1 <div><p>Air strikes killed <b>three</b> people &lt; in Idlib|A|"
           "http://news.example/1|html|\n");
    expect("feed/rdf", true, "#1 Shelling killed two people in Homs.|T||text|\n");
    expect("feed/latin1", true, "#1 Caf\xC3\xA9 bombed, two dead|||text|\n");
}

static void test_feed_broken(void **state)
{
    (void)state;
    static const char refused[] =
        "! the feed declares entities of its own, or far too many names: refused\n";
    expect("feed/entities", true, refused);
    expect("feed/external", true, refused);
    expect("feed/namespaces", true, refused);
    expect_has("feed/cut", "#1 <p>Shelling");
    expect_has("feed/cut", "#2! the entry does not end");
    expect_has("feed/mismatched", "#2 Gunmen killed six");
}

/* ---- time is linear ------------------------------------------------------------------ */

static void test_pathological(void **state)
{
    (void)state;
    static const char *const parts[] = {"WARC/1.", "<rss>", "<item>", "<!-- x", "\x1F\x8B\x08\x00",
                                        "<![CDATA[", "PK\3\4", "</a>&x;", "{\"id\":1}\n"};
    enum { SIZE = 4 << 20 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (int head = 0; head < 2; head++) {
            size_t n = 0, size = p == 4 ? 4 : strlen(parts[p]);
            memcpy(bytes, "<rss><item>", 11);
            for (n = head ? 11 : 0; n + size <= SIZE; n += size)
                memcpy(bytes + n, parts[p], size);
            take(bytes, n, (khd_intake_plan){0}, head);
            assert_true(said[0] != 0);
        }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tar),          cmocka_unit_test(test_zip),
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_crawl),        cmocka_unit_test(test_crawl_without_pages),
        cmocka_unit_test(test_feed),         cmocka_unit_test(test_feed_broken),
        cmocka_unit_test(test_pathological),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
