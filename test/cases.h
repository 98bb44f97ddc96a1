/* cases: what a dump_<layer>.c gives to the case runner (cases.c). */
#ifndef KHD_TEST_CASES_H
#define KHD_TEST_CASES_H

#include "doc.h"

#include <stdio.h>

/* Prints one line for each item of the layer, in the order of the text. The
 * runner compares whole lines. */
typedef void khd_dump(FILE *out, khd_doc *doc);

#endif
