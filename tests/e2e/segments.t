#!/bin/sh
# Segments over many builds: what is unchanged is shared with the generation before, what changes is
# written anew and no more than that, they stay few, and a reader of an old generation is not
# disturbed.
. "$(dirname "$0")/lib.sh"

build() { "$BUILD/specindex" build -i "$T/x" "$@"; }
current() { basename "$(readlink "$T/x/current")"; }
segments() { ls "$T/x/current/segments" | tr '\n' ' '; }

# manifest EXPRESSION: of `m`, the current generation's manifest, `s`, its sources by name, and
# `live`, the live sections of each of its segments.
manifest() {
    python3 -c '
import json, sys
m = json.load(open(sys.argv[1]))
s = {source["shown"]: source for source in m["sources"]}
live = [0] * len(m["segments"])
for source in m["sources"]:
    for c in source.get("classes", []):
        live[c["segment"]] += c["sections"]
v = eval(sys.argv[2])
print(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False))' \
        "$T/x/current/manifest.json" "$1"
}

# spec FILE CODE SECTIONS WORD: a specification with as many sections of duties that have the word.
# (What stands above the first heading is a section, too.)
spec() {
    {
        printf 'Keeper %s\n\nClass Code: %s\n\nFLSA Status: Exempt\n\n' "$2" "$2"
        for n in $(seq "$3"); do
            printf 'DUTIES %s\n\nFeeds every %s of the pond.\n\n' "$n" "$4"
        done
    } >"$1"
}
inodes() { stat -c %i "$T/x/generations/$1/segments/$2"/*; }
total() { get "/api/v1/search?q=$1" | json 'j["total"]["sections"]'; }
stop_daemons() {
    kill $daemons
    wait $daemons 2>/dev/null
    daemons=
}

mkdir -p "$T/src/pond"
cd "$T" || exit 1
for n in $(seq 40); do spec "src/pond/keeper-$n.txt" "K$n" 9 quokka; done

# Carrying over.
runs "the first build" 0 build src
is "makes one segment" "$(segments)" "000001-0 "
first=$(manifest "m['segments'][0]['sections']")
is "in which all live" "$(manifest live)" "[$first]"
inodes 000001 000001-0 >inodes
hashes=$(manifest "m['segments'][0]['sha256']")
spec src/pond/keeper-7.txt K7 3 numbat
of_one=$(specindex explain src/pond/keeper-7.txt | grep -c '"ordinal"')
runs "one is edited" 0 build src
is "a second segment comes" "$(segments)" "000001-0 000002-0 "
is "of what is in that one" "$(manifest "m['segments'][1]['sections']")" "$of_one"
is "the first is the same files" "$(inodes 000002 000001-0)" "$(cat inodes)"
is "and has the same hashes" "$(manifest "m['segments'][0]['sha256']")" "$hashes"
is "what was there is dead in it" "$(manifest "[live, m['segments'][0]['sections']]")" \
    "[[$((first - first / 40)), $of_one], $first]"
is "all that lives is counted" "$(manifest "m['sections'] == sum(live)")" true
ok "check" check "$T/x"
start_daemon "$T/x"
is "the new one is found" "$(total numbat)" 3
is "the old one is not" "$(total quokka)" $((39 * 9))
stop_daemons

# Deleting writes no segment.
rm src/pond/keeper-7.txt src/pond/keeper-8.txt
runs "two are deleted" 0 build src
is "a segment with nothing in it goes" "$(segments)" "000001-0 "
is "the other is shared" "$(inodes 000003 000001-0)" "$(cat inodes)"
is "what lives of it" "$(manifest live)" "[$((first - first / 20))]"
ok "check" check "$T/x"
specindex rollback -i "$T/x" >/dev/null
is "roll-back" "$(current) $(segments)" "000002 000001-0 000002-0 "
ok "check" check "$T/x"
specindex rollback -i "$T/x" 000003 >/dev/null

# A quarter is dead: what lives is copied.
rm src/pond/keeper-1.txt src/pond/keeper-2.txt src/pond/keeper-3.txt src/pond/keeper-4.txt \
    src/pond/keeper-5.txt src/pond/keeper-6.txt src/pond/keeper-9.txt
runs "nine of forty are gone" 0 build src
is "less than a quarter: nothing is copied" "$(segments)" "000001-0 "
rm src/pond/keeper-10.txt
runs "ten of forty are gone" 0 build src
is "the segment is written anew" "$(segments)" "000005-0 "
is "without what was dead" "$(manifest "[live, m['segments'][0]['sections']]")" \
    "[[$((first * 3 / 4))], $((first * 3 / 4))]"
is "and nothing was read" "$(tail -1 "$T/out" | grep -o '[0-9]* indexed, [0-9]* unchanged')" \
    "0 indexed, 30 unchanged"
ok "check" check "$T/x"
start_daemon "$T/x"
is "it answers as before" "$(total quokka)" $((30 * 9))
stop_daemons

# Many small builds.
most=0
sound=yes
for n in $(seq 60); do
    spec "src/pond/new-$n.txt" "N$n" 2 wombat
    [ $((n % 3)) = 0 ] && spec "src/pond/new-$((n / 2)).txt" "N$((n / 2))" 2 bandicoot
    build src >out 2>&1 || { cat out && sound=no; }
    now=$(ls "$T/x/current/segments" | wc -l)
    [ "$now" -gt $most ] && most=$now
done
is "sixty small builds" "$(current) $sound" "000065 yes"
ok "never make more than nine segments ($most)" test $most -le 9
ok "check" check "$T/x"
is "each class is there once" "$(manifest "len({c['id'] for x in m['sources'] for c in x['classes']})")" 90
start_daemon "$T/x"
bandicoots=$(grep -l bandicoot src/pond/* | wc -l)
is "the edited ones are found" "$(total bandicoot)" $((bandicoots * 2))
is "the others are" "$(total wombat)" $(((60 - bandicoots) * 2))
is "the first ones are" "$(total quokka)" $((30 * 9))
stop_daemons

# A reader that stalls: it holds its generation open through three builds.
old=$(current)
cat >stalled.py <<'END'
"""stalled.py INDEX: opens the current generation as a reader does and says which; then, for each
line, says what the files in it hash to now, and whether they are as its manifest says."""
import fcntl, hashlib, json, os, sys
directory = os.open(sys.argv[1] + '/current', os.O_RDONLY)
fcntl.flock(directory, fcntl.LOCK_SH)
path = os.readlink(f'/proc/self/fd/{directory}')
print(os.path.basename(path), flush=True)
for line in sys.stdin:
    with open('manifest.json', opener=lambda p, f: os.open(p, f, dir_fd=directory)) as f:
        m = json.load(f)
    wrong = []
    for segment in m['segments']:
        for name, sha256 in segment['sha256'].items():
            with open(f'{path}/segments/{segment["name"]}/{name}', 'rb') as f:
                if hashlib.sha256(f.read()).hexdigest() != sha256:
                    wrong.append(f'{segment["name"]}/{name}')
    print('as it was' if not wrong else wrong, flush=True)
END
mkfifo ask answer
python3 stalled.py "$T/x" <ask >answer &
reader=$! # it ends when nobody asks any more
exec 8>ask 9<answer
read -r held <&9
is "a reader holds the current generation" "$held" "$old"
for n in 1 2 3; do
    for k in 1 2 3 4 5 6 7 8 9 10 11; do spec "src/pond/new-$k.txt" "N$k" 2 "dunnart$n"; done
    build src >out 2>&1 || cat out
done
is "three builds later" "$(ls "$T/x/generations" | tr '\n' ' ')" "$old 000067 000068 "
echo >&8
read -r state <&9
is "its files are as they were" "$state" "as it was"
rm -rf alone
mkdir -p alone/generations
cp -a "$T/x/generations/$old" alone/generations
ln -s "generations/$old" alone/current
ok "and whole" check "$T/alone"
start_daemon "$T/alone"
is "it answers as it did: what was there" "$(total bandicoot)" $((bandicoots * 2))
is "and what came later" "$(total dunnart3)" 0
stop_daemons
exec 8>&- 9<&-
wait $reader
spec src/pond/new-1.txt N1 2 dunnart4
build src >out 2>&1 || cat out
is "it lets go, and the next build removes it" "$(ls "$T/x/generations" | tr '\n' ' ')" \
    "000068 000069 "
ok "what the others share with it is whole" check "$T/x"

# Processes do not matter.
for n in $(seq 300); do spec "src/pond/more-$n.txt" "M$n" 4 "potoroo of pond $n, a"; done
for jobs in 1 2 4; do
    runs "a build with -j $jobs" 0 specindex build -j $jobs -i "$T/j$jobs" src
    # A Xapian database has an identity of its own.
    sed 's/"built_at": .*//; s/"sections": "[0-9a-f]*"//' "j$jobs/current/manifest.json" >"j$jobs.json"
done
is "many sources are written to four segments" "$(ls j1/current/segments | wc -l)" 4
ok "by two processes as by one" cmp j1.json j2.json
ok "or by four" cmp j1.json j4.json
ok "check" check "$T/j4"
runs "a build of a folder in it, so that all have another name" 0 specindex build -i "$T/j4" src/pond
is "reads them in four lanes, too" "$(ls j4/current/segments | tr '\n' ' ')" \
    "000002-0 000002-1 000002-2 000002-3 "
ok "check" check "$T/j4"
done_testing
