// SPDX-License-Identifier: Apache-2.0
// Entries of four kinds, some of earlier times, reach the native console and the wall at once; one time axis holds it all.
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kAtMost = 2_000;

const kEntries = [
  ["observation", "The exporter does not answer on its port"],
  ["decision", "Restart it before anything else"],
  ["action", "Restarted the exporter on the first host"],
  ["communication", "Told the service desk what to tell callers"],
];

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

// The wall turns its pages by itself; a key stops it where the last hour is.
async function turn_to_timeline(wall) {
  await wall.press("Space");
  await wall.shows("Pages are paused");
  const there = async () => /Timeline, as it occurred/.test(await wall.words());
  while (!await there()) {
    const before = await wall.words();
    await wall.press("ArrowRight");
    await until("the page has turned", async () => await wall.words() !== before);
  }
}

// The wall's timeline says its lanes with their counts, and leaves out the empty ones: what they are after each entry.
async function expected_counts(wall) {
  const words = await wall.words();
  const now = (lane) => Number(new RegExp(`${lane}: (\\d+) items?`).exec(words)?.[1] ?? 0);
  const people = now("People");
  const says = [["People", people + 1], ["Decisions", now("Decisions") + 1], ["People", people + 2], ["People", people + 3]]
    .map(([lane, count]) => `${lane}: ${count} ${count === 1 ? "item" : "items"}`);
  return Object.fromEntries(kEntries.map(([, text], i) => [text, says[i]]));
}

export async function writing(report, room) {
  const { page, wall, native, ada } = room;
  const texts = kEntries.map(([, text]) => text);

  await report.test("entries of four kinds, one of an earlier time, appear on console, browser and wall", async () => {
    await native.activate("row", new RegExp(room.incident));
    await native.item("textbox", "Entry");
    await turn_to_timeline(wall);
    // In the order of recording the newest is last, and in sight.
    await Promise.all([page.activate("switch", "By time recorded"), native.activate("switch", "By time recorded")]);
    native.watch(texts);
    const counted = await expected_counts(wall);
    await Promise.all([page.watch(texts), wall.watch(Object.values(counted))]);
    const took = { native: [], browser: [], wall: [] };
    for (const [kind, text] of kEntries) {
      const occurred_at = kind === "decision" ? new Date(Date.now() - 60_000).toISOString() : undefined;
      const sent = Date.now();
      await ada.write(`/api/v1/incidents/${room.incident}/entries`, { kind, text, occurred_at });
      took.native.push(await native.seen_at(text) - sent);
      took.browser.push(await page.seen_at(text) - sent);
      took.wall.push(await wall.seen_at(counted[text]) - sent);
    }
    await native.unwatch();
    for (const [where, times] of Object.entries(took)) {
      report.figure(`an entry on the ${where} after it was sent`, `p50 ${percentile(times, 0.5)} ms, max ${Math.max(...times)} ms`);
      assert.ok(Math.max(...times) <= kAtMost, `${where}: ${times}`);
    }
  });
  await report.test("both times of the late entry are kept", async () => {
    const late = (await ada.entries()).find((entry) => entry.raw.text?.includes("Restart it before anything else"));
    assert.ok(Date.parse(late.head.recorded_at) - Date.parse(late.head.occurred_at) > 50_000);
  });
  await report.test("the incident view has one time axis with all lanes", async () => {
    for (const lane of ["Alerts", "Changes", "Decisions", "People", "States", "Duties", "Updates", "Maintenance"]) {
      await page.shows(lane);
    }
    await page.screenshot("story-incident-1920x1080");
  });
}
