/* lib/read/docx: Word files to lines with hints. Each test writes the XML of its file. */

#include "support.h"

#include <archive.h>
#include <archive_entry.h>

#include "base/utf8.h"
#include "read/docx.h"
#include "read/read.h"

#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define NAMESPACES                                                                                 \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                    \
    " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""

static const char types[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>"
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"" TYPE "numbering+xml\"/>"
    "<Override PartName=\"/word/footnotes.xml\" ContentType=\"" TYPE "footnotes+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" ContentType=\"" TYPE "header+xml\"/>"
    "<Override PartName=\"/word/foot.xml\" ContentType=\"" TYPE "footer+xml\"/></Types>";

struct part {
    const char *name;
    struct str content;
};

/* A zip of the parts, in the world's arena. */
static struct str make_zip(const struct world *world, const struct part *parts, size_t count)
{
    size_t room = 65536, used = 0;

    for (size_t i = 0; i < count; i++)
        room += parts[i].content.n + 1024;
    char *bytes = arena_zero(world->arena, room, 1);
    struct archive *zip = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(zip), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(zip, bytes, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, parts[i].name);
        archive_entry_set_size(entry, (la_int64_t)parts[i].content.n);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(zip, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(zip, parts[i].content.p, parts[i].content.n),
                         parts[i].content.n);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_close(zip), ARCHIVE_OK);
    archive_write_free(zip);
    return (struct str){bytes, used};
}

/* The elements of a part within its root. */
static struct part make_part(const struct world *world, const char *name, const char *root,
                             const char *content)
{
    const char *xml = arena_printf(
        world->arena, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:%s" NAMESPACES ">%s</w:%s>",
        root, content, root);
    return (struct part){name, str_of(xml)};
}

struct word_file {
    const char *body, *styles, *numbering, *footnotes, *header, *footer; /* NULL: no such part */
};

static struct str make_docx(const struct world *world, const struct word_file *file)
{
    struct part parts[7] = {{"[Content_Types].xml", str_of(types)}};
    size_t count = 1;

    parts[count++] =
        make_part(world, "word/document.xml", "document",
                  arena_printf(world->arena, "<w:body>%s<w:sectPr/></w:body>", file->body));
    if (file->styles != NULL)
        parts[count++] = make_part(world, "word/styles.xml", "styles", file->styles);
    if (file->numbering != NULL)
        parts[count++] = make_part(world, "word/numbering.xml", "numbering", file->numbering);
    if (file->footnotes != NULL)
        parts[count++] = make_part(world, "word/footnotes.xml", "footnotes", file->footnotes);
    if (file->header != NULL)
        parts[count++] = make_part(world, "word/header1.xml", "hdr", file->header);
    if (file->footer != NULL)
        parts[count++] = make_part(world, "word/foot.xml", "ftr", file->footer);
    return make_zip(world, parts, count);
}

static struct document read_ok(const struct world *world, const char *label, struct str bytes)
{
    struct document document;
    struct err err;

    expect_ok(label, docx_read(&document, bytes, world->arena, &err), &err);
    expect_text(label, str_of(document.format), "docx");
    for (size_t i = 0; i < document.count; i++) {
        expect_number(label, document.lines[i].line, i + 1);
        expect_true(label, utf8_valid(document.lines[i].text));
    }
    return document;
}

struct body {
    const char *xml, *lines;
};

static void expect_lines(const struct world *world, const struct word_file *with,
                         const struct body *bodies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct word_file file = *with;
        file.body = bodies[i].xml;
        struct document document = read_ok(world, bodies[i].xml, make_docx(world, &file));
        expect_text(bodies[i].xml, str_of(support_lines(world, &document)), bodies[i].lines);
    }
}

#define R(text)         "<w:r><w:t>" text "</w:t></w:r>"
#define RB(text)        "<w:r><w:rPr><w:b/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(runs)         "<w:p>" runs "</w:p>"
#define PS(style, text) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" R(text) "</w:p>"
#define PN(list, level, text)                                                                      \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" list                     \
    "\"/></w:numPr></w:pPr>" R(text) "</w:p>"
#define TC(content) "<w:tc>" content "</w:tc>"

static void paragraphs_are_lines(void **state)
{
    static const struct body bodies[] = {
        {P(R("Files ") R("deeds.")) P("") P(R("More.")), "Files deeds.\n\nMore.\n"},
        {P(RB("Duties")) P(RB("Duties:") R(" Files.")), "B|Duties\n\n7b|Duties: Files.\n"},
        {P("<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>a</w:t></w:r>"), "a\n"},
        {P("<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>a</w:t></w:r>"), "B|a\n"},
        {P("<w:r><w:rPr><w:u w:val=\"none\"/></w:rPr><w:t>a</w:t></w:r>"), "a\n"},
        {P("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), "a\tb\nc\n"},
        {P("<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>" R("a")), "a\n"},
        {P("<w:r><w:t>on</w:t><w:noBreakHyphen/><w:t>call</w:t><w:softHyphen/></w:r>"),
         "on-call\n"},
        {P("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>" R(" yes")),
         "\xe2\x98\x91 yes\n"},
        {P("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/></w:r>" R(" 2")), "\xe2\x89\xa5 2\n"},
        {P(R("\xef\x82\xb7 a")), "\xe2\x80\xa2 a\n"}, /* U+F0B7 */
        {P("<w:hyperlink><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t>a</w:t></w:r>"
           "</w:hyperlink>"),
         "a\n"},
        {P("<w:ins>" R("new") "</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"),
         "new\n"},
        {P("<w:moveFrom>" R("x") "</w:moveFrom><w:moveTo>" R("y") "</w:moveTo>"), "y\n"},
        {P("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>" R("y")), "y\n"},
        {P("<w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></"
           "w:r>"),
         "a\n"},
        {"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" P(R("a")) "</w:sdtContent></w:sdt>",
         "a\n"},
        {P("<w:r><w:instrText>PAGE</w:instrText></w:r>" R("a &lt;b&gt; &amp; &#233;")),
         "a <b> & \xc3\xa9\n"},
        {P("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
             R("box")) "</w:txbxContent></"
                       "mc:Choice><mc:"
                       "Fallback><w:"
                       "txbxContent>" P(R("box")) "</"
                                                  "w:"
                                                  "txbxCo"
                                                  "ntent>"
                                                  "</"
                                                  "mc:"
                                                  "Fallba"
                                                  "ck></"
                                                  "mc:"
                                                  "Altern"
                                                  "ateCon"
                                                  "tent><"
                                                  "/w:"
                                                  "r>" R("tex"
                                                         "t")) P(R("next")),
         "text\n\nbox\n\nnext\n"},
    };

    expect_lines(*state, &(struct word_file){0}, bodies, COUNT_OF(bodies));
}

static void styles_make_headings(void **state)
{
    static const struct word_file with = {
        .styles =
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"><w:name "
            "w:val=\"Normal\"/>"
            "</w:style>"
            "<w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>"
            "<w:style w:styleId=\"Own\"><w:basedOn w:val=\"berschrift2\"/><w:rPr><w:b/></w:rPr>"
            "</w:style>"
            "<w:style w:styleId=\"Outline\"><w:pPr><w:outlineLvl w:val=\"3\"/></w:pPr></w:style>"
            "<w:style w:styleId=\"Body\"><w:basedOn w:val=\"Outline\"/><w:pPr>"
            "<w:outlineLvl w:val=\"9\"/></w:pPr></w:style>"
            "<w:style w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style>"
            "<w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/><w:rPr><w:b/></w:rPr></w:style>"
            "<w:style w:styleId=\"Self\"><w:basedOn w:val=\"Self\"/></w:style>"
            "<w:style w:type=\"character\" w:styleId=\"Strong\"><w:rPr><w:b/></w:rPr></w:style>"};
    static const struct body bodies[] = {
        {PS("berschrift2", "Duties"), "H2|Duties\n"},
        {PS("Own", "Duties"), "H2B|Duties\n"},
        {PS("Outline", "Duties"), "H4|Duties\n"},
        {PS("Body", "Duties"), "Duties\n"},
        {PS("A", "Duties") PS("Self", "x") PS("Missing", "y"), "B|Duties\n\nx\n\ny\n"},
        {P("<w:r><w:rPr><w:rStyle w:val=\"Strong\"/></w:rPr><w:t>Duties</w:t></w:r>"),
         "B|Duties\n"},
        {"<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>" R("Duties") "</w:p>", "H1|Duties\n"},
        {"<w:p><w:pPr><w:pStyle w:val=\"berschrift2\"/></w:pPr><w:r><w:t>Minimum</w:t><w:br/>"
         "<w:t>Qualifications</w:t></w:r></w:p>" P(R("x")),
         "H2|Minimum Qualifications\n\nx\n"},
        {"<w:p><w:pPr><w:pStyle w:val=\"B\"/></w:pPr><w:r><w:rPr><w:b w:val=\"false\"/></w:rPr>"
         "<w:t>Duties</w:t></w:r></w:p>",
         "Duties\n"},
    };

    expect_lines(*state, &with, bodies, COUNT_OF(bodies));
}

static void lists_are_numbered(void **state)
{
    static const struct word_file with = {
        .numbering =
            "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
            "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\">"
            "<w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1.%2)\"/>"
            "</w:lvl></w:abstractNum>"
            "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/>"
            "<w:lvlText w:val=\"\xef\x82\xb7\"/></w:lvl></w:abstractNum>"
            "<w:abstractNum w:abstractNumId=\"2\"><w:styleLink w:val=\"L\"/><w:lvl w:ilvl=\"0\">"
            "<w:start w:val=\"4\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText "
            "w:val=\"%1\"/></w:lvl>"
            "</w:abstractNum>"
            "<w:abstractNum w:abstractNumId=\"3\"><w:numStyleLink w:val=\"L\"/></w:abstractNum>"
            "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>"
            "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
            "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"3\"/></w:num>"
            "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">"
            "<w:startOverride w:val=\"7\"/></w:lvlOverride></w:num>"
            "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"99\"/></w:num>",
        .styles = "<w:style w:styleId=\"H\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>"
                  "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"};
    static const struct body bodies[] = {
        {PN("1", "0", "a") PN("1", "0", "b") P(R("x")) PN("1", "0", "c"),
         "1. a\n2. b\n\nx\n\n3. c\n"},
        {PN("1", "0", "a") PN("1", "1", "b") PN("1", "1", "c") PN("1", "0", "d") PN("1", "1", "e"),
         "1. a\n  1.a) b\n  1.b) c\n2. d\n  2.a) e\n"},
        {PN("2", "0", "a") PN("2", "0", "b"), "\xe2\x80\xa2 a\n\xe2\x80\xa2 b\n"},
        {PN("3", "0", "a") PN("3", "0", "b"), "IV a\nV b\n"},
        {PN("1", "0", "a") PN("4", "0", "b") PN("4", "0", "c"), "1. a\n7. b\n8. c\n"},
        {PN("0", "0", "a") PN("5", "0", "b") PN("77", "0", "c"), "a\n\nb\n\nc\n"},
        {PN("1", "0", "a") PN("1", "0", "") PN("1", "0", "c"), "1. a\n\n3. c\n"},
        {PS("H", "Duties") P(R("x")) PS("H", "Other"), "H1|1. Duties\n\nx\n\nH1|2. Other\n"},
    };

    expect_lines(*state, &with, bodies, COUNT_OF(bodies));
}

static void rows_of_tables_are_lines(void **state)
{
    static const struct body bodies[] = {
        {P(R("x")) "<w:tbl><w:tr>" TC(P(RB("Code"))) TC(P(R("17"))) "</w:tr><w:tr>" TC(P(R("a")))
             TC(P(R("b"))) "</w:tr></w:tbl>" P(R("y")),
         "x\n\n4bR|Code\t17\nR|a\tb\n\ny\n"},
        {"<w:tbl><w:tr>" TC(P(R("Duties"))) "</w:tr><w:tr>" TC(P(R("a"))) TC(P(""))
             TC(P(R("c"))) "</w:tr></w:tbl>",
         "Duties\n\nR|a\t\tc\n"},
    };

    expect_lines(*state, &(struct word_file){0}, bodies, COUNT_OF(bodies));
}

static void notes_and_page_headers_are_read(void **state)
{
    static const struct word_file file = {
        .body = P(R("Files deeds.")) P(R("Tide Clerk")),
        .footnotes = "<w:footnote w:type=\"separator\">" P(R("x")) "</w:footnote><w:footnote>" P(
            R("A note.")) "</w:footnote>",
        .header = P(R("Port Authority")) P(R("Harbours and tides")) P(R("Code: 17"))
            P(R("TIDE CLERK")) P(R("Page 1 of 3")),
        .footer = P(R("Page 1 of 3, form rev. 7")) P(R("TIDE clerk files deeds"))
            P(R("Form 7 (Class 4190) Page 1")) P(R("Form 7 (Class 4190) Page 1"))
                P(R("Port Authority"))};
    struct document document = read_ok(*state, "notes", make_docx(*state, &file));

    expect_text("notes", str_of(support_lines(*state, &document)),
                "Harbours and tides\nCode: 17\n\nFiles deeds.\n\nTide Clerk\n\n[1] A note.\n\n"
                "Form 7 (Class 4190) Page 1\n");
}

static void the_style_names_the_title(void **state)
{
    static const char styles[] = "<w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>";
    static const struct {
        const char *body, *title;
        unsigned line;
    } cases[] = {
        {P(R("Port")) PS("T", "Tide Clerk") P(R("x")), "Tide Clerk", 3},
        {PS("T", "Port") PS("T", "Tide Clerk"), "", 0},
        {PS("T", "") PS("T", "Tide Clerk"), "Tide Clerk", 1},
        {P(R("Tide Clerk")), "", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct word_file file = {.body = cases[i].body, .styles = styles};
        struct document document = read_ok(*state, cases[i].body, make_docx(*state, &file));
        expect_text(cases[i].body, document.title, cases[i].title);
        expect_number(cases[i].body, document.title_line, cases[i].line);
    }
}

static void expect_refusal(const struct world *world, const char *label, struct str bytes,
                           enum err_code want, const char *reason)
{
    struct document document;
    struct err err;
    enum err_code code = read_document(&document, bytes, STR("x.docx"), world->arena, &err);

    expect_error(label, code, want, &err, reason);
    expect_printable(label, err.text);
}

static void other_files_are_named(void **state)
{
    static const struct {
        const char *name;
        struct str content;
        const char *reason;
    } zips[] = {
        {"notes.txt", BYTES("text"), "a zip archive"},
        {"mimetype", BYTES("application/vnd.oasis.opendocument.text"), "ODT"},
        {"mimetype", BYTES("application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"},
        {"[Content_Types].xml",
         BYTES("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
               "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
               "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"),
         ".xlsx"},
        {"word/styles.xml", BYTES("<x/>"), "document part is missing"},
    };
    static const struct {
        struct str bytes;
        const char *reason;
    } files[] = {
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), ".docx"},
        {BYTES("\xd0\xcf\x11\xe0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), "password"},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "LibreOffice"},
        {BYTES("{\\rtf1 text}"), "LibreOffice"},
        {BYTES("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "empty"},
        {BYTES("PK\x03\x04 and nothing more"), "damaged"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(zips); i++)
        expect_refusal(world, zips[i].reason,
                       make_zip(world, &(struct part){zips[i].name, zips[i].content}, 1),
                       ERR_FORMAT, zips[i].reason);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        expect_refusal(world, files[i].reason, files[i].bytes, ERR_FORMAT, files[i].reason);
}

/* A file whose document part is this, as it is. */
static struct str with_document(const struct world *world, struct str xml)
{
    struct part parts[] = {{"[Content_Types].xml", str_of(types)}, {"word/document.xml", xml}};
    return make_zip(world, parts, 2);
}

#define ROOT "<w:document" NAMESPACES "><w:body>" P(R("a"))

static void hostile_xml_is_refused(void **state)
{
    static const struct {
        const char *xml, *reason;
    } cases[] = {
        {"<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>" ROOT "&c;</w:body></w:document>",
         "declares"},
        {"<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" ROOT
         "&a;</w:body></w:document>",
         "declares"},
        {"<!DOCTYPE x SYSTEM \"http://localhost/x.dtd\">" ROOT "</w:body></w:document>",
         "declares"},
        {ROOT "&a;</w:body></w:document>", "well-formed"},
        {ROOT "</w:body>", "well-formed"},
        {ROOT, "well-formed"},
        {"text", "well-formed"},
        {"", "empty"},
        {"<w:document" NAMESPACES "><w:body/></w:document>", "without text"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_refusal(world, cases[i].xml, with_document(world, str_of(cases[i].xml)), ERR_FORMAT,
                       cases[i].reason);
    struct buf deep = {0};
    buf_text(&deep, "<w:document" NAMESPACES "><w:body>");
    for (int i = 0; i < 100000; i++)
        buf_text(&deep, "<w:tbl><w:tr><w:tc>");
    expect_refusal(world, "deep", with_document(world, buf_view(&deep)), ERR_FORMAT, "damaged");
    deep.n = 0;
    buf_text(&deep, "<w:document" NAMESPACES "><w:body");
    for (int i = 0; i < 100000; i++)
        buf_printf(&deep, " a%d=\"\"", i);
    buf_text(&deep, "/></w:document>");
    expect_refusal(world, "attributes", with_document(world, buf_view(&deep)), ERR_LIMIT,
                   "attributes");
    buf_free(&deep);
}

static void bombs_are_refused(void **state)
{
    const size_t size = 70 * 1024 * 1024;
    const struct world *world = *state;
    char *blanks = arena_zero(world->arena, size, 1);

    memset(blanks, ' ', size);
    struct str bomb = with_document(world, (struct str){blanks, size});
    expect_true("small", bomb.n < 1024 * 1024);
    expect_refusal(world, "bomb", bomb, ERR_LIMIT, "unpacks to more than 64 MiB");
}

static void damaged_files_are_refused(void **state)
{
    const struct world *world = *state;
    struct word_file file = {.body = P(R("Files deeds.")), .styles = "", .numbering = ""};
    struct str whole = make_docx(world, &file);
    struct support_random random = random_start("damage");

    read_ok(world, "whole", whole);
    for (size_t n = 5; n < whole.n; n += 7)
        expect_refusal(world, "cut", (struct str){whole.p, n}, ERR_FORMAT, NULL);
    for (int round = 0; round < 500; round++) {
        struct document document;
        struct err err;
        char *bytes = arena_strndup(world->arena, whole.p, whole.n);
        for (int i = 0; i < 3; i++)
            bytes[4 + random_below(&random, (uint32_t)whole.n - 4)] =
                (char)random_below(&random, 256);
        struct str damaged = {bytes, whole.n};
        if (docx_read(&document, damaged, world->arena, &err) != ERR_OK)
            expect_printable("reason", err.text);
        else
            expect_true("text", document.count > 0);
    }
}

/* Well-formed bodies of any structure: lines of valid UTF-8, or no text. */
static void random_bodies_are_read(void **state)
{
    static const char *const opens[] = {"p",   "r",   "t",           "tbl",
                                        "tr",  "tc",  "txbxContent", "hyperlink",
                                        "del", "pPr", "rPr",         "footnote"};
    static const char *const pieces[] = {"text",
                                         "<w:br/>",
                                         "<w:tab/>",
                                         "<w:b/>",
                                         "\xc3\xa9",
                                         "<w:numId w:val=\"1\"/>",
                                         "<w:pStyle w:val=\"T\"/>"};
    struct support_random random = random_start("bodies");
    const struct world *world = *state;
    size_t read = 0;

    for (int round = 0; round < 500; round++) {
        const char *open[40];
        size_t depth = 0;
        struct buf xml = {0};
        buf_text(&xml, P(R("a")));
        for (uint32_t n = random_below(&random, 80); n > 0; n--) {
            uint32_t choice = random_below(&random, 3);
            if (choice == 0 && depth < COUNT_OF(open)) {
                open[depth] = opens[random_below(&random, COUNT_OF(opens))];
                buf_printf(&xml, "<w:%s>", open[depth++]);
            } else if (choice == 1 && depth > 0) {
                buf_printf(&xml, "</w:%s>", open[--depth]);
            } else {
                buf_text(&xml, pieces[random_below(&random, COUNT_OF(pieces))]);
            }
        }
        while (depth > 0)
            buf_printf(&xml, "</w:%s>", open[--depth]);
        struct word_file file = {.body = arena_strndup(world->arena, xml.p, xml.n)};
        read += read_ok(world, file.body, make_docx(world, &file)).count > 0;
        buf_free(&xml);
        arena_clear(world->arena);
    }
    expect_number("read", read, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(paragraphs_are_lines),
        world_test(styles_make_headings),
        world_test(lists_are_numbered),
        world_test(rows_of_tables_are_lines),
        world_test(notes_and_page_headers_are_read),
        world_test(the_style_names_the_title),
        world_test(other_files_are_named),
        world_test(hostile_xml_is_refused),
        world_test(bombs_are_refused),
        world_test(damaged_files_are_refused),
        world_test(random_bodies_are_read),
    };
    return cmocka_run_group_tests_name("docx", tests, NULL, NULL);
}
