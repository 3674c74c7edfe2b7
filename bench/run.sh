#!/bin/bash
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# usage: NYTTE=build/nytte bench/run.sh
#
# Runs every measurement bench/*.py, one after the other. They print figures and judge by ratios within one run.
set -eu
cd "$(dirname "$0")/.."
NYTTE=$(realpath "${NYTTE:-build/nytte}")
export NYTTE
for measurement in bench/*.py; do
    echo "== $measurement"
    "${PYTHON:-python3}" "$measurement"
done
