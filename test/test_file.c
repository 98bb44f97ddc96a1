/* file: mapping and reading, with files that are empty, missing or too large. */
#include "file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A new file with these bytes, by name; unlinked by the caller. */
static void make_file(char path[32], const char *bytes, size_t n)
{
    memcpy(path, "/tmp/khaldun-test-XXXXXX", 25);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "wb");
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void maps_the_bytes_of_a_file(void **state)
{
    (void)state;
    char path[32];
    make_file(path, "a\0b", 3);
    khd_file file;
    assert_int_equal(khd_file_map(path, &file, NULL), KHD_OK);
    assert_int_equal(file.length, 3);
    assert_memory_equal(file.bytes, "a\0b", 3);
    khd_file_unmap(&file);
    assert_null(file.bytes);
    khd_file_unmap(&file); /* twice is harmless */
    unlink(path);
}

static void maps_an_empty_file(void **state)
{
    (void)state;
    char path[32];
    make_file(path, "", 0);
    khd_file file;
    assert_int_equal(khd_file_map(path, &file, NULL), KHD_OK);
    assert_int_equal(file.length, 0);
    assert_string_equal(file.bytes, "");
    khd_file_unmap(&file);
    unlink(path);
}

static void names_what_cannot_be_mapped(void **state)
{
    (void)state;
    khd_file file;
    khd_error error;
    assert_int_equal(khd_file_map("/tmp/no/such/pack.khl", &file, &error), KHD_DATA);
    assert_non_null(strstr(error.text, "/tmp/no/such/pack.khl"));
    assert_null(file.bytes);
    assert_int_equal(khd_file_map("/tmp", &file, &error), KHD_DATA);
    assert_non_null(strstr(error.text, "no regular file"));
}

/* Reads `n` bytes with a ceiling. */
static khd_status read_bytes(size_t n, size_t ceiling, size_t *length, khd_error *error)
{
    char path[32];
    char *given = malloc(n + 1), *bytes;
    memset(given, 'k', n);
    make_file(path, given, n);
    FILE *f = fopen(path, "rb");
    khd_status status = khd_file_read(f, ceiling, &bytes, length, error);
    if (status == KHD_OK) {
        assert_int_equal(bytes[*length], '\0');
        assert_int_equal(strlen(bytes), n);
    } else {
        assert_null(bytes);
    }
    fclose(f);
    unlink(path);
    free(given);
    free(bytes);
    return status;
}

static void reads_up_to_the_ceiling(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 4094, 4095, 4096, 4097, 8191, 8192, 100000};
    khd_error error;
    size_t length;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        assert_int_equal(read_bytes(n, n, &length, &error), KHD_OK);
        assert_int_equal(length, n);
        assert_int_equal(read_bytes(n, SIZE_MAX, &length, &error), KHD_OK);
        if (n)
            assert_int_equal(read_bytes(n, n - 1, &length, &error), KHD_TOO_LARGE);
    }
    assert_int_equal(read_bytes(100, 10, &length, &error), KHD_TOO_LARGE);
    assert_string_equal(error.text, "input is larger than 10 bytes");
}

static void a_folder_cannot_be_read(void **state)
{
    (void)state;
    FILE *f = fopen("/tmp", "rb");
    assert_non_null(f);
    char *bytes;
    size_t length;
    assert_int_equal(khd_file_read(f, 100, &bytes, &length, NULL), KHD_IO);
    assert_null(bytes);
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_the_bytes_of_a_file),
        cmocka_unit_test(maps_an_empty_file),
        cmocka_unit_test(names_what_cannot_be_mapped),
        cmocka_unit_test(reads_up_to_the_ceiling),
        cmocka_unit_test(a_folder_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
