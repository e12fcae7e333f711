# Shared by the end-to-end tests: POSIX sh, TAP on standard output. A test sources it, says how it
# goes with ok, is, like and so on, and ends with done_testing. BUILD names the directory of the
# programs; a temporary directory, T, is removed at the end, and the daemons started are stopped.

set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-$TOP/build}
case $BUILD in /*) ;; *) BUILD=$TOP/$BUILD ;; esac
SHARED=$(cd "$TOP/.." && pwd)/shared
CORPUS=$TOP/corpus
T=$(mktemp -d "${TMPDIR:-/tmp}/specsearch-test.XXXXXX")
daemons=
count=0
failures=0
# No settings of who runs the tests, and no pager, which would wait for a key.
unset SPECSEARCH_INDEX SPECSEARCH_URL SPECSEARCH_AGENCY COLUMNS NO_COLOR CLICOLOR CLICOLOR_FORCE PAGER LESS
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$T/config" SPECSEARCH_PAGER=
PYTHON=${PYTHON:-/usr/bin/python3} # Debian's: Xapian and the stemmer are Debian packages
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests/e2e"

specindex() { "$BUILD/specindex" "$@"; }
specsearch() { "$BUILD/specsearch" "$@"; }

cleanup() {
    for pid in $daemons; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
    chmod -R u+rwx "$T" 2>/dev/null
    rm -rf "$T"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# ok NAME COMMAND...: passes if the command succeeds.
ok() {
    count=$((count + 1)) name=$1
    shift
    if "$@" >"$T/.ok" 2>&1; then
        echo "ok $count - $name"
    else
        failures=$((failures + 1))
        echo "not ok $count - $name"
        echo "# failed: $*" | head -c 2000
        echo
        sed 's/^/# /' "$T/.ok" | head -20
    fi
}

# is NAME GOT EXPECTED: passes if the two strings are equal.
is() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $count - $1"
    else
        failures=$((failures + 1))
        echo "not ok $count - $1"
        printf '%s\n' "$2" | head -20 | sed 's/^/# got:      /'
        printf '%s\n' "$3" | head -20 | sed 's/^/# expected: /'
    fi
}

# like NAME GOT REGEX: passes if the string matches the extended regular expression.
like() {
    count=$((count + 1))
    if printf '%s\n' "$2" | grep -Eq -- "$3"; then
        echo "ok $count - $1"
    else
        failures=$((failures + 1))
        echo "not ok $count - $1"
        printf '%s\n' "$2" | head -20 | sed 's/^/# got:  /'
        echo "# like: $3"
    fi
}

# runs NAME STATUS COMMAND...: passes if the command ends with the status; its output is left in
# $T/out and $T/err.
runs() {
    name=$1 expected=$2
    shift 2
    "$@" >"$T/out" 2>"$T/err"
    status=$?
    is "$name: exit status" "$status" "$expected"
    [ "$status" = "$expected" ] || sed 's/^/# stderr: /' "$T/err" | head -5
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

# need_shared NAME: true if the folder of real documents is there, else counts a skipped test.
need_shared() {
    [ -d "$SHARED/real" ] && return 0
    skip "$1" "the folder of real documents is not there"
    return 1
}

# QUICK: the folders of real documents that are read quickly; fewer with sanitizers, which are slow.
case $BUILD in
*asan | *tsan) QUICK='counties nyc tts_md dfe_md' ;;
*) QUICK='la_bulletins counties elections nyc tts_md dfe_md' ;;
esac

# on_quick COMMAND...: runs the command with the paths of those folders behind its arguments.
on_quick() {
    for folder in $QUICK; do
        [ -d "$SHARED/real/$folder" ] && set -- "$@" "$SHARED/real/$folder"
    done
    "$@"
}

# in_python PROGRAM ARGUMENT...: tests that a Python program goes on with (tap.py).
in_python() {
    rm -f "$T/tap"
    COUNT=$count FAILURES=$failures "$PYTHON" "$@" "$T/tap"
    . "$T/tap"
}

done_testing() {
    echo "1..$count"
    [ "$failures" = 0 ]
    exit $?
}

# start_daemon INDEX [OPTION...]: sets URL and PID; the log is in $T/daemon.err.
start_daemon() {
    index=$1
    shift
    rm -f "$T/daemon.out"
    mkfifo "$T/daemon.out"
    "$BUILD/specsearchd" -i "$index" --listen 127.0.0.1:0 "$@" >"$T/daemon.out" 2>>"$T/daemon.err" &
    PID=$!
    daemons="$daemons $PID"
    URL=
    read -r line <"$T/daemon.out" || line=
    URL=${line#listening on }
    [ -n "$URL" ] || echo "# the daemon did not start: $(tail -1 "$T/daemon.err")"
}

# start_impostor PROGRAM [ARGUMENT...]: starts what answers in the daemon's place (impostor.py) and sets
# IMPOSTOR to its URL, which ends before the name of an answer.
start_impostor() {
    rm -f "$T/impostor.port"
    mkfifo "$T/impostor.port"
    "$PYTHON" "$@" >"$T/impostor.port" 2>"$T/impostor.err" &
    daemons="$daemons $!"
    read -r line <"$T/impostor.port"
    IMPOSTOR=http://127.0.0.1:$line
}

# serve NAME PATH...: builds an index of the paths, $T/NAME, and starts a daemon on it.
serve() {
    served=$1
    shift
    specindex build -i "$T/$served" "$@" >"$T/out" 2>"$T/err"
    # Some real files are no specifications and are skipped: 0 or 3.
    like "building the index of $served: exit status" "$?" '^[03]$'
    start_daemon "$T/$served"
}

# check INDEX: specindex check. libxapian 1.4.22 deletes an object of its own as its base class while
# it checks a database, which the address sanitizer takes for an error.
check() {
    ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0" specindex check -i "$1"
}

# get PATH: the body of an answer. code PATH [CURL OPTION...]: its status.
get() { curl -sS --max-time 60 "$URL$1"; }
code() {
    path=$1
    shift
    curl -sS --max-time 60 -o /dev/null -w '%{http_code}' "$@" "$URL$path"
}

# wait_until SECONDS COMMAND...: polls until the command succeeds.
wait_until() {
    limit=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$limit" ] || return 1
    done
}

# json FILTER: jq would be one more dependency; Python is there.
# Evaluates an expression on the JSON value `j` read from standard input and prints it.
json() {
    python3 -c '
import json, sys
j = json.load(sys.stdin)
v = eval(sys.argv[1])
print(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, sort_keys=True))' "$1"
}
