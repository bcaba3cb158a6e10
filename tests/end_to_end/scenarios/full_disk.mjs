// SPDX-License-Identifier: Apache-2.0
// Nothing more can be written to the server's files: reads and live streams go on, every screen is told, writers are
// refused, and it recovers unaided.
import { Watchfloord } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const says = (writable) => (event) => event.name === "health" && JSON.parse(event.data).writable === writable;

export async function scenario(report) {
  const server = await Watchfloord.create();
  const token = server.token("probe", "read", "act");
  await server.start(["--no-host-source"]);
  const caller = server.bearer(token);
  const stream = caller.live("/api/v1/live");
  await stream.open();
  const { created } = await caller.write("/api/v1/incidents", { title: "before" });
  const note = () => caller.send("POST", `/api/v1/incidents/${created}/entries`, { kind: "observation", text: "x".repeat(4_000) });
  // Whatever would end beyond this fails, as it does where the disk is full.
  const limit_files = (bytes) => {
    const set = run_program(["prlimit", "--pid", String(server.child.process.pid), `--fsize=${bytes}:unlimited`]);
    assert.equal(set.code, 0, set.errors);
  };
  const acknowledged = (await note()).json.seq;

  await report.test("a server that cannot write refuses writers and says so", async () => {
    limit_files(1);
    const refused = await note();
    assert.equal(refused.status, 503, refused.text);
    assert.ok(refused.headers["retry-after"]);
    assert.ok(server.child.running);
    await stream.until("the screens are told", says(false));
    const ready = await server.nobody().get("/readyz");
    assert.equal(ready.status, 503);
    assert.ok(ready.json.reason.length > 15, ready.text);
  });
  await report.test("reads and live streams go on, and who comes now is told too", async () => {
    assert.equal((await caller.list("/api/v1/incidents")).length, 1);
    assert.equal((await caller.head()).seq, acknowledged);
    await stream.until("what was acknowledged has arrived", (event) => event.id === acknowledged);
    const from = stream.events.length;
    await stream.until("the clock goes on", (event) => event.name === "clock" && stream.events.indexOf(event) >= from, 12_000);
    const later = caller.live("/api/v1/live");
    await later.until("a later screen is told", says(false));
    later.close();
  });
  await report.test("once they can it recovers unaided, with everything there", async () => {
    const from = stream.events.length;
    limit_files("unlimited");
    await until("it is ready", async () => (await server.nobody().get("/readyz")).status === 200, 10_000);
    await stream.until("the screens are told", (event) => says(true)(event) && stream.events.indexOf(event) >= from);
    const { seq } = (await note()).json;
    await stream.until("the stream that lived through it has the entry", (event) => event.id === seq);
    assert.deepEqual(stream.seqs, Array.from({ length: stream.seqs.length }, (_, i) => stream.seqs[0] + i));
  });
  stream.close();
  await server.stop();
  await report.test("the journal verifies", () => {
    const verified = server.command(["verify"]);
    assert.equal(verified.code, 0, verified.output + verified.errors);
  });
}
