// SPDX-License-Identifier: Apache-2.0
// 100,000 deliveries of alerts in three shapes, half of them repeated, in any order, some resolved before they
// fire, while a room of five screens watches notes arrive.
import { attempt, fanout, fresh_server, load, memory, new_incident, print, stop_all } from "./support.mjs";

const kDeliveries = 100_000;

// The end of it as Alertmanager's clients see it: it must not depend on shape or order.
async function outcome(server) {
  const { alerts, firing } = (await server.caller.read("/api/v1/state")).state;
  const active = await server.bearer(server.act).read("/api/v2/alerts");
  return { active: active.length, firing: firing ?? alerts?.length ?? 0 };
}

async function storm(name, batch, seed) {
  const server = await fresh_server();
  const path = await new_incident(server);
  const [got, room] = await Promise.all([
    load({ port: server.port, token: server.intake, path: "/api/v2/alerts", kind: "storm", alerts: kDeliveries, batch, seed, clients: 8, count: Math.ceil(kDeliveries / batch) }),
    fanout({ port: server.port, token: server.act, publish: path, subscribe: "/api/v1/live", viewers: 5, rate: 10, publishers: 2, seconds: 5 }),
  ]);
  print({ bench: "storm", shape: name, seconds: got.seconds, ack_p99_ms: got.p99_ms, screens_p50_ms: room.p50_ms, screens_p99_ms: room.p99_ms,
    ...memory(server.pid), ...await outcome(server), generator_cpu_percent: got.generator_cpu_percent });
  await server.stop();
}

await attempt("storm, 1 POST", () => storm("1 x 100,000", kDeliveries, 1));
await attempt("storm, 100 POSTs", () => storm("100 x 1,000", 1_000, 2));
await attempt("storm, 100,000 POSTs", () => storm("100,000 x 1", 1, 3));
await stop_all();
