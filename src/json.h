/* json: a small JSON emitter: a handful of functions over a buffer instead of a
 * tree of objects. The order of fields is the order of the calls. The caller
 * closes what it opens, with khd_buffer_char.
 */
#ifndef KHD_JSON_H
#define KHD_JSON_H

#include "buffer.h"

/* A comma unless this is the first thing in its object or list. */
void khd_json_next(khd_buffer *out);
void khd_json_key(khd_buffer *out, const char *name);
/* '{' or '[', as a value or an item. */
void khd_json_open(khd_buffer *out, char bracket);
/* A string; null for NULL. */
void khd_json_text(khd_buffer *out, const char *value);
void khd_json_text_field(khd_buffer *out, const char *name, const char *value);
/* "" means not told, as NULL does. */
void khd_json_told_field(khd_buffer *out, const char *name, const char *value);
/* Negative counts and indexes are "not told". */
void khd_json_int_field(khd_buffer *out, const char *name, int64_t value);
void khd_json_number_field(khd_buffer *out, const char *name, double value, int decimals);

#endif
