// SPDX-License-Identifier: Apache-2.0
// Debian's nginx and HAProxy before a server, configured with the very files of assets/proxy: only ports, the name and
// the paths of the certificate are other ones, and they listen on loopback alone.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child, free_port, run_program, temporary_folder } from "./processes.mjs";
import { send } from "./http.mjs";
import { Hopeless, until } from "./waiting.mjs";

const kConfigurations = new URL("../../../assets/proxy/", import.meta.url);

// What Debian's own nginx.conf says around such a file, as far as it matters here, with folders that anybody may write.
const around_site = (folder) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 768; }
http {
  sendfile on;
  tcp_nopush on;
  types_hash_max_size 2048;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  ssl_prefer_server_ciphers on;
  access_log ${folder}/access.log;
  gzip on;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `${what}_temp_path ${folder}/${what};`).join("\n  ")}
  include ${folder}/watchfloor.conf;
}
`;

class Proxy {
  constructor(program, file, authority) {
    this.program = program;
    this.file = file;
    this.authority = authority;
    this.folder = temporary_folder();
    this.log = join(this.folder, "proxy.log");
    this.browser_home = authority.browser_home;
    this.server_options = ["--trusted-peers", "127.0.0.1"];
    this.console_options = ["--ca-file", authority.authority];
  }

  // From here on it is where people reach the server.
  async start(server) {
    this.ports = { plain: await free_port(), secure: await free_port() };
    this.url = `https://localhost:${this.ports.secure}`;
    this.plain_url = `http://localhost:${this.ports.plain}`;
    this.direct_url = server.url;
    this.render(server);
    const checked = this.check();
    if (checked.code !== 0) {
      throw new Error(`${this.program} refuses its configuration: ${checked.output}${checked.errors}`);
    }
    this.child = new Child(this.program, this.command(), { log: this.log });
    await until(`${this.program} answers`, async () => {
      if (!this.child.running) {
        throw new Hopeless(`it ended: ${this.child.text().slice(-400)}`);
      }
      return (await send("GET", `http://127.0.0.1:${this.ports.plain}/`)).status === 308;
    });
    server.url = this.url;
  }

  // A place that is no longer there would otherwise be tested as it stands.
  rendered(replacements) {
    return replacements.reduce((text, [from, to]) => {
      if (!text.includes(from)) {
        throw new Error(`assets/proxy/${this.file} has no "${from}"`);
      }
      return text.replaceAll(from, to);
    }, readFileSync(new URL(this.file, kConfigurations), "utf8"));
  }

  stop() {
    return this.child.stop();
  }
}

export class Nginx extends Proxy {
  constructor(authority) {
    super("/usr/sbin/nginx", "nginx.conf", authority);
  }

  render(server) {
    const { plain, secure } = this.ports;
    writeFileSync(join(this.folder, "nginx.conf"), around_site(this.folder));
    writeFileSync(join(this.folder, "watchfloor.conf"), this.rendered([
      ["listen 80;", `listen 127.0.0.1:${plain};`],
      ["listen [::]:80;", `listen 127.0.0.2:${plain};`],
      ["listen 443 ", `listen 127.0.0.1:${secure} `],
      ["listen [::]:443 ", `listen 127.0.0.2:${secure} `],
      ["127.0.0.1:8470", `127.0.0.1:${server.port}`],
      ["watchfloor.example.org", "localhost"],
      ["/etc/ssl/watchfloor/fullchain.pem", this.authority.chain],
      ["/etc/ssl/watchfloor/privkey.pem", this.authority.key],
    ]));
  }

  command(...options) {
    return [this.program, "-c", join(this.folder, "nginx.conf"), "-p", this.folder, ...options];
  }

  check() {
    return run_program(this.command("-t"));
  }

  // The requests that have ended, one a line.
  requests() {
    return readFileSync(join(this.folder, "access.log"), "utf8").trim().split("\n");
  }
}

export class Haproxy extends Proxy {
  constructor(authority) {
    super("/usr/sbin/haproxy", "haproxy.cfg", authority);
  }

  render(server) {
    writeFileSync(join(this.folder, "global.cfg"), "global\n  maxconn 500\n  log stdout format raw local0\n");
    writeFileSync(join(this.folder, "watchfloor.cfg"), this.rendered([
      ["bind :80\n", `bind 127.0.0.1:${this.ports.plain}\n`],
      ["bind :443 ", `bind 127.0.0.1:${this.ports.secure} `],
      ["127.0.0.1:8470", `127.0.0.1:${server.port}`],
      ["watchfloor.example.org", "localhost"],
      ["/etc/ssl/watchfloor/watchfloor.pem", this.authority.chain_and_key],
    ]));
  }

  command(...options) {
    return [this.program, "-db", ...options, "-f", join(this.folder, "global.cfg"), "-f", join(this.folder, "watchfloor.cfg")];
  }

  check() {
    return run_program(this.command("-c"));
  }
}
