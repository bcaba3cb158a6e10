// SPDX-License-Identifier: Apache-2.0
// The address bar and the way back.
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
})();
