// SPDX-License-Identifier: Apache-2.0
// An authority made on the spot and a certificate of it, for the name "localhost", as the files that proxies read.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run_program, temporary_folder } from "./processes.mjs";

const kNewKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const kExtensions = "subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n";

function run(...command) {
  const { code, errors } = run_program(command);
  if (code !== 0) {
    throw new Error(`${command.slice(0, 2).join(" ")}: ${errors}`);
  }
}

export class TestAuthority {
  constructor() {
    this.folder = temporary_folder();
    const file = (name) => join(this.folder, name);
    this.authority = file("authority.pem");
    this.chain = file("fullchain.pem");
    this.key = file("privkey.pem");
    this.chain_and_key = file("watchfloor.pem");
    run("openssl", "req", "-x509", ...kNewKey, "-keyout", file("authority.key"), "-out", this.authority, "-days", "60", "-subj", "/CN=Authority of a test",
      "-addext", "keyUsage=critical,keyCertSign");
    this.issue();
    this.browser_home = this.home_that_trusts();
  }

  // A new key and certificate, in the files of the one before.
  issue() {
    const file = (name) => join(this.folder, name);
    run("openssl", "req", ...kNewKey, "-keyout", this.key, "-out", file("request.pem"), "-subj", "/CN=localhost");
    writeFileSync(file("extensions"), kExtensions);
    run("openssl", "x509", "-req", "-in", file("request.pem"), "-CA", this.authority, "-CAkey", file("authority.key"), "-CAcreateserial",
      "-out", file("certificate.pem"), "-days", "60", "-extfile", file("extensions"));
    const read = (path) => readFileSync(path, "utf8");
    writeFileSync(this.chain, read(file("certificate.pem")) + this.text);
    writeFileSync(this.chain_and_key, read(this.chain) + read(this.key));
  }

  get text() {
    return readFileSync(this.authority, "utf8");
  }

  // A home folder for a browser that trusts this authority, as a person's who has imported it.
  home_that_trusts() {
    const home = join(this.folder, "home");
    const store = join(home, ".pki/nssdb");
    mkdirSync(store, { recursive: true });
    run("certutil", "-N", "-d", `sql:${store}`, "--empty-password");
    run("certutil", "-A", "-d", `sql:${store}`, "-n", "Authority of a test", "-t", "C,,", "-i", this.authority);
    return home;
  }
}
