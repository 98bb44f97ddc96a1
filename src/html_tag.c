/* html_tag: see html_tag.h. */
#include "html_tag.h"

#include <string.h>

typedef struct {
    const char *name;
    unsigned flags;
} tag_row;

#define ROW(name, text, flags) {text, flags},
static const tag_row rows[KHD_HTML_TAG_COUNT] = {KHD_HTML_TAGS(ROW){"#text", KHD_HTML_INLINE},
                                                 {"#none", KHD_HTML_INLINE}};

/* The first row of each letter from a to z, and the end. */
static const uint8_t first[] = {
    KHD_HTML_A,    KHD_HTML_B,     KHD_HTML_CAPTION, KHD_HTML_DD,  KHD_HTML_EM,  KHD_HTML_FIELDSET,
    KHD_HTML_H1,   KHD_HTML_H1,    KHD_HTML_I,       KHD_HTML_KBD, KHD_HTML_KBD, KHD_HTML_LABEL,
    KHD_HTML_MAIN, KHD_HTML_NAV,   KHD_HTML_OBJECT,  KHD_HTML_P,   KHD_HTML_Q,   KHD_HTML_S,
    KHD_HTML_S,    KHD_HTML_TABLE, KHD_HTML_U,       KHD_HTML_VAR, KHD_HTML_WBR, KHD_HTML_TEXT,
    KHD_HTML_TEXT, KHD_HTML_TEXT,  KHD_HTML_TEXT};

khd_html_tag khd_html_tag_find(const char *name, size_t n)
{
    if (!n || *name < 'a' || *name > 'z')
        return KHD_HTML_NONE;
    for (unsigned i = first[*name - 'a']; i < first[*name - 'a' + 1]; i++) {
        size_t same = 1;
        while (same < n && rows[i].name[same] == name[same])
            same++;
        if (same == n && !rows[i].name[n])
            return (khd_html_tag)i;
    }
    return memchr(name, '-', n) ? KHD_HTML_DIV : KHD_HTML_NONE;
}

const char *khd_html_tag_name(khd_html_tag tag)
{
    return rows[tag].name;
}

unsigned khd_html_tag_flags(khd_html_tag tag)
{
    return rows[tag].flags;
}
