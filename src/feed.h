/* feed: the entries of an RSS (0.9 to 2.0, with RDF) or Atom feed, by the events of
 * libxml2's parser, out of a stream. The parser gets no network, no files and no
 * entities but those of XML and HTML: a feed that declares its own is refused. A feed
 * that is no good XML is read as far as it makes sense, and told.
 */
#ifndef KHD_FEED_H
#define KHD_FEED_H

#include "stream.h"

typedef struct {
    size_t number; /* from 1 */
    uint64_t at;   /* a byte of the feed near its end */
    const char *id, *title, *url, *published, *publisher, *language; /* NULL not told */
    const char *text; /* its longest text */
    size_t length;
    bool html;        /* else plain text */
    const char *note; /* NULL, or what is wrong with what is given all the same */
    khd_error error;  /* it cannot be read: why */
} khd_feed_entry;

typedef struct khd_feed khd_feed;

/* True for the beginning of a feed; 4096 bytes are plenty. */
bool khd_feed_find(const char *bytes, size_t length);

/* NULL without memory. The stream is borrowed. */
khd_feed *khd_feed_new(khd_stream *from);
void khd_feed_free(khd_feed *feed);
/* The next entry, until the next call; false at the end. */
bool khd_feed_next(khd_feed *feed, khd_feed_entry *entry);

#endif
