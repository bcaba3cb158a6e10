// SPDX-License-Identifier: Apache-2.0
// From a real alert to three screens: wall display, browser and native console, on one journal.
import { Watchfloord } from "../support/watchfloord.mjs";
import { Monitoring } from "../support/monitoring.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { NativeConsole, VirtualScreen } from "../support/native_console.mjs";
import { alerting } from "../steps/alerting.mjs";
import { declaring } from "../steps/declaring.mjs";
import { writing } from "../steps/writing.mjs";
import { crashing } from "../steps/crashing.mjs";

const kPassword = "a long enough password";

// Everything the story plays with; each step finds it as the one before left it. A `proxy` is where people reach the
// server; monitoring is on its machine and needs none.
async function furnish(proxy) {
  const room = { server: await Watchfloord.create(), password: kPassword, proxy };
  const { server } = room;
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  server.add_user("Grace", kPassword, "resolver");
  room.monitoring = await Monitoring.create(server);
  room.server_options = ["--prometheus", room.monitoring.url, ...(proxy?.server_options ?? [])];
  await proxy?.start(server);
  await server.start(room.server_options);
  await room.monitoring.start();
  room.ada = await server.person("Ada", kPassword);
  await room.ada.write("/api/v1/services", { id: "this-host", name: "this host", public_name: "Our own host", match: { service: "this-host" } });
  room.browser = await launch_browser({ home: proxy?.browser_home });
  room.profile = await Profile.create(room.browser, { width: 1920, height: 1080 });
  room.page = await room.profile.open(server.url);
  room.wall_profile = await Profile.create(room.browser, { width: 1920, height: 1080 });
  room.wall = await room.wall_profile.open(`${server.url}/wall`);
  room.screen = await VirtualScreen.start();
  room.native = await NativeConsole.start(room.screen, server.url, ["--size", "1920x1080", ...(proxy?.console_options ?? [])]);
  return room;
}

// The story, and then what else is to be seen of a room where it was played.
export async function play(report, { proxy, epilogue = [] } = {}) {
  const room = await furnish(proxy);
  for (const step of [alerting, declaring, writing, crashing, ...epilogue]) {
    await step(report, room);
  }
  await room.native.stop();
  await room.screen.stop();
  await room.browser.close();
  await room.monitoring.stop();
  await room.server.stop();
  await proxy?.stop();
}

export function scenario(report) {
  return play(report);
}
