#include "searchd/assets.h"

#include <stdio.h>
#include <string.h>

#include "base/embed.h"
#include "base/utf8.h"
#include "search/sha256.h"
#include "searchd/theme.h"

EMBED(home_template, "searchd/templates/home.mustache");
EMBED(search_template, "searchd/templates/search.mustache");
EMBED(class_template, "searchd/templates/class.mustache");
EMBED(compare_template, "searchd/templates/compare.mustache");
EMBED(browse_template, "searchd/templates/browse.mustache");
EMBED(list_template, "searchd/templates/list.mustache");
EMBED(occurrences_template, "searchd/templates/occurrences.mustache");
EMBED(absence_template, "searchd/templates/absence.mustache");
EMBED(matrix_template, "searchd/templates/matrix.mustache");
EMBED(variants_template, "searchd/templates/variants.mustache");
EMBED(help_template, "searchd/templates/help.mustache");
EMBED(error_template, "searchd/templates/error.mustache");
EMBED(head_partial, "searchd/templates/head.mustache");
EMBED(bar_partial, "searchd/templates/bar.mustache");
EMBED(form_partial, "searchd/templates/form.mustache");
EMBED(foot_partial, "searchd/templates/foot.mustache");
EMBED(facet_lists_partial, "searchd/templates/facet_lists.mustache");
EMBED(site_partial, "searchd/templates/site.mustache");
EMBED(tips_partial, "searchd/templates/tips.mustache");
EMBED(way_links_partial, "searchd/templates/way_links.mustache");
EMBED(top_partial, "searchd/templates/top.mustache");
EMBED(filter_form_partial, "searchd/templates/filter_form.mustache");
EMBED(picker_partial, "searchd/templates/picker.mustache");
EMBED(filter_chips_partial, "searchd/templates/filter_chips.mustache");
EMBED(refusal_partial, "searchd/templates/refusal.mustache");
EMBED(chart_tables_partial, "searchd/templates/chart_tables.mustache");
EMBED(page_links_partial, "searchd/templates/page_links.mustache");
EMBED(expansion_partial, "searchd/templates/expansion.mustache");
EMBED(style_css, "searchd/static/style.css");
EMBED(suggest_js, "searchd/static/suggest.js");
EMBED(icon_svg, "searchd/static/icon.svg");

static const char type_css[] = "text/css; charset=utf-8";

/* By the names of their files, which a theme's templates have, too. */
static struct template_partial pages[] = {
    [TEMPLATE_HOME] = {"home", home_template_data},
    [TEMPLATE_SEARCH] = {"search", search_template_data},
    [TEMPLATE_CLASS] = {"class", class_template_data},
    [TEMPLATE_COMPARE] = {"compare", compare_template_data},
    [TEMPLATE_BROWSE] = {"browse", browse_template_data},
    [TEMPLATE_LIST] = {"list", list_template_data},
    [TEMPLATE_OCCURRENCES] = {"occurrences", occurrences_template_data},
    [TEMPLATE_ABSENCE] = {"absence", absence_template_data},
    [TEMPLATE_MATRIX] = {"matrix", matrix_template_data},
    [TEMPLATE_VARIANTS] = {"variants", variants_template_data},
    [TEMPLATE_HELP] = {"help", help_template_data},
    [TEMPLATE_ERROR] = {"error", error_template_data}};
static struct template_partial partials[] = {{"head", head_partial_data},
                                             {"bar", bar_partial_data},
                                             {"form", form_partial_data},
                                             {"foot", foot_partial_data},
                                             {"facet_lists", facet_lists_partial_data},
                                             {"tips", tips_partial_data},
                                             {"way_links", way_links_partial_data},
                                             {"top", top_partial_data},
                                             {"filter_form", filter_form_partial_data},
                                             {"picker", picker_partial_data},
                                             {"filter_chips", filter_chips_partial_data},
                                             {"refusal", refusal_partial_data},
                                             {"chart_tables", chart_tables_partial_data},
                                             {"page_links", page_links_partial_data},
                                             {"expansion", expansion_partial_data},
                                             {"site", site_partial_data}};

enum { PAGES = sizeof pages / sizeof pages[0], PARTIALS = sizeof partials / sizeof partials[0] };

/* What the theme says, set once before anything is served. */
static struct {
    struct theme theme;
    struct buf css;
    char version[SHA256_HEX];
    char folder[32], logo[2 * THEME_NAME_MAX];
} site = {.version = "", .folder = "/static", .logo = "/static/icon.svg"};

/* Ours, by name; false if there is none. */
static bool own_file(struct asset_file *file, struct str name)
{
    if (str_eq(name, STR("style.css")))
        *file = (struct asset_file){type_css, {style_css_data, style_css_size()}, false};
    else if (str_eq(name, STR("icon.svg")))
        *file = (struct asset_file){"image/svg+xml", {icon_svg_data, icon_svg_size()}, false};
    else if (str_eq(name, STR("suggest.js")))
        *file = (struct asset_file){
            "text/javascript; charset=utf-8", {suggest_js_data, suggest_js_size()}, false};
    else
        return false;
    return true;
}

/* Puts a theme's template in the place of ours. */
static enum err_code override(const struct theme_file *file, const char *dir, struct err *err)
{
    struct str name = str_of(file->name), suffix = STR(".mustache");

    if (name.n > suffix.n && str_ends_nocase(name, suffix)) {
        name.n -= suffix.n;
        for (size_t i = 0; i < PAGES; i++)
            if (str_is(name, pages[i].name)) {
                pages[i].text = file->content.p != NULL ? file->content.p : "";
                return ERR_OK;
            }
        for (size_t i = 0; i < PARTIALS; i++)
            if (str_is(name, partials[i].name)) {
                partials[i].text = file->content.p != NULL ? file->content.p : "";
                return ERR_OK;
            }
    }
    return err_set(err, ERR_USAGE, "%s/templates/%s: there is no such template", dir, file->name);
}

/* Takes the name of the next partial that a template includes; false if there is none. (What stands
 * behind a change of the delimiters is not seen.) */
static bool take_included(struct str *name, struct str *rest)
{
    const char *at;

    while (rest->n > 0 && (at = memmem(rest->p, rest->n, "{{", 2)) != NULL) {
        *rest = str_from(*rest, (size_t)(at - rest->p) + 2);
        struct str tag = str_trim(str_cut(rest, '}'));
        if (str_starts(tag, STR(">"))) {
            *name = str_trim(str_from(tag, 1));
            return true;
        }
    }
    return false;
}

/* Sets includes[i] for the partials that a template includes. */
static enum err_code find_included(bool includes[PARTIALS], const struct template_partial *template,
                                   const char *dir, struct err *err)
{
    struct str rest = str_of(template->text), name;

    while (take_included(&name, &rest)) {
        size_t i = 0;
        while (i < PARTIALS && !str_is(name, partials[i].name))
            i++;
        if (i == PARTIALS)
            return err_set(err, ERR_USAGE, "%s/templates: %s.mustache: there is no partial '%.*s'",
                           dir, template->name, (int)utf8_cut(name, 60), name.p);
        includes[i] = true;
    }
    return ERR_OK;
}

/* One that includes itself, by way of others or not, would have no end. */
static enum err_code check_partials(const char *dir, struct err *err)
{
    bool includes[PARTIALS][PARTIALS] = {{false}}, by_page[PARTIALS];
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < PAGES; i++)
        code = find_included(by_page, &pages[i], dir, err);
    for (size_t i = 0; code == ERR_OK && i < PARTIALS; i++)
        code = find_included(includes[i], &partials[i], dir, err);
    for (size_t by = 0; by < PARTIALS; by++)
        for (size_t i = 0; i < PARTIALS; i++)
            for (size_t k = 0; k < PARTIALS; k++)
                includes[i][k] = includes[i][k] || (includes[i][by] && includes[by][k]);
    for (size_t i = 0; code == ERR_OK && i < PARTIALS; i++)
        if (includes[i][i])
            code = err_set(err, ERR_USAGE, "%s/templates: %s.mustache includes itself", dir,
                           partials[i].name);
    return code;
}

static void add_files(struct buf *all, const struct theme_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        buf_printf(all, "%s:%zu:", files->items[i].name, files->items[i].content.n);
        buf_str(all, buf_view(&files->items[i].content));
    }
}

/* The files that pages name have their hash in the address, so that they can be kept for good. */
static void set_addresses(void)
{
    struct buf all = {0};

    buf_str(&all, (struct str){style_css_data, style_css_size()});
    buf_str(&all, (struct str){icon_svg_data, icon_svg_size()});
    buf_str(&all, (struct str){suggest_js_data, suggest_js_size()});
    buf_printf(&all, "%s\n%s\n%s\n", site.theme.name, site.theme.logo, site.theme.sources);
    buf_str(&all, buf_view(&site.css));
    add_files(&all, &site.theme.templates);
    add_files(&all, &site.theme.statics);
    sha256_bytes(site.version, buf_view(&all));
    buf_free(&all);
    snprintf(site.folder, sizeof site.folder, "/static/%.12s", site.version);
    snprintf(site.logo, sizeof site.logo, "%s/%s", site.folder,
             site.theme.logo[0] != '\0' ? site.theme.logo : "icon.svg");
}

enum err_code assets_open(const char *dir, struct err *err)
{
    enum err_code code = ERR_OK;

    if (dir != NULL) {
        code = theme_load(&site.theme, dir, (struct str){style_css_data, style_css_size()}, err);
        for (size_t i = 0; code == ERR_OK && i < site.theme.templates.count; i++)
            code = override(&site.theme.templates.items[i], dir, err);
        if (code == ERR_OK)
            code = check_partials(dir, err);
        palette_write(&site.css, &site.theme.palette);
    }
    set_addresses();
    return code;
}

void assets_close(void)
{
    theme_free(&site.theme);
    buf_free(&site.css);
}

const char *assets_version(void)
{
    return site.version;
}

struct asset_site assets_site(void)
{
    return (struct asset_site){site.theme.name[0] != '\0' ? site.theme.name : "Specsearch",
                               site.logo, site.folder, site.theme.sources, site.css.n > 0};
}

const char *asset_template(enum asset_template name)
{
    return pages[name].text;
}

const struct template_partial *asset_partials(size_t *count)
{
    *count = PARTIALS;
    return partials;
}

bool asset_file(struct asset_file *file, struct str path)
{
    struct str name = path, prefix = STR("/static/");

    if (!str_starts(path, prefix))
        return false;
    name = str_from(name, prefix.n);
    /* A page that is older than this program, or than its theme, asks for what it knew; it gets
     * what there is now. */
    struct str folder = memchr(name.p, '/', name.n) != NULL ? str_cut(&name, '/') : STR("");
    const struct theme_file *themed = theme_file(&site.theme.statics, name);
    if (themed != NULL)
        *file = (struct asset_file){theme_content_type(themed->name), buf_view(&themed->content),
                                    false};
    else if (str_eq(name, STR("theme.css")) && site.css.n > 0)
        *file = (struct asset_file){type_css, buf_view(&site.css), false};
    else if (!own_file(file, name))
        return false;
    file->lasting = folder.n == 12 && str_starts(str_of(site.version), folder);
    return true;
}
