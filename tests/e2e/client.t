#!/bin/sh
# The command line, specsearch find and show, against a daemon: what it prints in each format, how it
# ends, and what it says when something is wrong.
. "$(dirname "$0")/lib.sh"

escape=$(printf '\033')

# fails NAME STATUS REGEX ARGUMENT...: specsearch ends with the status, writes nothing but one line
# on standard error, and that line is like the expression.
fails() {
    what=$1 wanted=$2 says=$3
    shift 3
    runs "$what" "$wanted" timeout 60 "$BUILD/specsearch" "$@"
    is "$what: one line" "$(wc -l <"$T/err")" 1
    like "$what: it says why" "$(cat "$T/err")" "^specsearch: .*$says"
    is "$what: nothing on standard output" "$(wc -c <"$T/out")" 0
}

# totals QUERY [PARAMETERS]: the first line of an answer, from what the daemon says.
totals() {
    curl -sS -G --max-time 60 --data-urlencode "q=$1" "$URL/api/v1/search?${2:-}" |
        json '"{} section{} in {} class{}".format(
            j["total"]["sections"], "s" * (j["total"]["sections"] != 1),
            j["total"]["classes"], "es" * (j["total"]["classes"] != 1))'
}

runs 'building the index of the corpus' 0 specindex build -i "$T/corpus" "$CORPUS"
start_daemon "$T/corpus"
SPECSEARCH_URL=$URL
export SPECSEARCH_URL

# Text, for a person.

runs 'find' 0 specsearch find CJIS clearance
is 'find: nothing on standard error' "$(cat "$T/err")" ''
is 'the first line counts' "$(head -1 "$T/out")" "$(totals 'CJIS clearance')"
is 'ten hits by default' "$(grep -cE '^  [^ ].*\[[a-z_, ]+\]$' "$T/out")" 10
is 'no colour when piped' "$(grep -c "$escape" "$T/out")" 0
cp "$T/out" "$T/first"
runs 'one operand' 0 specsearch find 'CJIS clearance'
ok 'several operands are joined by a space' cmp "$T/first" "$T/out"
runs '--url' 0 env -u SPECSEARCH_URL "$BUILD/specsearch" find --url "$URL" 'CJIS clearance'
ok '--url is as SPECSEARCH_URL' cmp "$T/first" "$T/out"
runs '--url with a slash' 0 env -u SPECSEARCH_URL "$BUILD/specsearch" find --url "$URL/" 'CJIS clearance'
ok 'a slash at its end does not matter' cmp "$T/first" "$T/out"
runs 'another locale' 0 env LC_ALL=C "$BUILD/specsearch" find 'CJIS clearance'
ok 'nor does the locale' cmp "$T/first" "$T/out"

class=$(specsearch find -f tsv -n 1 'CJIS clearance' | tail -1)
IFS='	' read -r id title code agency ordinal heading kinds source line rest <<END
$class
END
like 'a hit: title, code, agency, id' "$(sed -n 4p "$T/first")" "^$title \($code\), $agency  $id\$"
like 'a hit: heading and kinds' "$(sed -n 5p "$T/first")" "^  $heading \[$kinds\]\$"
is 'a hit: place in the source' "$(sed -n 6p "$T/first")" "  $source:$line"
is 'that place is the section' \
    "$(sed -n "${line}p" "$CORPUS/${source#corpus/}" | grep -cF "$heading")" 1

runs 'one section in one class' 0 specsearch find "code:$code" "title:$title" -s licensure
is 'one section in one class, in the singular' "$(head -1 "$T/out")" '1 section in 1 class'

runs 'not all words' 0 specsearch find 'CJIS zyzzyva'
like 'that an answer is relaxed is announced' "$(head -1 "$T/out")" \
    '^[0-9]+ sections in [0-9]+ classes; no section has all of these words'
runs 'the same as CSV' 0 specsearch find -f csv 'CJIS zyzzyva'
like 'it is announced beside the rows' "$(cat "$T/err")" '^specsearch: no section has all of these words'
runs 'all words' 0 specsearch find 'CJIS clearance'
is 'an answer that is not relaxed says nothing of it' "$(grep -c 'has all of these' "$T/out")" 0

# Filters and pages.

runs 'a section' 0 specsearch find CJIS --section licensure
is 'a section: totals' "$(head -1 "$T/out")" "$(totals CJIS 'section=licensure')"
runs 'two sections of two agencies' 0 specsearch find CJIS -s licensure -s background_check \
    -a port-ferris --agency alder-county
is 'two sections of two agencies: totals' "$(head -1 "$T/out")" \
    "$(totals CJIS 'section=licensure&section=background_check&agency=port-ferris&agency=alder-county')"
runs 'FLSA status and grade' 0 specsearch find the --flsa exempt --grade EX-13
is 'FLSA status and grade: totals' "$(head -1 "$T/out")" "$(totals the 'flsa=exempt&grade=EX-13')"
runs 'education, experience, modality' 0 specsearch find the --education bachelor --experience 3_to_4 --modality -
is 'education, experience, modality: totals' "$(head -1 "$T/out")" \
    "$(totals the 'education=bachelor&experience=3_to_4&modality=-')"
runs 'series' 0 specsearch find the --series Accountant
is 'series: totals' "$(head -1 "$T/out")" "$(totals the 'series=Accountant')"
runs 'years of revision' 0 specsearch find the --revised 2019 --revised 2021
is 'years of revision: totals' "$(head -1 "$T/out")" "$(totals the 'revised=2019&revised=2021')"
runs 'options before and behind' 0 specsearch find -s licensure CJIS -a port-ferris
runs 'a filter without a query' 0 specsearch find --section probation
is 'a filter without a query: totals' "$(head -1 "$T/out")" "$(totals '' 'section=probation')"

runs 'the second page' 0 specsearch find CJIS -n 5 -p 2
is 'the second page: hits' "$(grep -cE '^  [^ ].*\[[a-z_, ]+\]$' "$T/out")" 5
like 'the second page: which is next' "$(tail -1 "$T/out")" '^page 2 of [0-9]+; next: -p 3$'
specsearch find CJIS -n 5 -p 1 -f tsv >"$T/1"
specsearch find CJIS -n 5 -p 2 -f tsv | tail -n +2 >"$T/2"
specsearch find CJIS -n 10 -p 1 -f tsv >"$T/12"
is 'the second page goes on where the first ends' "$(cat "$T/1" "$T/2")" "$(cat "$T/12")"
runs 'a page behind the last' 1 specsearch find CJIS -p 999
is 'a page behind the last: totals all the same' "$(head -1 "$T/out")" "$(specsearch find CJIS | head -1)"

runs 'facets' 0 specsearch find CJIS --facets -s licensure
is 'facets: sections, classes and what is selected' \
    "$(sed 's/ \{1,\}/ /g' "$T/out" |
        grep -E '^(\*| ) ?[0-9]+ [0-9]+ (licensure|background_check|duties|port-ferris)\b' |
        sed 's/^ *//' | cut -d ' ' -f 1-4 | sed 's/ [A-Z].*//' | sort)" \
    "$(curl -sS "$URL/api/v1/search?q=CJIS&section=licensure" | json '"\n".join(sorted(
        ("* " if c["selected"] else "") + " ".join([str(c["sections"]), str(c["classes"]), c["value"]])
        for f in ("section", "agency") for c in j["facets"][f]
        if c["value"] in ("licensure", "background_check", "duties", "port-ferris")))' | sort)"

# Nothing found.

runs 'nothing found' 1 specsearch find zyzzyva
is 'nothing found: totals' "$(cat "$T/out")" '0 sections in 0 classes'
is 'nothing found: no complaint' "$(cat "$T/err")" ''
for format in json csv tsv; do
    runs "nothing found, $format" 1 specsearch find -f $format zyzzyva
    is "nothing found, $format: no complaint" "$(cat "$T/err")" ''
done
is 'nothing found, tsv: a head without rows' "$(wc -l <"$T/out")" 1

# Rows: everything that is found, and each cell as it should be.

cat >"$T/rows.py" <<'END'
import csv
import io
import json
import re
import subprocess
import sys

from oracle import Oracle
from specifications import ClassKey
from tap import Client, Tap, hit_key

url, specindex, specsearch, folder, tap_path = sys.argv[1:]
client, oracle, tap = Client(url), Oracle(specindex, [folder]), Tap(tap_path)
COLUMNS = [
    "class_id", "title", "code", "agency", "ordinal", "heading", "kinds", "source", "line", "page",
    "score", "snippet",
]


def run(*arguments):
    return subprocess.run([specsearch, *arguments], capture_output=True, check=False)


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def read_tsv(data):
    rows = [line.split("\t") for line in data.decode().split("\n")[:-1]]
    unescape = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}
    return [[re.sub(r"\\[tnr\\]", lambda m: unescape[m[0]], cell) for cell in row] for row in rows]


def no_formula(cell):
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def cells(hit):
    """A row as it should be, but for the score."""
    section, group = hit["section"], hit["class"]
    return [
        group["id"], group["title"], group["code"] or "", group["agency"], str(section["ordinal"]),
        section["heading"] or "", " ".join(section["kinds"]), section["source"], str(section["line"]),
        "" if section["page"] is None else str(section["page"]), hit["snippet"]["text"],
    ]


for text, filters in (
    ("the", {}), ("CJIS clearance", {}), ('"by position"', {"section": ["licensure"]}),
    ("position", {"agency": ["port-ferris", "alder-county"]}), ("", {"section": ["duties", "licensure"]}),
    ("knowledge zyzzyva", {}), ("grants, loans", {}), ("each", {}),
):
    expected = oracle.search(text, filters)
    hits = [hit for page in client.pages(text, filters) for hit in page["hits"]]
    options = [f"--{facet}={value}" for facet, values in filters.items() for value in values]
    name = f"{text!r} {' '.join(options)}".strip()
    for form, read, guard in (("csv", read_csv, no_formula), ("tsv", read_tsv, str)):
        result = run("find", "--format", form, *options, "--", text)
        rows = read(result.stdout)
        tap.ok(f"{form}: {name}: status 0", result.returncode == 0, result.returncode, result.stderr)
        tap.equal(f"{form}: {name}: the columns' names", rows[0], COLUMNS)
        tap.equal(f"{form}: {name}: a row for each hit there is", len(rows) - 1, expected.total["sections"])
        keys = {(ClassKey(row[7], row[2] or None, row[1]), int(row[4])) for row in rows[1:]}
        tap.ok(f"{form}: {name}: and for no other", keys == expected.keys, list(keys ^ expected.keys)[:3])
        wrongs = [
            f"{row}, expected {cells(hit)}"
            for row, hit in zip(rows[1:], hits)
            if row[:10] + row[11:] != [guard(cell) for cell in cells(hit)]
            or abs(float(row[10]) - hit["score"]) > 1e-4 * abs(hit["score"])
        ]
        tap.none(f"{form}: {name}: cells are right, best first", wrongs)
        tap.ok(f"{form}: {name}: no control characters",
               not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", result.stdout.decode()))
    if text == "the":
        tap.ok("that is more than the daemon gives at once", len(hits) > 100, len(hits))
        tap.ok("csv: lines end as RFC 4180 wants",
               run("find", "-f", "csv", "the").stdout.count(b"\r\n") == len(hits) + 1)
quoted = run("find", "-f", "csv", "--section=duties", "").stdout
tap.ok("csv: some cells had to be quoted", b',"' in quoted)

for arguments, parameters in (
    (["CJIS"], {"q": "CJIS", "page": 1, "per_page": 10}),
    (["CJIS", "-n", "3", "-p", "2", "-s", "licensure"],
     {"q": "CJIS", "page": 2, "per_page": 3, "section": "licensure"}),
):
    result = run("find", "-f", "json", *arguments)
    tap.ok(f"json: {' '.join(arguments)}: the daemon's answer",
           json.loads(result.stdout) == client.get("/api/v1/search", **parameters), result.stderr)
rows = read_csv(run("find", "-f", "csv", "-n", "3", "-p", "2", "CJIS").stdout)
wanted = client.search("CJIS", per_page=3, page=2)["hits"]
tap.equal("csv: one page, if one is asked for",
          [(r[7], int(r[4])) for r in rows[1:]],
          [(h["section"]["source"], h["section"]["ordinal"]) for h in wanted])

# show, against what explain says.
specification = next(s for s in oracle.specifications if s.code and len(s.fields) > 4)
hit = next(h for p in client.pages(f"code:{specification.code}") for h in p["hits"]
           if hit_key(h)[0] == specification.key)
shown = run("show", hit["class"]["id"])
text = shown.stdout.decode()
tap.equal("show: status", shown.returncode, 0)
tap.equal("show: the title first", text.split("\n")[0], specification.title)
for name, value in (("Code", specification.code), ("Agency", specification.agency),
                    ("Source", specification.source), ("ID", hit["class"]["id"])):
    tap.ok(f"show: {name}", re.search(rf"^{name} +{re.escape(value)}$", text, re.M) is not None, text[:600])
missing = [n for n, f in specification.fields.items()
           if not re.search(rf"{re.escape(f['value'])} +line {f['line']}$", text, re.M)]
tap.none("show: every field with its line", missing)
missing = [s.key for s in specification.sections
           if f"{s.heading or '(no heading)'} [{', '.join(s.kinds)}] line {s.line}\n" not in text]
tap.none("show: every section with its kinds and line", missing)
flat = " ".join(text.split())
missing = [s.key for s in specification.sections if " ".join(s.text.split()) not in flat]
tap.none("show: the whole text of each", missing)
required = client.get("/api/v1/classes/" + hit["class"]["id"])["requirements"]
wanted = [
    f"  {type}: {r['label']} [{r['modality']}] line {r['line']}, {specification.sections[r['section']].heading}"
    for type, found in required.items() for r in found
]
tap.equal("show: what is required, type by type",
          [line for line in text.split("\n") if re.match(rf"  ({'|'.join(required)}): .*\[", line)], wanted)
tap.ok("show: no colour when piped", "\x1b" not in text)
result = json.loads(run("show", "-f", "json", hit["class"]["id"]).stdout)
tap.ok("show: json is the daemon's answer", result == client.get("/api/v1/classes/" + hit["class"]["id"]))

kind = next(s.kinds[0] for s in specification.sections if len(s.kinds) == 1)
other = next(s.kinds[0] for s in specification.sections if kind not in s.kinds)
for kinds in ([kind], [kind, other]):
    options = [part for k in kinds for part in ("-s", k)]
    result = run("show", hit["class"]["id"], *options)
    text = result.stdout.decode()
    heads = re.findall(r"^#+ .*\[(.*)\] line (\d+)$", text, re.M)
    wanted = [(", ".join(s.kinds), str(s.line)) for s in specification.sections if set(s.kinds) & set(kinds)]
    tap.equal(f"show {' '.join(options)}: these sections and no others", heads, wanted)
    tap.equal(f"show {' '.join(options)}: status", result.returncode, 0)
    sections = json.loads(run("show", "-f", "json", hit["class"]["id"], *options).stdout)["sections"]
    tap.equal(f"show -f json {' '.join(options)}", [str(s["line"]) for s in sections], [w[1] for w in wanted])
missing = next(k for k in oracle.values("section") if all(k not in s.kinds for s in specification.sections))
result = run("show", hit["class"]["id"], "-s", missing)
tap.equal("show of a kind that the class does not have: status", result.returncode, 1)
tap.done()
END
in_python "$T/rows.py" "$URL" "$BUILD/specindex" "$BUILD/specsearch" "$CORPUS"

fails 'show of an unknown id' 1 "no/such-class" show no/such-class
fails 'show of an id with dots' 1 'etc' show '../../../etc/passwd'
fails 'show of nothing' 2 'ID' show
fails 'show of an empty id' 2 'ID' show ''
fails 'show of two' 2 'one ID' show "$id" "$id"
fails 'show as CSV' 2 'csv' show -f csv "$id"
fails 'show with a bad query' 2 'quotation mark.*\b1\b' show "$id" -q '"CJIS'

# Colour: on a terminal, unless it is not wanted.

cat >"$T/terminal" <<'END'
# Runs a command with a terminal for standard output, and prints what it wrote there.
import os, pty, sys
sys.stdout.flush()
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
data = b""
try:
    while chunk := os.read(terminal, 65536):
        data += chunk
except OSError:  # the other side is closed
    pass
sys.stdout.buffer.write(data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
on_terminal() { python3 "$T/terminal" env TERM=xterm "$@"; }
colours() { grep -c "$escape" "$T/out" | sed 's/^[1-9].*/some/'; }
runs 'on a terminal' 0 on_terminal "$BUILD/specsearch" find CJIS
is 'on a terminal: colour' "$(colours)" some
ok 'what is found is marked' grep -qF "${escape}[1;31mCJIS${escape}[0m" "$T/out"
runs 'NO_COLOR' 0 on_terminal NO_COLOR=1 "$BUILD/specsearch" find CJIS
is 'NO_COLOR: none' "$(colours)" 0
runs 'TERM=dumb' 0 on_terminal TERM=dumb "$BUILD/specsearch" find CJIS
is 'TERM=dumb: none' "$(colours)" 0
runs '--color never' 0 on_terminal "$BUILD/specsearch" find CJIS --color never
is '--color never: none' "$(colours)" 0
runs '--color always' 0 specsearch find CJIS --color always
is '--color always: colour, though piped' "$(colours)" some
runs 'show --color always' 0 specsearch show "$id" -q CJIS --color always
is 'show --color always: colour' "$(grep -c "$escape\[1;31mCJIS" "$T/out" | sed 's/^[1-9].*/some/')" some
runs 'CSV on a terminal' 0 on_terminal "$BUILD/specsearch" find CJIS -f csv
is 'CSV on a terminal: none' "$(colours)" 0
fails '--color of another word' 2 'sometimes' find CJIS --color sometimes

# What a document holds cannot drive a terminal or a spreadsheet.

mkdir "$T/hostile"
{
    printf 'HOSTILE CLERK\n\nClass Code: H1\n\nDUTIES\n\n'
    printf 'Types \033[2J\033]0;owned\007 hostileword \302\233 and \342\200\256 reversed.\n'
    printf '\nEDUCATION\n\n=cmd|hostileword!A1\n'
    printf '\nEXPERIENCE\n\n"quoted", hostileword\twith a tab, and \\ a backslash.\n'
} >"$T/hostile/hostile.txt"
runs 'building a hostile index' 0 specindex build -i "$T/hostile-index" "$T/hostile"
start_daemon "$T/hostile-index"
SPECSEARCH_URL=$URL
for arguments in 'find hostileword' 'find -f csv hostileword' 'find -f tsv hostileword' 'show hostile/h1'; do
    runs "hostile: $arguments" 0 specsearch $arguments
    is "hostile: $arguments: nothing that drives a terminal" \
        "$(LC_ALL=C grep -cP '[\x00-\x08\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]' "$T/out")" 0
done
runs 'hostile: json on a terminal' 0 on_terminal "$BUILD/specsearch" find -f json hostileword
is 'hostile: json on a terminal: nothing that drives it' \
    "$(LC_ALL=C grep -cP '[\x00-\x08\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]' "$T/out")" 0
specsearch find -f csv hostileword >"$T/out"
is 'hostile: no cell of the CSV is a formula' \
    "$(python3 -c 'import csv, sys
print([c for r in csv.reader(sys.stdin) for c in r if c[:1] in "=+-@" and c])' <"$T/out")" '[]'
specsearch find -f tsv hostileword >"$T/out"
is 'hostile: every row of the TSV has twelve cells' \
    "$(awk -F '\t' '{ print NF }' "$T/out" | sort -u)" 12
kill "$PID"
start_daemon "$T/corpus"
SPECSEARCH_URL=$URL

# Errors: status 2, one line.

fails 'an unbalanced quotation mark' 2 'quotation mark.*\b1\b' find '"matrix manages'
fails 'an unbalanced quotation mark later' 2 'quotation mark.*\b6\b' find 'CJIS "matrix'
fails 'the same for an export' 2 'quotation mark.*\b6\b' find -n 5 'CJIS "matrix'
fails 'an unknown scope' 2 'colour.*\b6\b' find 'CJIS colour:red'
fails 'an unknown section' 2 'zyzzyva' find CJIS --section zyzzyva
fails 'an unknown agency' 2 'zyzzyva' find CJIS --agency zyzzyva
fails 'an unknown level of education, and those there are' 2 'doctorate' find CJIS --education phd
fails 'an unknown FLSA status' 2 'zyzzyva' find CJIS --flsa zyzzyva
runs 'no grade, where all state one' 1 specsearch find CJIS --grade -
is 'no grade, where all state one: nothing' "$(head -1 "$T/out")" '0 sections in 0 classes'
fails 'an unknown grade' 2 'zyzzyva' find CJIS --grade zyzzyva
fails 'an unknown series' 2 'zyzzyva' find CJIS --series zyzzyva
fails 'a year of no revision, and those there are' 2 '1066.*2019' find CJIS --revised 1066
fails 'no query' 2 'query' find
fails 'an empty query' 2 'query' find ''
fails 'a query of blanks' 2 'query' find '   '
fails 'a query that is not UTF-8' 2 'UTF-8' find "$(printf 'CJIS \377')"
fails 'a filter that is not UTF-8' 2 'UTF-8' find CJIS --agency "$(printf '\377')"
fails 'a query of 100 kB' 2 '' find "$(head -c 100000 /dev/zero | tr '\0' a)"
fails 'an unknown option' 2 'colour' find CJIS --colour red
fails 'an unknown letter' 2 '-z' find CJIS -z
fails 'a query that begins with a hyphen' 2 'option' find -driver
fails 'an option without its argument' 2 'section' find CJIS --section
fails 'an unknown format' 2 'xml' find CJIS --format xml
fails '--per-page 0' 2 'per-page' find CJIS --per-page 0
fails '--per-page 101' 2 'per-page' find CJIS -n 101
fails '--per-page abc' 2 'abc' find CJIS -n abc
fails '--page 0' 2 'page' find CJIS -p 0
fails '--page -1' 2 'page' find CJIS -p -1
fails '--facets of an export' 2 'facets' find CJIS -f csv --facets
fails 'no command' 2 'command'
fails 'an unknown command' 2 'frobnicate' frobnicate
runs 'a query behind --' 0 specsearch find -- '-driver'

port=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
fails 'no daemon' 2 "http://127.0.0.1:$port.*specsearchd" find CJIS --url "http://127.0.0.1:$port"
fails 'no daemon, for an export' 2 "http://127.0.0.1:$port" show "$id" --url "http://127.0.0.1:$port"
for url in nonsense:// ftp://127.0.0.1 'http://' "http://127.0.0.1:99999" "$URL?x=y" "$URL#x" \
    'http://no such host' /tmp file:///etc/passwd ''; do
    [ -z "$url" ] || fails "a bad URL, ${url#"$URL"}" 2 'url' find CJIS --url "$url"
done
SPECSEARCH_URL=nonsense:// fails 'a bad URL in the environment' 2 'SPECSEARCH_URL' find CJIS
fails 'a host that is not there' 2 'nowhere.invalid' find CJIS --url http://nowhere.invalid
fails 'a wrong path' 2 '--url' find CJIS --url "$URL/nothing"
# 0x0a in a URL or an ID would make a second line.
fails 'a URL of two lines' 2 '' find CJIS --url "$(printf 'http://a\nb')"
fails 'an ID of two lines' 1 '' show "$(printf 'a\nb')"

# Others that answer in the daemon's place.

cat >"$T/impostor" <<'END'
import json
from impostor import EXPORT_QUERY as QUERY, Answer, busy, serve
ANSWERS = {
    "html": "<p>hello</p>", "empty": "", "null": "null", "object": "{}", "cut": '{"query": {"text": "x', "list": "[]",
    "error": Answer("oops\nand more", 500), "redirect": Answer("", 302, Location="/elsewhere"), "busy": busy(),
    "message": Answer('{"error": {"code": "x", "message": "two\\nlines \\u001b[31m", "position": null}}', 500),
    "types": json.dumps({
        "query": {"text": "x", "relaxed": "no", "corrected": 1, "filters": []}, "generation": 1,
        "total": {"sections": "1", "classes": -1}, "page": 1, "per_page": 10, "pages": 1, "hits": [1],
        "facets": []}),
    "hits": json.dumps({
        "query": QUERY, "generation": "1", "total": {"sections": 5, "classes": 5}, "page": 1, "per_page": 10,
        "pages": 1, "hits": [], "facets": {}}),
}
HOSTILE = [
    "=1+1", "+1", "-1", "@x", "\t=1", "a\tb", "a\nb", "a\r\nb", "\\t \\", 'a"b', ",", "\x1b[31m \x07",
    "\u009b \u202e", "", "'", "caf\u00e9 \U0001f600",
]
ANSWERS["cells"] = json.dumps({
    "query": QUERY, "generation": "1",
    "total": {"sections": len(HOSTILE), "classes": 1}, "page": 1, "per_page": 100, "pages": 1, "facets": {},
    "hits": [{
        "class": {"id": "a/b", "title": t, "code": t, "agency": t, "url": "/"},
        "section": {"ordinal": 0, "heading": t, "heading_marks": [[0, 99]], "kinds": [], "line": 1,
                    "page": 2, "url": "/", "source": t},
        "snippet": {"text": t, "marks": [[5, 1], [-1, 2]]}, "score": 1.5} for t in HOSTILE]})
serve(ANSWERS)
END
start_impostor "$T/impostor"
for answer in html empty null object cut list error message redirect busy types hits; do
    fails "an answer that is none: $answer" 2 '' find CJIS --url "$IMPOSTOR/$answer"
    is "an answer that is none: $answer: printable" "$(grep -c "$escape" "$T/err")" 0
    runs "an export from it: $answer" 2 timeout 60 "$BUILD/specsearch" find CJIS -f csv \
        --url "$IMPOSTOR/$answer"
    fails "show from it: $answer" 2 '' show a/b --url "$IMPOSTOR/$answer"
done

# Cells of every evil kind come out as one cell each, and as they were but for what drives a terminal
# (the replacement character) and what a spreadsheet would take for a formula (an apostrophe).
cat >"$T/cells.py" <<'END'
import csv
import io
import re
import subprocess
import sys

from tap import Tap

specsearch, url, tap_path = sys.argv[1:]
tap = Tap(tap_path)
SHOWN = [
    "=1+1", "+1", "-1", "@x", "\t=1", "a\tb", "a\nb", "a\r\nb", "\\t \\", 'a"b', ",",
    "\ufffd[31m \ufffd", "\ufffd \ufffd", "", "'", "caf\u00e9 \U0001f600",
]


def rows(form):
    run = subprocess.run([specsearch, "find", "x", "-f", form, "--url", url], capture_output=True, check=False)
    return run.stdout.decode()


def texts(row):
    return [row[1], row[2], row[3], row[5], row[7], row[11]]


table = list(csv.reader(io.StringIO(rows("csv"), newline=""), strict=True))[1:]
guarded = ["'" + text if re.match(r"[=+\-@\t\r]", text) else text for text in SHOWN]
tap.equal("csv: every row has twelve cells", {len(row) for row in table}, {12})
tap.equal("csv: evil cells", [texts(row) for row in table], [[text] * 6 for text in guarded])
lines = rows("tsv").split("\n")[1:-1]
escaped = [
    text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    for text in SHOWN
]
tap.equal("tsv: every row has twelve cells", {line.count("\t") for line in lines}, {11})
tap.equal("tsv: evil cells", [texts(line.split("\t")) for line in lines], [[text] * 6 for text in escaped])
tap.ok("text: nothing that drives a terminal", not re.search(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", rows("text")))
tap.done()
END
in_python "$T/cells.py" "$BUILD/specsearch" "$IMPOSTOR/cells"

# Where the output goes.

status_of() { # COMMAND...: its exit status, with standard output to a reader that leaves at once
    { "$@" 2>"$T/err"; echo $? >"$T/status"; } | head -n 1 >/dev/null
    cat "$T/status"
}
is 'a reader that goes away is no error' "$(status_of "$BUILD/specsearch" find -f csv the)" 0
is 'and no word is lost on it' "$(cat "$T/err")" ''
if [ -c /dev/full ]; then
    for arguments in 'find CJIS' 'find -f csv the' 'find -f json CJIS' "show $id" '--help'; do
        "$BUILD/specsearch" $arguments >/dev/full 2>"$T/err"
        is "a full disk: $arguments: exit status" "$?" 2
        is "a full disk: $arguments: one line" "$(wc -l <"$T/err")" 1
    done
fi

# Help.

for command in '' find show; do
    runs "help: specsearch $command" 0 specsearch $command --help
    like "help: specsearch $command: how it is used" "$(cat "$T/out")" "^usage: specsearch $command"
    like "help: specsearch $command: by example" "$(cat "$T/out")" '^  specsearch (find|show) '
    is "help: specsearch $command: nothing on standard error" "$(cat "$T/err")" ''
done
runs 'the help of find, in short' 0 specsearch find -h
for option in --section --education --experience --modality --agency --flsa --grade --series --revised --format --per-page --page --facets --url --color; do
    like "help: $option" "$(cat "$T/out")" "$option"
done
like 'help: the formats' "$(cat "$T/out")" 'json.*csv.*tsv'
# Every example of the help works against this corpus, or finds nothing; none is a mistake.
specsearch find --help | sed -n 's/^  \(specsearch find .*\)/\1/p' |
    sed 's/  *(.*)$//; s/ | .*//; s/ > .*//' >"$T/examples"
ok 'help: there are examples' test -s "$T/examples"
while read -r example; do
    case $example in *denver*) continue ;; esac # agencies that are not in this corpus
    status=$(PATH=$BUILD:$PATH; export PATH; cd "$T"; sh -c "$example" >"$T/out" 2>"$T/err"; echo $?)
    like "help: $example" "$status $(cat "$T/err")" '^[01] '
done <"$T/examples"
runs 'the version' 0 specsearch --version
like 'the version: a number' "$(cat "$T/out")" '^specsearch [0-9]+\.[0-9]+'

done_testing
