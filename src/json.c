/* json: a small JSON emitter. See json.h. */
#include "json.h"

#include <string.h>

void khd_json_next(khd_buffer *out)
{
    char last = out->n ? out->v[out->n - 1] : '[';
    if (last != '{' && last != '[' && last != ':')
        khd_buffer_char(out, ',');
}

void khd_json_key(khd_buffer *out, const char *name)
{
    khd_json_next(out);
    khd_buffer_char(out, '"');
    khd_buffer_text(out, name);
    khd_buffer_text(out, "\":");
}

void khd_json_open(khd_buffer *out, char bracket)
{
    khd_json_next(out);
    khd_buffer_char(out, bracket);
}

void khd_json_text(khd_buffer *out, const char *value)
{
    khd_json_next(out);
    if (value)
        khd_buffer_json(out, value, strlen(value));
    else
        khd_buffer_text(out, "null");
}

void khd_json_text_field(khd_buffer *out, const char *name, const char *value)
{
    khd_json_key(out, name);
    khd_json_text(out, value);
}

void khd_json_told_field(khd_buffer *out, const char *name, const char *value)
{
    khd_json_text_field(out, name, value && *value ? value : NULL);
}

void khd_json_int_field(khd_buffer *out, const char *name, int64_t value)
{
    khd_json_key(out, name);
    if (value < 0)
        khd_buffer_text(out, "null");
    else
        khd_buffer_int(out, value);
}

void khd_json_number_field(khd_buffer *out, const char *name, double value, int decimals)
{
    khd_json_key(out, name);
    khd_buffer_fixed(out, value, decimals);
}
