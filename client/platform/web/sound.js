// SPDX-License-Identifier: Apache-2.0
// Tones.
"use strict";
(() => {
  const wf = window.watchfloor;

  // Browsers stay mute until a gesture: the first one starts the audio clock.
  let audio = null;
  const start = () => {
    audio ??= typeof AudioContext === "function" ? new AudioContext() : null;
    audio?.resume().then(() => wf.running && Module._wf_sound_changed?.());
  };
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, start, { passive: true }));
  wf.soundState = () => (typeof AudioContext !== "function" ? 2 : audio?.state === "running" ? 0 : 1);

  // Of several hidden tabs the one that was in front last sounds for all, so that what was silenced there stays so. Where
  // a page may hold no locks (plain HTTP from elsewhere) each sounds for itself.
  let fore = true;
  let turn = 0;
  let queued = null;
  const holdFore = (options) => {
    turn += 1;
    const own = turn;
    const held = () => {
      fore = true;
      return new Promise(() => {});
    };
    navigator.locks.request("watchfloor.fore", options, held).catch(() => {
      if (own === turn) {
        fore = false;
        queued = new AbortController();
        holdFore({ signal: queued.signal });
      }
    });
  };
  const comeFore = () => {
    if (!document.hidden && (turn === 0 || !fore)) {
      queued?.abort();
      holdFore({ steal: true });
    }
  };
  if (navigator.locks) {
    document.addEventListener("visibilitychange", comeFore);
    comeFore();
  }

  wf.tone = (hertz, startsAt, seconds) => {
    if (document.hidden && !fore) {
      return;
    }
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
