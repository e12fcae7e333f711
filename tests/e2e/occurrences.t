#!/bin/sh
# Occurrences: those of the seeds by reading; random phrases and texts against an independent count;
# orders; the command line; and exports with something in the way.
#
# SEED chooses the phrases, CASES sets how many.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-1}
case $BUILD in
*asan | *tsan) few=60 sanitized=1 ;;
*) few=500 sanitized= ;;
esac

occurrences() { specsearch occurrences --url "$URL" "$@"; }

if [ -d "$SHARED/seeds" ]; then
    serve seeds "$SHARED/seeds"
    occurrences CJIS -f json | sed '1d;$d' >"$T/out"
    is 'two on the seeds, by grep' "$(while read -r row; do
        printf '%s' "$row" | json '"%d %s" % (j["line"], j["source"][:9])'
    done <"$T/out")" \
        "$(grep -nw CJIS "$SHARED"/seeds/002* | sed 's/:.*/ seeds\/002/')"
    is 'and no others' "$(cat "$SHARED"/seeds/*.txt | grep -cw CJIS)" 2
else
    skip 'the seeds' 'they are not there'
fi

# The same of everything there is.
set -- "$CORPUS"
if need_shared 'phrases from real documents'; then
    if [ -z "$sanitized" ]; then set -- "$CORPUS" "$SHARED/real"; else
        for folder in $QUICK; do set -- "$@" "$SHARED/real/$folder"; done
    fi
fi
serve random "$@"
in_python "$TOP/tests/e2e/occurrences.py" "$BUILD/specindex" "$URL" "$SEED" "${CASES:-$few}" "$@"

# The command line, on the sample corpus.
serve corpus "$CORPUS"
runs 'what occurs' 0 occurrences '"background check"'
is 'the first line counts' "$(head -1 "$T/out")" \
    "$(occurrences -f json '"background check"' | sed '1d;$d' | wc -l) occurrences in $(
        occurrences -f json '"background check"' | head -1 | json 'j["total"]["sections"]') sections of $(
        occurrences -f json '"background check"' | head -1 | json 'j["total"]["classes"]') classes"
is 'the last says that all came' "$(tail -1 "$T/out")" \
    "all $(sed -n '1s/ .*//p' "$T/out") came"
runs 'what does not occur' 1 occurrences zyzzyva
is 'is counted, too' "$(head -1 "$T/out")" '0 occurrences'
runs 'in CSV there is the header' 1 occurrences -f csv zyzzyva
is 'alone' "$(wc -l <"$T/out")" 1
runs 'only a count' 0 occurrences --count CJIS
is 'has no rows' "$(grep -c : "$T/out")" 1
runs 'dispersion' 0 occurrences --dispersion CJIS
is 'has each agency' "$(sed -n '/ agency$/,/^$/p' "$T/out" | grep -c '#')" \
    "$(grep -lrw CJIS "$CORPUS" | grep -E '(txt|md|html)$' | xargs -n1 dirname | sort -u | wc -l)"
runs 'a filter' 0 occurrences --count CJIS -a alder-county
is 'narrows' "$(head -1 "$T/out" | cut -d' ' -f1)" "$(cat "$CORPUS"/alder-county/* | grep -ow CJIS | wc -l)"

# What the words say is what is sought: exact words; all forms where it is asked for; case.
count() { occurrences -c "$@" | sed -n '1s/ .*//p'; }
alder() { cat "$CORPUS"/alder-county/* | grep "$@" | wc -l; }
is 'a word is that word' "$(count manages -a alder-county)" "$(alder -owi manages)"
is 'expanded, it has other forms' "$(count manages -e -a alder-county)" \
    "$(alder -owiE 'manage(s|d|r|rs|ment|ments|ing)?')"
is 'verbatim, its case' "$(count -v Class -a alder-county)" "$(alder -ow Class)"
is 'and its punctuation' "$(count -v '"Class Code:"' -a alder-county)" "$(alder -o 'Class Code:')"

# The daemon and the client write one CSV.
get '/api/v1/occurrences?q=CJIS&format=csv' >"$T/theirs"
occurrences -f csv CJIS >"$T/ours"
is 'the CSV of both' "$(tail -c +4 "$T/theirs" | sha256sum)" "$(sha256sum <"$T/ours")"
is 'theirs begins with a mark' "$(head -c 3 "$T/theirs" | od -An -tx1)" ' ef bb bf'
is 'the pack is passed on byte by byte' "$(get '/api/v1/occurrences?q=CJIS&format=ndjson' | tail -n +2 | sed \$d | sha256sum)" \
    "$(occurrences -f json CJIS | tail -n +2 | sed \$d | sha256sum)"
occurrences -f json CJIS >"$T/pack"
is 'its last line has the hash of the others' "$(tail -1 "$T/pack" | json 'j["sha256"]')" \
    "$(sed \$d "$T/pack" | sha256sum | cut -d' ' -f1)"
corpus_hash=$(cd "$TOP" && find corpus -type f ! -name '.*' ! -name '*.ini' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
is 'its first line has the hash of the sources' "$(head -1 "$T/pack" | json 'j["corpus"]')" "$corpus_hash"
is 'each row has that of its source' "$(sed '1d;$d' "$T/pack" |
    "$PYTHON" -c 'import json, sys
for line in sys.stdin: print(*(json.loads(line)[k] for k in ("sha256", "source")), sep="  ")' |
    sort -u | (cd "$TOP" && sha256sum -c --quiet 2>&1))" ''


# A workbook has the same rows; sheets.t looks at workbooks themselves.
runs 'a workbook' 0 occurrences -f xlsx -O "$T/cjis.xlsx" CJIS
is 'has a row each, below a header' "$(python3 - "$T/cjis.xlsx" <<'END2'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    print(book.read("xl/worksheets/sheet1.xml").count(b"<row "))
END2
)" $(($(sed '1d;$d' "$T/pack" | wc -l) + 1))
runs 'into a file as CSV' 0 occurrences -f csv -O "$T/cjis.csv" CJIS
is 'as it is written elsewhere' "$(sha256sum <"$T/cjis.csv")" "$(sha256sum <"$T/ours")"

# What is wrong.
refused() { # NAME PARAMETERS REGEX
    is "$1: status" "$(code "/api/v1/occurrences?$2")" 400
    like "$1: says why" "$(get "/api/v1/occurrences?$2")" "$3"
}
refused 'a query of fields alone' 'q=title:pilot' 'seeks none'
refused 'an order' 'q=a&sort=up' 'place, left or right'
refused 'a format' 'q=a&format=yaml' 'json, ndjson, csv or xlsx'
refused 'a parameter' 'q=a&contexts=3' 'unknown parameter'
refused 'a context' 'q=a&context=1001' '1 to 1000'
refused 'a page of an export' 'q=a&format=csv&page=2' 'format=json alone'
refused 'a filter' 'q=a&agency=nowhere' 'nowhere'
refused 'verbatim parts' 'q=a+b&verbatim=1' 'quotation marks.*"position":3'
refused 'verbatim and expanded' 'q=a&verbatim=1&expand=1' 'choose one'
runs 'no query' 2 occurrences
runs 'a wrong format' 2 occurrences -f xml a
runs 'a wrong order' 2 occurrences -o up a
runs 'a count as CSV' 2 occurrences -c -f csv a
runs 'a count as XLSX' 2 occurrences -d -f xlsx a

# Keywords stand in one column, whatever the width of the characters before them.
mkdir "$T/wide"
python3 - "$T/wide" <<'END'
import sys
lines = ("漢字漢字漢字漢字漢字漢字漢字漢字 quokka", "e\u0301e\u0301e\u0301 quokka " + "漢" * 60, "אבגדה " * 12 + "quokka",
         "\x1b[31mred\x07 quokka", "quokka", "a" * 200 + " quokka " + "b" * 200)
with open(sys.argv[1] + "/w.txt", "w") as file:
    file.write("WOMBAT KEEPER\n\nClass Code: Q1\n\nDUTIES\n\n" + ("\n\n" + "filler " * 20 + "\n\n").join(lines) + ".\n\nEDUCATION\n\nA degree.\n")
END
serve of_wide "$T/wide"
for order in place left right; do
    runs "characters of all widths, by $order" 0 occurrences -o $order quokka
    is "are in one column, by $order" "$(python3 - "$T/out" <<'END'
import sys, unicodedata
def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
lines = [line.rstrip("\n") for line in open(sys.argv[1]) if " quokka" in line]
print(len(lines), len({width(line[: line.index("quokka")]) for line in lines}), max(map(width, lines)) <= 80,
      any(ord(c) < 32 for line in lines for c in line))
END
)" '6 1 True False'
done

# What fits no socket's buffers: 270,000 of one word, 54,000 of another.
mkdir "$T/long"
python3 - "$T/long" <<'END'
import sys
text = " ".join(f"quokka number{n}" + " wombat" * (n % 5 == 0) for n in range(1200))
for i in range(25):
    with open(f"{sys.argv[1]}/q{i:03}.txt", "w") as file:
        file.write(f"KEEPER {i}\n\nClass Code: Q{i:02}\n")
        for kind in ("DUTIES", "EDUCATION", "EXPERIENCE", "LICENSURE", "KNOWLEDGE", "PROBATION",
                     "PHYSICAL DEMANDS", "WORKING CONDITIONS", "SUPERVISION RECEIVED"):
            file.write(f"\n{kind}\n\n{kind} {text}.\n")
END
serve of_long "$T/long"
is 'many are counted' "$(count quokka) $(count wombat)" '270000 54000'
refused 'too many to be sorted' 'q=quokka&sort=left' '270000 occurrences are too many'
runs 'which the client says' 2 occurrences --sort left quokka
like 'in its words' "$(cat "$T/err")" 'narrow the query'
is 'the last page' "$(get '/api/v1/occurrences?q=quokka&page=270&per_page=1000' |
    json '"%d %d %s" % (len(j["occurrences"]), j["pages"], j["occurrences"][-1]["class"]["id"])')" '1000 270 long/q24'

# Bounded memory, of the daemon and of the client, though some 40 MB are sent.
hwm() { awk '$1 == "VmHWM:" { print $2 }' "/proc/$PID/status"; }
before=$(hwm)
python3 - "$BUILD/specsearch" "$URL" >"$T/out" <<'END'
import resource, subprocess, sys
with subprocess.Popen([sys.argv[1], "occurrences", "-f", "json", "wombat", "--url", sys.argv[2]],
                      stdout=subprocess.PIPE) as run:
    size = lines = 0
    while chunk := run.stdout.read(65536):
        size, lines = size + len(chunk), lines + chunk.count(b"\n")
print(run.returncode, size > 30e6, lines, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
is 'an export that is large' "$(cut -d' ' -f1-3 "$T/out")" '0 True 54002'
if [ -z "$sanitized" ]; then
    ok 'takes little memory of the daemon' test $(($(hwm) - before)) -lt 20000
    ok 'and of the client' test "$(cut -d' ' -f4 "$T/out")" -lt 40000
else
    skip 'memory' 'sanitizers take more'
fi

# Clients that stop reading hold no thread, and end whole when they go on.
cat >"$T/slow.py" <<'END'
import hashlib, http.client, json, socket, sys
host, port, count, ready, go = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]
connections = []
for _ in range(count):
    s = socket.socket()
    s.connect((host, port))
    s.settimeout(120)
    s.sendall(b"GET /api/v1/occurrences?format=ndjson&q=wombat HTTP/1.1\r\nHost: x\r\n\r\n")
    s.recv(1, socket.MSG_PEEK)
    connections.append(s)
open(ready, "w").close()
with open(go) as file:
    file.readline()
whole = 0
for s in connections:
    response = http.client.HTTPResponse(s)
    response.begin()
    *lines, last = response.read().splitlines(keepends=True)
    end = {"rows": 54000, "complete": True, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    whole += json.loads(last) == end and len(lines) == 54001
print(whole)
END
host=${URL#http://} port=${URL##*:} host=${host%:*}
mkfifo "$T/go"
exec 8<>"$T/go"
python3 "$T/slow.py" "$host" "$port" 4 "$T/ready" "$T/go" >"$T/slow" 2>&1 &
slow=$!
daemons="$daemons $slow"
ok 'four clients stop reading' wait_until 60 test -e "$T/ready"
is 'others are answered' "$(for i in 1 2 3 4 5 6; do code '/search?q=quokka'; done)" 200200200200200200
like 'occurrences, too' "$(get '/api/v1/occurrences?q=wombat&per_page=1')" '"occurrences":54000'
echo >&8
wait $slow
daemons=${daemons%" $slow"}
is 'all of them end whole' "$(cat "$T/slow")" 4

# A daemon that dies within an answer.
for format in text json csv; do
    start_daemon "$T/of_long"
    rm -f "$T/part"
    mkfifo "$T/part"
    "$BUILD/specsearch" occurrences --url "$URL" -f $format wombat >"$T/part" 2>"$T/err" &
    client=$!
    exec 7<"$T/part"
    read -r line <&7
    kill -9 "$PID"
    wait "$PID" 2>/dev/null
    daemons=${daemons%" $PID"}
    cat <&7 >"$T/rest"
    exec 7<&-
    wait $client
    is "cut off, as $format: exit status" "$?" 2
    like 'says how much came' "$(cat "$T/err")" \
        '^specsearch: [0-9]+ of 54000 rows came, do not use them: '
    ok 'and nothing says that it is all' sh -c "! grep -qE 'all 54000|\"complete\"' '$T/rest'"
done

# Others that answer in the daemon's place, and do not say what they should.
cat >"$T/impostor" <<'END'
import impostor
HEAD = {"pack": 1, "query": {"text": "x", "words": "w"}, "generation": "1",
        "total": {"occurrences": 2, "sections": 1, "classes": 1}, "dispersion": {"agency": [], "section": []}}
ROW = {"class": {"id": "a/b", "title": "t", "code": None, "agency": "a", "url": "/"},
       "section": {"ordinal": 0, "heading": None, "kinds": [], "line": 1, "page": None, "url": "/"}, "where": "text",
       "start": 0, "end": 1, "line": 1, "page": None, "left": "", "match": "=x", "right": "", "source": "s", "sha256": "0"}
impostor.serve(impostor.listings(HEAD, ROW, {"rows": 2, "complete": True, "sha256": "0"}))
END
start_impostor "$T/impostor"
URL=$IMPOSTOR/whole
runs 'a whole answer' 0 occurrences -f csv x
is 'a row each' "$(tr -d '\r' <"$T/out" | tail -1)" "a/b,t,,a,0,,,text,1,,0,1,,'=x,,s,0,/"
for answer in empty cut short wrong long endless more headless html incomplete torn list bad; do
    URL=$IMPOSTOR/$answer
    for format in csv json text; do
        runs "$answer, as $format" 2 occurrences -f $format x
        is "$answer, as $format: one line" "$(wc -l <"$T/err")" 1
    done
done

done_testing
