/* geo FOLDER [tune|check] [--errors]: how often place names are resolved to within
 * 161 km, names given, on lgl.xml (Local-Global Lexicon: local news) and
 * GeoVirus.xml (disease reports) of FOLDER, beside the most populous gazetteer place
 * of the name. KHALDUN_DATA names the folder of packs.
 *
 * Split, made once: an article belongs to the tune part when the 64-bit FNV-1a hash
 * (khd_toponym_hash, seed 0) of its id (LGL: docid, GeoVirus: source) is even, else
 * to the check part. Weights and tables are tuned on the tune part only.
 * Names without coordinates in the corpus are left out; a name without a reading
 * counts as wrong.
 */
#include "file.h"
#include "place.h"
#include "segment.h"
#include "token.h"
#include "toponym.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 2000, CEILING = 1 << 28, FILE_CEILING = 1 << 26 };
#define NEAR_KM 161.0

typedef struct {
    uint32_t begin, end; /* code points, then bytes */
    double lat, lon;
    char phrase[160];
} gold;

typedef struct {
    const char *begin, *end; /* of the article's XML */
    char *text, *title;
    char id[400];
    gold names[NAMES_MAX];
    uint32_t n;
} article;

typedef struct {
    unsigned names, right, resolved, populous, spotted;
} tally;

typedef struct {
    const khd_gazetteer *gazetteer;
    const khd_lexicon *lexicon;
    const char *part;
    bool errors;
    tally sum;
} run;

/* ---- the two XML files -------------------------------------------------------- */

/* Content of the next <tag> in [*at, end): bounds, and *at moves behind it. */
static bool element(const char **at, const char *end, const char *tag, const char **from,
                    const char **to)
{
    char open[40], close[40];
    snprintf(open, sizeof open, "<%s", tag);
    snprintf(close, sizeof close, "</%s>", tag);
    for (const char *p = *at; (p = strstr(p, open)) && p < end; p++) {
        char after = p[strlen(open)];
        if (after != '>' && after != ' ')
            continue;
        *from = strchr(p, '>') + 1;
        *to = strstr(*from, close);
        if (!*to || *to > end)
            return false;
        *at = *to + strlen(close);
        return true;
    }
    return false;
}

/* A copy without CDATA marks and with the five entities and &#N; resolved. */
static char *plain(const char *from, const char *to)
{
    static const struct {
        const char *name, *text;
    } entities[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    if (to - from > 12 && !strncmp(from, "<![CDATA[", 9)) {
        from += 9;
        to -= 3;
    }
    char *out = malloc((size_t)(to - from) + 1), *o = out;
    while (from < to) {
        size_t n = 0;
        for (size_t i = 0; *from == '&' && i < 5 && !n; i++)
            if (!strncmp(from, entities[i].name, strlen(entities[i].name))) {
                *o++ = *entities[i].text;
                n = strlen(entities[i].name);
            }
        if (!n) {
            *o++ = *from;
            n = 1;
        }
        from += n;
    }
    *o = '\0';
    return out;
}

static double number(const char *from, const char *end, const char *tag, double none)
{
    const char *a, *b;
    if (!element(&from, end, tag, &a, &b))
        return none;
    double sign = *a == '-' ? -1 : 1, v = 0, scale = 1;
    bool point = false;
    for (a += *a == '-'; a < b; a++) {
        if (*a == '.') {
            point = true;
        } else if (*a >= '0' && *a <= '9') {
            v = v * 10 + (*a - '0');
            scale *= point ? 10 : 1;
        }
    }
    return sign * v / scale;
}

static void read_names(article *a, const char *item, const char *phrase)
{
    const char *at = a->begin, *from, *to, *b, *e;
    a->n = 0;
    while (a->n < NAMES_MAX && element(&at, a->end, item, &from, &to)) {
        gold *g = &a->names[a->n];
        const char *p = from;
        g->lat = number(from, to, "lat", 999);
        g->lon = number(from, to, "lon", 999);
        g->begin = (uint32_t)number(from, to, "start", 0);
        g->end = (uint32_t)number(from, to, "end", 0);
        if (!element(&p, to, phrase, &b, &e) || g->lat > 900)
            continue;
        char *name = plain(b, e);
        snprintf(g->phrase, sizeof g->phrase, "%s", name);
        free(name);
        a->n++;
    }
}

/* Byte offset of the phrase that begins nearest to a code point. */
static bool locate(const char *text, gold *g)
{
    size_t at = 0, n = strlen(g->phrase), best = SIZE_MAX;
    for (uint32_t i = 0; text[at] && i < g->begin; at++)
        i += ((unsigned char)text[at + 1] & 0xC0) != 0x80;
    for (const char *p = text; n && (p = strstr(p, g->phrase)); p++) {
        size_t here = (size_t)(p - text);
        size_t far = here > at ? here - at : at - here;
        if (best == SIZE_MAX || far < (best > at ? best - at : at - best))
            best = here;
    }
    if (best == SIZE_MAX)
        return false;
    g->begin = (uint32_t)best;
    g->end = (uint32_t)(best + n);
    return true;
}

/* ---- one article ----------------------------------------------------------------- */

static void tag_names(khd_doc *doc, const article *a)
{
    for (uint32_t i = 0; i < a->n; i++) {
        khd_range r = khd_doc_range(doc, (khd_span){a->names[i].begin, a->names[i].end});
        for (uint32_t k = r.begin; k < r.end; k++) {
            doc->tokens.v[k].entity = KHD_ENTITY_GPE;
            doc->tokens.v[k].entity_first = k == r.begin;
        }
    }
}

static const khd_place *place_of(const khd_doc *doc, const gold *g)
{
    khd_range r = khd_doc_range(doc, (khd_span){g->begin, g->end});
    for (uint32_t i = 0; i < doc->places.n; i++)
        if (khd_range_meet(doc->places.v[i].tokens, r))
            return &doc->places.v[i];
    return NULL;
}

static bool populous_right(const run *r, const gold *g)
{
    khd_gazetteer_hit hits[16];
    uint32_t best = KHD_GAZETTEER_NONE, people = 0;
    uint32_t n = khd_gazetteer_find(r->gazetteer, g->phrase, strlen(g->phrase), hits, 16);
    for (uint32_t i = 0; i < n; i++) {
        khd_gazetteer_place p = khd_gazetteer_get(r->gazetteer, hits[i].place);
        if (best == KHD_GAZETTEER_NONE || p.population > people) {
            best = hits[i].place;
            people = p.population;
        }
    }
    khd_gazetteer_place p = khd_gazetteer_get(r->gazetteer, best);
    return n && khd_gazetteer_km(p.lat, p.lon, g->lat, g->lon) <= NEAR_KM;
}

static void count_names(run *r, const khd_doc *doc, const article *a)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const gold *g = &a->names[i];
        const khd_place *p = place_of(doc, g);
        bool resolved = p && *p->best.id;
        double km = resolved ? khd_gazetteer_km(p->best.lat, p->best.lon, g->lat, g->lon) : 1e6;
        r->sum.names++;
        r->sum.resolved += resolved;
        r->sum.right += km <= NEAR_KM;
        r->sum.populous += populous_right(r, g);
        if (r->errors && km > NEAR_KM)
            printf("%s | %s (%.2f %.2f) -> %s %s %s (%.2f %.2f) %s\n", a->id, g->phrase, g->lat,
                   g->lon, resolved ? p->best.name : "-", resolved ? p->best.admin1 : "",
                   resolved ? p->best.country : "", resolved ? p->best.lat : 0,
                   resolved ? p->best.lon : 0, p ? p->rule : "not spotted");
    }
}

static void read_article(run *r, article *a)
{
    jmp_buf no_memory;
    khd_arena *arena = khd_arena_new(CEILING);
    if (!arena || setjmp(no_memory)) {
        fputs("out of memory\n", stderr);
        khd_arena_free(arena);
        return;
    }
    khd_arena_exit(arena, &no_memory);
    khd_doc *doc = khd_doc_new(arena);
    doc->length = (uint32_t)strlen(a->text);
    doc->text = khd_arena_text(arena, a->text, doc->length);
    doc->title = a->title;
    *KHD_PUSH(arena, &doc->blocks) =
        (khd_block){.span = {0, doc->length}, .kind = KHD_BLOCK_PARAGRAPH};
    khd_segment_run(doc, r->lexicon);
    khd_token_run(doc, r->lexicon);
    tag_names(doc, a);
    khd_place_run(doc, r->gazetteer, r->lexicon);
    count_names(r, doc, a);
    khd_arena_free(arena);
}

static bool in_part(const run *r, const char *id)
{
    bool tune = khd_toponym_hash(id, strlen(id), 0) % 2 == 0;
    return !r->part || tune == !strcmp(r->part, "tune");
}

static void set_id(article *a, bool lgl)
{
    const char *at = a->begin, *b, *e;
    if (lgl) {
        const char *quote = strchr(a->begin - 20, '"');
        const char *head = strstr(a->begin - 30, "docid=\"");
        if (head && head < a->begin)
            quote = head + 6;
        snprintf(a->id, sizeof a->id, "%.*s", (int)strcspn(quote + 1, "\""), quote + 1);
    } else if (element(&at, a->end, "source", &b, &e)) {
        snprintf(a->id, sizeof a->id, "%.*s", (int)(e - b), b);
    }
}

static void read_corpus(run *r, const char *folder, const char *file, bool lgl)
{
    static article a;
    char path[4096];
    char *bytes;
    size_t length;
    khd_error error;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *f = fopen(path, "rb");
    if (!f || khd_file_read(f, FILE_CEILING, &bytes, &length, &error) != KHD_OK) {
        printf("%s: %s\n", path, strerror(errno));
        return;
    }
    fclose(f);
    r->sum = (tally){0};
    const char *at = bytes, *b, *e;
    while (element(&at, bytes + length, "article", &a.begin, &a.end)) {
        set_id(&a, lgl);
        const char *p = a.begin;
        if (!in_part(r, a.id) || !element(&p, a.end, "text", &b, &e))
            continue;
        a.text = plain(b, e);
        p = a.begin;
        a.title = lgl && element(&p, a.end, "title", &b, &e) ? plain(b, e) : NULL;
        read_names(&a, lgl ? "toponym" : "location", lgl ? "phrase" : "name");
        uint32_t n = 0;
        for (uint32_t i = 0; i < a.n; i++)
            if (locate(a.text, &a.names[i]))
                a.names[n++] = a.names[i];
        a.n = n;
        read_article(r, &a);
        free(a.text);
        free(a.title);
    }
    free(bytes);
    const tally *t = &r->sum;
    double all = t->names ? t->names : 1, found = t->resolved ? t->resolved : 1;
    printf("%-12s %-5s names %5u  within 161 km %.3f  of the resolved %.3f  most populous %.3f\n",
           file, r->part ? r->part : "all", t->names, t->right / all, t->right / found,
           t->populous / all);
}

int main(int argc, char **argv)
{
    const char *data = getenv("KHALDUN_DATA");
    run r = {0};
    for (int i = 2; i < argc; i++)
        if (!strcmp(argv[i], "--errors"))
            r.errors = true;
        else
            r.part = argv[i];
    if (argc < 2 || !data || (r.part && strcmp(r.part, "tune") && strcmp(r.part, "check"))) {
        fputs("usage: KHALDUN_DATA=build/data geo FOLDER [tune|check] [--errors]\n", stderr);
        return 2;
    }
    char path[4096];
    khd_error error;
    khd_gazetteer *gazetteer;
    khd_lexicon *lexicon;
    snprintf(path, sizeof path, "%s/gazetteer.khg", data);
    khd_status status = khd_gazetteer_open(path, &gazetteer, &error);
    snprintf(path, sizeof path, "%s/lexicon.khl", data);
    if (status != KHD_OK || khd_lexicon_open(path, &lexicon, &error) != KHD_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    r.gazetteer = gazetteer;
    r.lexicon = lexicon;
    read_corpus(&r, argv[1], "lgl.xml", true);
    read_corpus(&r, argv[1], "GeoVirus.xml", false);
    khd_lexicon_close(lexicon);
    khd_gazetteer_close(gazetteer);
    return 0;
}
