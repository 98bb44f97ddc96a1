/* html_clean: what stands in the article and is no text of it: forms, share buttons,
 * captions, lists of links, boxes with hardly a sentence. One pass from the last node
 * to the first, so that a box is judged by what is left in it. The conditions are
 * those of Mozilla's Readability.js.
 */
#include "html_page.h"

#include <string.h>

enum { SHARE_MOST = 500 };

typedef struct {
    khd_html_page *page;
    khd_html_node *v;
    bool weigh, conditionally;
} cleaner;

static bool is_data_table(const cleaner *c, uint32_t i)
{
    const khd_html_counts *n = &c->page->counts[i];
    if (!strcmp(c->v[i].a->role, "presentation") || n->rows < 2 || n->cells <= n->rows)
        return false;
    return n->table_marks || (n->tables < 2 && (n->rows >= 10 || n->cells > 10));
}

/* Marks what stands in a table of data, or in code. */
static void mark_data(cleaner *c)
{
    const khd_html_tree *tree = &c->page->tree;
    uint8_t *look = c->page->look;
    for (uint32_t i = 1; i < tree->n; i++) {
        bool within = (look[c->v[i].parent] & KHD_HTML_IS_DATA) != 0;
        if (within || c->v[i].tag == KHD_HTML_CODE ||
            (c->v[i].tag == KHD_HTML_TABLE && is_data_table(c, i)))
            look[i] |= KHD_HTML_IS_DATA;
    }
}

/* A div that is a paragraph is no box, unless it is of links. */
static bool is_box(const cleaner *c, uint32_t i)
{
    switch ((khd_html_tag)c->v[i].tag) {
    case KHD_HTML_FORM:
    case KHD_HTML_FIELDSET:
    case KHD_HTML_TABLE:
    case KHD_HTML_UL:
        return true;
    case KHD_HTML_DIV:
        return !(c->page->look[i] & KHD_HTML_IS_PARAGRAPH) ||
               khd_html_link_share(&c->page->counts[i]) >= 0.25;
    default:
        return false;
    }
}

/* A list in which every item holds a picture and little else. */
static bool is_gallery(const cleaner *c, uint32_t i)
{
    const khd_html_counts *n = &c->page->counts[i];
    return n->items && n->images == n->items;
}

/* Whether a box is furniture. */
static bool is_furniture(const cleaner *c, uint32_t i)
{
    const khd_html_node *node = &c->v[i];
    const khd_html_counts *n = &c->page->counts[i];
    int weight = c->weigh ? khd_html_weight(node) : 0;
    if (weight < 0)
        return true;
    if (n->commas >= 10)
        return false;
    bool figure = khd_html_above(&c->page->tree, i, KHD_HTML_FIGURE, 4) != 0;
    bool list = node->tag == KHD_HTML_UL || (n->list > 0 && n->list * 10 > n->chars * 9);
    double links = khd_html_link_share(n);
    bool headings = n->chars && n->heading * 10 >= n->chars * 9;
    bool pictures = n->images > 1 && n->paragraphs * 2 < n->images && !figure;
    bool sentence = n->stops && !n->link && !n->inputs; /* "He nodded." */
    bool bare = !list && !headings && !sentence && n->chars < 25 && (!n->images || n->images > 2) &&
                !figure;
    bool out = pictures || (!list && n->items > n->paragraphs + 100) ||
               n->inputs > n->paragraphs / 3 || bare || (!list && weight < 25 && links > 0.2) ||
               (weight >= 25 && links > 0.5);
    return out && !(list && is_gallery(c, i));
}

static bool is_debris(const void *with, uint32_t i)
{
    const cleaner *c = with;
    const khd_html_node *node = &c->v[i];
    if (node->tag == KHD_HTML_TEXT)
        return false;
    const khd_html_counts *n = &c->page->counts[i];
    unsigned words = node->a->class_words | node->a->id_words;
    bool root = (c->page->look[i] & KHD_HTML_IS_ROOT) != 0;
    switch ((khd_html_tag)node->tag) {
    case KHD_HTML_FOOTER:
    case KHD_HTML_ASIDE:
    case KHD_HTML_NAV:
    case KHD_HTML_FIGCAPTION:
        return !root;
    case KHD_HTML_H1:
    case KHD_HTML_H2:
        if (c->weigh && khd_html_weight(node) < 0)
            return true;
        break;
    default:
        break;
    }
    if ((words & KHD_HTML_WORD_SHARE) && n->chars < SHARE_MOST && !root)
        return true;
    if ((words & KHD_HTML_WORD_CAPTION) && n->chars < SHARE_MOST && !root)
        return true;
    return c->conditionally && is_box(c, i) && !(c->page->look[i] & KHD_HTML_IS_DATA) &&
           is_furniture(c, i);
}

void khd_html_clean(khd_html_page *page, bool weigh, bool conditionally)
{
    cleaner c = {.page = page, .v = page->tree.v, .weigh = weigh, .conditionally = conditionally};
    for (uint32_t i = 0; i < page->roots.n; i++)
        page->look[page->roots.v[i]] |= KHD_HTML_IS_ROOT;
    mark_data(&c);
    khd_html_count(page, is_debris, &c);
}
