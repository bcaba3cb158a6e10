// SPDX-License-Identifier: Apache-2.0
// What no route may take, to every route that reads a body, again and again: when does the 4xx come, and what memory
// does the server spend on it? Bodies of the largest size that are nothing but bulk come last, once each.
import { kBodies, kResource, delivered_bombs, limit_of, operations, squeezed_bomb, takes_this } from "../../tests/end_to_end/support/bad_bodies.mjs";
import { attempt, forget_peak, kSeconds, memory, print, rounded, stop_all, Watchfloord } from "./support.mjs";

const kPassword = "a long enough password";

// Every way to send something bad: what it is, whether a route is meant, and the sending.
function kinds() {
  const bomb = squeezed_bomb();
  return [
    ...kBodies.map(([what, body]) => ({ what, meant: (route) => takes_this(what, route), send: (caller, route) => caller.send(route.method, route.path, body) })),
    { what: "an oversized body", meant: () => true, send: (caller, route) => caller.announce(route.method, route.path, limit_of(route) + 1) },
    { what: "a gzip bomb", meant: () => true, send: (caller, route) => caller.send(route.method, route.path, bomb, { "content-encoding": "gzip" }) },
  ];
}

// Milliseconds until the whole answer is there. Anything but a 4xx is no figure.
async function refusal(what, sending) {
  const began = performance.now();
  const answer = await sending();
  const millis = performance.now() - began;
  if (answer.status < 400 || answer.status > 499) {
    throw new Error(`${what} was answered ${answer.status}: ${answer.text.slice(0, 120)}`);
  }
  return millis;
}

function figures(millis) {
  const sorted = [...millis].sort((a, b) => a - b);
  return { requests: sorted.length, p50_ms: rounded(sorted[Math.floor(sorted.length / 2)]), p99_ms: rounded(sorted[Math.floor((sorted.length - 1) * 0.99)]), max_ms: rounded(sorted.at(-1)) };
}

// A server with a manager's session, a monitoring system's token and a resource to send samples of.
async function probed_server() {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator", "capacity_manager");
  await server.start(["--no-host-source", "--log-level", "error"]);
  const ada = await server.person("Ada", kPassword);
  await ada.write("/api/v1/capacity", { id: kResource, name: "Disk", unit: "bytes", total_milli: 1_000_000 });
  const intake = server.bearer(server.token("intake", "intake:probe"));
  const document = await server.nobody().read("/api/openapi.json");
  return { server, pid: server.child.process.pid, intake, routes: operations(document).filter((route) => route.takes_body),
    whoever_may: (route) => (route.monitoring ? intake : ada) };
}

async function small(probe) {
  const { rss_mib: before } = memory(probe.pid);
  forget_peak(probe.pid); // signing in took more
  const taken = kinds().map((kind) => ({ ...kind, millis: [] }));
  const ends = performance.now() + kSeconds * 1_000;
  do {
    for (const kind of taken) {
      for (const route of probe.routes.filter(kind.meant)) {
        kind.millis.push(await refusal(`${kind.what} to ${route.name}`, () => kind.send(probe.whoever_may(route), route)));
      }
    }
  } while (performance.now() < ends);
  taken.forEach(({ what, millis }) => print({ bench: "bad_input_kind", what, ...figures(millis) }));
  print({ bench: "bad_input", routes: probe.routes.length, ...figures(taken.flatMap((kind) => kind.millis)), growth_mib: rounded(memory(probe.pid).peak_mib - before, 1) });
}

async function bulk(probe) {
  const { rss_mib: before } = memory(probe.pid);
  const millis = [];
  const growths = [];
  for (const [what, path, body] of delivered_bombs()) {
    forget_peak(probe.pid);
    millis.push(await refusal(what, () => probe.intake.send("POST", path, body)));
    growths.push(memory(probe.pid).peak_mib - before);
    print({ bench: "bad_bulk_kind", what, path, ms: rounded(millis.at(-1)), growth_mib: rounded(growths.at(-1), 1) });
  }
  print({ bench: "bad_bulk", ...figures(millis), growth_mib: rounded(Math.max(...growths), 1) });
}

await attempt("bad_input", async () => {
  const probe = await probed_server();
  await small(probe);
  await bulk(probe);
  await probe.server.stop();
});
await stop_all();
