/* html: see html.h. */
#include "html.h"

#include "decode.h"
#include "html_meta.h"
#include "status.h"
#include "utf8.h"

#include <libxml/parser.h>
#include <string.h>

enum { HEAD_BYTES = 4096 };

void khd_html_start(void)
{
    xmlInitParser();
}

/* The encoding that <meta charset> or http-equiv tells in the first bytes; "" none. */
static void find_charset(const char *bytes, size_t n, char *name, size_t room)
{
    static const char word[] = "charset";
    size_t used = 0;
    n = n < HEAD_BYTES ? n : HEAD_BYTES;
    for (size_t at = 0; at + sizeof word < n && !used; at++) {
        if (!khd_utf8_is(bytes + at, sizeof word - 1, word))
            continue;
        for (at += sizeof word - 1; at < n && strchr(" \t\r\n=\"'", bytes[at]) && bytes[at];)
            at++;
        while (at < n && used + 1 < room && bytes[at] > ' ' && !strchr("\"';/>", bytes[at]))
            name[used++] = bytes[at++];
    }
    name[used] = 0;
}

static const char *told(khd_doc *doc, const char *given, const char *found)
{
    if (given && *given)
        return given;
    return *found ? khd_arena_text(doc->arena, found, strlen(found)) : given;
}

static void set_metadata(khd_doc *doc, const khd_html_meta *meta)
{
    bool published = !(doc->published && *doc->published) && *meta->published;
    doc->title = told(doc, doc->title, meta->title);
    doc->publisher = told(doc, doc->publisher, meta->publisher);
    doc->published = told(doc, doc->published, meta->published);
    doc->language = told(doc, doc->language, meta->language);
    doc->url = told(doc, doc->url, meta->url);
    doc->byline = told(doc, NULL, meta->byline);
    if (published)
        khd_doc_note(doc, khd_doc_format(doc, "publication date read from the page: %s",
                                         meta->published_by));
}

/* Takes the article's text for the document's. */
static void set_text(khd_doc *doc, const char *text, size_t n)
{
    if (doc->removed.n)
        khd_doc_note(doc, khd_doc_format(doc,
                                         "bytes of the page that could not be decoded were "
                                         "left out: %u runs",
                                         doc->removed.n));
    doc->removed.n = 0; /* their places were those of the page */
    doc->text = text;
    doc->length = (uint32_t)n;
    doc->extracted = true;
}

khd_status khd_html_run(khd_doc *doc, const khd_lexicon *lexicon, const char *bytes, size_t length,
                        khd_error *error)
{
    char charset[40];
    find_charset(bytes, length, charset, sizeof charset);
    khd_status status = khd_decode_named(doc, bytes, length, charset, error);
    if (status)
        return status;
    khd_html_page page = {.arena = doc->arena};
    khd_html_meta meta = {0};
    khd_html_lean lean = khd_html_lean_read(doc->arena, doc->text, doc->length);
    if (!khd_html_tree_read(doc->arena, &lean, &page.tree))
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    khd_html_words_mark(&page.tree, khd_lexicon_table(lexicon, "page_words"));
    khd_html_meta_read(&page, &lean, &meta);
    page.title = *meta.title ? meta.title : NULL;
    khd_html_find(&page);
    khd_html_meta_complete(&page, doc->url, &meta);
    size_t n;
    const char *text = khd_html_write(&page, &n);
    set_metadata(doc, &meta);
    set_text(doc, text, n);
    if (page.tree.cut)
        khd_doc_note(doc, "the page is too broken to be read to its end");
    return KHD_OK;
}
