// SPDX-License-Identifier: Apache-2.0
// The story from a real alert to three screens, with real parts: server, Prometheus, Alertmanager, node_exporter,
// browser and native console. The last line counts.
// usage: node tests/end_to_end/run.mjs [SCENARIO…]      names of files in scenarios/, all without any
// WATCHFLOORD, WATCHFLOOR_CONSOLE and WATCHFLOOR_WEB name the server, the native console and the page's folder.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Description } from "./support/description.mjs";
import { tell_answers } from "./support/http.mjs";
import { Child, stop_all, temporary_folder } from "./support/processes.mjs";
import { assert, Report } from "./support/report.mjs";

const kScenarios = ["first_start", "story", "proxies", "own_tls", "one_outage", "wall_audience", "walls_desk", "wall_states", "changed_sight", "bad_input", "description", "foreign_clients", "frugality", "surfaces", "keyboards", "handover", "languages", "tampering", "restore", "calendar", "recurrence", "tabs", "pictures", "descriptors", "full_disk", "clock_steps", "older_folder", "native_start", "restart"];
// What mostly waits runs beside the others, which need the processor, as a program of its own; what it found is told
// at its turn.
const kWaiting = ["clock_steps"];
const kLimitMillis = 18 * 60_000;

const report = new Report();
const description = new Description();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !kScenarios.includes(name));

async function finish() {
  await stop_all();
  report.summary();
  process.exit(report.failed.length === 0 ? 0 : 1);
}

async function give_up(why) {
  report.failed.push(why);
  await finish();
}

if (unknown.length > 0) {
  console.error(`no such scenario: ${unknown.join(", ")}; there are ${kScenarios.join(", ")}`);
  process.exit(2);
}
tell_answers((...answer) => description.answer(...answer), (event) => description.event(event));
setTimeout(() => give_up(`not finished after ${kLimitMillis / 60_000} minutes`), kLimitMillis).unref();
process.on("SIGTERM", () => give_up("stopped from outside"));
process.on("SIGINT", () => give_up("stopped from outside"));
process.on("unhandledRejection", (error) => give_up(`unhandled: ${error?.stack ?? error}`));

async function tell(name) {
  const { scenario } = await import(`./scenarios/${name}.mjs`);
  // What a scenario needs before its first test counts as a test of its own.
  try {
    await scenario(report);
  } catch (error) {
    await report.test(`${name} runs to its end`, () => { throw error; });
  }
}

const chosen = kScenarios.filter((scenario) => wanted.length === 0 || wanted.includes(scenario));
const beside = new Map(chosen.length === 1 ? [] : chosen.filter((name) => kWaiting.includes(name)).map((name) =>
  [name, new Child(name, [process.execPath, fileURLToPath(import.meta.url), name], { log: join(temporary_folder(), name) })]));
for (const name of chosen) {
  const waiting = beside.get(name);
  if (waiting === undefined) {
    console.log(name.replaceAll("_", " "));
    await tell(name);
  } else {
    await waiting.gone(kLimitMillis).catch(() => {});
    report.take_over(name, waiting.text());
  }
}
console.log("description");
await report.test("each example in the description is of its schema", () => {
  const { count, faults } = description.examples();
  assert.ok(count > 80, `${count} examples`);
  assert.deepEqual(faults, []);
});
await report.test("every answer and every live event was as described", () => {
  assert.ok(description.checked > 0, "nothing was asked");
  assert.equal(description.told(), "");
});
report.figure("answers held against the description", description.checked);
await finish();
