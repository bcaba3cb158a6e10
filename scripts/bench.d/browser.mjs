// SPDX-License-Identifier: Apache-2.0
// What the console costs a browser: an idle page, a hidden one, from an event to the page that shows it while 50
// viewers get 100 entries a second, and the first usable board with 100,000 alerts.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { attempt, cpu_seconds, fanout, fresh_server, kSeconds, load, print, rounded, stop_all } from "./support.mjs";
import { first_board } from "./first_board.mjs";
import { launch_browser, Profile } from "../../tests/end_to_end/support/browser.mjs";

const kPassword = "a long enough password";
const kIdleSeconds = Math.max(10, 6 * kSeconds);
const kRestMillis = 15_000; // what signing in brings is loaded and drawn by then, and what ran hot is compiled anew
const kMarks = Math.max(10, 8 * kSeconds);

// The processes that run pages. Only those that began after `before` was noted are this program's.
function renderers() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer");
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

const before = new Set(renderers());

function renderers_cpu_seconds() {
  return renderers().filter((pid) => !before.has(pid)).reduce((sum, pid) => sum + cpu_seconds(pid), 0);
}

async function opened(server, browser) {
  const profile = await Profile.create(browser);
  const page = await profile.open(server.url);
  await page.sign_in("Ada", kPassword);
  return { profile, page };
}

async function idle(page) {
  for (const state of ["idle", "hidden"]) {
    if (state === "hidden") {
      await page.hide();
    }
    await pause(kRestMillis);
    const frames = await page.frames();
    const cpu = renderers_cpu_seconds();
    await pause(kIdleSeconds * 1_000);
    print({ bench: "page_idle", state, seconds: kIdleSeconds, frames_per_minute: rounded((await page.frames() - frames) * 60 / kIdleSeconds, 0),
      renderer_cpu_percent: rounded((renderers_cpu_seconds() - cpu) / kIdleSeconds * 100, 1) });
  }
  await page.unhide();
}

// Posts marked entries one by one and notes how long each takes until the page's semantic picture, made in the same
// frame as the pixels, holds it.
async function marks(server, page, path) {
  const texts = Array.from({ length: kMarks }, (_, i) => `Mark ${String(i).padStart(4, "0")} of a bench`);
  await page.watch(texts);
  const latencies = [];
  for (const text of texts) {
    const began = Date.now();
    await server.caller.write(path, { kind: "decision", text });
    latencies.push(await page.seen_at(text, 20_000) - began);
  }
  return latencies.sort((a, b) => a - b);
}

async function event_to_pixel(server, page) {
  const { created } = await server.caller.write("/api/v1/incidents", { title: "bench of pixels" });
  const other = await server.caller.write("/api/v1/incidents", { title: "bench of others" });
  const path = `/api/v1/incidents/${created}/entries`;
  await page.page.goto(`${server.url}/incidents/${created}`);
  await page.shows("bench of pixels", 20_000);
  const quiet = await marks(server, page, path);
  const background = fanout({ port: server.port, token: server.act, publish: `/api/v1/incidents/${other.created}/entries`, subscribe: "/api/v1/live", viewers: 49, rate: 100, seconds: Math.max(4, 2 * kSeconds) });
  const busy = await marks(server, page, path);
  const room = await background;
  const at = (values, part) => values[Math.floor(part * (values.length - 1))];
  print({ bench: "event_to_pixel", viewers: 50, entries_per_second: 100, events: busy.length, quiet_p50_ms: at(quiet, 0.5), p50_ms: at(busy, 0.5), p99_ms: at(busy, 0.99),
    other_viewers_p99_ms: room.p99_ms });
}

async function many_alerts(server) {
  await load({ port: server.port, token: server.intake, path: "/api/v2/alerts", kind: "alerts", batch: 500, clients: 4, count: 200 });
  print({ bench: "first_board", ...await first_board(server, "Ada", kPassword, /100,?000|Bench/, "Bench") });
}

await attempt("browser", async () => {
  const server = await fresh_server();
  server.add_user("Ada", kPassword, "incident_manager", "resolver");
  const browser = await launch_browser();
  const { profile, page } = await opened(server, browser);
  await attempt("page_idle", () => idle(page));
  await attempt("event_to_pixel", () => event_to_pixel(server, page));
  await profile.close();
  await browser.close();
  await attempt("first_board", () => many_alerts(server));
  await server.stop();
});
await stop_all();
