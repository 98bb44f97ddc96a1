/* input: files, addresses and standard input as a row of reports to read, by the
 * library's intake: a plain text is one, JSON Lines, archives, feeds and crawls are many.
 * Never holds more than one of them.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "khaldun.h"
#include "options.h"

/* One report to read, or why there is none. */
typedef struct {
    const char *name;   /* the file's or address's, as given */
    const char *member; /* where in it: as in khd_item; NULL or "" for itself */
    size_t line;        /* from 1; 0 for a text */
    char *bytes;        /* from malloc, owned by the item */
    size_t length;
    uint64_t taken;    /* bytes of the file that were read since the item before */
    khd_input context; /* what the source tells of it */
    const char *note;  /* NULL, or what is wrong with it */
    char *own;         /* the memory of member, context and note */
    khd_error error;   /* KHD_OK when there are bytes */
    bool mark;         /* no report: the end of an address, with its visit in `own` */
} input_item;

typedef struct input input;

/* NULL when there is no memory. `o` is borrowed. */
input *input_open(const options *o);
void input_close(input *in);
/* Addresses are asked only for what changed since the visit that `store` knows, and a
 * mark is given behind their items. */
void input_visits(input *in, khd_store *store);
/* False at the end of all files. */
bool input_next(input *in, input_item *item);
void input_item_free(input_item *item);
/* "report.txt", "reports.jsonl:12", "pages.zip!a/b.html" for messages; writes at most n
 * bytes. */
const char *input_item_name(const input_item *item, char *out, size_t n);
/* What is told beside a text: by the options, else by the source. */
khd_input input_item_context(const input_item *item, const options *o);
/* Reads the item: a JSON line by what stands in it, a text with `context` beside it. */
khd_status input_item_read(khd_worker *worker, const input_item *item, khd_input context,
                           khd_report **report, khd_error *error);
/* True when options of a single text are given for what is one of several. */
bool input_item_misused(const input_item *item, const options *o);
/* Says on stderr what is wrong with an item that cannot be read, or its note. */
void input_item_tell(const input_item *item);

#endif
