// SPDX-License-Identifier: Apache-2.0
// The server dies; every screen freezes visibly and stays readable; it comes back and all catch up by themselves.
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kFrozenMillis = 5_000;

export async function crashing(report, room) {
  const { server, page, wall, native, ada } = room;
  const stream = ada.live("/api/v1/live?after=0");
  await stream.open();
  const before = { page: await page.identity(), wall: await wall.identity(), address: page.address(), entries: await ada.entries() };

  await report.test("kill -9: every screen says within 5 s since when it is frozen", async () => {
    await server.kill();
    const from = Date.now();
    await Promise.all([page.shows(/FROZEN at \d\d:\d\d:\d\d/, kFrozenMillis), wall.shows(/FROZEN at \d\d:\d\d:\d\d/, kFrozenMillis),
      native.shows(/FROZEN at \d\d:\d\d:\d\d/, kFrozenMillis)]);
    report.figure("all three screens frozen after the kill", `${Date.now() - from} ms`);
  });
  await report.test("frozen screens are greyed and stay readable", async () => {
    for (const [screen, name] of [[page, "page"], [wall, "wall"], [native, "native"]]) {
      await screen.shows(/frozen at \d\d:\d\d:\d\d/);
      await screen.screenshot(`frozen-${name}`);
    }
    await page.shows("Restart it before anything else");
    await native.shows("Restart it before anything else");
    await wall.shows("SEV1");
  });
  await report.test("after the restart all catch up by themselves, on the same page and address", async () => {
    await server.start(room.server_options);
    report.figure("restart until ready", `${server.ready_millis} ms`);
    const from = Date.now();
    await Promise.all([page.lacks(/FROZEN/, 20_000), wall.lacks(/FROZEN/, 20_000), native.lacks(/FROZEN/, 20_000)]);
    report.figure("all three screens back after the restart", `${Date.now() - from} ms`);
    assert.equal(await page.identity(), before.page);
    assert.equal(await wall.identity(), before.wall);
    assert.equal(page.address(), before.address);
  });
  await report.test("nothing was lost, doubled or reordered", async () => {
    const after = await ada.entries();
    assert.deepEqual(after.map((entry) => entry.seq), Array.from({ length: after.length }, (_, i) => i + 1));
    assert.deepEqual(after.slice(0, before.entries.length).map((entry) => entry.hash), before.entries.map((entry) => entry.hash));
    const again = ada.live(`/api/v1/live?after=${stream.seqs.at(-1)}`);
    await again.open();
    const text = "Written after the restart";
    const { seq } = await ada.write(`/api/v1/incidents/${room.incident}/entries`, { kind: "observation", text });
    await again.until("the entry is on the stream", (event) => event.id === seq);
    const seen = [...stream.seqs, ...again.seqs];
    assert.deepEqual(seen, Array.from({ length: seen.length }, (_, i) => i + 1));
    again.close();
    await Promise.all([page.shows(text), native.shows(text)]);
  });
  stream.close();
  await until("the page has had no trouble", () => page.troubles.length === 0 && wall.troubles.length === 0, 1_000);
}
