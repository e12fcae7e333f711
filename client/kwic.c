#include "client/kwic.h"

#include "base/utf8.h"

/* Appends a text with its white space folded. What cannot be shown is as wide as what takes its
 * place. */
static void add_folded(struct buf *out, struct str text)
{
    while (text.n > 0) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(text.p, text.n, &c);
        text = str_from(text, n > 0 ? n : 1);
        if (c != ' ' && (c < '\t' || c > '\r'))
            utf8_append(out, output_safe(c));
        else if (out->n > 0 && out->p[out->n - 1] != ' ')
            buf_char(out, ' ');
    }
}

static size_t character_columns(size_t *bytes, struct str text)
{
    uint32_t c = 0xfffd;

    *bytes = utf8_decode(text.p, text.n, &c);
    if (*bytes == 0)
        *bytes = 1;
    return output_columns_of(c);
}

/* The end of a text that has at most so many columns. */
static struct str tail_of(struct str text, size_t columns)
{
    size_t used = output_columns(text), bytes;

    while (used > columns) {
        used -= character_columns(&bytes, text);
        text = str_from(text, bytes);
    }
    /* A mark that was above a character which is gone would stand above the blank before it. */
    while (text.n > 0 && character_columns(&bytes, text) == 0)
        text = str_from(text, bytes);
    return text;
}

static struct str head_of(struct str text, size_t columns)
{
    size_t at = 0, used = 0, bytes;

    while (at < text.n && (used += character_columns(&bytes, str_from(text, at))) <= columns)
        at += bytes;
    return (struct str){text.p, at};
}

void kwic_print(struct output *out, size_t before, size_t behind, struct str left, struct str match,
                struct str right)
{
    struct buf folded = {0};

    add_folded(&folded, left);
    struct str tail = tail_of(buf_view(&folded), before);
    output_spaces(out, before - output_columns(tail));
    output_text(out, tail);

    folded.n = 0;
    add_folded(&folded, match);
    size_t keyword = folded.n;
    add_folded(&folded, right);
    struct str head = head_of(buf_view(&folded), behind);
    if (keyword > head.n)
        keyword = head.n;
    output_set_style(out, OUTPUT_MATCH);
    output_text(out, (struct str){head.p, keyword});
    output_set_style(out, OUTPUT_PLAIN);
    struct str rest = str_from(head, keyword);
    while (rest.n > 0 && rest.p[rest.n - 1] == ' ')
        rest.n--;
    output_text(out, rest);
    output_char(out, '\n');
    buf_free(&folded);
}
