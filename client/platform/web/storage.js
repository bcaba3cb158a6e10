// SPDX-License-Identifier: Apache-2.0
// What is kept in the browser.
"use strict";
(() => {
  const wf = window.watchfloor;

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
})();
