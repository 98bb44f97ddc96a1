/* score_words: see score_words.h. A word is a run of letters, digits and "_", as
 * \w is in the reference scorer; marks end a word there, so they do here.
 */
#include "score_words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* The words of a text, each closed by a blank; "" without memory. */
typedef struct {
    char *v;
    size_t n;
} words;

static bool is_word_char(utf8proc_int32_t code)
{
    utf8proc_category_t c = utf8proc_category(code);
    bool letter = c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
    bool number = c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO;
    return letter || number || code == '_';
}

static bool is_small_word(const char *word, size_t n)
{
    static const char *const small[] = {"the", "a",    "an",    "al",     "of",    "and",
                                        "s",   "some", "about", "around", "nearly"};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (strlen(small[i]) == n && !memcmp(small[i], word, n))
            return true;
    return false;
}

static char *fold(const char *text)
{
    utf8proc_uint8_t *out = NULL;
    if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &out,
                     UTF8PROC_NULLTERM | UTF8PROC_CASEFOLD) < 0)
        return NULL;
    return (char *)out;
}

/* Closes the word that began at `from`, or takes it back when it is a small one. */
static void end_word(words *w, size_t from)
{
    if (w->n > from && is_small_word(w->v + from, w->n - from))
        w->n = from;
    if (w->n > from)
        w->v[w->n++] = ' ';
}

static words take_words(const char *text)
{
    words w = {0};
    char *folded = fold(text ? text : "");
    w.v = folded ? malloc(strlen(folded) * 2 + 2) : NULL;
    if (!w.v) {
        free(folded);
        return w;
    }
    size_t from = 0;
    for (const char *at = folded; *at;) {
        utf8proc_int32_t code;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &code);
        if (n <= 0)
            break;
        if (is_word_char(code)) {
            memcpy(w.v + w.n, at, (size_t)n);
            w.n += (size_t)n;
        } else {
            end_word(&w, from);
            from = w.n;
        }
        at += n;
    }
    end_word(&w, from);
    free(folded);
    return w;
}

bool words_same(const char *a, const char *b)
{
    words x = take_words(a), y = take_words(b);
    bool same = x.n == y.n && (!x.n || !memcmp(x.v, y.v, x.n));
    free(x.v);
    free(y.v);
    return same;
}

/* True when the word of n bytes (with its blank) stands in w before `end`. */
static bool has_word(const words *w, size_t end, const char *word, size_t n)
{
    for (size_t at = 0; at < end;) {
        const char *blank = memchr(w->v + at, ' ', end - at);
        size_t size = (size_t)(blank - (w->v + at)) + 1;
        if (size == n && !memcmp(w->v + at, word, n))
            return true;
        at += size;
    }
    return false;
}

/* Counts the different words of w; with `other`, those that stand there too. */
static unsigned count(const words *w, const words *other)
{
    unsigned found = 0;
    for (size_t at = 0; at < w->n;) {
        const char *blank = memchr(w->v + at, ' ', w->n - at);
        size_t size = (size_t)(blank - (w->v + at)) + 1;
        bool first = !has_word(w, at, w->v + at, size);
        found += first && (!other || has_word(other, other->n, w->v + at, size));
        at += size;
    }
    return found;
}

unsigned words_shared(const char *a, const char *b, unsigned *smaller)
{
    words x = take_words(a), y = take_words(b);
    unsigned nx = count(&x, NULL), ny = count(&y, NULL), shared = count(&x, &y);
    *smaller = nx < ny ? nx : ny;
    free(x.v);
    free(y.v);
    return shared;
}
