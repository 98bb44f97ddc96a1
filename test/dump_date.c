/* The layer `date`: one line an expression of time:
 * WORDS | TYPE VALUE | FIRST LAST PRECISION ANCHOR (or "unresolved"), then the notes. */
#include "cases.h"

void dump_date(FILE *out, khd_doc *doc);

void dump_date(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->dates.n; i++) {
        const khd_date *d = &doc->dates.v[i];
        fprintf(out, "%s | %s %s | ", khd_doc_text(doc, khd_doc_span(doc, d->tokens)),
                khd_timex_text(d->type), d->value);
        if (d->start == KHD_NO_DAY)
            fprintf(out, "unresolved\n");
        else
            fprintf(out, "%s %s %s %s\n", khd_day_text(doc, d->start), khd_day_text(doc, d->last),
                    khd_date_precision_text(d->precision), d->anchor ? d->anchor : "-");
    }
    for (uint32_t i = 0; i < doc->notes.n; i++)
        fprintf(out, "note: %s\n", doc->notes.v[i]);
}
