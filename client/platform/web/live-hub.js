// SPDX-License-Identifier: Apache-2.0
// One live stream for many tabs: holds the EventSource and a ring of its last events, and gives each
// listener what comes after the sequence number it holds. Runs in a SharedWorker, or in the tab that leads.
"use strict";
(() => {
  const kRingEvents = 5000;
  const kRingBytes = 8 * 1024 * 1024;
  const kFirstRetryMillis = 500;
  const kLongestRetryMillis = 8000;
  // The server sends `clock` every 5 s; silence for this long means that the connection is dead.
  const kSilenceMillis = 12000;
  const kEvents = ["entry", "sample", "clock", "resync", "health", "walls", "test", "stub", "update", "changed", "alerts"];

  class LiveHub {
    constructor() {
      this.listeners = new Map();
      this.ring = [];
      this.ringBytes = 0;
      this.newest = 0;
      this.source = null;
      this.path = "";
      this.retries = 0;
      this.timer = 0;
      this.heardAt = 0;
      this.watch = setInterval(() => this.checkSilence(), 2000);
    }

    // send(message) delivers to one tab. A tab joins again after a reload or a lost worker, with what it holds.
    join(key, path, after, send) {
      const listener = { after, send };
      this.listeners.set(key, listener);
      const covered = this.source && this.path === path && after <= this.newest
        && (this.ring.length === 0 ? after === this.newest : after >= this.ring[0].id - 1);
      if (covered) {
        this.ring.forEach((event) => this.deliver(listener, event));
        send({ kind: "state", state: this.source.readyState === 1 ? "open" : "connecting" });
        return;
      }
      // Nobody here holds what this tab lacks: begin again from there. Others skip what they have.
      this.path = path;
      this.reset(after);
      this.open();
    }

    leave(key) {
      this.listeners.delete(key);
      if (this.listeners.size === 0) {
        this.close();
      }
    }

    signOut() {
      this.broadcast({ kind: "state", state: "closed" });
      this.listeners.clear();
      this.reset(0);
      this.close();
    }

    reset(after) {
      this.ring = [];
      this.ringBytes = 0;
      this.newest = after;
    }

    close() {
      clearTimeout(this.timer);
      this.source?.close();
      this.source = null;
    }

    open() {
      this.close();
      this.heardAt = Date.now();
      const separator = this.path.includes("?") ? "&" : "?";
      const source = new EventSource(`${this.path}${separator}after=${this.newest}`);
      this.source = source;
      this.broadcast({ kind: "state", state: "connecting" });
      source.onopen = () => {
        this.retries = 0;
        this.heardAt = Date.now();
        this.broadcast({ kind: "state", state: "open" });
      };
      source.onerror = () => this.retry();
      kEvents.forEach((name) => source.addEventListener(name, (message) => this.receive(name, message)));
      source.onmessage = (message) => this.receive("message", message);
    }

    // Our own delay instead of the browser's: jittered, so that a restart is not met by everybody at once,
    // and also after an answer that is no stream, at which EventSource gives up for good.
    retry() {
      this.close();
      this.broadcast({ kind: "state", state: "lost" });
      const longest = Math.min(kLongestRetryMillis, kFirstRetryMillis * 2 ** this.retries);
      this.retries = Math.min(this.retries + 1, 6);
      this.timer = setTimeout(() => this.open(), longest * (0.5 + Math.random() / 2));
    }

    checkSilence() {
      if (this.source && Date.now() - this.heardAt > kSilenceMillis) {
        this.retry();
      }
    }

    receive(name, message) {
      this.heardAt = Date.now();
      const id = Number(message.lastEventId) || 0;
      const event = { kind: "event", name, id: name === "entry" || name === "stub" ? id : 0, data: message.data };
      if (event.id > 0) {
        if (event.id <= this.newest) {
          return;
        }
        this.newest = event.id;
        this.keep(event);
      }
      if (name === "resync") {
        // What the ring holds may not be shown to whoever joins now, and who comes back asks anew from what they loaded.
        this.reset(this.newest);
        this.close();
      }
      this.listeners.forEach((listener) => this.deliver(listener, event));
    }

    keep(event) {
      this.ring.push(event);
      this.ringBytes += event.data.length;
      while (this.ring.length > kRingEvents || (this.ringBytes > kRingBytes && this.ring.length > 1)) {
        this.ringBytes -= this.ring.shift().data.length;
      }
    }

    deliver(listener, event) {
      if (event.id > 0) {
        if (event.id <= listener.after) {
          return;
        }
        listener.after = event.id;
      }
      listener.send(event);
    }

    broadcast(message) {
      this.listeners.forEach((listener) => listener.send(message));
    }
  }

  globalThis.LiveHub = LiveHub;
})();
