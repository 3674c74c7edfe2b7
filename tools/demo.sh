#!/bin/sh
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# Settles the knee contract, from its text and its (synthetic) data to a statement.
set -eu
cd "$(dirname "$0")/.."
nytte=${NYTTE:-build/nytte}
out=out/knee
mkdir -p "$out"

settle() {
    "$nytte" settle contracts/knee/knee.nytte \
        --source contracts/knee/knee-source.nytte \
        --data operation=contracts/knee/data/udtraek-latin1.csv \
        --data surgeon=contracts/knee/data/surgeons.csv \
        --offer contracts/knee/offer-knee.json "$@"
}

settle >"$out/statement.txt"
settle --format json >"$out/statement.json"
cat "$out/statement.txt"
echo
echo "The statement is in $out/statement.txt, and for machines in $out/statement.json."
