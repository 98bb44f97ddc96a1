/* score: khaldun score GOLD. Reads every report of a folder (NNN.txt, with title,
 * publisher and publication date from NNN.meta.json), compares the accounts with
 * those coded by hand (NNN.json) and prints precision, recall and F1 by slot.
 */
#include "command.h"

#include "pool.h"
#include "score_align.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NUMBER = 4, REPORTS_MOST = 1000 }; /* "NNN" with its NUL */

/* A report of the folder, from its reading to its scoring. */
typedef struct {
    char number[NUMBER];
    char *text; /* as scored: line ends are "\n" */
    json_object *gold, *meta;
} gold_report;

typedef struct {
    const options *o;
    const char *folder;
    char (*numbers)[NUMBER];
    size_t count, next;
    score_tally check, tune;
    size_t failed;
    bool no_memory;
} scoring;

/* ---- the folder --------------------------------------------------------------------- */

static bool is_check(const char *number)
{
    return (number[0] - '0' + number[1] - '0' + number[2] - '0') % 3 == 0;
}

/* True when `number` stands in a list "001,004", or there is no list. */
static bool is_wanted(const options *o, const char *number)
{
    if (o->part == PART_CHECK && !is_check(number))
        return false;
    if (o->part == PART_TUNE && is_check(number))
        return false;
    for (const char *at = o->only; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (!strncmp(at, number, 3) && (!at[3] || at[3] == ','))
            return true;
    return !o->only;
}

static int by_number(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Lists the coded reports NNN.json that are wanted, in order. */
static bool list_folder(scoring *s)
{
    DIR *dir = opendir(s->folder);
    if (!dir) {
        fprintf(stderr, "khaldun: %s: %s\n", s->folder, strerror(errno));
        return false;
    }
    for (struct dirent *e; (e = readdir(dir)) && s->count < REPORTS_MOST;) {
        const char *n = e->d_name;
        if (strspn(n, "0123456789") != 3 || strcmp(n + 3, ".json"))
            continue;
        char *number = s->numbers[s->count];
        memcpy(number, n, 3);
        number[3] = 0;
        s->count += is_wanted(s->o, number);
    }
    closedir(dir);
    qsort(s->numbers, s->count, sizeof *s->numbers, by_number);
    return true;
}

static FILE *open_part(const char *folder, const char *number, const char *ending, const char *mode)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s%s", folder, number, ending);
    return n > 0 && (size_t)n < sizeof path ? fopen(path, mode) : NULL;
}

/* A whole file, NUL-terminated; NULL when it cannot be read or is too large. */
static char *read_part(const char *folder, const char *number, const char *ending, size_t *length)
{
    FILE *file = open_part(folder, number, ending, "rb");
    if (!file)
        return NULL;
    char *bytes = malloc(KHD_TEXT_CEILING + 2), *fitting;
    size_t n = bytes ? fread(bytes, 1, KHD_TEXT_CEILING + 1, file) : 0;
    bool good = bytes && !ferror(file) && n <= KHD_TEXT_CEILING;
    fclose(file);
    if (!good) {
        free(bytes);
        return NULL;
    }
    bytes[n] = 0;
    *length = n;
    fitting = realloc(bytes, n + 1);
    return fitting ? fitting : bytes;
}

static json_object *read_json(const char *folder, const char *number, const char *ending)
{
    size_t length;
    char *bytes = read_part(folder, number, ending, &length);
    json_object *root = bytes ? json_tokener_parse(bytes) : NULL;
    free(bytes);
    return root;
}

/* A copy with every line end as "\n", as the coders saw the text. */
static char *copy_lines(const char *bytes, size_t n)
{
    char *out = malloc(n + 1), *to = out;
    for (size_t i = 0; out && i < n; i++)
        if (bytes[i] != '\r')
            *to++ = bytes[i] ? bytes[i] : ' ';
        else if (i + 1 == n || bytes[i + 1] != '\n')
            *to++ = '\n';
    if (out)
        *to = 0;
    return out;
}

static void free_report(gold_report *r)
{
    free(r->text);
    json_object_put(r->gold);
    json_object_put(r->meta);
    free(r);
}

/* ---- through the pool -------------------------------------------------------------------- */

static bool next_report(void *with, pool_job *job)
{
    scoring *s = with;
    if (s->next == s->count)
        return false;
    const char *number = s->numbers[s->next++];
    gold_report *r = calloc(1, sizeof *r);
    if (!r)
        return s->no_memory = true, false;
    memcpy(r->number, number, NUMBER);
    job->own = r;
    job->item.name = number;
    job->item.bytes = read_part(s->folder, number, ".txt", &job->item.length);
    r->gold = read_json(s->folder, number, ".json");
    r->meta = read_json(s->folder, number, ".meta.json");
    if (job->item.bytes)
        r->text = copy_lines(job->item.bytes, job->item.length);
    if (!r->text || !r->gold)
        job->item.error = (khd_error){.status = KHD_IO, .text = "its .txt or .json is not there"};
    job->context = (khd_input){.id = r->number,
                               .title = score_text(r->meta, "title"),
                               .publisher = score_text(r->meta, "publisher"),
                               .published = score_text(r->meta, "published")};
    return true;
}

static json_object *get_list(json_object *object, const char *key)
{
    json_object *list = NULL;
    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, key, &list);
    return json_object_is_type(list, json_type_array) ? list : NULL;
}

/* The accounts of a record, or the events of a gold report; NULL for none. */
static json_object *get_accounts(json_object *record)
{
    json_object *list = get_list(record, "accounts");
    return list ? list : get_list(record, "events");
}

static const char *const slot_names[] = {
#define NAME(name, text) text,
    SCORE_SLOTS(NAME)};

/* Slots of an aligned pair that are not all right, as correct/gold/program. */
static void print_slots(json_object *gold, json_object *system)
{
    score_count slots[SLOT_COUNT] = {0};
    if (!score_count_pair(slots, gold, system))
        return;
    const char *before = "            but ";
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        score_count c = slots[i];
        if (c.correct == c.gold && c.correct == c.system)
            continue;
        printf("%s%s %zu/%zu/%zu", before, slot_names[i], c.correct, c.gold, c.system);
        before = ", ";
    }
    if (before[0] == ',')
        putchar('\n');
}

static void print_account(const char *what, json_object *account)
{
    const char *class_ = score_text(account, "class"), *status = score_text(account, "status");
    printf("   %-8s %s %s", what, class_ ? class_ : "?", status ? status : "?");
    json_object *mentions = get_list(account, "mentions");
    for (size_t i = 0; mentions && i < json_object_array_length(mentions) && i < 2; i++) {
        const char *words = score_text(json_object_array_get_idx(mentions, i), "text");
        printf(" \"%s\"", words ? words : "");
    }
    putchar('\n');
}

static void print_differences(const gold_report *r, const score_pairs *pairs)
{
    size_t gold = pairs->gold ? json_object_array_length(pairs->gold) : 0, aligned = 0;
    size_t system = pairs->system ? json_object_array_length(pairs->system) : 0;
    for (size_t i = 0; i < gold; i++)
        aligned += pairs->partner[i] >= 0;
    printf("%s gold %zu sys %zu aligned %zu\n", r->number, gold, system, aligned);
    for (size_t i = 0; i < gold; i++) {
        json_object *account = json_object_array_get_idx(pairs->gold, i);
        int j = pairs->partner[i];
        print_account(j < 0 ? "missed" : "found", account);
        if (j >= 0)
            print_slots(account, json_object_array_get_idx(pairs->system, (size_t)j));
    }
    for (size_t j = 0; j < system; j++)
        if (pairs->partner_of_system[j] < 0)
            print_account("spurious", json_object_array_get_idx(pairs->system, j));
}

static void write_record(scoring *s, const char *number, const pool_job *job)
{
    FILE *file = open_part(s->o->out, number, ".json", "wb");
    bool good = file && fwrite(job->out, 1, job->out_length, file) == job->out_length;
    if ((file && fclose(file)) || !good) {
        fprintf(stderr, "khaldun: cannot write %s/%s.json\n", s->o->out, number);
        s->failed++;
    }
}

static void score_report(scoring *s, const gold_report *r, const pool_job *job)
{
    json_object *record = s->o->records ? read_json(s->o->records, r->number, ".json")
                          : job->out    ? json_tokener_parse(job->out)
                                        : NULL;
    if (s->o->records && !record)
        fprintf(stderr, "khaldun: %s/%s.json is not there or no JSON: scored as no account\n",
                s->o->records, r->number);
    score_tally *tally = is_check(r->number) ? &s->check : &s->tune;
    score_pairs pairs;
    if (score_align(get_accounts(r->gold), get_accounts(record), r->text, &pairs)) {
        s->no_memory |= !score_count_slots(&pairs, tally);
        if (s->o->verbose)
            print_differences(r, &pairs);
        score_pairs_free(&pairs);
    } else {
        s->no_memory = true;
    }
    json_object_put(record);
}

static void take_report(void *with, pool_job *job)
{
    scoring *s = with;
    gold_report *r = job->own;
    if (job->item.error.status) {
        fprintf(stderr, "khaldun: %s: %s\n", r->number, job->item.error.text);
        s->failed++;
    }
    if (r->gold && r->text)
        score_report(s, r, job);
    if (s->o->out && job->out)
        write_record(s, r->number, job);
    free_report(r);
}

/* ---- the table ---------------------------------------------------------------------------- */

static void print_rates(score_count c)
{
    double p = c.system ? (double)c.correct / (double)c.system : 0;
    double r = c.gold ? (double)c.correct / (double)c.gold : 0;
    printf("P %.3f R %.3f F1 %.3f", p, r, p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static void print_table(const char *title, const score_tally *t)
{
    score_count all = {0};
    if (title)
        printf("%s\n", title);
    printf("%zu reports; events: ", t->reports);
    print_rates(t->accounts);
    printf(" (%zu aligned, %zu gold, %zu system)\n", t->accounts.correct, t->accounts.gold,
           t->accounts.system);
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        score_count c = t->slots[i];
        printf("%-16s ", slot_names[i]);
        print_rates(c);
        printf("  (%zu/%zu gold, %zu system)\n", c.correct, c.gold, c.system);
        if (i == SLOT_CASUALTIES_FULL)
            continue;
        all.correct += c.correct;
        all.gold += c.gold;
        all.system += c.system;
    }
    printf("ALL slots        ");
    print_rates(all);
    putchar('\n');
}

static void add(score_count *to, score_count from)
{
    to->correct += from.correct;
    to->gold += from.gold;
    to->system += from.system;
}

static void print_tables(const scoring *s)
{
    if (s->o->part == PART_BOTH) {
        print_table("check part (numbers that 3 divides)", &s->check);
        print_table("\ntuning part", &s->tune);
        return;
    }
    score_tally sum = s->check;
    sum.reports += s->tune.reports;
    add(&sum.accounts, s->tune.accounts);
    for (unsigned i = 0; i < SLOT_COUNT; i++)
        add(&sum.slots[i], s->tune.slots[i]);
    print_table(NULL, &sum);
}

/* ---- the command --------------------------------------------------------------------------- */

/* Scores records that were written before. */
static khd_status score_records(scoring *s)
{
    for (pool_job job = {0}; next_report(s, &job); job = (pool_job){0}) {
        free(job.item.bytes);
        take_report(s, &job);
    }
    return KHD_OK;
}

static khd_status score_texts(scoring *s, khd_error *error)
{
    khd_engine *engine = command_open_engine(s->o);
    if (!engine)
        return KHD_DATA;
    pool_plan plan = {.engine = engine,
                      .threads = s->o->threads,
                      .thorough = s->o->thorough,
                      .format = KHD_WRITE_JSON,
                      .next = next_report,
                      .done = take_report,
                      .with = s};
    khd_status status = pool_run(&plan, error);
    khd_engine_close(engine);
    return status;
}

static int run(scoring *s)
{
    khd_error error = {0};
    khd_status status = s->o->records ? score_records(s) : score_texts(s, &error);
    if (s->no_memory)
        status = KHD_NOMEM;
    if (status) {
        if (status != KHD_DATA)
            fprintf(stderr, "khaldun: %s\n", error.text[0] ? error.text : khd_status_text(status));
        return EXIT_INTERNAL;
    }
    print_tables(s);
    return s->failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int command_score(const options *o)
{
    scoring s = {.o = o, .folder = o->files[0]};
    s.numbers = calloc(REPORTS_MOST + 1, sizeof *s.numbers);
    int status = EXIT_INTERNAL;
    if (o->out && mkdir(o->out, 0777) && errno != EEXIST)
        fprintf(stderr, "khaldun: %s: %s\n", o->out, strerror(errno));
    else if (s.numbers && !list_folder(&s))
        status = EXIT_INPUT;
    else if (s.numbers && !s.count) {
        fprintf(stderr, "khaldun: no coded report NNN.json wanted in %s\n", s.folder);
        status = EXIT_INPUT;
    } else if (s.numbers)
        status = run(&s);
    free(s.numbers);
    return status;
}
