// SPDX-License-Identifier: Apache-2.0
// The maintenance calendar as calendar programs get it: with a token as the password of Basic, read by ical.js and by
// Python's icalendar. What both make of it is what was planned.
import ICAL from "ical.js";
import { Watchfloord } from "../support/watchfloord.mjs";
import { send } from "../support/http.mjs";
import { run_program } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";

const kHour = 3_600_000;
const kTitle = "Straße zur Pumpe, \"Nord\"; zuerst die Ventile prüfen, danach die Pumpe 北 ausschalten und auf Grün warten";

// Debian's own Python, where its package lies.
const kPython = "/usr/bin/python3";
const kReader = `
import json, sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = [{"uid": str(e["uid"]), "summary": str(e["summary"]), "description": str(e["description"]),
           "from": e["dtstart"].dt.isoformat(), "to": e["dtend"].dt.isoformat(), "status": str(e["status"])}
          for e in calendar.walk("vevent")]
json.dump({"name": str(calendar["x-wr-calname"]), "events": events}, sys.stdout)
`;

function by_python(text) {
  const ran = run_program([kPython, "-c", kReader], { input: text });
  assert.equal(ran.code, 0, ran.errors);
  const read = JSON.parse(ran.output);
  return { name: read.name, events: read.events.map((event) => ({ ...event, from: Date.parse(event.from), to: Date.parse(event.to) })) };
}

function by_ical_js(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return { uid: event.uid, summary: event.summary, description: event.description, from: event.startDate.toJSDate().getTime(),
      to: event.endDate.toJSDate().getTime(), status: part.getFirstPropertyValue("status") };
  });
  return { name: calendar.getFirstPropertyValue("x-wr-calname"), events };
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "maintenance_planner", "service_desk");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const token = server.token("calendars", "read");
  const feed = (query = "", headers = {}) => send("GET", `${server.url}/calendar/maintenance.ics${query}`,
    { headers: { authorization: `Basic ${Buffer.from(`any:${token}`).toString("base64")}`, ...headers } });
  const day = Math.ceil(Date.now() / (24 * kHour) + 1) * 24 * kHour;
  const at = (hours) => new Date(day + hours * kHour).toISOString();

  await ada.write("/api/v1/services", { id: "shop", name: "Büro, außen" });
  await ada.write("/api/v1/assets", { id: "pump", name: "Pumpe 1", services: ["shop"] });
  const window = (await ada.write("/api/v1/maintenance-windows", { title: kTitle, services: ["shop"], assets: ["pump"], from: at(9), to: at(10) })).created;
  const order = (await ada.write("/api/v1/work-orders", { title: "Öl wechseln", asset: "pump", kind: "preventive", planned_start: at(11), planned_end: at(12) })).created;

  for (const [reader, read] of [["Python's icalendar", by_python], ["ical.js", by_ical_js]]) {
    await report.test(`${reader} reads what was planned`, async () => {
      const answer = await feed();
      assert.equal(answer.status, 200, answer.text);
      const { name, events } = read(answer.text);
      assert.equal(name, "Maintenance");
      assert.equal(events.length, 2);
      const planned = events.find((event) => event.uid.startsWith(`${window}-`));
      assert.deepEqual([planned.summary, planned.description, planned.from, planned.to, planned.status],
        [kTitle, "Services: Büro, außen\nAssets: Pumpe 1", day + 9 * kHour, day + 10 * kHour, "TENTATIVE"]);
      const work = events.find((event) => event.uid.startsWith(`${order}-`));
      assert.deepEqual([work.summary, work.description, work.from, work.to], ["Öl wechseln", "Asset: Pumpe 1", day + 11 * kHour, day + 12 * kHour]);
    });
  }

  await report.test("what did not change is not sent again, also after a restart", async () => {
    const tag = (await feed()).headers.etag;
    assert.equal((await feed("", { "if-none-match": tag })).status, 304);
    await server.stop();
    await server.start(["--no-host-source"]);
    assert.equal((await feed("", { "if-none-match": tag })).status, 304);
  });

  await report.test("a drill's calendar says that it is one", async () => {
    const [drill] = await ada.list("/api/v1/drills");
    const journal = (await ada.write("/api/v1/drills", { scenario: drill.id, speed: 1000 })).created;
    const { name } = by_ical_js((await feed(`?journal=${journal}`)).text);
    assert.match(name, /drill/);
  });
  await server.stop();
}
