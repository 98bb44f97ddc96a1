/* lemma: see lemma.h. */
#include "lemma.h"

#include <string.h>

/* ---- letters ------------------------------------------------------------------- */

static bool is_vowel(char c)
{
    return c && strchr("aeiouy", c);
}

static bool ends(const char *word, size_t n, const char *end)
{
    size_t e = strlen(end);
    return n >= e && !memcmp(word + n - e, end, e);
}

/* Groups of vowels, which stand for syllables. */
static unsigned syllables(const char *word, size_t n)
{
    unsigned count = 0;
    for (size_t i = 0; i < n; i++)
        count += is_vowel(word[i]) && (!i || !is_vowel(word[i - 1]));
    return count;
}

/* Replaces what stands behind the first `kept` letters. */
static bool put(char *out, size_t kept, const char *end)
{
    memcpy(out + kept, end, strlen(end) + 1);
    return kept > 0;
}

/* ---- the silent e ----------------------------------------------------------------- */

enum when {
    ALWAYS,
    OPEN, /* not after a, e or o: "invad" but not "load" */
    SHORT /* open, and the stem has one syllable: "vot" but not "pilot" */
};

/* A stem with such an end has lost an e. */
static const struct {
    const char *end;
    enum when when;
} silent[] = {
    {"c", ALWAYS},  {"v", ALWAYS},  {"u", ALWAYS},  {"dg", ALWAYS}, {"rg", ALWAYS}, {"lg", ALWAYS},
    {"rs", ALWAYS}, {"ns", ALWAYS}, {"ls", ALWAYS}, {"ps", ALWAYS}, {"as", ALWAYS}, {"es", ALWAYS},
    {"is", ALWAYS}, {"os", ALWAYS}, {"us", ALWAYS}, {"ys", ALWAYS}, {"ag", ALWAYS}, {"eg", ALWAYS},
    {"ig", ALWAYS}, {"og", ALWAYS}, {"ug", ALWAYS}, {"az", ALWAYS}, {"iz", ALWAYS}, {"yz", ALWAYS},
    {"oz", ALWAYS}, {"uz", ALWAYS}, {"ez", ALWAYS}, {"bl", ALWAYS}, {"pl", ALWAYS}, {"tl", ALWAYS},
    {"dl", ALWAYS}, {"gl", ALWAYS}, {"kl", ALWAYS}, {"fl", ALWAYS}, {"zl", ALWAYS}, {"cl", ALWAYS},
    {"sl", ALWAYS}, {"at", OPEN},   {"ut", OPEN},   {"ir", OPEN},   {"ur", OPEN},   {"ar", OPEN},
    {"in", OPEN},   {"un", OPEN},   {"id", OPEN},   {"ad", OPEN},   {"od", OPEN},   {"ud", OPEN},
    {"ed", OPEN},   {"il", OPEN},   {"ul", OPEN},   {"um", OPEN},   {"am", OPEN},   {"im", OPEN},
    {"ik", OPEN},   {"ak", OPEN},   {"ok", OPEN},   {"uk", OPEN},   {"ib", OPEN},   {"ob", OPEN},
    {"ab", OPEN},   {"ub", OPEN},   {"af", OPEN},   {"if", OPEN},   {"ap", OPEN},   {"yp", OPEN},
    {"it", SHORT},  {"et", SHORT},  {"ot", SHORT},  {"or", SHORT},  {"an", SHORT},  {"on", SHORT},
    {"en", SHORT},  {"al", SHORT},  {"ol", SHORT},  {"op", SHORT},  {"ip", SHORT},  {"om", SHORT},
    {"er", SHORT},
};

static bool lost_e(const char *stem, size_t n)
{
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        if (!ends(stem, n, silent[i].end))
            continue;
        size_t e = strlen(silent[i].end);
        bool open = n == e || !strchr("aeo", stem[n - e - 1]);
        if (silent[i].when == ALWAYS || (open && silent[i].when == OPEN) ||
            (open && syllables(stem, n) == 1))
            return true;
    }
    return false;
}

/* "stopp" stop, "invad" invade: what an ending with a vowel did is undone. */
static bool restore(char *stem, size_t n)
{
    if (n < 2 || !syllables(stem, n))
        return false;
    char last = stem[n - 1];
    if (last == stem[n - 2] && !strchr("aeioulszf", last))
        return put(stem, n - 1, "");
    return put(stem, n, lost_e(stem, n) ? "e" : "");
}

/* ---- endings by tag ------------------------------------------------------------------ */

/* "bodies" body, "crashes" crash, "houses" house. */
static bool cut_s(char *w, size_t n, bool noun)
{
    if (w[0] >= '0' && w[0] <= '9')
        return true; /* "1990s" */
    if (noun && ends(w, n, "men"))
        return put(w, n - 3, "man");
    if (n < 3 || w[n - 1] != 's' || ends(w, n, "ss") || ends(w, n, "us") || ends(w, n, "is"))
        return ends(w, n, "is") && n > 4 && noun && !ends(w, n, "sis") && put(w, n - 1, "");
    if (ends(w, n, "'s"))
        return put(w, n - 2, "");
    if (n > 4 && ends(w, n, "ies"))
        return put(w, n - 3, "y");
    static const char *const whole[] = {"sses", "shes", "ches", "xes", "zzes"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (ends(w, n, whole[i]))
            return put(w, n - 2, "");
    bool latin = noun && ends(w, n, "uses") && n > 4 && !strchr("ao", w[n - 5]);
    if (latin || (n > 4 && ends(w, n, "oes")))
        return put(w, n - 2, "");
    if (noun && (ends(w, n, "lves") || ends(w, n, "arves") || ends(w, n, "ieves")))
        return put(w, n - 3, "f");
    return put(w, n - 1, "");
}

/* "died" die, "carried" carry, "freed" free, "besieged" besiege. */
static bool cut_ed(char *w, size_t n)
{
    if (n < 4 || !ends(w, n, "ed"))
        return false;
    if (ends(w, n, "ied"))
        return n > 4 ? put(w, n - 3, "y") : put(w, n - 1, "");
    if (ends(w, n, "eed") || ends(w, n, "nged"))
        return put(w, n - 1, "");
    return restore(w, n - 2);
}

/* "dying" die, "carrying" carry, "raiding" raid, "shelling" shell. */
static bool cut_ing(char *w, size_t n)
{
    if (n < 5 || !ends(w, n, "ing"))
        return false;
    if (n == 5 && ends(w, n, "ying"))
        return put(w, n - 4, "ie");
    return restore(w, n - 3);
}

/* "heavier" heavy, "bigger" big, "largest" large. */
static bool cut_degree(char *w, size_t n, const char *end)
{
    size_t e = strlen(end);
    if (n < e + 2 || !ends(w, n, end))
        return false;
    if (w[n - e - 1] == 'i' && n > e + 2)
        return put(w, n - e - 1, "y");
    return restore(w, n - e);
}

bool khd_lemma_rule(const char *form, const char *tag, char out[KHD_LEMMA_SIZE])
{
    size_t n = strnlen(form, KHD_LEMMA_SIZE);
    out[0] = '\0';
    if (n + 2 > KHD_LEMMA_SIZE)
        return false;
    memcpy(out, form, n + 1);
    bool noun = !strcmp(tag, "NNS") || !strcmp(tag, "NNPS"), fits = true;
    if (noun || !strcmp(tag, "VBZ"))
        fits = cut_s(out, n, noun);
    else if (!strcmp(tag, "VBD") || !strcmp(tag, "VBN"))
        fits = cut_ed(out, n);
    else if (!strcmp(tag, "VBG"))
        fits = cut_ing(out, n);
    else if (!strcmp(tag, "JJR") || !strcmp(tag, "RBR"))
        fits = cut_degree(out, n, "er");
    else if (!strcmp(tag, "JJS") || !strcmp(tag, "RBS"))
        fits = cut_degree(out, n, "est");
    if (!fits)
        out[0] = '\0';
    return fits;
}

/* ---- the table ------------------------------------------------------------------------ */

/* "form tag", the tag in lower case; false when it is too long for any key. */
static bool key_write(char *key, const char *form, const char *tag)
{
    size_t n = strnlen(form, KHD_LEMMA_SIZE), t = strlen(tag);
    if (n + t + 2 > 2 * KHD_LEMMA_SIZE || n == KHD_LEMMA_SIZE)
        return false;
    memcpy(key, form, n);
    key[n] = ' ';
    for (size_t i = 0; i <= t; i++)
        key[n + 1 + i] = (char)(tag[i] >= 'A' && tag[i] <= 'Z' ? tag[i] | 32 : tag[i]);
    return true;
}

/* True for the classes of small words, as which the reader may take "were". */
static bool is_small(uint8_t upos)
{
    return upos == KHD_UPOS_ADP || upos == KHD_UPOS_ADV || upos == KHD_UPOS_DET ||
           upos == KHD_UPOS_SCONJ || upos == KHD_UPOS_OTHER;
}

/* The row of the form under its Penn tag or its part of speech, that of an auxiliary
 * too for a small word; NULL for none. */
static const char *listed(const khd_table *table, const khd_token *t)
{
    char key[2 * KHD_LEMMA_SIZE];
    const char *const tags[] = {t->xpos ? t->xpos : "", khd_upos_text(t->upos), "AUX"};
    bool third = is_small(t->upos) && strlen(t->lower) > 2; /* not "of", "am" */
    for (int i = 0; i < (third ? 3 : 2); i++) {
        if (!key_write(key, t->lower, tags[i]))
            return NULL;
        int32_t row = khd_table_find(table, key);
        if (row != KHD_NOTHING)
            return khd_table_cell(table, row, 1);
    }
    return NULL;
}

/* ---- tokens ---------------------------------------------------------------------------- */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* True when the lemma keeps the form's capitals: names, and adjectives of names where
 * the reader says so ("Libyan", not "Heavy" at the head of a sentence). */
static bool keeps_case(const khd_doc *doc, const khd_token *t)
{
    if (t->upos == KHD_UPOS_PROPN || (t->xpos && !strncmp(t->xpos, "NNP", 3)))
        return true;
    const char *form = doc->text + t->span.begin;
    bool title = t->span.end - t->span.begin > 1 && is_upper(form[0]) && !is_upper(form[1]);
    return t->upos == KHD_UPOS_ADJ && title && is_upper(t->lemma[0]);
}

/* The lemma with the capitals of the form, as far as they go together. */
static const char *cased(khd_doc *doc, const khd_token *t, const char *lemma)
{
    const char *form = doc->text + t->span.begin;
    size_t n = strlen(lemma), same = 0, length = t->span.end - t->span.begin;
    if (strlen(t->lower) != length)
        return lemma;
    while (same < length && same < n && t->lower[same] == lemma[same])
        same++;
    char *out = khd_arena_push(doc->arena, n + 1, 1);
    memcpy(out, form, same);
    memcpy(out + same, lemma + same, n - same + 1);
    return out;
}

/* A form that its tag does not fit: "killing" as VBD or "recognized" as VB is still
 * kill and recognize; a noun that the reader takes for a plural, or whose lemma it
 * gives as the plural's, is one; else the form. */
static const char *misfit(khd_doc *doc, const khd_token *t)
{
    static const char *const tags[] = {"VBD", "VBG"};
    char out[KHD_LEMMA_SIZE];
    size_t n = strlen(t->lower);
    for (int i = 0; i < 2; i++)
        if (t->upos == KHD_UPOS_VERB && n > 5 && !ends(t->lower, n, "eed") &&
            khd_lemma_rule(t->lower, tags[i], out))
            return khd_arena_text(doc->arena, out, strlen(out));
    if (t->upos == KHD_UPOS_NOUN && khd_lemma_rule(t->lower, "NNS", out) &&
        (t->plural || !strcmp(out, t->lemma)))
        return khd_arena_text(doc->arena, out, strlen(out));
    return t->lower;
}

/* "5,000" is 5000. */
static const char *digits(khd_doc *doc, const khd_token *t)
{
    char *out = khd_arena_text(doc->arena, t->lower, strlen(t->lower)), *to = out;
    for (const char *p = t->lower; *p; p++)
        if (*p != ',')
            *to++ = *p;
    *to = 0;
    return out;
}

static const char *settle(khd_doc *doc, const khd_table *table, const khd_token *t)
{
    char out[KHD_LEMMA_SIZE];
    const char *row = listed(table, t);
    if (row)
        return keeps_case(doc, t) ? cased(doc, t, row) : row;
    if (t->upos == KHD_UPOS_NUM && strpbrk(t->lower, "0123456789") && strchr(t->lower, ','))
        return digits(doc, t);
    bool known =
        khd_lemma_rule(t->lower, t->xpos ? t->xpos : "", out) && strcmp(out, t->lower) != 0;
    const char *lemma = known ? khd_arena_text(doc->arena, out, strlen(out)) : misfit(doc, t);
    return keeps_case(doc, t) ? cased(doc, t, lemma) : lemma;
}

void khd_lemma_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    const khd_table *table = khd_lexicon_table(lexicon, "lemmas");
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        khd_token *t = &doc->tokens.v[i];
        t->lemma = settle(doc, table, t);
    }
}
