#!/bin/sh
# Paging through everything that a query finds repeats nothing and loses nothing, in any order, as
# sections and as classes; and an export is the same results, in the same order.
#
# SEED chooses the queries, QUERIES sets how many.
. "$(dirname "$0")/lib.sh"

PYTHON=${PYTHON:-/usr/bin/python3} # Debian's: the stemmer is a Debian package
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests/e2e"
queries=100
case $BUILD in *asan) queries=25 ;; esac

cat >"$T/paging.py" <<'END'
import collections
import csv
import io
import json
import random
import re
import sys
import urllib.parse

from tap import Client, Tap

url, seed, queries, tap_path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
PER_PAGE = 7
MANY = 150  # queries that find more are asked in fewer ways
SORTS = ["relevance", "title", "-title", "revised", "-revised", "experience", "-experience"]
client, tap, chance = Client(url), Tap(tap_path), random.Random(seed)
tap.note(f"seed {seed}")


def lines(text, **parameters):
    """The lines of an export, as JSON."""
    target = "/api/v1/export?" + urllib.parse.urlencode({"q": text, **parameters}, doseq=True)
    client.connection.request("GET", target)
    response = client.connection.getresponse()
    body = response.read()
    assert response.status == 200, body
    found = [json.loads(line) for line in body.decode().splitlines()]
    assert int(response.headers["X-Total-Rows"]) == found[0]["rows"]
    return found


def all_pages(text, **parameters):
    """The results on all pages, and what the first page says of them."""
    results, number = [], 1
    while True:
        page = client.search(text, per_page=PER_PAGE, page=number, **parameters)
        first = page if number == 1 else first
        assert page["total"] == first["total"] and page["pages"] == first["pages"]
        assert len(page["hits"]) == PER_PAGE or number >= page["pages"], f"page {number} is short"
        results += page["hits"]
        number += 1
        if number > page["pages"]:
            return first, results


def section(result):
    """What names a section that was found."""
    return result["section"]["url"], result["section"]["source"]


def folded(title):
    """What titles are sorted by."""
    parts = re.findall(r"[0-9]+|[^\W_0-9]+", title.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


everything = lines("")
rows = everything[1:-1]
tap.equal("everything is announced", everything[0]["rows"], len(rows))
tap.equal("and has an end", everything[-1], {"complete": True, "rows": len(rows)})
tap.equal("it is every section", len(rows), client.search("")["total"]["sections"])
texts = [re.findall(r"\w+", row["text"].lower()) for row in rows]
texts = [text for text in texts if len(text) > 3]
titles = sorted({row["class"]["title"] for row in rows})
codes = sorted({row["class"]["code"] for row in rows if row["class"]["code"]})


def query():
    """Words that stand in a section, or some of them, or a title, or a code."""
    text = chance.choice(texts)
    at = chance.randrange(len(text) - 2)
    word = chance.choice(text)
    return chance.choice([
        word, word, f"{word} {chance.choice(text)}", f"{word} {chance.choice(chance.choice(texts))}",
        f'"{text[at]} {text[at + 1]}"', f"{word} OR {chance.choice(chance.choice(texts))}",
        f"{word} zyzzyva {text[at]}", f"{word} -{text[at]}", chance.choice(titles).upper(),
        chance.choice(codes).lower(), f"duties:{word}", f"{word} experience>={chance.randint(1, 6)}y",
        f"education>=bachelor {word}", f"modality:required {word}", f"lifting>=25 OR duties:{word}", f"{word[:3]}*" if len(word) > 3 else word,
    ])


def check(text, ways):
    """What is wrong with the results of a query, in these ways of asking."""
    wrongs = []

    def differ(what, got, expected):
        if got != expected:
            wrongs.append(f"{text!r} {way}: {what}: {str(got)[:300]}, expected {str(expected)[:300]}")

    best = lines(text)[1:-1]  # by relevance
    by_class = collections.Counter(row["class"]["id"] for row in best)
    for sort, group in ways:
        way = f"{sort} {group}"
        first, results = all_pages(text, sort=sort, group=group)
        export = lines(text, sort=sort, group=group)
        head, rows, end = export[0], export[1:-1], export[-1]
        differ("rows", (len(rows), head["rows"], end["rows"]), (len(results),) * 3)
        differ("total", head["total"], first["total"])
        differ("query", head["query"], first["query"])
        differ("as many as counted", len(results), first["total"][{"section": "sections", "class": "classes"}[group]])
        if group == "section":
            keys = [section(result) for result in results]
            differ("the same sections", sorted(keys), sorted(map(section, best)))
            differ("as exported", [section(row) for row in rows], keys)
        else:
            keys = [result["class"]["id"] for result in results]
            differ("the same classes", sorted(keys), sorted(by_class))
            differ("how many of each match", {r["class"]["id"]: r["sections"] for r in results}, dict(by_class))
            differ("as exported", [(row["class"]["id"], row["sections"], section(row)) for row in rows],
                   [(r["class"]["id"], r["sections"], section(r["hits"][0])) for r in results])
            shown = {r["class"]["id"]: [section(hit) for hit in r["hits"]] for r in results}
            firsts = {id: [section(row) for row in best if row["class"]["id"] == id][:3] for id in shown}
            differ("the best three of each", shown, firsts)
        differ("none twice", len(set(keys)), len(keys))
        differ("scores", [row["score"] for row in rows], [result["score"] for result in results])
        named = [result["named"] for result in results]
        if sort == "relevance":
            ranks = [(not result["named"], -result["score"]) for result in results]
            differ("best first, named ones before", ranks, sorted(ranks))
        if sort in ("title", "-title"):
            keys = [folded(result["class"]["title"]) for result in results]
            differ("by title", keys, sorted(keys, reverse=sort == "-title"))
        if group == "class":
            fold = lambda t: " ".join(re.findall(r"[^\W_]+", t.lower()))
            expected = [fold(text) == fold(r["class"]["title"]) or
                        "".join(re.findall(r"\w", text.lower())) == "".join(re.findall(r"\w", (r["class"]["code"] or "").lower()))
                        for r in results]
            differ("which are named", named, [e and not re.search(r"(^|\s)-\w", text) for e in expected])
    return wrongs


ALL = [(sort, group) for sort in SORTS for group in ("section", "class")]
wrongs, asked, found, named, relaxed = [], 0, 0, 0, 0
given = [titles[0], codes[0], f"{texts[0][0]} zyzzyva", f"{texts[0][0]} OR {texts[-1][0]}"]
for n in range(queries):
    text = given[n] if n < len(given) else query()
    page = client.search(text)
    total = page["total"]["sections"]
    ways = ALL if total <= MANY else ALL[:2] + chance.sample(ALL[2:], 2)
    asked += 1
    found += total > PER_PAGE
    named += any(hit["named"] for hit in page["hits"])
    relaxed += page["query"]["relaxed"]
    wrongs += check(text, ways)
tap.none(f"{asked} queries", wrongs)
tap.ok("many of them find more than a page", found > queries / 4, found)
tap.ok("some name a class", named > 0, named)
tap.ok("some are relaxed", relaxed > 0, relaxed)
tap.none("everything there is, in some ways", check("", [("relevance", "section"), ("-title", "class")]))

# Filters hold for what is named, and for exports.
title = chance.choice([t for t in titles if len(re.findall(r"\w+", t)) > 1])
tap.ok("a title alone names its class", client.search(title)["hits"][0]["named"])
kinds = client.search(title)["hits"][0]["section"]["kinds"]
other = next(v["value"] for v in client.search("")["facets"]["section"] if v["value"] not in kinds)
hits = client.search(title, section=[other], per_page=100)["hits"]
tap.none("not where a filter is against it", [h for h in hits if h["named"]])
tap.equal("an export with a filter", [section(row) for row in lines(title, section=[other])[1:-1]],
          [section(h) for p in client.pages(title, {"section": [other]}) for h in p["hits"]])
tap.equal("relax=0: nothing is relaxed", client.search(titles[0] + " zyzzyva", relax=0)["total"]["sections"], 0)
tap.ok("else it is", client.search(titles[0] + " zyzzyva")["query"]["relaxed"])
tap.equal("expand=0 is taken", client.search("the", expand=0)["total"], client.search("the")["total"])

# CSV: the same rows.
client.connection.request("GET", "/api/v1/export?format=csv&q=the")
response = client.connection.getresponse()
text = response.read().decode()
tap.ok("csv: a byte order mark", text.startswith("\ufeff"))
tap.ok("csv: its type", response.headers["Content-Type"].startswith("text/csv"), response.headers)
table = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
tap.equal("csv: names", table[0], ["class_id", "title", "code", "agency", "ordinal", "heading", "kinds",
                                    "source", "line", "page", "url", "score", "text"])
expected = lines("the")[1:-1]
tap.equal("csv: as many rows", (len(table) - 1, int(response.headers["X-Total-Rows"])), (len(expected),) * 2)


def cells(row):
    s, c = row["section"], row["class"]
    found = [c["id"], c["title"], c["code"], c["agency"], s["ordinal"], s["heading"], " ".join(s["kinds"]),
             s["source"], s["line"], s["page"], s["url"], f"{row['score']:.6g}", row["text"]]
    texts = ["" if cell is None else str(cell) for cell in found]
    return ["'" + t if re.match(r"[=+\-@\t\r]", t) else t for t in texts]


tap.none("csv: cells", [f"{got}, expected {cells(row)}" for got, row in zip(table[1:], expected) if got != cells(row)])
ends = text.replace("\r\n", "")
tap.ok("csv: rows end in CRLF", text.endswith("\r\n") and text.count("\r\n") >= len(table))
client.connection.request("GET", "/api/v1/export?format=csv&group=class&q=the")
table = list(csv.reader(io.StringIO(client.connection.getresponse().read().decode()[1:], newline=""), strict=True))
tap.equal("csv: classes say how many sections match", [(row[0], int(row[4])) for row in table[1:]],
          [(row["class"]["id"], row["sections"]) for row in lines("the", group="class")[1:-1]])
tap.done()
END

specindex build -i "$T/x" "$CORPUS" >"$T/out" 2>"$T/err"
is 'building the index: exit status' "$?" 0
start_daemon "$T/x"
in_python "$T/paging.py" "$URL" "${SEED:-1}" "${QUERIES:-$queries}"

# The command line passes it on.
SPECSEARCH_URL=$URL
export SPECSEARCH_URL
get '/api/v1/export?q=the&group=class&sort=-revised' >"$T/export"
rows=$(sed -n '2,$p' "$T/export" | sed '$d' |
    python3 -c 'import json, sys
for line in sys.stdin:
    row = json.loads(line)
    print(row["class"]["id"], row["sections"], row["section"]["ordinal"])')
for options in '' '--all'; do
    is "find -f tsv -g class $options: the same rows" \
        "$(specsearch find -f tsv -g class --sort=-revised $options the | sed 1d | cut -f 1,5,6 | tr '\t' ' ')" \
        "$rows"
done
is 'find --all -f json: the same lines' \
    "$(specsearch find --all -f json -g class -o -revised the | cksum)" "$(cksum <"$T/export")"
is 'find --all: each class' \
    "$(specsearch find --all -g class -o -revised the | sed -n 's/^[^ ].*  \([^ ]*\)  [0-9]* sections\{0,1\}$/\1/p')" \
    "$(echo "$rows" | cut -d ' ' -f 1)"
is 'find -g class: each class of a page' \
    "$(specsearch find -n 20 -g class -o -revised the | sed -n 's/^[^ ].*  \([^ ]*\)  [0-9]* sections\{0,1\}$/\1/p')" \
    "$(echo "$rows" | cut -d ' ' -f 1 | head -20)"
runs 'relaxed' 0 specsearch find the zyzzyva
runs 'not with --no-relax' 1 specsearch find the zyzzyva --no-relax
runs 'nor all of it' 1 specsearch find --all the zyzzyva --no-relax
runs '--no-expand is passed on' 0 specsearch find the --no-expand
like 'it was' "$(grep -c 'expand=0' "$T/daemon.err")" '^[1-9]'
runs 'an unknown order' 2 specsearch find the --sort date
like 'what there is' "$(cat "$T/err")" 'sort takes relevance, title'

# What it does not take, it names.
refused() { # NAME QUERY REGEX
    like "$1: what it says" "$(get "$2")" "$3"
    is "$1: status" "$(code "$2")" 400
}
refused 'an unknown order' '/api/v1/search?sort=date' 'relevance, title, -title, revised, -revised, experience and -experience.*date'
refused 'relevance backwards' '/api/v1/search?sort=-relevance' 'relevance, title'
refused 'an unknown group' '/api/v1/search?group=agency' 'section or class.*agency'
refused 'half relaxed' '/api/v1/search?relax=2' 'relax takes 0 or 1.*2'
refused 'an empty expand' '/api/v1/search?expand=' 'expand takes 0 or 1'
refused 'an unknown format' '/api/v1/export?format=xls' 'ndjson, csv or xlsx.*xls'
refused 'a page of an export' '/api/v1/export?page=2' 'page.*there are q.*format'
refused 'a format of a page' '/api/v1/search?format=csv' 'format.*there are q.*per_page'
refused 'a bad query' '/api/v1/export?q=%22open' 'position":1'
is 'HEAD of an export: status' "$(code '/api/v1/export?q=the' -I)" 200

done_testing
