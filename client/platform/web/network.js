// SPDX-License-Identifier: Apache-2.0
// HTTP requests, and this tab's end of the browser's one live stream.
"use strict";
(() => {
  const wf = window.watchfloor;
  const kMaxResponseBytes = 64 * 1024 * 1024;

  const answer = (id, status, bytes, headers, failure) => {
    wf.withText([headers.get("Content-Type"), headers.get("ETag"), headers.get("Retry-After"), failure].map((part) => part ?? "").join("\n"),
      (about) => wf.withBytes(bytes, (body, length) => Module._wf_http_done(id, status, body, length, about)));
    wf.wake();
  };
  const kNothing = new Uint8Array(0);

  wf.http = async (id, method, path, body, headers, timeoutMillis) => {
    const options = {
      method,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMillis),
      headers: Object.fromEntries(headers),
    };
    if (body.length > 0) {
      options.body = body;
    }
    try {
      const response = await fetch(path, options);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length > kMaxResponseBytes) {
        answer(id, 0, kNothing, new Headers(), "the server's answer is too large");
      } else {
        answer(id, response.status, bytes, response.headers, "");
      }
    } catch (error) {
      answer(id, 0, kNothing, new Headers(), error.name === "TimeoutError" ? "the server did not answer in time" : "the server cannot be reached");
    }
  };

  // --- live ---------------------------------------------------------------------------------------
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

  // Without SharedWorker the tabs choose a leader over a channel. A visible tab may always take the lead: a hidden
  // tab's timers sleep. Whoever claimed last leads; claims tell equals apart by their random id.
  const kBeatMillis = 3000;
  const kLeaderSilenceMillis = 9000;
  const kClaimMillis = 250;
  const channelLink = (stream, receive) => {
    const self = crypto.getRandomValues(new Uint32Array(1))[0];
    const channel = new BroadcastChannel(stream.name);
    let hub = null;
    let leader = 0;
    let beatAt = Date.now();
    let claim = 0;
    const post = (message, to) => channel.postMessage({ ...message, from: self, to });
    const joinOwn = () => hub.join(self, stream.path, stream.after, receive);
    const lead = () => {
      hub = new LiveHub();
      leader = self;
      post({ kind: "lead" });
      joinOwn();
    };
    const stepDown = () => {
      hub?.close();
      hub = null;
    };
    const elect = () => {
      if (claim === 0 && !hub) {
        post({ kind: "claim" });
        claim = setTimeout(() => {
          claim = 0;
          lead();
        }, kClaimMillis);
      }
    };
    const withdraw = () => {
      clearTimeout(claim);
      claim = 0;
    };
    const onHub = {
      join: (message) => hub.join(message.from, message.path, message.after, (event) => post({ kind: "event", event }, message.from)),
      leave: (message) => hub.leave(message.from),
      claim: (message) => post({ kind: "lead" }, message.from),
    };
    const onFollower = {
      claim: (message) => {
        // Two claim at once: the smaller id goes on.
        if (claim !== 0 && message.from < self) {
          withdraw();
        }
      },
      // The leader's tab closes: somebody else leads at once, not after its silence.
      bye: () => elect(),
      event: (message) => {
        beatAt = Date.now();
        receive(message.event);
      },
    };
    channel.onmessage = ({ data }) => {
      if (data.to !== undefined && data.to !== self) {
        return;
      }
      if (data.kind === "beat" || data.kind === "lead") {
        beatAt = Date.now();
        withdraw();
        const newLeader = data.from !== leader;
        if (newLeader && hub && data.kind === "lead") {
          stepDown();
        }
        leader = data.from;
        if (newLeader && !hub) {
          post({ kind: "join", path: stream.path, after: stream.after }, leader);
        }
      } else if (data.kind === "sign-out") {
        hub?.signOut();
        receive({ kind: "state", state: "closed" });
      } else {
        (hub ? onHub : onFollower)[data.kind]?.(data);
      }
    };
    const beat = setInterval(() => {
      if (hub) {
        post({ kind: "beat" });
      } else if (Date.now() - beatAt > kLeaderSilenceMillis && !document.hidden) {
        beatAt = Date.now();
        elect();
      }
    }, kBeatMillis);
    const end = () => {
      clearInterval(beat);
      withdraw();
    };
    return {
      join: () => {
        if (hub) {
          joinOwn();
        } else if (leader !== 0) {
          post({ kind: "join", path: stream.path, after: stream.after }, leader);
        } else {
          elect();
        }
      },
      leave: () => {
        end();
        post(hub ? { kind: "bye" } : { kind: "leave" }, hub ? undefined : leader);
        stepDown();
        channel.close();
      },
      signOut: () => {
        end();
        post({ kind: "sign-out" });
        hub?.signOut();
        stepDown();
        channel.close();
      },
    };
  };

  const connect = () => {
    link?.leave();
    heardAt = Date.now();
    const hear = receiver();
    link = typeof SharedWorker === "function" ? workerLink(wanted, hear) : channelLink(wanted, hear);
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
