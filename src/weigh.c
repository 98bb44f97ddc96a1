/* weigh: linear models in a table. See weigh.h. */
#include "weigh.h"

#include <math.h>
#include <stdio.h>

#define NAME(n, t) t,
const char *const khd_topic_names[KHD_TOPIC_COUNT] = {KHD_TOPIC_LIST(NAME)};
const char *const khd_keep_names[KHD_KEEP_COUNT] = {KHD_KEEP_LIST(NAME)};
const char *const khd_join_names[KHD_JOIN_COUNT] = {KHD_JOIN_LIST(NAME)};

/* "-1.25" to a number; what is no number is 0. Free of the locale. */
static float read_number(const char *text)
{
    float sign = 1, value = 0, unit = 1;
    if (*text == '-') {
        sign = -1;
        text++;
    }
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (float)(*text - '0');
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++)
            value += (unit /= 10) * (float)(*text - '0');
    return sign * value;
}

void khd_weigh_load(const khd_lexicon *lexicon, const char *model, const char *const *names,
                    uint32_t count, float *weights)
{
    const khd_table *table = khd_lexicon_table(lexicon, "weights");
    for (uint32_t i = 0; i < count; i++) {
        char key[64];
        snprintf(key, sizeof key, "%s %s", model, names[i]);
        weights[i] = read_number(khd_table_cell(table, khd_table_find(table, key), 1));
    }
}

float khd_weigh_score(const float *weights, const float *values, uint32_t count)
{
    float sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += weights[i] * values[i];
    return sum;
}

float khd_weigh_chance(float score)
{
    return 1 / (1 + expf(-score));
}
