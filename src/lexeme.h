/* lexeme: words with marks inside that are one token: web and mail addresses,
 * smileys, telephone numbers, dates in figures. Each call looks at text[at, end), a
 * run without blanks, and gives where the thing at `at` ends, 0 when there is none.
 */
#ifndef KHD_LEXEME_H
#define KHD_LEXEME_H

#include <stdint.h>

uint32_t khd_lexeme_address(const char *text, uint32_t at, uint32_t end);
uint32_t khd_lexeme_smiley(const char *text, uint32_t at, uint32_t end);
/* "713-853-3989", "11-20-2000", "9/11"; not "3-4" (a range) nor "1/2". */
uint32_t khd_lexeme_number(const char *text, uint32_t at, uint32_t end);

#endif
