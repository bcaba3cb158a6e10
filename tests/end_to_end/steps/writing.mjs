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
async function turn_to_the_last_hour(wall) {
  await wall.press("Space");
  await wall.shows("Pages are paused");
  const there = async () => /Last hour: \d+ alert/.test(await wall.words());
  for (let turned = 0; !await there(); turned += 1) {
    assert.ok(turned < 6, "no page tells of the last hour");
    const before = await wall.words();
    await wall.press("ArrowRight");
    await until("the page has turned", async () => await wall.words() !== before);
  }
}

// The wall lists what there is room for and counts the rest: what it says after each entry.
async function expected_words(wall) {
  const more = Number(/\+(\d+) more/.exec(await wall.words())?.[1] ?? 0);
  return Object.fromEntries(kEntries.map(([, text], i) => [text, more > 0 ? `+${more + i + 1} more` : text]));
}

export async function writing(report, room) {
  const { page, wall, native, ada } = room;
  const texts = kEntries.map(([, text]) => text);

  await report.test("entries of four kinds, one of an earlier time, appear on console, browser and wall", async () => {
    await native.activate("row", new RegExp(room.incident));
    await native.item("textbox", "Entry");
    await turn_to_the_last_hour(wall);
    // In the order of recording the newest is last, and in sight. The switch stands beside the axis once that is grown.
    for (const screen of [page, native]) {
      await screen.press("Q");
      await screen.activate("switch", "By time recorded");
      await screen.press("Q");
    }
    native.watch(texts);
    const expected = await expected_words(wall);
    await Promise.all([page.watch(texts), wall.watch(Object.values(expected))]);
    const took = { native: [], browser: [], wall: [] };
    for (const [kind, text] of kEntries) {
      const occurred_at = kind === "decision" ? new Date(Date.now() - 60_000).toISOString() : undefined;
      const sent = Date.now();
      await ada.write(`/api/v1/incidents/${room.incident}/entries`, { kind, text, occurred_at });
      took.native.push(await native.seen_at(text) - sent);
      took.browser.push(await page.seen_at(text) - sent);
      took.wall.push(await wall.seen_at(expected[text]) - sent);
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
    for (const lane of ["Alerts", "Decisions", "People", "States", "Duties", "Updates"]) {
      await page.shows(lane); // what holds something, beside the entries
    }
    await page.screenshot("story-incident-entries-1920x1080");
    await page.press("q"); // the axis in their place has the others too
    for (const lane of ["Alerts", "Changes", "Decisions", "People", "States", "Duties", "Updates", "Maintenance"]) {
      await page.shows(lane);
    }
    await page.screenshot("story-incident-1920x1080");
    await page.press("q");
    await until("the entries are back", () => !page.address().includes("axis=1"));
  });
}
