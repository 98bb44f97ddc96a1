/* reader: opening, and the walk over the sentences. See reader.h. */
#include "reader.h"

#include "reader_state.h"
#include "status.h"

#include <stdlib.h>

khd_reader_options khd_reader_options_default(void)
{
    return (khd_reader_options){.mode = KHD_NN_INT8, .isa = NULL, .trigger_bias = 0};
}

/* The lists of labels are as long as the heads' outputs. */
static khd_status check_counts(const khd_reader *r, khd_error *error)
{
    const khd_linear *w = r->heads.word;
    const khd_labels *l = &r->labels;
    uint32_t rel = r->heads.rel_pair.out / (w[KHD_HEAD_REL_HEAD].out + 1);
    uint32_t role = r->heads.role_pair.out / (w[KHD_HEAD_ROLE_ARGUMENT].out + 1);
    uint32_t argument = r->heads.frame_pair.out / (w[KHD_HEAD_FRAME_WORD].out + 1);
    const uint32_t pairs[][2] = {{w[KHD_HEAD_UPOS].out, l->upos.count},
                                 {w[KHD_HEAD_XPOS].out, l->xpos.count},
                                 {w[KHD_HEAD_FEATS].out, l->feats.count},
                                 {w[KHD_HEAD_LEMMA].out, l->lemma.count},
                                 {w[KHD_HEAD_NER].out, l->ner.count},
                                 {w[KHD_HEAD_GMB].out, l->gmb.count},
                                 {w[KHD_HEAD_PREDICATE].out, 2},
                                 {w[KHD_HEAD_TRIGGER].out, l->trigger.count},
                                 {rel, l->deprel.count},
                                 {role, l->role.count},
                                 {argument, l->argument.count},
                                 {r->heads.link_pair.out, w[KHD_HEAD_LINK_LATER].out + 1},
                                 {r->heads.class_.out.out, l->class_.count},
                                 {r->heads.status.out.out, l->outcome.count},
                                 {r->heads.harm.out.out, l->harm.count},
                                 {r->heads.group.out.out, l->group.count}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return khd_error_set(error, KHD_DATA, 0, "weights file: a head and its labels differ");
    if (r->labels.trigger.count != 3 || r->encoder.sizes.positions < KHD_READER_WINDOW)
        return khd_error_set(error, KHD_DATA, 0, "weights file: sizes out of range");
    return KHD_OK;
}

static khd_status fill(khd_reader *r, const char *path, khd_error *error)
{
    khd_status status = khd_model_open(path, &r->model, error);
    if (status == KHD_OK)
        status = khd_pieces_new(r->model, &r->pieces, error);
    if (status == KHD_OK)
        status = khd_encoder_init(&r->encoder, r->model, error);
    if (status == KHD_OK)
        status = khd_heads_init(&r->heads, r->model, error);
    if (status == KHD_OK)
        status = khd_labels_init(&r->labels, r->model, error);
    if (status == KHD_OK)
        status = check_counts(r, error);
    return status;
}

khd_status khd_reader_open_with(const char *path, const khd_reader_options *options,
                                khd_reader **out, khd_error *error)
{
    *out = NULL;
    const char *isa = options->isa ? options->isa : getenv("KHALDUN_ISA");
    const khd_nn_ops *ops = khd_nn_find(isa);
    if (!ops)
        return khd_error_set(error, KHD_USAGE, 0, "instruction set %.40s is not there", isa);
    khd_reader *r = calloc(1, sizeof *r);
    if (!r)
        return khd_error_set(error, KHD_NOMEM, 0, "no memory for the reader");
    r->ops = ops;
    r->mode = options->mode;
    r->trigger_bias = options->trigger_bias;
    khd_status status = fill(r, path, error);
    if (status == KHD_OK)
        *out = r;
    else
        khd_reader_close(r);
    return status;
}

khd_status khd_reader_open(const char *path, khd_reader **out, khd_error *error)
{
    khd_reader_options options = khd_reader_options_default();
    return khd_reader_open_with(path, &options, out, error);
}

void khd_reader_close(khd_reader *reader)
{
    if (!reader)
        return;
    khd_labels_free(&reader->labels);
    khd_pieces_free(reader->pieces);
    khd_model_close(reader->model);
    free(reader);
}

const char *khd_reader_isa(const khd_reader *reader)
{
    return reader->ops->name;
}

khd_reader_state *khd_reader_state_new(const khd_reader *reader)
{
    khd_reader_state *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    bool encoder = khd_encoder_room_new(&reader->encoder, &s->encoder);
    bool heads = khd_heads_room_new(&reader->heads, &s->heads);
    s->nn = khd_nn_new(reader->ops, reader->mode);
    s->tree = khd_tree_new();
    s->scores.ld = KHD_NN_ROWS_MAX + KHD_PANEL;
    s->scores.v = aligned_alloc(64, (size_t)KHD_NN_ROWS_MAX * s->scores.ld * sizeof(float));
    if (encoder && heads && s->nn && s->tree && s->scores.v)
        return s;
    khd_reader_state_free(s);
    return NULL;
}

void khd_reader_state_free(khd_reader_state *state)
{
    if (!state)
        return;
    khd_encoder_room_free(&state->encoder);
    khd_heads_room_free(&state->heads);
    khd_nn_free(state->nn);
    khd_tree_free(state->tree);
    free(state->scores.v);
    free(state);
}

void khd_reader_run(const khd_reader *reader, khd_reader_state *state, khd_doc *doc)
{
    state->window_count = state->row_count = state->batch.rows = state->batch.sequences = 0;
    state->context = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        if (!doc->sentences.v[i].unread)
            khd_window_add(reader, state, doc, i);
    khd_window_flush(reader, state, doc);
}
