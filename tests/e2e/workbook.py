"""What an XLSX file holds, read strictly: every part has to be sound, known and declared."""

import re
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Sheet:
    """rows: lists of cells, a cell being a str, a float or None; links: {(row, column): address};
    marks: {(row, column): [(start, end, is it bold), ...]}."""

    def __init__(self):
        self.rows, self.links, self.marks, self.formulas = [], {}, {}, 0
        self.frozen = self.filter = None
        self.styles = {}


def column_of(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def place_of(reference):
    letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", reference).groups()
    return int(row) - 1, column_of(letters)


def unescaped(text):
    """ST_Xstring, ECMA-376 part 1, 22.9.2.19."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def read_cell(cell, sheet):
    sheet.formulas += cell.find(MAIN + "f") is not None
    if cell.get("t") == "inlineStr":
        runs = cell.findall(f"{MAIN}is/{MAIN}r")
        at, marks = 0, []
        for run in runs:
            length = len(unescaped(run.find(MAIN + "t").text))
            if run.find(MAIN + "rPr") is not None:
                marks.append((at, at + length, run.find(f"{MAIN}rPr/{MAIN}b") is not None))
            at += length
        sheet.marks[place_of(cell.get("r"))] = marks
        texts = [run.find(MAIN + "t") for run in runs] or [cell.find(f"{MAIN}is/{MAIN}t")]
        return "".join(unescaped(text.text or "") for text in texts) or None
    assert cell.get("t") is None, cell.get("t")
    return float(cell.find(MAIN + "v").text)


def read_sheet(archive, name):
    sheet, root = Sheet(), ElementTree.fromstring(archive.read(f"xl/worksheets/{name}.xml"))
    order = ["sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "hyperlinks",
             "pageMargins", "pageSetup"]  # of CT_Worksheet
    found = [order.index(child.tag[len(MAIN):]) for child in root]
    assert found == sorted(set(found)), found
    for number, row in enumerate(root.find(MAIN + "sheetData"), 1):
        assert int(row.get("r")) == number
        cells, last = [], -1
        for cell in row:
            at, column = place_of(cell.get("r"))
            assert at == number - 1 and column > last
            cells += [None] * (column - len(cells)) + [read_cell(cell, sheet)]
            sheet.styles[at, column] = int(cell.get("s", 0))
            last = column
        sheet.rows.append(cells)
    pane = root.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
    sheet.frozen = pane is not None and (pane.get("state"), pane.get("topLeftCell"))
    if root.find(MAIN + "autoFilter") is not None:
        sheet.filter = root.find(MAIN + "autoFilter").get("ref")
    if root.find(MAIN + "hyperlinks") is not None:
        targets = {relation.get("Id"): relation for relation in
                   ElementTree.fromstring(archive.read(f"xl/worksheets/_rels/{name}.xml.rels"))}
        for link in root.find(MAIN + "hyperlinks"):
            target = targets.pop(link.get(RELATED + "id"))
            assert target.get("TargetMode") == "External"
            address = target.get("Target") + ("#" + link.get("location") if link.get("location") else "")
            sheet.links[place_of(link.get("ref"))] = address
        assert not targets, targets
    width = max(map(len, sheet.rows))
    for row in sheet.rows:
        row += [None] * (width - len(row))
    return sheet


def read_workbook(path):
    """{name: Sheet} in the order of the tabs."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
        types = {child.get("PartName") for child in parts["[Content_Types].xml"]
                 if child.tag == TYPES + "Override"}
        assert types == {"/" + name for name in parts
                         if name.endswith(".xml") and name != "[Content_Types].xml"}, types
        targets = {relation.get("Id"): relation.get("Target") for relation in parts["xl/_rels/workbook.xml.rels"]}
        styles = len(parts["xl/styles.xml"].find(MAIN + "cellXfs"))
        sheets = {}
        for sheet in parts["xl/workbook.xml"].find(MAIN + "sheets"):
            name = re.fullmatch(r"worksheets/(sheet\d+)\.xml", targets[sheet.get(RELATED + "id")])[1]
            sheets[sheet.get("name")] = read_sheet(archive, name)
        assert all(style < styles for sheet in sheets.values() for style in sheet.styles.values())
        return sheets
