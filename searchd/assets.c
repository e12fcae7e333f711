#include "searchd/assets.h"

#include "base/embed.h"

EMBED(home_template, "searchd/templates/home.mustache");
EMBED(search_template, "searchd/templates/search.mustache");
EMBED(class_template, "searchd/templates/class.mustache");
EMBED(compare_template, "searchd/templates/compare.mustache");
EMBED(browse_template, "searchd/templates/browse.mustache");
EMBED(list_template, "searchd/templates/list.mustache");
EMBED(help_template, "searchd/templates/help.mustache");
EMBED(error_template, "searchd/templates/error.mustache");
EMBED(head_partial, "searchd/templates/head.mustache");
EMBED(bar_partial, "searchd/templates/bar.mustache");
EMBED(form_partial, "searchd/templates/form.mustache");
EMBED(foot_partial, "searchd/templates/foot.mustache");
EMBED(facets_partial, "searchd/templates/facets.mustache");
EMBED(site_partial, "searchd/templates/site.mustache");
EMBED(tips_partial, "searchd/templates/tips.mustache");
EMBED(style_css, "searchd/static/style.css");
EMBED(suggest_js, "searchd/static/suggest.js");
EMBED(icon_svg, "searchd/static/icon.svg");

const char *asset_template(enum asset_template name)
{
    static const char *const templates[] = {
        [TEMPLATE_HOME] = home_template_data,     [TEMPLATE_SEARCH] = search_template_data,
        [TEMPLATE_CLASS] = class_template_data,   [TEMPLATE_COMPARE] = compare_template_data,
        [TEMPLATE_BROWSE] = browse_template_data, [TEMPLATE_LIST] = list_template_data,
        [TEMPLATE_HELP] = help_template_data,     [TEMPLATE_ERROR] = error_template_data};
    return templates[name];
}

const struct template_partial *asset_partials(size_t *count)
{
    static const struct template_partial partials[] = {
        {"head", head_partial_data},          {"bar", bar_partial_data},
        {"form", form_partial_data},          {"foot", foot_partial_data},
        {"facet_lists", facets_partial_data}, {"tips", tips_partial_data},
        {"site", site_partial_data}};
    *count = sizeof partials / sizeof partials[0];
    return partials;
}

bool asset_file(struct asset_file *file, struct str path)
{
    if (str_eq(path, STR("/static/style.css")))
        *file = (struct asset_file){"text/css; charset=utf-8", {style_css_data, style_css_size()}};
    else if (str_eq(path, STR("/static/icon.svg")))
        *file = (struct asset_file){"image/svg+xml", {icon_svg_data, icon_svg_size()}};
    else if (str_eq(path, STR("/static/suggest.js")))
        *file = (struct asset_file){"text/javascript; charset=utf-8",
                                    {suggest_js_data, suggest_js_size()}};
    else
        return false;
    return true;
}
