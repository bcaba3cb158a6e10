// SPDX-License-Identifier: Apache-2.0
// Somebody puts an older data folder in place under running consoles, as a hasty restore does: desk, wall and native
// console say that history went back, keep what they hold, and give it as a file.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { launch_browser, Profile } from "../support/browser.mjs";
import { NativeConsole, VirtualScreen } from "../support/native_console.mjs";
import { pair_wall } from "../support/furniture.mjs";
import { assert } from "../support/report.mjs";
import { Watchfloord } from "../support/watchfloord.mjs";

const kPassword = "a long enough password";
const kOptions = ["--no-host-source"];
const kBack = /HISTORY WENT BACK at /;
const kLost = ["Payments fail", "Search is slow", "Mail is late", "Phones are dead", "Doors stay shut"];
const kLastLost = /INC-6|\+\d+: SEV1/; // of six the youngest stands last on a wall, or is counted where a banner takes its room

// Desk and native console of one person, and a wall; whose sessions are in the copy as well.
async function three_screens(browser, server, screen) {
  const profile = await Profile.create(browser);
  const desk = await profile.open(server.url);
  await desk.sign_in("Ada", kPassword);
  await desk.shows("Before the copy");
  const native = await NativeConsole.start(screen, server.url);
  await native.sign_in("Ada", kPassword);
  await native.shows("Before the copy");
  const wall_profile = await Profile.create(browser);
  const wall = await wall_profile.open(`${server.url}/wall`);
  return { profile, desk, native, wall_profile, wall };
}

async function swap(server, change) {
  await server.stop();
  change();
  await server.start(kOptions);
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  await server.start(kOptions);
  const ada = await server.person("Ada", kPassword);
  const declare = async (title) => {
    const { created } = await ada.write("/api/v1/incidents", { title });
    await ada.write(`/api/v1/incidents/${created}/major`, { act: "declare", severity: "SEV1" });
  };
  await declare("Before the copy");
  const browser = await launch_browser();
  const screen = await VirtualScreen.start();
  const screens = await three_screens(browser, server, screen);
  const { desk, native, wall } = screens;
  await pair_wall(wall, ada, "Room");

  const copy = join(server.folder, "copy");
  await swap(server, () => cpSync(server.data, copy, { recursive: true }));
  for (const title of kLost) {
    await declare(title);
  }
  const { seq: held } = await ada.head();
  await Promise.all([desk.shows(kLost.at(-1), 30_000), native.shows(kLost.at(-1), 30_000), wall.shows(kLastLost, 30_000)]);
  await report.test("an older folder in place: every screen says that history went back and keeps what it shows", async () => {
    await swap(server, () => {
      renameSync(server.data, `${server.data}.newer`);
      cpSync(copy, server.data, { recursive: true });
    });
    const { seq: left } = await ada.head();
    assert.ok(left < held, "the folder is not an older one");
    await Promise.all([desk, native, wall].map((each) => each.shows(kBack, 60_000)));
    for (const each of [desk, native]) {
      assert.match(await each.words(), new RegExp(kLost.at(-1)));
    }
    assert.match(await wall.words(), kLastLost);
    assert.match(await desk.words(), new RegExp(`holds entries up to ${held}, the server's end at ${left}`));
    await desk.screenshot("history-went-back");
    await wall.screenshot("history-went-back-wall");
    await native.screenshot("history-went-back-native");
  });
  await report.test("new entries heal nothing", async () => {
    for (let i = 0; i < held; i += 1) {
      await ada.write("/api/v1/incidents", { title: `Another history ${i}` });
    }
    assert.match(await desk.words(), kBack);
    assert.match(await desk.words(), new RegExp(kLost.at(-1)));
    assert.doesNotMatch(await desk.words(), /Another history/);
  });
  const holds_the_lost = (text) => {
    const file = JSON.parse(text);
    assert.equal(file.journal.head.seq, held);
    assert.equal(file.journal.entries.at(-1).seq, held);
    const titles = JSON.stringify(file.state);
    kLost.forEach((title) => assert.ok(titles.includes(title), `${title} is not in the file`));
  };
  await report.test("the desk gives what it holds as a file", async () => {
    const download = desk.page.waitForEvent("download");
    await desk.activate("button", "Save what is held");
    const file = await download;
    assert.match(file.suggestedFilename(), /^watchfloor-main-\d+\.json$/);
    holds_the_lost(readFileSync(await file.path(), "utf8"));
  });
  await report.test("so does the native console", async () => {
    mkdirSync(join(native.folder, "Downloads"), { recursive: true });
    await native.activate("button", "Save what is held");
    await native.shows("What this console holds is saved");
    const [name] = readdirSync(join(native.folder, "Downloads"));
    holds_the_lost(readFileSync(join(native.folder, "Downloads", name), "utf8"));
  });
  await report.test("whoever says so goes on with what the server has", async () => {
    await desk.activate("button", "Go on with the server's");
    await desk.activate("button", /^Drop what only this console holds, up to entry \d+$/);
    await desk.shows("Another history 0", 30_000);
    await desk.lacks(kBack);
    assert.doesNotMatch(await desk.words(), new RegExp(kLost.at(-1)));
  });
  assert.deepEqual(desk.troubles, []);
  await native.stop();
  await screen.stop();
  await screens.profile.close();
  await screens.wall_profile.close();
  await browser.close();
  await server.stop();
}
