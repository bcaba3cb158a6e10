// SPDX-License-Identifier: Apache-2.0
// Durable appends through HTTP: notes one by one, and alerts, an entry each, in batches of 100.
import { attempt, fresh_server, kRounds, kRoundSeconds, load, medians, new_incident, print, rounded, stop_all } from "./support.mjs";

async function rounds_of(options) {
  const rounds = [];
  for (let round = 0; round < kRounds; round += 1) {
    rounds.push(await load({ seconds: kRoundSeconds, ...options(round) }));
  }
  return medians(rounds);
}

await attempt("appends_single", async () => {
  const server = await fresh_server();
  const path = await new_incident(server);
  // All are one caller, who is given half of the places there are.
  for (const clients of [1, 8, 16]) {
    const got = await rounds_of(() => ({ port: server.port, path, kind: "note", clients, token: server.act }));
    print({ bench: "appends_single", clients, entries_per_second: Math.round(got.per_second), p99_ms: got.p99_ms, generator_cpu_percent: got.generator_cpu_percent });
  }
  await server.stop();
});
await attempt("appends_batched", async () => {
  const server = await fresh_server();
  const batch = 100;
  const before = await server.caller.head();
  let posted = 0;
  const got = await rounds_of((round) => ({ port: server.port, path: "/api/v2/alerts", kind: "alerts", batch, clients: 8,
    first: round * 10_000_000, token: server.intake }));
  posted = got.per_second * batch;
  const after = await server.caller.head();
  print({ bench: "appends_batched", clients: 8, batch, entries_per_second: Math.round(posted), p99_ms: got.p99_ms,
    entries_written: (after.seq ?? after) - (before.seq ?? before), generator_cpu_percent: rounded(got.generator_cpu_percent, 0) });
  await server.stop();
});
await stop_all();
