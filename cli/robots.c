/* robots: see robots.h. */
#include "robots.h"

#include <string.h>

enum { RULES_MOST = 4096, DELAY_MOST = 86400 };

/* A line taken apart: "Key: value", both trimmed. */
typedef struct {
    const char *key, *value;
    size_t key_n, value_n;
} line;

/* What was found in the groups that count. */
typedef struct {
    const char *path;
    size_t longest;
    bool ruled, allowed;
    unsigned delay;
} verdict;

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool next_line(const char *text, size_t length, size_t *at, line *out)
{
    if (*at >= length)
        return false;
    const char *begin = text + *at, *end = memchr(begin, '\n', length - *at);
    size_t n = end ? (size_t)(end - begin) : length - *at;
    *at += n + 1;
    const char *mark = memchr(begin, '#', n);
    n = mark ? (size_t)(mark - begin) : n;
    const char *colon = memchr(begin, ':', n);
    *out = (line){.key = begin, .value = begin};
    if (!colon)
        return true;
    out->value = colon + 1;
    out->value_n = n - (size_t)(out->value - begin);
    out->key_n = (size_t)(colon - begin);
    while (out->key_n && blank(*out->key))
        out->key++, out->key_n--;
    while (out->key_n && blank(out->key[out->key_n - 1]))
        out->key_n--;
    while (out->value_n && blank(*out->value))
        out->value++, out->value_n--;
    while (out->value_n && blank(out->value[out->value_n - 1]))
        out->value_n--;
    return true;
}

static bool same(const char *bytes, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i])
            return false;
    }
    return !word[n];
}

/* True when a rule fits the beginning of the path. Each "*" takes as little as it can;
 * only the last one is ever given more, so the time is rule times path. */
static bool fits(const char *rule, size_t n, const char *path)
{
    bool whole = n && rule[n - 1] == '$';
    n -= whole;
    size_t i = 0, at = 0, star = n + 1, from = 0, length = strlen(path);
    for (;;) {
        if (i < n && rule[i] == '*') {
            star = i++;
            from = at;
        } else if (i < n && at < length && rule[i] == path[at]) {
            i++;
            at++;
        } else if (i == n && (!whole || at == length)) {
            return true;
        } else if (star <= n && from < length) {
            at = ++from;
            i = star + 1;
        } else {
            return false;
        }
    }
}

static void take_rule(verdict *v, const line *l, bool allow)
{
    if (!l->value_n || !v->path || !fits(l->value, l->value_n, v->path))
        return;
    if (v->ruled && (l->value_n < v->longest || (l->value_n == v->longest && !allow)))
        return;
    v->ruled = true;
    v->longest = l->value_n;
    v->allowed = allow;
}

static void take_delay(verdict *v, const line *l)
{
    unsigned delay = 0;
    size_t i = 0;
    for (; i < l->value_n && l->value[i] >= '0' && l->value[i] <= '9' && delay < DELAY_MOST; i++)
        delay = delay * 10 + (unsigned)(l->value[i] - '0');
    v->delay = delay + (i < l->value_n && l->value[i] == '.');
}

/* Reads the groups of `agent`; false when there are none. */
static bool read_groups(const char *text, size_t length, const char *agent, verdict *v)
{
    size_t at = length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0, rules = 0;
    bool ours = false, heads = false, any = false;
    line l;
    while (rules < RULES_MOST && next_line(text, length, &at, &l)) {
        if (same(l.key, l.key_n, "user-agent")) {
            ours = same(l.value, l.value_n, agent) || (heads && ours);
            heads = true;
            any |= ours;
            continue;
        }
        heads = heads && !l.key_n;
        if (!ours || !l.key_n)
            continue;
        rules++;
        if (same(l.key, l.key_n, "allow") || same(l.key, l.key_n, "disallow"))
            take_rule(v, &l, (l.key[0] | 32) == 'a');
        else if (same(l.key, l.key_n, "crawl-delay"))
            take_delay(v, &l);
    }
    return any;
}

static verdict decide(const char *text, size_t length, const char *agent, const char *path)
{
    verdict v = {.path = path, .allowed = true};
    if (!read_groups(text, length, agent, &v))
        read_groups(text, length, "*", &v);
    return v;
}

bool robots_allow(const char *text, size_t length, const char *agent, const char *path)
{
    return !strcmp(path, "/robots.txt") || decide(text, length, agent, path).allowed;
}

unsigned robots_delay(const char *text, size_t length, const char *agent)
{
    return decide(text, length, agent, NULL).delay;
}
