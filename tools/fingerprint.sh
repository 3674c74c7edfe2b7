#!/bin/sh
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# Writes the engine's fingerprint as a C header: BLAKE2b-256 over all sources of src/ and diag/ and the value sets of
# data/eq5d/, by name in one order.
# Usage: fingerprint.sh ROOT OUTPUT
set -eu
output=$(realpath -m "$2")
cd "$1"
hash=$(find src diag data/eq5d -name '*.[ch]' -o -name '*.cc' -o -name '*.def' -o -name '*.csv' | LC_ALL=C sort | xargs cat | b2sum --length=256 | cut -d' ' -f1)
printf '#define NYTTE_ENGINE_FINGERPRINT "%s"\n' "$hash" > "$output"
