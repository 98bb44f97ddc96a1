/* intake: see intake.h. */
#include "intake.h"

#include "buffer.h"
#include "bundle.h"
#include "feed.h"
#include "ingest.h"
#include "status.h"
#include "warc.h"

#include <stdlib.h>
#include <string.h>

#define UNPACKED_MOST ((uint64_t)64 << 30)
enum { RATIO_MOST = 200, LOOK = 64 * 1024, FIRST_LOOK = 4096 };

typedef enum { NEW, PACKED, BUNDLE, CRAWL, FEED, LINES, TEXT } layer_kind;

typedef struct {
    layer_kind kind;
    khd_stream stream;
    khd_unpack *unpack; /* what the stream reads from, if packed */
    khd_bundle *bundle;
    khd_warc *warc;
    khd_feed *feed;
    size_t name;  /* bytes of the intake's name that name this layer */
    size_t line;  /* of LINES */
    size_t given; /* items, good or not */
} layer;

struct khd_intake {
    khd_bytes source;
    khd_intake_plan plan;
    khd_budget budget;
    uint64_t at; /* of the source */
    layer layers[KHD_INTAKE_DEPTH];
    size_t depth;
    khd_buffer name;
};

/* What a step of the uppermost layer came to. */
typedef enum { ITEM, AGAIN, END } outcome;

static int64_t read_source(void *with, char *out, size_t n, khd_error *error)
{
    khd_intake *in = with;
    int64_t got = in->source.read(in->source.with, out, n, error);
    in->at += got > 0 ? (uint64_t)got : 0;
    if (in->at > in->budget.packed)
        in->budget.packed = in->at;
    return got;
}

khd_status khd_intake_open(const khd_bytes *source, const khd_intake_plan *plan,
                           khd_intake **intake, khd_error *error)
{
    *intake = NULL;
    khd_intake *in = calloc(1, sizeof *in);
    if (!in)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    in->source = *source;
    in->plan = *plan;
    in->budget.most = plan->most ? plan->most : UNPACKED_MOST;
    in->budget.ratio = plan->ratio ? plan->ratio : RATIO_MOST;
    khd_stream_open(&in->layers[0].stream, read_source, in);
    in->depth = 1;
    *intake = in;
    return KHD_OK;
}

/* ---- layers -------------------------------------------------------------------------- */

static void pop(khd_intake *in)
{
    layer *l = &in->layers[--in->depth];
    khd_feed_free(l->feed);
    khd_warc_free(l->warc);
    khd_bundle_close(l->bundle);
    khd_stream_close(&l->stream);
    khd_unpack_free(l->unpack);
    *l = (layer){0};
}

void khd_intake_close(khd_intake *intake)
{
    if (!intake)
        return;
    while (intake->depth)
        pop(intake);
    khd_buffer_free(&intake->name);
    free(intake);
}

static outcome fail(khd_item *item, khd_status status, size_t offset, const char *text)
{
    khd_error_set(&item->error, status, offset, "%s", text);
    return ITEM;
}

/* A layer above the uppermost one, whose stream the caller opens; NULL when there are
 * too many. */
static layer *push(khd_intake *in, khd_item *item)
{
    if (in->depth == KHD_INTAKE_DEPTH) {
        fail(item, KHD_INPUT, 0, "archives are nested too deep: refused");
        return NULL;
    }
    layer *l = &in->layers[in->depth++];
    *l = (layer){.name = in->name.n};
    return l;
}

static void name_part(khd_intake *in, const layer *l, const char *mark, const char *part)
{
    in->name.n = l->name;
    khd_buffer_text(&in->name, mark);
    khd_buffer_text(&in->name, part);
}

static void name_number(khd_intake *in, const layer *l, const char *mark, uint64_t number)
{
    name_part(in, l, mark, "");
    khd_buffer_int(&in->name, (int64_t)number);
}

/* ---- what a layer is ----------------------------------------------------------------- */

/* Pictures and programs have NULs among their first bytes. Text in UTF-16 has them too:
 * with a mark at its start, or in about every second byte. (Nothing but NULs is a text
 * that could not be decoded.) */
static bool is_binary(const char *bytes, size_t length)
{
    size_t n = length < FIRST_LOOK ? length : FIRST_LOOK, nuls[2] = {0, 0};
    if (n >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2)))
        return false;
    for (size_t i = 0; i < n; i++)
        nuls[i & 1] += !bytes[i];
    size_t all = nuls[0] + nuls[1], less = nuls[0] < nuls[1] ? nuls[0] : nuls[1];
    return all && all != n && (all * 10 < n * 3 || less * 10 > all);
}

/* Why bytes of a form that is known are not read; NULL when they may be. */
static const char *refuse(const char *bytes, size_t n)
{
    static const struct {
        const char *magic, *text;
    } known[] = {{"%PDF-", "is a PDF, which is not read: give its text"},
                 {"BZh", "is packed with bzip2, which is not read"},
                 {"\xFD" "7zXZ", "is packed with xz, which is not read"},
                 {"7z\xBC\xAF", "is a 7z archive, which is not read"},
                 {"Rar!", "is a RAR archive, which is not read"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t size = strlen(known[i].magic);
        if (n > size && !memcmp(bytes, known[i].magic, size))
            return known[i].text;
    }
    return is_binary(bytes, n) ? "is no text" : NULL;
}

/* Enough to tell by. Lines that come one by one are told by the first; of a WARC nothing
 * is read ahead, so that each record is known by its member. */
static size_t look(khd_stream *s)
{
    if (!khd_stream_have(s))
        khd_stream_more(s);
    size_t have = khd_stream_have(s);
    if (!have || (*khd_stream_here(s) != '{' && !khd_warc_find(khd_stream_here(s), have)))
        khd_stream_peek(s, FIRST_LOOK);
    have = khd_stream_have(s);
    return have < LOOK ? have : LOOK;
}

static outcome open_packed(khd_intake *in, layer *l, khd_packed packed, khd_item *item)
{
    layer *above = push(in, item);
    if (!above)
        return l->kind = PACKED, ITEM;
    above->name = l->name;
    above->unpack = khd_unpack_new(&l->stream, packed, &in->budget);
    khd_stream_open(&above->stream, khd_unpack_read, above->unpack);
    l->kind = PACKED;
    if (above->unpack)
        return AGAIN;
    pop(in);
    return fail(item, KHD_NOMEM, 0, "out of memory");
}

static outcome open_bundle(khd_intake *in, layer *l, khd_item *item)
{
    const khd_bytes *source = in->depth == 1 && in->source.seek ? &in->source : NULL;
    khd_error error = {0};
    l->kind = BUNDLE;
    l->bundle = khd_bundle_open(&l->stream, source, &in->budget, &error);
    if (l->bundle)
        return AGAIN;
    item->error = error;
    return ITEM;
}

static layer_kind find_kind(const khd_intake *in, const layer *l, size_t have)
{
    const char *bytes = khd_stream_here(&l->stream);
    if (in->plan.lines)
        return LINES;
    if (in->plan.form != KHD_FORM_AUTO)
        return TEXT;
    if (khd_warc_find(bytes, have))
        return CRAWL;
    if (khd_feed_find(bytes, have))
        return FEED;
    return khd_kind_find(bytes, have) == KHD_KIND_JSON_LINES ? LINES : TEXT;
}

static outcome open_layer(khd_intake *in, layer *l, khd_item *item)
{
    size_t have = look(&l->stream);
    const char *bytes = have ? khd_stream_here(&l->stream) : "";
    khd_packed packed = khd_packed_find(bytes, have);
    if (packed)
        return open_packed(in, l, packed, item);
    if (khd_bundle_find(bytes, have))
        return open_bundle(in, l, item);
    l->kind = find_kind(in, l, have);
    if (l->kind == CRAWL)
        l->warc = khd_warc_new(&l->stream, l->unpack, &in->budget);
    else if (l->kind == FEED)
        l->feed = khd_feed_new(&l->stream);
    if ((l->kind == CRAWL && !l->warc) || (l->kind == FEED && !l->feed)) {
        l->kind = PACKED; /* nothing more is asked of it */
        return fail(item, KHD_NOMEM, 0, "out of memory");
    }
    bool marked = have >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3);
    if (l->kind == LINES && marked)
        khd_stream_skip(&l->stream, 3);
    return AGAIN;
}

/* ---- a text -------------------------------------------------------------------------- */

static outcome take_text(khd_intake *in, layer *l, khd_item *item)
{
    if (l->given++)
        return END;
    khd_stream *s = &l->stream;
    const char *why = NULL;
    if (in->plan.form == KHD_FORM_AUTO)
        why = refuse(khd_stream_have(s) ? khd_stream_here(s) : "", khd_stream_have(s));
    if (why)
        return fail(item, KHD_INPUT, 0, why);
    size_t n = khd_stream_peek(s, KHD_TEXT_CEILING + 1);
    if (s->error.status) {
        item->error = s->error;
        return ITEM;
    }
    if (n > KHD_TEXT_CEILING)
        return fail(item, KHD_TOO_LARGE, 0, "the text is larger than the ceiling of 8 MiB");
    item->bytes = n ? khd_stream_here(s) : "";
    item->length = n;
    item->context.form = in->plan.form;
    return ITEM;
}

/* ---- lines --------------------------------------------------------------------------- */

/* Bytes of the next line with its end; 0 when there is none or it has no end yet and is
 * above the ceiling (*large). */
static size_t find_line(khd_stream *s, bool *large)
{
    size_t searched = 0;
    for (;;) {
        size_t have = khd_stream_have(s);
        const char *here = khd_stream_here(s);
        const char *newline =
            have > searched ? memchr(here + searched, '\n', have - searched) : NULL;
        if (newline)
            return (size_t)(newline - here) + 1;
        *large = have > KHD_LINE_CEILING;
        if (*large)
            return 0;
        searched = have;
        if (!khd_stream_more(s))
            return have;
    }
}

static void skip_line(khd_stream *s)
{
    while (khd_stream_have(s) || khd_stream_more(s)) {
        const char *here = khd_stream_here(s), *newline = memchr(here, '\n', khd_stream_have(s));
        khd_stream_skip(s, newline ? (size_t)(newline - here) + 1 : khd_stream_have(s));
        if (newline)
            return;
    }
}

/* The line before is skipped first: its bytes were the caller's until now. */
static outcome take_line(layer *l, khd_item *item)
{
    khd_stream *s = &l->stream;
    khd_stream_skip(s, l->given);
    l->given = 0;
    bool large = false;
    size_t n = find_line(s, &large);
    khd_error trouble = s->error;
    if (large || (n && !trouble.status))
        item->line = ++l->line;
    if (large) {
        skip_line(s);
        return fail(item, KHD_TOO_LARGE, 0, "the line is larger than the ceiling");
    }
    if (trouble.status) {
        item->error = trouble;
        khd_stream_skip(s, n);
        s->error = (khd_error){0};
        return ITEM;
    }
    if (!n)
        return END;
    item->bytes = khd_stream_here(s);
    item->length = n - (item->bytes[n - 1] == '\n');
    l->given = n;
    return ITEM;
}

/* ---- members, records, entries ------------------------------------------------------- */

static outcome take_member(khd_intake *in, layer *l, khd_item *item)
{
    khd_bundle_member member;
    if (!l->bundle || !khd_bundle_next(l->bundle, &member)) {
        if (!l->bundle || l->given++)
            return END;
        return fail(item, KHD_INPUT, 0, "the archive holds no file to read");
    }
    l->given++;
    name_part(in, l, *member.name ? "!" : "", member.name);
    if (member.error.status) {
        item->error = member.error;
        return ITEM;
    }
    layer *above = push(in, item);
    if (!above)
        return ITEM;
    khd_stream_open(&above->stream, khd_bundle_read, l->bundle);
    return AGAIN;
}

static outcome end_crawl(layer *l, khd_item *item)
{
    uint64_t revisits, passed = khd_warc_passed(l->warc, &revisits);
    if (l->given++)
        return END;
    khd_error_set(&item->error, KHD_INPUT, 0,
                  "the WARC holds no page: %llu records are others, %llu of them revisits",
                  (unsigned long long)passed, (unsigned long long)revisits);
    return ITEM;
}

static outcome take_record(khd_intake *in, layer *l, khd_item *item)
{
    khd_warc_record r;
    if (!l->warc)
        return END;
    if (!khd_warc_next(l->warc, &r)) {
        in->name.n = l->name;
        return end_crawl(l, item);
    }
    l->given++;
    name_number(in, l, "@", r.at);
    item->error = r.error;
    if (r.error.status)
        return ITEM;
    if (khd_feed_find(r.payload, r.length)) {
        layer *above = push(in, item);
        if (above)
            khd_stream_open_bytes(&above->stream, r.payload, r.length);
        return above ? AGAIN : ITEM;
    }
    item->bytes = r.payload;
    item->length = r.length;
    item->context.id = item->context.url = r.url;
    item->context.form = !strcmp(r.media, "text/plain") ? KHD_FORM_TEXT : KHD_FORM_HTML;
    item->note = r.truncated ? "was cut off by the crawler" : NULL;
    return ITEM;
}

static outcome take_entry(khd_intake *in, layer *l, khd_item *item)
{
    khd_feed_entry e;
    if (!l->feed || !khd_feed_next(l->feed, &e))
        return END;
    if (e.number)
        name_number(in, l, "#", e.number);
    else
        in->name.n = l->name;
    item->error = e.error;
    item->note = e.note;
    item->bytes = e.text ? e.text : "";
    item->length = e.length;
    item->context = (khd_input){.id = e.id ? e.id : e.url,
                                .title = e.title,
                                .publisher = e.publisher,
                                .published = e.published,
                                .url = e.url,
                                .language = e.language,
                                .form = e.html ? KHD_FORM_HTML : KHD_FORM_TEXT};
    return ITEM;
}

/* ---- the row of reports -------------------------------------------------------------- */

static outcome step(khd_intake *in, layer *l, khd_item *item)
{
    switch (l->kind) {
    case NEW:
        return open_layer(in, l, item);
    case BUNDLE:
        return take_member(in, l, item);
    case CRAWL:
        return take_record(in, l, item);
    case FEED:
        return take_entry(in, l, item);
    case LINES:
        return take_line(l, item);
    case TEXT:
        return take_text(in, l, item);
    case PACKED: /* what was above it is done */
        break;
    }
    return END;
}

static const char *own_name(khd_intake *in)
{
    khd_buffer_bytes(&in->name, "", 0);
    return in->name.failed ? "" : in->name.v;
}

int khd_intake_next(khd_intake *intake, khd_item *item)
{
    *item = (khd_item){.member = "", .bytes = ""};
    bool told = intake->budget.spent;
    while (intake->depth && !told) {
        layer *l = &intake->layers[intake->depth - 1];
        intake->name.n = l->name;
        outcome o = step(intake, l, item);
        if (o == END)
            pop(intake);
        bool silent = o == END && intake->budget.spent;
        if (silent)
            fail(item, KHD_TOO_LARGE, 0, "unpacks to more than the ceiling: refused");
        if (o != ITEM && !silent)
            continue;
        item->member = own_name(intake);
        return 1;
    }
    return 0;
}
