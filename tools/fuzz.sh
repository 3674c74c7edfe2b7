#!/bin/bash
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# usage: tools/fuzz.sh DIR
#
# Runs each fuzzer fuzz/NAME.c, built in DIR, for FUZZ_SECONDS (default 60) from a copy of fuzz/corpus/NAME, as
# many at a time as there are cores. The random inputs are the same each time, so that a change is judged by what
# it changes; FUZZ_SEED=0 draws new ones, for a long search. fuzz/NAME.dict is its dictionary, if there. An input that breaks something
# is kept in out/fuzz/. No fuzzer at all is no failure.
set -euo pipefail
cd "$(dirname "$0")/.."

one() { # DIR SOURCE
    local name seeds log
    name=$(basename "$2" .c)
    seeds=$(mktemp -d)
    log=$(mktemp)
    # shellcheck disable=SC2064  # the names as they are now
    trap "rm -rf '$seeds' '$log'" EXIT
    [ ! -d "fuzz/corpus/$name" ] || cp -r "fuzz/corpus/$name/." "$seeds"
    mkdir -p out/fuzz
    local options=(-seed="${FUZZ_SEED:-1}" -max_total_time="$FUZZ_SECONDS" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
        -artifact_prefix="out/fuzz/$name-")
    [ ! -f "fuzz/$name.dict" ] || options+=(-dict="fuzz/$name.dict")

    if ! "$1/fuzz/$name" "${options[@]}" "$seeds" >"$log" 2>&1; then
        tail -n 60 "$log"
        echo "FAIL fuzz/$name"
        return 1
    fi
    echo "ok   fuzz/$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
}

export FUZZ_SECONDS=${FUZZ_SECONDS:-60}
if [ "$1" = --one ]; then
    one "$2" "$3"
    exit
fi

targets=$(tools/sources.sh fuzz)
if [ -z "$targets" ]; then
    echo "no fuzzer in fuzz/"
    exit 0
fi
export ASAN_SYMBOLIZER_PATH=${ASAN_SYMBOLIZER_PATH:-/usr/bin/llvm-symbolizer-14}
xargs -P "$(nproc)" -n 1 tools/fuzz.sh --one "$1" <<<"$targets"
