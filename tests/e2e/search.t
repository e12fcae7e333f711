#!/bin/sh
# What a search finds: the five seed documents as the issue has them, and the query language, the
# order of hits, snippets and marks over the seeds and the sample corpus, checked by the oracle.
. "$(dirname "$0")/lib.sh"


# places QUERY: where it is found, as sorted lines of "source ordinal".
places() {
    specsearch find -f tsv --no-expand --url "$URL" -- "$1" >"$T/rows" 2>"$T/err"
    tail -n +2 "$T/rows" | awk -F '\t' '{ print $8, $5 }' | sort
}

# grep_places REGEX...: the sections in which a whole-word grep finds every one of the expressions.
# Each line of $T/flat is a section: source, ordinal, TAB, heading, bar, text. The part before the
# TAB holds no word of those sought.
grep_places() {
    cp "$T/flat" "$T/left"
    for regex; do
        grep -iwE -- "$regex" "$T/left" >"$T/kept"
        mv "$T/kept" "$T/left"
    done
    cut -f 1 "$T/left" | sort
}

flatten() {
    for file in "$1"/*; do
        specindex explain "$file" | python3 -c '
import json, sys
j = json.load(sys.stdin)
for s in j["sections"]:
    text = (s["heading"] or "") + " | " + s["text"]
    print(sys.argv[1], str(s["ordinal"]) + "\t" + " ".join(text.split()))
' "$(basename "$1")/$(basename "$file")"
    done >"$T/flat"
}

check_seeds() {
    seeds=$SHARED/seeds
    runs 'building the index of the seeds' 0 specindex build -i "$T/seeds" "$seeds"
    like 'all five are read, none is skipped' "$(cat "$T/out" "$T/err")" \
        '5 indexed, 0 unchanged, 0 duplicate, 0 skipped'
    runs 'checking it' 0 specindex check -i "$T/seeds"
    start_daemon "$T/seeds"

    is 'titles and class codes by explain' \
        "$(for f in "$seeds"/*; do
            specindex explain "$f" | json '[j["title"], j["class_code"]]'
        done)" \
        '["IT Manager Senior", "CI2788"]
["INFORMATION SYSTEMS MANAGER II", null]
["IT Project Manager II", "CI2421"]
["Senior IT Project Manager", "12789"]
["IT Project Manager", "865"]'
    is 'titles and class codes in answers' \
        "$(get '/api/v1/search?q=&per_page=100' | json '"\n".join(json.dumps(x) for x in sorted(
            {(h["section"]["source"][6:9], h["class"]["title"], h["class"]["code"])
             for h in j["hits"]}, key=lambda x: x[0]))')" \
        '["000", "IT Manager Senior", "CI2788"]
["001", "INFORMATION SYSTEMS MANAGER II", null]
["002", "IT Project Manager II", "CI2421"]
["003", "Senior IT Project Manager", "12789"]
["004", "IT Project Manager", "865"]'

    runs 'find CJIS clearance' 0 specsearch find --url "$URL" 'CJIS clearance'
    is 'CJIS clearance: totals' "$(head -1 "$T/out")" '2 sections in 1 class'
    # Two headings of the source: 105:Licensure & Certification, 159:Background Check Requirement.
    is 'CJIS clearance: kinds, lines, class' \
        "$(specsearch find -f json --url "$URL" 'CJIS clearance' | json 'sorted(
            [h["section"]["line"], h["section"]["kinds"], h["class"]["code"]] for h in j["hits"])')" \
        '[[105, ["licensure"], "CI2421"], [159, ["background_check"], "CI2421"]]'
    for query in '"matrix manages"' '"MATRIX MANAGES"'; do
        runs "find $query" 0 specsearch find --url "$URL" "$query"
        is "$query: totals" "$(head -1 "$T/out")" '3 sections in 2 classes'
        is "$query: kinds" \
            "$(specsearch find -f json --url "$URL" "$query" |
                json 'sorted(k for h in j["hits"] for k in h["section"]["kinds"])')" \
            '["duties", "supervision_exercised", "supervision_exercised"]'
        is "$query: classes" \
            "$(specsearch find -f json --url "$URL" "$query" |
                json 'sorted(h["class"]["code"] for h in j["hits"])')" \
            '["CI2421", "CI2421", "CI2788"]'
    done

    # No word is a stop word. To Snowball, positions, positioned, positioning and positive are one
    # stem with position.
    flatten "$seeds"
    is 'by position: as grep finds it' "$(places 'by position')" \
        "$(grep_places by 'position(s|ed|ing|al)?|positive(ly)?')"
    is '"by position": as grep finds it' "$(places '"by position"')" "$(grep_places 'by +position')"
    is '"it": as grep finds it' "$(places '"it"')" "$(grep_places it)"
    is 'IT: as grep finds it' "$(places IT)" "$(grep_places it)"
    for word in it its a the of and or to in by be may not; do
        is "$word: as grep finds it" "$(places "$word")" "$(grep_places "$word")"
    done
    like 'that grep finds something' "$(grep_places it)" '^seeds/00'
    is 'words that a grep finds in different sections only are no match' \
        "$(specsearch find -f json --url "$URL" 'CJIS lifting' | json 'j["query"]["relaxed"]')" true
}

cat >"$T/language.py" <<'END'
import os
import re
import sys

from oracle import Oracle
from queries import Query
from tap import Client, Tap, differences, hit_key
from words import words

url, second_url, specindex, folder, tap_path = sys.argv[1:]
client, second = Client(url), Client(second_url)
oracle = Oracle(specindex, [folder])
tap = Tap(tap_path)
name = os.path.basename(folder)
agency = oracle.specifications[0].agency
code = next(s.code for s in oracle.specifications if s.code and s.code != s.code.lower() or s.code)

QUERIES = [
    # words, in any case and with any punctuation around
    "", "cjis", "CJIS", "CJIS clearance", "cjis CLEARANCE", "(CJIS) clearance!", "CJIS,clearance",
    "cjis: clearance", "and/or", "by position", "it", "IT", "its", "the", "of the", "supervises",
    "supervised supervising", "manages", "management", "licenses", "license", "responsibilities",
    "employee's", "employee\u2019s", "City's", "bachelor's degree", "bachelor", "24", "s", '"s"',
    "zyzzyva",
    # exact phrases
    '"it"', '"the"', '"by position"', '"By Position"', '"matrix manages"', '"matrix manage"',
    '"matrix  manages"', '"MATRIX MANAGES"', '"of the"', '"CJIS) clearance"', '"manager"',
    '"managers"', '"employee s"', '"employee\'s"', '"bachelor\'s degree"', '"degree bachelor"',
    "\u201cmatrix manages\u201d", "\u201ematrix manages\u201c", "\u00abby position\u00bb",
    "\u201cof the\" budget", '"of the" "by position"', '"project manager" budget',
    '"and" "or"', '""', '"" manager',
    # words with inner hyphens and dots are phrases
    "full-time", "on-the-job", "year-end", "multi-year", "decision-making", "City-wide",
    "Fingerprint-based", "job-related", "non-exempt", "11/05/2019", "49,005", "City-wide position",
    "full\u2010time", "full\u2011time", "-", "- manager", "manager -",
    # kinds, title, agency, code
    "licensure:CJIS", "licensure:clearance", "background_check:CJIS", "background:CJIS",
    'licensure:"by position"', "licensure:must licensure:obtain", "licensure:must obtain",
    "ksa:ability", "knowledge_skills_abilities:ability", "duties:budget", "LICENSURE:must",
    "other:zyzzyva", "duties:full-time", "title:manager", "title:managers", 'title:"project manager"',
    'title:"manager project"', "title:manager title:project", "title:zyzzyva", "title:manager budget",
    f"agency:{agency}", f"agency:{agency.upper()}", f'agency:"{agency}" budget', "agency:zyzzyva",
    "agency:zyzzyva budget", f"code:{code}", f"code:{code.lower()} supervision", "code:zyzzyva",
    f"licensure:license title:manager agency:{agency}", f"duties:budget agency:{agency} title:i",
    # a word of the title, with others that stand in the section
    "IT project manager license", "manager CJIS", "IT clearance", "analyst degree", "librarian",
    "officer background", "manager zyzzyva", 'officer "by position"',
    # no section has all
    "clearance zyzzyva", "CJIS ledger", '"matrix manages" zyzzyva', '"matrix manages" CJIS lifting',
    "zyzzyva qwertzu", "licensure:zyzzyva must", "zyzzyva \"qwertzu qwertzu\"",
    "duties:zyzzyva agency:zyzzyva", "title:zyzzyva CJIS forklift",
    # letters beyond ASCII, and what is no letter
    "stra\u00dfe", "STRA\u00dfE", "strasse", "na\u00efve", "NA\u00cfVE", "re\u0301sume\u0301", "resume",
    "clear\u00adance", '"clear\u00adance desk"', "clearance desk", "rock'n'roll", "rock\u2019n\u2019roll",
    "o'clock", "2\u00bd", "2", "m\u00b2", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3", "\u6f22\u5b57",
    "\u6f22", "\u0130stanbul", "istanbul", "\ufb01ne", "under_score", '"under score"', "a@b.example",
    "clerks'", "clerk\u2019s \u201cclerk\u2019s desk\u201d", "title:na\u00efve", "x\u200by",
]
QUERIES = [text for text in QUERIES if not text.strip() or words(text)]  # the rest is refused; see the end


def literal(text):
    return oracle.search(text, expand=False)


def fold(text):
    return re.sub(r"[ \t\n\v\f\r]+", " ", text).strip(" ")


def folded_marks(text, marks):
    """The text with white space folded, and the marks moved along."""
    moved = [[len(fold(text[:start] + "|")) - 1, None] for start, _ in marks]
    for (start, end), mark in zip(marks, moved):
        mark[1] = mark[0] + end - start
    return fold(text), moved


def wrong_snippet(snippet, section, query):
    """Why a snippet is not a part of the section's text with just the right marks."""
    text, marks = folded_marks(section.text, query.marks(section.text))
    shown = snippet["text"]
    for head in ("", "... "):
        for tail in ("", " ..."):
            if not (shown.startswith(head) and shown.endswith(tail)):
                continue
            part = shown[len(head) : len(shown) - len(tail)]
            at = text.find(part)
            while at >= 0:
                inside = [m for m in marks if m[0] < at + len(part) and m[1] > at]
                shift = len(head) - at
                if [[a + shift, b + shift] for a, b in inside] == snippet["marks"]:
                    return None
                at = text.find(part, at + 1)
    marked = [shown[a:b] for a, b in snippet["marks"]]
    return f"{section.key}: snippet {shown!r} with {marked} marked, of the text {text[:300]!r}"


def wrong_marks(text, marks, query, where):
    got = [text[a:b] for a, b in marks]
    for mark, piece in zip(marks, got):
        alone = words(piece)
        if len(alone) != 1 or len(alone[0].text) > len(piece):
            return f"{where}: the mark {mark} is {piece!r}, which is no word"
    if marks != query.marks(text):
        return f"{where}: marked {got}, expected {[text[a:b] for a, b in query.marks(text)]}"
    return None


def wrong_hit(hit, query):
    """All that is wrong with one hit."""
    section = oracle.by_key.get(hit_key(hit))
    if section is None:
        return [f"{hit_key(hit)} is no section"]
    specification = section.specification
    got = hit["class"], hit["section"]
    expected = {
        "title": (got[0]["title"], specification.title),
        "code": (got[0]["code"], specification.code),
        "agency": (got[0]["agency"], specification.agency),
        "heading": (got[1]["heading"] or "", section.heading),
        "kinds": (got[1]["kinds"], section.kinds),
        "line": (got[1]["line"], section.line),
    }
    wrongs = [f"{section.key}: {n} {g!r}, expected {e!r}" for n, (g, e) in expected.items() if g != e]
    wrongs.append(wrong_marks(section.heading, got[1]["heading_marks"], query, f"{section.key} heading"))
    wrongs.append(wrong_snippet(hit["snippet"], section, query))
    marks = got[1]["heading_marks"] + hit["snippet"]["marks"]
    if any(leaf.stands_in(section) for leaf in query.leaves) and not marks:
        wrongs.append(f"{section.key}: nothing is marked")
    return [wrong for wrong in wrongs if wrong]


def wrong_order(hits, named):
    """The classes that the query names come first, then scores fall; equal scores keep the order of
    the documents."""
    wrongs, last = [], {}
    if {hit_key(hit) for hit in hits[: len(named)]} != named:
        wrongs.append(f"{sorted(named)[:3]} do not come first")
    hits = hits[len(named) :]
    for before, hit in zip(hits, hits[1:]):
        if before["score"] < hit["score"]:
            wrongs.append(f"{hit_key(hit)} scores more than {hit_key(before)} before it")
    for hit in hits:
        (found, ordinal), score = hit_key(hit), hit["score"]
        if last.get((found, score), -1) >= ordinal:
            wrongs.append(f"{hit_key(hit)} stands behind a later section with the same score")
        last[found, score] = ordinal
    return wrongs


def ranking(pages):
    return [(hit_key(hit), hit["score"]) for page in pages for hit in page["hits"]]


for text in QUERIES:
    pages = client.pages(text, expand=0)
    expected = literal(text)
    query = Query(expected.reading.corrected or text)
    hits = [hit for page in pages for hit in page["hits"]]
    wrongs = differences(pages[0], expected)
    keys = [hit_key(hit) for hit in hits]
    wrongs += [f"{key} is found, and is no match" for key in keys if key not in expected.keys]
    wrongs += [f"{key} is not found" for key in expected.keys if key not in keys]
    wrongs += [f"{key} is found twice" for key in set(keys) if keys.count(key) > 1]
    wrongs += wrong_order(hits, expected.named)
    for hit in hits:
        wrongs += wrong_hit(hit, query)
    tap.none(f"{name}: {text!r}: {expected.total['sections']}{' relaxed' * expected.reading.relaxed}", wrongs)

# What the queries above are to show must be in the collection, or they show nothing. (The small one
# is there for its letters alone.)
small = len(oracle.sections) < 50
relaxed = [text for text in QUERIES if literal(text).reading.relaxed]
tap.ok("some answers are relaxed, some are not", small or 3 <= len(relaxed) < len(QUERIES) - 20, relaxed)
by_title = [
    text for text in QUERIES
    if any(not all(l.stands_in(s) for l in Query(text).leaves) for s in literal(text).hits)
    and not literal(text).reading.relaxed
]
tap.ok("some are found by a word of the title", small or len(by_title) >= 2, by_title)

# The same question in other clothes. (Order may differ: capitals may come to count.)
for forms in (
    ["CJIS clearance", "cjis clearance", "CJIS  CLEARANCE ", "Cjis\u00a0clearance", "clearance CJIS"],
    ['"by position"', '"BY POSITION"', "\u201cby position\u201d", "\u201eBy position\u201c",
     "\u00abby position\u00bb", '"by, position."', "by-position"],
    ["full-time", '"full time"', "FULL-TIME", "full\u2010time", "full.time"],
    ["employee's", "employee\u2019s", "employee", "employees"],
    ["background:check", "background_check:check", "BACKGROUND:check", "Background:checks"],
    ['background:"check"', 'background_check:"CHECK"', "background:\u201ccheck\u201d"],
    ["title:manager", "title:Managers", 'title:"manager"'],
):
    found = [sorted(key for key, _ in ranking(client.pages(form, expand=0))) for form in forms]
    same = [form for form, keys in zip(forms, found) if keys != found[0]]
    tap.ok(f"{name}: the same for {', '.join(forms)}", not same, f"different: {same}")

# No phrase runs from a heading into the text.
crossing = [s for s in oracle.sections if words(s.heading) and words(s.text)][:: 7][:40]
wrongs = []
for section in crossing:
    text = f'"{words(section.heading)[-1].text} {words(section.text)[0].text}"'
    answer = client.search(text, expand=0)
    if answer["total"] != literal(text).total:
        wrongs.append(f"{text}: {answer['total']}, expected {literal(text).total}")
tap.ok("there are headings with text to try", small or len(crossing) >= 10)
tap.none(f"{name}: no phrase runs from a heading into the text", wrongs)

# A hit's address leads to the class, and there everything that matches is marked, nothing else.
for text in ("by position", '"of the" manager', "CJIS", "employee's duties", '"by position"'):
    query, wrongs = Query(text), []
    found = {hit_key(hit)[0]: hit for p in client.pages(text, expand=0) for hit in p["hits"]}
    for specification in dict.fromkeys(s.specification for s in literal(text).hits):
        source, sections, hit = specification.source, specification.sections, found[specification.key]
        answer = client.get("/api/v1/classes/" + hit["class"]["id"], q=text, expand=0)
        if [s["ordinal"] for s in answer["sections"]] != [s.ordinal for s in sections]:
            wrongs.append(f"{source} has other sections")
        for got, section in zip(answer["sections"], sections):
            if (got["text"], got["heading"] or "") != (section.text, section.heading):
                wrongs.append(f"{section.key} has another text")
            wrongs.append(wrong_marks(section.text, got["marks"], query, section.key))
            wrongs.append(wrong_marks(section.heading, got["heading_marks"], query, section.key))
    tap.none(f"{name}: marks in whole documents for {text!r}", [w for w in wrongs if w])

# Paging.
PAGED = ("", "the", "manager", "of a", "zyzzyva budget", '"of the"', f"agency:{agency} and")
for text in PAGED[:1] if small else PAGED:
    pages = client.pages(text, per_page=7, expand=0)
    total = pages[0]["total"]["sections"]
    ranks = ranking(pages)
    what = f"{name}: {text!r}, 7 a page"
    tap.ok(f"{what}: there is more than a page", total > 7, total)
    tap.equal(f"{what}: none is repeated", len({key for key, _ in ranks}), len(ranks))
    tap.equal(f"{what}: none is lost", {key for key, _ in ranks}, literal(text).keys)
    tap.equal(
        f"{what}: pages are full and count themselves",
        [(len(p["hits"]), p["page"], p["per_page"], p["pages"]) for p in pages],
        [(min(7, total - 7 * i), i + 1, 7, -(-total // 7)) for i in range(-(-total // 7))],
    )
    tap.ok(f"{what}: counts are the same on each", all(
        (p["total"], p["facets"]) == (pages[0]["total"], pages[0]["facets"]) for p in pages))
    tap.ok(f"{what}: in the order of the whole", ranks == ranking(client.pages(text, expand=0)))
    tap.ok(f"{what}: the same again", ranks == ranking(client.pages(text, per_page=7, expand=0)))
    tap.ok(f"{what}: the same from an index built anew",
           ranks == ranking(second.pages(text, per_page=7, expand=0)))
    past = client.search(text, per_page=7, page=len(pages) + 1, expand=0)
    tap.equal(f"{what}: none behind the last", (past["hits"], past["total"]), ([], pages[0]["total"]))

tap.done()
END

# check_language FOLDER [STATUS]: two indexes of it, so that an order that depends on chance shows.
check_language() {
    folder=$(basename "$1")
    runs "$folder: first build" "${2:-0}" specindex build -i "$T/first-$folder" "$1"
    runs "$folder: second build" "${2:-0}" specindex build -i "$T/second-$folder" "$1"
    start_daemon "$T/second-$folder"
    second=$URL
    start_daemon "$T/first-$folder"
    in_python "$T/language.py" "$URL" "$second" "$BUILD/specindex" "$1"
}

if [ -d "$SHARED/seeds" ]; then
    check_seeds
    check_language "$SHARED/seeds"
else
    skip 'the seed documents' "the folder $SHARED/seeds is not there"
fi
check_language "$CORPUS"

# Odd letters; files that are the same, of which the first in path order counts; one that is empty.
mkdir -p "$T/odd/b" "$T/odd/a" "$T/odd/a-b"
# (Here stand a soft hyphen, a zero-width blank, combining accents and a ligature.)
cat >"$T/odd/b/clerk.txt" <<'END'
SENIOR NAÏVE CLERK

Class Code: Ü-1
FLSA Status: Exempt
Pay Grade: 7

DUTIES

Writes Straße, naïve, NAÏVE and résumé; keeps the clear­ance desk and the clearance of it.
The clerk’s desk, the clerks' desks, the clerk's "clerk’s desk". Rock’n’roll at 9 o'clock, rock'n'roll.

REQUIREMENTS

2½ years in İstanbul or istanbul, 5 m² of ΣΊΣΥΦΟΣ and of 漢字 at a@b.example: a clerk's grade S, ﬁne, under_score, x​y.
Résumé of the 漢字 “by position” and 2 years of CJIS.

LICENSE

By position, CJIS clearance.
END
sed 's/NAÏVE CLERK/PLAIN CLERK/; s/Ü-1/P-2/; s/Exempt/Nonexempt/' "$T/odd/b/clerk.txt" >"$T/odd/a/clerk.txt"
cp "$T/odd/a/clerk.txt" "$T/odd/a-b/same.txt"
cp "$T/odd/b/clerk.txt" "$T/odd/b/same.txt"
cp "$T/odd/b/clerk.txt" "$T/odd/b/.hidden.txt"
: >"$T/odd/a/empty.txt"
check_language "$T/odd" 3
is 'two files are the same as others' \
    "$(specindex build -i "$T/first-odd" "$T/odd" | grep -o '[0-9]* duplicate')" '2 duplicate'

# Refusals, with the place of what is wrong. (What a daemon does with worse is in api.t.)
refusal() {
    curl -sS -G --max-time 60 --data-urlencode "q=$1" "$URL/api/v1/search" |
        json '[j["error"]["code"], j["error"]["position"]]'
}
is 'a quotation mark without partner' "$(refusal '"matrix manages')" '["bad_request", 1]'
is 'its position' "$(refusal 'CJIS "matrix')" '["bad_request", 6]'
is 'its position, in characters and not bytes' "$(refusal 'Ünïcode "matrix')" '["bad_request", 9]'
is 'the third of three marks' "$(refusal '"a b" "c')" '["bad_request", 7]'
is 'a curly one' "$(refusal 'x “matrix')" '["bad_request", 3]'
is 'an unknown scope' "$(refusal 'CJIS colour:red')" '["bad_request", 6]'
is 'no word at all' "$(refusal '-')" '["bad_request", 1]'
is 'punctuation in quotation marks' "$(refusal '"..."')" '["bad_request", 1]'

done_testing
