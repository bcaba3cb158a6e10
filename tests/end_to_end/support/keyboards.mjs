// SPDX-License-Identifier: Apache-2.0
// What a browser says of a key press on a US, a German and a French keyboard: which place, which character, and which
// modifiers it takes to type it.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const by_place = (moved = {}) => Object.fromEntries([...letters].map((letter) => [letter, { code: moved[letter] ?? `Key${letter}` }]));
const digits = (shift) => Object.fromEntries([..."0123456789"].map((digit) => [digit, { code: `Digit${digit}`, shift }]));

export const kKeyboards = {
  US: {
    ...by_place(), ...digits(false),
    "?": { code: "Slash", shift: true }, "/": { code: "Slash" }, "[": { code: "BracketLeft" }, "]": { code: "BracketRight" },
    ".": { code: "Period" }, ",": { code: "Comma" },
  },
  German: {
    ...by_place({ Y: "KeyZ", Z: "KeyY" }), ...digits(false),
    "?": { code: "Minus", shift: true }, "/": { code: "Digit7", shift: true }, "[": { code: "Digit8", graph: true }, "]": { code: "Digit9", graph: true },
    ".": { code: "Period" }, ",": { code: "Comma" },
  },
  French: {
    ...by_place({ A: "KeyQ", Q: "KeyA", W: "KeyZ", Z: "KeyW", M: "Semicolon" }), ...digits(true),
    "?": { code: "KeyM", shift: true }, "/": { code: "Period", shift: true }, "[": { code: "Digit5", graph: true }, "]": { code: "Minus", graph: true },
    ".": { code: "Comma", shift: true }, ",": { code: "KeyM" },
  },
};

const kNamed = { Space: { key: " ", code: "Space" }, KeypadEnter: { key: "Enter", code: "NumpadEnter" },
  Down: { key: "ArrowDown", code: "ArrowDown" }, Up: { key: "ArrowUp", code: "ArrowUp" } };
const kModifiers = {
  Shift: { key: "Shift", code: "ShiftLeft" },
  Ctrl: { key: "Control", code: "ControlLeft" },
  Meta: { key: "Meta", code: "MetaLeft" },
  Graph: { key: "AltGraph", code: "AltRight" },
};

// "Shift+D" or "?" on this keyboard, as the events of its presses and, backwards, its releases.
export function key_events(keyboard, chord) {
  const parts = chord.split("+");
  const name = parts.at(-1);
  const place = keyboard[name] ?? kNamed[name] ?? { code: name };
  const held = new Set(parts.slice(0, -1));
  if (place.shift) {
    held.add("Shift");
  }
  if (place.graph) {
    held.add("Graph");
  }
  const flags = { shiftKey: held.has("Shift"), ctrlKey: held.has("Ctrl"), metaKey: held.has("Meta"), modifierAltGraph: held.has("Graph") };
  const letter = /^[A-Z]$/.test(name);
  const key = place.key ?? (letter && !held.has("Shift") ? name.toLowerCase() : name);
  const down = [...[...held].map((modifier) => ({ ...kModifiers[modifier], ...flags })), { key, code: place.code, ...flags }];
  const up = [{ key, code: place.code, ...flags }, ...[...held].map((modifier) => kModifiers[modifier])];
  return { down, up };
}

// Sends events to whatever has the keyboard, as the browser does.
export function dispatch_keys(page, type, events) {
  return page.page.evaluate(([kind, all]) => {
    for (const event of all) {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent(kind, { bubbles: true, cancelable: true, ...event }));
    }
  }, [type, events]);
}

export async function press_on(page, keyboard, chord) {
  const { down, up } = key_events(keyboard, chord);
  await dispatch_keys(page, "keydown", down);
  await dispatch_keys(page, "keyup", up);
}
