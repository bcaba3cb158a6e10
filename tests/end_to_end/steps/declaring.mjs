// SPDX-License-Identifier: Apache-2.0
// The alert becomes an incident and is declared major, with the keys of the first ten minutes.
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

export async function declaring(report, room) {
  const { server, page, wall, native, ada } = room;
  const incident = async () => ((await ada.state()).incidents ?? []).find((one) => one.id === room.incident);

  await report.test("X acknowledges the alert", async () => {
    await page.press("ArrowDown"); // X means the alert that is chosen, and none is at first
    await page.press("x");
    await until("the server knows", async () => (await ada.list("/api/v1/alerts")).find((one) => one.id === room.alert.id).acknowledged_at);
    await page.shows(/InstanceDown, (.*, )?acknowledged/);
  });
  await report.test("I and Enter open an incident, prefilled from the alert", async () => {
    await page.press("i");
    await page.shows("Open an incident");
    await page.ready_to_type("What is wrong");
    await page.press("Enter");
    const listed = await until("the incident is there", async () => (await ada.list("/api/v1/incidents"))[0]);
    room.incident = listed.id;
    assert.match(listed.title, /InstanceDown/);
    assert.deepEqual(listed.alerts, [room.alert.id]);
    assert.deepEqual(listed.services, [room.alert.service]);
    await until("the page shows it", () => page.address().startsWith(`/incidents/${room.incident}`));
  });
  await report.test("Shift+D, 1, Ctrl+Enter declare a major incident; nothing else is asked", async () => {
    await page.press("Shift+D");
    await page.shows("Declare a major incident");
    await page.press("1");
    await page.press("Control+Enter");
    const declared = await until("it is declared", async () => {
      const one = await incident();
      return one.major === "declared" && one;
    });
    assert.equal(declared.severity, "SEV1");
  });
  await report.test("whoever declares commands", async () => {
    const one = await incident();
    const me = await ada.read("/api/v1/me");
    assert.equal(one.duties.find((held) => held.duty === "incident_commander")?.user, me.user);
    await wall.shows("Commander Ada");
  });
  await report.test("the clock of the first update runs, due in 15 minutes", async () => {
    const one = await incident();
    const clock = one.clocks.find((each) => each.kind === "next_update");
    assert.equal(clock.target_millis, 15 * 60_000);
    assert.equal(clock.stopped_at, undefined);
    await page.shows(/Update: in 1[0-5]:\d\d/);
    await wall.shows(/Update in 1[0-5]/);
  });
  await report.test("the wall's headline block says which service, how bad and since when", async () => {
    await wall.shows("SEV1");
    await wall.shows(/for \d+/);
  });
  await report.test("the native console lists it", async () => {
    await native.shows(room.incident);
    await native.shows(/SEV1/);
  });
  await report.test("G lists a deployment and a maintenance window of the affected service", async () => {
    const service = room.alert.service;
    const made = await ada.write("/api/v1/tokens", { name: "pipeline", scopes: ["intake:pipeline"] });
    const posted = await server.nobody().send("POST", "/v2/change/enqueue", { routing_key: made.routing_key,
      payload: { summary: "Release 4.2.0 to production", source: "pipeline", custom_details: { service, kind: "deployment" } } });
    assert.equal(posted.status, 202);
    const hour = 3_600_000;
    await ada.write("/api/v1/maintenance-windows", { title: "Replace a power supply", services: [service],
      from: new Date(Date.now() - hour).toISOString(), to: new Date(Date.now() + hour).toISOString() });
    await page.press("g");
    await page.shows("Release 4.2.0 to production");
    await page.shows("Replace a power supply");
    await page.screenshot("what-changed-1920x1080");
    await page.press("Escape");
    await page.lacks(/Release 4\.2\.0/);
  });
  await report.test("Shift+U publishes the first update and /status shows it", async () => {
    await page.press("Shift+U");
    await page.shows("What we know, what we do, when we say more");
    await page.fill("What we know, what we do, when we say more", "We know of the outage and work on it.");
    await page.press("Control+Enter");
    const updated = await until("the update is published", async () => (await incident()).updates[0]);
    assert.match(updated.text, /work on it/);
    await ada.write(`/api/v1/incidents/${room.incident}/updates`, { audience: "customers", text: "Some pages are slow; we are on it.", reason: "released by the commander" });
    await until("the status page shows it", async () => (await ada.get("/status")).text.includes("Some pages are slow; we are on it."));
    await page.lacks(/What we know, what we do, when we say more/);
  });
  await report.test("E opens the entry's field, every time, and leaves no letter of its own in it", async () => {
    for (const text of ["Rolled the release back", "Asked for a second pair of eyes"]) {
      await page.press("e");
      await page.ready_to_type("Entry");
      await page.type(text);
      await page.press("Control+Enter");
      await until("it is recorded", async () => (await ada.entries()).some((entry) => entry.raw.text?.includes(text)));
      const said = (await ada.entries()).at(-1);
      assert.match(said.raw.text, new RegExp(`"${text}"`));
    }
  });
}
