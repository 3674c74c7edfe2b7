#!/bin/sh
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# usage: tools/lint.sh DIR      DIR is configured with clang, so that clang-tidy understands its flags
set -eu
cd "$(dirname "$0")/.."
tools/sources.sh src | xargs -r -P "$(nproc)" -n 4 clang-tidy-14 --quiet -p "$1"
reuse lint >/dev/null || {
    reuse lint
    exit 1
}
echo "lint: nothing to say"
