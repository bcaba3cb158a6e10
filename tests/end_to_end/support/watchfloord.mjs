// SPDX-License-Identifier: Apache-2.0
// A real server on a data folder of its own, and the people and programs that talk to it.
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Child, free_port, run_program, temporary_folder } from "./processes.mjs";
import { Caller, send, watch_server } from "./http.mjs";
import { Hopeless, until } from "./waiting.mjs";

export const kServerProgram = resolve(process.env.WATCHFLOORD ?? "build/dev/server/watchfloord");
// The same program with another allocator, for who steps its clock from outside.
export const kServerOnAClock = join(dirname(kServerProgram), "../tests/server/clock/watchfloord_on_a_clock");
const kWebFolder = resolve(process.env.WATCHFLOOR_WEB ?? "build/web/web");

export class Watchfloord {
  static async create() {
    return new Watchfloord(temporary_folder(), await free_port());
  }

  constructor(folder, port, data = join(folder, "data")) {
    this.folder = folder;
    this.data = data;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    watch_server(this.url);
    this.child = null;
    this.web = kWebFolder;
    this.environment = {};
    this.program = kServerProgram;
    this.tls_options = [];
    this.starts = 0;
    mkdirSync(this.data, { recursive: true, mode: 0o700 });
  }

  // From its next start on it speaks TLS by itself, by the name that the authority's certificate is for.
  speak_tls(authority) {
    this.url = `https://localhost:${this.port}`;
    this.tls_options = ["--tls-cert", authority.chain, "--tls-key", authority.key, "--names", "localhost"];
    watch_server(this.url);
  }

  // Answers once /readyz does; the time it took is in `ready_millis`.
  async start(options = [], millis = 30_000) {
    const began = Date.now();
    this.starts += 1;
    this.log = join(this.folder, `server-${this.starts}.log`);
    this.child = new Child("watchfloord", [this.program, "serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--web", this.web, ...this.tls_options, ...options], { log: this.log, environment: this.environment });
    await until("the server is ready", async () => {
      if (!this.child.running) {
        throw new Hopeless(`it ended: ${this.child.text().slice(-600)}`);
      }
      return (await send("GET", `${this.url}/readyz`)).status === 200;
    }, millis);
    this.ready_millis = Date.now() - began;
  }

  sign_in_link() {
    return /sign in, once, within 15 minutes: (\S+)/.exec(this.child.text())?.[1] ?? null;
  }

  stop() {
    return this.child.stop();
  }

  async kill() {
    this.child.signal("SIGKILL");
    await this.child.gone(5_000);
  }

  command(arguments_, input = "") {
    return run_program([kServerProgram, ...arguments_, "--data", this.data], { input });
  }

  // A token made on the command line; answers with what was printed last: the token's text.
  token(name, ...scopes) {
    const made = this.command(["token", "create", "--name", name, ...scopes.flatMap((scope) => ["--scope", scope])]);
    if (made.code !== 0) {
      throw new Error(`no token: ${made.errors}`);
    }
    return made.output.trim().split("\n").at(-1).trim();
  }

  add_user(name, password, ...roles) {
    const made = this.command(["user", "add", "--name", name, ...roles.flatMap((role) => ["--role", role])], `${password}\n`);
    if (made.code !== 0) {
      throw new Error(`no user: ${made.errors}`);
    }
  }

  nobody() {
    return new Caller(this.url);
  }

  bearer(token) {
    return new Caller(this.url, { authorization: `Bearer ${token}` });
  }

  // Signs in by name and password; the answer's cookie stands for the session.
  async person(name, password) {
    const answer = await send("POST", `${this.url}/api/v1/session`, { body: { name, password }, headers: { origin: this.url } });
    if (answer.status !== 201) {
      throw new Error(`${name} could not sign in: ${answer.text}`);
    }
    return new Caller(this.url, { cookie: answer.headers["set-cookie"][0].split(";")[0], origin: this.url });
  }
}
