#include "search/record.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/pack.h"
#include "base/utf8.h"
#include "search/deflate.h"
#include "search/jsonget.h"
#include "search/schema.h"

const struct parts_format record_format = {.magic = "SSRECRD", .version = 1};

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
                                    const struct spelling *spelling, struct err *err)
{
    bool sound = utf8_valid(record->heading) && utf8_valid(record->text);

    for (size_t i = 0; i < record->path_count; i++)
        sound = sound && utf8_valid(record->path[i]);
    if (!sound)
        return err_set(err, ERR_FORMAT, "holds text that is not valid UTF-8");
    pack_number(out, (uint32_t)record->path_count);
    for (size_t i = 0; i < record->path_count; i++)
        pack_text(out, record->path[i]);
    pack_number(out, record->kinds.count);
    for (uint8_t i = 0; i < record->kinds.count; i++)
        pack_number(out, record->kinds.kinds[i]);
    pack_number(out, record->level);
    pack_number(out, record->line);
    pack_number(out, record->page);
    pack_number(out, record->text_line);
    pack_text(out, spelling->codes);
    pack_text(out, spelling->others);
    return ERR_OK;
}

static json_t *requirement_json(const struct requirement *r)
{
    const char *level = r->type == REQUIREMENT_EDUCATION ? education_level_name(r->level) : NULL;

    return json_pack("{s:s, s:s, s:o, s:o, s:i, s:i, s:i, s:i, s:s*, s:i, s:i, s:b, s:i, s:b, s:i}",
                     "type", requirement_type_name(r->type), "modality", modality_name(r->modality),
                     "sentence", text_json(r->sentence), "phrase", text_json(r->phrase), "line",
                     (int)r->line, "section", (int)r->section, "start", (int)r->start, "end",
                     (int)r->end, "level", level, "months", (int)r->months, "months_max",
                     (int)r->months_max, "supervisory", r->supervisory, "part_months",
                     (int)r->part_months, "part_supervisory", r->part_supervisory, "pounds",
                     (int)r->pounds);
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

/* A copy in the arena, ending in NUL; false if there is none that is text. */
static bool take_text(struct str *text, struct str *rest, struct arena *arena)
{
    if (!pack_take_text(text, rest) || !utf8_valid(*text))
        return false;
    text->p = arena_strndup(arena, text->p, text->n);
    return true;
}

static bool take_path(struct record_section *record, struct str *rest, struct arena *arena)
{
    uint32_t count;

    if (!pack_take_number(&count, rest) || count > rest->n) /* each has a byte at least */
        return false;
    record->path = arena_zero(arena, count, sizeof *record->path);
    while (record->path_count < count && take_text(&record->path[record->path_count], rest, arena))
        record->path_count++;
    return record->path_count == count;
}

static bool take_kinds(struct kind_set *kinds, struct str *rest)
{
    uint32_t count, kind;

    if (!pack_take_number(&count, rest) || count == 0 || count > KIND_COUNT)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!pack_take_number(&kind, rest) || kind >= KIND_COUNT)
            return false;
        kind_set_add(kinds, (enum spec_kind)kind);
    }
    return true;
}

/* Takes what a section is besides its texts. */
static bool take_properties(struct record_section *record, struct str *rest, struct arena *arena)
{
    return take_path(record, rest, arena) && take_kinds(&record->kinds, rest) &&
           pack_take_number(&record->level, rest) && pack_take_number(&record->line, rest) &&
           pack_take_number(&record->page, rest) && pack_take_number(&record->text_line, rest);
}

enum err_code record_section_decode(struct record_section *record, struct str data,
                                    const struct tokens_section *words,
                                    const struct vocabulary *vocabulary, struct arena *arena,
                                    struct err *err)
{
    struct spelling spelling;
    struct spelled spelled;

    *record = (struct record_section){0};
    if (take_properties(record, &data, arena) && pack_take_text(&spelling.codes, &data) &&
        pack_take_text(&spelling.others, &data) && data.n == 0 &&
        spelling_read(&spelled, &spelling, words, vocabulary, arena)) {
        record->heading = spelled.heading;
        record->text = spelled.text;
        record->places = spelled.places;
        return ERR_OK;
    }
    return err_set(err, ERR_FORMAT, "a section's record is damaged; " SCHEMA_REBUILD);
}

static bool decode_requirement(struct requirement *r, const json_t *json, struct arena *arena)
{
    struct str type = jsonget_text(json, "type", arena), level = jsonget_text(json, "level", arena);

    *r = (struct requirement){.sentence = jsonget_text(json, "sentence", arena),
                              .phrase = jsonget_text(json, "phrase", arena),
                              .line = jsonget_number(json, "line"),
                              .section = jsonget_number(json, "section"),
                              .start = jsonget_number(json, "start"),
                              .end = jsonget_number(json, "end"),
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

/* False if one is not known, stands in no section of the class, or in one before the last one's. */
static bool decode_requirements(struct record_class *record, const json_t *list,
                                struct arena *arena)
{
    record->requirement_count = json_array_size(list);
    record->requirements =
        arena_zero(arena, record->requirement_count, sizeof *record->requirements);
    for (size_t i = 0; i < record->requirement_count; i++)
        if (!decode_requirement(&record->requirements[i], json_array_get(list, i), arena) ||
            record->requirements[i].section >= record->sections ||
            (i > 0 && record->requirements[i].section < record->requirements[i - 1].section))
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
    json_t *root =
        code == ERR_OK ? json_loadb(buf_view(&text).p, text.n, JSON_ALLOW_NUL, NULL) : NULL;
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
        return err_set(err, ERR_FORMAT, "a class's record is damaged; " SCHEMA_REBUILD);
    return ERR_OK;
}

void record_class_key(struct buf *key, struct str id)
{
    key->n = 0;
    buf_text(key, "class:");
    buf_str(key, id);
}
