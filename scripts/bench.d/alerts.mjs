// SPDX-License-Identifier: Apache-2.0
// POST /api/v2/alerts beside Debian's Alertmanager, each in turn, and then what 20,000 alerts cost both: memory,
// and the bytes and time of a new viewer's first request. What 100,000 alerts make of /state.
import { attempt, fresh_server, interleaved, kRoundSeconds, load, median, memory, print, rounded, send, start_alertmanager, stop_all } from "./support.mjs";

const kAlerts = "/api/v2/alerts";

async function posts(kind, batch) {
  const server = await fresh_server();
  const peer = await start_alertmanager();
  const options = (round) => ({ path: kAlerts, kind, batch, clients: 8, seconds: kRoundSeconds, first: kind === "alerts" ? round * 10_000_000 : 0 });
  if (kind === "resend") {
    await load({ port: server.port, token: server.intake, ...options(0), count: 8 });
    await load({ port: peer.port, ...options(0), count: 8 });
  }
  const [ours, theirs] = await interleaved(
    (round) => load({ port: server.port, token: server.intake, ...options(round) }),
    (round) => load({ port: peer.port, ...options(round) }));
  print({ bench: kind === "alerts" ? "post_new_alerts" : "post_resent_alerts", batch, alerts_per_second: Math.round(ours.per_second * batch),
    alertmanager_alerts_per_second: Math.round(theirs.per_second * batch), ratio: rounded(ours.per_second / theirs.per_second),
    p99_ms: ours.p99_ms, alertmanager_p99_ms: theirs.p99_ms, generator_cpu_percent: ours.generator_cpu_percent });
  await Promise.all([server.stop(), peer.stop()]);
}

async function fill(port, token, alerts) {
  await load({ port, path: kAlerts, kind: "alerts", batch: 500, clients: 4, count: alerts / 500, ...(token ? { token } : {}) });
}

// The time and size of a GET, medians of five.
async function get(port, path, token) {
  const times = [];
  let bytes = 0;
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    const answer = await send("GET", `http://127.0.0.1:${port}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {}, millis: 60_000 });
    times.push(performance.now() - began);
    if (answer.status !== 200) {
      throw new Error(`GET ${path} answered ${answer.status}`);
    }
    bytes = answer.bytes.length;
  }
  return { bytes, ms: rounded(median(times), 1) };
}

async function twenty_thousand() {
  const server = await fresh_server();
  const peer = await start_alertmanager();
  await fill(server.port, server.intake, 20_000);
  await fill(peer.port, "", 20_000);
  const ours = memory(server.pid);
  const theirs = memory(peer.pid);
  print({ bench: "memory_20k_alerts", rss_mib: ours.rss_mib, alertmanager_rss_mib: theirs.rss_mib, ratio: rounded(ours.rss_mib / theirs.rss_mib) });
  const state = await get(server.port, "/api/v1/state", server.act);
  const all = await get(server.port, kAlerts, server.act);
  const list = await get(peer.port, kAlerts, "");
  print({ bench: "get_20k_alerts", what: "a new viewer's first request", bytes: state.bytes, ms: state.ms, alertmanager_bytes: list.bytes,
    alertmanager_ms: list.ms, ratio_bytes: rounded(state.bytes / list.bytes, 3), ratio_time: rounded(state.ms / list.ms, 3) });
  print({ bench: "get_20k_alerts", what: "GET /api/v2/alerts", bytes: all.bytes, ms: all.ms, alertmanager_bytes: list.bytes,
    alertmanager_ms: list.ms, ratio_bytes: rounded(all.bytes / list.bytes, 3), ratio_time: rounded(all.ms / list.ms, 3) });
  await Promise.all([server.stop(), peer.stop()]);
}

async function hundred_thousand() {
  const server = await fresh_server();
  await fill(server.port, server.intake, 100_000);
  const state = await get(server.port, "/api/v1/state", server.act);
  print({ bench: "state_100k_alerts", bytes: state.bytes, ms: state.ms, ...memory(server.pid) });
  await server.stop();
}

for (const kind of ["alerts", "resend"]) {
  for (const batch of [1, 10, 64, 256]) {
    await attempt(`post ${kind}, batch ${batch}`, () => posts(kind, batch));
  }
}
await attempt("memory_20k_alerts", twenty_thousand);
await attempt("state_100k_alerts", hundred_thousand);
await stop_all();
