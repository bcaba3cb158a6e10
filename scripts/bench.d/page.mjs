// SPDX-License-Identifier: Apache-2.0
// What the page weighs compressed, and when its first frame is there, first visit and reload, beside Dear ImGui's
// bare demo: built from the same sources with the same flags, served by the same program, in the same browser, in
// turn. A browser's start swings by half: medians of fifteen.
// usage: page.mjs WEB_FOLDER BARE_DEMO_FOLDER
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { attempt, free_port, interleaved_rounds, print, rounded, stop_all, until, Watchfloord, temporary_folder, Child } from "./support.mjs";
import { kServerProgram } from "../../tests/end_to_end/support/watchfloord.mjs";
import { with_browser, with_page } from "./browser_support.mjs";

const kFrameRounds = 15;
const [, , web, bare] = process.argv;

function compressed_bytes(folder, wanted) {
  return readdirSync(folder).filter((name) => name.endsWith(".br") && wanted.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

// A server of its own for either folder.
async function serve(folder) {
  const server = new Watchfloord(temporary_folder(), await free_port());
  server.child = new Child("watchfloord", [kServerProgram, "serve", "--data", server.data, "--listen", `127.0.0.1:${server.port}`,
    "--web", folder, "--no-host-source", "--log-level", "error"], { log: join(server.folder, "server.log") });
  await until("the server is ready", async () => (await server.nobody().get("/readyz")).status === 200, 20_000);
  return server;
}

// Milliseconds from asking for the address until `drawn` counts a frame, on a first visit and on a reload.
async function first_frames(browser, url, drawn) {
  return with_page(browser, async (page) => {
    const time = async (go) => {
      const began = performance.now();
      await go();
      await page.waitForFunction(drawn, undefined, { timeout: 60_000, polling: 5 });
      return performance.now() - began;
    };
    return { first: await time(() => page.goto(url, { waitUntil: "commit" })), reload: await time(() => page.reload({ waitUntil: "commit" })) };
  });
}

await attempt("page_bytes", async () => {
  const kilobytes = (folder, wanted) => rounded(compressed_bytes(folder, wanted) / 1000, 1);
  print({ bench: "page_bytes", what: "wasm and JavaScript", brotli_kb: kilobytes(web, /\.(js|wasm)\.br$/), bare_demo_kb: kilobytes(bare, /\.(js|wasm)\.br$/) });
  print({ bench: "page_bytes", what: "all files", brotli_kb: kilobytes(web, /\.br$/), bare_demo_kb: kilobytes(bare, /\.br$/) });
});
await attempt("first_frame", async () => {
  const ours = await serve(web);
  const theirs = await serve(bare);
  await with_browser(async (browser) => {
    const [page, demo] = await interleaved_rounds(kFrameRounds,
      () => first_frames(browser, ours.url, () => globalThis.watchfloor?.running === true && globalThis.watchfloor.framesDrawn() > 0),
      () => first_frames(browser, theirs.url, () => globalThis.framesDrawn > 0));
    for (const visit of ["first", "reload"]) {
      print({ bench: "first_frame", visit, median_ms: Math.round(page[visit]), bare_demo_ms: Math.round(demo[visit]), ratio: rounded(page[visit] / demo[visit]) });
    }
  });
  await Promise.all([ours.stop(), theirs.stop()]);
});
await stop_all();
