#!/bin/sh
# The oracle and the search agree: on random queries of every form, with random filters, over the
# sample corpus and over real documents where they are at hand. First, the oracle itself against
# answers that are known from thought.
#
# SEED chooses the queries, CASES sets how many. By default they are few, and of the real documents
# only the folders that are read quickly are taken; with CASES given, as in CASES=10000, all are. CASE
# asks one of them alone, with the SEED it was found by.
. "$(dirname "$0")/lib.sh"

PYTHON=${PYTHON:-/usr/bin/python3} # Debian's: the stemmer is a Debian package
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$TOP/tests/e2e"
SEED=${SEED:-1}
quick='la_bulletins counties elections nyc tts_md dfe_md'
few=250
case $BUILD in
*asan) quick='counties nyc tts_md dfe_md' few=60 ;;
esac

# in_python PROGRAM ARGUMENT...: tests that a Python program goes on with.
in_python() {
    rm -f "$T/tap"
    COUNT=$count FAILURES=$failures "$PYTHON" "$@" "$T/tap"
    . "$T/tap"
}

# agree NAME PATH...: an index of the paths, and questions to it.
agree() {
    name=$1
    shift
    specindex build -i "$T/$name" "$@" >"$T/out" 2>"$T/err"
    # Some real files are no specifications and are skipped: 0 or 3.
    like "building the index of $name: exit status" "$?" '^[03]$'
    start_daemon "$T/$name"
    in_python "$TOP/tests/e2e/agree.py" ${CASE:+--case "$CASE"} --cases "${CASES:-$few}" --seed "$SEED" \
        "$name" "$URL" "$BUILD/specindex" "$@"
}

in_python "$TOP/tests/e2e/known.py"
agree corpus "$CORPUS"
if need_shared 'the oracle over real documents'; then
    if [ -n "${CASES:-}${CASE:-}" ]; then
        set -- "$SHARED"/real
    else
        set --
        for folder in $quick; do
            [ -d "$SHARED/real/$folder" ] && set -- "$@" "$SHARED/real/$folder"
        done
    fi
    agree real "$@"
fi

done_testing
