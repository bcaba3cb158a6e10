// SPDX-License-Identifier: Apache-2.0
// The chain holds after everything stopped; one byte changed by another program and `verify` names the entry.
import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Watchfloord, kServerProgram } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";

// Copies the data folder's files, so that each damage starts from the whole journal.
function copy_of(server, name) {
  const folder = join(server.folder, name);
  mkdirSync(folder, { mode: 0o700 });
  for (const file of readdirSync(server.data, { withFileTypes: true }).filter((entry) => entry.isFile())) {
    copyFileSync(join(server.data, file.name), join(folder, file.name));
  }
  return folder;
}

// Changes one byte of the file in the middle of `needle`, which must be there exactly once; with the server down
// everything is in the database file itself.
function flip(file, needle, offset) {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(needle);
  assert.ok(at >= 0, `"${needle}" is not in the file`);
  assert.equal(bytes.indexOf(needle, at + 1), -1, `"${needle}" is there more than once`);
  const descriptor = openSync(file, "r+");
  try {
    writeSync(descriptor, Buffer.from([bytes[at + offset] ^ 1]), 0, 1, at + offset);
  } finally {
    closeSync(descriptor);
  }
}

// Another server on that folder, for as long as `body` takes.
async function served_from(server, folder, body) {
  const other = new Watchfloord(server.folder, server.port, folder);
  await other.start(["--no-host-source"]);
  try {
    await body(other);
  } finally {
    await other.stop();
  }
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail" })).created;
  const note = (kind, text, occurred_at) => ada.write(`/api/v1/incidents/${incident}/entries`, { kind, text, occurred_at });
  const when = new Date(Date.now() - 600_000).toISOString();
  const wanted = await note("decision", "Fail over to the second site", when);
  for (let i = 0; i < 20; ++i) {
    await note("observation", `Later entry ${i}`);
  }
  const entries = await ada.entries();
  const damaged = entries.find((entry) => entry.seq === wanted.seq);
  await server.stop();
  const { raw } = damaged;

  await report.test("verify says that the chain holds", () => {
    const checked = server.command(["verify"]);
    assert.equal(checked.code, 0, checked.errors);
    assert.match(checked.output, /the chain holds/);
    assert.match(checked.output, new RegExp(`head ${entries.at(-1).seq} `));
  });
  const verify = (folder) => run_program([kServerProgram, "verify", "--data", folder]);
  const names_it = (checked) => {
    assert.equal(checked.code, 1, checked.output);
    assert.match(checked.errors, new RegExp(`entry ${wanted.seq}\\b`));
    assert.doesNotMatch(checked.output, /the chain holds/);
  };
  const damages = [
    ["the head's actor", raw.head, raw.head.indexOf('"actor":"') + 9],
    ["the head's time", raw.head, raw.head.indexOf('"occurred_at":"') + 18],
    ["the head's kind", raw.head, raw.head.indexOf('"kind":"') + 9],
    ["the facts", raw.facts, 4],
    ["the text", raw.text, raw.text.indexOf("Fail over")],
  ];
  for (const [what, needle, offset] of damages) {
    await report.test(`one changed byte of ${what} is found and named`, () => {
      const folder = copy_of(server, what.replaceAll(/\W/g, "-"));
      const file = join(folder, "journal.db");
      const row = readFileSync(file).indexOf(raw.head);
      assert.ok(row >= 0, "the row is in the database file");
      if (needle === raw.facts) {
        flip_after(file, row, needle, offset);
      } else {
        flip(file, needle, offset);
      }
      names_it(verify(folder));
    });
  }
  await report.test("a server on a changed journal goes on, and says so to whoever asks and to every screen", async () => {
    const folder = copy_of(server, "served");
    flip(join(folder, "journal.db"), raw.text, raw.text.indexOf("Fail over"));
    await served_from(server, folder, async (damaged) => {
      const names_the_entry = new RegExp(`entry ${wanted.seq}\\b`);
      const ready = await damaged.nobody().get("/readyz");
      assert.equal(ready.status, 200);
      assert.match(ready.json.damage, names_the_entry);
      assert.match(damaged.child.text(), /"event":"journal_damaged"/);
      const stream = (await damaged.person("Ada", "a long enough password")).live("/api/v1/live");
      const told = await stream.until("the screen is told", (event) => event.name === "health");
      assert.match(JSON.parse(told.data).damage, names_the_entry);
      stream.close();
    });
  });
  await report.test("an entry cut out is found and named", () => {
    const folder = copy_of(server, "cut");
    const cut = run_program(["sqlite3", join(folder, "journal.db"), `DELETE FROM entries WHERE head = '${raw.head.replaceAll("'", "''")}'; SELECT changes();`]);
    assert.equal(cut.output.trim(), "1", cut.errors);
    const checked = verify(folder);
    assert.equal(checked.code, 1);
    assert.match(checked.errors, new RegExp(`entry ${wanted.seq}\\b`));
  });
  await report.test("what stands after the last entry is missed when it is cut off", () => {
    const folder = copy_of(server, "end");
    const cut = run_program(["sqlite3", join(folder, "journal.db"), "DELETE FROM entries WHERE id = (SELECT max(id) FROM entries); SELECT changes();"]);
    assert.equal(cut.output.trim(), "1", cut.errors);
    assert.equal(verify(folder).code, 1);
  });
  await report.test("a folder without a journal is a failure, not a whole chain", () => {
    const folder = join(server.folder, "nothing");
    mkdirSync(folder);
    const checked = verify(folder);
    assert.equal(checked.code, 1);
    assert.match(checked.errors, /no journal/);
  });
}

// Facts of many entries look alike: the row's own follow its head.
function flip_after(file, start, needle, offset) {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(needle, start);
  assert.ok(at >= 0 && at - start < 4096, "the facts stand in the row");
  const descriptor = openSync(file, "r+");
  try {
    writeSync(descriptor, Buffer.from([bytes[at + offset] ^ 1]), 0, 1, at + offset);
  } finally {
    closeSync(descriptor);
  }
}
