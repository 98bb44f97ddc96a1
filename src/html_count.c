/* html_count: what stands in each node, in one pass from the last node to the first:
 * a node comes after all that stands below it. */
#include "html_page.h"

#include "utf8.h"

#include <string.h>

static bool is_comma(uint32_t code)
{
    return code == ',' || code == 0x060C || code == 0xFF0C || code == 0x3001 || code == 0xFE50 ||
           code == 0xFE10 || code == 0xFE11;
}

/* Ends a sentence, or stands behind its end. */
static bool is_stop(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026 || code == '"' ||
           code == 0x201D || code == 0x3002;
}

static void count_text(const khd_html_tree *tree, const khd_html_node *node, khd_html_signs *out)
{
    const char *text = tree->text + node->text;
    size_t n = node->text_end - node->text;
    bool gap = true;
    uint32_t code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(text + at, n - at, &code);
        used = used ? used : 1;
        bool blank = (khd_utf8_class(code) & KHD_CHAR_BLANK) != 0;
        out->chars += !blank || !gap;
        out->commas += is_comma(code);
        if (!blank)
            out->stops = is_stop(code) ? 1 : 0;
        gap = blank;
    }
    if (out->chars && gap)
        out->chars--; /* blanks at an end are none of its signs */
}

void khd_html_signs_count(khd_html_page *page)
{
    for (uint32_t i = 0; i < page->tree.n; i++)
        if (page->tree.v[i].tag == KHD_HTML_TEXT)
            count_text(&page->tree, &page->tree.v[i], &page->signs[i]);
}

static void add(khd_html_counts *to, const khd_html_counts *c)
{
    to->chars += c->chars;
    to->commas += c->commas;
    to->stops += c->stops;
    to->link += c->link;
    to->heading += c->heading;
    to->list += c->list;
    to->paragraphs += c->paragraphs;
    to->images += c->images;
    to->items += c->items;
    to->inputs += c->inputs;
    to->rows += c->rows;
    to->cells += c->cells;
    to->tables += c->tables;
    to->table_marks += c->table_marks;
}

/* What the node itself adds to that which stands in it. */
static void count_node(const khd_html_page *page, uint32_t i, khd_html_counts *c)
{
    const khd_html_node *node = &page->tree.v[i];
    switch ((khd_html_tag)node->tag) {
    case KHD_HTML_TEXT:
        c->chars = page->signs[i].chars;
        c->commas = page->signs[i].commas;
        c->stops = page->signs[i].stops;
        break;
    case KHD_HTML_A:
        c->link = c->chars * (*node->a->value == '#' ? 3 : 10);
        break;
    case KHD_HTML_H1:
    case KHD_HTML_H2:
    case KHD_HTML_H3:
    case KHD_HTML_H4:
    case KHD_HTML_H5:
    case KHD_HTML_H6:
        c->heading = c->chars;
        break;
    case KHD_HTML_UL:
    case KHD_HTML_OL:
        c->list = c->chars;
        break;
    case KHD_HTML_P:
        c->paragraphs++;
        break;
    case KHD_HTML_IMG:
        c->images++;
        break;
    case KHD_HTML_LI:
        c->items++;
        break;
    case KHD_HTML_INPUT:
        c->inputs++;
        break;
    case KHD_HTML_TABLE:
        c->tables++;
        break;
    case KHD_HTML_TR:
        c->rows++;
        break;
    case KHD_HTML_TD:
        c->cells++;
        break;
    case KHD_HTML_TH:
    case KHD_HTML_THEAD:
    case KHD_HTML_TFOOT:
    case KHD_HTML_COL:
    case KHD_HTML_COLGROUP:
    case KHD_HTML_CAPTION:
        c->table_marks++;
        break;
    default:
        c->paragraphs += (page->look[i] & KHD_HTML_IS_PARAGRAPH) != 0;
    }
    c->paragraphs += page->runs[i];
}

void khd_html_count(khd_html_page *page, khd_html_judge *judge, const void *with)
{
    khd_html_tree *tree = &page->tree;
    memset(page->counts, 0, tree->n * sizeof *page->counts);
    for (uint32_t i = tree->n; i-- > 0;) {
        khd_html_counts *c = &page->counts[i];
        bool none = (khd_html_tag_flags((khd_html_tag)tree->v[i].tag) & KHD_HTML_DROP) != 0;
        if (none)
            *c = (khd_html_counts){0};
        else
            count_node(page, i, c);
        if (judge && !tree->v[i].off && judge(with, i))
            tree->v[i].off = KHD_HTML_DEBRIS;
        if (i && !tree->v[i].off)
            add(&page->counts[tree->v[i].parent], c);
    }
}

double khd_html_link_share(const khd_html_counts *counts)
{
    return counts->chars ? counts->link / (10.0 * counts->chars) : 0;
}

int khd_html_weight(const khd_html_node *node)
{
    int weight = 0;
    weight += (node->a->class_words & KHD_HTML_WORD_GOOD) ? 25 : 0;
    weight -= (node->a->class_words & KHD_HTML_WORD_BAD) ? 25 : 0;
    weight += (node->a->id_words & KHD_HTML_WORD_GOOD) ? 25 : 0;
    weight -= (node->a->id_words & KHD_HTML_WORD_BAD) ? 25 : 0;
    return weight;
}

uint32_t khd_html_above(const khd_html_tree *tree, uint32_t i, khd_html_tag tag, uint32_t most)
{
    for (uint32_t up = 0; i && up < most; up++) {
        i = tree->v[i].parent;
        if (tree->v[i].tag == tag)
            return i;
    }
    return 0;
}
