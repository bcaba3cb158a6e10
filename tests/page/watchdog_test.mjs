// SPDX-License-Identifier: Apache-2.0
// The page's frame pump by a clock of its own: a page whose loop is dead loads anew, one that lives, rests or sleeps
// does not.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const kScript = new URL("../../client/platform/web/bridge.js", import.meta.url);
const kSecond = 1_000;

// A page in a browser in which only the test lets time pass.
class TestPage {
  now = 0;
  timers = [];
  reloads = 0;
  hidden = false;
  heard = 0; // how often it took in what arrived while it was hidden
  stuck = false; // the program asks for no frame ever again
  listeners = {};

  constructor() {
    const later = (call, wait, every) => {
      this.timers.push({ call, at: this.now + wait, every });
      return this.timers.at(-1);
    };
    const listening = { addEventListener: (name, call) => { this.listeners[name] = call; } };
    const page = this;
    const element = { content: "test", hidden: false, ...listening };
    const window = { watchfloor: undefined };
    runInNewContext(readFileSync(kScript, "utf8"), {
      window, TextEncoder, TextDecoder, Uint8Array,
      document: { querySelector: () => element, getElementById: () => element, ...listening, get hidden() { return page.hidden; } },
      location: { pathname: "/wall", search: "", reload: () => { this.reloads += 1; } },
      performance: { now: () => this.now },
      setTimeout: (call, wait) => later(call, wait, 0),
      setInterval: (call, wait) => later(call, wait, wait),
      clearTimeout: (timer) => { this.timers = this.timers.filter((other) => other !== timer); },
      requestAnimationFrame: (call) => later(call, 16, 0),
      cancelAnimationFrame: (timer) => { this.timers = this.timers.filter((other) => other !== timer); },
      MessageChannel: class {
        port1 = {};
        port2 = { postMessage: () => later(() => this.port1.onmessage(), 0, 0) };
      },
      Module: {
        _malloc: () => 0, _free: () => {}, HEAPU8: new Uint8Array(4096), _wf_start_location: () => {}, _wf_hidden: () => {},
        _wf_frame: () => true, _wf_unseen: () => { this.heard += 1; return kSecond; }, _wf_wait: () => (this.stuck ? -1 : kSecond), _wf_context_lost: () => {}, _wf_context_restored: () => {},
      },
    });
    this.bridge = window.watchfloor;
    Object.assign(this.bridge, { startInput: () => {}, startMirror: () => {} });
    this.bridge.started();
    this.bridge.wake();
  }

  // Timers fire at their time.
  pass(millis) {
    const end = this.now + millis;
    for (;;) {
      const [due] = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (due === undefined) {
        break;
      }
      this.now = Math.max(this.now, due.at);
      if (due.every > 0) {
        due.at += due.every;
      } else {
        this.timers = this.timers.filter((other) => other !== due);
      }
      due.call();
    }
    this.now = end;
  }

  // As a machine sleeps: no timer fires on time, all are due at once, the oldest first.
  sleep(millis) {
    this.now += millis;
    this.timers.forEach((timer) => { timer.at = this.now; });
  }
}

const kTests = {
  "a page that draws its clock's ticks stays": (page) => {
    page.pass(120 * kSecond);
    assert.equal(page.reloads, 0);
  },
  "a page whose loop is dead for 15 s loads anew, and not before": (page) => {
    page.pass(10 * kSecond);
    page.stuck = true;
    page.pass(14 * kSecond);
    assert.equal(page.reloads, 0);
    page.pass(8 * kSecond); // it looks every 5 s
    assert.ok(page.reloads >= 1);
  },
  "a hidden page stays, and goes on taking in what arrives": (page) => {
    page.stuck = true;
    page.hidden = true;
    page.pass(120 * kSecond);
    assert.equal(page.reloads, 0);
    assert.ok(page.heard >= 100, `${page.heard} times in two minutes`);
  },
  "a page that cannot draw stays until it can": (page) => {
    page.stuck = true;
    page.listeners.webglcontextlost({ preventDefault: () => {} });
    page.pass(120 * kSecond);
    assert.equal(page.reloads, 0);
    page.listeners.webglcontextrestored();
    page.pass(30 * kSecond);
    assert.ok(page.reloads >= 1);
  },
  "after the machine slept it has time to wake": (page) => {
    page.pass(2 * kSecond);
    page.sleep(3_600 * kSecond);
    page.pass(kSecond);
    assert.equal(page.reloads, 0);
  },
};

for (const [name, test] of Object.entries(kTests)) {
  test(new TestPage());
  console.log(`ok  ${name}`);
}
console.log(`${Object.keys(kTests).length} tests`);
