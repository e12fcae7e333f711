#include "search/record.h"

#include <jansson.h>
#include <stdlib.h>

#include "search/deflate.h"
#include "search/jsonget.h"

static enum err_code dump(struct buf *out, json_t *root, bool sound, struct err *err)
{
    char *text = root != NULL && sound ? json_dumps(root, JSON_COMPACT) : NULL;

    json_decref(root);
    if (text == NULL)
        return err_set(err, ERR_FORMAT, "holds text that is not valid UTF-8");
    buf_text(out, text);
    free(text);
    return ERR_OK;
}

static json_t *text_json(struct str s)
{
    return json_stringn(s.p != NULL ? s.p : "", s.n);
}

/* Appends a new item; false if it could not be made. */
static bool add(json_t *array, json_t *item)
{
    return json_array_append_new(array, item) == 0;
}

enum err_code record_section_encode(struct buf *out, const struct record_section *record,
                                    struct err *err)
{
    json_t *path = json_array(), *kinds = json_array();
    bool sound = true;

    for (size_t i = 0; i < record->path_count; i++)
        sound = add(path, text_json(record->path[i])) && sound;
    for (uint8_t i = 0; i < record->kinds.count; i++)
        json_array_append_new(kinds, json_string(kind_name(record->kinds.kinds[i])));
    json_t *root = json_pack("[o, o, o, i, i, i, i, o]", text_json(record->heading), path, kinds,
                             (int)record->level, (int)record->line, (int)record->page,
                             (int)record->text_line, text_json(record->text));
    return dump(out, root, sound, err);
}

static json_t *requirement_json(const struct requirement *r)
{
    const char *level = r->type == REQUIREMENT_EDUCATION ? education_level_name(r->level) : NULL;

    return json_pack("{s:s, s:s, s:o, s:o, s:i, s:i, s:s*, s:i, s:i, s:b, s:i, s:b, s:i}", "type",
                     requirement_type_name(r->type), "modality", modality_name(r->modality),
                     "sentence", text_json(r->sentence), "phrase", text_json(r->phrase), "line",
                     (int)r->line, "section", (int)r->section, "level", level, "months",
                     (int)r->months, "months_max", (int)r->months_max, "supervisory",
                     r->supervisory, "part_months", (int)r->part_months, "part_supervisory",
                     r->part_supervisory, "pounds", (int)r->pounds);
}

enum err_code record_class_encode(struct buf *out, const struct record_class *record,
                                  struct err *err)
{
    json_t *fields = json_object(), *requirements = json_array();
    bool sound = true;

    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        const struct spec_field *field = &record->fields[f];
        if (field->value.n > 0)
            sound = json_object_set_new(fields, field_name(f),
                                        json_pack("{s:o, s:i, s:o}", "value",
                                                  text_json(field->value), "line", (int)field->line,
                                                  "meaning", text_json(field->meaning))) == 0 &&
                    sound;
    }
    for (size_t i = 0; i < record->requirement_count; i++)
        sound = add(requirements, requirement_json(&record->requirements[i])) && sound;
    json_t *root =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:o, s:o}", "id",
                  text_json(record->id), "title", text_json(record->title), "agency",
                  text_json(record->agency), "source", text_json(record->source), "format",
                  text_json(record->format), "sha256", text_json(record->sha256), "note",
                  text_json(record->note), "first_docid", (int)record->first_docid, "sections",
                  (int)record->sections, "fields", fields, "requirements", requirements);
    struct buf json = {0};
    enum err_code code = dump(&json, root, sound, err);
    if (code == ERR_OK)
        deflate_pack(out, buf_view(&json));
    buf_free(&json);
    return code;
}

static json_t *load(struct str data)
{
    return json_loadb(data.p, data.n, JSON_ALLOW_NUL, NULL);
}

static struct str text_at(const json_t *array, size_t i, struct arena *arena)
{
    const json_t *item = json_array_get(array, i);
    size_t n = json_is_string(item) ? json_string_length(item) : 0;

    return (struct str){arena_strndup(arena, n > 0 ? json_string_value(item) : "", n), n};
}

/* Anything but a number that fits is 0. */
static uint32_t number_at(const json_t *array, size_t i)
{
    json_int_t number = json_integer_value(json_array_get(array, i));
    return number >= 0 && number <= INT32_MAX ? (uint32_t)number : 0;
}

enum err_code record_section_decode(struct record_section *record, struct str data,
                                    struct arena *arena, struct err *err)
{
    json_t *root = load(data);
    const json_t *path = json_array_get(root, 1), *kinds = json_array_get(root, 2);

    *record = (struct record_section){.heading = text_at(root, 0, arena),
                                      .path_count = json_array_size(path),
                                      .level = number_at(root, 3),
                                      .line = number_at(root, 4),
                                      .page = number_at(root, 5),
                                      .text_line = number_at(root, 6),
                                      .text = text_at(root, 7, arena)};
    record->path = arena_zero(arena, record->path_count, sizeof *record->path);
    for (size_t i = 0; i < record->path_count; i++)
        record->path[i] = text_at(path, i, arena);
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        enum spec_kind kind;
        if (kind_from_name(&kind, str_of(json_string_value(json_array_get(kinds, i)))))
            kind_set_add(&record->kinds, kind);
    }
    json_decref(root);
    if (record->kinds.count == 0)
        return err_set(err, ERR_FORMAT, "a section's record is damaged; rebuild the index");
    return ERR_OK;
}

static bool decode_requirement(struct requirement *r, const json_t *json, struct arena *arena)
{
    struct str type = jsonget_text(json, "type", arena), level = jsonget_text(json, "level", arena);

    *r = (struct requirement){.sentence = jsonget_text(json, "sentence", arena),
                              .phrase = jsonget_text(json, "phrase", arena),
                              .line = jsonget_number(json, "line"),
                              .section = jsonget_number(json, "section"),
                              .months = jsonget_number(json, "months"),
                              .months_max = jsonget_number(json, "months_max"),
                              .supervisory = json_is_true(json_object_get(json, "supervisory")),
                              .part_months = jsonget_number(json, "part_months"),
                              .part_supervisory =
                                  json_is_true(json_object_get(json, "part_supervisory")),
                              .pounds = jsonget_number(json, "pounds")};
    return requirement_type_from_name(&r->type, type) &&
           modality_from_name(&r->modality, jsonget_text(json, "modality", arena)) &&
           (r->type != REQUIREMENT_EDUCATION || education_level_from_name(&r->level, level));
}

/* False if one is not known or stands in no section of the class. */
static bool decode_requirements(struct record_class *record, const json_t *list,
                                struct arena *arena)
{
    record->requirement_count = json_array_size(list);
    record->requirements =
        arena_zero(arena, record->requirement_count, sizeof *record->requirements);
    for (size_t i = 0; i < record->requirement_count; i++)
        if (!decode_requirement(&record->requirements[i], json_array_get(list, i), arena) ||
            record->requirements[i].section >= record->sections)
            return false;
    return true;
}

static struct spec_field decode_field(const json_t *json, struct arena *arena)
{
    return (struct spec_field){.value = jsonget_text(json, "value", arena),
                               .line = jsonget_number(json, "line"),
                               .meaning = jsonget_text(json, "meaning", arena)};
}

enum err_code record_class_decode(struct record_class *record, struct str data, struct arena *arena,
                                  struct err *err)
{
    struct buf text = {0};
    enum err_code code = deflate_unpack(&text, data, err);
    json_t *root = code == ERR_OK ? load(buf_view(&text)) : NULL;
    const json_t *fields = json_object_get(root, "fields");

    *record = (struct record_class){.id = jsonget_text(root, "id", arena),
                                    .title = jsonget_text(root, "title", arena),
                                    .agency = jsonget_text(root, "agency", arena),
                                    .source = jsonget_text(root, "source", arena),
                                    .format = jsonget_text(root, "format", arena),
                                    .sha256 = jsonget_text(root, "sha256", arena),
                                    .note = jsonget_text(root, "note", arena),
                                    .first_docid = jsonget_number(root, "first_docid"),
                                    .sections = jsonget_number(root, "sections")};
    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++)
        record->fields[f] = decode_field(json_object_get(fields, field_name(f)), arena);
    bool sound = decode_requirements(record, json_object_get(root, "requirements"), arena);
    json_decref(root);
    buf_free(&text);
    if (!sound || record->id.n == 0 || record->first_docid == 0)
        return err_set(err, ERR_FORMAT, "a class's record is damaged; rebuild the index");
    return ERR_OK;
}

void record_class_key(struct buf *key, struct str id)
{
    key->n = 0;
    buf_text(key, "class:");
    buf_str(key, id);
}
