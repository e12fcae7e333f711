#!/bin/sh
# specindex verify: packs are true of another copy of the sources in another place, under another
# name; a byte changed in a source makes its rows fail and no others; packs that were edited fail.
#
# CASES sets how many packs with a random byte are tried.
. "$(dirname "$0")/lib.sh"

case $BUILD in
*asan | *tsan) few=8 sanitized=1 ;;
*) few=25 sanitized= ;;
esac

pack() { specsearch occurrences --url "$URL" -f json "$@"; }
verify() { specindex verify "$@"; }
rows() { echo $(($(wc -l <"$1") - 2)); }

# whole NAME PACK SOURCES...: all of its rows are verified.
whole() {
    name=$1 file=$2
    shift 2
    for folder in "$@"; do
        shift
        set -- "$@" --sources "$folder"
    done
    runs "$name" 0 verify "$file" "$@"
    like "$name: every row" "$(cat "$T/out")" "^$(rows "$file") of $(rows "$file") occurrences verified, 0 failed; "
}

# Another copy, elsewhere and called otherwise; or in a folder with others; by place or by context.
serve corpus "$CORPUS"
mkdir -p "$T/auditor/files"
cp -r "$CORPUS" "$T/copy of 2026"
cp -r "$CORPUS" "$T/auditor/files/corpus"
pack CJIS >"$T/cjis"
pack --sort left the >"$T/left"
pack --sort right --verbatim '"Class Code:"' >"$T/right"
pack -e manage -a alder-county >"$T/expanded"
pack --context 7 'clearance OR "background check"' >"$T/short"
ok 'there are rows' test "$(rows "$T/left")" -gt 1000
for kind in cjis left right expanded short; do
    whole "$kind, of a copy" "$T/$kind" "$T/copy of 2026"
done
whole 'a copy in a folder' "$T/cjis" "$T/auditor/files"
whole 'two folders of which one has them' "$T/cjis" "$TOP/tests" "$T/auditor/files/corpus"
like 'says of what the pack is' "$(head -1 "$T/out")" 'cjis: occurrences of CJIS, generation 000001, made 20.*Z$'
is 'says how many sources' "$(sed -n 's/.*failed; //p' "$T/out")" \
    "failures in 0 of $(grep -o '"source":"[^"]*"' "$T/cjis" | sort -u | wc -l) sources; the pack is whole"
verify --sources "$CORPUS" - <"$T/left" >"$T/out"
is 'standard input: exit status' $? 0
runs 'one at a time' 0 verify -j 1 --sources "$CORPUS" "$T/left"
pack zyzzyva >"$T/none"
whole 'a pack of nothing' "$T/none" "$CORPUS"

# Asked again, of all sources: of any order, filter and reading.
mkdir "$T/tmp"
again() { TMPDIR=$T/tmp specindex verify --recount --sources "$@"; }
pack -a meridia-state -a port-ferris -s licensure --sort left 'licensure:(CJIS OR driver*)' >"$T/filtered"
for kind in cjis left right expanded short none filtered; do
    runs "$kind, asked again" 0 again "$CORPUS" "$T/$kind"
    like "$kind, asked again: finds them" "$(tail -2 "$T/out" | head -1)" \
        "^asked again, $(rows "$T/$kind") occurrences in .* those of the pack; .* is that of the pack$"
done
ok 'filters find something' test "$(rows "$T/filtered")" -gt 5
runs 'asked again, of a copy' 0 again "$T/copy of 2026" "$T/left"
like 'whose name is another' "$(cat "$T/out")" 'those of the pack; the SHA-256 of all sources is that of the pack'
runs 'asked again, in a folder' 0 again "$T/auditor/files" "$T/left"
like 'which holds the sources' "$(cat "$T/out")" 'those of the pack; the SHA-256 of all sources is that of the pack'
spare=$T/auditor/files/corpus/alder-county/spare.txt
printf 'WOMBAT KEEPER\n\nClass Code: Q1\n\nDUTIES\n\nKeeps wombats.\n\nEDUCATION\n\nA degree.\n' >"$spare"
runs 'asked again, with one more source' 0 again "$T/auditor/files" "$T/cjis"
like 'that it does not find' "$(cat "$T/out")" 'those of the pack; the SHA-256 of all sources is another: sources came, went or changed'
echo 'CJIS clearance.' >>"$spare"
runs 'and then it does' 1 again "$T/auditor/files" "$T/cjis"
like 'says how many' "$(cat "$T/out")" "asked again, $(($(rows "$T/cjis") + 1)) occurrences"
rm "$spare"
is 'nothing is left behind' "$(ls -A "$T/tmp")" ''
runs 'without a place for an index' 2 env TMPDIR="$T/nowhere" "$BUILD/specindex" verify --recount --sources "$CORPUS" "$T/cjis"
like 'which is named' "$(cat "$T/err")" '^specindex: [^:]*/nowhere/specindex-recount'

# Several folders were indexed, and each has a copy of its own.
serve of_parts "$CORPUS/alder-county" "$CORPUS/tarnwick-transit"
pack the >"$T/parts"
cp -r "$CORPUS/alder-county" "$T/alder"
whole 'parts' "$T/parts" "$T/alder" "$CORPUS/tarnwick-transit"
runs 'one part alone' 1 verify --sources "$T/alder" "$T/parts"
is 'the rows of the other fail' "$(grep -c 'tarnwick-transit/.*: the source is not there$' "$T/out")" \
    "$(grep -c '"source":"tarnwick-transit/[^"]*","sha256"' "$T/parts")"

# A byte, in each of the formats.
for file in alder-county/librarian.txt meridia-state/corrections-officer.md tarnwick-transit/bus-operator.pdf \
    tarnwick-transit/transit-planner.docx tarnwick-transit/fare-systems-technician.html; do
    rm -rf "$T/changed"
    cp -r "$CORPUS" "$T/changed"
    python3 - "$T/changed/$file" <<'END2'
import sys
with open(sys.argv[1], "r+b") as file:
    data = bytearray(file.read())
    data[len(data) // 2] ^= 1
    file.seek(0)
    file.write(data)
END2
    runs "a byte of $file" 1 verify --sources "$T/changed" "$T/left"
    grep -n "\"source\":\"corpus/$file\",\"sha256\"" "$T/left" | sed "s|:.*||; s|^|$T/left:|" >"$T/want"
    grep -oE "^$T/left:[0-9]+" "$T/out" >"$T/got"
    ok "$file: it has rows" test -s "$T/want"
    ok "$file: they fail, and no others" cmp "$T/want" "$T/got"
    is "$file: each says why" "$(grep -c "corpus/$file: the source is changed: its SHA-256 is $(sha256sum <"$T/changed/$file" | cut -d' ' -f1)" "$T/out")" \
        "$(wc -l <"$T/want")"
    like "$file: the sum" "$(tail -1 "$T/out")" \
        "^$(($(rows "$T/left") - $(wc -l <"$T/want"))) of $(rows "$T/left") occ.* $(wc -l <"$T/want") failed; failures in 1 of "
done

# Sources that are gone, folders in their place, and links.
rm "$T/changed/alder-county/librarian.txt"
runs 'a source that is gone' 1 verify --sources "$T/changed" "$T/left"
like 'is said' "$(cat "$T/out")" 'librarian.txt: the source is not there'
mkdir "$T/changed/alder-county/librarian.txt"
runs 'a folder in its place' 1 verify --sources "$T/changed" "$T/left"
like 'is said, too' "$(cat "$T/out")" 'librarian.txt: the source cannot be read: not a regular file'
rmdir "$T/changed/alder-county/librarian.txt"
ln -s "$CORPUS/alder-county/librarian.txt" "$T/changed/alder-county/librarian.txt"
rm "$T/changed/tarnwick-transit/fare-systems-technician.html"
cp "$CORPUS/tarnwick-transit/fare-systems-technician.html" "$T/changed/fare.html"
ln -s ../fare.html "$T/changed/tarnwick-transit/fare-systems-technician.html"
runs 'links' 1 verify --sources "$T/changed" "$T/left"
like 'out of the folder: is not followed' "$(cat "$T/out")" \
    'librarian.txt: the source is a link that leads out of the folders given'
like 'within: is' "$(tail -1 "$T/out")" 'failures in 1 of'
runs 'a link into another folder that is given' 0 verify --sources "$T/changed" --sources "$CORPUS" "$T/left"

# House files are part of what is read.
mkdir -p "$T/housed/ferris"
cp "$CORPUS"/port-ferris/*.txt "$T/housed/ferris"
printf '[agency]\nname = City of Port Ferris\n[headings]\nClass Concept = ^\n' >"$T/housed/ferris/house.ini"
serve of_housed "$T/housed"
pack CJIS >"$T/house"
mkdir "$T/elsewhere"
cp -r "$T/housed" "$T/elsewhere/housed"
whole 'a house file' "$T/house" "$T/elsewhere/housed"
echo ';' >>"$T/elsewhere/housed/ferris/house.ini"
runs 'another house file' 1 verify --sources "$T/elsewhere/housed" "$T/house"
is 'all rows fail for it' "$(grep -c 'the house file is another one' "$T/out")" "$(rows "$T/house")"
echo 'nonsense' >>"$T/elsewhere/housed/ferris/house.ini"
runs 'a house file that is wrong' 2 verify --sources "$T/elsewhere/housed" "$T/house"
like 'is named' "$(cat "$T/err")" '^specindex: .*/house.ini: '

# A series: classes that share sections, and names that JSON and terminals do not like.
mkdir "$T/odd"
printf 'KEEPER\n\nClass Code: Q1\n\nDUTIES\n\n\tTends \342\200\234wombats\342\200\235 \360\237\246\230 and wombats.\n\nEDUCATION\n\nOf wombats.\n' \
    >"$T/odd/a\\b $(printf 'x\ty\377').txt"
cp "$T/odd/"* "$T/odd/second.txt"
printf '\nLast.\n' >>"$T/odd/second.txt"
serve of_odd "$T/odd"
pack wombats >"$T/wombats"
is 'three in each of two' "$(rows "$T/wombats")" 6
whole 'odd names, and a code twice' "$T/wombats" "$T/odd"

# The seeds.
if [ -d "$SHARED/seeds" ]; then
    serve of_seeds "$SHARED/seeds"
    pack CJIS >"$T/seeds"
    is 'two on the seeds' "$(rows "$T/seeds")" 2
    cp -r "$SHARED/seeds" "$T/seedlings"
    whole 'the seeds' "$T/seeds" "$T/seedlings"
else
    skip 'the seeds' 'they are not there'
fi

# Real documents, of every format; a common word has all of them.
if need_shared 'real documents'; then
    on_quick serve of_real
    folders=
    for folder in $QUICK; do [ -d "$SHARED/real/$folder" ] && folders="$folders $SHARED/real/$folder"; done
    pack license >"$T/real"
    whole 'real documents' "$T/real" $folders
    pack --sort right 'driver*' >"$T/real"
    whole 'real documents, by context' "$T/real" $folders
fi

# Packs that were edited.
CASES=${CASES:-$few} in_python "$TOP/tests/e2e/packs.py" "$BUILD/specindex" "$T/cjis" "$CORPUS" "$T"

# Many rows: more than one batch of them, in a few sources; and by context, from one source to the next.
mkdir "$T/long"
python3 - "$T/long" <<'END2'
import sys
for i in range(14):
    with open(f"{sys.argv[1]}/q{i:02}.txt", "w") as file:
        file.write(f"KEEPER {i}\n\nClass Code: Q{i:02}\n\nDUTIES\n\n")
        file.writelines(f"{'wombat' if n % 50 == 0 else 'quokka'} number {n} of {i}.\n" for n in range(5000))
END2
serve of_long "$T/long"
pack quokka >"$T/many"
pack --sort right wombat >"$T/many.right"
is 'many rows' "$(rows "$T/many") $(rows "$T/many.right")" '68600 1400'
for kind in many many.right; do
    whole "$kind" "$T/$kind" "$T/long"
done
echo >>"$T/long/q07.txt"
runs 'one of the sources is edited' 1 verify --sources "$T/long" "$T/many"
is 'its rows fail' "$(tail -1 "$T/out")" \
    '63700 of 68600 occurrences verified, 4900 failed; failures in 1 of 14 sources; the pack is whole'

# What cannot be done.
runs 'no sources' 2 verify "$T/cjis"
like 'are asked for' "$(cat "$T/err")" '--sources DIR'
runs 'no pack' 2 verify --sources "$CORPUS"
runs 'no such pack' 2 verify --sources "$CORPUS" "$T/nowhere"
runs 'a folder for a pack' 2 verify --sources "$CORPUS" "$CORPUS"
like 'is named' "$(cat "$T/err")" "^specindex: $CORPUS: "
runs 'no such folder' 2 verify --sources "$T/nowhere" "$T/cjis"
runs 'a file for a folder' 2 verify --sources "$T/cjis" "$T/cjis"
runs 'no jobs' 2 verify -j 0 --sources "$CORPUS" "$T/cjis"
if [ -w /dev/full ]; then
    verify --sources "$CORPUS" "$T/cjis" >/dev/full 2>"$T/err"
    is 'a full disk: exit status' $? 2
fi
done_testing
