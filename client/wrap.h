/* Text with marked words, laid out in the columns of an output.
 *
 * Marks are half-open ranges of code points in the text. They are shown in the style of a match,
 * each word for itself, so that neither a margin nor the end of a line is coloured. */
#ifndef CLIENT_WRAP_H
#define CLIENT_WRAP_H

#include <stddef.h>

#include "base/str.h"
#include "client/output.h"

struct wrap_mark {
    size_t start, end;
};

/* A view: text and marks belong to somebody else. */
struct wrap_text {
    struct str text; /* p is NULL where there is none */
    const struct wrap_mark *marks;
    size_t mark_count;
};

/* Sorts marks, drops the empty and joins the overlapping: the functions below want them so. Marks
 * beyond the text are harmless. Returns how many are left. */
size_t wrap_tidy_marks(struct wrap_mark *marks, size_t count);

/* In the current line, with no line end. */
void wrap_inline(struct output *out, const struct wrap_text *text);

/* As one paragraph: every run of white space is one space or the end of a line. */
void wrap_paragraph(struct output *out, const struct wrap_text *text, size_t indent);

/* Line by line: each line of the text starts a line and keeps its own indentation, and blank lines
 * stay, one where there are several. */
void wrap_lines(struct output *out, const struct wrap_text *text, size_t indent);

#endif
