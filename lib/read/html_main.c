#include "read/html_main.h"

#include <ctype.h>
#include <stdlib.h>

enum {
    PROSE_WORDS = 10,        /* of a block */
    LINK_SHARE = 3,          /* prose has at most one in so many words in links */
    MENU_LINKS = 10,         /* a list of links within the document */
    MENU_SHARE_PERCENT = 80, /* of its words are in links */
    IMPRINT_WORDS = 80       /* of a page's foot, links apart */
};

/* Of a node and all that it holds, dropped parts apart. */
struct measure {
    uint32_t words, link_words, links;
    bool prose;
};

struct finder {
    const struct html_tree *tree;
    bool *dropped;
    bool *linked;        /* within a link */
    uint32_t *block;     /* the innermost block that holds the node, or is it */
    struct measure *own; /* of a block without the blocks in it */
    struct measure *all;
};

static bool is_block(const struct html_node *node)
{
    return node->element != NULL && node->element->kind >= HTML_BLOCK &&
           node->element->kind != HTML_BREAK;
}

static bool is_h1(const struct html_node *node)
{
    return node->element != NULL && node->element->level == 1;
}

static uint32_t count_words(struct str s)
{
    uint32_t words = 0;
    bool within = false;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool letter = isalnum(c) || c >= 0xc3;
        words += letter && !within;
        within = letter || c == '\'' || c == '-' || (within && c >= 0x80);
    }
    return words;
}

/* Links, and anchors that only mark a place; not one whose end tag is missing. */
static void find_links(struct finder *f)
{
    bool *holds_block = mem_zero(f->tree->count, sizeof *holds_block);

    for (uint32_t i = f->tree->count - 1; i > 0; i--)
        if (holds_block[i] || is_block(&f->tree->nodes[i]))
            holds_block[f->tree->nodes[i].parent] = true;
    for (uint32_t i = 1; i < f->tree->count; i++) {
        const struct html_node *node = &f->tree->nodes[i];
        bool anchor = node->element != NULL && node->element->kind == HTML_ANCHOR;
        f->linked[i] = f->linked[node->parent] || node->link || (anchor && !holds_block[i]);
    }
    free(holds_block);
}

/* Controls are never read, but what folds a section is its heading too. */
static void drop_controls(struct finder *f)
{
    bool *heading = mem_zero(f->tree->count, sizeof *heading);

    for (uint32_t i = 1; i < f->tree->count; i++) {
        const struct html_node *node = &f->tree->nodes[i];
        heading[i] =
            heading[node->parent] || (node->element != NULL && node->element->kind == HTML_HEADING);
        f->block[i] = is_block(node) ? i : f->block[node->parent];
        f->dropped[i] = f->dropped[node->parent] || node->part == HTML_DROPPED ||
                        (node->part == HTML_CONTROL && !heading[i]);
    }
    free(heading);
}

/* A heading is none, however long. */
static bool is_prose(const struct finder *f, uint32_t block)
{
    const struct html_element *element = f->tree->nodes[block].element;
    const struct measure *own = &f->own[block];

    return own->words >= PROSE_WORDS && own->link_words * LINK_SHARE <= own->words &&
           (element == NULL || element->kind != HTML_HEADING);
}

static void measure(struct finder *f)
{
    const struct html_tree *tree = f->tree;

    memset(f->own, 0, tree->count * sizeof *f->own);
    memset(f->all, 0, tree->count * sizeof *f->all);
    for (uint32_t i = 1; i < tree->count; i++) {
        const struct html_node *node = &tree->nodes[i];
        struct measure *own = &f->own[f->block[i]];
        f->dropped[i] = f->dropped[i] || f->dropped[node->parent];
        if (f->dropped[i])
            continue;
        f->all[i].links = node->link;
        if (node->element != NULL)
            continue;
        uint32_t words = count_words(node->text);
        own->words += words;
        own->link_words += f->linked[i] ? words : 0;
        f->all[i].words = words;
        f->all[i].link_words = f->linked[i] ? words : 0;
    }
    for (uint32_t i = tree->count - 1; i > 0; i--) {
        struct measure *all = &f->all[i], *parent = &f->all[tree->nodes[i].parent];
        all->prose = all->prose || is_prose(f, i);
        parent->words += all->words;
        parent->link_words += all->link_words;
        parent->links += all->links;
        parent->prose = parent->prose || all->prose;
    }
}

static bool is_chrome(const struct finder *f, uint32_t i, bool in_section)
{
    const struct html_node *node = &f->tree->nodes[i];
    const struct measure *all = &f->all[i], *page = &f->all[0];
    bool links = all->link_words * 2 > all->words;
    bool folded = node->hidden && node->text.n > 0 && map_find(&f->tree->targets, node->text.p);
    bool chrome = node->part == HTML_CHROME || (node->hidden && !folded) ||
                  (node->part == HTML_EDGE && (!in_section || links));

    return chrome && (all->words - all->link_words) * 2 < page->words - page->link_words;
}

static void drop_chrome(struct finder *f)
{
    bool *section = mem_zero(f->tree->count, sizeof *section);

    for (uint32_t i = 1; i < f->tree->count; i++) {
        const struct html_node *node = &f->tree->nodes[i];
        section[i] = section[node->parent] || node->part == HTML_MAIN || node->part == HTML_SECTION;
        if (node->element != NULL && (node->hidden || node->part != HTML_CONTENT) &&
            is_chrome(f, i, section[i]))
            f->dropped[i] = true;
    }
    free(section);
}

static uint32_t own_words(const struct measure *all)
{
    return all->words - all->link_words;
}

static bool holds_copyright(const struct finder *f, uint32_t i)
{
    for (uint32_t k = i; k < f->tree->nodes[i].end; k++) {
        struct str text = f->tree->nodes[k].text;
        if (f->tree->nodes[k].element == NULL && (memmem(text.p, text.n, "\xc2\xa9", 2) != NULL ||
                                                  memmem(text.p, text.n, "opyright", 8) != NULL))
            return true;
    }
    return false;
}

/* A name alone proves nothing: authors call what holds the title a header. A part of links has
 * mostly links; a page's foot stands beside the block that holds most of the page, and has mostly
 * links or an imprint. */
static bool is_named_chrome(const struct finder *f, uint32_t i, bool beside_main)
{
    const struct html_node *node = &f->tree->nodes[i];
    const struct measure *all = &f->all[i];

    if (own_words(all) * 2 >= own_words(&f->all[0]))
        return false;
    if (all->link_words * 2 > all->words)
        return true;
    return node->name == HTML_NAMED_FOOTER && beside_main && own_words(all) <= IMPRINT_WORDS &&
           holds_copyright(f, i);
}

static void drop_named(struct finder *f)
{
    const struct html_node *nodes = f->tree->nodes;
    uint32_t *largest = mem_zero(f->tree->count, sizeof *largest); /* own words of a child */
    bool *titled = mem_zero(f->tree->count, sizeof *titled);       /* holds an h1 */

    for (uint32_t i = f->tree->count - 1; i > 0; i--) {
        uint32_t parent = nodes[i].parent, words = own_words(&f->all[i]);
        if (words > largest[parent])
            largest[parent] = words;
        titled[i] = titled[i] || (is_h1(&nodes[i]) && f->all[i].words > 0);
        titled[parent] = titled[parent] || titled[i];
    }
    for (uint32_t i = 1; i < f->tree->count; i++)
        if (nodes[i].name != HTML_NAMED_OTHERWISE && is_block(&nodes[i]) && !titled[i] &&
            is_named_chrome(f, i, largest[nodes[i].parent] * 2 > own_words(&f->all[0])))
            f->dropped[i] = true;
    free(largest);
    free(titled);
}

/* The element that is declared to be the main content and holds most of the page's own words; 0 if
 * there is none. */
static uint32_t declared_main(const struct finder *f)
{
    uint32_t best = 0, most = 0, own = f->all[0].words - f->all[0].link_words;

    for (uint32_t i = 1; i < f->tree->count; i++) {
        uint32_t words = f->all[i].words - f->all[i].link_words;
        if (f->tree->nodes[i].part == HTML_MAIN && !f->dropped[i] && words > most &&
            words * 2 > own) {
            best = i;
            most = words;
        }
    }
    return best;
}

/* The smallest element that holds all prose and the last h1 before it; 0 if there is no prose: then
 * all is kept that is not chrome. */
static uint32_t prose_root(const struct finder *f)
{
    uint32_t root = 0, h1 = 0;
    const struct html_node *nodes = f->tree->nodes;

    for (uint32_t i = 1; i < f->tree->count; i++) {
        if (f->dropped[i] || f->all[i].words == 0)
            continue;
        if (root == 0 && is_h1(&nodes[i]))
            h1 = i;
        if (!is_prose(f, i))
            continue;
        if (root == 0)
            root = h1 > 0 ? h1 : i;
        while (root > 0 && nodes[root].end <= i)
            root = nodes[root].parent;
    }
    return root;
}

static bool is_list_of_links(const struct finder *f, uint32_t i)
{
    const struct html_node *node = &f->tree->nodes[i];
    const struct measure *all = &f->all[i];

    return is_block(node) && node->element->kind != HTML_TABLE &&
           node->element->kind != HTML_ROWS && node->element->kind != HTML_ROW &&
           all->links >= MENU_LINKS && !all->prose &&
           (uint64_t)all->link_words * 100 > (uint64_t)all->words * MENU_SHARE_PERCENT;
}

static void drop_around(struct finder *f, uint32_t root)
{
    const struct html_node *nodes = f->tree->nodes;
    bool own_h1 = false;

    for (uint32_t i = root; i < nodes[root].end; i++)
        own_h1 = own_h1 || (is_h1(&nodes[i]) && !f->dropped[i] && f->all[i].words > 0);
    for (uint32_t i = 1; i < f->tree->count; i++) {
        const struct measure *all = &f->all[i];
        bool within = i >= root && i < nodes[root].end;
        bool around = i < root && nodes[i].end > root;
        if (f->dropped[nodes[i].parent])
            f->dropped[i] = true;
        else if (within)
            f->dropped[i] = f->dropped[i] || is_list_of_links(f, i);
        else if (!around)
            f->dropped[i] = f->dropped[i] || (is_h1(&nodes[i]) && own_h1) ||
                            all->link_words * LINK_SHARE > all->words;
    }
}

static void drop_outside(struct finder *f, uint32_t main)
{
    const struct html_node *nodes = f->tree->nodes;

    for (uint32_t i = 1; i < f->tree->count; i++)
        if ((i < main && nodes[i].end <= main) || i >= nodes[main].end)
            f->dropped[i] = true;
}

void html_main_find(bool *dropped, const struct html_tree *tree)
{
    struct finder f = {.tree = tree,
                       .dropped = dropped,
                       .linked = mem_zero(tree->count, sizeof *f.linked),
                       .block = mem_zero(tree->count, sizeof *f.block),
                       .own = mem_zero(tree->count, sizeof *f.own),
                       .all = mem_zero(tree->count, sizeof *f.all)};

    memset(dropped, 0, tree->count * sizeof *dropped);
    find_links(&f);
    drop_controls(&f);
    measure(&f);
    drop_chrome(&f);
    measure(&f);
    drop_named(&f);
    measure(&f);
    uint32_t main = declared_main(&f);
    uint32_t root = main > 0 ? main : prose_root(&f);
    if (main > 0)
        drop_outside(&f, main);
    else if (root > 0)
        drop_around(&f, root);
    free(f.linked);
    free(f.block);
    free(f.own);
    free(f.all);
}
