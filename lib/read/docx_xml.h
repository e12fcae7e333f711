/* XML of Word files as calls for each element, without a tree. A document type declaration, and so
 * every entity of its own, is refused: such files never have one. */
#ifndef READ_DOCX_XML_H
#define READ_DOCX_XML_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct docx_attributes {
    const unsigned char **items; /* as libxml2 has them */
    int count;
};

struct docx_handler {
    /* Local names; of elements outside WordprocessingML only those of MATHML's text and of
     * alternatives come through. `text` hands a text over in pieces. NULL: not wanted. */
    void (*start)(void *data, const char *name, const struct docx_attributes *attributes);
    void (*end)(void *data, const char *name);
    void (*text)(void *data, struct str text);
};

/* ERR_FORMAT: not well-formed, nested deeper than 256, or with a document type declaration;
 * ERR_LIMIT: a tag with more than 1,000 attributes. `part`
 * is its name for the error's text. */
enum err_code docx_xml_parse(struct str xml, const struct docx_handler *handler, void *data,
                             const char *part, struct err *err);

/* The value of an attribute by its local name; empty if there is none. Lives as long as the call.
 */
struct str docx_attribute(const struct docx_attributes *attributes, const char *name);

/* A whole number of at most nine digits, else `otherwise`. */
long docx_attribute_number(const struct docx_attributes *attributes, const char *name,
                           long otherwise);

/* The value of an element that is a switch: <w:b/> is on, <w:b w:val="0"/> off. */
bool docx_attribute_on(const struct docx_attributes *attributes);

#endif
