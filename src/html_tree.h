/* html_tree: a page as a row of nodes in the order of the page, each with its parent
 * and the end of its subtree; no pointers, no recursion. Built from the events of
 * libxml2's HTML parser in recovery mode, without network, files or entities other
 * than those of HTML. Elements nested deeper than KHD_HTML_DEPTH lose their own node;
 * their text stays.
 */
#ifndef KHD_HTML_TREE_H
#define KHD_HTML_TREE_H

#include "html_lean.h"
#include "html_tag.h"

enum { KHD_HTML_DEPTH = 256 };

/* Why a node and all below it is left out. */
enum { KHD_HTML_KEPT, KHD_HTML_HIDDEN, KHD_HTML_UNLIKELY, KHD_HTML_DEBRIS };

/* Kinds of class names, from data/page_words.tsv. */
enum {
    KHD_HTML_WORD_UNLIKELY = 1,
    KHD_HTML_WORD_MAYBE = 2,
    KHD_HTML_WORD_GOOD = 4,
    KHD_HTML_WORD_BAD = 8,
    KHD_HTML_WORD_BYLINE = 16,
    KHD_HTML_WORD_SHARE = 32,
    KHD_HTML_WORD_CAPTION = 64,
    KHD_HTML_WORD_UNSEEN = 128,
    KHD_HTML_WORD_DATE = 256
};

/* What an element tells of itself; "" when not told. */
typedef struct {
    const char *class, *id, *role;
    const char *kind;  /* itemprop, rel, property or name */
    const char *value; /* content, datetime or href */
    uint16_t class_words, id_words;
} khd_html_attributes;

typedef struct {
    uint32_t parent, end; /* nodes; children of i stand from i + 1 on */
    union {
        struct {
            uint32_t text, text_end; /* bytes of tree->text, of a KHD_HTML_TEXT alone */
        };
        const khd_html_attributes *a; /* of others, never NULL */
    };
    uint8_t tag, off; /* off: why it is left out */
    bool hidden;
} khd_html_node;

typedef struct {
    khd_html_node *v;
    uint32_t n;
    khd_html_attributes *attributes; /* the first is that of elements without any */
    uint32_t attribute_n;
    const char *text;
    const char *language; /* lang of <html>; NULL not told */
    bool cut;             /* the page was given up before its end */
} khd_html_tree;

/* Parses; pushes to the arena. False without memory in the parser. */
bool khd_html_tree_read(khd_arena *arena, const khd_html_lean *lean, khd_html_tree *tree);

/* The next node after i and all below it, or below it when it is kept. */
static inline uint32_t khd_html_next(const khd_html_tree *tree, uint32_t i)
{
    return tree->v[i].off ? tree->v[i].end : i + 1;
}

#endif
