/* fetch: pages and feeds by HTTP and HTTPS, over libcurl, one at a time: robots.txt is
 * asked first, a host is asked at a polite rate, redirects are few and each is checked
 * again, and every connection to an address that is not public is refused unless wanted.
 * Proxies of the environment are not used: behind one the address could not be checked.
 */
#ifndef CLI_FETCH_H
#define CLI_FETCH_H

#include "khaldun.h"
#include "options.h"

typedef struct fetch fetch;

/* What a server gave. */
typedef struct {
    char *bytes; /* from malloc */
    size_t length;
    char *url;       /* where it came from at last; from malloc */
    khd_visit visit; /* what to ask with the next time */
    bool unchanged;  /* it is as it was at `before` */
} fetched;

bool fetch_is_address(const char *name);
/* NULL without memory. `o` is borrowed. */
fetch *fetch_open(const options *o);
void fetch_close(fetch *f);
/* `before` may be NULL: asks for the page only if it changed since. False with `error`
 * filled. Free with fetched_free in any case. */
bool fetch_get(fetch *f, const char *url, const khd_visit *before, fetched *out,
               khd_error *error);
void fetched_free(fetched *out);

#endif
