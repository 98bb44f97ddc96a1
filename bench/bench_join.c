/* bench_join DATA_FOLDER ACCOUNTS
 *
 * Joins made-up accounts: incidents over 400 days and 600 towns, told one to six times
 * each with days, places, parties and tolls now and then missing or changed. Prints
 * processor seconds, pairs scored and incidents.
 */
#include "incident.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state = 42;

static uint32_t draw(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

typedef struct {
    khd_incident_account like;
    uint32_t words[24];
} told;

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void new_event(khd_arena *arena, told *event)
{
    static const uint8_t classes[] = {KHD_CLASS_AIR_STRIKE, KHD_CLASS_SHELLING, KHD_CLASS_ATTACK,
                                      KHD_CLASS_ARMED_CLASH, KHD_CLASS_REMOTE_EXPLOSIVE};
    uint32_t town = draw(600);
    khd_incident_account *a = &event->like;
    memset(event, 0, sizeof *event);
    a->class_ = classes[draw(5)];
    a->start = a->last = 16000 + (khd_day)draw(400);
    a->place = town + 1;
    a->admin1 = town / 40 + 1;
    a->country = 1;
    a->has_point = true;
    a->lat = 33 + town % 25 * 0.15, a->lon = 36 + town / 25 * 0.2;
    a->place_precision = KHD_PLACE_PRECISION_CITY;
    a->side_a = khd_arena_push(arena, 1, sizeof *a->side_a);
    a->side_a_count = 1;
    a->side_a->actor = a->side_a->family = draw(6) + 1;
    a->side_a->kind = KHD_ACTOR_KIND_REBEL_GROUP;
    a->figures = khd_arena_push(arena, 1, sizeof *a->figures);
    a->figure_count = 1;
    *a->figures = (khd_incident_figure){.n = draw(40), .n2 = KHD_NOTHING};
    for (int i = 0; i < 24; i++)
        event->words[i] = (draw(i < 8 ? 300 : 30000) << 2) | (i < 8 ? 1 : 3);
}

static void tell(khd_arena *arena, const told *event, uint32_t number, khd_incident_account *out)
{
    char id[32];
    snprintf(id, sizeof id, "a%08x", number * 2654435761u);
    *out = event->like;
    out->id = khd_arena_text(arena, id, strlen(id));
    out->report = number / 3;
    out->published = event->like.start + (khd_day)draw(3);
    if (draw(4) == 0)
        out->start = out->last = KHD_NO_DAY;
    if (draw(5) == 0)
        out->has_point = false, out->place = 0, out->place_precision = KHD_PLACE_PRECISION_PROVINCE;
    if (draw(3) == 0)
        out->side_a_count = 0;
    if (draw(3) == 0)
        out->figure_count = 0;
    out->words = khd_arena_push(arena, 24, sizeof *out->words);
    for (int i = 0; i < 24; i++)
        out->words[i] = draw(2) ? event->words[i] : (draw(30000) << 2) | 3;
    qsort(out->words, 24, sizeof *out->words, by_value);
    out->word_count = 24;
}

int main(int argc, char **argv)
{
    uint32_t n = 0;
    if (argc != 3 || sscanf(argv[2], "%u", &n) != 1 || !n) {
        fprintf(stderr, "usage: bench_join DATA_FOLDER ACCOUNTS\n");
        return 2;
    }
    char path[1024];
    khd_lexicon *lexicon;
    khd_error error;
    snprintf(path, sizeof path, "%s/lexicon.khl", argv[1]);
    if (khd_lexicon_open(path, &lexicon, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    jmp_buf out;
    khd_arena *arena = khd_arena_new((size_t)16 << 30);
    if (!arena || setjmp(out))
        return 4;
    khd_arena_exit(arena, &out);
    float weights[KHD_LINK_COUNT];
    khd_incident_weights(lexicon, weights);
    khd_incident_account *list = khd_arena_push(arena, n, sizeof *list);
    told event;
    for (uint32_t i = 0, left = 0; i < n; i++, left--) {
        if (!left) {
            new_event(arena, &event);
            left = 1 + draw(6);
        }
        tell(arena, &event, i, &list[i]);
    }
    khd_incidents found;
    khd_incident_input input = {.accounts = list, .count = n, .weights = weights};
    clock_t begin = clock();
    khd_incident_join(arena, &input, &found);
    printf("%u accounts: %.2f s, %llu pairs scored, %u incidents\n", n,
           (double)(clock() - begin) / CLOCKS_PER_SEC, (unsigned long long)found.pairs,
           found.groups.n);
    khd_arena_free(arena);
    khd_lexicon_close(lexicon);
    return 0;
}
