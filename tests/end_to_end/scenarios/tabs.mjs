// SPDX-License-Identifier: Apache-2.0
// Six tabs of one browser that has no SharedWorker: one of them leads and holds the live stream for all.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { pair_wall } from "../support/furniture.mjs";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kTabs = 6;
const kPassword = "a long enough password";

async function viewers(server) {
  const { text } = await server.nobody().get("/metrics");
  return Number(/^watchfloor_live_viewers (\d+)$/m.exec(text)[1]);
}

const one_viewer = (server) => until("one viewer is left", async () => await viewers(server) === 1, 20_000);

async function open_tabs(server, browser) {
  const profile = await Profile.create(browser);
  await profile.context.addInitScript(() => { delete window.SharedWorker; });
  const first = await profile.open(server.url);
  await first.sign_in("Ada", kPassword);
  const tabs = [first];
  while (tabs.length < kTabs) {
    const tab = await profile.open(server.url);
    await tab.shows("Board");
    tabs.push(tab);
  }
  return tabs;
}

// The same page as another build of it.
function rebuilt(folder, into) {
  cpSync(folder, into, { recursive: true });
  const build = readFileSync(join(into, "build.txt"), "utf8").trim();
  const next = build.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  for (const name of readdirSync(into).filter((each) => /\.(html|js|txt)$/.test(each))) {
    writeFileSync(join(into, name), readFileSync(join(into, name), "utf8").replaceAll(build, next));
  }
  // What was compressed beforehand is of the other build.
  for (const name of readdirSync(into).filter((each) => /\.(html|js)\.(br|gz)$/.test(each))) {
    rmSync(join(into, name));
  }
  return next;
}

// In the page: what a shared worker sends waits in `window.held` while there is such a list.
function hold_messages_of_workers() {
  const Real = window.SharedWorker;
  window.SharedWorker = function (...about) {
    const { port } = new Real(...about);
    return {
      port: {
        set onmessage(receive) {
          port.onmessage = (message) => (window.held ? window.held.push(() => receive(message)) : receive(message));
        },
        start: () => port.start(),
        postMessage: (message) => port.postMessage(message),
      },
    };
  };
}

const build_of = (tab) => tab.page.evaluate(() => window.watchfloor?.build ?? "");

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  await server.start(["--no-host-source"]);
  const browser = await launch_browser();
  const tabs = await open_tabs(server, browser);
  const ada = await server.person("Ada", kPassword);
  const seen_by_all = async (title) => {
    await ada.write("/api/v1/incidents", { title });
    await Promise.all(tabs.map((tab) => tab.shows(title)));
  };

  await report.test("six tabs without a shared worker hold one live stream, and all see what happens", async () => {
    assert.equal(await tabs[0].page.evaluate(() => typeof SharedWorker), "undefined");
    await one_viewer(server);
    await seen_by_all("Seen by six tabs");
    assert.equal(await viewers(server), 1);
  });
  await report.test("no request of any tab hangs behind the streams", async () => {
    const statuses = await Promise.all(tabs.map((tab) => tab.page.evaluate(async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => fetch("/api/v1/me", { signal: AbortSignal.timeout(5_000) })));
      return answers.map((answer) => answer.status);
    })));
    assert.deepEqual(new Set(statuses.flat()), new Set([200]));
  });
  await report.test("whichever tab closes, the others go on with one stream", async () => {
    while (tabs.length > 2) {
      await tabs.shift().page.close();
      await one_viewer(server);
      await seen_by_all(`Seen by ${tabs.length} tabs`);
    }
  });
  await report.test("a new build is offered to every tab, a wall takes it by itself, and all meet on one stream again", async () => {
    const profile = await Profile.create(browser, { width: 1920, height: 1080 });
    const wall = await profile.open(`${server.url}/wall`);
    await pair_wall(wall, ada, "wall of two builds");
    await wall.shows(/data /, 20_000);
    // What a server that only just started may do: the first question for its build is lost.
    let asked = 0;
    await wall.page.route("**/build.txt", (route) => (asked++ === 0 ? route.abort() : route.continue()));
    await server.stop();
    const next = rebuilt(server.web, join(server.folder, "web"));
    server.web = join(server.folder, "web");
    await server.start(["--no-host-source"]);
    await Promise.all(tabs.map((tab) => tab.shows("A newer version of this page", 30_000)));
    await until("the wall has loaded the new build", async () => await build_of(wall) === next, 30_000)
      .catch(async (error) => { throw new Error(`${error.message}; asked ${asked} times; it shows ${await wall.words()}`); });
    await wall.shows(/data /, 20_000);
    for (const tab of tabs) {
      await tab.activate("button", "Load it");
      await until("the tab has loaded the new build", async () => await build_of(tab) === next, 30_000);
      await tab.shows("Board", 20_000);
    }
    await seen_by_all("Seen by the new build");
    // The tabs' one and the wall's.
    await until("two viewers are left", async () => await viewers(server) === 2, 20_000);
    await profile.close();
    await one_viewer(server);
  });
  await report.test("signing out in one tab ends the stream of all and asks each to sign in", async () => {
    const status = await tabs[0].page.evaluate(async () => (await fetch("/api/v1/session", { method: "DELETE" })).status);
    assert.ok(status >= 200 && status < 300, `DELETE /api/v1/session answered ${status}`);
    await until("no stream is left", async () => await viewers(server) === 0, 20_000);
    await Promise.all(tabs.map((tab) => tab.shows("Password", 20_000)));
  });
  await report.test("what a stream says after somebody signed out reaches nobody, and no page logs an error", async () => {
    const profile = await Profile.create(browser);
    await profile.context.addInitScript(hold_messages_of_workers);
    const tab = await profile.open(server.url);
    await tab.sign_in("Ada", kPassword);
    await tab.page.evaluate(() => { window.held = []; });
    await ada.write("/api/v1/incidents", { title: "Said too late" });
    await until("something is held back", () => tab.page.evaluate(() => window.held.length > 0), 20_000);
    await tab.page.evaluate(() => window.watchfloor.signOut());
    await tab.page.evaluate(() => window.held.splice(0).forEach((deliver) => deliver()));
    assert.deepEqual([...tabs, tab].flatMap((each) => each.troubles), []);
  });
  await browser.close();
  await server.stop();
}
