/* robots: what a site's robots.txt allows (RFC 9309): the group that names us, else that
 * of "*"; the longest rule that fits decides, "Allow" when two are as long; "*" and a
 * closing "$" in rules. Pure functions; time is bounded by rules times the path.
 */
#ifndef CLI_ROBOTS_H
#define CLI_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

/* `text` is the file, `agent` our name in lower case, `path` with its query. */
bool robots_allow(const char *text, size_t length, const char *agent, const char *path);
/* Crawl-delay in seconds, whole ones rounded up; 0 when none is asked for. */
unsigned robots_delay(const char *text, size_t length, const char *agent);

#endif
