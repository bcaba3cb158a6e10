// SPDX-License-Identifier: Apache-2.0
// From a key pressed in the board's filter, with 10,000 alerts firing, to the frame that shows the board filtered: the
// page's own clock, from its keydown event to the change of its semantic picture, which is made in the pixels' frame.
// The answer of the server, which alone has all 10,000, comes after that and is a figure of its own.
import { attempt, fresh_server, kSeconds, load, print, rounded, stop_all, until } from "./support.mjs";
import { setTimeout as sleep } from "node:timers/promises";
import { launch_browser, Profile } from "../../tests/end_to_end/support/browser.mjs";

const kPassword = "a long enough password";
const kAlerts = 10_000;
const kWords = ["95 %", "Bench", "host-99", "storage", "file system", "nothing has this"];
const kRounds = Math.max(2, kSeconds);
const kTypingMillis = 80; // a fast typist's; and once more without any pause

// Notes how long after a key went down the mirror's filter field holds what was typed: in the frame that draws it.
function listen() {
  const noted = window.filterNoted = { keys: [] };
  let pressed = 0;
  document.addEventListener("keydown", (event) => { pressed = event.key.length === 1 ? performance.now() : 0; }, { capture: true });
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  Object.defineProperty(HTMLInputElement.prototype, "value", { ...value, set(text) {
    const changes = this.getAttribute("aria-label") === "Filter" && value.get.call(this) !== text;
    value.set.call(this, text);
    if (changes && pressed > 0) {
      noted.keys.push(performance.now() - pressed);
      pressed = 0;
    }
  } });
}

const at = (values, part) => [...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))];

// Types all words, each key `pause` milliseconds after the one before was drawn.
async function typed(page, pause) {
  const answers = [];
  await page.click("textbox", "Filter");
  await page.ready_to_type("Filter");
  await page.page.evaluate(() => { window.filterNoted.keys = []; });
  for (let round = 0; round < kRounds; round += 1) {
    for (const words of kWords) {
      for (const letter of words) {
        const before = await page.page.evaluate(() => window.filterNoted.keys.length);
        await page.press(letter === " " ? "Space" : letter);
        await until("the key is drawn", () => page.page.evaluate((count) => window.filterNoted.keys.length > count, before), 10_000, 5);
        await sleep(pause);
      }
      const began = performance.now();
      await until("all are searched", async () => !(await page.words()).includes("Searching"), 10_000, 5);
      answers.push(performance.now() - began);
      await page.press("Control+a");
      await page.press("Delete");
      await until("the filter is empty", async () => (await page.items()).find(({ label }) => label === "Filter").value === "", 10_000, 5);
      await sleep(pause); // looking at the whole mirror costs the page as much as a frame
    }
  }
  const keys = await page.page.evaluate(() => window.filterNoted.keys);
  return { keys: keys.length, p50_ms: rounded(at(keys, 0.5), 1), p99_ms: rounded(at(keys, 0.99), 1), max_ms: rounded(at(keys, 1), 1),
    answer_p99_ms: rounded(at(answers, 0.99), 1) };
}

await attempt("filter", async () => {
  const server = await fresh_server();
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  await load({ port: server.port, token: server.intake, path: "/api/v2/alerts", kind: "alerts", batch: 500, clients: 4, count: kAlerts / 500 });
  const browser = await launch_browser();
  const profile = await Profile.create(browser, { width: 1920, height: 1080 });
  const page = await profile.open(server.url);
  await page.sign_in("Ada", kPassword);
  await page.shows(/10,?000/, 20_000);
  await page.page.evaluate(listen);
  print({ bench: "filter", pace: "typed", alerts: kAlerts, ...await typed(page, kTypingMillis) });
  print({ bench: "filter", pace: "flat out", alerts: kAlerts, ...await typed(page, 0) });
  await browser.close();
  await server.stop();
});
await stop_all();
