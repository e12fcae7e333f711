#!/bin/sh
# The oracle and the search agree: on random queries of every form, with random filters, over the
# sample corpus and over real documents where they are at hand. First, the oracle itself against
# answers that are known from thought.
#
# SEED chooses the queries, CASES sets how many. By default they are few, and of the real documents
# only the folders that are read quickly are taken; with CASES given, as in CASES=10000, all are. CASE
# asks one of them alone, with the SEED it was found by.
. "$(dirname "$0")/lib.sh"

SEED=${SEED:-1}
few=200
case $BUILD in *asan) few=60 ;; esac

# agree NAME PATH...: an index of the paths, and questions to it.
agree() {
    serve "$@"
    name=$1
    shift
    in_python "$TOP/tests/e2e/agree.py" ${CASE:+--case "$CASE"} --cases "${CASES:-$few}" --seed "$SEED" \
        "$name" "$URL" "$BUILD/specindex" "$@"
}

in_python "$TOP/tests/e2e/known.py"
agree corpus "$CORPUS"
if need_shared 'the oracle over real documents'; then
    if [ -n "${CASES:-}${CASE:-}" ]; then
        agree real "$SHARED/real"
    else
        on_quick agree real
    fi
fi

done_testing
