# SPDX-License-Identifier: Apache-2.0
# Shows each step and how long it took. Sourced.

now_millis() {
  local instant=${EPOCHREALTIME/[.,]/}
  echo $((instant / 1000))
}

# step NAME COMMAND…: runs the command with its output in a log, prints one line; on failure the end of
# the log, and the failure is passed on. What the command writes to file descriptor 3 is shown.
step() {
  local name=$1 start code=0 took log
  shift
  start=$(now_millis)
  log=.deps/log/${name//[^a-zA-Z0-9]/_}.log
  mkdir -p .deps/log
  ("$@") 3>&1 >"$log" 2>&1 </dev/null || code=$?
  took=$(($(now_millis) - start))
  if [ "$code" = 0 ]; then
    printf '  done    %-44s %4d.%d s\n' "$name" $((took / 1000)) $((took % 1000 / 100))
  else
    printf '  FAILED  %-44s %4d.%d s\n' "$name" $((took / 1000)) $((took % 1000 / 100))
    tail -n 30 "$log" >&2
    echo "The whole log: $log" >&2
  fi
  return "$code"
}

say() { printf '          %s\n' "$*" >&3; }
