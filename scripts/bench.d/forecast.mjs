// SPDX-License-Identifier: Apache-2.0
// Forecasts: the generated suite beside a real Prometheus and its formula, dates of exhaustion and cost; and, where there is a folder
// of real series (FORECAST_SERIES=FOLDER, files of `timestamp,value` as the Numenta Anomaly Benchmark has them), those
// beside R's forecast::stlf on the same hours and origins. Of what is not there a line says so.
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beside_prometheus } from "./forecast_prometheus.mjs";
import { attempt, print, stop_all } from "./support.mjs";

const run = promisify(execFile);
const kFolder = process.env.FORECAST_SERIES ?? "";

// Hourly means, four origins a day apart, 24 hours ahead; errors by the mean daily change of what was known.
const kAnchor = `
suppressMessages(library(forecast))
for (file in commandArgs(TRUE)) {
  d <- read.csv(file); h <- floor(as.numeric(as.POSIXct(d$timestamp, tz = "UTC")) / 3600)
  y <- as.numeric(na.interp(ts(as.numeric(tapply(d$value, factor(h, levels = seq(min(h), max(h))), mean)))))
  n <- length(y)
  if (n < 192) next
  for (k in 4:1) {
    known <- y[1:(n - k * 24)]; actual <- y[(n - k * 24 + 1):(n - k * 24 + 24)]
    began <- Sys.time(); f <- stlf(ts(known, frequency = 24), h = 24, method = "ets", level = 80)
    spent <- as.numeric(difftime(Sys.time(), began, units = "secs"))
    cat(basename(file), mean(abs(as.numeric(f$mean) - actual)) / mean(abs(diff(known, lag = 24))),
      mean(actual >= f$lower & actual <= f$upper), spent, "\\n")
  }
}`;

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function beside_r(ours) {
  const installed = await run("Rscript", ["-e", "suppressMessages(library(forecast))"]).then(() => true, () => false);
  if (!installed) {
    print({ bench: "forecast_stlf", absent: "not installed: Debian's r-cran-forecast" });
    return;
  }
  const files = readdirSync(kFolder).filter((name) => name.endsWith(".csv")).map((name) => join(kFolder, name));
  const { stdout } = await run("Rscript", ["-e", kAnchor, ...files]);
  const rows = stdout.trim().split("\n").map((line) => line.trim().split(/ +/));
  const series = [...new Set(rows.map((row) => row[0]))];
  const stlf = median(series.map((name) => mean(rows.filter((row) => row[0] === name).map((row) => Number(row[1])))));
  const milliseconds = 1000 * mean(rows.map((row) => Number(row[3])));
  print({ bench: "forecast_stlf", series: series.length, median_mase: stlf, covered_percent: 100 * mean(rows.map((row) => Number(row[2]))), ms: milliseconds,
    our_median_mase: ours.median_mase, ratio: ours.median_mase / stlf, times_as_fast: milliseconds / ours.cpu_ms });
}

const { stdout } = await run(`${process.env.BENCH_PROGRAMS}/forecast_bench`, kFolder ? [`data=${kFolder}`] : []);
process.stdout.write(stdout);
const ours = stdout.trim().split("\n").map((line) => JSON.parse(line)).find((line) => line.bench === "forecast_real");
if (ours.absent) {
  print({ bench: "forecast_stlf", absent: ours.absent });
} else {
  await attempt("forecast_stlf", () => beside_r(ours));
}
await attempt("forecast_prometheus", beside_prometheus);
await stop_all();
