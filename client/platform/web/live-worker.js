// SPDX-License-Identifier: Apache-2.0
// The SharedWorker around LiveHub. Its name carries build, scope and path, so that a new build, another
// user or a wall never meets this one.
"use strict";
importScripts("/live-hub.js?v=@WATCHFLOOR_BUILD@");

const hub = new LiveHub();
onconnect = (connection) => {
  const port = connection.ports[0];
  port.onmessage = ({ data }) => {
    if (data.kind === "join") {
      hub.join(port, data.path, data.after, (message) => port.postMessage(message));
    } else if (data.kind === "leave") {
      hub.leave(port);
    } else if (data.kind === "sign-out") {
      hub.signOut();
    }
  };
  port.start();
};
