/* fetch: see fetch.h. */
#include "fetch.h"

#include "robots.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    REDIRECTS = 5,
    CONNECT_SECONDS = 10,
    ALL_SECONDS = 120,
    SLOW_SECONDS = 20, /* below 100 bytes a second for so long is given up */
    PER_MINUTE = 60,
    DELAY_MOST = 60
};
#define PAGE_MOST ((size_t)64 << 20)
#define ROBOTS_MOST ((size_t)500 << 10)
#define AGENT "khaldun"

/* A site: what its robots.txt says, and when it was asked last. */
typedef struct site {
    struct site *next;
    char *origin; /* https://host:port */
    char *robots; /* NULL: nothing is allowed */
    size_t robots_length;
    double delay; /* seconds */
    bool private; /* it has no public address */
    struct timespec asked;
} site;

struct fetch {
    const options *o;
    CURL *curl;
    site *sites;
    char trouble[CURL_ERROR_SIZE];
    bool private; /* the last address was not public */
};

/* One answer on its way. */
typedef struct {
    char *bytes;
    size_t length, cap, most;
    bool large;
    khd_visit visit;
} answer;

bool fetch_is_address(const char *name)
{
    return !strncmp(name, "http://", 7) || !strncmp(name, "https://", 8);
}

static bool fail(khd_error *error, khd_status status, const char *text, const char *more)
{
    *error = (khd_error){.status = status};
    snprintf(error->text, sizeof error->text, "%s%.150s", text, more);
    return false;
}

/* ---- addresses that are not public --------------------------------------------------- */

static bool in_net(uint32_t address, uint32_t net, unsigned bits)
{
    return address >> (32 - bits) == net >> (32 - bits);
}

static bool is_private4(uint32_t a)
{
    static const struct {
        uint32_t net;
        unsigned bits;
    } nets[] = {{0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},
                {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24},
                {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24},
                {0xE0000000, 3}};
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++)
        if (in_net(a, nets[i].net, nets[i].bits))
            return true;
    return false;
}

static uint32_t word(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Public are 2000::/3 alone, without what stands for an address of version 4 or for
 * documentation. */
static bool is_private6(const unsigned char *b)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const unsigned char nat[12] = {0, 0x64, 0xFF, 0x9B};
    if (!memcmp(b, mapped, 12) || !memcmp(b, nat, 12))
        return is_private4(word(b + 12));
    if (b[0] == 0x20 && b[1] == 0x02)
        return is_private4(word(b + 2));
    if (b[0] == 0x20 && b[1] == 0x01 && (!b[2] || (b[2] == 0x0D && b[3] == 0xB8)))
        return true;
    return (b[0] & 0xE0) != 0x20;
}

static bool is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return is_private4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return true;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    return is_private6(six.sin6_addr.s6_addr);
}

/* Every connection passes here with the address that its name was resolved to. */
static curl_socket_t on_connect(void *with, curlsocktype purpose, struct curl_sockaddr *address)
{
    fetch *f = with;
    (void)purpose;
    if (!f->o->allow_private && is_private(&address->addr)) {
        f->private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- one request --------------------------------------------------------------------- */

static size_t on_bytes(char *bytes, size_t size, size_t count, void *with)
{
    answer *a = with;
    size_t n = size * count;
    if (n > a->most - a->length) {
        a->large = true;
        return 0;
    }
    if (a->length + n + 1 > a->cap) {
        size_t cap = (a->length + n + 1) * 2;
        char *grown = realloc(a->bytes, cap);
        if (!grown)
            return 0;
        a->bytes = grown;
        a->cap = cap;
    }
    memcpy(a->bytes + a->length, bytes, n);
    a->length += n;
    a->bytes[a->length] = 0;
    return n;
}

/* Keeps a header's value when it is of that name and fits whole. */
static void keep(const char *line, size_t n, const char *name, char *out, size_t room)
{
    size_t size = strlen(name);
    if (n <= size || line[size] != ':')
        return;
    for (size_t i = 0; i < size; i++) {
        char c = line[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != name[i])
            return;
    }
    size_t begin = size + 1;
    while (begin < n && (line[begin] == ' ' || line[begin] == '\t'))
        begin++;
    while (n > begin && strchr("\r\n \t", line[n - 1]))
        n--;
    if (n - begin >= room)
        return;
    memcpy(out, line + begin, n - begin);
    out[n - begin] = 0;
}

static size_t on_header(char *line, size_t size, size_t count, void *with)
{
    answer *a = with;
    size_t n = size * count;
    if (n > 5 && !memcmp(line, "HTTP/", 5))
        a->visit = (khd_visit){0};
    keep(line, n, "etag", a->visit.etag, sizeof a->visit.etag);
    keep(line, n, "last-modified", a->visit.modified, sizeof a->visit.modified);
    return n;
}

static struct curl_slist *conditions(const khd_visit *before)
{
    struct curl_slist *list = NULL;
    char line[400];
    if (before && before->etag[0]) {
        snprintf(line, sizeof line, "If-None-Match: %s", before->etag);
        list = curl_slist_append(list, line);
    }
    if (before && before->modified[0]) {
        snprintf(line, sizeof line, "If-Modified-Since: %s", before->modified);
        list = curl_slist_append(list, line);
    }
    return list;
}

static void set_up(fetch *f, const char *url, answer *a)
{
    CURL *c = f->curl;
    curl_easy_reset(c);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_USERAGENT, AGENT "/" KHALDUN_VERSION);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)ALL_SECONDS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_connect);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, a);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, a);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, f->trouble);
    f->trouble[0] = 0;
    f->private = false;
}

/* The status of the answer; 0 with `error` filled when there was none. */
static long ask(fetch *f, const char *url, const khd_visit *before, answer *a, khd_error *error)
{
    long status = 0;
    set_up(f, url, a);
    struct curl_slist *list = conditions(before);
    curl_easy_setopt(f->curl, CURLOPT_HTTPHEADER, list);
    CURLcode code = curl_easy_perform(f->curl);
    curl_slist_free_all(list);
    if (!code) {
        curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
        return status;
    }
    if (a->large)
        fail(error, KHD_TOO_LARGE, "is larger than the ceiling of an address, 64 MiB", "");
    else if (f->private)
        fail(error, KHD_INPUT, "is no public address: refused (--allow-private reads it)", "");
    else
        fail(error, KHD_IO, "cannot be fetched: ",
             f->trouble[0] ? f->trouble : curl_easy_strerror(code));
    return 0;
}

/* ---- sites --------------------------------------------------------------------------- */

static void wait_for(site *s)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double passed = (double)(now.tv_sec - s->asked.tv_sec) +
                    (double)(now.tv_nsec - s->asked.tv_nsec) / 1e9;
    double left = s->asked.tv_sec ? s->delay - passed : 0;
    if (left > 0) {
        struct timespec pause = {.tv_sec = (time_t)left};
        pause.tv_nsec = (long)((left - (double)pause.tv_sec) * 1e9);
        nanosleep(&pause, NULL);
    }
    clock_gettime(CLOCK_MONOTONIC, &s->asked);
}

/* The address that an answer leads on to, as curl works it out; NULL for none. */
static const char *leads_to(const fetch *f, long status)
{
    char *to = NULL;
    if (status >= 301 && status <= 308 && status != 304 && status != 305 && status != 306)
        curl_easy_getinfo(f->curl, CURLINFO_REDIRECT_URL, &to);
    return to;
}

/* RFC 9309: a site without the file allows all; one that does not answer, nothing. */
static void read_robots(fetch *f, site *s)
{
    size_t size = strlen(s->origin) + sizeof "/robots.txt";
    char *url = malloc(size);
    long status = 0;
    answer a = {.most = ROBOTS_MOST};
    if (url)
        snprintf(url, size, "%s/robots.txt", s->origin);
    for (int hop = 0; url && hop <= REDIRECTS; hop++) {
        khd_error ignored;
        a.length = 0;
        wait_for(s);
        status = ask(f, url, NULL, &a, &ignored);
        if (a.large) /* what is there counts */
            status = 200;
        const char *to = leads_to(f, status);
        char *next = to && fetch_is_address(to) ? strdup(to) : NULL;
        free(url);
        url = next;
    }
    free(url);
    if (status == 200 || (status >= 400 && status < 500 && status != 429)) {
        s->robots = status == 200 && a.bytes ? a.bytes : strdup("");
        s->robots_length = status == 200 && a.bytes ? a.length : 0;
    }
    if (s->robots != a.bytes)
        free(a.bytes);
    unsigned delay = s->robots ? robots_delay(s->robots, s->robots_length, AGENT) : 0;
    if (delay > s->delay)
        s->delay = delay < DELAY_MOST ? delay : DELAY_MOST;
}

static site *find_site(fetch *f, const char *origin)
{
    for (site *s = f->sites; s; s = s->next)
        if (!strcmp(s->origin, origin))
            return s;
    site *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->origin = strdup(origin);
    if (!s->origin) {
        free(s);
        return NULL;
    }
    s->delay = 60.0 / (double)(f->o->per_minute ? f->o->per_minute : PER_MINUTE);
    s->next = f->sites;
    f->sites = s;
    read_robots(f, s);
    s->private = f->private;
    return s;
}

/* ---- addresses ----------------------------------------------------------------------- */

/* Takes a part of an address; the caller's (curl_free). */
static char *part(CURLU *u, CURLUPart which, unsigned flags)
{
    char *value = NULL;
    return curl_url_get(u, which, &value, flags) ? NULL : value;
}

/* The address's site and its path with the query, each from malloc. */
static bool take_apart(const char *url, char **origin, char **path, khd_error *error)
{
    CURLU *u = curl_url();
    bool good = u && !curl_url_set(u, CURLUPART_URL, url, 0);
    char *scheme = good ? part(u, CURLUPART_SCHEME, 0) : NULL;
    char *host = good ? part(u, CURLUPART_HOST, 0) : NULL;
    char *port = good ? part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT) : NULL;
    char *user = good ? part(u, CURLUPART_USER, 0) : NULL;
    char *way = good ? part(u, CURLUPART_PATH, 0) : NULL;
    char *query = good ? part(u, CURLUPART_QUERY, 0) : NULL;
    good = scheme && host && port && way && fetch_is_address(url);
    if (good && !user) {
        size_t n = strlen(scheme) + strlen(host) + strlen(port) + 8;
        size_t m = strlen(way) + (query ? strlen(query) : 0) + 2;
        *origin = malloc(n);
        *path = malloc(m);
        if (*origin)
            snprintf(*origin, n, "%s://%s:%s", scheme, host, port);
        if (*path)
            snprintf(*path, m, "%s%s%s", way, query ? "?" : "", query ? query : "");
    }
    if (!good)
        fail(error, KHD_INPUT, "is no address of a page", "");
    else if (user)
        fail(error, KHD_INPUT, "an address with a name or password: refused", "");
    else if (!*origin || !*path)
        fail(error, KHD_NOMEM, "out of memory", "");
    good = good && *origin && *path;
    char *const parts[] = {scheme, host, port, user, way, query};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        curl_free(parts[i]);
    curl_url_cleanup(u);
    return good;
}

/* Waits for the site's turn; false when it is not to be asked. */
static bool may_ask(fetch *f, const char *url, khd_error *error)
{
    char *origin = NULL, *path = NULL;
    bool good = take_apart(url, &origin, &path, error);
    site *s = good ? find_site(f, origin) : NULL;
    if (good && !s)
        good = fail(error, KHD_NOMEM, "out of memory", "");
    else if (good && !s->robots && s->private)
        good = fail(error, KHD_INPUT,
                    "is no public address: refused (--allow-private reads it)", "");
    else if (good && !s->robots)
        good = fail(error, KHD_IO, "the site's robots.txt cannot be read, so nothing is asked of it",
                    "");
    else if (good && !robots_allow(s->robots, s->robots_length, AGENT, path))
        good = fail(error, KHD_INPUT, "the site's robots.txt does not allow it", "");
    if (good)
        wait_for(s);
    free(origin);
    free(path);
    return good;
}

/* ---- the whole ----------------------------------------------------------------------- */

static bool take_answer(long status, answer *a, fetched *out, khd_error *error)
{
    char text[16];
    snprintf(text, sizeof text, "%ld", status);
    out->unchanged = status == 304;
    out->visit = a->visit;
    if (status == 200) {
        out->bytes = a->bytes;
        out->length = a->length;
        a->bytes = NULL;
    }
    return status == 200 || status == 304 ||
           fail(error, KHD_INPUT, "the server answers ", text);
}

bool fetch_get(fetch *f, const char *url, const khd_visit *before, fetched *out, khd_error *error)
{
    *out = (fetched){.url = strdup(url)};
    answer a = {.most = PAGE_MOST};
    bool good = false;
    for (int hop = 0; out->url; hop++) {
        if (hop > REDIRECTS) {
            fail(error, KHD_INPUT, "leads on too often", "");
            break;
        }
        if (!may_ask(f, out->url, error))
            break;
        a.length = 0;
        long status = ask(f, out->url, before, &a, error);
        const char *to = leads_to(f, status);
        if (!to) {
            good = status && take_answer(status, &a, out, error);
            break;
        }
        char *next = strdup(to);
        free(out->url);
        out->url = next;
    }
    if (!out->url)
        fail(error, KHD_NOMEM, "out of memory", "");
    free(a.bytes);
    return good;
}

void fetched_free(fetched *out)
{
    free(out->bytes);
    free(out->url);
    *out = (fetched){0};
}

fetch *fetch_open(const options *o)
{
    fetch *f = calloc(1, sizeof *f);
    if (!f || curl_global_init(CURL_GLOBAL_DEFAULT)) {
        free(f);
        return NULL;
    }
    f->o = o;
    f->curl = curl_easy_init();
    if (f->curl)
        return f;
    fetch_close(f);
    return NULL;
}

void fetch_close(fetch *f)
{
    if (!f)
        return;
    curl_easy_cleanup(f->curl);
    curl_global_cleanup();
    for (site *s = f->sites, *next; s; s = next) {
        next = s->next;
        free(s->origin);
        free(s->robots);
        free(s);
    }
    free(f);
}
