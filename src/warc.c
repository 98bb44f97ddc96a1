/* warc: see warc.h. A record is read whole before it is given, to a ceiling, so that a
 * broken checksum of its member or a length that lies is known in time.
 */
#include "warc.h"

#include "ingest.h"
#include "status.h"
#include "warc_http.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_MOST ((size_t)64 << 10)
#define BLOCK_MOST (KHD_TEXT_CEILING + HEAD_MOST)

struct khd_warc {
    khd_stream *from;
    khd_unpack *unpack;
    khd_budget *budget;
    khd_buffer head, block;
    char *unpacked;
    uint64_t begin, member; /* of the record, in the stream; its member, packed */
    uint64_t length, passed, revisits;
    const char *type, *media;
    bool large;   /* the block is above the ceiling, and not all there */
    bool no_size; /* no length, or none that can be */
    bool over;
    char media_room[64];
};

typedef enum { GIVE, PASS, BROKEN } verdict;

bool khd_warc_find(const char *bytes, size_t length)
{
    return length >= 7 && !memcmp(bytes, "WARC/", 5) && (bytes[5] == '0' || bytes[5] == '1') &&
           bytes[6] == '.';
}

khd_warc *khd_warc_new(khd_stream *from, khd_unpack *unpack, khd_budget *budget)
{
    khd_warc *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->from = from;
    w->unpack = unpack;
    w->budget = budget;
    return w;
}

void khd_warc_free(khd_warc *warc)
{
    if (!warc)
        return;
    khd_buffer_free(&warc->head);
    khd_buffer_free(&warc->block);
    free(warc->unpacked);
    free(warc);
}

uint64_t khd_warc_passed(const khd_warc *warc, uint64_t *revisits)
{
    *revisits = warc->revisits;
    return warc->passed;
}

/* ---- where things stand -------------------------------------------------------------- */

/* True when the bytes that come next are the first of a member that begins a record,
 * behind the beginning of this one: whatever the length said, this one is over. */
static bool next_begins(const khd_warc *w)
{
    uint64_t out = 0;
    if (!w->unpack)
        return false;
    khd_unpack_member(w->unpack, &out);
    return out == w->from->at && out > w->begin &&
           khd_warc_find(khd_stream_here(w->from), khd_stream_have(w->from));
}

static bool is_warc(khd_stream *s)
{
    size_t have = khd_stream_peek(s, 8);
    return khd_warc_find(khd_stream_here(s), have);
}

static void skip_newlines(khd_stream *s)
{
    while (khd_stream_peek(s, 1) && strchr("\r\n", *khd_stream_here(s)) && *khd_stream_here(s))
        khd_stream_skip(s, 1);
}

static void mark_begin(khd_warc *w, khd_warc_record *record)
{
    uint64_t out = 0;
    w->begin = record->at = w->from->at;
    w->member = w->unpack ? khd_unpack_member(w->unpack, &out) : 0;
    if (w->unpack && out == w->begin)
        record->at = w->member;
}

/* To the next record, after a broken one. */
static void seek(khd_warc *w)
{
    khd_stream *s = w->from;
    if (s->error.status) {
        w->over = !w->unpack || w->budget->spent || !khd_unpack_seek(w->unpack);
        if (!w->over)
            khd_stream_again(s);
        return;
    }
    while (khd_stream_peek(s, 8) >= 7) {
        if (is_warc(s))
            return;
        const char *here = khd_stream_here(s);
        size_t have = khd_stream_have(s);
        const char *next = memchr(here + 1, 'W', have - 1);
        khd_stream_skip(s, next ? (size_t)(next - here) : have);
    }
    khd_stream_skip(s, khd_stream_have(s));
}

/* ---- the head ------------------------------------------------------------------------ */

/* Bytes of the head with its blank line; 0 when it does not end. */
static size_t find_head(khd_stream *s)
{
    size_t searched = 0;
    for (;;) {
        const char *here = khd_stream_here(s);
        size_t have = khd_stream_have(s);
        for (size_t at = searched; at + 1 < have; at++) {
            const char *newline = memchr(here + at, '\n', have - at - 1);
            if (!newline)
                break;
            at = (size_t)(newline - here);
            if (newline[1] == '\n')
                return at + 2;
            if (newline[1] == '\r' && at + 2 < have && newline[2] == '\n')
                return at + 3;
        }
        searched = have > 3 ? have - 3 : 0;
        if (have > HEAD_MOST || !khd_stream_more(s))
            return 0;
    }
}

static void read_length(khd_warc *w, const char *value)
{
    w->no_size = !*value;
    w->length = 0;
    for (; *value; value++) {
        w->no_size |= *value < '0' || *value > '9' || w->length > (UINT64_MAX >> 5);
        w->length = w->length * 10 + (uint64_t)(*value - '0');
    }
}

static void take_field(khd_warc *w, khd_warc_record *r, char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return;
    size_t n = (size_t)(colon - line);
    char *value = colon + 1;
    value += strspn(value, " \t");
    size_t size = strlen(value);
    while (size && strchr(" \t\r", value[size - 1]))
        value[--size] = 0;
    if (khd_http_same(line, n, "warc-type"))
        w->type = value;
    else if (khd_http_same(line, n, "content-length"))
        read_length(w, value);
    else if (khd_http_same(line, n, "content-type"))
        w->media = value;
    else if (khd_http_same(line, n, "warc-target-uri"))
        r->url = value;
    else if (khd_http_same(line, n, "warc-record-id"))
        r->id = value;
    else if (khd_http_same(line, n, "warc-truncated"))
        r->truncated = value;
}

/* Addresses stand in angle brackets in WARC 1.0. */
static const char *bare(char *value)
{
    size_t n = value ? strlen(value) : 0;
    if (n < 2 || value[0] != '<' || value[n - 1] != '>')
        return value;
    value[n - 1] = 0;
    return value + 1;
}

static khd_status read_head(khd_warc *w, khd_warc_record *r)
{
    khd_stream *s = w->from;
    if (!is_warc(s))
        return khd_error_set(&r->error, KHD_INPUT, r->at, "no WARC record begins here");
    size_t n = find_head(s);
    if (!n)
        return khd_error_set(&r->error, KHD_INPUT, r->at, "the head of the record does not end");
    w->head.n = 0;
    khd_buffer_bytes(&w->head, khd_stream_here(s), n);
    khd_stream_skip(s, n);
    if (w->head.failed)
        return khd_error_set(&r->error, KHD_NOMEM, 0, "out of memory");
    w->type = w->media = "";
    w->no_size = true;
    if (memchr(w->head.v, 0, n))
        return khd_error_set(&r->error, KHD_INPUT, r->at, "the head of the record has a NUL");
    for (char *line = w->head.v, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        take_field(w, r, line);
    }
    r->url = bare((char *)(uintptr_t)r->url);
    r->type = w->type;
    if (w->no_size)
        return khd_error_set(&r->error, KHD_INPUT, r->at, "the record tells no length");
    return KHD_OK;
}

/* ---- the block ----------------------------------------------------------------------- */

/* Reads or skips the block; false when the record ends before it. */
static bool read_block(khd_warc *w, bool keep)
{
    khd_stream *s = w->from;
    w->block.n = 0;
    w->large = keep && w->length > BLOCK_MOST;
    for (uint64_t left = w->length; left;) {
        if (!khd_stream_have(s) && (!khd_stream_more(s) || next_begins(w)))
            return false;
        size_t have = khd_stream_have(s), n = have < left ? have : (size_t)left;
        size_t room = BLOCK_MOST - w->block.n;
        if (keep)
            khd_buffer_bytes(&w->block, khd_stream_here(s), n < room ? n : room);
        khd_stream_skip(s, n);
        left -= n;
    }
    return true;
}

/* What stands behind the block tells whether the length was right and the member whole. */
static khd_status check_end(khd_warc *w, khd_warc_record *r)
{
    khd_stream *s = w->from;
    bool more = khd_stream_peek(s, 1) > 0;
    bool right = !more || strchr("\r\n", *khd_stream_here(s)) || is_warc(s);
    if (!right)
        return khd_error_set(&r->error, KHD_INPUT, r->at,
                             "the length of the record is wrong; what its %llu bytes cover is "
                             "not read",
                             (unsigned long long)w->length);
    skip_newlines(s);
    uint64_t out;
    bool own = !w->unpack || khd_unpack_member(w->unpack, &out) == w->member;
    if (!s->error.status || !own)
        return KHD_OK;
    r->error = s->error;
    return r->error.status;
}

/* ---- what is in it ------------------------------------------------------------------- */

static bool is_xml(const char *media)
{
    static const char *const known[] = {"application/rss+xml", "application/atom+xml",
                                        "application/rdf+xml", "application/xml", "text/xml"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i], media))
            return true;
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = text ? strlen(text) : 0, m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

/* Text that can be a report, by what the server said of it, and else by its look. */
static bool is_wanted(const khd_warc_record *r)
{
    if (ends_with(r->url, "/robots.txt"))
        return false;
    if (!strcmp(r->media, "text/html") || !strcmp(r->media, "application/xhtml+xml") ||
        !strcmp(r->media, "text/plain"))
        return true;
    return (!*r->media || is_xml(r->media)) && khd_markup_find(r->payload, r->length);
}

static verdict unpack_payload(khd_warc *w, khd_warc_record *r, const khd_http_head *http)
{
    const char *coding = http->encoding;
    if (!*coding || !strcmp(coding, "identity") || !strcmp(coding, "utf-8"))
        return GIVE;
    bool zlib = !strcmp(coding, "gzip") || !strcmp(coding, "x-gzip") || !strcmp(coding, "zstd");
    bool plain = zlib && !khd_packed_find(r->payload, r->length);
    if (plain) /* the crawler unpacked it */
        return GIVE;
    if (!zlib && strcmp(coding, "deflate") != 0) {
        khd_error_set(&r->error, KHD_INPUT, r->at,
                      "the page is packed with \"%s\", which is not read",
                      coding);
        return BROKEN;
    }
    if (khd_unpack_bytes(r->payload, r->length, KHD_TEXT_CEILING, w->budget, &w->unpacked,
                         &r->length, &r->error)) {
        r->error.offset = r->at;
        return BROKEN;
    }
    r->payload = w->unpacked;
    return GIVE;
}

/* A response of a web server. */
static verdict open_response(khd_warc *w, khd_warc_record *r)
{
    khd_http_head http;
    if (!khd_http_head_read(r->payload, r->length, &http) || !http.status) {
        khd_error_set(&r->error, KHD_INPUT, r->at, "the record holds no response of a web server");
        return BROKEN;
    }
    memcpy(w->media_room, http.media, sizeof w->media_room);
    r->payload += http.body;
    r->length -= http.body;
    if (http.status != 200)
        return PASS;
    bool text = !strncmp(r->media, "text/", 5) || strstr(r->media, "xml") || !*r->media;
    if (!text)
        return PASS;
    if (http.chunked)
        r->length = khd_http_unchunk(w->block.v + http.body, r->length);
    return unpack_payload(w, r, &http);
}

static verdict open_payload(khd_warc *w, khd_warc_record *r)
{
    r->payload = w->block.v ? w->block.v : "";
    r->length = w->block.n;
    r->media = w->media_room;
    khd_http_media(w->media, strlen(w->media), w->media_room, sizeof w->media_room);
    verdict v = GIVE;
    if (!strcmp(r->media, "application/http"))
        v = open_response(w, r);
    else if (!strcmp(r->type, "response"))
        return PASS; /* of a name server, or the like */
    if (v == GIVE && !is_wanted(r))
        return PASS;
    if (v != GIVE || !w->large)
        return v;
    khd_error_set(&r->error, KHD_TOO_LARGE, r->at, "the page is larger than the ceiling of 8 MiB");
    return BROKEN;
}

/* ---- records ------------------------------------------------------------------------- */

static verdict read_record(khd_warc *w, khd_warc_record *r)
{
    mark_begin(w, r);
    if (read_head(w, r)) {
        if (w->from->error.status)
            r->error = w->from->error;
        else if (w->from->at == w->begin) /* a head that had an end would stand in these */
            khd_stream_skip(w->from, is_warc(w->from) ? HEAD_MOST : 1);
        seek(w);
        return BROKEN;
    }
    bool keep = !strcmp(w->type, "response") || !strcmp(w->type, "resource") ||
                !strcmp(w->type, "conversion");
    bool whole = read_block(w, keep);
    if (!whole && !w->from->error.status)
        khd_error_set(&r->error, KHD_INPUT, r->at, "the record ends before its length does");
    else if (!whole)
        r->error = w->from->error;
    else if (w->block.failed)
        khd_error_set(&r->error, KHD_NOMEM, 0, "out of memory");
    if (r->error.status || check_end(w, r)) {
        seek(w);
        return BROKEN;
    }
    if (keep)
        return open_payload(w, r);
    w->revisits += !strcmp(w->type, "revisit");
    return PASS;
}

/* The stream is broken between records. */
static bool broken_between(khd_warc *w, khd_warc_record *r)
{
    r->error = w->from->error;
    r->at = w->unpack ? r->error.offset : w->from->at;
    seek(w);
    return true;
}

bool khd_warc_next(khd_warc *warc, khd_warc_record *record)
{
    while (!warc->over) {
        free(warc->unpacked);
        warc->unpacked = NULL;
        *record = (khd_warc_record){.type = "", .media = "", .payload = ""};
        skip_newlines(warc->from);
        if (!khd_stream_have(warc->from)) {
            if (warc->from->error.status)
                return broken_between(warc, record);
            break;
        }
        if (read_record(warc, record) != PASS)
            return true;
        warc->passed++;
    }
    return false;
}
