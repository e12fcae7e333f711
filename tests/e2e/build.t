#!/bin/sh
# The life of an index: what a build publishes, carries over, removes and says, one generation
# after the other; and that it then answers as an index made from nothing does.
. "$(dirname "$0")/lib.sh"

build() { "$BUILD/specindex" build -i "$T/x" "$@"; }
current() { basename "$(readlink "$T/x/current")"; }
generations() { ls "$T/x/generations" | tr '\n' ' '; }
last() { tail -1 "$T/out"; }

# manifest EXPRESSION: of `m`, the current generation's manifest, and `s`, its sources by name.
manifest() {
    python3 -c '
import json, sys
m = json.load(open(sys.argv[1]))
s = {source["shown"]: source for source in m["sources"]}
v = eval(sys.argv[2])
print(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False))' \
        "$T/x/current/manifest.json" "$1"
}

# counts INDEXED UNCHANGED DUPLICATE SKIPPED REMOVED: what the ledger's last line says.
counts() {
    echo "$1 indexed, $2 unchanged, $3 duplicate, $4 skipped; $5 removed"
}
counted() { grep '^generation' "$T/out" | sed 's/.* files: //'; }

# changes: sources of the current generation whose hash, state's meaning or class is not that of the
# one saved by remember, and sources that went.
remember() { cp "$T/x/current/manifest.json" "$T/before.json"; }
changes() {
    python3 - "$T/before.json" "$T/x/current/manifest.json" <<'END'
import json, sys
before, after = ({s['shown']: (s['sha256'], [c['id'] for c in s.get('classes', [])], s['state'] in ('indexed', 'unchanged'))
                  for s in json.load(open(path))['sources']} for path in sys.argv[1:])
print(' '.join([f'-{name}' for name in sorted(before) if name not in after] +
               [f'+{name}' for name in sorted(after) if name not in before] +
               [f'*{name}' for name in sorted(after) if name in before
                and before[name] != after[name]]))
END
}

# same_answers URL URL: both daemons answer alike, but for the name of the generation.
cat >"$T/compare.py" <<'END'
import json, sys, urllib.parse, urllib.request

QUERIES = ['', 'CJIS clearance', '"matrix manages"', 'supervises', 'driver license',
           'project manager', '"by position"', 'the', 'zyzzyva', 'fingerprint OR polygraph',
           'budget -vendor', 'accountant', 'emergency proclaims', 'capybara',
           '"years of experience"', 'librarian bookmobile van']
FILTERS = ['', '&section=licensure', '&agency=alder-county', '&flsa=exempt&section=duties',
           '&grade=22']

def get(url, path):
    with urllib.request.urlopen(url + path, timeout=60) as answer:
        return json.load(answer)

def answers(url, query, filters):
    """All pages of an answer: hits as a set, counts."""
    hits, page, pages = set(), 1, 1
    while page <= pages:
        path = f'/api/v1/search?q={urllib.parse.quote(query)}{filters}&per_page=100&page={page}'
        try:
            j = get(url, path)
        except urllib.error.HTTPError as error:
            return error.code
        pages, page = j['pages'], page + 1
        for h in j['hits']:
            hits.add(json.dumps([h['class'], h['section'], h['snippet'], round(h['score'], 6)],
                                sort_keys=True))
    facets = {name: sorted((v['value'], v['sections'], v['classes']) for v in values)
              for name, values in j['facets'].items()}
    return {'hits': sorted(hits), 'total': j['total'], 'facets': facets,
            'relaxed': j['query']['relaxed'], 'count': len(hits)}

one, other = sys.argv[1:]
found = 0
for query in QUERIES:
    for filters in FILTERS:
        a, b = answers(one, query, filters), answers(other, query, filters)
        if a != b:
            sys.exit(f'{query!r} {filters}: {str(a)[:600]}\n{str(b)[:600]}')
        if isinstance(a, dict):
            if a['count'] != a['total']['sections']:
                sys.exit(f"{query!r} {filters}: {a['count']} hits, total {a['total']}")
            found += a['count'] > 0
if found < len(QUERIES) * 2:
    sys.exit(f'only {found} queries found something')
classes = {json.loads(h)[0]['id'] for h in answers(one, '', '')['hits']}
for name in classes:
    a, b = (get(url, '/api/v1/classes/' + urllib.parse.quote(name)) for url in (one, other))
    del a['generation'], b['generation']
    if a != b:
        sys.exit(f'class {name}: {str(a)[:600]}\n{str(b)[:600]}')
END

# compare NAME: an index made from nothing of the same paths answers as the one that grew.
compare() {
    what=$1
    shift
    rm -rf "$T/full"
    "$BUILD/specindex" build -i "$T/full" "$@" >"$T/full.out" 2>&1
    start_daemon "$T/x"
    grown=$URL
    start_daemon "$T/full"
    ok "$what: answers as a full build does" python3 "$T/compare.py" "$grown" "$URL"
    kill $daemons
    wait $daemons 2>/dev/null
    daemons=
}

# has CODE: a class of the corpus is in the manifest.
has() { manifest "any(c['id'] == '$1' for x in m['sources'] for c in x.get('classes', []))"; }

cp -r "$CORPUS" "$T/corpus"
chmod -R u+w "$T/corpus"
cd "$T" || exit 1
A=corpus/alder-county

# The first build.
runs "the first build" 0 build corpus
[ -e "$T/x/current" ] || done_testing # nothing to go on with
is "one line of ledger, as all went well" "$(wc -l <"$T/out")" 1
is "nothing on standard error" "$(cat "$T/err")" ""
like "counts" "$(last)" '^generation 000001: 54 classes, [0-9]+ sections; 54 files: '
is "all indexed" "$(counted)" "$(counts 54 0 0 0 0)"
is "current" "$(readlink "$T/x/current")" generations/000001
is "a generation's parts" "$(ls "$T/x/current/" | tr '\n' ' ')" "manifest.json segments "
is "a small build makes one segment" "$(ls "$T/x/current/segments")" 000001-0
is "a segment's parts" "$(ls "$T/x/current/segments/000001-0" | tr '\n' ' ')" \
    "columns records requirements sections tokens vocabulary "
is "the manifest has their hashes" \
    "$(manifest "'\n'.join(hash for name, hash in sorted(m['segments'][0]['sha256'].items()))")" \
    "$(sha256sum "$T"/x/current/segments/000001-0/* | cut -d ' ' -f 1)"
is "nothing else is left" "$(ls "$T/x" | tr '\n' ' ')" "current generations lock "
ok "check" check "$T/x"
sections=0
for file in "$CORPUS"/*/*; do
    sections=$((sections + $(specindex explain "$file" | grep -c '"ordinal"')))
done
is "as many sections as explain reads" "$(manifest "m['sections']")" "$sections"
is "sources: all files but settings, in order of path" \
    "$(manifest "'\n'.join(x['path'] for x in m['sources'])")" \
    "$(find "$(realpath "$T/corpus")" -type f ! -name '*.ini' | sort)"
is "sources: their hashes" "$(manifest "'\n'.join(x['sha256'] for x in m['sources'])")" \
    "$(find "$T/corpus" -type f ! -name '*.ini' | sort | xargs sha256sum | cut -d ' ' -f 1)"
is "sources: an id for each, of agency and class code" \
    "$(manifest "sorted(x['classes'][0]['id'] for x in m['sources'] if 'accountant-i.' in x['path'])")" \
    '["alder-county/3110", "brackwater-district/21410", "port-ferris/pf3110"]'

# Nothing changed.
ls -lRi --time-style=full-iso "$T/x/generations" >"$T/listing"
runs "a second build" 0 build corpus
is "all unchanged" "$(counted)" "$(counts 0 54 0 0 0)"
like "it says that nothing was made" "$(last)" '^nothing changed; no new generation'
is "nothing is published" "$(current) $(generations)" "000001 000001 "
is "nothing is touched" "$(ls -lRi --time-style=full-iso "$T/x/generations")" \
    "$(cat "$T/listing")"
touch "$A/librarian.txt"
cp "$A/librarian.txt" copy && mv copy "$A/librarian.txt"
runs "new times and inodes" 0 build corpus
is "are no change" "$(current)" 000001
runs "with -v" 0 build -v corpus
is "a line for each file" "$(grep -c '^unchanged  corpus/' "$T/out")" 54

# One edited, one deleted.
remember
sed -i 's/Conducting a reference interview/Conducting a capybara interview/' "$A/librarian.txt"
rm "$A/systems-analyst-ii.txt"
runs "one edited, one deleted" 0 build -v corpus
is "the ledger: one indexed, one removed" "$(counted)" "$(counts 1 52 0 0 1)"
is "the ledger: which" "$(grep '^indexed' "$T/out")" \
    "indexed    corpus/alder-county/librarian.txt: alder-county/7130"
is "the manifest: exactly these" "$(changes)" \
    "-corpus/alder-county/systems-analyst-ii.txt *corpus/alder-county/librarian.txt"
is "the next generation" "$(current)" 000002
is "its parent" "$(manifest "m['parent']")" 000001
ok "check" check "$T/x"
start_daemon "$T/x"
is "the edit is found" "$(get '/api/v1/search?q=capybara' |
    json '[h["class"]["id"] for h in j["hits"]]')" '["alder-county/7130"]'
is "what stood there is not" \
    "$(get '/api/v1/search?q=%22a+reference+interview%22&agency=alder-county' |
        json 'j["total"]["sections"]')" 0
is "the deleted class is gone" "$(code /api/v1/classes/alder-county/2141)" 404
is "its neighbour is there" "$(code /api/v1/classes/alder-county/2142)" 200

# One added, one renamed, the last one of all deleted.
remember
sed 's/7130/7131/; s/^LIBRARIAN/ARCHIVIST/' "$A/librarian.txt" >"$A/archivist.txt"
mv "$A/accountant-i.txt" "$A/bookkeeper.txt"
rm corpus/port-ferris/streets-maintenance-worker.txt
runs "one added, one renamed, the last deleted" 0 build corpus
is "they are what changes" "$(changes)" "$(echo -corpus/alder-county/accountant-i.txt \
    -corpus/port-ferris/streets-maintenance-worker.txt +corpus/alder-county/archivist.txt \
    +corpus/alder-county/bookkeeper.txt)"
is "the renamed one keeps its id" "$(manifest "s['$A/bookkeeper.txt']['classes'][0]['id']")" alder-county/3110
ok "check" check "$T/x"
is "two generations are kept" "$(generations)" "000002 000003 "
compare "added, renamed, deleted" corpus

# The same bytes twice.
remember
cp "$A/archivist.txt" "$A/zz-copy.txt"
cp "$A/archivist.txt" corpus/meridia-state/copy.txt
runs "two copies of a file" 0 build corpus
is "are listed" "$(grep '^duplicate' "$T/out")" \
    "duplicate  corpus/alder-county/zz-copy.txt: the same bytes as corpus/alder-county/archivist.txt
duplicate  corpus/meridia-state/copy.txt: the same bytes as corpus/alder-county/archivist.txt"
is "and counted" "$(counted)" "$(counts 0 53 2 0 0)"
is "and no classes" "$(manifest "m['classes']")" 53
runs "again" 0 build corpus
is "no change" "$(current)" 000004
rm "$A/archivist.txt"
runs "the first of three goes" 0 build -v corpus
is "the next takes over" "$(manifest "s['$A/zz-copy.txt']['classes'][0]['id']")" alder-county/7131
like "the third is a copy of that" "$(cat "$T/out")" \
    '^duplicate  corpus/meridia-state/copy.txt: the same bytes as corpus/alder-county/zz-copy.txt$'
is "the ledger" "$(counted)" "$(counts 1 52 1 0 1)"
rm "$A/zz-copy.txt"
runs "the second goes" 0 build corpus
is "the third is a class of its own agency" \
    "$(manifest "s['corpus/meridia-state/copy.txt']['classes'][0]['id']")" meridia-state/7131
compare "copies" corpus

# One class code in two files.
sed 's/^LIBRARIAN/LIBRARIAN SUBSTITUTE/' "$A/librarian.txt" >"$A/m-second.txt"
runs "a class code that is taken" 0 build corpus
is "gets ~2" "$(manifest "s['$A/m-second.txt']['classes'][0]['id']")" alder-county/7130~2
like "and a line in the ledger" "$(cat "$T/out")" \
    '^indexed .*m-second.txt: alder-county/7130~2, as there is already a alder-county/7130$'
sed 's/^LIBRARIAN/LIBRARIAN ON CALL/' "$A/librarian.txt" >"$A/b-first.txt"
runs "another that comes first" 0 build corpus
is "has the id, the others move on" \
    "$(manifest "[s['$A/' + n]['classes'][0]['id'][13:] for n in ('b-first.txt', 'librarian.txt', \
'm-second.txt')]")" '["7130", "7130~2", "7130~3"]'
ok "check" check "$T/x"
compare "one class code in three files" corpus
rm "$A/b-first.txt" "$A/librarian.txt"
runs "two of the three go" 0 build corpus
is "the last one has the id" "$(manifest "s['$A/m-second.txt']['classes'][0]['id']")" alder-county/7130
is "and no other" "$(has alder-county/7130~2) $(has alder-county/7130~3)" "false false"
ok "check" check "$T/x"
start_daemon "$T/x"
is "of what was ~2 nothing is served" "$(code /api/v1/classes/alder-county/7130~2)" 404
is "the id is served" "$(get /api/v1/classes/alder-county/7130 | json 'j["class"]["title"]')" \
    "LIBRARIAN SUBSTITUTE"

# Codes that change hands.
sed -i 's/^Class Code: .*/Class Code: 5224/' "$A/road-maintenance-worker.txt"
sed -i 's/^Class Code: .*/Class Code: 5210/' "$A/heavy-equipment-operator.txt"
runs "two files exchange their codes" 0 build corpus
is "and their ids" "$(manifest "[s['$A/' + n]['classes'][0]['id'] for n in ('road-maintenance-worker.txt', \
'heavy-equipment-operator.txt')]")" '["alder-county/5224", "alder-county/5210"]'
compare "codes exchanged" corpus

# A file that can be read no more.
remember
cp "$A/human-resources-analyst.txt" keep
: >"$A/human-resources-analyst.txt"
runs "a file becomes empty" 3 build corpus
is "it is skipped" "$(grep '^skipped' "$T/out")" \
    "skipped    corpus/alder-county/human-resources-analyst.txt: empty: there is no text in it"
is "its class goes, no other" "$(has alder-county/1255) $(changes)" \
    "false *corpus/alder-county/human-resources-analyst.txt"
ok "check" check "$T/x"
runs "again" 3 build corpus
like "nothing changed" "$(last)" '^nothing changed'
like "it is still said" "$(cat "$T/out")" '^skipped .*human-resources-analyst.txt: empty'
mv keep "$A/human-resources-analyst.txt"
runs "it is there again" 0 build corpus
is "and so is its class" "$(has alder-county/1255)" true
mv "$A/human-resources-analyst.txt" keep
ln -s nowhere "$A/human-resources-analyst.txt"
runs "it becomes a link that leads nowhere" 3 build corpus
is "and is gone" "$(has alder-county/1255)" false
rm "$A/human-resources-analyst.txt"
mv keep "$A/human-resources-analyst.txt"
if [ "$(id -u)" != 0 ]; then
    chmod 000 "$A/human-resources-analyst.txt"
    runs "it may not be read" 3 build corpus
    chmod 644 "$A/human-resources-analyst.txt"
fi
runs "and is back" 0 build corpus
is "with all" "$(has alder-county/1255) $(counted)" "true $(counts 1 52 0 0 0)"
compare "gone and back" corpus

# A folder behind a link is an agency by the name of the link, wherever that leads.
mkdir -p agencies/first agencies/second linked
cp "$A/m-second.txt" agencies/first/clerk.txt
cp "$A/m-second.txt" agencies/second/clerk.txt
ln -s ../agencies/first linked/now
rm -rf "$T/x"
runs "a folder behind a link" 0 build linked
is "the agency has the link's name" "$(manifest "m['sources'][0]['classes'][0]['id']")" now/7130
ln -sfn ../agencies/second linked/now
runs "the link leads elsewhere, to the same bytes" 0 build linked
like "nothing changed by that" "$(last)" '^nothing changed'
echo 'The capybara clause.' >>agencies/second/clerk.txt
runs "what it leads to is edited" 0 build linked
is "it is read again" "$(counted)" "$(counts 1 0 0 0 0)"

# Roll-back.
rm -rf "$T/x" corpus/meridia-state/copy.txt
build corpus/port-ferris >/dev/null
runs "a roll-back of the first generation" 2 specindex rollback -i "$T/x"
like "is refused" "$(cat "$T/err")" "^specindex: $T/x: there is no generation before 000001"
build corpus/port-ferris corpus/meridia-state >/dev/null
start_daemon "$T/x"
serves() { get '/api/v1/search?q=' | grep -q "\"generation\":\"$1\""; }
ok "the daemon serves the newest" serves 000002
runs "roll-back" 0 specindex rollback -i "$T/x"
like "says what is current" "$(cat "$T/out")" '^generation 000001, .*is current: 11 classes'
is "and makes it so" "$(readlink "$T/x/current")" generations/000001
ok "check" check "$T/x"
ok "the daemon serves it" wait_until 20 serves 000001
is "with its classes" "$(get '/api/v1/search?q=' | json 'j["total"]["classes"]')" 11
runs "roll-back to a generation by name" 0 specindex rollback -i "$T/x" 000002
is "is forward, too" "$(current)" 000002
ok "the daemon serves that" wait_until 20 serves 000002
for name in 000009 7 ../000001 new-1 '' 000001x; do
    runs "roll-back to '$name'" 2 specindex rollback -i "$T/x" "$name"
    is "is refused in one line" "$(wc -l <"$T/err") $(current)" "1 000002"
done
cp "$T/x/generations/000001/manifest.json" kept.json
sed -i 's/"schema": [0-9]*/"schema": 99999/' "$T/x/generations/000001/manifest.json"
runs "roll-back to a generation of another program" 2 specindex rollback -i "$T/x"
like "is refused" "$(cat "$T/err") $(current)" '^specindex: .* index schema 99999, .* 000002$'
cp kept.json "$T/x/generations/000001/manifest.json"
mv "$T/x/generations/000001/segments/000001-0/tokens" tokens
runs "roll-back to one that lacks a file" 2 specindex rollback -i "$T/x"
like "is refused" "$(cat "$T/err") $(current)" '^specindex: .*/000001-0/tokens: .* 000002$'
mv tokens "$T/x/generations/000001/segments/000001-0/tokens"
specindex rollback -i "$T/x" >/dev/null
runs "a build on an older generation" 0 build corpus/port-ferris corpus/meridia-state
is "makes a newer one" "$(current) $(manifest "m['parent']")" "000003 000001"
is "of what it lacked" "$(counted)" "$(counts 12 11 0 0 0)"
ok "check" check "$T/x"
ok "the daemon serves the newer one" wait_until 20 serves 000003
runs "roll-back to what it was built on" 0 specindex rollback -i "$T/x"
is "and not to the one before by number" "$(current)" 000001
specindex rollback -i "$T/x" 000003 >/dev/null
for n in 4 5 6; do
    printf '\nEdit %s\n' $n >>corpus/port-ferris/librarian.txt
    build corpus/port-ferris corpus/meridia-state >/dev/null
    wait_until 20 serves "00000$n" || echo "# generation $n is not served"
done
is "the two newest are kept" "$(generations)" "000005 000006 "
specindex rollback -i "$T/x" >/dev/null
runs "roll-back to one that was removed" 2 specindex rollback -i "$T/x"
is "leaves all as it is" "$(current)" 000005
ok "check" check "$T/x"
specindex rollback -i "$T/x" 000006 >/dev/null

# Two writers. (A FIFO that is open for both sides never keeps a writer waiting.)
mkfifo go
exec 8<>go
sh -c 'exec 9<>"$1/lock" && flock 9 && echo $$ >"$1/lock" && : >"$2/held" &&
    read -r line <"$2/go"' sh "$T/x" "$T" &
holder=$!
daemons="$daemons $holder"
wait_until 10 test -e held
printf '\nTwo writers\n' >>corpus/port-ferris/librarian.txt
runs "a second writer" 2 build corpus/port-ferris
like "is told of the first" "$(cat "$T/err")" "^specindex: $T/x: .*process $holder\b"
is "in one line" "$(wc -l <"$T/err") $(wc -c <"$T/out")" "1 0"
runs "roll-back is a writer" 2 specindex rollback -i "$T/x"
like "and is told, too" "$(cat "$T/err")" "process $holder\b"
is "nothing happened" "$(current) $(generations)" "000006 000005 000006 "
ok "readers do not care" check "$T/x"
echo >&8
wait $holder
daemons=${daemons%" $holder"}
runs "the lock is free again" 0 build corpus/port-ferris
"$BUILD/specindex" build -i "$T/w" corpus >"$T/first.out" 2>&1 &
writer=$!
working() { ls "$T/w/generations/" | grep -q '^new-'; }
wait_until 20 working && kill -STOP $writer
runs "a second build while one is under way" 2 "$BUILD/specindex" build -i "$T/w" corpus
like "names its process" "$(cat "$T/err")" "process $writer\b"
ok "and leaves its work alone" working
kill -CONT $writer
wait $writer
is "the first one finishes" "$? $(readlink "$T/w/current")" "0 generations/000001"
ok "the index of the two writers is whole" check "$T/w"

# A generation that does not fit is refused, and the next build repairs it.
rm -rf "$T/x" "$T/w"
build corpus/port-ferris >/dev/null
cp -a "$T/x" good
refuses_daemon() {
    timeout 10 "$BUILD/specsearchd" -i "$T/x" --listen 127.0.0.1:0 >"$T/out" 2>"$T/err"
    [ $? = 2 ] && grep "^specsearchd: .*$1" "$T/err" && [ ! -s "$T/out" ]
}
# broken NAME: the current generation of $T/x was tampered with; $T/x is good again afterwards.
broken() {
    runs "$1: check" 2 check "$T/x"
    like "$1: check says what to do" "$(cat "$T/err")" '^specindex: .*rebuild the index with specindex build --full$'
    ok "$1: the daemon refuses, and says what to do" refuses_daemon 'rebuild the index with specindex build --full$'
    runs "$1: the next build" 0 build corpus/port-ferris
    like "$1: says why it reads all again" "$(cat "$T/err")" \
        '^specindex: everything is read again, .*: .*rebuild the index'
    is "$1: publishes" "$(current)" 000002
    ok "$1: and repairs" check "$T/x"
    start_daemon "$T/x"
    is "$1: the daemon serves it" "$(get '/api/v1/search?q=' | json 'j["total"]["classes"]')" 11
    rm -rf "$T/x"
    cp -a good "$T/x"
}
M=$T/x/generations/000001/manifest.json
S=$T/x/generations/000001/segments/000001-0
C=$S/columns
sed -i 's/"schema": [0-9]*/"schema": 99999/' "$M"
broken "another schema"
sed -i 's/"stemmer": "[^"]*"/"stemmer": "0123456789abcdef"/' "$M"
broken "another stemmer"
truncate -s -1 "$C"
broken "columns cut off"
printf x >>"$C"
broken "columns too long"
: >"$C"
broken "columns empty"
python3 - "$C" <<'END'
import sys
with open(sys.argv[1], 'r+b') as f:
    bytes = bytearray(f.read())
    at = bytes.rindex(b'port-ferris')
    bytes[at:at + 4] = b'fort'
    f.seek(0)
    f.write(bytes)
END
broken "columns edited"
truncate -s 100 "$S/vocabulary"
broken "vocabulary cut off"
truncate -s 100 "$S/tokens"
broken "tokens cut off"
truncate -s -4 "$S/requirements"
broken "requirements cut off"
truncate -s 100 "$S/records"
broken "records cut off"
sed -i 's/"first_docid": 1,/"first_docid": 2,/' "$M"
broken "a class that begins elsewhere"
sed -i 's/^ "sections": [0-9]*/ "sections": 5/' "$M"
broken "a manifest that does not fit"
head -c 1000 "$M" >cut && cp cut "$M"
broken "a manifest cut off"
rm "$S/sections"
runs "sections missing: check" 2 check "$T/x"
ok "sections missing: the daemon refuses" refuses_daemon ''
runs "sections missing: the next build" 0 build corpus/port-ferris
ok "sections missing: and repairs" check "$T/x"
rm -rf "$T/x"
cp -a good "$T/x"
python3 - "$S/sections" <<'END'
import os, sys
size = os.path.getsize(sys.argv[1])
with open(sys.argv[1], 'r+b') as f:
    f.seek(size // 2)
    f.write(b'\xa5' * 5000)
END
runs "sections damaged: check" 2 check "$T/x"
like "sections damaged: check says where, and what to do" "$(cat "$T/err")" \
    "^specindex: .*$T/x/.*rebuild the index with specindex build --full\$"
runs "sections damaged: a build in full" 0 build --full corpus/port-ferris
is "sections damaged: reads all again" "$(counted)" "$(counts 11 0 0 0 0)"
ok "sections damaged: and repairs" check "$T/x"
rm -rf "$T/x"
cp -a good "$T/x"
python3 - "$S/requirements" <<'END'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(-20 + 4, 2) # the months of the last requirement
    f.write(b'\xa5')
END
runs "requirements edited: check" 2 check "$T/x"
like "requirements edited: check says where, and what to do" "$(cat "$T/err")" \
    "^specindex: .*/requirements: .*rebuild the index with specindex build --full\$"
rm -rf "$T/x"
cp -a good "$T/x"
cp "$BUILD/specindex" other && printf x >>other
runs "another program" 0 "$T/other" build -i "$T/x" corpus/port-ferris
is "reads all again" "$(counted)" "$(counts 11 0 0 0 0)"

# No index.
for command in check rollback; do
    runs "$command without an index" 2 specindex $command -i "$T/nothing"
    like "$command says how to make one" "$(cat "$T/err")" \
        "^specindex: $T/nothing: no index there; make one with specindex build -i $T/nothing PATH$"
done
runs "the daemon without an index" 2 timeout 10 "$BUILD/specsearchd" -i "$T/nothing" --listen \
    127.0.0.1:0
like "says the same" "$(cat "$T/err")" "^specsearchd: $T/nothing: no index there; make one with"
ok "nobody made one" test ! -e "$T/nothing"
runs "no index named" 2 specindex build corpus
like "is said" "$(cat "$T/err")" '^specindex: no index named'
environment() { SPECSEARCH_INDEX=$T/env "$BUILD/specindex" "$@"; }
runs "an index named by the environment" 0 environment build corpus/port-ferris
runs "is checked" 0 env ASAN_OPTIONS="${ASAN_OPTIONS:-}:new_delete_type_mismatch=0" \
    SPECSEARCH_INDEX="$T/env" "$BUILD/specindex" check
runs "build without a path" 2 build
runs "build with an unknown option" 2 build --frobnicate corpus
runs "an unknown command" 2 specindex frobnicate
runs "no command" 2 specindex
is "says how to use it" "$(head -1 "$T/err" | cut -d ' ' -f 1-3)" "usage: specindex build"
runs "--help" 0 specindex build --help
runs "--version" 0 specindex --version

# Paths. What is indexed is the same however the folder is named, and each file once.
rm -rf "$T/x"
build "$T/corpus/port-ferris" >/dev/null
index=$T/x
elsewhere() { (cd "$1" && shift && "$BUILD/specindex" build -i "$@"); }
unchanged() {
    what=$1
    shift
    runs "$what" 0 elsewhere "$@"
    like "$what: no change" "$(last)" '^nothing changed'
}
unchanged "a relative path" "$T" "$index" corpus/port-ferris
unchanged "a trailing slash" "$T" "$index" corpus/port-ferris///
unchanged "the current folder" "$T/corpus/port-ferris" "$index" .
unchanged "its parent's" "$T/corpus/alder-county" "$index" ../port-ferris
unchanged "the folder twice" "$T" "$index" corpus/port-ferris ./corpus/port-ferris
unchanged "the folder and files in it" "$T/corpus" "$index" port-ferris \
    port-ferris/librarian.txt port-ferris/accountant-i.txt
unchanged "a relative index" "$T" x corpus/port-ferris
ln -s corpus/port-ferris linkdir
unchanged "a link to it" "$T" "$index" linkdir
runs "nested folders" 0 build corpus corpus/port-ferris corpus/meridia-state
is "each file once" "$(manifest "[m['classes'], len(m['sources'])]")" "[52, 52]"
is "shown from the folder named" "$(manifest "m['sources'][0]['shown']")" \
    corpus/alder-county/accountant-ii.txt
runs "a single file" 0 build corpus/port-ferris/librarian.txt
is "is all there is" "$(manifest "[x['shown'] for x in m['sources']]")" \
    '["port-ferris/librarian.txt"]'
is "its agency is the folder" "$(manifest "m['sources'][0]['classes'][0]['id']")" port-ferris/pf6022
mkdir -p left/same right/same
cp corpus/port-ferris/librarian.txt left/same/a.txt
sed 's/Librarian/Bibliographer/' left/same/a.txt >right/same/b.txt
runs "two folders" 0 build left right
remember
runs "the same two the other way round" 0 build right left
is "are the same two" "$(changes)" ""
rm -rf "$T/x"
build right left >/dev/null
is "so they are for a new index" "$(changes)" ""
is "and in order of path" "$(manifest "[x['shown'] for x in m['sources']]")" \
    '["left/same/a.txt", "right/same/b.txt"]'
mkdir within
cp -r corpus/port-ferris within
runs "an index in the folder that it is of" 0 elsewhere within index .
runs "and again" 0 elsewhere within index .
like "an index is no source: no change" "$(last)" '^nothing changed'
touch corpus/port-ferris/.hidden.txt
mkdir corpus/port-ferris/.git && cp corpus/port-ferris/librarian.txt corpus/port-ferris/.git/x.txt
runs "hidden names" 0 build corpus/port-ferris
like "are left out, and counted" "$(cat "$T/out")" '; 2 hidden left out$'
is "as if they were not there" "$(manifest "len(m['sources'])")" 11

# What goes where.
printf '\nAnd more\n' >>corpus/port-ferris/librarian.txt
closed() { "$BUILD/specindex" build -v -i "$T/x" corpus/port-ferris 2>&-; }
runs "the ledger is on standard output" 0 closed
is "all of it" "$(grep -cE '^(indexed|unchanged) ' "$T/out")" 11
printf '\nAnd yet more\n' >>corpus/port-ferris/librarian.txt
cat >terminal.py <<'END'
import os, pty, subprocess, sys
reader, terminal = pty.openpty()
with open(sys.argv[1], 'wb') as out:
    p = subprocess.Popen(sys.argv[2:], stdout=out, stderr=terminal)
    os.close(terminal)
    text = b''
    try:
        while chunk := os.read(reader, 4096):
            text += chunk
    except OSError: # the other end is closed
        pass
sys.stdout.buffer.write(text)
sys.exit(p.wait())
END
progress=$(python3 terminal.py "$T/out" "$BUILD/specindex" build -i "$T/x" corpus | tr '\r' '\n')
like "a terminal sees counts, rate and time left" "$progress" \
    '[0-9]+ of 52 files, [0-9]+ sections, [0-9]+ files/s, [0-9]+:[0-9][0-9] left'
like "the ledger is free of it" "$(cat "$T/out")" '^generation '

# Real documents.
if need_shared "real documents"; then
    mkdir real
    for folder in $QUICK; do cp -r "$SHARED/real/$folder" real; done
    chmod -R u+w real
    cd real || exit 1
    rm -rf "$T/x"
    build $QUICK >"$T/out" 2>"$T/err"
    status=$?
    sed -n 's/^skipped    \(.*\): \(empty\|not a class specification\): .*/\1/p' "$T/out" |
        sort >"$T/skipped"
    [ -s "$T/skipped" ] && wanted=3 || wanted=0
    skipped=$(grep -c . "$T/skipped")
    is "real documents: exit status" "$status" $wanted
    is "real documents: no error" "$(cat "$T/err")" ""
    is "real documents: nothing is skipped for another reason" \
        "$(grep -c '^skipped' "$T/out")" "$skipped"
    is "real documents: each that is empty is skipped" \
        "$(grep -rL '[^[:space:]]' $QUICK | grep -vxF -f "$T/skipped")" ""
    is "real documents: what is skipped has few words" \
        "$(xargs -d '\n' wc -w <"$T/skipped" | awk '$2 != "total" && $1 >= 120')" ""
    files=$(find $QUICK -type f | wc -l)
    is "real documents: all the others are classes" "$(manifest "m['classes']")" \
        $((files - skipped))
    ok "real documents: check" check "$T/x"
    ls -lRi --time-style=full-iso "$T/x/generations" >"$T/listing"
    build $QUICK >"$T/out" 2>"$T/err"
    is "real documents again: exit status" "$?" $wanted
    is "real documents again: all unchanged" "$(counted)" \
        "$(counts 0 $((files - skipped)) 0 "$skipped" 0)"
    is "real documents again: nothing is published, nothing touched" \
        "$(ls -lRi --time-style=full-iso "$T/x/generations")" "$(cat "$T/listing")"
    remember
    edited=$(find nyc -type f | sort | sed -n 7p)
    deleted=$(find counties -type f | sort | sed -n 2p)
    printf '\nThe capybara clause.\n' >>"$edited"
    rm "$deleted"
    build $QUICK >"$T/out" 2>"$T/err"
    is "one real document edited, one deleted: just these" "$(changes)" "-$deleted *$edited"
    like "and in the ledger" "$(counted)" '^1 indexed, .* 1 removed$'
    is "what is new is a segment of the edited one's sections" \
        "$(manifest "[x['sections'] for x in m['segments'] if x['name'] == '000002-0']")" \
        "[$(specindex explain "$edited" | grep -c '"ordinal"')]"
    ok "and the index is whole" check "$T/x"
fi
done_testing
