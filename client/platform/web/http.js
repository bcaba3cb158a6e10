// SPDX-License-Identifier: Apache-2.0
// HTTP requests.
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
})();
