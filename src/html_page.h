/* html_page: what the parts of the html stage share about one page. */
#ifndef KHD_HTML_PAGE_H
#define KHD_HTML_PAGE_H

#include "html_tree.h"
#include "lexicon.h"

/* What stands in a node and below it, left-out nodes aside. */
typedef struct {
    uint32_t chars, commas;
    uint32_t stops;   /* runs of text that end a sentence */
    uint32_t link;    /* tenths of chars: a link within the page counts for three */
    uint32_t heading; /* chars in headings */
    uint32_t list;    /* chars in lists */
    uint32_t paragraphs, images, items, inputs;
    uint32_t rows, cells, tables, table_marks;
} khd_html_counts;

/* Letters and signs of a run of text, blanks squeezed; whether it ends a sentence. */
typedef struct {
    uint32_t chars, commas, stops;
} khd_html_signs;

typedef struct {
    khd_arena *arena;
    khd_html_tree tree;
    khd_html_counts *counts;  /* one a node */
    khd_html_signs *signs;    /* one a node, of texts */
    float *score;             /* one a node */
    uint32_t *runs;           /* one a node: paragraphs without an element of their own */
    uint8_t *look;            /* one a node: KHD_HTML_IS_* */
    const char *title;        /* NULL not told */
    uint32_t byline;          /* node of the line with the author, 0 none */
    KHD_LIST(uint32_t) roots; /* nodes that hold the article, in the order of the page */
} khd_html_page;

enum {
    KHD_HTML_IS_BLOCKY = 1,    /* a block, or a block stands below */
    KHD_HTML_IS_PARAGRAPH = 2, /* a div that holds no block: a paragraph */
    KHD_HTML_IS_SCORED = 4,
    KHD_HTML_IS_DATA = 8, /* in a table of data, or in code */
    KHD_HTML_IS_ROOT = 16
};

/* Rows of data/page_words.tsv that are looked at. */
enum { KHD_HTML_WORDS_MOST = 254 };
/* Marks every node's class_words and id_words by data/page_words.tsv. */
void khd_html_words_mark(khd_html_tree *tree, const khd_table *words);

/* Fills page->signs, once. */
void khd_html_signs_count(khd_html_page *page);
/* Whether node i, whose counts are complete, is debris. */
typedef bool khd_html_judge(const void *with, uint32_t i);
/* Counts what stands in each node; `judge` (may be NULL) turns nodes off on the way. */
void khd_html_count(khd_html_page *page, khd_html_judge *judge, const void *with);
/* Share of the words that stand in links, 0..1. */
double khd_html_link_share(const khd_html_counts *counts);
/* Weight of a node's class and id. */
int khd_html_weight(const khd_html_node *node);
/* The node's ancestor of this tag at most `most` levels up, 0 none. */
uint32_t khd_html_above(const khd_html_tree *tree, uint32_t i, khd_html_tag tag, uint32_t most);

/* Sets page->roots: the nodes that hold the article; the debris in them is off. */
void khd_html_find(khd_html_page *page);
/* Turns off what is no text of the article below the roots. `weigh` as in html_find. */
void khd_html_clean(khd_html_page *page, bool weigh, bool conditionally);

/* The words of a node on one line, blanks squeezed. */
const char *khd_html_line(const khd_html_page *page, uint32_t node);
/* The text of the roots: a paragraph a line, an empty line between paragraphs. */
const char *khd_html_write(const khd_html_page *page, size_t *length);

#endif
