// SPDX-License-Identifier: Apache-2.0
// A room with something in it: services, alerts, a declared major incident, changes and maintenance.
import { until } from "./waiting.mjs";

const kMinute = 60_000;
const ago = (minutes) => new Date(Date.now() - minutes * kMinute).toISOString();

// The code that a display which is not paired yet shows.
export function shown_code(wall) {
  return until("the wall shows a pairing code", async () => {
    const texts = (await wall.items()).map((item) => item.text.replaceAll(/[\s-]/g, ""));
    return texts.find((text) => /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(text));
  });
}

export async function pair_wall(wall, user, name, audience = "room") {
  await user.write("/api/v1/walls", { audience, code: await shown_code(wall), name });
  await until("the wall is paired", async () => !(await wall.words()).includes("not paired"));
}

export async function furnish_room(server, user) {
  const monitor = server.bearer(server.token("monitor", "intake:monitor"));
  await user.write("/api/v1/services", { id: "shop", name: "shop", public_name: "Online shop", criticality: "critical", match: { service: "shop" } });
  await user.write("/api/v1/services", { id: "mail", name: "mail", public_name: "Mail", match: { service: "mail" } });
  await user.write("/api/v1/bridges", { id: "blue", name: "Blue bridge", link: "https://meet.example.org/blue" });
  await monitor.write("/api/v2/alerts", [
    { labels: { alertname: "CheckoutErrors", service: "shop", severity: "critical" }, annotations: { summary: "38 % of checkouts fail" }, startsAt: ago(12), endsAt: ago(-60) },
    { labels: { alertname: "QueueGrows", service: "mail", severity: "warning" }, annotations: { summary: "12,000 messages wait" }, startsAt: ago(30), endsAt: ago(-60) },
    { labels: { alertname: "CertificateEnds", service: "mail", severity: "info" }, annotations: { summary: "Ends in 20 days" }, startsAt: ago(45), endsAt: ago(-60) },
  ]);
  await user.write("/api/v1/changes", { kind: "deployment", service: "shop", summary: "Release 4.2.0 to production", at: ago(20) });
  await user.write("/api/v1/maintenance-windows", { title: "Replace a power supply", services: ["mail"], from: ago(15), to: ago(-45) });
  await furnish_capacity(user);
  const alerts = (await user.read("/api/v1/alerts")).items;
  const incident = (await user.write("/api/v1/incidents", { title: "Customers cannot complete an order", services: ["shop"],
    alerts: [alerts.find((alert) => alert.labels.alertname === "CheckoutErrors").id] })).created;
  const base = `/api/v1/incidents/${incident}`;
  await user.write(`${base}/major`, { act: "declare", severity: "SEV1" });
  await user.write(`${base}/entries`, { kind: "observation", text: "The service desk reports calls about failed payments", occurred_at: ago(9) });
  await user.write(`${base}/entries`, { kind: "hypothesis", text: "The release twenty minutes ago may be the cause" });
  await user.write(`${base}/entries`, { kind: "decision", text: "Roll the release back" });
  await user.write(`${base}/entries`, { kind: "action", text: "Rolling back on the first half of the hosts" });
  await user.write(`${base}/classification`, { headline: "Checkout fails; rolling back; next decision at the half hour" });
  await user.write(`${base}/updates`, { audience: "internal", text: "Checkout fails for a third of customers. We roll back the last release." });
  return { incident, monitor };
}

// Four minutes of samples: one resource at ease, one beyond its limit. Older ones could lie in an hour that is sealed.
async function furnish_capacity(user) {
  for (const [id, name, base] of [["orders-disk", "Order database, disk", 950], ["orders-processor", "Order database, processor", 420]]) {
    await user.write("/api/v1/capacity", { id, name, unit: "gigabytes", total_milli: 1_000_000, cadence_seconds: 10, services: ["shop"] });
    const samples = Array.from({ length: 24 }, (_, i) => ({ at: ago((24 - i) / 6), value_milli: (base + Math.round(20 * Math.sin(i / 3))) * 1_000 }));
    await user.write(`/api/v1/capacity/${id}/samples`, { samples });
  }
}
