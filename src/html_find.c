/* html_find: which nodes of a page hold the article.
 *
 * The method is that of Mozilla's Readability.js (and arc90's before it): what class
 * names tell to be furniture is left out; every paragraph gives points to the nodes
 * around it; the best node, scaled down by its links, is the article, together with
 * those beside it that are as good. When little comes of it, it is tried again with
 * fewer rules; they must bring twice as much to be worth their debris.
 */
#include "html_page.h"

#include "utf8.h"

#include <string.h>
#include <strings.h>

enum {
    TOPS = 5,
    LEVELS = 5,
    TOO_SHORT = 500,
    UNIT_LEAST = 25,
    TRIES = 4,
    HEADING_NODES = 200,
    HEADINGS_MOST = 50,
    UNSEEN_MOST = 100,
    BYLINE_MOST = 100
};

typedef struct {
    bool strict, weigh, clean;
} rules;

typedef struct {
    khd_html_page *page;
    khd_html_node *v;
    rules rules;
    uint32_t top[TOPS];
    unsigned tops;
    unsigned headings; /* compared with the title so far */
} finder;

/* ---- what is left out ------------------------------------------------------------------ */

static bool is_block(uint8_t tag)
{
    return !(khd_html_tag_flags((khd_html_tag)tag) & KHD_HTML_INLINE);
}

static bool is_hidden(const finder *f, uint32_t i)
{
    const khd_html_node *node = &f->v[i];
    if (node->tag == KHD_HTML_BODY || node->tag == KHD_HTML_HTML)
        return false;
    bool unseen = (node->a->class_words | node->a->id_words) & KHD_HTML_WORD_UNSEEN;
    return node->hidden || (unseen && f->page->counts[i].chars < UNSEEN_MOST);
}

/* How surely the node is the author's line: 2 by its kind, 1 by its class, 0 not. */
static int byline_rank(const finder *f, uint32_t i)
{
    const khd_html_node *node = &f->v[i];
    uint32_t chars = f->page->counts[i].chars;
    if (!chars || chars >= BYLINE_MOST || node->tag == KHD_HTML_BODY)
        return 0;
    if (*node->a->kind == 'a' && !strcmp(node->a->kind, "author"))
        return 2;
    return (node->a->class_words | node->a->id_words) & KHD_HTML_WORD_BYLINE ? 1 : 0;
}

/* The first node that is the author's line most surely. */
static uint32_t find_byline(const finder *f)
{
    uint32_t best = 0;
    int rank = 0;
    for (uint32_t i = 1; i < f->page->tree.n && rank < 2; i++) {
        int own = f->v[i].tag == KHD_HTML_TEXT || f->v[i].hidden ? 0 : byline_rank(f, i);
        best = own > rank ? i : best;
        rank = own > rank ? own : rank;
    }
    return best;
}

static bool is_unlikely(const finder *f, uint32_t i)
{
    static const char *const roles[] = {"menu",  "menubar", "complementary", "navigation",
                                        "alert", "dialog",  "alertdialog"};
    const khd_html_node *node = &f->v[i];
    unsigned words = node->a->class_words | node->a->id_words;
    if (node->tag == KHD_HTML_BODY || node->tag == KHD_HTML_HTML || node->tag == KHD_HTML_A)
        return false;
    if ((words & KHD_HTML_WORD_UNLIKELY) && !(words & KHD_HTML_WORD_MAYBE) &&
        !khd_html_above(&f->page->tree, i, KHD_HTML_TABLE, 4) &&
        !khd_html_above(&f->page->tree, i, KHD_HTML_CODE, 4))
        return true;
    for (size_t r = 0; *node->a->role && r < sizeof roles / sizeof *roles; r++)
        if (!strcmp(node->a->role, roles[r]))
            return true;
    return false;
}

/* Share of the letters of `line` in words that `title` does not hold. */
static double strange_share(const char *title, const char *line)
{
    size_t strange = 0, all = 0;
    for (const char *p = line; *p;) {
        size_t n = strcspn(p, " ");
        bool found = false;
        for (const char *t = title; *t && !found; t += strspn(t, " ")) {
            size_t m = strcspn(t, " ");
            found = m == n && !strncasecmp(t, p, n);
            t += m;
        }
        all += n;
        strange += found ? 0 : n;
        p += n;
        p += strspn(p, " ");
    }
    return all ? (double)strange / (double)all : 1;
}

/* Whether the node is the first heading that repeats the title; of very many headings
 * only the first are compared, which bounds the time. */
static bool repeats_title(finder *f, uint32_t i)
{
    const khd_html_page *page = f->page;
    if ((f->v[i].tag != KHD_HTML_H1 && f->v[i].tag != KHD_HTML_H2) || !page->title ||
        page->counts[i].chars > 400 || f->v[i].end - i > HEADING_NODES ||
        f->headings == HEADINGS_MOST)
        return false;
    f->headings++;
    khd_mark mark = khd_arena_mark(page->arena);
    double strange = strange_share(page->title, khd_html_line(page, i));
    khd_arena_rewind(page->arena, mark);
    if (strange >= 0.25)
        return false;
    f->headings = HEADINGS_MOST;
    return true;
}

static void leave_out(finder *f)
{
    f->headings = 0;
    f->page->byline = find_byline(f);
    for (uint32_t i = 1; i < f->page->tree.n; i = khd_html_next(&f->page->tree, i)) {
        khd_html_node *node = &f->v[i];
        if (node->tag == KHD_HTML_TEXT)
            continue;
        if (is_hidden(f, i)) {
            node->off = KHD_HTML_HIDDEN;
        } else if (byline_rank(f, i) || repeats_title(f, i)) {
            node->off = KHD_HTML_DEBRIS;
        } else if (f->rules.strict && is_unlikely(f, i)) {
            node->off = KHD_HTML_UNLIKELY;
        }
    }
}

/* Tells blocks, and divs that are paragraphs. */
static void look_at_shapes(finder *f)
{
    khd_html_tree *tree = &f->page->tree;
    uint8_t *look = f->page->look;
    memset(look, 0, tree->n);
    for (uint32_t i = tree->n; i-- > 1;) {
        bool below = (look[i] & KHD_HTML_IS_BLOCKY) != 0;
        if (f->v[i].tag == KHD_HTML_DIV && !below)
            look[i] |= KHD_HTML_IS_PARAGRAPH;
        if (is_block(f->v[i].tag))
            look[i] |= KHD_HTML_IS_BLOCKY;
        if (!f->v[i].off && (look[i] & KHD_HTML_IS_BLOCKY))
            look[f->v[i].parent] |= KHD_HTML_IS_BLOCKY;
    }
}

/* ---- points -------------------------------------------------------------------------------- */

static float first_score(const finder *f, uint32_t i)
{
    float score = f->rules.weigh ? (float)khd_html_weight(&f->v[i]) : 0;
    switch ((khd_html_tag)f->v[i].tag) {
    case KHD_HTML_DIV:
        return score + 5;
    case KHD_HTML_PRE:
    case KHD_HTML_TD:
    case KHD_HTML_BLOCKQUOTE:
        return score + 3;
    case KHD_HTML_ADDRESS:
    case KHD_HTML_OL:
    case KHD_HTML_UL:
    case KHD_HTML_DL:
    case KHD_HTML_DD:
    case KHD_HTML_DT:
    case KHD_HTML_LI:
    case KHD_HTML_FORM:
        return score - 3;
    case KHD_HTML_H1:
    case KHD_HTML_H2:
    case KHD_HTML_H3:
    case KHD_HTML_H4:
    case KHD_HTML_H5:
    case KHD_HTML_H6:
    case KHD_HTML_TH:
        return score - 5;
    default:
        return score;
    }
}

static void set_first_score(finder *f, uint32_t i)
{
    if (f->page->look[i] & KHD_HTML_IS_SCORED)
        return;
    f->page->look[i] |= KHD_HTML_IS_SCORED;
    f->page->score[i] = first_score(f, i);
}

/* A paragraph that hangs on `parent` gives its points to what stands around it. */
static void give_points(finder *f, uint32_t parent, uint32_t chars, uint32_t commas)
{
    if (chars < UNIT_LEAST)
        return;
    uint32_t long_ones = chars / 100;
    float points = 2 + (float)commas + (float)(long_ones < 3 ? long_ones : 3);
    for (unsigned level = 0; level < LEVELS && parent; level++) {
        if (f->v[parent].tag == KHD_HTML_HTML)
            return;
        set_first_score(f, parent);
        f->page->score[parent] += points / (float)(level == 0 ? 1 : level == 1 ? 2 : level * 3);
        parent = f->v[parent].parent;
    }
}

/* Runs of text and inline elements between the blocks of a div, or in any element
 * between two line breaks in a row, are paragraphs too. */
static void score_runs(finder *f, uint32_t i)
{
    const khd_html_page *page = f->page;
    uint32_t chars = 0, commas = 0, runs = 0;
    bool break_before = false;
    for (uint32_t child = i + 1; child < f->v[i].end; child = f->v[child].end) {
        if (f->v[child].off)
            continue;
        bool line_break = f->v[child].tag == KHD_HTML_BR;
        bool ends = (page->look[child] & KHD_HTML_IS_BLOCKY) || (line_break && break_before);
        if (ends) {
            give_points(f, i, chars, commas);
            runs += chars > 0;
            chars = commas = 0;
        } else {
            chars += page->counts[child].chars;
            commas += page->counts[child].commas;
        }
        break_before = line_break || (break_before && !page->counts[child].chars);
    }
    give_points(f, i, chars, commas);
    f->page->runs[i] = runs + (chars > 0);
}

static bool is_unit(uint8_t tag)
{
    return tag == KHD_HTML_P || tag == KHD_HTML_TD || tag == KHD_HTML_PRE ||
           tag == KHD_HTML_SECTION || (tag >= KHD_HTML_H2 && tag <= KHD_HTML_H6);
}

static void score_all(finder *f)
{
    khd_html_page *page = f->page;
    memset(page->score, 0, page->tree.n * sizeof *page->score);
    memset(page->runs, 0, page->tree.n * sizeof *page->runs);
    for (uint32_t i = 1; i < page->tree.n; i = khd_html_next(&page->tree, i)) {
        if (f->v[i].off)
            continue;
        const khd_html_counts *c = &page->counts[i];
        if (is_unit(f->v[i].tag))
            give_points(f, f->v[i].parent, c->chars, c->commas);
        else if (page->look[i] & KHD_HTML_IS_PARAGRAPH)
            give_points(f, khd_html_link_share(c) < 0.25 ? f->v[i].parent : i, c->chars, c->commas);
        else if (f->v[i].tag == KHD_HTML_DIV)
            score_runs(f, i);
    }
}

/* ---- the best -------------------------------------------------------------------------------- */

static void scale_and_rank(finder *f)
{
    khd_html_page *page = f->page;
    f->tops = 0;
    for (uint32_t i = 1; i < page->tree.n; i = khd_html_next(&page->tree, i)) {
        if (f->v[i].off || !(page->look[i] & KHD_HTML_IS_SCORED))
            continue;
        page->score[i] *= (float)(1 - khd_html_link_share(&page->counts[i]));
        unsigned at = f->tops;
        while (at && page->score[f->top[at - 1]] < page->score[i])
            at--;
        f->tops += f->tops < TOPS;
        for (unsigned k = f->tops; at < TOPS && --k > at;)
            f->top[k] = f->top[k - 1];
        if (at < TOPS)
            f->top[at] = i;
    }
}

static bool is_within(const finder *f, uint32_t i, uint32_t around)
{
    return i > around && i < f->v[around].end;
}

/* The closest node around the best one that holds three others nearly as good. */
static uint32_t common_ground(const finder *f)
{
    const float *score = f->page->score;
    uint32_t good[TOPS];
    unsigned count = 0;
    for (unsigned k = 1; k < f->tops; k++)
        if (score[f->top[k]] >= 0.75F * score[f->top[0]])
            good[count++] = f->top[k];
    if (count < 3)
        return f->top[0];
    for (uint32_t i = f->v[f->top[0]].parent; i && f->v[i].tag != KHD_HTML_BODY;
         i = f->v[i].parent) {
        unsigned within = 0;
        for (unsigned k = 0; k < count; k++)
            within += is_within(f, good[k], i);
        if (within >= 3)
            return i;
    }
    return f->top[0];
}

/* Up from the best node while what stands around it gains by it. */
static uint32_t climb(finder *f, uint32_t top)
{
    const khd_html_page *page = f->page;
    float last = page->score[top], least = last / 3;
    for (uint32_t i = f->v[top].parent; i && f->v[i].tag != KHD_HTML_BODY; i = f->v[i].parent) {
        if (!(page->look[i] & KHD_HTML_IS_SCORED))
            continue;
        if (page->score[i] < least)
            break;
        if (page->score[i] > last) {
            top = i;
            break;
        }
        last = page->score[i];
    }
    return top;
}

/* Number of element children that are kept. */
static uint32_t children(const finder *f, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t c = i + 1; c < f->v[i].end; c = f->v[c].end)
        n += !f->v[c].off && f->v[c].tag != KHD_HTML_TEXT;
    return n;
}

static uint32_t out_of_wrappers(const finder *f, uint32_t top)
{
    for (uint32_t i = f->v[top].parent; i && f->v[i].tag != KHD_HTML_BODY; i = f->v[i].parent) {
        if (children(f, i) != 1)
            break;
        top = i;
    }
    return top;
}

/* A paragraph beside the article that is prose. */
static bool is_prose(const finder *f, uint32_t i)
{
    const khd_html_counts *c = &f->page->counts[i];
    bool paragraph = f->v[i].tag == KHD_HTML_P || (f->page->look[i] & KHD_HTML_IS_PARAGRAPH);
    double links = khd_html_link_share(c);
    if (!paragraph || !c->chars)
        return false;
    if (c->chars > 80)
        return links < 0.25;
    khd_mark mark = khd_arena_mark(f->page->arena);
    const char *line = khd_html_line(f->page, i);
    size_t n = strlen(line);
    bool stop = strstr(line, ". ") || (n && line[n - 1] == '.');
    khd_arena_rewind(f->page->arena, mark);
    return c->link == 0 && stop;
}

static void take_siblings(finder *f, uint32_t top)
{
    khd_html_page *page = f->page;
    float score = page->score[top], least = score * 0.2F > 10 ? score * 0.2F : 10;
    uint32_t parent = f->v[top].parent;
    page->roots.n = 0;
    for (uint32_t i = parent + 1; i < f->v[parent].end; i = f->v[i].end) {
        if (f->v[i].off || f->v[i].tag == KHD_HTML_TEXT)
            continue;
        bool alike = *f->v[i].a->class && !strcmp(f->v[i].a->class, f->v[top].a->class);
        bool scored = (page->look[i] & KHD_HTML_IS_SCORED) != 0;
        if (i == top || (scored && page->score[i] + (alike ? score * 0.2F : 0) >= least) ||
            is_prose(f, i))
            *KHD_PUSH(page->arena, &page->roots) = i;
    }
}

static uint32_t find_body(const finder *f)
{
    uint32_t n = f->page->tree.n;
    for (uint32_t i = 1; i < n; i++)
        if (f->v[i].tag == KHD_HTML_BODY)
            return i;
    return 0;
}

static void choose(finder *f)
{
    if (!f->tops || f->v[f->top[0]].tag == KHD_HTML_BODY) {
        f->page->roots.n = 0;
        *KHD_PUSH(f->page->arena, &f->page->roots) = find_body(f);
        return;
    }
    uint32_t top = common_ground(f);
    set_first_score(f, top);
    top = out_of_wrappers(f, climb(f, top));
    set_first_score(f, top);
    take_siblings(f, top);
}

/* ---- tries --------------------------------------------------------------------------------- */

static uint32_t text_size(const khd_html_page *page)
{
    uint32_t chars = 0;
    for (uint32_t i = 0; i < page->roots.n; i++)
        chars += page->tree.v[page->roots.v[i]].off ? 0 : page->counts[page->roots.v[i]].chars;
    return chars;
}

/* One try; gives the letters of the article. */
static uint32_t try_rules(finder *f, rules r)
{
    khd_html_page *page = f->page;
    f->rules = r;
    for (uint32_t i = 0; i < page->tree.n; i++)
        f->v[i].off = KHD_HTML_KEPT;
    look_at_shapes(f);
    khd_html_count(page, NULL, NULL);
    leave_out(f);
    look_at_shapes(f);
    khd_html_count(page, NULL, NULL);
    score_all(f);
    scale_and_rank(f);
    choose(f);
    khd_html_clean(page, r.weigh, r.clean);
    return text_size(page);
}

void khd_html_find(khd_html_page *page)
{
    static const rules tries[TRIES] = {
        {true, true, true}, {false, true, true}, {false, false, true}, {false, false, false}};
    uint32_t n = page->tree.n;
    page->counts = khd_arena_push(page->arena, n, sizeof *page->counts);
    page->signs = khd_arena_push(page->arena, n, sizeof *page->signs);
    page->score = khd_arena_push(page->arena, n, sizeof *page->score);
    page->runs = khd_arena_push(page->arena, n, sizeof *page->runs);
    page->look = khd_arena_push(page->arena, n, 1);
    khd_html_signs_count(page);
    finder f = {.page = page, .v = page->tree.v};
    uint32_t best = 0, best_size = 0;
    for (uint32_t t = 0; t < TRIES; t++) {
        uint32_t size = try_rules(&f, tries[t]);
        if (size >= TOO_SHORT)
            return;
        if (size > best_size * 2) {
            best = t;
            best_size = size;
        }
    }
    try_rules(&f, tries[best]);
}
