/* Which part of an HTML page is the document, and which is the site's: menus, banners, footers.
 *
 * What a page's author declares comes first: nav, aside, dialogs and hidden elements are left out,
 * header and footer too unless they belong to an article or section and are not mostly links; and
 * if main, role=main or one article holds most of the prose, nothing else is read. A declared part
 * that holds half of the page's own words is read all the same: somebody forgot an end tag. A
 * hidden part that a control of the page shows (a folded section, a tab) is read.
 *
 * An id or a class that is called menu, sidebar, header or footer is a clue: such a part is left
 * out if its words are mostly links, or if it is a footer with an imprint beside the block that
 * holds most of the page; never one that holds an h1, or half of the page's own words.
 *
 * Where nothing is declared, blocks are told apart by their number of words and their share of
 * words in links, as in C. Kohlschütter, P. Fankhauser, W. Nejdl: Boilerplate Detection using
 * Shallow Text Features, WSDM 2010, whose thresholds these are: ten words or more with at most a
 * third of them in links are prose. The document is the smallest element that holds all prose and
 * the last h1 before it. Within it only long lists of links are left out; outside it, all that is
 * mostly links, and an h1 if the document has one of its own. What is in doubt is read: a line too
 * many does no harm, a missing one does. */
#ifndef READ_HTML_MAIN_H
#define READ_HTML_MAIN_H

#include <stdbool.h>

#include "read/html_tree.h"

/* Sets dropped[i] for every node that is not to be read. All of it takes time in proportion to the
 * number of nodes and bytes. */
void html_main_find(bool *dropped, const struct html_tree *tree);

#endif
