/* robots.txt: groups, the longest rule, wildcards. */
#include "../cli/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool allow(const char *text, const char *path)
{
    return robots_allow(text, strlen(text), "khaldun", path);
}

static void test_groups(void **state)
{
    (void)state;
    static const char text[] = "# a site\nUser-agent: other\nDisallow: /\n\nUSER-AGENT : *\n"
                               "Disallow: /all\n\nUser-agent: first\nUser-agent: Khaldun\r\n"
                               "Disallow: /closed # why\r\nAllow: /closed/open\nCrawl-delay: 2.5\n";
    assert_true(allow(text, "/"));
    assert_true(allow(text, "/all"));
    assert_false(allow(text, "/closed"));
    assert_false(allow(text, "/closed/x?y=1"));
    assert_true(allow(text, "/closed/open/1"));
    assert_true(allow(text, "/robots.txt"));
    assert_int_equal(robots_delay(text, strlen(text), "khaldun"), 3);
    assert_int_equal(robots_delay(text, strlen(text), "nobody"), 0);
    assert_false(robots_allow(text, strlen(text), "nobody", "/all/x"));
    assert_true(allow("", "/x"));
    assert_true(allow("User-agent: *\nDisallow:\n", "/x"));
    assert_false(allow("\xEF\xBB\xBFUser-agent: *\nDisallow: /", "/x"));
}

static void test_wildcards(void **state)
{
    (void)state;
    static const char text[] = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*b*c\nAllow: /same\n"
                               "Disallow: /same\n";
    assert_false(allow(text, "/x/y.pdf"));
    assert_true(allow(text, "/x/y.pdf?z"));
    assert_false(allow(text, "/axxbyyc"));
    assert_false(allow(text, "/abbbbcc"));
    assert_true(allow(text, "/axxc"));
    assert_true(allow(text, "/same")); /* allowed when both are as long */
}

/* Stars set against a long path. */
static void test_pathological(void **state)
{
    (void)state;
    enum { STARS = 2000, PATH = 20000 };
    char *text = calloc(1, STARS * 2 + 100), *path = calloc(1, PATH + 1);
    assert_true(text && path);
    memset(path, 'a', PATH);
    path[0] = '/';
    size_t n = strlen(strncpy(text, "User-agent: *\nDisallow: /", 99));
    for (int i = 0; i < STARS; i++, n += 2)
        memcpy(text + n, "*a", 2);
    text[n] = 'b';
    assert_true(allow(text, path));
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_wildcards),
        cmocka_unit_test(test_pathological),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
