/* plain: see plain.h. */
#include "plain.h"

#include "toponym.h"

#include <string.h>

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* "an-Nusra", "ash-Sham": the article takes the next letter's sound. */
static bool is_article(const char *word, bool hyphen)
{
    static const char *const always[] = {"al", "el", NULL};
    static const char *const joined[] = {"an", "as", "ar", "at", "ad", "az", "ash", "adh", NULL};
    return is_one_of(word, always) || (hyphen && is_one_of(word, joined));
}

static void plain_word(khd_plain *p, const char *word, size_t n)
{
    if (p->n + n + 2 > KHD_PLAIN_MAX) {
        p->full = true;
        return;
    }
    if (p->n)
        p->out[p->n++] = ' ';
    memcpy(p->out + p->n, word, n);
    p->n += n;
    p->out[p->n] = 0;
}

/* The words of one token ("al-nusra" has two). Full stops join: "u.s." is "us". */
static void token_words(khd_plain *p, const char *lower, bool hyphen_after)
{
    char bare[KHD_TOPONYM_MAX], words[KHD_TOPONYM_MAX];
    size_t n = 0;
    if (lower[0] == '\'' || strcmp(lower, "the") == 0)
        return; /* possessive; articles inside names come and go */
    for (const char *c = lower; *c && n + 1 < sizeof bare; c++)
        if (*c != '.')
            bare[n++] = *c;
    bool hyphen = hyphen_after || memchr(bare, '-', n) != NULL;
    n = khd_toponym_words(bare, n, words);
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && words[end] != ' ')
            end++;
        words[end] = 0;
        if (!is_article(words + i, hyphen))
            plain_word(p, words + i, end - i);
        i = end + 1;
    }
}

static bool is_hyphen(const khd_doc *doc, uint32_t token)
{
    return token < doc->tokens.n && doc->tokens.v[token].glued &&
           strcmp(doc->tokens.v[token].lower, "-") == 0;
}

void khd_plain_push(khd_plain *p, const khd_doc *doc, uint32_t token)
{
    token_words(p, doc->tokens.v[token].lower, is_hyphen(doc, token + 1));
}
