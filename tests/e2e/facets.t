#!/bin/sh
# A count is what a click on it yields: over the sample corpus, and over real documents where they are
# at hand, every count of every facet, clicked, gives that many hits, which are those of the oracle.
# (oracle.t tries combinations of filters.)
#
# SEED chooses the random queries among those that are clicked through.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-2}
QUERIES=50
case $BUILD in *asan) QUERIES=12 ;; esac

cat >"$T/facets.py" <<'END'
import argparse
import itertools
import random

from oracle import FACETS, NOT_STATED, Oracle
from queries import Query, Refused
from questions import Question, vocabulary
from tap import Client, Sides, Tap, compare

parser = argparse.ArgumentParser()
parser.add_argument("--fixed", type=int, help="fixed words and phrases, of those below")
parser.add_argument("--queries", type=int, help="random ones besides")
parser.add_argument("--values", type=int, help="values of a facet that are clicked, at most")
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
sides = Sides(client, oracle, True)
tap = Tap(options.tap)
chance = random.Random(options.seed)
tap.note(f"{options.name}: seed {options.seed}")
tap.note(f"{len(oracle.specifications)} classes, {len(oracle.sections)} sections")

if options.classes is not None:
    tap.equal(f"{options.name}: classes", len(oracle.specifications), options.classes)

FIXED = [
    "CJIS", "driver license", '"driver license"', "fingerprintless", "the", "", "fingerprint", "position",
    "positions", "by position", '"by position"', '"matrix manages"', "it", "IT", "manager",
    "management supervision", "clearance zyzzyva", "zyzzyva",
]


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
            clicked, wrong = compare(sides, text, {facet: [count["value"]]})
            wrongs += [f"{facet}={count['value']!r}: {one}" for one in wrong]
            if clicked["total"] != {k: count[k] for k in ("sections", "classes")}:
                wrongs.append(f"q={text!r} {facet}: {count} clicked yields {clicked['total']}")
            if unselected(clicked["facets"][facet]) != unselected(answer["facets"][facet]):
                wrongs.append(f"q={text!r} {facet}={count['value']!r} changes the facet's own counts")
    return wrongs


def is_query(text):
    try:
        Query(text)
    except Refused:
        return False
    return True


known = vocabulary(oracle)
asked = (Question(oracle, known, f"{options.seed} {i}").text() for i in itertools.count())
questions = list(itertools.islice(filter(is_query, asked), options.queries))
for text in FIXED[: options.fixed] + questions:
    answer, wrongs = compare(sides, text, {})
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
answer, wrongs = compare(sides, "zyzzyva", {"grade": [grade]})
tap.none(f"{options.name}: a selected value stays when nothing is found", wrongs)

tap.done()
END

runs 'building the index of the corpus' 0 specindex build -i "$T/corpus" "$CORPUS"
start_daemon "$T/corpus"
in_python "$T/facets.py" --fixed 100 --queries "$QUERIES" --values 1000 --seed "$SEED" \
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
in_python "$T/facets.py" --classes 3 --queries 20 --values 100 --seed "$SEED" \
    series "$URL" "$BUILD/specindex" "$T/series"

# More values than a page has room for: it lists the first 500 and says how many there are.
mkdir -p "$T/many/wick-town"
for n in $(seq 512); do
    printf 'Lamplighter %s\n\nClass Code: L%s\nPay Grade: G-%s\n\nDuties\n\nLights lamps and trims wicks.\n' \
        "$n" "$n" "$n" >"$T/many/wick-town/$n.txt"
done
runs 'building the index of many pay grades' 0 specindex build -i "$T/many-index" "$T/many"
start_daemon "$T/many-index"
is 'every grade is counted' "$(get '/api/v1/search?q=lamps' | json 'len(j["facets"]["grade"])')" 512
get '/search?q=lamps' >"$T/page"
is 'the page lists 500' "$(grep -o 'grade=G-[0-9]*"' "$T/page" | sort -u | wc -l)" 500
like 'and says how many more there are' "$(cat "$T/page")" '<summary>502 more<'
like 'and what they are not listed for' "$(cat "$T/page")" '<p>12 more: narrow the search'
is 'values that are selected are listed, too' \
    "$(get '/search?q=lamps&grade=G-99&grade=G-98' | grep -c ', selected, remove this filter')" 2

# click_real PATH...
click_real() {
    serve real "$@"
    in_python "$T/facets.py" --fixed 5 --queries $((QUERIES / 5)) --values 4 \
        --seed "$SEED" real "$URL" "$BUILD/specindex" "$@"
}
if need_shared 'facets over real documents'; then
    on_quick click_real
fi

done_testing
