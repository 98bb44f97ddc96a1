/* eval_polnear: who says what, against PolNeAR (Newell, Margolin, Ruths 2018).
 *
 *   eval_polnear PACKS FOLDER... [--every N] [--errors]
 *
 * FOLDER holds text/NAME.txt and attributions/NAME_WHO.ann (brat: T lines with
 * character spans, E lines that tie source, cue and content). Attributions read
 * and marked are tied one to one, the pair that shares the most tokens first;
 * within a pair, and with nothing for what has no partner, the shared tokens of
 * sources and of contents give F1 (micro). A text belongs, once and for all, to
 * the part `tune` when bit 8 of the 32-bit FNV-1a hash of NAME.txt is 0, else to
 * `check`. --every N takes each N-th file; --errors prints the tune part's
 * differences. The baseline knows the word "said" alone: the words before it to the
 * comma as the content when it stands late in the sentence, else those after it.
 */
#include "reader.h"
#include "segment.h"
#include "source.h"
#include "token.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1 << 20, TERMS_MAX = 4000, MARKED_MAX = 1000, SPANS_MAX = 12 };

typedef struct {
    char kind; /* S source, U cue, C content, other: unused */
    khd_range ranges[SPANS_MAX];
    uint32_t n;
} term;

typedef struct {
    khd_range ranges[3][SPANS_MAX];
    uint32_t n[3];
    bool taken;
} item;

typedef struct {
    long shared[3], gold[3], system[3];
} score;

typedef struct {
    khd_lexicon *lexicon;
    khd_reader *reader;
    khd_reader_state *state;
    bool errors;
    long every, seen;
    score parts[2], baseline[2];
} evaluation;

static uint32_t fnv1a(const char *name)
{
    uint32_t h = 2166136261u;
    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * 16777619u;
    return h;
}

static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char *bytes = calloc(1, TEXT_MAX + 1);
    if (bytes && fread(bytes, 1, TEXT_MAX, in) == 0)
        bytes[0] = 0;
    fclose(in);
    return bytes;
}

/* Byte offset of a character offset. */
static uint32_t byte_of(const char *text, uint32_t character)
{
    uint32_t i = 0;
    for (; text[i]; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80 && character-- == 0)
            break;
    return i;
}

static void parse_term(const khd_doc *doc, char *line, term *terms)
{
    char kind[40];
    unsigned id, from, to;
    int used = 0;
    if (sscanf(line, "T%u\t%39s %n", &id, kind, &used) < 2 || id >= TERMS_MAX)
        return;
    term *t = &terms[id];
    t->kind = strcmp(kind, "Source") == 0    ? 'S'
              : strcmp(kind, "Cue") == 0     ? 'U'
              : strcmp(kind, "Content") == 0 ? 'C'
                                             : '-';
    for (char *p = line + used; t->n < SPANS_MAX && sscanf(p, "%u %u%n", &from, &to, &used) == 2;) {
        khd_span s = {byte_of(doc->text, from), byte_of(doc->text, to)};
        t->ranges[t->n++] = khd_doc_range(doc, s);
        p += used;
        if (*p++ != ';')
            break;
    }
}

static void parse_relation(char *line, const term *terms, item *out)
{
    static const char order[] = "SUC";
    for (char *p = strchr(line, '\t'); p && (p = strchr(p, ':')) != NULL; p++) {
        unsigned id;
        if (sscanf(p, ":T%u", &id) != 1 || id >= TERMS_MAX)
            continue;
        const char *at = terms[id].kind ? strchr(order, terms[id].kind) : NULL;
        if (!at)
            continue;
        long part = at - order;
        for (uint32_t i = 0; i < terms[id].n && out->n[part] < SPANS_MAX; i++)
            out->ranges[part][out->n[part]++] = terms[id].ranges[i];
    }
}

static uint32_t parse_marked(const khd_doc *doc, char *bytes, item *items)
{
    static term terms[TERMS_MAX];
    uint32_t n = 0;
    memset(terms, 0, sizeof terms);
    for (int pass = 0; pass < 2; pass++)
        for (char *line = bytes; line && *line;) {
            char *next = strchr(line, '\n');
            if (pass == 0 && *line == 'T')
                parse_term(doc, line, terms);
            if (pass == 1 && *line == 'E' && n < MARKED_MAX) {
                char copy[400];
                snprintf(copy, sizeof copy, "%.*s", (int)strcspn(line, "\n"), line);
                parse_relation(copy, terms, &items[n++]);
            }
            line = next ? next + 1 : NULL;
        }
    return n;
}

static uint32_t read_items(const khd_doc *doc, item *items)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->attributions.n && n < MARKED_MAX; i++) {
        const khd_attribution *a = &doc->attributions.v[i];
        item *t = &items[n++];
        if (!khd_range_empty(a->source))
            t->ranges[0][t->n[0]++] = a->source;
        if (!khd_range_empty(a->cue))
            t->ranges[1][t->n[1]++] = a->cue;
        for (uint32_t c = 0; c < a->content_count; c++)
            t->ranges[2][t->n[2]++] = a->content[c];
    }
    return n;
}

static long size_of(const item *t, int part)
{
    long n = 0;
    for (uint32_t i = 0; i < t->n[part]; i++)
        n += (long)t->ranges[part][i].end - (long)t->ranges[part][i].begin;
    return n;
}

static long shared_tokens(const item *a, const item *b, int part)
{
    long n = 0;
    for (uint32_t i = 0; i < a->n[part]; i++)
        for (uint32_t k = 0; k < b->n[part]; k++) {
            khd_range x = a->ranges[part][i], y = b->ranges[part][k];
            uint32_t from = x.begin > y.begin ? x.begin : y.begin;
            uint32_t to = x.end < y.end ? x.end : y.end;
            n += to > from ? (long)(to - from) : 0;
        }
    return n;
}

static long shared_all(const item *a, const item *b)
{
    return shared_tokens(a, b, 0) * 2 + shared_tokens(a, b, 1) * 8 + shared_tokens(a, b, 2);
}

static void print_item(khd_doc *doc, const char *kind, const item *t)
{
    printf("%s", kind);
    for (int part = 0; part < 3; part++) {
        printf("\t");
        for (uint32_t i = 0; i < t->n[part]; i++)
            printf("[%s]", khd_doc_text(doc, khd_doc_span(doc, t->ranges[part][i])));
    }
    printf("\n");
}

typedef struct {
    item *gold, *system;
    uint32_t gold_n, system_n;
} sides;

static void tie_and_count(khd_doc *doc, sides *s, score *out, bool errors)
{
    for (uint32_t i = 0; i < s->gold_n; i++)
        for (int p = 0; p < 3; p++)
            out->gold[p] += size_of(&s->gold[i], p);
    for (uint32_t i = 0; i < s->system_n; i++)
        for (int p = 0; p < 3; p++)
            out->system[p] += size_of(&s->system[i], p);
    for (;;) {
        long best = 0;
        item *g = NULL, *t = NULL;
        for (uint32_t i = 0; i < s->gold_n; i++)
            for (uint32_t k = 0; k < s->system_n; k++) {
                if (s->gold[i].taken || s->system[k].taken)
                    continue;
                long n = shared_all(&s->gold[i], &s->system[k]);
                if (n > best) {
                    best = n;
                    g = &s->gold[i];
                    t = &s->system[k];
                }
            }
        if (!g)
            break;
        g->taken = t->taken = true;
        bool same = true;
        for (int p = 0; p < 3; p++) {
            long n = shared_tokens(g, t, p);
            out->shared[p] += n;
            same = same && (p == 1 || (n == size_of(g, p) && n == size_of(t, p)));
        }
        if (errors && !same) {
            print_item(doc, "gold", g);
            print_item(doc, "read", t);
        }
    }
    for (uint32_t i = 0; errors && i < s->gold_n; i++)
        if (!s->gold[i].taken)
            print_item(doc, "missed", &s->gold[i]);
    for (uint32_t i = 0; errors && i < s->system_n; i++)
        if (!s->system[i].taken)
            print_item(doc, "extra", &s->system[i]);
}

static uint32_t baseline_items(const khd_doc *doc, item *items)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->tokens.n && n < MARKED_MAX; i++) {
        khd_range s = doc->sentences.v[doc->tokens.v[i].sentence].tokens;
        if (strcmp(doc->tokens.v[i].lower, "said") != 0 || i == s.begin)
            continue;
        item *t = &items[n++];
        bool late = i > s.begin + (s.end - s.begin) / 2;
        t->ranges[0][0] = (khd_range){i - 1, i};
        t->ranges[1][0] = (khd_range){i, i + 1};
        t->ranges[2][0] = late ? (khd_range){s.begin, i - 1} : (khd_range){i + 1, s.end};
        t->n[0] = t->n[1] = t->n[2] = 1;
    }
    return n;
}

static void push_blocks(khd_doc *doc)
{
    uint32_t begin = 0;
    for (uint32_t i = 0; i <= doc->length; i++) {
        if (i < doc->length && doc->text[i] != '\n')
            continue;
        if (i > begin)
            *KHD_PUSH(doc->arena, &doc->blocks) = (khd_block){{begin, i}, KHD_BLOCK_PARAGRAPH};
        begin = i + 1;
    }
}

static void measure_text(evaluation *e, khd_doc *doc, char *marks, int part)
{
    sides s = {calloc(MARKED_MAX, sizeof(item)), calloc(MARKED_MAX, sizeof(item)), 0, 0};
    push_blocks(doc);
    khd_segment_run(doc, e->lexicon);
    khd_token_run(doc, e->lexicon);
    khd_reader_run(e->reader, e->state, doc);
    khd_source_run(doc, e->lexicon);
    if (s.gold && s.system) {
        s.gold_n = parse_marked(doc, marks, s.gold);
        s.system_n = read_items(doc, s.system);
        tie_and_count(doc, &s, &e->parts[part], e->errors && part == 0);
        for (uint32_t i = 0; i < s.gold_n; i++)
            s.gold[i].taken = false;
        memset(s.system, 0, MARKED_MAX * sizeof(item));
        s.system_n = baseline_items(doc, s.system);
        tie_and_count(doc, &s, &e->baseline[part], false);
    }
    free(s.gold);
    free(s.system);
}

static void measure(evaluation *e, const char *folder, const char *marks_name)
{
    char path[4096], name[400];
    const char *cut = strrchr(marks_name, '_');
    snprintf(name, sizeof name, "%.*s.txt", (int)(cut - marks_name), marks_name);
    snprintf(path, sizeof path, "%s/text/%s", folder, name);
    char *volatile text = read_file(path);
    snprintf(path, sizeof path, "%s/attributions/%s", folder, marks_name);
    char *volatile marks = read_file(path);
    khd_arena *volatile arena = khd_arena_new((size_t)1 << 30);
    jmp_buf out;
    if (text && marks && arena && !setjmp(out)) {
        khd_arena_exit(arena, &out);
        khd_doc *doc = khd_doc_new(arena);
        doc->text = text;
        doc->length = (uint32_t)strlen(text);
        measure_text(e, doc, marks, fnv1a(name) >> 8 & 1);
    }
    khd_arena_free(arena);
    free(text);
    free(marks);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void measure_folder(evaluation *e, const char *folder)
{
    enum { FILES_MAX = 2000 };
    static char *names[FILES_MAX];
    char path[4096];
    snprintf(path, sizeof path, "%s/attributions", folder);
    DIR *dir = opendir(path);
    size_t n = 0;
    if (!dir)
        return;
    for (struct dirent *d; n < FILES_MAX && (d = readdir(dir));)
        if (strlen(d->d_name) > 5 && strchr(d->d_name, '_') && strstr(d->d_name, ".ann")) {
            size_t size = strlen(d->d_name) + 1;
            if ((names[n] = malloc(size)))
                memcpy(names[n++], d->d_name, size);
        }
    closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        if (e->seen++ % e->every == 0)
            measure(e, folder, names[i]);
        free(names[i]);
    }
}

static double f1(const score *s, int part)
{
    long all = s->gold[part] + s->system[part];
    return all ? 2.0 * (double)s->shared[part] / (double)all : 0;
}

static void print_score(const char *name, const score *s)
{
    static const char *const parts[] = {"source", "cue", "content"};
    printf("%-15s", name);
    for (int p = 0; p < 3; p += 2)
        printf(" %s P %.3f R %.3f F1 %.3f ", parts[p],
               s->system[p] ? (double)s->shared[p] / (double)s->system[p] : 0,
               s->gold[p] ? (double)s->shared[p] / (double)s->gold[p] : 0, f1(s, p));
    printf(" mean F1 %.3f\n", (f1(s, 0) + f1(s, 2)) / 2);
}

int main(int argc, char **argv)
{
    evaluation e = {.every = 1};
    char path[4096];
    if (argc < 3) {
        fprintf(stderr, "usage: eval_polnear PACKS FOLDER... [--every N] [--errors]\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[1]);
    if (khd_lexicon_open(path, &e.lexicon, NULL) != KHD_OK)
        return 1;
    snprintf(path, sizeof path, "%s/reader.khm", argv[1]);
    if (khd_reader_open(path, &e.reader, NULL) != KHD_OK)
        return 1;
    e.state = khd_reader_state_new(e.reader);
    int folders[64], n = 0;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--errors") == 0)
            e.errors = true;
        else if (strcmp(argv[i], "--every") == 0 && i + 1 < argc)
            sscanf(argv[++i], "%ld", &e.every);
        else if (n < 64)
            folders[n++] = i;
    }
    e.every = e.every > 0 ? e.every : 1;
    for (int i = 0; i < n; i++)
        measure_folder(&e, argv[folders[i]]);
    print_score("tune", &e.parts[0]);
    print_score("check", &e.parts[1]);
    print_score("tune baseline", &e.baseline[0]);
    print_score("check baseline", &e.baseline[1]);
    khd_reader_state_free(e.state);
    khd_reader_close(e.reader);
    khd_lexicon_close(e.lexicon);
    return 0;
}
