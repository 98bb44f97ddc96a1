/* table: reading the .tsv tables of data/ in the tools that pack them. Every fault
 * ends the program with file and line. For tools only.
 */
#ifndef KHD_TOOLS_TABLE_H
#define KHD_TOOLS_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum { TABLE_COLUMNS = 10 };

/* Prints file, line and the message, ends the program. */
_Noreturn void table_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Room for one more item of a growing array. */
void *table_grow(void *v, size_t n, size_t *cap, size_t size);
/* Calls `row` for every row after the line of column names; missing cells are "".
 * A name that ends in .zst is unpacked first. */
void table_read(const char *folder, const char *name, void (*row)(char **cells));

/* Digits at *p, at most nine; *p moves behind them. */
uint32_t table_digits(const char **p);
/* A whole cell of digits. */
uint32_t table_count(const char *text);
/* "-12.34567" in 1/10000 degree, at most `limit` degrees. */
int32_t table_degrees(const char *text, int32_t limit);

#endif
