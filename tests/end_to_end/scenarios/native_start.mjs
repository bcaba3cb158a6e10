// SPDX-License-Identifier: Apache-2.0
// The native console where its server is down, and where it is started wrongly.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { NativeConsole, run_console, VirtualScreen } from "../support/native_console.mjs";
import { free_port, temporary_folder } from "../support/processes.mjs";
import { assert } from "../support/report.mjs";
import { Watchfloord } from "../support/watchfloord.mjs";

const kPassword = "a long enough password";
const kOptions = ["--no-host-source"];

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  await server.start(kOptions);
  const ada = await server.person("Ada", kPassword);
  const { created } = await ada.write("/api/v1/incidents", { title: "Payments fail" });
  await ada.write(`/api/v1/incidents/${created}/major`, { act: "declare", severity: "SEV1" });
  const screen = await VirtualScreen.start();
  const first = await NativeConsole.start(screen, server.url);
  await first.sign_in("Ada", kPassword);
  await first.shows("Payments fail");
  assert.equal(await first.stop(), 0);
  await server.stop();

  const native = await NativeConsole.start(screen, server.url, [], first.folder);
  await report.test("without its server the native console shows what it had, frozen", async () => {
    await native.shows(/FROZEN at \d/);
    await native.shows("Payments fail");
    await native.screenshot("native-start-without-server");
  });
  await report.test("once the server is back nothing is shown that is not signed in for", async () => {
    await server.start(kOptions);
    await native.item("textbox", "Password");
    assert.doesNotMatch(await native.words(), /Payments fail/);
    await native.sign_in("Ada", kPassword);
    await native.shows("Payments fail");
    await native.lacks(/FROZEN at/);
  });
  assert.equal(await native.stop(), 0);
  await report.test("a picture of a server that is not there ends with an error that says why", async () => {
    const picture = join(temporary_folder(), "nothing.png");
    const ended = run_console(screen, ["--server", `http://127.0.0.1:${await free_port()}`, "--screenshot", picture]);
    assert.equal(ended.code, 1, ended.errors);
    assert.match(ended.errors, /watchfloor: nothing to show came within 30 s: ./);
    assert.ok(!existsSync(picture));
  });
  await report.test("wrong addresses and views are refused at the start", async () => {
    for (const wrong of [["--server", "room"], ["--server", "http://room:99999"], ["--server", "http://room/board"], ["--view", "nowhere"]]) {
      const ended = run_console(screen, wrong);
      assert.equal(ended.code, 2, `${wrong.join(" ")}: ${ended.errors}`);
      assert.match(ended.errors + ended.output, /give the server's address|there is no view/);
    }
  });
  await screen.stop();
  await server.stop();
}
