#include "searchd/workbook.h"

#include <stdlib.h>

#include "base/mem.h"
#include "searchd/zip.h"

#define XML        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define FORMATS    "http://schemas.openxmlformats.org/"
#define SHEET_NAME FORMATS "spreadsheetml/2006/main"
#define RELATED    FORMATS "officeDocument/2006/relationships"
#define PACKAGE    FORMATS "package/2006/relationships"
#define TYPE       "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* Those of cells, in the order of `styles` below. */
enum style { STYLE_PLAIN, STYLE_HEADER, STYLE_TEXT, STYLE_QUOTED, STYLE_LINK, STYLE_NUMBER };

/* Rows are as high as their texts, up to what lets several be seen at a time. Their heights are
 * said: Excel would find them by itself, but LibreOffice shows a line of each. */
enum { LINES_MAX = 12, LINE_POINTS = 15 };

static const char styles[] = XML
    "<styleSheet xmlns=\"" SHEET_NAME "\"><fonts count=\"3\">"
    "<font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><u/><sz val=\"11\"/><color rgb=\"FF0B57A4\"/><name val=\"Calibri\"/>"
    "<family val=\"2\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\">"
    "<fgColor rgb=\"FFE6EBF2\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    "<border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF8090A4\"/></bottom>"
    "<diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"6\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" "
    "applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" "
    "wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyAlignment=\"1\"><alignment horizontal=\"right\" vertical=\"top\" "
    "indent=\"1\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

/* A cell that leads somewhere. */
struct workbook_link {
    uint32_t row, column;
    size_t bytes; /* of its address, which stands in `targets` behind the one before */
};

struct workbook {
    struct zip *zip;
    const struct table_sheet *sheets;
    size_t count, begun;         /* sheets; those that have been begun */
    uint32_t *rows;              /* of each sheet, with the header */
    struct buf xml;              /* what is to be packed next */
    struct workbook_link *links; /* of the sheet under way */
    size_t link_count, link_capacity;
    struct buf targets;
    struct table_losses losses;
    struct arena *arena;
};

enum err_code workbook_new(struct workbook **workbook, const struct table_sheet *sheets,
                           size_t count, struct err *err)
{
    struct zip *zip;
    enum err_code code = zip_new(&zip, err);

    if (code != ERR_OK)
        return code;
    struct workbook *new = mem_zero(1, sizeof *new);
    *new = (struct workbook){.zip = zip, .sheets = sheets, .count = count, .arena = arena_new()};
    new->rows = arena_zero(new->arena, count, sizeof *new->rows);
    *workbook = new;
    return ERR_OK;
}

void workbook_free(struct workbook *workbook)
{
    if (workbook == NULL)
        return;
    zip_free(workbook->zip);
    buf_free(&workbook->xml);
    buf_free(&workbook->targets);
    free(workbook->links);
    arena_free(workbook->arena);
    free(workbook);
}

struct table_losses workbook_losses(const struct workbook *workbook)
{
    return workbook->losses;
}

/* Packs what stands in `xml`. */
static enum err_code flush(struct buf *out, struct workbook *workbook, struct err *err)
{
    enum err_code code = zip_add(out, workbook->zip, buf_view(&workbook->xml), err);

    workbook->xml.n = 0;
    return code;
}

/* An entry with what stands in `xml`. */
static enum err_code add_part(struct buf *out, struct workbook *workbook, const char *name,
                              struct err *err)
{
    enum err_code code = zip_begin(out, workbook->zip, name, err);

    if (code == ERR_OK)
        code = flush(out, workbook, err);
    return code == ERR_OK ? zip_end(out, workbook->zip, err) : code;
}

/* What stands before the first sheet. */
static enum err_code add_package(struct buf *out, struct workbook *workbook, struct err *err)
{
    struct buf *xml = &workbook->xml;

    buf_text(xml, XML "<Types xmlns=\"" FORMATS "package/2006/content-types\">"
                      "<Default Extension=\"rels\" ContentType=\"application/"
                      "vnd.openxmlformats-package.relationships+xml\"/>"
                      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                      "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                      "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
                      "styles+xml\"/>");
    for (size_t i = 1; i <= workbook->count; i++)
        buf_printf(xml,
                   "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE
                   "worksheet+xml\"/>",
                   i);
    buf_text(xml, "</Types>");
    enum err_code code = add_part(out, workbook, "[Content_Types].xml", err);
    if (code != ERR_OK)
        return code;
    buf_text(xml,
             XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" RELATED
                 "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    code = add_part(out, workbook, "_rels/.rels", err);
    if (code != ERR_OK)
        return code;
    buf_text(xml, XML "<Relationships xmlns=\"" PACKAGE "\">");
    for (size_t i = 1; i <= workbook->count; i++)
        buf_printf(xml,
                   "<Relationship Id=\"rId%zu\" Type=\"" RELATED
                   "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                   i, i);
    buf_printf(xml,
               "<Relationship Id=\"rId%zu\" Type=\"" RELATED
               "/styles\" Target=\"styles.xml\"/></Relationships>",
               workbook->count + 1);
    code = add_part(out, workbook, "xl/_rels/workbook.xml.rels", err);
    if (code != ERR_OK)
        return code;
    buf_text(xml, styles);
    return add_part(out, workbook, "xl/styles.xml", err);
}

/* "A" to "Z", "AA" and so on, from 0. */
static void add_column(struct buf *xml, size_t column)
{
    char letters[8];
    size_t n = sizeof letters;

    for (size_t left = column + 1; left > 0; left = (left - 1) / 26)
        letters[--n] = (char)('A' + (left - 1) % 26);
    buf_add(xml, letters + n, sizeof letters - n);
}

static void add_place(struct buf *xml, size_t column, uint32_t row)
{
    add_column(xml, column);
    buf_printf(xml, "%u", row);
}

/* About how many lines a text takes in a column so wide, words being kept together where they fit;
 * LINES_MAX at most. */
static unsigned lines_of(struct str text, unsigned width)
{
    unsigned lines = 1, used = 0, word = 0;

    for (size_t i = 0; i < text.n && lines < LINES_MAX; i++) {
        if (text.p[i] == '\n') {
            lines++;
            used = word = 0;
            continue;
        }
        if (((unsigned char)text.p[i] & 0xc0) == 0x80) /* within a character */
            continue;
        word = text.p[i] == ' ' || text.p[i] == '-' ? 0 : word + 1;
        if (++used > width && word > 0) {
            lines++;
            used = word = word <= width ? word : 1;
        }
    }
    return lines;
}

/* Remembers the link of a cell, if there is room for it. */
static bool keep_link(struct workbook *workbook, struct str address, size_t column)
{
    if (workbook->link_count == WORKBOOK_LINKS_MAX || address.n > WORKBOOK_ADDRESS_MAX ||
        workbook->targets.n + address.n > WORKBOOK_TARGETS_MAX) {
        workbook->losses.unlinked++;
        return false;
    }
    workbook->links = mem_grow(workbook->links, workbook->link_count, &workbook->link_capacity,
                               sizeof *workbook->links);
    workbook->links[workbook->link_count++] =
        (struct workbook_link){workbook->rows[workbook->begun - 1], (uint32_t)column, address.n};
    buf_str(&workbook->targets, address);
    return true;
}

static enum style style_of(struct workbook *workbook, const struct table_cell *cell, size_t column)
{
    if (cell->type == TABLE_NUMBER)
        return STYLE_NUMBER;
    if (cell->links.n > 0 && keep_link(workbook, cell->links, column))
        return STYLE_LINK;
    return strchr("=+-@\t\r\n", cell->text.p[0]) != NULL ? STYLE_QUOTED : STYLE_TEXT;
}

static void add_cell(struct workbook *workbook, const struct table_cell *cell, enum style style,
                     size_t column)
{
    struct buf *xml = &workbook->xml;

    buf_text(xml, "<c r=\"");
    add_place(xml, column, workbook->rows[workbook->begun - 1]);
    buf_printf(xml, "\" s=\"%d\"", (int)style);
    if (cell->type == TABLE_NUMBER) {
        buf_text(xml, "><v>");
        buf_str(xml, cell->text);
        buf_text(xml, "</v></c>");
        return;
    }
    buf_text(xml, " t=\"inlineStr\">");
    workbook->losses.cut += workbook_add_string(xml, cell);
    buf_text(xml, "</c>");
}

static void begin_row(struct workbook *workbook, unsigned lines)
{
    buf_printf(&workbook->xml, "<row r=\"%u\"", ++workbook->rows[workbook->begun - 1]);
    if (lines > 1)
        buf_printf(&workbook->xml, " ht=\"%u\" customHeight=\"1\"", lines * LINE_POINTS);
    buf_char(&workbook->xml, '>');
}

enum err_code workbook_row(struct buf *out, struct workbook *workbook,
                           const struct table_cell *cells, struct err *err)
{
    const struct table_sheet *sheet = &workbook->sheets[workbook->begun - 1];
    unsigned lines = 1;

    if (workbook->rows[workbook->begun - 1] > TABLE_ROWS_MAX)
        return err_set(err, ERR_LIMIT, "a sheet of Excel has no room for more than %d rows",
                       TABLE_ROWS_MAX);
    for (size_t i = 0; i < sheet->count; i++) {
        bool is_link = cells[i].links.n > 0; /* which is shown in a line */
        unsigned these = is_link ? 1 : lines_of(cells[i].text, sheet->columns[i].width);
        lines = these > lines ? these : lines;
    }
    begin_row(workbook, lines);
    for (size_t i = 0; i < sheet->count; i++)
        if (cells[i].text.n > 0)
            add_cell(workbook, &cells[i], style_of(workbook, &cells[i], i), i);
    buf_text(&workbook->xml, "</row>");
    return flush(out, workbook, err);
}

static void add_header(struct workbook *workbook, const struct table_sheet *sheet)
{
    unsigned lines = 1;

    for (size_t i = 0; i < sheet->count; i++) {
        unsigned these = lines_of(str_of(sheet->columns[i].name), sheet->columns[i].width);
        lines = these > lines ? these : lines;
    }
    begin_row(workbook, lines);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct table_cell cell = table_text(str_of(sheet->columns[i].name));
        add_cell(workbook, &cell, STYLE_HEADER, i);
    }
    buf_text(&workbook->xml, "</row>");
}

/* Names of parts live as long as the archive. */
static const char *part_name(const char *form, struct workbook *workbook)
{
    return arena_printf(workbook->arena, "xl/worksheets/%ssheet%zu.xml%s", form, workbook->begun,
                        form[0] != '\0' ? ".rels" : "");
}

static void add_sheet_head(struct workbook *workbook, const struct table_sheet *sheet)
{
    struct buf *xml = &workbook->xml;

    buf_printf(xml,
               XML "<worksheet xmlns=\"" SHEET_NAME "\" xmlns:r=\"" RELATED
                   "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>"
                   "<sheetView%s workbookViewId=\"0\">",
               workbook->begun == 1 ? " tabSelected=\"1\"" : "");
    if (sheet->is_list)
        buf_text(xml, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                      "state=\"frozen\"/><selection pane=\"bottomLeft\"/>");
    buf_text(xml, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
    for (size_t i = 0; i < sheet->count; i++)
        buf_printf(xml, "<col min=\"%zu\" max=\"%zu\" width=\"%u\" customWidth=\"1\"/>", i + 1,
                   i + 1, sheet->columns[i].width);
    buf_text(xml, "</cols><sheetData>");
}

static void add_range(struct buf *xml, const struct table_sheet *sheet, uint32_t rows,
                      const char *dollar)
{
    buf_printf(xml, "%sA%s1:%s", dollar, dollar, dollar);
    add_column(xml, sheet->count - 1);
    buf_printf(xml, "%s%u", dollar, rows);
}

/* Of an address, what is behind '#' stands apart from the rest. */
static struct str fragment_of(struct str *address)
{
    struct str rest = *address;

    *address = str_cut(&rest, '#');
    return rest;
}

static struct str target_of(const struct workbook *workbook, size_t link, size_t *at)
{
    struct str target = {workbook->targets.p + *at, workbook->links[link].bytes};

    *at += target.n;
    return target;
}

/* An address in an attribute, where Excel knows no escapes of its own. */
static void add_address(struct buf *xml, struct str address)
{
    for (size_t i = 0; i < address.n; i++)
        switch (address.p[i]) {
        case '&':
            buf_text(xml, "&amp;");
            break;
        case '<':
            buf_text(xml, "&lt;");
            break;
        case '"':
            buf_text(xml, "&quot;");
            break;
        default:
            buf_char(xml, address.p[i]);
        }
}

static enum err_code add_links(struct buf *out, struct workbook *workbook, struct err *err)
{
    struct buf *xml = &workbook->xml;
    enum err_code code = ERR_OK;
    size_t at = 0;

    if (workbook->link_count == 0)
        return ERR_OK;
    buf_text(xml, "<hyperlinks>");
    for (size_t i = 0; code == ERR_OK && i < workbook->link_count; i++) {
        struct str address = target_of(workbook, i, &at), fragment = fragment_of(&address);
        buf_text(xml, "<hyperlink ref=\"");
        add_place(xml, workbook->links[i].column, workbook->links[i].row);
        buf_printf(xml, "\" r:id=\"rId%zu\"", i + 1);
        if (fragment.n > 0) {
            buf_text(xml, " location=\"");
            add_address(xml, fragment);
            buf_char(xml, '"');
        }
        buf_text(xml, "/>");
        code = flush(out, workbook, err);
    }
    buf_text(xml, "</hyperlinks>");
    return code;
}

/* What the links of the sheet lead to, a part of its own. */
static enum err_code add_targets(struct buf *out, struct workbook *workbook, struct err *err)
{
    struct buf *xml = &workbook->xml;
    size_t at = 0;

    if (workbook->link_count == 0)
        return ERR_OK;
    enum err_code code = zip_begin(out, workbook->zip, part_name("_rels/", workbook), err);
    buf_text(xml, XML "<Relationships xmlns=\"" PACKAGE "\">");
    for (size_t i = 0; code == ERR_OK && i < workbook->link_count; i++) {
        struct str address = target_of(workbook, i, &at);
        fragment_of(&address);
        buf_printf(xml, "<Relationship Id=\"rId%zu\" Type=\"" RELATED "/hyperlink\" Target=\"",
                   i + 1);
        add_address(xml, address);
        buf_text(xml, "\" TargetMode=\"External\"/>");
        code = flush(out, workbook, err);
    }
    buf_text(xml, "</Relationships>");
    if (code == ERR_OK)
        code = flush(out, workbook, err);
    workbook->link_count = workbook->targets.n = 0;
    return code == ERR_OK ? zip_end(out, workbook->zip, err) : code;
}

static enum err_code end_sheet(struct buf *out, struct workbook *workbook, struct err *err)
{
    const struct table_sheet *sheet = &workbook->sheets[workbook->begun - 1];
    struct buf *xml = &workbook->xml;

    buf_text(xml, "</sheetData>");
    if (sheet->is_list) {
        buf_text(xml, "<autoFilter ref=\"");
        add_range(xml, sheet, workbook->rows[workbook->begun - 1], "");
        buf_text(xml, "\"/>");
    }
    enum err_code code = add_links(out, workbook, err);
    buf_text(xml, "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" "
                  "header=\"0.3\" footer=\"0.3\"/>"
                  "<pageSetup orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    if (code == ERR_OK)
        code = flush(out, workbook, err);
    if (code == ERR_OK)
        code = zip_end(out, workbook->zip, err);
    return code == ERR_OK ? add_targets(out, workbook, err) : code;
}

enum err_code workbook_begin(struct buf *out, struct workbook *workbook, struct err *err)
{
    enum err_code code =
        workbook->begun == 0 ? add_package(out, workbook, err) : end_sheet(out, workbook, err);

    if (code != ERR_OK)
        return code;
    const struct table_sheet *sheet = &workbook->sheets[workbook->begun++];
    code = zip_begin(out, workbook->zip, part_name("", workbook), err);
    if (code != ERR_OK)
        return code;
    add_sheet_head(workbook, sheet);
    add_header(workbook, sheet);
    return flush(out, workbook, err);
}

/* Names that Excel gives to what is filtered, and to what is printed on each page. */
static void add_names(struct workbook *workbook)
{
    struct buf *xml = &workbook->xml;
    const char *opening = "<definedNames>", *closing = "";

    for (size_t i = 0; i < workbook->count; i++) {
        const struct table_sheet *sheet = &workbook->sheets[i];
        if (!sheet->is_list)
            continue;
        buf_printf(xml,
                   "%s<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%zu\" "
                   "hidden=\"1\">%s!",
                   opening, i, sheet->name);
        add_range(xml, sheet, workbook->rows[i], "$");
        buf_printf(xml,
                   "</definedName><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">"
                   "%s!$1:$1</definedName>",
                   i, sheet->name);
        opening = "";
        closing = "</definedNames>";
    }
    buf_text(xml, closing);
}

enum err_code workbook_finish(struct buf *out, struct workbook *workbook, struct err *err)
{
    struct buf *xml = &workbook->xml;
    enum err_code code = end_sheet(out, workbook, err);

    if (code != ERR_OK)
        return code;
    buf_text(xml, XML "<workbook xmlns=\"" SHEET_NAME "\" xmlns:r=\"" RELATED
                      "\"><bookViews><workbookView/></bookViews><sheets>");
    for (size_t i = 0; i < workbook->count; i++)
        buf_printf(xml, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>",
                   workbook->sheets[i].name, i + 1, i + 1);
    buf_text(xml, "</sheets>");
    add_names(workbook);
    buf_text(xml, "</workbook>");
    code = add_part(out, workbook, "xl/workbook.xml", err);
    return code == ERR_OK ? zip_finish(out, workbook->zip, err) : code;
}
