// SPDX-License-Identifier: Apache-2.0
// A handover between two consoles: the taker is asked wherever they look, at once, and the giver hears the answer.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { furnish_room } from "../support/furniture.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";
const kAtOnceMillis = 1_000;

async function console_of(browser, server, name, path) {
  const profile = await Profile.create(browser);
  const page = await profile.open(server.url);
  await page.sign_in(name, kPassword);
  await page.go(server.url + path);
  await page.shows(path === "/timeline" ? "Timeline" : "Board");
  return page;
}

// From the write's answer until the words stand on screen.
async function shown_after(page, words, write) {
  await page.watch([words]);
  await write();
  const written = Date.now();
  return await page.seen_at(words) - written;
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  for (const name of ["Ada", "Ben"]) {
    server.add_user(name, kPassword, "incident_manager", "resolver", "administrator", "capacity_manager", "maintenance_planner");
  }
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const ben = await server.person("Ben", kPassword);
  const { incident } = await furnish_room(server, ada);
  const duties = `/api/v1/incidents/${incident}/duties`;
  const users = (await ada.read("/api/v1/users")).items;
  const id_of = (name) => users.find((user) => user.name === name).id;
  const browser = await launch_browser();
  const giver = await console_of(browser, server, "Ada", "/");
  const taker = await console_of(browser, server, "Ben", "/timeline");
  const offer = (briefing) => ada.write(duties, { act: "offer", duty: "incident_commander", user: id_of("Ben"), reason: briefing });

  await report.test("an offer stands on the taker's screen at once, and the giver hears that it is declined", async () => {
    const millis = await shown_after(taker, "Ada offers you Commander", () => offer("Rolling back; ask Eva."));
    assert.ok(millis < kAtOnceMillis, `it took ${millis} ms`);
    await taker.shows("Rolling back; ask Eva.");
    await taker.screenshot("handover-offer");
    await taker.activate("button", /^Decline/);
    await giver.shows("Ben declined to be Commander");
    await taker.lacks(/offers you/);
    await giver.activate("button", /^Understood/);
    await giver.lacks(/declined to be/);
  });
  await report.test("an offer sounds in a hidden tab and stands in its title, and nothing is drawn for it", async () => {
    await taker.page.evaluate(() => {
      window.tonesHeard = 0;
      window.watchfloor.soundState = () => 0;
      window.watchfloor.tone = () => { window.tonesHeard += 1; };
    });
    const title = () => taker.page.title();
    assert.ok((await title()).endsWith("Watchfloor"));
    await taker.hide();
    const drawn = await taker.frames();
    await offer("Look here.");
    await until("the title says it", async () => (await title()).startsWith("Ada offers you Commander"));
    await until("it sounds", () => taker.page.evaluate(() => window.tonesHeard > 0));
    assert.equal(await taker.frames(), drawn);
    await taker.unhide();
    await taker.activate("button", /^Decline/);
    await until("the title says it no more", async () => !(await title()).includes("offers you"));
    await giver.activate("button", /^Understood/);
    await giver.lacks(/declined to be/);
  });
  await report.test("an offer accepted from the strip moves the command, and the giver hears of it", async () => {
    await offer("Second try.");
    await taker.shows("Second try.");
    await taker.activate("button", /^Accept/);
    await giver.shows("Ben accepted: they are Commander");
    await giver.screenshot("handover-accepted");
    const { duties: held } = await ada.read(`/api/v1/incidents/${incident}`);
    assert.equal(held.find(({ duty }) => (duty ?? "incident_commander") === "incident_commander").user, id_of("Ben"));
  });
  await report.test("duties and tasks that are given, and command that is taken, are said at once too", async () => {
    await ben.write(duties, { act: "assign", duty: "scribe", user: id_of("Ada") });
    await giver.shows("Ben made you Scribe");
    await giver.activate("button", /^Understood/); // two notices stand at a time
    await ben.write(`/api/v1/incidents/${incident}/tasks`, { title: "Call the supplier", owner: id_of("Ada") });
    await giver.shows("Call the supplier");
    await ada.write(duties, { act: "take", duty: "incident_commander", reason: "Ben is on the phone." });
    await taker.shows("Ada took over from you as Commander");
    await taker.screenshot("handover-taken");
  });
  await report.test("no error was logged by either page", () => assert.deepEqual([...giver.troubles, ...taker.troubles], []));
  await browser.close();
  await server.stop();
}
