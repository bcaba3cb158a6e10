// SPDX-License-Identifier: Apache-2.0
// The whole story behind nginx with TLS, and a round of requests behind HAProxy, each as assets/proxy configures it.
import { Watchfloord } from "../support/watchfloord.mjs";
import { TestAuthority } from "../support/certificates.mjs";
import { trust } from "../support/http.mjs";
import { Haproxy, Nginx } from "../support/proxies.mjs";
import { browsed, proxied } from "../steps/proxied.mjs";
import { play } from "./story.mjs";

const kPassword = "a long enough password";

// The same tests are in other scenarios: their names say where they ran.
function behind(what, report) {
  return {
    test: (name, body) => report.test(`behind ${what}: ${name}`, body),
    figure: (name, value) => report.figure(`behind ${what}: ${name}`, value),
  };
}

async function haproxy(report, authority) {
  const server = await Watchfloord.create();
  server.add_user("Ada", kPassword, "incident_manager", "administrator");
  server.add_user("Grace", kPassword, "resolver");
  const proxy = new Haproxy(authority);
  await proxy.start(server);
  await server.start(["--no-host-source", ...proxy.server_options]);
  await proxied(report, { server, proxy, password: kPassword });
  await server.stop();
  await proxy.stop();
}

export async function scenario(report) {
  const authority = new TestAuthority();
  trust(authority.text);
  await play(behind("nginx", report), { proxy: new Nginx(authority), epilogue: [browsed, proxied] });
  await haproxy(behind("HAProxy", report), authority);
}
