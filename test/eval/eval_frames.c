/* eval_frames FILE.jsonl WEIGHTS.khm [float] [bias=X]: conflict frames of given sentences
 * against marked ones (the format of the marked sentences: {"text", "e": [{"t" trigger,
 * "k" class, "s" status, "a" "b" "m" "p" "d" "src" argument words, "f": [{"q" quantity,
 * "w" victims, "h" harm, "g" group}]}]}; words are found by text, " #2" the second).
 * Sentences with consecutive numbers at the end of "i" are read as one page.
 * F1 over the whole chain: a frame is right when its trigger overlaps, an argument when
 * its kind is the same and its words overlap. */
#include "eval_given.h"

#include <json-c/json.h>
#include <setjmp.h>

enum { FRAMES = 4096, ARGUMENTS = 128, LINE = 1 << 16 };
enum { TRIGGER, CLASS, STATUS, ALL, KINDS, HARM = KINDS + KHD_ARGUMENT_COUNT, GROUP, FIGURE, ROWS };

typedef struct {
    khd_range tokens;
    int kind;
} gold_argument;

typedef struct {
    khd_range tokens;
    int harm, group;
} gold_figure;

typedef struct {
    khd_range trigger;
    int class_, status;
    gold_argument arguments[ARGUMENTS];
    gold_figure figures[ARGUMENTS];
    uint32_t argument_count, figure_count;
} gold_frame;

typedef struct {
    double right, gold, guess;
} tally;

static given g;
static gold_frame golds[FRAMES];
static uint32_t gold_count;
static tally tallies[ROWS];

static const char *text_of(json_object *o, const char *key)
{
    json_object *v = json_object_object_get(o, key);
    return v ? json_object_get_string(v) : NULL;
}

/* The words of a document from token `at` on that spell `words`; its end, or 0. */
static uint32_t spelled(const khd_doc *d, uint32_t at, const char *words, size_t n)
{
    size_t begin = d->tokens.v[at].span.begin;
    if (begin + n > d->length || memcmp(d->text + begin, words, n) || d->text[begin + n] != ' ')
        return 0;
    uint32_t end = at;
    while (end < d->tokens.n && d->tokens.v[end].span.begin < begin + n)
        end++;
    return end;
}

/* In the last sentence. */
static khd_range find(const khd_doc *d, const char *words)
{
    khd_range tokens = d->sentences.v[d->sentences.n - 1].tokens;
    size_t n = strlen(words);
    int turn = 1;
    if (n > 2 && words[n - 2] == '#' && words[n - 1] >= '1' && words[n - 1] <= '9') {
        turn = words[n - 1] - '0';
        n -= 2;
    }
    while (n && words[n - 1] == ' ')
        n--;
    for (uint32_t i = tokens.begin; i < tokens.end; i++) {
        uint32_t end = spelled(d, i, words, n);
        if (end && --turn == 0)
            return (khd_range){i, end};
    }
    return (khd_range){0, 0};
}

static void add_argument(gold_frame *f, khd_range tokens, int kind)
{
    if (!khd_range_empty(tokens) && f->argument_count < ARGUMENTS)
        f->arguments[f->argument_count++] = (gold_argument){tokens, kind};
}

static int has_argument(const gold_frame *f, khd_range tokens)
{
    for (uint32_t i = 0; i < f->argument_count; i++)
        if (f->arguments[i].tokens.begin == tokens.begin &&
            f->arguments[i].tokens.end == tokens.end)
            return 1;
    return 0;
}

static void add_figure(gold_frame *f, json_object *o)
{
    khd_range none = {0, 0};
    const char *q = text_of(o, "q"), *w = text_of(o, "w");
    khd_range quantity = q ? find(g.doc, q) : none, victims = w ? find(g.doc, w) : none;
    add_argument(f, quantity, KHD_ARGUMENT_QUANTITY);
    if (!has_argument(f, victims))
        add_argument(f, victims, KHD_ARGUMENT_VICTIM);
    khd_range at = khd_range_empty(quantity) ? victims : quantity;
    if (!khd_range_empty(at) && f->figure_count < ARGUMENTS)
        f->figures[f->figure_count++] =
            (gold_figure){at, khd_harm_find(text_of(o, "h")), khd_group_find(text_of(o, "g"))};
}

static void read_gold(json_object *e)
{
    static const char *const keys[] = {"a", "b", "m", "p", "d", "src"};
    gold_frame *f = &golds[gold_count];
    *f = (gold_frame){.trigger = find(g.doc, text_of(e, "t")),
                      .class_ = khd_class_find(text_of(e, "k")),
                      .status = khd_outcome_find(text_of(e, "s"))};
    if (khd_range_empty(f->trigger))
        return;
    gold_count++;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        json_object *list = json_object_object_get(e, keys[k]);
        for (size_t i = 0; list && i < json_object_array_length(list); i++)
            add_argument(f, find(g.doc, json_object_get_string(json_object_array_get_idx(list, i))),
                         khd_argument_find(keys[k]));
    }
    json_object *figures = json_object_object_get(e, "f");
    for (size_t i = 0; figures && i < json_object_array_length(figures); i++)
        add_figure(f, json_object_array_get_idx(figures, i));
}

static void add(int row, int right, int gold, int guess)
{
    tallies[row].right += right;
    tallies[row].gold += gold;
    tallies[row].guess += guess;
}

static int is_figure(const khd_argument *a)
{
    return a->kind == KHD_ARGUMENT_QUANTITY || a->kind == KHD_ARGUMENT_VICTIM;
}

/* FIGURE: found as a quantity or a victim, with the right harm. */
static void score_figure(const gold_figure *f, const khd_argument *a, uint32_t n)
{
    int right = 0;
    for (uint32_t k = 0; k < n && !right; k++)
        right = is_figure(&a[k]) && a[k].harm == f->harm && khd_range_meet(a[k].tokens, f->tokens);
    add(FIGURE, right, 1, 0);
    for (uint32_t k = 0; k < n; k++)
        if (khd_range_meet(a[k].tokens, f->tokens)) {
            add(HARM, a[k].harm == f->harm, 1, 1);
            add(GROUP, a[k].group == f->group, 1, 1);
            return;
        }
}

static void score_arguments(const gold_frame *f, const khd_frame *p)
{
    char used[KHD_READER_WINDOW * 2] = {0};
    uint32_t n = p ? p->argument_count : 0;
    const khd_argument *a = p ? g.doc->arguments.v + p->argument_first : NULL;
    for (uint32_t i = 0; i < f->argument_count; i++) {
        int right = 0;
        for (uint32_t k = 0; k < n && !right; k++)
            if (!used[k] && a[k].kind == f->arguments[i].kind &&
                khd_range_meet(a[k].tokens, f->arguments[i].tokens))
                right = used[k] = 1;
        add(KINDS + f->arguments[i].kind, right, 1, 0);
        add(ALL, right, 1, 0);
    }
    for (uint32_t i = 0; i < f->figure_count; i++)
        score_figure(&f->figures[i], a, n);
}

static void score_page(void)
{
    const khd_doc *d = g.doc;
    static char used[FRAMES];
    memset(used, 0, sizeof used);
    for (uint32_t i = 0; i < gold_count; i++) {
        const khd_frame *p = NULL;
        for (uint32_t k = 0; k < d->frames.n && k < FRAMES && !p; k++)
            if (!used[k] && khd_range_meet(d->frames.v[k].trigger, golds[i].trigger)) {
                p = &d->frames.v[k];
                used[k] = 1;
            }
        add(TRIGGER, p != NULL, 1, 0);
        add(CLASS, p && p->class_best == golds[i].class_, 1, 0);
        add(STATUS, p && p->outcome_best == golds[i].status, 1, 0);
        score_arguments(&golds[i], p);
    }
    for (int row = TRIGGER; row <= STATUS; row++)
        add(row, 0, 0, (int)d->frames.n);
    for (uint32_t k = 0; k < d->arguments.n; k++) {
        add(KINDS + d->arguments.v[k].kind, 0, 0, 1);
        add(ALL, 0, 0, 1);
        if (d->arguments.v[k].kind == KHD_ARGUMENT_QUANTITY)
            add(FIGURE, 0, 0, 1);
    }
}

static void print(const char *name, int row)
{
    const tally *t = &tallies[row];
    double both = t->gold + t->guess;
    printf("%s %.1f (P %.1f R %.1f)  ", name, both > 0 ? 200 * t->right / both : 0,
           t->guess > 0 ? 100 * t->right / t->guess : 0,
           t->gold > 0 ? 100 * t->right / t->gold : 0);
}

static double run_page(const khd_reader *reader, khd_reader_state *state)
{
    double start = given_seconds();
    khd_reader_run(reader, state, g.doc);
    double seconds = given_seconds() - start;
    score_page();
    gold_count = 0;
    return seconds;
}

static void add_line(json_object *o)
{
    given_sentence(&g);
    for (const char *p = text_of(o, "text"); *p;) {
        size_t n = strcspn(p, " ");
        if (n)
            given_word(&g, p, n);
        p += n + strspn(p + n, " ");
    }
    json_object *e = json_object_object_get(o, "e");
    for (size_t i = 0; e && i < json_object_array_length(e) && gold_count < FRAMES; i++)
        read_gold(json_object_array_get_idx(e, i));
}

/* True when `next` is the number after `id`, under the same name. */
static int follows(const char *id, const char *next)
{
    size_t n = strlen(id), m = strlen(next), a = n, b = m;
    while (a && strchr("0123456789", id[a - 1]))
        a--;
    while (b && strchr("0123456789", next[b - 1]))
        b--;
    return a == b && !memcmp(id, next, a) && atoll(next + b) == atoll(id + a) + 1;
}

static double read_file(FILE *file, const khd_reader *reader, khd_reader_state *state, jmp_buf *out)
{
    static char line[LINE], last[256];
    double seconds = 0;
    given_begin(&g, out);
    while (fgets(line, sizeof line, file)) {
        json_object *o = json_tokener_parse(line);
        if (g.doc->sentences.n && !follows(last, text_of(o, "i"))) {
            seconds += run_page(reader, state);
            given_begin(&g, out);
        }
        add_line(o);
        snprintf(last, sizeof last, "%s", text_of(o, "i"));
        json_object_put(o);
    }
    return seconds + run_page(reader, state);
}

int main(int count, char **words)
{
    jmp_buf out;
    if (count < 3) {
        fprintf(stderr, "eval_frames FILE.jsonl WEIGHTS.khm [float] [bias=X]\n");
        return 2;
    }
    FILE *file = fopen(words[1], "r");
    if (!file || setjmp(out))
        return 1;
    khd_reader *reader = given_reader(words[2], count - 3, words + 3);
    khd_reader_state *state = khd_reader_state_new(reader);
    double seconds = read_file(file, reader, state, &out);
    print("trigger", TRIGGER);
    print("class", CLASS);
    print("status", STATUS);
    print("arguments", ALL);
    printf("\n");
    for (int k = 0; k < KHD_ARGUMENT_COUNT; k++)
        print(khd_argument_text((unsigned)k), KINDS + k);
    print("\nfigures", FIGURE);
    print("harm", HARM);
    print("group", GROUP);
    printf("\n%.2f s\n", seconds);
    khd_arena_free(g.arena);
    khd_reader_state_free(state);
    khd_reader_close(reader);
    fclose(file);
    return 0;
}
