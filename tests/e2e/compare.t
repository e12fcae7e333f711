#!/bin/sh
# Comparing classes, and the ladder of a class's series: over the sample corpus, by the API and the
# command line.
. "$(dirname "$0")/lib.sh"

serve corpus "$CORPUS"
export SPECSEARCH_URL="$URL"

I=alder-county/2140 II=alder-county/2141 III=alder-county/2142
get "/api/v1/compare?id=$I&id=$II&id=$III" >"$T/three.json"
get "/api/v1/compare?id=$II&id=$III" >"$T/two.json"

# of NAME EXPRESSION: of an answer that was kept.
of() { json "$2" <"$T/$1.json"; }

is "a page reads no parameter without a name" \
    "$(code "/compare?id=$I&id=$II&=$(printf '\377')")" 200
is "the classes stand as they were named" "$(of three '[c["id"] for c in j["classes"]]')" \
    "[\"$I\", \"$II\", \"$III\"]"
is "fields: what differs" \
    "$(of three '" ".join(r["name"] for r in j["fields"] if not r["same"])')" \
    "title class_code pay_grade flsa revised level"
is "a field's cells have values and lines" \
    "$(of three '[[c["value"], c["line"]] for r in j["fields"] if r["name"] == "pay_grade" for c in r["cells"]]')" \
    "$(grep -n 'Pay Grade:' "$CORPUS"/alder-county/systems-analyst-i.txt "$CORPUS"/alder-county/systems-analyst-ii.txt \
        "$CORPUS"/alder-county/systems-analyst-iii.txt | sed -n 's/.*:\([0-9]*\):Pay Grade: *\([0-9]*\).*/["\2", \1]/p' |
        paste -sd, | sed 's/,\[/, [/g; s/.*/[&]/')"
is "requirements: a degree is shared, what stands in for it is not" \
    "$(of three '[[[r["label"], r["shared"]] for r in c] for t in j["requirements"] if t["type"] == "education" for c in t["cells"]]')" \
    "[[[\"Bachelor's degree\", true], [\"Associate's degree\", false]], [[\"Bachelor's degree\", true], [\"Master's degree\", false]], [[\"Bachelor's degree\", true]]]"

cat >"$T/sides.py" <<'END2'
"""What the answers of /api/v1/compare say, checked against the classes themselves."""
import itertools
import json
import re
import sys
import urllib.parse
import urllib.request

from tap import Tap

URL, tap, COMPARED = sys.argv[1], Tap(sys.argv[-1]), [a.split("+") for a in sys.argv[2:-1]]


def get(path):
    with urllib.request.urlopen(URL + path) as answer:
        return json.load(answer)


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def texts_of(answer, column):
    """Of each section of a class its passages: all text that the comparison shows of it."""
    sections = {}
    for block in answer["blocks"]:
        for part in block["parts"]:
            cells = [row["cells"][column] for row in part["rows"]] + part["rest"][column]
            for cell in cells:
                if cell is not None:
                    sections.setdefault(cell["section"], []).append(cell)
    return sections


def check_whole(answer, column, one):
    """Every word of every section is there as often as the section has it, in cells of that section;
    every section stands in one part."""
    wrongs = []
    shown = texts_of(answer, column)
    for section in one["sections"]:
        got = sorted(w for c in shown.get(section["ordinal"], []) for w in words(c["text"]))
        if got != sorted(words(section["text"])):
            wrongs.append(f"section {section['ordinal']}")
    placed = [p["sections"][column]["ordinal"] for b in answer["blocks"] for p in b["parts"]
              if p["sections"][column] is not None]
    if sorted(placed) != [s["ordinal"] for s in one["sections"]]:
        wrongs.append(f"sections {placed}")
    return wrongs


def marked(cell, *names):
    return [cell["text"][s:e] for name in names for s, e in cell[name]]


def check_rows(answer):
    wrongs = []
    for row in (r for b in answer["blocks"] for p in b["parts"] for r in p["rows"]):
        cells = [c for c in row["cells"] if c is not None]
        marks = [m for c in cells for m in marked(c, "only", "some")]
        whole = len(cells) == len(row["cells"])
        if row["state"] == "differs":
            fine = len(cells) > 1 and marks
        else:
            fine = not marks and whole == (row["state"] == "shared") and len(cells) > 1
        # Whatever is not marked is the same in all; list marks ("1.") are not compared.
        for a, b in itertools.combinations(cells, 2):
            rest = []
            for cell in (a, b):
                text = list(re.sub(r"^(\W*(\d+|[a-zA-Z]|[ivx]+)[.)]\s+)", lambda m: " " * len(m[0]), cell["text"]))
                for start, end in cell["only"] + cell["some"]:
                    text[start:end] = " " * (end - start)
                rest.append(words("".join(text)))
            fine = fine and (len(cells) > 2 or rest[0] == rest[1])
        if not fine:
            wrongs.append(json.dumps(row)[:300])
    return wrongs


for ids in COMPARED:
    answer = get("/api/v1/compare?" + urllib.parse.urlencode([("id", i) for i in ids]))
    classes = [get("/api/v1/classes/" + urllib.parse.quote(i)) for i in ids]
    name = " and ".join(ids)
    wrongs = [w for i, c in enumerate(classes) for w in check_whole(answer, i, c)]
    tap.equal(f"{name}: every word is there once", wrongs, [])
    tap.equal(f"{name}: rows are what they are said to be", check_rows(answer)[:3], [])
    alone = [b["classes"] == 1 for b in answer["blocks"]]
    tap.equal(f"{name}: kinds of one class alone stand last", alone, sorted(alone))
tap.done()
END2
in_python "$T/sides.py" "$URL" "$I+$II" "$I+$II+$III" "$III+$II+$I" meridia-state/863+meridia-state/867 \
    meridia-state/863+port-ferris/pf2041+alder-county/2140+brackwater-district/31781 \
    alder-county/7130+port-ferris/pf2041

# One sentence of the documents each.
rows() { of "$1" "[[c and c['text'] for c in r['cells']] for b in j['blocks'] for p in b['parts'] for r in p['rows'] if r['state'] == '$2']"; }
like "what all have is shared" "$(rows three shared)" 'All Alder County employees are designated emergency service workers'
like "what two of three have is the same" "$(rows three same)" '"Fingerprinting and a state and national criminal history check before appointment.", null, "Fingerprinting'
is "words that differ are marked" \
    "$(of two "[[c['text'][s:e] for s, e in c['only']] for b in j['blocks'] for p in b['parts'] for r in p['rows'] for c in r['cells'] if c and c['text'].startswith('On promotion from')]")" \
    '[["I"], ["II"]]'
is "of three, words that some have are marked apart" \
    "$(of three "[[c['text'][s:e] for k in ('only', 'some') for s, e in c[k]] for b in j['blocks'] for p in b['parts'] for r in p['rows'] for c in r['cells'] if c and c['text'].startswith('03/2009: Est')]")" \
    '[["Computer Support Specialist"], ["Programmer Analyst"], ["Senior", "Programmer Analyst"]]'
is "a line is that of the source" \
    "$(of two "[c['line'] for b in j['blocks'] for p in b['parts'] for r in p['rows'] for c in r['cells'] if c and c['text'].startswith('On promotion from')]")" \
    "[$(grep -n 'On promotion from' "$CORPUS/alder-county/systems-analyst-ii.txt" | cut -d: -f1), $(grep -n 'On promotion from' "$CORPUS/alder-county/systems-analyst-iii.txt" | cut -d: -f1)]"
is "a section of one class alone stands last" "$(of three 'j["blocks"][-1]["label"] + " " + str([p["sections"][2]["heading"] for p in j["blocks"][-1]["parts"]])')" \
    "Competencies ['COMPETENCIES']"

# Errors.
for case in "id=$I=400" "=400" "id=$I&id=$I=400" "id=$I&id=$II&id=$III&id=meridia-state/863&id=meridia-state/865=400" \
    "id=$I&id=nobody/1=404" "id=$I&id=$II&q=x=400" "id=$I&id==404"; do
    is "compare?${case%=*}" "$(code "/api/v1/compare?${case%=*}")" "${case##*=}"
done
like "an unknown id is named" "$(get "/api/v1/compare?id=$I&id=nobody/1" | json 'j["error"]["message"]')" "'nobody/1'"
like "one that is there twice, too" "$(get "/api/v1/compare?id=$I&id=$I" | json 'j["error"]["message"]')" "'$I' is there twice"

# The ladder.
ladder() { get "/api/v1/classes/$1" | json "$2"; }
is "a stated series" "$(ladder $II 'j["series"]["name"] + " " + str(j["series"]["stated"])')" "Systems Analyst True"
is "lowest level first" "$(ladder $II '[[c["id"], c["grade"], c["current"]] for c in j["series"]["classes"]]')" \
    "[[\"$I\", \"24\", false], [\"$II\", \"27\", true], [\"$III\", \"30\", false]]"
is "what distinguishes it, and from which" \
    "$(ladder $II '[[d["sentence"].split(",")[0], d["line"], d["names"]] for c in j["series"]["classes"] if c["current"] for d in c["distinguished"]]')" \
    "[[\"Systems Analyst II is distinguished from Systems Analyst I\", 22, [\"$I\"]], [\"Systems Analyst II is further distinguished from Systems Analyst III\", 24, [\"$III\"]]]"
is "a series made of titles" "$(ladder meridia-state/863 '[j["series"]["stated"]] + [c["title"] for c in j["series"]["classes"]]')" \
    '[false, "IT Project Manager 1", "IT Project Manager 2", "IT Project Manager 3"]'
is "stated by some, titles of others" "$(ladder port-ferris/pf2042 '[c["title"] for c in j["series"]["classes"]]')" \
    '["IT Project Manager I", "IT Project Manager II", "IT Project Manager III"]'
is "a class that is alone" "$(ladder alder-county/7130 'j["series"]')" null

# The ladder on the command line, without what the sentences wrap to.
runs "show" 0 specsearch show $II
is "the classes of its series, this one marked" "$(sed -n '/^Series: /,/^$/p' "$T/out" | grep -iE '^Series|systems analyst I+  ' | sed 's/  */ /g')" \
    "$(printf 'Series: Systems Analyst\n %s SYSTEMS ANALYST I 2140, grade 24\n> %s SYSTEMS ANALYST II 2141, grade 27\n %s SYSTEMS ANALYST III 2142, grade 30' $I $II $III)"
like "what distinguishes it" "$(sed -n '/^> /,/^  [^ ]/p' "$T/out" | tr -s ' \n' ' ')" \
    'Systems Analyst II is distinguished from Systems Analyst I, .* line 22 Systems Analyst II is further .* line 24 '
runs "show of some sections" 0 specsearch show $II -s licensure
is "is of them alone" "$(grep -c '^Series: ' "$T/out")" 0

# The command line.
runs "text" 0 specsearch compare $II $III
like "legend" "$(cat "$T/out")" '^= the same in all +~ differs'
like "two columns" "$(cat "$T/out")" '^~ 27 +\| 30$'
like "marks of words" "$(cat "$T/out")" 'Analyst$|Analyst \[I\], six'
like "what all have is counted" "$(cat "$T/out")" '^= 2 that all have$'
is "no line is wider than 80 columns" "$(awk 'length > 80' "$T/out")" ""
runs "whole" 0 specsearch compare --whole $II $III
like "what all have is shown" "$(cat "$T/out")" '^= All Alder County employees'
runs "three, stacked" 0 specsearch compare $I $II $III
like "letters" "$(cat "$T/out")" '^~ B  27$'
like "some" "$(cat "$T/out")" 'Programmer Analyst\}'
runs "json" 0 specsearch compare -f json $II $III
is "json is the daemon's" "$(cat "$T/out")" "$(cat "$T/two.json")"
runs "csv" 0 specsearch compare -f csv $II $III
is "csv: header" "$(head -1 "$T/out" | tr -d '\r')" "what,name,heading,state,$II,$III,$II line,$III line"
like "csv: a field" "$(tr -d '\r' <"$T/out")" '^field,Pay grade,,differs,27,30,[0-9]+,[0-9]+$'
like "csv: a requirement" "$(tr -d '\r' <"$T/out")" "^requirement,Education,,differs,Bachelor's degree .required.; Master's degree .equivalency.,Bachelor's degree .required.,\"[0-9]+, [0-9]+\",[0-9]+$"
like "csv: text of one alone" "$(tr -d '\r' <"$T/out")" '^text,Equivalency,Substitution,only,,No substitution is allowed'
runs "unknown class" 1 specsearch compare $I nobody/1
like "unknown class: is named" "$(cat "$T/err")" "nobody/1"
runs "one class" 2 specsearch compare $I
runs "five classes" 2 specsearch compare a b c d e
runs "twice" 2 specsearch compare $I $I
runs "format" 2 specsearch compare -f html $I $II
runs "help" 0 specsearch compare --help

# Hostile specifications: nothing is lost, and nothing reaches a terminal that drives it.
mkdir "$T/hostile"
for n in 1 2; do
    {
        printf 'FILE CLERK\n\nClass Code: 77%s\n\nDUTIES\n\nMinds <script>alert(%s)</script>.\n' "$n" "$n"
        printf '1. Files "quoted" & &amp; <b>papers</b> by \342\200\256reversed\342\200\254 hands %s.\n' "$n"
        printf '2. =HYPERLINK("http://x/%s") and \033[31mred\033[0m.\n\nEDUCATION\n\n' "$n"
        head -c 10000 /dev/zero | tr '\0' w
        printf ' is a word of ten thousand letters.\n'
    } >"$T/hostile/$n.txt"
done
serve strange "$T/hostile"
export SPECSEARCH_URL="$URL"
in_python "$T/sides.py" "$URL" hostile/771+hostile/772
runs "hostile text" 0 specsearch compare --whole hostile/771 hostile/772
is "hostile text: nothing that drives a terminal" "$(grep -c "$(printf '\033\|\342\200\256')" "$T/out")" 0
runs "hostile csv" 0 specsearch compare -f csv hostile/771 hostile/772
is "hostile csv: no cell is a formula" "$(grep -cE '(^|,)"?[=+@]' "$T/out")" 0

if need_shared "seeds that are alike"; then
    serve seeds "$SHARED/seeds"
    in_python "$T/sides.py" "$URL" seeds/12789+seeds/865
fi

done_testing
