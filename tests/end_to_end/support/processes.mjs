// SPDX-License-Identifier: Apache-2.0
// Child processes, each stopped by its own handle, and temporary folders. All end with this program.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./waiting.mjs";

const children = new Set();
const folders = new Set();

export class Child {
  // `log` is the file both outputs go to; `extra` are further stdio entries from descriptor 3 on.
  constructor(name, command, { log, environment = {}, extra = [] }) {
    this.name = name;
    this.log = log;
    const output = openSync(log, "a");
    // The kernel ends the child if this program is killed outright.
    this.process = spawn("setpriv", ["--pdeathsig", "KILL", ...command], {
      stdio: ["ignore", output, output, ...extra],
      env: { ...process.env, ...environment },
    });
    closeSync(output);
    this.failure = null;
    this.process.on("error", (error) => { this.failure = error; });
    children.add(this);
  }

  get running() {
    return this.failure === null && this.process.exitCode === null && this.process.signalCode === null;
  }

  text() {
    return readFileSync(this.log, "utf8");
  }

  signal(name) {
    if (this.running) {
      this.process.kill(name);
    }
  }

  async gone(millis) {
    await until(`${this.name} has ended`, () => !this.running, millis);
    children.delete(this);
    return this.process.exitCode;
  }

  // Asks it to end, and insists after ten seconds. Answers with the exit code, null after a kill.
  async stop(name = "SIGTERM") {
    this.signal(name);
    try {
      return await this.gone(10_000);
    } catch {
      this.signal("SIGKILL");
      return await this.gone(5_000);
    }
  }
}

export async function stop_all() {
  await Promise.allSettled([...children].map((child) => child.stop()));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
}

process.on("exit", () => children.forEach((child) => child.signal("SIGKILL")));

// Under /tmp and short, because sockets lie in it and their paths are bounded.
export function temporary_folder() {
  const folder = mkdtempSync(join(tmpdir(), "wf-"));
  folders.add(folder);
  return folder;
}

// A port nobody listens on at this moment.
export function free_port() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Runs a program to its end and answers with { code, output, errors }.
export function run_program(command, { input = "", millis = 30_000, environment = {} } = {}) {
  const [program, ...arguments_] = command;
  const ran = spawnSync(program, arguments_, { input, encoding: "utf8", timeout: millis, env: { ...process.env, ...environment } });
  if (ran.error) {
    throw ran.error;
  }
  return { code: ran.status, output: ran.stdout, errors: ran.stderr };
}

// Resident memory of a process in MiB, now and at most.
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name) => Number((Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)[1]) / 1024).toFixed(1));
  return { rss_mib: of("VmRSS"), peak_mib: of("VmHWM") };
}

// From now on `peak_mib` is the most there was since now.
export function forget_peak(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}
