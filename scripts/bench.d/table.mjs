// SPDX-License-Identifier: Apache-2.0
// Prints the results of scripts/bench as one table: what was measured, where, and its figures.
import { readFileSync } from 'node:fs';
import { cpus, totalmem, loadavg } from 'node:os';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
const gib = (totalmem() / 2 ** 30).toFixed(0);
console.log(`\n${cpus().length} cores (${cpus()[0].model.trim()}), ${gib} GiB, load ${loadavg()[0].toFixed(1)}; load generators share the cores\n`);
const names = new Set(['surface', 'bench', 'what', 'figure']);
const rows = lines.map((line) => [
  line.surface,
  [line.bench, line.what, line.figure].filter(Boolean).join(' '),
  Object.entries(line).filter(([key]) => !names.has(key)).map(([key, value]) => `${key}=${value}`).join('  '),
]);
const width = (column) => Math.max(...rows.map((row) => row[column].length));
for (const row of rows) {
  console.log(`${row[0].padEnd(width(0))}  ${row[1].padEnd(width(1))}  ${row[2]}`);
}
