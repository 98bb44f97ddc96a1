/* html_tag: the elements of HTML that pages are made of, and what each is to a
 * reader. A name that is not here is no element to us; one with a hyphen (a custom
 * element) is taken for a div.
 */
#ifndef KHD_HTML_TAG_H
#define KHD_HTML_TAG_H

#include <stddef.h>
#include <stdint.h>

enum {
    KHD_HTML_INLINE = 1,  /* runs on in its line */
    KHD_HTML_VOID = 2,    /* has no end tag */
    KHD_HTML_DROP = 4,    /* its content is no text of the page */
    KHD_HTML_RAW = 8,     /* ... and is not even markup: up to its end tag */
    KHD_HTML_MODERN = 16, /* a block that libxml2's parser does not know */
    KHD_HTML_PLAIN = 32   /* sets type only: its tags are passed over */
};

/* X(NAME, "name", flags), in the order of the names. */
#define KHD_HTML_TAGS(X)                                                    \
    X(A, "a", KHD_HTML_INLINE)                                              \
    X(ABBR, "abbr", KHD_HTML_INLINE | KHD_HTML_PLAIN)                       \
    X(ACRONYM, "acronym", KHD_HTML_INLINE | KHD_HTML_PLAIN)                 \
    X(ADDRESS, "address", 0)                                                \
    X(ARTICLE, "article", KHD_HTML_MODERN)                                  \
    X(ASIDE, "aside", KHD_HTML_MODERN)                                      \
    X(AUDIO, "audio", KHD_HTML_INLINE | KHD_HTML_DROP)                      \
    X(B, "b", KHD_HTML_INLINE | KHD_HTML_PLAIN)                             \
    X(BASE, "base", KHD_HTML_INLINE | KHD_HTML_VOID)                        \
    X(BDI, "bdi", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(BDO, "bdo", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(BIG, "big", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(BLOCKQUOTE, "blockquote", 0)                                          \
    X(BODY, "body", 0)                                                      \
    X(BR, "br", KHD_HTML_INLINE | KHD_HTML_VOID)                            \
    X(BUTTON, "button", KHD_HTML_INLINE | KHD_HTML_DROP)                    \
    X(CAPTION, "caption", 0)                                                \
    X(CENTER, "center", 0)                                                  \
    X(CITE, "cite", KHD_HTML_INLINE)                                        \
    X(CODE, "code", KHD_HTML_INLINE)                                        \
    X(COL, "col", KHD_HTML_VOID)                                            \
    X(COLGROUP, "colgroup", 0)                                              \
    X(DD, "dd", 0)                                                          \
    X(DEL, "del", KHD_HTML_INLINE)                                          \
    X(DETAILS, "details", KHD_HTML_MODERN)                                  \
    X(DFN, "dfn", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(DIALOG, "dialog", KHD_HTML_MODERN)                                    \
    X(DIV, "div", 0)                                                        \
    X(DL, "dl", 0)                                                          \
    X(DT, "dt", 0)                                                          \
    X(EM, "em", KHD_HTML_INLINE | KHD_HTML_PLAIN)                           \
    X(EMBED, "embed", KHD_HTML_INLINE | KHD_HTML_VOID)                      \
    X(FIELDSET, "fieldset", 0)                                              \
    X(FIGCAPTION, "figcaption", KHD_HTML_MODERN)                            \
    X(FIGURE, "figure", KHD_HTML_MODERN)                                    \
    X(FONT, "font", KHD_HTML_INLINE | KHD_HTML_PLAIN)                       \
    X(FOOTER, "footer", KHD_HTML_MODERN)                                    \
    X(FORM, "form", 0)                                                      \
    X(H1, "h1", 0)                                                          \
    X(H2, "h2", 0)                                                          \
    X(H3, "h3", 0)                                                          \
    X(H4, "h4", 0)                                                          \
    X(H5, "h5", 0)                                                          \
    X(H6, "h6", 0)                                                          \
    X(HEAD, "head", 0)                                                      \
    X(HEADER, "header", KHD_HTML_MODERN)                                    \
    X(HGROUP, "hgroup", KHD_HTML_MODERN)                                    \
    X(HR, "hr", KHD_HTML_VOID)                                              \
    X(HTML, "html", 0)                                                      \
    X(I, "i", KHD_HTML_INLINE | KHD_HTML_PLAIN)                             \
    X(IFRAME, "iframe", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW)     \
    X(IMG, "img", KHD_HTML_INLINE | KHD_HTML_VOID)                          \
    X(INPUT, "input", KHD_HTML_INLINE | KHD_HTML_VOID)                      \
    X(INS, "ins", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(KBD, "kbd", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(LABEL, "label", KHD_HTML_INLINE)                                      \
    X(LEGEND, "legend", 0)                                                  \
    X(LI, "li", 0)                                                          \
    X(LINK, "link", KHD_HTML_INLINE | KHD_HTML_VOID)                        \
    X(MAIN, "main", KHD_HTML_MODERN)                                        \
    X(MARK, "mark", KHD_HTML_INLINE | KHD_HTML_PLAIN)                       \
    X(MENU, "menu", 0)                                                      \
    X(META, "meta", KHD_HTML_INLINE | KHD_HTML_VOID)                        \
    X(NAV, "nav", KHD_HTML_MODERN)                                          \
    X(NOEMBED, "noembed", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW)   \
    X(NOFRAMES, "noframes", KHD_HTML_DROP | KHD_HTML_RAW)                   \
    X(NOSCRIPT, "noscript", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW) \
    X(OBJECT, "object", KHD_HTML_INLINE | KHD_HTML_DROP)                    \
    X(OL, "ol", 0)                                                          \
    X(OPTION, "option", KHD_HTML_DROP)                                      \
    X(P, "p", 0)                                                            \
    X(PRE, "pre", 0)                                                        \
    X(Q, "q", KHD_HTML_INLINE | KHD_HTML_PLAIN)                             \
    X(S, "s", KHD_HTML_INLINE | KHD_HTML_PLAIN)                             \
    X(SAMP, "samp", KHD_HTML_INLINE | KHD_HTML_PLAIN)                       \
    X(SCRIPT, "script", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW)     \
    X(SECTION, "section", KHD_HTML_MODERN)                                  \
    X(SELECT, "select", KHD_HTML_INLINE | KHD_HTML_DROP)                    \
    X(SMALL, "small", KHD_HTML_INLINE | KHD_HTML_PLAIN)                     \
    X(SPAN, "span", KHD_HTML_INLINE)                                        \
    X(STRIKE, "strike", KHD_HTML_INLINE | KHD_HTML_PLAIN)                   \
    X(STRONG, "strong", KHD_HTML_INLINE | KHD_HTML_PLAIN)                   \
    X(STYLE, "style", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW)       \
    X(SUB, "sub", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(SUMMARY, "summary", KHD_HTML_MODERN)                                  \
    X(SUP, "sup", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(SVG, "svg", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW)           \
    X(TABLE, "table", 0)                                                    \
    X(TBODY, "tbody", 0)                                                    \
    X(TD, "td", 0)                                                          \
    X(TEMPLATE, "template", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW) \
    X(TEXTAREA, "textarea", KHD_HTML_INLINE | KHD_HTML_DROP | KHD_HTML_RAW) \
    X(TFOOT, "tfoot", 0)                                                    \
    X(TH, "th", 0)                                                          \
    X(THEAD, "thead", 0)                                                    \
    X(TIME, "time", KHD_HTML_INLINE)                                        \
    X(TITLE, "title", KHD_HTML_DROP)                                        \
    X(TR, "tr", 0)                                                          \
    X(TT, "tt", KHD_HTML_INLINE | KHD_HTML_PLAIN)                           \
    X(U, "u", KHD_HTML_INLINE | KHD_HTML_PLAIN)                             \
    X(UL, "ul", 0)                                                          \
    X(VAR, "var", KHD_HTML_INLINE | KHD_HTML_PLAIN)                         \
    X(VIDEO, "video", KHD_HTML_INLINE | KHD_HTML_DROP)                      \
    X(WBR, "wbr", KHD_HTML_INLINE | KHD_HTML_VOID)

#define KHD_HTML_ENUM(name, text, flags) KHD_HTML_##name,
typedef enum {
    KHD_HTML_TAGS(KHD_HTML_ENUM) KHD_HTML_TEXT, /* a run of text */
    KHD_HTML_NONE,                              /* no element */
    KHD_HTML_TAG_COUNT
} khd_html_tag;

/* The element of a name in lower case, KHD_HTML_NONE for others. */
khd_html_tag khd_html_tag_find(const char *name, size_t n);
const char *khd_html_tag_name(khd_html_tag tag);
unsigned khd_html_tag_flags(khd_html_tag tag);

#endif
