// SPDX-License-Identifier: Apache-2.0
// This tab's end of the browser's one live stream.
"use strict";
(() => {
  const wf = window.watchfloor;
  const kRejoinMillis = 4000;
  // A tab that hears nothing for this long (not even the clock) asks for the stream again.
  const kTabSilenceMillis = 14000;
  let link = null;
  let wanted = null;
  let heardAt = 0;

  // A page of another build than this one may lie on the server each time it answers anew.
  const kBuildAnswerMillis = 8000;
  let newerBuild = "";
  let mayBeNewer = false;
  const lookForNewerBuild = async () => {
    mayBeNewer = false;
    // A question without an end would be the last one: none is asked while one is open.
    const signal = AbortSignal.timeout(kBuildAnswerMillis);
    const response = await fetch("/build.txt", { credentials: "same-origin", cache: "no-store", signal }).catch(() => null);
    const build = response?.ok ? (await response.text().catch(() => "")).trim() : "";
    if (!/^[0-9a-f]{12}$/.test(build)) {
      mayBeNewer = true; // not answered: asked again with the next sign of life
    } else if (build !== wf.build) {
      newerBuild = build;
      Module._wf_newer_build();
      wf.wake();
    }
  };
  // Unasked only once for a build: where two servers take turns behind one name, a wall must not go round in circles.
  wf.loadNewerBuild = (unasked) => {
    const kKey = "watchfloor.loaded-build";
    if (!unasked || sessionStorage.getItem(kKey) !== newerBuild) {
      sessionStorage.setItem(kKey, newerBuild);
      location.reload();
    }
  };

  const receive = (message) => {
    heardAt = Date.now();
    if (mayBeNewer || message.state === "open") {
      lookForNewerBuild();
    }
    if (message.kind === "state") {
      wf.withText(message.state, (state) => Module._wf_live_state(state));
    } else {
      wanted.after = Math.max(wanted.after, message.id);
      wf.withText(message.data, (data) => wf.withText(message.name, (name) => Module._wf_live_event(name, message.id, data)));
    }
    wf.wake();
  };

  // What is still said by a stream that was left or ended meanwhile reaches nobody.
  let turn = 0;
  const receiver = () => {
    turn += 1;
    const own = turn;
    return (message) => {
      if (own === turn) {
        receive(message);
      }
    };
  };
  const letGo = () => {
    turn += 1;
    link = null;
    wanted = null;
  };

  const workerLink = (stream, receive) => {
    const worker = new SharedWorker(`/live-worker.js?v=${wf.build}`, { name: stream.name });
    worker.port.onmessage = ({ data }) => receive(data);
    worker.port.start();
    return {
      join: () => worker.port.postMessage({ kind: "join", path: stream.path, after: stream.after }),
      leave: () => worker.port.postMessage({ kind: "leave" }),
      signOut: () => worker.port.postMessage({ kind: "sign-out" }),
    };
  };

  const connect = () => {
    link?.leave();
    heardAt = Date.now();
    const hear = receiver();
    link = typeof SharedWorker === "function" ? workerLink(wanted, hear) : wf.channelLink(wanted, hear);
    link.join();
  };

  wf.openLive = (path, scope, after) => {
    const name = `watchfloor/${wf.build}/${scope}/${path}`;
    wanted = { path, after, name };
    connect();
  };
  wf.closeLive = () => {
    link?.leave();
    letGo();
  };
  wf.signOut = () => {
    link?.signOut();
    letGo();
  };
  // The worker may be gone (crashed, killed): a silent tab connects anew, which starts another one.
  setInterval(() => {
    if (wanted && Date.now() - heardAt > kTabSilenceMillis) {
      receive({ kind: "state", state: "lost" });
      connect();
    }
  }, kRejoinMillis);
  window.addEventListener("pagehide", () => link?.leave());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && wanted) {
      connect();
    }
  });
})();
