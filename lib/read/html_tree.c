#include "read/html_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "read/tag.h"

enum {
    SEARCHED_MAX = 200000000
}; /* open elements that end tags without a start are looked for in */

static const struct html_element other = {.name = ""};

/* By name, for bsearch. What is not here is inline. */
static const struct html_element elements[] = {
    {.name = "a", .kind = HTML_ANCHOR},
    {.name = "address", .kind = HTML_BLOCK},
    {.name = "applet", .part = HTML_DROPPED},
    {.name = "article", .kind = HTML_BLOCK, .part = HTML_MAIN},
    {.name = "aside", .kind = HTML_BLOCK, .part = HTML_CHROME},
    {.name = "audio", .part = HTML_DROPPED},
    {.name = "b", .bold = true},
    {.name = "blockquote", .kind = HTML_BLOCK},
    {.name = "body", .kind = HTML_BLOCK},
    {.name = "br", .kind = HTML_BREAK},
    {.name = "button", .part = HTML_CONTROL},
    {.name = "canvas", .part = HTML_DROPPED},
    {.name = "caption", .kind = HTML_BLOCK},
    {.name = "center", .kind = HTML_BLOCK},
    {.name = "datalist", .part = HTML_DROPPED},
    {.name = "dd", .kind = HTML_DESCRIPTION},
    {.name = "details", .kind = HTML_BLOCK},
    {.name = "dialog", .kind = HTML_BLOCK, .part = HTML_CHROME},
    {.name = "dir", .kind = HTML_LIST},
    {.name = "div", .kind = HTML_BLOCK},
    {.name = "dl", .kind = HTML_PAIRS},
    {.name = "dt", .kind = HTML_TERM, .bold = true},
    {.name = "embed", .part = HTML_DROPPED},
    {.name = "fieldset", .kind = HTML_BLOCK},
    {.name = "figcaption", .kind = HTML_BLOCK},
    {.name = "figure", .kind = HTML_BLOCK},
    {.name = "footer", .kind = HTML_BLOCK, .part = HTML_EDGE},
    {.name = "form", .kind = HTML_BLOCK},
    {.name = "h1", .kind = HTML_HEADING, .level = 1},
    {.name = "h2", .kind = HTML_HEADING, .level = 2},
    {.name = "h3", .kind = HTML_HEADING, .level = 3},
    {.name = "h4", .kind = HTML_HEADING, .level = 4},
    {.name = "h5", .kind = HTML_HEADING, .level = 5},
    {.name = "h6", .kind = HTML_HEADING, .level = 6},
    {.name = "head", .part = HTML_DROPPED},
    {.name = "header", .kind = HTML_BLOCK, .part = HTML_EDGE},
    {.name = "hgroup", .kind = HTML_BLOCK},
    {.name = "hr", .kind = HTML_BLOCK},
    {.name = "html", .kind = HTML_BLOCK},
    {.name = "iframe", .part = HTML_DROPPED},
    {.name = "legend", .kind = HTML_BLOCK},
    {.name = "li", .kind = HTML_ITEM},
    {.name = "main", .kind = HTML_BLOCK, .part = HTML_MAIN},
    {.name = "map", .part = HTML_DROPPED},
    {.name = "math", .part = HTML_DROPPED},
    {.name = "menu", .kind = HTML_LIST},
    {.name = "nav", .kind = HTML_BLOCK, .part = HTML_CHROME},
    {.name = "noscript", .part = HTML_DROPPED},
    {.name = "object", .part = HTML_DROPPED},
    {.name = "ol", .kind = HTML_LIST},
    {.name = "optgroup", .part = HTML_DROPPED},
    {.name = "option", .part = HTML_DROPPED},
    {.name = "p", .kind = HTML_BLOCK},
    {.name = "pre", .kind = HTML_PRE},
    {.name = "script", .part = HTML_DROPPED},
    {.name = "section", .kind = HTML_BLOCK, .part = HTML_SECTION},
    {.name = "select", .part = HTML_DROPPED},
    {.name = "strong", .bold = true},
    {.name = "style", .part = HTML_DROPPED},
    {.name = "summary", .kind = HTML_BLOCK, .bold = true},
    {.name = "svg", .part = HTML_DROPPED},
    {.name = "table", .kind = HTML_TABLE},
    {.name = "tbody", .kind = HTML_ROWS},
    {.name = "td", .kind = HTML_CELL},
    {.name = "template", .part = HTML_DROPPED},
    {.name = "textarea", .part = HTML_DROPPED},
    {.name = "tfoot", .kind = HTML_ROWS},
    {.name = "th", .kind = HTML_CELL, .bold = true},
    {.name = "thead", .kind = HTML_ROWS},
    {.name = "title", .part = HTML_DROPPED},
    {.name = "tr", .kind = HTML_ROW},
    {.name = "u", .bold = true},
    {.name = "ul", .kind = HTML_LIST},
    {.name = "video", .part = HTML_DROPPED},
};

static int compare_names(const void *name, const void *element)
{
    return strcmp(name, ((const struct html_element *)element)->name);
}

static const struct html_element *find_element(const char *name)
{
    const struct html_element *found = bsearch(name, elements, sizeof elements / sizeof elements[0],
                                               sizeof elements[0], compare_names);
    return found != NULL ? found : &other;
}

struct builder {
    struct html_tree *tree;
    struct arena *arena;
    htmlParserCtxtPtr parser;
    size_t capacity;
    uint32_t open; /* the element that is open */
    struct buf text;
    bool full;
    uint64_t searched;
};

static struct html_node *add_node(struct builder *builder)
{
    struct html_tree *tree = builder->tree;

    if (tree->count >= HTML_NODES_MAX) {
        builder->full = true;
        xmlStopParser(builder->parser);
        return NULL;
    }
    tree->nodes = mem_grow(tree->nodes, tree->count, &builder->capacity, sizeof *tree->nodes);
    struct html_node *node = &tree->nodes[tree->count++];
    *node = (struct html_node){.parent = builder->open, .end = tree->count};
    return node;
}

/* The parser hands a text over in pieces. */
static void end_text(struct builder *builder)
{
    if (builder->text.n == 0)
        return;
    struct html_node *node = add_node(builder);
    if (node != NULL)
        node->text = (struct str){arena_strndup(builder->arena, builder->text.p, builder->text.n),
                                  builder->text.n};
    builder->text.n = 0;
}

/* Pages write &#146; for the apostrophe of Windows-1252, and browsers show it: Unicode has control
 * characters there. */
static uint32_t meant_by(unsigned char control)
{
    static const uint16_t meant[] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};
    return meant[control - 0x80];
}

static void on_text(void *data, const xmlChar *text, int length)
{
    struct builder *builder = data;
    size_t n = length > 0 && !builder->full ? (size_t)length : 0, done = 0;

    for (size_t i = 0; i + 1 < n; i++) {
        if (text[i] != 0xc2 || text[i + 1] < 0x80 || text[i + 1] >= 0xa0)
            continue;
        buf_add(&builder->text, (const char *)text + done, i - done);
        utf8_append(&builder->text, meant_by(text[i + 1]));
        done = i + 2;
    }
    buf_add(&builder->text, (const char *)text + done, n - done);
}

static enum html_part role_part(struct str role, enum html_part part)
{
    static const struct {
        const char *role;
        enum html_part part;
    } roles[] = {{"main", HTML_MAIN},
                 {"article", HTML_MAIN},
                 {"navigation", HTML_CHROME},
                 {"search", HTML_CHROME},
                 {"banner", HTML_EDGE},
                 {"contentinfo", HTML_EDGE},
                 {"complementary", HTML_CHROME},
                 {"dialog", HTML_CHROME},
                 {"alertdialog", HTML_CHROME},
                 {"menubar", HTML_CHROME}};

    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (part != HTML_DROPPED && str_eq_nocase(role, str_of(roles[i].role)))
            return roles[i].part;
    return part;
}

/* Whole names only: "header-text" may be anything. */
static enum html_name name_in(struct str names)
{
    static const char *const of_links[] = {
        "menu",       "mainmenu", "main-menu",  "nav",         "navbar", "navigation",  "mainnav",
        "main-nav",   "sidenav",  "sidebar",    "breadcrumb",  "header", "breadcrumbs", "banner",
        "pageheader", "masthead", "pagebanner", "page-header", "topnav", "site-header"};
    static const char *const of_footer[] = {"footer", "page-footer", "site-footer", "pagefooter"};

    while (names.n > 0) {
        struct str name = str_cut(&names, ' ');
        for (size_t i = 0; i < sizeof of_links / sizeof of_links[0]; i++)
            if (str_eq_nocase(name, str_of(of_links[i])))
                return HTML_NAMED_LINKS;
        for (size_t i = 0; i < sizeof of_footer / sizeof of_footer[0]; i++)
            if (str_eq_nocase(name, str_of(of_footer[i])))
                return HTML_NAMED_FOOTER;
    }
    return HTML_NAMED_OTHERWISE;
}

/* The declarations of a style attribute that matter. */
static void apply_style(struct html_node *node, struct str style)
{
    while (style.n > 0) {
        struct str value = str_cut(&style, ';');
        struct str property = str_trim(str_cut(&value, ':'));
        value = str_trim(value);
        if (str_eq_nocase(property, STR("display")) &&
            str_eq_nocase((struct str){value.p, value.n < 4 ? value.n : 4}, STR("none")))
            node->hidden = true;
        if (str_eq_nocase(property, STR("visibility")) && str_eq_nocase(value, STR("hidden")))
            node->hidden = true;
        if (str_eq_nocase(property, STR("font-weight")))
            node->weight = str_starts(value, STR("bold")) || str_starts(value, STR("6")) ||
                                   str_starts(value, STR("7")) || str_starts(value, STR("8")) ||
                                   str_starts(value, STR("9"))
                               ? 1
                               : -1;
        if ((str_eq_nocase(property, STR("text-decoration")) ||
             str_eq_nocase(property, STR("text-decoration-line"))) &&
            str_starts(value, STR("underline")))
            node->weight = 1;
    }
}

static void apply_number(struct html_node *node, struct str value)
{
    char digits[16];
    size_t n = value.n < sizeof digits ? value.n : sizeof digits - 1;

    memcpy(digits, value.p, n);
    digits[n] = '\0';
    long number = strtol(digits, NULL, 10);
    node->numbered = true;
    node->number = number > INT_MAX || number < INT_MIN ? 1 : number;
}

static void apply_list_type(struct html_node *node, struct str value)
{
    if (value.n != 1)
        return;
    node->style = value.p[0] == 'a'   ? NUMBER_LOWER_LETTER
                  : value.p[0] == 'A' ? NUMBER_UPPER_LETTER
                  : value.p[0] == 'i' ? NUMBER_LOWER_ROMAN
                  : value.p[0] == 'I' ? NUMBER_UPPER_ROMAN
                                      : NUMBER_DECIMAL;
}

/* An accordion's or a tab's button names the part that it shows. */
static void add_target(struct builder *builder, struct str value)
{
    if (value.n > 0 && value.p[0] == '#')
        value = str_from(value, 1);
    if (value.n > 0 && value.n < 256)
        map_add(&builder->tree->targets, arena_strndup(builder->arena, value.p, value.n), 1);
}

static void apply_attribute(struct builder *builder, struct html_node *node, const char *name,
                            struct str value)
{
    bool list = node->element->kind == HTML_LIST || node->element->kind == HTML_ITEM;

    if (node->name == HTML_NAMED_OTHERWISE &&
        (strcmp(name, "id") == 0 || strcmp(name, "class") == 0))
        node->name = name_in(value);
    if (strcmp(name, "role") == 0)
        node->part = role_part(value, node->part);
    else if (strcmp(name, "hidden") == 0)
        node->hidden = true;
    else if (strcmp(name, "aria-hidden") == 0)
        node->hidden = node->hidden || str_eq_nocase(value, STR("true"));
    else if (strcmp(name, "style") == 0)
        apply_style(node, value);
    else if (strcmp(name, "id") == 0)
        node->text = value;
    else if (list && (strcmp(name, "start") == 0 || strcmp(name, "value") == 0))
        apply_number(node, value);
    else if (list && strcmp(name, "type") == 0)
        apply_list_type(node, value);
    else if (strcmp(name, "aria-controls") == 0 || strcmp(name, "data-target") == 0 ||
             strcmp(name, "data-bs-target") == 0)
        add_target(builder, value);
    else if (strcmp(name, "href") == 0 && str_starts(value, STR("#")))
        add_target(builder, value);
    else if (strcmp(name, "href") == 0)
        node->link = node->element->kind == HTML_ANCHOR;
}

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    struct builder *builder = data;

    end_text(builder);
    struct html_node *node = builder->full ? NULL : add_node(builder);
    if (node == NULL)
        return;
    node->element = find_element((const char *)name);
    node->part = node->element->part;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        apply_attribute(builder, node, (const char *)attributes[i],
                        str_of(attributes[i + 1] != NULL ? (const char *)attributes[i + 1] : ""));
    node->text =
        node->hidden
            ? (struct str){arena_strndup(builder->arena, node->text.p, node->text.n), node->text.n}
            : STR("");
    builder->open = (uint32_t)(node - builder->tree->nodes);
}

static void on_end(void *data, const xmlChar *name)
{
    struct builder *builder = data;

    (void)name;
    end_text(builder);
    if (builder->full || builder->open == 0)
        return;
    struct html_node *node = &builder->tree->nodes[builder->open];
    node->end = builder->tree->count;
    builder->open = node->parent;
}

/* Set, so that the library has no reason to print. An end tag that ends nothing is an error, for
 * which the parser looks at all that is open: deep nests with many of them are given up. */
static void on_error(void *data, xmlErrorPtr error)
{
    struct builder *builder = data;

    if (error->code != XML_ERR_TAG_NAME_MISMATCH && error->code != XML_HTML_STRUCURE_ERROR)
        return;
    builder->searched += (uint64_t)(builder->parser->nameNr > 0 ? builder->parser->nameNr : 0);
    if (builder->searched > SEARCHED_MAX && !builder->full) {
        builder->full = true;
        xmlStopParser(builder->parser);
    }
}

enum err_code html_tree_parse(struct html_tree *tree, struct str text, struct arena *arena,
                              struct err *err)
{
    struct builder builder = {.tree = tree, .arena = arena};

    *tree = (struct html_tree){0};
    if (text.n > INT_MAX / 2)
        return err_set(err, ERR_LIMIT, "an HTML page of more than %d bytes", INT_MAX / 2);
    if (tag_is_endless(text))
        return err_set(err, ERR_LIMIT, "an HTML page with a tag of more than %d attributes",
                       TAG_ATTRIBUTES_MAX);
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text.p, (int)text.n);
    if (parser == NULL)
        return err_set(err, ERR_FORMAT, "no HTML page: it is empty");
    htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR |
                                   HTML_PARSE_NOWARNING);
    *parser->sax = (xmlSAXHandler){.startElement = on_start,
                                   .endElement = on_end,
                                   .characters = on_text,
                                   .ignorableWhitespace = on_text,
                                   .serror = on_error,
                                   .initialized = XML_SAX2_MAGIC};
    parser->userData = &builder;
    builder.parser = parser;
    add_node(&builder)->element = &other;
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8); /* it would guess Latin-1 */
    htmlParseDocument(parser);
    end_text(&builder);
    for (; builder.open != 0; builder.open = tree->nodes[builder.open].parent)
        tree->nodes[builder.open].end = tree->count;
    tree->nodes[0].end = tree->count;
    buf_free(&builder.text);
    htmlFreeParserCtxt(parser);
    if (!builder.full)
        return ERR_OK;
    html_tree_free(tree);
    if (builder.searched > SEARCHED_MAX)
        return err_set(err, ERR_LIMIT,
                       "an HTML page nested deep, with too many end tags that end "
                       "nothing; save it again from a browser");
    return err_set(err, ERR_LIMIT, "an HTML page of more than %d elements and texts",
                   HTML_NODES_MAX);
}

void html_tree_free(struct html_tree *tree)
{
    free(tree->nodes);
    map_free(&tree->targets);
    *tree = (struct html_tree){0};
}
