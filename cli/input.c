/* input: see input.h. A file is opened when the one before is at its end. */
#include "input.h"

#include "fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct input {
    const options *o;
    size_t next_file;
    int file; /* -1 between files */
    const char *name;
    khd_intake *intake;
    uint64_t taken;   /* bytes of files that no item was given for yet */
    khd_store *store; /* knows visits; NULL */
    fetch *fetch;     /* opened with the first address */
    fetched page;     /* the address that is open */
    size_t page_at;
    bool is_page, mark; /* a mark is due */
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
    khd_intake_close(in->intake);
    in->intake = NULL;
    fetched_free(&in->page);
    if (in->file > STDERR_FILENO)
        close(in->file);
    in->file = -1;
}

void input_close(input *in)
{
    if (!in)
        return;
    close_file(in);
    fetch_close(in->fetch);
    free(in);
}

void input_visits(input *in, khd_store *store)
{
    in->store = store;
}

/* ---- items ------------------------------------------------------------------------- */

void input_item_free(input_item *item)
{
    free(item->bytes);
    free(item->own);
    *item = (input_item){0};
}

const char *input_item_name(const input_item *item, char *out, size_t n)
{
    const char *name = strcmp(item->name, "-") ? item->name : "standard input";
    const char *member = item->member ? item->member : "";
    if (item->line)
        snprintf(out, n, "%s%s:%zu", name, member, item->line);
    else
        snprintf(out, n, "%s%s", name, member);
    return out;
}

void input_item_tell(const input_item *item)
{
    char name[4096];
    const khd_error *error = &item->error;
    input_item_name(item, name, sizeof name);
    if (!error->status) {
        fprintf(stderr, "khaldun: %s: %s\n", name, item->note);
        return;
    }
    fprintf(stderr, "khaldun: %s: %s", name,
            error->text[0] ? error->text : khd_status_text(error->status));
    if (error->offset)
        fprintf(stderr, " (byte %zu)", error->offset);
    fputc('\n', stderr);
}

khd_input input_item_context(const input_item *item, const options *o)
{
    khd_input c = item->context;
    if (!c.id && strcmp(item->name, "-") != 0)
        c.id = item->name;
    c.title = o->title ? o->title : c.title;
    c.publisher = o->publisher ? o->publisher : c.publisher;
    c.published = o->published ? o->published : c.published;
    if (o->format == FORMAT_HTML || o->format == FORMAT_TEXT)
        c.form = o->format == FORMAT_HTML ? KHD_FORM_HTML : KHD_FORM_TEXT;
    return c;
}

khd_status input_item_read(khd_worker *worker, const input_item *item, khd_input context,
                           khd_report **report, khd_error *error)
{
    if (item->line)
        return khd_read_json(worker, item->bytes, item->length, report, error);
    context.text = item->bytes;
    context.length = item->length;
    return khd_read(worker, &context, report, error);
}

bool input_item_misused(const input_item *item, const options *o)
{
    bool several = item->line || (item->member && *item->member);
    return several && (o->title || o->published || o->publisher);
}

static void fail(input_item *item, khd_status status, const char *text)
{
    item->error = (khd_error){.status = status};
    snprintf(item->error.text, sizeof item->error.text, "%s", text);
}

/* Texts of an item on their way into its own memory: counted first, then copied. */
typedef struct {
    char *to;
    size_t n;
} packing;

static const char *pack(packing *p, const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    char *at = p->to ? p->to + p->n : NULL;
    p->n += n + m + 1;
    if (!at)
        return NULL;
    memcpy(at, a, n);
    memcpy(at + n, b, m + 1);
    return at;
}

static void pack_all(packing *p, const khd_item *from, input_item *to)
{
    const khd_input *c = &from->context;
    const struct {
        const char *from, **to;
    } texts[] = {{c->id, &to->context.id},
                 {c->title, &to->context.title},
                 {c->publisher, &to->context.publisher},
                 {c->published, &to->context.published},
                 {c->url, &to->context.url},
                 {c->language, &to->context.language},
                 {from->note, &to->note}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].from)
            *texts[i].to = pack(p, texts[i].from, "");
    to->member = pack(p, from->member, "");
    if (!c->id && *from->member && strcmp(to->name, "-") != 0)
        to->context.id = pack(p, to->name, from->member);
}

/* A copy of what the intake gave: it outlives the next call. */
static void take_item(const khd_item *from, input_item *to)
{
    packing p = {0};
    to->line = from->line;
    to->error = from->error;
    to->context.form = from->context.form;
    pack_all(&p, from, to);
    to->own = malloc(p.n);
    to->bytes = malloc(from->length + 1);
    if (!to->own || !to->bytes) {
        to->member = to->note = NULL;
        to->context = (khd_input){0};
        fail(to, KHD_NOMEM, khd_status_text(KHD_NOMEM));
        return;
    }
    p = (packing){.to = to->own};
    pack_all(&p, from, to);
    if (from->length)
        memcpy(to->bytes, from->bytes, from->length);
    to->bytes[from->length] = 0;
    to->length = from->length;
}

/* ---- files ----------------------------------------------------------------------------- */

static int64_t read_file(void *with, char *out, size_t n, khd_error *error)
{
    input *in = with;
    ssize_t got;
    do
        got = read(in->file, out, n);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        *error = (khd_error){.status = KHD_IO};
        snprintf(error->text, sizeof error->text, "%s", strerror(errno));
    }
    in->taken += got > 0 ? (uint64_t)got : 0;
    return got;
}

static int seek_file(void *with, uint64_t to)
{
    input *in = with;
    return to <= INT64_MAX && lseek(in->file, (off_t)to, SEEK_SET) == (off_t)to;
}

static void open_intake(input *in, const khd_bytes *source, input_item *item)
{
    khd_intake_plan plan = {.form = in->o->format == FORMAT_HTML   ? KHD_FORM_HTML
                                    : in->o->format == FORMAT_TEXT ? KHD_FORM_TEXT
                                                                   : KHD_FORM_AUTO,
                            .lines = in->o->format == FORMAT_JSONL};
    khd_error error = {0};
    if (khd_intake_open(source, &plan, &in->intake, &error))
        item->error = error;
}

static void open_file(input *in, input_item *item)
{
    in->file = strcmp(in->name, "-") ? open(in->name, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    struct stat about;
    if (in->file < 0 || fstat(in->file, &about)) {
        fail(item, KHD_IO, strerror(errno));
        return;
    }
    if (S_ISDIR(about.st_mode)) {
        fail(item, KHD_INPUT, "is a folder: give the files in it");
        return;
    }
    khd_bytes source = {.read = read_file, .with = in};
    if (S_ISREG(about.st_mode) && in->file != STDIN_FILENO) {
        source.seek = seek_file;
        source.size = about.st_size > 0 ? (uint64_t)about.st_size : 0;
    }
    open_intake(in, &source, item);
}

/* ---- addresses ------------------------------------------------------------------------ */

static int64_t read_page(void *with, char *out, size_t n, khd_error *error)
{
    input *in = with;
    (void)error;
    size_t left = in->page.length - in->page_at, now = n < left ? n : left;
    if (now)
        memcpy(out, in->page.bytes + in->page_at, now);
    in->page_at += now;
    return (int64_t)now;
}

static int seek_page(void *with, uint64_t to)
{
    input *in = with;
    if (to > in->page.length)
        return 0;
    in->page_at = (size_t)to;
    return 1;
}

static void open_page(input *in, input_item *item)
{
    khd_visit before = {0};
    if (!in->fetch)
        in->fetch = fetch_open(in->o);
    if (!in->fetch) {
        fail(item, KHD_NOMEM, khd_status_text(KHD_NOMEM));
        return;
    }
    if (in->store && khd_store_visit_find(in->store, in->name, &before, &item->error))
        return;
    if (!fetch_get(in->fetch, in->name, &before, &in->page, &item->error))
        return;
    in->page_at = 0;
    khd_bytes source = {
        .read = read_page, .seek = seek_page, .size = in->page.length, .with = in};
    open_intake(in, &source, item);
    in->mark = in->store && !item->error.status;
}

/* Behind the last item of an address. */
static void give_mark(input *in, input_item *item)
{
    in->mark = false;
    item->mark = true;
    item->note = in->page.unchanged ? "has not changed since it was read last" : NULL;
    item->own = malloc(sizeof in->page.visit);
    if (item->own)
        memcpy(item->own, &in->page.visit, sizeof in->page.visit);
}

static bool open_next(input *in, input_item *item)
{
    in->name = in->o->files[in->next_file++];
    item->name = in->name;
    in->is_page = fetch_is_address(in->name);
    if (in->is_page)
        open_page(in, item);
    else
        open_file(in, item);
    if (item->error.status)
        close_file(in);
    return !item->error.status;
}

bool input_next(input *in, input_item *item)
{
    for (;;) {
        *item = (input_item){0};
        if (!in->intake && in->next_file == in->o->file_count)
            return false;
        if (!in->intake && !open_next(in, item))
            return true;
        khd_item found;
        item->name = in->name;
        if (!in->page.unchanged && khd_intake_next(in->intake, &found)) {
            if (in->is_page && !found.context.url && !*found.member)
                found.context.url = in->page.url;
            take_item(&found, item);
            item->taken = in->taken;
            in->taken = 0;
            return true;
        }
        if (in->mark)
            give_mark(in, item);
        close_file(in);
        if (item->mark)
            return true;
    }
}
