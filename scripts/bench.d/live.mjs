// SPDX-License-Identifier: Apache-2.0
// Live fan-out through the whole server, from before the post to each viewer, beside nchan in turn. An event of
// ours is durable first; nchan keeps it in memory. nchan's events are as large as ours.
import { attempt, fanout, fresh_server, interleaved, kRoundSeconds, new_incident, print, rounded, start_nchan, stop_all } from "./support.mjs";

async function event_bytes(server, path) {
  const stream = server.caller.live("/api/v1/live");
  await stream.open();
  const { seq } = await server.caller.write(path, { kind: "observation", text: "Seen at @1234567890123@ by a bench" });
  const event = await stream.until("the event", (one) => one.id === seq);
  stream.close();
  return event.data.length;
}

async function beside(server, path, peer, bytes, shape) {
  const ours = { port: server.port, token: server.act, publish: path, subscribe: "/api/v1/live", ...shape };
  const theirs = { port: peer.port, publish: "/pub", subscribe: "/sub", bytes, ...shape };
  return interleaved(() => fanout(ours), () => fanout(theirs));
}

const server = await fresh_server();
const path = await new_incident(server);
const bytes = await event_bytes(server, path);
const peer = await start_nchan();
// Long enough for a 99th percentile of 50 viewers to mean something.
const seconds = Math.max(1, kRoundSeconds);
await attempt("live_paced", async () => {
  const [ours, theirs] = await beside(server, path, peer, bytes, { viewers: 50, rate: 100, seconds });
  print({ bench: "live_paced", viewers: 50, entries_per_second: 100, event_bytes: bytes, p50_ms: ours.p50_ms, p99_ms: ours.p99_ms, nchan_p50_ms: theirs.p50_ms,
    nchan_p99_ms: theirs.p99_ms, ratio: rounded(ours.p99_ms / theirs.p99_ms), generator_cpu_percent: ours.generator_cpu_percent });
});
await attempt("live_flat_out", async () => {
  const [ours, theirs] = await beside(server, path, peer, bytes, { viewers: 200, rate: 0, seconds, publishers: 8 });
  print({ bench: "live_flat_out", viewers: 200, event_bytes: bytes, deliveries_per_second: ours.deliveries_per_second, nchan_deliveries_per_second: theirs.deliveries_per_second,
    ratio: rounded(ours.deliveries_per_second / theirs.deliveries_per_second), generator_cpu_percent: ours.generator_cpu_percent,
    nchan_generator_cpu_percent: theirs.generator_cpu_percent });
});
for (const viewers of [50, 500]) {
  await attempt(`live_fanout, ${viewers} viewers`, async () => {
    const [got] = await interleaved(() => fanout({ port: server.port, token: server.act, publish: path, subscribe: "/api/v1/live", viewers, rate: 20, publishers: 1, seconds }));
    print({ bench: "live_fanout", viewers, entries_per_second: 20, p50_ms: got.p50_ms, p99_ms: got.p99_ms, generator_cpu_percent: got.generator_cpu_percent });
  });
}
await peer.stop();
await server.stop();
await stop_all();
