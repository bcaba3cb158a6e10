// SPDX-License-Identifier: Apache-2.0
// The generated suite as Debian's Prometheus foretells it: back-filled by promtool, then predict_linear over seven days
// asked for each of the 168 hours that follow. Prints its error on each kind.
import { spawnSync } from "node:child_process";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child, free_port, print, send, temporary_folder, until } from "./support.mjs";

const kProgram = `${process.env.BENCH_PROGRAMS}/forecast_bench`;
const kEnd = 1_767_571_200 + (6 * 168 - 1) * 3600; // the suite's last hour
const kHours = 168;

// One block: each of two hours would be made by a reading of the whole text.
function run(command, words, output = "pipe") {
  const done = spawnSync(command, words, { stdio: ["ignore", output, "pipe"], encoding: "utf8", maxBuffer: 1 << 26 });
  if (done.status !== 0) {
    throw new Error(`${command}: ${done.stderr?.trim() || done.error?.message || done.status}`);
  }
  return done.stdout;
}

async function prometheus(folder) {
  const port = await free_port();
  writeFileSync(join(folder, "prometheus.yml"), "global: {}\n");
  const child = new Child("prometheus", ["prometheus", `--config.file=${join(folder, "prometheus.yml")}`, `--storage.tsdb.path=${join(folder, "data")}`,
    "--storage.tsdb.retention.time=100y", `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"], { log: join(folder, "prometheus.log") });
  await until("Prometheus is ready", async () => (await send("GET", `http://127.0.0.1:${port}/-/ready`)).status === 200, 30_000);
  return { child, port };
}

export async function beside_prometheus() {
  const folder = temporary_folder();
  const text = join(folder, "suite.txt");
  run(kProgram, ["part=openmetrics"], openSync(text, "w"));
  run("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=2688h", "--quiet", text, join(folder, "data")]);
  const { child, port } = await prometheus(folder);
  const lines = [];
  for (let hour = 0; hour < kHours; hour += 1) {
    const query = encodeURIComponent(`predict_linear(suite[7d], ${(hour + 1) * 3600})`);
    const answer = await send("GET", `http://127.0.0.1:${port}/api/v1/query?time=${kEnd}&query=${query}`, { millis: 60_000 });
    for (const { metric, value } of JSON.parse(answer.bytes.toString()).data.result) {
      lines.push(`${metric.kind} ${metric.number} ${hour} ${value[1]}`);
    }
  }
  await child.stop();
  writeFileSync(join(folder, "predictions"), lines.join("\n"));
  process.stdout.write(run(kProgram, ["part=score", `predictions=${join(folder, "predictions")}`]));
  if (lines.length === 0) {
    print({ bench: "forecast_prometheus", failed: "Prometheus foretold nothing" });
  }
}
