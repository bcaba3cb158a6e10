// SPDX-License-Identifier: Apache-2.0
// The wall clock is stepped under a running server, by libfaketime: an hour and a day, forth and back, over changes of
// daylight saving time and past 2038. Order is the sequence number, no session is lost or revived, nothing fires twice.
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Watchfloord } from "../support/watchfloord.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kHour = 3_600_000;
const kDay = 24 * kHour;
const kSlack = 5_000; // between a step and what is written after it
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

const recorded = (entry) => Date.parse(entry.head.recorded_at);
const of_kind = (entries, kind) => entries.filter((entry) => entry.head.kind === kind);

// A server with a major incident, one alert that lapses in two hours, and a stream that is read all the time.
async function room_on_a_clock() {
  const server = await Watchfloord.create();
  const clock = new WallClock(server.folder);
  server.environment = clock.environment;
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
  return { server, clock, ada, watcher, stream, note };
}

// What holds after whatever happened: no gap, no time that goes back, no alarm twice.
async function expect_order(watcher) {
  const entries = await watcher.entries();
  assert.deepEqual(entries.map((entry) => entry.seq), entries.map((_, i) => i + 1));
  entries.slice(1).forEach((entry, i) => assert.ok(recorded(entry) >= recorded(entries[i]), `entry ${entry.seq} was recorded before ${entry.seq - 1}`));
  const alarms = of_kind(entries, "incident.alarm_raised").map(({ facts }) => JSON.stringify([facts.incident, facts.alarm, facts.clock, facts.cycle]));
  assert.equal(new Set(alarms).size, alarms.length, `fired twice: ${alarms}`);
  assert.ok(of_kind(entries, "alert.resolved").length <= 1, "the alert lapsed twice");
  return entries;
}

// From two seconds before `moment` to after it, writing all the way.
async function pass_through({ clock, watcher, note }, moment) {
  clock.step_to(moment - 2_000 - Date.now());
  assert.ok(await note(watcher, "before") < moment, "the clock was not stepped");
  await until("the moment has passed", async () => await note(watcher, "meanwhile") > moment, 10_000, 200);
}

async function hours_and_a_day(report, room) {
  const { clock, ada, watcher, note } = room;
  await report.test("an hour forth: what is due fires, who is signed in stays, the alert is not over", async () => {
    clock.step_to(kHour);
    assert.ok(Math.abs(await note(ada, "an hour later") - clock.now()) < kSlack);
    await until("the update is overdue", async () => of_kind(await watcher.entries(), "incident.alarm_raised").some((entry) => entry.facts.alarm === "target_breached"));
    assert.equal(of_kind(await expect_order(watcher), "alert.resolved").length, 0);
  });
  await report.test("an hour back: writes go on, in order, under the same session", async () => {
    const fired = of_kind(await watcher.entries(), "incident.alarm_raised").length;
    clock.step_to(0);
    assert.ok(await note(ada, "back again") > clock.now() + kHour - kSlack, "time went back");
    assert.equal(of_kind(await expect_order(watcher), "incident.alarm_raised").length, fired);
  });
  await report.test("a day forth: the alert lapses, who is signed in stays", async () => {
    clock.step_to(kDay);
    assert.ok(Math.abs(await note(ada, "a day later") - clock.now()) < kSlack);
    await until("the alert has lapsed", async () => of_kind(await watcher.entries(), "alert.resolved").length === 1);
  });
  await report.test("a day back: the alert stays over, writes go on, in order, under the same session", async () => {
    clock.step_to(0);
    assert.ok(await note(ada, "back from tomorrow") > clock.now() + kDay - kSlack, "time went back");
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
    assert.ok(await note(late, "back from 2038") > k2038);
    const head = await watcher.head();
    assert.equal(room.stream.closed, false);
    await room.stream.until("the stream has it all", (event) => event.id === head.seq);
    assert.deepEqual(room.stream.seqs, Array.from({ length: head.seq }, (_, i) => i + 1));
    await server.stop();
    await server.start(["--no-host-source"]);
    await signed_out(ada);
    assert.ok(await note(late, "after the restart") > k2038);
    await expect_order(watcher);
  });
}

export async function scenario(report) {
  const room = await room_on_a_clock();
  await hours_and_a_day(report, room);
  await seasons_and_2038(report, room);
  room.stream.close();
  await room.server.stop();
  await report.test("the chain verifies", () => {
    const verified = room.server.command(["verify"]);
    assert.equal(verified.code, 0, verified.output + verified.errors);
  });
}
