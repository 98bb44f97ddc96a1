/* eval_labels WEIGHTS.khm [float] < pages
 *
 * What the reader says of given words: a page is a run of lines, a line a sentence with
 * blanks between its words, an empty line ends the page. Prints a line a word: number,
 * universal tag, Penn tag, features, head (0 the root), relation, 1 where a trigger
 * begins; an empty line after each sentence. For train/compare.py. */
#include "eval_given.h"

#include <setjmp.h>

enum { LINE = 1 << 16 };

static given g;

static int begins_trigger(const khd_doc *doc, uint32_t token)
{
    for (uint32_t i = 0; i < doc->frames.n; i++)
        if (doc->frames.v[i].trigger.begin == token)
            return 1;
    return 0;
}

static void run(const khd_reader *reader, khd_reader_state *state)
{
    khd_reader_run(reader, state, g.doc);
    for (uint32_t k = 0; k < g.doc->sentences.n; k++) {
        khd_range s = g.doc->sentences.v[k].tokens;
        for (uint32_t i = s.begin; i < s.end; i++) {
            const khd_token *t = &g.doc->tokens.v[i];
            int head = t->head == KHD_NOTHING ? 0 : t->head - (int)s.begin + 1;
            printf("%u\t%s\t%s\t%s\t%d\t%s\t%d\n", i - s.begin + 1, khd_upos_text(t->upos),
                   t->xpos, t->feats_text, head, khd_deprel_text(t->deprel),
                   begins_trigger(g.doc, i));
        }
        printf("\n");
    }
}

static void add_line(const char *line)
{
    given_sentence(&g);
    for (const char *p = line; *p && *p != '\n';) {
        size_t n = strcspn(p, " \n");
        if (n)
            given_word(&g, p, n);
        p += n + strspn(p + n, " ");
    }
}

int main(int count, char **words)
{
    static char line[LINE];
    jmp_buf out;
    if (count < 2) {
        fprintf(stderr, "eval_labels WEIGHTS.khm [float] < pages\n");
        return 2;
    }
    khd_reader *reader = given_reader(words[1], count - 2, words + 2);
    khd_reader_state *state = khd_reader_state_new(reader);
    if (!state || setjmp(out))
        return 1;
    given_begin(&g, &out);
    while (fgets(line, sizeof line, stdin)) {
        if (line[0] != '\n') {
            add_line(line);
            continue;
        }
        run(reader, state);
        given_begin(&g, &out);
    }
    run(reader, state);
    khd_arena_free(g.arena);
    khd_reader_state_free(state);
    khd_reader_close(reader);
    return 0;
}
