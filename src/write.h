/* write: a document as JSON, "khaldun/1", and the parts that its other forms share.
 *
 * Pure functions of the document: same document, same bytes. Offsets are bytes of
 * doc->text. What was not told is null; a list is there even when it is empty.
 */
#ifndef KHD_WRITE_H
#define KHD_WRITE_H

#include "buffer.h"
#include "doc.h"

/* One line with its "\n". The caller looks at out->failed. */
void khd_write_accounts(khd_buffer *out, const khd_doc *doc);

/* Parts, each a field or fields of the object that is open. */

/* "report": what was read and what was removed. */
void khd_write_report(khd_buffer *out, const khd_doc *doc);
/* The words of a span as a string, null for an empty one. */
void khd_write_words(khd_buffer *out, const char *name, const khd_doc *doc, khd_span span);
/* "begin" and "end", null for an empty span. */
void khd_write_offsets(khd_buffer *out, khd_span span);
/* "text", "begin", "end". */
void khd_write_span_fields(khd_buffer *out, const khd_doc *doc, khd_span span);
/* The value {"text","begin","end"}, or null for an empty span. */
void khd_write_span(khd_buffer *out, const khd_doc *doc, khd_span span);
/* An ISO 8601 date, or null. */
void khd_write_day(khd_buffer *out, const char *name, khd_day day);
/* "lat" and "lon". */
void khd_write_point(khd_buffer *out, const khd_place_reading *reading);
/* "alternatives": runner-up readings; `place` may be NULL. */
void khd_write_alternatives(khd_buffer *out, const khd_place *place);
/* A figure as an object. */
void khd_write_figure(khd_buffer *out, const khd_doc *doc, const khd_casualty *figure);

#endif
