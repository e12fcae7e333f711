#!/bin/sh
# Facet counts are exact: over the sample corpus, and over real documents where they are at hand,
# totals, hits and every count are those of the oracle, for words and phrases, one filter and many.
#
# CASES sets how many random combinations of filters are tried (400; a quarter of it for a build with
# sanitizers), SEED what they are.
. "$(dirname "$0")/lib.sh"

PYTHON=${PYTHON:-/usr/bin/python3} # Debian's: the stemmer is a Debian package
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests/e2e"
SEED=${SEED:-2}
CASES=${CASES:-400}
case $BUILD in *asan) CASES=$((CASES / 4)) ;; esac

# in_python PROGRAM ARGUMENT...: tests that a Python program goes on with.
in_python() {
    rm -f "$T/tap"
    COUNT=$count FAILURES=$failures "$PYTHON" "$@" "$T/tap"
    . "$T/tap"
}

cat >"$T/facets.py" <<'END'
import argparse
import random

from oracle import FACETS, NOT_STATED, Oracle
from tap import Client, Tap, differences, hit_key

parser = argparse.ArgumentParser()
parser.add_argument("--fixed", type=int, help="fixed words and phrases, of those below")
parser.add_argument("--queries", type=int, help="random words and phrases")
parser.add_argument("--values", type=int, help="values of a facet that are clicked, at most")
parser.add_argument("--cases", type=int, help="random combinations of filters")
parser.add_argument("--classes", type=int, help="how many there are")
parser.add_argument("--seed", type=int)
parser.add_argument("name")
parser.add_argument("url")
parser.add_argument("specindex")
parser.add_argument("paths", nargs="+")
parser.add_argument("tap")
options = parser.parse_args()

client = Client(options.url)
oracle = Oracle(options.specindex, options.paths)
tap = Tap(options.tap)
chance = random.Random(options.seed)
tap.note(f"{options.name}: seed {options.seed}, {options.cases} combinations")
tap.note(f"{len(oracle.specifications)} classes, {len(oracle.sections)} sections")

if options.classes is not None:
    tap.equal(f"{options.name}: classes", len(oracle.specifications), options.classes)

FIXED = [
    "CJIS", "driver license", '"driver license"', "fingerprintless", "the", "", "fingerprint", "position",
    "positions", "by position", '"by position"', '"matrix manages"', "it", "IT", "manager",
    "management supervision", "clearance zyzzyva", "zyzzyva",
]


def random_queries(count):
    """Words of all frequencies, pairs of words, and phrases as they stand in a text."""
    texts = [text for text in (s.parts[1].words for s in oracle.sections) if len(text) >= 3]
    vocabulary = sorted({word for text in texts for word in text})
    queries = []
    while len(queries) < count:
        found = chance.choice(texts)
        length = chance.randint(1, 3)
        at = chance.randrange(len(found) - length + 1)
        text = chance.choice([
            chance.choice(vocabulary),
            " ".join(chance.sample(vocabulary, 2)),
            " ".join(chance.sample(found, 2)),
            f'"{" ".join(found[at : at + length])}"',
            f'"{" ".join(found[at : at + length])}" {chance.choice(found)}',
        ])
        if text not in queries:
            queries.append(text)
    return queries


def check(text, filters):
    """What is wrong with the answer to a query under filters: announcement, totals, all counts, and
    the hits themselves, from all pages."""
    pages, expected = client.pages(text, filters), oracle.search(text, filters)
    wrongs = differences(pages[0], expected)
    keys = [hit_key(hit) for page in pages for hit in page["hits"]]
    if len(keys) != expected.total["sections"] or set(keys) != expected.keys:
        extra, missing = set(keys) - expected.keys, expected.keys - set(keys)
        wrongs.append(f"{len(keys)} hits; too many: {sorted(extra)[:3]}, missing: {sorted(missing)[:3]}")
    return pages[0], [f"q={text!r} {filters or ''}: {wrong}" for wrong in wrongs]


def unselected(counts):
    return [{k: v for k, v in count.items() if k != "selected"} for count in counts]


def check_clicks(text, answer):
    """Every count clicked yields exactly that many hits. A click in a facet leaves the other counts
    of that facet as they were."""
    wrongs = []
    for facet in FACETS:
        counts = answer["facets"][facet]
        if len(counts) > options.values:
            counts = chance.sample(counts, options.values)
        for count in counts:
            clicked, wrong = check(text, {facet: [count["value"]]})
            wrongs += wrong
            if clicked["total"] != {k: count[k] for k in ("sections", "classes")}:
                wrongs.append(f"q={text!r} {facet}: {count} clicked yields {clicked['total']}")
            if unselected(clicked["facets"][facet]) != unselected(answer["facets"][facet]):
                wrongs.append(f"q={text!r} {facet}={count['value']!r} changes the facet's own counts")
    return wrongs


queries = FIXED[: options.fixed] + random_queries(options.queries)
for text in queries:
    answer, wrongs = check(text, {})
    wrongs += check_clicks(text, answer)
    tap.none(f"{options.name}: {text!r}: {answer['total']['sections']}, and each count clicked", wrongs)

# That the last test says something: the counts of the agencies do change with the section selected.
changing = 0
for text in ("CJIS", "license", "manager"):
    before = client.search(text)
    for count in before["facets"]["section"][:3]:
        after = client.search(text, {"section": [count["value"]]})
        same = unselected(after["facets"]["section"]) == unselected(before["facets"]["section"])
        tap.ok(f"{options.name}: {text!r}: {count['value']} leaves the other sections alone", same)
        expected = oracle.search(text, {"section": [count["value"]]}).facets["agency"]
        if expected != oracle.search(text).facets["agency"]:
            changing += after["facets"]["agency"] != before["facets"]["agency"]
tap.ok(f"{options.name}: selecting a section changes the counts of agencies", changing >= 3, changing)

# Values that no section of the answer has stay there with a count of 0 when they are selected.
grade = next(v for v in oracle.values("grade") if v != NOT_STATED)
answer, wrongs = check("zyzzyva", {"grade": [grade]})
tap.none(f"{options.name}: a selected value stays when nothing is found", wrongs)

# Random combinations: some values of some facets, at times those of a section that matches.
values = {facet: oracle.values(facet) for facet in FACETS}
wrongs, empty = [], 0
for _ in range(options.cases):
    text = chance.choice(queries)
    matches = oracle.search(text).hits
    pattern = chance.choice(matches).values if matches and chance.random() < 0.7 else {}
    filters = {}
    for facet in chance.sample(FACETS, chance.randint(1, len(FACETS))):
        more = min(chance.choice([0, 1, 2, 7]), len(values[facet]))
        chosen = chance.sample(values[facet], more) + pattern.get(facet, [])[:1]
        if chosen:
            filters[facet] = sorted(set(chosen))
    empty += oracle.search(text, filters).total["sections"] == 0
    wrongs += check(text, filters)[1]
tap.none(f"{options.name}: {options.cases} random combinations of filters", wrongs)
tap.ok(f"{options.name}: enough of them find something", empty < options.cases * 0.6, empty)
tap.note(f"{empty} found nothing")

tap.done()
END

runs 'building the index of the corpus' 0 specindex build -i "$T/corpus" "$CORPUS"
start_daemon "$T/corpus"
in_python "$T/facets.py" --fixed 100 --queries 50 --values 1000 --cases "$CASES" --seed "$SEED" \
    corpus "$URL" "$BUILD/specindex" "$CORPUS"

# A series: each class with its own sections, and with those that hold for all.
mkdir -p "$T/series/wick-town"
cat >"$T/series/wick-town/lamps.txt" <<'END'
Lamp Lighting Series

Scope

This series describes two classes.

Lamp Lighting Series - Class Titles and Codes

Schem Code Class Code Class

QK10 4411 Lamplighter

QK20 4412 Senior Lamplighter

Definition of Levels

Lamplighter

Lights and trims street lamps at the journey level.

Senior Lamplighter

Leads a crew of lamplighters; a second sentence sets this level apart.

Minimum Qualifications

Lamplighter

High school graduation is required. Six months of experience in climbing is preferred.

Senior Lamplighter

Five years of experience in lighting and a bachelor's degree are required.

All Levels:

A valid driver license is required. Must be able to lift 50 pounds.
END
cp "$CORPUS"/alder-county/accountant-i.txt "$T/series/wick-town"
runs 'building the index of a series' 0 specindex build -i "$T/series-index" "$T/series"
start_daemon "$T/series-index"
in_python "$T/facets.py" --classes 3 --queries 20 --values 100 --cases $((CASES / 10)) --seed "$SEED" \
    series "$URL" "$BUILD/specindex" "$T/series"

if need_shared 'facets over real documents'; then
    set --
    folders='la_bulletins counties elections nyc tts_md dfe_md'
    case $BUILD in *asan) folders='counties nyc tts_md dfe_md' ;; esac
    for folder in $folders; do
        [ -d "$SHARED/real/$folder" ] && set -- "$@" "$SHARED/real/$folder"
    done
    # Some files there are no specifications and are skipped: 0 or 3.
    specindex build -i "$T/real" "$@" >"$T/out" 2>"$T/err"
    like 'building the index of real documents: exit status' "$?" '^[03]$'
    start_daemon "$T/real"
    in_python "$T/facets.py" --fixed 5 --queries $((CASES / 40)) --values 4 \
        --cases $((CASES / 8)) --seed "$SEED" real "$URL" "$BUILD/specindex" "$@"
fi

done_testing
