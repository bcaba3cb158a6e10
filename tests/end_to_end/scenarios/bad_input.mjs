// SPDX-License-Identifier: Apache-2.0
// Every route of /api/openapi.json gets what it must refuse: a 4xx that says what to do, and nothing is written.
import { kBodies, kMostMib, kResource, delivered_bombs, limit_of, operations, squeezed_bomb, takes_this } from "../support/bad_bodies.mjs";
import { forget_peak, memory } from "../support/processes.mjs";
import { Watchfloord } from "../support/watchfloord.mjs";
import { assert } from "../support/report.mjs";

// Routes that need no sign-in, by design.
const kOpen = new Set(["POST /api/v1/session", "GET /sign-in/{token}", "POST /api/v1/walls/pairings",
  "POST /api/v1/walls/pairings/redeem", "GET /healthz", "GET /readyz", "GET /status", "GET /metrics",
  "GET /api/openapi.json", "POST /v2/enqueue", "POST /v2/change/enqueue", "GET /", "GET /wall"]);
// The sentence an error carries: ours, Alertmanager's plain string, or PagerDuty's message.
function sentence(answer) {
  const body = answer.json;
  return typeof body === "string" ? body : body.error?.message ?? body.message ?? "";
}

// Sends to every operation; answers with the complaints.
async function refusals(routes, caller, expected, request) {
  const complaints = [];
  for (const route of routes) {
    const answer = await request(caller, route);
    if (!expected(route).includes(answer.status)) {
      complaints.push(`${route.name}: ${answer.status} instead of ${expected(route)}: ${answer.text.slice(0, 120)}`);
    } else if (sentence(answer).length < 15) {
      complaints.push(`${route.name}: says too little: ${answer.text.slice(0, 120)}`);
    }
  }
  return complaints;
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver", "administrator", "capacity_manager");
  const tokens = { admin: server.token("probe", "read", "act", "admin"), other: server.token("other", "intake:other"),
    reader: server.token("reader", "read"), intake: server.token("intake", "intake:probe") };
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const admin = server.bearer(tokens.admin);
  const intake = server.bearer(tokens.intake);
  const document = await server.nobody().read("/api/openapi.json");
  const all = operations(document);
  const guarded = all.filter((route) => !kOpen.has(route.name));
  const writing = all.filter((route) => route.takes_body);
  await ada.write("/api/v1/capacity", { id: kResource, name: "Disk", unit: "bytes", total_milli: 1_000_000 });
  const before = await admin.head();
  const nothing_written = async () => assert.deepEqual(await admin.head(), before);
  const whoever_may = (route) => (route.monitoring ? intake : ada);

  await report.test("the interface's description names its routes", async () => {
    assert.ok(all.length >= 40, `${all.length} operations`);
    assert.ok(writing.length >= 20, `${writing.length} of them take a body`);
    for (const name of ["GET /api/v1/state", "GET /api/v1/live", "POST /api/v1/incidents", "POST /api/v2/alerts", "POST /v2/change/enqueue"]) {
      assert.ok(all.some((route) => route.name === name), `${name} is missing`);
    }
  });
  await report.test("without a token every guarded route answers 401", async () => {
    assert.deepEqual(await refusals(guarded, server.nobody(), () => [401], (caller, route) => caller.send(route.method, route.path, route.takes_body ? {} : undefined)), []);
  });
  await report.test("with a forged token every guarded route answers 401", async () => {
    const forged = server.bearer(`wf_${"a".repeat(43)}00000000`);
    assert.deepEqual(await refusals(guarded, forged, () => [401], (caller, route) => caller.send(route.method, route.path, route.takes_body ? {} : undefined)), []);
  });
  await report.test("with a scope that does not reach every guarded route answers 403", async () => {
    const acting = guarded.filter((route) => !route.monitoring);
    assert.deepEqual(await refusals(acting, server.bearer(tokens.other), () => [403], (caller, route) => caller.send(route.method, route.path, route.takes_body ? {} : undefined)), []);
    const delivering = guarded.filter((route) => route.monitoring || (route.method !== "GET" && route.takes_body));
    assert.deepEqual(await refusals(delivering, server.bearer(tokens.reader), () => [403], (caller, route) => caller.send(route.method, route.path, {})), []);
  });
  await report.test("a cookie from another site's page is worth nothing", async () => {
    const routes = guarded.filter((route) => route.method !== "GET" && !route.monitoring);
    assert.deepEqual(await refusals(routes, ada, () => [401], (caller, route) => caller.send(route.method, route.path, {}, { origin: "http://elsewhere.example" })), []);
    await nothing_written();
  });
  await report.test("another content type answers 415", async () => {
    assert.deepEqual(await refusals(writing, null, () => [415], (_, route) => whoever_may(route).send(route.method, route.path, "a=b", { "content-type": "text/plain" })), []);
    await nothing_written();
  });
  for (const [what, body, statuses] of kBodies) {
    await report.test(`${what} is refused by every route`, async () => {
      const routes = writing.filter((route) => takes_this(what, route));
      assert.deepEqual(await refusals(routes, null, () => statuses, (_, route) => whoever_may(route).send(route.method, route.path, body)), []);
      await nothing_written();
    });
  }
  await report.test("an oversized body answers 413", async () => {
    assert.deepEqual(await refusals(writing, null, () => [413], (_, route) => whoever_may(route).announce(route.method, route.path, limit_of(route) + 1)), []);
    await nothing_written();
  });
  await report.test("an unknown path answers 404 and another method 405", async () => {
    const lost = await admin.get("/api/v1/no-such-thing");
    assert.equal(lost.status, 404);
    assert.ok(sentence(lost).length > 15);
    const answer = await admin.send("DELETE", "/api/v1/state");
    assert.equal(answer.status, 405);
    assert.match(answer.headers.allow ?? "", /GET/);
    await nothing_written();
  });
  await report.test("a parameter that a route does not read answers 400", async () => {
    assert.deepEqual(await refusals(all, null, () => [400], (_, route) => whoever_may(route).send(route.method, `${route.path}?no_such_parameter=1`, route.takes_body ? {} : undefined)), []);
    await nothing_written();
  });
  await report.test("wrong query parameters answer 400", async () => {
    for (const path of ["/api/v1/journal?after=-1", "/api/v1/journal?limit=many", "/api/v1/timeline?from=yesterday", "/api/v1/timeline?from=2026-01-01T00:00:00",
      "/api/v1/live?after=x", "/api/v1/alerts?state=odd", "/api/v1/changes?hours=1000000"]) {
      const answer = await admin.get(path);
      assert.equal(answer.status, 400, path);
      assert.ok(sentence(answer).length > 15, path);
    }
    assert.equal((await admin.get("/api/v1/state?journal=no-such")).status, 404);
  });
  await report.test("a body of the largest size that is nothing but bulk is refused within twice that memory", async () => {
    const { pid } = server.child.process;
    const { rss_mib: before } = memory(pid);
    forget_peak(pid); // signing in took more
    for (const [what, path, body] of delivered_bombs()) {
      const answer = await intake.send("POST", path, body);
      assert.ok([400, 413].includes(answer.status), `${what}: ${answer.status}`);
      assert.ok(sentence(answer).length > 15, what);
      const more = memory(pid).peak_mib - before;
      assert.ok(more < 2 * kMostMib, `${what} to ${path}: ${more} MiB more than before`);
    }
    const squeezed = await intake.send("POST", "/api/v2/alerts", squeezed_bomb(), { "content-encoding": "gzip" });
    assert.equal(squeezed.status, 415);
    await nothing_written();
  });
  await about_incidents(report, ada);
  await report.test("the server outlived all of it and holds what it held", async () => {
    assert.equal((await server.nobody().get("/readyz")).status, 200);
    assert.equal(await server.stop(), 0);
    assert.equal(server.command(["verify"]).code, 0);
  });
}

async function about_incidents(report, ada) {
  const incident = (await ada.write("/api/v1/incidents", { title: "Payments fail" })).created;
  const base = `/api/v1/incidents/${incident}`;
  const hour = 3_600_000;
  const refused = [
    ["a time in the future", `${base}/entries`, { kind: "observation", text: "x", occurred_at: new Date(Date.now() + 48 * hour).toISOString() }, [400, 409, 422]],
    ["a time without a zone", `${base}/entries`, { kind: "observation", text: "x", occurred_at: "2026-01-02T03:04:05" }, [400]],
    ["a forged actor", `${base}/entries`, { kind: "observation", text: "x", actor: "somebody" }, [400]],
    ["a kind that does not exist", `${base}/entries`, { kind: "gossip", text: "x" }, [400]],
    ["a number in place of a text", `${base}/entries`, { kind: "observation", text: 7 }, [400]],
    ["an empty text", `${base}/entries`, { kind: "observation", text: "" }, [400, 422]],
    ["a control character", `${base}/entries`, { kind: "observation", text: "a\u0000b" }, [400]],
    ["a stale version", `${base}/transitions`, { to: "triaged", version: 999 }, [409]],
    ["a step the state machine does not have", `${base}/transitions`, { to: "closed" }, [409, 422]],
    ["a severity that does not exist", `${base}/major`, { act: "declare", severity: "SEV9" }, [400]],
    ["an update without a text", `${base}/updates`, { audience: "internal" }, [400, 409, 422]],
    ["a duty for nobody", `${base}/duties`, { act: "assign", duty: "scribe", user: "no-such-user" }, [400, 404, 409, 422]],
    ["an incident that does not exist", "/api/v1/incidents/INC-999/entries", { kind: "observation", text: "x" }, [404]],
  ];
  const before = await ada.head();
  for (const [what, path, body, statuses] of refused) {
    await report.test(`${what} is refused`, async () => {
      const answer = await ada.send("POST", path, body);
      assert.ok(statuses.includes(answer.status), `${answer.status}: ${answer.text.slice(0, 200)}`);
      assert.ok(sentence(answer).length >= 15, answer.text);
      assert.deepEqual(await ada.head(), before);
    });
  }
  await report.test("the same request under one idempotency key is done once", async () => {
    const body = { kind: "observation", text: "Said once" };
    const first = await ada.send("POST", `${base}/entries`, body, { "idempotency-key": "probe-1" });
    const again = await ada.send("POST", `${base}/entries`, body, { "idempotency-key": "probe-1" });
    assert.equal(first.status, 201);
    assert.equal(again.status, 201);
    assert.equal(again.json.seq, first.json.seq);
    const other = await ada.send("POST", `${base}/entries`, { kind: "observation", text: "Another" }, { "idempotency-key": "probe-1" });
    assert.equal(other.status, 422);
  });
}
