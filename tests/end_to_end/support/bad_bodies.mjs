// SPDX-License-Identifier: Apache-2.0
// What no route may take: bodies, and the routes they go to.
import { gzipSync } from "node:zlib";

// A delivery of alerts may be this large.
export const kMostMib = 64;
// The resource that the capacity routes are asked about.
export const kResource = "probe-disk";
const kMonitoring = /^POST (\/intake\/|\/api\/v2\/alerts|\/v2\/)/;

// What, the body, and the answers it may get from every route that `takes_this`.
export const kBodies = [
  ["malformed JSON", '{"title":', [400]],
  ["a body of another type", "[[[7]]]", [400]],
  ["deep nesting", "[".repeat(500_000) + "]".repeat(500_000), [400, 413]],
  ["a key that comes twice", '{"title":"a","title":"b"}', [400]],
  ["an unknown field", '{"no_such_field":1}', [400]],
  ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d]), [400]],
  ["a lone surrogate", '{"title":"\\ud800"}', [400]],
  ["NaN", '{"version":NaN}', [400]],
  ["a number beyond a double", '{"version":1e999}', [400]],
];

// The operations of /api/openapi.json, with their parameters filled in.
export function operations(document) {
  const found = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ["get", "post", "put", "delete"].filter((name) => item[name])) {
      const name = `${method.toUpperCase()} ${path}`;
      found.push({ name, method: method.toUpperCase(), pattern: path, monitoring: kMonitoring.test(name),
        path: path.replace("{source}", "probe").replace("{seq}", "1").replace("capacity/{id}", `capacity/${kResource}`).replace(/\{\w+\}/g, "nothing-1"), takes_body: item[method].requestBody !== undefined });
    }
  }
  return found;
}

// The largest body the route reads, in bytes.
export function limit_of(route) {
  return (route.monitoring && !route.pattern.startsWith("/v2/") ? kMostMib : 4) * 1024 * 1024;
}

// Monitoring may send fields we do not know; there they are no mistake.
export function takes_this(what, route) {
  return !(what === "an unknown field" && route.monitoring && route.name !== "POST /api/v2/alerts");
}

// Bodies just below the limit of monitoring, none of them well-formed, each of them easy to spend memory on.
function bombs() {
  const filled = (head, piece) => Buffer.concat([Buffer.from(head), Buffer.alloc((kMostMib << 20) - 64, piece)]);
  return [
    ["brackets", filled("", "[")],
    ["spaces", filled("", " ")],
    ["one text", filled('["', "x")],
    ["one text of escapes", filled('["', '\\"')],
    ["one number", filled("[", "7")],
    ["empty objects", filled("[", "{},")],
    ["tiny alerts", filled("[", '{"labels":{"a":"b"}},')],
    ["tiny alerts of several labels", filled("[", '{"labels":{"a":"b","c":"d","e":"f"},"startsAt":"2026-01-01T00:00:00Z"},')],
    ["texts nobody asked for", filled('[{"x":[', '"y",')],
  ];
}

// Each bomb as every route of deliveries looks for it: what, path, body.
export function* delivered_bombs() {
  for (const [what, body] of bombs()) {
    yield [what, "/api/v2/alerts", body];
    yield [what, "/intake/alertmanager/probe", body[0] === 0x5b ? Buffer.concat([Buffer.from('{"alerts":'), body]) : body];
  }
}

// A few kilobytes that would become the largest delivery there is.
export function squeezed_bomb() {
  return gzipSync(Buffer.alloc(kMostMib << 20, " "));
}
