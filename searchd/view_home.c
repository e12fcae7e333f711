#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_facets.h"
#include "searchd/view_text.h"

json_t *view_home(const json_t *answer, const struct manifest *manifest, struct arena *arena)
{
    static const char *const examples[] = {"CJIS clearance", "\"matrix manages\"",
                                           "licensure:\"driver license\"", "title:manager budget"};
    const json_t *total = json_object_get(answer, "total");
    static const struct request request = {.path = {"/search", 7}};
    json_t *chips = json_array(), *list = json_array();

    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        json_array_append_new(list, json_pack("{s:s, s:s}", "text", examples[i], "url",
                                              link_search("q", examples[i], arena)));
    }
    json_t *view = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:[]}", "title", "Search", "q", "", "classes",
        view_count(view_number(total, "classes"), "class", "classes", arena), "sections",
        view_count(view_number(total, "sections"), "section", "sections", arena), "examples", list,
        "facets", view_facets(chips, json_object_get(answer, "facets"), &request, arena), "kept");
    json_object_set_new(view, "built_at", json_string(manifest->built_at));
    json_object_set_new(view, "built", json_string(view_time(manifest->built_at, arena)));
    json_decref(chips);
    return view;
}
