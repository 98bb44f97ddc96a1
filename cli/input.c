/* input: see input.h. A window slides over the file; its first bytes tell the
 * kind, a line or the whole text is then copied out of it.
 */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

/* A line that cannot be a report whatever it holds: a text at its ceiling with
 * every byte escaped, and some. */
#define LINE_MOST (KHD_TEXT_CEILING * 6 + ((size_t)1 << 20))

struct input {
    const options *o;
    size_t next_file;
    int file;    /* -1 between files */
    int trouble; /* errno of the last read, 0 for none */
    const char *name;
    khd_kind kind;
    size_t line;
    char *window; /* bytes begin..end are read and not given out */
    size_t begin, end, cap;
    bool at_end;
};

input *input_open(const options *o)
{
    input *in = calloc(1, sizeof *in);
    if (in) {
        in->o = o;
        in->file = -1;
    }
    return in;
}

static void close_file(input *in)
{
    if (in->file > STDERR_FILENO)
        close(in->file);
    in->file = -1;
}

void input_close(input *in)
{
    if (!in)
        return;
    close_file(in);
    free(in->window);
    free(in);
}

const char *input_item_name(const input_item *item, char *out, size_t n)
{
    const char *name = strcmp(item->name, "-") ? item->name : "standard input";
    if (item->line)
        snprintf(out, n, "%s:%zu", name, item->line);
    else
        snprintf(out, n, "%s", name);
    return out;
}

static void fail(input_item *item, khd_status status, const char *text)
{
    item->error.status = status;
    snprintf(item->error.text, sizeof item->error.text, "%s", text);
}

/* ---- the window ---------------------------------------------------------------- */

/* Reads what there is, a block at most, behind the window: a pipe's lines are
 * answered as they come. False without memory. */
static bool grow_window(input *in)
{
    if (in->begin && in->begin == in->end)
        in->begin = in->end = 0;
    if (in->begin && in->cap - in->end < BLOCK && in->begin >= in->end - in->begin) {
        memmove(in->window, in->window + in->begin, in->end - in->begin);
        in->end -= in->begin;
        in->begin = 0;
    }
    if (in->cap - in->end < BLOCK) {
        size_t cap = in->cap ? in->cap * 2 : 2 * BLOCK;
        char *window = realloc(in->window, cap);
        if (!window)
            return false;
        in->window = window;
        in->cap = cap;
    }
    ssize_t got;
    do
        got = read(in->file, in->window + in->end, BLOCK);
    while (got < 0 && errno == EINTR);
    in->trouble = got < 0 ? errno : 0;
    in->at_end = got <= 0;
    in->end += got > 0 ? (size_t)got : 0;
    return true;
}

/* Gives the first n bytes of the window to the item; they are gone without memory
 * too, so that the next call goes on behind them. */
static void hand_out(input *in, size_t n, input_item *item)
{
    const char *from = in->window + in->begin;
    in->begin += n;
    item->bytes = malloc(n + 1);
    if (!item->bytes) {
        fail(item, KHD_NOMEM, khd_status_text(KHD_NOMEM));
        return;
    }
    memcpy(item->bytes, from, n);
    item->bytes[n] = 0;
    item->length = n;
}

/* ---- files, lines, texts --------------------------------------------------------- */

static bool open_file(input *in, input_item *item)
{
    in->name = in->o->files[in->next_file++];
    item->name = in->name;
    in->begin = in->end = in->line = 0;
    in->at_end = false;
    in->file = strcmp(in->name, "-") ? open(in->name, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    struct stat about;
    if (in->file < 0)
        fail(item, KHD_IO, strerror(errno));
    else if (!fstat(in->file, &about) && S_ISDIR(about.st_mode))
        fail(item, KHD_INPUT, "is a folder: give the files in it");
    else if (!grow_window(in))
        fail(item, KHD_NOMEM, khd_status_text(KHD_NOMEM));
    else if (in->trouble)
        fail(item, KHD_IO, strerror(in->trouble));
    if (item->error.status) {
        close_file(in);
        return false;
    }
    in->kind = in->o->format == FORMAT_JSONL  ? KHD_KIND_JSON_LINES
               : in->o->format == FORMAT_TEXT ? KHD_KIND_TEXT
                                              : khd_kind_find(in->window, in->end);
    if (in->kind == KHD_KIND_JSON_LINES && in->end >= 3 && !memcmp(in->window, "\xEF\xBB\xBF", 3))
        in->begin = 3;
    return true;
}

/* Throws away the rest of a line that is too long. */
static void skip_line(input *in)
{
    for (;;) {
        char *newline = memchr(in->window + in->begin, '\n', in->end - in->begin);
        if (newline) {
            in->begin = (size_t)(newline - in->window) + 1;
            return;
        }
        in->begin = in->end;
        if (in->at_end || !grow_window(in))
            return;
    }
}

/* False at the end of the file. */
static bool next_line(input *in, input_item *item)
{
    size_t searched = 0;
    for (;;) {
        char *from = in->window + in->begin;
        size_t have = in->end - in->begin;
        char *newline = have > searched ? memchr(from + searched, '\n', have - searched) : NULL;
        if (newline || (in->at_end && have)) {
            item->line = ++in->line;
            hand_out(in, newline ? (size_t)(newline - from) : have, item);
            in->begin += newline != NULL;
            return true;
        }
        if (in->at_end && in->trouble) {
            fail(item, KHD_IO, strerror(in->trouble));
            in->trouble = 0;
            return true;
        }
        if (in->at_end)
            return false;
        searched = have;
        bool large = have > LINE_MOST;
        if (large || !grow_window(in)) {
            item->line = ++in->line;
            fail(item, large ? KHD_TOO_LARGE : KHD_NOMEM,
                 large ? "the line is larger than the ceiling" : khd_status_text(KHD_NOMEM));
            skip_line(in);
            return true;
        }
    }
}

static void whole_text(input *in, input_item *item)
{
    while (!in->at_end && in->end - in->begin <= KHD_TEXT_CEILING)
        if (!grow_window(in)) {
            fail(item, KHD_NOMEM, khd_status_text(KHD_NOMEM));
            return;
        }
    if (in->end - in->begin > KHD_TEXT_CEILING)
        fail(item, KHD_TOO_LARGE, "the text is larger than the ceiling of 8 MiB");
    else if (in->trouble)
        fail(item, KHD_IO, strerror(in->trouble));
    else
        hand_out(in, in->end - in->begin, item);
}

bool input_next(input *in, input_item *item)
{
    *item = (input_item){0};
    for (;;) {
        if (in->file < 0) {
            if (in->next_file == in->o->file_count)
                return false;
            if (!open_file(in, item))
                return true;
        }
        item->name = in->name;
        if (in->kind == KHD_KIND_TEXT) {
            whole_text(in, item);
            close_file(in);
            return true;
        }
        if (next_line(in, item))
            return true;
        close_file(in);
    }
}
