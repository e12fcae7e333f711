#include "read/text.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"

/* Share of control characters that no text holds; NUL alone is enough. */
static bool is_binary(struct str bytes)
{
    size_t controls = 0;

    if (bytes.n > 0 && memchr(bytes.p, '\0', bytes.n) != NULL)
        return true;
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        controls += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v';
    }
    return controls * 50 > bytes.n;
}

static enum err_code convert(struct str *text, struct str bytes, const char *encoding,
                             struct arena *arena, struct err *err)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return err_errno(err, ERR_INTERNAL, errno, "no converter for %s", encoding);
    struct buf out = {0};
    char *in = (char *)bytes.p; /* iconv's prototype lacks const */
    size_t left = bytes.n;
    enum err_code code = ERR_OK;
    while (left > 0 && code == ERR_OK) {
        char chunk[4096], *to = chunk;
        size_t room = sizeof chunk;
        size_t done = iconv(converter, &in, &left, &to, &room);
        buf_add(&out, chunk, sizeof chunk - room);
        if (done != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && left < 4) { /* cut within a character at the end */
            utf8_append(&out, 0xfffd);
            left = 0;
        } else if (errno == EILSEQ && strcmp(encoding, "WINDOWS-1252") == 0) {
            utf8_append(&out, 0xfffd); /* one of its five undefined bytes */
            in++;
            left--;
        } else {
            code = err_set(err, ERR_FORMAT, "not valid %s text", encoding);
        }
    }
    iconv_close(converter);
    text->p = arena_strndup(arena, buf_view(&out).p, out.n);
    text->n = out.n;
    buf_free(&out);
    if (code == ERR_OK && is_binary(*text))
        code = err_set(err, ERR_FORMAT, "not text: it holds binary data");
    return code;
}

enum err_code text_decode(struct str *text, const char **note, struct str bytes,
                          struct arena *arena, struct err *err)
{
    *note = NULL;
    if (str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff")))
        return convert(text, bytes, "UTF-16", arena, err);
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_from(bytes, 3);
    if (is_binary(bytes))
        return err_set(err, ERR_FORMAT, "not text: it holds binary data");
    if (utf8_valid(bytes)) {
        *text = (struct str){arena_strndup(arena, bytes.p, bytes.n), bytes.n};
        return ERR_OK;
    }
    *note = "not valid UTF-8, read as Windows-1252";
    return convert(text, bytes, "WINDOWS-1252", arena, err);
}

void text_lines(struct document *document, struct str text, struct arena *arena)
{
    size_t ends = 1;
    unsigned line = 1;

    for (size_t i = 0; i < text.n; i++)
        ends += text.p[i] == '\n' || text.p[i] == '\r';
    document->lines = arena_zero(arena, ends, sizeof *document->lines);
    document->count = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
            end++;
        document->lines[document->count++] =
            (struct document_line){.text = {text.p + at, end - at}, .line = line};
        bool bare =
            end < text.n && text.p[end] == '\r' && !(end + 1 < text.n && text.p[end + 1] == '\n');
        if (end < text.n && text.p[end] == '\r' && !bare)
            end++;
        line += !bare;
        at = end + 1;
    }
}
