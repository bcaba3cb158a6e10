// SPDX-License-Identifier: Apache-2.0
// What the page's scripts share: calling into the program with texts and bytes, and the frame pump.
"use strict";
(() => {
  const wf = window.watchfloor = {
    build: document.querySelector('meta[name="watchfloor-build"]').content,
    canvas: document.getElementById("canvas"),
    agent: document.getElementById("text-agent"),
    running: false,
  };
  const encoder = new TextEncoder();

  // Calls use(pointer, length) with bytes in the program's memory, and frees them afterwards. A zero follows the bytes.
  wf.withBytes = (bytes, use) => {
    const pointer = Module._malloc(bytes.length + 1);
    Module.HEAPU8.set(bytes, pointer);
    Module.HEAPU8[pointer + bytes.length] = 0;
    try {
      return use(pointer, bytes.length);
    } finally {
      Module._free(pointer);
    }
  };
  wf.withText = (text, use) => wf.withBytes(encoder.encode(text), use);
  wf.readText = (pointer) => {
    const heap = Module.HEAPU8;
    let end = pointer;
    while (heap[end] !== 0) {
      end += 1;
    }
    return new TextDecoder().decode(heap.slice(pointer, end));
  };

  // Frames on demand: an animation frame only when one is due, a timer until the next tick. An
  // animation-frame loop that skips frames was measured at 9.5 % of a core, this at about 1 %. A busy compositor keeps
  // animation frames waiting for a quarter of a second: after a rest the frame is drawn at once, and none waits longer
  // than kLateMillis.
  const kRestMillis = 50;
  const kLateMillis = 60;
  const kAtOnce = -1;
  let animation = 0;
  let drawnAt = 0;
  let late = 0;
  let timer = 0;
  let aliveAt = performance.now();
  let contextLost = false;
  const dropFrame = () => {
    cancelAnimationFrame(animation);
    clearTimeout(late);
    animation = 0;
  };
  const frame = () => {
    dropFrame();
    aliveAt = performance.now();
    if (Module._wf_frame()) {
      drawnAt = performance.now();
    }
    pump();
  };
  // A hidden page draws nothing, but a call must sound and stand in its title. Browsers put off a hidden page's timers,
  // and none of its messages.
  let unseenAwaited = false;
  const takeUnseen = () => {
    unseenAwaited = false;
    if (wf.running && document.hidden) {
      const wait = Module._wf_unseen();
      clearTimeout(timer);
      timer = setTimeout(pump, wait);
    }
  };
  const atOnce = new MessageChannel();
  atOnce.port1.onmessage = () => {
    if (animation === kAtOnce) {
      frame();
    } else if (unseenAwaited) {
      takeUnseen();
    }
  };
  const nextFrame = () => {
    if (performance.now() - drawnAt < kRestMillis) {
      late = setTimeout(frame, kLateMillis);
      return requestAnimationFrame(frame);
    }
    atOnce.port2.postMessage(0);
    return kAtOnce;
  };
  const pump = () => {
    clearTimeout(timer);
    timer = 0;
    aliveAt = performance.now();
    if (!wf.running || animation !== 0) {
      return;
    }
    if (document.hidden) {
      if (!unseenAwaited) {
        unseenAwaited = true;
        atOnce.port2.postMessage(0);
      }
      return;
    }
    const wait = Module._wf_wait();
    if (wait === 0) {
      animation = nextFrame();
    } else if (wait > 0) {
      timer = setTimeout(pump, wait);
    }
  };
  wf.wake = () => {
    if (wf.running && animation === 0) {
      pump();
    }
  };
  // What is typed is drawn before its event ends: a browser puts off all it can, timers too, from an input to the next
  // picture it shows, and a busy compositor shows none for a while. Nobody types faster than a frame is made.
  wf.drawForKey = () => {
    if (wf.running) {
      frame();
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (wf.running) {
      Module._wf_hidden(document.hidden ? 1 : 0);
      if (document.hidden && animation !== 0) {
        dropFrame();
      }
      pump();
    }
  });

  wf.canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    contextLost = true;
    Module._wf_context_lost();
  });
  wf.canvas.addEventListener("webglcontextrestored", () => {
    contextLost = false;
    Module._wf_context_restored();
    pump();
  });

  // Reloads a visible page whose loop is dead. Not while hidden, while drawing is impossible, or just after the
  // machine slept (then this timer itself is late).
  const kCheckMillis = 5000;
  const kDeadMillis = 15000;
  let checkedAt = performance.now();
  setInterval(() => {
    const now = performance.now();
    const slept = now - checkedAt > 2 * kCheckMillis;
    checkedAt = now;
    if (!wf.running || document.hidden || contextLost || animation !== 0 || slept) {
      aliveAt = now;
    } else if (now - aliveAt > kDeadMillis) {
      location.reload();
    }
  }, kCheckMillis);

  // Called by the program once the drawing context stands.
  wf.started = () => {
    wf.running = true;
    wf.withText(location.pathname + location.search, (text) => Module._wf_start_location(text));
    Module._wf_hidden(document.hidden ? 1 : 0);
    wf.startInput();
    wf.startMirror();
    document.getElementById("shell").hidden = true;
  };
  wf.framesDrawn = () => Module._wf_frames_drawn();
  wf.cutTexts = () => wf.readText(Module._wf_mirror_cut()).split("\n").filter((text) => text !== "");
})();
