// SPDX-License-Identifier: Apache-2.0
// What a wall must never show never reaches it; a lead's switch and a revocation take effect within a second.
import { Watchfloord } from "../support/watchfloord.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";
import { send } from "../support/http.mjs";

const kWithinMillis = 1_000;

// Words planted where a wall's data could leak them. Each is looked for in every byte a wall is sent.
const kForbidden = {
  pin: "735190",
  bridge_link: "meet.example.org/secret-room",
  dial_in: "+49 30 5550147",
  address: "10.11.12.13",
  second_address: "fe80::abcd:1",
  weakness: "CVE-2026-31337",
  reporter: "Wilhelmina Caller",
  annotation: "raw words of the monitoring system",
  label: "db-host-under-test",
  generator: "prometheus.example.org/secret-graph",
  restricted: "Insider copies the payroll",
  evidence: "ransom note says pay up by noon",
  support: "0800 4455667",
};

async function pair(server, user, audience) {
  const begun = (await send("POST", `${server.url}/api/v1/walls/pairings`, { body: {} })).json;
  await user.write("/api/v1/walls", { audience, code: begun.code, name: `wall for ${audience}` });
  const redeemed = (await send("POST", `${server.url}/api/v1/walls/pairings/redeem`, { body: { as_token: true, secret: begun.secret } })).json;
  assert.equal(redeemed.paired, true);
  return server.bearer(redeemed.token);
}

async function plant(user, intake) {
  await user.write("/api/v1/services", { id: "shop", name: "shop", public_name: "Online shop", match: { service: "shop" }, support_number: kForbidden.support });
  await user.write("/api/v1/bridges", { id: "bridge-1", name: "Blue bridge", link: `https://${kForbidden.bridge_link}`, number: kForbidden.dial_in, pin: kForbidden.pin });
  await intake.write("/api/v2/alerts", [{ labels: { alertname: "ShopDown", service: "shop", severity: "critical", instance: kForbidden.label },
    annotations: { summary: kForbidden.annotation, description: `${kForbidden.address} does not answer` },
    generatorURL: `https://${kForbidden.generator}` }]);
  const open = (await user.write("/api/v1/incidents", { title: "The shop does not take orders", services: ["shop"], reporter: kForbidden.reporter })).created;
  await user.write(`/api/v1/incidents/${open}/major`, { act: "declare", severity: "SEV1" });
  await user.write(`/api/v1/incidents/${open}/entries`, { kind: "observation", text: `Traffic from ${kForbidden.address} and ${kForbidden.second_address}` });
  await user.write(`/api/v1/incidents/${open}/entries`, { kind: "hypothesis", text: `Looks like ${kForbidden.weakness}` });
  await user.write(`/api/v1/incidents/${open}/entries`, { kind: "action", text: `Called ${kForbidden.dial_in}` });
  await user.write(`/api/v1/incidents/${open}/entries`, { kind: "decision", text: "Fail over to the second site" });
  const secret = (await user.write("/api/v1/incidents", { title: kForbidden.restricted, restricted: true, security_relevant: true })).created;
  await user.write(`/api/v1/incidents/${secret}/entries`, { kind: "evidence", text: kForbidden.evidence });
  return { open, secret };
}

function assert_clean(what, bytes, extra = []) {
  const found = [...Object.entries(kForbidden), ...extra].filter(([, word]) => bytes.includes(word));
  assert.deepEqual(found, [], what);
}

export async function scenario(report) {
  const server = await Watchfloord.create();
  server.add_user("Ada", "a long enough password", "incident_manager", "resolver", "administrator");
  const token = server.token("monitor", "intake:monitor");
  await server.start(["--no-host-source"]);
  const ada = await server.person("Ada", "a long enough password");
  const room = await pair(server, ada, "room");
  const visitor = await pair(server, ada, "visitor");
  const stream = room.live();
  const other = visitor.live();
  await Promise.all([stream.open(), other.open()]);
  const { open, secret } = await plant(ada, server.bearer(token));
  const head = (await ada.head()).seq;
  await Promise.all([stream, other].map((live) => live.until("everything has reached the wall", (event) => event.id === head)));

  // Everything a wall can ask for, as bytes.
  const everything = async (wall, live) => {
    const answers = await Promise.all(["/api/v1/state", "/api/v1/journal?limit=1000", "/api/v1/timeline", "/api/v1/me", "/api/v1/capacity",
      `/api/v1/journal?subject=${open}`, "/api/v1/journals"].map((path) => wall.get(path)));
    answers.forEach((answer) => assert.equal(answer.status, 200));
    return live.raw + answers.map((answer) => answer.text).join("\n");
  };
  const secret_entries = (await ada.entries()).filter((entry) => entry.head?.subject === secret);

  await report.test("the planted words are there for whoever may read them", async () => {
    const all = (await ada.get("/api/v1/state")).text + JSON.stringify(await ada.entries());
    const missing = Object.entries(kForbidden).filter(([, word]) => !all.includes(word));
    assert.deepEqual(missing, []);
  });
  await report.test("a room wall gets the incident, but nothing that no wall may show", async () => {
    const bytes = await everything(room, stream);
    assert.ok(bytes.includes("The shop does not take orders"));
    assert.ok(bytes.includes("Fail over to the second site"));
    assert.ok(bytes.includes("Online shop"));
    assert_clean("on the room wall", bytes, [["restricted id", `"${secret}"`]]);
  });
  await report.test("a visitor wall gets services and clocks, and no words of ours", async () => {
    const bytes = await everything(visitor, other);
    assert.ok(bytes.includes("Online shop"));
    assert.ok(bytes.includes(open));
    assert_clean("on the visitor wall", bytes, [["restricted id", `"${secret}"`], ["title", "does not take orders"], ["note", "second site"], ["commander", "Ada"], ["alert", "ShopDown"]]);
  });
  await report.test("what a wall may not see arrives as stubs, without a gap", () => {
    assert.ok(secret_entries.length >= 2);
    for (const live of [stream, other]) {
      const seqs = live.seqs;
      assert.deepEqual(seqs, Array.from({ length: seqs.length }, (_, i) => seqs[0] + i));
      for (const { seq } of secret_entries) {
        const entry = JSON.parse(live.events.find((event) => event.id === seq).data);
        assert.deepEqual(Object.keys(entry).sort(), ["facts_digest", "hash", "head_digest", "seq", "text_digest"]);
      }
    }
  });
  await report.test("a wall can neither act nor read lists of people, tokens or restricted incidents", async () => {
    for (const path of ["/api/v1/users", "/api/v1/tokens", "/api/v1/walls", "/api/v1/bridges", "/api/v1/incidents", `/api/v1/incidents/${secret}`]) {
      assert.equal((await room.get(path)).status, 403, path);
    }
    assert.equal((await room.send("POST", `/api/v1/incidents/${open}/entries`, { kind: "observation", text: "x" })).status, 403);
    assert.equal((await room.get(`/api/v1/journal?subject=${secret}`)).status, 404);
  });
  await report.test("a restricted incident draws a number of its own and is 404 for those outside", async () => {
    server.add_user("Eve", "another long password", "resolver");
    const eve = await server.person("Eve", "another long password");
    assert.equal((await eve.get(`/api/v1/incidents/${secret}`)).status, 404);
    assert.equal((await eve.get(`/api/v1/journal?subject=${secret}`)).status, 404);
    const bytes = (await eve.get("/api/v1/state")).text + (await eve.get("/api/v1/incidents?state=all")).text + (await eve.get("/api/v1/journal?limit=1000")).text;
    assert.ok(!bytes.includes(kForbidden.restricted) && !bytes.includes(kForbidden.evidence));
    const next = (await eve.write("/api/v1/incidents", { title: "The next one" })).created;
    assert.equal(Number(next.split("-").at(-1)), Number(open.split("-").at(-1)) + 1);
  });
  await report.test("a switch of all walls to visitor takes effect within a second", async () => {
    const from = Date.now();
    await ada.write("/api/v1/walls/switch", { audience: "visitor" });
    const told = await stream.until("the room wall is told to load afresh", (event) => event.name === "resync" && event.at >= from, 3_000);
    report.figure("visitor switch reached the wall after", `${told.at - from} ms`);
    assert.ok(told.at - from <= kWithinMillis, `${told.at - from} ms`);
    const text = (await room.get("/api/v1/state")).text;
    assert.ok(!text.includes("does not take orders") && text.includes("Online shop"));
    assert.equal((await room.read("/api/v1/me")).wall, "visitor");
    await ada.write("/api/v1/walls/switch", { audience: "room" });
    await until("the room wall sees again", async () => (await room.get("/api/v1/state")).text.includes("does not take orders"), 3_000);
  });
  await report.test("revoking a wall closes its stream within a second and its token is worth nothing", async () => {
    const beside = room.live();
    await beside.open();
    const walls = await ada.list("/api/v1/walls");
    assert.equal(walls.length, 2);
    const id = walls.find((wall) => wall.token.wall === "visitor").token.id;
    const from = Date.now();
    await ada.write(`/api/v1/walls/${id}`, undefined, "DELETE");
    await until("the stream is closed", () => other.closed, 3_000, 5);
    const took = Date.now() - from;
    report.figure("revocation closed the wall's stream after", `${took} ms`);
    assert.ok(took <= kWithinMillis, `${took} ms`);
    assert.equal((await visitor.get("/api/v1/state")).status, 401);
    assert.equal(beside.closed, false, "the other wall goes on");
    beside.close();
  });
  stream.close();
  await report.test("a wrong or used pairing code is refused", async () => {
    assert.equal((await ada.send("POST", "/api/v1/walls", { audience: "room", code: "BBBBBBBB", name: "nobody's" })).status, 404);
    const begun = (await send("POST", `${server.url}/api/v1/walls/pairings`, { body: {} })).json;
    assert.match(begun.code, /^[A-Z]{8}$/);
    const waiting = await send("POST", `${server.url}/api/v1/walls/pairings/redeem`, { body: { as_token: true, secret: begun.secret } });
    assert.equal(waiting.json.paired ?? false, false);
  });
  await server.stop();
}
