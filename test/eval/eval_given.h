/* eval_given: documents with given words and sentences, for measuring the reader. */
#ifndef EVAL_GIVEN_H
#define EVAL_GIVEN_H

#include "doc.h"
#include "reader.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GIVEN_TEXT = 1 << 20 };

typedef struct {
    khd_arena *arena;
    khd_doc *doc;
    char text[GIVEN_TEXT];
} given;

/* Begins an empty document; `out` must be set by setjmp in the caller. */
static inline void given_begin(given *g, jmp_buf *out)
{
    khd_arena_free(g->arena);
    g->arena = khd_arena_new((size_t)1 << 30);
    if (!g->arena)
        exit(4);
    khd_arena_exit(g->arena, out);
    g->doc = khd_doc_new(g->arena);
    g->doc->text = g->text;
    g->doc->length = 0;
}

static inline void given_sentence(given *g)
{
    uint32_t n = g->doc->tokens.n;
    *KHD_PUSH(g->arena, &g->doc->sentences) =
        (khd_sentence){.span = {g->doc->length, g->doc->length}, .tokens = {n, n}};
}

/* Adds a word to the last sentence. */
static inline void given_word(given *g, const char *word, size_t n)
{
    khd_doc *d = g->doc;
    if (d->length + n + 2 > GIVEN_TEXT)
        return;
    memcpy(g->text + d->length, word, n);
    khd_token *t = KHD_PUSH(g->arena, &d->tokens);
    t->span = (khd_span){d->length, d->length + (uint32_t)n};
    t->sentence = d->sentences.n - 1;
    t->lower = t->lemma = khd_utf8_lower_copy(g->arena, word, n);
    d->length += (uint32_t)n;
    g->text[d->length++] = ' ';
    khd_sentence *s = &d->sentences.v[d->sentences.n - 1];
    s->tokens.end = d->tokens.n;
    s->span.end = d->length - 1;
}

/* Processor time of this thread. */
static inline double given_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Opens the reader; options may follow the paths: "float", "bias=X". Ends the program
 * with a message on failure. */
static inline khd_reader *given_reader(const char *path, int count, char **words)
{
    khd_reader_options options = khd_reader_options_default();
    for (int i = 0; i < count; i++) {
        if (!strcmp(words[i], "float"))
            options.mode = KHD_NN_FLOAT;
        if (sscanf(words[i], "bias=%f", &options.trigger_bias) == 1)
            continue;
    }
    khd_reader *reader;
    khd_error error = {0};
    if (khd_reader_open_with(path, &options, &reader, &error) != KHD_OK) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    return reader;
}

#endif
