// SPDX-License-Identifier: Apache-2.0
// 5,000 viewers, the server killed and started again: when are all back, and do they have every event once?
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { attempt, fresh_server, kSeconds, memory, new_incident, print, stop_all } from "./support.mjs";

const kEvents = 10;
const kViewers = kSeconds < 3 ? 1_000 : 5_000;

async function lines_of(child, each) {
  let rest = "";
  for await (const part of child.stdout) {
    rest += part;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      await each(JSON.parse(rest.slice(0, end)));
      rest = rest.slice(end + 1);
    }
  }
}

await attempt("restart", async () => {
  const server = await fresh_server();
  const path = await new_incident(server);
  const before = memory(server.pid);
  const program = resolve(process.env.BENCH_PROGRAMS ?? "build/bench/tests/bench", "restart_bench");
  const child = spawn(program, [`port=${server.port}`, "subscribe=/api/v1/live?after=0", `token=${server.act}`, `viewers=${kViewers}`, `events=${kEvents}`]);
  const ended = once(child, "exit");
  const down = {};
  await lines_of(child, async (line) => {
    if (line.attached === undefined) {
      print({ bench: "restart", ...line, ...down, rss_before_mib: before.rss_mib });
      return;
    }
    down.rss_with_viewers_mib = memory(server.pid).rss_mib;
    await server.kill();
    await server.start(["--no-host-source", "--log-level", "error"]);
    down.ready_ms = server.ready_millis;
    for (let event = 0; event < kEvents; event += 1) {
      await server.caller.write(path, { kind: "observation", text: `Seen at @${Math.round(performance.now() * 1000) + 1}@ by a bench` });
    }
  });
  await server.stop();
  const [code] = await ended;
  if (code !== 0) {
    throw new Error("not every viewer was back with every event");
  }
});
await stop_all();
