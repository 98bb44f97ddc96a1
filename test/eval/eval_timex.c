/* eval_timex: expressions of time against TimeML files (TimeBank, AQUAINT).
 *
 *   eval_timex PACKS FOLDER... [--errors] [--kinds]
 *
 * PACKS is the folder of the data packs, each FOLDER holds .tml files; the
 * document creation time of a file is the day of publication. Scores in the
 * manner of TempEval-3: strict and relaxed spans, and value F1 (relaxed span and
 * equal value); "any notation" also takes two notations of one value as equal
 * ("1948-XX" and "1948", "199" and "199X", "P10Y" and "P1DE"). Each file belongs,
 * once and for all, to the part `tune` when bit 8 of the 32-bit FNV-1a hash of its
 * name is 0, else to the part `check`. --errors prints the differences of the part
 * `tune` only; --kinds counts, for both parts and without any text, the twenty
 * commonest differences by the shape of the two values. The baseline knows weekdays,
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

enum { TEXT_MAX = 1 << 20, GOLD_MAX = 1000, KINDS_MAX = 400, KINDS_SHOWN = 20 };

typedef struct {
    khd_span span;
    char value[40];
    bool met;
} gold_time;

typedef struct {
    long gold, system, strict, relaxed, value, same;
} score;

typedef struct {
    char *text;
    uint32_t length;
    khd_day created;
    gold_time times[GOLD_MAX];
    uint32_t n;
} tml_file;

/* How often a value of one shape was read for one of another. */
typedef struct {
    char text[80];
    long count;
} difference;

typedef struct {
    difference v[KINDS_MAX];
    uint32_t n;
} kind_list;

typedef struct {
    khd_lexicon *lexicon;
    khd_reader *reader;
    khd_reader_state *state;
    bool errors, count_kinds;
    score parts[2], baseline[2];
    kind_list kinds[2];
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

/* ---- notations of one value --------------------------------------------------------- */

/* Cuts "-XX" and "X" that say nothing, a closing "Z" and ":00"; a week gets two digits,
 * decades and centuries become years. */
static void normalise(const char *value, char out[48])
{
    const char *week = strstr(value, "-W");
    int n = 0;
    char unit[3] = "", rest = 0;
    if (sscanf(value, "P%d%2[DCE]%c", &n, unit, &rest) == 2 && unit[1] == 'E') {
        snprintf(out, 48, "P%dY", n * (unit[0] == 'D' ? 10 : 100));
        return;
    }
    snprintf(out, 48, "%.39s", value);
    if (week && week[2] >= '0' && week[2] <= '9' && (week[3] < '0' || week[3] > '9'))
        snprintf(out, 48, "%.*sW0%.30s", (int)(week + 1 - value), value, week + 2);
    size_t length = strlen(out);
    if (out[0] == 'P' || strchr(out, '_'))
        return;
    while (length > 2 && (strchr("XZ", out[length - 1]) || strcmp(out + length - 3, ":00") == 0 ||
                          (out[length - 1] == '-'))) {
        length -= out[length - 1] == '0' ? 3 : 1;
        out[length] = 0;
    }
}

static bool same_value(const char *a, const char *b)
{
    char x[48], y[48];
    normalise(a, x);
    normalise(b, y);
    return strcmp(x, y) == 0;
}

/* ---- kinds of difference: shapes of values, no words ------------------------------- */

/* "2016-05-24" -> "9999-99-99": a value without its numbers. */
static void shape(const char *value, char out[40])
{
    size_t n = 0;
    for (; value[n] && n < 39; n++)
        out[n] = value[n] >= '0' && value[n] <= '9' ? '9' : value[n];
    out[n] = 0;
}

/* By how much two days differ: "a week", "years" ...; "" when they are no two days. */
static const char *gap_text(const char *gold, const char *read)
{
    khd_day a = strlen(gold) >= 10 ? parse_day(gold) : KHD_NO_DAY;
    khd_day b = strlen(read) >= 10 ? parse_day(read) : KHD_NO_DAY;
    if (a == KHD_NO_DAY || b == KHD_NO_DAY)
        return "";
    long gap = (long)b - a;
    return gap == 0           ? " same day"
           : gap == -7        ? " a week early"
           : gap == 7         ? " a week late"
           : labs(gap) == 1   ? " a day off"
           : labs(gap) >= 365 ? " years off"
                              : " days off";
}

static void add_kind(kind_list *list, const char *name, const char *gold, const char *read)
{
    char g[40], r[40], text[80];
    shape(gold, g);
    shape(read, r);
    snprintf(text, sizeof text, "%.8s %.22s -> %.22s%s", name, g, r, gap_text(gold, read));
    uint32_t k = 0;
    while (k < list->n && strcmp(list->v[k].text, text) != 0)
        k++;
    if (k == KINDS_MAX)
        return;
    if (k == list->n)
        memcpy(list->v[list->n++].text, text, sizeof text);
    list->v[k].count++;
}

static int by_count(const void *a, const void *b)
{
    const difference *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : strcmp(x->text, y->text);
}

static void print_kinds(const char *part, kind_list *list)
{
    qsort(list->v, list->n, sizeof *list->v, by_count);
    for (uint32_t k = 0; k < list->n && k < KINDS_SHOWN; k++)
        printf("%-6s %4ld  %s\n", part, list->v[k].count, list->v[k].text);
}

/* Where differences go: both may be off. */
typedef struct {
    bool errors;
    kind_list *kinds;
} report;

static void tell(const report *to, const char *name, const tml_file *f, khd_span span,
                 const char *gold, const char *read)
{
    if (to->errors)
        print_error(name, f, span, gold, read);
    if (to->kinds && strcmp(name, "span") != 0)
        add_kind(to->kinds, name, gold, read);
}

static void count(const tml_file *f, khd_span span, const char *value, score *s, const report *to)
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
        s->same += equal || same_value(t->value, value);
        if (!equal)
            tell(to, "value", f, span, t->value, value);
        else if (span.begin != t->span.begin || span.end != t->span.end)
            tell(to, "span", f, span, t->value, value);
        return;
    }
    tell(to, "extra", f, span, "-", value);
}

static void finish(tml_file *f, score *s, const report *to)
{
    s->gold += f->n;
    for (uint32_t g = 0; g < f->n; g++) {
        if (!f->times[g].met)
            tell(to, "missed", f, f->times[g].span, f->times[g].value, "-");
        f->times[g].met = false;
    }
}

/* The simple rule to be beaten: four kinds of single words. */
static void count_baseline(khd_doc *doc, tml_file *f, score *s)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    static const report nowhere = {false, NULL};
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
            count(f, t->span, value, s, &nowhere);
    }
    finish(f, s, &nowhere);
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
        report to = {e->errors && part == 0, e->count_kinds ? &e->kinds[part] : NULL};
        for (uint32_t i = 0; i < doc->dates.n; i++)
            count(f, khd_doc_span(doc, doc->dates.v[i].tokens), doc->dates.v[i].value,
                  &e->parts[part], &to);
        finish(f, &e->parts[part], &to);
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
    printf("%-16s gold %5ld read %5ld  strict F1 %.3f  relaxed F1 %.3f  value F1 %.3f  "
           "any notation %.3f\n",
           name, s->gold, s->system, f1(s->strict, s), f1(s->relaxed, s), f1(s->value, s),
           f1(s->same, s));
}

int main(int argc, char **argv)
{
    static evaluation e;
    char path[4096];
    if (argc < 3) {
        fprintf(stderr, "usage: eval_timex PACKS FOLDER... [--errors] [--kinds]\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[1]);
    if (khd_lexicon_open(path, &e.lexicon, NULL) != KHD_OK)
        return 1;
    snprintf(path, sizeof path, "%s/reader.khm", argv[1]);
    if (khd_reader_open(path, &e.reader, NULL) != KHD_OK)
        return 1;
    e.state = khd_reader_state_new(e.reader);
    for (int i = 2; i < argc; i++) {
        e.errors |= strcmp(argv[i], "--errors") == 0;
        e.count_kinds |= strcmp(argv[i], "--kinds") == 0;
    }
    for (int i = 2; i < argc; i++)
        measure_folder(&e, argv[i]);
    print_score("tune", &e.parts[0]);
    print_score("check", &e.parts[1]);
    print_score("tune baseline", &e.baseline[0]);
    print_score("check baseline", &e.baseline[1]);
    print_kinds("tune", &e.kinds[0]);
    print_kinds("check", &e.kinds[1]);
    khd_reader_state_free(e.state);
    khd_reader_close(e.reader);
    khd_lexicon_close(e.lexicon);
    return 0;
}
