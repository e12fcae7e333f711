#!/bin/sh
# What the index holds, in lists, and what a query may go on with. The lists are compared with what a
# search for everything yields, and suggestions with a plain scan of its titles, codes and agencies.
#
# SEED chooses the beginnings that are tried.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-3}

mkdir -p "$T/odd/wick-town"
odd() { printf 'Class Title: %s\nClass Code: %s\n\nDuties\n\nKeeps lamps and wicks.\n\nLicensure\n\nA driver license is required.\n' "$2" "$3" >"$T/odd/wick-town/$1.txt"; }
odd script 'Lamp Clerk <script>alert(1)</script>' '=1+1'
odd quotes 'Clerk "The Wick" & <b>Lamp</b>' '"W"-19'
odd operators 'LAMP AND WICK CLERK' 'W-20'
odd bracket 'Wick Clerk (Night) / Lamps' 'W-21'
odd minus 'Wick Clerk - Day' 'W 22'
odd rtl "$(printf 'Lamp \342\200\256 Warden')" 'W-23'
odd accent "$(printf '\303\211tude Warden')" 'W-24'
odd digit '2nd Warden' 'W-25'
cp "$T/odd/wick-town/minus.txt" "$T/odd/wick-town/twin.txt"
: >"$T/odd/wick-town/empty.txt"

cat >"$T/browse.py" <<'END_PYTHON'
import argparse
import collections
import json
import random
import unicodedata
import urllib.error
import urllib.parse
import urllib.request

from tap import Tap

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int)
parser.add_argument("name")
parser.add_argument("url")
parser.add_argument("tap")
options = parser.parse_args()
tap = Tap(options.tap)
chance = random.Random(options.seed)
tap.note(f"seed {options.seed}")


def get(path, **parameters):
    query = urllib.parse.urlencode({k: v for k, v in parameters.items() if v is not None})
    with urllib.request.urlopen(f"{options.url}/api/v1/{path}?{query}") as answer:
        return answer.read().decode()


def ask(path, **parameters):
    return json.loads(get(path, **parameters))


def words_of(text):
    """The words of a text: runs of letters, digits and marks, in lower case."""
    out, word = [], ""
    for c in text + " ":
        if unicodedata.category(c)[0] in "LNM":
            word += c.lower()
        elif word:
            out.append(word)
            word = ""
    return out


def letter_of(title):
    words = words_of(title)
    first = unicodedata.normalize("NFD", words[0][0])[0] if words else ""
    if first.isascii() and first.isdigit():
        return "0"
    return first if first.isascii() and first.isalpha() else "other"


rows = [json.loads(line) for line in get("export", group="class").splitlines()]
classes = [row for row in rows if "class" in row]
everything = {row["class"]["id"]: (row["class"], row["sections"]) for row in classes}
facets = ask("search", per_page=1)["facets"]
total = ask("search", per_page=1)["total"]

# The overview.
browse = ask("browse")
tap.equal(f"{options.name}: classes and sections", {k: browse[k] for k in total}, total)
for name, facet in (("agencies", "agency"), ("kinds", "section")):
    got = {v["value"]: (v["classes"], v["sections"]) for v in browse[name]}
    want = {v["value"]: (v["classes"], v["sections"]) for v in facets[facet]}
    tap.equal(f"{options.name}: {name}", got, want)
tap.equal(f"{options.name}: as many classes as the export", browse["classes"], len(everything))


def walk(path, member, per_page, **filters):
    """Every row of a list, page by page."""
    page, out = 1, []
    while True:
        answer = ask(path, page=page, per_page=per_page, **filters)
        out += answer[member]
        if page >= answer["pages"]:
            return out, answer
        page += 1


# A to Z.
listed, answer = walk("browse/classes", "classes", 7)
tap.equal(f"{options.name}: every class once", sorted(c["id"] for c in listed), sorted(everything))
tap.equal(
    f"{options.name}: in the order that a search by title has",
    [words_of(c["title"]) for c in listed],
    [words_of(row["class"]["title"]) for row in
     (json.loads(line) for line in get("export", group="class", sort="title").splitlines())
     if "class" in row],
)
wrong = [c for c in listed if (everything[c["id"]][0]["title"], everything[c["id"]][1]) != (c["title"], c["sections"])]
tap.none(f"{options.name}: titles and sections are those of the search", wrong)
for agency in [None] + [v["value"] for v in browse["agencies"]]:
    chosen = [c for c, _ in everything.values() if agency in (None, c["agency"])]
    want = collections.Counter(letter_of(c["title"]) for c in chosen)
    answer = ask("browse/classes", agency=agency)
    got = {l["letter"]: l["classes"] for l in answer["letters"]}
    tap.equal(f"{options.name}: letters of {agency}", {k: v for k, v in got.items() if v}, dict(want))
    tap.equal(f"{options.name}: 28 letters", len(got), 28)
    for letter in want:
        part, _ = walk("browse/classes", "classes", 5, agency=agency, letter=letter)
        ids = sorted(c["id"] for c in chosen if letter_of(c["title"]) == letter)
        if sorted(c["id"] for c in part) != ids:
            tap.ok(f"{options.name}: {letter} of {agency}", False, part)

# Series: those that a search is narrowed by.
series, _ = walk("browse/series", "series", 3)
got = collections.Counter()
for one in series:
    got[one["series"]] += one["classes"]
    part, _ = walk("browse/classes", "classes", 100, series=one["series"], agency=one["agency"])
    tap.equal(f"{options.name}: classes of {one['series']!r}", len(part), one["classes"])
want = {v["value"]: v["classes"] for v in facets["series"] if v["value"] != "-"}
tap.equal(f"{options.name}: series", dict(got), want)
tap.equal(f"{options.name}: how many", browse["series"], len(series))


# Suggestions.
def begins_at(words, typed, ended):
    """At which words of a title what is typed begins it; equal, from its beginning, or within."""
    text, best = " ".join(typed), None
    for i in range(len(words)):
        rest = " ".join(words[i:])
        if rest == text or rest.startswith(text + " ") or (rest.startswith(text) and not ended):
            rank = 1 if i else 3 if rest == text else 2
            best = max(best or 0, rank)
    return best


def expected_titles(text):
    typed, ended = words_of(text), not unicodedata.category(text[-1])[0] in "LNM"
    counts, ranks = collections.Counter(), {}
    for c, _ in everything.values():
        words = tuple(words_of(c["title"]))
        rank = begins_at(words, typed, ended)
        if rank:
            counts[words] += 1
            ranks[words] = rank
    return {words: (ranks[words], counts[words]) for words in counts}


beginnings = {"a", "se", "clerk ", "zzyzx", "l", "2n", "\u00e9t", "lamp and wick"}
for c, _ in everything.values():
    title = c["title"]
    start = chance.choice([0] + [i + 1 for i, x in enumerate(title) if x == " "])
    beginnings.add(title[start : start + chance.randint(1, 12)])
    beginnings.add((title if chance.random() < 0.5 else title.upper())[: chance.randint(1, len(title))])
for text in sorted(b for b in beginnings if words_of(b)):
    got = [s for s in ask("suggest", q=text, limit=20)["suggestions"] if s["type"] == "title"]
    want = expected_titles(text)
    best = sorted(want.values(), reverse=True)
    found = [(want.get(tuple(words_of(s["label"])), (0, 0))[0], s["classes"]) for s in got]
    if found != best[: len(found)] or (len(want) <= 8 and len(got) != len(want)):
        tap.ok(f"{options.name}: titles for {text!r}", False, (got, want))
    if len({tuple(words_of(s["label"])) for s in got}) != len(got):
        tap.ok(f"{options.name}: a title twice for {text!r}", False, got)
tap.ok(f"{options.name}: titles for {len(beginnings)} beginnings", len(beginnings) > 8)

# What is suggested is what a search then finds.
for c, sections in everything.values():
    got = ask("suggest", q=c["title"], limit=20)["suggestions"]
    own = [s for s in got if s["type"] == "title" and words_of(s["label"]) == words_of(c["title"])]
    if not own:
        tap.ok(f"{options.name}: {c['title']!r} suggests itself", False, got)
        continue
    answer = ask("search", q=own[0]["text"], group="class", sort="relevance", per_page=100)
    named = [hit["class"]["title"] for hit in answer["hits"] if hit["named"]]
    if len(named) != own[0]["classes"]:
        tap.ok(f"{options.name}: {own[0]['text']!r} names {own[0]['classes']}", False, named)
    if own[0]["url"] is not None and own[0]["url"] != c["url"]:
        tap.ok(f"{options.name}: the page of {c['title']!r}", False, own[0])
    if c["code"]:
        got = ask("suggest", q=c["code"].lower(), limit=20)["suggestions"]
        codes = [s for s in got if s["type"] == "code"]
        if not any(words_of(s["text"]) == words_of(c["code"]) for s in codes):
            tap.ok(f"{options.name}: code {c['code']!r}", False, got)
        for one in codes:
            if one["url"] is None and one["classes"] < 2:
                tap.ok(f"{options.name}: the page of a code", False, one)
tap.ok(f"{options.name}: titles and codes name their classes", True)
for agency in browse["agencies"]:
    got = ask("suggest", q="lamp " + agency["value"][:4], limit=20)["suggestions"]
    own = [s for s in got if s["type"] == "agency" and s["label"] == agency["label"]]
    tap.equal(f"{options.name}: {agency['value']}", [s["classes"] for s in own], [agency["classes"]])
    for s in own:
        tap.ok(f"{options.name}: what was typed before stays", s["text"].startswith("lamp agency:"), s)
        alone = s["text"][len("lamp ") :]
        answer = ask("search", q=alone, group="class")
        tap.equal(f"{options.name}: {alone}", answer["total"]["classes"], agency["classes"])
for text in ("lic", "dri", "ke", "duties:wi", "(lam"):
    got = ask("suggest", q=text, limit=20)["suggestions"]
    for s in got:
        if s["type"] == "word":
            answer = ask("search", q=s["label"], expand=0, relax=0)
            at = next((v["sections"] for v in [answer["total"]]), 0)
            # A word is searched in titles as well, which only adds sections.
            tap.ok(f"{options.name}: {text!r}: {s['label']}", at >= s["sections"] > 0, (at, s))
            tap.ok(f"{options.name}: {s['text']!r} goes on", s["text"].startswith(text), s)

# A phrase goes on with what was typed, and stands in two classes at least, as a search for it finds.
phrases = 0
for text in ("dri", "driver", "driver ", "duties high sch", "wor", "\"equal opp", "class spec", "keeps l"):
    for s in ask("suggest", q=text, limit=20)["suggestions"]:
        if s["type"] != "phrase":
            continue
        phrases += 1
        typed, whole = words_of(text), words_of(s["text"])
        tap.ok(f"{options.name}: {s['text']!r} goes on with {text!r}",
               whole[: len(typed) - 1] == typed[:-1] and whole[len(typed) - 1].startswith(typed[-1]), s)
        tap.ok(f"{options.name}: {s['text']!r} ends with it in quotes", s["text"].endswith(f'"{s["label"]}"'), s)
        alone = ask("search", q=f'"{s["label"]}"', expand=0, relax=0)
        tap.ok(f"{options.name}: {s['label']!r} is found", alone["total"]["classes"] >= 2, alone["total"])
        tap.ok(f"{options.name}: {s['text']!r} is a query", "total" in ask("search", q=s["text"]), s)
tap.ok(f"{options.name}: there are phrases", phrases > 1, phrases)
got = ask("suggest", q="budget lic")["suggestions"]
scopes = [(s["text"], s["sections"]) for s in got if s["type"] == "scope"]
want = next(v["sections"] for v in facets["section"] if v["value"] == "licensure")
tap.equal(f"{options.name}: a scope", scopes, [("budget licensure:", want)])
for text in ("", " ", "?!", "\u202e", "a" * 10000, '"', "agency:", "agency:\"", "((((", "-", "\U0001f600"):
    got = ask("suggest", q=text)["suggestions"]
    tap.ok(f"{options.name}: {text[:9]!r} is harmless", text.startswith("agency:") or got == [], got)
same = {get("suggest", q="c", limit=20) for _ in range(5)}
tap.equal(f"{options.name}: the same question has the same answer", len(same), 1)
for path, parameters in (
    ("suggest", {"limit": 21}), ("suggest", {"limit": 0}), ("suggest", {"Q": "a"}),
    ("browse", {"q": "a"}), ("browse/classes", {"letter": "aa"}), ("browse/classes", {"per_page": 1001}),
    ("browse/series", {"series": "a"}), ("browse/skipped", {"state": "lost"}),
):
    try:
        ask(path, **parameters)
        status = 200
    except urllib.error.HTTPError as error:
        status = error.code
    tap.equal(f"{options.name}: {path} {parameters}", status, 400)
tap.done()
END_PYTHON

serve corpus "$CORPUS"
in_python "$T/browse.py" --seed "$SEED" corpus "$URL"

serve lists "$T/odd"
in_python "$T/browse.py" --seed "$SEED" odd "$URL"

titles() { get "/api/v1/browse/classes?letter=$1" | json '" | ".join(c["title"] for c in j["classes"])'; }
is "an accent is no letter" "$(titles e)" "$(printf '\303\211tude Warden')"
is "a digit has a place of its own" "$(titles 0)" "2nd Warden"
is "marks are text" "$(titles c)" 'Clerk "The Wick" & <b>Lamp</b>'
like "in any place" "$(titles l)" '(^|[|] )Lamp Clerk <script>alert\(1\)</script>( [|]|$)'
text() { curl -sS -G --data-urlencode "q=$1" "$URL/api/v1/suggest" | json '[s["text"] for s in j["suggestions"] if s["type"] == "title"][0]'; }
is "a title with an operator" "$(text 'lamp an')" "LAMP and WICK CLERK"
is "a title with brackets" "$(text 'wick clerk ni')" "Wick Clerk Night Lamps"
is "a title with a lone dash" "$(text 'wick clerk d')" "Wick Clerk Day"

get '/browse/classes?page=2' >"$T/page"
like "a page past the last one says so" "$(cat "$T/page")" 'past the last one.*href="/browse/classes">Go to the first'
is "and has no table" "$(grep -c '<table' "$T/page")" 0

# Phrases: all classes say "Keeps lamps and wicks.", and "lamps" stands nowhere else.
phrase() { curl -sS -G --data-urlencode "q=$1" "$URL/api/v1/suggest" | json '[s["text"] for s in j["suggestions"] if s["type"] == "phrase"]'; }
is "a phrase of several classes" "$(phrase 'keeps')" '["\"keeps lamps and wicks\""]'
is "a piece of it is none" "$(phrase 'lamps')" '[]'
is "behind another word" "$(phrase 'night keeps lam')" '["night \"keeps lamps and wicks\""]'

# The ledger.
get /api/v1/browse/skipped >"$T/skipped"
is "what was skipped" "$(json '[(s["source"], s["state"]) for s in j["sources"]]' <"$T/skipped")" \
    '[["odd/wick-town/empty.txt", "skipped"], ["odd/wick-town/twin.txt", "duplicate"]]'
like "a reason is given" "$(json 'j["sources"][0]["reason"]' <"$T/skipped")" '[a-z]'
is "a duplicate's is shown without the path of this machine" \
    "$(json 'j["sources"][1]["reason"]' <"$T/skipped")" 'odd/wick-town/minus.txt'
is "by state" "$(get '/api/v1/browse/skipped?state=duplicate' | json '[j["total"], [s["sources"] for s in j["states"]]]')" \
    '[1, [1, 1, 0]]'
is "in the overview" "$(get /api/v1/browse | json 'j["sources"]')" \
    '{"duplicate": 1, "indexed": 8, "noted": 0, "skipped": 1}'

# On the command line.
export SPECSEARCH_URL="$URL"
runs "list agencies" 0 specsearch list agencies -f tsv
is "an agency a row" "$(cat "$T/out")" "$(printf 'value\tclasses\tsections\nwick-town\t8\t%s' "$(get /api/v1/browse | json 'j["sections"]')")"
runs "list classes" 0 specsearch list classes --letter w -f tsv
is "classes in order" "$(cut -f 2 "$T/out" | tr '\n' '|')" 'title|Wick Clerk - Day|Wick Clerk (Night) / Lamps|'
runs "list as text" 0 specsearch list classes
is "no character that turns the line" "$(grep -c "$(printf '\342\200\256')" "$T/out")" 0
runs "list as JSON" 0 specsearch list skipped -f json
is "an object a line" "$(wc -l <"$T/out")" 2
runs "list as CSV" 0 specsearch list classes -f csv
is "no cell begins a formula" "$(grep -c '\(^\|,\)"\{0,1\}=' "$T/out")" 0
runs "nothing to list" 1 specsearch list series
runs "an unknown list" 2 specsearch list towns
like "says which there are" "$(cat "$T/err")" 'agencies, kinds, series, classes and skipped'
runs "a filter that the list has not" 2 specsearch list kinds --agency wick-town
for narrowed in 'classes --agency wick' 'classes --series Lamps' 'series --agency wick'; do
    runs "list $narrowed: there is none" 2 specsearch list $narrowed
    like "list $narrowed: it says so" "$(cat "$T/err")" "no class has the (agency 'wick'|series 'Lamps')"
done
runs "in any case" 0 specsearch list classes --agency Wick-Town
runs "no list named" 2 specsearch list
runs "help" 0 specsearch list --help

done_testing
