/* eval_timex: expressions of time against TimeML files (TimeBank, AQUAINT).
 *
 *   eval_timex PACKS FOLDER... [--errors]
 *
 * PACKS is the folder of the data packs, each FOLDER holds .tml files; the
 * document creation time of a file is the day of publication. Scores in the
 * manner of TempEval-3: strict and relaxed spans, and value F1 (relaxed span and
 * equal value). Each file belongs, once and for all, to the part `tune` when bit 8
 * of the 32-bit FNV-1a hash of its name is 0, else to the part `check`. --errors
 * prints the differences of the part `tune` only. The baseline knows weekdays,
 * "today", "yesterday", four-digit years and nothing else.
 */
#include "date.h"
#include "reader.h"
#include "segment.h"
#include "token.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1 << 20, GOLD_MAX = 1000, FILES_MAX = 1000 };

typedef struct {
    khd_span span;
    char value[40];
    bool met;
} gold_time;

typedef struct {
    long gold, system, strict, relaxed, value;
} score;

typedef struct {
    char *text;
    uint32_t length;
    khd_day created;
    gold_time times[GOLD_MAX];
    uint32_t n;
} tml_file;

typedef struct {
    khd_lexicon *lexicon;
    khd_reader *reader;
    khd_reader_state *state;
    bool errors;
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

static khd_day parse_day(const char *text)
{
    int y, m, d;
    return sscanf(text, "%4d-%2d-%2d", &y, &m, &d) == 3 ? khd_day_from(y, m, d) : KHD_NO_DAY;
}

/* Copies the attribute of the tag at `tag` (up to '>'), "" when it is not there. */
static void attribute(const char *tag, const char *name, char out[40])
{
    char key[40];
    snprintf(key, sizeof key, " %s=\"", name);
    const char *end = strchr(tag, '>'), *at = strstr(tag, key);
    out[0] = 0;
    if (!end || !at || at > end)
        return;
    at += strlen(key);
    size_t n = strcspn(at, "\"");
    snprintf(out, 40, "%.*s", (int)(n < 39 ? n : 39), at);
}

/* Appends one character or entity of `*from` to the text. */
static void copy_character(tml_file *f, const char **from)
{
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    for (size_t i = 0; i < 5; i++) {
        size_t n = strlen(entities[i][0]);
        if (strncmp(*from, entities[i][0], n) == 0) {
            f->text[f->length++] = entities[i][1][0];
            *from += n;
            return;
        }
    }
    f->text[f->length++] = *(*from)++;
}

static bool parse_tml(const char *bytes, tml_file *f)
{
    char value[40];
    const char *dct = strstr(bytes, "<DCT>"), *at = strstr(bytes, "<TEXT>");
    const char *end = strstr(bytes, "</TEXT>");
    if (!dct || !at || !end || !(dct = strstr(dct, "<TIMEX3")))
        return false;
    attribute(dct, "value", value);
    f->created = parse_day(value);
    for (at += strlen("<TEXT>"); at < end;) {
        if (*at != '<') {
            copy_character(f, &at);
            continue;
        }
        if (strncmp(at, "<TIMEX3", 7) == 0 && f->n < GOLD_MAX) {
            gold_time *t = &f->times[f->n++];
            attribute(at, "value", t->value);
            t->span.begin = f->length;
        } else if (strncmp(at, "</TIMEX3", 8) == 0 && f->n) {
            f->times[f->n - 1].span.end = f->length;
        }
        at += strcspn(at, ">") + 1;
    }
    f->text[f->length] = 0;
    return true;
}

/* One block a paragraph: the article stage is not measured here. */
static void push_blocks(khd_doc *doc)
{
    uint32_t begin = 0;
    for (uint32_t i = 0; i <= doc->length; i++) {
        bool blank = i == doc->length || (doc->text[i] == '\n' && doc->text[i + 1] == '\n');
        if (!blank)
            continue;
        if (i > begin)
            *KHD_PUSH(doc->arena, &doc->blocks) = (khd_block){{begin, i}, KHD_BLOCK_PARAGRAPH};
        begin = i;
    }
}

static void print_error(const char *kind, const tml_file *f, khd_span span, const char *gold,
                        const char *system)
{
    uint32_t from = span.begin > 40 ? span.begin - 40 : 0;
    uint32_t to = span.end + 30 < f->length ? span.end + 30 : f->length;
    char line[400];
    snprintf(line, sizeof line, "%.*s[[%.*s]]%.*s", (int)(span.begin - from), f->text + from,
             (int)(span.end - span.begin), f->text + span.begin, (int)(to - span.end),
             f->text + span.end);
    for (char *p = line; *p; p++)
        if (*p == '\n')
            *p = ' ';
    printf("%s\tgold %s\tread %s\t%s\n", kind, gold, system, line);
}

static void count(const tml_file *f, khd_span span, const char *value, score *s, bool errors)
{
    s->system++;
    for (uint32_t g = 0; g < f->n; g++) {
        const gold_time *t = &f->times[g];
        if (span.begin >= t->span.end || t->span.begin >= span.end || t->met)
            continue;
        ((gold_time *)(uintptr_t)t)->met = true;
        s->relaxed++;
        s->strict += span.begin == t->span.begin && span.end == t->span.end;
        bool equal = strcmp(value, t->value) == 0;
        s->value += equal;
        if (errors && !equal)
            print_error("value", f, span, t->value, value);
        else if (errors && (span.begin != t->span.begin || span.end != t->span.end))
            print_error("span", f, span, t->value, value);
        return;
    }
    if (errors)
        print_error("extra", f, span, "-", value);
}

static void finish(tml_file *f, score *s, bool errors)
{
    s->gold += f->n;
    for (uint32_t g = 0; g < f->n; g++) {
        if (!f->times[g].met && errors)
            print_error("missed", f, f->times[g].span, f->times[g].value, "-");
        f->times[g].met = false;
    }
}

/* The simple rule to be beaten: four kinds of single words. */
static void count_baseline(khd_doc *doc, tml_file *f, score *s)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const khd_token *t = &doc->tokens.v[i];
        khd_day day = KHD_NO_DAY;
        const char *value = NULL;
        for (int d = 0; d < 7; d++)
            if (strcmp(t->lower, days[d]) == 0)
                day = f->created - (khd_day_weekday(f->created) - d + 7) % 7;
        if (strcmp(t->lower, "today") == 0)
            day = f->created;
        if (strcmp(t->lower, "yesterday") == 0)
            day = f->created - 1;
        if (strlen(t->lower) == 4 && strspn(t->lower, "0123456789") == 4 && t->lower[0] == '1' &&
            t->lower[1] == '9')
            value = t->lower;
        if (day != KHD_NO_DAY)
            value = khd_day_text(doc, day);
        if (value)
            count(f, t->span, value, s, false);
    }
    finish(f, s, false);
}

static void measure(evaluation *e, const char *path, const char *name)
{
    char *volatile bytes = read_file(path);
    tml_file *volatile f = calloc(1, sizeof *f);
    khd_arena *volatile arena = khd_arena_new((size_t)1 << 30);
    jmp_buf out;
    if (bytes && f && arena && (f->text = calloc(1, TEXT_MAX + 1)) && !setjmp(out) &&
        parse_tml(bytes, f)) {
        khd_arena_exit(arena, &out);
        khd_doc *doc = khd_doc_new(arena);
        doc->text = f->text;
        doc->length = f->length;
        doc->published_day = f->created;
        push_blocks(doc);
        khd_segment_run(doc, e->lexicon);
        khd_token_run(doc, e->lexicon);
        if (e->reader)
            khd_reader_run(e->reader, e->state, doc);
        khd_date_run(doc, e->lexicon);
        int part = fnv1a(name) >> 8 & 1;
        for (uint32_t i = 0; i < doc->dates.n; i++)
            count(f, khd_doc_span(doc, doc->dates.v[i].tokens), doc->dates.v[i].value,
                  &e->parts[part], e->errors && part == 0);
        finish(f, &e->parts[part], e->errors && part == 0);
        count_baseline(doc, f, &e->baseline[part]);
    }
    khd_arena_free(arena);
    if (f)
        free(f->text);
    free(f);
    free(bytes);
}

static void measure_folder(evaluation *e, const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *d; (d = readdir(dir));) {
        size_t n = strlen(d->d_name);
        char path[4096];
        if (n < 4 || strcmp(d->d_name + n - 4, ".tml") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, d->d_name);
        measure(e, path, d->d_name);
    }
    closedir(dir);
}

static double f1(long hit, const score *s)
{
    return s->gold + s->system ? 2.0 * (double)hit / (double)(s->gold + s->system) : 0;
}

static void print_score(const char *name, const score *s)
{
    printf("%-16s gold %5ld read %5ld  strict F1 %.3f  relaxed F1 %.3f  value F1 %.3f\n", name,
           s->gold, s->system, f1(s->strict, s), f1(s->relaxed, s), f1(s->value, s));
}

int main(int argc, char **argv)
{
    evaluation e = {0};
    char path[4096];
    if (argc < 3) {
        fprintf(stderr, "usage: eval_timex PACKS FOLDER... [--errors]\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[1]);
    if (khd_lexicon_open(path, &e.lexicon, NULL) != KHD_OK)
        return 1;
    snprintf(path, sizeof path, "%s/reader.khm", argv[1]);
    if (khd_reader_open(path, &e.reader, NULL) != KHD_OK)
        return 1;
    e.state = khd_reader_state_new(e.reader);
    for (int i = 2; i < argc; i++)
        e.errors |= strcmp(argv[i], "--errors") == 0;
    for (int i = 2; i < argc; i++)
        measure_folder(&e, argv[i]);
    print_score("tune", &e.parts[0]);
    print_score("check", &e.parts[1]);
    print_score("tune baseline", &e.baseline[0]);
    print_score("check baseline", &e.baseline[1]);
    khd_reader_state_free(e.state);
    khd_reader_close(e.reader);
    khd_lexicon_close(e.lexicon);
    return 0;
}
