/* target: what the fuzz targets share. See target.h. */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void khd_fuzz_holds(int holds, const char *condition)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", condition);
    abort();
}

static char path[] = "/tmp/khaldun-fuzz-XXXXXX";

static void drop_file(void)
{
    unlink(path);
}

const char *khd_fuzz_file(const uint8_t *bytes, size_t length)
{
    static int fd = -1;
    if (fd < 0) {
        fd = mkstemp(path);
        KHD_FUZZ_HOLDS(fd >= 0);
        atexit(drop_file);
    }
    KHD_FUZZ_HOLDS(ftruncate(fd, 0) == 0);
    KHD_FUZZ_HOLDS(pwrite(fd, bytes, length, 0) == (ssize_t)length);
    return path;
}

static khd_engine *engine;
static khd_worker *worker;

static void drop_worker(void)
{
    khd_worker_free(worker);
    khd_engine_close(engine);
}

khd_worker *khd_fuzz_worker(void)
{
    if (worker)
        return worker;
    const char *folder = getenv("KHALDUN_DATA");
    khd_error error = {.text = "KHALDUN_DATA names no folder"};
    if (!folder || khd_engine_open(folder, &engine, &error) != KHD_OK ||
        khd_worker_new(engine, &worker, &error) != KHD_OK) {
        fprintf(stderr, "%s\n", error.text);
        exit(2);
    }
    khd_worker_thorough(worker, 1); /* texts without conflict go through every stage too */
    atexit(drop_worker);
    return worker;
}

void khd_fuzz_write(khd_report *report)
{
    static const khd_format formats[] = {KHD_WRITE_JSON, KHD_WRITE_ANNOTATIONS, KHD_WRITE_CONLLU,
                                         KHD_WRITE_TEXT, KHD_WRITE_COLOUR};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *out;
        size_t length;
        khd_status status = khd_report_write(report, formats[i], &out, &length, NULL);
        KHD_FUZZ_HOLDS(status == KHD_OK);
        KHD_FUZZ_HOLDS(strlen(out) == length);
        khd_free(out);
    }
    khd_report_free(report);
}
