/* reader_heads: see reader_heads.h. */
#include "reader_heads.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

#define TENSOR(name, tensor, gelu) tensor,
static const char *const tensors[] = {KHD_HEAD_LIST(TENSOR)};
#define GELU(name, tensor, gelu) gelu,
static const bool with_gelu[] = {KHD_HEAD_LIST(GELU)};

/* ---- views ------------------------------------------------------------------ */

static khd_status pair_init(const khd_model *model, const char *name, const khd_linear *left,
                            const khd_linear *right, khd_linear *pair, khd_error *error)
{
    khd_status status = khd_model_linear(model, name, left->out, 0, pair, error);
    if (status == KHD_OK &&
        (left->out % KHD_PANEL || right->out % KHD_PANEL || pair->out % (right->out + 1)))
        return khd_error_set(error, KHD_DATA, 0, "weights file: tensor %s has another shape", name);
    return status;
}

static khd_status mlp_init(const khd_model *model, const char *in, const char *out, uint32_t width,
                           khd_mlp *mlp, khd_error *error)
{
    khd_status status = khd_model_linear(model, in, width, 0, &mlp->in, error);
    if (status == KHD_OK)
        status = khd_model_linear(model, out, mlp->in.out, 0, &mlp->out, error);
    return status;
}

static khd_status pairs_init(khd_heads *h, const khd_model *model, khd_error *error)
{
    const khd_linear *w = h->word;
    khd_status status = khd_model_linear(model, "arc.pair", w[KHD_HEAD_ARC_DEPENDENT].out,
                                         w[KHD_HEAD_ARC_HEAD].out, &h->arc_pair, error);
    if (status == KHD_OK && w[KHD_HEAD_ARC_HEAD].out % KHD_PANEL)
        status = khd_error_set(error, KHD_DATA, 0, "weights file: arc.head has another shape");
    if (status == KHD_OK)
        status = pair_init(model, "rel.pair", &w[KHD_HEAD_REL_DEPENDENT], &w[KHD_HEAD_REL_HEAD],
                           &h->rel_pair, error);
    if (status == KHD_OK)
        status = pair_init(model, "role.pair", &w[KHD_HEAD_ROLE_PREDICATE],
                           &w[KHD_HEAD_ROLE_ARGUMENT], &h->role_pair, error);
    if (status == KHD_OK)
        status = pair_init(model, "frame.arg.pair", &w[KHD_HEAD_FRAME_TRIGGER],
                           &w[KHD_HEAD_FRAME_WORD], &h->frame_pair, error);
    if (status == KHD_OK)
        status = pair_init(model, "frame.link.pair", &w[KHD_HEAD_LINK_EARLIER],
                           &w[KHD_HEAD_LINK_LATER], &h->link_pair, error);
    return status;
}

khd_status khd_heads_init(khd_heads *heads, const khd_model *model, khd_error *error)
{
    uint32_t width = khd_model_get_sizes(model)->width;
    heads->width = width;
    khd_status status = KHD_OK;
    for (uint32_t i = 0; i < KHD_HEAD_COUNT && status == KHD_OK; i++)
        status = khd_model_linear(model, tensors[i], width, 0, &heads->word[i], error);
    if (status == KHD_OK)
        status = pairs_init(heads, model, error);
    if (status == KHD_OK)
        status =
            mlp_init(model, "frame.class.in", "frame.class.out", 2 * width, &heads->class_, error);
    if (status == KHD_OK)
        status =
            mlp_init(model, "frame.status.in", "frame.status.out", width, &heads->status, error);
    if (status == KHD_OK)
        status = mlp_init(model, "frame.harm.in", "frame.harm.out", 2 * width, &heads->harm, error);
    if (status == KHD_OK)
        status =
            mlp_init(model, "frame.group.in", "frame.group.out", 2 * width, &heads->group, error);
    return status;
}

/* ---- room --------------------------------------------------------------------- */

static khd_grid grid_of(uint32_t ld)
{
    ld = (ld + KHD_PANEL - 1) / KHD_PANEL * KHD_PANEL;
    return (khd_grid){aligned_alloc(ALIGNMENT, (size_t)KHD_NN_ROWS_MAX * ld * sizeof(float)), ld};
}

static uint32_t largest(const uint32_t *n, uint32_t count)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < count; i++)
        most = n[i] > most ? n[i] : most;
    return most;
}

bool khd_heads_room_new(const khd_heads *heads, khd_heads_room *room)
{
    const khd_heads *h = heads;
    uint32_t hidden[] = {h->class_.in.padded, h->status.in.padded, h->harm.in.padded,
                         h->group.in.padded};
    uint32_t answer[] = {h->class_.out.padded, h->status.out.padded, h->harm.out.padded,
                         h->group.out.padded};
    uint32_t left[] = {h->role_pair.padded, h->frame_pair.padded, h->link_pair.padded};
    *room = (khd_heads_room){.states = grid_of(h->width),
                             .arc = grid_of(h->arc_pair.padded),
                             .rel = grid_of(h->rel_pair.padded),
                             .joined = grid_of(2 * h->width),
                             .hidden = grid_of(largest(hidden, 4)),
                             .answer = grid_of(largest(answer, 4))};
    room->left = aligned_alloc(ALIGNMENT, largest(left, 3) * sizeof(float));
    bool all = room->states.v && room->arc.v && room->rel.v && room->joined.v && room->hidden.v &&
               room->answer.v && room->left;
    for (uint32_t i = 0; i < KHD_HEAD_COUNT; i++) {
        room->word[i] = grid_of(h->word[i].padded);
        all = all && room->word[i].v;
    }
    return all;
}

void khd_heads_room_free(khd_heads_room *room)
{
    for (uint32_t i = 0; i < KHD_HEAD_COUNT; i++)
        free(room->word[i].v);
    free(room->states.v);
    free(room->arc.v);
    free(room->rel.v);
    free(room->joined.v);
    free(room->hidden.v);
    free(room->answer.v);
    free(room->left);
    *room = (khd_heads_room){0};
}

/* ---- forward -------------------------------------------------------------------- */

static void pair_all(khd_nn *nn, const khd_linear *pair, const khd_grid *left, uint32_t rows,
                     const khd_grid *out)
{
    khd_nn_input(nn, left->v, rows, pair->in);
    khd_nn_linear(nn, pair, out->v, out->ld);
}

void khd_heads_run(const khd_heads *heads, khd_nn *nn, uint32_t rows, khd_heads_room *room)
{
    khd_nn_input(nn, room->states.v, rows, heads->width);
    for (uint32_t i = 0; i < KHD_HEAD_COUNT; i++) {
        khd_nn_linear(nn, &heads->word[i], room->word[i].v, room->word[i].ld);
        if (with_gelu[i])
            khd_nn_get_ops(nn)->gelu(room->word[i].v, (size_t)rows * room->word[i].ld);
    }
    pair_all(nn, &heads->arc_pair, &room->word[KHD_HEAD_ARC_DEPENDENT], rows, &room->arc);
    pair_all(nn, &heads->rel_pair, &room->word[KHD_HEAD_REL_DEPENDENT], rows, &room->rel);
}

float khd_heads_arc(const khd_heads *heads, const khd_nn *nn, const khd_heads_room *room,
                    uint32_t dependent, uint32_t head)
{
    return 0.25f * khd_nn_get_ops(nn)->dot(khd_grid_row(&room->arc, dependent),
                                           khd_grid_row(&room->word[KHD_HEAD_ARC_HEAD], head),
                                           heads->arc_pair.out);
}

void khd_heads_left(khd_nn *nn, const khd_linear *pair, const float *vector, khd_heads_room *room)
{
    khd_nn_input(nn, vector, 1, pair->in);
    khd_nn_linear(nn, pair, room->left, pair->padded);
}

void khd_heads_pair(const khd_nn *nn, const float *left, const float *right, uint32_t n,
                    uint32_t labels, float *scores)
{
    const khd_nn_ops *ops = khd_nn_get_ops(nn);
    for (uint32_t i = 0; i < labels; i++) {
        const float *row = left + (size_t)i * (n + 1);
        scores[i] = ops->dot(row, right, n) + row[n];
    }
}

void khd_heads_join(khd_heads_room *room, uint32_t row, uint32_t a, uint32_t b, uint32_t width)
{
    float *to = khd_grid_row(&room->joined, row);
    memcpy(to, khd_grid_row(&room->states, a), width * sizeof *to);
    memcpy(to + width, khd_grid_row(&room->states, b), width * sizeof *to);
}

void khd_heads_mlp(khd_nn *nn, const khd_mlp *mlp, const float *input, uint32_t rows,
                   khd_heads_room *room)
{
    khd_nn_input(nn, input, rows, mlp->in.in);
    khd_nn_linear(nn, &mlp->in, room->hidden.v, mlp->in.padded);
    khd_nn_get_ops(nn)->gelu(room->hidden.v, (size_t)rows * mlp->in.padded);
    khd_nn_input(nn, room->hidden.v, rows, mlp->in.out);
    khd_nn_linear(nn, &mlp->out, room->answer.v, room->answer.ld);
    for (uint32_t r = 0; r < rows; r++)
        khd_nn_get_ops(nn)->soften(khd_grid_row(&room->answer, r), mlp->out.out);
}
