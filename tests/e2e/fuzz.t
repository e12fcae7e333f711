#!/bin/sh
# A short run of each fuzz target over its seeds: so many inputs, however long they take.
# `make fuzz` looks for longer.
. "$(dirname "$0")/lib.sh"

fuzzers=$TOP/build/fuzz
for target in "$TOP"/tests/fuzz/seeds/*; do
    name=${target##*/}
    if [ -x "$fuzzers/$name" ]; then
        mkdir -p "$T/fuzz"
        cp "$fuzzers/$name" "$T/fuzz/$name"
        ok "$name" env NAMES="$name" "$TOP/tests/fuzz/run" "$T/fuzz" -seed=1 -runs=5000
    else
        skip "$name" "make VARIANT=fuzz fuzzers builds the targets"
    fi
done
done_testing
