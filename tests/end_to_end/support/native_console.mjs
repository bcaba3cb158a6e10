// SPDX-License-Identifier: Apache-2.0
// The native console on a virtual screen of its own, driven through its mirror socket.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join, resolve } from "node:path";
import { kScreenshots } from "./browser.mjs";
import { Child, run_program, temporary_folder } from "./processes.mjs";
import { Hopeless, until } from "./waiting.mjs";

const kProgram = resolve(process.env.WATCHFLOOR_CONSOLE ?? "build/dev/client/watchfloor");

// A screen without hardware. It picks a free display by itself and says which.
export class VirtualScreen {
  static async start(size = "1920x1080") {
    const screen = new VirtualScreen();
    screen.child = new Child("Xvfb", ["Xvfb", "-displayfd", "3", "-screen", "0", `${size}x24`, "-noreset", "-nolisten", "tcp"],
      { log: join(temporary_folder(), "xvfb.log"), extra: ["pipe"] });
    let said = "";
    screen.child.process.stdio[3].on("data", (text) => { said += text; });
    await until("the virtual screen is there", () => /^\d+\n/.test(said));
    screen.display = `:${said.trim()}`;
    return screen;
  }

  stop() {
    return this.child.stop();
  }
}

const environment_in = (folder, screen) => ({ DISPLAY: screen.display, LIBGL_ALWAYS_SOFTWARE: "1", HOME: folder,
  XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder });

// For starts that end by themselves: { code, output, errors }.
export function run_console(screen, options, millis = 60_000) {
  return run_program([kProgram, ...options], { millis, environment: environment_in(temporary_folder(), screen) });
}

export class NativeConsole {
  // A second start in the folder of one that ended finds what that one kept.
  static async start(screen, url, options = [], folder = temporary_folder()) {
    const native = new NativeConsole();
    native.folder = folder;
    const socket = join(native.folder, "mirror");
    native.child = new Child("watchfloor", [kProgram, "--server", url, "--mirror-socket", socket, ...options], {
      log: join(native.folder, "console.log"),
      environment: environment_in(native.folder, screen),
    });
    await until("the console's mirror answers", () => native.connect(socket), 30_000);
    await until("the console has drawn", async () => (await native.ask("snapshot")).frame > 0, 30_000);
    return native;
  }

  connect(path) {
    if (!this.child.running) {
      throw new Hopeless(`it ended: ${this.child.text().slice(-400)}`);
    }
    return new Promise((done, failed) => {
      const socket = createConnection(path);
      socket.setEncoding("utf8");
      socket.on("error", failed);
      socket.on("connect", () => {
        this.socket = socket;
        this.waiting = [];
        let rest = "";
        socket.on("data", (text) => {
          rest += text;
          for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
            this.waiting.shift()?.(JSON.parse(rest.slice(0, end)));
            rest = rest.slice(end + 1);
          }
        });
        done(true);
      });
    });
  }

  ask(line) {
    return new Promise((done, failed) => {
      const ended = () => `: it ended with ${this.child.process.signalCode ?? this.child.process.exitCode}: ${this.child.text().slice(-400)}`;
      const silent = () => `the console did not answer "${line.slice(0, 60)}"${this.child.running ? "" : ended()}`;
      const timer = setTimeout(() => failed(new Error(silent())), 10_000);
      this.waiting.push((answer) => {
        clearTimeout(timer);
        done(answer);
      });
      this.socket.write(`${line}\n`);
    });
  }

  async must(line) {
    const answer = await this.ask(line);
    if (!answer.ok) {
      throw new Error(`"${line.slice(0, 60)}": ${answer.error}`);
    }
    return answer;
  }

  async items() {
    return (await this.must("snapshot")).items;
  }

  async frames() {
    return (await this.must("snapshot")).frame;
  }

  async words() {
    return (await this.items()).map((item) => `${item.label} ${item.value}`).join("\n");
  }

  shows(wanted, millis = 15_000) {
    const pattern = wanted instanceof RegExp ? wanted : new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return until(`the console shows ${pattern}`, async () => pattern.test(await this.words()), millis, 50);
  }

  lacks(pattern, millis = 15_000) {
    return until(`the console no longer shows ${pattern}`, async () => !pattern.test(await this.words()), millis, 50);
  }

  item(role, name) {
    const same = (label) => (name instanceof RegExp ? name.test(label) : label === name);
    return until(`the console has the ${role} "${name}"`,
      async () => (await this.items()).find((item) => item.role === role && same(item.label)), 10_000);
  }

  async activate(role, name) {
    await this.must(`activate ${(await this.item(role, name)).id}`);
  }

  async fill(name, text) {
    const field = await this.item("textbox", name);
    await this.must(`set_value ${field.id} ${text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`);
  }

  press(chord) {
    return this.must(`key ${chord}`);
  }

  async sign_in(name, password) {
    await this.fill("Name", name);
    await this.fill("Password", password);
    await this.activate("button", "Sign in");
  }

  // Polls for these texts and notes when each was first in the mirror.
  watch(texts) {
    this.seen = {};
    this.watching = true;
    const look = async () => {
      while (this.watching && this.child.running) {
        const words = await this.words();
        const at = Date.now();
        texts.filter((text) => !(text in this.seen) && words.includes(text)).forEach((text) => { this.seen[text] = at; });
        await new Promise((next) => { setTimeout(next, 10); });
      }
    };
    this.watched = look();
  }

  async unwatch() {
    this.watching = false;
    await this.watched;
  }

  seen_at(text, millis = 15_000) {
    return until(`the console has shown "${text}"`, () => this.seen[text], millis, 20);
  }

  async screenshot(name) {
    mkdirSync(kScreenshots, { recursive: true });
    const shot = join(this.folder, "shot.png");
    await this.must(`screenshot ${shot}`);
    await until("the console's picture is written", () => readFileSync(shot).length > 0);
    const path = join(kScreenshots, `${name}.png`);
    writeFileSync(path, readFileSync(shot));
    return path;
  }

  async stop() {
    this.watching = false;
    this.socket.on("error", () => {});
    await this.ask("quit").catch(() => {});
    const code = await this.child.gone(10_000).catch(() => this.child.stop());
    this.socket.destroy();
    return code;
  }
}
