// SPDX-License-Identifier: Apache-2.0
// What the parts of scripts/bench share: servers, load generators, peers, and how a figure is reported.
// BENCH_PROGRAMS is the folder of the load generators, BENCH_SECONDS how long a load figure is measured.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Child, forget_peak, free_port, memory, stop_all, temporary_folder } from "../../tests/end_to_end/support/processes.mjs";
import { send } from "../../tests/end_to_end/support/http.mjs";
import { until } from "../../tests/end_to_end/support/waiting.mjs";
import { Watchfloord } from "../../tests/end_to_end/support/watchfloord.mjs";

export { Child, forget_peak, free_port, memory, send, stop_all, temporary_folder, until, Watchfloord };

const kPrograms = resolve(process.env.BENCH_PROGRAMS ?? "build/bench/tests/bench");
export const kSeconds = Number(process.env.BENCH_SECONDS ?? 5);
export const kRounds = 5;
// One of the five rounds of a figure.
export const kRoundSeconds = Math.max(0.2, kSeconds / kRounds);
const run_file = promisify(execFile);

export const print = (line) => console.log(JSON.stringify(line));
export const rounded = (value, digits = 2) => Number(value.toFixed(digits));

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

// The medians of one field each of rounds' answers.
export function medians(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, median(rounds.map((round) => round[name]))]));
}

// What fails becomes a line of its own; the rest of the part goes on.
export async function attempt(bench, body) {
  try {
    await body();
  } catch (error) {
    print({ bench, failed: String(error?.stderr || error?.message || error).trim().slice(0, 300) });
  }
}

// Measures each of `sides` in turn, five times; answers with each side's medians.
export function interleaved(...sides) {
  return interleaved_rounds(kRounds, ...sides);
}

// The same with as many rounds as a figure needs that swings more.
export async function interleaved_rounds(count, ...sides) {
  const rounds = sides.map(() => []);
  for (let round = 0; round < count; round += 1) {
    for (const [index, side] of sides.entries()) {
      rounds[index].push(await side(round));
    }
  }
  return rounds.map(medians);
}

// Runs a program of tests/bench with name=value words; answers with the JSON it prints.
export async function generator(name, options, millis = 150_000) {
  const words = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  const { stdout } = await run_file(join(kPrograms, name), words, { timeout: millis, maxBuffer: 1 << 24 });
  return stdout.trim() === "" ? null : JSON.parse(stdout);
}

export const load = (options) => generator("load_bench", options);
export const fanout = (options) => generator("fanout_bench", options);

// Processor seconds a process has used.
export function cpu_seconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// A fresh server, measuring nothing but what it is asked to, with tokens for load and for reading.
export async function fresh_server() {
  const server = await Watchfloord.create();
  await server.start(["--no-host-source", "--log-level", "error"]);
  server.act = server.token("bench", "read", "act");
  server.intake = server.token("intake", "intake:bench");
  server.pid = server.child.process.pid;
  server.caller = server.bearer(server.act);
  return server;
}

export async function new_incident(server) {
  const { created } = await server.caller.write("/api/v1/incidents", { title: "bench" });
  return `/api/v1/incidents/${created}/entries`;
}

export async function start_alertmanager() {
  const folder = temporary_folder();
  const port = await free_port();
  writeFileSync(join(folder, "alertmanager.yml"), "route:\n  receiver: none\nreceivers:\n  - name: none\n");
  const child = new Child("alertmanager", ["prometheus-alertmanager", `--config.file=${join(folder, "alertmanager.yml")}`,
    `--storage.path=${join(folder, "data")}`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address=",
    "--log.level=error"], { log: join(folder, "alertmanager.log") });
  await until("Alertmanager is ready", async () => (await send("GET", `http://127.0.0.1:${port}/-/ready`)).status === 200, 20_000);
  return { child, port, pid: child.process.pid, stop: () => child.stop() };
}

// nginx with nchan: POST /pub reaches every event stream on GET /sub.
export async function start_nchan() {
  const folder = temporary_folder();
  const port = await free_port();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${join(folder, name)};`);
  writeFileSync(join(folder, "nginx.conf"), `load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
${process.getuid() === 0 ? "user root;" : ""}
daemon off; worker_processes 2; worker_rlimit_nofile 16384; pid ${join(folder, "pid")}; error_log ${join(folder, "error.log")};
events { worker_connections 8192; }
http { access_log off; ${paths.join(" ")} keepalive_requests 100000000; nchan_shared_memory_size 512M;
  server { listen 127.0.0.1:${port};
    location = /pub { nchan_publisher; nchan_channel_id bench; nchan_message_buffer_length 100000; nchan_message_timeout 60s; }
    location = /sub { nchan_subscriber eventsource; nchan_channel_id bench; nchan_subscriber_first_message newest; }
  } }
`);
  mkdirSync(join(folder, "client_body"), { recursive: true });
  const child = new Child("nginx", ["/usr/sbin/nginx", "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], { log: join(folder, "nginx.log") });
  await until("nginx answers", async () => (await send("POST", `http://127.0.0.1:${port}/pub`, { body: "{}" })).status < 300, 20_000);
  return { child, port, pid: child.process.pid, stop: () => child.stop() };
}
