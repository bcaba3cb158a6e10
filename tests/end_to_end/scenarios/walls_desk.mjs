// SPDX-License-Identifier: Apache-2.0
// A display is let in, named, looked after and shut out on the desk's screen; programs get their tokens there.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { shown_code } from "../support/furniture.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const browser = await launch_browser();
  const display = await Profile.create(browser, { width: 1920, height: 1080 });
  const wall = await display.open(`${server.url}/wall`);
  const profile = await Profile.create(browser, { width: 1366, height: 768 });
  const desk = await profile.open(server.url);
  await desk.sign_in("Ada", kPassword);
  await desk.activate("tab", "Walls");
  await desk.shows("No display is let in");
  const listed = async () => (await ada.read("/api/v1/walls")).items;

  await report.test("a display is let in by the code it shows, and stands in the list with its size", async () => {
    await desk.activate("button", /^Let a display in/);
    await desk.fill("Code on the display", await shown_code(wall));
    await desk.fill("Name of the display", "Lobby");
    await desk.activate("button", /^Approve a wall/);
    await until("the wall is paired", async () => !(await wall.words()).includes("not paired"));
    await desk.shows(/Lobby/);
    await desk.shows(/watching, 1920×1080/);
    await desk.screenshot("walls-desk");
  });
  await report.test("it is renamed", async () => {
    await desk.activate("row", /Lobby/);
    await desk.fill("Name of the display", "North wall");
    await desk.activate("button", /^Rename/);
    await desk.shows("The display is called North wall now");
    await until("the server knows the name", async () => (await listed()).some((one) => one.token.name === "North wall"));
  });
  const set_up = async () => ((await ada.read("/api/v1/state")).state.displays ?? [])[0];
  await report.test("what takes turns on it is chosen, and where it hangs is said", async () => {
    await desk.activate("row", /North wall/);
    await desk.activate("button", /^Its pages…/);
    await desk.activate("button", /^Add the page/);
    await desk.shows(/1\. What fires, 30 s/);
    await desk.screenshot("wall-pages");
    await desk.activate("button", /^Set the pages/);
    await desk.shows("North wall shows its new pages");
    await until("the journal says so", async () => (await set_up())?.pages?.length === 1);
    await desk.activate("row", /North wall/);
    await desk.activate("button", /^Where it hangs…/);
    await desk.fill("Farthest reader, in metres", "2.5");
    await desk.screenshot("wall-place");
    await desk.activate("button", /^Set the place/);
    await desk.shows("North wall follows its new place");
    await until("the journal says so", async () => (await set_up())?.distance_centimetres === 250);
    await wall.screenshot("wall-nearer");
  });
  await report.test("it is tested: its picture stands, and the desk says what came of it", async () => {
    await desk.activate("row", /North wall/);
    await desk.activate("button", /^Test it/);
    await wall.shows(/Nothing is smaller than this line/);
    await wall.screenshot("wall-test-picture");
    await desk.shows(/It showed its test picture/);
    await desk.press("Escape");
  });
  await report.test("shut out, it shows a code at once, and the list says so", async () => {
    await desk.activate("row", /North wall/);
    await desk.activate("button", /^Shut it out…/);
    await desk.shows(/loses its picture at once/);
    await desk.activate("button", /^Shut it out$/);
    await wall.shows("not paired");
    await desk.shows(/shut out/);
  });
  await report.test("a program's token is made, told once, and revoked", async () => {
    const made = async () => (await ada.read("/api/v1/tokens")).items.find((one) => one.token.name === "prober");
    await desk.activate("button", /^New token/);
    await desk.fill("Name of the program", "prober");
    await desk.activate("switch", /^read what the staff may see/);
    await desk.activate("button", /^Make it/);
    await desk.shows("It is shown this once");
    await desk.screenshot("token-made");
    assert.deepEqual((await made()).token.scopes, ["read"]);
    await desk.press("Escape");
    await desk.lacks(/It is shown this once/);
    await desk.activate("row", /prober/);
    await desk.shows(/is refused from then on/);
    await desk.activate("button", /^Revoke it/);
    await desk.shows("The token prober is revoked");
    assert.equal((await made()).token.revoked, true);
    assert.deepEqual(desk.troubles, []);
  });
  await browser.close();
  await server.stop();
}
