#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rendered configuration starts the real three, and stopping node_exporter fires InstanceDown. The
# server is a stand-in that hands out tokens; the end-to-end tests use the real one.
set -uo pipefail
cd "$1"
. tests/setup/expect.sh
. scripts/run.d/children.sh
. scripts/run.d/monitoring.sh

work=$(mktemp -d)
trap 'stop_children; rm -rf "$work"' EXIT

free_ports() {
  local candidate found=()
  while [ ${#found[@]} -lt 4 ]; do
    candidate=$((20000 + RANDOM % 12000))
    port_answers "$candidate" || found+=("$candidate")
  done
  echo "${found[@]}"
}
read -r port prometheus alertmanager node <<<"$(free_ports)"
ports=$prometheus,$alertmanager,$node

cat >"$work/server" <<'END'
#!/usr/bin/env bash
echo "$*" >>"$(dirname "$0")/calls"
echo "token for $6"
END
chmod +x "$work/server"
data=$work/data
prepare_monitoring "$work/server" "$data" "$port" "$ports" >/dev/null
prepare_monitoring "$work/server" "$data" "$port" "$ports" >/dev/null
expect "each token is made once" test "$(wc -l <"$work/calls")" = 2
expect "with its scope" grep -q -- "--name prometheus --scope intake:prometheus" "$work/calls"
expect "and only its owner can read it" test "$(stat -c %a "$data/monitoring/prometheus.token")" = 600
expect "Prometheus accepts its configuration" promtool check config "$data/monitoring/prometheus.yml"
expect "Alertmanager accepts its own" amtool check-config "$data/monitoring/alertmanager.yml"
expect_not "every placeholder is filled" grep -n '@[A-Z_]*@' "$data"/monitoring/*.yml

start_monitoring "$data" "$ports" >"$work/started"
node_pid=${child_pids[0]}
expect "the process id of node_exporter is said" grep -q "kill $node_pid " "$work/started"

# eventually SECONDS COMMAND…
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
prometheus_says() { promtool query instant "http://127.0.0.1:$prometheus" "$1" | grep -q .; }
alertmanager_has() { amtool --alertmanager.url "http://127.0.0.1:$alertmanager" alert query "alertname=$1" -o simple | grep -q "$1"; }

expect "Prometheus reads node_exporter" eventually 60 prometheus_says 'up{job="node"} == 1'
expect_not "and all is well" prometheus_says 'ALERTS{alertname="InstanceDown"}'
kill "$node_pid"
expect "a stopped node_exporter fires the alert" eventually 60 prometheus_says 'ALERTS{alertname="InstanceDown",alertstate="firing",job="node"}'
expect "and Alertmanager learns of it" eventually 60 alertmanager_has InstanceDown

expect_not "a port that is taken is refused" prepare_monitoring "$work/server" "$data" "$port" "$ports"
pids=("${child_pids[@]}")
stop_children
ended() {
  local pid
  for pid in "${pids[@]}"; do
    ! kill -0 "$pid" 2>/dev/null || return 1
  done
}
expect "afterwards none of them runs" ended
finish
