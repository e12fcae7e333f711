#!/bin/sh
# Similar classes and sections: over the sample corpus, whose agencies describe the same jobs each in
# its own way, a job is found in the other agencies; by the API, by the command line and on the page of
# a class.
. "$(dirname "$0")/lib.sh"

# The same job in several agencies, as a reader of the corpus would pair them.
cat >"$T/jobs" <<'END'
alder-county/1255 brackwater-district/11230 port-ferris/pf7018 meridia-state/452
alder-county/5224 brackwater-district/51122 port-ferris/pf4052 meridia-state/633
alder-county/5210 brackwater-district/51108 port-ferris/pf4025 meridia-state/631
alder-county/7130 brackwater-district/41320 port-ferris/pf6022
alder-county/3110 brackwater-district/21410 port-ferris/pf3110 meridia-state/412
alder-county/3111 brackwater-district/21415 port-ferris/pf3111 meridia-state/414
alder-county/6125 brackwater-district/61115 tarnwick-transit/4140
alder-county/6310 port-ferris/pf5031 meridia-state/741
brackwater-district/61240 port-ferris/pf5010 meridia-state/721
alder-county/2140 brackwater-district/31781
alder-county/2141 brackwater-district/31785
alder-county/2142 brackwater-district/31789
port-ferris/pf2041 meridia-state/863
port-ferris/pf2042 meridia-state/865
port-ferris/pf2043 meridia-state/867
port-ferris/pf6014 meridia-state/525
END

cat >"$T/similar.py" <<'END'
import sys

from tap import Client, Status, Tap

url, jobs, tap = Client(sys.argv[1]), sys.argv[2], Tap(sys.argv[3])
with open(jobs, encoding="ascii") as file:
    jobs = [line.split() for line in file]


def similar(of, **parameters):
    return url.get(f"/api/v1/classes/{of}/similar", **parameters)


def ids(answer):
    return [hit["class"]["id"] for hit in answer["hits"]]


missed = []
for job in jobs:
    for of in job:
        for other in job:
            agency = other.split("/")[0]
            if other != of and other not in ids(similar(of, agency=agency))[:3]:
                missed.append((of, other, "of its agency"))
        others = set(job) - {of}
        if not others & set(ids(similar(of, other_agencies=1))[:3]):
            missed.append((of, job, "of other agencies"))
tap.none("a job is among the first three of each other agency, and one of them of all others", missed)

# What the numbers are.
wrong = []
for of in {of for job in jobs for of in job}:
    answer = similar(of, limit=100)
    scores = [hit["score"] for hit in answer["hits"]]
    if scores != sorted(scores, reverse=True) or not all(0.2 <= score <= 1 for score in scores):
        wrong.append((of, "order", scores))
    if of in ids(answer) or len(set(ids(answer))) != len(ids(answer)):
        wrong.append((of, "itself or one twice"))
    if abs(sum(term["share"] for term in answer["terms"]) - 1) > 1e-9:
        wrong.append((of, "shares of the terms"))
    known = {term["word"]: term["share"] for term in answer["terms"]}
    for hit in answer["hits"]:
        shares = [term["share"] for term in hit["terms"]]
        if abs(sum(shares) - hit["score"]) > 1e-9 or shares != sorted(shares, reverse=True):
            wrong.append((of, hit["class"]["id"], "shares", shares))
        if any(term["share"] > known.get(term["word"], 0) + 1e-9 for term in hit["terms"]):
            wrong.append((of, hit["class"]["id"], "more than there is"))
    if similar(of, limit=3)["hits"] != answer["hits"][:3]:
        wrong.append((of, "limit"))
    agency = of.split("/")[0]
    elsewhere = [hit for hit in answer["hits"] if hit["class"]["agency"] != agency]
    if similar(of, limit=100, other_agencies=1)["hits"] != elsewhere:
        wrong.append((of, "other_agencies"))
    some = [hit for hit in answer["hits"] if hit["class"]["agency"] in ("port-ferris", "meridia-state")]
    if similar(of, limit=100, agency=["port-ferris", "meridia-state"])["hits"] != some:
        wrong.append((of, "agency"))
tap.none("scores and shares add up; filters choose from the same list", wrong)

# No agency's own words: nobody else has them.
names = {"alder", "brackwater", "ferris", "meridia", "tarnwick"}
told = [(of, term["word"]) for job in jobs for of in job for term in similar(of)["terms"]
        if term["word"] in names or any(c.isdigit() for c in term["word"])]
tap.none("the agency's name and numbers distinguish nothing", told)

# Sections: the duties of one job are like the duties of the same job, if not always first: those of a
# project manager are those of a systems analyst, too.
missed, wrong = [], []
for job in jobs:
    for of in job:
        for section in url.get(f"/api/v1/classes/{of}")["sections"]:
            if section["kinds"][:1] != ["duties"] or len(section["text"]) < 1000:
                continue
            answer = similar(f"{of}/sections/{section['ordinal']}", other_agencies=1)
            if not (set(job) - {of}) & set(ids(answer)[:5]):
                missed.append((of, section["ordinal"], ids(answer)[:5]))
            if answer["section"]["ordinal"] != section["ordinal"] or any(
                    hit["section"]["kinds"] is None for hit in answer["hits"]):
                wrong.append((of, section["ordinal"]))
            only = similar(f"{of}/sections/{section['ordinal']}", section="duties", limit=100)
            if not all("duties" in hit["section"]["kinds"] for hit in only["hits"]):
                wrong.append((of, section["ordinal"], "section=duties"))
tap.none("the duties of a job are like those of the same job elsewhere", missed)
tap.none("sections say what they are, and of which kind", wrong)

# What cannot be answered.
of = "port-ferris/pf7018"
for path, parameters, status in [
        ("no/such", {}, 404), (f"{of}/sections/999", {}, 404), (f"{of}/sections/x", {}, 404),
        (of, {"limit": 0}, 400), (of, {"limit": 101}, 400), (of, {"agency": "nowhere"}, 400),
        (of, {"section": "duties"}, 400), (of, {"other_agencies": "yes"}, 400),
        (f"{of}/sections/3", {"section": "nothing"}, 400), (of, {"q": "x"}, 400)]:
    try:
        similar(path, **parameters)
        got = 200
    except Status as error:
        got = error.status
    tap.equal(f"{path} {parameters}", got, status)
tap.done()
END

serve corpus "$CORPUS"
SPECSEARCH_URL=$URL
export SPECSEARCH_URL
in_python "$T/similar.py" "$URL" "$T/jobs"

# The same, whichever builds led to the index: here one agency came later, and another has gone.
get '/api/v1/classes/port-ferris/pf7018/similar?limit=100' | json 'j["hits"]' >"$T/once"
get '/api/v1/classes/port-ferris/pf7018/sections/3/similar?limit=100' | json 'j["hits"]' >>"$T/once"
mkdir "$T/corpus-copy"
cp -r "$CORPUS/port-ferris" "$CORPUS/alder-county" "$CORPUS/brackwater-district" "$T/corpus-copy"
mkdir "$T/corpus-copy/tarnwick-transit" "$T/corpus-copy/gone"
cp "$CORPUS"/tarnwick-transit/*.docx "$T/corpus-copy/tarnwick-transit"
cp "$CORPUS"/meridia-state/*.md "$T/corpus-copy/gone"
ln -s "$T/corpus-copy" "$T/moving"
runs 'a first build' 0 specindex build -i "$T/twice" "$T/moving"
rm -r "$T/corpus-copy/gone"
cp -r "$CORPUS/meridia-state" "$CORPUS/tarnwick-transit" "$T/corpus-copy"
runs 'a second build' 0 specindex build -i "$T/twice" "$T/moving"
first=$URL
start_daemon "$T/twice"
sources='[[h["class"]["id"], round(h["score"], 9)] for h in j["hits"]]'
for path in '' '/sections/3'; do
    there=/api/v1/classes/port-ferris/pf7018$path/similar?limit=100
    is "as if built at once: similar$path" "$(get "$there" | json "sorted($sources)")" \
        "$(curl -sS --max-time 60 "$first$there" | json "sorted($sources)")"
done
URL=$first

# The command line.

runs 'similar' 0 specsearch similar alder-county/6125
is 'the class itself stands first' "$(head -1 "$T/out")" \
    'PUBLIC SAFETY DISPATCHER (6125), alder-county  alder-county/6125'
like 'then the most similar' "$(grep % "$T/out" | head -1)" \
    '^ ?[0-9]+% Public Safety Dispatcher \(61115\), brackwater-district  brackwater-district/61115$'
like 'the words in common are shown' "$(sed -n '/61115/{n;p;}' "$T/out")" '^    .*dispatch'
runs 'as JSON' 0 specsearch similar -f json -n 2 alder-county/6125
is 'JSON is the answer of the daemon' "$(cat "$T/out")" \
    "$(get '/api/v1/classes/alder-county/6125/similar?limit=2')"
runs 'as TSV' 0 specsearch similar -f tsv -o -n 2 alder-county/6125
is 'a header and a row each' "$(cut -f 1 "$T/out" | tr '\n' ' ')" \
    'class_id brackwater-district/61115 tarnwick-transit/4140 '
runs 'as CSV, sections' 0 specsearch similar -f csv -s duties -a brackwater-district \
    'alder-county/6125#3'
like 'a row of a section' "$(sed -n 2p "$T/out")" '^brackwater-district/61115,.*,duties,'
# Nobody else tends fare machines, or tells who may ride a van.
for class in tarnwick-transit/4418 tarnwick-transit/4362; do
    runs "$class: nothing is similar" 1 specsearch similar "$class"
    is "$class: which is said" "$(tail -n 1 "$T/out")" 'nothing is similar'
    like "$class: on its page, too" "$(get "/class/$class")" 'There are none: no other class has'
done
runs 'no such class' 1 specsearch similar no/such
runs 'no such section' 1 specsearch similar 'alder-county/6125#99'
runs 'no number' 2 specsearch similar 'alder-county/6125#x'
runs 'kinds of a class' 2 specsearch similar -s duties alder-county/6125
runs 'no ID' 2 specsearch similar
runs 'two IDs' 2 specsearch similar a/b c/d
runs 'no such agency' 2 specsearch similar -a nowhere alder-county/6125
runs 'help' 0 specsearch similar --help

# The page.

is 'the page of a class links the most similar' \
    "$(get /class/alder-county/6125 | sed -n '/id="similar"/,/<.ul>/p' |
        grep -o 'href="[^"]*"' | head -1)" 'href="/class/brackwater-district/61115"'

done_testing
