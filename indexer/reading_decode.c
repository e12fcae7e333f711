#include <jansson.h>
#include <limits.h>
#include <stdlib.h>

#include "indexer/reading.h"

/* Bounds of what JSON may make of 16 MB: small values take many times the memory of their text. */
enum { CONTAINERS_MAX = 600 * 1000, VALUES_MAX = 3 * 1000 * 1000 };

enum { MONTHS_MAX = 12 * 100, POUNDS_MAX = 10 * 1000, LINES_MAX = INT_MAX };

/* Where the first thing that is wrong stands, NULL while nothing is. */
struct source {
    struct arena *arena;
    const char *wrong;
};

static void refuse(struct source *source, const char *what)
{
    if (source->wrong == NULL)
        source->wrong = what;
}

/* Null and what is absent are empty. */
static struct str text(struct source *source, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    size_t n = json_string_length(value);

    if (value != NULL && !json_is_string(value) && !json_is_null(value))
        refuse(source, key);
    if (n == 0)
        return (struct str){"", 0};
    return (struct str){arena_strndup(source->arena, json_string_value(value), n), n};
}

/* Null and what is absent are 0. */
static unsigned number(struct source *source, const json_t *object, const char *key, unsigned most)
{
    const json_t *value = json_object_get(object, key);
    json_int_t n = json_integer_value(value);

    if ((value != NULL && !json_is_integer(value) && !json_is_null(value)) || n < 0 || n > most) {
        refuse(source, key);
        return 0;
    }
    return (unsigned)n;
}

static bool flag(struct source *source, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_boolean(value))
        refuse(source, key);
    return json_is_true(value);
}

static const json_t *list(struct source *source, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_array(value))
        refuse(source, key);
    return value;
}

static void decode_fields(struct spec_field fields[FIELD_COUNT], struct source *source,
                          const json_t *object)
{
    const json_t *all = json_object_get(object, "fields");
    size_t known = 0;

    for (enum spec_field_name name = 0; name < FIELD_COUNT; name++) {
        const json_t *field = json_object_get(all, field_name(name));
        fields[name] = (struct spec_field){.value = text(source, field, "value"),
                                           .line = number(source, field, "line", LINES_MAX),
                                           .meaning = text(source, field, "meaning")};
        known += field != NULL;
        if (field != NULL && fields[name].value.n == 0)
            refuse(source, "field without a value");
    }
    if (!json_is_object(all) || json_object_size(all) != known)
        refuse(source, "fields");
}

static void decode_kinds(struct kind_set *set, struct source *source, const json_t *object)
{
    const json_t *kinds = list(source, object, "kinds");

    if (json_array_size(kinds) == 0 || json_array_size(kinds) > KIND_COUNT)
        refuse(source, "kinds");
    for (size_t k = 0; k < json_array_size(kinds) && k < KIND_COUNT; k++) {
        enum spec_kind kind = KIND_OTHER;
        if (!kind_from_name(&kind, str_of(json_string_value(json_array_get(kinds, k)))))
            refuse(source, "kind");
        kind_set_add(set, kind);
    }
}

static void decode_section(struct spec *spec, size_t ordinal, struct source *source,
                           const json_t *object)
{
    struct spec_section *section = &spec->sections[ordinal];
    const json_t *parent = json_object_get(object, "parent");

    *section = (struct spec_section){.heading = text(source, object, "heading"),
                                     .level = number(source, object, "level", INT_MAX),
                                     .parent = SPEC_NO_PARENT,
                                     .known = flag(source, object, "known"),
                                     .line = number(source, object, "line", LINES_MAX),
                                     .page = number(source, object, "page", LINES_MAX),
                                     .text_line = number(source, object, "text_line", LINES_MAX),
                                     .text = text(source, object, "text")};
    if (json_is_integer(parent))
        section->parent = (int)number(source, object, "parent", INT_MAX);
    else if (!json_is_null(parent))
        refuse(source, "parent");
    if (section->parent >= (int)ordinal ||
        (section->parent != SPEC_NO_PARENT &&
         spec->sections[section->parent].level >= section->level))
        refuse(source, "parent");
    if (section->level == 0 || number(source, object, "ordinal", INT_MAX) != ordinal)
        refuse(source, "ordinal or level");
    decode_kinds(&section->kinds, source, object);
}

static void decode_sections(struct spec *spec, struct source *source, const json_t *root)
{
    const json_t *sections = list(source, root, "sections");

    spec->count = json_array_size(sections);
    spec->sections = arena_zero(source->arena, spec->count, sizeof *spec->sections);
    if (spec->count == 0)
        refuse(source, "sections");
    for (size_t i = 0; i < spec->count && source->wrong == NULL; i++)
        decode_section(spec, i, source, json_array_get(sections, i));
}

static void decode_experience(struct requirement *requirement, struct source *source,
                              const json_t *object)
{
    const json_t *part = json_object_get(object, "part");

    requirement->months = number(source, object, "months", MONTHS_MAX);
    requirement->months_max = requirement->months;
    if (json_object_get(object, "months_max") != NULL)
        requirement->months_max = number(source, object, "months_max", MONTHS_MAX);
    if (requirement->months_max < requirement->months)
        refuse(source, "months_max");
    requirement->supervisory = flag(source, object, "supervisory");
    if (part != NULL) {
        requirement->part_months = number(source, part, "months", MONTHS_MAX);
        requirement->part_supervisory = flag(source, part, "supervisory");
    }
}

static void decode_requirement(struct requirement *requirement, struct source *source,
                               enum requirement_type type, const json_t *object,
                               const struct spec *spec)
{
    *requirement = (struct requirement){.type = type,
                                        .sentence = text(source, object, "sentence"),
                                        .phrase = text(source, object, "phrase"),
                                        .line = number(source, object, "line", LINES_MAX),
                                        .section = number(source, object, "section", INT_MAX),
                                        .start = number(source, object, "start", INT_MAX),
                                        .end = number(source, object, "end", INT_MAX)};
    if (requirement->section >= spec->count)
        refuse(source, "section");
    else if (requirement->start > requirement->end ||
             requirement->end > spec->sections[requirement->section].text.n)
        refuse(source, "start or end of a sentence");
    if (!modality_from_name(&requirement->modality, text(source, object, "modality")))
        refuse(source, "modality");
    if (type == REQUIREMENT_EDUCATION &&
        !education_level_from_name(&requirement->level, text(source, object, "level")))
        refuse(source, "level");
    if (type == REQUIREMENT_EXPERIENCE)
        decode_experience(requirement, source, object);
    if (type == REQUIREMENT_LIFTING)
        requirement->pounds = number(source, object, "pounds", POUNDS_MAX);
}

static bool stands_before(const struct requirement *one, const struct requirement *other)
{
    if (one->section != other->section)
        return one->section < other->section;
    return one->start != other->start ? one->start < other->start : one->line < other->line;
}

/* JSON has requirements by type, a specification in order of its text. */
static void merge(struct spec *spec, struct requirement *const lists[REQUIREMENT_TYPE_COUNT],
                  const size_t counts[REQUIREMENT_TYPE_COUNT])
{
    size_t done[REQUIREMENT_TYPE_COUNT] = {0};

    for (size_t i = 0; i < spec->requirement_count; i++) {
        enum requirement_type first = REQUIREMENT_TYPE_COUNT;
        for (enum requirement_type type = 0; type < REQUIREMENT_TYPE_COUNT; type++)
            if (done[type] < counts[type] &&
                (first == REQUIREMENT_TYPE_COUNT ||
                 stands_before(&lists[type][done[type]], &lists[first][done[first]])))
                first = type;
        spec->requirements[i] = lists[first][done[first]++];
    }
}

static void decode_requirements(struct spec *spec, struct source *source, const json_t *root)
{
    const json_t *all = json_object_get(root, "requirements");
    struct requirement *lists[REQUIREMENT_TYPE_COUNT];
    size_t counts[REQUIREMENT_TYPE_COUNT];

    for (enum requirement_type type = 0; type < REQUIREMENT_TYPE_COUNT; type++) {
        const json_t *items = list(source, all, reading_requirement_key(type));
        counts[type] = json_array_size(items);
        lists[type] = arena_zero(source->arena, counts[type], sizeof *lists[type]);
        for (size_t i = 0; i < counts[type] && source->wrong == NULL; i++) {
            decode_requirement(&lists[type][i], source, type, json_array_get(items, i), spec);
            if (i > 0 && lists[type][i].section < lists[type][i - 1].section)
                refuse(source, "order of requirements");
        }
        spec->requirement_count += counts[type];
    }
    spec->requirements =
        arena_zero(source->arena, spec->requirement_count, sizeof *spec->requirements);
    merge(spec, lists, counts);
}

static void decode_class(struct spec_class *class, struct source *source, const json_t *object,
                         size_t sections)
{
    const json_t *ordinals = list(source, object, "sections");

    class->title = text(source, object, "title");
    class->title_line = number(source, object, "title_line", LINES_MAX);
    decode_fields(class->fields, source, object);
    class->count = json_array_size(ordinals);
    class->sections = arena_zero(source->arena, class->count, sizeof *class->sections);
    if (class->count == 0 || class->count > sections)
        refuse(source, "sections of a class");
    for (size_t i = 0; i < class->count && source->wrong == NULL; i++) {
        json_int_t ordinal = json_integer_value(json_array_get(ordinals, i));
        if (!json_is_integer(json_array_get(ordinals, i)) || ordinal < 0 ||
            ordinal >= (json_int_t)sections ||
            (i > 0 && ordinal <= (json_int_t) class->sections[i - 1]))
            refuse(source, "sections of a class");
        else
            class->sections[i] = (size_t)ordinal;
    }
}

static void decode_classes(struct spec *spec, struct source *source, const json_t *root)
{
    const json_t *classes = list(source, root, "classes");
    size_t sections = 0;

    spec->class_count = json_array_size(classes);
    if (spec->class_count == 0 || spec->class_count > READING_CLASSES_MAX) {
        refuse(source, "number of classes");
        return;
    }
    spec->classes = arena_zero(source->arena, spec->class_count, sizeof *spec->classes);
    for (size_t i = 0; i < spec->class_count && source->wrong == NULL; i++) {
        decode_class(&spec->classes[i], source, json_array_get(classes, i), spec->count);
        sections += spec->classes[i].count;
    }
    if (sections > READING_CLASS_SECTIONS_MAX)
        refuse(source, "number of sections of all classes");
}

static void decode_head(struct reading *reading, struct source *source, const json_t *root)
{
    struct str sha256 = text(source, root, "sha256");

    reading->format = text(source, root, "format").p;
    reading->note = text(source, root, "note").p;
    reading->spec.title = text(source, root, "title");
    if (!spec_verdict_from_name(&reading->spec.verdict, text(source, root, "verdict")))
        refuse(source, "verdict");
    reading->spec.title_line = number(source, root, "title_line", LINES_MAX);
    if (sha256.n != SHA256_HEX - 1 || strspn(sha256.p, "0123456789abcdef") != sha256.n)
        refuse(source, "sha256");
    else
        memcpy(reading->sha256, sha256.p, SHA256_HEX);
    if (reading->format[0] == '\0')
        refuse(source, "format");
}

/* Counts what begins a container or stands behind a comma, strings aside. */
static bool is_bounded(struct str json)
{
    size_t containers = 0, values = 0;
    bool quoted = false;

    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted) {
            containers += c == '{' || c == '[';
            values += c == ',';
        }
    }
    return containers <= CONTAINERS_MAX && values <= VALUES_MAX;
}

enum err_code reading_decode(struct reading *reading, struct str json, struct arena *arena,
                             struct err *err)
{
    struct source source = {.arena = arena};
    json_error_t problem;

    *reading = (struct reading){.path = "", .agency = "", .house = ""};
    if (!is_bounded(json))
        return err_set(err, ERR_LIMIT, "has more sections than can be held");
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &problem);

    if (!json_is_object(root))
        refuse(&source, "no object");
    else
        decode_head(reading, &source, root);
    if (source.wrong == NULL)
        decode_fields(reading->spec.fields, &source, root);
    if (source.wrong == NULL)
        decode_sections(&reading->spec, &source, root);
    if (source.wrong == NULL)
        decode_requirements(&reading->spec, &source, root);
    if (source.wrong == NULL)
        decode_classes(&reading->spec, &source, root);
    json_decref(root);
    return source.wrong == NULL
               ? ERR_OK
               : err_set(err, ERR_FORMAT, "the reader's answer makes no sense: %s", source.wrong);
}
