// SPDX-License-Identifier: Apache-2.0
// The first usable board: from the navigation until the page's semantic picture holds an alert.
import { kRounds, median, until } from "./support.mjs";
import { launch_browser, Profile } from "../../tests/end_to_end/support/browser.mjs";

// Signs in as that person in a fresh profile each round and waits until the board shows `whole`; then loads the page
// again and takes the time until it shows `alert`.
export async function first_board(server, name, password, whole, alert) {
  const browser = await launch_browser();
  const times = [];
  for (let round = 0; round < kRounds; round += 1) {
    const profile = await Profile.create(browser);
    const page = await profile.open(server.url);
    await page.sign_in(name, password);
    await page.shows(whole, 20_000);
    const began = performance.now();
    await page.page.goto(server.url, { waitUntil: "commit" });
    await until("the board shows alerts", () => page.page.evaluate((text) => (document.getElementById("mirror")?.textContent ?? "").includes(text), alert), 30_000, 10);
    times.push(performance.now() - began);
    await profile.close();
  }
  await browser.close();
  return { alerts: 100_000, median_ms: Math.round(median(times)) };
}
