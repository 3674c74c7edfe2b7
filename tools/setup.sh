#!/bin/sh
# SPDX-FileCopyrightText: 2026 The nytte authors
# SPDX-License-Identifier: EUPL-1.2
#
# Installs the Debian packages of packages.txt that are missing. Asks nothing; silent when all is there.
# Exit 0: all is there. Exit 3: something is missing and could not be installed; the message says what.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "setup: $1" >&2
    exit 3
}

wanted=$(sed -e 's/#.*//' packages.txt | xargs)

command -v dpkg-query >/dev/null 2>&1 ||
    fail "this is not a Debian system; install what matches these packages by hand: $wanted"

# dpkg-query fails when it does not know one of the names; that name is then simply not in its answer.
# shellcheck disable=SC2086  # the list is split into words on purpose
present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
    sed -n 's/^installed //p' || true)

missing=
for name in $wanted; do
    printf '%s\n' "$present" | grep -qxF "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

echo "setup: installing$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null ||
        fail "not root, and sudo needs a password or is absent; run as root: apt-get install$missing"
    as_root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" \
        >>"$log" 2>&1 </dev/null
}

# An update that fails is no disaster while the package lists at hand are good enough.
apt update || true
# shellcheck disable=SC2086
if ! apt install --no-install-recommends $missing; then
    tail -n 20 "$log" >&2
    fail "could not install:$missing (is there a network and a package mirror?)"
fi
