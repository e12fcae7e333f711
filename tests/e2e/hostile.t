#!/bin/sh
# Files made to break their reader (hostile.py makes them and says what is to become of each): every
# one gets one line in the ledger, the good files beside them are indexed, nothing is left behind,
# and the memory that a build takes has a bound whatever one file holds.
. "$(dirname "$0")/lib.sh"

MOST=524288 # kB, of all processes of a build
hostile() { python3 "$TOP/tests/e2e/hostile.py" "$@"; }
case $BUILD in
*asan | *tsan | *cover) scale=20 measured=no ;;
*) scale=1 measured=yes ;;
esac

ok "hostile files can be made" hostile make "$T/src" $scale
mkdir "$T/tmp" "$T/x"

# build GROUP: over its folder, with a limit of time: what hangs is a failure.
build() {
    (cd "$T/src" && TMPDIR=$T/tmp hostile watch "$T/peak" \
        timeout -k 5 100 "$BUILD/specindex" build -v -i "$T/x/$1" "$1")
}
# running WORD: the processes that were started with it.
running() {
    for process in /proc/[0-9]*; do
        if grep -qsaF "$1" "$process/cmdline"; then echo "${process#/proc/}"; fi
    done
}
classes() { json 'j["total"]["classes"]'; }

for group in pdf docx html text names magic; do
    runs "$group: build" 3 build $group
    cp "$T/out" "$T/$group.ledger"
    is "$group: nothing on standard error" "$(cat "$T/err")" ""
    ok "$group: one line for each file, with the reason" \
        hostile check "$T/src/$group.json" "$T/$group.ledger"
    like "$group: the counts agree" "$(tail -1 "$T/out")" \
        " $(grep -c '^indexed ' "$T/out") indexed, .* $(grep -c '^skipped ' "$T/out") skipped;"
    is "$group: no temporary file is left" "$(ls -A "$T/tmp")" ""
    is "$group: nor anything beside the generation" \
        "$(ls -A "$T/x/$group" "$T/x/$group/generations" 2>&1 | tr '\n' ' ')" \
        "$T/x/$group: current generations lock  $T/x/$group/generations: 000001 "
    is "$group: no process is left" "$(running "$T/x/$group")" ""
    if [ $measured = yes ]; then
        read -r largest total <"$T/peak"
        ok "$group: no process takes 512 MB ($largest kB)" test "$largest" -lt $MOST
        ok "$group: nor do all together ($total kB)" test "$total" -lt $MOST
        ok "$group: the measure measures" test "$total" -gt 1000
    else
        skip "$group: memory" "a sanitizer takes its own"
    fi
done

# The good files are there to be found, and what a hostile one pulled in is not.
for group in pdf docx html text names magic; do
    start_daemon "$T/x/$group"
    [ $group = names ] && good=9 || good=3
    is "$group: the good files are found" "$(get '/api/v1/search?q=numbat' | classes)" $good
    is "$group: no file of the machine is" "$(get '/api/v1/search?q=nologin+OR+root' | classes)" 0
done

# The names are shown so that no terminal is controlled and no line is broken.
is "no control character is printed" "$(cat "$T"/*.ledger | grep -c '[[:cntrl:]]')" 0
ok "the ledger is UTF-8" iconv -f UTF-8 -t UTF-16 "$T/names.ledger"
for group in pdf docx html magic; do
    runs "$group: a second build" 3 build $group
    like "$group: nothing changed" "$(tail -1 "$T/out")" '^nothing changed'
done
done_testing
