// SPDX-License-Identifier: Apache-2.0
// Pictures of every surface at the sizes people have, and what can be measured in them: letter heights and colours
// of the wall. The pictures stay in build/screenshots for people to look at.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { NativeConsole, VirtualScreen } from "../support/native_console.mjs";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Picture } from "../support/png.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { furnish_room, pair_wall } from "../support/furniture.mjs";
import { cap_height, kSeverityColours, letters, smaller_than } from "../support/wall_pictures.mjs";

async function check_letters(wall, file, scale) {
  const panel = [1920, 1080];
  const measured = letters(await wall.items(), Picture.read(file), scale);
  assert.ok(measured.length >= 3, `only ${measured.length} texts were found on the wall`);
  assert.deepEqual(smaller_than(measured, cap_height(panel, 16)), [], "smaller than 16 minutes of arc");
  const status = measured.filter(({ text }) => /\d/.test(text));
  assert.ok(status.length > 0);
  assert.deepEqual(smaller_than(status, cap_height(panel, 22)), [], "numbers smaller than 22 minutes of arc");
}

const kAxe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What a screen reader is told of the screen. Contrast is in the pixels, and tested over the palette.
async function check_accessibility(page, name) {
  await page.page.evaluate(kAxe);
  const { violations, passes } = await page.page.evaluate(() => axe.run("#app", { rules: { "color-contrast": { enabled: false } } }));
  assert.ok(passes.length > 15, `axe looked at ${name}`);
  assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0].html}`), []);
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver", "administrator", "capacity_manager", "maintenance_planner");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const browser = await launch_browser();
  const walls = [];
  for (const scale of [1, 2]) {
    const profile = await Profile.create(browser, { width: 1920, height: 1080, scale });
    const wall = await profile.open(`${server.url}/wall`);
    await pair_wall(wall, ada, `wall ${scale}`);
    // Its pages would turn while it is looked at.
    await wall.press("Space");
    await wall.shows("Pages are paused");
    walls.push({ wall, scale, name: `${1920 * scale}x${1080 * scale}` });
  }

  await report.test("a calm wall has no pixel of a severity's colour", async () => {
    for (const { wall, name } of walls) {
      await wall.shows("No source of alerts is connected"); // so that nobody can say that nothing fires
      const picture = Picture.read(await wall.screenshot(`wall-calm-${name}`));
      assert.ok(picture.variety > 8, "something is drawn");
      for (const [severity, rgb] of Object.entries(kSeverityColours)) {
        assert.equal(picture.count(rgb), 0, `${severity} on ${name}`);
      }
    }
  });
  await report.test("a calm wall can be read from its distance", async () => {
    for (const { wall, scale, name } of walls) {
      await check_letters(wall, await wall.screenshot(`wall-calm-${name}`), scale);
    }
  });
  const { incident } = await furnish_room(server, ada);
  await report.test("a wall with a major incident shows it in colour", async () => {
    for (const { wall, name } of walls) {
      await wall.shows(/SEV1/);
      await wall.shows("Online shop");
      const file = await wall.screenshot(`wall-major-${name}`);
      assert.ok(Picture.read(file).count(kSeverityColours.critical) > 200);
    }
  });
  await report.test("a wall has no scroll bar: every item lies within its edges", async () => {
    for (const { wall } of walls) {
      const outside = (await wall.items()).filter(({ rect }) => rect.width > 0 && (rect.x < -4 || rect.y < -4 || rect.x + rect.width > 1924 || rect.y + rect.height > 1084));
      assert.deepEqual(outside, []);
    }
  });
  await report.test("every page of the wall is drawn", async () => {
    const { wall, name } = walls[0];
    for (const page of [1, 2, 3, 4, 5]) {
      const before = (await wall.items()).map((item) => item.label).join();
      await wall.press("ArrowRight");
      await until("the page has turned", async () => (await wall.items()).map((item) => item.label).join() !== before);
      await wall.screenshot(`wall-page-${page}-${name}`);
    }
  });
  await report.test("every desk screen is drawn at both sizes and has no fault of accessibility", async () => {
    for (const [width, height] of [[1280, 800], [1920, 1080]]) {
      const profile = await Profile.create(browser, { width, height });
      const page = await profile.open(server.url);
      await page.shows(/Password/);
      await check_accessibility(page, "sign-in");
      await page.sign_in("Ada", "a long enough password");
      for (const [name, path] of [["board", "/"], ["incident", `/incidents/${incident}`], ["timeline", "/timeline"], ["capacity", "/capacity"],
        ["maintenance", "/maintenance"], ["sources", "/sources"], ["walls", "/walls"]]) {
        await page.go(server.url + path);
        await page.shows(/^live /m);
        await until(`${name} is loaded`, async () => (await page.items()).length > 12);
        // The first frames of a screen still settle their sizes.
        const drawn = await page.frames();
        await until(`${name} has settled`, async () => await page.frames() > drawn + 3);
        const picture = Picture.read(await page.screenshot(`${name}-${width}x${height}`));
        assert.ok(picture.variety > 30, name);
        await check_accessibility(page, name);
      }
      assert.deepEqual(page.troubles, []);
      await profile.close();
    }
  });
  await report.test("the native console draws the same screens", async () => {
    const screen = await VirtualScreen.start();
    const native = await NativeConsole.start(screen, server.url, ["--size", "1600x900"]);
    await native.sign_in("Ada", "a long enough password");
    await native.shows(incident);
    for (const [name, key] of [["board", "1"], ["timeline", "2"], ["capacity", "3"], ["maintenance", "4"], ["sources", "5"]]) {
      await native.press(key);
      await until(`the tab ${name} is chosen`, async () => (await native.items()).some((item) => item.role === "tab" && item.selected && item.label.toLowerCase() === name));
      assert.ok(Picture.read(await native.screenshot(`native-${name}-1600x900`)).variety > 30, name);
    }
    assert.equal(await native.stop(), 0);
    await screen.stop();
  });
  await browser.close();
  await server.stop();
}
