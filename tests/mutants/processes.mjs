// SPDX-License-Identifier: Apache-2.0
// Child processes with a limit of time, each a group of its own, so that what it started goes with it.
import { spawn } from "node:child_process";

const kKeptOutput = 1 << 20;
const running = new Set();

// Answers with { code, output, late }; code is null where a signal ended it.
export function run(program, words, { cwd, env, millis }) {
  return new Promise((settle) => {
    const child = spawn(program, words, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let late = false;
    const keep = (part) => {
      output = (output + part).slice(-kKeptOutput);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    running.add(child);
    const limit = setTimeout(() => {
      late = true;
      end_group(child);
    }, millis);
    child.on("error", (error) => keep(String(error)));
    child.on("close", (code) => {
      clearTimeout(limit);
      running.delete(child);
      settle({ code, output, late });
    });
    // A grandchild that outlives its parent holds the pipes open; it is ended with the group.
    child.on("exit", () => end_group(child));
  });
}

export function end_all() {
  running.forEach(end_group);
}

function end_group(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
