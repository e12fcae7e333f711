#!/bin/sh
# House files: what they change in what is read, which folders they hold for, what a build does when
# one changes, comes, goes or is wrong; and that the number of workers changes nothing.
. "$(dirname "$0")/lib.sh"

build() { "$BUILD/specindex" build -i "$T/x" "$@"; }
explain() { specindex explain "$1" | json "$2"; }
counted() { grep '^generation' "$T/out" | sed 's/.* files: //'; }
manifest() {
    python3 -c '
import json, sys
m = json.load(open(sys.argv[1]))
s = {source["shown"]: source for source in m["sources"]}
v = eval(sys.argv[2])
print(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False))' \
        "$T/x/current/manifest.json" "$1"
}

# Two agencies; one of them has divisions.
mkdir -p "$T/src/fern/parks/ponds" "$T/src/moss"
spec() {
    printf '%s\n\nClass Code: %s\nFLSA: %s\n\n%s\n\nLikes ducks and quokkas.\n\n%s\n\nFeeds them.\n' \
        "$1" "$2" "$3" "THE IDEAL CANDIDATE" "DUTIES"
}
spec 'Pond Keeper' 101 Y >"$T/src/fern/parks/ponds/keeper.txt"
spec 'Park Clerk' 102 N >"$T/src/fern/parks/clerk.txt"
spec 'Moss Keeper' 201 Y >"$T/src/moss/keeper.txt"
cd "$T" || exit 1

runs "without a house file" 0 build src
kind='[s["kinds"][0] for s in j["sections"] if (s["heading"] or "").startswith("THE IDEAL")]'
pond=src/fern/parks/ponds/keeper.txt
is "the agency is the folder" "$(explain $pond 'j["agency"]')" ponds
is "there is no house" "$(explain $pond 'j["house"]')" null
is "a code is shown as it stands" "$(explain $pond 'j["fields"]["flsa"]["status"]')" "Y (unmapped)"
is "and has no meaning" "$(explain $pond '"meaning" in j["fields"]["flsa"]')" false
is "the heading is of no known kind" "$(explain $pond "$kind")" '["other"]'

# One for all of fern.
cat >src/fern/house.ini <<'END'
[agency]
name = Town of Fern
[headings]
The Ideal Candidate = summary
[codes]
flsa.Y = Exempt
flsa.N = Nonexempt
END
runs "a house file comes" 0 build -v src
is "its sources are read again, the others are not" "$(counted)" \
    "2 indexed, 1 unchanged, 0 duplicate, 0 skipped; 0 removed"
is "it is no source" "$(manifest "[x['shown'] for x in m['sources'] if 'ini' in x['shown']]")" "[]"
is "the agency is the name that it gives" "$(explain $pond 'j["agency"]')" "Town of Fern"
is "explain names it" "$(explain $pond 'j["house"]')" "$(realpath src/fern/house.ini)"
is "from another folder too" "$(cd src/fern/parks/ponds && explain keeper.txt 'j["agency"]')" \
    "Town of Fern"
is "and upwards" "$(cd src/moss && explain ../fern/parks/clerk.txt 'j["agency"]')" "Town of Fern"
is "its heading is known" "$(explain $pond "$kind")" '["summary"]'
is "its code has a meaning" "$(explain $pond '[j["fields"]["flsa"][k] for k in ("value", "meaning", "status")]')" \
    '["Y", "Exempt", "exempt"]'
is "the other agency is as it was" \
    "$(explain src/moss/keeper.txt '[j["agency"], j["fields"]["flsa"]["status"]]')" \
    '["moss", "Y (unmapped)"]'
is "ids are made of the agency's name" \
    "$(manifest "sorted(c['id'] for x in m['sources'] for c in x['classes'])")" \
    '["moss/201", "town-of-fern/101", "town-of-fern/102"]'
is "the manifest has its hash" \
    "$(manifest "s['src/fern/parks/clerk.txt']['house_sha256']")" \
    "$(sha256sum <src/fern/house.ini | cut -d ' ' -f 1)"
ok "and none where there is none" manifest "'house_sha256' not in s['src/moss/keeper.txt'] or 1 / 0"
start_daemon "$T/x"
is "the agency is a facet" "$(get '/api/v1/search?q=quokkas' |
    json 'sorted([v["value"], v["classes"]] for v in j["facets"]["agency"])')" \
    '[["Town of Fern", 2], ["moss", 1]]'
is "so is the status" "$(get '/api/v1/search?q=quokkas' |
    json 'sorted([v["value"], v["classes"]] for v in j["facets"]["flsa"])')" \
    '[["Y (unmapped)", 1], ["exempt", 1], ["nonexempt", 1]]'

# One worker reads the files of fern, then that of moss, which has no house.
runs "one worker for all" 0 specindex build -j 1 -i "$T/one" src
start_daemon "$T/one"
is "keeps them apart" "$(get '/api/v1/search?q=quokkas' |
    json 'sorted([v["value"], v["classes"]] for v in j["facets"]["flsa"])')" \
    '[["Y (unmapped)", 1], ["exempt", 1], ["nonexempt", 1]]'

runs "the same again" 0 build src
like "nothing changed" "$(cat "$T/out")" '^nothing changed'
echo '; a remark' >>src/fern/house.ini
runs "the house file changes" 0 build src
is "its sources are read again" "$(counted)" \
    "2 indexed, 1 unchanged, 0 duplicate, 0 skipped; 0 removed"

runs "explain of a house file" 2 specindex explain src/fern/house.ini
like "says what it is" "$(cat "$T/err")" 'house.ini: settings, not a specification$'
runs "a build of a house file" 2 specindex build -i "$T/none" src/fern/house.ini

# A nearer one holds alone; one without a name gives the folder's.
printf '[codes]\nflsa.Y = Nonexempt\n' >src/fern/parks/ponds/house.ini
runs "a nearer house file" 0 build src
is "only what is below it is read again" "$(counted)" \
    "1 indexed, 2 unchanged, 0 duplicate, 0 skipped; 0 removed"
is "it holds alone" "$(explain $pond "[j['agency'], j['fields']['flsa']['status'], $kind[0]]")" \
    '["ponds", "nonexempt", "other"]'
mv src/fern/parks/ponds/house.ini src/fern/parks/house.ini
runs "it moves up" 0 build src
is "what it holds for is read again" "$(counted)" \
    "2 indexed, 1 unchanged, 0 duplicate, 0 skipped; 0 removed"
is "the agency is the folder that holds it" "$(explain $pond 'j["agency"]')" parks
rm src/fern/parks/house.ini
runs "it goes" 0 build src
is "the one above holds again" "$(explain $pond 'j["agency"]')" "Town of Fern"

# A part of the tree is read as in the whole.
runs "a build of a folder below" 0 specindex build -i "$T/part" src/fern/parks/ponds
is "has the agency of the house file above" \
    "$(json 'j["sources"][0]["classes"][0]["id"]' <"$T/part/current/manifest.json")" \
    town-of-fern/101

# A house file that is wrong stops the build: nothing of an agency is lost for a slip of the pen.
before=$(readlink "$T/x/current")
house=$(realpath src/fern)/house.ini
sed 's/headings/headigs/' src/fern/house.ini >wrong && cp wrong src/fern/house.ini
runs "a wrong house file" 2 build src
is "is named, with the line and what to write" "$(cat "$T/err")" \
    "specindex: $house: line 3: unknown section [headigs]; use [agency], [headings] or [codes]; nothing was published"
is "nothing was published" "$(readlink "$T/x/current") $(ls "$T/x/generations" | grep -c new)" "$before 0"
runs "explain says the same" 2 specindex explain $pond
like "in one line" "$(cat "$T/err")" "^specindex: $house: line 3: unknown section"
is "the other agency can be explained" "$(explain src/moss/keeper.txt 'j["agency"]')" moss
rm src/fern/house.ini
mkdir src/fern/house.ini
runs "a folder of that name" 2 build src
like "is no house file" "$(cat "$T/err")" "$house: not a regular file"
rmdir src/fern/house.ini

# Workers.
for n in 1 2 5; do
    runs "with $n workers" 0 specindex build -j $n -i "$T/j$n" "$CORPUS"
    # A Xapian database has an identity of its own.
    sed 's/"built_at": .*//; s/"sections": "[0-9a-f]*"//' "$T/j$n/current/manifest.json" >"$T/j$n.json"
done
ok "one worker or two: the same manifest, docids and hashes of files" cmp "$T/j1.json" "$T/j2.json"
ok "or five" cmp "$T/j1.json" "$T/j5.json"
runs "no workers" 2 specindex build -j 0 -i "$T/j0" "$CORPUS"
like "how many there may be" "$(cat "$T/err")" 'from 1 to'
mkdir large
truncate -s 1G large/sparse.txt
spec Clerk 1 Y >large/clerk.txt
runs "a sparse file of 1 GB" 3 build large
like "is skipped at once" "$(cat "$T/out")" '^skipped    large/sparse.txt: larger than 32 MB$'
case $BUILD in
*asan | *tsan) skip "a file that takes too much memory" "a sanitizer has no memory limit" ;;
*)
    python3 -c 'print("Clerk\n\nDuties\n\n" + "x\n" * 15500000)' >large/lines.txt
    runs "a file that takes too much memory" 3 build large
    like "is skipped" "$(cat "$T/out")" '^skipped    large/lines.txt: needs more than 192 MB to read$'
    ;;
esac
is "what is beside it is indexed" "$(manifest "[x['classes'][0]['id'] for x in m['sources'] if x.get('classes')]")" \
    '["large/1"]'
done_testing
