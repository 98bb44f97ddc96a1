/* The layer `account`: for each account a line
 * CLASS STATUS | A: parties | B: parties | PLACE, PRECISION | START..LAST or words
 * then one line a figure "  HARM N QUALIFIER SIDE by SOURCE"; "-" for what is not there. */
#include "cases.h"

void dump_account(FILE *out, khd_doc *doc);

static void print_parties(FILE *out, const char *side, const khd_party *party, uint32_t n)
{
    fprintf(out, " | %s:", side);
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, "%s %s", i ? "," : "", party[i].name);
    if (!n)
        fprintf(out, " -");
}

static void print_place(FILE *out, const khd_account *a)
{
    const khd_place_reading *r = &a->reading;
    const char *name = r->city && *r->city       ? r->city
                       : r->admin1 && *r->admin1 ? r->admin1
                                                 : r->country;
    fprintf(out, " | %s, %s", name && *name ? name : "-", khd_place_precision_text(r->precision));
}

static void print_date(FILE *out, khd_doc *doc, const khd_account *a)
{
    const khd_date *d = a->date == KHD_NOTHING ? NULL : &doc->dates.v[a->date];
    if (!d)
        fprintf(out, " | -\n");
    else if (d->start == KHD_NO_DAY)
        fprintf(out, " | \"%s\"\n", khd_doc_text(doc, a->date_span));
    else
        fprintf(out, " | %s..%s\n", khd_day_text(doc, d->start), khd_day_text(doc, d->last));
}

static void print_casualty(FILE *out, khd_doc *doc, const khd_casualty *c)
{
    fprintf(out, "  %s ", khd_harm_text(c->harm));
    if (c->n == KHD_NOTHING)
        fprintf(out, "-");
    else
        fprintf(out, "%lld", (long long)c->n);
    fprintf(out, " %s %s by %s\n", khd_qualifier_text(c->qualifier), khd_side_text(c->side),
            khd_span_empty(c->source) ? "-" : khd_doc_text(doc, c->source));
}

void dump_account(FILE *out, khd_doc *doc)
{
    for (uint32_t i = 0; i < doc->accounts.n; i++) {
        const khd_account *a = &doc->accounts.v[i];
        fprintf(out, "%s %s", khd_class_text(a->class_), khd_outcome_text(a->status));
        print_parties(out, "A", a->side_a.v, a->side_a.n);
        print_parties(out, "B", a->side_b.v, a->side_b.n);
        print_place(out, a);
        print_date(out, doc, a);
        for (uint32_t k = 0; k < a->casualties.n; k++)
            print_casualty(out, doc, &a->casualties.v[k]);
    }
}
