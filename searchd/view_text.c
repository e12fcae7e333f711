#include "searchd/view_text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "spec/kind.h"

const char *view_string(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value != NULL ? value : "";
}

json_int_t view_number(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

const char *view_commas(json_int_t n, struct arena *arena)
{
    char digits[32];
    struct buf out = {0};
    int length = snprintf(digits, sizeof digits, "%lld", (long long)n);

    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buf_char(&out, ',');
        buf_char(&out, digits[i]);
    }
    const char *text = arena_strndup(arena, out.p, out.n);
    buf_free(&out);
    return text;
}

const char *view_count(json_int_t n, const char *one, const char *many, struct arena *arena)
{
    return arena_printf(arena, "%s %s", view_commas(n, arena), n == 1 ? one : many);
}

/* Byte offset of the code point `points` after the byte offset `at`. */
static size_t advance(struct str text, size_t at, json_int_t points)
{
    uint32_t c;

    for (; points > 0 && at < text.n; points--)
        at += utf8_decode(text.p + at, text.n - at, &c);
    return at;
}

void view_add_piece(json_t *pieces, struct str text, size_t from, size_t to, bool marked)
{
    if (to > from)
        json_array_append_new(pieces, json_pack("{s:o, s:b, s:b}", "text",
                                                json_stringn(text.p + from, to - from), "marked",
                                                marked, "other", 0));
}

/* Takes the first of two lists of ranges in order, *other if it was the second's. */
static const json_t *next_range(const json_t *marks, size_t *m, const json_t *others, size_t *o,
                                bool *other)
{
    const json_t *mark = json_array_get(marks, *m), *second = json_array_get(others, *o);

    *other = mark == NULL || (second != NULL && json_integer_value(json_array_get(second, 0)) <
                                                    json_integer_value(json_array_get(mark, 0)));
    *(*other ? o : m) += 1;
    return *other ? second : mark;
}

json_t *view_pieces_of_two(const json_t *text, const json_t *marks, const json_t *others)
{
    struct str s = {json_string_value(text), json_string_length(text)};
    json_t *pieces = json_array();
    const json_t *range;
    json_int_t points = 0;
    size_t at = 0, m = 0, o = 0;
    bool other;

    while ((range = next_range(marks, &m, others, &o, &other)) != NULL) {
        json_int_t start = json_integer_value(json_array_get(range, 0));
        json_int_t end = json_integer_value(json_array_get(range, 1));
        size_t from = advance(s, at, start - points), to = advance(s, from, end - start);
        view_add_piece(pieces, s, at, from, false);
        view_add_piece(pieces, s, from, to, !other);
        if (other && to > from)
            json_object_set_new(json_array_get(pieces, json_array_size(pieces) - 1), "other",
                                json_true());
        at = to;
        points = end;
    }
    view_add_piece(pieces, s, at, s.n, false);
    return pieces;
}

json_t *view_pieces(const json_t *text, const json_t *marks)
{
    return view_pieces_of_two(text, marks, NULL);
}

const char *view_counts(json_int_t sections, json_int_t classes, struct arena *arena)
{
    return arena_printf(arena, "%s in %s", view_count(sections, "section", "sections", arena),
                        view_count(classes, "class", "classes", arena));
}

const char *view_time(const char *iso, struct arena *arena)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year, month, day, hour, minute;

    if (sscanf(iso, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) != 5 || month < 1 ||
        month > 12)
        return iso;
    return arena_printf(arena, "%d %s %d, %02d:%02d UTC", day, months[month - 1], year, hour,
                        minute);
}

const char *view_line_url(const char *url, json_int_t line, struct arena *arena)
{
    return line > 0
               ? arena_printf(arena, "%.*s#L%lld", (int)strcspn(url, "#"), url, (long long)line)
               : url;
}

const char *view_place(const json_t *section, struct arena *arena)
{
    bool paged = json_is_integer(json_object_get(section, "page"));

    return arena_printf(arena, "%s %lld", paged ? "page" : "line",
                        (long long)view_number(section, paged ? "page" : "line"));
}

json_t *view_kinds(const json_t *kinds)
{
    json_t *list = json_array(), *name;
    size_t i;

    json_array_foreach(kinds, i, name)
    {
        enum spec_kind kind;
        if (kind_from_name(&kind, str_of(json_string_value(name))))
            json_array_append_new(
                list, json_pack("{s:s, s:s}", "name", kind_name(kind), "label", kind_label(kind)));
    }
    return list;
}
