#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "client/compare.h"

enum { BESIDE_LEAST = 60, MARGIN = 2, LETTER = 3, GAP = 3 };

struct view {
    struct output *out;
    size_t count;
    bool whole;
    bool beside;                           /* two columns */
    size_t columns;                        /* of a text */
    struct buf texts[COMPARE_CLASSES_MAX]; /* what comes next of each class; lines end in LF */
};

static struct str text_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return (struct str){json_is_string(value) ? json_string_value(value) : "",
                        json_string_length(value)};
}

/* Cuts the next line of a text that has at most `columns`, at a blank if there is one. */
static struct str next_line(struct str *rest, size_t columns)
{
    size_t used = 0, at = 0, blank = 0;

    while (at < rest->n && rest->p[at] != '\n') {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(rest->p + at, rest->n - at, &c);
        used += output_columns_of(output_safe(c));
        if (used > columns && at > 0)
            break;
        if (c == ' ')
            blank = at;
        at += n > 0 ? n : 1;
    }
    bool ends = at == rest->n || rest->p[at] == '\n' || rest->p[at] == ' ';
    size_t end = ends || blank == 0 ? at : blank;
    struct str line = {rest->p, end};
    *rest = str_from(*rest, end);
    if (rest->n > 0 && (rest->p[0] == ' ' || rest->p[0] == '\n'))
        *rest = str_from(*rest, 1);
    return line;
}

static void print_stacked(struct view *view, char mark)
{
    for (size_t i = 0; i < view->count; i++) {
        bool first = true;
        for (struct str rest = buf_view(&view->texts[i]); rest.n > 0; first = false) {
            struct str line = next_line(&rest, view->columns);
            output_printf(view->out, first ? "%c %c  " : "     ", mark, (char)('A' + (int)i));
            output_text(view->out, line);
            output_char(view->out, '\n');
        }
    }
}

static void print_beside(struct view *view, char mark)
{
    struct str left = buf_view(&view->texts[0]), right = buf_view(&view->texts[1]);

    while (left.n > 0 || right.n > 0) {
        struct str line = next_line(&left, view->columns);
        output_printf(view->out, "%c ", mark);
        output_cell(view->out, line, view->columns);
        output_raw(view->out, STR(" | "));
        output_text(view->out, next_line(&right, view->columns));
        output_char(view->out, '\n');
        mark = ' ';
    }
}

/* Prints the texts gathered, with a mark before them, and forgets them. */
static void print_texts(struct view *view, char mark)
{
    if (view->beside)
        print_beside(view, mark);
    else
        print_stacked(view, mark);
    for (size_t i = 0; i < view->count; i++)
        view->texts[i].n = 0;
}

struct range {
    json_int_t start, end;
    char open, close;
};

static size_t read_ranges(struct range *ranges, size_t count, const json_t *list, char open,
                          char close)
{
    size_t i;
    json_t *pair;

    json_array_foreach(list, i, pair) ranges[count++] =
        (struct range){json_integer_value(json_array_get(pair, 0)),
                       json_integer_value(json_array_get(pair, 1)), open, close};
    return count;
}

static int compare_ranges(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* Appends a passage in one line, with its marks and its place. */
static void add_passage(struct view *view, size_t class, const json_t *cell)
{
    struct buf *out = &view->texts[class];
    const json_t *only = json_object_get(cell, "only"), *some = json_object_get(cell, "some");
    size_t most = json_array_size(only) + json_array_size(some), next = 0;
    struct range *ranges = mem_zero(most + 1, sizeof *ranges);
    struct str text = text_of(cell, "text");
    json_int_t point = 0, line = json_integer_value(json_object_get(cell, "line"));

    size_t count = read_ranges(ranges, 0, only, '[', ']');
    count = read_ranges(ranges, count, some, '{', '}');
    qsort(ranges, count, sizeof *ranges, compare_ranges);
    for (; text.n > 0; point++) {
        uint32_t c = 0xfffd;
        size_t n = utf8_decode(text.p, text.n, &c);
        if (next < count && point == ranges[next].end)
            buf_char(out, ranges[next++].close);
        if (next < count && point == ranges[next].start)
            buf_char(out, ranges[next].open);
        bool blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!blank)
            buf_add(out, text.p, n > 0 ? n : 1);
        else if (out->n > 0 && out->p[out->n - 1] != ' ')
            buf_char(out, ' ');
        text = str_from(text, n > 0 ? n : 1);
    }
    if (next < count && point == ranges[next].end)
        buf_char(out, ranges[next].close);
    if (line > 0)
        buf_printf(out, " (line %lld)", (long long)line);
    buf_char(out, '\n');
    free(ranges);
}

static void print_classes(struct view *view, const json_t *classes)
{
    size_t i;
    json_t *class;

    json_array_foreach(classes, i, class)
    {
        output_printf(view->out, "%c  ", (char)('A' + (int)i));
        output_set_style(view->out, OUTPUT_TITLE);
        output_text(view->out, text_of(class, "title"));
        output_set_style(view->out, OUTPUT_PLAIN);
        output_raw(view->out, STR("  "));
        output_text(view->out, text_of(class, "id"));
        output_printf(view->out, "\n   %lld words, %lld of them in what all have\n",
                      (long long)json_integer_value(json_object_get(class, "words")),
                      (long long)json_integer_value(json_object_get(class, "shared")));
    }
    output_raw(view->out,
               STR("\n= the same in all   ~ differs   + the same in some   - only there\n"));
}

static void print_heading(struct view *view, const char *marks, struct str text)
{
    output_char(view->out, '\n');
    output_text(view->out, str_of(marks));
    output_set_style(view->out, OUTPUT_TITLE);
    output_text(view->out, text);
    output_set_style(view->out, OUTPUT_PLAIN);
    output_char(view->out, '\n');
}

static void print_fields(struct view *view, const json_t *rows)
{
    size_t i, k;
    json_t *row, *cell;

    print_heading(view, "## ", STR("Fields"));
    json_array_foreach(rows, i, row)
    {
        bool same = json_is_true(json_object_get(row, "same"));
        output_text(view->out, text_of(row, "label"));
        output_char(view->out, '\n');
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            if (k >= view->count)
                break;
            struct str value = text_of(cell, "value"), meaning = text_of(cell, "meaning");
            buf_str(&view->texts[k], value.n > 0 ? value : STR("(not stated)"));
            if (meaning.n > 0)
                buf_printf(&view->texts[k], " (%.*s)", (int)meaning.n, meaning.p);
            buf_char(&view->texts[k], '\n');
        }
        print_texts(view, same ? '=' : '~');
    }
}

static void print_requirements(struct view *view, const json_t *rows)
{
    size_t i, k, n;
    json_t *row, *cell, *requirement;

    print_heading(view, "## ", STR("What they require"));
    json_array_foreach(rows, i, row)
    {
        bool same = json_is_true(json_object_get(row, "same"));
        output_text(view->out, text_of(row, "label"));
        output_char(view->out, '\n');
        json_array_foreach(json_object_get(row, "cells"), k, cell)
        {
            if (k >= view->count)
                break;
            if (json_array_size(cell) == 0)
                buf_text(&view->texts[k], "(none)\n");
            json_array_foreach(cell, n, requirement)
            {
                struct str label = text_of(requirement, "label");
                struct str modality = text_of(requirement, "modality_label");
                bool shared = json_is_true(json_object_get(requirement, "shared"));
                buf_printf(&view->texts[k], shared ? "%.*s, %.*s" : "[%.*s, %.*s]", (int)label.n,
                           label.p, (int)modality.n, modality.p);
                buf_printf(&view->texts[k], " (line %lld)\n",
                           (long long)json_integer_value(json_object_get(requirement, "line")));
            }
        }
        print_texts(view, same ? '=' : '~');
    }
}

static void print_rows(struct view *view, const json_t *rows)
{
    size_t i, k;
    json_t *row, *cell;

    json_array_foreach(rows, i, row)
    {
        struct str state = text_of(row, "state");
        bool shared = str_is(state, "shared");
        if (shared && !view->whole)
            continue;
        json_array_foreach(json_object_get(row, "cells"), k,
                           cell) if (k < view->count && json_is_object(cell))
            add_passage(view, k, cell);
        print_texts(view, shared ? '=' : str_is(state, "same") ? '+' : '~');
    }
}

static void print_part(struct view *view, const json_t *part)
{
    json_int_t shared = json_integer_value(json_object_get(part, "shared"));
    size_t i, k;
    json_t *section, *list, *cell;

    json_array_foreach(json_object_get(part, "sections"), i, section)
    {
        if (i >= view->count || !json_is_object(section))
            continue;
        struct str heading = text_of(section, "heading");
        buf_str(&view->texts[i], heading.n > 0 ? heading : STR("(no heading)"));
        buf_char(&view->texts[i], '\n');
    }
    print_texts(view, '#');
    if (shared > 0 && !view->whole)
        output_printf(view->out, "= %lld that all have\n", (long long)shared);
    print_rows(view, json_object_get(part, "rows"));
    json_array_foreach(json_object_get(part, "rest"), i, list)
        json_array_foreach(list, k, cell) if (i < view->count) add_passage(view, i, cell);
    print_texts(view, '-');
}

void compare_print(struct output *out, const json_t *root, bool whole)
{
    const json_t *classes = json_object_get(root, "classes");
    struct view view = {.out = out, .count = json_array_size(classes), .whole = whole};
    size_t i, k;
    json_t *block, *part;

    view.beside = view.count == 2 && out->width >= BESIDE_LEAST;
    view.columns = view.beside ? (out->width - MARGIN - GAP) / 2 : out->width - MARGIN - LETTER;
    print_classes(&view, classes);
    print_fields(&view, json_object_get(root, "fields"));
    print_requirements(&view, json_object_get(root, "requirements"));
    json_array_foreach(json_object_get(root, "blocks"), i, block)
    {
        print_heading(&view, "## ", text_of(block, "label"));
        json_array_foreach(json_object_get(block, "parts"), k, part)
        {
            if (k > 0)
                output_char(out, '\n');
            print_part(&view, part);
        }
    }
    for (i = 0; i < view.count; i++)
        buf_free(&view.texts[i]);
}
