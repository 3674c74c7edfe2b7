#!/bin/sh
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# Prints the C and C++ files of the folders named, a line each, in one order everywhere. A folder that is not there has
# none. Meson reads its lists from here when it configures; tools/build.sh configures anew when the list changes.
set -eu
for folder in "$@"; do
    [ ! -d "$folder" ] || find "$folder" \( -name '*.c' -o -name '*.cc' \) ! -name '.*' -type f
done | LC_ALL=C sort
