/* html_data: JSON-LD of a page (schema.org): the object that is an article, in a list
 * or a @graph too. json-c parses; what it holds is copied out before it is freed. */
#include "html_meta.h"

#include <json-c/json.h>
#include <string.h>

enum { DEPTH = 32, OBJECTS_MOST = 256, SCRIPT_MOST = 1 << 20 };

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

static bool is_article_type(json_object *type)
{
    if (json_object_is_type(type, json_type_array)) {
        size_t n = json_object_array_length(type);
        for (size_t i = 0; i < n && i < 8; i++)
            if (is_article_type(json_object_array_get_idx(type, i)))
                return true;
        return false;
    }
    const char *name =
        json_object_is_type(type, json_type_string) ? json_object_get_string(type) : "";
    return ends_with(name, "Article") || ends_with(name, "Posting") || ends_with(name, "Report");
}

static const char *text_of(json_object *value)
{
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

/* The text of a value: itself, its "name", or those of its items parted by commas. */
static void take_names(json_object *value, char *field, size_t size)
{
    char names[300] = "";
    size_t used = 0, n = 1;
    bool list = json_object_is_type(value, json_type_array);
    if (list)
        n = json_object_array_length(value);
    for (size_t i = 0; i < n && i < 8; i++) {
        json_object *item = list ? json_object_array_get_idx(value, i) : value, *name = item;
        if (json_object_is_type(item, json_type_object) &&
            !json_object_object_get_ex(item, "name", &name))
            continue;
        if (json_object_is_type(name, json_type_array))
            name = json_object_array_get_idx(name, 0);
        const char *text = text_of(name);
        size_t m = strlen(text);
        if (!m || used + m + 3 > sizeof names)
            continue;
        memcpy(names + used, ", ", 2);
        memcpy(names + used + (used ? 2 : 0), text, m);
        used += m + (used ? 2 : 0);
        names[used] = 0;
    }
    khd_html_field_set(field, size, names, used);
}

static void take_article(json_object *article, khd_html_meta *meta)
{
    json_object *value;
    const char *headline = "", *name = "";
    if (json_object_object_get_ex(article, "headline", &value))
        headline = text_of(value);
    if (json_object_object_get_ex(article, "name", &value))
        name = text_of(value);
    /* of two, the one that <title> begins with */
    bool by_name = !*headline || (*name && !strncmp(meta->whole_title, name, strlen(name)) &&
                                  strncmp(meta->whole_title, headline, strlen(headline)) != 0);
    KHD_HTML_SET(meta->title, by_name ? name : headline, strlen(by_name ? name : headline));
    if (json_object_object_get_ex(article, "author", &value))
        take_names(value, meta->byline, sizeof meta->byline);
    if (json_object_object_get_ex(article, "publisher", &value))
        take_names(value, meta->publisher, sizeof meta->publisher);
    if (json_object_object_get_ex(article, "datePublished", &value))
        khd_html_published_set(meta, text_of(value), "JSON-LD");
    if (json_object_object_get_ex(article, "inLanguage", &value)) {
        const char *language = text_of(value);
        KHD_HTML_SET(meta->language, language, strlen(language));
    }
}

/* Looks for an article in a value, its items and its @graph. */
static bool find_article(json_object *value, unsigned depth, unsigned *budget, khd_html_meta *meta)
{
    json_object *inner;
    if (depth > 4 || !*budget)
        return false;
    --*budget;
    if (json_object_is_type(value, json_type_array)) {
        size_t n = json_object_array_length(value);
        for (size_t i = 0; i < n && *budget; i++)
            if (find_article(json_object_array_get_idx(value, i), depth + 1, budget, meta))
                return true;
        return false;
    }
    if (!json_object_is_type(value, json_type_object))
        return false;
    if (json_object_object_get_ex(value, "@type", &inner) && is_article_type(inner)) {
        take_article(value, meta);
        return true;
    }
    static const char *const around[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        if (json_object_object_get_ex(value, around[i], &inner) &&
            find_article(inner, depth + 1, budget, meta))
            return true;
    return false;
}

/* Where the value begins: behind what hides it from old parsers ("<![CDATA["). */
static const char *find_value(khd_html_slice script)
{
    static const char cover[] = "<![CDATA[";
    const char *end = script.v + script.n;
    for (const char *p = script.v; p < end; p++) {
        if ((size_t)(end - p) > sizeof cover && !memcmp(p, cover, sizeof cover - 1))
            p += sizeof cover - 1;
        if (*p == '{' || *p == '[')
            return p;
    }
    return NULL;
}

void khd_html_data_read(khd_html_slice script, khd_html_meta *meta)
{
    const char *begin = script.n <= SCRIPT_MOST ? find_value(script) : NULL;
    json_tokener *tokener = begin ? json_tokener_new_ex(DEPTH) : NULL;
    if (!tokener)
        return;
    json_object *root =
        json_tokener_parse_ex(tokener, begin, (int)(script.n - (size_t)(begin - script.v)));
    json_tokener_free(tokener);
    unsigned budget = OBJECTS_MOST;
    find_article(root, 0, &budget, meta);
    json_object_put(root);
}
