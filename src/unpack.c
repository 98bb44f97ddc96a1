/* unpack: see unpack.h. */
#include "unpack.h"

#include "buffer.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Text packs by 3 to 30; what is small may do better without harm. */
#define FREE_BYTES ((uint64_t)64 << 20)
#define DICTIONARY_MOST ((size_t)16 << 20)

struct khd_unpack {
    khd_stream *from;
    khd_budget *budget;
    khd_packed packed;
    bool open;    /* inside a member */
    bool started; /* a member was opened */
    uint64_t member_at, member_out, out;
    z_stream zlib;
    ZSTD_DCtx *zstd;
};

bool khd_budget_spend(khd_budget *b, size_t n, khd_error *error)
{
    b->unpacked += n;
    uint64_t ratio = b->packed ? b->unpacked / b->packed : b->unpacked;
    if (b->unpacked > b->most) {
        b->spent = true;
        khd_error_set(error, KHD_TOO_LARGE, 0, "unpacks to more than %llu bytes: refused",
                      (unsigned long long)b->most);
    } else if (b->unpacked > FREE_BYTES && ratio > b->ratio) {
        b->spent = true;
        khd_error_set(error, KHD_TOO_LARGE, 0,
                      "unpacks to more than %llu times its size: refused as a bomb",
                      (unsigned long long)b->ratio);
    }
    return !b->spent;
}

static bool is_skippable(const char *bytes, size_t n)
{
    return n >= 4 && ((unsigned char)bytes[0] & 0xF0) == 0x50 &&
           !memcmp(bytes + 1, "\x2A\x4D\x18", 3);
}

khd_packed khd_packed_find(const char *bytes, size_t length)
{
    if (length >= 4 && !memcmp(bytes, "\x1F\x8B\x08", 3) && !(bytes[3] & 0xE0))
        return KHD_PACKED_GZIP;
    if (length >= 4 && (!memcmp(bytes, "\x28\xB5\x2F\xFD", 4) || is_skippable(bytes, length)))
        return KHD_PACKED_ZSTD;
    return KHD_PACKED_NOT;
}

khd_unpack *khd_unpack_new(khd_stream *from, khd_packed packed, khd_budget *budget)
{
    khd_unpack *u = calloc(1, sizeof *u);
    if (!u)
        return NULL;
    u->from = from;
    u->budget = budget;
    u->packed = packed;
    bool good;
    if (packed == KHD_PACKED_GZIP)
        good = inflateInit2(&u->zlib, 15 + 16) == Z_OK;
    else
        good = (u->zstd = ZSTD_createDCtx()) != NULL;
    if (good)
        return u;
    free(u);
    return NULL;
}

void khd_unpack_free(khd_unpack *unpack)
{
    if (!unpack)
        return;
    if (unpack->packed == KHD_PACKED_GZIP)
        inflateEnd(&unpack->zlib);
    ZSTD_freeDCtx(unpack->zstd);
    free(unpack);
}

uint64_t khd_unpack_member(const khd_unpack *unpack, uint64_t *out)
{
    *out = unpack->member_out;
    return unpack->member_at;
}

/* ---- members ------------------------------------------------------------------------- */

/* A frame of 0x184D2A5D at the beginning holds the dictionary of all others (the zstd
 * form of WARC); other frames that may be skipped are. */
static bool skip_frame(khd_unpack *u, khd_error *error)
{
    const unsigned char *head = (const unsigned char *)khd_stream_here(u->from);
    size_t size = 0;
    if (khd_stream_peek(u->from, 8) == 8) {
        head = (const unsigned char *)khd_stream_here(u->from);
        size = head[4] | (size_t)head[5] << 8 | (size_t)head[6] << 16 | (size_t)head[7] << 24;
    }
    bool dictionary = head[0] == 0x5D && !u->started;
    if (!dictionary)
        return khd_stream_skip(u->from, 8 + (uint64_t)size) == 8 + (uint64_t)size;
    khd_stream_skip(u->from, 8);
    if (size > DICTIONARY_MOST || khd_stream_peek(u->from, size) < size)
        return false;
    const char *bytes = khd_stream_here(u->from);
    char *out = NULL;
    size_t length = size;
    khd_status status = KHD_OK;
    if (khd_packed_find(bytes, size) == KHD_PACKED_ZSTD)
        status = khd_unpack_bytes(bytes, size, DICTIONARY_MOST, u->budget, &out, &length, error);
    bool good = !status &&
                !ZSTD_isError(ZSTD_DCtx_loadDictionary(u->zstd, out ? out : bytes, length));
    free(out);
    khd_stream_skip(u->from, size);
    return good;
}

/* Opens the next member: 1, or 0 when there is none, -1 when it is broken. */
static int open_member(khd_unpack *u, khd_error *error)
{
    for (;;) {
        size_t have = khd_stream_peek(u->from, 4);
        const char *here = khd_stream_here(u->from);
        if (!have || (u->started && khd_packed_find(here, have) != u->packed))
            return 0; /* what stands behind the last member is padding */
        u->member_at = u->from->at;
        u->member_out = u->out;
        if (u->packed == KHD_PACKED_GZIP || !is_skippable(here, have))
            break;
        if (!skip_frame(u, error)) {
            khd_error_set(error, KHD_INPUT, u->member_at, "the zstd frame is broken or cut");
            return -1;
        }
    }
    u->started = u->open = true;
    if (u->packed == KHD_PACKED_GZIP)
        inflateReset(&u->zlib);
    else
        ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    return 1;
}

/* One step; bytes written, and how many were used. False when the data is broken. */
static bool step(khd_unpack *u, char *out, size_t n, size_t *written, size_t *used)
{
    const char *here = khd_stream_here(u->from);
    size_t have = khd_stream_have(u->from);
    if (u->packed == KHD_PACKED_GZIP) {
        u->zlib.next_in = (z_const Bytef *)(uintptr_t)here;
        u->zlib.avail_in = (uInt)(have < (1u << 30) ? have : (1u << 30));
        u->zlib.next_out = (Bytef *)out;
        u->zlib.avail_out = (uInt)n;
        uInt before = u->zlib.avail_in;
        int result = inflate(&u->zlib, Z_NO_FLUSH);
        *used = before - u->zlib.avail_in;
        *written = n - u->zlib.avail_out;
        u->open = result != Z_STREAM_END;
        return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
    }
    ZSTD_inBuffer in = {here, have, 0};
    ZSTD_outBuffer to = {out, n, 0};
    size_t result = ZSTD_decompressStream(u->zstd, &to, &in);
    *used = in.pos;
    *written = to.pos;
    u->open = result != 0;
    return !ZSTD_isError(result);
}

int64_t khd_unpack_read(void *with, char *out, size_t n, khd_error *error)
{
    khd_unpack *u = with;
    const char *what = u->packed == KHD_PACKED_GZIP ? "gzip member" : "zstd frame";
    size_t written = 0, used = 0;
    while (!written) {
        if (!u->open) {
            int opened = open_member(u, error);
            if (opened <= 0)
                return opened;
        }
        bool any = khd_stream_have(u->from) || khd_stream_more(u->from);
        if (!any && u->from->error.status) {
            *error = u->from->error;
            return -1;
        }
        bool good = step(u, out, n, &written, &used);
        khd_stream_skip(u->from, used);
        if (!good || (!any && !written && u->open)) {
            u->open = false;
            khd_error_set(error, KHD_INPUT, u->member_at, "the %s is %s", what,
                          good ? "cut off" : "broken");
            return -1;
        }
        if (!khd_budget_spend(u->budget, written, error))
            return -1;
    }
    u->out += written;
    return (int64_t)written;
}

bool khd_unpack_seek(khd_unpack *u)
{
    u->open = false;
    if (u->from->at == u->member_at) /* nothing of the broken one was taken */
        khd_stream_skip(u->from, 1);
    while (!u->budget->spent && khd_stream_peek(u->from, 4) == 4) {
        if (khd_packed_find(khd_stream_here(u->from), 4) == u->packed)
            return true;
        const char *here = khd_stream_here(u->from);
        char first = u->packed == KHD_PACKED_GZIP ? '\x1F' : '\x28';
        const char *next = memchr(here + 1, first, khd_stream_have(u->from) - 1);
        khd_stream_skip(u->from, next ? (size_t)(next - here) : khd_stream_have(u->from));
    }
    return false;
}

/* ---- bytes in memory ------------------------------------------------------------------- */

/* zlib's form, or with raw deflate's bare bytes. */
static khd_status inflate_bytes(const char *bytes, size_t length, size_t most, int bits,
                                khd_buffer *out)
{
    z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)bytes, .avail_in = (uInt)length};
    if (inflateInit2(&z, bits) != Z_OK)
        return KHD_NOMEM;
    char block[16384];
    int result;
    do {
        z.next_out = (Bytef *)block;
        z.avail_out = sizeof block;
        result = inflate(&z, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END)
            break;
        khd_buffer_bytes(out, block, sizeof block - z.avail_out);
    } while (result != Z_STREAM_END && out->n <= most && !out->failed);
    inflateEnd(&z);
    if (out->failed)
        return KHD_NOMEM;
    return out->n > most ? KHD_TOO_LARGE : result == Z_STREAM_END ? KHD_OK : KHD_INPUT;
}

static khd_status stream_bytes(const char *bytes, size_t length, size_t most, khd_budget *budget,
                               khd_buffer *out)
{
    khd_stream from;
    khd_error error = {0};
    khd_stream_open_bytes(&from, bytes, length);
    khd_unpack *u = khd_unpack_new(&from, khd_packed_find(bytes, length), budget);
    char block[16384];
    int64_t got = u ? 1 : -1;
    while (got > 0 && out->n <= most) {
        got = khd_unpack_read(u, block, sizeof block, &error);
        if (got > 0)
            khd_buffer_bytes(out, block, (size_t)got);
    }
    khd_unpack_free(u);
    if (!u || out->failed)
        return KHD_NOMEM;
    return out->n > most ? KHD_TOO_LARGE : got < 0 ? error.status : KHD_OK;
}

khd_status khd_unpack_bytes(const char *bytes, size_t length, size_t most, khd_budget *budget,
                            char **out, size_t *out_length, khd_error *error)
{
    *out = NULL;
    *out_length = 0;
    khd_buffer buffer = {0};
    khd_status status;
    if (length > KHD_BUFFER_CEILING) {
        status = KHD_TOO_LARGE;
    } else if (khd_packed_find(bytes, length)) {
        status = stream_bytes(bytes, length, most, budget, &buffer);
    } else {
        status = inflate_bytes(bytes, length, most, 15, &buffer);
        if (status == KHD_INPUT) {
            khd_buffer_free(&buffer);
            status = inflate_bytes(bytes, length, most, -15, &buffer);
        }
    }
    if (!status) {
        khd_buffer_text(&buffer, "");
        *out = khd_buffer_take(&buffer, out_length);
        if (*out)
            return KHD_OK;
        status = KHD_NOMEM;
    }
    khd_buffer_free(&buffer);
    return khd_error_set(error, status, 0, "%s",
                         status == KHD_TOO_LARGE ? "unpacks to more than the ceiling"
                         : status == KHD_NOMEM   ? "out of memory"
                                                 : "the packed bytes are broken or cut");
}
