/* eval_names FILE.iob2 WEIGHTS.khm [float]: names on the given words of Universal NER
 * (columns: number, word, BIO tag). GPE, LOC and FAC count as LOC; NORP, WEAPON and MISC,
 * which that corpus does not mark, do not count. F1 of spans with their type. */
#include "eval_given.h"

#include <setjmp.h>

enum { LINE = 1 << 14, WORDS = 1 << 15, DOC_SENTENCES = 20 };
enum { PER, ORG, LOC, NONE };

typedef struct {
    int type, first;
} tag;

static const char *const names[] = {"PER", "ORG", "LOC"};
static given g;
static tag golds[WORDS];
static double right[NONE], gold[NONE], guess[NONE];

static tag tag_read(const char *text)
{
    for (int i = 0; i < NONE; i++)
        if (text[0] != 'O' && !strcmp(text + 2, names[i]))
            return (tag){i, text[0] == 'B'};
    return (tag){NONE, 0};
}

static tag tag_of(const khd_token *t)
{
    switch (t->entity) {
    case KHD_ENTITY_PER:
        return (tag){PER, t->entity_first};
    case KHD_ENTITY_ORG:
        return (tag){ORG, t->entity_first};
    case KHD_ENTITY_GPE:
    case KHD_ENTITY_LOC:
    case KHD_ENTITY_FAC:
        return (tag){LOC, t->entity_first};
    default:
        return (tag){NONE, 0};
    }
}

/* End of the name that begins at word i, or i when none does. */
static uint32_t span_end(const tag *tags, uint32_t i, uint32_t end)
{
    if (tags[i].type == NONE || (!tags[i].first && i && tags[i - 1].type == tags[i].type))
        return i;
    uint32_t e = i + 1;
    while (e < end && tags[e].type == tags[i].type && !tags[e].first)
        e++;
    return e;
}

static void run(const khd_reader *reader, khd_reader_state *state)
{
    static tag guesses[WORDS];
    khd_reader_run(reader, state, g.doc);
    for (uint32_t i = 0; i < g.doc->tokens.n; i++)
        guesses[i] = tag_of(&g.doc->tokens.v[i]);
    for (uint32_t k = 0; k < g.doc->sentences.n; k++) {
        khd_range s = g.doc->sentences.v[k].tokens;
        for (uint32_t i = s.begin; i < s.end; i++) {
            uint32_t a = span_end(golds, i, s.end), b = span_end(guesses, i, s.end);
            if (a > i)
                gold[golds[i].type]++;
            if (b > i)
                guess[guesses[i].type]++;
            if (a > i && a == b && golds[i].type == guesses[i].type)
                right[golds[i].type]++;
        }
    }
}

static void read_all(FILE *file, const khd_reader *reader, khd_reader_state *state, jmp_buf *out)
{
    static char line[LINE];
    char word[256], text[64];
    int first = 1;
    given_begin(&g, out);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '\n') {
            first = 1;
            if (g.doc->sentences.n == DOC_SENTENCES) {
                run(reader, state);
                given_begin(&g, out);
            }
        } else if (line[0] != '#' &&
                   sscanf(line, "%*[^\t]\t%255[^\t]\t%63[^\t\n]", word, text) == 2) {
            if (first)
                given_sentence(&g);
            first = 0;
            golds[g.doc->tokens.n] = tag_read(text);
            given_word(&g, word, strlen(word));
        }
    }
    run(reader, state);
}

int main(int count, char **words)
{
    jmp_buf out;
    if (count < 3) {
        fprintf(stderr, "eval_names FILE.iob2 WEIGHTS.khm [float]\n");
        return 2;
    }
    FILE *file = fopen(words[1], "r");
    if (!file || setjmp(out))
        return 1;
    khd_reader *reader = given_reader(words[2], count - 3, words + 3);
    khd_reader_state *state = khd_reader_state_new(reader);
    read_all(file, reader, state, &out);
    double r = 0, b = 0;
    for (int i = 0; i < NONE; i++) {
        printf("%s %.1f (P %.1f R %.1f)  ", names[i], 200 * right[i] / (gold[i] + guess[i]),
               100 * right[i] / guess[i], 100 * right[i] / gold[i]);
        r += right[i];
        b += gold[i] + guess[i];
    }
    printf("all %.1f\n", 200 * r / b);
    khd_arena_free(g.arena);
    khd_reader_state_free(state);
    khd_reader_close(reader);
    fclose(file);
    return 0;
}
