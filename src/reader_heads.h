/* reader_heads: hidden states of words to scores, one matrix a head.
 *
 * A word's state is that of its first piece; a sequence's first row is that of the
 * special piece before it, which stands for the root. Pair heads (arcs, relations,
 * roles, frame arguments) are biaffine: the left word's vector goes through one linear
 * layer to a matrix (label, right dimension + 1), which meets the right word's vector
 * with a 1 at its end.
 */
#ifndef KHD_READER_HEADS_H
#define KHD_READER_HEADS_H

#include "model.h"
#include "nn.h"

#include <stdbool.h>

/* Heads on one word: field, tensor, whether GELU follows. */
#define KHD_HEAD_LIST(X)                        \
    X(UPOS, "tag.upos", false)                  \
    X(XPOS, "tag.xpos", false)                  \
    X(FEATS, "tag.feats", false)                \
    X(LEMMA, "tag.lem", false)                  \
    X(NER, "tag.ner", false)                    \
    X(GMB, "tag.gmb", false)                    \
    X(PREDICATE, "predicate", false)            \
    X(TRIGGER, "frame.trigger", false)          \
    X(ARC_DEPENDENT, "arc.dependent", true)     \
    X(ARC_HEAD, "arc.head", true)               \
    X(REL_DEPENDENT, "rel.dependent", true)     \
    X(REL_HEAD, "rel.head", true)               \
    X(ROLE_PREDICATE, "role.predicate", true)   \
    X(ROLE_ARGUMENT, "role.argument", true)     \
    X(FRAME_TRIGGER, "frame.arg.trigger", true) \
    X(FRAME_WORD, "frame.arg.word", true)       \
    X(LINK_EARLIER, "frame.link.earlier", true) \
    X(LINK_LATER, "frame.link.later", true)

#define KHD_HEAD_X(name, tensor, gelu) KHD_HEAD_##name,
enum khd_head { KHD_HEAD_LIST(KHD_HEAD_X) KHD_HEAD_COUNT };

/* Heads of two layers on one or two words' states. */
typedef struct {
    khd_linear in, out;
} khd_mlp;

/* Views into the model. */
typedef struct {
    uint32_t width;
    khd_linear word[KHD_HEAD_COUNT];
    khd_linear arc_pair, rel_pair, role_pair, frame_pair, link_pair;
    khd_mlp class_, status, harm, group;
} khd_heads;

/* Rows of scores. */
typedef struct {
    float *v;
    uint32_t ld;
} khd_grid;

typedef struct {
    khd_grid states; /* the input: word states of the batch */
    khd_grid word[KHD_HEAD_COUNT];
    khd_grid arc, rel; /* every word as a dependent */
    float *left;       /* one left word of roles, frame arguments or links */
    khd_grid joined;   /* states of pairs of words */
    khd_grid hidden, answer;
} khd_heads_room;

KHD_MUST_USE khd_status khd_heads_init(khd_heads *heads, const khd_model *model, khd_error *error);
/* Gives false when there is no memory; the room is to be freed all the same. */
KHD_MUST_USE bool khd_heads_room_new(const khd_heads *heads, khd_heads_room *room);
void khd_heads_room_free(khd_heads_room *room);

/* All heads on words and all left sides of arcs and relations, of `rows` rows that
 * stand in room->states. */
void khd_heads_run(const khd_heads *heads, khd_nn *nn, uint32_t rows, khd_heads_room *room);

static inline float *khd_grid_row(const khd_grid *grid, uint32_t row)
{
    return grid->v + (size_t)row * grid->ld;
}

/* Score of the arc from row `head` to row `dependent`. */
float khd_heads_arc(const khd_heads *heads, const khd_nn *nn, const khd_heads_room *room,
                    uint32_t dependent, uint32_t head);
/* Puts the left word's matrix of a pair head into room->left. */
void khd_heads_left(khd_nn *nn, const khd_linear *pair, const float *vector, khd_heads_room *room);
/* Scores of all labels of a pair: `left` is the left word's matrix, `right` the right
 * word's vector of n. */
void khd_heads_pair(const khd_nn *nn, const float *left, const float *right, uint32_t n,
                    uint32_t labels, float *scores);
/* Row `row` of room->joined = states of rows a and b. */
void khd_heads_join(khd_heads_room *room, uint32_t row, uint32_t a, uint32_t b, uint32_t width);
/* Softmax of a two-layer head over `rows` rows of input; room->answer gets them. */
void khd_heads_mlp(khd_nn *nn, const khd_mlp *mlp, const float *input, uint32_t rows,
                   khd_heads_room *room);

#endif
