#include "searchd/explain.h"

#include "search/describe.h"
#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

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
        json_array_append_new(words, leaf_text(part->of.words[i]));
    return json_pack("{s:o, s:o, s:s, s:b, s:o, s:o, s:i, s:o, s:o}", "text", leaf_text(part->text),
                     "reading", leaf_text(part->reading), "type", type_name(part->type), "excluded",
                     part->excluded, "stem", leaf_text_or_null(part->stem), "words", words,
                     "word_count", (int)part->of.all, "sections",
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
        "text", leaf_text(search.query), "canonical", leaf_text(description.canonical),
        "generation", index_generation(index), "reading", leaf_text(description.reading), "parts",
        parts, "expanded", api_expanded_json(&description.expansions), "suggestion",
        leaf_text_or_null(description.suggestion), "notes", api_notes_json(&description.notes),
        "named", named, "limits", "bytes", QUERY_BYTES_MAX, "parts", QUERY_PARTS_MAX, "words",
        QUERY_WORDS_MAX, "distance", QUERY_DISTANCE_MAX);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
