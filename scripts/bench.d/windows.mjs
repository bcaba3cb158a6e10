// SPDX-License-Identifier: Apache-2.0
// What a new alert costs beside maintenance windows: without any, with one that is over, and with a thousand that are
// to come, each on a server of its own that holds 20,000 alerts. One sender, one alert a delivery.
import { attempt, fresh_server, interleaved, kRoundSeconds, load, print, rounded, stop_all, until } from "./support.mjs";

const kPassword = "a long enough password";
const kAlerts = "/api/v2/alerts";
const kFiring = 20_000;
const kToCome = 1_000;
const kHour = 3_600_000;
const at = (millis) => new Date(Date.now() + millis).toISOString();

async function planned(planner, approver, from, to) {
  const { created } = await planner.write("/api/v1/maintenance-windows", { title: "Replace a power supply", services: ["shop"], from: at(from), to: at(to) });
  await approver.write(`/api/v1/maintenance-windows/${created}/transitions`, { to: "approved" });
}

async function server_with(windows) {
  const server = await fresh_server();
  ["Ada", "Grace"].forEach((name) => server.add_user(name, kPassword, "incident_manager", "maintenance_planner", "service_desk"));
  const planner = await server.person("Ada", kPassword);
  const approver = await server.person("Grace", kPassword);
  await planner.write("/api/v1/services", { id: "shop", name: "shop", match: { service: "shop" } });
  await windows(planner, approver);
  await load({ port: server.port, token: server.intake, path: kAlerts, kind: "alerts", batch: 500, clients: 4, count: kFiring / 500, first: 900_000_000 });
  return server;
}

async function one_that_is_over(planner, approver) {
  await planned(planner, approver, 1_000, 3_000);
  await until("the window is over", async () => (await planner.read("/api/v1/maintenance-windows")).items.every((window) => Date.parse(window.to) < Date.now()), 20_000);
}

async function many_to_come(planner, approver) {
  for (let day = 1; day <= kToCome; day += 1) {
    await planned(planner, approver, 24 * kHour * day, 24 * kHour * day + kHour);
  }
}

await attempt("windows", async () => {
  const servers = [await server_with(async () => {}), await server_with(one_that_is_over), await server_with(many_to_come)];
  const sides = servers.map((server) => (round) => load({ port: server.port, token: server.intake, path: kAlerts, kind: "alerts", batch: 1, clients: 1, seconds: kRoundSeconds, first: round * 1_000_000 }));
  const [none, over, to_come] = await interleaved(...sides);
  const millis = (side) => rounded(1_000 / side.per_second, 3);
  print({ bench: "alert_beside_windows", what: "one that is over", ms: millis(over), without_ms: millis(none) });
  print({ bench: "alert_beside_windows", what: "1,000 to come", ms: millis(to_come), without_ms: millis(none) });
});
await stop_all();
