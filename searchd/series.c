#include "searchd/series.h"

#include "search/ladder.h"
#include "searchd/api.h"
#include "searchd/leaf.h"

static json_t *sentence_json(const struct ladder *ladder, const struct ladder_class *class,
                             const struct ladder_sentence *sentence, struct arena *arena)
{
    json_t *names = json_array();

    for (size_t i = 0; i < ladder->count; i++)
        if (sentence->names[i])
            json_array_append_new(names, leaf_text(ladder->classes[i].class.id));
    return json_pack("{s:o, s:i, s:o, s:s, s:o}", "sentence", leaf_text(sentence->text), "ordinal",
                     (int)sentence->ordinal, "line",
                     sentence->line > 0 ? json_integer(sentence->line) : json_null(), "url",
                     api_class_url(class->class.id, STR(""), (int)sentence->ordinal, arena),
                     "names", names);
}

static json_t *class_json(const struct ladder *ladder, const struct ladder_class *class,
                          struct arena *arena)
{
    const struct record_class *record = &class->class;
    json_t *distinguished = json_array();

    for (size_t i = 0; i < class->sentence_count; i++)
        json_array_append_new(distinguished,
                              sentence_json(ladder, class, &class->sentences[i], arena));
    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:b, s:o}", "id", leaf_text(record->id), "title",
                     leaf_text(record->title), "code",
                     leaf_text_or_null(record->fields[FIELD_CLASS_CODE].value), "grade",
                     leaf_text_or_null(record->fields[FIELD_PAY_GRADE].value), "url",
                     api_class_url(record->id, STR(""), API_NO_ORDINAL, arena), "current",
                     class->current, "distinguished", distinguished);
}

enum err_code series_json(json_t **json, struct index *index, const struct record_class *class,
                          struct arena *arena, struct err *err)
{
    struct ladder ladder;
    enum err_code code = ladder_find(&ladder, index, class, arena, err);

    if (code != ERR_OK)
        return code;
    if (ladder.count < 2) {
        *json = json_null();
        return ERR_OK;
    }
    json_t *classes = json_array();
    for (size_t i = 0; i < ladder.count; i++)
        json_array_append_new(classes, class_json(&ladder, &ladder.classes[i], arena));
    *json = json_pack("{s:o, s:b, s:i, s:o}", "name", leaf_text(ladder.name), "stated",
                      ladder.stated, "left_out", (int)ladder.left_out, "classes", classes);
    return ERR_OK;
}
