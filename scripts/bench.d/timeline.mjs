// SPDX-License-Identifier: Apache-2.0
// Our timeline beside vis-timeline in headless Chromium: from items in hand to the first frame with 10,000, and one
// zoom step with a million. Main-thread time on the page's clock, without painting on either side. Ours five times;
// theirs once and with 4,000 items only, not stacked, all in its favour: 10,000 took it 107 s.
// usage: timeline.mjs FOLDER_OF_timeline_web_bench
import { createReadStream, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { attempt, kRounds, medians, print, rounded, stop_all } from "./support.mjs";
import { kSize, with_browser, with_page } from "./browser_support.mjs";

const [, , folder] = process.argv;
// As the page's loader has them, in the order of client/theme/font_files.h.
const fonts = ["kRobotoRegular", "kRobotoMedium", "kJetBrainsMonoRegular", "kIconFont"]
  .map((name) => readFileSync(join(folder, "../../web", `${name}.ttf`)).toString("base64"));
const vis = resolve("tests/end_to_end/node_modules/vis-timeline");

function serve() {
  const types = { ".js": "text/javascript", ".wasm": "application/wasm" };
  return new Promise((done) => {
    const server = createServer((request, answer) => {
      const name = request.url.slice(1);
      if (!/^timeline_web_bench\.(js|wasm)$/.test(name)) {
        answer.setHeader("content-type", "text/html").end("<!doctype html><title>bench</title>");
        return;
      }
      answer.setHeader("content-type", types[name.slice(name.lastIndexOf("."))]);
      createReadStream(join(folder, name)).pipe(answer);
    }).listen(0, "127.0.0.1", () => done(server));
  });
}

async function ours(browser, url) {
  return with_page(browser, async (page) => {
    await page.goto(url);
    await page.evaluate((texts) => {
      globalThis.watchfloor = { fonts: texts.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))) };
    }, fonts);
    const said = page.waitForEvent("console", { predicate: (message) => message.text().startsWith("{"), timeout: 60_000 });
    await page.addScriptTag({ url: `${url}timeline_web_bench.js` });
    return JSON.parse((await said).text());
  }, kSize);
}

// Runs in the page. Items as ours are spread: over 240 hours in eight lanes, some of them spans.
async function measure_vis() {
  const { DataSet, Timeline } = globalThis.vis;
  const hours = 240;
  const end = Date.UTC(2026, 0, 11);
  const begin = end - hours * 3_600_000;
  const items = Array.from({ length: 4_000 }, (_, i) => {
    const start = begin + ((i * 7919) % 4_000) / 4_000 * (end - begin);
    return { id: i, group: i % 8, content: `Item ${i}`, start, ...(i % 3 === 0 ? { end: start + 600_000 } : { type: "point" }) };
  });
  const groups = Array.from({ length: 8 }, (_, i) => ({ id: i, content: `Lane ${i}` }));
  const container = document.createElement("div");
  document.body.append(container);
  const drawn = () => container.getBoundingClientRect().height;
  const first_from = performance.now();
  const timeline = new Timeline(container, new DataSet(items), new DataSet(groups), { start: begin, end, height: 1060, autoResize: false, stack: false });
  timeline.redraw();
  drawn();
  const first_draw_ms = performance.now() - first_from;
  const steps = [];
  for (let i = 0; i < 5; i += 1) {
    const from = performance.now();
    timeline.zoomIn(0.07, { animation: false });
    timeline.redraw();
    drawn();
    steps.push(performance.now() - from);
  }
  const items_drawn = document.querySelectorAll(".vis-item").length;
  return { first_draw_ms, zoom_step_ms: steps.sort((a, b) => a - b)[2], items_drawn };
}

async function theirs(browser, url) {
  return with_page(browser, async (page) => {
    page.setDefaultTimeout(120_000);
    await page.goto(url);
    await page.addStyleTag({ path: join(vis, "styles/vis-timeline-graph2d.min.css") });
    await page.addScriptTag({ path: join(vis, "standalone/umd/vis-timeline-graph2d.min.js") });
    return page.evaluate(measure_vis);
  }, kSize);
}

await attempt("timeline_beside", async () => {
  const server = await serve();
  const url = `http://127.0.0.1:${server.address().port}/`;
  await with_browser(async (browser) => {
    const rounds = [];
    for (let round = 0; round < kRounds; round += 1) {
      rounds.push(await ours(browser, url));
    }
    const a = medians(rounds);
    const b = await theirs(browser, url);
    print({ bench: "timeline_beside", what: "first draw, 10,000 items", ms: a.first_draw_ms, vis_timeline_ms: rounded(b.first_draw_ms, 1),
      vis_items_drawn: b.items_drawn, ratio: rounded(a.first_draw_ms / b.first_draw_ms, 4) });
    print({ bench: "timeline_beside", what: "zoom step, 1,000,000 items", ms: a.zoom_step_ms, vis_timeline_ms: rounded(b.zoom_step_ms, 1),
      ratio: rounded(a.zoom_step_ms / b.zoom_step_ms, 4) });
  });
  server.close();
});
await stop_all();
