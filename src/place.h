/* place: every place name of the text, resolved to the gazetteer.
 *
 * Three steps. Spotting (place_spot) finds the names: what the reader tagged as
 * a place, and capitalised words that the gazetteer knows. Ranking (place_rank)
 * weighs all readings of all names of the report together: a reading is likely
 * when it is populous, bears the name as its main name, fits the words beside it
 * ("Homs province"), lies in a country that the report speaks of, and near or
 * inside the other places ("Tripoli, Libya"). Each name keeps one reading in a
 * report, but for what the words beside it say. Last, each mention gets its
 * reading and the runners-up; a name that no gazetteer knows keeps its words and
 * gets the place that holds it. The idea of weighing all names together is from
 * Leidner, "Toponym Resolution in Text" (2007).
 */
#ifndef KHD_PLACE_H
#define KHD_PLACE_H

#include "buffer.h"
#include "doc.h"
#include "gazetteer.h"
#include "lexicon.h"

/* Reads tokens and names, fills doc->places in the order of the text. */
void khd_place_run(khd_doc *doc, const khd_gazetteer *gazetteer, const khd_lexicon *lexicon);

/* Writes which places `words` could name, as JSON or as text for people: as the document
 * weighs them, after khd_place_run, or by themselves in a document without text. Pushes
 * to the document's arena, but leaves its lists as they are. */
void khd_place_why(khd_doc *doc, const khd_gazetteer *gazetteer, const khd_lexicon *lexicon,
                   const char *words, bool json, khd_buffer *out);

#endif
