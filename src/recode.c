/* recode: comparing two records. See recode.h. */
#include "recode.h"

#include "json.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* Fields that are compared, in the order of the record. */
static const char *const fields[] = {"class", "status", "mentions",   "side_a",
                                     "side_b", "blame", "means",      "place",
                                     "date",  "casualties", "sources", "codes"};
enum { FIELDS = sizeof fields / sizeof *fields, SHOWN_MOST = 400 };

typedef struct {
    khd_buffer *out;
    const char *name, *report;
    bool json, begun;
} telling;

static json_object *field(json_object *object, const char *name)
{
    json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *text_of(json_object *object, const char *name)
{
    json_object *value = field(object, name);
    const char *text = value ? json_object_get_string(value) : NULL;
    return text ? text : "";
}

static const char *plain(json_object *value)
{
    const char *text = value ? json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                              JSON_C_TO_STRING_NOSLASHESCAPE)
                             : "null";
    return text ? text : "null";
}

/* The accounts by their ids; NULL without memory. */
static json_object *index_accounts(json_object *accounts)
{
    json_object *map = json_object_new_object();
    size_t n = map && accounts ? json_object_array_length(accounts) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *account = json_object_array_get_idx(accounts, i);
        json_object_object_add(map, text_of(account, "id"), json_object_get(account));
    }
    return map;
}

/* ---- telling ------------------------------------------------------------------------ */

static void begin(telling *t)
{
    if (t->begun)
        return;
    t->begun = true;
    if (t->json) {
        khd_json_open(t->out, '{');
        khd_json_text_field(t->out, "name", t->name);
        khd_json_text_field(t->out, "sha256", t->report);
        khd_json_key(t->out, "changes");
        khd_json_open(t->out, '[');
    } else {
        khd_buffer_text(t->out, t->name);
        khd_buffer_char(t->out, '\n');
    }
}

static void end(telling *t)
{
    if (t->begun && t->json)
        khd_buffer_text(t->out, "]}\n");
}

/* The words of an account's trigger in quotes. */
static void trigger(telling *t, json_object *account)
{
    json_object *mentions = field(account, "mentions");
    json_object *first = mentions ? json_object_array_get_idx(mentions, 0) : NULL;
    if (!first)
        return;
    khd_buffer_text(t->out, ", \"");
    khd_buffer_text(t->out, text_of(first, "text"));
    khd_buffer_char(t->out, '"');
}

static void tell_account(telling *t, const char *what, json_object *account)
{
    begin(t);
    if (t->json) {
        khd_json_open(t->out, '{');
        khd_json_text_field(t->out, "id", text_of(account, "id"));
        khd_json_text_field(t->out, "change", what);
        khd_json_key(t->out, "account");
        khd_buffer_text(t->out, plain(account));
        khd_buffer_char(t->out, '}');
        return;
    }
    khd_buffer_text(t->out, !strcmp(what, "added") ? "  + " : "  - ");
    khd_buffer_text(t->out, text_of(account, "id"));
    khd_buffer_char(t->out, ' ');
    khd_buffer_text(t->out, text_of(account, "class"));
    trigger(t, account);
    khd_buffer_char(t->out, '\n');
}

static void shown_value(telling *t, json_object *value)
{
    const char *text = plain(value);
    size_t n = strlen(text), shown = n;
    if (n > SHOWN_MOST)
        for (shown = SHOWN_MOST; shown && (text[shown] & 0xC0) == 0x80;)
            shown--;
    khd_buffer_bytes(t->out, text, shown);
    if (shown < n)
        khd_buffer_text(t->out, "...");
}

static void tell_field(telling *t, const char *id, const char *name, json_object *values[2])
{
    begin(t);
    if (t->json) {
        khd_json_open(t->out, '{');
        khd_json_text_field(t->out, "id", id);
        khd_json_text_field(t->out, "change", name);
        khd_json_key(t->out, "before");
        khd_buffer_text(t->out, plain(values[0]));
        khd_json_key(t->out, "after");
        khd_buffer_text(t->out, plain(values[1]));
        khd_buffer_char(t->out, '}');
        return;
    }
    khd_buffer_text(t->out, "  ~ ");
    khd_buffer_text(t->out, id);
    khd_buffer_char(t->out, ' ');
    khd_buffer_text(t->out, name);
    khd_buffer_text(t->out, "\n      was ");
    shown_value(t, values[0]);
    khd_buffer_text(t->out, "\n      is  ");
    shown_value(t, values[1]);
    khd_buffer_char(t->out, '\n');
}

/* ---- comparing ------------------------------------------------------------------------ */

static void compare_account(telling *t, json_object *before, json_object *after)
{
    for (int i = 0; i < FIELDS; i++) {
        json_object *values[2] = {field(before, fields[i]), field(after, fields[i])};
        if (!json_object_equal(values[0], values[1]))
            tell_field(t, text_of(after, "id"), fields[i], values);
    }
}

static khd_status compare_accounts(telling *t, json_object *before, json_object *after)
{
    json_object *old = index_accounts(before), *new = index_accounts(after);
    size_t n = old && new && before ? json_object_array_length(before) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *account = json_object_array_get_idx(before, i);
        json_object *again = field(new, text_of(account, "id"));
        if (again)
            compare_account(t, account, again);
        else
            tell_account(t, "removed", account);
    }
    n = old && new && after ? json_object_array_length(after) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *account = json_object_array_get_idx(after, i);
        if (!field(old, text_of(account, "id")))
            tell_account(t, "added", account);
    }
    khd_status status = old && new ? KHD_OK : KHD_NOMEM;
    json_object_put(old);
    json_object_put(new);
    return status;
}

khd_status khd_recode_compare(khd_buffer *out, const char *name, const char *before,
                              const char *after, bool json)
{
    if (!strcmp(before, after))
        return KHD_OK;
    json_object *old = json_tokener_parse(before), *new = json_tokener_parse(after);
    khd_status status = old && new ? KHD_OK : KHD_NOMEM;
    if (!status) {
        telling t = {.out = out,
                     .name = name,
                     .report = text_of(field(new, "report"), "sha256"),
                     .json = json};
        status = compare_accounts(&t, field(old, "accounts"), field(new, "accounts"));
        end(&t);
        if (out->failed)
            status = KHD_NOMEM;
    }
    json_object_put(old);
    json_object_put(new);
    return status;
}
