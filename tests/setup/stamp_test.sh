#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A set-up that is complete is recognised at once; a changed input is noticed.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. scripts/setup.d/progress.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/scripts" "$work/tests/end_to_end" "$work/.deps/stamps"
cp scripts/setup "$work/scripts/"
cp -r scripts/setup.d "$work/scripts/"
cp tests/end_to_end/package.json tests/end_to_end/package-lock.json "$work/tests/end_to_end/"
# Everything the set-up would do, reduced to a note that it was done.
cat >"$work/scripts/setup.d/packages.sh" <<'END'
packages_for() { echo "packages of $*"; }
install_packages() { echo "$*" >>done.log; }
END
for part in sources.sh npm.sh; do
  sed -i '/^prepare_pinned_sources() {$/,/^}$/d; /^install_npm_packages() {$/,/^}$/d' "$work/scripts/setup.d/$part"
done
echo 'prepare_pinned_sources() { :; }' >>"$work/scripts/setup.d/sources.sh"
echo 'install_npm_packages() { :; }' >>"$work/scripts/setup.d/npm.sh"

times_done() { [ "$(wc -l <"$work/done.log")" = "$1" ]; }

"$work/scripts/setup" run >/dev/null
expect "the first set-up does it all" times_done 1
start=$(now_millis)
"$work/scripts/setup" run >/dev/null
took=$(($(now_millis) - start))
expect "the second does nothing" times_done 1
expect "in under 300 ms ($took)" test "$took" -lt 300
"$work/scripts/setup" run native >/dev/null
expect "another mode is its own matter" times_done 2
"$work/scripts/setup" --again run >/dev/null
expect "--again does it again" times_done 3
echo '# changed' >>"$work/scripts/setup.d/packages.sh"
"$work/scripts/setup" run >/dev/null
expect "a changed list is noticed" times_done 4
"$work/scripts/setup" nonsense 2>/dev/null
expect "an unknown mode is wrong usage" test $? = 2
finish
