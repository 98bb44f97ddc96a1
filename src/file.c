/* file: mapping and reading of whole files. See file.h. */
#include "file.h"

#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static khd_status map_open(int fd, const char *path, khd_file *out, khd_error *error)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return khd_error_set(error, KHD_DATA, 0, "%s: no regular file", path);
    if (st.st_size == 0) {
        *out = (khd_file){"", 0};
        return KHD_OK;
    }
    size_t length = (size_t)st.st_size;
    void *p = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return khd_error_set(error, KHD_IO, 0, "%s: %s", path, strerror(errno));
    *out = (khd_file){p, length};
    return KHD_OK;
}

khd_status khd_file_map(const char *path, khd_file *out, khd_error *error)
{
    *out = (khd_file){NULL, 0};
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* a FIFO must not block */
    if (fd < 0)
        return khd_error_set(error, KHD_DATA, 0, "%s: %s", path, strerror(errno));
    khd_status status = map_open(fd, path, out, error);
    close(fd);
    return status;
}

void khd_file_unmap(khd_file *file)
{
    if (file->length) {
        /* munmap takes away what mmap gave, which was never const. */
        union {
            const char *given;
            void *mapped;
        } p = {file->bytes};
        munmap(p.mapped, file->length);
    }
    *file = (khd_file){NULL, 0};
}

/* Doubles the buffer, to ceiling + 2 at most: one byte to see that the input is
 * too large, one for the NUL. */
static char *grow(char *buffer, size_t *room, size_t ceiling)
{
    size_t most = ceiling < SIZE_MAX - 2 ? ceiling + 2 : SIZE_MAX;
    size_t more = *room > most / 2 ? most : *room * 2;
    char *grown = realloc(buffer, more);
    if (grown)
        *room = more;
    return grown;
}

static khd_status fill(FILE *stream, size_t ceiling, char **buffer, size_t *length)
{
    size_t room = 4096, n = 0, got;
    *buffer = malloc(room);
    if (!*buffer)
        return KHD_NOMEM;
    while ((got = fread(*buffer + n, 1, room - 1 - n, stream)) > 0) {
        n += got;
        if (n > ceiling)
            return KHD_TOO_LARGE;
        if (n < room - 1)
            continue;
        char *grown = grow(*buffer, &room, ceiling);
        if (!grown)
            return KHD_NOMEM;
        *buffer = grown;
    }
    (*buffer)[n] = '\0';
    *length = n;
    return ferror(stream) ? KHD_IO : KHD_OK;
}

khd_status khd_file_read(FILE *stream, size_t ceiling, char **bytes, size_t *length,
                         khd_error *error)
{
    *bytes = NULL;
    *length = 0;
    char *buffer;
    khd_status status = fill(stream, ceiling, &buffer, length);
    if (status == KHD_OK) {
        *bytes = buffer;
        return KHD_OK;
    }
    free(buffer);
    *length = 0;
    if (status == KHD_TOO_LARGE)
        return khd_error_set(error, status, ceiling, "input is larger than %zu bytes", ceiling);
    return khd_error_set(error, status, 0, "%s", khd_status_text(status));
}
