#include "read/text.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"
#include "read/cp1252.h"
#include "read/encoding.h"
#include "read/repair.h"

/* Share of control characters that no text holds; NUL alone is enough. */
static bool is_binary(struct str bytes)
{
    size_t controls = 0;

    if (bytes.n > 0 && memchr(bytes.p, '\0', bytes.n) != NULL)
        return true;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c < 0x20)
            controls += c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
    }
    return controls * 50 > bytes.n;
}

static void add_note(const char **notes, const char *note, struct arena *arena)
{
    *notes = *notes == NULL ? note : arena_printf(arena, "%s; %s", *notes, note);
}

/* UTF-16 and UTF-32, in which a sequence may be cut off at the end but not be wrong. */
static enum err_code decode_wide(struct buf *out, struct str bytes, const struct encoding *encoding,
                                 struct err *err)
{
    iconv_t converter = iconv_open("UTF-8", encoding->iconv);
    if (converter == (iconv_t)-1)
        return err_errno(err, ERR_INTERNAL, errno, "no converter for %s", encoding->name);
    char *in = (char *)bytes.p; /* iconv's prototype lacks const */
    size_t left = bytes.n;
    enum err_code code = ERR_OK;
    while (left > 0 && code == ERR_OK) {
        char chunk[4096], *to = chunk;
        size_t room = sizeof chunk;
        size_t done = iconv(converter, &in, &left, &to, &room);
        buf_add(out, chunk, sizeof chunk - room);
        if (done != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && left < 4) { /* cut within a character at the end */
            utf8_append(out, 0xfffd);
            left = 0;
        } else {
            code = err_set(err, ERR_FORMAT, "not valid %s text", encoding->name);
        }
    }
    iconv_close(converter);
    return code;
}

/* How many characters of several bytes are UTF-8, and how many bytes are not. */
static void count_sequences(struct str bytes, size_t *valid, size_t *stray)
{
    uint32_t c;

    *valid = *stray = 0;
    for (size_t i = 0, n; i < bytes.n; i += n) {
        n = utf8_decode(bytes.p + i, bytes.n - i, &c);
        *valid += n > 1;
        *stray += n == 0;
        n += n == 0;
    }
}

static void decode_mixed(struct buf *out, struct str bytes)
{
    uint32_t c;

    for (size_t i = 0, n; i < bytes.n; i += n) {
        n = utf8_decode(bytes.p + i, bytes.n - i, &c);
        if (n == 0) {
            c = cp1252_character((unsigned char)bytes.p[i]);
            n = 1;
        }
        utf8_append(out, c);
    }
}

static void decode_bytes(struct buf *out, struct str bytes, const struct encoding *encoding)
{
    uint32_t table[128];

    encoding_table(table, encoding);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        utf8_append(out, byte < 0x80 ? byte : table[byte - 0x80]);
    }
}

/* Bytes that are not UTF-8 throughout. */
static enum err_code decode_narrow(struct buf *out, const char **note, struct str bytes,
                                   struct arena *arena, struct err *err)
{
    struct encoding encoding;
    size_t valid, stray;

    count_sequences(bytes, &valid, &stray);
    if (valid > 0 && valid >= stray) {
        decode_mixed(out, bytes);
        add_note(note,
                 arena_printf(arena, "not valid UTF-8 throughout, %zu %s read as Windows-1252",
                              stray, stray == 1 ? "byte" : "bytes"),
                 arena);
        return ERR_OK;
    }
    if (!encoding_detect(&encoding, bytes))
        return err_set(err, ERR_FORMAT, "text in %s, which is not read; save it as UTF-8",
                       encoding.name);
    decode_bytes(out, bytes, &encoding);
    add_note(note, arena_printf(arena, "not valid UTF-8, read as %s", encoding.name), arena);
    return ERR_OK;
}

/* Bytes to UTF-8, in *out, or in *text where they are that already. */
static enum err_code decode(struct str *text, struct buf *out, const char **note, struct str bytes,
                            struct arena *arena, struct err *err)
{
    struct encoding encoding;
    enum err_code code = ERR_OK;
    bool marked, wide = encoding_detect_wide(&encoding, &marked, &bytes);

    if (wide && !marked)
        add_note(note, arena_printf(arena, "read as %s, without a byte order mark", encoding.name),
                 arena);
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    if (!wide && is_binary(bytes))
        return err_set(err, ERR_FORMAT, "not text: it holds binary data");
    if (wide)
        code = decode_wide(out, bytes, &encoding, err);
    else if (!utf8_valid(bytes))
        code = decode_narrow(out, note, bytes, arena, err);
    *text = wide || out->n > 0 ? buf_view(out) : bytes;
    if (code == ERR_OK && wide && is_binary(*text))
        code = err_set(err, ERR_FORMAT, "not text: it holds binary data");
    return code;
}

static void note_mojibake(const char **note, const struct repair *repair, struct arena *arena)
{
    if (repair->count == 0)
        return;
    const char *such =
        repair->example[0] != '\0' ? arena_printf(arena, ", such as %s", repair->example) : "";
    add_note(note,
             arena_printf(arena, "repaired %zu garbled %s%s", repair->count,
                          repair->count == 1 ? "character" : "characters", such),
             arena);
    if (repair->lost > 0)
        add_note(note, arena_printf(arena, "%zu of them lost, shown as \xef\xbf\xbd", repair->lost),
                 arena);
}

/* Undoes what happened to the text before it came here. */
static struct str repair(struct str text, const char **note, bool markup, struct arena *arena)
{
    struct repair repair;

    text = repair_mojibake(text, &repair, arena);
    note_mojibake(note, &repair, arena);
    if (markup)
        return text;
    text = repair_entities(text, &repair, arena);
    if (repair.count > 0)
        add_note(note,
                 arena_printf(arena, "replaced %zu character %s of HTML, such as %s", repair.count,
                              repair.count == 1 ? "reference" : "references", repair.example),
                 arena);
    text = repair_invisible(text, &repair, arena);
    if (repair.count > 0)
        add_note(note,
                 arena_printf(arena, "left out %zu invisible %s", repair.count,
                              repair.count == 1 ? "character" : "characters"),
                 arena);
    return text;
}

enum err_code text_decode(struct str *text, const char **note, struct str bytes, bool markup,
                          struct arena *arena, struct err *err)
{
    struct buf out = {0};

    *note = NULL;
    enum err_code code = decode(text, &out, note, bytes, arena, err);
    if (code == ERR_OK) {
        struct str repaired = repair(*text, note, markup, arena);
        bool own = repaired.p == text->p;
        *text = repaired;
        if (own)
            text->p = arena_strndup(arena, text->n > 0 ? text->p : "", text->n);
    }
    buf_free(&out);
    return code;
}

void text_warm_up(void)
{
    encoding_warm_up();
}

/* Where a line ends, looked for from a place: *length bytes end it. */
static size_t find_end(struct str text, size_t at, size_t *length)
{
    for (*length = 0; at < text.n; at++) {
        unsigned char c = (unsigned char)text.p[at];
        if (c > '\r' && c < 0x80)
            continue;
        struct str rest = str_from(text, at);
        if (c == '\n' || c == '\v' || c == '\f')
            *length = 1;
        else if (c == '\r')
            *length = str_starts(rest, STR("\r\n")) ? 2 : 1;
        else if (str_starts(rest, STR("\xc2\x85")))
            *length = 2;
        else if (str_starts(rest, STR("\xe2\x80\xa8")) || str_starts(rest, STR("\xe2\x80\xa9")))
            *length = 3;
        if (*length > 0)
            break;
    }
    return at;
}

void text_lines(struct document *document, struct str text, struct arena *arena)
{
    size_t ends = 1, length;
    unsigned line = 1;
    bool fed = false; /* a form feed stands before what is left of the line */

    for (size_t at = 0; at < text.n; at += length, ends++)
        at = find_end(text, at, &length);
    document->lines = arena_zero(arena, ends, sizeof *document->lines);
    document->count = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = find_end(text, at, &length);
        struct str part = {text.p + at, end - at};
        bool feed = end < text.n && text.p[end] == '\f';
        /* A form feed at an edge of the line parts nothing. */
        bool parted = document->count > 0 && document->lines[document->count - 1].line == line;
        if (str_trim(part).n > 0 || !(feed || (fed && parted)))
            document->lines[document->count++] = (struct document_line){.text = part, .line = line};
        line += length > 0 && text.p[end + length - 1] == '\n';
        fed = feed;
        at = end + length;
    }
}
