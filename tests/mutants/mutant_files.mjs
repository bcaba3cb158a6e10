// SPDX-License-Identifier: Apache-2.0
// Reads *.mutants and makes the wrong sources that they name. A file is blocks separated by blank lines:
//
//     file: shared/domain/decide/alerts/alerts.cpp
//     tests: shared_tests ReportAlertsTest.*:ApplyAlertsTest.*     a program, and which of its tests should notice
//     name: the shortest of two leases is kept
//       context, where the place would not be unique without
//     - the right line
//     + the wrong line
//     equivalent: why no test can notice; only where that is so
//
// There may be several "tests:" lines. Blanks around a line do not count, and blank lines of the source are passed over.
import { readFileSync } from "node:fs";
import { join } from "node:path";

// A mutant is { file, name, tests: [{ program, filter }], place: [string], lines: [{ mark, text }], equivalent }.
export function read_mutants(path) {
  const mutants = [];
  let block = [];
  const lines = readFileSync(path, "utf8").split("\n");
  lines.push("");
  lines.forEach((line, index) => {
    if (line.trim() !== "") {
      block.push(line);
      return;
    }
    if (block.some((each) => !each.startsWith("#"))) {
      mutants.push(mutant_of(block, `${path}:${index + 1 - block.length}`));
    }
    block = [];
  });
  return mutants;
}

function mutant_of(block, where) {
  const mutant = { where, file: "", name: "", tests: [], lines: [], equivalent: "" };
  for (const line of block) {
    const field = /^(file|tests|name|equivalent):\s*(.*?)\s*$/.exec(line);
    if (field !== null && field[1] === "tests") {
      const [program, filter = "*"] = field[2].split(/\s+/);
      mutant.tests.push({ program, filter });
    } else if (field !== null) {
      mutant[field[1]] = field[2];
    } else if (/^[ +-]/.test(line)) {
      mutant.lines.push({ mark: line[0], text: line.slice(1).trim() });
    } else if (!line.startsWith("#")) {
      throw new Error(`${where}: neither a field nor a line of the source: ${line}`);
    }
  }
  if (mutant.file === "" || mutant.name === "" || mutant.tests.length === 0) {
    throw new Error(`${where}: file, tests and name must be there`);
  }
  if (!mutant.lines.some((line) => line.mark !== " ")) {
    throw new Error(`${where}: changes nothing`);
  }
  return mutant;
}

// The source with the mutant's change. Throws where the place is not there exactly once.
export function mutated_text(mutant, root) {
  const source = readFileSync(join(root, mutant.file), "utf8").split("\n");
  const written = source.map((_, index) => index).filter((index) => source[index].trim() !== "");
  const place = mutant.lines.filter((line) => line.mark !== "+").map((line) => line.text);
  const starts = written.map((_, start) => start).filter((start) =>
    place.every((text, offset) => source[written[start + offset]]?.trim() === text));
  if (place.length === 0 || starts.length !== 1) {
    throw new Error(`${mutant.where}: "${mutant.name}": its place is ${starts.length} times in ${mutant.file}`);
  }
  return changed(source, written.slice(starts[0]), mutant.lines).join("\n");
}

function changed(source, places, lines) {
  const result = source.slice(0, places[0]);
  let at = places[0];
  let next = 0;
  for (const { mark, text } of lines) {
    if (mark === "+") {
      result.push(text);
      continue;
    }
    result.push(...source.slice(at, places[next]));
    if (mark === " ") {
      result.push(source[places[next]]);
    }
    at = places[next] + 1;
    next += 1;
  }
  return [...result, ...source.slice(at)];
}
