#include "searchd/link.h"

#include "search/facet.h"

struct link {
    struct buf url;
    struct arena *arena;
};

static struct link link_begin_at(struct str path, struct arena *arena)
{
    struct link link = {.arena = arena};
    buf_str(&link.url, path);
    return link;
}

static void link_add(struct link *link, struct str name, struct str value)
{
    buf_char(&link->url, memchr(link->url.p, '?', link->url.n) != NULL ? '&' : '?');
    request_encode(&link->url, name);
    buf_char(&link->url, '=');
    request_encode(&link->url, value);
}

static const char *link_end(struct link *link)
{
    const char *url = arena_strndup(link->arena, link->url.p, link->url.n);
    buf_free(&link->url);
    return url;
}

const char *link_search(const char *name, const char *value, struct arena *arena)
{
    struct link link = link_begin_at(STR("/search"), arena);

    link_add(&link, str_of(name), str_of(value));
    return link_end(&link);
}

const char *link_path(const char *path, struct arena *arena)
{
    struct link link = {.arena = arena};

    request_encode(&link.url, str_of(path));
    return link_end(&link);
}

const char *link_page(const struct request *request, json_int_t page, struct arena *arena)
{
    struct link link = link_begin_at(request->path, arena);

    for (size_t i = 0; i < request->parameter_count; i++)
        if (!str_eq(request->parameters[i].name, STR("page")))
            link_add(&link, request->parameters[i].name, request->parameters[i].value);
    if (page > 1)
        link_add(&link, STR("page"), str_of(arena_printf(arena, "%lld", (long long)page)));
    return link_end(&link);
}

/* Is a parameter the filter for a value of a facet? A value is found in any case of its letters,
 * but exactly that one first (values.h), of which the facet may have both. */
static bool is_filter(const struct request_parameter *parameter, const char *facet,
                      const char *value, bool exactly)
{
    return str_is(parameter->name, facet) &&
           (exactly ? str_is(parameter->value, value)
                    : str_eq_nocase(parameter->value, str_of(value)));
}

const char *link_toggle(const struct request *request, const char *facet, const char *value,
                        bool selected, struct arena *arena)
{
    struct link link = link_begin_at(request->path, arena);
    bool exactly = false;

    for (size_t i = 0; i < request->parameter_count; i++)
        exactly = exactly || is_filter(&request->parameters[i], facet, value, true);
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        if (!(selected && is_filter(p, facet, value, exactly)) && !str_eq(p->name, STR("page")))
            link_add(&link, p->name, p->value);
    }
    if (!selected)
        link_add(&link, str_of(facet), str_of(value));
    return link_end(&link);
}

const char *link_bare(const struct request *request, struct arena *arena)
{
    struct link link = link_begin_at(request->path, arena);

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        enum facet facet;
        if (!facet_from_name(&facet, p->name) && !str_is(p->name, "page"))
            link_add(&link, p->name, p->value);
    }
    return link_end(&link);
}

const char *link_change(const struct request *request, const char *name, struct str value,
                        struct arena *arena)
{
    struct link link = link_begin_at(request->path, arena);

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        if (!str_is(p->name, name) && !str_is(p->name, "page"))
            link_add(&link, p->name, p->value);
    }
    if (value.n > 0)
        link_add(&link, str_of(name), value);
    return link_end(&link);
}

const char *link_answer(const char *path, const struct request *request, const char *group,
                        const char *format, struct arena *arena)
{
    struct link link = link_begin_at(str_of(path), arena);
    bool whole = format != NULL;

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        bool of_page = str_is(p->name, "page") || str_is(p->name, "per_page");
        if (!str_is(p->name, "group") && !(whole && of_page))
            link_add(&link, p->name, p->value);
    }
    if (group != NULL)
        link_add(&link, STR("group"), str_of(group));
    if (whole)
        link_add(&link, STR("format"), str_of(format));
    return link_end(&link);
}

const char *link_question(const char *path, const struct request *request, struct arena *arena)
{
    struct link link = link_begin_at(str_of(path), arena);
    enum facet facet;

    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *p = &request->parameters[i];
        if (str_is(p->name, "q") || facet_from_name(&facet, p->name))
            link_add(&link, p->name, p->value);
    }
    return link_end(&link);
}
