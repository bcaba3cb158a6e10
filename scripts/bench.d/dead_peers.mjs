// SPDX-License-Identifier: Apache-2.0
// 1,000 viewers through the whole server, alone and then beside two dead peers: one that reads no more and one whose
// machine lost its power. What do the others notice, and when are the two gone?
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { attempt, fanout, fresh_server, kRounds, kRoundSeconds, kSeconds, load, median, new_incident, print, rounded, send, stop_all, until } from "./support.mjs";

const kViewers = 1_000;
const kRate = 10;
// Far more than the kernel's buffers take: a peer that reads no more is stuck at once.
const kHistory = 5_000;
const program = join(resolve(process.env.BENCH_PROGRAMS ?? "build/bench/tests/bench"), "dead_peers");

async function metric(server, name) {
  const { text } = await send("GET", `${server.url}/metrics`);
  return Number(new RegExp(`^\\S*${name} (\\d+)$`, "m").exec(text)[1]);
}

async function nobody_left(server) {
  await until("the viewers are gone", async () => await metric(server, "live_viewers") === 0, 60_000, 50);
}

async function dead_peers(server) {
  const child = spawn(program, [`port=${server.port}`, "subscribe=/api/v1/live", `token=${server.act}`]);
  await new Promise((done, failed) => {
    child.stdout.once("data", done);
    child.once("exit", (code) => failed(new Error(`dead_peers ended with ${code}`)));
  });
  return child;
}

// Of the others: what a second of notes takes to reach them.
async function round(server, path, dead) {
  const shape = { port: server.port, token: server.act, publish: path, subscribe: "/api/v1/live", viewers: kViewers, rate: kRate, publishers: 2, seconds: Math.max(1, kRoundSeconds) };
  const peers = dead ? await dead_peers(server) : null;
  const room = await fanout(shape);
  peers?.kill();
  await nobody_left(server);
  return room;
}

// With nobody but the two the number of viewers says when each is gone. The non-reader comes first: the half-open
// peer is the kernel's to find.
async function time_until_gone(server) {
  const peers = await dead_peers(server);
  const began = performance.now();
  const left = async (viewers) => {
    await until(`${viewers} of the dead are left`, async () => await metric(server, "live_viewers") <= viewers, 60_000, 50);
    return rounded((performance.now() - began) / 1_000);
  };
  const gone = { non_reader_gone_s: await left(1), half_open_gone_s: await left(0) };
  peers.kill();
  return gone;
}

await attempt("dead_peers", async () => {
  const server = await fresh_server();
  const path = await new_incident(server);
  await load({ port: server.port, token: server.act, path, clients: 8, count: kHistory });
  const gone = await time_until_gone(server);
  const alone = [];
  const beside = [];
  for (let i = 0; i < (kSeconds < 3 ? 1 : kRounds); i += 1) {
    alone.push(await round(server, path, false));
    beside.push(await round(server, path, true));
  }
  const p99 = (rounds) => median(rounds.map((one) => one.p99_ms));
  print({ bench: "dead_peers", viewers: kViewers, entries_per_second: kRate, alone_p99_ms: p99(alone), beside_p99_ms: p99(beside),
    more_ms: rounded(p99(beside) - p99(alone)), ...gone, generator_cpu_percent: median(beside.map((one) => one.generator_cpu_percent)) });
  await server.stop();
});
await stop_all();
