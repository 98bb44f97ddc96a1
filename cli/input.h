/* input: files and standard input as a stream of reports to read: a plain text
 * is one, JSON Lines are one a line. Never holds more than one of them.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "khaldun.h"
#include "options.h"

/* One report to read, or why there is none. */
typedef struct {
    const char *name; /* the file's, as given */
    size_t line;      /* from 1; 0 for a plain text */
    char *bytes;      /* from malloc, owned by the item */
    size_t length;
    khd_error error; /* KHD_OK when there are bytes */
} input_item;

typedef struct input input;

/* NULL when there is no memory. `o` is borrowed. */
input *input_open(const options *o);
void input_close(input *in);
/* False at the end of all files. */
bool input_next(input *in, input_item *item);
/* "report.txt" or "reports.jsonl:12" for messages; writes at most n bytes. */
const char *input_item_name(const input_item *item, char *out, size_t n);

#endif
