/* eval_weights DATA_FOLDER < reports.jsonl
 *
 * Prints, for each report, its own features ("topic"), those of every frame ("keep") and
 * of every pair of frames ("join") as one JSON object a line, for train/fit_weights.py.
 */
#include "decode.h"
#include "ingest.h"
#include "joining.h"
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAIR_REACH = 60 };

static void print_values(const float *values, uint32_t n)
{
    putchar('[');
    for (uint32_t i = 0; i < n; i++)
        printf("%s%.4g", i ? "," : "", (double)values[i]);
    putchar(']');
}

static void print_report(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_occurrences list = {0};
    float pair[KHD_JOIN_COUNT];
    khd_occurrence_run(doc, lexicon, &list);
    printf("{\"id\":\"%s\",\"topic\":", doc->id ? doc->id : "");
    print_values(list.topic.values, KHD_TOPIC_COUNT);
    printf(",\"frames\":[");
    for (uint32_t i = 0; i < list.n; i++) {
        khd_span s = khd_doc_span(doc, doc->frames.v[i].trigger);
        printf("%s{\"begin\":%u,\"end\":%u,\"keep\":", i ? "," : "", s.begin, s.end);
        print_values(list.v[i].values, KHD_KEEP_COUNT);
        putchar('}');
    }
    printf("],\"pairs\":[");
    for (uint32_t j = 0, n = 0; j < list.n; j++)
        for (uint32_t i = j > PAIR_REACH ? j - PAIR_REACH : 0; i < j; i++, n++) {
            khd_joining_values(doc, &list.v[i], &list.v[j], pair);
            printf("%s[%u,%u,", n ? "," : "", i, j);
            print_values(pair, KHD_JOIN_COUNT);
            putchar(']');
        }
    printf("]}\n");
}

static void print_names(const char *model, const char *const *names, uint32_t n)
{
    printf("%s\"%s\":[", model[0] == 't' ? "{" : ",", model);
    for (uint32_t i = 0; i < n; i++)
        printf("%s\"%s\"", i ? "," : "", names[i]);
    putchar(']');
}

static int read_line(const khd_packs *packs, khd_reader_state *state, const char *line, size_t n)
{
    khd_line parsed;
    khd_error error;
    jmp_buf out;
    khd_arena *arena = khd_arena_new((size_t)1 << 30);
    if (!arena || khd_line_read(line, n, &parsed, &error) || setjmp(out))
        return 1;
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    doc->id = parsed.input.id;
    doc->title = parsed.input.title;
    doc->publisher = parsed.input.publisher;
    doc->published = parsed.input.published;
    if (khd_decode_run(doc, parsed.input.text, parsed.input.length, &error))
        return 1;
    khd_pipeline_run(packs, state, doc);
    print_report(doc, packs->lexicon);
    khd_arena_free(arena);
    khd_line_free(&parsed);
    return 0;
}

int main(int argc, char **argv)
{
    khd_packs packs;
    khd_error error;
    if (argc != 2 || khd_packs_open(argv[1], &packs, &error)) {
        fprintf(stderr, "usage: eval_weights DATA_FOLDER < reports.jsonl\n");
        return 2;
    }
    khd_reader_state *state = khd_reader_state_new(packs.reader);
    print_names("topic", khd_topic_names, KHD_TOPIC_COUNT);
    print_names("keep", khd_keep_names, KHD_KEEP_COUNT);
    print_names("join", khd_join_names, KHD_JOIN_COUNT);
    printf("}\n");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    while ((n = getline(&line, &cap, stdin)) > 0)
        if (read_line(&packs, state, line, (size_t)n))
            fprintf(stderr, "a line was not read\n");
    free(line);
    khd_reader_state_free(state);
    khd_packs_close(&packs);
    return 0;
}
