/* names: texts, names and indexes of the gazetteer pack, and writing it. A part of
 * pack_gazetteer.
 */
#ifndef KHD_TOOLS_NAMES_H
#define KHD_TOOLS_NAMES_H

#include "gazetteer_pack.h"

/* Offset of a copy of the text in the pack's texts; 0 for "". */
uint32_t names_text_push(const char *s);
/* The text at an offset; valid until the next push. */
const char *names_text(uint32_t text);
/* Makes a place findable by a name: by its key, without its article, and in its
 * country by its skeleton. `text` is the name's offset, flags KHD_PACK_*. */
void names_push(uint32_t place, khd_pack_place p, const char *name, uint32_t text, uint32_t flags);
/* Writes the pack; the countries are the first places. */
void names_write(const char *path, const khd_pack_place *v, uint32_t n, uint32_t countries);

#endif
