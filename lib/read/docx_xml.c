#include "read/docx_xml.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>

#include "read/tag.h"

struct reader {
    const struct docx_handler *handler;
    void *data;
    xmlParserCtxtPtr parser;
    bool declared; /* a document type */
};

static bool ends_with(const xmlChar *text, const char *end)
{
    struct str s = str_of((const char *)text), e = str_of(end);
    return s.n >= e.n && str_eq(str_from(s, s.n - e.n), e);
}

/* The transitional and the strict namespaces differ in all but their ends. */
static bool is_wanted(const xmlChar *name, const xmlChar *uri)
{
    if (uri == NULL)
        return false;
    return ends_with(uri, "/wordprocessingml/2006/main") ||
           ends_with(uri, "/wordprocessingml/main") || ends_with(uri, "/content-types") ||
           (xmlStrEqual(name, BAD_CAST "t") && ends_with(uri, "/math")) ||
           (xmlStrEqual(name, BAD_CAST "Fallback") && ends_with(uri, "/markup-compatibility/2006"));
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes)
{
    struct reader *reader = data;

    (void)prefix, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (reader->handler->start != NULL && is_wanted(name, uri))
        reader->handler->start(reader->data, (const char *)name,
                               &(struct docx_attributes){attributes, count});
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *reader = data;

    (void)prefix;
    if (reader->handler->end != NULL && is_wanted(name, uri))
        reader->handler->end(reader->data, (const char *)name);
}

static void on_text(void *data, const xmlChar *text, int length)
{
    struct reader *reader = data;

    if (reader->handler->text != NULL && length > 0)
        reader->handler->text(reader->data, (struct str){(const char *)text, (size_t)length});
}

/* Called before the first declaration is read. */
static void on_document_type(void *data, const xmlChar *name, const xmlChar *id,
                             const xmlChar *system)
{
    struct reader *reader = data;

    (void)name, (void)id, (void)system;
    reader->declared = true;
    xmlStopParser(reader->parser);
}

/* Set, so that the library has no reason to print. */
static void ignore_error(void *data, xmlErrorPtr error)
{
    (void)data;
    (void)error;
}

enum err_code docx_xml_parse(struct str xml, const struct docx_handler *handler, void *data,
                             const char *part, struct err *err)
{
    struct reader reader = {.handler = handler, .data = data};

    if (xml.n == 0 || xml.n > INT_MAX)
        return err_set(err, ERR_FORMAT, "a damaged Word file: its %s is empty", part);
    if (tag_is_endless(xml))
        return err_set(err, ERR_LIMIT, "a Word file whose %s has a tag of more than %d attributes",
                       part, TAG_ATTRIBUTES_MAX);
    reader.parser = xmlCreateMemoryParserCtxt(xml.p, (int)xml.n);
    if (reader.parser == NULL)
        return err_set(err, ERR_INTERNAL, "no parser for a Word file's %s", part);
    xmlCtxtUseOptions(reader.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    *reader.parser->sax = (xmlSAXHandler){.startElementNs = on_start,
                                          .endElementNs = on_end,
                                          .characters = on_text,
                                          .ignorableWhitespace = on_text,
                                          .cdataBlock = on_text,
                                          .internalSubset = on_document_type,
                                          .serror = ignore_error,
                                          .initialized = XML_SAX2_MAGIC};
    reader.parser->userData = &reader;
    xmlParseDocument(reader.parser);
    bool sound = reader.parser->wellFormed && reader.parser->errNo == XML_ERR_OK;
    bool deep = reader.parser->errNo == XML_ERR_INTERNAL_ERROR;
    xmlFreeDoc(reader.parser->myDoc);
    reader.parser->myDoc = NULL;
    xmlFreeParserCtxt(reader.parser);
    if (reader.declared)
        return err_set(err, ERR_FORMAT,
                       "no sound Word file: its %s declares a document type, which may hide text; "
                       "open it in Word and save it again",
                       part);
    if (!sound)
        return err_set(err, ERR_FORMAT,
                       "a damaged Word file: its %s is %s; open it in Word and save it again", part,
                       deep ? "nested too deep" : "not well-formed");
    return ERR_OK;
}

struct str docx_attribute(const struct docx_attributes *attributes, const char *name)
{
    for (int i = 0; i < attributes->count; i++) {
        const unsigned char **item =
            attributes->items + (ptrdiff_t)i * 5; /* name, .., value, end */
        if (strcmp((const char *)item[0], name) == 0)
            return (struct str){(const char *)item[3], (size_t)(item[4] - item[3])};
    }
    return STR("");
}

long docx_attribute_number(const struct docx_attributes *attributes, const char *name,
                           long otherwise)
{
    struct str value = docx_attribute(attributes, name);
    long number = 0;

    if (value.n == 0 || value.n > 9)
        return otherwise;
    for (size_t i = 0; i < value.n; i++) {
        if (!isdigit((unsigned char)value.p[i]))
            return otherwise;
        number = number * 10 + (value.p[i] - '0');
    }
    return number;
}

bool docx_attribute_on(const struct docx_attributes *attributes)
{
    static const char *const off[] = {"0", "false", "off", "none"};
    struct str value = docx_attribute(attributes, "val");

    return !STR_AMONG(value, off);
}
