// SPDX-License-Identifier: Apache-2.0
// What leaves the screen: pictures and rows saved as files, a page on paper and a link, all read again; and the list of
// what ended.
import { readFile } from "node:fs/promises";
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
    const below = await desk.page.evaluate(() => document.getElementById("printed").innerText);
    assert.match(below, /^.*Watchfloor.* · http.* · 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "what, where and when");
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
  await report.test("the rows of the time that was chosen are saved as CSV, and none of them is a formula", async () => {
    const ada = await server.person("Ada", kPassword);
    const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail" })).created;
    await ada.write(`/api/v1/incidents/${incident}/entries`, { kind: "observation", text: "=1+1, \"said\" they" });
    await desk.go(`${server.url}/timeline`);
    await desk.shows("Choose the time to show");
    await desk.press("j");
    await desk.ready_to_type("Jump to");
    await desk.type("everything");
    await desk.shows("Everything there is");
    await desk.press("Enter");
    await desk.lacks(/Which time to show/);
    const coming = desk.page.waitForEvent("download");
    await desk.press("Shift+E");
    const download = await coming;
    assert.match(download.suggestedFilename(), /^timeline-20.*\.csv$/);
    const csv = await readFile(await download.path(), "utf8");
    assert.ok(csv.startsWith("number,lane,kind,severity,begin,end,recorded,text,author,incident,marks\r\n"), csv);
    assert.match(csv, /,Observation,Normal,20\d\d-\d\d-\d\dT[\d:.]+Z,/);
    assert.ok(csv.includes(`,"'=1+1, ""said"" they",`), csv);
    await desk.shows(/rows? (is|are) saved/);
  });
  await report.test("an incident on paper is its record in words, and what somebody wrote is no markup", async () => {
    const ada = await server.person("Ada", kPassword);
    const incident = (await ada.write("/api/v1/incidents", { title: "Mail <b>fails</b>" })).created;
    await ada.write(`/api/v1/incidents/${incident}/entries`, { kind: "decision", text: "<img src=x onerror=window.ran=1> fail over" });
    const other = await profile.open(`${server.url}/incidents/${incident}`);
    await other.shows(/fail over/);
    await other.page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    await other.page.emulateMedia({ media: "print" });
    const paper = await other.page.evaluate(() => ({ words: document.getElementById("paper").innerText,
      pictures: document.querySelectorAll("#paper img, #paper script, #paper b").length, ran: window.ran,
      canvas: document.getElementById("print").height, size: getComputedStyle(document.querySelector("#paper h1")).fontSize }));
    await other.screenshot("incident-on-paper");
    assert.ok(paper.words.includes(`${incident}  Mail <b>fails</b>`) || paper.words.includes(`${incident} Mail <b>fails</b>`), paper.words);
    assert.ok(paper.words.includes("<img src=x onerror=window.ran=1> fail over"), paper.words);
    assert.match(paper.words, /Journal main up to entry \d+, whose hash is ([0-9a-f]{64}|not known here)/);
    assert.deepEqual([paper.pictures, paper.ran, paper.canvas], [0, undefined, 0]);
    assert.equal(paper.size, "20px", "its own style counts");
    await other.page.emulateMedia({ media: null });
    await other.page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    assert.equal(await other.page.evaluate(() => document.getElementById("paper").childElementCount), 0);
    assert.deepEqual(other.troubles, []);
    await other.page.close();
  });
  await report.test("one key saves a picture of the timeline alone", async () => {
    const coming = desk.page.waitForEvent("download");
    await desk.press("Shift+V");
    const picture = Picture.read(await (await coming).path());
    assert.ok(picture.width > kSize.width / 2 && picture.width <= kSize.width, `${picture.width} wide`);
    assert.ok(picture.height > 200 && picture.height < kSize.height - 50, `${picture.height} high`);
  });
  await report.test("another key saves it as a drawing, which a browser reads", async () => {
    const coming = desk.page.waitForEvent("download");
    await desk.press("Shift+B");
    const download = await coming;
    assert.match(download.suggestedFilename(), /^timeline-20.*\.svg$/);
    const svg = await readFile(await download.path(), "utf8");
    const read = await desk.page.evaluate((text) => {
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
      return { fault: drawing.querySelector("parsererror")?.textContent ?? "", said: drawing.querySelector("desc")?.textContent ?? "",
        words: [...drawing.querySelectorAll("text")].map((one) => one.textContent) };
    }, svg);
    assert.equal(read.fault, "");
    assert.ok(!read.words.includes("By time recorded"), "what is there to be pressed is not drawn");
    assert.ok(!/is saved|Zoom out/.test(read.said), read.said);
    assert.ok(read.words.includes("Decisions"), read.words.join(" | "));
  });
  await report.test("a stretch that was typed is shown, and its link shows the same to somebody else", async () => {
    await desk.press("j");
    await desk.shows("Which time to show");
    await desk.fill("From", "2026-03-02 08:00");
    await desk.fill("To", "2026-03-02 07:30");
    await desk.shows("Has to be after the beginning");
    await desk.screenshot("time-picker");
    await desk.fill("To", "2026-03-02 09:30");
    await desk.press("Control+Enter");
    await desk.lacks(/Which time to show/);
    await desk.shows("08:00:00 – 09:30:00");
    await desk.page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
    await desk.press("Shift+O");
    await desk.shows("The link to this view is copied");
    const link = await until("the link is copied", () => desk.page.evaluate(() => window.copied));
    assert.ok(link.startsWith(`${server.url}/timeline?`), link);
    const other = await profile.open(link);
    await other.shows("08:00:00 – 09:30:00");
    assert.deepEqual([...desk.troubles, ...other.troubles], []);
  });
  await browser.close();
  await server.stop();
}
