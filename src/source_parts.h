/* source_parts: what the parts of the source stage share. */
#ifndef KHD_SOURCE_PARTS_H
#define KHD_SOURCE_PARTS_H

#include "source_clause.h"
#include "source_kind.h"

enum { COLUMN_CLASS = 1, COLUMN_VALUE = 2, COLUMN_OF = 3 }; /* of data/reporting.tsv */

typedef struct {
    khd_doc *doc;
    khd_subtrees trees;
    khd_quotes quotes;
    const khd_table *cues;
    khd_source_kinds *kinds;
    int32_t last_person, last_other; /* attributions that pronouns may mean */
    int32_t last_spoken;             /* attribution whose content was quoted */
} khd_sourcing;

/* A cue as found in the text. */
typedef struct {
    khd_range tokens;
    const char *class_; /* of data/reporting.tsv */
    const char *word;   /* its plain form */
    bool clause_only;
} khd_cue;

static inline const khd_token *khd_sourcing_token(const khd_sourcing *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

/* True when the token's lower-cased form stands in `list`, which ends with NULL. */
bool khd_sourcing_is_word(const khd_sourcing *s, uint32_t token, const char *const *list);
/* Words of source and cue together, when they stand close; else those of the cue. */
khd_range khd_sourcing_words(khd_range source, khd_range cue_tokens);
/* Writes an attribution down; `speaker` is a head token or KHD_NOTHING. */
khd_attribution *khd_sourcing_push(khd_sourcing *s, const khd_cue *c, int32_t speaker,
                                   const khd_content *content);
/* Takes in the quotations that follow after the words of the cue. */
void khd_sourcing_extend(khd_sourcing *s, khd_attribution *a, uint32_t verb);

/* Reads the cue at a token, if there is one; the token to go on with. */
uint32_t khd_sourcing_read(khd_sourcing *s, uint32_t token, khd_range sentence);
/* "Ministry: 40 killed": a headline's colon. */
void khd_sourcing_read_colon(khd_sourcing *s, khd_range sentence);

#endif
