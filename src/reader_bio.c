/* reader_bio: Viterbi over BIO labels. An I follows its own B or I; everything else
 * follows anything, so one pass over the labels gives each step. See reader_bio.h. */
#include "reader_bio.h"

#include "status.h"

#include <string.h>

enum { LABEL_BYTES = 40 };

static khd_status unknown(const char *name, khd_error *error)
{
    return khd_error_set(error, KHD_DATA, 0, "weights file: unknown label in %s", name);
}

/* Reads one label. */
static bool label_init(khd_bio *bio, uint32_t i, const char *text, int (*find)(const char *))
{
    if (i == 0)
        return !strcmp(text, "O");
    if ((text[0] != 'B' && text[0] != 'I') || text[1] != '-')
        return false;
    int type = find(text + 2);
    if (type < 0 || type > 255)
        return false;
    bio->type[i] = (uint8_t)type;
    bio->first[i] = text[0] == 'B';
    if (bio->first[i])
        return true;
    for (uint32_t b = 1; b < i; b++)
        if (bio->first[b] && bio->type[b] == bio->type[i])
            bio->begin[i] = (uint8_t)b;
    return bio->begin[i] != 0;
}

khd_status khd_bio_init(khd_bio *bio, const khd_model *model, const char *name,
                        int (*find)(const char *text), khd_error *error)
{
    khd_lines lines;
    khd_status status = khd_model_lines(model, name, &lines, error);
    if (status != KHD_OK)
        return status;
    *bio = (khd_bio){.count = lines.lines};
    if (lines.lines > KHD_BIO_MAX)
        return unknown(name, error);
    for (uint32_t i = 0, at = 0, length; i < lines.lines; i++) {
        char text[LABEL_BYTES] = {0};
        const char *line = khd_lines_next(&lines, &at, &length);
        if (length >= sizeof text)
            return unknown(name, error);
        memcpy(text, line, length);
        if (!label_init(bio, i, text, find))
            return unknown(name, error);
    }
    return KHD_OK;
}

void khd_bio_decode(const khd_bio *bio, const float *scores, uint32_t ld, uint32_t words,
                    uint8_t *labels)
{
    uint8_t from[KHD_BIO_WORDS_MAX][KHD_BIO_MAX] = {{0}};
    float best[KHD_BIO_MAX] = {0}, next[KHD_BIO_MAX] = {0};
    uint32_t top = 0;
    for (uint32_t w = 0; w < words; w++) {
        const float *s = scores + (size_t)w * ld;
        uint32_t next_top = 0;
        for (uint32_t i = 0; i < bio->count; i++) {
            uint32_t before = top;
            if (i && !bio->first[i])
                before = w && best[i] > best[bio->begin[i]] ? i : bio->begin[i];
            bool barred = i && !bio->first[i] && !w;
            next[i] = s[i] + (barred ? -1e9f : w ? best[before] : 0);
            from[w][i] = (uint8_t)before;
            if (next[i] > next[next_top])
                next_top = i;
        }
        memcpy(best, next, sizeof best);
        top = next_top;
    }
    for (uint32_t w = words; w-- > 0;) {
        labels[w] = (uint8_t)top;
        top = from[w][top];
    }
}

bool khd_bio_next(const khd_bio *bio, const uint8_t *labels, uint32_t words, uint32_t *at,
                  khd_bio_span *span)
{
    uint32_t w = *at;
    while (w < words && !labels[w])
        w++;
    if (w >= words)
        return false;
    *span = (khd_bio_span){w, w + 1, bio->type[labels[w]]};
    while (span->end < words && labels[span->end] && !bio->first[labels[span->end]] &&
           bio->type[labels[span->end]] == span->type)
        span->end++;
    *at = span->end;
    return true;
}
