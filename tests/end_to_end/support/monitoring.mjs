// SPDX-License-Identifier: Apache-2.0
// Debian's Prometheus, Alertmanager and node_exporter on loopback ports of their own, configured with the very
// files that scripts/run --monitoring uses.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child, free_port } from "./processes.mjs";
import { send } from "./http.mjs";
import { Hopeless, until } from "./waiting.mjs";

const kConfigurations = new URL("../../../assets/monitoring/", import.meta.url);

export class Monitoring {
  static async create(server) {
    const ports = { prometheus: await free_port(), alertmanager: await free_port(), node: await free_port() };
    return new Monitoring(server, ports);
  }

  constructor(server, ports) {
    this.server = server;
    this.ports = ports;
    this.folder = join(server.folder, "monitoring");
    this.url = `http://127.0.0.1:${ports.prometheus}`;
    this.children = {};
    for (const part of ["prometheus", "alertmanager"]) {
      mkdirSync(join(this.folder, part), { recursive: true });
      writeFileSync(join(this.folder, `${part}.token`), server.token(part, `intake:${part}`), { mode: 0o600 });
    }
    for (const name of ["prometheus.yml", "alertmanager.yml", "rules.yml"]) {
      writeFileSync(join(this.folder, name), this.rendered(name));
    }
  }

  // Scrapes and evaluates every second, because a test should not wait for five.
  rendered(name) {
    return readFileSync(new URL(name, kConfigurations), "utf8")
      .replaceAll("@WATCHFLOOR_PORT@", this.server.port)
      .replaceAll("@PROMETHEUS_PORT@", this.ports.prometheus)
      .replaceAll("@ALERTMANAGER_PORT@", this.ports.alertmanager)
      .replaceAll("@NODE_EXPORTER_PORT@", this.ports.node)
      .replaceAll("@FOLDER@", this.folder)
      .replaceAll(/(scrape_interval|evaluation_interval|scrape_timeout): \ds/g, "$1: 1s");
  }

  launch(name, command) {
    this.children[name] = new Child(name, command, { log: join(this.folder, `${name}.log`) });
  }

  async start() {
    const local = (part) => `--web.listen-address=127.0.0.1:${this.ports[part]}`;
    this.launch("node_exporter", ["prometheus-node-exporter", local("node")]);
    this.launch("alertmanager", ["prometheus-alertmanager", `--config.file=${this.folder}/alertmanager.yml`,
      `--storage.path=${this.folder}/alertmanager`, local("alertmanager"), "--cluster.listen-address="]);
    this.launch("prometheus", ["prometheus", `--config.file=${this.folder}/prometheus.yml`,
      `--storage.tsdb.path=${this.folder}/prometheus`, local("prometheus")]);
    await until("Prometheus sees all of its targets", async () => {
      const ended = Object.values(this.children).find((child) => !child.running);
      if (ended) {
        throw new Hopeless(`${ended.name} ended: ${ended.text().slice(-300)}`);
      }
      const answer = await this.query("up");
      return answer.length === 3 && answer.every((series) => series.value[1] === "1");
    }, 40_000, 200);
  }

  async query(expression) {
    const answer = await send("GET", `${this.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    return answer.json.data.result;
  }

  // The moment at which Prometheus itself says that the alert fires.
  async fires(name) {
    await until(`Prometheus says that ${name} fires`, async () => {
      const answer = await send("GET", `${this.url}/api/v1/alerts`);
      return answer.json.data.alerts.find((alert) => alert.labels.alertname === name && alert.state === "firing");
    }, 30_000, 10);
    return Date.now();
  }

  stop_node_exporter() {
    return this.children.node_exporter.stop();
  }

  async stop() {
    await Promise.all(Object.values(this.children).map((child) => child.stop()));
  }
}
