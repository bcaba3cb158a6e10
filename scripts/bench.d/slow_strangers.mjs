// SPDX-License-Identifier: Apache-2.0
// 200 requests whose bodies never come, from four addresses and without credentials, are held open for a minute. What do
// monitoring, people who sign in and consoles notice, beside what they see without the strangers?
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { attempt, kSeconds, print, rounded, stop_all, Watchfloord } from "./support.mjs";

const kStrangers = 200;
const kAddresses = 4;
const kLong = kSeconds < 3 ? kSeconds : 60;
const kAlone = Math.min(kLong, 15);
const kPassword = "a long enough password";
const program = join(resolve(process.env.BENCH_PROGRAMS ?? "build/bench/tests/bench"), "slow_strangers");

async function strangers(server) {
  const child = spawn(program, [`port=${server.port}`, `count=${kStrangers}`, `addresses=${kAddresses}`]);
  await new Promise((done, failed) => {
    child.stdout.once("data", done);
    child.once("exit", (code) => failed(new Error(`slow_strangers ended with ${code}`)));
  });
  return child;
}

// Asks again and again, with a pause, until it is over.
async function measured(ends, pause, wanted, ask) {
  const millis = [];
  let refused = 0;
  while (performance.now() < ends) {
    const began = performance.now();
    const answer = await ask(millis.length);
    millis.push(performance.now() - began);
    refused += answer.status === wanted ? 0 : 1;
    await new Promise((done) => setTimeout(done, pause));
  }
  millis.sort((a, b) => a - b);
  return { requests: millis.length, refused, p99_ms: rounded(millis[Math.floor((millis.length - 1) * 0.99)]), max_ms: rounded(millis.at(-1)) };
}

await attempt("slow_strangers", async () => {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "resolver");
  await server.start(["--no-host-source", "--log-level", "error"]);
  const ada = await server.person("Ada", kPassword);
  const monitoring = server.bearer(server.token("monitoring", "intake:monitoring"));
  const all_for = async (seconds) => {
    const ends = performance.now() + seconds * 1_000;
    const [alerts, calls, sign_ins] = await Promise.all([
      measured(ends, 5, 200, (n) => monitoring.send("POST", "/api/v2/alerts", [{ labels: { alertname: "Bench", n: `${n % 100}` } }])),
      measured(ends, 5, 200, () => ada.send("GET", "/api/v1/summary")),
      measured(ends, 250, 201, () => server.nobody().send("POST", "/api/v1/session", { name: "Ada", password: kPassword }, { origin: server.url })),
    ]);
    return { alerts, "console calls": calls, "sign-ins": sign_ins };
  };
  const alone = await all_for(kAlone);
  const attack = await strangers(server);
  const beside = await all_for(kLong);
  attack.kill();
  for (const [what, figures] of Object.entries(beside)) {
    print({ bench: "slow_strangers_kind", what, ...figures, alone_p99_ms: alone[what].p99_ms });
  }
  const kinds = Object.values(beside);
  print({ bench: "slow_strangers", strangers: kStrangers, seconds: kLong, requests: kinds.reduce((sum, one) => sum + one.requests, 0),
    refused: kinds.reduce((sum, one) => sum + one.refused, 0) });
  await server.stop();
});
await stop_all();
