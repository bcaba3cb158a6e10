// SPDX-License-Identifier: Apache-2.0
// Which tab of a browser without SharedWorker holds the one live stream for all of them.
"use strict";
(() => {
  const wf = window.watchfloor;
  // Without SharedWorker the tabs choose a leader over a channel. A visible tab may always take the lead: a hidden
  // tab's timers sleep. Whoever claimed last leads; claims tell equals apart by their random id.
  const kBeatMillis = 3000;
  const kLeaderSilenceMillis = 9000;
  const kClaimMillis = 250;
  wf.channelLink = (stream, receive) => {
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
})();
