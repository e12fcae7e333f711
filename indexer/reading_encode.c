#include <jansson.h>
#include <stdlib.h>

#include "indexer/reading.h"

/* Sections are put into JSON one by one: a file may have many thousands, and a tree of them all
 * would take many times their size. */
struct writer {
    struct buf *out;
    struct arena *arena;
    bool failed;
};

static int append(const char *p, size_t n, void *data)
{
    buf_add(data, p, n);
    return 0;
}

/* Appends a value and frees it; NULL, which jansson gives for what is not UTF-8, is a failure. */
static void write_value(struct writer *writer, json_t *value)
{
    if (value == NULL ||
        json_dump_callback(value, append, writer->out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        writer->failed = true;
    json_decref(value);
}

static void write_key(struct writer *writer, const char *key)
{
    buf_printf(writer->out, "%s\"%s\":", writer->out->p[writer->out->n - 1] == '{' ? "" : ",", key);
}

static void write_member(struct writer *writer, const char *key, json_t *value)
{
    write_key(writer, key);
    write_value(writer, value);
}

static void write_item(struct writer *writer, json_t *value)
{
    if (writer->out->p[writer->out->n - 1] != '[')
        buf_char(writer->out, ',');
    write_value(writer, value);
}

static json_t *text_json(struct str s)
{
    return s.n > 0 ? json_stringn(s.p, s.n) : json_null();
}

static json_t *full_text_json(struct str s)
{
    return json_stringn(s.n > 0 ? s.p : "", s.n);
}

static json_t *months_json(unsigned months)
{
    return months > 0 ? json_integer(months) : json_null();
}

static json_t *field_json(enum spec_field_name name, const struct spec_field *field,
                          struct arena *arena)
{
    json_t *object =
        json_pack("{s:o, s:I}", "value", text_json(field->value), "line", (json_int_t)field->line);

    if (object != NULL && field->meaning.n > 0)
        json_object_set_new(object, "meaning", text_json(field->meaning));
    if (object != NULL && (name == FIELD_ESTABLISHED || name == FIELD_REVISED))
        json_object_set_new(object, "date", text_json(field_iso_date(field->value, arena)));
    if (object != NULL && name == FIELD_FLSA)
        json_object_set_new(object, "status", text_json(field_flsa_status(field, arena)));
    if (object != NULL && name == FIELD_PROBATION)
        json_object_set_new(object, "months", months_json(field_months(field->value)));
    return object;
}

/* NULL if one cannot be put into JSON. */
static json_t *fields_json(const struct spec_field fields[FIELD_COUNT], struct arena *arena)
{
    json_t *object = json_object();

    for (enum spec_field_name name = 0; name < FIELD_COUNT; name++) {
        if (fields[name].value.n == 0)
            continue;
        if (json_object_set_new(object, field_name(name), field_json(name, &fields[name], arena)) !=
            0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *section_json(const struct spec *spec, size_t ordinal)
{
    const struct spec_section *section = &spec->sections[ordinal];
    json_t *kinds = json_array(), *path = json_array();

    for (uint8_t k = 0; k < section->kinds.count; k++)
        json_array_append_new(kinds, json_string(kind_name(section->kinds.kinds[k])));
    for (int p = section->parent; p != SPEC_NO_PARENT; p = spec->sections[p].parent)
        json_array_insert_new(path, 0, text_json(spec->sections[p].heading));
    return json_pack(
        "{s:I, s:o, s:I, s:o, s:o, s:o, s:b, s:I, s:o, s:I, s:o}", "ordinal", (json_int_t)ordinal,
        "heading", text_json(section->heading), "level", (json_int_t)section->level, "parent",
        section->parent != SPEC_NO_PARENT ? json_integer(section->parent) : json_null(), "path",
        path, "kinds", kinds, "known", section->known, "line", (json_int_t)section->line, "page",
        section->page > 0 ? json_integer(section->page) : json_null(), "text_line",
        (json_int_t)section->text_line, "text", full_text_json(section->text));
}

static json_t *years_json(unsigned months)
{
    return months % 12 == 0 ? json_integer(months / 12) : json_real((double)months / 12);
}

static void set_months(json_t *object, const char *years, const char *months, unsigned value)
{
    json_object_set_new(object, years, years_json(value));
    json_object_set_new(object, months, json_integer(value));
}

static void set_experience(json_t *object, const struct requirement *requirement)
{
    set_months(object, "years", "months", requirement->months);
    if (requirement->months_max > requirement->months)
        set_months(object, "years_max", "months_max", requirement->months_max);
    json_object_set_new(object, "supervisory", json_boolean(requirement->supervisory));
    if (requirement->part_months > 0) {
        json_t *part = json_object();
        set_months(part, "years", "months", requirement->part_months);
        json_object_set_new(part, "supervisory", json_boolean(requirement->part_supervisory));
        json_object_set_new(object, "part", part);
    }
}

static json_t *requirement_json(const struct requirement *requirement)
{
    json_t *object = json_object();

    if (requirement->type == REQUIREMENT_EDUCATION)
        json_object_set_new(object, "level", json_string(education_level_name(requirement->level)));
    if (requirement->type == REQUIREMENT_EXPERIENCE)
        set_experience(object, requirement);
    if (requirement->type == REQUIREMENT_LIFTING)
        json_object_set_new(object, "pounds", json_integer(requirement->pounds));
    json_t *common = json_pack(
        "{s:s, s:o, s:o, s:I, s:I, s:I, s:I}", "modality", modality_name(requirement->modality),
        "sentence", full_text_json(requirement->sentence), "phrase",
        full_text_json(requirement->phrase), "line", (json_int_t)requirement->line, "section",
        (json_int_t)requirement->section, "start", (json_int_t)requirement->start, "end",
        (json_int_t)requirement->end);
    if (json_object_update(object, common) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(common);
    return object;
}

const char *reading_requirement_key(enum requirement_type type)
{
    return type == REQUIREMENT_LICENCE ? "licences" : requirement_type_name(type);
}

static void write_requirements(struct writer *writer, const struct spec *spec)
{
    write_key(writer, "requirements");
    buf_char(writer->out, '{');
    for (enum requirement_type type = 0; type < REQUIREMENT_TYPE_COUNT; type++) {
        write_key(writer, reading_requirement_key(type));
        buf_char(writer->out, '[');
        for (size_t i = 0; i < spec->requirement_count; i++)
            if (spec->requirements[i].type == type)
                write_item(writer, requirement_json(&spec->requirements[i]));
        buf_char(writer->out, ']');
    }
    buf_char(writer->out, '}');
}

static json_t *class_json(const struct spec_class *class, struct arena *arena)
{
    json_t *sections = json_array();

    for (size_t i = 0; i < class->count; i++)
        json_array_append_new(sections, json_integer((json_int_t) class->sections[i]));
    return json_pack("{s:o, s:I, s:o, s:o, s:o}", "title", text_json(class->title), "title_line",
                     (json_int_t) class->title_line, "class_code",
                     text_json(class->fields[FIELD_CLASS_CODE].value), "fields",
                     fields_json(class->fields, arena), "sections", sections);
}

static void write_spec(struct writer *writer, const struct spec *spec)
{
    write_member(writer, "verdict", json_string(spec_verdict_name(spec->verdict)));
    write_member(writer, "title", text_json(spec->title));
    write_member(writer, "title_line", json_integer(spec->title_line));
    write_member(writer, "class_code", text_json(spec->fields[FIELD_CLASS_CODE].value));
    write_member(writer, "fields", fields_json(spec->fields, writer->arena));
    write_key(writer, "sections");
    buf_char(writer->out, '[');
    for (size_t i = 0; i < spec->count; i++)
        write_item(writer, section_json(spec, i));
    buf_char(writer->out, ']');
    write_requirements(writer, spec);
    write_key(writer, "classes");
    buf_char(writer->out, '[');
    for (size_t i = 0; i < spec->class_count; i++)
        write_item(writer, class_json(&spec->classes[i], writer->arena));
    buf_char(writer->out, ']');
}

enum err_code reading_encode(struct buf *json, const struct reading *reading, struct err *err)
{
    struct writer writer = {.out = json, .arena = arena_new()};

    buf_char(json, '{');
    write_member(&writer, "path", text_json(str_of(reading->path)));
    write_member(&writer, "format", text_json(str_of(reading->format)));
    write_member(&writer, "sha256", text_json(str_of(reading->sha256)));
    write_member(&writer, "note", text_json(str_of(reading->note)));
    write_member(&writer, "agency", text_json(str_of(reading->agency)));
    write_member(&writer, "house", text_json(str_of(reading->house)));
    write_spec(&writer, &reading->spec);
    buf_char(json, '}');
    arena_free(writer.arena);
    return writer.failed ? err_set(err, ERR_FORMAT, "holds text that JSON cannot carry") : ERR_OK;
}
