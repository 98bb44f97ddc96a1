/* daterelative_parts: what the readers of relative dates share. */
#ifndef KHD_DATERELATIVE_PARTS_H
#define KHD_DATERELATIVE_PARTS_H

#include "dateword.h"
#include "when.h"

/* A quantity of time as told. */
typedef struct {
    char text[24]; /* "3", "X", "2.5" */
    int64_t n;     /* KHD_NOTHING when vague */
    bool article;  /* a, an */
} khd_amount;

/* Each reader gives the word after what it read, or `i`. */
uint32_t khd_date_unit(const khd_datecontext *c, uint32_t i, uint8_t *unit, bool *plural);
uint32_t khd_date_amount(const khd_datecontext *c, uint32_t i, khd_amount *a);
uint32_t khd_date_second_amount(const khd_datecontext *c, uint32_t i);
uint32_t khd_date_skip_fillers(const khd_datecontext *c, uint32_t i);
/* The period counted from the report's day, or from the day that the text told. */
khd_when khd_date_period(const khd_datecontext *c, uint8_t unit, int64_t shift, bool text);
/* Appends a part of day; a night runs into the next morning. */
void khd_date_add_part(const khd_datecontext *c, khd_when *w, const char *part);

uint32_t khd_date_read_part(const khd_datecontext *c, uint32_t i, khd_when *when);
uint32_t khd_date_read_dawn(const khd_datecontext *c, uint32_t i, khd_when *when);
uint32_t khd_date_read_clock(const khd_datecontext *c, uint32_t i, khd_when *when);
uint32_t khd_date_read_quantity(const khd_datecontext *c, uint32_t i, khd_when *when);
uint32_t khd_date_read_half(const khd_datecontext *c, uint32_t i, khd_when *when);
uint32_t khd_date_read_bare_units(const khd_datecontext *c, uint32_t i, khd_when *when);

#endif
