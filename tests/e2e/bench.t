#!/bin/sh
# The benchmark's parts do what it says of them: its documents are the same every time and are read
# whole, and every engine finds the same sections. How fast they are is no test.
. "$(dirname "$0")/lib.sh"

generate() { "$BUILD/bench/generate" "$@"; }
cd "$T" || exit 1

runs "80 documents" 0 generate eighty 80
is "that many" "$(find eighty -name '*.txt' | wc -l | tr -d ' ')" 80
is "it says so" "$(cut -d, -f1 out)" "80 specifications"
generate again 80 >/dev/null
ok "they are the same every time" diff -r eighty again
generate few 30 >/dev/null
is "fewer are the first of them" "$(diff -rq few eighty | grep -cv '^Only in eighty')" 0
is "no two have one title" "$(head -qn 1 eighty/*/*.txt | sort | uniq -d)" ""

runs "they are read" 0 specindex report -f json eighty
like "no heading is unknown" "$(cat out)" '"unknown_headings": *\[\]'

# Each file begins with its title, then the code; what all of them have is a matter of the generator.
for file in eighty/alderbrook/*.txt eighty/birchfield/*.txt; do
    specindex explain "$file" >explained
    /usr/bin/python3 - explained "$file" <<'END_PYTHON'
import json
import sys

with open(sys.argv[1], encoding='utf-8') as f:
    read = json.load(f)
with open(sys.argv[2], encoding='utf-8') as f:
    title, _, code = [f.readline().rstrip('\n') for _ in range(3)]
kinds = {kind for section in read['sections'] for kind in section['kinds']}
for name, got, wanted in [
        ('title', read['title'], title),
        ('code', 'Class Code: ' + read['class_code'], code),
        ('kinds', {'summary', 'duties', 'education', 'experience'} - kinds, set())]:
    if got != wanted:
        print(f'{sys.argv[2]}: {name}: {got}, not {wanted}')
END_PYTHON
done >wrong
is "titles, codes and kinds of section are what was written" "$(cat wrong)" ""

runs "all of it runs" 0 env ROUNDS=1 BENCH_MS=1 BENCH_DIR=kept "$TOP/bench/run" "$BUILD" 80
cp out table
sections=$(sed -n 's/.* specifications, \([0-9,]*\) sections,.*/\1/p' table | tr -d ,)
like "it says what was searched" "$sections" '^1[0-9]{3}$'
for query in 'middling word' 'common word' 'phrase' 'common phrase' 'filtered' 'three facets'; do
    counts=$(grep -m 1 "^| $query  *|" table | awk -F'|' '{ gsub(/[ ,]/, ""); print $3, $4 }')
    like "$query: sections are found" "$counts" '^[1-9]'
    is "$query: as many as Xapian finds" "${counts% *}" "${counts#* }"
done

done_testing
