/* reader_labels: the label lists of a weights file, mapped to the sets of label.h. */
#ifndef KHD_READER_LABELS_H
#define KHD_READER_LABELS_H

#include "model.h"
#include "reader_bio.h"

#include <stdbool.h>

enum { KHD_LABELS_MAX = 256 };

/* Values of a set of label.h, by the network's index. */
typedef struct {
    uint32_t count;
    uint8_t value[KHD_LABELS_MAX];
} khd_label_map;

/* Copies of the lines, closed by NUL. */
typedef struct {
    uint32_t count;
    char *bytes;
    const char **text;
} khd_strings;

/* How a lemma is made: lower the form or keep its case, cut characters from its end, add. */
typedef struct {
    bool keep_case;
    uint8_t cut;
    const char *add;
} khd_lemma_script;

typedef struct {
    khd_label_map upos, deprel, role, class_, outcome, harm, group;
    khd_bio ner, gmb, trigger, argument;
    khd_strings xpos, feats, lemma;
    khd_lemma_script *scripts; /* by index in lemma */
} khd_labels;

/* On error the labels are to be freed all the same. KHD_DATA for a label that the
 * program does not know. */
KHD_MUST_USE khd_status khd_labels_init(khd_labels *labels, const khd_model *model,
                                        khd_error *error);
void khd_labels_free(khd_labels *labels);

#endif
