// SPDX-License-Identifier: Apache-2.0
// The wall clock is stepped under a running server, by libfaketime: an hour and a day, forth and back, over changes of
// daylight saving time and past 2038, and for two seconds only. Order is the sequence number, no session is lost or
// revived, nothing fires twice, and no alert is over before its end.
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kServerOnAClock, Watchfloord } from "../support/watchfloord.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kHour = 3_600_000;
const kDay = 24 * kHour;
const kSlack = 5_000; // between a step and what is written after it
const kFollows = 20_000; // within so long the server goes by a clock that was set
const kPassword = "a long enough password";
const k2038 = Date.parse("2038-01-19T03:14:08Z"); // 32 bits of seconds have ended

// Stands in for the wall clock of the programs that get its environment; the monotonic clock stays as it is.
class WallClock {
  constructor(folder) {
    this.file = join(folder, "clock");
    this.ahead = 0;
    this.step_to(0);
    const library = readdirSync("/usr/lib").map((name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`).find(existsSync);
    assert.ok(library, "libfaketime is not installed; scripts/setup test does it");
    this.environment = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1", TZ: "Europe/Berlin" };
  }

  // So many milliseconds ahead of the real clock.
  step_to(ahead) {
    this.ahead = ahead;
    writeFileSync(`${this.file}.new`, `${ahead < 0 ? "-" : "+"}${Math.abs(ahead) / 1_000}\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  now() {
    return Date.now() + this.ahead;
  }
}

// 01:00 UTC on the last Sunday of a month, when the clocks of Europe change.
function european_change(year, month) {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * kDay;
}

// Of the alert that nobody ends; others are ended.
const lapses = (entries) => of_kind(entries, "alert.resolved").filter((entry) => entry.facts.lapsed);
const of_kind = (entries, kind) => entries.filter((entry) => entry.head.kind === kind);

// A server with a major incident, one alert that lapses in two hours, and a stream that is read all the time.
async function room_on_a_clock() {
  const server = await Watchfloord.create();
  const clock = new WallClock(server.folder);
  server.environment = clock.environment;
  server.program = kServerOnAClock;
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  const watcher = server.bearer(server.token("watcher", "read", "act"));
  const monitor = server.bearer(server.token("monitor", "intake:monitor"));
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail" })).created;
  await ada.write(`/api/v1/incidents/${incident}/major`, { act: "declare", severity: "SEV1" });
  await monitor.write("/api/v2/alerts", [{ labels: { alertname: "CheckoutErrors" }, endsAt: new Date(Date.now() + 2 * kHour).toISOString() }]);
  const stream = watcher.live();
  await stream.open();
  const note = async (caller, text) => {
    const { seq } = await caller.write(`/api/v1/incidents/${incident}/entries`, { kind: "observation", text });
    const entry = (await watcher.read(`/api/v1/journal?after=${seq - 1}&limit=1`)).entries[0];
    return Date.parse(JSON.parse(entry.head).recorded_at);
  };
  return { server, clock, ada, watcher, monitor, stream, note };
}

// What holds after whatever happened: no gap, no alarm twice.
async function expect_order(watcher) {
  const entries = await watcher.entries();
  assert.deepEqual(entries.map((entry) => entry.seq), entries.map((_, i) => i + 1));
  const alarms = of_kind(entries, "incident.alarm_raised").map(({ facts }) => JSON.stringify([facts.incident, facts.alarm, facts.clock, facts.cycle]));
  assert.equal(new Set(alarms).size, alarms.length, `fired twice: ${alarms}`);
  assert.ok(lapses(entries).length <= 1, "the alert lapsed twice");
  return entries;
}

// From two seconds before `moment` to after it, writing all the way.
async function pass_through({ clock, watcher, note }, moment) {
  clock.step_to(moment - kFollows - Date.now());
  await until("the clock was stepped", async () => Math.abs(await note(watcher, "before") - clock.now()) < kSlack, kFollows, 200);
  await until("the moment has passed", async () => await note(watcher, "meanwhile") > moment, 2 * kFollows, 200);
}

// The server goes by the clock that was set.
async function followed({ clock, ada, note }, text) {
  await until("the server follows its clock", async () => Math.abs(await note(ada, text) - clock.now()) < kSlack, kFollows, 500);
}

const ready = async ({ watcher }) => (await watcher.get("/readyz")).json;

// Two seconds of a wrong clock: what monitoring sends then and afterwards fires as if nothing had been.
async function a_glitch(report, room) {
  const { clock, watcher, monitor, note, ada } = room;
  const fires = async (name) => (await watcher.read("/api/v2/alerts")).some((alert) => alert.labels.alertname === name);
  const report_alert = async (name) =>
    monitor.write("/api/v2/alerts", [{ labels: { alertname: name }, startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 4 * 60_000).toISOString() }]);
  await report.test("an hour forth for two seconds: alerts of then and of afterwards fire, and the leap is said while it lasts", async () => {
    clock.step_to(kHour);
    await report_alert("DuringTheGlitch");
    assert.ok(await fires("DuringTheGlitch"), "what came during the glitch is over already");
    await until("the leap is said", async () => Math.abs((await ready(room)).clock_leap_seconds - kHour / 1_000) < 5, 5_000, 100);
    clock.step_to(0);
    await report_alert("AfterTheGlitch");
    assert.ok(await fires("AfterTheGlitch"), "what came after the glitch is over already");
    assert.ok(Math.abs(await note(ada, "after the glitch") - clock.now()) < kSlack);
    await until("the leap is over", async () => (await ready(room)).clock_leap_seconds === 0, 5_000, 100);
    await monitor.write("/api/v2/alerts", ["DuringTheGlitch", "AfterTheGlitch"].map((alertname) => ({ labels: { alertname }, endsAt: new Date().toISOString() })));
  });
  await report.test("an hour forth for longer: what then counted as over fires again when it is sent again", async () => {
    clock.step_to(kHour);
    await followed(room, "an hour forth");
    await report_alert("OverTooEarly");
    clock.step_to(0);
    assert.ok(Math.abs(await note(ada, "and back") - clock.now()) < kSlack, "a leap that is undone is followed at once");
    await report_alert("OverTooEarly");
    assert.ok(await fires("OverTooEarly"));
    await monitor.write("/api/v2/alerts", [{ labels: { alertname: "OverTooEarly" }, endsAt: new Date().toISOString() }]);
  });
}

async function hours_and_a_day(report, room) {
  const { clock, ada, watcher, note } = room;
  await report.test("an hour forth: what is due fires, who is signed in stays, the alert is not over", async () => {
    clock.step_to(kHour);
    await followed(room, "an hour later");
    await until("the update is overdue", async () => of_kind(await watcher.entries(), "incident.alarm_raised").some((entry) => entry.facts.alarm === "target_breached"));
    assert.equal(lapses(await expect_order(watcher)).length, 0);
  });
  await report.test("an hour back: writes go on, in order, under the same session", async () => {
    const fired = of_kind(await watcher.entries(), "incident.alarm_raised").length;
    clock.step_to(0);
    await followed(room, "back again");
    assert.equal(of_kind(await expect_order(watcher), "incident.alarm_raised").length, fired);
  });
  await report.test("a day forth: the alert lapses, who is signed in stays", async () => {
    clock.step_to(kDay);
    await followed(room, "a day later");
    await until("the alert has lapsed", async () => lapses(await watcher.entries()).length === 1);
  });
  await report.test("a day back: the alert stays over, writes go on, in order, under the same session", async () => {
    clock.step_to(0);
    await followed(room, "back from tomorrow");
    assert.deepEqual(await watcher.read("/api/v2/alerts"), []);
    await expect_order(watcher);
  });
}

async function seasons_and_2038(report, room) {
  const { server, clock, ada, watcher, note } = room;
  const year = new Date().getUTCFullYear() + 1;
  const signed_out = async (who) => assert.equal((await who.get("/api/v1/incidents")).status, 401);
  await report.test("daylight saving time begins, and ends: writes go on, in order", async () => {
    await pass_through(room, european_change(year, 2));
    await pass_through(room, european_change(year, 9));
    await expect_order(watcher);
  });
  await report.test("a session that ended meanwhile stays ended when the clock goes back", async () => {
    await signed_out(ada);
    clock.step_to(0);
    await signed_out(ada);
    await note(await server.person("Ada", kPassword), "signed in again");
  });
  await report.test("past 2038 writes go on, in order", async () => {
    await pass_through(room, k2038);
    await note(await server.person("Ada", kPassword), "signed in after 2038");
    await expect_order(watcher);
  });
  await report.test("back from 2038 and restarted: order, sessions and alarms are what they were", async () => {
    const late = await server.person("Ada", kPassword);
    clock.step_to(0);
    await followed({ ...room, ada: late }, "back from 2038");
    const head = await watcher.head();
    assert.equal(room.stream.closed, false);
    await room.stream.until("the stream has it all", (event) => event.id === head.seq);
    assert.deepEqual(room.stream.seqs, Array.from({ length: head.seq }, (_, i) => i + 1));
    await server.stop();
    await server.start(["--no-host-source"]);
    await signed_out(ada);
    assert.ok(Math.abs(await note(late, "after the restart") - clock.now()) < kSlack);
    await expect_order(watcher);
  });
}

export async function scenario(report) {
  const room = await room_on_a_clock();
  await a_glitch(report, room);
  await hours_and_a_day(report, room);
  await seasons_and_2038(report, room);
  room.stream.close();
  await room.server.stop();
  await report.test("the chain verifies", () => {
    const verified = room.server.command(["verify"]);
    assert.equal(verified.code, 0, verified.output + verified.errors);
  });
}
