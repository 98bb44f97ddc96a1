/* eval_tokens PACK FILE.conllu [--verbose]: sentence splitting and tokens against
 * Universal Dependencies.
 *
 * Rebuilds the raw text as the CoNLL 2018 shared task did: `# text` lines joined by
 * blanks (not after SpaceAfter=No), an empty line before newpar and newdoc. Runs
 * segment and token on it, one block a paragraph, and prints precision, recall and
 * F1 of words and sentences by their byte spans. The words of a multiword token
 * ("cannot") count, not the token.
 */
#include "segment.h"
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 16 };

typedef struct {
    khd_span *v;
    size_t n, cap;
} spans;

typedef struct {
    char *text;
    size_t n, cap;
    spans words, sentences, paragraphs;
    size_t cursor;      /* where the next token stands in the text */
    size_t multi_end;   /* id of the last word of the multiword token read, 0 none */
    size_t multi_limit; /* and the byte where it ends */
    bool glue;          /* no blank after the sentence */
} gold;

static void *grow(void *items, size_t need, size_t *cap, size_t size)
{
    if (need <= *cap)
        return items;
    *cap = need * 2;
    items = realloc(items, *cap * size);
    if (!items)
        exit(1);
    return items;
}

static void push(spans *s, size_t begin, size_t end)
{
    s->v = grow(s->v, s->n + 1, &s->cap, sizeof *s->v);
    s->v[s->n++] = (khd_span){(uint32_t)begin, (uint32_t)end};
}

static void append(gold *g, const char *bytes, size_t n)
{
    g->text = grow(g->text, g->n + n + 1, &g->cap, 1);
    memcpy(g->text + g->n, bytes, n);
    g->n += n;
}

static void begin_paragraph(gold *g)
{
    if (g->n && g->text[g->n - 1] == ' ')
        g->n--;
    if (g->n && g->text[g->n - 1] != '\n')
        append(g, "\n\n", 2);
    if (!g->paragraphs.n || g->paragraphs.v[g->paragraphs.n - 1].begin != g->n)
        push(&g->paragraphs, g->n, g->n);
}

static size_t number(const char *digits)
{
    size_t n = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        n = n * 10 + (size_t)(*digits - '0');
    return n;
}

static size_t find_form(const gold *g, const char *form, size_t n)
{
    for (size_t at = g->cursor; at + n <= g->n; at++)
        if (!memcmp(g->text + at, form, n))
            return at;
    return g->cursor;
}

/* One line of ten columns: a word, or the head of a multiword token. */
static void read_word(gold *g, char *line)
{
    char *form = strchr(line, '\t');
    if (!form)
        return;
    *form++ = 0;
    char *end = strchr(form, '\t');
    if (!end || strchr(line, '.'))
        return;
    size_t n = (size_t)(end - form);
    const char *misc = strrchr(end, '\t');
    char *dash = strchr(line, '-');
    size_t id = number(line);
    if (dash) {
        size_t at = find_form(g, form, n);
        g->multi_end = number(dash + 1);
        g->multi_limit = at + n;
        g->cursor = at;
    } else if (id <= g->multi_end) {
        bool same = g->cursor + n <= g->multi_limit && !memcmp(g->text + g->cursor, form, n);
        push(&g->words, g->cursor, same ? g->cursor + n : g->cursor);
        g->cursor = same ? g->cursor + n : g->cursor;
        if (id == g->multi_end)
            g->cursor = g->multi_limit;
        return;
    } else {
        size_t at = find_form(g, form, n);
        push(&g->words, at, at + n);
        g->cursor = at + n;
        g->multi_end = 0;
    }
    g->glue = strstr(misc, "SpaceAfter=No") != NULL;
}

static void end_sentence(gold *g, size_t first_word, size_t end)
{
    if (g->words.n > first_word)
        push(&g->sentences, g->words.v[first_word].begin, end);
    g->multi_end = 0;
    if (!g->glue)
        append(g, " ", 1);
}

static void read_gold(gold *g, FILE *in)
{
    static char line[LINE_MAX_BYTES];
    size_t first_word = 0, text_end = 0;
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!strncmp(line, "# newpar", 8) || !strncmp(line, "# newdoc", 8)) {
            begin_paragraph(g);
        } else if (!strncmp(line, "# text = ", 9)) {
            g->cursor = g->n;
            append(g, line + 9, strlen(line + 9));
            text_end = g->n;
            first_word = g->words.n;
        } else if (line[0] && line[0] != '#') {
            read_word(g, line);
        } else if (!line[0]) {
            end_sentence(g, first_word, text_end);
        }
    }
    append(g, "", 1);
    g->n--;
}

/* ---- comparing --------------------------------------------------------------------------- */

static void show(const khd_doc *doc, const char *what, khd_span s)
{
    uint32_t from = s.begin > 40 ? s.begin - 40 : 0;
    printf("%s\t[%.*s]\t", what, (int)(s.end - s.begin), doc->text + s.begin);
    for (uint32_t i = from; i < s.end + 40 && i < doc->length; i++)
        putchar(doc->text[i] == '\n' ? '|' : doc->text[i]);
    putchar('\n');
}

static void compare(const khd_doc *doc, const char *what, spans g, spans s, bool verbose)
{
    size_t i = 0, j = 0, same = 0;
    while (i < g.n && j < s.n) {
        if (g.v[i].begin == s.v[j].begin && g.v[i].end == s.v[j].end) {
            same++, i++, j++;
        } else if (g.v[i].begin < s.v[j].begin ||
                   (g.v[i].begin == s.v[j].begin && g.v[i].end < s.v[j].end)) {
            if (verbose)
                show(doc, what, g.v[i]);
            i++;
        } else {
            if (verbose)
                show(doc, "system", s.v[j]);
            j++;
        }
    }
    double p = s.n ? 100.0 * (double)same / (double)s.n : 0;
    double r = g.n ? 100.0 * (double)same / (double)g.n : 0;
    printf("%-9s gold %6zu system %6zu same %6zu  P %6.2f R %6.2f F1 %6.2f\n", what, g.n, s.n, same,
           p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static void run(gold *g, const khd_lexicon *lexicon, bool verbose)
{
    jmp_buf out;
    khd_arena *arena = khd_arena_new((size_t)1 << 30);
    if (!arena || setjmp(out))
        exit(1);
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    doc->text = g->text;
    doc->length = (uint32_t)g->n;
    for (size_t i = 0; i < g->paragraphs.n; i++) {
        size_t end = i + 1 < g->paragraphs.n ? g->paragraphs.v[i + 1].begin : g->n;
        *KHD_PUSH(arena, &doc->blocks) =
            (khd_block){{g->paragraphs.v[i].begin, (uint32_t)end}, KHD_BLOCK_PARAGRAPH};
    }
    khd_segment_run(doc, lexicon);
    khd_token_run(doc, lexicon);
    spans words = {0}, sentences = {0};
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        push(&words, doc->tokens.v[i].span.begin, doc->tokens.v[i].span.end);
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        push(&sentences, doc->sentences.v[i].span.begin, doc->sentences.v[i].span.end);
    compare(doc, "words", g->words, words, verbose);
    compare(doc, "sentences", g->sentences, sentences, verbose);
    free(words.v);
    free(sentences.v);
    khd_arena_free(arena);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "eval_tokens PACK FILE.conllu [--verbose]\n");
        return 2;
    }
    khd_lexicon *lexicon;
    khd_error error = {0};
    if (khd_lexicon_open(argv[1], &lexicon, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    FILE *in = fopen(argv[2], "r");
    if (!in) {
        perror(argv[2]);
        return 1;
    }
    gold g = {0};
    begin_paragraph(&g);
    read_gold(&g, in);
    fclose(in);
    run(&g, lexicon, argc > 3);
    free(g.text);
    free(g.words.v);
    free(g.sentences.v);
    free(g.paragraphs.v);
    khd_lexicon_close(lexicon);
    return 0;
}
