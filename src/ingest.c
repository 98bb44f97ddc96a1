/* ingest: lines of JSON Lines. See ingest.h.
 *
 * json-c parses; it tells where a line is broken but not where a value stands,
 * so a small scan of the top level finds a key's value again. The scan also
 * reads the id out of a line that is broken behind it.
 */
#include "ingest.h"

#include "status.h"

#include <json-c/json.h>
#include <string.h>

enum { DEPTH = 32 };

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(const char *s, size_t n, size_t at)
{
    while (at < n && blank(s[at]))
        at++;
    return at;
}

/* Past the string that opens at `at`; n when it does not close. */
static size_t skip_string(const char *s, size_t n, size_t at)
{
    for (at++; at < n && s[at] != '"'; at++)
        if (s[at] == '\\')
            at++;
    return at < n ? at + 1 : n;
}

/* Where the value of a top-level key begins (the last one when it is given
 * twice, as the parser takes it); n when it is not there. */
static size_t find_value(const char *s, size_t n, const char *key)
{
    size_t found = n, size = strlen(key);
    int depth = 0;
    for (size_t at = 0; at < n;) {
        if (s[at] == '"') {
            size_t end = skip_string(s, n, at);
            bool same = end - at == size + 2 && !memcmp(s + at + 1, key, size);
            size_t colon = skip_blanks(s, n, end);
            if (depth == 1 && same && colon < n && s[colon] == ':')
                found = skip_blanks(s, n, colon + 1);
            at = end;
            continue;
        }
        depth += s[at] == '{' || s[at] == '[';
        depth -= s[at] == '}' || s[at] == ']';
        at++;
    }
    return found;
}

/* ---- parsing ---------------------------------------------------------------- */

static khd_status parse_failed(json_tokener *tokener, size_t length, khd_error *error)
{
    size_t at = json_tokener_get_parse_end(tokener);
    switch (json_tokener_get_error(tokener)) {
    case json_tokener_continue:
        return khd_error_set(error, KHD_INPUT, length, "the line ends before its JSON object does");
    case json_tokener_error_depth:
        return khd_error_set(error, KHD_INPUT, at, "JSON is nested deeper than %d levels", DEPTH);
    case json_tokener_success:
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    default:
        return khd_error_set(error, KHD_INPUT, at, "not JSON: %s",
                             json_tokener_error_desc(json_tokener_get_error(tokener)));
    }
}

static khd_status parse(const char *bytes, size_t length, json_object **root, khd_error *error)
{
    json_tokener *tokener = json_tokener_new_ex(DEPTH);
    if (!tokener)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    khd_status status = KHD_OK;
    *root = json_tokener_parse_ex(tokener, bytes, (int)length);
    size_t end = skip_blanks(bytes, length, json_tokener_get_parse_end(tokener));
    if (!*root)
        status = parse_failed(tokener, length, error);
    else if (end < length) /* the parser stops at a NUL and is content */
        status = khd_error_set(error, KHD_INPUT, end, "not JSON: more stands behind the object");
    if (status && *root) {
        json_object_put(*root);
        *root = NULL;
    }
    json_tokener_free(tokener);
    return status;
}

/* ---- fields ------------------------------------------------------------------ */

/* The bytes of a JSON string, NULL for one with a NUL in it: it would be cut there. */
static const char *whole_string(json_object *value)
{
    const char *text = json_object_get_string(value);
    return strlen(text) == (size_t)json_object_get_string_len(value) ? text : NULL;
}

/* Takes the id (text or whole number) of a root object. */
static bool take_id(json_object *id, khd_line *line)
{
    line->id_number = json_object_is_type(id, json_type_int);
    if (line->id_number)
        line->input.id = json_object_to_json_string(id);
    else if (json_object_is_type(id, json_type_string))
        line->input.id = whole_string(id);
    return line->input.id || !id;
}

/* A number that the parser cut to its largest one would come back as another id. */
static bool id_is_exact(const char *bytes, size_t length, const char *id)
{
    size_t at = find_value(bytes, length, "id"), n = strlen(id);
    return n <= length - at && !memcmp(bytes + at, id, n) &&
           (at + n == length || !strchr("0123456789.eE", bytes[at + n]));
}

/* The id of a line that is no JSON as a whole. */
static void rescue_id(const char *bytes, size_t length, khd_line *line)
{
    size_t at = find_value(bytes, length, "id");
    json_tokener *tokener = at < length ? json_tokener_new_ex(2) : NULL;
    if (!tokener)
        return;
    json_object *id = json_tokener_parse_ex(tokener, bytes + at, (int)(length - at));
    json_tokener_free(tokener);
    if (!take_id(id, line) || !line->input.id ||
        (line->id_number && !id_is_exact(bytes, length, line->input.id))) {
        line->input.id = NULL;
        line->id_number = false;
        json_object_put(id);
        return;
    }
    line->root = id;
}

static const char *const text_fields[] = {"title", "published", "publisher", "url", "language"};

static const char **text_slot(khd_input *input, size_t field)
{
    const char **slots[] = {&input->title, &input->published, &input->publisher, &input->url,
                            &input->language};
    return slots[field];
}

static khd_status wrong_type(const char *bytes, size_t length, const char *field, khd_error *error)
{
    size_t at = find_value(bytes, length, field);
    return khd_error_set(error, KHD_INPUT, at < length ? at : 0, "\"%s\" must be a string%s%s",
                         field,
                         strcmp(field, "text") && strcmp(field, "html") ? " without NUL" : "",
                         strcmp(field, "id") ? "" : " or a whole number");
}

/* The report: "text", else "html"; null is not told. */
static khd_status take_text(const char *bytes, size_t length, khd_line *line, khd_error *error)
{
    json_object *value = NULL;
    const char *field = "text";
    json_object_object_get_ex(line->root, field, &value);
    if (!value && json_object_object_get_ex(line->root, "html", &value)) {
        field = "html";
        line->input.form = KHD_FORM_HTML;
    }
    if (!value)
        return khd_error_set(error, KHD_INPUT, 0, "the object has no \"text\" and no \"html\"");
    if (!json_object_is_type(value, json_type_string))
        return wrong_type(bytes, length, field, error);
    line->input.text = json_object_get_string(value);
    line->input.length = (size_t)json_object_get_string_len(value);
    return KHD_OK;
}

static khd_status take_fields(const char *bytes, size_t length, khd_line *line, khd_error *error)
{
    json_object *root = line->root, *value = NULL;
    json_object_object_get_ex(root, "id", &value);
    if (!take_id(value, line) || (line->id_number && !id_is_exact(bytes, length, line->input.id))) {
        line->input.id = NULL;
        line->id_number = false;
        return wrong_type(bytes, length, "id", error);
    }
    for (size_t i = 0; i < sizeof text_fields / sizeof *text_fields; i++) {
        json_object_object_get_ex(root, text_fields[i], &value);
        if (value && (!json_object_is_type(value, json_type_string) || !whole_string(value)))
            return wrong_type(bytes, length, text_fields[i], error);
        *text_slot(&line->input, i) = value ? whole_string(value) : NULL;
    }
    return take_text(bytes, length, line, error);
}

khd_status khd_line_read(const char *bytes, size_t length, khd_line *line, khd_error *error)
{
    *line = (khd_line){0};
    if (length > KHD_LINE_CEILING)
        return khd_error_set(error, KHD_TOO_LARGE, KHD_LINE_CEILING,
                             "the line is longer than %zu bytes", KHD_LINE_CEILING);
    size_t first = skip_blanks(bytes, length, 0);
    if (first == length)
        return khd_error_set(error, KHD_INPUT, 0, "the line is empty");
    if (bytes[first] != '{')
        return khd_error_set(error, KHD_INPUT, first, "the line is no JSON object");
    json_object *root = NULL;
    khd_status status = parse(bytes, length, &root, error);
    if (status) {
        rescue_id(bytes, length, line);
        return status;
    }
    line->root = root;
    return take_fields(bytes, length, line, error);
}

void khd_line_free(khd_line *line)
{
    json_object_put(line->root);
    *line = (khd_line){0};
}

/* ---- what kind of input ------------------------------------------------------- */

/* True when a line looks like the start of a JSON object, or of a printed one. */
static bool opens_object(const char *line, size_t n)
{
    if (!n || line[0] != '{')
        return false;
    size_t next = skip_blanks(line, n, 1);
    return next == n || line[next] == '"' || line[next] == '}';
}

/* Most of the first lines decide: a scraped page may hold one line of JSON, and a
 * batch one broken line. */
khd_kind khd_kind_find(const char *bytes, size_t length)
{
    enum { LINES = 20 };
    unsigned lines = 0, objects = 0;
    bool first = false;
    size_t at = length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < length && lines < LINES) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t next = end ? (size_t)(end - bytes) : length;
        size_t begin = skip_blanks(bytes, next, at);
        if (begin < next) {
            bool object = opens_object(bytes + begin, next - begin);
            first |= object && !lines && next - skip_blanks(bytes, next, begin + 1) == 0;
            objects += object;
            lines++;
        }
        at = next + 1;
    }
    return lines && (first || objects * 2 >= lines) ? KHD_KIND_JSON_LINES : KHD_KIND_TEXT;
}

/* True when the bytes are `word`, whatever the case of ASCII letters. */
static bool begins(const char *bytes, size_t n, const char *word)
{
    size_t size = strlen(word);
    if (n < size)
        return false;
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i])
            return false;
    }
    return true;
}

/* Past blanks, comments, declarations and processing instructions that may stand before
 * the first element; *xml when there was one of XML. */
static size_t skip_prolog(const char *bytes, size_t n, bool *xml)
{
    size_t at = skip_blanks(bytes, n, 0);
    while (at + 4 < n && bytes[at] == '<') {
        const char *close = !memcmp(bytes + at, "<!--", 4) ? "-->" : "?>";
        if (*close == '?' && bytes[at + 1] != '?')
            break;
        *xml = *xml || begins(bytes + at, n - at, "<?xml");
        const char *end = bytes + at;
        size_t size = strlen(close);
        while (end && (size_t)(bytes + n - end) >= size && memcmp(end, close, size) != 0)
            end = memchr(end + 1, *close, (size_t)(bytes + n - end) - 1);
        if (!end || (size_t)(bytes + n - end) < size)
            return n;
        at = skip_blanks(bytes, n, (size_t)(end - bytes) + size);
    }
    return at;
}

khd_markup khd_markup_find(const char *bytes, size_t length)
{
    enum { LOOK = 4096 };
    static const char *const pages[] = {"<!doctype", "<html", "<head", "<body"};
    bool xml = false;
    size_t at = length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    bytes += at;
    length = length - at < LOOK ? length - at : LOOK;
    at = skip_prolog(bytes, length, &xml);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (begins(bytes + at, length - at, pages[i]))
            return KHD_MARKUP_HTML;
    bool feed = begins(bytes + at, length - at, "<rss") ||
                begins(bytes + at, length - at, "<feed") ||
                begins(bytes + at, length - at, "<rdf:rdf");
    return feed || xml ? KHD_MARKUP_FEED : KHD_MARKUP_NONE;
}
