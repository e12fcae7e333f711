#!/bin/sh
# specsearch audit: what the twelve rules of corpus/ find there and in which forms that is told, what
# is said of a file of rules that is wrong, and answers that must not be audited.
. "$(dirname "$0")/lib.sh"

escape=$(printf '\033')
day=2026-11-22
audit() { specsearch audit --today $day "$@"; }

# fails NAME REGEX ARGUMENT...: the audit ends with 2, says why in one line and nothing else.
fails() {
    what=$1 says=$2
    shift 2
    runs "$what" 2 audit "$@"
    is "$what: one line" "$(wc -l <"$T/err")" 1
    like "$what: it says why" "$(cat "$T/err")" "^specsearch: .*$says"
    is "$what: nothing on standard output" "$(wc -c <"$T/out")" 0
}

# rules: makes a file of rules of standard input.
rules() { cat >"$T/rules.ini"; }

serve index "$CORPUS"
like 'the file of rules is no document' "$(cat "$T/out")" '54 files: 54 indexed, .* 0 skipped'
SPECSEARCH_URL=$URL
export SPECSEARCH_URL

# What stands in the documents, by reading them; tests/corpus/*.tsv has the lines.
sort >"$T/planted" <<'END'
cjis-background alder-county/2141
cjis-background brackwater-district/31785
cjis-background meridia-state/865
cjis-background port-ferris/pf2042
driver-license alder-county/7115
driver-license brackwater-district/41335
driver-license meridia-state/525
driver-license port-ferris/pf6014
driver-license tarnwick-transit/4418
supervision-agrees alder-county/3111
supervision-agrees brackwater-district/21415
supervision-agrees meridia-state/452
supervision-agrees port-ferris/pf7018
supervision-agrees tarnwick-transit/4140
weights-agree alder-county/5224
weights-agree brackwater-district/51108
weights-agree meridia-state/631
weights-agree port-ferris/pf4025
weights-agree tarnwick-transit/4231
form-of-class tarnwick-transit/4107
probation-stated alder-county/1255
probation-stated brackwater-district/41320
probation-stated meridia-state/867
probation-stated port-ferris/pf6022
probation-stated tarnwick-transit/4325
flsa-stated alder-county/6125
flsa-stated brackwater-district/11230
flsa-stated meridia-state/412
flsa-stated port-ferris/pf3110
revised-in-ten-years alder-county/5210
revised-in-ten-years brackwater-district/21410
revised-in-ten-years meridia-state/528
revised-in-ten-years port-ferris/pf4052
revised-in-ten-years tarnwick-transit/4325
dated-wording alder-county/6310
dated-wording brackwater-district/51122
dated-wording meridia-state/741
dated-wording port-ferris/pf5010
dated-wording tarnwick-transit/4362
emergency-clause alder-county/7130
emergency-clause brackwater-district/61240
emergency-clause meridia-state/633
emergency-clause port-ferris/pf5031
experience-of-highest alder-county/2142
experience-of-highest brackwater-district/31789
experience-of-highest meridia-state/414
experience-of-highest port-ferris/pf2043
END

twelve=$CORPUS/audit.ini
is 'there are twelve rules' "$(grep -c '^\[' "$twelve")" 12
runs 'the twelve rules' 1 audit -f csv "$twelve"
cp "$T/out" "$T/csv"
is 'nothing on standard error' "$(cat "$T/err")" ''
is 'they find what was planted, and nothing else' \
    "$(tail -n +2 "$T/csv" | python3 -c 'import csv, sys
for row in csv.reader(sys.stdin): print(row[0], row[3])' | sort)" "$(cat "$T/planted")"

# Where it is cited: of what is forbidden and of `when` the first section, by reading the documents.
# at RULE PATH LINE HEADING
at() {
    is "$1 cites $2:$3" "$(grep -c "^$1,.*,$4,corpus/$2,$3," "$T/csv")" 1
    case $2 in
    *.txt | *.md) is "which is its heading" "$(sed -n "$3p" "$CORPUS/$2" | grep -c "$4")" 1 ;;
    esac
}
at dated-wording alder-county/detention-officer.txt 18 'DISTINGUISHING CHARACTERISTICS'
at dated-wording port-ferris/police-officer.txt 7 'General Statement of Duties'
at dated-wording meridia-state/corrections-officer.md 7 'General Class Purpose'
at cjis-background alder-county/systems-analyst-ii.txt 82 'LICENSES AND CERTIFICATIONS'
at supervision-agrees brackwater-district/accountant-ii.txt 90 'Supervision Exercised'
is 'what is missing in a class without `when` is cited at its beginning' \
    "$(grep -cE '^(probation|flsa)-stated,.*,0,[^,]*,[^,]*,1,' "$T/csv")" 9

# In words, in colour, into a file, and again.

runs 'for people' 1 audit "$twelve"
cp "$T/out" "$T/text"
is 'the first line' "$(head -1 "$T/out")" \
    "$twelve as of $day: 12 rules, 54 classes, generation 000001"
is 'the last line' "$(tail -1 "$T/out")" '19 errors, 24 warnings, 4 notes in 46 classes; 0 excepted'
is 'a rule that finds nothing' "$(grep -c '^\[physical-demands-stated\] ok: 54 classes$' "$T/out")" 1
is 'the date in a message' "$(grep -c '^\[revised-in-ten-years\] warning: Not revised since 2016-11-22,' "$T/out")" 1
is 'a finding' "$(grep -A 1 '^\[cjis' "$T/out" | tail -1)" \
    '  corpus/alder-county/systems-analyst-ii.txt:82  SYSTEMS ANALYST II (2141), alder-county  alder-county/2141'
is 'no colour when piped' "$(grep -c "$escape" "$T/out")" 0
runs 'in colour' 1 audit --color always "$twelve"
is 'in colour: a rule and its severity' \
    "$(grep -cF "[${escape}[1mflsa-stated${escape}[0m] ${escape}[1;31merror${escape}[0m: " "$T/out")" 1
audit "$twelve" >"$T/again"
ok 'the same again' cmp "$T/text" "$T/again"
runs 'into a file' 1 audit -o "$T/file" "$twelve"
ok 'into a file: all of it' cmp "$T/text" "$T/file"
is 'into a file: nothing on standard output' "$(wc -c <"$T/out")" 0
fails 'into a file that cannot be' 'cannot write .*nothere/file: No such file' \
    -o "$T/nothere/file" "$twelve"
fails 'onto a full disk' 'cannot write the output: No space' -o /dev/full "$twelve"

# For programs.

for format in json junit sarif; do
    runs "$format" 1 audit -f $format -o "$T/$format" "$twelve"
done
cat >"$T/formats.py" <<'END'
import csv
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml

from tap import Tap

folder, corpus, path = sys.argv[1:]
tap = Tap(path)
rows = list(csv.DictReader(open(f"{folder}/csv", newline="", encoding="utf-8")))
pairs = [(row["rule"], row["class_id"]) for row in rows]
severity = {row["rule"]: row["severity"] for row in rows}

report = json.load(open(f"{folder}/json", encoding="utf-8"))
tap.equal("json: the same findings",
          [(r["name"], f["class"]["id"]) for r in report["rules"] for f in r["findings"]], pairs)
tap.equal("json: totals", report["total"],
          {"errors": 19, "warnings": 24, "notes": 4, "excepted": 0, "classes": 46})
tap.equal("json: places",
          [(f["source"], f["section"]["line"]) for r in report["rules"] for f in r["findings"]],
          [(row["source"], int(row["line"])) for row in rows])
classes = {r["name"]: r["classes"] for r in report["rules"]}
tap.ok("json: a rule without `when` is for all classes", classes["flsa-stated"] == 54)
lines = open(f"{corpus}/audit.ini", encoding="utf-8").read().split("\n")
tap.equal("json: where rules stand", [lines[r["line"] - 1] for r in report["rules"]],
          [f"[{r['name']}]" for r in report["rules"]])

# JUnit, as Jenkins' and GitLab's readers take it.
suites = xml.parse(f"{folder}/junit").getroot()
tap.equal("junit: the root", suites.tag, "testsuites")
tap.equal("junit: a suite for each rule", [s.get("name") for s in suites], list(classes))
failed, wrongs = [], []
for suite in suites:
    cases = suite.findall("testcase")
    failures = [c for c in cases if c.find("failure") is not None]
    counts = {"tests": len(cases), "failures": len(failures), "errors": 0, "skipped": 0}
    wrongs += [f"{suite.get('name')} {k}" for k, v in counts.items() if suite.get(k) != str(v)]
    if len(cases) != classes[suite.get("name")] or suite[0].tag != "properties":
        wrongs.append(suite.get("name"))
    for case in cases:
        if not case.get("name") or case.get("classname") != suite.get("name"):
            wrongs.append(str(case.attrib))
    failed += [(suite.get("name"), c.get("name").split(":")[0]) for c in failures]
    failed += [(suite.get("name"), c.get("name").split(":")[0]) for c in cases
               if c.find("system-out") is not None]
tap.none("junit: counts and names", wrongs)
tap.equal("junit: the same findings", failed, pairs)
for name in ("tests", "failures", "errors", "skipped"):
    tap.equal(f"junit: {name} in all", int(suites.get(name)), sum(int(s.get(name)) for s in suites))
tap.none("junit: a failure says what and where",
         [f.attrib for f in suites.iter("failure")
          if not f.get("message") or f.get("type") not in ("error", "warning")
          or not re.fullmatch(r"corpus/\S+:\d+( \(page \d+\))?", f.text)])

# SARIF: what the standard requires of the objects that are used here.
log = json.load(open(f"{folder}/sarif", encoding="utf-8"))
tap.equal("sarif: the version", log["version"], "2.1.0")
tap.ok("sarif: the schema", log["$schema"].endswith("sarif-2.1.0.json"))
[run] = log["runs"]
driver = run["tool"]["driver"]
ids = [rule["id"] for rule in driver["rules"]]
tap.equal("sarif: the rules", ids, list(classes))
tap.ok("sarif: who made it", driver["name"] == "specsearch" and driver["version"])
wrongs = [r for r in driver["rules"] if r["defaultConfiguration"]["level"] not in ("error", "warning", "note")
          or not r["shortDescription"]["text"]]
tap.none("sarif: what rules say", wrongs)
wrongs, found = [], []
for result in run["results"]:
    [location] = result["locations"]
    place = location["physicalLocation"]
    uri = urllib.parse.urlsplit(place["artifactLocation"]["uri"])
    file = os.path.join(corpus, "..", urllib.parse.unquote(uri.path))
    if (result["level"] != severity[result["ruleId"]] or ids[result["ruleIndex"]] != result["ruleId"]
            or uri.scheme or uri.netloc or uri.path.startswith("/") or not os.path.isfile(file)
            or place["region"]["startLine"] < 1 or not result["message"]["text"]
            or result["suppressions"] != []):
        wrongs.append(result)
    found.append((result["ruleId"], location["logicalLocations"][0]["fullyQualifiedName"]))
tap.none("sarif: results", wrongs)
tap.equal("sarif: the same findings", found, pairs)
prints = [tuple(r["partialFingerprints"].values()) for r in run["results"]]
tap.equal("sarif: a fingerprint each", len(set(prints)), len(pairs))
tap.done()
END
in_python "$T/formats.py" "$T" "$CORPUS"

# Which classes: of some agencies; exceptions; how severe.

runs 'of one agency' 1 audit -a port-ferris -f csv "$twelve"
is 'of one agency: its own findings' \
    "$(tail -n +2 "$T/out" | cut -d , -f 1,2 | cut -d , -f 1 | sort | uniq | tr '\n' ' ')" \
    "$(grep port-ferris "$T/planted" | cut -d ' ' -f 1 | tr '\n' ' ')"
runs 'of two agencies' 1 audit -a port-ferris -a tarnwick-transit "$twelve"
like 'of two agencies: as many classes' "$(head -1 "$T/out")" ': 12 rules, 18 classes of port-ferris or tarnwick-transit, generation'
fails 'of an agency that is not there' 'zyzzyva' -a zyzzyva "$twelve"
rules <<'END'
[one]
forbid = "he"
message = A note.
severity = note
[two]
require = probation*
when = agency:alder-county
message = Excepted.
except = alder-county/1255
END
runs 'notes and exceptions alone' 0 audit "$T/rules.ini"
is 'notes and exceptions: nothing on standard error' "$(cat "$T/err")" ''
is 'notes and exceptions: the last line' "$(tail -1 "$T/out")" \
    '0 errors, 0 warnings, 5 notes in 5 classes; 1 excepted'
runs 'exceptions in SARIF' 0 audit -f sarif "$T/rules.ini"
is 'exceptions in SARIF are suppressed' \
    "$(json '[r["ruleId"] for r in j["runs"][0]["results"] if r["suppressions"]]' <"$T/out")" '["two"]'
rules <<'END'
[one]
forbid = zyzzyva
message = Nothing has it.
except = alder-county/1255
      no/such
[two]
when = zyzzyva
require = probation
message = Nothing has it.
END
runs 'what may not be meant' 0 audit "$T/rules.ini"
is 'what may not be meant is told' "$(cat "$T/err")" "specsearch: $T/rules.ini:4: [one] has no \
finding in alder-county/1255, which need not be excepted
specsearch: $T/rules.ini:4: [one] excepts no/such, and there is no class of that ID
specsearch: $T/rules.ini:7: [two] is for no class, as its 'when' finds none"
is 'a rule for no class does not look fulfilled' "$(grep '^\[two' "$T/out")" '[two] says nothing: 0 classes'

# Nothing is corrected, relaxed or, unless it is said, expanded.
rules <<'END'
[corrected]
forbid = polygraf
message = m
[relaxed]
forbid = polygraph wheelchair
message = m
[literal]
forbid = (criminal justice information services) code:4107
message = m
END
runs 'strictly' 0 audit "$T/rules.ini"
for expand in no yes; do
    rules <<END
[a]
when = agency:tarnwick-transit
require = licence
message = m
expand = $expand
END
    audit -f csv "$T/rules.ini" >"$T/$expand"
done
is 'without expansion the other spelling is not found' "$(wc -l <"$T/no")" 7
is 'with it, it is' "$(wc -l <"$T/yes")" 1

# The date.

rules <<'END'
[a]
forbid = revised<${today-10y} -revised<2014
message = m
END
for today in 2024-03-14:0 2024-03-15:1 2024-09-17:1 2024-09-18:1 2024-09-19:2; do
    is "ten years before ${today%:*}" \
        "$(specsearch audit --today "${today%:*}" -f csv "$T/rules.ini" | grep -cE 'pf4052|/5210')" \
        "${today#*:}"
done
runs 'today' 1 specsearch audit "$T/rules.ini"
like 'today: the date' "$(head -1 "$T/out")" " as of $(date +%Y-%m-%d): "
for today in 2026-02-30 tomorrow ''; do
    fails "no date: $today" "--today takes a date" --today "$today" "$T/rules.ini"
done

# A file that is wrong: all that is wrong in it.

rules <<'END'
[one]
when = licensure:(CJIS
requires = x
severity = bad
message = m
[one]
require = "a"
  lisensure:b
require.section = nosuch
require.grade = EX-13
message = m
END
runs 'a wrong file' 2 audit "$T/rules.ini"
is 'a wrong file: nothing on standard output' "$(wc -c <"$T/out")" 0
is 'a wrong file: lines and columns' "$(sed "s|^specsearch: $T/rules.ini:||; s/: .*//" "$T/err")" '1
2:18
3
4:12
6
8:3'
sed -i 's/lisensure/licensure/' "$T/rules.ini"
runs 'another mistake behind it' 2 audit "$T/rules.ini"
like 'a filter: where' "$(tail -1 "$T/err")" "rules.ini:9:19: .*section 'nosuch'"
fails 'no file' 'nothere.ini: .*No such file' "$T/nothere.ini"
head -c 200000 /dev/urandom | tr '\n\0' '\377\377' | fold -b -w 100 >"$T/noise"
runs 'what is no file of rules' 2 audit "$T/noise"
is 'is not told of line by line' "$(wc -l <"$T/err")" 51
like 'but asked about' "$(tail -1 "$T/err")" 'mistakes more; is this a file of rules?'
fails 'a folder' 'not a regular file' "$T"
fails 'no rules' 'rules.ini:1: there is no rule' "$(rules </dev/null; echo "$T/rules.ini")"
fails 'no operand' 'one file of rules'
fails 'two operands' 'one file of rules' "$twelve" "$twelve"
fails 'an unknown format' "csv, json, junit or sarif, not 'xml'" -f xml "$twelve"
fails 'no daemon' 'cannot connect' --url http://127.0.0.1:1 "$twelve"
printf '[a]\nforbid = x\n' | rules
runs 'no daemon, and a mistake' 2 audit --url http://127.0.0.1:1 "$T/rules.ini"
is 'no daemon, and a mistake: both are told' "$(grep -cE 'cannot connect|rules.ini:1: \[a\] does not say' "$T/err")" 2

# What the manual shows.

cat >"$T/manual.py" <<'END'
import re
import subprocess
import sys

from tap import Tap

page, specsearch, day, folder, path = sys.argv[1:]
tap = Tap(path)
examples, checks, text = [], [], None
for line in open(page, encoding="ascii"):
    if match := re.match(r'\.\\" (finds|wrong) (.*)', line):
        checks.append(match.groups())
    elif line.startswith(".Bd -literal"):
        text = ""
    elif line.startswith(".Ed"):
        examples.append((text, checks))
        text, checks = None, []
    elif text is not None:
        text += line
tap.ok("the manual has examples, each with what comes of it",
       len(examples) >= 5 and all(checks for _, checks in examples), examples)
for number, (text, checks) in enumerate(examples):
    file = f"{folder}/manual{number}.ini"
    with open(file, "w", encoding="ascii") as out:
        out.write(text)
    result = subprocess.run([specsearch, "audit", "--today", day, "-f", "csv", file],
                            capture_output=True, text=True, check=False)
    found = {name: [] for name in re.findall(r"^\[(.*)\]", text, re.M)}
    if checks[0][0] == "wrong":
        tap.equal(f"example {number} of the manual is wrong", result.returncode, 2)
        told = result.stderr.splitlines()
        tap.equal(f"example {number}: as often as it says", len(told), len(checks))
        for _, wanted in checks:
            tap.ok(f"example {number}: {wanted}",
                   any(re.search(re.escape(file) + wanted, line) for line in told), result.stderr)
        continue
    tap.ok(f"example {number} of the manual is right", result.returncode in (0, 1) and not result.stderr,
           result.stderr)
    for row in result.stdout.splitlines()[1:]:
        rule = row.split(",")[0]
        found[rule] += re.findall(r",([a-z-]+/[a-z0-9]+),", row)
    wanted = {words.split()[0]: words.split()[1:] for _, words in checks}
    tap.equal(f"example {number} of the manual finds", found, wanted)
tap.done()
END
in_python "$T/manual.py" "$TOP/client/specsearch-audit.5" "$BUILD/specsearch" $day "$T"

# Others that answer in the daemon's place: not whole, twice, or of several generations.

cat >"$T/impostor" <<'END'
from impostor import export_end, export_head, export_row, lines, serve
def export(generation, names, announced, complete=True):
    head = dict(export_head(announced, generation, announced), rows=len(names))
    return lines(head, *map(export_row, names), *[export_end(len(names))] * complete)
serve({"good": export("1", ["a/1", "a/2"], 2), "cut": export("1", ["a/1", "a/2"], 2, False),
       "twice": export("1", ["a/2", "a/1", "a/2"], 3), "fewer": export("1", ["a/1"], 2),
       "once": lambda n: export("1" if n == 1 else "2", ["a/1"], 1), "always": lambda n: export(str(n), ["a/1"], 1)})
END
start_impostor "$T/impostor"
rules <<'END'
[a]
when = x
forbid = y
message = m
END
runs 'a whole answer' 1 audit --url "$IMPOSTOR/good" "$T/rules.ini"
fails 'an answer without an end' '2 of 2 rows came, do not use them' \
    --url "$IMPOSTOR/cut" "$T/rules.ini"
fails 'a class twice' 'did not send each of them once' --url "$IMPOSTOR/twice" "$T/rules.ini"
fails 'fewer classes than announced' 'announced 2 classes' \
    --url "$IMPOSTOR/fewer" "$T/rules.ini"
runs 'a new generation meanwhile' 1 audit --url "$IMPOSTOR/once" "$T/rules.ini"
like 'a new generation meanwhile: all is of that' "$(head -1 "$T/out")" 'generation 2$'
fails 'ever new generations' 'the index keeps changing' --url "$IMPOSTOR/always" "$T/rules.ini"

# A hostile document changes no report.

mkdir "$T/hostile"
printf 'HOSTILE <b>"CLERK"</b> \033[2J ]]> & \342\200\256\n\nClass Code: =H1\n\nDUTIES\n\nTypes hostileword.\n\nEDUCATION\n\nNone.\n' \
    >"$T/hostile/a <b> & \"c\" %41#.txt"
serve hostile-index "$T/hostile"
SPECSEARCH_URL=$URL
printf '[a]\nforbid = hostileword\nmessage = <m> & "n" ]]>\n' | rules
for format in text csv json junit sarif; do
    runs "hostile: $format" 1 audit -f $format "$T/rules.ini"
    cp "$T/out" "$T/hostile.$format"
done
is 'hostile: nothing that drives a terminal' "$(cat "$T/hostile.text" "$T/hostile.csv" "$T/hostile.junit" |
    LC_ALL=C grep -cP '[\x00-\x08\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]')" 0
is 'hostile: JUnit is XML, with the message' "$(python3 -c 'import sys, xml.etree.ElementTree as x
print(x.parse(sys.argv[1]).getroot().find(".//failure").get("message"))' "$T/hostile.junit")" '<m> & "n" ]]>'
is 'hostile: SARIF leads to the file' "$(python3 -c 'import json, os, sys, urllib.parse as u
r = json.load(open(sys.argv[1]))["runs"][0]["results"][0]
uri = u.urlsplit(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
print(not uri.fragment and os.path.isfile(os.path.join(sys.argv[2], u.unquote(uri.path))))' \
    "$T/hostile.sarif" "$T")" True
done_testing
