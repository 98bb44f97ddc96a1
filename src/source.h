/* source: who says what. Every statement, hearsay, denial and claim of
 * responsibility that the report ascribes to somebody, with the words of the
 * source, the cue and the content; kinds and names by source_kind.
 *
 * Read from the syntax of reporting words (data/reporting.tsv), "according to",
 * statements by name ("reports that"), and quotations: a quotation that goes on
 * after the cue, or in the next sentences, belongs to the same attribution; one
 * that nobody is named for belongs to who spoke last. Wishes, plans and judgements
 * are kept too, marked `stance`. Fills doc->attributions in the order of the cues;
 * a quotation without a cue of its own follows those of its paragraph.
 */
#ifndef KHD_SOURCE_H
#define KHD_SOURCE_H

#include "lexicon.h"

void khd_source_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
