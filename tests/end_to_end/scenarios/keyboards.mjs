// SPDX-License-Identifier: Apache-2.0
// Every key of the console on three keyboards, keys whose release nobody says, and every address it can show.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { furnish_room } from "../support/furniture.mjs";
import { send } from "../support/http.mjs";
import { dispatch_keys, key_events, kKeyboards, press_on } from "../support/keyboards.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";

const told = (page, name) => page.page.evaluate((call) => window.watchfloor.readText(Module[call]()), name);
const keys_down = (page) => page.page.evaluate(() => Module._wf_keys_down());
const has_dialog = async (page) => (await page.items()).some(({ role }) => role === "dialog");
const caret_in = (page) => page.page.evaluate(() => {
  const agent = document.getElementById("text-agent");
  return agent.inputMode === "text" ? agent.getAttribute("aria-description") : null;
});

// Whatever the key before opened is closed, and nothing takes text.
async function calm(page, keyboard, before = "") {
  await until(`nothing is open after ${before}`, async () => {
    const open = { dialog: await has_dialog(page), caret: await caret_in(page), heard: await told(page, "_wf_keys_heard") };
    if (!open.dialog && open.caret === null && open.heard === "cancel") {
      return true;
    }
    await press_on(page, keyboard, "Escape");
    throw new Error(JSON.stringify(open));
  }, 60_000);
}

async function keymap(page) {
  const lines = (await told(page, "_wf_keymap")).trim().split("\n");
  return lines.map((line) => ({ action: line.slice(0, line.indexOf("=")), chords: line.slice(line.indexOf("=") + 1).split(" / ").filter(Boolean) }));
}

// Which actions each key was taken for, where that is not the one it belongs to.
async function misheard(page, keyboard) {
  const actions = await keymap(page);
  assert.ok(actions.length > 40, `the keymap has ${actions.length} actions`);
  const same_key = (chord) => actions.filter(({ chords }) => chords.includes(chord)).map(({ action }) => action);
  const wrong = [];
  let before = "";
  for (const { action, chords } of actions) {
    for (const chord of chords) {
      await calm(page, keyboard, before);
      before = chord;
      await press_on(page, keyboard, chord === "Escape" ? "X" : chord);
      if (chord === "Escape") {
        await press_on(page, keyboard, "Escape");
      }
      const heard = await until("a key is heard", async () => (await told(page, "_wf_keys_heard")).split(" "), 2_000);
      if (!heard.includes(action) || heard.some((one) => !same_key(chord).includes(one))) {
        wrong.push(`${chord} is ${action}, heard: ${heard.join(" ")}`);
      }
    }
  }
  await calm(page, keyboard);
  return wrong;
}

const path_of = (page) => page.address().split("?")[0];

async function signs_act(page, keyboard) {
  await page.go(page.page.url());
  await page.shows("CertificateEnds");
  await press_on(page, keyboard, "?");
  await until("the help is open", () => has_dialog(page));
  await press_on(page, keyboard, "Escape");
  await until("the help is closed", async () => !await has_dialog(page));
  await press_on(page, keyboard, "/");
  await until("the caret is in the filter", async () => await caret_in(page) === "Filter");
  assert.equal((await page.items()).find(({ label }) => label === "Filter").value, "", "the key itself is no text");
  await press_on(page, keyboard, "Escape");
  await until("the caret has left", async () => await caret_in(page) === null);
  const chosen = async () => (await page.items()).find(({ role, selected }) => role === "row" && selected)?.label ?? "";
  await press_on(page, keyboard, ".");
  await until("an alert is chosen", chosen);
  const first = await chosen();
  await press_on(page, keyboard, ".");
  await until("the next is chosen", async () => await chosen() !== first);
  await press_on(page, keyboard, ",");
  await until("the one before is chosen", async () => await chosen() === first);
  await press_on(page, keyboard, "]");
  await until("the next view is shown", () => page.address().startsWith("/timeline"));
  await press_on(page, keyboard, "[");
  await until("the view before is shown", () => path_of(page) === "/");
}

// A key goes down and its release is never said; `lost` is what happens instead, and how many are down after it.
async function lets_go(page, chord, lost, left = 0) {
  const { down } = key_events(kKeyboards.US, chord);
  await dispatch_keys(page, "keydown", down);
  await lost(down);
  await until(`no key is down after ${chord}`, async () => await keys_down(page) === left, 5_000);
}

async function check_keys(report, page) {
  for (const [name, keyboard] of Object.entries(kKeyboards)) {
    await report.test(`every key of the keymap means its action on a ${name} keyboard`, async () => {
      assert.deepEqual(await misheard(page, keyboard), []);
    });
    await report.test(`signs do what the help says on a ${name} keyboard`, async () => {
      await press_on(page, keyboard, "1");
      await until("the board is shown", () => path_of(page) === "/");
      await signs_act(page, keyboard);
    });
  }
}

async function check_releases(report, page) {
  const release = (down, name) => dispatch_keys(page, "keyup", down.filter(({ key }) => key === name).map(({ key, code }) => ({ key, code })));
  await report.test("a key is released with its modifier, with the focus, and with the tab", async () => {
    await lets_go(page, "Meta+A", (down) => release(down, "Meta"));
    await lets_go(page, "Meta+A", () => {}, 1); // Meta itself
    await dispatch_keys(page, "keyup", [{ key: "Meta", code: "MetaLeft" }]);
    await lets_go(page, "Shift+A", (down) => release(down, "Shift"));
    await lets_go(page, "A", () => page.page.evaluate(() => { window.dispatchEvent(new Event("blur")); window.dispatchEvent(new Event("focus")); }));
    await lets_go(page, "A", async () => {
      await page.hide();
      await page.unhide();
    });
  });
  await report.test("a repeat of a released key presses nothing, and a lost release costs no press", async () => {
    const { down } = key_events(kKeyboards.US, "X");
    await dispatch_keys(page, "keydown", down);
    await page.page.evaluate(() => { window.dispatchEvent(new Event("blur")); window.dispatchEvent(new Event("focus")); });
    await press_on(page, kKeyboards.US, "Escape");
    await until("Escape is heard", async () => await told(page, "_wf_keys_heard") === "cancel");
    await dispatch_keys(page, "keydown", down.map((event) => ({ ...event, repeat: true })));
    await page.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    assert.equal(await told(page, "_wf_keys_heard"), "cancel");
    await dispatch_keys(page, "keydown", down);
    await press_on(page, kKeyboards.US, "Escape");
    await dispatch_keys(page, "keydown", down);
    await until("the second press is heard", async () => await told(page, "_wf_keys_heard") === "acknowledge");
    await dispatch_keys(page, "keyup", down);
  });
}

async function check_links(report, page, monitor) {
  await report.test("one key opens the chosen alert's runbook in a tab of its own", async () => {
    await monitor.write("/api/v2/alerts", [{ labels: { alertname: "LinkedAlert", service: "shop", severity: "critical" },
      annotations: { runbook_url: "https://wiki.example.org/linked" }, generatorURL: "https://prometheus.example.org/graph" }]);
    await page.go(new URL("/", page.page.url()).href);
    await page.shows("LinkedAlert");
    await page.page.evaluate(() => { window.opened = []; window.open = (...given) => { window.opened.push(given); return null; }; });
    await press_on(page, kKeyboards.US, ".");
    await until("the worst is chosen", async () => (await page.items()).some(({ role, selected, label }) => role === "row" && selected && label.includes("LinkedAlert")));
    await press_on(page, kKeyboards.US, "O");
    await until("a tab is asked for", () => page.page.evaluate(() => window.opened.length > 0));
    assert.deepEqual(await page.page.evaluate(() => window.opened), [["https://wiki.example.org/linked", "_blank", "noopener,noreferrer"]]);
  });
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator", "capacity_manager", "maintenance_planner");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const { incident, monitor } = await furnish_room(server, ada);
  const browser = await launch_browser();
  const profile = await Profile.create(browser, { width: 1600, height: 1000 });
  const page = await profile.open(server.url);
  await page.sign_in("Ada", kPassword);

  await check_keys(report, page);
  await check_releases(report, page);
  await check_links(report, page, monitor);
  await report.test("each address that the console can show survives a reload", async () => {
    const inner = { "/incidents/": incident, "/capacity/": "orders-disk" };
    const listed = (await told(page, "_wf_addresses")).trim().split("\n");
    assert.ok(listed.includes("/capacity/") && listed.length > 6, listed.join(" "));
    for (const address of listed) {
      const path = address !== "/" && address.endsWith("/") ? address + inner[address] : address;
      const { status, headers } = await send("GET", server.url + path);
      assert.equal(`${path} ${status} ${headers["content-type"]}`, `${path} 200 text/html; charset=utf-8`);
    }
    await page.go(`${server.url}/capacity/orders-disk`);
    await page.shows("Order database, disk");
    for (const key of ["1", "2", "3", "4", "5", "6"]) {
      await press_on(page, kKeyboards.US, key);
      await until(`key ${key} has led somewhere`, () => (path_of(page) === "/") === (key === "1"));
      assert.equal((await send("GET", server.url + page.address())).headers["content-type"], "text/html; charset=utf-8");
    }
  });
  await report.test("no error was logged by the page", () => assert.deepEqual(page.troubles, []));
  await browser.close();
  await server.stop();
}
