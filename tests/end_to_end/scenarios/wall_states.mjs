// SPDX-License-Identifier: Apache-2.0
// Every state that a room may be in, as its wall shows it on four panels. The pictures stay in build/screenshots; what
// can be measured in them is: heights of letters, cut texts, colours, order, and what must not appear. A server goes
// through all states and one page shows them.
import { Watchfloord } from "../support/watchfloord.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { Picture } from "../support/png.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { pair_wall } from "../support/furniture.mjs";
import { begin_panel, check_grey, check_marks, check_order, check_panel, kPanels, kSeverityColours } from "../support/wall_pictures.mjs";

const kPassword = "a long enough password";
const kPages = { "What fires": "alerts", "All services": "services", "The last hour": "hour", Capacity: "capacity", Maintenance: "maintenance" };
const kTwoPanels = [kPanels[1], kPanels[3]]; // for what is shown beside the state itself
const kMinute = 60_000;
const kHour = 60 * kMinute;
const at = (millis) => new Date(Date.now() + millis).toISOString();
const ago = (minutes) => at(-minutes * kMinute);

const kServices = { shop: "Online shop", pay: "Payments", mail: "Mail", north: "Northern site network", vpn: "Remote access", wiki: "Knowledge base",
  crm: "Customer records", erp: "Orders and stock", phone: "Telephony", print: "Printing", backup: "Backups", identity: "Sign-in" };
const kGroups = { shop: "Web", pay: "Web", wiki: "Web", crm: "Business", erp: "Business", mail: "Office", phone: "Office", print: "Office", north: "Network",
  vpn: "Network", backup: "Platform", identity: "Platform" };

// Words of ours that no visitor may read.
const kInternal = /Grace|Blue bridge|checkouts|CheckoutErrors|Rolling back|takes no orders|Order database|Replace the|INC-\d+:/;
const kInnocent = /\b0 firing|Nothing fires|All services work/;

// Which major is worst stands in their numbers: severity first, then age; none is overdue.
const kOthers = [
  ["INC-3", "north", "SEV3", 20, "Packets are lost between the halls"], ["INC-4", "mail", "SEV2", 90, "Mail is late by an hour"],
  ["INC-5", "vpn", "SEV2", 12, "Nobody can connect from outside"], ["INC-6", "crm", "SEV3", 45, "Records open slowly"],
  ["INC-7", "erp", "SEV1", 8, "Stock is not booked"], ["INC-8", "phone", "SEV3", 30, "Calls drop"], ["INC-9", "print", "SEV4", 25, "Labels do not print"],
];

class Room {
  static async open() {
    const room = new Room();
    room.server = await Watchfloord.create();
    room.server.add_user("Grace", kPassword, "incident_manager", "resolver", "administrator", "capacity_manager", "maintenance_planner");
    room.server.add_user("Alan", kPassword, "maintenance_planner");
    room.monitor = room.server.bearer(room.server.token("monitor", "intake:monitor"));
    await room.server.start(["--no-host-source"]);
    room.grace = await room.server.person("Grace", kPassword);
    room.alan = await room.server.person("Alan", kPassword);
    room.browser = await launch_browser();
    const profile = await Profile.create(room.browser, { width: 1920, height: 1080 });
    for (const [id, name] of Object.entries(kServices)) {
      await room.grace.write("/api/v1/services", { id, name: id, public_name: name, on_call_group: kGroups[id], match: { service: id } });
    }
    await room.grace.write("/api/v1/bridges", { id: "blue", name: "Blue bridge", link: "https://meet.example.org/blue" });
    await room.fire([["Heard", "backup", "info", 30]], true);
    room.wall = await profile.open(`${room.server.url}/wall`);
    room.wall.page.setDefaultTimeout(40_000); // eight million pixels, drawn without a graphics card
    await pair_wall(room.wall, room.grace, "North wall");
    await room.wall.press("Space");
    await room.wall.shows("Pages are paused");
    return room;
  }

  async close() {
    assert.deepEqual(this.wall.troubles, []);
    await this.browser.close();
    await this.server.stop();
  }

  fire(alerts, over = false) {
    return this.monitor.write("/api/v2/alerts", alerts.map(([alertname, service, severity, minutes, instance]) => ({
      labels: { alertname, service, severity, ...(instance ? { instance } : {}) }, annotations: { summary: `${alertname} of ${service}` },
      startsAt: ago(minutes), endsAt: over ? ago(1) : at(kHour),
    })));
  }

  async declare(service, severity, minutes, title) {
    const id = (await this.grace.write("/api/v1/incidents", { title, services: [service], started_at: ago(minutes) })).created;
    await this.grace.write(`/api/v1/incidents/${id}/major`, { act: "declare", severity });
    return id;
  }

  // Goes to a page by its address, as Back and Forward do, and holds it. A key lets go of a page that is pinned.
  async turn_to(title) {
    const shown = async () => (await this.wall.items()).some(({ role, label }) => role === "region" && label === title);
    const go = () => this.wall.page.evaluate((page) => {
      const there = new URL(window.location.href);
      there.searchParams.set("page", page);
      there.searchParams.set("paused", "1");
      history.pushState(history.state, "", there);
      window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    }, kPages[title]);
    if (await shown()) {
      return;
    }
    await go();
    await until(`the wall shows "${title}"`, async () => {
      if (!await shown()) {
        const drawn = await this.wall.frames();
        await this.wall.press("ArrowRight");
        await until("the key is seen", async () => await this.wall.frames() > drawn);
        await go();
      }
      return shown();
    }, 15_000, 150);
  }

  // A picture on every panel; `check` is told the items and pixels of each. What is wrong on one does not keep the
  // others from being taken.
  async picture(state, check = () => {}, { old = false, panels = kPanels } = {}) {
    const faults = [];
    let settled = await begin_panel(this.wall, panels[0]);
    for (const [i, panel] of panels.entries()) {
      await settled();
      const name = `wall-${state}-${panel.join("x")}`;
      const file = await this.wall.screenshot(name);
      const seen = { items: await this.wall.items(), cut: await this.wall.cut_texts() };
      if (i + 1 < panels.length) { // the next panel is drawn while this one is looked at
        settled = await begin_panel(this.wall, panels[i + 1]);
      }
      try {
        const picture = Picture.read(file);
        check_panel(seen, picture, panel);
        check_grey(check_marks(seen.items, picture, { old }), picture);
        check(seen.items, picture, panel);
      } catch (error) {
        faults.push(`${name}: ${error.message}`);
      }
    }
    assert.deepEqual(faults, []);
  }
}

const words_of = (items) => items.map(({ label, text, value }) => `${label} ${text} ${value}`).join("\n");

async function quiet_states(report, room) {
  const { grace, alan, wall } = room;
  await report.test("a calm room: every service by name, and no pixel of a severity's colour", async () => {
    await room.turn_to("All services");
    await room.picture("0-majors", (items, picture) => {
      assert.match(words_of(items), /Nothing fires/);
      for (const [severity, rgb] of Object.entries(kSeverityColours)) {
        assert.equal(picture.count(rgb), 0, severity);
      }
    });
  });
  await report.test("maintenance: what is under way before what comes", async () => {
    const plan = async (title, services, from, to) => {
      const { created } = await grace.write("/api/v1/maintenance-windows", { title, services, from: at(from), to: at(to) });
      await alan.write(`/api/v1/maintenance-windows/${created}/transitions`, { to: "approved" });
    };
    await plan("Move the backups to the second hall", ["backup"], 5 * kHour, 7 * kHour);
    await plan("Replace the core switch", ["print"], -10 * kMinute, 2 * kHour);
    await plan("Replace the batteries of row 4", ["wiki", "identity"], kHour, 3 * kHour);
    await wall.shows("Maintenance");
    await room.turn_to("Maintenance");
    await room.picture("maintenance", (items, picture) => {
      check_order(items, ["Replace the core switch", "Replace the batteries of row 4", "Move the backups to the second hall"]);
      assert.ok(picture.count(kSeverityColours.maintenance) > 50);
      assert.equal(picture.count(kSeverityColours.critical), 0);
    });
  });
}

// Four minutes of samples, about this share of the total.
async function define_capacity(room, [id, name, percent, unit, total, services], cadence_seconds = 60) {
  await room.grace.write("/api/v1/capacity", { id, name, unit, total_milli: total * 1_000, cadence_seconds, services });
  const samples = Array.from({ length: 24 }, (_, i) => ({ at: ago((24 - i) / 6), value_milli: Math.round((percent + 0.8 * Math.sin(i / 3)) * total * 10) }));
  await room.grace.write(`/api/v1/capacity/${id}/samples`, { samples });
}

const kResources = [["mailboxes", "Mailboxes", 41, "gigabytes", 2_000, ["mail"]], ["orders-disk", "Order database, disk", 96, "bytes", 1e12, ["shop"]],
  ["stock-disk", "Stock database, disk", 83, "bytes", 5e11, ["erp"]], ["power", "Power of hall 1", 62, "percent", 100, []], ["lines", "Telephone lines", 37, "lines", 120, ["phone"]]];
const kLicences = ["vpn-licences", "Remote access, licences", 97, "sessions", 500, ["vpn"]];

async function capacity_states(report, room) {
  await report.test("capacity in the red stands first and in its colour", async () => {
    for (const resource of kResources) {
      await define_capacity(room, resource);
    }
    await room.turn_to("Capacity");
    await room.wall.shows(/Critical[^]*Order database, disk/);
    await room.picture("capacity", (items, picture) => {
      check_order(items, ["Order database, disk", "Stock database, disk", "Power of hall 1", "Mailboxes"]);
      assert.ok(picture.count(kSeverityColours.critical) > 100, "nothing is red");
    });
  });
}

async function majors(report, room) {
  const { grace, wall } = room;
  await report.test("one major: all that is known of it, and what fires below", async () => {
    await room.fire([["CheckoutErrors", "shop", "critical", 14], ["PaymentsSlow", "pay", "warning", 25], ["QueueGrows", "mail", "warning", 40], ["CertificateEnds", "wiki", "info", 50]]);
    const id = await room.declare("shop", "SEV1", 14, "The shop takes no orders");
    assert.equal(id, "INC-1");
    const base = `/api/v1/incidents/${id}`;
    await grace.write(`${base}/entries`, { kind: "observation", text: "The service desk reports calls about failed checkouts", occurred_at: ago(9) });
    await grace.write(`${base}/entries`, { kind: "decision", text: "Roll back the release of this morning" });
    await grace.write(`${base}/classification`, { headline: "Half of the checkouts fail. Rolling back; next decision at the half hour" });
    await grace.write(`${base}/updates`, { audience: "customers", text: "Some orders fail. We are working on it.", reason: "released by the commander" });
    await wall.shows("Rolling back");
    await room.turn_to("What fires");
    await room.picture("1-major", (items) => {
      check_order(items, ["SEV1", "Commander Grace", "INC-1: Half of", "PaymentsSlow", "QueueGrows", "CertificateEnds"]);
      assert.match(words_of(items), /Bridge Blue bridge/);
    });
    for (const [page, name] of [["All services", "services"], ["The last hour", "hour"]]) {
      await room.turn_to(page);
      await wall.shows(name === "hour" ? "Roll back the release" : /Online shop, Critical, SEV1/);
      await room.picture(`1-major-${name}`, () => {}, { panels: kTwoPanels });
    }
    await room.turn_to("What fires");
  });
  await report.test("two majors keep all that is known of each", async () => {
    assert.equal(await room.declare("pay", "SEV2", 50, "Card payments are refused by one bank"), "INC-2");
    await wall.shows("INC-2");
    await room.picture("2-majors", (items) => {
      check_order(items, ["SEV1", "SEV2"]);
      check_order(items, ["Online shop", "Payments"]);
      assert.match(words_of(items), /INC-1: Half of[^]*INC-2: Card payments/);
    });
  });
  await report.test("four majors: the graver first, of two alike the older", async () => {
    for (const [, service, severity, minutes, title] of kOthers.slice(0, 2)) {
      await room.declare(service, severity, minutes, title);
    }
    await wall.shows("INC-4");
    await room.picture("4-majors", (items) => {
      check_order(items, ["INC-1", "INC-4", "INC-2", "INC-3"]);
      check_order(items, ["Half of the checkouts fail", "Mail is late by an hour", "Card payments are refused", "Packets are lost"]);
    });
  });
  await report.test("nine majors: the worst stay, the others take turns, and what has no line is counted by severity", async () => {
    for (const [, service, severity, minutes, title] of kOthers.slice(2)) {
      await room.declare(service, severity, minutes, title);
    }
    await wall.shows("SEV4 1");
    await room.picture("9-majors", (items) => {
      const order = [1, 7, 4, 2, 5, 8, 6, 3, 9].map((number) => `INC-${number}`);
      const listed = order.filter((number) => new RegExp(`${number}\\b`).test(words_of(items)));
      assert.deepEqual(listed.slice(0, 2), ["INC-1", "INC-7"]);
      check_order(items, [...listed, `+${9 - listed.length}: `]);
    });
  });
}

async function flood(report, room) {
  await report.test("a flood says its rate, and what is not listed is counted by severity", async () => {
    const names = Object.keys(kServices);
    await room.fire(Array.from({ length: 240 }, (_, i) => [["HostDown", "DiskSlow", "LinkFlaps", "JobFailed"][i % 4], names[i % names.length],
      ["critical", "warning", "warning", "info"][i % 4], 1 + i % 7, `host-${i}`]));
    await room.wall.shows("FLOOD");
    await room.wall.shows(/24\d firing/);
    await room.turn_to("What fires");
    await room.picture("flood", (items) => assert.match(words_of(items), /FLOOD[^]*24\d firing/));
    await room.turn_to("All services");
    await room.picture("flood-services", () => {}, { panels: kTwoPanels });
  });
}

async function old_figures(report, room) {
  await report.test("figures that stood still are said to be stale, and stay", async () => {
    await define_capacity(room, kLicences, 5);
    await room.turn_to("Capacity");
    await room.wall.shows(/STALE/, 30_000);
    await room.picture("stale", (items) => assert.match(words_of(items), /STALE/));
  });
}

async function visitors(report, room) {
  const { grace, wall } = room;
  await report.test("visitors read what they may, none of our words, and no innocent figure", async () => {
    const from = Date.now();
    await grace.write("/api/v1/walls/switch", { audience: "visitor" });
    await wall.lacks(kInternal, 5_000);
    report.figure("visitor switch on the wall after", `${Date.now() - from} ms`);
    await wall.shows("alerts are not shown here");
    await room.picture("visitor", (items) => {
      assert.doesNotMatch(words_of(items), kInternal);
      assert.doesNotMatch(words_of(items), kInnocent);
      assert.match(words_of(items), /SEV1[^]*Online shop[^]*Some orders fail. We are working on it/);
    });
    await grace.write("/api/v1/walls/switch", { audience: "room" });
    await wall.shows(/24\d firing/);
  });
}

async function frozen(report, room) {
  const { server, wall } = room;
  await report.test("without its server it says since when, and everything else is greyed", async () => {
    await room.turn_to("What fires");
    await server.kill();
    await wall.shows(/FROZEN at \d\d:\d\d:\d\d/, 8_000);
    await room.picture("frozen", (items, picture) => {
      // The band is a group, which has no place of its own. What is old below it is dimmed and has another red.
      const top = { x: 0, y: 0, width: picture.width, height: picture.height * 0.2 };
      assert.ok(picture.count_in(top, kSeverityColours.critical, 12) > 200, "no red band stands on top");
      assert.match(words_of(items), / UTC[^]*data \d+ s/);
    }, { old: true });
  });
  await server.start(["--no-host-source"]);
  await wall.lacks(/FROZEN/, 20_000);
}

async function drill(report, room) {
  const { server, grace, wall } = room;
  await report.test("a drill says that it is one, and which real majors there are", async () => {
    const [{ id }] = await grace.list("/api/v1/drills");
    const journal = (await grace.write("/api/v1/drills", { scenario: id, speed: 1000 })).created;
    await wall.go(`${server.url}/wall?journal=${journal}`);
    await wall.shows("EXERCISE");
    await wall.shows("REAL MAJOR");
    await wall.press("Space");
    await wall.shows("Pages are paused");
    await room.picture("drill", (items) => {
      assert.match(words_of(items), /EXERCISE: nothing here is real/);
      assert.match(words_of(items), /REAL MAJOR: SEV1 Online shop, SEV1 Orders and stock/);
    });
  });
}

export async function scenario(report) {
  const room = await Room.open();
  for (const part of [quiet_states, capacity_states, majors, flood, old_figures, visitors, frozen, drill]) {
    await part(report, room);
  }
  await report.test("the wall's page had no trouble", () => room.close());
}
