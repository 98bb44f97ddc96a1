/* eval_incidents DATA_FOLDER RECORDS.jsonl REPORTS.jsonl LABELS.tsv tune|check|all|pairs
 *                [show] [FEATURE=WEIGHT...]
 *
 * Joins the accounts of RECORDS (khaldun read --json REPORTS) and compares the incidents
 * with those grouped by hand (LABELS): B-cubed and pairwise precision, recall and F1,
 * beside the filter that users of event data apply (one event a day, pair of parties and
 * code) and beside no joining at all. "pairs" prints the features of every labelled pair
 * of the tune part for train/fit_incidents.py; REPORTS and LABELS may then be "-", and
 * the incident of an account is the word after "#" in its report's id.
 */
#include "eval_records.h"
#include "lexicon.h"

#include <math.h>

typedef struct {
    char report[40], incident[24], part[8];
    uint32_t begin, end;
} label;

typedef struct {
    records records;
    label *labels;
    size_t label_count;
    const char **truth;  /* of each account; NULL not labelled */
    const char **parts;  /* of each account's report */
    float weights[KHD_LINK_COUNT];
} evaluation;

static void read_labels(evaluation *e, const char *path)
{
    FILE *f = fopen(path, "r");
    char line[256];
    if (!f) {
        fprintf(stderr, "cannot open %s\n", path);
        exit(1);
    }
    while (fgets(line, sizeof line, f)) {
        label l;
        int n = sscanf(line, "%39s %u %u %23s %7s", l.report, &l.begin, &l.end, l.incident, l.part);
        if (n != 5)
            continue;
        e->labels = realloc(e->labels, (e->label_count + 1) * sizeof *e->labels);
        e->labels[e->label_count++] = l;
    }
    fclose(f);
}

/* The label of the first mention that a labelled word overlaps. */
static void give_truth(evaluation *e)
{
    uint32_t n = e->records.v.n;
    e->truth = calloc(n + 1, sizeof *e->truth);
    e->parts = calloc(n + 1, sizeof *e->parts);
    for (uint32_t i = 0; i < n; i++) {
        record_account *a = &e->records.v.v[i];
        for (size_t k = 0; k < e->label_count; k++) {
            label *l = &e->labels[k];
            if (strcmp(l->report, a->report))
                continue;
            e->parts[i] = l->part;
            for (uint32_t m = 0; m < a->mention_count && !e->truth[i]; m++)
                if (a->mentions[m].begin < l->end && l->begin < a->mentions[m].end)
                    e->truth[i] = l->incident;
        }
        if (e->truth[i] && !strcmp(e->truth[i], "-"))
            e->truth[i] = NULL;
    }
}

static void truth_of_ids(evaluation *e)
{
    uint32_t n = e->records.v.n;
    e->truth = calloc(n + 1, sizeof *e->truth);
    e->parts = calloc(n + 1, sizeof *e->parts);
    for (uint32_t i = 0; i < n; i++) {
        const char *mark = strchr(e->records.v.v[i].report, '#');
        e->truth[i] = mark ? mark + 1 : NULL;
        e->parts[i] = "tune";
    }
}

/* ---- measures --------------------------------------------------------------------- */

typedef struct {
    double bcubed_p, bcubed_r, pair_p, pair_r;
} score;

static double f1(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

/* `group` names the group of each account that `use` lists. */
static score measure(const evaluation *e, const uint32_t *use, uint32_t n, const uint64_t *group)
{
    score s = {0};
    double both = 0, ours = 0, theirs = 0;
    for (uint32_t i = 0; i < n; i++) {
        double hit = 0, mine = 0, true_ = 0;
        for (uint32_t j = 0; j < n; j++) {
            bool a = group[use[i]] == group[use[j]];
            bool b = !strcmp(e->truth[use[i]], e->truth[use[j]]);
            hit += a && b, mine += a, true_ += b;
            if (j > i)
                both += a && b, ours += a, theirs += b;
        }
        s.bcubed_p += hit / mine / n;
        s.bcubed_r += hit / true_ / n;
    }
    s.pair_p = ours > 0 ? both / ours : 0;
    s.pair_r = theirs > 0 ? both / theirs : 0;
    return s;
}

static void print_score(const char *name, score s)
{
    printf("%-22s b-cubed P %.3f R %.3f F1 %.3f   pairs P %.3f R %.3f F1 %.3f\n", name, s.bcubed_p,
           s.bcubed_r, f1(s.bcubed_p, s.bcubed_r), s.pair_p, s.pair_r, f1(s.pair_p, s.pair_r));
}

static uint64_t sum_parties(const khd_incident_party *p, uint32_t n)
{
    uint64_t sum = 0; /* as a set, in no order */
    for (uint32_t i = 0; i < n; i++)
        sum += p[i].actor * 0x9E3779B97F4A7C15u;
    return sum;
}

/* One event a day, pair of parties and code; without a day, the day of issue. */
static uint64_t one_a_day(const record_account *a)
{
    const khd_incident_account *x = &a->account;
    khd_day day = x->start != KHD_NO_DAY ? x->start : x->published;
    return (uint64_t)(uint32_t)day * 31 + sum_parties(x->side_a, x->side_a_count) * 7 +
           sum_parties(x->side_b, x->side_b_count) * 11 + khd_incident_hash(a->cameo);
}

static void show_groups(const evaluation *e, const uint32_t *use, uint32_t n,
                        const uint64_t *group)
{
    for (uint32_t i = 0; i < n; i++) {
        const record_account *a = &e->records.v.v[use[i]];
        fprintf(stderr, "%llu\t%s\t%s\t%u\n", (unsigned long long)group[use[i]],
                e->truth[use[i]], a->report, a->mentions[0].begin);
    }
}

/* The first account of each report for each incident: joining across reports alone. */
static uint32_t one_a_report(const evaluation *e, const uint32_t *use, uint32_t n, uint32_t *out)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < kept && !again; k++)
            again = e->records.v.v[use[i]].account.report ==
                        e->records.v.v[out[k]].account.report &&
                    !strcmp(e->truth[use[i]], e->truth[out[k]]);
        if (!again)
            out[kept++] = use[i];
    }
    return kept;
}

static void print_both(const evaluation *e, const char *name, const uint32_t *use, uint32_t n,
                       const uint64_t *group)
{
    char other[64];
    uint32_t *first = calloc(n + 1, sizeof *first);
    uint32_t kept = one_a_report(e, use, n, first);
    print_score(name, measure(e, use, n, group));
    snprintf(other, sizeof other, "  %u across reports", kept);
    print_score(other, measure(e, first, kept, group));
    free(first);
}

static void evaluate(evaluation *e, const char *part, bool verbose)
{
    uint32_t all = e->records.v.n, n = 0, joined = 0;
    khd_incident_account *list = calloc(all + 1, sizeof *list);
    uint32_t *place = calloc(all + 1, sizeof *place), *use = calloc(all + 1, sizeof *use);
    uint64_t *group = calloc(all + 1, sizeof *group);
    khd_incidents found;
    for (uint32_t i = 0; i < all; i++) {
        if (!e->parts[i] || (strcmp(part, "all") && strcmp(e->parts[i], part)))
            continue;
        place[joined] = i;
        list[joined++] = e->records.v.v[i].account;
        if (e->truth[i])
            use[n++] = i;
    }
    khd_incident_input input = {.accounts = list, .count = joined, .weights = e->weights};
    khd_incident_join(e->records.arena, &input, &found);
    for (uint32_t i = 0; i < joined; i++)
        group[place[i]] = found.group_of[i];
    printf("%s: %u accounts of labelled reports, %u with an incident by hand, %u incidents found, "
           "%u relations\n", part, joined, n, found.groups.n, found.relations.n);
    print_both(e, "khaldun", use, n, group);
    if (verbose)
        show_groups(e, use, n, group);
    for (uint32_t i = 0; i < all; i++)
        group[i] = one_a_day(&e->records.v.v[i]);
    print_both(e, "one a day", use, n, group);
    for (uint32_t i = 0; i < all; i++)
        group[i] = i;
    print_both(e, "no joining", use, n, group);
    free(list);
    free(place);
    free(use);
    free(group);
}

/* ---- pairs to fit on ---------------------------------------------------------------- */

static void print_pair(const evaluation *e, uint32_t i, uint32_t j)
{
    float v[KHD_LINK_COUNT];
    const record_account *a = &e->records.v.v[i], *b = &e->records.v.v[j];
    khd_incident_values(&a->account, &b->account, v);
    printf("%d\t%s", !strcmp(e->truth[i], e->truth[j]), a->report);
    for (int k = 0; k < KHD_LINK_COUNT; k++)
        printf("\t%.4g", (double)v[k]);
    putchar('\n');
}

/* Pairs that a block might hold: of one report, or of near days. */
static void print_pairs(const evaluation *e)
{
    enum { NEAR = 4 };
    printf("same\treport");
    for (int k = 0; k < KHD_LINK_COUNT; k++)
        printf("\t%s", khd_link_names[k]);
    putchar('\n');
    for (uint32_t i = 0; i < e->records.v.n; i++)
        for (uint32_t j = i + 1; j < e->records.v.n; j++) {
            const khd_incident_account *a = &e->records.v.v[i].account;
            const khd_incident_account *b = &e->records.v.v[j].account;
            khd_day x = a->start == KHD_NO_DAY ? a->published : a->start;
            khd_day y = b->start == KHD_NO_DAY ? b->published : b->start;
            bool near = a->report == b->report || labs((long)x - (long)y) <= NEAR;
            if (near && e->truth[i] && e->truth[j] && e->parts[i] && !strcmp(e->parts[i], "tune") &&
                !strcmp(e->parts[j], "tune"))
                print_pair(e, i, j);
        }
}

/* "killed_same=2.5" */
static void set_weight(float *weights, const char *word)
{
    char name[64];
    float value;
    if (sscanf(word, "%63[a-z_0-9]=%f", name, &value) != 2)
        return;
    for (int i = 0; i < KHD_LINK_COUNT; i++)
        if (!strcmp(name, khd_link_names[i]))
            weights[i] = value;
}

int main(int argc, char **argv)
{
    static evaluation e;
    jmp_buf out;
    khd_lexicon *lexicon;
    khd_error error = {0};
    char path[1024];
    if (argc < 6) {
        fprintf(stderr, "usage: eval_incidents DATA_FOLDER RECORDS.jsonl REPORTS.jsonl LABELS.tsv "
                        "tune|check|all|pairs\n");
        return 2;
    }
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[1]);
    if (khd_lexicon_open(path, &lexicon, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    khd_incident_weights(lexicon, e.weights);
    e.records.lexicon = lexicon;
    e.records.arena = khd_arena_new((size_t)4 << 30);
    if (!e.records.arena || setjmp(out))
        return 4;
    khd_arena_exit(e.records.arena, &out);
    read_records(&e.records, argv[2], strcmp(argv[3], "-") ? argv[3] : NULL);
    if (strcmp(argv[4], "-")) {
        read_labels(&e, argv[4]);
        give_truth(&e);
    } else {
        truth_of_ids(&e);
    }
    bool show = false;
    for (int i = 6; i < argc; i++) {
        show |= !strcmp(argv[i], "show");
        set_weight(e.weights, argv[i]);
    }
    if (!strcmp(argv[5], "pairs"))
        print_pairs(&e);
    else
        evaluate(&e, argv[5], show);
    free(e.labels);
    free(e.truth);
    free(e.parts);
    khd_arena_free(e.records.arena);
    khd_lexicon_close(lexicon);
    return 0;
}
