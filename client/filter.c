#include "client/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "client/fetch.h"
#include "client/wrap.h"

const struct filter filters[FILTER_COUNT] = {
    {"section", 's', "KIND", "only sections of this kind: licensure, duties, ..."},
    {"education", 0, "LEVEL", "only classes that ask for it: high_school, bachelor, ..."},
    {"experience", 0, "YEARS", "only classes that ask for it: 1_to_2, 8_or_more, ..."},
    {"modality", 0, "HOW", "only sections with such a requirement: preferred, ..."},
    [FILTER_AGENCY] = {"agency", 'a', "NAME", "only classes of this agency"},
    {"flsa", 0, "VALUE", "only classes with this FLSA status"},
    {"grade", 0, "VALUE", "only classes with this pay grade"},
    {"series", 0, "NAME", "only classes of this series"},
    {"revised", 0, "YEAR", "only classes last revised in this year"},
};

enum err_code filter_add_parameter(struct buf *target, const char *name, struct str value,
                                   struct err *err)
{
    if (!utf8_valid(value))
        return err_set(err, ERR_USAGE, "%s is not valid UTF-8; check the terminal's encoding",
                       strcmp(name, "q") == 0 ? "the query" : name);
    buf_printf(target, "%s=", name);
    fetch_encode(target, value, false);
    buf_char(target, '&');
    return ERR_OK;
}

void filter_add_options(struct option_def defs[FILTER_COUNT],
                        struct option_list values[FILTER_COUNT])
{
    for (size_t f = 0; f < FILTER_COUNT; f++)
        defs[f] = (struct option_def){filters[f].name, filters[f].letter,   OPTION_LIST,
                                      &values[f],      filters[f].argument, filters[f].help};
}

enum err_code filter_add_parameters(struct buf *target,
                                    const struct option_list values[FILTER_COUNT], struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t f = 0; f < FILTER_COUNT; f++)
        for (size_t i = 0; code == ERR_OK && i < values[f].count; i++)
            code = filter_add_parameter(target, filters[f].name, str_of(values[f].items[i]), err);
    return code;
}

void filter_print(struct output *out, const json_t *narrowed, size_t indent)
{
    struct buf line = {0};

    for (size_t f = 0; f < FILTER_COUNT; f++) {
        const json_t *values = json_object_get(narrowed, filters[f].name);
        for (size_t i = 0; i < json_array_size(values); i++) {
            const char *value = json_string_value(json_array_get(values, i));
            if (i == 0)
                buf_printf(&line, "%s%s ", line.n == 0 ? "Only: " : "; ", filters[f].name);
            buf_printf(&line, "%s%s", i > 0 ? " or " : "", value != NULL ? value : "");
        }
    }
    if (line.n > 0) {
        const struct wrap_text text = {.text = buf_view(&line)};
        output_set_style(out, OUTPUT_FAINT);
        wrap_paragraph(out, &text, indent);
        output_set_style(out, OUTPUT_PLAIN);
    }
    buf_free(&line);
}

void filter_free(struct option_list values[FILTER_COUNT])
{
    for (size_t f = 0; f < FILTER_COUNT; f++)
        free(values[f].items);
}
