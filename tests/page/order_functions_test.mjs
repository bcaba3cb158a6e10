// SPDX-License-Identifier: Apache-2.0
// A module whose functions were put in order does what it did: calls, the table, exports and the start go along.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const kScript = fileURLToPath(new URL("../../scripts/cmake/order_functions.mjs", import.meta.url));
const kNumber = 0x7f; // i32
const kEnd = 0x0b;

const sized = (bytes) => [bytes.length, ...bytes];
const listed = (items) => [items.length, ...items.flat()];
const text = (word) => sized([...Buffer.from(word)]);
const section = (id, items) => [id, ...sized(listed(items))];
const body = (...instructions) => sized([0, ...instructions, kEnd]);

// The types: () → number, number → number, () → nothing. Function 0 is imported, 1 to 5 are here.
const kTypes = [[0x60, 0, 1, kNumber], [0x60, 1, kNumber, 1, kNumber], [0x60, 0, 0]];
function module_of(...bodies) {
  return Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, kTypes),
    ...section(2, [[...text("page"), ...text("ask"), 0, 0]]),
    ...section(3, [[1], [2], [0], [0], [0]]),
    ...section(4, [[0x70, 0, 1]]),
    ...section(6, [[kNumber, 1, 0x41, 0, kEnd]]),
    ...section(7, [[...text("calls"), 0, 3], [...text("finds"), 0, 4], [...text("started"), 3, 0]]),
    8, 1, 2,
    ...section(9, [[0, 0x41, 0, kEnd, ...listed([[5]])]]),
    ...section(10, bodies)]);
}
const kBodies = [
  body(0x20, 0, 0x10, 0, 0x6a), // what is given and what the page says
  body(0x41, 9, 0x24, 0), // the start
  body(0x41, 5, 0x10, 1),
  body(0x41, 0, 0x11, 0, 0), // by the table
  body(0x41, 7),
];

const folder = mkdtempSync(join(tmpdir(), "order-"));
function ordered(module) {
  const file = join(folder, "module.wasm");
  writeFileSync(file, module);
  execFileSync(process.execPath, [kScript, file], { stdio: "pipe" });
  return readFileSync(file);
}

function answers(module) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { page: { ask: () => 30 } });
  return [exports.calls(), exports.finds(), exports.started.value];
}

try {
  const before = module_of(...kBodies);
  const after = ordered(before);
  assert.deepEqual(answers(before), [35, 7, 9]);
  assert.deepEqual(answers(after), [35, 7, 9]);
  assert.notDeepEqual(after, before);
  assert.deepEqual(ordered(after), after, "what is in order stays");
  console.log("ok  a module does what it did");

  const strange = module_of(...kBodies.slice(0, 4), body(0xfd, 0));
  assert.throws(() => ordered(strange), /unknown instruction/);
  console.log("ok  what it cannot read it refuses");
} finally {
  rmSync(folder, { recursive: true });
}
console.log("2 tests");
