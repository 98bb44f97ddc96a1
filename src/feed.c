/* feed: see feed.h. A feed is held whole, to a ceiling: the parser then never looks at
 * a byte twice, and its entries are few. What the parser reports is put by element name
 * into the fields of the entry that is open; elements of other namespaces than those of
 * feeds are passed over.
 */
#include "feed.h"

#include "buffer.h"
#include "status.h"
#include "utf8.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#define FEED_MOST ((size_t)32 << 20)
#define NONE SIZE_MAX
enum { ENTRIES_MOST = 1 << 20, LINE_MOST = 4096, ATTRIBUTES_MOST = 512, SPACES_MOST = 128 };

typedef enum { ID, TITLE, URL, DATE, UPDATED, CONTENT, SUMMARY, FIELDS, LANGUAGE, OTHER } field;

typedef struct {
    size_t at[FIELDS], length[FIELDS]; /* in `text`; NONE not told */
    bool html[FIELDS], large, closed;
    uint64_t end; /* byte of the feed */
    char fault[160];
} entry;

struct khd_feed {
    khd_stream *from;
    bool read, refused, no_memory;
    khd_error error;
    khd_buffer text, grab; /* closed fields, each with a NUL; the field that is open */
    entry *entries;
    size_t count, room, next;
    size_t title, language; /* of the feed */
    xmlParserCtxtPtr parser;
    xmlEntity named; /* the entity that was asked for last */
    xmlChar named_text[8];
    int depth, in, field_depth; /* of the entry that is open, 0 none; of its field */
    field open;
    bool markup, escaped, taken; /* of the open field: told as such; xhtml; kept */
    char fault[160];             /* the first since the last entry */
};

/* ---- what it is ---------------------------------------------------------------------- */

static size_t skip_to(const char *bytes, size_t n, size_t at, const char *end)
{
    size_t size = strlen(end);
    for (; at + size <= n; at++)
        if (!memcmp(bytes + at, end, size))
            return at + size;
    return n;
}

bool khd_feed_find(const char *bytes, size_t length)
{
    size_t n = length < LINE_MOST ? length : LINE_MOST;
    size_t at = n >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    for (;;) {
        while (at < n && bytes[at] && strchr(" \t\r\n", bytes[at]))
            at++;
        if (at + 2 >= n || bytes[at] != '<')
            return false;
        if (bytes[at + 1] == '?')
            at = skip_to(bytes, n, at, "?>");
        else if (n - at > 4 && !memcmp(bytes + at, "<!--", 4))
            at = skip_to(bytes, n, at + 4, "-->");
        else if (bytes[at + 1] == '!') { /* a bracket means declarations: to be refused */
            size_t end = skip_to(bytes, n, at, ">"), open = skip_to(bytes, n, at, "[");
            at = open < end ? skip_to(bytes, n, open, "]>") : end;
        } else
            break;
    }
    const char *const roots[] = {"<rss", "<feed", "<rdf:RDF", "<atom:feed", "<RDF"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t size = strlen(roots[i]);
        if (n - at > size && !memcmp(bytes + at, roots[i], size) && bytes[at + size] &&
            strchr(" \t\r\n>", bytes[at + size]))
            return true;
    }
    return false;
}

khd_feed *khd_feed_new(khd_stream *from)
{
    khd_feed *feed = calloc(1, sizeof *feed);
    if (!feed)
        return NULL;
    feed->from = from;
    feed->title = feed->language = NONE;
    feed->open = OTHER;
    return feed;
}

void khd_feed_free(khd_feed *feed)
{
    if (!feed)
        return;
    khd_buffer_free(&feed->text);
    khd_buffer_free(&feed->grab);
    free(feed->entries);
    free(feed);
}

/* ---- entries ------------------------------------------------------------------------- */

/* The byte that the parser is at; of a feed in UTF-8. */
static uint64_t here(const khd_feed *f)
{
    const xmlParserInput *in = f->parser->input;
    return in ? in->consumed + (uint64_t)(in->cur - in->base) : 0;
}

static void close_entry(khd_feed *f, bool closed)
{
    entry *e = &f->entries[f->count - 1];
    e->closed = closed;
    memcpy(e->fault, f->fault, sizeof e->fault);
    f->fault[0] = 0;
    f->in = 0;
    f->open = OTHER;
}

static void open_entry(khd_feed *f)
{
    if (f->in)
        close_entry(f, false);
    if (f->count == f->room) {
        size_t room = f->room ? f->room * 2 : 16;
        entry *entries = room <= ENTRIES_MOST ? realloc(f->entries, room * sizeof *entries) : NULL;
        if (!entries) {
            f->no_memory = true;
            xmlStopParser(f->parser);
            return;
        }
        f->entries = entries;
        f->room = room;
    }
    entry *e = &f->entries[f->count++];
    *e = (entry){.end = here(f)};
    for (int i = 0; i < FIELDS; i++)
        e->at[i] = NONE;
    f->in = f->depth;
}

/* ---- fields -------------------------------------------------------------------------- */

static field find_field(const char *name, const char *prefix)
{
    static const struct {
        const char *prefix, *name;
        field field;
    } known[] = {{"", "title", TITLE},          {"", "link", URL},
                 {"", "guid", ID},              {"", "id", ID},
                 {"", "pubDate", DATE},         {"", "published", DATE},
                 {"dc", "date", DATE},          {"", "updated", UPDATED},
                 {"", "issued", DATE},          {"", "modified", UPDATED},
                 {"", "description", SUMMARY},  {"", "summary", SUMMARY},
                 {"", "content", CONTENT},      {"content", "encoded", CONTENT},
                 {"", "language", LANGUAGE},    {"dc", "language", LANGUAGE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i].name, name) && !strcmp(known[i].prefix, prefix))
            return known[i].field;
    return OTHER;
}

/* The prefix by which the field is known: "" for the feed's own namespaces. */
static const char *usual_prefix(const xmlChar *prefix, const xmlChar *uri)
{
    static const char *const known[][2] = {
        {"http://www.w3.org/2005/Atom", ""},
        {"http://purl.org/atom/ns#", ""},
        {"http://purl.org/rss/1.0/", ""},
        {"http://my.netscape.com/rdf/simple/0.9/", ""},
        {"http://backend.userland.com/rss2", ""},
        {"http://purl.org/dc/elements/1.1/", "dc"},
        {"http://purl.org/rss/1.0/modules/content/", "content"}};
    for (size_t i = 0; uri && i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i][0], (const char *)uri))
            return known[i][1];
    return prefix ? (const char *)prefix : uri ? "?" : "";
}

/* The value of an attribute of the SAX2 list; it is not closed by a NUL. */
static const xmlChar *find_attribute(const xmlChar **list, int n, const char *name, size_t *length)
{
    for (int i = 0; i < n; i++, list += 5)
        if (!strcmp((const char *)list[0], name)) {
            *length = (size_t)(list[4] - list[3]);
            return list[3];
        }
    *length = 0;
    return NULL;
}

static bool is_value(const xmlChar *value, size_t length, const char *word)
{
    return value && length == strlen(word) && !memcmp(value, word, length);
}

/* Puts what was grabbed into the entry or the feed, unless it was told before. */
static void keep_field(khd_feed *f, field which)
{
    const char *v = f->grab.v ? f->grab.v : "";
    size_t begin = 0, end = f->grab.n;
    while (begin < end && strchr(" \t\r\n", v[begin]))
        begin++;
    while (end > begin && strchr(" \t\r\n", v[end - 1]))
        end--;
    size_t *place = f->in                ? &f->entries[f->count - 1].at[which]
                    : which == LANGUAGE  ? &f->language
                                         : &f->title;
    if (begin == end || *place != NONE)
        return;
    *place = f->text.n;
    khd_buffer_bytes(&f->text, v + begin, end - begin);
    khd_buffer_bytes(&f->text, "", 1);
    if (!f->in)
        return;
    f->entries[f->count - 1].length[which] = end - begin;
    f->entries[f->count - 1].html[which] = f->markup;
}

/* An Atom link tells its address as an attribute. */
static void keep_link(khd_feed *f, const xmlChar **list, int n)
{
    size_t rel_n, href_n;
    const xmlChar *rel = find_attribute(list, n, "rel", &rel_n);
    const xmlChar *href = find_attribute(list, n, "href", &href_n);
    if (!href || !f->in || (rel && !is_value(rel, rel_n, "alternate")))
        return;
    f->grab.n = 0;
    khd_buffer_bytes(&f->grab, (const char *)href, href_n);
    f->markup = false;
    keep_field(f, URL);
}

static void open_field(khd_feed *f, field which, const xmlChar **list, int n)
{
    size_t length;
    const xmlChar *type = find_attribute(list, n, "type", &length);
    f->open = which;
    f->field_depth = f->depth;
    f->grab.n = 0;
    f->escaped = is_value(type, length, "xhtml") ||
                 is_value(type, length, "application/xhtml+xml");
    f->markup = f->escaped || is_value(type, length, "html") || is_value(type, length, "text/html");
    if (which == URL)
        keep_link(f, list, n);
}

/* RSS does not tell whether a text is HTML: one with a tag or a character name is. */
static bool looks_marked(const char *v, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        char c = v[i + 1], low = (char)(c | 32);
        bool letter = low >= 'a' && low <= 'z';
        if (v[i] == '<' && (letter || c == '/' || c == '!'))
            return true;
        if (v[i] == '&' && (letter || c == '#')) {
            size_t end = i + 2;
            while (end < n && end < i + 10 && v[end] != ';' && v[end] != ' ')
                end++;
            if (end < n && v[end] == ';')
                return true;
        }
    }
    return false;
}

static void close_field(khd_feed *f)
{
    bool text = f->open == CONTENT || f->open == SUMMARY;
    if (text && !f->markup)
        f->markup = looks_marked(f->grab.v ? f->grab.v : "", f->grab.n);
    if (f->in ? f->open < FIELDS : f->open == TITLE || f->open == LANGUAGE)
        keep_field(f, f->open);
    f->open = OTHER;
}

static void grab(khd_feed *f, const char *bytes, size_t n)
{
    size_t most = f->open == CONTENT || f->open == SUMMARY ? KHD_TEXT_CEILING : LINE_MOST;
    if (f->grab.n + n > most) {
        if (f->in && most == KHD_TEXT_CEILING)
            f->entries[f->count - 1].large = true;
        return;
    }
    khd_buffer_bytes(&f->grab, bytes, n);
}

/* A tag inside a field: the text's own markup. */
static void grab_tag(khd_feed *f, const char *before, const xmlChar *name)
{
    if (f->open != CONTENT && f->open != SUMMARY)
        return;
    f->markup = true;
    grab(f, before, strlen(before));
    grab(f, (const char *)name, strlen((const char *)name));
    grab(f, ">", 1);
}

/* ---- what the parser reports --------------------------------------------------------- */

static void refuse(khd_feed *f)
{
    f->refused = true;
    xmlStopParser(f->parser);
}

static void on_start(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int spaces, const xmlChar **space_list, int n, int defaulted,
                     const xmlChar **list)
{
    khd_feed *f = with;
    (void)spaces, (void)space_list, (void)defaulted;
    f->depth++;
    if (f->parser->nsNr > SPACES_MOST * 2)
        refuse(f);
    const char *own = usual_prefix(prefix, uri);
    bool entry_name = !strcmp((const char *)name, "item") || !strcmp((const char *)name, "entry");
    if (!*own && entry_name && f->depth > 1) {
        open_entry(f);
        return;
    }
    if (f->open != OTHER) {
        grab_tag(f, "<", name);
        return;
    }
    field which = find_field((const char *)name, own);
    bool place = f->in ? f->depth == f->in + 1 : f->depth <= 3;
    if (place && which != OTHER)
        open_field(f, which, list, n);
}

static void on_end(void *with, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    khd_feed *f = with;
    (void)prefix, (void)uri;
    if (f->open != OTHER && f->depth == f->field_depth)
        close_field(f);
    else if (f->open != OTHER)
        grab_tag(f, "</", name);
    if (f->in && f->depth == f->in)
        close_entry(f, true);
    f->depth--;
}

static void on_text(void *with, const xmlChar *bytes, int length)
{
    khd_feed *f = with;
    const char *v = (const char *)bytes;
    size_t n = length > 0 ? (size_t)length : 0;
    if (f->open == OTHER)
        return;
    if (!f->escaped) {
        grab(f, v, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (v[i] == '<' || v[i] == '&')
            grab(f, v[i] == '<' ? "&lt;" : "&amp;", v[i] == '<' ? 4 : 5);
        else
            grab(f, v + i, 1);
    }
}

static void on_entity(void *with, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    refuse(with);
}

static void on_element(void *with, const xmlChar *name, int type, xmlElementContentPtr content)
{
    (void)name, (void)type, (void)content;
    refuse(with);
}

/* XML's five, and those of HTML, which feeds use without a right to. */
static xmlEntityPtr find_entity(void *with, const xmlChar *name)
{
    khd_feed *f = with;
    xmlEntityPtr own = xmlGetPredefinedEntity(name);
    const htmlEntityDesc *html = own ? NULL : htmlEntityLookup(name);
    if (!html)
        return own;
    size_t n = khd_utf8_write(html->value, (char *)f->named_text);
    f->named_text[n] = 0;
    f->named = (xmlEntity){.type = XML_ENTITY_DECL,
                           .name = name,
                           .content = f->named_text,
                           .length = (int)n,
                           .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &f->named;
}

static void on_error(void *with, xmlErrorPtr error)
{
    khd_feed *f = with;
    if (error->level < XML_ERR_FATAL || f->fault[0])
        return;
    static const char what[] = "no good XML: ";
    size_t n = error->message ? strcspn(error->message, "\n") : 0, at = sizeof what - 1;
    if (n > 100)
        n = 100;
    memcpy(f->fault, what, at);
    memcpy(f->fault + at, error->message ? error->message : "", n);
    f->fault[at + n] = 0;
}

/* ---- the whole ----------------------------------------------------------------------- */

/* The parser compares every attribute of a tag, and every name space that is open, with
 * every other one: no feed needs so many. */
static bool is_bounded(const char *v, size_t n)
{
    const char *end = v + n;
    for (const char *at = v; (at = memchr(at, '<', (size_t)(end - at)));) {
        size_t signs = 0;
        for (at++; at < end && *at != '<' && *at != '>'; at++)
            signs += *at == '=';
        if (signs > ATTRIBUTES_MOST)
            return false;
    }
    return true;
}

static void parse(khd_feed *f, const char *bytes, size_t length)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    f->no_memory = !parser;
    if (!parser)
        return;
    f->parser = parser;
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = on_start;
    parser->sax->endElementNs = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->entityDecl = on_entity;
    parser->sax->elementDecl = on_element;
    parser->sax->getEntity = find_entity;
    parser->sax->serror = on_error;
    parser->userData = f;
    xmlDocPtr page = xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL,
                                       XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT);
    if (page)
        xmlFreeDoc(page);
    f->no_memory |= parser->errNo == XML_ERR_NO_MEMORY || f->text.failed || f->grab.failed;
    if (f->in)
        close_entry(f, false);
    f->parser = NULL;
    xmlFreeParserCtxt(parser);
}

static void read_feed(khd_feed *f)
{
    f->read = true;
    size_t n = khd_stream_peek(f->from, FEED_MOST + 1);
    if (f->from->error.status)
        f->error = f->from->error;
    if (n > FEED_MOST)
        khd_error_set(&f->error, KHD_TOO_LARGE, FEED_MOST, "the feed is larger than 32 MiB");
    else if (n && is_bounded(khd_stream_here(f->from), n))
        parse(f, khd_stream_here(f->from), n);
    else
        f->refused = n > 0;
    khd_stream_skip(f->from, n);
    if (f->refused)
        khd_error_set(&f->error, KHD_INPUT, 0,
                      "the feed declares entities of its own, or far too many names: refused");
    else if (f->no_memory)
        khd_error_set(&f->error, KHD_NOMEM, 0, "out of memory");
    else if (!f->error.status && !f->count)
        khd_error_set(&f->error, KHD_INPUT, 0, "the feed has no entries%s%s",
                      f->fault[0] ? ": " : "", f->fault);
    else if (!f->error.status && f->fault[0])
        khd_error_set(&f->error, KHD_INPUT, f->entries[f->count - 1].end,
                      "the feed is broken behind its last entry: %s", f->fault);
}

static const char *text_at(const khd_feed *f, size_t at)
{
    return at == NONE ? NULL : f->text.v + at;
}

static void give_entry(const khd_feed *f, const entry *e, khd_feed_entry *out)
{
    out->at = e->end;
    out->id = text_at(f, e->at[ID]);
    out->title = text_at(f, e->at[TITLE]);
    out->url = text_at(f, e->at[URL]);
    out->published = text_at(f, e->at[e->at[DATE] != NONE ? DATE : UPDATED]);
    out->publisher = text_at(f, f->title);
    out->language = text_at(f, f->language);
    field longer = e->length[SUMMARY] > e->length[CONTENT] ? SUMMARY : CONTENT;
    out->text = text_at(f, e->at[longer]);
    out->length = e->length[longer];
    out->html = e->html[longer];
    out->note = e->fault[0] ? e->fault : NULL;
    if (e->large)
        khd_error_set(&out->error, KHD_TOO_LARGE, e->end,
                      "the text of the entry is larger than the ceiling of 8 MiB");
    else if (!e->closed)
        khd_error_set(&out->error, KHD_INPUT, e->end, "the entry does not end%s%s",
                      e->fault[0] ? ": " : "", e->fault);
    else if (!out->text)
        khd_error_set(&out->error, KHD_INPUT, e->end, "the entry has no text%s%s",
                      out->url ? ", only a page: " : "", out->url ? out->url : "");
}

bool khd_feed_next(khd_feed *feed, khd_feed_entry *out)
{
    if (!feed->read)
        read_feed(feed);
    *out = (khd_feed_entry){.number = feed->next + 1};
    if (feed->next < feed->count && !feed->no_memory) {
        give_entry(feed, &feed->entries[feed->next++], out);
        return true;
    }
    if (!feed->error.status)
        return false;
    out->number = 0;
    out->at = feed->error.offset;
    out->error = feed->error;
    feed->error.status = KHD_OK;
    return true;
}
