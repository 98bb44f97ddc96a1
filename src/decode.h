/* decode: the bytes of a report, in any encoding, to the text of a document.
 *
 * Strict UTF-8 first. A text with few bad sequences stays UTF-8: each bad byte
 * and each NUL becomes one SUBSTITUTE (0x1A) and is listed in doc->removed as
 * "undecodable", so that byte offsets stay those of the report. A text that as a
 * whole is no UTF-8 is converted: its encoding is told by a byte order mark, by
 * the pattern of NULs (UTF-16) or by uchardet, the conversion is iconv's;
 * doc->extracted says that offsets then count in the converted text.
 */
#ifndef KHD_DECODE_H
#define KHD_DECODE_H

#include "doc.h"
#include "khaldun.h"

/* Sets doc->text, length, extracted, encoding, sha256 and the undecodable spans
 * of doc->removed. KHD_TOO_LARGE above KHD_TEXT_CEILING, before or after
 * conversion; `error` may be NULL. Pure but for iconv's tables. */
khd_status khd_decode_run(khd_doc *doc, const char *bytes, size_t length,
                          khd_error *error) KHD_MUST_USE;
/* The same for bytes that say of themselves which encoding they are in (`named`, ""
 * for none): taken when they are no UTF-8, have no byte order mark, and iconv knows it.
 * Leaves doc->sha256 to khd_decode_hash. */
khd_status khd_decode_named(khd_doc *doc, const char *bytes, size_t length, const char *named,
                            khd_error *error) KHD_MUST_USE;
/* Sets doc->sha256. */
void khd_decode_hash(khd_doc *doc, const char *bytes, size_t length);

#endif
