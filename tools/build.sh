#!/bin/bash
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# usage: tools/build.sh DIR TARGET [MESON OPTION]...      TARGET is `all`, `nytte` or `configure`
#
# Configures DIR when it is new, when the options changed or when a C file came or went; then builds. One build
# at a time in a DIR: a second waits. The environment's CC chooses the compiler when DIR is new.
set -eu
cd "$(dirname "$0")/.."
dir=$1
target=$2
shift 2

mkdir -p "$dir"
exec 9>"$dir/.lock"
flock 9

setup() {
    if ! meson setup "$@" >"$dir/configure.log" 2>&1; then
        cat "$dir/configure.log" >&2
        rm -f "$dir/sources.stamp"
        exit 1
    fi
}

now=$(
    echo "$*"
    ls -d diag/*.def include 2>/dev/null || true
    tools/sources.sh src tests/unit fuzz
)
if [ ! -f "$dir/build.ninja" ]; then
    setup "$dir" "$@"
elif [ "$now" != "$(cat "$dir/sources.stamp" 2>/dev/null)" ]; then
    setup --reconfigure "$dir" "$@"
fi
printf '%s\n' "$now" >"$dir/sources.stamp"

[ "$target" != configure ] || exit 0
# Ninja reports idleness even when told to be quiet.
set -o pipefail
ninja -C "$dir" --quiet "$target" | { grep -vxF 'ninja: no work to do.' || true; }
