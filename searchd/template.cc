#include "searchd/template.h"

#include <exception>
#include <kainjow/mustache.hpp>
#include <string>

using kainjow::mustache::data;
using kainjow::mustache::mustache;

namespace
{

std::string string_of(const json_t *value)
{
    return std::string(json_string_value(value), json_string_length(value));
}

/* Our own values are a few levels deep: the recursion is bounded by the pages, not by input.
 *
 * Values are moved into place. The library's set() and push_back() copy them with all below, at
 * each level anew, which took longer than the search; of its list it gives out no other reference.
 */
data to_data(const json_t *value)
{
    const char *key;
    json_t *item;
    size_t i;

    switch (json_typeof(value)) {
    case JSON_OBJECT: {
        data object(data::type::object);
        json_object_foreach(const_cast<json_t *>(value), key, item) object[key] = to_data(item);
        return object;
    }
    case JSON_ARRAY: {
        data list(data::type::list);
        auto &items = const_cast<kainjow::mustache::list &>(list.list_value());
        items.reserve(json_array_size(value));
        json_array_foreach(value, i, item) items.push_back(to_data(item));
        return list;
    }
    case JSON_STRING:
        return data(string_of(value));
    case JSON_INTEGER:
        return data(std::to_string(json_integer_value(value)));
    case JSON_REAL:
        return data(std::to_string(json_real_value(value)));
    case JSON_TRUE:
        return data(true);
    case JSON_FALSE:
    case JSON_NULL:
        break;
    }
    return data(false);
}

} // namespace

err_code template_render(buf *out, const char *text, const template_partial *partials,
                         size_t partial_count, const json_t *value, err *error)
{
    try {
        mustache page(text);
        if (!page.is_valid())
            return err_set(error, ERR_INTERNAL, "template: %s", page.error_message().c_str());
        data root = to_data(value);
        for (size_t i = 0; i < partial_count; i++) {
            std::string partial = partials[i].text;
            root.set(partials[i].name,
                     data(kainjow::mustache::partial([partial] { return partial; })));
        }
        std::string rendered = page.render(root);
        buf_add(out, rendered.data(), rendered.size());
        return ERR_OK;
    } catch (const std::exception &e) {
        return err_set(error, ERR_INTERNAL, "template: %s", e.what());
    } catch (...) {
        return err_set(error, ERR_INTERNAL, "template: an unknown exception");
    }
}

err_code template_check(str text, err *error)
{
    try {
        mustache page(std::string(text.p, text.n));
        return page.is_valid() ? ERR_OK
                               : err_set(error, ERR_FORMAT, "%s", page.error_message().c_str());
    } catch (const std::exception &e) {
        return err_set(error, ERR_INTERNAL, "template: %s", e.what());
    } catch (...) {
        return err_set(error, ERR_INTERNAL, "template: an unknown exception");
    }
}
