/* bench_pages FILE...: the html stage alone on saved pages, one JSON line a page with
 * its metadata and text, then a line with the CPU seconds of all pages (best of three
 * rounds, files in memory). bench/pages.py sets it beside other extractors. */
#include "buffer.h"
#include "html.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 3 };

typedef struct {
    char *bytes;
    size_t n;
} page;

static page read_file(const char *path)
{
    page p = {0};
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    long size = ftell(file);
    rewind(file);
    p.bytes = malloc((size_t)size + 1);
    p.n = p.bytes ? fread(p.bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return p;
}

static void print_page(const khd_doc *doc)
{
    khd_buffer out = {0};
    khd_json_open(&out, '{');
    khd_json_text_field(&out, "title", doc->title);
    khd_json_text_field(&out, "byline", doc->byline);
    khd_json_text_field(&out, "publisher", doc->publisher);
    khd_json_text_field(&out, "published", doc->published);
    khd_json_text_field(&out, "language", doc->language);
    khd_json_key(&out, "text");
    khd_buffer_json(&out, doc->text, doc->length);
    khd_buffer_text(&out, "}\n");
    if (!out.failed)
        fwrite(out.v, 1, out.n, stdout);
    khd_buffer_free(&out);
}

static void extract(const khd_lexicon *lexicon, const page *p, bool print)
{
    khd_arena *arena = khd_arena_new((size_t)4 << 30);
    jmp_buf out;
    if (!arena || setjmp(out)) {
        fputs("out of memory\n", stderr);
        exit(4);
    }
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    khd_error error = {0};
    if (khd_html_run(doc, lexicon, p->bytes, p->n, &error))
        fprintf(stderr, "%s\n", error.text);
    if (print)
        print_page(doc);
    khd_arena_free(arena);
}

int main(int argc, char **argv)
{
    char path[4096];
    khd_lexicon *lexicon;
    khd_error error;
    const char *data = getenv("KHALDUN_DATA");
    snprintf(path, sizeof path, "%s/lexicon.khl", data ? data : "build/release/data");
    if (khd_lexicon_open(path, &lexicon, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    page *pages = calloc((size_t)argc, sizeof *pages);
    for (int i = 1; pages && i < argc; i++)
        pages[i] = read_file(argv[i]);
    khd_html_start();
    double best = 0;
    for (int round = 0; pages && round < ROUNDS; round++) {
        clock_t begin = clock();
        for (int i = 1; i < argc; i++)
            extract(lexicon, &pages[i], false);
        double spent = (double)(clock() - begin) / CLOCKS_PER_SEC;
        best = !round || spent < best ? spent : best;
    }
    for (int i = 1; pages && i < argc; i++) {
        extract(lexicon, &pages[i], true);
        free(pages[i].bytes);
    }
    printf("{\"seconds\":%.6f}\n", best);
    free(pages);
    khd_lexicon_close(lexicon);
    return 0;
}
