#include "searchd/explain.h"

#include "search/describe.h"
#include "searchd/api.h"
#include "searchd/parameters.h"

static json_t *text_json(struct str s)
{
    return json_stringn(s.p != NULL ? s.p : "", s.n);
}

static json_t *text_or_null(struct str s)
{
    return s.n > 0 ? text_json(s) : json_null();
}

static const char *type_name(enum query_type type)
{
    static const char *const names[] = {[QUERY_AND] = "and",
                                        [QUERY_OR] = "or",
                                        [QUERY_NOT] = "not",
                                        [QUERY_WORD] = "word",
                                        [QUERY_PHRASE] = "phrase",
                                        [QUERY_PREFIX] = "prefix",
                                        [QUERY_NEAR] = "proximity",
                                        [QUERY_KIND] = "scope",
                                        [QUERY_HEADING] = "heading",
                                        [QUERY_FIELD] = "field",
                                        [QUERY_COMPARE] = "comparison",
                                        [QUERY_MODALITY] = "modality"};

    return names[type];
}

static json_t *part_json(const struct described_part *part)
{
    json_t *words = json_array();

    for (size_t i = 0; i < part->of.count; i++)
        json_array_append_new(words, text_json(part->of.words[i]));
    return json_pack("{s:o, s:o, s:s, s:b, s:o, s:o, s:i, s:o, s:o}", "text", text_json(part->text),
                     "reading", text_json(part->reading), "type", type_name(part->type), "excluded",
                     part->excluded, "stem", text_or_null(part->stem), "words", words, "word_count",
                     (int)part->of.all, "sections",
                     part->counted ? json_integer(part->sections) : json_null(), "expansions",
                     api_expanded_json(&part->expansions));
}

enum err_code explain_query(json_t **json, struct index *index, const struct request *request,
                            struct arena *arena, struct err *err)
{
    struct search_request search;
    struct description description;
    enum err_code code = parameters_query(&search, request, err);

    if (code == ERR_OK)
        code = describe_query(&description, index, search.query, search.literal, search.deadline_ms,
                              arena, err);
    if (code != ERR_OK)
        return code;
    json_t *parts = json_array(), *named = json_array();
    for (size_t i = 0; i < description.part_count; i++)
        json_array_append_new(parts, part_json(&description.parts[i]));
    for (size_t i = 0; i < description.named_count; i++)
        json_array_append_new(named, api_class_json(&description.named[i], search.query, arena));
    *json = json_pack(
        "{s:{s:o, s:o}, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:i, s:i, s:i, s:i}}", "query",
        "text", text_json(search.query), "canonical", text_json(description.canonical),
        "generation", index_generation(index), "reading", text_json(description.reading), "parts",
        parts, "expanded", api_expanded_json(&description.expansions), "suggestion",
        text_or_null(description.suggestion), "notes", api_notes_json(&description.notes), "named",
        named, "limits", "bytes", QUERY_BYTES_MAX, "parts", QUERY_PARTS_MAX, "words",
        QUERY_WORDS_MAX, "distance", QUERY_DISTANCE_MAX);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
