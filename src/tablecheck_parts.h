/* tablecheck_parts: shared by the files of tablecheck. */
#ifndef KHD_TABLECHECK_PARTS_H
#define KHD_TABLECHECK_PARTS_H

#include "tablecheck.h"

enum { KHD_TABLES_MAX = 256 };

/* How the keys of a table are looked up. */
enum khd_keys {
    KHD_KEYS_FREE,   /* by other means than the words of a text */
    KHD_KEYS_WORDS,  /* spelled by tokens */
    KHD_KEYS_WORD,   /* by one token */
    KHD_KEYS_PLAIN,  /* by the plain form of names */
    KHD_KEYS_DEBRIS, /* by the words of a line between blanks */
    KHD_KEYS_PLACES  /* by the forms of place names, in any case */
};

/* What is asked of a table. Columns are bits: 2 is column 1. */
typedef struct {
    const char *table;
    uint8_t keys;    /* enum khd_keys */
    uint8_t longest; /* words of a key that are looked at, 0 any */
    uint32_t apart;  /* rows of one key are two entries when these columns differ */
} khd_table_rule;

/* What the cells of a column may be: a name of a set ("country", "number" ...), or the
 * words themselves, parted by "|"; an empty word allows an empty cell. */
typedef struct {
    const char *table;
    uint8_t column;
    const char *values;
} khd_column_rule;

typedef struct {
    khd_arena *arena;
    const khd_lexicon *lexicon;
    khd_tsv tables[KHD_TABLES_MAX];
    uint32_t count;
    khd_findings findings;
} khd_tablecheck;

/* The rule of a table; one that asks nothing when it has none. */
khd_table_rule khd_tablecheck_rule(const char *table);
/* Rules of columns, ended by one without a table. */
extern const khd_column_rule khd_tablecheck_columns[];

/* The table of a name, NULL when it is not there. */
const khd_tsv *khd_tablecheck_table(const khd_tablecheck *c, const char *name);
void khd_tablecheck_find(khd_tablecheck *c, const khd_tsv *t, uint32_t row, khd_finding finding);
const char *khd_tablecheck_cell(const khd_tsv *t, uint32_t row, uint32_t column);

/* Keys that no text can spell. */
void khd_tablecheck_keys(khd_tablecheck *c, const khd_tsv *t, const khd_table_rule *rule);
/* Cells that name nothing that code or the other tables know. */
void khd_tablecheck_values(khd_tablecheck *c);
/* Dates, parents and ambiguous names of the actors. */
void khd_tablecheck_actors(khd_tablecheck *c);

#endif
