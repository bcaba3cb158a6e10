// SPDX-License-Identifier: Apache-2.0
// The chain holds after everything stopped; one byte changed by another program and `verify` names the entry.
import { createHash } from "node:crypto";
import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Watchfloord, kServerProgram } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { until } from "../support/waiting.mjs";
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

// What another program does to a database file; answers with what it printed.
function sql(file, statements) {
  const ran = run_program(["sqlite3", file, statements]);
  assert.equal(ran.code, 0, ran.errors);
  assert.equal(ran.errors, "");
  return ran.output.trim();
}

// Overwrites the middle of the page that an index begins with.
function damage_index(file, index) {
  const page = Number(sql(file, `SELECT rootpage FROM sqlite_master WHERE name = '${index}'`));
  const size = Number(sql(file, "PRAGMA page_size"));
  assert.ok(page > 1, `there is an index ${index}`);
  const bytes = readFileSync(file);
  bytes.fill(0x5a, (page - 1) * size, (page - 1) * size + 64);
  writeFileSync(file, bytes);
}

// Seals the one hour of samples there is, as the server does once an hour is over.
function seal_samples(file, resource) {
  const [row, hex] = sql(file, "SELECT id, hex(samples) FROM blocks").split("|");
  const hour = Buffer.alloc(8);
  hour.writeBigInt64LE((BigInt(row) & 0xffffffffn) * 3_600_000n);
  const hash = createHash("sha256").update(resource).update(Buffer.from([0])).update(hour).update(Buffer.from(hex, "hex")).digest("hex");
  sql(file, `INSERT INTO seals(id, count, hash) SELECT id, length(samples) / 16, x'${hash}' FROM blocks`);
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
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver", "capacity_manager");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail" })).created;
  const note = (kind, text, occurred_at) => ada.write(`/api/v1/incidents/${incident}/entries`, { kind, text, occurred_at });
  const when = new Date(Date.now() - 600_000).toISOString();
  const wanted = await note("decision", "Fail over to the second site", when);
  for (let i = 0; i < 20; ++i) {
    await note("observation", `Later entry ${i}`);
  }
  const past_hour = Math.floor(Date.now() / 3_600_000 - 2) * 3_600_000;
  await ada.write("/api/v1/capacity", { id: "disk", name: "Disk", unit: "gigabytes", total_milli: 1_000_000, cadence_seconds: 10, services: [] });
  await ada.write("/api/v1/capacity/disk/samples", { samples: [10, 20].map((second) => ({ at: new Date(past_hour + second * 1000).toISOString(), value_milli: 400_000 + second })) });
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
  await report.test("an entry that does not verify is not served; what to do is", async () => {
    const folder = copy_of(server, "not-served");
    flip(join(folder, "journal.db"), raw.text, raw.text.indexOf("Fail over"));
    await served_from(server, folder, async (damaged) => {
      const caller = await damaged.person("Ada", "a long enough password");
      for (const path of [`/api/v1/journal/${wanted.seq}`, `/api/v1/journal?after=${wanted.seq - 1}`]) {
        const answer = await caller.get(path);
        assert.equal(answer.status, 500, answer.text);
        assert.match(answer.json.error.message, new RegExp(`entry ${wanted.seq}\\b.*watchfloord verify`));
      }
      const page = (await caller.read(`/api/v1/journal?after=${wanted.seq - 3}`)).entries;
      assert.deepEqual(page.map((entry) => entry.seq), [wanted.seq - 2, wanted.seq - 1], "a page ends before it");
      const rest = (await caller.read(`/api/v1/journal?after=${wanted.seq}`)).entries;
      assert.equal(rest[0].seq, wanted.seq + 1, "and what follows can be read");
    });
  });
  await report.test("an index row taken away, which hides an entry from its incident, is found and named", () => {
    const folder = copy_of(server, "hidden");
    assert.equal(sql(join(folder, "journal.db"), `DELETE FROM entry_subjects WHERE id = ${wanted.seq}; SELECT changes();`), "1");
    names_it(verify(folder));
  });
  await report.test("a damaged page of an index is found, by verify and by the server", async () => {
    for (const [database, index, what] of [["journal.db", "idempotency_by_key", /idempotency/], ["samples.db", "blocks_behind", /samples/]]) {
      const folder = copy_of(server, `page-${database}`);
      damage_index(join(folder, database), index);
      const checked = verify(folder);
      assert.equal(checked.code, 1, checked.output);
      assert.match(checked.errors, what);
      if (database === "journal.db") {
        await served_from(server, folder, async (damaged) => {
          await until("its daily look finds it", async () => what.test((await damaged.nobody().get("/readyz")).json.damage));
        });
      }
    }
  });
  await report.test("a garbled memory of the heads is found, by verify and by the server", async () => {
    const folder = copy_of(server, "heads");
    const file = join(folder, "journal.db-heads");
    const bytes = readFileSync(file);
    bytes[9] ^= 1;
    writeFileSync(file, bytes);
    const checked = verify(folder);
    assert.equal(checked.code, 1, checked.output);
    assert.match(checked.errors, /journal\.db-heads/);
    await served_from(server, folder, async (damaged) => {
      assert.match((await damaged.nobody().get("/readyz")).json.damage, /journal\.db-heads/);
    });
    assert.equal(verify(folder).code, 0, "the server that said so wrote it anew");
  });
  await report.test("a sealed block of samples that was altered is found", () => {
    const folder = copy_of(server, "samples");
    const file = join(folder, "samples.db");
    seal_samples(file, "disk");
    assert.equal(verify(folder).code, 0, verify(folder).errors);
    sql(file, "UPDATE blocks SET samples = CAST(substr(samples, 1, 15) || x'41' || substr(samples, 17) AS BLOB)");
    const checked = verify(folder);
    assert.equal(checked.code, 1, checked.output);
    assert.match(checked.errors, /samples of disk/);
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
