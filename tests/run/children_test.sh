#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Children end with the script that started them, however it ends.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. scripts/run.d/children.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ended() { ! kill -0 "$1" 2>/dev/null; }
ends_soon() {
  local deadline=$((SECONDS + 15))
  until ended "$1"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}

start_child quiet "$work/quiet.log" sleep 1000 >"$work/out"
quiet=$child_pid
expect "a child's process id is said" grep -q "process $quiet" "$work/out"
start_child stubborn "$work/stubborn.log" bash -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done' >/dev/null
stubborn=$child_pid
until grep -q ready "$work/stubborn.log"; do sleep 0.05; done
stop_children
expect "a child is asked to end" ended "$quiet"
expect "one that does not listen is made to" ends_soon "$stubborn"

cat >"$work/parent" <<'END'
. scripts/run.d/children.sh
trap stop_children EXIT
trap 'exit 143' TERM
start_child sleeper "$1/sleeper.log" sleep 1000 >/dev/null
echo "$child_pid" >"$1/child.new" && mv "$1/child.new" "$1/child"
wait "$child_pid"
END
run_parent() { # SIGNAL
  local parent child deadline=$((SECONDS + 15))
  rm -f "$work/child"
  bash "$work/parent" "$work" 2>/dev/null &
  parent=$!
  until [ -f "$work/child" ]; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
  child=$(<"$work/child")
  kill "-$1" "$parent"
  ends_soon "$child"
}
expect "children end when the script is terminated" run_parent TERM
expect "and when it is killed" run_parent KILL

expect_not "a port nobody listens on does not answer" port_answers 1
sleep 0 &
gone=$!
wait "$gone"
expect_not "waiting for the port of a process that ended fails" wait_for_port 1 "$gone"
finish
