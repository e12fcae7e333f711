#include "search/query_scope.h"

#include "search/query_text.h"

static const char *const fields[] = {
    [QUERY_TITLE] = "title",   [QUERY_AGENCY] = "agency", [QUERY_CODE] = "code",
    [QUERY_SERIES] = "series", [QUERY_GRADE] = "grade",   [QUERY_FLSA] = "flsa",
};

enum { FIELD_NAME_COUNT = sizeof fields / sizeof fields[0] };

static const struct short_form {
    const char *name;
    enum spec_kind kind;
} short_forms[] = {
    {"environment", KIND_WORKING_ENVIRONMENT},
    {"physical", KIND_PHYSICAL_DEMANDS},
    {"license", KIND_LICENSURE},
    {"licence", KIND_LICENSURE},
    {"certification", KIND_LICENSURE},
};

static bool find_field(enum query_field *field, struct str name)
{
    for (size_t i = 0; i < FIELD_NAME_COUNT; i++) {
        if (str_eq_nocase(name, str_of(fields[i]))) {
            *field = (enum query_field)i;
            return true;
        }
    }
    return false;
}

static bool find_kind(enum spec_kind *kind, struct str name)
{
    for (size_t i = 0; i < sizeof short_forms / sizeof short_forms[0]; i++) {
        if (str_eq_nocase(name, str_of(short_forms[i].name))) {
            *kind = short_forms[i].kind;
            return true;
        }
    }
    return kind_from_name(kind, name);
}

static enum err_code unknown(struct str name, int position, struct err *err)
{
    struct buf message = {0};

    buf_printf(&message,
               "unknown scope '%.*s:'; put a blank behind the colon to search the word, or use "
               "heading, modality",
               name.n < 40 ? (int)name.n : 40, name.p);
    for (size_t i = 0; i < FIELD_NAME_COUNT; i++)
        buf_printf(&message, ", %s", fields[i]);
    for (enum spec_kind kind = 0; kind < KIND_COUNT; kind++)
        buf_printf(&message, ", %s", kind_name(kind));
    enum err_code code = query_fail(err, ERR_USAGE, position, "%s", message.p);
    buf_free(&message);
    return code;
}

enum err_code query_scope_find(struct query_scope *scope, struct str name, int position,
                               struct err *err)
{
    *scope = (struct query_scope){.type = QUERY_KIND};
    if (find_kind(&scope->kind, name))
        return ERR_OK;
    if (find_field(&scope->field, name))
        scope->type = QUERY_FIELD;
    else if (str_eq_nocase(name, STR("heading")))
        scope->type = QUERY_HEADING;
    else if (str_eq_nocase(name, STR("modality")))
        scope->type = QUERY_MODALITY;
    else if (str_eq_nocase(name, STR("supervision")))
        return query_fail(err, ERR_USAGE, position,
                          "'supervision:' is either of two; write supervision_received: or "
                          "supervision_exercised:");
    else
        return unknown(name, position, err);
    return ERR_OK;
}

const char *query_scope_name(const struct query_scope *scope)
{
    switch (scope->type) {
    case QUERY_KIND:
        return kind_name(scope->kind);
    case QUERY_FIELD:
        return fields[scope->field];
    case QUERY_HEADING:
        return "heading";
    default:
        return "modality";
    }
}

bool query_is_field_name(struct str name)
{
    enum query_field field;

    return find_field(&field, name);
}
