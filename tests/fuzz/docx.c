/* Bytes that begin as a package does are read as they are. Others are the parts of one, separated
 * by RS (1E): word/document.xml, word/styles.xml, word/numbering.xml; they are put into a package
 * with right checksums, so that what is fuzzed is the reading of the parts. */
#include <stdint.h>

#include "read/docx.h"
#include "tests/fuzz/check.h"

struct part {
    const char *name;
    struct str content;
    uint32_t crc, offset;
};

static uint32_t crc32_of(struct str bytes)
{
    uint32_t crc = 0xffffffff;

    for (size_t i = 0; i < bytes.n; i++) {
        crc ^= (unsigned char)bytes.p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void add_number(struct buf *out, uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        buf_char(out, (char)(value & 0xff));
}

/* What the local and the central header of a part have in common (APPNOTE 4.4): version, flags,
 * method (stored), time, date, checksum, sizes, lengths of name and extra field. */
static void add_header(struct buf *out, const struct part *part)
{
    uint32_t size = (uint32_t)part->content.n;

    add_number(out, 20, 2);
    add_number(out, 0, 4);
    add_number(out, 0x210000, 4); /* midnight on 1 January 1980 */
    add_number(out, part->crc, 4);
    add_number(out, size, 4);
    add_number(out, size, 4);
    add_number(out, (uint32_t)strlen(part->name), 2);
    add_number(out, 0, 2);
}

static void add_package(struct buf *out, struct part parts[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parts[i].crc = crc32_of(parts[i].content);
        parts[i].offset = (uint32_t)out->n;
        buf_text(out, "PK\x03\x04");
        add_header(out, &parts[i]);
        buf_text(out, parts[i].name);
        buf_str(out, parts[i].content);
    }
    size_t directory = out->n;
    for (size_t i = 0; i < count; i++) {
        buf_text(out, "PK\x01\x02");
        add_number(out, 20, 2);
        add_header(out, &parts[i]);
        add_number(out, 0, 4); /* comment, disk */
        add_number(out, 0, 2);
        add_number(out, 0, 4);
        add_number(out, parts[i].offset, 4);
        buf_text(out, parts[i].name);
    }
    uint32_t size = (uint32_t)(out->n - directory);
    buf_text(out, "PK\x05\x06");
    add_number(out, 0, 4);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)count, 2);
    add_number(out, size, 4);
    add_number(out, (uint32_t)directory, 4);
    add_number(out, 0, 2);
}

#define TYPE(part, kind)                                                                           \
    "<Override PartName=\"/word/" part ".xml\" ContentType=\"application/vnd."                     \
    "openxmlformats-officedocument.wordprocessingml." kind "+xml\"/>"
#define RELATION(id, kind, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"    \
    "relationships/" kind "\" Target=\"" target "\"/>"
#define RELATIONS(list)                                                                            \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list  \
    "</Relationships>"

static const char types[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" TYPE(
        "document", "document.main") TYPE("styles", "styles")
        TYPE("numbering", "numbering") "</Types>";
static const char relations[] = RELATIONS(RELATION("rId1", "officeDocument", "word/document.xml"));
static const char document_relations[] = RELATIONS(
    RELATION("rId1", "styles", "styles.xml") RELATION("rId2", "numbering", "numbering.xml"));

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct buf package = {0};

    if (str_starts(bytes, STR("PK"))) {
        check_bytes(docx_read, bytes);
        return 0;
    }
    struct part parts[] = {
        {.name = "[Content_Types].xml", .content = str_of(types)},
        {.name = "_rels/.rels", .content = str_of(relations)},
        {.name = "word/_rels/document.xml.rels", .content = str_of(document_relations)},
        {.name = "word/document.xml"},
        {.name = "word/styles.xml"},
        {.name = "word/numbering.xml"}};
    enum { FIXED = 3, COUNT = sizeof parts / sizeof *parts };
    for (size_t i = FIXED; i < COUNT; i++)
        parts[i].content = str_cut(&bytes, '\x1e');
    add_package(&package, parts, COUNT);
    check_bytes(docx_read, buf_view(&package));
    buf_free(&package);
    return 0;
}
