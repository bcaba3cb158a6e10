// SPDX-License-Identifier: Apache-2.0
// What a build folder of ninja knows of its sources and programs, and how one of them is built again with a wrong source.
// Sources and the build folder are only read: what is made lies in the folder of the trial.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { run } from "./processes.mjs";

const kCompileMillis = 600_000;

export class BuildTree {
  constructor(root, folder) {
    this.root = root;
    this.folder = resolve(folder);
    this.links = new Map();
    this.commands = new Map();
    for (const { command, output, file } of JSON.parse(readFileSync(join(this.folder, "compile_commands.json"), "utf8"))) {
      const object = output ?? / -o (\S+)/.exec(command)[1];
      this.commands.set(object, { command, source: relative(root, file) });
    }
    this.linker = existsSync("/usr/bin/ld.lld") ? "-fuse-ld=lld" : "";
  }

  path_of(program) {
    return join(this.folder, "tests", program.replace(/_tests$/, ""), program);
  }

  // The command that links a program, as ninja would run it.
  link_of(program) {
    if (!this.links.has(program)) {
      const line = execFileSync("ninja", ["-C", this.folder, "-t", "commands", "-s", relative(this.folder, this.path_of(program))], { encoding: "utf8" });
      const command = line.split("\n").find((each) => each.includes(` -o `)).replace(/^: && /, "").replace(/ && :$/, "");
      this.links.set(program, command.split(/\s+/).filter((word) => word !== ""));
    }
    return this.links.get(program);
  }

  // Whether an object ends up in the program: named in its link, or kept in a library of it.
  links_object(program, object) {
    return this.link_of(program).some((word) => word === object
      || (word.endsWith(".a") && object.startsWith(`${dirname(word)}/CMakeFiles/${basename(word).slice(3, -2)}.dir/`)));
  }

  // The objects that a file decides: its own, or for a header those of all that include it.
  objects_of(file) {
    if (!file.endsWith(".h")) {
      return [...this.commands].filter(([, { source }]) => source === file).map(([object]) => object);
    }
    this.inclusions ??= execFileSync("ninja", ["-C", this.folder, "-t", "deps"], { encoding: "utf8", maxBuffer: 1 << 30 });
    const header = resolve(this.root, file);
    const found = [];
    let object = "";
    for (const line of this.inclusions.split("\n")) {
      if (!line.startsWith(" ")) {
        object = line.split(":")[0];
      } else if (resolve(this.folder, line.trim()) === header && this.commands.has(object)) {
        found.push(object);
      }
    }
    return found;
  }

  // Builds the program with the text in place of the file; answers with the program's path. Throws with the compiler's
  // words where it does not compile.
  async build(program, file, text, trial) {
    const objects = this.objects_of(file).filter((object) => this.links_object(program, object));
    if (objects.length === 0) {
      throw new Error(`${program} is not made of ${file}`);
    }
    const wrong = join(trial, "include", file);
    mkdirSync(dirname(wrong), { recursive: true });
    writeFileSync(wrong, text);
    const replaced = new Map();
    for (const object of objects) {
      const made = join(trial, `${replaced.size}.o`);
      const { command, source } = this.commands.get(object);
      // The words that name places come first, so that a mutated header is found before the right one.
      const places = `-iquote ${join(trial, "include")}`;
      const from = source === file ? wrong : join(this.root, source);
      const flags = command.replace(/ -o \S+ -c \S+/, "").replace(/ -Werror\b/, "").replace(/^(\S*ccache )?(\S+)/, `$2 ${places}`);
      await this.#must_run(`${flags} -w -O0 -g0 -o ${made} -c ${from}`);
      replaced.set(object, made);
    }
    const made = join(trial, program);
    // Objects come before the libraries, which are then not asked for the same names again.
    const words = this.link_of(program).map((word) => replaced.get(word) ?? word);
    const others = [...replaced].filter(([object]) => !this.link_of(program).includes(object)).map(([, path]) => path);
    words[words.indexOf("-o") + 1] = made;
    words.splice(1, 0, ...others, this.linker, "-s");
    await this.#must_run(words.join(" "));
    return made;
  }

  async #must_run(command) {
    const { code, output } = await run("sh", ["-c", `exec ${command}`], { cwd: this.folder, millis: kCompileMillis, env: { ...process.env, CCACHE_DISABLE: "1" } });
    if (code !== 0) {
      throw new Error(`does not build:\n${output.split("\n").slice(0, 12).join("\n")}`);
    }
  }
}
