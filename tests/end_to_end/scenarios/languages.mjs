// SPDX-License-Identifier: Apache-2.0
// Every surface with words 40 % longer than English: nothing that can be pressed lies over something else or outside
// the window. The pictures stay in build/screenshots for people to look at.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { Picture } from "../support/png.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { furnish_room, pair_wall } from "../support/furniture.mjs";

const kPassword = "a long enough password";
const kPressed = ["button", "tab", "textbox", "checkbox", "combobox", "link", "radio", "switch"];
// Borders touch, and half pixels are rounded.
const kSlack = 2;

const overlap = (a, b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > kSlack
  && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > kSlack;

function faults(items, width, height) {
  const seen = items.filter(({ rect }) => rect.width > 0 && rect.height > 0);
  const outside = seen.filter(({ rect }) => rect.x < -kSlack || rect.x + rect.width > width + kSlack)
    .map(({ role, label }) => `${role} "${label}" leaves the window`);
  const pressed = seen.filter(({ role }) => kPressed.includes(role));
  const crossing = pressed.flatMap((one, i) => pressed.slice(i + 1).filter((other) => overlap(one.rect, other.rect))
    .map((other) => `${one.role} "${one.label}" lies over ${other.role} "${other.label}"`));
  return [...outside, ...crossing];
}

async function settled(page, name) {
  await until(`${name} is loaded`, async () => (await page.items()).length > 8);
  const drawn = await page.frames();
  await until(`${name} has settled`, async () => await page.frames() > drawn + 3);
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator", "capacity_manager", "maintenance_planner");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const browser = await launch_browser();
  const { incident } = await furnish_room(server, ada);

  for (const [width, height] of [[1280, 800], [1920, 1080]]) {
    await report.test(`longer words fit every desk screen at ${width}x${height}`, async () => {
      const profile = await Profile.create(browser, { width, height });
      const page = await profile.open(server.url);
      await page.sign_in("Ada", kPassword);
      const found = [];
      for (const [name, path] of [["board", "/"], ["incident", `/incidents/${incident}`], ["timeline", "/timeline"], ["capacity", "/capacity"],
        ["maintenance", "/maintenance"], ["sources", "/sources"], ["walls", "/walls"]]) {
        await page.go(`${server.url}${path}?language=pseudo`);
        await page.shows(/[äëïöü]{2}/);
        await settled(page, name);
        assert.ok(Picture.read(await page.screenshot(`pseudo-${name}-${width}x${height}`)).variety > 30, name);
        found.push(...faults(await page.items(), width, height).map((fault) => `${name}: ${fault}`));
      }
      assert.deepEqual(found, []);
      assert.deepEqual(page.troubles, []);
      await profile.close();
    });
  }
  await report.test("longer words fit the wall", async () => {
    const profile = await Profile.create(browser, { width: 1920, height: 1080 });
    const wall = await profile.open(`${server.url}/wall`);
    await pair_wall(wall, ada, "wall of longer words");
    await wall.shows(/SEV1/);
    await wall.go(`${server.url}/wall?language=pseudo`);
    await wall.shows(/[äëïöü]{2}/);
    await wall.press("Space");
    const found = [];
    for (const page of [1, 2, 3, 4]) {
      await settled(wall, `page ${page}`);
      await wall.screenshot(`pseudo-wall-page-${page}`);
      found.push(...faults(await wall.items(), 1920, 1080).map((fault) => `page ${page}: ${fault}`));
      const before = (await wall.items()).map((item) => item.label).join();
      await wall.press("ArrowRight");
      await until("the page has turned", async () => (await wall.items()).map((item) => item.label).join() !== before);
    }
    assert.deepEqual(found, []);
    await profile.close();
  });
  await browser.close();
  await server.stop();
}
