#!/bin/bash
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# usage: tools/check.sh DIR [MESON OPTION]...
#
# Builds everything in DIR and runs every test. The last line is `N passed, N failed`, also when nothing builds.
# ONLY=pattern in the environment runs the tests whose file name contains it.
set -eu
cd "$(dirname "$0")/.."
dir=$1

if ! tools/build.sh "$dir" all "${@:2}"; then
    echo "the build in $dir failed; no test was run"
    echo "0 passed, 1 failed"
    exit 1
fi
exec "${PYTHON:-python3}" tests/run.py --build "$dir" ${ONLY:+--only "$ONLY"}
