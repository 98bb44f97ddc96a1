/* eval_ud FILE.conllu WEIGHTS.khm LEXICON.khl [float] [list]: the reader and the lemmas
 * on the given words of a treebank: UPOS, XPOS, features, lemma (and that of nouns, verbs
 * and adjectives), UAS and LAS (relations without subtype, punctuation counted), and the
 * speed in words and in reports of 500 words a second. `list` prints the wrong lemmas. */
#include "eval_given.h"

#include "lemma.h"

#include <setjmp.h>

enum { LINE = 1 << 16, WORDS = 1 << 16, DOC_SENTENCES = 20, COLUMNS = 10 };

typedef struct {
    const khd_reader *reader;
    khd_reader_state *state;
    khd_lexicon *lexicon;
} parts;

typedef struct {
    char lemma[128], upos[16], xpos[16], feats[192], rel[32];
    int head;
} gold;

typedef struct {
    uint32_t words, sentences, upos, xpos, feats, lemma, uas, las, las_full;
    uint32_t content, content_lemma;
    double seconds;
} totals;

static given g;
static gold golds[WORDS];
static totals total;
static int listing;

/* Cuts a CoNLL-U line into its columns; false for comments and words that are none. */
static int columns(char *line, char *column[COLUMNS])
{
    int n = 0;
    line[strcspn(line, "\n")] = 0;
    for (char *p = line; p && n < COLUMNS; n++) {
        column[n] = p;
        p = strchr(p, '\t');
        if (p)
            *p++ = 0;
    }
    return n == COLUMNS && line[0] != '#' && !strpbrk(column[0], "-.");
}

static int universal_same(const char *a, const char *b)
{
    size_t n = strcspn(a, ":"), m = strcspn(b, ":");
    return n == m && !memcmp(a, b, n);
}

static void score_word(const khd_doc *doc, const khd_sentence *s, uint32_t i)
{
    const khd_token *t = &doc->tokens.v[i];
    const gold *w = &golds[i];
    int head = t->head == KHD_NOTHING ? 0 : t->head - (int)s->tokens.begin + 1;
    uint32_t right = head == w->head;
    total.words++;
    total.upos += !strcmp(khd_upos_text(t->upos), w->upos);
    total.xpos += !strcmp(t->xpos, w->xpos);
    total.feats += !strcmp(t->feats_text, w->feats);
    uint32_t same = !strcmp(t->lemma, w->lemma);
    total.lemma += same;
    if (!strcmp(w->upos, "NOUN") || !strcmp(w->upos, "VERB") || !strcmp(w->upos, "ADJ")) {
        total.content++;
        total.content_lemma += same;
    }
    if (listing && !same)
        printf("%.*s\t%s %s\t%s\tgold %s %s\t%s\n", (int)(t->span.end - t->span.begin),
               doc->text + t->span.begin, khd_upos_text(t->upos), t->xpos, t->lemma, w->upos,
               w->xpos, w->lemma);
    total.uas += right;
    total.las += right && universal_same(khd_deprel_text(t->deprel), w->rel);
    total.las_full += right && !strcmp(khd_deprel_text(t->deprel), w->rel);
}

static void run(const parts *p)
{
    double start = given_seconds();
    khd_reader_run(p->reader, p->state, g.doc);
    khd_lemma_run(g.doc, p->lexicon);
    total.seconds += given_seconds() - start;
    for (uint32_t k = 0; k < g.doc->sentences.n; k++) {
        const khd_sentence *s = &g.doc->sentences.v[k];
        total.sentences++;
        for (uint32_t i = s->tokens.begin; i < s->tokens.end; i++)
            score_word(g.doc, s, i);
    }
}

static void add_word(char *column[COLUMNS], int first)
{
    if (first)
        given_sentence(&g);
    if (g.doc->tokens.n >= WORDS)
        return;
    gold *w = &golds[g.doc->tokens.n];
    snprintf(w->lemma, sizeof w->lemma, "%s", column[2]);
    snprintf(w->upos, sizeof w->upos, "%s", column[3]);
    snprintf(w->xpos, sizeof w->xpos, "%s", column[4]);
    snprintf(w->feats, sizeof w->feats, "%s", column[5]);
    snprintf(w->rel, sizeof w->rel, "%s", column[7]);
    if (sscanf(column[6], "%d", &w->head) != 1)
        w->head = -1;
    given_word(&g, column[1], strlen(column[1]));
}

static void read_all(FILE *file, const parts *p, jmp_buf *out)
{
    static char line[LINE];
    char *column[COLUMNS];
    int first = 1;
    given_begin(&g, out);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '\n') {
            first = 1;
            if (g.doc->sentences.n == DOC_SENTENCES) {
                run(p);
                given_begin(&g, out);
            }
        } else if (columns(line, column)) {
            add_word(column, first);
            first = 0;
        }
    }
    run(p);
}

int main(int count, char **words)
{
    jmp_buf out;
    if (count < 4) {
        fprintf(stderr, "eval_ud FILE.conllu WEIGHTS.khm LEXICON.khl [float] [list]\n");
        return 2;
    }
    FILE *file = fopen(words[1], "r");
    if (!file || setjmp(out))
        return 1;
    for (int i = 4; i < count; i++)
        listing |= !strcmp(words[i], "list");
    double start = given_seconds();
    khd_reader *reader = given_reader(words[2], count - 4, words + 4);
    double opened = given_seconds() - start;
    parts p = {reader, khd_reader_state_new(reader), NULL};
    khd_error error = {0};
    if (khd_lexicon_open(words[3], &p.lexicon, &error) != KHD_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    read_all(file, &p, &out);
    double n = total.words / 100.0;
    printf("%u words, %u sentences: UPOS %.2f XPOS %.2f feats %.2f lemma %.2f (content words %.2f) "
           "UAS %.2f LAS %.2f "
           "(with subtypes %.2f)\n",
           total.words, total.sentences, total.upos / n, total.xpos / n, total.feats / n,
           total.lemma / n, total.content_lemma * 100.0 / total.content, total.uas / n,
           total.las / n, total.las_full / n);
    printf("%s, opened in %.1f ms, %.2f s, %.0f words/s, %.1f reports/s of 500 words\n",
           khd_reader_isa(reader), opened * 1e3, total.seconds, total.words / total.seconds,
           total.words / total.seconds / 500);
    khd_arena_free(g.arena);
    khd_lexicon_close(p.lexicon);
    khd_reader_state_free(p.state);
    khd_reader_close(reader);
    fclose(file);
    return 0;
}
