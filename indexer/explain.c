#include "indexer/explain.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>

#include "indexer/source.h"

static json_t *text_json(struct str s)
{
    return s.n > 0 ? json_stringn(s.p, s.n) : json_null();
}

static json_t *fields_json(const struct spec *spec, struct arena *arena)
{
    json_t *fields = json_object();

    for (enum spec_field_name name = 0; name < FIELD_COUNT; name++) {
        const struct spec_field *field = &spec->fields[name];
        if (field->value.n == 0)
            continue;
        json_t *object =
            json_pack("{s:o, s:i}", "value", text_json(field->value), "line", (int)field->line);
        if (name == FIELD_ESTABLISHED || name == FIELD_REVISED)
            json_object_set_new(object, "date", text_json(field_iso_date(field->value, arena)));
        if (name == FIELD_FLSA)
            json_object_set_new(object, "status", text_json(field_flsa_status(field, arena)));
        json_object_set_new(fields, field_name(name), object);
    }
    return fields;
}

static json_t *sections_json(const struct spec *spec)
{
    json_t *list = json_array();

    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *section = &spec->sections[i];
        json_t *kinds = json_array(), *path = json_array();
        for (uint8_t k = 0; k < section->kinds.count; k++)
            json_array_append_new(kinds, json_string(kind_name(section->kinds.kinds[k])));
        for (int p = section->parent; p != SPEC_NO_PARENT; p = spec->sections[p].parent)
            json_array_insert_new(path, 0, text_json(spec->sections[p].heading));
        json_array_append_new(
            list, json_pack("{s:i, s:o, s:i, s:o, s:o, s:i, s:o, s:i, s:o}", "ordinal", (int)i,
                            "heading", text_json(section->heading), "level", (int)section->level,
                            "path", path, "kinds", kinds, "line", (int)section->line, "page",
                            section->page > 0 ? json_integer(section->page) : json_null(),
                            "text_line", (int)section->text_line, "text",
                            json_stringn(section->text.p, section->text.n)));
    }
    return list;
}

enum err_code explain_file(const char *path, struct err *err)
{
    struct arena *arena = arena_new();
    struct spec_reader reader;
    struct source_content content = {0};

    enum err_code code = spec_reader_open(&reader, NULL, err);
    if (code == ERR_OK)
        code = source_read(&content, path, &reader, arena, err);
    if (code == ERR_OK) {
        const struct spec *spec = &content.spec;
        json_t *root = json_pack(
            "{s:s, s:s, s:s, s:s?, s:o, s:i, s:o, s:s, s:o, s:o}", "path", path, "format",
            content.document.format, "sha256", content.sha256, "note", content.document.note,
            "title", text_json(spec->title), "title_line", (int)spec->title_line, "class_code",
            text_json(spec->fields[FIELD_CLASS_CODE].value), "agency", content.agency, "fields",
            fields_json(spec, arena), "sections", sections_json(spec));
        if (root == NULL)
            code = err_set(err, ERR_FORMAT, "%s: holds text that JSON cannot carry", path);
        else if (json_dumpf(root, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF ||
                 fflush(stdout) != 0)
            code = err_errno(err, ERR_IO, errno, "standard output");
        json_decref(root);
    }
    source_content_free(&content);
    spec_reader_close(&reader);
    arena_free(arena);
    return code;
}
