/* bundle: see bundle.h. libarchive turns names by the locale of the thread, so that of
 * a call is C.UTF-8, whatever the program's is.
 */
#include "bundle.h"

#include "status.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME_MOST = 1024 };

struct khd_bundle {
    struct archive *archive;
    khd_stream *from;
    const khd_bytes *source; /* NULL: no going back */
    khd_budget *budget;
    locale_t locale;
    size_t given; /* bytes of the window that libarchive still looks at */
    uint64_t at, members;
    char *block; /* what a source that can go back is read into */
    char name[NAME_MOST + 4];
    bool over;
};

enum { BLOCK = 64 * 1024 };

/* ---- what it is ---------------------------------------------------------------------- */

/* The sum of a tar's head, the field of the sum itself as blanks. */
static bool is_tar(const unsigned char *head)
{
    unsigned sum = 0, told = 0;
    for (unsigned i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : head[i];
    unsigned at = 148;
    while (at < 154 && head[at] == ' ')
        at++;
    for (; at < 156 && head[at] >= '0' && head[at] <= '7'; at++)
        told = told * 8 + (head[at] - '0');
    return head[0] && sum == told;
}

bool khd_bundle_find(const char *bytes, size_t length)
{
    if (length >= 4 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4)))
        return true;
    return length >= 512 && is_tar((const unsigned char *)bytes);
}

/* ---- bytes for libarchive ------------------------------------------------------------ */

static int fail(struct archive *a, const khd_error *error)
{
    archive_set_error(a, error->status == KHD_NOMEM ? ENOMEM : EIO, "%s", error->text);
    return ARCHIVE_FATAL;
}

/* From the stream: its window is lent, and given back at the next call. */
static la_ssize_t read_stream(struct archive *a, void *with, const void **out)
{
    khd_bundle *b = with;
    khd_stream_skip(b->from, b->given);
    b->given = 0;
    if (!khd_stream_have(b->from) && !khd_stream_more(b->from))
        return b->from->error.status ? fail(a, &b->from->error) : 0;
    *out = khd_stream_here(b->from);
    b->given = khd_stream_have(b->from);
    return (la_ssize_t)b->given;
}

static la_ssize_t read_source(struct archive *a, void *with, const void **out)
{
    khd_bundle *b = with;
    khd_error error = {0};
    int64_t got = b->source->read(b->source->with, b->block, BLOCK, &error);
    if (got < 0)
        return fail(a, &error);
    *out = b->block;
    b->at += (uint64_t)got;
    if (b->at > b->budget->packed)
        b->budget->packed = b->at;
    return (la_ssize_t)got;
}

static la_int64_t seek_source(struct archive *a, void *with, la_int64_t offset, int whence)
{
    khd_bundle *b = with;
    int64_t base = whence == SEEK_SET   ? 0
                   : whence == SEEK_CUR ? (int64_t)b->at
                                        : (int64_t)b->source->size;
    if (offset > INT64_MAX - base || base + offset < 0 ||
        !b->source->seek(b->source->with, (uint64_t)(base + offset))) {
        archive_set_error(a, EINVAL, "the archive points to where it is not");
        return ARCHIVE_FATAL;
    }
    b->at = (uint64_t)(base + offset);
    return base + offset;
}

/* ---- opening ------------------------------------------------------------------------- */

static bool open_archive(khd_bundle *b)
{
    struct archive *a = b->archive;
    archive_read_support_format_tar(a);
    archive_read_support_format_zip(a);
    if (b->source) {
        archive_read_set_seek_callback(a, seek_source);
        if (!b->source->seek(b->source->with, 0))
            return false;
    }
    archive_read_set_read_callback(a, b->source ? read_source : read_stream);
    archive_read_set_callback_data(a, b);
    return archive_read_open1(a) == ARCHIVE_OK;
}

khd_bundle *khd_bundle_open(khd_stream *from, const khd_bytes *source, khd_budget *budget,
                            khd_error *error)
{
    khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    khd_bundle *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->from = from;
    b->source = source && source->seek ? source : NULL;
    b->budget = budget;
    b->block = malloc(BLOCK);
    b->archive = archive_read_new();
    b->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = b->locale ? uselocale(b->locale) : (locale_t)0;
    bool good = b->block && b->archive && open_archive(b);
    if (!good && b->archive && archive_error_string(b->archive))
        khd_error_set(error, KHD_INPUT, 0, "the archive cannot be read: %s",
                      archive_error_string(b->archive));
    if (before)
        uselocale(before);
    if (good)
        return b;
    khd_bundle_close(b);
    return NULL;
}

void khd_bundle_close(khd_bundle *bundle)
{
    if (!bundle)
        return;
    archive_read_free(bundle->archive);
    if (bundle->locale)
        freelocale(bundle->locale);
    free(bundle->block);
    free(bundle);
}

/* ---- names --------------------------------------------------------------------------- */

/* True when a name stays below the folder that it is in, `depth` levels down. */
static bool stays(const char *name, int depth)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':'))
        return false;
    for (const char *part = name; *part;) {
        size_t n = strcspn(part, "/\\");
        if (n == 2 && part[0] == '.' && part[1] == '.')
            depth--;
        else if (n && !(n == 1 && part[0] == '.'))
            depth++;
        if (depth < 0)
            return false;
        part += n + (part[n] != 0);
    }
    return true;
}

static int depth_of(const char *name)
{
    int depth = 0;
    for (; *name; name++)
        depth += *name == '/';
    return depth;
}

/* A part of the name begins with a dot: other programs' own. */
static bool is_hidden(const char *name)
{
    for (const char *part = name; *part;) {
        size_t n = strcspn(part, "/");
        if (n > 1 && part[0] == '.' && !(n == 2 && part[1] == '.'))
            return true;
        if (n == 8 && !memcmp(part, "__MACOSX", 8))
            return true;
        part += n + (part[n] != 0);
    }
    return false;
}

static void take_name(khd_bundle *b, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    if (!name)
        name = archive_entry_pathname(entry);
    if (!name)
        name = "";
    size_t n = strlen(name);
    memcpy(b->name, name, n < NAME_MOST ? n : NAME_MOST);
    b->name[n < NAME_MOST ? n : NAME_MOST] = 0;
    for (char *c = b->name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = '?';
}

/* Why a member is refused; NULL when it is not. */
static const char *refuse(const khd_bundle *b, struct archive_entry *entry)
{
    const char *soft = archive_entry_symlink(entry), *hard = archive_entry_hardlink(entry);
    if (!b->name[0])
        return "a member without a name: refused";
    if (!stays(b->name, 0))
        return "a name that leads out of the archive: refused";
    if (soft && !stays(soft, depth_of(b->name)))
        return "a link out of the archive: refused";
    if (hard && !stays(hard, 0))
        return "a link out of the archive: refused";
    if (archive_entry_is_encrypted(entry))
        return "is encrypted";
    return NULL;
}

/* ---- members ------------------------------------------------------------------------- */

/* True when the member is to be told: to be read, or with why it is not. */
static bool take_entry(khd_bundle *b, struct archive_entry *entry, khd_bundle_member *member)
{
    take_name(b, entry);
    member->name = b->name;
    member->at = (uint64_t)archive_read_header_position(b->archive);
    const char *why = refuse(b, entry);
    if (why) {
        khd_error_set(&member->error, KHD_INPUT, member->at, "%s", why);
        return true;
    }
    bool link = archive_entry_symlink(entry) || archive_entry_hardlink(entry);
    mode_t type = archive_entry_filetype(entry);
    return !link && (type == AE_IFREG || type == 0) && !is_hidden(b->name);
}

static void tell_failure(khd_bundle *b, khd_error *error)
{
    const char *text = archive_error_string(b->archive);
    khd_error_set(error, KHD_INPUT, (size_t)archive_read_header_position(b->archive),
                  "the archive is broken or cut: %s", text ? text : "no reason known");
}

static bool next_member(khd_bundle *b, khd_bundle_member *member)
{
    while (!b->over && !b->budget->spent) {
        struct archive_entry *entry = NULL;
        int result = archive_read_next_header(b->archive, &entry);
        if (result == ARCHIVE_EOF)
            return false;
        if (++b->members > KHD_BUNDLE_MEMBERS) {
            khd_error_set(&member->error, KHD_TOO_LARGE, 0, "more than %d members: refused",
                          KHD_BUNDLE_MEMBERS);
            b->over = true;
            return true;
        }
        if (result < ARCHIVE_WARN || !entry) {
            tell_failure(b, &member->error);
            b->over = result == ARCHIVE_FATAL;
            return true;
        }
        if (take_entry(b, entry, member))
            return true;
    }
    return false;
}

bool khd_bundle_next(khd_bundle *bundle, khd_bundle_member *member)
{
    *member = (khd_bundle_member){.name = ""};
    locale_t before = bundle->locale ? uselocale(bundle->locale) : (locale_t)0;
    bool any = next_member(bundle, member);
    if (before)
        uselocale(before);
    return any;
}

int64_t khd_bundle_read(void *with, char *out, size_t n, khd_error *error)
{
    khd_bundle *b = with;
    la_ssize_t got = archive_read_data(b->archive, out, n);
    if (got < 0) {
        tell_failure(b, error);
        b->over = got == ARCHIVE_FATAL;
        return -1;
    }
    if (got && !khd_budget_spend(b->budget, (size_t)got, error))
        return -1;
    return got;
}
