// SPDX-License-Identifier: Apache-2.0
// Prints the results of scripts/bench as one table: what, the figure to hold, what was measured, what was measured
// beside it and the ratio, and whether it was met. Writes rows, lines and machine as JSON.
// usage: table.mjs LINES.jsonl RESULTS.json SECONDS
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { kRows } from "./targets.mjs";

const [, , input, output, seconds] = process.argv;
const lines = readFileSync(input, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));

const number = (value) => value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4 });

function target_of(row) {
  const unit = row.unit ? ` ${row.unit}` : "";
  if (row.most !== undefined) return `≤ ${number(row.most)}${unit}`;
  if (row.least !== undefined) return `≥ ${number(row.least)}${unit}`;
  if (row.most_ratio !== undefined) return `≤ ${row.most_ratio} x`;
  return row.least_ratio !== undefined ? `≥ ${row.least_ratio} x` : "";
}

function verdict_of(row, value, ratio) {
  if (value === undefined || Number.isNaN(value)) return "not measured";
  if (row.most !== undefined) return value <= row.most ? "met" : "missed";
  if (row.least !== undefined) return value >= row.least ? "met" : "missed";
  if (row.most_ratio === undefined && row.least_ratio === undefined) return "";
  if (ratio === undefined || Number.isNaN(ratio)) return "not measured";
  return (row.most_ratio !== undefined ? ratio <= row.most_ratio : ratio >= row.least_ratio) ? "met" : "missed";
}

// A round of fixed work on this machine, at the beginning and the end of the run: the mean, and how far both are apart.
const rounds = lines.filter((line) => line.bench === "calibration");
const mean = (field) => rounds.reduce((sum, line) => sum + line[field], 0) / rounds.length;
const calibration = rounds.length === 0 ? undefined
  : { round_ms: mean("round_ms"), cpu_ms: mean("cpu_ms"), drift: Math.max(...rounds.map((line) => line.round_ms)) / Math.min(...rounds.map((line) => line.round_ms)) };

// A figure of time or rate without a peer as a multiple of that work, so that it can be compared between machines.
function rounds_of(row, value, beside) {
  if (value === undefined || Number.isNaN(value) || beside || !calibration) return undefined;
  if (row.unit === "ms CPU") return value / calibration.cpu_ms;
  if (row.unit === "ms") return value / calibration.round_ms;
  if (row.unit === "s") return value * 1000 / calibration.round_ms;
  return row.unit.endsWith("/s") ? value * calibration.round_ms / 1000 : undefined;
}

const rows = kRows.filter((row) => !row.on_request || row.value(lines) !== undefined).map((row) => {
  const value = row.value(lines);
  const beside = row.beside?.(lines);
  const ratio = value !== undefined && beside ? value / beside : undefined;
  return { what: row.what, target: target_of(row), value, unit: row.unit, rounds: rounds_of(row, value, beside), beside, beside_name: row.beside_name, ratio, verdict: verdict_of(row, value, ratio) };
}).filter((row) => row.verdict !== "" || row.value !== undefined);

const machine = { cores: cpus().length, model: cpus()[0].model.trim(), memory_gib: Math.round(totalmem() / 2 ** 30), kernel: release(),
  load: Number(loadavg()[0].toFixed(1)), seconds: Number(seconds), at: new Date().toISOString() };
const failed = lines.filter((line) => line.failed !== undefined);
const shares = lines.filter((line) => line.generator_cpu_percent !== undefined);

function shown(row) {
  const has = row.value !== undefined && !Number.isNaN(row.value);
  return [row.what, row.target, has ? `${number(row.value)} ${row.unit}`.trim() : "", row.beside ? `${row.beside_name}: ${number(row.beside)}` : row.rounds === undefined ? "" : `calibration: ${number(row.rounds)}`,
    row.ratio === undefined ? "" : `${number(row.ratio)} x`, row.verdict];
}

function print_table(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  for (const cells of table) {
    console.log(cells.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  }
}

console.log(`\n${machine.cores} cores (${machine.model}), ${machine.memory_gib} GiB, Linux ${machine.kernel}, load ${machine.load} at the end, ${seconds} s a figure.`);
if (machine.seconds < 3) {
  console.log("A trial run: fewer viewers and shorter journals than the rows say, and too short for their medians.");
}
if (calibration) {
  console.log(`Calibration, a round of 1 MiB hashed, 16 MiB copied and 4 KiB appended durably: ${number(calibration.round_ms)} ms (${number(calibration.cpu_ms)} ms of processor), ${number(calibration.drift)} x between begin and end. `
    + "What has no peer is also said in rounds: time as so many rounds, a rate as so much a round.");
}
console.log("Servers, peers, browser and load generators share these cores. Share of one core the generators took:");
console.log(shares.map((line) => `${[line.bench, line.shape ?? line.batch ?? line.viewers ?? line.clients].filter(Boolean).join(" ")} ${line.generator_cpu_percent} %`).join(", ") || "none ran");
console.log();
print_table([["what", "figure to hold", "measured", "beside it", "ratio", ""], ...rows.map(shown)]);
if (failed.length > 0) {
  console.log("\nCould not be measured:");
  failed.forEach((line) => console.log(`  ${line.bench}: ${line.failed}`));
}
const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
console.log(`\n${count("met")} met, ${count("missed")} missed, ${count("not measured")} not measured; all lines in ${output}`);
writeFileSync(output, `${JSON.stringify({ machine, calibration, rows, failed, lines }, null, 1)}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
