#include "searchd/parameters.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/utf8.h"

/* How long one search may take before it is given up. */
static uint64_t time_ms = PARAMETERS_TIME_MS;

/* Bytes of a name or a value that an error message quotes. */
enum { QUOTED_NAME_MAX = 60, QUOTED_MAX = 40 };

static int quoted(struct str text)
{
    return (int)utf8_cut(text, QUOTED_MAX);
}

enum err_code parameters_number(uint32_t *number, const struct request_parameter *parameter,
                                uint32_t most, struct err *err)
{
    const char *text = parameter->value.p;
    unsigned long value = parameter->value.n > 0 && parameter->value.n < 10 &&
                                  strspn(text, "0123456789") >= parameter->value.n
                              ? strtoul(text, NULL, 10)
                              : 0;

    if (value < 1 || value > most)
        return err_set(err, ERR_USAGE, "%.*s takes a whole number from 1 to %u, not '%.*s'",
                       (int)parameter->name.n, parameter->name.p, most, quoted(parameter->value),
                       text);
    *number = (uint32_t)value;
    return ERR_OK;
}

enum err_code parameters_refuse(struct err *err, const struct request_parameter *parameter,
                                const char *takes)
{
    return err_set(err, ERR_USAGE, "%.*s takes %s, not '%.*s'", (int)parameter->name.n,
                   parameter->name.p, takes, quoted(parameter->value), parameter->value.p);
}

enum err_code parameters_switch(bool *is_off, const struct request_parameter *parameter,
                                struct err *err)
{
    *is_off = str_is(parameter->value, "0");
    if (*is_off || str_is(parameter->value, "1"))
        return ERR_OK;
    return parameters_refuse(err, parameter, "0 or 1");
}

enum err_code parameters_choose(size_t *choice, const struct request_parameter *parameter,
                                const char *const *names, size_t count, struct err *err)
{
    struct buf list = {0};

    for (*choice = 0; *choice < count; (*choice)++)
        if (str_is(parameter->value, names[*choice]))
            return ERR_OK;
    buf_choices(&list, names, count);
    parameters_refuse(err, parameter, list.p);
    buf_free(&list);
    return ERR_USAGE;
}

enum err_code parameters_unknown(struct err *err, const struct request_parameter *parameter,
                                 const char *format, ...)
{
    char known[sizeof err->text];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(known, sizeof known, format, arguments);
    va_end(arguments);
    return err_set(err, ERR_USAGE, "unknown parameter '%.*s'; %s",
                   (int)utf8_cut(parameter->name, QUOTED_NAME_MAX), parameter->name.p, known);
}

enum err_code parameters_on(bool *is_on, const struct request_parameter *parameter, struct err *err)
{
    bool is_off = true;
    enum err_code code = parameters_switch(&is_off, parameter, err);

    *is_on = !is_off;
    return code;
}

static enum err_code parse_group(bool *classes, const struct request_parameter *parameter,
                                 struct err *err)
{
    static const char *const names[] = {"section", "class"};
    size_t choice;
    enum err_code code =
        parameters_choose(&choice, parameter, names, sizeof names / sizeof names[0], err);

    *classes = choice == 1;
    return code;
}

static enum err_code parse_format(enum parameters_format *format,
                                  const struct request_parameter *parameter, struct err *err)
{
    static const char *const names[] = {
        [PARAMETERS_NDJSON] = "ndjson", [PARAMETERS_CSV] = "csv", [PARAMETERS_XLSX] = "xlsx"};
    size_t choice;
    enum err_code code =
        parameters_choose(&choice, parameter, names, sizeof names / sizeof names[0], err);

    *format = (enum parameters_format)choice;
    return code;
}

static void add_filter(struct tally_filters *filters, enum facet facet, struct str value,
                       struct arena *arena)
{
    if (filters->values[facet] == NULL)
        filters->values[facet] =
            arena_zero(arena, REQUEST_PARAMETERS_MAX, sizeof *filters->values[facet]);
    filters->values[facet][filters->counts[facet]++] = value;
}

bool parameters_filter(struct tally_filters *filters, const struct request_parameter *parameter,
                       struct arena *arena)
{
    enum facet facet;

    if (!facet_from_name(&facet, parameter->name))
        return false;
    add_filter(filters, facet, parameter->value, arena);
    return true;
}

/* What is read, and by which parameters only one kind of request has. */
struct reading {
    struct search_request *search;
    enum parameters_format *format; /* NULL: pages rather than everything */
    struct arena *arena;
    struct err *err;
};

static enum err_code unknown_parameter(const struct reading *reading,
                                       const struct request_parameter *parameter)
{
    const char *facets = "";

    for (enum facet f = 0; f < FACET_COUNT; f++)
        facets = arena_printf(reading->arena, "%s%s, ", facets, facet_name(f));
    return parameters_unknown(reading->err, parameter,
                              "there are q, %ssort, group, relax, expand%s", facets,
                              reading->format != NULL ? " and format" : ", page and per_page");
}

static enum err_code read_parameter(const struct reading *reading,
                                    const struct request_parameter *parameter)
{
    enum { PAGE_MAX = 1000000 };
    struct search_request *search = reading->search;
    struct str name = parameter->name, value = parameter->value;
    bool pages = reading->format == NULL;

    if (str_is(name, "q"))
        search->query = value;
    else if (pages && str_is(name, "page"))
        return parameters_number(&search->page, parameter, PAGE_MAX, reading->err);
    else if (pages && str_is(name, "per_page"))
        return parameters_number(&search->per_page, parameter, SEARCH_PER_PAGE_MAX, reading->err);
    else if (!pages && str_is(name, "format"))
        return parse_format(reading->format, parameter, reading->err);
    else if (str_is(name, "sort"))
        return order_from_name(&search->order, value)
                   ? ERR_OK
                   : parameters_refuse(reading->err, parameter, ORDER_NAMES);
    else if (str_is(name, "group"))
        return parse_group(&search->classes, parameter, reading->err);
    else if (str_is(name, "relax"))
        return parameters_switch(&search->strict, parameter, reading->err);
    else if (str_is(name, "expand"))
        return parameters_switch(&search->literal, parameter, reading->err);
    else if (!parameters_filter(&search->filters, parameter, reading->arena))
        return unknown_parameter(reading, parameter);
    return ERR_OK;
}

static uint64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void parameters_set_time(uint32_t ms)
{
    time_ms = ms;
}

uint64_t parameters_deadline(void)
{
    return clock_ms() + time_ms;
}

static enum err_code read_all(const struct reading *reading, const struct request *request)
{
    enum err_code code = ERR_OK;

    *reading->search = (struct search_request){.query = {"", 0},
                                               .page = 1,
                                               .per_page = SEARCH_PER_PAGE,
                                               .deadline_ms = parameters_deadline()};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_parameter(reading, &request->parameters[i]);
    return code;
}

enum err_code parameters_search(struct search_request *search, const struct request *request,
                                struct arena *arena, struct err *err)
{
    return read_all(&(struct reading){.search = search, .arena = arena, .err = err}, request);
}

enum err_code parameters_export(struct search_request *search, enum parameters_format *format,
                                const struct request *request, struct arena *arena, struct err *err)
{
    *format = PARAMETERS_NDJSON;
    return read_all(
        &(struct reading){.search = search, .format = format, .arena = arena, .err = err}, request);
}

enum err_code parameters_query(struct search_request *search, const struct request *request,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    *search = (struct search_request){.query = {"", 0}, .deadline_ms = parameters_deadline()};
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        if (str_is(parameter->name, "q"))
            search->query = parameter->value;
        else if (str_is(parameter->name, "expand"))
            code = parameters_switch(&search->literal, parameter, err);
        else
            code = parameters_unknown(err, parameter, "there are q and expand");
    }
    return code;
}

static enum err_code read_similar(struct similar_request *similar,
                                  const struct request_parameter *parameter, struct arena *arena,
                                  struct err *err)
{
    struct str name = parameter->name;
    bool is_off;

    if (str_is(name, "limit"))
        return parameters_number(&similar->limit, parameter, SIMILAR_LIMIT_MAX, err);
    if (str_is(name, "other_agencies")) {
        enum err_code code = parameters_switch(&is_off, parameter, err);
        similar->other_agencies = !is_off;
        return code;
    }
    if (str_is(name, "agency"))
        add_filter(&similar->filters, FACET_AGENCY, parameter->value, arena);
    else if (similar->of_section && str_is(name, "section"))
        add_filter(&similar->filters, FACET_SECTION, parameter->value, arena);
    else
        return parameters_unknown(err, parameter, "there are agency, other_agencies%s and limit",
                                  similar->of_section ? ", section" : "");
    return ERR_OK;
}

enum err_code parameters_similar(struct similar_request *similar, const struct request *request,
                                 struct arena *arena, struct err *err)
{
    enum err_code code = ERR_OK;

    similar->limit = SIMILAR_LIMIT;
    similar->deadline_ms = parameters_deadline();
    for (size_t i = 0; code == ERR_OK && i < request->parameter_count; i++)
        code = read_similar(similar, &request->parameters[i], arena, err);
    return code;
}
