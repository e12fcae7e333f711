#include "search/highlight.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Takes the places of the words that are marked. */
static struct marks take_marks(const bool *marked, const struct spelling_place *places,
                               uint32_t count, struct arena *arena)
{
    struct marks marks = {0};
    size_t wanted = 0;

    for (uint32_t i = 0; i < count; i++)
        wanted += marked[i];
    marks.items = arena_zero(arena, wanted, sizeof *marks.items);
    for (uint32_t i = 0; i < count; i++)
        if (marked[i])
            marks.items[marks.count++] = (struct mark){places[i].start, places[i].end};
    return marks;
}

enum err_code highlight_section(struct highlight *highlight, const struct record_section *record,
                                const struct tokens_section *section, struct span_node *query,
                                bool *marked, struct arena *arena, struct err *err)
{
    uint32_t heading = section->heading_count;
    enum err_code code = span_mark(marked, query, section, err);

    if (code != ERR_OK)
        return code;
    highlight->heading = take_marks(marked, record->places, heading, arena);
    highlight->text =
        take_marks(marked + heading, record->places + heading, section->count - heading, arena);
    return ERR_OK;
}

void highlight_to_code_points(struct marks *marks, struct str text)
{
    size_t at = 0, points = 0;

    for (size_t i = 0; i < marks->count; i++) {
        struct mark *mark = &marks->items[i];
        points += utf8_length((struct str){text.p + at, mark->start - at});
        size_t inside = utf8_length((struct str){text.p + mark->start, mark->end - mark->start});
        at = mark->end;
        *mark = (struct mark){points, points + inside};
        points += inside;
    }
}

/* The mark with which the window of `length` bytes with the most marks begins, found in one sweep.
 */
static size_t best_mark(const struct marks *marks, size_t length)
{
    size_t best = 0, best_count = 0, first = 0;

    for (size_t last = 0; last < marks->count; last++) {
        while (marks->items[last].end - marks->items[first].start > length && first < last)
            first++;
        if (last - first + 1 > best_count) {
            best_count = last - first + 1;
            best = first;
        }
    }
    return best;
}

static bool is_space(struct str text, size_t at)
{
    char c = text.p[at];
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The start of the sentence or line that holds `at`, if it is not far before; else of a word. */
static size_t back_up(struct str text, size_t at, size_t most)
{
    size_t floor = at > most ? at - most : 0, word = at;

    for (size_t i = at; i > floor; i--) {
        bool sentence = i >= 2 && is_space(text, i - 1) && strchr(".;:!?", text.p[i - 2]) != NULL;
        if (text.p[i - 1] == '\n' || sentence)
            return i;
        if (is_space(text, i - 1))
            word = i;
    }
    return floor == 0 ? 0 : word;
}

/* A snippet on its way; there is room for all of it. */
struct folded {
    char *p;
    size_t n;
};

/* Appends text[from..to) with white space folded. */
static void append_folded(struct folded *out, struct str text, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (!is_space(text, at))
            out->p[out->n++] = text.p[at];
        else if (out->n > 0 && out->p[out->n - 1] != ' ')
            out->p[out->n++] = ' ';
    }
}

/* The same, and moves the marks that lie in it along. */
static void append_marked(struct folded *out, struct str text, size_t from, size_t to,
                          const struct marks *marks, struct marks *moved)
{
    for (size_t i = 0; i < marks->count && marks->items[i].end <= to; i++) {
        struct mark mark = marks->items[i];
        if (mark.start < from)
            continue;
        append_folded(out, text, from, mark.start);
        size_t start = out->n;
        append_folded(out, text, mark.start, mark.end);
        moved->items[moved->count++] = (struct mark){start, out->n};
        from = mark.end;
    }
    append_folded(out, text, from, to);
}

static bool is_blank(struct str text)
{
    for (size_t at = 0; at < text.n; at++)
        if (!is_space(text, at))
            return false;
    return true;
}

/* The end of a snippet that begins at `from`: between words where it can be, and not within a mark.
 * The first mark is always whole, however long it is. */
static size_t snippet_end(struct str text, size_t from, size_t length, const struct marks *marks,
                          const struct mark *first)
{
    size_t to = from + length < text.n ? utf8_cut(text, from + length) : text.n;

    for (size_t at = to; at < text.n && at > from + length / 2; at--) {
        if (is_space(text, at)) {
            to = at;
            break;
        }
    }
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].start < to && marks->items[i].end > to)
            to = marks->items[i].start;
    return first != NULL && to < first->end ? first->end : to;
}

void highlight_snippet(struct snippet *snippet, struct str text, const struct marks *marks,
                       size_t length, struct arena *arena)
{
    static const struct str before = {"... ", 4}, behind = {" ...", 4};
    const struct mark *first =
        marks->count > 0 ? &marks->items[best_mark(marks, length * 3 / 4)] : NULL;
    size_t from = 0;

    if (first != NULL && text.n > length)
        from = back_up(text, first->start, length / 4);
    while (from < text.n && is_space(text, from))
        from++;
    size_t to = snippet_end(text, from, length, marks, first);
    struct folded out = {.p = arena_zero(arena, to - from + before.n + behind.n + 1, 1)};
    if (!is_blank((struct str){text.p, from}))
        append_folded(&out, before, 0, before.n);
    snippet->marks.items = arena_zero(arena, marks->count, sizeof *snippet->marks.items);
    snippet->marks.count = 0;
    append_marked(&out, text, from, to, marks, &snippet->marks);
    while (out.n > 0 && out.p[out.n - 1] == ' ')
        out.n--;
    if (!is_blank(str_from(text, to)))
        append_folded(&out, behind, 0, behind.n);
    out.p[out.n] = '\0';
    snippet->text = (struct str){out.p, out.n};
    highlight_to_code_points(&snippet->marks, snippet->text);
}
