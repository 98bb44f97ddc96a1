/* decode: see decode.h. The count of bad sequences against good ones decides
 * whether the bytes are a damaged UTF-8 text or a text in another encoding. */
#include "decode.h"

#include "status.h"
#include "utf8.h"

#include <iconv.h>
#include <sodium.h>
#include <string.h>
#include <uchardet/uchardet.h>

enum { NAME_MAX_BYTES = 40, DETECT_BYTES = 1 << 16 };

/* What strict decoding finds in the bytes. */
typedef struct {
    size_t good, bad; /* sequences above ASCII; bytes that are in none */
    size_t nul[2];    /* NULs at even and odd offsets */
    bool typographic; /* every bad byte is a quote, dash ... of WINDOWS-1252 */
} census;

/* Length of the run of plain ASCII without NUL at `at`. */
static size_t ascii_run(const char *bytes, size_t length, size_t at)
{
    size_t i = at;
    for (; length - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, bytes + i, 8);
        uint64_t nul = (w - 0x0101010101010101u) & ~w & 0x8080808080808080u;
        if ((w & 0x8080808080808080u) || nul)
            break;
    }
    while (i < length && bytes[i] && (unsigned char)bytes[i] < 0x80)
        i++;
    return i - at;
}

static bool typographic_byte(unsigned char b)
{
    return b == 0x85 || (b >= 0x91 && b <= 0x97) || b == 0xA0;
}

static census count(const char *bytes, size_t length)
{
    census c = {.typographic = true};
    for (size_t i = 0; i < length;) {
        i += ascii_run(bytes, length, i);
        if (i >= length)
            break;
        uint32_t code;
        size_t n = khd_utf8_read(bytes + i, length - i, &code);
        if (n && !code)
            c.nul[i & 1]++;
        else if (n)
            c.good++;
        else if (length - i > 3 || i == 0) { /* a sequence cut off by the end does not count */
            c.bad++;
            c.typographic = c.typographic && typographic_byte((unsigned char)bytes[i]);
        }
        i += n ? n : 1;
    }
    return c;
}

/* The encoding that a byte order mark tells, NULL none. */
static const char *mark_encoding(const char *bytes, size_t length)
{
    if (length >= 4 && !memcmp(bytes, "\xFF\xFE\0\0", 4))
        return "UTF-32LE";
    if (length >= 4 && !memcmp(bytes, "\0\0\xFE\xFF", 4))
        return "UTF-32BE";
    if (length >= 2 && !memcmp(bytes, "\xFF\xFE", 2))
        return "UTF-16LE";
    if (length >= 2 && !memcmp(bytes, "\xFE\xFF", 2))
        return "UTF-16BE";
    return NULL;
}

/* Lets uchardet name the encoding by the first 64 KiB from the first byte above
 * ASCII on; WINDOWS-1252 when it cannot. */
static void detect(const char *bytes, size_t length, char name[NAME_MAX_BYTES])
{
    const char *found = "";
    size_t plain = ascii_run(bytes, length, 0);
    plain = plain > 256 ? plain - 256 : 0;
    bytes += plain;
    length -= plain;
    length = length > DETECT_BYTES ? DETECT_BYTES : length;
    uchardet_t detector = uchardet_new();
    if (detector && !uchardet_handle_data(detector, bytes, length)) {
        uchardet_data_end(detector);
        found = uchardet_get_charset(detector);
    }
    size_t n = strlen(found);
    bool usable = n && n < NAME_MAX_BYTES && strcmp(found, "UTF-8") && strcmp(found, "ASCII");
    memcpy(name, usable ? found : "WINDOWS-1252", usable ? n + 1 : sizeof "WINDOWS-1252");
    if (detector)
        uchardet_delete(detector);
}

/* Name of the encoding of a text that as a whole is no UTF-8; false when it is
 * UTF-8, damaged or not. */
static bool foreign(const char *bytes, size_t length, char name[NAME_MAX_BYTES])
{
    const char *known = mark_encoding(bytes, length);
    if (!known) {
        census c = count(bytes, length);
        if (c.nul[1] > length / 6 && c.nul[0] < length / 20)
            known = "UTF-16LE";
        else if (c.nul[0] > length / 6 && c.nul[1] < length / 20)
            known = "UTF-16BE";
        else if (c.bad > c.good && c.typographic)
            known = "WINDOWS-1252";
        else if (c.bad < 3 || c.bad <= c.good)
            return false;
    }
    if (known)
        memcpy(name, known, strlen(known) + 1);
    else
        detect(bytes, length, name);
    return true;
}

/* The name for iconv of what a page calls its encoding, by the WHATWG's labels where
 * they name a smaller set; NULL for UTF-8 and what cannot be. */
static const char *known_label(const char *named)
{
    static const char *const labels[][2] = {
        {"iso-8859-1", "WINDOWS-1252"}, {"latin1", "WINDOWS-1252"}, {"us-ascii", "WINDOWS-1252"},
        {"ascii", "WINDOWS-1252"},      {"iso-8859-9", "CP1254"},   {"iso-8859-11", "CP874"},
        {"shift_jis", "CP932"},         {"sjis", "CP932"},          {"x-sjis", "CP932"},
        {"gb2312", "GB18030"},          {"gbk", "GB18030"},         {"euc-kr", "CP949"},
        {"ks_c_5601-1987", "CP949"},    {"big5", "BIG5-HKSCS"},     {"tis-620", "CP874"}};
    size_t n = strlen(named);
    if (!n || n >= NAME_MAX_BYTES || khd_utf8_is(named, n < 3 ? n : 3, "utf") ||
        khd_utf8_is(named, n < 3 ? n : 3, "ucs"))
        return NULL;
    if (strspn(named, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != n)
        return NULL;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (khd_utf8_is(named, n, labels[i][0]))
            return labels[i][1];
    return named;
}

/* Takes the encoding that a page names itself for bytes that are no UTF-8. */
static bool take_named(const char *bytes, size_t length, const char *named,
                       char name[NAME_MAX_BYTES])
{
    const char *label = known_label(named);
    if (!label || mark_encoding(bytes, length))
        return false;
    census c = count(bytes, length);
    if (c.bad <= c.good)
        return false;
    iconv_t handle = iconv_open("UTF-8", label);
    if (handle == (iconv_t)-1)
        return false;
    iconv_close(handle);
    memcpy(name, label, strlen(label) + 1);
    return true;
}

/* Converts into `out`, which has room for three bytes for one; SUBSTITUTE stands
 * for what cannot be converted. Gives the length, SIZE_MAX when iconv does not
 * know the encoding. Pushes nothing: the iconv handle is open. */
static size_t convert(const char *name, const char *bytes, size_t length, char *out)
{
    iconv_t handle = iconv_open("UTF-8", name);
    if (handle == (iconv_t)-1)
        return SIZE_MAX;
    size_t unit = !strncmp(name, "UTF-16", 6) ? 2 : !strncmp(name, "UTF-32", 6) ? 4 : 1;
    char *from = NULL, *to = out;
    size_t left = length, room = length * 3 + 8;
    memcpy(&from, &bytes, sizeof from); /* iconv takes char ** but writes nothing */
    while (left) {
        if (iconv(handle, &from, &left, &to, &room) != (size_t)-1)
            break;
        size_t skip = unit < left ? unit : left;
        from += skip;
        left -= skip;
        if (!room)
            break;
        *to++ = KHD_UTF8_SUBSTITUTE;
        room--;
    }
    iconv(handle, NULL, NULL, &to, &room); /* a letter kept back for its mark */
    iconv_close(handle);
    return (size_t)(to - out);
}

/* Puts SUBSTITUTE for every NUL and every byte that is in no sequence. */
static void substitute(char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        i += ascii_run(text, length, i);
        if (i >= length)
            break;
        uint32_t code;
        size_t n = khd_utf8_read(text + i, length - i, &code);
        if (!n || !code)
            text[i] = KHD_UTF8_SUBSTITUTE;
        i += n ? n : 1;
    }
}

/* Lists every run of SUBSTITUTE. */
static void list_undecodable(khd_doc *doc)
{
    const char *text = doc->text, *end = text + doc->length;
    for (const char *p = text; (p = memchr(p, KHD_UTF8_SUBSTITUTE, (size_t)(end - p)));) {
        const char *from = p;
        while (p < end && *p == KHD_UTF8_SUBSTITUTE)
            p++;
        khd_span span = {(uint32_t)(from - text), (uint32_t)(p - text)};
        *KHD_PUSH(doc->arena, &doc->removed) = (khd_removed){span, "undecodable"};
    }
}

void khd_decode_hash(khd_doc *doc, const char *bytes, size_t length)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)(bytes ? bytes : ""), length);
    sodium_bin2hex(doc->sha256, sizeof doc->sha256, digest, sizeof digest);
}

khd_status khd_decode_run(khd_doc *doc, const char *bytes, size_t length, khd_error *error)
{
    khd_decode_hash(doc, bytes, length);
    return khd_decode_named(doc, bytes, length, "", error);
}

khd_status khd_decode_named(khd_doc *doc, const char *bytes, size_t length, const char *named,
                            khd_error *error)
{
    if (length > KHD_TEXT_CEILING)
        return khd_error_set(error, KHD_TOO_LARGE, KHD_TEXT_CEILING,
                             "the text has %zu bytes, more than %zu", length, KHD_TEXT_CEILING);
    if (!bytes)
        bytes = "";
    char name[NAME_MAX_BYTES] = "UTF-8";
    char *text = NULL;
    size_t n = length;
    if (take_named(bytes, length, named, name) || foreign(bytes, length, name)) {
        text = khd_arena_push(doc->arena, length * 3 + 16, 1);
        n = convert(name, bytes, length, text);
        if (n == SIZE_MAX) {
            memcpy(name, "WINDOWS-1252", sizeof "WINDOWS-1252");
            n = convert(name, bytes, length, text);
        }
        if (n == SIZE_MAX)
            text = NULL;
    }
    doc->extracted = text != NULL;
    if (!text) {
        n = length;
        text = khd_arena_text(doc->arena, bytes, length);
    }
    if (n > KHD_TEXT_CEILING)
        return khd_error_set(error, KHD_TOO_LARGE, 0,
                             "in UTF-8 the text has %zu bytes, more than %zu", n, KHD_TEXT_CEILING);
    substitute(text, n);
    text[n] = 0;
    doc->text = text;
    doc->length = (uint32_t)n;
    doc->encoding = khd_arena_text(doc->arena, name, strlen(name));
    list_undecodable(doc);
    return KHD_OK;
}
