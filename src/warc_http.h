/* warc_http: the payload of a stored HTTP response. */
#ifndef KHD_WARC_HTTP_H
#define KHD_WARC_HTTP_H

#include "unpack.h"

typedef struct {
    unsigned status;     /* 200; 0 when it is no HTTP */
    size_t body;         /* where the head ends */
    char media[64];      /* "text/html"; "" not told */
    char encoding[32];   /* gzip, br ...; "" none */
    bool chunked;
} khd_http_head;

/* Reads the head of a response; false when it does not end in these bytes. */
bool khd_http_head_read(const char *bytes, size_t length, khd_http_head *head);
/* Takes chunks apart, in place, and gives the new length. Crawlers may have done so
 * before: then nothing is changed. */
size_t khd_http_unchunk(char *bytes, size_t length);
/* The value of "Content-Type" without what stands behind ";", in lower case. */
void khd_http_media(const char *value, size_t length, char *out, size_t room);
/* True when ASCII letters are the same, whatever their case. */
bool khd_http_same(const char *bytes, size_t n, const char *word);

#endif
