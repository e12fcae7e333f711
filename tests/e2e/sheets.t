#!/bin/sh
# Files for spreadsheets, opened by one: what LibreOffice reads in an XLSX or CSV export is what the
# API says, cell by cell, whatever the documents hold; comparisons and the command line likewise.
. "$(dirname "$0")/lib.sh"

OFFICE=$(command -v soffice || command -v libreoffice)
# office DIRECTORY FORM [OPTION...] FILE...: converts files with a profile of its own; one start for all.
office() {
    directory=$1 form=$2
    shift 2
    timeout 300 "$OFFICE" "-env:UserInstallation=file://$T/office" --headless --norestore \
        --convert-to "$form" --outdir "$directory" "$@" >"$T/office.log" 2>&1
}
# With nobody to ask, it does not look at the byte order mark; in its window it does.
UTF8='--infilter=Text - txt - csv (StarCalc):44,34,76'
# Every sheet; texts in quotes and numbers bare, as they are and not as they are shown.
EVERY_SHEET='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1'

mkdir "$T/evil"
python3 - "$T/evil" <<'END2'
import sys

def write(name, content):
    with open(f"{sys.argv[1]}/{name}", "w", encoding="utf-8", newline="") as file:
        file.write(content)

write("evil.txt", """=HYPERLINK("http://x/","Clerk") & <b>"quokka"</b>

Class Code: =Q1

=1+1 QUOKKA DUTIES

=1+1
+1 quokka, "quoted", and 'so'
-1; a quokka\tbehind a tab

@SUM(A1) EDUCATION

@SUM(quokka) </t></is><script>alert(1)</script> ]]> &amp; &#65; <!-- quokka -->

LICENSURE

_x0041_ quokka _x000D_ _x00zz_ __x0042_ \u202equokka\u202c \u00e9t\u00e9 \U0001f998 \u4e2d\ufffe \x01

EXPERIENCE

%s quokka
""" % ("w" * 10000))
# A text beyond what a cell holds: 16 bits a letter, 32 a kangaroo.
write("long.txt", "Quokka Warden\n\nClass Code: Q2\n\nDUTIES\n\n" +
      "\n".join("Counts every \U0001f998 quokka of row %d & column %d." % (n, n) for n in range(1200)) + "\n")
END2
serve corpus "$CORPUS"
corpus=$URL
serve hostile "$T/evil"
hostile=$URL

cat >"$T/sheets.py" <<'END2'
"""fetch: keeps exports. compare: holds what LibreOffice made of them against the API."""
import csv
import io
import json
import os
import re
import sys
import urllib.parse
import urllib.request

from tap import Tap
from workbook import read_workbook

STEP, FOLDER, URLS, tap = sys.argv[1], sys.argv[2], sys.argv[3:5], Tap(sys.argv[-1])
MIDDLE = ["ordinal", "heading", "kinds", "source", "line", "page", "url", "score", "text"]
NUMBERS = {"sections", "ordinal", "line", "page", "score"}
# name, daemon, parameters
EXPORTS = [
    ("license-sections", 0, {"q": "license", "group": "section"}),
    ("license-classes", 0, {"q": "license", "group": "class", "sort": "title"}),
    ("everything", 0, {"q": ""}),
    ("filtered", 0, {"q": "supervision", "section": ["duties", "supervision_exercised"], "education": "bachelor"}),
    ("nothing", 0, {"q": "xqzvwx", "relax": "0"}),
    ("hostile", 1, {"q": "quokka"}),
    ("hostile-classes", 1, {"q": "quokka", "group": "class"}),
]


def get(url, path, headers=None, **parameters):
    target = url + path + ("?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else "")
    with urllib.request.urlopen(urllib.request.Request(target, headers=headers or {})) as answer:
        return answer.read(), answer.headers


def export(daemon, parameters):
    lines = [json.loads(line) for line in
             get(URLS[daemon], "/api/v1/export", **parameters)[0].decode().splitlines()]
    return lines[0], lines[1:-1]


def shown(text):
    """What a cell holds of a text: no control characters, none that reorder, returns as line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "\ufffd", text)


def units(text):
    return len(text.encode("utf-16-le")) // 2


def header(classes):
    return ["class_id", "title", "code", "agency", *(["sections"] if classes else []), *MIDDLE]


def cells(row, classes):
    """A row of NDJSON as cells; empty ones are None."""
    about, section = row["class"], row["section"]
    found = {"class_id": about["id"], "sections": row.get("sections"), "kinds": " ".join(section["kinds"]),
             "score": float(f"{row['score']:.6g}"), "text": row["text"],
             **{name: about[name] for name in ("title", "code", "agency")},
             **{name: section[name] for name in ("ordinal", "heading", "source", "line", "page", "url")}}
    return [float(found[name]) if name in NUMBERS and found[name] is not None
            else shown(found[name]) or None if found[name] is not None else None
            for name in header(classes)]


def differs(got, expected):
    """A text that is too long is its beginning, and how much is missing."""
    if not isinstance(expected, str) or units(expected) <= 32767:
        return got != expected
    found = re.fullmatch(r"(?s)(.*) … \[cut here: (\d+) characters more\]", got)
    return not (found and expected.startswith(found[1]) and units(got) <= 32767 and
                units(found[1]) > 32600 and units(found[1]) + int(found[2]) == units(expected))


def wrong_rows(got, expected):
    if len(got) != len(expected):
        return [f"{len(got)} rows, expected {len(expected)}"]
    return [f"row {n}: {str(g)[:300]!r}, expected {str(e)[:300]!r}"
            for n, (row, wanted) in enumerate(zip(got, expected), 2)
            for g, e in zip(row, wanted) if len(row) != len(wanted) or differs(g, e)]


def of_office(path):
    """A sheet as LibreOffice writes it: what is quoted is a text."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        content = file.read()
    return [[None if cell == "" else cell for cell in row]
            for row in csv.reader(io.StringIO(content), strict=True)]


def as_numbers(row, names):
    return [float(cell) if name in NUMBERS and cell is not None else cell for name, cell in zip(names, row)]


def check_export(name, daemon, parameters):
    classes = parameters.get("group") == "class"
    head, rows = export(daemon, parameters)
    expected = [cells(row, classes) for row in rows]
    book = read_workbook(f"{FOLDER}/{name}.xlsx")
    results, about = book["Results"], {row[0]: row[1] for row in book["About"].rows}
    tap.equal(f"{name}: two sheets", list(book), ["Results", "About"])
    tap.equal(f"{name}: header", results.rows[0], header(classes))
    tap.none(f"{name}: rows", wrong_rows(results.rows[1:], expected))
    tap.equal(f"{name}: no formulas", results.formulas + book["About"].formulas, 0)
    tap.equal(f"{name}: the header stays in sight", results.frozen, ("frozen", "A2"))
    last = chr(ord("A") + len(header(classes)) - 1)
    tap.equal(f"{name}: rows can be filtered", results.filter, f"A1:{last}{len(rows) + 1}")
    column = header(classes).index("url")
    tap.equal(f"{name}: links", results.links,
              {(n, column): URLS[daemon] + row["section"]["url"] for n, row in enumerate(rows, 1)})
    tap.equal(f"{name}: numbers in About", [about[key] for key in ("Rows", "Sections found", "Classes found")],
              [str(n) for n in (len(rows), head["total"]["sections"], head["total"]["classes"])])
    tap.equal(f"{name}: the search in About", [about["Search"], about["Generation"]],
              [parameters["q"] or "(everything)", head["generation"]])
    page = get("", about["Page"])[0].decode()
    counted = f"{head['total']['sections']:,} section"
    tap.ok(f"{name}: About leads to the search", counted in page or not rows and "No section matches" in page,
           about["Page"])
    cut = sum(units(cell) > 32767 for row in expected for cell in row if isinstance(cell, str))
    tap.ok(f"{name}: {cut} cells cut, which About says",
           about["Cells cut"].startswith(f"{cut}: " if cut else "none"), about["Cells cut"])
    # What a spreadsheet makes of it.
    opened = of_office(f"{FOLDER}/opened/{name}-Results.csv")
    tap.equal(f"{name}: LibreOffice: header", opened[0], header(classes))
    tap.none(f"{name}: LibreOffice: rows",
             wrong_rows([as_numbers(row, header(classes)) for row in opened[1:]], expected))
    opened = {row[0]: row[1] for row in of_office(f"{FOLDER}/opened/{name}-About.csv")}
    tap.equal(f"{name}: LibreOffice: About", opened, about)


def check_csv(name, daemon, parameters):
    with open(f"{FOLDER}/csv-opened/{name}.fods", encoding="utf-8") as file:
        content = file.read()
    tap.ok(f"{name}: CSV: no cell is a formula", "table:formula" not in content)
    tap.ok(f"{name}: CSV: the mark is no part of a cell", "<text:p>class_id</text:p>" in content)
    guarded = lambda text: "'" + text if re.match(r"[=+\-@\t\r]", text) else text
    with open(f"{FOLDER}/{name}.csv", encoding="utf-8") as file:
        text = file.read()
    tap.ok(f"{name}: CSV: a byte order mark", text.startswith("\ufeff"))
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    texts = [[guarded(shown(cell or "")) for cell in row["class"].values()] for row in export(daemon, parameters)[1]]
    tap.equal(f"{name}: CSV: whose the rows are", [row[:4] for row in rows[1:]], [row[:4] for row in texts])
    return content


if STEP == "fetch":
    for name, daemon, parameters in EXPORTS:
        for form in ("xlsx", "csv"):
            body, headers = get(URLS[daemon], "/api/v1/export", format=form, **parameters)
            with open(f"{FOLDER}/{name}.{form}", "wb") as file:
                file.write(body)
            if form == "xlsx":
                tap.equal(f"{name}: type and name", (headers["Content-Type"], headers["Content-Disposition"]),
                          ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           'attachment; filename="specsearch.xlsx"'))
                tap.equal(f"{name}: announced", int(headers["X-Total-Rows"]), export(daemon, parameters)[0]["rows"])
                tap.equal(f"{name}: the same bytes again",
                          get(URLS[daemon], "/api/v1/export", format=form, **parameters)[0] == body, True)
else:
    for one in EXPORTS:
        check_export(*one)
    content = check_csv(*EXPORTS[5])
    tap.ok("CSV: its letters", "été" in content and "\U0001f998" in content)
    check_csv(*EXPORTS[0])
    with open(f"{FOLDER}/csv-opened/bare.fods", encoding="utf-8") as file:
        tap.ok("a cell that is not guarded would be a formula", "table:formula" in file.read())
tap.done()
END2
mkdir "$T/files"
in_python "$T/sheets.py" fetch "$T/files" "$corpus" "$hostile"
printf '=1+1,x\r\n' >"$T/files/bare.csv"
if [ -n "$OFFICE" ]; then
    ok 'LibreOffice opens the workbooks' office "$T/files/opened" "$EVERY_SHEET" "$T"/files/*.xlsx
    ok 'and the CSV files' office "$T/files/csv-opened" fods "$UTF8" "$T"/files/*.csv
    in_python "$T/sheets.py" compare "$T/files" "$corpus" "$hostile"
else
    ok 'LibreOffice is there (package libreoffice-calc-nogui)' false
fi

# Links begin as the client calls the daemon, if that is a name or an address, and else there are none.
links() { # CURL OPTION...
    curl -sS -o "$T/links.xlsx" "$@" "$corpus/api/v1/export?q=CJIS&format=xlsx" &&
        "$PYTHON" -c 'import sys; from workbook import read_workbook
print(" ".join(sorted({a.split("/class/")[0] for a in read_workbook(sys.argv[1])["Results"].links.values()})))' \
            "$T/links.xlsx"
}
is 'links: a name' "$(links -H 'Host: specs.example.gov')" 'http://specs.example.gov'
is 'links: a name and a port' "$(links -H 'Host: specs:8080')" 'http://specs:8080'
is 'links: behind a proxy that speaks TLS' \
    "$(links -H 'Host: specs.example.gov' -H 'X-Forwarded-Proto: https')" 'https://specs.example.gov'
is 'links: what is no host' "$(links -H 'Host: a"><x/b')" ''
is 'links: none with user and password' "$(links -H 'Host: user:secret@specs')" ''

# What is wrong is said before anything is sent.
URL=$corpus
is 'a format that there is not' "$(code '/api/v1/export?q=x&format=ods')" 400
like 'and those that there are' "$(get '/api/v1/export?q=x&format=ods')" 'ndjson, csv or xlsx'
is 'a query that cannot be read' "$(code '/api/v1/export?q=%28&format=xlsx')" 400

# A query that is corrected: the page's links give what the page shows.
cat >"$T/corrected.py" <<'END2'
import csv
import html
import io
import json
import re
import sys
import urllib.request

from tap import Tap
from workbook import read_workbook

url, tap = sys.argv[1], Tap(sys.argv[-1])


def get(path):
    with urllib.request.urlopen(url + path) as answer:
        return answer.read()


page = get("/search?q=clearnce&sort=title").decode()
tap.ok("the page says that it is corrected", "These are the results for" in page)
links = [html.unescape(link) for link in re.findall(r'href="(/api/v1/export[^"]*)"', page)]
tap.equal("three files", sorted(re.search(r"format=(\w+)", link)[1] for link in links), ["csv", "ndjson", "xlsx"])
hits = json.loads(get("/api/v1/search?q=clearnce&sort=title&group=class&per_page=100"))["hits"]
expected = [hit["class"]["id"] for hit in hits]
tap.ok("there are some", len(expected) > 1)
for link in links:
    body = get(link)
    if "=csv" in link:
        got = [row["class_id"] for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))]
    elif "=xlsx" in link:
        with open(sys.argv[2], "wb") as file:
            file.write(body)
        book = read_workbook(sys.argv[2])
        got = [row[0] for row in book["Results"].rows[1:]]
        tap.ok("About names the query that is answered", ["Search", "clearance"] in book["About"].rows)
    else:
        lines = [json.loads(line) for line in body.decode().splitlines()]
        got = [line["class"]["id"] for line in lines[1:-1]]
    tap.equal(f"{link}: the same classes", got, expected)
    tap.ok(f"{link}: asks for what is answered", "q=clearance&" in link)
with open(sys.argv[2], "wb") as file:
    file.write(get("/api/v1/export?q=clearnce&format=xlsx"))
tap.ok("asked for as typed, About says what is answered",
       ["Answered instead", "clearance"] in read_workbook(sys.argv[2])["About"].rows)
tap.done()
END2
in_python "$T/corrected.py" "$corpus" "$T/corrected.xlsx"

# Comparisons.
cat >"$T/compared.py" <<'END2'
import csv
import io
import json
import sys
import urllib.request

from tap import Tap
from workbook import read_workbook

url, ids, path, tap = sys.argv[1], sys.argv[2].split("+"), sys.argv[3], Tap(sys.argv[-1])
target = "/api/v1/compare?" + "&".join("id=" + i for i in ids)


def get(more):
    with urllib.request.urlopen(url + target + more) as answer:
        return answer.read(), answer.headers


def shown(text):
    return "".join("\ufffd" if c in "\x01\u202e\u202c\ufffe" else c for c in text)


answer = json.loads(get("")[0])
body, headers = get("&format=xlsx")
with open(path, "wb") as file:
    file.write(body)
book = read_workbook(path)
rows, about = book["Comparison"].rows, book["About"].rows
tap.equal("header", rows[0], ["what", "name", "heading", "state", *ids, *(f"{i} line" for i in ids)])
tap.equal("the name of the file", headers["Content-Disposition"], 'attachment; filename="specsearch-comparison.xlsx"')
tap.ok("it may be kept", headers["ETag"])


fields = [[(c and shown(c["value"] + (f" ({c['meaning']})" if c["meaning"] else ""))) for c in f["cells"]] +
          [(c and c["line"]) for c in f["cells"]] for f in answer["fields"]]
tap.equal("fields", [r[4:] for r in rows if r[0] == "field"], fields)
tap.equal("types of requirement", [r[1] for r in rows if r[0] == "requirement"],
          [t["label"] for t in answer["requirements"]])
found = [sum(len(c.split("; ")) for c in r[4:4 + len(ids)] if c) for r in rows if r[0] == "requirement"]
tap.equal("requirements", found, [sum(map(len, t["cells"])) for t in answer["requirements"]])
texts = []
for block in answer["blocks"]:
    for part in block["parts"]:
        for row in part["rows"]:
            texts.append([row["state"]] + [c and (shown(c["text"]), c["line"]) for c in row["cells"]])
        for k, rest in enumerate(part["rest"]):
            texts += [["only"] + [(shown(c["text"]), c["line"]) if k == n else None for n in range(len(ids))]
                      for c in rest]
got = [[r[3]] + [None if r[4 + n] is None else (r[4 + n], r[4 + len(ids) + n]) for n in range(len(ids))]
       for r in rows if r[0] == "text"]
tap.none("passages", [f"{g}, expected {t}" for g, t in zip(got, texts) if g != t] + [""] * (len(got) != len(texts)))
marks = []
for row in (row for block in answer["blocks"] for part in block["parts"] for row in part["rows"]):
    marks += [sorted([s, e, strong] for name, strong in (("only", True), ("some", False)) for s, e in c[name])
              for c in row["cells"] if c]
got = [[list(mark) for mark in book["Comparison"].marks[n, 4 + k]] for n, r in enumerate(rows)
       if r[0] == "text" and r[3] != "only" for k in range(len(ids)) if r[4 + k] is not None]
tap.equal("words that differ are marked", got, marks)
tap.ok("there are some", any(marks))
tap.equal("no formulas", book["Comparison"].formulas, 0)
with urllib.request.urlopen(url + dict(row[:2] for row in about)["Page"]) as page:
    tap.ok("About leads to the comparison", "<h1>Compare " in page.read().decode())
tap.ok("About names the classes", all(any(r[0] == c["id"] and c["title"] in r[1] for r in about)
                                      for c in answer["classes"]) or "<" in str(answer["classes"]))
text = get("&format=csv")[0].decode("utf-8")
tap.ok("CSV: a byte order mark", text.startswith("\ufeff"))
table = [[shown(cell) for cell in row] for row in csv.reader(io.StringIO(text[1:], newline=""), strict=True)]
guarded = lambda c: "'" + c if c[:1] in tuple("=+-@") else c
as_text = lambda c: "" if c is None else guarded(c) if isinstance(c, str) else f"{c:.0f}"
tap.equal("CSV: the same table", table, [[as_text(c) for c in row] for row in rows])
tap.done()
END2
in_python "$T/compared.py" "$corpus" meridia-state/863+meridia-state/865+meridia-state/867 "$T/compared.xlsx"
is 'compare: a format that there is not' \
    "$(code '/api/v1/compare?id=meridia-state/863&id=meridia-state/865&format=pdf')" 400
is 'compare: json, said' "$(get '/api/v1/compare?id=meridia-state/863&id=meridia-state/865&format=json')" \
    "$(get '/api/v1/compare?id=meridia-state/863&id=meridia-state/865')"
is 'compare: an unknown class, as a file' \
    "$(code '/api/v1/compare?id=meridia-state/863&id=nobody/1&format=xlsx')" 404
in_python "$T/compared.py" "$hostile" \
    "$(curl -sS "$hostile/api/v1/browse/classes" | json '"+".join(c["id"] for c in j["classes"])')" "$T/hostile.xlsx"

# The command line.
export SPECSEARCH_URL="$corpus"
rows_of() { "$PYTHON" -c 'import sys; from workbook import read_workbook
print(len(next(iter(read_workbook(sys.argv[1]).values())).rows) - 1)' "$1"; }
total=$(get '/api/v1/search?q=CJIS' | json 'j["total"]["sections"]')
runs 'find: a file' 0 specsearch find --all -f xlsx --output "$T/found.xlsx" CJIS
is 'find: nothing is printed' "$(cat "$T/out" "$T/err")" ''
is 'find: every row' "$(rows_of "$T/found.xlsx")" "$total"
runs 'find: standard output' 0 specsearch find --all -f xlsx CJIS
ok 'find: the same' cmp "$T/out" "$T/found.xlsx"
runs 'find: nothing found' 1 specsearch find --all -f xlsx -O "$T/none.xlsx" --no-relax xqzvwx
runs 'find: not without --all' 2 specsearch find -f xlsx -O "$T/page.xlsx" CJIS
like 'find: which is said' "$(cat "$T/err")" 'xlsx goes with --all'
runs 'find: not to a terminal' 2 script -qec "'$BUILD/specsearch' find --all -f xlsx CJIS" /dev/null
like 'find: which says what to do' "$(cat "$T/out")" 'terminal; name a file by --output'
runs 'find: an error' 2 specsearch find --all -f xlsx -O "$T/error.xlsx" '('
runs 'find: no such folder' 2 specsearch find --all -f xlsx -O "$T/nowhere/x.xlsx" CJIS
like 'find: which is named' "$(cat "$T/err")" 'cannot write .*/nowhere/x.xlsx: No such file'
runs 'find: other formats go to files, too' 0 specsearch find -f csv --output "$T/found.csv" CJIS
is 'find: csv, every row' "$(grep -c '^' "$T/found.csv")" "$(specsearch find -f csv CJIS | grep -c '^')"
echo old >"$T/real"
chmod 640 "$T/real"
ln -s real "$T/link"
runs 'find: through a link' 0 specsearch find --all -f xlsx -O "$T/link" CJIS
ok 'find: which stays one' test -L "$T/link"
is 'find: and leads to the file' "$(rows_of "$T/real")" "$total"
is 'find: which keeps its rights' "$(stat -c %a "$T/real")" 640
is 'find: others have those of any new file' "$(stat -c %a "$T/found.xlsx")" "$(: >"$T/new" && stat -c %a "$T/new")"
runs 'find: to what is no file' 0 specsearch find --all -f xlsx -O /dev/null CJIS
ok 'find: which it stays' test -c /dev/null
runs 'compare: a file' 0 specsearch compare -f xlsx -O "$T/two.xlsx" meridia-state/863 meridia-state/865
curl -sS -o "$T/two.direct" "$corpus/api/v1/compare?id=meridia-state/863&id=meridia-state/865&format=xlsx"
ok "compare: the daemon's" cmp "$T/two.xlsx" "$T/two.direct"
runs 'compare: an unknown class' 1 specsearch compare -f xlsx -O "$T/error.xlsx" meridia-state/863 nobody/1
is 'of what went wrong no file is left' "$(cd "$T" && echo error* page* found.xlsx.* )" 'error* page* found.xlsx.*'

# Files that break off: the client says so, and leaves what was there.
cat >"$T/impostor" <<'END2'
import sys
import impostor
WHOLE = open(sys.argv[1], "rb").read()
impostor.serve({"cut": WHOLE[:-30], "half": WHOLE[:len(WHOLE) // 2], "empty": b"", "html": b"<p>hello</p>",
                "broken": impostor.Answer(WHOLE, stops=len(WHOLE) - 1), "whole": WHOLE})
END2
start_impostor "$T/impostor" "$T/found.xlsx"
for answer in cut half empty html broken; do
    echo before >"$T/kept.xlsx"
    runs "$answer" 2 specsearch find --all -f xlsx -O "$T/kept.xlsx" CJIS --url "$IMPOSTOR/$answer"
    is "$answer: one line" "$(wc -l <"$T/err")" 1
    is "$answer: what was there is there" "$(cat "$T/kept.xlsx")" before
done
runs 'whole' 0 specsearch find --all -f xlsx -O "$T/kept.xlsx" CJIS --url "$IMPOSTOR/whole"
ok 'whole: it is the file' cmp "$T/kept.xlsx" "$T/found.xlsx"
is 'nothing else is left' "$(cd "$T" && echo kept*)" kept.xlsx
done_testing
