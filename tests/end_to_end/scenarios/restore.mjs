// SPDX-License-Identifier: Apache-2.0
// A backup is brought back after the folder was lost: it says what it did, and whom the lost server had shut out stays
// out.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Watchfloord, kServerProgram } from "../support/watchfloord.mjs";
import { run_program } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";

const kPassword = "a long enough password";
const kNewer = "an even longer password";

export async function scenario(report) {
  const lost = await Watchfloord.create();
  lost.add_user("Ada", kPassword, "incident_manager", "resolver");
  lost.add_user("Ben", kPassword, "resolver");
  lost.add_user("Cyd", kPassword, "resolver");
  const revoked = lost.token("revoked", "read");
  const kept = lost.token("kept", "read");
  await lost.start(["--no-host-source"]);
  const session = await lost.person("Ada", kPassword);
  await session.write("/api/v1/incidents", { title: "Payments fail" });
  const backup = join(lost.folder, "backup.db");
  assert.equal(lost.command(["backup", "--to", backup]).code, 0);
  for (const after of [["token", "revoke", "--name", "revoked"], ["user", "disable", "--name", "Ben"]]) {
    assert.equal(lost.command(after).code, 0);
  }
  assert.equal(lost.command(["user", "passwd", "--name", "Cyd"], `${kNewer}\n`).code, 0);
  await lost.stop();
  const lists = join(lost.folder, "lists");
  mkdirSync(lists);
  for (const list of ["erasures", "revocations"]) {
    copyFileSync(join(lost.data, list), join(lists, list));
  }

  const folder = join(lost.folder, "restored");
  const restore = (...options) => run_program([kServerProgram, "restore", "--from", backup, "--data", folder, ...options]);
  await report.test("a restore without the lists is refused and changes nothing", () => {
    const refused = restore();
    assert.equal(refused.code, 1);
    assert.match(refused.errors, /--lists.*--without-lists/);
    assert.ok(!existsSync(join(folder, "journal.db")));
  });
  await report.test("with them it says what it did", () => {
    const restored = restore("--lists", lists);
    assert.equal(restored.code, 0, restored.errors);
    for (const said of [/journal main: \d+ entries/, /sessions: 1 ended/, /texts erased again: 0/, /revoked again: tok-/, /disabled again when the server starts: u-/, /passwords dropped.*u-/, /restored into/]) {
      assert.match(restored.output, said);
    }
    const checked = run_program([kServerProgram, "verify", "--data", folder]);
    assert.equal(checked.code, 0, checked.errors);
  });
  await report.test("nobody comes in who was shut out since", async () => {
    const server = new Watchfloord(lost.folder, lost.port, folder);
    await server.start(["--no-host-source"]);
    try {
      assert.equal((await session.get("/api/v1/state")).status, 401, "the old session");
      assert.equal((await server.bearer(revoked).get("/api/v1/state")).status, 401, "the revoked token");
      assert.equal((await server.bearer(kept).get("/api/v1/state")).status, 200);
      await assert.rejects(server.person("Ben", kPassword), /could not sign in/);
      await assert.rejects(server.person("Cyd", kPassword), /could not sign in/);
      const ada = await server.person("Ada", kPassword);
      assert.ok((await ada.entries()).some((entry) => entry.head?.kind === "incident.logged"));
      assert.match(server.command(["token", "list"]).output, /revoked/);
    } finally {
      await server.stop();
    }
  });
}
