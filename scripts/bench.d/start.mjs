// SPDX-License-Identifier: Apache-2.0
// A server that starts on a journal of a million entries with 100,000 firing alerts: first by folding all of it,
// then again, and what its /state weighs.
import { attempt, generator, kSeconds, median, memory, print, rounded, stop_all, until, Watchfloord, send } from "./support.mjs";

const kEntries = kSeconds < 3 ? 200_000 : 1_000_000;
const kAlerts = kEntries / 10;
const kStarts = 3;

await attempt("start", async () => {
  const server = await Watchfloord.create();
  await generator("journal_maker", { folder: server.data, entries: kEntries, alerts: kAlerts }, 300_000);
  const token = server.token("bench", "read");
  const starts = [];
  for (let round = 0; round <= kStarts; round += 1) {
    await server.start(["--no-host-source", "--log-level", "error"]);
    starts.push(server.ready_millis);
    const began = performance.now();
    const state = await send("GET", `${server.url}/api/v1/state`, { headers: { authorization: `Bearer ${token}` }, millis: 60_000 });
    const state_ms = rounded(performance.now() - began, 1);
    if (round === kStarts) {
      const rest = starts.slice(1);
      print({ bench: "start", entries: kEntries, firing_alerts: kAlerts, first_ready_ms: starts[0], ready_ms: median(rest),
        refold_entries_per_second: Math.round(kEntries / (starts[0] / 1000)), state_bytes: state.bytes.length, state_ms, ...memory(server.child.process.pid) });
    }
    await server.stop();
    await until("the server is gone", () => !server.child.running, 10_000);
  }
});
await stop_all();
