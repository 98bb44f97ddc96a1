/* reader_window: sentences to windows, windows to batches, batches through the network.
 * See reader.h.
 */
#include "reader_state.h"

#include <string.h>

enum { CUT_AFTER = KHD_READER_WINDOW / 2 }; /* pieces a window has before it is cut early */

static bool is_cut(const khd_doc *doc, const khd_token *t)
{
    const char *p = doc->text + t->span.begin;
    return t->span.end - t->span.begin == 1 && strchr(",;:.!?", *p);
}

/* The pieces of one window, before they join a batch. */
typedef struct {
    uint32_t ids[KHD_READER_WINDOW];
    uint8_t shapes[KHD_READER_WINDOW];
    uint16_t starts[KHD_READER_WINDOW]; /* first piece of each word */
    uint32_t rows, words;
} part;

static void push_piece(part *p, uint32_t id, uint8_t shape)
{
    p->ids[p->rows] = id;
    p->shapes[p->rows++] = shape;
}

/* False when the word does not fit with the closing piece after it. */
static bool push_word(const khd_reader *reader, const khd_doc *doc, uint32_t token, part *p)
{
    khd_span span = doc->tokens.v[token].span;
    const char *word = doc->text + span.begin;
    uint32_t ids[KHD_PIECES_MAX], bytes = span.end - span.begin;
    uint32_t n = khd_pieces_split(reader->pieces, word, bytes, ids);
    if (p->rows + n + 1 > KHD_READER_WINDOW)
        return false;
    uint8_t shape = khd_pieces_shape(word, bytes);
    p->starts[p->words++] = (uint16_t)p->rows;
    for (uint32_t i = 0; i < n; i++)
        push_piece(p, ids[i], shape);
    return true;
}

/* Takes words from token `first` on: to the end of the sentence, else to the last
 * punctuation of a long window, else as many as fit (at least one). */
static void fill(const khd_reader *reader, const khd_doc *doc, uint32_t first, uint32_t end,
                 part *p)
{
    p->rows = p->words = 0;
    push_piece(p, KHD_PIECE_BEGIN, 0);
    uint32_t cut = 0, cut_row = 0;
    while (first + p->words < end && push_word(reader, doc, first + p->words, p))
        if (p->rows > CUT_AFTER && is_cut(doc, &doc->tokens.v[first + p->words - 1])) {
            cut = p->words;
            cut_row = p->rows;
        }
    if (first + p->words < end && cut) {
        p->words = cut;
        p->rows = cut_row;
    }
    push_piece(p, KHD_PIECE_END, 0);
}

/* Neighbouring sentences attend to each other while there are few pieces. */
static bool joins_sequence(const khd_batch *b, const part *p)
{
    return b->sequences && b->rows - b->begin[b->sequences - 1] + p->rows <= KHD_READER_CONTEXT;
}

/* A new sequence begins only where a whole one has room, so that the batch's size does
 * not decide what a sentence sees. */
static bool fits(const khd_batch *b, const part *p)
{
    if (joins_sequence(b, p))
        return b->rows + p->rows <= KHD_NN_ROWS_MAX;
    uint32_t room = p->rows > KHD_READER_CONTEXT ? p->rows : KHD_READER_CONTEXT;
    return b->rows + room <= KHD_NN_ROWS_MAX;
}

static void append(khd_reader_state *s, const part *p, uint32_t sentence, uint32_t first, bool more)
{
    khd_batch *b = &s->batch;
    if (!joins_sequence(b, p)) {
        b->begin[b->sequences++] = b->rows;
        s->context++;
    }
    s->windows[s->window_count++] =
        (khd_window){sentence, first, p->words, s->row_count, s->context, more};
    memcpy(b->ids + b->rows, p->ids, p->rows * sizeof *b->ids);
    memcpy(b->shapes + b->rows, p->shapes, p->rows);
    s->rows[s->row_count++] = (uint16_t)b->rows;
    for (uint32_t i = 0; i < p->words; i++)
        s->rows[s->row_count++] = (uint16_t)(b->rows + p->starts[i]);
    b->rows += p->rows;
    b->begin[b->sequences] = b->rows;
}

void khd_window_add(const khd_reader *reader, khd_reader_state *state, khd_doc *doc,
                    uint32_t sentence)
{
    khd_range tokens = doc->sentences.v[sentence].tokens;
    part p;
    for (uint32_t t = tokens.begin; t < tokens.end; t += p.words) {
        fill(reader, doc, t, tokens.end, &p);
        if (state->window_count == KHD_WINDOWS_MAX || !fits(&state->batch, &p))
            khd_window_flush(reader, state, doc);
        append(state, &p, sentence, t, t > tokens.begin);
    }
}

void khd_window_flush(const khd_reader *reader, khd_reader_state *state, khd_doc *doc)
{
    khd_reader_state *s = state;
    if (!s->window_count)
        return;
    khd_encoder_embed(&reader->encoder, s->nn, &s->batch, &s->encoder);
    for (uint32_t i = 0; i < reader->encoder.sizes.layers; i++)
        khd_encoder_step(&reader->encoder, s->nn, &s->batch, i, &s->encoder);
    uint32_t width = reader->heads.width;
    for (uint32_t r = 0; r < s->row_count; r++)
        memcpy(khd_grid_row(&s->heads.states, r), s->encoder.x + (size_t)s->rows[r] * width,
               width * sizeof(float));
    khd_heads_run(&reader->heads, s->nn, s->row_count, &s->heads);
    for (uint32_t i = 0; i < s->window_count; i++) {
        khd_syntax_read(reader, s, &s->windows[i], doc);
        khd_names_read(reader, s, &s->windows[i], doc);
        khd_frames_read(reader, s, &s->windows[i], doc);
    }
    s->window_count = s->row_count = s->batch.rows = s->batch.sequences = 0;
}
