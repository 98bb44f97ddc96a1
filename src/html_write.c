/* html_write: the text of what is kept. Blocks are parted by an empty line, <br> by a
 * line end, cells by a TAB; items of lists begin with "- ". */
#include "html_page.h"

#include "utf8.h"

#include <string.h>

/* What is due before the next word, the stronger for the weaker. */
typedef enum { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_PARAGRAPH } gap;

typedef struct {
    const khd_html_page *page;
    char *out;
    size_t n, ceiling;
    gap due;
    bool item, one_line;
} writer;

static void want(writer *w, gap due)
{
    if (due > w->due)
        w->due = due;
}

static void put(writer *w, const char *bytes, size_t n)
{
    if (w->ceiling - w->n < n)
        return;
    memcpy(w->out + w->n, bytes, n);
    w->n += n;
}

static void put_gap(writer *w)
{
    static const char *const marks[] = {"", " ", "\t", "\n", "\n\n"};
    const char *mark = marks[w->one_line && w->due ? GAP_BLANK : w->due];
    if (w->n)
        put(w, mark, strlen(mark));
    if (w->item && !w->one_line)
        put(w, "- ", 2);
    w->item = false;
    w->due = GAP_NONE;
}

static void write_text(writer *w, const khd_html_node *node, bool lines)
{
    const char *text = w->page->tree.text + node->text;
    size_t n = node->text_end - node->text;
    uint32_t code;
    for (size_t at = 0, used; at < n; at += used) {
        used = khd_utf8_read(text + at, n - at, &code);
        unsigned class = used ? khd_utf8_class(code) : 0;
        used = used ? used : 1;
        if (class & KHD_CHAR_BLANK) {
            want(w, lines && code == '\n' ? GAP_LINE : GAP_BLANK);
            continue;
        }
        if (w->due || w->item)
            put_gap(w);
        put(w, text + at, used);
    }
}

/* What an element puts between the words before and behind each of its ends. */
static gap gap_of(uint8_t tag)
{
    switch ((khd_html_tag)tag) {
    case KHD_HTML_BR:
    case KHD_HTML_TR:
    case KHD_HTML_DT:
    case KHD_HTML_DD:
        return GAP_LINE;
    case KHD_HTML_TD:
    case KHD_HTML_TH:
        return GAP_CELL;
    default:
        return khd_html_tag_flags((khd_html_tag)tag) & KHD_HTML_INLINE ? GAP_NONE : GAP_PARAGRAPH;
    }
}

/* Two line breaks in a row part paragraphs. */
static gap line_gap(const writer *w, uint8_t tag)
{
    return tag == KHD_HTML_BR && w->due == GAP_LINE ? GAP_PARAGRAPH : gap_of(tag);
}

/* Writes a node and all below it. */
static void write_node(writer *w, uint32_t root)
{
    const khd_html_node *v = w->page->tree.v;
    uint32_t open[KHD_HTML_DEPTH + 4], depth = 0, pre_end = 0;
    for (uint32_t i = root; i < v[root].end;) {
        for (; depth && v[open[depth - 1]].end <= i; depth--)
            want(w, gap_of(v[open[depth - 1]].tag));
        bool none = (khd_html_tag_flags((khd_html_tag)v[i].tag) & KHD_HTML_DROP) != 0;
        if (v[i].off || none) {
            want(w, gap_of(v[i].tag));
            i = v[i].end;
            continue;
        }
        if (v[i].tag == KHD_HTML_TEXT) {
            if (i > root && v[i - 1].tag == KHD_HTML_TEXT && v[i - 1].parent == v[i].parent)
                want(w, GAP_LINE); /* too deep for nodes of their own */
            write_text(w, &v[i], i < pre_end);
        } else {
            want(w, line_gap(w, v[i].tag));
            w->item = w->item || v[i].tag == KHD_HTML_LI;
            pre_end = v[i].tag == KHD_HTML_PRE ? v[i].end : pre_end;
            open[depth++] = i;
        }
        i++;
    }
    for (; depth; depth--)
        want(w, gap_of(v[open[depth - 1]].tag));
}

/* Room that the text of a node can take. */
static size_t room(const khd_html_tree *tree, uint32_t root)
{
    size_t n = 0;
    for (uint32_t i = root; i < tree->v[root].end; i++)
        n += 6 + (tree->v[i].tag == KHD_HTML_TEXT ? tree->v[i].text_end - tree->v[i].text : 0);
    return n;
}

const char *khd_html_line(const khd_html_page *page, uint32_t node)
{
    writer w = {.page = page, .one_line = true, .ceiling = room(&page->tree, node)};
    w.out = khd_arena_push(page->arena, w.ceiling + 1, 1);
    write_node(&w, node);
    w.out[w.n] = 0;
    return w.out;
}

const char *khd_html_write(const khd_html_page *page, size_t *length)
{
    writer w = {.page = page};
    for (uint32_t i = 0; i < page->roots.n; i++)
        w.ceiling += room(&page->tree, page->roots.v[i]);
    w.out = khd_arena_push(page->arena, w.ceiling + 1, 1);
    for (uint32_t i = 0; i < page->roots.n; i++) {
        want(&w, GAP_PARAGRAPH);
        write_node(&w, page->roots.v[i]);
        want(&w, GAP_PARAGRAPH);
    }
    w.out[w.n] = 0;
    *length = w.n;
    return w.out;
}
