// SPDX-License-Identifier: Apache-2.0
// A server that starts on a long journal: first by folding all of it, then again from its snapshot, and what its
// /state weighs. A million entries with a tenth of them firing alerts; with the word `10m`, ten million with 100,000,
// and the first usable board of a browser on it.
import { attempt, generator, kSeconds, median, memory, print, rounded, stop_all, until, Watchfloord, send } from "./support.mjs";
import { first_board } from "./first_board.mjs";

const kLong = process.argv[2] === "10m";
const kEntries = kLong ? 10_000_000 : kSeconds < 3 ? 200_000 : 1_000_000;
const kAlerts = kLong ? 100_000 : kEntries / 10;
const kStarts = 3;
const kMakingMillis = 550_000;
const kStartingMillis = 120_000;
const kPassword = "a long enough password";

async function ready(server) {
  await server.start(["--no-host-source", "--log-level", "error"], kStartingMillis);
  return server.ready_millis;
}

async function timed_state(server, token) {
  const began = performance.now();
  const state = await send("GET", `${server.url}/api/v1/state`, { headers: { authorization: `Bearer ${token}` }, millis: 60_000 });
  return { state_bytes: state.bytes.length, state_ms: rounded(performance.now() - began, 1) };
}

async function stopped(server) {
  await server.stop();
  await until("the server is gone", () => !server.child.running, 60_000);
}

await attempt("start", async () => {
  const server = await Watchfloord.create();
  const making = performance.now();
  await generator("journal_maker", { folder: server.data, entries: kEntries, alerts: kAlerts }, kMakingMillis);
  const making_s = rounded((performance.now() - making) / 1_000, 1);
  const first_ready_ms = await ready(server);
  const token = server.token("bench", "read");
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  await stopped(server);
  const starts = [];
  for (let round = 0; round < kStarts; round += 1) {
    starts.push(await ready(server));
    if (round + 1 < kStarts) {
      await stopped(server);
    }
  }
  print({ bench: "start", entries: kEntries, firing_alerts: kAlerts, making_s, first_ready_ms, ready_ms: median(starts),
    refold_entries_per_second: Math.round(kEntries / (first_ready_ms / 1000)), ...await timed_state(server, token), ...memory(server.child.process.pid) });
  if (kLong) {
    await attempt("first_board_10m", async () => print({ bench: "first_board_10m", entries: kEntries, ...await first_board(server, "Ada", kPassword, /100,?000|DiskFull/, "DiskFull") }));
  }
  await stopped(server);
});
await stop_all();
