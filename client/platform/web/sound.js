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
