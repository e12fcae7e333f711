#!/bin/sh
# Exports while something is in the way: a client that stops reading, one that leaves, a new
# generation, too many at a time, and answers that do not come whole. (paging.t looks at what is in
# them.)
. "$(dirname "$0")/lib.sh"

# What fits no socket's buffers: so many files of ten sections of 20 kB each.
files=60
mkdir "$T/long"
python3 - "$T/long" $files <<'END'
import sys
text = " ".join(f"quokka number{n}" for n in range(1200))
for i in range(int(sys.argv[2])):
    with open(f"{sys.argv[1]}/q{i:03}.txt", "w") as file:
        file.write(f"QUOKKA KEEPER {i}\n\nClass Code: Q{i}\n")
        for kind in ("DUTIES", "EDUCATION", "EXPERIENCE", "LICENSURE", "KNOWLEDGE", "PROBATION",
                     "PHYSICAL DEMANDS", "WORKING CONDITIONS", "SUPERVISION RECEIVED"):
            file.write(f"\n{kind}\n\n{kind} {text}.\n")
END
rebuild() {
    echo "Edition $1." >>"$T/long/q000.txt"
    specindex build -i "$T/x" "$T/long" >"$T/out" 2>"$T/err"
}
ok 'the index is built' rebuild 1
start_daemon "$T/x"
rows=$(get '/api/v1/search?q=quokka' | json 'j["total"]["sections"]')
ok "there is much to export: $rows rows" test "$rows" -ge 500

# Clients that take the first bytes and then nothing, until they are told by a line on a FIFO.
cat >"$T/slow.py" <<'END'
import http.client, json, socket, sys
host, port, count, rows, ready, go = sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:5]), *sys.argv[5:]
connections = []
for _ in range(count):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect((host, port))
    s.settimeout(60)
    s.sendall(b"GET /api/v1/export?q=quokka HTTP/1.1\r\nHost: x\r\n\r\n")
    s.recv(1, socket.MSG_PEEK)
    connections.append(s)
open(ready, "w").close()
with open(go) as file:
    file.readline()
whole, generations = 0, set()
for s in connections:
    response = http.client.HTTPResponse(s)
    response.begin()
    lines = [json.loads(line) for line in response.read().splitlines()]
    whole += lines[-1] == {"complete": True, "rows": rows} and len(lines) == rows + 2
    generations.add(lines[0]["generation"])
print(whole, *generations)
END
host=${URL#http://} port=${URL##*:} host=${host%:*}
mkfifo "$T/go"
exec 8<>"$T/go"
slow_start() { # COUNT
    rm -f "$T/ready"
    python3 "$T/slow.py" "$host" "$port" "$1" "$rows" "$T/ready" "$T/go" >"$T/slow" 2>&1 &
    slow=$!
    daemons="$daemons $slow"
    wait_until 30 test -e "$T/ready"
}
slow_end() {
    echo >&8
    wait $slow
    daemons=${daemons%" $slow"}
}

# More of them than there are threads: others are answered meanwhile.
ok 'eight clients stop reading' slow_start 8
is 'others are answered' "$(code '/api/v1/search?q=quokka')" 200
is 'and again' "$(for i in 1 2 3 4 5 6 7 8 9; do code '/search?q=quokka'; done)" \
    200200200200200200200200200
is 'a ninth export is not' "$(code '/api/v1/export?q=quokka')" 503
like 'it says why' "$(get '/api/v1/export?q=quokka')" '"code":"busy".*8 exports are under way'
like 'and when to ask again' "$(curl -sS -o "$T/out" -D - "$URL/api/v1/export?q=quokka")" '^Retry-After: [1-9]'
runs 'nor for the command line' 2 specsearch find --all quokka --url "$URL"
like 'which says why' "$(cat "$T/err")" 'exports are under way.*try again'

# The generation that they read stays.
for n in 2 3 4; do
    ok "generation $n is built" rebuild $n
    ok "generation $n is served" wait_until 20 \
        sh -c "curl -s '$URL/api/v1/search?q=quokka' | grep -q '\"generation\":\"00000$n\"'"
done
is 'the generation that they read is kept' "$(ls "$T/x/generations" | tr '\n' ' ')" \
    '000001 000003 000004 '
slow_end
is 'all of them end whole, with the generation they began with' "$(cat "$T/slow")" '8 000001'
held() { ls -l "/proc/$PID/fd" | grep -c /generations/000001; }
let_go() { [ "$(held)" = 0 ]; }
ok 'the daemon lets it go' wait_until 20 let_go
ok 'generation 5 is built' rebuild 5
is 'and it is removed' "$(ls "$T/x/generations" | tr '\n' ' ')" '000004 000005 '
runs 'exports are answered again' 0 specsearch find --all -f json quokka --url "$URL"
is 'in full' "$(tail -1 "$T/out")" "{\"complete\":true,\"rows\":$rows}"

# Clients that leave: their places are free again.
for i in 1 2 3 4 5 6 7 8 9 10; do
    curl -s "$URL/api/v1/export?q=quokka" | head -c 100 >/dev/null
done
free() { [ "$(code '/api/v1/export?q=keeper&format=csv')" = 200 ]; }
ok 'ten that leave hold no place' wait_until 20 free
is 'a reader of the command line that leaves is no error' \
    "$({ specsearch find --all -f csv quokka --url "$URL"; echo $? >&3; } 3>&1 >"$T/out" | cat)" 0

# A daemon that dies within an answer.
ok 'one client stops reading' slow_start 1
rm -f "$T/part"
mkfifo "$T/part"
specsearch find --all -f csv quokka --url "$URL" >"$T/part" 2>"$T/err" &
client=$!
exec 7<"$T/part"
read -r line <&7
like 'the first line has come' "$line" '^class_id,'
kill -9 "$PID"
wait "$PID" 2>/dev/null
cat <&7 >/dev/null
exec 7<&-
wait $client
is 'the client ends with an error' "$?" 2
like 'that says that it is not whole' "$(cat "$T/err")" "^specsearch: [0-9]+ of $rows rows came, do not use them: "
is 'in one line' "$(wc -l <"$T/err")" 1
kill $slow 2>/dev/null
wait $slow 2>/dev/null
daemons=${daemons%" $slow"}

# Others that answer in the daemon's place, and do not say what they should.
cat >"$T/impostor" <<'END'
import impostor
impostor.serve(impostor.listings(impostor.export_head(2), impostor.export_row("a/b"), impostor.export_end(2)))
END
start_impostor "$T/impostor"
runs 'a whole answer' 0 specsearch find --all -f csv x --url "$IMPOSTOR/whole"
is 'a row each' "$(tr -d '\r' <"$T/out" | tail -1)" "a/b,t,,a,0,,,s,1,,1.5,'=x"
for answer in empty cut short wrong long endless more headless html incomplete torn list bad; do
    for format in csv tsv json text; do
        runs "$answer, as $format" 2 specsearch find --all -f $format x \
            --url "$IMPOSTOR/$answer"
        is "$answer, as $format: one line" "$(wc -l <"$T/err")" 1
    done
done

# What goes with --all.
fails() { # NAME REGEX ARGUMENT...
    name=$1 regex=$2
    shift 2
    runs "$name" 2 specsearch "$@" --url "$IMPOSTOR/whole"
    like "$name: what it says" "$(cat "$T/err")" "$regex"
}
fails '--all with a page' 'all.*--page' find --all -p 2 x
fails '--all with so many a page' 'all.*--per-page' find --all -n 5 x
fails '--all with facets' 'facets' find --all --facets x
fails '--all of nothing' 'query' find --all

done_testing
