/* replay FOLDER: runs one fuzz target on every file of its stored corpus, and on
 * cut and changed copies of each, so that the ordinary tests cover the targets
 * without libFuzzer. The changes are the same at every run. */
#include "target.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 1 << 20, CHANGES = 24 };

static unsigned runs;

/* The bytes in memory of their own size, so that a sanitizer sees what reads on. */
static void run(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length ? length : 1);
    KHD_FUZZ_HOLDS(copy != NULL);
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
    runs++;
}

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void run_changed(uint8_t *bytes, size_t length)
{
    static const uint8_t values[] = {0x00, 0xFF, 0x7F, 0x80, '"', '\n', 0x01, 0xE2};
    uint32_t seed = (uint32_t)length;
    run(bytes, length);
    for (int i = 0; length && i < CHANGES; i++) {
        size_t at = next(&seed) % (i % 2 && length > 64 ? 64 : length);
        uint8_t kept = bytes[at];
        bytes[at] = i % 3 ? values[next(&seed) % sizeof values] : (uint8_t)(kept ^ 1);
        run(bytes, length);
        bytes[at] = kept;
        if (i % 4 == 0)
            run(bytes, at);
    }
}

static void run_file(const char *folder, const char *name)
{
    char path[1024];
    uint8_t *bytes = malloc(INPUT_MAX);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    KHD_FUZZ_HOLDS(bytes && f);
    size_t length = fread(bytes, 1, INPUT_MAX, f);
    fclose(f);
    run_changed(bytes, length);
    free(bytes);
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    struct dirent **names;
    int n = argc == 2 ? scandir(argv[1], &names, visible, alphasort) : -1;
    if (n <= 0) {
        fputs("usage: replay FOLDER (with at least one file)\n", stderr);
        return 2;
    }
    for (int i = 0; i < n; i++) {
        run_file(argv[1], names[i]->d_name);
        free(names[i]);
    }
    free(names);
    printf("%d files, %u inputs\n", n, runs);
    return 0;
}
