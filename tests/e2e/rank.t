#!/bin/sh
# The order of results on the sample corpus: how good it is by the judged queries of tests/rank, whether
# the class comes first whose title or code is asked for, and that nothing has changed since the results
# were last reviewed. `make rank` says more.
. "$(dirname "$0")/lib.sh"

PYTHON=${PYTHON:-/usr/bin/python3}
export PYTHONDONTWRITEBYTECODE=1

runs 'building the index' 0 specindex build -i "$T/index" "$CORPUS"
start_daemon "$T/index"
ok 'nDCG@10 is 0.90 at least, and a known class comes first' "$PYTHON" "$TOP/tests/rank/corpus.py" \
    --least 0.90 --results "$T/results" "$URL" "$TOP/tests/rank/judgements.tsv"
ok 'the results are those that were reviewed (else see make rank)' \
    diff -u "$TOP/tests/rank/golden.tsv" "$T/results"

done_testing
