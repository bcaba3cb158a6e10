// SPDX-License-Identifier: Apache-2.0
// node_exporter stops; Prometheus says so; the alert stands on wall, browser and native console, once.
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { shown_code } from "../support/furniture.mjs";

const kAlert = "InstanceDown";
const kOnScreenMillis = 5_000;

export async function alerting(report, room) {
  const { server, monitoring, page, wall, native, ada } = room;
  await report.test("a person signs in at the page by name and password", async () => {
    await page.sign_in("Ada", room.password);
  });
  await report.test("a wall display is paired by the code it shows", async () => {
    await wall.shows("This wall display is not paired yet");
    await wall.screenshot("wall-pairing-1920x1080");
    const code = await shown_code(wall);
    await page.activate("button", "Ada");
    await page.fill("Code on the display", code);
    await page.fill("Name of the display", "Wall in the room");
    await page.screenshot("account-1920x1080");
    await page.activate("button", "Approve a wall");
    await page.press("Escape");
    await wall.lacks(/not paired/);
    await wall.shows(/\d+ firing/);
  });
  await report.test("the native console signs in", async () => {
    await native.sign_in("Grace", room.password);
    await native.shows("Board");
  });
  await report.test("capacity is read from Prometheus", async () => {
    const listed = await until("resources of Prometheus are there", async () => {
      const answer = await ada.read("/api/v1/capacity");
      const theirs = answer.resources.filter((resource) => resource.id.startsWith("prom-"));
      return theirs.length > 0 && theirs.some((resource) => answer.samples.some((sample) => sample.resource === resource.id)) && theirs;
    }, 60_000, 250);
    report.figure("resources read from Prometheus", listed.length);
  });
  await report.test("node_exporter stops and the alert stands on all three screens", async () => {
    await Promise.all([wall.watch([kAlert]), page.watch([kAlert])]);
    native.watch([kAlert]);
    await monitoring.stop_node_exporter();
    const fired = await monitoring.fires(kAlert);
    const seen = { wall: await wall.seen_at(kAlert), browser: await page.seen_at(kAlert), native: await native.seen_at(kAlert) };
    await native.unwatch();
    for (const [where, at] of Object.entries(seen)) {
      report.figure(`${kAlert} on the ${where} after Prometheus fired`, `${at - fired} ms`);
      assert.ok(at - fired <= kOnScreenMillis, `${where}: ${at - fired} ms`);
    }
  });
  await report.test("through both ways it counts once", async () => {
    // Both sources have delivered it before anything is counted.
    await until("both ways have delivered", async () => {
      const { sources } = await ada.read("/api/v1/sources");
      return ["prometheus", "alertmanager"].every((id) => sources.find((source) => source.source === id)?.received > 0);
    }, 30_000, 200);
    const items = await ada.list("/api/v1/alerts");
    assert.equal(items.filter((alert) => alert.labels.alertname === kAlert).length, 1);
    room.alert = items.find((alert) => alert.labels.alertname === kAlert);
    const fired = (await ada.entries()).filter((entry) => entry.head?.kind === "alert.fired" && entry.head.subject === room.alert.id);
    assert.equal(fired.length, 1);
    assert.equal(room.alert.severity, "critical");
  });
  await report.test("a resend that changes nothing writes nothing", async () => {
    const about_it = async () => (await ada.entries()).filter((entry) => entry.head?.subject === room.alert.id).length;
    const token = server.bearer(server.token("resend", "intake:prometheus"));
    const before = await about_it();
    const { labels, annotations, started_at } = room.alert;
    await token.write("/api/v2/alerts", [{ labels, annotations, startsAt: started_at, endsAt: new Date(Date.now() + 60_000).toISOString() }]);
    assert.equal(await about_it(), before);
  });
}
