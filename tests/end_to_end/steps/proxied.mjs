// SPDX-License-Identifier: Apache-2.0
// What holds behind a proxy on the server's own machine, whichever it is: TLS, HTTP/2, and nobody is local.
import { connect } from "node:http2";
import { send } from "../support/http.mjs";
import { assert } from "../support/report.mjs";

const kAtOnceMillis = 1_000;
const kMostGuesses = 8;

// One request over HTTP/2: { protocol, status, body }.
function by_http2(proxy, path) {
  return new Promise((done, failed) => {
    const session = connect(proxy.url, { ca: proxy.authority.text, family: 4 });
    session.on("error", failed);
    const request = session.request({ ":path": path });
    const answer = { body: "" };
    request.setEncoding("utf8");
    request.on("response", (headers) => Object.assign(answer, { protocol: session.alpnProtocol, status: headers[":status"] }));
    request.on("data", (text) => { answer.body += text; });
    request.on("error", failed);
    request.on("end", () => session.close(() => done(answer)));
  });
}

async function speaks(report, { proxy }) {
  await report.test("plain HTTP is sent on to TLS", async () => {
    const answer = await send("GET", `${proxy.plain_url}/incidents/INC-1?x=1`);
    assert.equal(answer.status, 308);
    assert.equal(answer.headers.location, "https://localhost/incidents/INC-1?x=1");
  });
  await report.test("HTTP/2 is spoken, and TLS is asked for from then on", async () => {
    assert.deepEqual(await by_http2(proxy, "/healthz"), { protocol: "h2", status: 200, body: "ok\n" });
    assert.match((await send("GET", `${proxy.url}/healthz`)).headers["strict-transport-security"], /max-age=\d{7,}/);
  });
}

async function nobody_is_local(report, { server, proxy, password }) {
  await report.test("/metrics and the reason of trouble are closed through it, and open beside it", async () => {
    for (const headers of [{}, { "x-forwarded-for": "127.0.0.1" }, { forwarded: "for=127.0.0.1", "x-real-ip": "127.0.0.1" }]) {
      assert.equal((await send("GET", `${proxy.url}/metrics`, { headers })).status, 401);
    }
    assert.equal((await server.bearer(server.token("metrics", "read")).get("/metrics")).status, 200);
    assert.equal((await send("GET", `${proxy.direct_url}/metrics`)).status, 200);
  });
  await report.test("a sign-in gets a cookie for TLS only, and the plain one is worth nothing here", async () => {
    const body = { name: "Grace", password };
    const signed_in = await send("POST", `${proxy.url}/api/v1/session`, { body, headers: { origin: proxy.url } });
    assert.equal(signed_in.status, 201);
    assert.match(signed_in.headers["set-cookie"][0], /^__Host-watchfloor=.*; Secure$/);
    const direct = await send("POST", `${proxy.direct_url}/api/v1/session`, { body, headers: { origin: proxy.direct_url } });
    const cookie = direct.headers["set-cookie"][0].split(";")[0];
    assert.match(cookie, /^watchfloor=/);
    assert.equal((await send("GET", `${proxy.url}/api/v1/me`, { headers: { cookie } })).status, 401);
  });
  await report.test("who guesses a password slows down their own address, whatever they claim to be", async () => {
    const grace = (from, guess, headers = {}) => send("POST", `${proxy.url}/api/v1/session`, { from, body: { name: "Grace", password: guess }, headers });
    const answers = [];
    while (answers.at(-1) !== 429 && answers.length < kMostGuesses) {
      const claimed = `203.0.113.${answers.length}`;
      answers.push((await grace("127.0.0.2", "not the password", { "x-forwarded-for": claimed, forwarded: `for=${claimed}` })).status);
    }
    assert.equal(answers.at(-1), 429);
    assert.equal((await grace("127.0.0.3", password)).status, 201);
  });
}

async function bodies_and_streams(report, { server, proxy, password }) {
  await report.test("the stream says everything at once", async () => {
    const ada = await server.person("Ada", password);
    const stream = ada.live();
    await stream.open();
    const { seq } = await ada.write("/api/v1/services", { id: "beside", name: "beside" });
    const sent = Date.now();
    const heard = await stream.until("the entry is on the stream", (event) => event.id === seq);
    stream.close();
    report.figure("an entry on the stream after its answer", `${heard.at - sent} ms`);
    assert.ok(heard.at - sent <= kAtOnceMillis, `${heard.at - sent} ms`);
  });
  await report.test("a delivery of megabytes passes, and a stranger's is refused before it is sent", async () => {
    const alerts = Array.from({ length: 40 }, (_, i) => ({ labels: { alertname: "Many", number: String(i) }, annotations: { summary: "x".repeat(60_000) },
      endsAt: new Date(Date.now() + 60_000).toISOString() }));
    await server.bearer(server.token("bulk", "intake:bulk")).write("/api/v2/alerts", alerts);
    const refused = await send("POST", `${proxy.url}/api/v2/alerts`, { announced: 60_000_000 });
    assert.equal(refused.status, 401);
  });
  await report.test("what is too large is refused in the server's own words", async () => {
    const ada = await server.person("Ada", password);
    const answer = await ada.send("POST", "/api/v1/services", { id: "large", name: "x".repeat(200_000) });
    assert.equal(answer.status, 413);
    assert.equal(answer.json.error.code, "too_large");
  });
}

export async function proxied(report, room) {
  await speaks(report, room);
  await nobody_is_local(report, room);
  await bodies_and_streams(report, room);
}

// What the browser's own pages show of it, at the end of the story.
export async function browsed(report, { page, wall, profile, proxy }) {
  await report.test("the browser holds the session in a cookie for TLS only", async () => {
    const cookies = await profile.context.cookies();
    assert.deepEqual(cookies.map(({ name, secure, httpOnly, sameSite }) => ({ name, secure, httpOnly, sameSite })),
      [{ name: "__Host-watchfloor", secure: true, httpOnly: true, sameSite: "Strict" }]);
  });
  await report.test("the browser has everything by HTTP/2, the live stream as well", async () => {
    for (const each of [page, wall]) {
      const protocols = await each.page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter((entry) => entry.nextHopProtocol !== "").map((entry) => entry.nextHopProtocol));
      assert.ok(protocols.length > 3);
      assert.deepEqual([...new Set(protocols)], ["h2"]);
    }
    // Those that ended with the server.
    const streams = proxy.requests().filter((line) => line.includes("GET /api/v1/live") && line.includes("Chrome/"));
    assert.ok(streams.length >= 2);
    assert.deepEqual(streams.filter((line) => !line.includes(" HTTP/2.0\"")), []);
  });
}
