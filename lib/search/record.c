#include "search/record.h"

#include <jansson.h>
#include <stdlib.h>

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

enum err_code record_section_encode(struct buf *out, const struct record_section *record,
                                    struct err *err)
{
    json_t *path = json_array(), *kinds = json_array();
    bool sound = true;

    for (size_t i = 0; i < record->path_count; i++)
        sound = json_array_append_new(path, text_json(record->path[i])) == 0 && sound;
    for (uint8_t i = 0; i < record->kinds.count; i++)
        json_array_append_new(kinds, json_string(kind_name(record->kinds.kinds[i])));
    json_t *root =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:i, s:i, s:o, s:o, s:o, s:o}", "class",
                  text_json(record->class_id), "title", text_json(record->title), "code",
                  text_json(record->code), "agency", text_json(record->agency), "source",
                  text_json(record->source), "ordinal", (int)record->ordinal, "level",
                  (int)record->level, "line", (int)record->line, "page", (int)record->page,
                  "text_line", (int)record->text_line, "heading", text_json(record->heading),
                  "path", path, "kinds", kinds, "text", text_json(record->text));
    return dump(out, root, sound, err);
}

enum err_code record_class_encode(struct buf *out, const struct record_class *record,
                                  struct err *err)
{
    json_t *fields = json_object();
    bool sound = true;

    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        const struct spec_field *field = &record->fields[f];
        if (field->value.n > 0)
            sound = json_object_set_new(
                        fields, field_name(f),
                        json_pack("[o, i]", text_json(field->value), (int)field->line)) == 0 &&
                    sound;
    }
    json_t *root =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:o}", "id", text_json(record->id),
                  "title", text_json(record->title), "agency", text_json(record->agency), "source",
                  text_json(record->source), "format", text_json(record->format), "sha256",
                  text_json(record->sha256), "note", text_json(record->note), "first_docid",
                  (int)record->first_docid, "sections", (int)record->sections, "fields", fields);
    return dump(out, root, sound, err);
}

static json_t *load(struct str data)
{
    return json_loadb(data.p, data.n, JSON_ALLOW_NUL, NULL);
}

enum err_code record_section_decode(struct record_section *record, struct str data,
                                    struct arena *arena, struct err *err)
{
    json_t *root = load(data);
    const json_t *path = json_object_get(root, "path"), *kinds = json_object_get(root, "kinds");

    *record = (struct record_section){.class_id = jsonget_text(root, "class", arena),
                                      .title = jsonget_text(root, "title", arena),
                                      .code = jsonget_text(root, "code", arena),
                                      .agency = jsonget_text(root, "agency", arena),
                                      .source = jsonget_text(root, "source", arena),
                                      .ordinal = jsonget_number(root, "ordinal"),
                                      .level = jsonget_number(root, "level"),
                                      .line = jsonget_number(root, "line"),
                                      .page = jsonget_number(root, "page"),
                                      .text_line = jsonget_number(root, "text_line"),
                                      .heading = jsonget_text(root, "heading", arena),
                                      .path_count = json_array_size(path),
                                      .text = jsonget_text(root, "text", arena)};
    record->path = arena_zero(arena, record->path_count, sizeof *record->path);
    for (size_t i = 0; i < record->path_count; i++) {
        const json_t *item = json_array_get(path, i);
        record->path[i] =
            str_of(json_is_string(item) ? arena_strdup(arena, json_string_value(item)) : "");
    }
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        enum spec_kind kind;
        if (kind_from_name(&kind, str_of(json_string_value(json_array_get(kinds, i)))))
            kind_set_add(&record->kinds, kind);
    }
    json_decref(root);
    if (record->class_id.n == 0 || record->kinds.count == 0)
        return err_set(err, ERR_FORMAT, "a section's record is damaged; rebuild the index");
    return ERR_OK;
}

enum err_code record_class_decode(struct record_class *record, struct str data, struct arena *arena,
                                  struct err *err)
{
    json_t *root = load(data);
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
    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        const json_t *pair = json_object_get(fields, field_name(f));
        const json_t *value = json_array_get(pair, 0);
        if (!json_is_string(value))
            continue;
        size_t n = json_string_length(value);
        record->fields[f] =
            (struct spec_field){.value = {arena_strndup(arena, json_string_value(value), n), n},
                                .line = (unsigned)json_integer_value(json_array_get(pair, 1))};
    }
    json_decref(root);
    if (record->id.n == 0 || record->first_docid == 0)
        return err_set(err, ERR_FORMAT, "a class's record is damaged; rebuild the index");
    return ERR_OK;
}

void record_class_key(struct buf *key, struct str id)
{
    key->n = 0;
    buf_text(key, "class:");
    buf_str(key, id);
}
