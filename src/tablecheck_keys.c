/* tablecheck, keys: each key is read as a text would be, and must come out as it is
 * written in the table. */
#include "tablecheck_parts.h"

#include "paragraph.h"
#include "plain.h"
#include "segment.h"
#include "token.h"
#include "toponym.h"

#include <string.h>

enum { KEY_MAX = 200 };

/* NULL when the key is words in lower case parted by single blanks. */
static const char *form_fault(const char *key)
{
    size_t n = strlen(key);
    if (n > KEY_MAX)
        return "is longer than 200 bytes";
    if (key[0] == ' ' || key[n - 1] == ' ' || strstr(key, "  "))
        return "is not words parted by single blanks";
    for (const char *p = key; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            return "is not in lower case";
    if (strstr(key, "\xE2\x80\x98") || strstr(key, "\xE2\x80\x99"))
        return "has a typographic apostrophe, and tokens have plain ones";
    return NULL;
}

/* What may follow a key in a text: it decides whether a stop ends a sentence. */
static const char *const after[] = {"", " 5", " x", " X", " , x", NULL};

/* The key at the beginning of a document of one paragraph, as a name and tokenised. */
static khd_doc *read_key(const khd_tablecheck *c, const char *key, const char *follows)
{
    khd_doc *doc = khd_doc_new(c->arena);
    char first = key[0] >= 'a' && key[0] <= 'z' ? (char)(key[0] - 32) : key[0];
    doc->text = khd_tsv_format(c->arena, "%c%s%s", first, key + 1, follows);
    doc->length = (uint32_t)strlen(doc->text);
    *KHD_PUSH(c->arena, &doc->blocks) = (khd_block){{0, doc->length}, KHD_BLOCK_PARAGRAPH};
    khd_segment_run(doc, c->lexicon);
    khd_token_run(doc, c->lexicon);
    doc->length = (uint32_t)strlen(key);
    while (doc->tokens.n && doc->tokens.v[doc->tokens.n - 1].span.begin >= doc->length)
        doc->tokens.n--;
    return doc;
}

/* The words that the tokens spell, as the lookup in tables compares them. */
static const char *spelled(const khd_tablecheck *c, const khd_doc *doc, bool plain)
{
    char out[KHD_PLAIN_MAX] = "";
    khd_plain p = {out, 0, false};
    size_t n = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const khd_token *t = &doc->tokens.v[i];
        size_t length = strlen(t->lower);
        if (plain) {
            khd_plain_push(&p, doc, i);
            continue;
        }
        if (n + length + 2 > sizeof out)
            break;
        if (i && !t->glued)
            out[n++] = ' ';
        memcpy(out + n, t->lower, length + 1);
        n += length;
    }
    return khd_arena_text(c->arena, out, strlen(out));
}

static const char *debris_form(const khd_tablecheck *c, const khd_doc *doc)
{
    char out[KEY_MAX + 1] = "";
    size_t n = 0;
    khd_span word = khd_paragraph_word(doc, 0, doc->length);
    for (; !khd_span_empty(word); word = khd_paragraph_word(doc, word.end, doc->length)) {
        size_t at = n ? n + 1 : 0, m = 0;
        if (at + 1 < sizeof out)
            m = khd_paragraph_key(doc, word, out + at, sizeof out - at);
        if (!m)
            continue;
        if (n)
            out[n] = ' ';
        n = at + m;
        out[n] = 0;
    }
    return khd_arena_text(c->arena, out, n);
}

static uint32_t count_words(const char *key)
{
    uint32_t n = 1;
    for (; *key; key++)
        n += *key == ' ';
    return n;
}

/* Why a text that goes on with `follows` cannot spell the key; NULL when it can. */
static const char *fault_before(const khd_tablecheck *c, const char *key,
                                const khd_table_rule *rule, const char *follows)
{
    khd_doc *doc = read_key(c, key, follows);
    bool plain = rule->keys == KHD_KEYS_PLAIN, debris = rule->keys == KHD_KEYS_DEBRIS;
    uint32_t words = rule->keys == KHD_KEYS_WORD ? doc->tokens.n : count_words(key);
    if (rule->longest && words > rule->longest)
        return khd_tsv_format(c->arena, "has %u words where at most %u are looked at", words,
                              rule->longest);
    uint32_t last = doc->tokens.n ? doc->tokens.v[doc->tokens.n - 1].sentence : 0;
    if (!plain && !debris && last > 0)
        return "is read as two sentences";
    const char *read = debris ? debris_form(c, doc) : spelled(c, doc, plain);
    return strcmp(read, key) ? khd_tsv_format(c->arena, "is read in a text as \"%s\"", read) : NULL;
}

/* Why no text can spell the key; NULL when one can. */
static const char *fault(const khd_tablecheck *c, const char *key, const khd_table_rule *rule)
{
    const char *why = form_fault(key), *first = NULL;
    if (why)
        return why;
    for (const char *const *follows = after; *follows; follows++) {
        why = fault_before(c, key, rule, *follows);
        if (!why)
            return NULL;
        first = first ? first : why;
    }
    return first;
}

static void check_key(khd_tablecheck *c, const khd_tsv *t, uint32_t row, const khd_table_rule *rule)
{
    const char *key = khd_tablecheck_cell(t, row, 0), *why;
    khd_mark mark = khd_arena_mark(c->arena);
    char form[KHD_TOPONYM_MAX];
    if (rule->keys == KHD_KEYS_PLACES)
        why = khd_toponym_words(key, strlen(key), form) ? NULL : "has no letters";
    else
        why = fault(c, key, rule);
    if (!why) {
        khd_arena_rewind(c->arena, mark); /* what the key was read into */
        return;
    }
    khd_tablecheck_find(
        c, t, row,
        (khd_finding){.kind = "never",
                      .text = khd_tsv_format(c->arena, "\"%s\" can never match: it %s", key, why)});
}

void khd_tablecheck_keys(khd_tablecheck *c, const khd_tsv *t, const khd_table_rule *rule)
{
    for (uint32_t i = 0; rule->keys != KHD_KEYS_FREE && i < t->rows.n; i++)
        check_key(c, t, i, rule);
}
