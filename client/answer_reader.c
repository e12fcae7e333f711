#include "client/answer_reader.h"

#include <math.h>

struct answer_reader answer_reader_of(const struct answer *answer, struct err *err)
{
    return (struct answer_reader){answer->arena, answer->origin, err, ERR_OK};
}

void answer_reader_fail(struct answer_reader *reader, const char *name)
{
    if (reader->code == ERR_OK)
        reader->code = answer_unexpected(reader->origin, name, reader->err);
}

json_t *answer_reader_member(struct answer_reader *reader, const json_t *object, const char *name,
                             json_type type)
{
    json_t *value = json_object_get(object, name);

    if (value != NULL && json_typeof(value) == type)
        return value;
    answer_reader_fail(reader, name);
    return NULL;
}

struct str answer_reader_text(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = answer_reader_member(reader, object, name, JSON_STRING);

    if (value == NULL)
        return STR("");
    return (struct str){json_string_value(value), json_string_length(value)};
}

struct str answer_reader_text_or_null(struct answer_reader *reader, const json_t *object,
                                      const char *name)
{
    if (json_is_null(json_object_get(object, name)))
        return (struct str){0};
    return answer_reader_text(reader, object, name);
}

long long answer_reader_count(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = answer_reader_member(reader, object, name, JSON_INTEGER);

    if (value == NULL)
        return 0;
    if (json_integer_value(value) < 0)
        answer_reader_fail(reader, name);
    return json_integer_value(value);
}

long long answer_reader_count_or_null(struct answer_reader *reader, const json_t *object,
                                      const char *name)
{
    if (json_is_null(json_object_get(object, name)))
        return -1;
    return answer_reader_count(reader, object, name);
}

bool answer_reader_bool(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    if (!json_is_boolean(value))
        answer_reader_fail(reader, name);
    return json_is_true(value);
}

double answer_reader_number(struct answer_reader *reader, const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);

    if (!json_is_number(value) || !isfinite(json_number_value(value)))
        answer_reader_fail(reader, name);
    return json_number_value(value);
}

void answer_reader_marks(struct answer_reader *reader, struct wrap_text *text, const json_t *object,
                         const char *name)
{
    json_t *array = answer_reader_member(reader, object, name, JSON_ARRAY);
    size_t count = json_array_size(array);
    struct wrap_mark *marks = arena_zero(reader->arena, count, sizeof *marks);

    for (size_t i = 0; i < count; i++) {
        json_t *pair = json_array_get(array, i);
        json_t *start = json_array_get(pair, 0), *end = json_array_get(pair, 1);
        if (!json_is_integer(start) || !json_is_integer(end) || json_array_size(pair) != 2) {
            answer_reader_fail(reader, name);
            return;
        }
        json_int_t from = json_integer_value(start), to = json_integer_value(end);
        marks[i] = (struct wrap_mark){from > 0 ? (size_t)from : 0, to > 0 ? (size_t)to : 0};
    }
    text->marks = marks;
    text->mark_count = wrap_tidy_marks(marks, count);
}

struct answer_class answer_reader_class(struct answer_reader *reader, const json_t *object)
{
    return (struct answer_class){
        .id = answer_reader_text(reader, object, "id"),
        .title = answer_reader_text(reader, object, "title"),
        .code = answer_reader_text_or_null(reader, object, "code"),
        .agency = answer_reader_text(reader, object, "agency"),
    };
}

struct answer_section answer_reader_section(struct answer_reader *reader, const json_t *object)
{
    struct answer_section section = {
        .ordinal = answer_reader_count(reader, object, "ordinal"),
        .line = answer_reader_count_or_null(reader, object, "line"),
        .page = answer_reader_count_or_null(reader, object, "page"),
        .heading = {.text = answer_reader_text_or_null(reader, object, "heading")},
    };
    json_t *kinds = answer_reader_member(reader, object, "kinds", JSON_ARRAY);

    section.kind_count = json_array_size(kinds);
    section.kinds = arena_zero(reader->arena, section.kind_count, sizeof *section.kinds);
    for (size_t i = 0; i < section.kind_count; i++) {
        json_t *kind = json_array_get(kinds, i);
        if (json_is_string(kind))
            section.kinds[i] = (struct str){json_string_value(kind), json_string_length(kind)};
        else
            answer_reader_fail(reader, "kinds");
    }
    return section;
}
