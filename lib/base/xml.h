/* Text in XML, between tags or in an attribute: markup is escaped, and so are tab and line ends,
 * which would else become blanks in an attribute.
 *
 * Control characters, which XML 1.0 has no way to write, those that reorder text, U+FFFE, U+FFFF
 * and bytes that are no UTF-8 become U+FFFD. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/str.h"

void xml_text(struct buf *out, struct str text);

#endif
