/* lexicon: the plain tables of data/, packed into one mapped file, behind one
 * lookup.
 *
 * A table is a .tsv file: `#` lines tell origin and licence, the first other
 * line names the columns, column 0 is the key: words in lower case separated by
 * single blanks. tools/pack_lexicon.c packs all tables of data/ (layout there).
 * The pack is mapped read-only and shared by all threads.
 */
#ifndef KHD_LEXICON_H
#define KHD_LEXICON_H

#include "doc.h"
#include "khaldun.h"

typedef struct khd_lexicon khd_lexicon;
typedef struct khd_table khd_table;

/* Opens and checks a pack. *out is NULL on error. */
khd_status khd_lexicon_open(const char *path, khd_lexicon **out, khd_error *error);
void khd_lexicon_close(khd_lexicon *lexicon);

/* The table of data/<name>.tsv. Never NULL: a name that the pack lacks gives an
 * empty table. */
const khd_table *khd_lexicon_table(const khd_lexicon *lexicon, const char *name);

/* The line of data/<name>.tsv at which a row of that table stands; 0 unknown. */
uint32_t khd_lexicon_line(const khd_lexicon *lexicon, const char *name, int32_t row);

uint32_t khd_table_rows(const khd_table *table);
/* First row whose key is `key`, or KHD_NOTHING. Rows of one key are adjacent, in
 * the order of the file. */
int32_t khd_table_find(const khd_table *table, const char *key);
/* Cell of a row; "" when the row or the column is not there. */
const char *khd_table_cell(const khd_table *table, int32_t row, uint32_t column);
/* The longest key that the tokens from `first` on spell, as lower-cased forms or
 * as lemmas (word by word), not past `end`. Gives the number of tokens, 0 for
 * none, and the row. */
uint32_t khd_table_match(const khd_table *table, const khd_doc *doc, uint32_t first, uint32_t end,
                         int32_t *row);

#endif
