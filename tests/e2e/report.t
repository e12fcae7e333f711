#!/bin/sh
# `specindex report`: what it says of files that are written for it, counted by hand.
. "$(dirname "$0")/lib.sh"

mkdir -p "$T/src/reed/docks" "$T/src/sedge"
cd "$T" || exit 1
cat >src/reed/keeper.txt <<'END'
Dock Keeper

Class Code: 11
Pay Grade: 4
FLSA: Exempt

DUTIES

Keeps docks.

TIDES AND MOONS

Looks at both.
END
cat >src/reed/docks/hand.txt <<'END'
Dock Hand

FLSA: K

TIDES AND MOONS:

Waits.

DUTIES

Ties knots.

OTTER TALES

Told on Fridays.
END
sed 's/Hand/Boy/; s/FLSA: K/Class Code: 13/' src/reed/docks/hand.txt >src/sedge/boy.txt
printf 'a\0b' >src/sedge/binary.txt

runs "a report" 3 specindex report src
line() { grep "^$1: " "$T/out" | head -1; }
like "a file: sections, those not known" "$(line src/reed/keeper.txt)" \
    ': 3 sections, 1 of them not known, '
# The first five lines are 11 + 0 + 14 + 12 + 12 characters and 4 line ends; the two others 12 and 14.
is "a file: text under no heading, of all" \
    "$(line src/reed/keeper.txt | grep -o '[0-9]* of [0-9]* characters')" "53 of 79 characters"
is "a file that states all: nothing is missing" "$(line src/reed/keeper.txt | grep -c 'no ')" 1
like "a file that does not: what" "$(line src/reed/docks/hand.txt)" \
    '; no class code; no pay grade; an FLSA code that is not explained; may be no class spec.*'
like "another" "$(line src/sedge/boy.txt)" '; no pay grade; no FLSA status$'
is "a file that is skipped: why" "$(line src/sedge/binary.txt)" \
    "src/sedge/binary.txt: skipped: not text: it holds binary data"
is "the headings of a file" "$(sed -n '/^src.reed.docks.hand/,/^src/s/^    unknown: //p' "$T/out")" \
    "TIDES AND MOONS
OTTER TALES"
like "a folder" "$(sed -n '/^Folders/,$p' "$T/out" | grep '^src/sedge')" \
    '^src/sedge: 1 files read, 1 skipped; '
is "headings, those of most files first" \
    "$(sed -n 's/^; \(.*\) = \.\.\.   ; \([0-9]*\) file.*/\2 \1/p' "$T/out")" \
    "3 TIDES AND MOONS
2 OTTER TALES"

# The rows are a house file, as comments and completed.
sed -n '/^\[headings\]/,$p' "$T/out" >src/house.ini
runs "with the rows as they are" 3 specindex report src
is "nothing changes" "$(sed -n 's/^; \(.*\) = \.\.\..*/\1/p' "$T/out" | tr '\n' ' ')" \
    "TIDES AND MOONS OTTER TALES "
sed -i 's/^; \(TIDES .*= \)\.\.\./\1working_environment/' src/house.ini
runs "with one completed" 3 specindex report src
is "that one is known" "$(sed -n 's/^; \(.*\) = \.\.\..*/\1/p' "$T/out")" "OTTER TALES"
is "and of the kind" "$(specindex explain src/sedge/boy.txt |
    json '[s["kinds"] for s in j["sections"] if s["heading"] == "TIDES AND MOONS"]')" \
    '[["working_environment"]]'

runs "as JSON" 3 specindex report -f json src
rm "$T/src/house.ini"
specindex report -f json src >"$T/json"
is "files" "$(json '[f["path"] for f in j["files"]]' <"$T/json")" \
    '["src/reed/docks/hand.txt", "src/reed/keeper.txt", "src/sedge/binary.txt", "src/sedge/boy.txt"]'
is "a file's headings" "$(json 'j["files"][3]["unknown_headings"]' <"$T/json")" \
    '["TIDES AND MOONS", "OTTER TALES"]'
is "a skipped one" "$(json 'j["files"][2]["skipped"]' <"$T/json")" "not text: it holds binary data"
is "folders" "$(json '[[f["path"], f["files"], f["skipped"]] for f in j["folders"]]' <"$T/json")" \
    '[["src/reed/docks", 1, 0], ["src/reed", 1, 0], ["src/sedge", 2, 1]]'
is "what is missing" "$(json '[f["missing"]["class_code"] for f in j["folders"]]' <"$T/json")" \
    '[1, 0, 0]'
is "headings" "$(json '[[h["heading"], h["files"], h["count"]] for h in j["unknown_headings"]]' \
    <"$T/json")" '[["TIDES AND MOONS", 3, 3], ["OTTER TALES", 2, 2]]'

rm src/sedge/binary.txt
runs "when every file is read" 0 specindex report -j 2 src
runs "no path" 2 specindex report
runs "a format that is not known" 2 specindex report -f xml src
like "which are" "$(cat "$T/err")" 'text or json'
runs "a missing folder" 2 specindex report "$T/missing"
mkdir none
runs "no file at all" 2 specindex report none
runs "report --help" 0 specindex report --help
like "with an example" "$(cat "$T/out")" 'specindex report corpus'
done_testing
