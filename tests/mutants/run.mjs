// SPDX-License-Identifier: Apache-2.0
// Would a test notice? Each mutant is one small wrong change of a source. It is compiled and linked beside the right
// objects, and the tests named for it run until one fails; a mutant that survives them shows what nothing tests.
// usage: node tests/mutants/run.mjs [--build FOLDER] [--jobs N] [--sample N] [--part I/N] [--only WORDS] [--list | --check] [FILE.mutants…]
//   --build    a folder configured and built by ninja, build/dev by default
//   --sample   only the first N of each file
//   --part     only each Nth of all, from the Ith on: the parts together are all of them
//   --only     those with the words in their name
//   --list     only counts them
//   --check    only makes sure that each finds its place; nothing is built
// Exits with 1 where a mutant survives that is not called equivalent, or cannot be tried. The last line counts.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BuildTree } from "./build_tree.mjs";
import { mutated_text, read_mutants } from "./mutant_files.mjs";
import { end_all, run } from "./processes.mjs";

const kHere = dirname(fileURLToPath(import.meta.url));
const kRoot = resolve(kHere, "../..");
// A mutant that hangs its tests was noticed. The tests are slower in it, and others work on the machine.
const kLongestMillis = 120_000;
const kShortestMillis = 30_000;
const kSlower = 10;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    build: { type: "string", default: join(kRoot, "build/dev") },
    jobs: { type: "string", default: "1" },
    sample: { type: "string", default: "1000000" },
    part: { type: "string", default: "1/1" },
    only: { type: "string", default: "" },
    list: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
  },
});
const [part, parts] = options.part.split("/").map(Number);
if (!(part >= 1 && part <= parts)) {
  console.error(`--part needs two numbers like 2/8, not ${options.part}`);
  process.exit(2);
}
const paths = positionals.length > 0 ? positionals : readdirSync(kHere).filter((name) => name.endsWith(".mutants")).sort().map((name) => join(kHere, name));

// The mutants of all files; what is wrong with the files themselves is told at once.
function mutants_of_files() {
  const problems = [];
  const files = paths.map((path) => {
    try {
      const mutants = read_mutants(path);
      const names = mutants.map((mutant) => `${mutant.file}: ${mutant.name}`);
      names.filter((name, index) => names.indexOf(name) !== index).forEach((name) => problems.push(`${path}: twice: ${name}`));
      for (const mutant of mutants) {
        try {
          mutant.text = mutated_text(mutant, kRoot);
        } catch (error) {
          problems.push(error.message);
        }
      }
      return { path, mutants };
    } catch (error) {
      problems.push(error.message);
      return { path, mutants: [] };
    }
  });
  return { files, problems };
}

const { files, problems } = mutants_of_files();
problems.forEach((problem) => console.error(problem));
if (problems.length > 0) {
  process.exit(1);
}
if (options.list || options.check) {
  let all = 0;
  for (const { path, mutants } of files) {
    all += mutants.length;
    console.log(`${String(mutants.length).padStart(5)}  ${basename(path)}`);
  }
  console.log(`${all} mutants in ${files.length} files`);
  process.exit(0);
}

const tree = new BuildTree(kRoot, options.build);
const scratch = mkdtempSync(join(tmpdir(), "wfm-"));
process.on("exit", () => {
  end_all();
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.exit(1));
}

// What a test leaves behind in the folder for temporary files goes with the trial.
function run_tests(program, path, filter, trial, millis) {
  const env = { ...process.env, TMPDIR: trial };
  return run(path, [`--gtest_filter=${filter}`, "--gtest_fail_fast", "--gtest_color=no"], { cwd: dirname(tree.path_of(program)), env, millis });
}

// Runs the tests once as they are: where these fail already, or are not there, a mutant proves nothing. Answers with
// the time that they take.
const rights = new Map();
function right_millis({ program, filter }) {
  const key = `${program} ${filter}`;
  if (!rights.has(key)) {
    rights.set(key, try_right(program, filter));
  }
  return rights.get(key);
}

async function try_right(program, filter) {
  const path = tree.path_of(program);
  if (!existsSync(path)) {
    throw new Error(`${path} is not built`);
  }
  const trial = mkdtempSync(join(scratch, "r"));
  for (const part of filter.split("-")[0].split(":").filter((each) => each !== "")) {
    const { output } = await run(path, [`--gtest_filter=${part}`, "--gtest_list_tests"], { env: process.env, millis: kLongestMillis });
    if (!/^ {2}\S/m.test(output)) {
      throw new Error(`${program} has no test ${part}`);
    }
  }
  const start = Date.now();
  const { code, output } = await run_tests(program, path, filter, trial, kLongestMillis);
  rmSync(trial, { recursive: true, force: true });
  if (code !== 0) {
    throw new Error(`${program} ${filter} fails without any mutant:\n${output.slice(-2_000)}`);
  }
  return Date.now() - start;
}

// Answers with the test that noticed, or nothing.
async function who_notices(mutant, trial) {
  for (const { program, filter } of mutant.tests) {
    const right = await right_millis({ program, filter });
    const folder = join(trial, program);
    mkdirSync(folder);
    const path = await tree.build(program, mutant.file, mutant.text, folder);
    const limit = Math.min(kLongestMillis, kShortestMillis + kSlower * right);
    const { code, output, late } = await run_tests(program, path, filter, trial, limit);
    if (code !== 0) {
      const failed = /^\[ {2}FAILED {2}\] (\S+?),? /m.exec(output) ?? output.match(/^\[ RUN {6}\] (\S+)(?![\s\S]*^\[ RUN)/m);
      return `${failed?.[1] ?? "the program"}${late ? ", which hung" : ""}`;
    }
  }
  return undefined;
}

async function try_mutant(mutant) {
  const trial = mkdtempSync(join(scratch, "m"));
  try {
    const noticed = await who_notices(mutant, trial);
    mutant.by = noticed ?? "";
    if (noticed !== undefined) {
      return "killed";
    }
    return mutant.equivalent === "" ? "survived" : "equivalent";
  } catch (error) {
    mutant.by = error.message;
    return "broken";
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

function told(mutant, millis) {
  const verdict = mutant.verdict === "survived" ? "SURVIVED" : mutant.verdict;
  const note = { killed: `  [${mutant.by}]`, broken: `\n${mutant.by}`, equivalent: `  [${mutant.equivalent}]` }[mutant.verdict] ?? "";
  console.log(`${verdict.padEnd(10)} ${(millis / 1000).toFixed(1).padStart(6)} s  ${mutant.file}: ${mutant.name}${note}`);
}

let position = 0;
for (const each of files) {
  each.mutants = each.mutants.filter(() => position++ % parts === part - 1)
    .filter((mutant) => mutant.name.includes(options.only)).slice(0, Number(options.sample));
}
const waiting = files.flatMap(({ mutants }) => mutants);
await Promise.all(Array.from({ length: Number(options.jobs) }, async () => {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const start = Date.now();
    mutant.verdict = await try_mutant(mutant);
    told(mutant, Date.now() - start);
  }
}));

const kColumns = ["mutants", "killed", "survived", "equivalent", "broken"];
const sums = Object.fromEntries(kColumns.map((column) => [column, 0]));
console.log(`\n${kColumns.map((column) => column.padStart(10)).join("")}  file`);
for (const { path, mutants } of files) {
  const counts = kColumns.map((column) => column === "mutants" ? mutants.length : mutants.filter(({ verdict }) => verdict === column).length);
  kColumns.forEach((column, index) => { sums[column] += counts[index]; });
  console.log(`${counts.map((count) => String(count).padStart(10)).join("")}  ${basename(path)}`);
}
for (const { mutants } of files) {
  for (const mutant of mutants.filter(({ verdict }) => verdict === "survived" || verdict === "broken")) {
    console.log(`${mutant.verdict}: ${mutant.where}: ${mutant.name}`);
  }
}
console.log(`${sums.killed} killed, ${sums.survived} survived, ${sums.equivalent} equivalent, ${sums.broken} broken`);
process.exit(sums.survived + sums.broken === 0 ? 0 : 1);
