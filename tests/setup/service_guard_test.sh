#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An install may start and enable services; under the guard none of it stays, and what was there before
# is as it was. The paths are those of a system in a temporary folder.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. scripts/setup.d/service_guard.sh
as_root() { "$@"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export WATCHFLOOR_SYSTEM_ROOT=$work
wants=$work/etc/systemd/system/multi-user.target.wants
policy=$work/usr/sbin/policy-rc.d
mkdir -p "$wants" "$work/etc/rc2.d" "$work/usr/sbin"
ln -s /lib/systemd/system/ssh.service "$wants/ssh.service"
ln -s ../init.d/ssh "$work/etc/rc2.d/S01ssh"

# What a package's install does: asks whether it may start, and enables itself both ways.
install_daemon() {
  "$policy" daemon start
  echo $? >"$work/asked"
  ln -s /lib/systemd/system/daemon.service "$wants/daemon.service"
  ln -s ../init.d/daemon "$work/etc/rc2.d/S01daemon"
}

with_service_guard install_daemon >"$work/log"
expect "an install may start nothing" test "$(cat "$work/asked")" = 101
expect_not "a new unit is not enabled" test -L "$wants/daemon.service"
expect_not "a new init script is not started at boot" test -L "$work/etc/rc2.d/S01daemon"
expect "it is marked as stopped" test -L "$work/etc/rc2.d/K01daemon"
expect "a unit from before stays enabled" test -L "$wants/ssh.service"
expect "an init script from before stays enabled" test -L "$work/etc/rc2.d/S01ssh"
expect_not "the guard is gone afterwards" test -e "$policy"
expect "what was undone is said" grep -q 'not enabled: .*daemon.service' "$work/log"

printf '#!/bin/sh\nexit 104\n' >"$policy" && chmod +x "$policy"
with_service_guard true
expect "a policy from before is put back" grep -q 104 "$policy"

forbid_service_starts
forbid_service_starts
allow_service_starts
expect "also after an interrupted run" grep -q 104 "$policy"
expect_not "with nothing left beside it" test -e "$policy.before-watchfloor"

fail() { return 3; }
with_service_guard fail
expect "a failure of the install is passed on" test $? = 3
expect "with the policy put back" grep -q 104 "$policy"
finish
