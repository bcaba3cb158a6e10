// SPDX-License-Identifier: Apache-2.0
// A room without a proxy: the server speaks TLS by itself, to a browser, a native console and programs, and its
// certificate is renewed while they look.
import { connect } from "node:tls";
import { writeFileSync } from "node:fs";
import { Watchfloord } from "../support/watchfloord.mjs";
import { TestAuthority } from "../support/certificates.mjs";
import { launch_browser, Profile } from "../support/browser.mjs";
import { NativeConsole, VirtualScreen } from "../support/native_console.mjs";
import { send, trust } from "../support/http.mjs";
import { assert } from "../support/report.mjs";
import { until } from "../support/waiting.mjs";

const kPassword = "a long enough password";
const kAlert = "CheckoutFails";
const kOnScreenMillis = 5_000;
// It looks every 5 s, and takes what rests until the next look.
const kRenewedMillis = 30_000;

// What the server shows to who comes now.
function shown_serial(server, authority) {
  return new Promise((done, failed) => {
    const socket = connect({ host: "localhost", port: server.port, family: 4, servername: "localhost", ca: authority.text }, () => {
      done(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.on("error", failed);
  });
}

async function furnish(server, authority) {
  await server.start(["--no-host-source"]);
  const room = { link: await until("the link is printed", () => server.sign_in_link(), 5_000, 50), monitoring: server.bearer(server.token("monitoring", "intake:monitoring")) };
  server.add_user("Ada", kPassword, "incident_manager", "resolver", "administrator");
  server.add_user("Grace", kPassword, "resolver");
  room.browser = await launch_browser({ home: authority.browser_home });
  room.profile = await Profile.create(room.browser);
  room.page = await room.profile.open(server.url);
  room.screen = await VirtualScreen.start();
  room.native = await NativeConsole.start(room.screen, server.url, ["--ca-file", authority.authority]);
  return room;
}

function fire(room, alertname) {
  return room.monitoring.write("/api/v2/alerts", [{ labels: { alertname, severity: "critical" }, annotations: { summary: `${alertname} happens` } }]);
}

async function signed_in(report, server, room) {
  await report.test("with its own TLS: the printed addresses are of https, by the name of the certificate", () => {
    assert.match(server.child.text(), new RegExp(`serves on ${server.url}\n`));
    assert.match(room.link ?? "", new RegExp(`^${server.url}/sign-in/\\S{20,}$`));
  });
  await report.test("with its own TLS: a person signs in at the page, another at the native console", async () => {
    await room.page.sign_in("Ada", kPassword);
    await room.native.sign_in("Grace", kPassword);
    await room.native.shows("Board");
  });
  await report.test("with its own TLS: the browser holds the session in a cookie for TLS only, on this very machine too", async () => {
    const cookies = await room.profile.context.cookies();
    assert.deepEqual(cookies.map(({ name, secure, httpOnly, sameSite }) => ({ name, secure, httpOnly, sameSite })),
      [{ name: "__Host-watchfloor", secure: true, httpOnly: true, sameSite: "Strict" }]);
  });
  await report.test("with its own TLS: who comes by plain HTTP is told where to go", async () => {
    const answer = await send("GET", `http://localhost:${server.port}/`);
    assert.equal(answer.status, 400);
    assert.match(answer.text, /https:\/\//);
  });
}

async function alerted(report, room) {
  await report.test("with its own TLS: an alert stands on both screens at once", async () => {
    await room.page.watch([kAlert]);
    room.native.watch([kAlert]);
    await fire(room, kAlert);
    const fired = Date.now();
    const seen = { browser: await room.page.seen_at(kAlert), native: await room.native.seen_at(kAlert) };
    await room.native.unwatch();
    for (const [where, at] of Object.entries(seen)) {
      assert.ok(at - fired <= kOnScreenMillis, `${where}: ${at - fired} ms`);
    }
  });
}

async function renewed(report, server, authority, room) {
  await report.test("with its own TLS: a renewed certificate is taken while everybody looks on", async () => {
    const before = await shown_serial(server, authority);
    authority.issue();
    await until("the new one is shown", async () => (await shown_serial(server, authority)) !== before, kRenewedMillis, 200);
    await fire(room, "AfterTheRenewal");
    await room.page.shows("AfterTheRenewal");
    await room.native.shows("AfterTheRenewal");
    await room.page.lacks(/CERTIFICATE/);
  });
  await report.test("with its own TLS: one that cannot be used is said on screen, and the one before serves on", async () => {
    const shown = await shown_serial(server, authority);
    writeFileSync(authority.key, "not a key\n");
    await room.page.shows("CERTIFICATE: The server's renewed certificate cannot be used", kRenewedMillis);
    await room.native.shows(/CERTIFICATE: .*holds no private key/);
    assert.equal(await shown_serial(server, authority), shown);
    const metrics = await send("GET", `${server.url}/metrics`);
    assert.match(metrics.text, /^watchfloor_tls_certificate_refused 1$/m);
    assert.match(metrics.text, /^watchfloor_tls_certificate_expires_seconds \d{10}$/m);
    authority.issue();
    server.child.signal("SIGHUP");
    await until("the new one is shown", async () => (await shown_serial(server, authority)) !== shown, 5_000, 100);
    await room.page.lacks(/CERTIFICATE/);
    assert.deepEqual(room.page.troubles, []);
  });
}

export async function scenario(report) {
  const authority = new TestAuthority();
  trust(authority.text);
  const server = await Watchfloord.create();
  server.speak_tls(authority);
  const room = await furnish(server, authority);
  await signed_in(report, server, room);
  await alerted(report, room);
  await renewed(report, server, authority, room);
  await room.native.stop();
  await room.screen.stop();
  await room.browser.close();
  await server.stop();
}
