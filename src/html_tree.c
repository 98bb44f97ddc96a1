/* html_tree: see html_tree.h.
 *
 * All memory is pushed before the parser runs, to bounds that the lean page gives:
 * the parser holds a resource, so nothing may leave through the arena's exit while it
 * does. libxml2 looks for the start of an unexpected end tag through all open
 * elements; the error it then reports is charged with their number, and a page that
 * overdraws is given up where it stands.
 */
#include "html_tree.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum { NAMES = 24, NODES_MOST = 1 << 20 }; /* attributes read of a tag; nodes of a page */

typedef struct {
    khd_html_tree *tree;
    htmlParserCtxtPtr parser;
    char *text, *attributes;
    size_t text_n, text_cap, attributes_n, attributes_cap;
    uint32_t cap, attribute_cap, open,
        dropped; /* deepest open node; open elements without a node */
    uint32_t depth;
    uint64_t debt, credit;
} builder;

static khd_html_node *add_node(builder *b, khd_html_tag tag)
{
    khd_html_tree *tree = b->tree;
    if (tree->n == b->cap) {
        tree->cut = true;
        return NULL;
    }
    khd_html_node *node = &tree->v[tree->n];
    *node = (khd_html_node){.parent = b->open, .end = tree->n + 1, .tag = (uint8_t)tag};
    if (tag != KHD_HTML_TEXT)
        node->a = tree->attributes;
    tree->n++;
    return node;
}

static const char *keep(builder *b, const xmlChar *value)
{
    size_t n = value ? strlen((const char *)value) : 0;
    if (!n || b->attributes_cap - b->attributes_n <= n)
        return "";
    char *copy = b->attributes + b->attributes_n;
    memcpy(copy, value, n + 1);
    b->attributes_n += n + 1;
    return copy;
}

/* The slot of an attribute, told by the letters in which those of html_lean differ. */
static const char **slot(khd_html_attributes *a, const char *name)
{
    switch (name[0]) {
    case 'c':
        return name[1] == 'l' ? &a->class : &a->value; /* class, content */
    case 'd':
    case 'h':
        return &a->value; /* datetime, href */
    case 'i':
        return name[1] == 'd' ? &a->id : &a->kind; /* id, itemprop */
    case 'r':
        return name[1] == 'o' ? &a->role : &a->kind; /* role, rel */
    default:
        return &a->kind; /* name, property */
    }
}

static khd_html_tag find_tag(const xmlChar *name)
{
    return khd_html_tag_find((const char *)name, strlen((const char *)name));
}

static void read_attributes(builder *b, khd_html_node *node, const xmlChar **attributes)
{
    khd_html_tree *tree = b->tree;
    if (tree->attribute_n == b->attribute_cap)
        return;
    khd_html_attributes *own = &tree->attributes[tree->attribute_n];
    *own = tree->attributes[0];
    for (size_t i = 0; attributes[i] && i < (size_t)NAMES * 2; i += 2) {
        const char *name = (const char *)attributes[i];
        if (!strcmp(name, "hidden"))
            node->hidden = true;
        else if (name[0] == 'a')
            node->tag = (uint8_t)find_tag(attributes[i + 1]);
        else if (!strcmp(name, "lang") && node->tag == KHD_HTML_HTML)
            tree->language = keep(b, attributes[i + 1]);
        else if (!**slot(own, name))
            *slot(own, name) = keep(b, attributes[i + 1]);
    }
    node->a = own;
    tree->attribute_n++;
}

static void on_start(void *with, const xmlChar *name, const xmlChar **attributes)
{
    builder *b = with;
    bool room = b->depth < KHD_HTML_DEPTH && !b->dropped;
    khd_html_node *node = room ? add_node(b, find_tag(name)) : NULL;
    if (!node) {
        b->dropped++;
        return;
    }
    if (attributes)
        read_attributes(b, node, attributes);
    b->open = b->tree->n - 1;
    b->depth++;
}

static void on_end(void *with, const xmlChar *name)
{
    builder *b = with;
    (void)name; /* the parser reports an end for every start, in order */
    if (b->dropped) {
        b->dropped--;
        return;
    }
    if (!b->depth)
        return;
    b->tree->v[b->open].end = b->tree->n;
    b->open = b->tree->v[b->open].parent;
    b->depth--;
}

static void on_text(void *with, const xmlChar *bytes, int length)
{
    builder *b = with;
    size_t n = length > 0 ? (size_t)length : 0;
    if (b->text_cap - b->text_n < n)
        n = 0;
    khd_html_tree *tree = b->tree;
    khd_html_node *last = tree->n ? &tree->v[tree->n - 1] : NULL;
    bool joins = last && last->tag == KHD_HTML_TEXT && last->parent == b->open && !b->dropped;
    memcpy(b->text + b->text_n, bytes, n);
    if (n && !joins && (last = add_node(b, KHD_HTML_TEXT)))
        last->text = (uint32_t)b->text_n;
    b->text_n += n;
    if (n && last)
        last->text_end = (uint32_t)b->text_n;
}

static void on_error(void *with, xmlErrorPtr error)
{
    builder *b = with;
    (void)error;
    b->debt += b->parser->nameNr > 0 ? (uint64_t)b->parser->nameNr : 0;
    if (b->debt <= b->credit)
        return;
    b->tree->cut = true;
    xmlStopParser(b->parser);
}

/* Every open node ends where the page does. */
static void close_all(builder *b)
{
    khd_html_tree *tree = b->tree;
    for (; b->depth; b->depth--) {
        tree->v[b->open].end = tree->n;
        b->open = tree->v[b->open].parent;
    }
}

static bool parse(builder *b, const khd_html_lean *lean)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser)
        return false;
    b->parser = parser;
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElement = on_start;
    parser->sax->endElement = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->serror = on_error;
    parser->userData = b;
    xmlDocPtr page = htmlCtxtReadMemory(parser, lean->v, (int)lean->n, NULL, "UTF-8",
                                        HTML_PARSE_RECOVER | HTML_PARSE_NONET |
                                            HTML_PARSE_NODEFDTD | HTML_PARSE_COMPACT);
    if (page)
        xmlFreeDoc(page);
    bool enough = parser->errNo != XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(parser);
    return enough;
}

bool khd_html_tree_read(khd_arena *arena, const khd_html_lean *lean, khd_html_tree *tree)
{
    *tree = (khd_html_tree){0};
    builder b = {.tree = tree, .credit = (uint64_t)lean->n * 8 + (1u << 20)};
    /* a start tag brings its own node, the text behind it and behind its end */
    b.cap = lean->tags < NODES_MOST / 3 - 32 ? (uint32_t)lean->tags * 3 + 64 : NODES_MOST;
    b.text_cap = b.attributes_cap = lean->n + 64;
    b.attribute_cap = lean->dressed < NODES_MOST ? (uint32_t)lean->dressed + 1 : NODES_MOST;
    tree->v = khd_arena_push(arena, b.cap, sizeof *tree->v);
    tree->attributes = khd_arena_push(arena, b.attribute_cap, sizeof *tree->attributes);
    tree->attributes[tree->attribute_n++] =
        (khd_html_attributes){.class = "", .id = "", .role = "", .kind = "", .value = ""};
    b.text = khd_arena_push(arena, b.text_cap, 1);
    b.attributes = khd_arena_push(arena, b.attributes_cap, 1);
    tree->text = b.text;
    add_node(&b, KHD_HTML_NONE); /* the root, whatever stands in it */
    if (lean->n && !parse(&b, lean))
        return false;
    close_all(&b);
    tree->v[0].end = tree->n;
    return true;
}
