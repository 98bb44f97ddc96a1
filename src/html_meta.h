/* html_meta: what a page says about itself: title, author, publisher, day of issue,
 * language. Fixed fields, so that nothing is pushed while a parser holds memory; ""
 * means not told. Every field takes the first source that tells it, in this order of
 * trust: JSON-LD, OpenGraph and other <meta>, elements (time, byline, h1, title),
 * visible words, the address.
 */
#ifndef KHD_HTML_META_H
#define KHD_HTML_META_H

#include "html_page.h"

typedef struct {
    char title[1000], byline[300], publisher[300], published[100], language[40], url[2000];
    char whole_title[1000];   /* <title> as it stands */
    const char *published_by; /* where the day of issue was told */
} khd_html_meta;

/* JSON-LD, <meta>, <title>, the language of <html>. */
void khd_html_meta_read(const khd_html_page *page, const khd_html_lean *lean, khd_html_meta *meta);
/* What only the page's elements tell, after khd_html_find; `url` may be NULL. */
void khd_html_meta_complete(const khd_html_page *page, const char *url, khd_html_meta *meta);

/* Parts. */

/* Takes what a JSON-LD script tells into fields that are not told yet. */
void khd_html_data_read(khd_html_slice script, khd_html_meta *meta);
/* Sets a field that is not told yet: blanks squeezed, cut to its room. */
void khd_html_field_set(char *field, size_t size, const char *value, size_t n);
#define KHD_HTML_SET(field, value, n) khd_html_field_set((field), sizeof(field), (value), (n))
/* Sets the day of issue when the value begins with a date that can be told. */
void khd_html_published_set(khd_html_meta *meta, const char *value, const char *by);
/* The title of a page without the name of the site. */
void khd_html_title_cut(const char *title, char *out, size_t size);

#endif
