/* What stands within a line of Markdown: emphasis, code, links, tags of HTML, escapes. */
#ifndef READ_INLINE_H
#define READ_INLINE_H

#include "base/mem.h"
#include "base/str.h"

/* The text of a line as a reader sees it: marks taken off, a link's text without its target, known
 * tags of HTML left out (a blank for those that part words), signs that mark nothing as they are.
 */
struct str inline_text(struct str line, struct arena *arena);

#endif
