#include "client/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { TAB = 8 };

/* A walk through the text: what is left of it, which code point is next, which mark is next. */
struct wrap_walk {
    struct output *out;
    const struct wrap_text *text;
    struct str rest;
    size_t position, mark;
};

struct wrap_layout {
    bool started;
    size_t margin; /* the caller's indentation */
    size_t indent; /* of this line: the margin and the line's own */
    size_t column;
    size_t gap;  /* columns of white space since the last word or line end */
    size_t ends; /* line ends since the last word */
};

static int compare_marks(const void *left, const void *right)
{
    const struct wrap_mark *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

size_t wrap_tidy_marks(struct wrap_mark *marks, size_t count)
{
    size_t kept = 0;

    if (count > 0)
        qsort(marks, count, sizeof *marks, compare_marks);
    for (size_t i = 0; i < count; i++) {
        if (marks[i].end <= marks[i].start)
            continue;
        if (kept > 0 && marks[i].start <= marks[kept - 1].end) {
            if (marks[i].end > marks[kept - 1].end)
                marks[kept - 1].end = marks[i].end;
        } else {
            marks[kept++] = marks[i];
        }
    }
    return kept;
}

static size_t decode(struct str s, uint32_t *c)
{
    size_t n = utf8_decode(s.p, s.n, c);
    if (n == 0)
        *c = 0xfffd;
    return n > 0 ? n : 1;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct wrap_walk walk_of(struct output *out, const struct wrap_text *text)
{
    return (struct wrap_walk){.out = out, .text = text, .rest = text->text};
}

static void skip(struct wrap_walk *walk, size_t bytes)
{
    walk->rest = str_from(walk->rest, bytes);
    walk->position++;
}

static bool at_mark(struct wrap_walk *walk)
{
    const struct wrap_text *text = walk->text;

    while (walk->mark < text->mark_count && text->marks[walk->mark].end <= walk->position)
        walk->mark++;
    return walk->mark < text->mark_count && text->marks[walk->mark].start <= walk->position;
}

/* Columns of the word that comes next; 0 only at the end of the text or before white space. */
static size_t word_columns(const struct wrap_walk *walk)
{
    size_t columns = 0;
    uint32_t c;

    for (struct str rest = walk->rest; rest.n > 0;) {
        size_t n = decode(rest, &c);
        if (is_space(c))
            break;
        columns += output_columns_of(output_safe(c));
        rest = str_from(rest, n);
    }
    return columns;
}

static void emit_word(struct wrap_walk *walk)
{
    bool marked = false;
    uint32_t c;

    while (walk->rest.n > 0) {
        size_t n = decode(walk->rest, &c);
        if (is_space(c))
            break;
        bool mark = at_mark(walk);
        if (mark != marked)
            output_set_style(walk->out, mark ? OUTPUT_MATCH : OUTPUT_PLAIN);
        marked = mark;
        utf8_append(&walk->out->pending, output_safe(c));
        skip(walk, n);
    }
    if (marked)
        output_set_style(walk->out, OUTPUT_PLAIN);
    output_raw(walk->out, STR(""));
}

void wrap_inline(struct output *out, const struct wrap_text *text)
{
    struct wrap_walk walk = walk_of(out, text);
    uint32_t c;

    while (walk.rest.n > 0) {
        size_t n = decode(walk.rest, &c);
        if (is_space(c)) {
            output_char(out, ' ');
            skip(&walk, n);
        } else {
            emit_word(&walk);
        }
    }
}

/* Takes the white space that comes next. */
static void take_space(struct wrap_walk *walk, struct wrap_layout *layout)
{
    uint32_t c;

    layout->gap = layout->ends = 0;
    while (walk->rest.n > 0) {
        size_t n = decode(walk->rest, &c);
        if (!is_space(c))
            return;
        if (c == '\n') {
            layout->ends++;
            layout->gap = 0;
        } else if (c == '\t') {
            layout->gap += TAB - layout->gap % TAB;
        } else if (c == ' ') {
            layout->gap++;
        }
        skip(walk, n);
    }
}

static void start_line(struct output *out, struct wrap_layout *layout)
{
    if (layout->started)
        output_char(out, '\n');
    output_spaces(out, layout->indent);
    layout->started = true;
    layout->column = layout->indent;
}

/* Puts what stands before a word of that many columns: the space between two, or a new line. */
static void place_word(struct output *out, struct wrap_layout *layout, bool keep_lines,
                       size_t columns)
{
    if (!layout->started || (keep_lines && layout->ends > 0)) {
        size_t own = keep_lines ? layout->gap : 0;
        /* Half the width stays for the text, whatever the source did. */
        layout->indent = layout->margin + (own < out->width / 2 ? own : out->width / 2);
        if (layout->started && layout->ends > 1)
            output_char(out, '\n');
        start_line(out, layout);
        return;
    }
    size_t gap = keep_lines && layout->gap > 0 ? layout->gap : 1;
    if (layout->column + gap + columns > out->width) {
        start_line(out, layout);
    } else {
        output_spaces(out, gap);
        layout->column += gap;
    }
}

static void lay_out(struct output *out, const struct wrap_text *text, size_t margin,
                    bool keep_lines)
{
    struct wrap_walk walk = walk_of(out, text);
    struct wrap_layout layout = {.margin = margin};

    for (;;) {
        take_space(&walk, &layout);
        if (walk.rest.n == 0)
            break;
        size_t columns = word_columns(&walk);
        place_word(out, &layout, keep_lines, columns);
        emit_word(&walk);
        layout.column += columns;
    }
    if (layout.started)
        output_char(out, '\n');
}

void wrap_paragraph(struct output *out, const struct wrap_text *text, size_t indent)
{
    lay_out(out, text, indent, false);
}

void wrap_lines(struct output *out, const struct wrap_text *text, size_t indent)
{
    lay_out(out, text, indent, true);
}
