#!/bin/sh
# The index is built again and again while it is searched: no request fails, each answer is that of
# the generation it names, the newest is served in the end, and nothing piles up.
. "$(dirname "$0")/lib.sh"

# What an address sanitizer keeps of freed memory would look like growth.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1"
case $BUILD in
*asan | *tsan) growth=65536 ;;
*) growth=16384 ;;
esac

mkdir -p "$T/src/marsupials" "$T/seen"
cp -r "$CORPUS"/* "$T/src"

# edition N: the file that is edited. In generation N it has N sections of duties that say so.
edition() {
    {
        printf 'Marsupial Keeper\n\nClass Code: Q1\n\nFLSA Status: Exempt\n\n'
        for n in $(seq "$1"); do
            printf 'DUTIES %s\n\nFeeds every quokka of edition %s.\n\n' "$n" "$1"
        done
    } >"$T/src/marsupials/keeper.txt"
}
name() { printf '%06d' "$1"; }
rebuild() {
    edition "$1"
    specindex build -i "$T/x" "$T/src" >"$T/out" 2>"$T/err" || cat "$T/out" "$T/err"
    [ "$(readlink "$T/x/current")" = "generations/$(name "$1")" ]
}

cat >"$T/client.py" <<'END'
"""client.py URL STOP SEEN CJIS: asks until the file STOP exists; checks each answer against what
the generation that it names must say; makes a file in SEEN for each generation seen."""
import http.client, json, os, random, re, sys, threading, urllib.parse

url, stop, seen, cjis = urllib.parse.urlparse(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4])
lock, asked, failed, wrong = threading.Lock(), 0, [], []

def check_quokka(j):
    n = int(j['generation'])
    duties = [v for v in j['facets']['section'] if v['value'] == 'duties']
    return n, (j['total'] == {'sections': n, 'classes': 1} and len(j['hits']) == min(n, 100) and
               (duties[0]['sections'], duties[0]['classes'], len(j['facets']['section'])) ==
               (n, 1, 1) and
               all(h['class']['id'] == 'marsupials/q1' and
                   re.findall(r'edition (\d+)', h['snippet']['text']) == [str(n)]
                   for h in j['hits']))

def check_class(j):
    n = int(j['generation'])
    texts = [s['text'] for s in j['sections'] if (s['heading'] or '').startswith('DUTIES')]
    return n, texts == [f'Feeds every quokka of edition {n}.'] * n

def check_others(j):
    return int(j['generation']), j['total']['sections'] == cjis

def check_page(text):
    editions = re.findall(r'edition (\d+)', re.sub(r'<[^>]*>', '', text))
    return int(editions[0]), len(set(editions)) == 1 and len(editions) >= min(int(editions[0]), 10)

ASK = [('/api/v1/search?q=quokka&per_page=100', check_quokka),
       ('/api/v1/search?q=%22every+quokka%22&per_page=100', check_quokka),
       ('/api/v1/classes/marsupials/q1', check_class),
       ('/api/v1/search?q=CJIS+clearance', check_others),
       ('/search?q=quokka&group=section', check_page)]

def ask(number):
    global asked
    choose, connection = random.Random(number), None
    while not os.path.exists(stop):
        path, check = choose.choice(ASK)
        try:
            if connection is None:
                connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
            connection.request('GET', path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise ValueError(f'{answer.status} {body[:200]}')
            j = json.loads(body) if path.startswith('/api') else body.decode()
        except Exception as error: # whatever it is, the request failed
            with lock:
                failed.append(f'{path}: {error!r}')
            connection = None
            continue
        try:
            generation, right = check(j)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            generation, right = 0, repr(error)
        with lock:
            asked += 1
            if right is not True:
                wrong.append(f'{path}: {right} {str(j)[:300]}')
        open(f'{seen}/{generation}', 'w').close()
        if choose.random() < 0.3: # a new connection now and then
            connection.close()
            connection = None

threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f'{asked} asked, {len(failed)} failed, {len(wrong)} wrong')
for text in failed[:2] + wrong[:2]:
    print('# ' + text)
END

rss() { awk '$1 == "VmRSS:" { print $2 }' "/proc/$PID/status"; }
# descriptors: how many that are not of a generation; those depend on how many requests met.
descriptors() { ls -l "/proc/$PID/fd" | grep -vc /generations/; }
# generations that the daemon has open or mapped
held() {
    { ls -l "/proc/$PID/fd" 2>/dev/null && cat "/proc/$PID/maps"; } |
        sed -n 's|.*/generations/\([0-9]*\).*|\1|p' | sort -u | tr '\n' ' '
}
holds() { [ "$(held)" = "$1 " ]; }
serves() { get '/api/v1/search?q=quokka' | grep -q "\"generation\":\"$(name "$1")\""; }

# clients_start, clients_stop: a loop of requests; what came of it is in $T/clients.
clients_start() {
    rm -f "$T/stop" "$T"/seen/*
    python3 "$T/client.py" "$URL" "$T/stop" "$T/seen" "$cjis" >"$T/clients" 2>&1 &
    clients=$!
    daemons="$daemons $clients"
}
clients_stop() {
    : >"$T/stop"
    wait $clients
    daemons=${daemons%" $clients"}
}

ok "the first generation" rebuild 1
start_daemon "$T/x"
ok "the daemon runs" test -n "$URL"
[ -n "$URL" ] || done_testing # nothing to go on with
cjis=$(get '/api/v1/search?q=CJIS+clearance' | json 'j["total"]["sections"]')
ok "there are sections of CJIS clearance" test "$cjis" -gt 10
is "the first is served" "$(get '/api/v1/search?q=quokka' | json 'j["total"]["sections"]')" 1

# Warm-up: three generations.
clients_start
for n in 2 3 4; do
    ok "generation $n is built" rebuild $n
    ok "generation $n is seen" wait_until 30 test -e "$T/seen/$n"
done
clients_stop
like "no request failed, none was wrong" "$(cat "$T/clients")" '^[0-9]+ asked, 0 failed, 0 wrong$'
ok "the daemon lets the old ones go" wait_until 20 holds 000004
rss_before=$(rss)
fds_before=$(descriptors)

# Ten more.
clients_start
wait_until 20 test -e "$T/seen/4"
for n in 5 6 7 8 9 10 11 12 13 14; do
    ok "generation $n is built" rebuild $n
    ok "generation $n is seen" wait_until 30 test -e "$T/seen/$n"
done
clients_stop
like "ten generations: no request failed, none was wrong" "$(cat "$T/clients")" \
    '^[0-9]+ asked, 0 failed, 0 wrong$'
asked=$(sed -n '1s/ .*//p' "$T/clients")
ok "and many were asked: $asked" test "$asked" -ge 100
is "no answer was from elsewhere" "$(ls "$T/seen" | sort -n | tr '\n' ' ')" \
    "4 5 6 7 8 9 10 11 12 13 14 "
ok "the newest is served in the end" serves 14
ok "the daemon holds that alone" wait_until 20 holds 000014
is "the two newest are kept, the others are gone" "$(ls "$T/x/generations" | tr '\n' ' ')" \
    "000013 000014 "
no_more_descriptors() { [ "$(descriptors)" -le "$fds_before" ]; }
ok "no more descriptors than before: $fds_before" wait_until 20 no_more_descriptors
ok "and few on the index" test "$(ls -l "/proc/$PID/fd" | grep -c /generations/)" -lt 100
ok "no more memory than before: $rss_before and $(rss) KiB" \
    test "$(rss)" -le $((rss_before + growth))
is "the daemon had nothing to complain of" "$(grep -c level=error "$T/daemon.err")" 0

# A generation that is read stays as long as it is, and no longer.
mkfifo "$T/go"
exec 8<>"$T/go" # open for both sides, a FIFO never keeps a writer waiting
flock -s "$T/x/generations/000013" sh -c ': >"$1/held" && read -r line <"$1/go"' sh "$T" &
holder=$!
daemons="$daemons $holder"
wait_until 10 test -e "$T/held"
size=$(du -sb "$T/x/generations/000013" | cut -f 1)
for n in 15 16; do ok "generation $n is built" rebuild $n && wait_until 20 serves $n; done
is "one that is read is kept" "$(ls "$T/x/generations" | tr '\n' ' ')" "000013 000015 000016 "
is "with all that is in it" "$(du -sb "$T/x/generations/000013" | cut -f 1)" "$size"
echo >&8
wait $holder
daemons=${daemons%" $holder"}
ok "generation 17 is built" rebuild 17
ok "generation 17 is served" wait_until 20 serves 17
is "and goes when it is released" "$(ls "$T/x/generations" | tr '\n' ' ')" "000016 000017 "

# A generation that cannot be used is not served; the one before goes on.
refusals() { grep -c generation_refused "$T/daemon.err"; }
refused() { [ "$(refusals)" -ge "$1" ]; }
cp -a "$T/x/generations/000017" "$T/x/generations/000018"
sed -i 's/"schema": [0-9]*/"schema": 99999/; s/"000017"/"000018"/' \
    "$T/x/generations/000018/manifest.json"
clients_start
wait_until 20 test -e "$T/seen/17"
ln -s generations/000018 "$T/x/current.new" && mv -T "$T/x/current.new" "$T/x/current"
ok "a generation of another schema is refused" wait_until 20 refused 1
like "the log says why" "$(grep generation_refused "$T/daemon.err")" 'rebuild the index with specindex build --full'
ok "the one before is served on" serves 17
ok "a build over it" rebuild 19
ok "is served" wait_until 20 test -e "$T/seen/19"
is "the refusal was logged once" "$(refusals)" 1
ln -s generations/000099 "$T/x/current.new" && mv -T "$T/x/current.new" "$T/x/current"
ok "a link that leads nowhere is refused" wait_until 20 refused 2
ok "what was served is served on" serves 19
ln -s generations/000019 "$T/x/current.new" && mv -T "$T/x/current.new" "$T/x/current"
ok "and so is what is built next" rebuild 20 && wait_until 20 test -e "$T/seen/20"
clients_stop
like "meanwhile no request failed, none was wrong" "$(cat "$T/clients")" \
    '^[0-9]+ asked, 0 failed, 0 wrong$'
ok "no more descriptors than at first: $fds_before" wait_until 20 no_more_descriptors

stopped() {
    kill "$PID"
    wait "$PID"
}
runs "the daemon stops" 0 stopped
done_testing
