/* eval_glance LEXICON.khl FILE.jsonl...: what the first look leaves out. Each line is a
 * report or a single sentence, {"text"}; a marked sentence has "e", its events (those of
 * status "general" are no particular occurrence). Prints for each file the sentences that
 * are to be read, their share of the words, the events in them, and the words a second. */
#include "article.h"
#include "decode.h"
#include "eval_given.h"
#include "glance.h"
#include "segment.h"
#include "token.h"

#include <json-c/json.h>
#include <setjmp.h>

typedef struct {
    double reports, touched, sentences, read, words, words_read;
    double events, events_read, particular, particular_read;
    double seconds;
} tally;

typedef struct {
    khd_lexicon *lexicon;
    khd_glance *glance;
    tally sum;
} looking;

static void count_sentences(const khd_doc *doc, tally *t, bool *any)
{
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const khd_sentence *s = &doc->sentences.v[i];
        double words = s->tokens.end - s->tokens.begin;
        t->sentences++;
        t->words += words;
        t->read += !s->unread;
        t->words_read += s->unread ? 0 : words;
        *any = *any || !s->unread;
    }
    t->reports++;
    t->touched += *any;
}

static void count_events(json_object *events, bool read, tally *t)
{
    for (size_t i = 0; events && i < json_object_array_length(events); i++) {
        json_object *e = json_object_array_get_idx(events, i);
        const char *status = json_object_get_string(json_object_object_get(e, "s"));
        bool particular = !status || strcmp(status, "general");
        t->events++;
        t->events_read += read;
        t->particular += particular;
        t->particular_read += particular && read;
    }
}

static void look_at(looking *l, json_object *line)
{
    jmp_buf out;
    khd_error error;
    json_object *text = json_object_object_get(line, "text");
    khd_arena *arena = khd_arena_new((size_t)1 << 30);
    if (!text || !arena || setjmp(out))
        exit(1);
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    size_t n = (size_t)json_object_get_string_len(text);
    if (khd_decode_run(doc, json_object_get_string(text), n, &error))
        exit(1);
    khd_article_run(doc, l->lexicon);
    khd_segment_run(doc, l->lexicon);
    khd_token_run(doc, l->lexicon);
    double start = given_seconds();
    khd_glance_run(l->glance, false, doc);
    l->sum.seconds += given_seconds() - start;
    bool any = false;
    count_sentences(doc, &l->sum, &any);
    count_events(json_object_object_get(line, "e"), any, &l->sum);
    khd_arena_free(arena);
}

static void print(const char *path, const tally *t)
{
    printf("%s: %.0f reports, %.3f with a sentence to read; %.0f sentences, %.3f to read; "
           "%.3f of the words",
           path, t->reports, t->touched / t->reports, t->sentences, t->read / t->sentences,
           t->words_read / t->words);
    if (t->events > 0)
        printf("; recall of events %.4f, of particular ones %.4f", t->events_read / t->events,
               t->particular_read / t->particular);
    printf("; %.1f million words a second\n", t->words / t->seconds / 1e6);
}

static bool look_at_file(looking *l, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    char *line = NULL;
    size_t cap = 0;
    l->sum = (tally){0};
    while (getline(&line, &cap, file) > 0) {
        json_object *o = json_tokener_parse(line);
        if (o)
            look_at(l, o);
        json_object_put(o);
    }
    free(line);
    fclose(file);
    print(path, &l->sum);
    return true;
}

int main(int count, char **words)
{
    looking l = {0};
    khd_error error;
    if (count < 3 || khd_lexicon_open(words[1], &l.lexicon, &error) ||
        khd_glance_open(l.lexicon, &l.glance, &error)) {
        fprintf(stderr, "usage: eval_glance LEXICON.khl FILE.jsonl...\n");
        return 2;
    }
    int status = 0;
    for (int i = 2; i < count; i++)
        if (!look_at_file(&l, words[i]))
            status = 1;
    khd_glance_close(l.glance);
    khd_lexicon_close(l.lexicon);
    return status;
}
