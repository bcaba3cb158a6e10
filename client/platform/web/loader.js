// SPDX-License-Identifier: Apache-2.0
// Loads the program, compiling while it streams. How much is to come nobody knows (it comes compressed), so the bar
// only moves.
"use strict";
(() => {
  const wf = window.watchfloor;
  const text = document.getElementById("shell-text");
  const bar = document.getElementById("shell-progress");
  const hint = document.getElementById("shell-hint");
  const kHintMillis = 5000;
  const late = setTimeout(() => { hint.hidden = false; }, kHintMillis);

  const fail = (message) => {
    clearTimeout(late);
    document.getElementById("shell").hidden = false;
    bar.hidden = true;
    text.textContent = message;
    hint.hidden = false;
  };

  // The browser's drawing process starts while the program is still on its way; the program then asks for the same
  // context and gets this one. Its attributes are those of create_context() in window_web.cpp.
  wf.canvas.getContext("webgl2", { alpha: false, depth: false, antialias: false });

  // In the order of client/theme/font_files.h.
  const kFonts = ["kRobotoRegular", "kRobotoMedium", "kJetBrainsMonoRegular", "kIconFont"];
  const fetched = async (path) => {
    const response = await fetch(`${path}?v=${wf.build}`, { credentials: "same-origin" });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    return response;
  };
  // A font that does not come is no reason to show nothing: the first face that did takes its place.
  const font = (name) => fetched(`/${name}.ttf`).then((response) => response.arrayBuffer()).then((bytes) => new Uint8Array(bytes), () => null);
  const completed = (came) => {
    const face = came.find((bytes, index) => bytes !== null && kFonts[index] !== "kIconFont");
    if (face === undefined) {
      throw new Error("the server did not send its fonts");
    }
    return came.map((bytes) => bytes ?? face);
  };
  if (typeof WebAssembly !== "object") {
    fail("This browser has no WebAssembly.");
    return;
  }
  // Compiled while the rest is still on its way. The answer goes in as it came: only then can the browser use what it
  // compiled on an earlier visit.
  const compiled = WebAssembly.compileStreaming(fetched("/app.wasm"));
  const fonts = Promise.all(kFonts.map(font));

  const instantiate = async (imports, done) => {
    const module = await compiled;
    const instance = await WebAssembly.instantiate(module, imports);
    wf.fonts = completed(await fonts);
    clearTimeout(late);
    text.textContent = "Starting…";
    done(instance, module);
  };

  window.Module = {
    canvas: wf.canvas,
    print: (line) => console.log(line),
    printErr: (line) => {
      console.error(line);
      if (!wf.running) {
        fail(line);
      }
    },
    onAbort: () => {
      wf.running = false;
      fail("The console stopped because of an error of ours. Reload the page to go on.");
    },
    instantiateWasm: (imports, done) => {
      instantiate(imports, done).catch((error) => fail(`Watchfloor could not be loaded: ${error.message}`));
      return {};
    },
  };
  // Whoever waits for it says what went wrong.
  compiled.catch(() => {});
  const script = document.createElement("script");
  script.src = `/app.js?v=${wf.build}`;
  script.onerror = () => fail("Watchfloor could not be loaded: the server did not send the program.");
  document.head.append(script);
})();
