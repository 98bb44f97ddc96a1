/* annotate: the layers below the accounts, as JSON ("khaldun-annotations/1") and
 * as CoNLL-U. Pure functions of the document, as write's.
 */
#ifndef KHD_ANNOTATE_H
#define KHD_ANNOTATE_H

#include "buffer.h"
#include "doc.h"

/* One line with its "\n". The caller looks at out->failed. */
void khd_annotate_json(khd_buffer *out, const khd_doc *doc);
/* Sentences in CoNLL-U, TokenRange=begin:end in MISC. */
void khd_annotate_conllu(khd_buffer *out, const khd_doc *doc);

#endif
