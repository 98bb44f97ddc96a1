/* target: what every fuzz_<name>.c defines, called by libFuzzer (preset `fuzz`) or,
 * for the stored corpora, by replay.c in the ordinary test run.
 */
#ifndef KHD_FUZZ_TARGET_H
#define KHD_FUZZ_TARGET_H

#include "khaldun.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Path of a file that holds these bytes until the next call: packs are opened by
 * name. Ends the program when there is no room for it. */
const char *khd_fuzz_file(const uint8_t *bytes, size_t length);

/* A worker on the packs of $KHALDUN_DATA, made at the first call. Ends the program
 * without them. */
khd_worker *khd_fuzz_worker(void);

/* Writes the report in every format and frees it. */
void khd_fuzz_write(khd_report *report);

/* Ends the program with the line when the condition does not hold. */
#define KHD_FUZZ_HOLDS(condition) khd_fuzz_holds((condition), #condition)
void khd_fuzz_holds(int holds, const char *condition);

#endif
