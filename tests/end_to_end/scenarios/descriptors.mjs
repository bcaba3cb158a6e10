// SPDX-License-Identifier: Apache-2.0
// The server runs out of file descriptors: who is connected goes on, nothing is lost, and it recovers unaided.
import { connect } from "node:net";
import { readdirSync } from "node:fs";
import { Watchfloord } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kSpare = 40;

const descriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;

function opened_socket(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", () => resolve(socket));
  });
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  const token = server.token("probe", "read", "act");
  await server.start(["--no-host-source"]);
  const { pid } = server.child.process;
  const caller = server.bearer(token);
  const stream = caller.live("/api/v1/live");
  await stream.open();
  await caller.write("/api/v1/incidents", { title: "before" });
  const limit = descriptors(pid) + kSpare;
  const set = run_program(["prlimit", "--pid", String(pid), `--nofile=${limit}:${limit}`]);
  assert.equal(set.code, 0, set.errors);
  const sockets = [];

  await report.test("with no descriptor left, live streams go on", async () => {
    await until("the server has no descriptor left", async () => {
      sockets.push(...await Promise.all(Array.from({ length: 20 }, () => opened_socket(server.port))));
      return descriptors(pid) >= limit;
    });
    const from = stream.events.length;
    await stream.until("the server's clock is still sent", () => stream.events.length > from, 12_000);
    assert.equal(stream.closed, false);
    assert.ok(server.child.running);
  });
  await report.test("once there are some again it answers, with everything there", async () => {
    sockets.forEach((socket) => socket.destroy());
    await until("it answers", async () => (await server.nobody().get("/readyz")).status === 200, 30_000);
    const { seq } = await caller.write("/api/v1/incidents", { title: "after" });
    await stream.until("the stream that lived through it has the entry", (event) => event.id === seq);
    assert.equal((await caller.list("/api/v1/incidents")).length, 2);
  });
  stream.close();
  await server.stop();
  await report.test("the journal verifies", () => {
    const verified = server.command(["verify"]);
    assert.equal(verified.code, 0, verified.output + verified.errors);
  });
}
