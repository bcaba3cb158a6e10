// SPDX-License-Identifier: Apache-2.0
// What the description shows can be sent as it stands, and what it requires is missed when it is not there.
import { assert } from "../support/report.mjs";
import { Description } from "../support/description.mjs";
import { Watchfloord } from "../support/watchfloord.mjs";

const kDay = 24 * 3_600_000;
// In this order: later ones name what earlier ones made.
const kPaths = ["/api/v1/services", "/api/v1/assets", "/api/v1/bridges", "/api/v1/sources", "/api/v1/capacity", "/api/v1/capacity/{id}/samples",
  "/api/v1/changes", "/api/v1/incidents", "/api/v1/maintenance-windows", "/api/v1/work-orders", "/api/v1/users", "/api/v1/tokens", "/api/v1/drills"];

// What is done to what those made; who planned something does not approve it.
const kParts = [["/api/v1/incidents/{id}/entries", "INC-1"], ["/api/v1/incidents/{id}/classification", "INC-1"], ["/api/v1/incidents/{id}/duties", "INC-1"],
  ["/api/v1/incidents/{id}/major", "INC-1"], ["/api/v1/incidents/{id}/tasks", "INC-1"], ["/api/v1/incidents/{id}/updates", "INC-1"],
  ["/api/v1/incidents/{id}/references", "INC-1"], ["/api/v1/incidents/{id}/members", "INC-1"], ["/api/v1/maintenance-windows/{id}/times", "MW-1"],
  ["/api/v1/maintenance-windows/{id}/transitions", "MW-1", "another"], ["/api/v1/work-orders/{id}/plan", "WO-1"],
  ["/api/v1/work-orders/{id}/transitions", "WO-1", "another"], ["/api/v1/walls/switch", ""]];

// A body as it is shown, at a time to come or that has just been, about what is there.
function as_sent(example, path, user) {
  // Plans are for the future, samples are not.
  const ahead = path.includes("maintenance") || path.includes("work-orders") ? Date.now() + kDay : Date.now() - kDay;
  return JSON.parse(JSON.stringify(example), (name, value) => (/^\d{4}-\d\d-\d\dT/.test(value)
    ? new Date(ahead + Date.parse(value) % kDay).toISOString() : name === "version" ? undefined : value === "u-1" ? user : value));
}

export async function scenario(report) {
  const description = new Description();
  const server = await Watchfloord.create();
  server.add_user("Ina", "a long enough password", "administrator", "incident_manager", "service_desk", "resolver", "capacity_manager", "maintenance_planner");
  server.add_user("Ivo", "a long enough password", "maintenance_planner");
  await server.start(["--no-host-source"]);
  const all = await server.person("Ina", "a long enough password");
  const another = await server.person("Ivo", "a long enough password");
  const { user } = await all.read("/api/v1/me");
  const shown = (path) => description.document.paths[path].post.requestBody.content["application/json"];

  for (const path of kPaths) {
    const { schema, example } = shown(path);
    const { required = [] } = schema.$ref.split("/").slice(1).reduce((node, part) => node[part], description.document);
    const address = path.replace("{id}", "orders-disk");
    const moved = as_sent(example, path, user);

    await report.test(`POST ${path} takes its example and misses what it requires`, async () => {
      for (const name of required) {
        const answer = await all.send("POST", address, { ...moved, [name]: undefined });
        assert.equal(Math.trunc(answer.status / 100), 4, `without ${name}: ${answer.status} ${answer.text}`);
      }
      const answer = await all.send("POST", address, moved);
      assert.equal(Math.trunc(answer.status / 100), 2, answer.text);
    });
  }
  for (const [path, id, who] of kParts) {
    await report.test(`POST ${path} takes its example`, async () => {
      const answer = await (who ? another : all).send("POST", path.replace("{id}", id), as_sent(shown(path).example, path, user));
      assert.equal(Math.trunc(answer.status / 100), 2, answer.text);
    });
  }
  await server.stop();
}
