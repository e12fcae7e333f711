/* The elements and texts of an HTML page in one array, in the order of the source. libxml2's parser
 * calls back for each and builds no tree of its own, which it would give up at 256 levels. */
#ifndef READ_HTML_TREE_H
#define READ_HTML_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "read/number.h"

enum html_kind {
    HTML_INLINE,
    HTML_ANCHOR, /* inline */
    HTML_BLOCK,  /* a paragraph of its own; so are all below */
    HTML_HEADING,
    HTML_LIST,
    HTML_ITEM,
    HTML_PAIRS, /* a list of terms and descriptions */
    HTML_TERM,
    HTML_DESCRIPTION,
    HTML_TABLE,
    HTML_ROWS, /* thead, tbody, tfoot */
    HTML_ROW,
    HTML_CELL,
    HTML_PRE,
    HTML_BREAK /* not a block: ends a line */
};

/* What an element, or its role, is to the page. */
enum html_part {
    HTML_CONTENT,
    HTML_MAIN,    /* says that it holds the main content */
    HTML_SECTION, /* has headers and footers of its own */
    HTML_EDGE,    /* header or footer: of the page or of a section */
    HTML_CHROME,  /* navigation, asides, dialogs */
    HTML_CONTROL, /* button: read only within a heading, which it then folds */
    HTML_DROPPED  /* never text to be read: scripts, other controls */
};

/* What the author's name for an element, its id or class, says that it is to the page. */
enum html_name {
    HTML_NAMED_OTHERWISE,
    HTML_NAMED_LINKS, /* menu, breadcrumbs, sidebar, header */
    HTML_NAMED_FOOTER
};

struct html_element {
    const char *name;
    enum html_kind kind;
    enum html_part part;
    unsigned level; /* of a heading */
    bool bold;
};

struct html_node {
    const struct html_element *element; /* NULL: text */
    struct str text;                    /* of a text; the id of an element that is hidden */
    uint32_t parent, end;               /* end: the node behind all that it holds */
    enum html_part part;
    enum html_name name;
    bool hidden;
    bool link;  /* to another page */
    int weight; /* set by a style: 1 bold or underlined, -1 not, 0 not set */
    bool numbered;
    long number; /* of a list's first item, or an item's own */
    enum number_style style;
};

enum { HTML_NODES_MAX = 1000000 };

struct html_tree {
    struct html_node *nodes; /* the first holds all others */
    uint32_t count;
    struct map targets; /* ids of parts that a control of the page shows */
};

/* Parses UTF-8; texts live in the arena. ERR_LIMIT for more than HTML_NODES_MAX nodes,
 * and for what would take the parser time in proportion to the square of the size: a tag with
 * thousands of attributes, thousands of stray end tags in a deep nest. */
enum err_code html_tree_parse(struct html_tree *tree, struct str text, struct arena *arena,
                              struct err *err);
void html_tree_free(struct html_tree *tree);

#endif
