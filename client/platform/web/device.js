// SPDX-License-Identifier: Apache-2.0
// Address bar, storage, files and sound.
"use strict";
(() => {
  const wf = window.watchfloor;

  // Browsers refuse more than about 100 history calls in half a minute; panning would make thousands.
  const kReplaceMillis = 300;
  let pending = null;
  let timer = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    if (pending !== null) {
      history.replaceState(null, "", pending);
      pending = null;
    }
  };
  wf.pushLocation = (address) => {
    flush();
    history.pushState(null, "", address);
  };
  wf.replaceLocation = (address) => {
    pending = address;
    timer ||= setTimeout(flush, kReplaceMillis);
  };
  window.addEventListener("popstate", () => {
    pending = null;
    if (wf.running) {
      wf.withText(location.pathname + location.search, (text) => Module._wf_location_moved(text));
      wf.wake();
    }
  });
  window.addEventListener("pagehide", flush);

  // Storage throws in private windows and when full.
  const kPrefix = "watchfloor.";
  wf.load = (key) => {
    try {
      return localStorage.getItem(kPrefix + key);
    } catch {
      return null;
    }
  };
  wf.store = (key, value) => {
    try {
      localStorage.setItem(kPrefix + key, value);
      return 1;
    } catch {
      return 0;
    }
  };
  wf.erase = (prefix, whole) => {
    try {
      Object.keys(localStorage)
        .filter((key) => (whole ? key === kPrefix + prefix : key.startsWith(kPrefix + prefix)))
        .forEach((key) => localStorage.removeItem(key));
    } catch {
      // Nothing could be kept, so nothing is there.
    }
  };

  const download = (name, blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const kTypes = { csv: "text/csv", svg: "image/svg+xml" };
  wf.saveFile = (name, text) =>
    download(name, new Blob([text], { type: kTypes[name.split(".").pop()] ?? "application/json" }));

  // Copies what stands on the canvas now, before the browser throws it away.
  const copyCanvas = (onto, x, y, width, height) => {
    onto.width = width;
    onto.height = height;
    onto.getContext("2d").drawImage(wf.canvas, x, y, width, height, 0, 0, width, height);
    return onto;
  };
  wf.savePicture = (name, x, y, width, height) => copyCanvas(document.createElement("canvas"), x, y, width, height)
    .toBlob((blob) => {
      download(name, blob);
      // For a chat or a report; where the browser forbids it, the file is there.
      navigator.clipboard?.write?.([new ClipboardItem({ "image/png": blob })]).catch(() => {});
    });

  // A browser prints what is drawn while it asks, and nothing of a canvas that it draws by the graphics card.
  window.addEventListener("beforeprint", () => {
    if (wf.running) {
      wf.printing = true;
      Module._wf_draw_anew();
      copyCanvas(document.getElementById("print"), 0, 0, wf.canvas.width, wf.canvas.height);
    }
  });
  window.addEventListener("afterprint", () => {
    wf.printing = false;
    copyCanvas(document.getElementById("print"), 0, 0, 0, 0);
    wf.wake();
  });

  // Browsers stay mute until a gesture: the first one starts the audio clock.
  let audio = null;
  const start = () => {
    audio ??= typeof AudioContext === "function" ? new AudioContext() : null;
    audio?.resume().then(() => wf.running && Module._wf_sound_changed?.());
  };
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, start, { passive: true }));
  wf.soundState = () => (typeof AudioContext !== "function" ? 2 : audio?.state === "running" ? 0 : 1);
  wf.tone = (hertz, startsAt, seconds) => {
    const begin = audio.currentTime + startsAt;
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(0.25, begin + 0.02);
    gain.gain.setValueAtTime(0.25, begin + seconds - 0.04);
    gain.gain.linearRampToValueAtTime(0, begin + seconds);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(begin);
    oscillator.stop(begin + seconds);
  };
})();
