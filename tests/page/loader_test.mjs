// SPDX-License-Identifier: Apache-2.0
// The page's loader by a server that does not send every font: another takes its place, and without any there is a word.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const kScript = new URL("../../client/platform/web/loader.js", import.meta.url);

// Loads a page from a server that sends the fonts named; answers with what the program would find, or the words shown.
async function load(...sent) {
  const shown = { shell: {}, "shell-text": {}, "shell-progress": {}, "shell-hint": {} };
  const wf = { build: "test", canvas: { getContext: () => ({}) } };
  const window = { watchfloor: wf };
  return new Promise((done) => {
    runInNewContext(readFileSync(kScript, "utf8"), {
      window, console, Uint8Array,
      document: { getElementById: (id) => shown[id], createElement: () => ({}), head: { append: () => {} } },
      setTimeout: () => 0,
      clearTimeout: () => {},
      WebAssembly: { compileStreaming: async () => ({}), instantiate: async () => ({}) },
      fetch: async (path) => {
        const name = path.slice(1, path.indexOf("."));
        return { ok: name === "app" || sent.includes(name), status: 404, arrayBuffer: async () => new TextEncoder().encode(name).buffer };
      },
    });
    const words = shown["shell-text"];
    Object.defineProperty(words, "textContent", { set: (text) => text.startsWith("Watchfloor could not") && done(text) });
    window.Module.instantiateWasm({}, () => done(wf.fonts.map((bytes) => new TextDecoder().decode(bytes))));
  });
}

const kAll = ["kRobotoRegular", "kRobotoMedium", "kJetBrainsMonoRegular", "kIconFont"];
const kTests = {
  "each font is where the program looks for it": async () => {
    assert.deepEqual([...await load(...kAll)], kAll);
  },
  "a face takes the place of a font that did not come": async () => {
    assert.deepEqual([...await load("kRobotoMedium", "kIconFont")], ["kRobotoMedium", "kRobotoMedium", "kRobotoMedium", "kIconFont"]);
    assert.deepEqual([...await load("kRobotoRegular", "kRobotoMedium", "kJetBrainsMonoRegular")], [...kAll.slice(0, 3), "kRobotoRegular"]);
  },
  "icons alone are nothing to read": async () => {
    assert.match(await load("kIconFont"), /did not send its fonts/);
  },
};

for (const [name, test] of Object.entries(kTests)) {
  await test();
  console.log(`ok  ${name}`);
}
console.log(`${Object.keys(kTests).length} tests`);
