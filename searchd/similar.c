#include "searchd/similar.h"

#include <stdlib.h>
#include <string.h>

#include "searchd/api.h"
#include "searchd/parameters.h"

static const struct str ending = {"/similar", 8}, sections = {"/sections/", 10};

/* Takes an ending off. */
static bool take_end(struct str *s, struct str end)
{
    if (s->n < end.n || memcmp(s->p + s->n - end.n, end.p, end.n) != 0)
        return false;
    s->n -= end.n;
    return true;
}

bool similar_is_asked(struct str path)
{
    return take_end(&path, ending) && memchr(path.p, '/', path.n) != NULL;
}

/* Takes "/sections/12" off, if it is there. */
static bool take_section(struct str *path, uint32_t *ordinal)
{
    enum { DIGITS_MAX = 9 };
    size_t digits = 0;

    while (digits < path->n && digits < DIGITS_MAX &&
           memchr("0123456789", path->p[path->n - 1 - digits], 10) != NULL)
        digits++;
    struct str rest = {path->p, path->n - digits};
    if (digits == 0 || !take_end(&rest, sections))
        return false;
    *ordinal = (uint32_t)strtoul(path->p + path->n - digits, NULL, 10);
    *path = rest;
    return true;
}

static json_t *terms_json(const struct similar_term *terms, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:o, s:f}", "word",
                                              json_stringn(terms[i].word.p, terms[i].word.n),
                                              "share", terms[i].share));
    return list;
}

static json_t *section_json(const struct record_section *section, bool of_section,
                            struct arena *arena)
{
    return of_section ? api_section_json(section, STR(""), arena) : json_null();
}

enum err_code api_similar(json_t **json, struct index *index, const struct request *request,
                          struct str path, struct arena *arena, struct err *err)
{
    struct similar_request wanted = {.id = path};
    struct similar similar;

    take_end(&wanted.id, ending);
    wanted.of_section = take_section(&wanted.id, &wanted.ordinal);
    enum err_code code = parameters_similar(&wanted, request, arena, err);
    if (code == ERR_OK)
        code = similar_find(&similar, index, &wanted, arena, err);
    if (code != ERR_OK)
        return code;
    json_t *hits = json_array();
    for (size_t i = 0; i < similar.hit_count; i++) {
        const struct similar_hit *hit = &similar.hits[i];
        json_array_append_new(
            hits, json_pack("{s:o, s:o, s:f, s:o}", "class",
                            api_class_json(&hit->section, STR(""), arena), "section",
                            section_json(&hit->section, wanted.of_section, arena), "score",
                            hit->score, "terms", terms_json(hit->terms, hit->term_count)));
    }
    *json = json_pack("{s:s, s:o, s:o, s:o, s:o}", "generation", index_generation(index), "class",
                      api_class_json(&similar.subject, STR(""), arena), "section",
                      section_json(&similar.subject, wanted.of_section, arena), "terms",
                      terms_json(similar.terms, similar.term_count), "hits", hits);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
