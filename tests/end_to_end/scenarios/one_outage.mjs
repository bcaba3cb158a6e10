// SPDX-License-Identifier: Apache-2.0
// Forty alerts of one outage come together in one incident, in a few actions: from the board, and from what the
// incident proposes.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";
const kServices = { payments: 16, orders: 14, mail: 10 };
const kMostActions = 6;

async function outage(monitor, prefix) {
  const now = Date.now();
  const alerts = Object.entries(kServices).flatMap(([service, count]) => Array.from({ length: count }, (_, i) => ({
    labels: { alertname: `${prefix}${["Down", "Slow", "QueueGrows"][i % 3]}`, service, severity: i % 3 === 0 ? "critical" : "warning", instance: `${service}-${i + 1}:9100` },
    annotations: { summary: `${service} on host ${i + 1} does not answer` },
    startsAt: new Date(now - 1_000 * (60 + i)).toISOString(), endsAt: new Date(now + 3_600_000).toISOString(),
  })));
  const posted = await monitor.send("POST", "/api/v2/alerts", alerts);
  assert.equal(posted.status, 200, posted.text);
  return alerts.length;
}

// Counts what a person does, one key or click each.
function hand_of(page) {
  const hand = { actions: 0 };
  hand.press = (chord) => { hand.actions += 1; return page.press(chord); };
  hand.activate = (role, name) => { hand.actions += 1; return page.activate(role, name); };
  return hand;
}

const alerts_of = async (user, incident) => (await user.read(`/api/v1/incidents/${incident}`)).alerts.length;
const all_linked = (user, incident, count) => until(`all ${count} are linked`, async () => await alerts_of(user, incident) === count, 30_000);

async function declare(page) {
  await page.press("Shift+D");
  await page.shows("Declare a major incident");
  await page.press("1");
  await page.press("Control+Enter");
  await page.shows("Major incident, declared");
}

async function from_the_board(report, { page, server, ada, monitor }) {
  await report.test("forty alerts, a declaration from one of them, and all are linked from the board", async () => {
    const count = await outage(monitor, "First");
    await page.shows(/40 firing/);
    await page.shows("payments: 16 alerts");
    await page.press("z"); // a flood folds its groups
    await page.shows(/, payments, First/);
    await page.press("ArrowDown");
    await page.press("i");
    await page.ready_to_type("What is wrong");
    await page.press("Enter");
    await until("the incident is open", () => page.address().startsWith("/incidents/"));
    const incident = page.address().split("/").at(2).split("?")[0];
    await declare(page);
    const before = await alerts_of(ada, incident);
    assert.ok(before < count, `${before} were linked by declaring`);
    const hand = hand_of(page);
    await hand.press("1");
    await page.shows("Alerts without an incident");
    await hand.press("Control+a");
    await page.shows(`${count - before} selected`);
    await page.screenshot("one-outage-selected-1280x800");
    await hand.press("Shift+I");
    await page.shows(`Add alerts to an incident: ${count - before}`);
    await page.screenshot("one-outage-adding-1280x800");
    await hand.press("Control+Enter");
    await all_linked(ada, incident, count);
    await page.shows(`${count - before} alerts linked`);
    await page.shows("All that fires is in incidents");
    assert.ok(hand.actions <= kMostActions, `${hand.actions} actions`);
    report.figure("actions to link the other alerts from the board", hand.actions);
    await page.go(`${server.url}/incidents/${incident}`);
    await page.shows(/\d+ alerts linked, opens to the list/);
    await page.screenshot("one-outage-folded-1280x800");
    await page.activate("row", /alerts linked, opens to the list/);
    await page.shows(/Alert First\w+ \S+:9100/);
    await page.screenshot("one-outage-unfolded-1280x800");
  });
}

async function from_the_proposal(report, { page, server, ada, monitor }) {
  await report.test("services that the incident gains propose their alerts, and one key links them", async () => {
    const count = await outage(monitor, "Second");
    const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail", services: ["payments"] })).created;
    await page.page.setViewportSize({ width: 1920, height: 1080 });
    await page.go(server.url);
    await page.shows("payments: 16 alerts");
    await page.press("z"); // a flood folds its groups
    await page.shows(/, payments, Second/);
    await page.press("ArrowDown");
    await page.press("Shift+ArrowDown");
    await page.press("Shift+ArrowDown");
    await page.shows("3 selected");
    await page.screenshot("one-outage-range-1920x1080");
    await page.press("Escape");
    await page.lacks(/3 selected/);
    await page.go(`${server.url}/incidents/${incident}`);
    await page.shows(/16 alerts of .* are not linked/);
    const hand = hand_of(page);
    await hand.press("Shift+L");
    await all_linked(ada, incident, kServices.payments);
    await ada.write(`/api/v1/incidents/${incident}/classification`, { services: Object.keys(kServices) });
    await page.shows(/24 alerts of .* are not linked/);
    await page.screenshot("one-outage-proposed-1920x1080");
    await hand.activate("button", /^Link them/);
    await all_linked(ada, incident, count);
    await page.lacks(/not linked/);
    assert.ok(hand.actions <= kMostActions, `${hand.actions} actions`);
    report.figure("actions to link what the incident proposes", hand.actions);
    await page.screenshot("one-outage-linked-1920x1080");
  });
}

async function refused(report, { page, server, ada, monitor }) {
  await report.test("a group is acknowledged as a whole, and what is refused is said", async () => {
    await outage(monitor, "Third");
    await page.go(server.url);
    await page.activate("button", "Acknowledge 14 of orders");
    await page.shows("14 alerts acknowledged");
    const orders = async () => (await ada.read("/api/v1/alerts?service=orders&limit=100")).items.filter(({ name }) => name.startsWith("Third"));
    await until("the server knows of all", async () => (await orders()).every(({ acknowledged_at }) => acknowledged_at));
    const incident = (await ada.write("/api/v1/incidents", { title: "A false alarm" })).created;
    // As if others had linked two of them a moment ago.
    let refusals = 2;
    await page.page.route(/\/alerts$/, async (route) => {
      if (route.request().method() === "POST" && refusals > 0) {
        refusals -= 1;
        await route.fulfill({ status: 409, contentType: "application/json", body: JSON.stringify({ error: { code: "conflict", message: "This alert belongs to INC-9 already." } }) });
      } else {
        await route.continue();
      }
    });
    await page.shows(incident);
    await page.press("Control+a");
    await page.shows("40 selected");
    await page.press("Shift+I");
    await page.shows("Add alerts to an incident");
    const [, digit] = new RegExp(`(\\d)\\s+${incident}`).exec(await page.words());
    await page.press(digit);
    await page.activate("button", `Add to ${incident}`);
    await page.shows(/38 of 40 linked, 2 refused: .*belongs to INC-9 already/, 30_000);
    await page.screenshot("one-outage-refused-1920x1080");
    await page.page.unroute(/\/alerts$/);
  });
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", kPassword);
  const monitor = server.bearer(server.token("monitor", "intake:monitor"));
  for (const id of Object.keys(kServices)) {
    await ada.write("/api/v1/services", { id, name: id, match: { service: id } });
  }
  const browser = await launch_browser();
  const page = await (await Profile.create(browser)).open(server.url);
  await page.sign_in("Ada", kPassword);
  const room = { page, server, ada, monitor };
  await from_the_board(report, room);
  await from_the_proposal(report, room);
  await refused(report, room);
  await report.test("no error was logged by the page", () => assert.deepEqual(page.troubles, []));
  await browser.close();
  await server.stop();
}
