#!/bin/sh
# The matrix of several queries: by counting files of the sample corpus; random ones against an
# independent count; the command line.
#
# SEED chooses the queries, CASES sets how many.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-1}
case $BUILD in
*asan | *tsan) few=20 sanitized=1 ;;
*) few=100 sanitized= ;;
esac

matrix() { specsearch matrix --url "$URL" "$@"; }

serve corpus "$CORPUS"

# The folders of plain files, counted by grep; lines end anywhere.
files() { # FOLDER GREP...: how many of its files have it
    folder=$1
    shift
    for file in "$folder"/*; do tr -s ' \n' '  ' <"$file" | grep -c "$@"; done | grep -vc '^0'
}
runs 'by agency' 0 matrix -f csv CJIS polygraph '"probationary period"'
for agency in alder-county brackwater-district meridia-state port-ferris; do
    folder=$CORPUS/$agency
    is "$agency: as many files as grep finds" "$(grep "^$agency," "$T/out" | cut -d, -f3,5- | tr -d '\r')" \
        "$(ls "$folder" | wc -l),$(files "$folder" -w CJIS),$(files "$folder" -iw polygraph),$(
            files "$folder" -iw 'probationary period')"
done
runs 'occurrences' 0 matrix -f csv -c occurrences CJIS -a alder-county
is 'as many as grep finds' "$(sed -n '2s/.*,//p' "$T/out" | tr -d '\r')" "$(cat "$CORPUS"/alder-county/* | grep -ow CJIS | wc -l)"

# Everything there is.
set -- "$CORPUS"
if need_shared 'matrices of real documents'; then
    if [ -z "$sanitized" ]; then set -- "$CORPUS" "$SHARED/real"; else
        for folder in $QUICK; do set -- "$@" "$SHARED/real/$folder"; done
    fi
fi
serve random "$@"
in_python "$TOP/tests/e2e/matrix.py" "$BUILD/specindex" "$URL" "$SEED" "${CASES:-$few}" "$@"

# The command line.
start_daemon "$T/corpus"
runs 'a table' 0 matrix CJIS polygraph
is 'has a row for each agency, a header and the totals' "$(sed '1,/^$/d' "$T/out" | wc -l)" 7
is 'its last line has the totals' "$(tail -1 "$T/out" | tr -s ' ')" \
    "in all $(specsearch occurrences --url "$URL" -c -f json CJIS | json 'j["total"]["classes"]') $(
        specsearch occurrences --url "$URL" -c -f json polygraph | json 'j["total"]["classes"]')"
is 'no line is wider than a page' "$(matrix CJIS polygraph '"a longer phrase than that"' '"and another long one"' clearance |
    sed '1,/^$/d' | awk 'length($0) > 80' | wc -l)" 0
is 'its columns are aligned' "$(matrix CJIS polygraph | sed '1,/^$/d' | awk '{ print length($0) }' | sort -u | wc -l)" 1
runs 'by class' 0 matrix --by class -a tarnwick-transit driver
is 'has a row for each' "$(grep -c '^tarnwick-transit/' "$T/out")" 6
runs 'by kind' 0 matrix --by section -f json driver
is 'the last line counts' "$(tail -1 "$T/out" | json 'j["rows"]')" "$(sed '1d;$d' "$T/out" | wc -l)"
runs 'what nobody has' 1 matrix zyzzyva
get '/api/v1/matrix?q=CJIS&q=%22background+check%22&by=class&format=csv' >"$T/theirs"
is 'the page tells the three of the title Accountant II apart' \
    "$(get '/matrix?q=CJIS&by=class' | grep -ci 'Accountant II<.*\(alder-county/3111\|brackwater-district/21415\|port-ferris/pf[0-9]*\)<')" 3
is 'the CSV of both' "$(tail -c +4 "$T/theirs" | sha256sum)" "$(matrix -b class CJIS '"background check"' -f csv | sha256sum)"
runs 'a workbook' 0 matrix -f xlsx -O "$T/matrix.xlsx" CJIS polygraph
is 'has a row each, below a header' "$(python3 - "$T/matrix.xlsx" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    print(book.read("xl/worksheets/sheet1.xml").count(b"<row "))
END
)" 6
many=$("$PYTHON" -c 'print(*(f"word{n}" for n in range(64)))')
runs '64 queries' 1 matrix $many
runs '65' 2 matrix $many a
like 'are too many' "$(cat "$T/err")" 'more than 64 queries'

# The findings of rules, which audit.t knows to be right: as many rows of each rule and agency.
rules=$CORPUS/audit.ini
runs 'findings by agency' 0 matrix --rules "$rules" -f csv
specsearch audit --url "$URL" -f csv "$rules" >"$T/findings"
is 'are those of the audit' "$(tr -d '\r' <"$T/out" | "$PYTHON" -c '
import csv, sys
table = csv.DictReader(sys.stdin)
for row in table:
    for agency in table.fieldnames[3:]:
        if row[agency] != "0": print(row[agency], row["rule"], agency)' | sort)" "$(tail -n +2 "$T/findings" | "$PYTHON" -c '
import collections, csv, sys
for (rule, agency), n in collections.Counter((r[0], r[6]) for r in csv.reader(sys.stdin)).items(): print(n, rule, agency)' | sort)"
is 'their sums stand beside them' "$(tail -n +2 "$T/out" | tr -d '\r' | awk -F, '{ sum = 0; for (i = 4; i <= NF; i++) sum += $i; if (sum != $3) print }')" ''
runs 'as a table' 0 matrix --rules "$rules"
is 'there is a row for each rule' "$(sed '1,/^$/d' "$T/out" | wc -l)" "$(($(grep -c '^\[' "$rules") + 2))"
runs 'as JSON' 0 matrix --rules "$rules" -f json -a port-ferris
is 'of one agency' "$(json '[c["agency"] for c in j["columns"]]' <"$T/out")" '["port-ferris"]'
runs 'rules and queries' 2 matrix --rules "$rules" CJIS
runs 'rules by class' 2 matrix --rules "$rules" --by class
runs 'rules as a workbook' 2 matrix --rules "$rules" -f xlsx
runs 'no rules' 2 matrix --rules "$T/none.ini"

# What is wrong.
refused() { # NAME PARAMETERS REGEX
    is "$1: status" "$(code "/api/v1/matrix?$2")" 400
    like "$1: says why" "$(get "/api/v1/matrix?$2")" "$3"
}
refused 'no query' 'by=class' 'there is none'
refused 'an empty one' 'q=a&q=' 'query 2: .*asks for nothing'
refused 'one that is wrong' 'q=a&q=%22b' 'query 2: .*"position":1'
refused 'rows' 'q=a&by=title' 'agency, class or section'
refused 'numbers' 'q=a&count=words' 'classes, sections or occurrences'
refused 'occurrences of fields' 'q=title:a&count=occurrences' 'texts alone'
refused 'a parameter' 'q=a&sort=left' 'unknown parameter'
runs 'no query at all' 2 matrix
runs 'rows that there are none of' 2 matrix --by title a

# Others that answer in the daemon's place, and do not say what they should.
cat >"$T/impostor" <<'END'
import impostor

HEAD = {"by": "agency", "count": "classes", "columns": [{"query": "=x", "words": "w", "total": 4}], "rows": 2}
ROW = {"value": "a", "label": "a", "url": None, "classes": 2, "sections": 3, "cells": [2]}
END = {"rows": 2, "complete": True, "sha256": "0"}
impostor.serve({**impostor.listings(HEAD, ROW, END),
                "narrow": impostor.lines(HEAD, ROW, {**ROW, "cells": []}, END),
                "words": impostor.lines(HEAD, ROW, {**ROW, "cells": ["2"]}, END)})
END
start_impostor "$T/impostor"
URL=$IMPOSTOR/whole
runs 'a whole answer' 0 matrix -f csv x
is 'a row each' "$(tr -d '\r' <"$T/out" | tr '\n' ' ')" "value,label,classes,sections,'=x a,a,2,3,2 a,a,2,3,2 "
for answer in empty cut short wrong long endless more headless html incomplete torn list bad narrow words; do
    URL=$IMPOSTOR/$answer
    for format in csv json text; do
        runs "$answer, as $format" 2 matrix -f $format x
        is "$answer, as $format: one line" "$(wc -l <"$T/err")" 1
    done
    is "$answer: no table" "$(matrix x 2>/dev/null | wc -c)" 0
done

done_testing
