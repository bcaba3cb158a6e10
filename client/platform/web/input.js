// SPDX-License-Identifier: Apache-2.0
// Pointer, wheel, touch, keyboard, text and clipboard of the canvas.
"use strict";
(() => {
  const wf = window.watchfloor;
  const canvas = wf.canvas;
  const agent = wf.agent;
  const kSlop = 8;
  const kLongPressMillis = 500;
  const kWheelPixels = 100;
  let wantsText = false;

  // Keys the browser keeps. Ctrl+C/X/V arrive as clipboard events instead.
  const kept = (event) => {
    const command = event.ctrlKey || event.metaKey;
    return ["F5", "F11", "F12"].includes(event.key)
      || (command && ["r", "t", "w", "n", "l", "+", "-", "=", "0"].includes(event.key.toLowerCase()) && !event.altKey)
      || (command && event.key.toLowerCase() === "p" && !event.altKey && !event.shiftKey);
  };
  const clipboardChord = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    && ["c", "x", "v"].includes(event.key.toLowerCase());
  const onMac = navigator.platform.startsWith("Mac");
  // Windows says AltGr as Ctrl+Alt, macOS types with Alt alone: neither is a command then.
  const altGraph = (event) => event.getModifierState?.("AltGraph") === true;
  const typesCharacter = (event) => [...event.key].length === 1 && (altGraph(event) || !(event.ctrlKey || event.metaKey));
  // Where "?" or "[" lies, and with which modifiers, is the keyboard's affair: the keymap knows them by what is typed.
  const isSign = (event) => typesCharacter(event) && (altGraph(event) || onMac || !event.altKey)
    && Module._wf_keymap_reads(event.key.codePointAt(0)) !== 0;
  const typesDigit = (event) => /^[0-9]$/.test(event.key) && !event.code.startsWith("Numpad");
  // Letters and digits by what is typed, so that shortcuts follow the keyboard's layout; the rest by place.
  const keyName = (event) => (/^[a-z]$/i.test(event.key) ? "Key" + event.key.toUpperCase()
    : typesDigit(event) ? "Digit" + event.key
      : event.code || event.key);
  const inMirrorField = (target) => target !== agent && (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement);

  const sendKey = (name, down) => wf.withText(name, (text) => Module._wf_key(text, down ? 1 : 0));
  const tapKey = (name) => {
    sendKey(name, true);
    sendKey(name, false);
  };
  // What the program believes to be down: each key by its place, under the name it was told. A browser does not say of
  // every key that it came up: not while Meta is held on macOS, nor once another window has the keyboard.
  const held = new Map();
  let modifiers = [0, 0, 0, 0];
  const placeOf = (event) => event.code || event.key;
  const releaseKeys = () => {
    held.forEach((name) => sendKey(name, false));
    held.clear();
  };
  const setModifiers = (now) => {
    if (modifiers.some((down, i) => down && !now[i])) {
      releaseKeys();
    }
    modifiers = now;
    Module._wf_modifiers(...now);
  };
  // A digit that needs Shift on this keyboard is the digit all the same.
  const sendModifiers = (event) => {
    const shifted = event.shiftKey && !(event.type === "keydown" && typesDigit(event));
    setModifiers([event.ctrlKey && !altGraph(event), shifted, event.altKey && !altGraph(event), event.metaKey].map(Number));
  };
  const releaseAll = () => {
    releaseKeys();
    setModifiers([0, 0, 0, 0]);
    wf.wake();
  };
  const pressKey = (event) => {
    // The program repeats by itself; a repeat of what was released meanwhile is no new press.
    if (event.repeat) {
      return;
    }
    releaseKey(event);
    const name = keyName(event);
    sendKey(name, true);
    if (event.metaKey && event.key !== "Meta") {
      sendKey(name, false);
    } else {
      held.set(placeOf(event), name);
    }
  };
  const releaseKey = (event) => {
    const name = held.get(placeOf(event));
    if (name !== undefined) {
      held.delete(placeOf(event));
      sendKey(name, false);
    }
  };
  // What is typed next belongs to where a key leads: the caret is there before its event ends.
  const kFramesToSettle = 4;
  const settle = () => {
    for (let i = 1; i < kFramesToSettle && Module._wf_wait() === 0; i += 1) {
      Module._wf_draw_now();
    }
  };
  const leaveField = (field) => {
    for (let i = 0; i < kFramesToSettle && document.activeElement === field; i += 1) {
      Module._wf_draw_now();
    }
  };
  const sendText = (text) => wf.withText(text, (pointer) => Module._wf_text(pointer));
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const onKeyDown = (event) => {
    if (event.isComposing || event.keyCode === 229 || kept(event)) {
      return;
    }
    sendModifiers(event);
    if (clipboardChord(event)) {
      return wf.wake();
    }
    // A field of the mirror edits itself; the program hears only what ends or leaves the editing.
    if (inMirrorField(event.target)) {
      const ends = event.key === "Escape" || event.key === "Tab" || (event.key === "Enter" && (event.ctrlKey || event.target instanceof HTMLInputElement));
      if (ends) {
        event.preventDefault();
        pressKey(event);
      }
      if (event.key === "Tab") {
        leaveField(event.target);
      }
      return wf.drawForKey();
    }
    // ImGui gives every key press a frame of its own; while text is typed only the text counts, which comes next.
    const text = wantsText && typesCharacter(event);
    if (text && document.activeElement === agent) {
      return wf.wake();
    }
    // What is no text must not become any: the key that opens a field would else stand in it.
    event.preventDefault();
    const sign = !text && isSign(event);
    if (text || (sign && !event.repeat)) {
      sendText(event.key);
    } else if (!sign) {
      pressKey(event);
    }
    wf.drawForKey();
    if (!text) {
      settle();
    }
  };
  const onKeyUp = (event) => {
    sendModifiers(event);
    releaseKey(event);
    wf.wake();
  };

  // Text only ever comes from here: dead keys, IME and phone keyboards compose first.
  const onBeforeInput = (event) => {
    if (event.isComposing || event.inputType === "insertCompositionText") {
      return;
    }
    event.preventDefault();
    if (event.inputType === "deleteContentBackward") {
      tapKey("Backspace");
    } else if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") {
      tapKey("Enter");
    } else if (event.data) {
      sendText(event.data);
    }
    wf.drawForKey();
  };
  const onCompositionEnd = (event) => {
    if (event.data) {
      sendText(event.data);
    }
    agent.value = "";
    wf.drawForKey();
  };

  const onPaste = (event) => {
    if (inMirrorField(event.target)) {
      return;
    }
    const text = event.clipboardData.getData("text/plain");
    event.preventDefault();
    if (text !== "") {
      wf.withText(text, (pointer) => Module._wf_paste(pointer));
      wf.wake();
    }
  };
  const onCopy = (event) => {
    if (inMirrorField(event.target)) {
      return;
    }
    const text = wf.readText(Module._wf_copy(event.type === "cut" ? 1 : 0));
    event.preventDefault();
    if (text !== "") {
      event.clipboardData.setData("text/plain", text);
    }
    wf.wake();
  };
  // Copying by a button. navigator.clipboard needs HTTPS or localhost; the old way works everywhere.
  wf.writeClipboard = (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).catch(() => {});
      return;
    }
    const before = document.activeElement;
    const copier = document.createElement("textarea");
    copier.value = text;
    copier.className = "said";
    document.body.append(copier);
    copier.select();
    document.removeEventListener("copy", onCopy);
    document.execCommand("copy");
    document.addEventListener("copy", onCopy);
    copier.remove();
    if (before) {
      before.focus({ preventScroll: true });
    }
  };

  // Mouse and pen.
  const kButtons = [0, 2, 1, 3, 4];
  const onMouse = (event, down) => {
    sendModifiers(event);
    Module._wf_pointer_move(...point(event), 0);
    if (down !== undefined && event.button >= 0 && event.button < kButtons.length) {
      Module._wf_pointer_button(kButtons[event.button], down ? 1 : 0);
    }
    wf.wake();
  };

  // Touch: a tap clicks, a drag scrolls, a long press is the right button, two fingers zoom.
  const touches = new Map();
  let longPress = 0;
  let pinch = 0;
  const spread = () => {
    const [a, b] = [...touches.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const onTouchDown = (event) => {
    const [x, y] = point(event);
    touches.set(event.pointerId, { x, y, startX: x, startY: y, moved: false });
    clearTimeout(longPress);
    if (touches.size === 2) {
      pinch = spread();
      touches.forEach((touch) => { touch.moved = true; });
      return;
    }
    Module._wf_pointer_move(x, y, 1);
    longPress = setTimeout(() => {
      const touch = touches.get(event.pointerId);
      if (touch && !touch.moved) {
        touch.moved = true;
        Module._wf_pointer_button(1, 1);
        Module._wf_pointer_button(1, 0);
        wf.wake();
      }
    }, kLongPressMillis);
    wf.wake();
  };
  const onTouchMove = (event) => {
    const touch = touches.get(event.pointerId);
    if (!touch) {
      return;
    }
    const [x, y] = point(event);
    const [dx, dy] = [x - touch.x, y - touch.y];
    if (!touch.moved && Math.hypot(x - touch.startX, y - touch.startY) < kSlop) {
      return;
    }
    touch.moved = true;
    touch.x = x;
    touch.y = y;
    clearTimeout(longPress);
    if (touches.size === 2) {
      const now = spread();
      Module._wf_modifiers(1, 0, 0, 0);
      Module._wf_wheel(0, (now - pinch) / 40);
      Module._wf_modifiers(0, 0, 0, 0);
      pinch = now;
    } else {
      Module._wf_wheel(dx / kWheelPixels * 3, dy / kWheelPixels * 3);
    }
    wf.wake();
  };
  const onTouchUp = (event) => {
    const touch = touches.get(event.pointerId);
    touches.delete(event.pointerId);
    clearTimeout(longPress);
    if (touch && !touch.moved && event.type === "pointerup") {
      Module._wf_pointer_move(touch.x, touch.y, 1);
      Module._wf_pointer_button(0, 1);
      Module._wf_pointer_button(0, 0);
      // Phones open their keyboard only inside the gesture: find out now whether text is wanted.
      for (let i = 0; i < 3; i += 1) {
        Module._wf_draw_now();
      }
    }
    if (touches.size === 0) {
      Module._wf_pointer_leave();
    }
    wf.wake();
  };

  const onWheel = (event) => {
    event.preventDefault();
    sendModifiers(event);
    Module._wf_pointer_move(...point(event), 0);
    const unit = event.deltaMode === 1 ? 40 : event.deltaMode === 2 ? 800 : 1;
    Module._wf_wheel(-event.deltaX * unit / kWheelPixels, -event.deltaY * unit / kWheelPixels);
    wf.wake();
  };

  // The program wants text or not: phones show their keyboard only while it does, and IME windows open at the caret.
  wf.textInput = (wanted, x, y, height) => {
    wantsText = wanted !== 0;
    agent.inputMode = wanted ? "text" : "none";
    if (wanted) {
      agent.style.left = Math.max(0, x) + "px";
      agent.style.top = Math.max(0, y) + "px";
      agent.style.height = Math.max(16, height) + "px";
      if (!inMirrorField(document.activeElement)) {
        agent.focus({ preventScroll: true });
      }
    }
  };
  wf.setCursor = (name) => { canvas.style.cursor = name; };
  wf.fullscreen = (wanted) => {
    const done = wanted ? document.documentElement.requestFullscreen?.() : document.exitFullscreen?.();
    done?.catch(() => {});
  };

  const measure = (entries) => {
    const box = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    let width = Math.round(box.width * ratio);
    let height = Math.round(box.height * ratio);
    const exact = entries?.[0]?.devicePixelContentBoxSize?.[0];
    // Emulated screens report a wrong content box: only trust it within a pixel.
    if (exact && Math.abs(exact.inlineSize - width) <= 1 && Math.abs(exact.blockSize - height) <= 1) {
      width = exact.inlineSize;
      height = exact.blockSize;
    }
    if (width > 0 && height > 0 && !wf.printing) {
      Module._wf_resize(box.width, box.height, width, height);
      wf.wake();
    }
  };
  const watchSize = () => {
    measure();
    const observer = new ResizeObserver(measure);
    try {
      observer.observe(canvas, { box: "device-pixel-content-box" });
    } catch {
      observer.observe(canvas);
    }
    const watchRatio = () => matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener("change", () => {
      measure();
      watchRatio();
    }, { once: true });
    watchRatio();
  };

  wf.startInput = () => {
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      if (event.pointerType === "touch") {
        onTouchDown(event);
      } else {
        agent.focus({ preventScroll: true });
        onMouse(event, true);
      }
    });
    canvas.addEventListener("pointermove", (event) => (event.pointerType === "touch" ? onTouchMove(event) : onMouse(event)));
    canvas.addEventListener("pointerup", (event) => (event.pointerType === "touch" ? onTouchUp(event) : onMouse(event, false)));
    canvas.addEventListener("pointercancel", (event) => (event.pointerType === "touch" ? onTouchUp(event) : onMouse(event, false)));
    canvas.addEventListener("pointerleave", () => {
      Module._wf_pointer_leave();
      wf.wake();
    });
    canvas.addEventListener("wheel", onWheel, { passive: false });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("keyup", onKeyUp);
    agent.addEventListener("beforeinput", onBeforeInput);
    agent.addEventListener("compositionend", onCompositionEnd);
    document.addEventListener("paste", onPaste);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    window.addEventListener("blur", () => {
      releaseAll();
      Module._wf_window_focus(0);
    });
    document.addEventListener("visibilitychange", () => document.hidden && releaseAll());
    window.addEventListener("focus", () => {
      Module._wf_window_focus(1);
      wf.wake();
    });
    watchSize();
    agent.focus({ preventScroll: true });
  };
})();
