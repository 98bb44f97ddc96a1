/* bench_read DATA_FOLDER MODEL FILE...
 *
 * How fast one thread reads reports from bytes to accounts, and how near that is to what
 * the core can do: the int8 matrix kernel on weights that stay in the second-level cache
 * is measured in the same run and taken for the limit. Prints CPU time throughout:
 *   reports of 500 words a second, the whole pipeline, every sentence read
 *   share of the time limit that the encoder's products alone would need
 *   the same with the first look (glance.h): speed, share of the sentences that are
 *   read, and what that costs: accounts that are found only when every sentence is read
 *   resident memory
 */
#include "decode.h"
#include "file.h"
#include "pipeline.h"
#include "reader_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { ROWS = 192, PEAK_SECONDS = 1, READ_SECONDS = 8 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Multiplications a second (in 10^9) of the layer's largest product, repeated. */
static double measure_peak(const khd_reader *reader)
{
    const khd_linear *l = &reader->encoder.layers[0].f1;
    khd_nn *nn = khd_nn_new(reader->ops, KHD_NN_INT8);
    float *x = calloc((size_t)ROWS * l->in, sizeof *x);
    float *y = calloc((size_t)ROWS * l->padded, sizeof *y);
    if (!nn || !x || !y)
        exit(4);
    for (size_t i = 0; i < (size_t)ROWS * l->in; i++)
        x[i] = (float)(i % 17) * 0.1f;
    khd_nn_input(nn, x, ROWS, l->in);
    double start = now(), spent = 0;
    unsigned rounds = 0;
    while ((spent = now() - start) < PEAK_SECONDS) {
        khd_nn_linear(nn, l, y, l->padded);
        rounds++;
    }
    double products = (double)rounds * ROWS * l->in * l->padded;
    free(x);
    free(y);
    khd_nn_free(nn);
    return products / spent * 1e-9;
}

/* Products that the encoder needs for one word piece. */
static double products_of_piece(const khd_reader *reader)
{
    double sum = 0;
    for (uint32_t i = 0; i < reader->encoder.sizes.layers; i++) {
        const khd_encoder_layer *e = &reader->encoder.layers[i];
        sum += (double)e->qkv.in * e->qkv.out + (double)e->o.in * e->o.out +
               (double)e->f1.in * e->f1.out + (double)e->f2.in * e->f2.out;
    }
    return sum;
}

typedef struct {
    double words, pieces, sentences, read;
} load;

static void count(const khd_doc *doc, const khd_reader *reader, load *sum)
{
    uint32_t ids[KHD_PIECES_MAX];
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        khd_span s = doc->tokens.v[i].span;
        sum->pieces += khd_pieces_split(reader->pieces, doc->text + s.begin, s.end - s.begin, ids);
    }
    sum->pieces += 2.0 * doc->sentences.n;
    sum->sentences += doc->sentences.n;
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        sum->read += !doc->sentences.v[i].unread;
    for (uint32_t i = 0; i < doc->length; i++)
        sum->words += doc->text[i] != ' ' && doc->text[i] != '\n' &&
                      (!i || doc->text[i - 1] == ' ' || doc->text[i - 1] == '\n');
}

/* The report of a file on a new arena, which is doc->arena. */
static khd_doc *read_doc(const khd_packs *packs, khd_reader_state *state, const char *path,
                         bool thorough)
{
    khd_error error;
    khd_file file;
    jmp_buf out;
    if (khd_file_map(path, &file, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    khd_arena *arena = khd_arena_new((size_t)1 << 30);
    if (!arena || setjmp(out))
        exit(4);
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    doc->thorough = thorough;
    if (khd_decode_run(doc, file.bytes, file.length, &error))
        exit(1);
    khd_pipeline_run(packs, state, doc);
    khd_file_unmap(&file);
    return doc;
}

/* Reads the files over and over; seconds of CPU time. */
static double read_files(const khd_packs *packs, khd_reader_state *state, char **paths,
                         bool thorough, load *sum)
{
    double start = now(), spent = 0;
    while ((spent = now() - start) < READ_SECONDS)
        for (char **path = paths; *path; path++) {
            khd_doc *doc = read_doc(packs, state, *path, thorough);
            count(doc, packs->reader, sum);
            khd_arena_free(doc->arena);
        }
    return spent;
}

static bool has_account(const khd_doc *doc, const char *id)
{
    for (uint32_t i = 0; i < doc->accounts.n; i++)
        if (!strcmp(doc->accounts.v[i].id, id))
            return true;
    return false;
}

/* Accounts of the reports when every sentence is read, and how many of them are not
 * found with the first look. */
static void print_loss(const khd_packs *packs, khd_reader_state *state, char **paths)
{
    unsigned all = 0, lost = 0, new = 0;
    for (char **path = paths; *path; path++) {
        khd_doc *whole = read_doc(packs, state, *path, true);
        khd_doc *some = read_doc(packs, state, *path, false);
        all += whole->accounts.n;
        for (uint32_t i = 0; i < whole->accounts.n; i++)
            lost += !has_account(some, whole->accounts.v[i].id);
        for (uint32_t i = 0; i < some->accounts.n; i++)
            new += !has_account(whole, some->accounts.v[i].id);
        khd_arena_free(whole->arena);
        khd_arena_free(some->arena);
    }
    printf("first look: of %u accounts %u are lost, %u others are found\n", all, lost, new);
}

static void print_speed(const char *how, const load *sum, double spent)
{
    printf("%s: %.0f words in %.2f s CPU, %.1f reports of 500 words a second; %.1f %% of the "
           "sentences read\n",
           how, sum->words, spent, sum->words / 500 / spent, 100 * sum->read / sum->sentences);
}

int main(int argc, char **argv)
{
    khd_packs packs;
    khd_error error;
    if (argc < 4 || khd_packs_open_model(argv[1], argv[2], &packs, &error)) {
        fprintf(stderr, "usage: bench_read DATA_FOLDER accurate|fast FILE...\n");
        return 2;
    }
    khd_reader_state *state = khd_reader_state_new(packs.reader);
    if (!state)
        return 4;
    double peak = measure_peak(packs.reader);
    load sum = {0}, glance = {0};
    double spent = read_files(&packs, state, argv + 3, true, &sum);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    double needed = sum.pieces * products_of_piece(packs.reader) * 1e-9 / peak;
    printf("%s\n", khd_reader_isa(packs.reader));
    print_speed("thorough", &sum, spent);
    printf("int8 limit of this core %.0f G products/s; the encoder's products alone are %.0f %% of "
           "the time\n",
           peak, 100 * needed / spent);
    spent = read_files(&packs, state, argv + 3, false, &glance);
    print_speed("first look", &glance, spent);
    print_loss(&packs, state, argv + 3);
    printf("resident memory %.0f MB\n", (double)use.ru_maxrss / 1024);
    khd_reader_state_free(state);
    khd_packs_close(&packs);
    return 0;
}
