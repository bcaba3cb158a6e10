// SPDX-License-Identifier: Apache-2.0
// What leaves the screen: a picture saved as a file, and a page on paper, both read again; and the list of what ended.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { Picture } from "../support/png.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";
const kSize = { width: 1366, height: 768 };

function brightness(picture) {
  let sum = 0;
  let darkest = 765;
  for (let at = 0; at < picture.pixels.length; at += picture.channels) {
    const light = picture.pixels[at] + picture.pixels[at + 1] + picture.pixels[at + 2];
    sum += light;
    darkest = Math.min(darkest, light);
  }
  return { mean: sum / 3 / (picture.pixels.length / picture.channels), darkest: darkest / 3 };
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  await server.start(["--no-host-source"]);
  const browser = await launch_browser();
  const profile = await Profile.create(browser, kSize);
  const desk = await profile.open(server.url);
  await desk.sign_in("Ada", kPassword);

  await report.test("one key saves a picture of the screen, which shows it", async () => {
    const coming = desk.page.waitForEvent("download");
    await desk.press("Control+s");
    const download = await coming;
    assert.match(download.suggestedFilename(), /^board-20.*\.png$/);
    const picture = Picture.read(await download.path());
    assert.deepEqual({ width: picture.width, height: picture.height }, kSize);
    const { mean } = brightness(picture);
    assert.ok(mean > 5 && mean < 90, `a dark screen with words on it, not ${mean}`);
    await desk.shows(/The picture is saved/);
  });
  await report.test("on paper it is dark on light, and the screen is as it was", async () => {
    const before = await desk.page.evaluate(() => [window.watchfloor.canvas.width, window.watchfloor.canvas.height]);
    await desk.page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await desk.page.emulateMedia({ media: "print" });
    const { mean, darkest } = brightness(Picture.read(await desk.screenshot("on-paper")));
    assert.ok(mean > 170, `the ground is light, not ${mean}`);
    assert.ok(darkest < 90, `there are words on it, not ${darkest}`);
    await desk.page.emulateMedia({ media: null });
    await desk.page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    await until("the screen is back", async () => {
      const after = await desk.page.evaluate(() => [window.watchfloor.canvas.width, window.watchfloor.canvas.height]);
      return String(after) === String(before);
    });
    await desk.shows("Board");
  });
  await report.test("the list of what ended opens by its key, and says when nothing did", async () => {
    await desk.press("Shift+H");
    await desk.shows("No incident ended within the last day");
    await desk.screenshot("ended-none");
    await desk.press("Escape");
    assert.deepEqual(desk.troubles, []);
  });
  await browser.close();
  await server.stop();
}
