// SPDX-License-Identifier: Apache-2.0
// The server is killed under its viewers and started again: each comes back by itself as the console does, after the
// last event it has, and nobody misses an event or gets one twice.
import { Watchfloord } from "../support/watchfloord.mjs";
import { LiveStream } from "../support/http.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kViewers = 150;
const kEvents = 20;
const kBackMillis = 15_000;
const kFirstRetryMillis = 500;

// A stream that is begun anew, with jitter and more and more patience, whenever it ends.
class Viewer {
  constructor(url, headers) {
    this.url = url;
    this.headers = headers;
    this.seqs = [];
    this.tries = 0;
    this.left = false;
    this.connect();
  }

  connect() {
    const resume = this.seqs.length === 0 ? {} : { "last-event-id": String(this.seqs.at(-1)) };
    this.stream = new LiveStream(this.url, { ...this.headers, ...resume });
    this.stream.request.on("close", () => this.come_back());
  }

  come_back() {
    this.seqs.push(...this.stream.seqs);
    this.tries = this.stream.status === 200 ? 1 : this.tries + 1;
    this.stream = null;
    if (!this.left) {
      const longest = kFirstRetryMillis * 2 ** Math.min(this.tries - 1, 4);
      setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
    }
  }

  get attached() {
    return this.stream !== null && this.stream.status === 200 && this.stream.events.length > 0;
  }

  get all() {
    return this.stream === null ? this.seqs : [...this.seqs, ...this.stream.seqs];
  }

  leave() {
    this.left = true;
    this.stream?.close();
  }
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  const token = server.token("probe", "read", "act");
  await server.start(["--no-host-source"]);
  const caller = server.bearer(token);
  const { created, seq } = await caller.write("/api/v1/incidents", { title: "before" });
  const note = (text) => caller.write(`/api/v1/incidents/${created}/entries`, { kind: "observation", text });
  const viewers = Array.from({ length: kViewers }, () => new Viewer(`${server.url}/api/v1/live?after=${seq}`, caller.headers));
  const all_attached = () => viewers.every((viewer) => viewer.attached);
  await until("all viewers are there", all_attached, 20_000);

  // What is on its way to them while the server dies is what they must find again.
  let last = 0;
  const posted = (async () => {
    for (let i = 0; i < kEvents; i += 1) {
      last = (await note(`before the end, ${i}`)).seq;
    }
  })().catch(() => {});
  await until("some events are out", () => last > seq + kEvents / 4);
  await server.kill();
  await posted;
  await server.start(["--no-host-source"]);

  await report.test(`${kViewers} viewers of a killed server are all back within ${kBackMillis / 1000} s`, async () => {
    await until("all are back", all_attached, kBackMillis);
  });
  await report.test("what was acknowledged is there, and nobody misses an event or has one twice", async () => {
    assert.ok((await caller.head()).seq >= last, "an acknowledged entry is gone");
    for (let i = 0; i < kEvents; i += 1) {
      last = (await note(`after the start, ${i}`)).seq;
    }
    await until("all have the last event", () => viewers.every((viewer) => viewer.all.at(-1) === last), 15_000);
    const expected = Array.from({ length: last - seq }, (_, i) => seq + 1 + i);
    for (const viewer of viewers) {
      assert.deepEqual(viewer.all, expected);
    }
  });
  viewers.forEach((viewer) => viewer.leave());
  await server.stop();
}
