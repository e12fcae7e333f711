#!/bin/sh
# specindex diff: what appeared, vanished and changed between two generations, and between two packs of
# a query. The documents are made here, so that what has to be found is known.
. "$(dirname "$0")/lib.sh"

differ() { specindex diff "$@"; }
pack() { specsearch occurrences --url "$URL" -f json "$@"; }
last() { tail -1 "$T/out"; }

# spec FILE TITLE CODE: a specification; DUTIES and EDUCATION are variables.
spec() {
    mkdir -p "$(dirname "$1")"
    printf '%s\n\nClass Code: %s\nPay Grade: %s\n\nDEFINITION\n\nKeeps wombats.\n\nEXAMPLES OF DUTIES\n\n%s\n\nEDUCATION\n\n%s\n' \
        "$2" "$3" "${GRADE:-7}" "${DUTIES:-Feeds wombats.}" "${EDUCATION:-A degree in wombats.}" >"$1"
}
docs=$T/zoo
spec "$docs/north/keeper.txt" 'KEEPER' N1
spec "$docs/north/warden.txt" 'WARDEN' N2
spec "$docs/north/vet.txt" 'VETERINARIAN' N3
spec "$docs/south/keeper.txt" 'KEEPER' S1
spec "$docs/south/clerk.txt" 'CLERK' S2
specindex build -i "$T/x" "$docs" >"$T/out"
is 'five classes: exit status' $? 0

# Nothing: a generation and itself, by all of its names; and one that was made of the same elsewhere.
for names in "$T/x $T/x" "$T/x $T/x/000001" "$T/x/generations/000001 $T/x/000001" "-i $T/x 000001 000001" \
    "-i $T/x 000001 $T/x/generations/000001/"; do
    runs "no difference: $(echo "$names" | sed "s|$T/||g")" 0 differ $names
done
is 'five sources' "$(tail -2 "$T/out" | head -1)" 'sources: 5 and 5: 5 same, 0 changed, 0 appeared, 0 vanished'
is 'five classes' "$(last)" 'classes: 5 and 5: 5 same, 0 changed, 0 appeared, 0 vanished'
mkdir "$T/elsewhere"
cp -r "$docs" "$T/elsewhere/zoo"
specindex build -i "$T/y" "$T/elsewhere/zoo" >"$T/out"
runs 'another index of a copy' 0 differ "$T/x" "$T/y"
SPECSEARCH_INDEX=$T/x
export SPECSEARCH_INDEX
runs 'the index that the environment names' 0 differ 000001 "$T/y"
unset SPECSEARCH_INDEX

# One of everything: a text, a field, a heading, a section, a source that came, went and moved, one
# that is no specification; lines that shift change nothing.
EDUCATION='No degree.' spec "$docs/north/keeper.txt" 'KEEPER' N1
GRADE=8 spec "$docs/north/warden.txt" 'WARDEN' N2
{ echo; cat "$docs/north/vet.txt"; } >"$T/shifted"
mv "$T/shifted" "$docs/north/vet.txt"
sed 's/EXAMPLES OF DUTIES/TYPICAL DUTIES/; s/^EDUCATION$/LICENSURE\n\nA licence.\n\nEDUCATION/' "$docs/south/keeper.txt" >"$T/edited"
sed '/^DEFINITION/,/^Keeps/d' "$T/edited" >"$docs/south/keeper.txt"
rm "$docs/south/clerk.txt"
spec "$docs/south/porter.txt" 'PORTER' S3
echo 'Page not found.' >"$docs/south/lost.txt"
specindex build -i "$T/x" "$docs" >"$T/out"
runs 'edited' 1 differ "$T/x/000001" "$T/x/000002"
sed '1,2d' "$T/out" >"$T/got"
cat >"$T/want" <<'END2'
~ source zoo/north/keeper.txt: bytes; indexed
~ source zoo/north/vet.txt: bytes; indexed
~ source zoo/north/warden.txt: bytes; indexed
- source zoo/south/clerk.txt: indexed
~ source zoo/south/keeper.txt: bytes; indexed
+ source zoo/south/lost.txt: skipped: not a class specification: few words, and no section or requirement of one
+ source zoo/south/porter.txt: indexed
~ class north/n1 KEEPER: sections
    ~ line 14 EDUCATION: text
~ class north/n2 WARDEN: pay_grade, sections
    ~ line 1 (no heading): text
~ class south/s1 KEEPER: sections
    ~ line 7 TYPICAL DUTIES: heading
    + line 11 LICENSURE
    - line 6 DEFINITION
- class south/s2 CLERK
+ class south/s3 PORTER
sources: 5 and 6: 0 same, 4 changed, 2 appeared, 1 vanished
classes: 5 and 5: 1 same, 3 changed, 1 appeared, 1 vanished
END2
is 'says what' "$(cat "$T/got")" "$(cat "$T/want")"
like 'and between which' "$(head -2 "$T/out" | tr '\n' ' ')" '^--- generation 000001, built 20.*Z \+\+\+ generation 000002, built 20'
runs 'the other way round' 1 differ "$T/x" "$T/x/000001"
is 'what came went' "$(last)" 'classes: 5 and 5: 1 same, 3 changed, 1 appeared, 1 vanished'
like 'and back' "$(cat "$T/out")" '^- class south/s3 PORTER'

# The same as JSON.
runs 'as JSON' 1 differ -f json "$T/x/000001" "$T/x"
cat >"$T/check.py" <<'END2'
import json, sys
head, *rows, end = [json.loads(line) for line in open(sys.argv[1])]
sources = [row for row in rows if "source" in row]
classes = [row for row in rows if "class" in row]
assert len(sources) + len(classes) == len(rows)
def numbers(rows, counts):
    by = {change: sum(row["change"] == change for row in rows) for change in ("changed", "appeared", "vanished")}
    assert all(counts[change] == n for change, n in by.items()), (by, counts)
    assert counts["old"] == counts["same"] + counts["changed"] + counts["vanished"], counts
    assert counts["new"] == counts["same"] + counts["changed"] + counts["appeared"], counts
numbers(sources, end["sources"])
numbers(classes, end["classes"])
assert (head["diff"], head["of"], end["complete"]) == (1, "generations", True)
assert [head[side]["classes"] for side in ("old", "new")] == [end["classes"][side] for side in ("old", "new")]
for row in sources:
    assert (row["old"] is None, row["new"] is None) == (row["change"] == "appeared", row["change"] == "vanished"), row
    assert ("bytes" in row["what"]) == (row["change"] == "changed"), row
for row in classes:
    for section in row["sections"]:
        assert (section["old"] is None) == (section["change"] == "appeared"), section
        assert (section["new"] is None) == (section["change"] == "vanished"), section
print(len(sources), len(classes), sum(len(row["sections"]) for row in classes))
END2
is 'its numbers add up' "$(python3 "$T/check.py" "$T/out" 2>&1)" '7 5 5'

# A duplicate, a house file, and a class whose source has another name now.
cp "$docs/north/vet.txt" "$docs/north/vet2.txt"
printf '[agency]\nname = South Zoo\n' >"$docs/south/house.ini"
mv "$docs/north/warden.txt" "$docs/north/ranger.txt"
specindex build -i "$T/x" "$docs" >"$T/out"
runs 'names' 1 differ "$T/x/000002" "$T/x/000003"
is 'a source that moved' "$(grep -E 'ranger|warden|WARDEN' "$T/out")" "+ source zoo/north/ranger.txt: indexed
- source zoo/north/warden.txt: indexed
~ class north/n2 WARDEN: source"
like 'a duplicate' "$(cat "$T/out")" '^\+ source zoo/north/vet2.txt: duplicate: zoo/north/vet.txt$'
like 'a house file' "$(cat "$T/out")" '^~ source zoo/south/porter.txt: agency, house file; indexed$'
like 'another agency has other classes' "$(cat "$T/out")" '^\+ class south-zoo/s3 PORTER$'

# Packs. First of the same index, then of an edited one.
start_daemon "$T/y"
pack wombats >"$T/old"
is 'there are five times three' "$(wc -l <"$T/old")" 17
runs 'a pack and itself' 0 differ "$T/old" "$T/old"
is 'are the same' "$(last)" 'occurrences: 15 and 15: 15 same, 0 moved, 0 appeared, 0 vanished'
# All that was done above but for the house file; and in the duties of one class a line before, so that
# the wombats fed there move within their section.
rm "$docs/south/house.ini" "$docs/north/vet2.txt"
DUTIES='Counts them.
Feeds wombats.' spec "$docs/south/porter.txt" 'PORTER' S3
DUTIES='Feeds wombats. Walks wombats.' EDUCATION='No degree.' spec "$docs/north/keeper.txt" 'KEEPER' N1
specindex build -i "$T/x" "$docs" >"$T/out"
start_daemon "$T/x"
pack wombats >"$T/new"
runs 'packs of two generations' 1 differ "$T/old" "$T/new"
# KEEPER of north: "Keeps wombats." is where it was; "Feeds wombats." has another context now, so one
# vanished and two appeared; the degree vanished. WARDEN: all are where they were, in another file.
# VETERINARIAN: three moved a line. CLERK: three vanished. PORTER: three appeared. KEEPER of south: the
# definition vanished, the duties have another heading, and the degree moved with its section.
cat >"$T/want" <<'END2'
north/n1 appeared 2
north/n1 vanished 2
north/n3 moved 3
south/s1 appeared 1
south/s1 moved 1
south/s1 vanished 2
south/s2 vanished 3
south/s3 appeared 3
END2
differ -f json "$T/old" "$T/new" >"$T/rows"
is 'as JSON: exit status' $? 1
cat >"$T/count.py" <<'END2'
import collections, json, sys
head, *rows, end = [json.loads(line) for line in open(sys.argv[1])]
found = collections.Counter((row["class"]["id"], row["change"]) for row in rows)
for (id, change), n in sorted(found.items()):
    print(id, change, n)
for row in rows:
    assert (row["old"] is None, row["new"] is None) == (row["change"] == "appeared", row["change"] == "vanished"), row
    if row["change"] == "moved":
        assert row["old"] != row["new"], row
counts, changes = end["occurrences"], collections.Counter(row["change"] for row in rows)
assert end["complete"] and all(counts[change] == changes[change] for change in ("moved", "appeared", "vanished"))
assert counts["old"] == counts["same"] + counts["moved"] + counts["vanished"] == head["old"]["occurrences"]
assert counts["new"] == counts["same"] + counts["moved"] + counts["appeared"] == head["new"]["occurrences"]
END2
is 'what appeared, moved and vanished' "$(python3 "$T/count.py" "$T/rows" 2>&1)" "$(cat "$T/want")"
is 'the numbers add up' "$(last)" 'occurrences: 15 and 14: 4 same, 4 moved, 6 appeared, 7 vanished'
like 'a line that moved' "$(cat "$T/out")" '^> zoo/north/vet.txt:9 from line 8: Keeps \[wombats\]\.$'
like 'one that is new' "$(cat "$T/out")" '^\+ zoo/north/keeper.txt:12: Feeds wombats. Walks \[wombats\]\.$'
differ - "$T/new" <"$T/old" >"$T/got"
is 'one from standard input' "$(tail -1 "$T/got")" "$(last)"

# What is no difference, or none that can be told.
fails() { # NAME REGEX ARGUMENT...
    name=$1 regex=$2
    shift 2
    runs "$name" 2 differ "$@"
    like "$name: says why" "$(cat "$T/err")" "$regex"
}
pack wombat >"$T/wombat"
pack --verbatim wombats >"$T/verbatim"
pack -a north wombats >"$T/north"
pack --context 7 wombats >"$T/short"
pack --sort left wombats >"$T/left"
sed '3d' "$T/new" >"$T/cut"
sed '3s/wombats/quokkas/' "$T/new" >"$T/edited"
fails 'different queries' 'different queries' "$T/new" "$T/wombat"
fails 'verbatim and not' 'verbatim' "$T/new" "$T/verbatim"
fails 'filters' 'filters' "$T/new" "$T/north"
fails 'contexts' 'contexts' "$T/new" "$T/short"
fails 'by context' 'not sorted by place' "$T/left" "$T/new"
fails 'a pack that lacks a row' 'cut: the last line tells of 14 rows, and there are 13' "$T/new" "$T/cut"
fails 'a pack that was edited' 'edited: ' "$T/new" "$T/edited"
fails 'a generation and a pack' 'two generations, or two packs' "$T/x" "$T/new"
fails 'a pack and a generation' 'two generations, or two packs' "$T/new" "$T/x/000004"
fails 'no generation' 'no generation 000009' "$T/x" "$T/x/000009"
fails 'one that was removed' 'no generation 000001' "$T/x/000001" "$T/x"
fails 'a folder' 'neither an index nor a generation' "$T/x" "$docs"
fails 'nothing there' 'nowhere' "$T/x" "$T/nowhere"
fails 'a number without an index' '000001' 000001 "$T/x"
fails 'no pack' 'no evidence pack' "$T/new" "$docs/north/keeper.txt"
fails 'standard input twice' 'only one' - -
fails 'a format' 'text or json' -f xml "$T/x" "$T/y"
fails 'one operand' 'usage' "$T/x"
sed 's/"schema": [0-9]*/"schema": 1/' "$T/y/current/manifest.json" >"$T/manifest"
cp "$T/manifest" "$T/y/current/manifest.json"
fails 'a generation of another program' 'rebuild' "$T/x" "$T/y"

# Real documents: a folder and that folder without a file of each kind.
if need_shared 'real documents'; then
    cp -r "$SHARED/real/counties" "$T/counties"
    specindex build -i "$T/z" "$T/counties" >"$T/out" 2>&1
    gone=$(find "$T/counties" -type f ! -name '.*' ! -name '*.ini' | sort | awk 'NR % 7 == 3')
    rm $gone
    specindex build -i "$T/z" "$T/counties" >"$T/out" 2>&1
    runs 'real documents' 1 differ "$T/z/000001" "$T/z"
    is 'the sources that vanished' "$(sed -n 's/^- source \([^:]*\):.*/\1/p' "$T/out" | sort)" \
        "$(echo "$gone" | sed "s|^$T/||" | sort)"
    is 'and nothing else' "$(grep -c '^[+~] source' "$T/out")" 0
fi
done_testing
