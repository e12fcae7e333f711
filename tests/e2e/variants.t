#!/bin/sh
# Variants of clauses: clusters against those that are found plainly in what is explained; the command
# line; files; refusals; and clauses that differ in a number alone, by the thousand.
#
# SEED chooses the phrases, CASES sets how many.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-1}
CASES=${CASES:-20}

variants() { specsearch variants --url "$URL" "$@"; }
against_all_pairs() { in_python "$TOP/tests/e2e/variants.py" "$BUILD/specindex" "$URL" "$SEED" "$@"; }

if need_shared 'real documents'; then
    case $BUILD in
    *asan | *tsan)
        on_quick serve real
        on_quick against_all_pairs 5
        ;;
    *)
        serve real "$SHARED/real"
        against_all_pairs 5 "$SHARED/real"
        ;;
    esac
fi
serve corpus "$CORPUS"
against_all_pairs "$CASES" "$CORPUS"

# The command line.
runs 'what has drifted' 0 variants emergency
sed 's/^ *//' "$T/out" | tr '\n' ' ' >"$T/line"
like 'says which words differ' "$(cat "$T/line")" '\[[a-z]+\]'
is 'the last line says that all came' "$(tail -1 "$T/out")" \
    "all $(variants -f json emergency | sed '1d;$d' | wc -l) came"
runs 'what nobody says' 1 variants zyzzyva
is 'is no cluster' "$(head -1 "$T/out")" '0 clusters'
runs 'only a count' 0 variants -c
is 'is one line, and what was compared' "$(wc -l <"$T/out")" 2
runs 'a count as JSON' 0 variants -c -f json
is 'says the same' "$(json 'j["total"]["clusters"]' <"$T/out")" "$(variants -c | sed -n '1s/ .*//p')"
runs 'more likeness' 0 variants -c -l 0.95
ok 'has fewer clusters' test "$(sed -n '1s/ .*//p' "$T/out")" -lt "$(variants -c | sed -n '1s/ .*//p')"
variants --whole >"$T/whole"
variants >"$T/part"
is 'all classes are named on demand' "$(grep -oE '[a-z-]+/[a-z0-9~-]+:[0-9]+' "$T/whole" | wc -l)" \
    "$(variants -f json | sed '1d;$d' | wc -l)"
is 'which else are counted' "$(grep -c 'more (--whole' "$T/whole") $(grep -c 'more (--whole\|--whole names' "$T/part" | sed 's/^[1-9].*/some/')" '0 some'
escape=$(printf '\033')
is 'colour changes no character' "$(variants --color always | sed "s/$escape\[[0-9;]*m//g" | sha256sum)" \
    "$(variants --color never | sha256sum)"

# Files.
variants -f csv >"$T/ours"
get '/api/v1/variants?format=csv' >"$T/theirs"
is 'the CSV of both' "$(tail -c +4 "$T/theirs" | sha256sum)" "$(sha256sum <"$T/ours")"
is 'has the rows of the JSON' "$(python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1], newline="")):
    print(row["cluster"], row["variant"], row["classes"], row["class_id"], row["line"], row["times"])' "$T/ours" | sha256sum)" \
    "$(variants -f json | sed '1d;$d' | python3 -c '
import json, sys
for row in map(json.loads, sys.stdin):
    print(row["cluster"]["number"], row["variant"]["number"], row["variant"]["count"], row["class"]["id"], row["line"], row["times"])' | sha256sum)"
is 'and the words that differ' "$(python3 -c '
import csv, sys
rows = [row for row in csv.DictReader(open(sys.argv[1], newline="")) if "20 pounds" in row["text"]]
print({(row["differs"], row["lacks"]) for row in rows})' "$T/ours")" "{('20', '10')}"
runs 'a workbook' 0 variants -f xlsx -O "$T/v.xlsx"
is 'has a row each, below a header' "$(python3 - "$T/v.xlsx" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    print(book.read("xl/worksheets/sheet1.xml").count(b"<row "))
END
)" $(($(variants -f json | sed '1d;$d' | wc -l) + 1))
runs 'into a file' 0 variants -f json -O "$T/v.ndjson"
is 'as it is written elsewhere' "$(sed '1d' "$T/v.ndjson" | sed \$d | sha256sum)" \
    "$(variants -f json | sed '1d' | sed \$d | sha256sum)"

# What is wrong.
refused() { # NAME PARAMETERS REGEX
    is "$1: status" "$(code "/api/v1/variants?$2")" 400
    like "$1: says why" "$(get "/api/v1/variants?$2")" "$3"
}
for likeness in 0.4 1.001 0.8001 80 -1 0.x 1e0 .; do
    refused "a likeness of $likeness" "likeness=$likeness" '0.5 to 1'
done
for likeness in 0.5 .75 0.999 1 1.0; do
    is "a likeness of $likeness" "$(code "/api/v1/variants?likeness=$likeness")" 200
done
refused 'a format' 'format=yaml' 'json, ndjson, csv or xlsx'
refused 'a parameter' 'sort=left' 'unknown parameter'
refused 'a page of an export' 'format=csv&page=2' 'format=json alone'
refused 'too many a page' 'per_page=101' '1 to 100'
refused 'a filter' 'agency=nowhere' 'nowhere'
refused 'a query' 'q=%22a' 'quotation mark.*"position":1'
is 'a page behind the last' "$(get '/api/v1/variants?page=1000000' | json 'len(j["clusters"])')" 0
runs 'a wrong format' 2 variants -f xml
runs 'a wrong likeness' 2 variants -l 2
runs 'a count as CSV' 2 variants -c -f csv

# Every example of the manual runs.
sed -n 's/^\.Dl \$ specsearch variants/specsearch variants/p' "$TOP/client/specsearch.1" |
    sed 's/\\(dq/"/g; s/\\-/-/g' >"$T/examples"
ok 'the manual has examples' test "$(wc -l <"$T/examples")" -ge 3
while read -r example; do
    (cd "$T" && SPECSEARCH_URL=$URL PATH=$BUILD:$PATH sh -c "$example" >example.out 2>&1 </dev/null)
    is "$example" "$?" 0
done <"$T/examples"

# Thousands of clauses that differ in one number: all of them are alike.
mkdir "$T/quokkas"
python3 - "$T/quokkas" <<'END'
import sys
for i in range(40):
    with open(f"{sys.argv[1]}/m{i:02}.txt", "w") as file:
        file.write(f"KEEPER {i}\n\nClass Code: K{i:02}\n\nDUTIES\n\n")
        for k in range(100):
            file.write(f"Keeps the quokkas of pen number {i * 100 + k} in the north of the island in good health.\n\n")
END
serve many "$T/quokkas"
start_daemon "$T/many" --deadline 60000
is 'they are one cluster' "$(variants -f json | head -1 | json '[j["total"][k] for k in ("clusters", "variants", "classes", "rows")]')" \
    '[1, 4000, 40, 4000]'
is 'a page of it' "$(get '/api/v1/variants' | json '[[c["count"], len(c["variants"])] for c in j["clusters"]]')" '[[4000, 100]]'
start_daemon "$T/many" --deadline 1
is 'no time' "$(code '/api/v1/variants')" 503
like 'says so' "$(get '/api/v1/variants')" '"timeout"'
runs 'which the client says' 2 variants
done_testing
