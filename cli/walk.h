/* walk: files, folders and addresses to a list of files and addresses.
 *
 * A folder gives the regular files below it, by name; names that begin with a dot,
 * devices and pipes are passed over. A link inside a folder is never followed: where it
 * leads inside the folder, its file is found in its own place; where it leads out, it
 * is named on stderr.
 */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char **files; /* each from malloc */
    size_t count, room;
    uint64_t bytes;     /* of all of them; what is no file counts nothing */
    size_t failed;      /* folders that could not be read */
    bool endless;       /* standard input is among them: the bytes are not all */
} walk;

/* False without memory; what was found is there. Free with walk_free in any case. */
bool walk_add(walk *w, const char *path);
void walk_free(walk *w);

#endif
