# SPDX-License-Identifier: Apache-2.0
# Child processes that end with the script, each stopped by its process id. Sourced.
child_pids=()
child_pid=

# start_child NAME LOG COMMAND…: LOG "-" leaves the output where it is. A child also ends when this shell is
# killed outright.
start_child() {
  local name=$1 log=$2
  shift 2
  if [ "$log" = - ]; then
    setpriv --pdeathsig TERM "$@" &
  else
    setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 </dev/null &
  fi
  child_pid=$!
  child_pids+=("$child_pid")
  [ "$log" = - ] || echo "  $name runs as process $child_pid, log in $log"
}

# Asks every child to end and waits up to ten seconds for it, then insists.
stop_children() {
  local pid deadline=$((SECONDS + 10))
  trap - EXIT
  for pid in "${child_pids[@]}"; do
    kill -TERM "$pid" 2>/dev/null || continue
  done
  for pid in "${child_pids[@]}"; do
    while kill -0 "$pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do
      sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || continue
  done
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for_port PORT PID: until the process listens; fails when it ended or after 30 s.
wait_for_port() {
  local deadline=$((SECONDS + 30))
  until port_answers "$1"; do
    kill -0 "$2" 2>/dev/null || return 1
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}
