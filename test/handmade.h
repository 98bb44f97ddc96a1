/* handmade: documents built in a test from words and trees, without the reader.
 *
 * One string a sentence, one line a word: FORM UPOS HEAD DEPREL, the head counted
 * from 1, 0 for the root. Only for tests: everything is static.
 */
#ifndef KHD_TEST_HANDMADE_H
#define KHD_TEST_HANDMADE_H

#include "doc.h"
#include "lexicon.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    khd_arena *arena;
    khd_lexicon *lexicon;
    jmp_buf out;
    khd_doc *doc;
    char text[1 << 16];
} handmade;

/* The lexicon pack of the build; aborts the test program when it cannot be opened. */
static khd_lexicon *handmade_lexicon(void)
{
    char path[4096];
    khd_lexicon *lexicon;
    khd_error error = {0};
    const char *folder = getenv("KHALDUN_DATA");
    snprintf(path, sizeof path, "%s/lexicon.khl", folder ? folder : ".");
    if (khd_lexicon_open(path, &lexicon, &error) != KHD_OK) {
        fprintf(stderr, "%s\n", error.text);
        abort();
    }
    return lexicon;
}

static int handmade_setup(void **state)
{
    handmade *h = calloc(1, sizeof *h);
    if (!h)
        return -1;
    h->lexicon = handmade_lexicon();
    h->arena = khd_arena_new((size_t)1 << 30);
    khd_arena_exit(h->arena, &h->out);
    if (setjmp(h->out))
        abort();
    h->doc = khd_doc_new(h->arena);
    h->doc->text = h->text;
    *state = h;
    return 0;
}

static int handmade_teardown(void **state)
{
    handmade *h = *state;
    khd_arena_free(h->arena);
    khd_lexicon_close(h->lexicon);
    free(h);
    return 0;
}

/* One word of the newest sentence, which began at token `first`. */
static void handmade_word(handmade *h, uint32_t first, const char *line)
{
    char form[64], upos[16], deprel[32];
    int head;
    if (sscanf(line, "%63s %15s %d %31s", form, upos, &head, deprel) != 4)
        abort();
    khd_token *t = KHD_PUSH(h->arena, &h->doc->tokens);
    uint32_t begin = h->doc->length + (h->doc->length > 0);
    if (begin > h->doc->length)
        h->text[h->doc->length] = ' ';
    size_t n = strlen(form);
    memcpy(h->text + begin, form, n + 1);
    h->doc->length = begin + (uint32_t)n;
    t->span = (khd_span){begin, h->doc->length};
    t->sentence = h->doc->sentences.n - 1;
    t->lower = t->lemma = khd_utf8_lower_copy(h->arena, form, n);
    t->head = head ? (int32_t)first + head - 1 : KHD_NOTHING;
    t->upos = (uint8_t)khd_upos_find(upos);
    t->deprel = (uint8_t)khd_deprel_find(deprel);
}

static void handmade_sentence(handmade *h, const char *lines)
{
    uint32_t first = h->doc->tokens.n, begin = h->doc->length;
    (void)KHD_PUSH(h->arena, &h->doc->sentences);
    while (*lines) {
        handmade_word(h, first, lines);
        lines += strcspn(lines, "\n");
        lines += *lines == '\n';
    }
    khd_sentence *s = &h->doc->sentences.v[h->doc->sentences.n - 1];
    s->span = (khd_span){begin, h->doc->length};
    s->tokens = (khd_range){first, h->doc->tokens.n};
}

/* The same from plain words: no tags, no tree. */
static inline void handmade_words(handmade *h, const char *words)
{
    uint32_t first = h->doc->tokens.n, begin = h->doc->length;
    (void)KHD_PUSH(h->arena, &h->doc->sentences);
    while (*words) {
        char line[128];
        int n = (int)strcspn(words, " ");
        snprintf(line, sizeof line, "%.*s X 0 dep", n, words);
        handmade_word(h, first, line);
        words += n;
        words += *words == ' ';
    }
    khd_sentence *s = &h->doc->sentences.v[h->doc->sentences.n - 1];
    s->span = (khd_span){begin, h->doc->length};
    s->tokens = (khd_range){first, h->doc->tokens.n};
}

/* A frame on the newest sentence; arguments are added with handmade_argument. */
static inline khd_frame *handmade_frame(handmade *h, uint32_t trigger, uint8_t class_)
{
    khd_frame *f = KHD_PUSH(h->arena, &h->doc->frames);
    f->sentence = h->doc->sentences.n - 1;
    f->trigger = (khd_range){trigger, trigger + 1};
    f->trigger_score = 0.9F;
    f->class_best = class_;
    f->argument_first = h->doc->arguments.n;
    return f;
}

static inline khd_argument *handmade_argument(handmade *h, uint8_t kind, khd_range tokens)
{
    khd_argument *a = KHD_PUSH(h->arena, &h->doc->arguments);
    a->kind = kind;
    a->tokens = tokens;
    a->score = 0.9F;
    h->doc->frames.v[h->doc->frames.n - 1].argument_count++;
    return a;
}

#endif
