// SPDX-License-Identifier: Apache-2.0
// An idle console or wall draws its clock and nothing else, a hidden one nothing, and six tabs share one stream.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { pair_wall } from "../support/furniture.mjs";
import { NativeConsole, VirtualScreen } from "../support/native_console.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { setTimeout as pause } from "node:timers/promises";

const kWatchedSeconds = 10;
// A clock tick a second, and little more: what arrives unasked is drawn with the tick.
const kMostFrames = kWatchedSeconds + 4;
const kTabs = 6;

async function viewers(server) {
  const { text } = await server.nobody().get("/metrics");
  return Number(/^watchfloor_live_viewers (\d+)$/m.exec(text)[1]);
}

// Frames drawn while a stretch of time passes: here time itself is what is measured.
async function frames_in(console_, seconds) {
  const before = await console_.frames();
  await pause(seconds * 1_000);
  return await console_.frames() - before;
}

// What a sign-in still loads is not what an idle console draws.
const settled = (console_) => until("nothing but the clock's ticks is drawn", async () => await frames_in(console_, 1) <= 2, 10_000);

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver", "administrator");
  await server.start(["--no-host-source"]);
  const browser = await launch_browser();
  const profile = await Profile.create(browser);
  const page = await profile.open(server.url);
  await page.sign_in("Ada", "a long enough password");
  await page.shows("All quiet");
  const ada = await server.person("Ada", "a long enough password");
  const room = await Profile.create(browser);
  const wall = await room.open(`${server.url}/wall`);
  await pair_wall(wall, ada, "North wall");

  await report.test("an idle page and an idle wall draw their clocks' ticks and little else", async () => {
    await Promise.all([page, wall].map(settled));
    const drawn = await Promise.all([page, wall].map((one) => frames_in(one, kWatchedSeconds)));
    for (const [i, frames] of drawn.entries()) {
      report.figure(`frames of an idle ${["page", "wall"][i]} in 10 s`, frames);
      assert.ok(frames >= kWatchedSeconds - 2 && frames <= kMostFrames, `${frames} frames`);
    }
  });
  await report.test("hidden they draw nothing, and the page catches up when it is seen again", async () => {
    await Promise.all([page.hide(), wall.hide()]);
    assert.deepEqual(await Promise.all([page, wall].map((one) => frames_in(one, 4))), [0, 0]);
    const { created } = await ada.write("/api/v1/incidents", { title: "Logged while hidden" });
    assert.equal(await frames_in(page, 1), 0);
    await page.unhide();
    await page.shows(created, 5_000);
  });
  await room.close();
  await report.test("six tabs of one browser share one live stream", async () => {
    const tabs = [page];
    while (tabs.length < kTabs) {
      const tab = await profile.open(server.url);
      await tab.shows("Logged while hidden");
      tabs.push(tab);
    }
    await until("one viewer is left", async () => await viewers(server) === 1);
    const { created } = await ada.write("/api/v1/incidents", { title: "Seen by all tabs" });
    await Promise.all(tabs.map((tab) => tab.shows(created)));
    assert.equal(await viewers(server), 1);
  });
  await browser.close();
  await report.test("an idle native console draws its clock's ticks and little else", async () => {
    await until("the tabs' stream is closed", async () => await viewers(server) === 0);
    const screen = await VirtualScreen.start();
    const native = await NativeConsole.start(screen, server.url, ["--size", "1280x800"]);
    await native.sign_in("Ada", "a long enough password");
    await native.shows("Seen by all tabs");
    await settled(native);
    const frames = await frames_in(native, kWatchedSeconds);
    report.figure("frames of an idle native console in 10 s", frames);
    assert.ok(frames >= kWatchedSeconds - 2 && frames <= kMostFrames, `${frames} frames`);
    await native.stop();
    await screen.stop();
  });
  await server.stop();
}
