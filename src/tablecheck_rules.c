/* tablecheck, the rules: which table is looked up how, and what its columns hold.
 * A new table gets a row here. */
#include "tablecheck_parts.h"

#include <string.h>

enum { C1 = 1 << 1, C2 = 1 << 2, C3 = 1 << 3, C4 = 1 << 4, C5 = 1 << 5, C6 = 1 << 6 };

static const khd_table_rule rules[] = {
    {"actor_nouns", KHD_KEYS_WORDS, 0, 0},
    {"actors", KHD_KEYS_PLAIN, 20, C1 | C5 | C6},
    {"countries", KHD_KEYS_FREE, 0, 0},
    {"country_words", KHD_KEYS_PLAIN, 8, 0},
    {"date_words", KHD_KEYS_WORDS, 0, C1},
    {"debris", KHD_KEYS_DEBRIS, 6, C2},
    {"disasters", KHD_KEYS_WORDS, 0, 0},
    {"glance", KHD_KEYS_FREE, 0, C1},
    {"harm", KHD_KEYS_WORDS, 0, C1 | C3 | C4},
    {"harmless_objects", KHD_KEYS_WORD, 1, 0},
    {"idle_triggers", KHD_KEYS_WORD, 1, 0},
    {"means", KHD_KEYS_WORDS, 0, 0},
    {"number_words", KHD_KEYS_WORDS, 0, 0},
    {"other_news", KHD_KEYS_WORDS, 0, 0},
    {"page_words", KHD_KEYS_FREE, 0, C1 | C2},
    {"place_stop", KHD_KEYS_WORD, 1, 0},
    {"place_words", KHD_KEYS_WORDS, 0, C1},
    {"places_spellings", KHD_KEYS_PLACES, 0, C1 | C2},
    {"places_supplement", KHD_KEYS_PLACES, 0, C1 | C2 | C3},
    {"qualifiers", KHD_KEYS_WORDS, 0, C2},
    {"reporting", KHD_KEYS_WORDS, 0, C1},
    {"roles", KHD_KEYS_WORDS, 0, 0},
    {"settings", KHD_KEYS_WORDS, 0, 0},
    {"sources", KHD_KEYS_WORDS, 0, C1},
    {"targets", KHD_KEYS_WORDS, 0, 0},
    {"triggers", KHD_KEYS_WORDS, 0, 0},
    {"units", KHD_KEYS_WORDS, 0, C1},
    {"vague_numbers", KHD_KEYS_WORDS, 0, 0},
    {"victims", KHD_KEYS_WORDS, 0, 0},
};

const khd_column_rule khd_tablecheck_columns[] = {
    {"actor_nouns", 1, "forces|people|fighters|asset|person|state|attacker|group|protest|riot"},
    {"actor_nouns", 2, "actor kind"},
    {"actors", 3, "actor kind"},
    {"actors", 5, "country or none"},
    {"actors", 9, "|country"},
    {"codes", 0, "class"},
    {"country_words", 1, "country"},
    {"country_words", 2, "name|adjective|people|capital|shared capital"},
    {"glance", 1, "word|stem|table|setting"},
    {"glance", 2, "number"},
    {"harm", 1, "verb|noun|adj"},
    {"harm", 2, "harm"},
    {"means", 2, "class or none"},
    {"page_words", 1, "unlikely|maybe|good|bad|byline|share|caption|unseen|date"},
    {"page_words", 2, "part|word"},
    {"place_words", 2, "after|before|both"},
    {"places_spellings", 1, "place kind"},
    {"places_spellings", 2, "country or none"},
    {"places_supplement", 1, "place kind"},
    {"places_supplement", 2, "country or none"},
    {"publisher_countries", 1, "country"},
    {"qualifiers", 2, "before|after"},
    {"settings", 1, "group"},
    {"sources", 1, "name|noun|role"},
    {"sources", 2, "source kind"},
    {"triggers", 1, "class or none"},
    {"victims", 1, "group"},
    {0},
};

khd_table_rule khd_tablecheck_rule(const char *table)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!strcmp(rules[i].table, table))
            return rules[i];
    return (khd_table_rule){table, KHD_KEYS_FREE, 0, UINT32_MAX};
}
