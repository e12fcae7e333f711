#include "searchd/view_notes.h"

#include "searchd/link.h"

static json_t *offer_view(const json_t *query, const struct request *request, struct arena *arena)
{
    struct str text = {json_string_value(query), json_string_length(query)};

    if (!json_is_string(query))
        return json_null();
    return json_pack("{s:s, s:s}", "text", text.p, "url", link_change(request, "q", text, arena));
}

void view_notes(json_t *view, const json_t *query, const struct request *request,
                struct arena *arena)
{
    json_t *notes = json_array(), *note;
    size_t i;

    json_array_foreach(json_object_get(query, "notes"), i, note)
    {
        json_array_append_new(
            notes, json_pack("{s:O, s:o}", "note", json_object_get(note, "text"), "offer",
                             offer_view(json_object_get(note, "query"), request, arena)));
    }
    json_object_set_new(view, "notes", notes);
}
