/* abbreviation: see abbreviation.h. */
#include "abbreviation.h"

#include "utf8.h"

#include <string.h>

enum { LONGEST = 16 }; /* bytes of the longest row with its stop, and a NUL */

static khd_abbreviation kind_of(const char *cell)
{
    static const struct {
        const char *name;
        khd_abbreviation kind;
    } kinds[] = {{"title", KHD_ABBREVIATION_TITLE},   {"inner", KHD_ABBREVIATION_INNER},
                 {"number", KHD_ABBREVIATION_NUMBER}, {"date", KHD_ABBREVIATION_DATE},
                 {"tail", KHD_ABBREVIATION_TAIL},     {"region", KHD_ABBREVIATION_REGION}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(cell, kinds[i].name))
            return kinds[i].kind;
    return KHD_ABBREVIATION_NONE;
}

/* True when the last thing before `at` on its line is a comma. */
static bool after_comma(const char *text, uint32_t at)
{
    while (at && text[at - 1] == ' ')
        at--;
    return at && text[at - 1] == ',';
}

/* "U.S.", "a.k.a.", "Ph.D.": groups of one letter, or two once, each with a stop. */
static bool is_acronym(const char *word, size_t n)
{
    size_t groups = 0, letters = 0, longest = 0;
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '.') {
            if (!letters)
                return false;
            groups++;
            longest = letters > longest ? letters : longest;
            letters = 0;
        } else if (khd_utf8_class((unsigned char)word[i]) & KHD_CHAR_LETTER) {
            letters++;
        } else {
            return false;
        }
    }
    return groups >= 2 && (longest == 1 || (longest == 2 && n == 5));
}

khd_abbreviation khd_abbreviation_find(const khd_table *table, const char *text, khd_span word)
{
    size_t n = word.end - word.begin;
    const char *w = text + word.begin;
    unsigned first = khd_utf8_class_at(w, n);
    uint32_t code;
    if (n >= 2 && (first & KHD_CHAR_UPPER) && khd_utf8_read(w, n, &code) == n - 1)
        return KHD_ABBREVIATION_INITIAL;
    if (n < 2 || n >= LONGEST)
        return KHD_ABBREVIATION_NONE;
    char key[LONGEST];
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)w[i] >= 0x80)
            return KHD_ABBREVIATION_NONE;
        key[i] = (char)khd_utf8_lower((unsigned char)w[i]);
    }
    key[n] = 0;
    int32_t row = khd_table_find(table, key);
    khd_abbreviation kind =
        row == KHD_NOTHING ? KHD_ABBREVIATION_NONE : kind_of(khd_table_cell(table, row, 1));
    if (kind == KHD_ABBREVIATION_DATE && !(first & KHD_CHAR_UPPER))
        return KHD_ABBREVIATION_NONE;
    if (kind == KHD_ABBREVIATION_REGION && !after_comma(text, word.begin))
        kind = KHD_ABBREVIATION_NONE;
    if (kind == KHD_ABBREVIATION_NONE && is_acronym(w, n))
        return KHD_ABBREVIATION_ACRONYM;
    return kind;
}
