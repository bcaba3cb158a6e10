# SPDX-License-Identifier: Apache-2.0
# Prometheus, Alertmanager and node_exporter, started by hand on loopback with their own data in the data
# folder. Alerts reach the server twice, on purpose: from Prometheus through /api/v2/alerts and from
# Alertmanager's webhook; they count once. Sourced, after children.sh.

# create_token SERVER DATA NAME: an intake token in DATA/monitoring/NAME.token, made once, readable by the
# owner alone. The server must not be running yet.
create_token() {
  local file=$2/monitoring/$3.token
  [ -s "$file" ] || (umask 077 && "$1" token create --data "$2" --name "$3" --scope "intake:$3" | tail -n 1 | tr -d '\n' >"$file") || {
    rm -f "$file"
    echo "could not create the intake token $3" >&2
    return 1
  }
}

render() { # TEMPLATE FILE PORT PROMETHEUS ALERTMANAGER NODE FOLDER
  sed -e "s|@WATCHFLOOR_PORT@|$3|g" -e "s|@PROMETHEUS_PORT@|$4|g" -e "s|@ALERTMANAGER_PORT@|$5|g" \
    -e "s|@NODE_EXPORTER_PORT@|$6|g" -e "s|@FOLDER@|$7|g" "$1" >"$2"
}

# prepare_monitoring SERVER DATA PORT PORTS
prepare_monitoring() {
  local prometheus alertmanager node busy folder name
  IFS=, read -r prometheus alertmanager node <<<"$4"
  for busy in "$prometheus" "$alertmanager" "$node"; do
    if port_answers "$busy"; then
      echo "Port $busy is taken: choose three others with --monitoring-ports" >&2
      return 1
    fi
  done
  (umask 077 && mkdir -p "$2/monitoring"/{prometheus,alertmanager})
  folder=$(realpath "$2/monitoring")
  create_token "$1" "$2" prometheus
  create_token "$1" "$2" alertmanager
  for name in prometheus.yml alertmanager.yml rules.yml; do
    render "assets/monitoring/$name" "$folder/$name" "$3" "$prometheus" "$alertmanager" "$node" "$folder"
  done
  echo "Monitoring"
}

# start_monitoring DATA PORTS
start_monitoring() {
  local prometheus alertmanager node folder=$1/monitoring
  IFS=, read -r prometheus alertmanager node <<<"$2"
  start_child node_exporter "$folder/node_exporter.log" \
    prometheus-node-exporter "--web.listen-address=127.0.0.1:$node"
  echo "  (kill $child_pid to see the alert InstanceDown)"
  start_child alertmanager "$folder/alertmanager.log" \
    prometheus-alertmanager "--config.file=$folder/alertmanager.yml" "--storage.path=$folder/alertmanager" \
    "--web.listen-address=127.0.0.1:$alertmanager" --cluster.listen-address=
  start_child prometheus "$folder/prometheus.log" \
    prometheus "--config.file=$folder/prometheus.yml" "--storage.tsdb.path=$folder/prometheus" \
    "--web.listen-address=127.0.0.1:$prometheus" --storage.tsdb.retention.time=7d
}
