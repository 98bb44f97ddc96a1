/* tablecheck: what is wrong in the tables of data/ beyond their form: rows that stand
 * twice, rows that contradict each other, keys that no text can spell because the
 * tokeniser or a normal form changes them, values that code does not know, dates that
 * cannot be, ids and parents that stand nowhere. What is asked of each table stands in
 * tablecheck_rules.c; a table that is not named there is checked for its form and for
 * rows that stand twice.
 */
#ifndef KHD_TABLECHECK_H
#define KHD_TABLECHECK_H

#include "lexicon.h"
#include "tsv.h"

/* Checks `n` tables together; `lexicon` has the tables that the tokeniser reads. The
 * findings are in the order of the files' names and lines. The arena's exit is set. */
khd_findings khd_tablecheck_run(khd_arena *arena, const khd_lexicon *lexicon,
                                const khd_tsv_text *texts, uint32_t n);

#endif
