// SPDX-License-Identifier: Apache-2.0
// A server that nobody has used yet: the printed link signs in, the page is alive, and a drill can be started.
import { Watchfloord, kServerProgram } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { readFileSync } from "node:fs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { send } from "../support/http.mjs";

export async function scenario(report) {
  const server = await Watchfloord.create();
  const started = Date.now();
  await server.start();
  const browser = await launch_browser();
  const profile = await Profile.create(browser);
  let page;
  let link;

  await report.test("what scripts/run hands over by environment is a setting of the server", () => {
    const handed = [...readFileSync("scripts/run", "utf8").matchAll(/export (WATCHFLOOR_\w+)=/g)].map(([, name]) => name);
    assert.ok(handed.length > 0);
    for (const name of handed) {
      const { output } = run_program([kServerProgram, "serve", "--print-config"], { environment: { [name]: "http://127.0.0.1:9" } });
      assert.match(output, /http:\/\/127\.0\.0\.1:9"/, name);
    }
  });
  await report.test("the first start prints a one-time sign-in link", () => {
    link = server.sign_in_link();
    assert.match(link ?? "", new RegExp(`^${server.url}/sign-in/\\S{20,}$`));
  });
  await report.test("the page asks a stranger to sign in", async () => {
    const stranger = await Profile.create(browser);
    const other = await stranger.open(server.url);
    await other.shows("Sign in to Watchfloor");
    await other.screenshot("sign-in-1280x800");
    assert.deepEqual(other.troubles, []);
    await stranger.close();
  });
  await report.test("a scanner that only looks does not use the link up", async () => {
    assert.equal((await send("HEAD", link)).status, 204);
  });
  await report.test("the link signs in and leads to the board", async () => {
    page = await profile.open(link);
    await page.shows("Board");
    assert.equal(page.address(), "/");
  });
  await report.test("this host's capacity is visible within 15 s", async () => {
    await page.shows(/CPU|Processor/i, 15_000);
    await page.shows(/Memory/i, Math.max(1, 15_000 - (Date.now() - started)));
    report.figure("host capacity visible after start", `${Date.now() - started} ms`);
    assert.ok(Date.now() - started <= 15_000);
  });
  await report.test("the empty board says what to do next", async () => {
    await page.shows("All quiet");
    await page.shows(/Point monitoring here, or practise/);
    await page.screenshot("board-empty-1280x800");
  });
  await report.test("one button starts a drill in its own journal, marked EXERCISE", async () => {
    await page.click("button", "Start a drill");
    await page.shows("EXERCISE");
    await page.shows(/journal drill-\S+: nothing here is real/);
    assert.match(page.address(), /journal=drill-/);
    await page.shows(/DiskFillingUp|OrderWritesFailing|CheckoutErrors/, 30_000);
    await page.screenshot("drill-1280x800");
  });
  await report.test("the drill leaves the real room alone", async () => {
    await page.activate("button", "Back to the real room");
    await page.shows("All quiet");
    await page.lacks(/nothing here is real/);
    assert.deepEqual(page.troubles, []);
  });
  await report.test("the link works once", async () => {
    assert.equal((await send("GET", link)).status, 401);
  });
  await report.test("a user of one's own makes the link unnecessary", async () => {
    server.add_user("Ada", "a long enough password", "incident_manager");
    const ada = await server.person("Ada", "a long enough password");
    assert.equal((await ada.read("/api/v1/me")).user_name, "Ada");
    const host = (await ada.read("/api/v1/sources")).sources.find((source) => source.source === "host");
    assert.ok(host.received > 0, "this host's samples are counted");
    await server.stop();
    await server.start();
    assert.equal(server.sign_in_link(), null);
  });
  await report.test("a second server on the same folder is refused", async () => {
    const refused = server.command(["serve", "--listen", "127.0.0.1:0"]);
    assert.equal(refused.code, 1);
    assert.match(refused.errors, /\S{10,}/);
  });
  await until("the page is signed in still", async () => (await page.words()).includes("Board"));
  await browser.close();
  assert.equal(await server.stop(), 0);
}
