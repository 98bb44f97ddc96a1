/* fuzz_lexicon: a hostile lexicon pack is refused, or can be read to its end. */
#include "target.h"

#include "lexicon.h"

#include <string.h>

static const char *const names[] = {"means", "actors", "w"};

/* Every cell ends within the pack; every key finds its first row. */
static void read_table(const khd_table *table)
{
    size_t sum = 0;
    for (int32_t row = 0; (uint32_t)row < khd_table_rows(table); row++) {
        const char *key = khd_table_cell(table, row, 0);
        int32_t first = khd_table_find(table, key);
        KHD_FUZZ_HOLDS(first >= 0 && first <= row);
        KHD_FUZZ_HOLDS(!strcmp(khd_table_cell(table, first, 0), key));
        for (uint32_t column = 0; column < 70; column++)
            sum += strlen(khd_table_cell(table, row, column));
    }
    KHD_FUZZ_HOLDS(sum < SIZE_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    khd_lexicon *lexicon;
    khd_error error;
    if (khd_lexicon_open(khd_fuzz_file(bytes, length), &lexicon, &error) != KHD_OK) {
        KHD_FUZZ_HOLDS(lexicon == NULL && strlen(error.text) > 0);
        return 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        read_table(khd_lexicon_table(lexicon, names[i]));
    khd_lexicon_close(lexicon);
    return 0;
}
