#!/bin/sh
# Absence: the partition of the seeds, by reading; what sections say that say that there is none;
# random queries against an independent count; files that cannot be read; the command line.
#
# SEED chooses the queries, CASES sets how many.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-1}
case $BUILD in
*asan | *tsan) few=40 sanitized=1 ;;
*) few=200 sanitized= ;;
esac

absence() { specsearch occurrences --absent --url "$URL" "$@"; }

# states: "state source" of each row, sorted.
states() { tail -n +2 "$T/out" | "$PYTHON" -c '
import csv, sys
for row in sorted((r[0], r[12].split("/")[-1][:3]) for r in csv.reader(sys.stdin)): print(*row)'; }

if [ -d "$SHARED/seeds" ]; then
    serve seeds "$SHARED/seeds"
    runs 'the seeds' 0 absence --section licensure CJIS -f csv
    is 'are parted as one who reads them would' "$(states)" 'present 002
section_absent 004
silent 001
silent 003
stated_none 000'
else
    skip 'the seeds' 'they are not there'
fi

# What a section says that there is none is all of it. Each is a class of its own.
mkdir "$T/said"
python3 - "$T/said" <<'END'
import sys
TEXTS = {
    "none": ("None", "None.", "- None", "N/A", "n/a.", "Not applicable", "NOT REQUIRED.", "None required.",
             "Not required for this class.", "No license or certification required.",
             "No licence, certificate or registration is required for this position.",
             "No special licenses are required.", "None at this time.", "There are no special requirements.",
             "None\n\nNot applicable."),
    "silent": ("None. A certificate is desirable.", "None but a driver's license.", "Nonetheless, a card.",
               "Not required; preferred.", "None other than a driver's license.",
               "No license is required until the end of probation.", "Not required to drive.",
               "None\n\nA driver's license within a year.", "No smoking.", "Required."),
}
for state, texts in TEXTS.items():
    for i, text in enumerate(texts):
        with open(f"{sys.argv[1]}/{state}{i:02}.txt", "w") as file:
            file.write(f"KEEPER {state} {i}\n\nClass Code: {state[0]}{i}\n\nDUTIES\n\nKeeps animals and cleans cages.\n\n"
                       f"LICENSURE\n\n{text}\n\nEDUCATION\n\nA degree in zoology.\n")
END
serve of_said "$T/said"
runs 'what says that there is none' 0 absence --section licensure zyzzyva -f csv
is 'is what says nothing else' "$(tail -n +2 "$T/out" | "$PYTHON" -c '
import csv, sys
print(*sorted({"stated_none": "none", "silent": "silent"}.get(r[0], r[0]) + " in " + r[12].split("/")[-1][:-6] for r in csv.reader(sys.stdin)), sep="\n")' | uniq -c | sed 's/^ *//')" \
    '15 none in none
10 silent in silent'
runs 'where it does have it' 0 absence --section licensure desirable -f csv --state present
is 'it is present, whatever else is said' "$(tail -n +2 "$T/out" | cut -d, -f1,4)" 'present,s0'
runs 'two kinds' 0 absence --section licensure --section education zyzzyva --count
is 'are both asked' "$(sed -n 's/^ *\([0-9]*\)  Silent$/\1/p' "$T/out")" 25

# Everything there is, by an independent count.
set -- "$CORPUS"
if need_shared 'queries from real documents'; then
    if [ -z "$sanitized" ]; then set -- "$CORPUS" "$SHARED/real"; else
        for folder in $QUICK; do set -- "$@" "$SHARED/real/$folder"; done
    fi
fi
serve random "$@"
in_python "$TOP/tests/e2e/absence.py" "$BUILD/specindex" "$URL" "$SEED" "${CASES:-$few}" "$@"

# What could not be read is nobody's, and what is no specification does not count.
mkdir -p "$T/mixed/one" "$T/mixed/two"
cp "$CORPUS/alder-county/librarian.txt" "$T/mixed/one"
cp "$CORPUS/port-ferris/librarian.txt" "$T/mixed/two"
printf 'Minutes of a meeting.\n' >"$T/mixed/one/minutes.txt"
head -c 4000 /dev/zero >"$T/mixed/two/empty.pdf"
printf '%%PDF-1.4\nnothing\n' >"$T/mixed/two/broken.pdf"
serve of_mixed "$T/mixed"
runs 'with files that are none' 0 absence librarian
is 'two that cannot be read are counted' "$(sed -n 's/^ *\([0-9]*\)  \(Present\|Not readable\|in all\).*/\1/p' "$T/out" | tr '\n' ' ')" '2 2 4 '
like 'and said, with the reason' "$(cat "$T/out")" 'mixed/two/broken.pdf: .'
is 'by agency: of that one' "$(absence -a two --count librarian | sed -n 's/^ *\([0-9]*\)  \(Present\|Not readable\|in all\).*/\1/p' | tr '\n' ' ')" '1 2 3 '
is 'and not of the other' "$(absence -a one --count librarian | sed -n 's/^ *\([0-9]*\)  \(Present\|Not readable\|in all\).*/\1/p' | tr '\n' ' ')" '1 0 1 '
like 'what is no specification is told' "$(absence -a one --count librarian)" \
    'besides: 1 file, taken for no class specification'
mkdir "$T/mixed/three"
cp "$T/mixed/two/broken.pdf" "$T/mixed/three"
serve of_none "$T/mixed"
runs 'an agency none of whose files could be read' 0 absence -a three librarian
is 'is one unreadable file' "$(sed -n 's/^ *\([0-9]*\)  \(Present\|Not readable\|in all\).*/\1/p' "$T/out" | tr '\n' ' ')" '0 1 1 '
runs 'an agency that is none' 2 absence -a four librarian
like 'is an error' "$(cat "$T/err")" "agency 'four'"

# The command line.
serve corpus "$CORPUS"
runs 'absence' 0 absence --section licensure CJIS
is 'the numbers add up' "$(head -5 "$T/out" | awk '{ sum += $1 } END { print sum }')" "$(sed -n '6s/^ *\([0-9]*\)  in all.*/\1/p' "$T/out")"
is 'to all classes' "$(sed -n 6p "$T/out")" '     54  in all: 54 classes, 0 files that could not be read'
is 'the last line says that all came' "$(tail -1 "$T/out")" 'all 54 came'
runs 'only a count' 0 absence --count --section licensure CJIS
is 'has eight lines' "$(wc -l <"$T/out")" 8
is 'the last says what it was narrowed to' "$(tail -1 "$T/out")" '  Only: section licensure'
runs 'of two agencies' 0 absence --count --section licensure -s probation -a port-ferris -a alder-county CJIS
is 'says so' "$(tail -1 "$T/out")" '  Only: section licensure or probation; agency port-ferris or alder-county'
runs 'no such state' 1 absence --state unreadable CJIS
runs 'as CSV' 0 absence --section licensure -f csv CJIS
get '/api/v1/absence?q=CJIS&section=licensure&format=csv' >"$T/theirs"
is 'the CSV of both' "$(tail -c +4 "$T/theirs" | sha256sum)" "$(sha256sum <"$T/out")"
runs 'as JSON' 0 absence --section licensure -f json CJIS
is 'with a hash at its end' "$(tail -1 "$T/out" | json 'j["sha256"]')" "$(sed \$d "$T/out" | sha256sum | cut -d' ' -f1)"
is 'each row has the hash of its source' "$(sed '1d;$d' "$T/out" |
    "$PYTHON" -c 'import json, sys
for line in sys.stdin: print(*(json.loads(line)[k] for k in ("sha256", "source")), sep="  ")' |
    sort -u | (cd "$TOP" && sha256sum -c --quiet 2>&1))" ''
runs 'a workbook' 0 absence --section licensure -f xlsx -O "$T/absence.xlsx" CJIS
is 'has a row each, below a header' "$(python3 - "$T/absence.xlsx" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    print(book.read("xl/worksheets/sheet1.xml").count(b"<row "))
END
)" 55
runs 'expanded' 0 absence --count -e 'criminal justice information services'
is 'it is the search' "$(sed -n 's/^ *\([0-9]*\)  Present/\1/p' "$T/out")" \
    "$(get '/api/v1/search?q=criminal+justice+information+services&relax=0&group=class' | json 'j["total"]["classes"]')"
runs 'a query of fields alone' 0 absence --count 'experience>=5y'
is 'is answered, too' "$(sed -n 's/^ *\([0-9]*\)  Present/\1/p' "$T/out")" \
    "$(get '/api/v1/search?q=experience%3E%3D5y&relax=0&group=class' | json 'j["total"]["classes"]')"

# What is wrong.
refused() { # NAME PARAMETERS REGEX
    is "$1: status" "$(code "/api/v1/absence?$2")" 400
    like "$1: says why" "$(get "/api/v1/absence?$2")" "$3"
}
refused 'no query' 'section=licensure' 'asks for nothing'
refused 'a state' 'q=a&state=gone' 'stated_none'
refused 'a format' 'q=a&format=yaml' 'json, ndjson, csv or xlsx'
refused 'a parameter' 'q=a&verbatim=1' 'unknown parameter'
refused 'a kind' 'q=a&section=licensing' 'licensing'
refused 'a page of all' 'q=a&format=csv&page=2' 'format=json alone'
refused 'a bracket' 'q=(a' '"position":1'
runs 'a state without absence' 2 specsearch occurrences --url "$URL" --state silent a
runs 'verbatim' 2 absence -v a
runs 'sorted' 2 absence -o left a
runs 'a state that is none' 2 absence --state gone a

# Others that answer in the daemon's place, and do not say what they should.
cat >"$T/impostor" <<'END'
import impostor

def head(silent):
    return {"query": {"text": "x", "words": "w", "state": []}, "total": {"classes": 2, "sources": 0, "set_aside": 0},
            "states": [{"value": "silent", "label": "Silent", "classes": silent}]}

ROW = {"class": {"id": "a/b", "title": "t", "code": None, "agency": "a", "url": "/"}, "source": "s", "sha256": None,
       "state": "silent", "section": None, "quote": None, "reason": None}
END = {"rows": 2, "complete": True, "sha256": "0"}
impostor.serve({**impostor.listings(head(2), ROW, END), "sum": impostor.lines(head(3), ROW, ROW, END)})
END
start_impostor "$T/impostor"
URL=$IMPOSTOR/whole
runs 'a whole answer' 0 absence -f csv x
is 'a row each' "$(tr -d '\r' <"$T/out" | tail -1)" 'silent,a/b,t,,a,,,,,,,,s,,/'
for answer in empty cut short wrong long endless more headless html incomplete torn list bad sum; do
    URL=$IMPOSTOR/$answer
    for format in csv json text; do
        runs "$answer, as $format" 2 absence -f $format x
        is "$answer, as $format: one line" "$(wc -l <"$T/err")" 1
    done
done

done_testing
