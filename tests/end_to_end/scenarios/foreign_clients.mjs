// SPDX-License-Identifier: Apache-2.0
// Clients that other people wrote, and the commands of the README as they stand there: they are what a newcomer tries.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { free_port, run_program, temporary_folder } from "../support/processes.mjs";
import { send } from "../support/http.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { kServerProgram, Watchfloord } from "../support/watchfloord.mjs";

const kReadme = new URL("../../../README.md", import.meta.url);
const kPassword = "seven tall giraffes walk";
const kGracesPassword = "nine small hedgehogs sleep";

// The README's commands in order, those of several lines whole. What only lists options, and what starts a server, are none:
// one runs already.
function readme_commands() {
  const blocks = [...readFileSync(kReadme, "utf8").matchAll(/^```\n(.*?)^```$/gms)].map(([, block]) => block);
  const commands = [];
  for (const block of blocks.filter((each) => !/^\.\/scripts|^watchfloord serve|\[--/m.test(each))) {
    let command = "";
    for (const line of block.trimEnd().split("\n")) {
      command += (command === "" ? "" : "\n") + line;
      const open = command.split("'").length % 2 === 0 || command.endsWith("\\");
      if (!open) {
        commands.push(command);
        command = "";
      }
    }
  }
  return commands;
}

async function readme(report) {
  const folder = temporary_folder();
  const server = new Watchfloord(folder, await free_port(), join(folder, "watchfloor-data"));
  const program = join(folder, "build/release/server/watchfloord");
  mkdirSync(join(folder, "build/release/server"), { recursive: true });
  symlinkSync(kServerProgram, program);
  await server.start(["--no-host-source"]);
  // As the README has it, the first to come in does so by the link.
  const link = await until("the link is printed", () => server.sign_in_link());
  assert.equal((await send("GET", link)).status, 303);
  writeFileSync(join(folder, "grace.password"), `${kGracesPassword}\n`, { mode: 0o600 });
  let token = "";
  let exported = "";
  let ran = 0;
  for (const written of readme_commands()) {
    const command = written.replaceAll(":8470", `:${server.port}`).replaceAll("TOKEN", token);
    if (command.startsWith("export ")) {
      exported = command;
      continue;
    }
    await report.test(`README: ${written.split("\n")[0].slice(0, 70)}`, () => {
      const { code, output, errors } = run_program(["bash", "-ec", `cd ${folder}\n${exported}\n${command}`], { input: `${kPassword}\n` });
      assert.equal(code, 0, errors);
      assert.ok(!output.includes('"error"') && !output.includes("not taken"), output);
      token = /token create/.test(command) ? output.trim().split("\n").at(-1).trim() : token;
      ran += 1;
    });
  }
  await report.test("README: they did what it says", async () => {
    assert.ok(ran >= 6, `${ran} commands`);
    const admin = await server.person("admin", kPassword);
    assert.deepEqual((await admin.list("/api/v1/users")).map((user) => user.name).sort(), ["Ada", "Grace", "admin"]);
    // Each with the password that was on standard input.
    await server.person("Ada", kPassword);
    const grace = await server.person("Grace", kGracesPassword);
    assert.deepEqual((await grace.read("/api/v1/me")).roles, ["resolver"]);
    assert.deepEqual((await admin.list("/api/v1/alerts")).map((alert) => [alert.name, alert.severity]), [["ShopDown", "critical"]]);
    assert.deepEqual((await admin.list("/api/v1/services")).map((service) => service.id), ["shop"]);
  });
  await server.stop();
}

// amtool of Debian's Alertmanager, which knows Alertmanager's API v2 and nothing of us.
class Amtool {
  constructor(server, token) {
    this.url = server.url;
    this.config = join(server.folder, `amtool-${token.slice(-6)}.yml`);
    writeFileSync(this.config, `authorization:\n  credentials: ${token}\n`, { mode: 0o600 });
  }

  run(...command) {
    return run_program(["amtool", `--alertmanager.url=${this.url}`, `--http.config.file=${this.config}`, ...command]);
  }

  names(...query) {
    const { code, output, errors } = this.run("-o", "json", "alert", "query", ...query);
    assert.equal(code, 0, errors);
    return JSON.parse(output).map((alert) => alert.labels.instance).sort();
  }
}

async function amtool(report) {
  const server = await Watchfloord.create();
  await server.start(["--no-host-source"]);
  const sender = new Amtool(server, server.token("amtool", "intake:amtool"));
  const reader = new Amtool(server, server.token("reader", "read"));

  await report.test("amtool adds alerts and finds them by its matchers", () => {
    for (const instance of ["db1", "db2", "web1"]) {
      const { code, errors } = sender.run("alert", "add", instance.startsWith("db") ? "DiskFull" : "Slow", `instance=${instance}`, "--annotation=summary=nearly full");
      assert.equal(code, 0, errors);
    }
    assert.deepEqual(reader.names(), ["db1", "db2", "web1"]);
    assert.deepEqual(reader.names("DiskFull"), ["db1", "db2"]);
    assert.deepEqual(reader.names("alertname=Slow"), ["web1"]);
    assert.deepEqual(reader.names("alertname!=Slow", "instance=~.*2"), ["db2"]);
    assert.deepEqual(reader.names("instance!~db[12]"), ["web1"]);
    assert.deepEqual(reader.names("--receiver=nobody"), []);
    assert.deepEqual(reader.names("--silenced"), []);
    assert.deepEqual(reader.names("--active"), ["db1", "db2", "web1"]);
  });

  await report.test("amtool reads what there is to say of the server", () => {
    for (const [command, said] of [[["config", "show"], "receiver: watchfloor"], [["config", "routes", "show"], "watchfloor"]]) {
      const { code, output, errors } = reader.run(...command);
      assert.equal(code, 0, errors);
      assert.ok(output.includes(said), output);
    }
  });

  await report.test("amtool can say why it was refused", () => {
    const { code, errors } = reader.run("alert", "query", "--receiver=(");
    assert.equal(code, 1);
    assert.match(errors, /failed to parse receiver param/);
    const { errors: forbidden } = reader.run("alert", "add", "Mine");
    assert.match(forbidden, /403/);
  });
  await server.stop();
}

export async function scenario(report) {
  assert.ok(existsSync(kServerProgram));
  await readme(report);
  await amtool(report);
}
