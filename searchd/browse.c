#include "searchd/browse.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "search/browse.h"
#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/link.h"
#include "searchd/parameters.h"

enum { PER_PAGE = 100, PER_PAGE_MAX = 1000, PAGE_MAX = 1000000 };

/* What a list takes besides page and per_page. */
enum taken {
    TAKES_LETTER = 1 << 0,
    TAKES_AGENCY = 1 << 1,
    TAKES_SERIES = 1 << 2,
    TAKES_STATE = 1 << 3
};

struct asked {
    uint32_t page, per_page;
    struct browse_choice choice;
    enum browse_state state; /* BROWSE_STATE_COUNT: any */
};

static enum err_code read_choice(bool *read, struct asked *asked, unsigned takes,
                                 const struct request_parameter *parameter, struct err *err)
{
    struct str name = parameter->name, value = parameter->value;

    *read = true;
    if ((takes & TAKES_LETTER) && str_is(name, "letter")) {
        asked->choice.by_letter = value.n > 0;
        if (value.n > 0 && !browse_letter_from_name(&asked->choice.letter, value))
            return err_set(err, ERR_USAGE, "letter takes a to z, 0 (a digit) or other");
    } else if ((takes & TAKES_AGENCY) && str_is(name, "agency")) {
        asked->choice.agency = value;
    } else if ((takes & TAKES_SERIES) && str_is(name, "series")) {
        asked->choice.series = value;
    } else if ((takes & TAKES_STATE) && str_is(name, "state")) {
        if (value.n > 0 && !browse_state_from_name(&asked->state, value))
            return err_set(err, ERR_USAGE, "state takes skipped, duplicate or noted");
    } else {
        *read = false;
    }
    return ERR_OK;
}

static enum err_code read_asked(struct asked *asked, unsigned takes, const struct request *request,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    *asked = (struct asked){.page = 1, .per_page = PER_PAGE, .state = BROWSE_STATE_COUNT};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        bool read = false;
        code = read_choice(&read, asked, takes, parameter, err);
        if (read)
            continue;
        if (str_is(parameter->name, "page"))
            code = parameters_number(&asked->page, parameter, PAGE_MAX, err);
        else if (str_is(parameter->name, "per_page"))
            code = parameters_number(&asked->per_page, parameter, PER_PAGE_MAX, err);
        else
            code = parameters_unknown(
                err, parameter, "there are %s%s%s%spage and per_page",
                takes & TAKES_LETTER ? "letter, " : "", takes & TAKES_AGENCY ? "agency, " : "",
                takes & TAKES_SERIES ? "series, " : "", takes & TAKES_STATE ? "state, " : "");
    }
    asked->choice.first = (asked->page - 1) * asked->per_page;
    asked->choice.most = asked->per_page;
    return code;
}

/* As in a search, what no class has is a mistake rather than a list of nothing. */
static enum err_code check_value(const struct index *index, enum facet facet, struct str value,
                                 struct err *err)
{
    uint32_t number;

    if (value.n == 0 || values_find(&number, index_values(index), facet, value))
        return ERR_OK;
    return err_set(err, ERR_USAGE, "no class has the %s '%.*s'", facet_name(facet),
                   (int)utf8_cut(value, 60), value.p);
}

static enum err_code check_choice(const struct index *index, const struct browse_choice *choice,
                                  struct err *err)
{
    enum err_code code = check_value(index, FACET_AGENCY, choice->agency, err);

    return code == ERR_OK ? check_value(index, FACET_SERIES, choice->series, err) : code;
}

/* Finishes an answer that has all but what every list has. */
static enum err_code finish(json_t **json, json_t *list, struct index *index,
                            const struct asked *asked, uint32_t total, struct err *err)
{
    json_t *head =
        json_pack("{s:s, s:i, s:i, s:i, s:i}", "generation", index_generation(index), "total",
                  (int)total, "page", (int)asked->page, "per_page", (int)asked->per_page, "pages",
                  (int)((total + asked->per_page - 1) / asked->per_page));

    if (list != NULL && head != NULL && json_object_update(head, list) == 0) {
        json_decref(list);
        *json = head;
        return ERR_OK;
    }
    json_decref(list);
    json_decref(head);
    return err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}

static json_t *letters_json(const struct browse_list *list, const char *what)
{
    json_t *letters = json_array();

    for (enum browse_letter l = 0; l < BROWSE_LETTER_COUNT; l++)
        json_array_append_new(letters,
                              json_pack("{s:s, s:s, s:i}", "letter", browse_letter_name(l), "label",
                                        browse_letter_label(l), what, (int)list->letters[l]));
    return letters;
}

static json_t *letter_or_null(const struct browse_choice *choice)
{
    return choice->by_letter ? json_string(browse_letter_name(choice->letter)) : json_null();
}

enum err_code browse_classes_json(json_t **json, struct index *index, const struct request *request,
                                  struct arena *arena, struct err *err)
{
    struct asked asked;
    struct browse_list list;
    json_t *classes;
    enum err_code code =
        read_asked(&asked, TAKES_LETTER | TAKES_AGENCY | TAKES_SERIES, request, err);

    if (code == ERR_OK)
        code = check_choice(index, &asked.choice, err);
    if (code != ERR_OK)
        return code;
    browse_list_classes(&list, index_browse(index), &asked.choice, arena);
    classes = json_array();
    for (uint32_t i = 0; i < list.count; i++) {
        const struct browse_class *class = &list.classes[i];
        json_array_append_new(
            classes,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:s}", "id", leaf_text(class->id), "title",
                      leaf_text(class->title), "code", leaf_text_or_null(class->code), "agency",
                      leaf_text(class->agency), "series", leaf_text_or_null(class->series),
                      "sections", (int)class->sections, "url",
                      api_class_url(class->id, STR(""), API_NO_ORDINAL, arena)));
    }
    json_t *answer =
        json_pack("{s:{s:o, s:o, s:o}, s:o, s:o}", "filters", "letter",
                  letter_or_null(&asked.choice), "agency", leaf_text_or_null(asked.choice.agency),
                  "series", leaf_text_or_null(asked.choice.series), "letters",
                  letters_json(&list, "classes"), "classes", classes);
    return finish(json, answer, index, &asked, list.total, err);
}

/* The classes of a series of an agency. */
static const char *series_url(const struct browse_series *series, struct arena *arena)
{
    struct buf url = {0};

    buf_text(&url, "/browse/classes?series=");
    request_encode(&url, series->series);
    buf_text(&url, "&agency=");
    request_encode(&url, series->agency);
    const char *copy = arena_strndup(arena, url.p, url.n);
    buf_free(&url);
    return copy;
}

enum err_code browse_series_json(json_t **json, struct index *index, const struct request *request,
                                 struct arena *arena, struct err *err)
{
    struct asked asked;
    struct browse_list list;
    enum err_code code = read_asked(&asked, TAKES_LETTER | TAKES_AGENCY, request, err);

    if (code == ERR_OK)
        code = check_choice(index, &asked.choice, err);
    if (code != ERR_OK)
        return code;
    browse_list_series(&list, index_browse(index), &asked.choice, arena);
    json_t *all = json_array();
    for (uint32_t i = 0; i < list.count; i++) {
        const struct browse_series *series = &list.series[i];
        json_array_append_new(
            all,
            json_pack("{s:o, s:o, s:i, s:i, s:s}", "series", leaf_text(series->series), "agency",
                      leaf_text(series->agency), "classes", (int)series->count.classes, "sections",
                      (int)series->count.sections, "url", series_url(series, arena)));
    }
    json_t *answer =
        json_pack("{s:{s:o, s:o}, s:o, s:o}", "filters", "letter", letter_or_null(&asked.choice),
                  "agency", leaf_text_or_null(asked.choice.agency), "letters",
                  letters_json(&list, "series"), "series", all);
    return finish(json, answer, index, &asked, list.total, err);
}

static json_t *source_json(const struct browse_source *listed)
{
    const struct manifest_source *source = listed->source;

    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "source", source->shown, "state",
                     browse_state_name(listed->state), "reason",
                     leaf_text_or_null(str_of(source->reason)), "note",
                     leaf_text_or_null(str_of(source->note)), "agency",
                     leaf_text_or_null(str_of(source->agency)));
}

enum err_code browse_skipped_json(json_t **json, struct index *index, const struct request *request,
                                  struct arena *arena, struct err *err)
{
    struct asked asked;
    struct browse_ledger ledger;
    enum err_code code = read_asked(&asked, TAKES_STATE, request, err);

    if (code != ERR_OK)
        return code;
    browse_list_sources(&ledger, index_manifest(index), asked.state, asked.choice.first,
                        asked.choice.most, arena);
    json_t *states = json_array(), *sources = json_array();
    for (enum browse_state s = 0; s < BROWSE_STATE_COUNT; s++)
        json_array_append_new(states,
                              json_pack("{s:s, s:s, s:i}", "state", browse_state_name(s), "label",
                                        browse_state_label(s), "sources", (int)ledger.states[s]));
    for (uint32_t i = 0; i < ledger.count; i++)
        json_array_append_new(sources, source_json(&ledger.sources[i]));
    json_t *state = asked.state < BROWSE_STATE_COUNT ? json_string(browse_state_name(asked.state))
                                                     : json_null();
    json_t *answer = json_pack("{s:{s:o}, s:o, s:o}", "filters", "state", state, "states", states,
                               "sources", sources);
    return finish(json, answer, index, &asked, ledger.total, err);
}

/* What the index holds. */

struct value {
    struct str value, label;
    struct browse_count count;
};

static int compare_labels(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    return str_compare(x->label, y->label);
}

static int compare_counts(const void *a, const void *b)
{
    const struct value *x = a, *y = b;

    if (x->count.sections != y->count.sections)
        return x->count.sections > y->count.sections ? -1 : 1;
    return compare_labels(a, b);
}

static json_t *values_json(const struct value *values, size_t count, const char *facet,
                           struct arena *arena)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct value *value = &values[i];
        const char *text = arena_strndup(arena, value->value.p, value->value.n);
        json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:i, s:i, s:s}", "value", leaf_text(value->value), "label",
                      leaf_text(value->label), "classes", (int)value->count.classes, "sections",
                      (int)value->count.sections, "url", link_search(facet, text, arena)));
    }
    return list;
}

static json_t *agencies_json(const struct index *index, struct arena *arena)
{
    const struct values *all = index_values(index);
    uint32_t count = all->facets[FACET_AGENCY].count;
    struct value *values = arena_zero(arena, count, sizeof *values);

    for (uint32_t i = 0; i < count; i++) {
        struct str value = all->facets[FACET_AGENCY].values[i];
        values[i] = (struct value){value, facet_value_label(FACET_AGENCY, value),
                                   browse_agency(index_browse(index), i)};
    }
    if (count > 1)
        qsort(values, count, sizeof *values, compare_labels);
    return values_json(values, count, facet_name(FACET_AGENCY), arena);
}

static json_t *kinds_json(const struct index *index, struct arena *arena)
{
    struct value values[KIND_COUNT];
    size_t count = 0;

    for (enum spec_kind k = 0; k < KIND_COUNT; k++) {
        struct browse_count counted = browse_kind(index_browse(index), k);
        if (counted.sections > 0)
            values[count++] = (struct value){str_of(kind_name(k)), str_of(kind_label(k)), counted};
    }
    qsort(values, count, sizeof *values, compare_counts);
    return values_json(values, count, facet_name(FACET_SECTION), arena);
}

enum err_code browse_index_json(json_t **json, struct index *index, const struct request *request,
                                struct arena *arena, struct err *err)
{
    const struct manifest *manifest = index_manifest(index);
    const struct browse *browse = index_browse(index);
    struct browse_ledger ledger;
    struct browse_list list;

    if (request->parameter_count > 0)
        return err_set(err, ERR_USAGE, "there are no parameters");
    browse_list_classes(&list, browse, &(struct browse_choice){0}, arena);
    browse_list_sources(&ledger, manifest, BROWSE_STATE_COUNT, 0, 0, arena);
    json_t *sources = json_pack("{s:i}", "indexed", (int)ledger.indexed);
    for (enum browse_state s = 0; s < BROWSE_STATE_COUNT; s++)
        json_object_set_new(sources, browse_state_name(s), json_integer(ledger.states[s]));
    *json = json_pack("{s:s, s:s, s:i, s:i, s:i, s:i, s:o, s:o, s:o, s:o}", "generation",
                      index_generation(index), "built_at", manifest->built_at, "specifications",
                      (int)ledger.indexed, "classes", (int)browse_class_count(browse), "sections",
                      (int)index_section_count(index), "series", (int)browse_series_count(browse),
                      "agencies", agencies_json(index, arena), "kinds", kinds_json(index, arena),
                      "letters", letters_json(&list, "classes"), "sources", sources);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
