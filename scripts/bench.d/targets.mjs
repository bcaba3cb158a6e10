// SPDX-License-Identifier: Apache-2.0
// The figures to hold: each row finds its value among the measured lines. `most` and `least` are what it may be;
// `beside` names what was measured in the same run. A row without a limit only reports.

const where = (lines, wanted) => lines.filter((line) => Object.entries(wanted).every(([key, value]) => line[key] === value));
const one = (lines, wanted, field) => where(lines, wanted)[0]?.[field];
const worst = (lines, wanted, field, fits = () => true) => {
  const values = where(lines, wanted).filter(fits).map((line) => line[field]);
  return values.length === 0 ? undefined : Math.max(...values);
};

// What a million items cost above 10,000 as dense, at the worst of the views both have.
function million_ratio(lines, surface) {
  const small = where(lines, { bench: "timeline_frame", surface, items: 10_000, spread_hours: 2.4 });
  const ratios = small.filter((line) => line.view_minutes < 100).map((line) => {
    const large = one(lines, { bench: "timeline_frame", surface, items: 1_000_000, view_minutes: line.view_minutes, move: line.move }, "median_ms");
    return large / line.median_ms;
  });
  return ratios.length === 0 ? undefined : Math.max(...ratios);
}

function timeline_rows() {
  const rows = [];
  for (const [surface, limit] of [["native", 4], ["wasm", 8]]) {
    for (const items of [1_000, 10_000, 100_000, 1_000_000]) {
      rows.push({ what: `timeline frame, ${items.toLocaleString("en")} items, worst zoom, ${surface}`, unit: "ms CPU", most: limit,
        value: (lines) => worst(lines, { bench: "timeline_frame", surface, items, spread_hours: 240 }, "median_ms") });
    }
    rows.push({ what: `timeline frame, 1,000,000 items, p99, ${surface}`, unit: "ms CPU", most: 2 * limit,
      value: (lines) => worst(lines, { bench: "timeline_frame", surface, items: 1_000_000 }, "p99_ms") });
    rows.push({ what: `timeline, a million beside 10,000 as dense, ${surface}`, unit: "x", most: 1.2, value: (lines) => million_ratio(lines, surface) });
    rows.push({ what: `timeline, memory of 1,000,000 items, ${surface}`, unit: "MiB", most: 64,
      value: (lines) => (one(lines, { bench: "timeline_columns", surface, items: 1_000_000 }, "bytes_per_item") ?? NaN) * 1e6 / 2 ** 20 });
  }
  return rows;
}

function chart_rows() {
  return [["native", 1], ["wasm", 2]].flatMap(([surface, limit]) => [
    { what: `chart, 1,000,000 samples, once reduced, ${surface}`, unit: "ms CPU", most: limit,
      value: (lines) => one(lines, { bench: "chart_frame", surface, samples: 1_000_000, view: "same" }, "median_ms") },
    { what: `chart, 1,000,000 samples, a new zoom, ${surface}`, unit: "ms CPU", most: 8,
      value: (lines) => one(lines, { bench: "chart_frame", surface, samples: 1_000_000, view: "new" }, "median_ms") },
  ]);
}

// A row of one field of one line. `beside` is a field of the same line.
const row = (what, unit, limits, wanted, field, beside) => ({ what, unit, ...limits,
  value: (lines) => one(lines, wanted, field), ...(beside ? { beside: (lines) => one(lines, wanted, beside[0]), beside_name: beside[1] } : {}) });
const most = (limit) => ({ most: limit });
const least = (limit) => ({ least: limit });
// The limit is a multiple of what was measured beside it.
const times = (limit) => ({ most_ratio: limit });
const at_least_times = (limit) => ({ least_ratio: limit });

function page_rows() {
  const first = (visit, limits) => row(`first frame, ${visit === "first" ? "first visit" : "reload"}`, "ms", limits, { bench: "first_frame", visit }, "median_ms", ["bare_demo_ms", "bare ImGui demo"]);
  const beside = (what) => ({ bench: "timeline_beside", what });
  return [
    row("page, wasm and JavaScript, brotli", "kB", most(450), { bench: "page_bytes", what: "wasm and JavaScript" }, "brotli_kb", ["bare_demo_kb", "bare ImGui demo"]),
    row("page, all files, brotli", "kB", {}, { bench: "page_bytes", what: "all files" }, "brotli_kb", ["bare_demo_kb", "bare ImGui demo"]),
    first("first", times(1.1)),
    first("reload", times(1.1)),
    row("idle page, frames", "/min", most(120), { bench: "page_idle", state: "idle" }, "frames_per_minute"),
    row("idle page, renderer", "% of a core", most(1), { bench: "page_idle", state: "idle" }, "renderer_cpu_percent"),
    row("hidden page, frames", "/min", most(0), { bench: "page_idle", state: "hidden" }, "frames_per_minute"),
    row("event to pixel, 50 viewers x 100 entries/s, p99", "ms", most(250), { bench: "event_to_pixel" }, "p99_ms"),
    row("filter key to frame, 10,000 alerts, typed, p99", "ms", most(50), { bench: "filter", pace: "typed" }, "p99_ms"),
    row("filter key to frame, 10,000 alerts, keys without a pause, p99", "ms", most(50), { bench: "filter", pace: "flat out" }, "p99_ms"),
    row("filter, until all 10,000 are searched, p99", "ms", {}, { bench: "filter", pace: "typed" }, "answer_p99_ms"),
    row("24 simulated hours of a wall, heap growth, native", "%", most(5), { bench: "wall_day", surface: "native" }, "growth_percent"),
    row("24 simulated hours of a wall, heap growth, wasm", "%", most(5), { bench: "wall_day", surface: "wasm" }, "growth_percent"),
    row("first usable board, 100,000 alerts", "ms", most(2_000), { bench: "first_board" }, "median_ms"),
    row("first draw of 10,000 items", "ms", times(0.02), beside("first draw, 10,000 items"), "ms", ["vis_timeline_ms", "vis-timeline, 4,000"]),
    row("zoom step, 1,000,000 items", "ms", times(0.1), beside("zoom step, 1,000,000 items"), "ms", ["vis_timeline_ms", "vis-timeline, 4,000"]),
  ];
}

function append_rows() {
  const single = (clients, limits) => row(`durable appends through HTTP, ${clients} clients`, "entries/s", limits, { bench: "appends_single", clients }, "entries_per_second");
  return [single(1, {}), single(8, least(6_000)), single(16, {}),
    row("durable appends through HTTP, batches of 100, 8 clients", "entries/s", least(20_000), { bench: "appends_batched" }, "entries_per_second")];
}

function alert_rows() {
  const posts = [["post_new_alerts", "new"], ["post_resent_alerts", "resent"]].flatMap(([bench, kind]) => [1, 10, 64, 256].map((batch) =>
    row(`POST /api/v2/alerts, ${kind}, batch ${batch}`, "alerts/s", at_least_times(1), { bench, batch }, "alerts_per_second", ["alertmanager_alerts_per_second", "Alertmanager"])));
  const viewer = { bench: "get_20k_alerts", what: "a new viewer's first request" };
  const all = { bench: "get_20k_alerts", what: "GET /api/v2/alerts" };
  return [...posts,
    row("20,000 alerts, resident memory", "MiB", times(0.5), { bench: "memory_20k_alerts" }, "rss_mib", ["alertmanager_rss_mib", "Alertmanager"]),
    row("20,000 alerts to a new viewer, bytes", "bytes", times(0.25), viewer, "bytes", ["alertmanager_bytes", "Alertmanager"]),
    row("20,000 alerts to a new viewer, time", "ms", times(0.25), viewer, "ms", ["alertmanager_ms", "Alertmanager"]),
    row("20,000 alerts, our GET /api/v2/alerts, time", "ms", {}, all, "ms", ["alertmanager_ms", "Alertmanager"]),
    ...["one that is over", "1,000 to come"].map((what) =>
      row(`a new alert beside 20,000 and windows: ${what}`, "ms", times(1.1), { bench: "alert_beside_windows", what }, "ms", ["without_ms", "without windows"])),
    row("/state with 100,000 alerts", "bytes", most(1_000_000), { bench: "state_100k_alerts" }, "bytes"),
  ];
}

function storm_rows() {
  return ["1 x 100,000", "100 x 1,000", "100,000 x 1"].flatMap((shape) => [
    row(`storm ${shape}, durable in`, "s", most(30), { bench: "storm", shape }, "seconds"),
    row(`storm ${shape}, acknowledged p99`, "ms", most(shape === "1 x 100,000" ? 30_000 : 1_000), { bench: "storm", shape }, "ack_p99_ms"),
    row(`storm ${shape}, room screens p99`, "ms", most(250), { bench: "storm", shape }, "screens_p99_ms"),
    row(`storm ${shape}, memory at most`, "MiB", most(512), { bench: "storm", shape }, "peak_mib"),
  ]).concat([{ what: "storm, alerts that fire in the end, shapes that differ", unit: "", most: 0, value: (lines) => {
    const ends = where(lines, { bench: "storm" }).filter((line) => line.active !== undefined).map((line) => line.active);
    return ends.length < 2 ? undefined : new Set(ends).size - 1;
  } }]);
}

function live_rows() {
  const fan = (viewers) => row(`live, ${viewers} viewers, p99`, "ms", {}, { bench: "live_fanout", viewers }, "p99_ms");
  return [
    row("event to client, 50 viewers x 100/s, p99", "ms", times(1), { bench: "live_paced" }, "p99_ms", ["nchan_p99_ms", "nchan"]),
    row("fan-out flat out, 200 viewers", "deliveries/s", at_least_times(1), { bench: "live_flat_out" }, "deliveries_per_second", ["nchan_deliveries_per_second", "nchan"]),
    fan(50), fan(500),
    row("5,000 viewers, a broadcast a second, p99", "ms", most(100), { bench: "live" }, "p99_ms"),
    { what: "5,000 viewers, memory", unit: "MiB", most: 16, value: (lines) => (one(lines, { bench: "live_hub" }, "rss_growth_kib") ?? NaN) / 1024 },
    row("5,000 viewers, idle", "% of a core", most(1), { bench: "live_hub" }, "idle_cpu_percent"),
    row("1,000 viewers beside a non-reader and a half-open peer, p99", "ms", {}, { bench: "dead_peers" }, "beside_p99_ms", ["alone_p99_ms", "without them"]),
    row("1,000 viewers beside a non-reader and a half-open peer, more", "ms", most(50), { bench: "dead_peers" }, "more_ms"),
    row("the non-reader is gone after", "s", most(10), { bench: "dead_peers" }, "non_reader_gone_s"),
    row("the half-open peer is gone after", "s", most(30), { bench: "dead_peers" }, "half_open_gone_s"),
    row("restart with 5,000 viewers, all back in", "s", most(15), { bench: "restart" }, "back_seconds"),
    row("restart, events missing or twice", "", most(0), { bench: "restart" }, "disorder"),
  ];
}

function bad_input_rows() {
  const small = { bench: "bad_input" };
  const bulk = { bench: "bad_bulk" };
  return [
    row("bad input until refused, p99", "ms", most(50), small, "p99_ms"),
    row("bad input until refused, at most", "ms", most(50), small, "max_ms"),
    row("bad input, memory above before", "MiB", most(8), small, "growth_mib"), // twice what most routes read
    row("64 MiB of bulk until refused, at most", "ms", {}, bulk, "max_ms"),
    row("64 MiB of bulk, memory above before", "MiB", most(128), bulk, "growth_mib"),
  ];
}

function server_rows() {
  const publish = (what, limits) => row(`publishing a new state with 100,000 alerts, ${what}, median`, "ms", limits, { bench: "publish", what }, "median_ms");
  const short = { part: "start" };
  // Only when asked for: their rows are left out otherwise.
  const ten_million = (what, unit, limits, bench, field) => ({ ...row(what, unit, limits, { part: "start-10m", bench }, field), on_request: true });
  return [
    row("start, 1,000,000 entries, ready", "ms", most(1_000), short, "ready_ms"),
    row("start, the first time, whole refold", "entries/s", least(300_000), short, "refold_entries_per_second"),
    ten_million("start, 10,000,000 entries, ready from a snapshot", "ms", most(3_000), "start", "ready_ms"),
    ten_million("/state, 10,000,000 entries and 100,000 alerts", "bytes", most(1_000_000), "start", "state_bytes"),
    ten_million("first usable board, 10,000,000 entries and 100,000 alerts", "ms", most(2_000), "first_board_10m", "median_ms"),
    publish("a note", most(0.1)), publish("an acknowledgement", most(0.1)), publish("an alert", most(0.1)), publish("100 alerts", {}),
    row("beside 200 unfinished requests of strangers: refused", "", most(0), { bench: "slow_strangers" }, "refused"),
    ...["alerts", "console calls", "sign-ins"].map((what) => row(`beside 200 unfinished requests of strangers: ${what}, p99`, "ms", most(250),
      { bench: "slow_strangers_kind", what }, "p99_ms", ["alone_p99_ms", "without them"])),
    row("API beside 500 slow clients, p99", "ms", most(250), { bench: "http_beside_slow_clients" }, "p99_ms"),
    row("refold: decode and apply, one core", "entries/s", least(300_000), { bench: "codec", what: "decode and apply" }, "per_second"),
  ];
}

function forecast_rows() {
  const suite = (what, limit) => ({ what: `forecast 7 days, ${what}, MASE`, unit: "", most_ratio: limit, beside_name: "Prometheus's predict_linear",
    value: (lines) => one(lines, { bench: "forecast_suite", what }, "mase"), beside: (lines) => one(lines, { bench: "forecast_prometheus", what }, "mase") });
  const real = { bench: "forecast_real" };
  // Without the folder of real series their rows are left out.
  const on_series = (made) => ({ ...made, on_request: true });
  return [
    suite("season", 0.35), suite("saw-tooth", 0.35), suite("gaps", 0.35), suite("step", 0.6), suite("trend", 1), suite("noise", 1), suite("ceiling", 1),
    { what: "forecast 7 days, worst kind beside the better seasonal naive", unit: "x", most: 1, value: (lines) => worst(lines, { bench: "forecast_suite" }, "beside_naive") },
    row("forecast, values of the suite in the 80 % band", "%", {}, { bench: "forecast_suite_band" }, "covered_percent"),
    row("date of exhaustion within 15 % of the horizon", "%", least(80), { bench: "forecast_dates" }, "near_percent"),
    row("date of exhaustion, the same against one future as it came", "%", {}, { bench: "forecast_dates" }, "near_happened_percent"),
    row("date of exhaustion where there is none", "%", most(2), { bench: "forecast_dates" }, "false_percent"),
    row("re-forecast of 1,000 resources, 5 weeks of hours", "s", most(10), { bench: "forecast_cost" }, "cpu_s"),
    row("re-forecast of 1,000 resources, memory", "MiB", most(64), { bench: "forecast_cost" }, "peak_mib"),
    on_series(row("real series, 24 h, median MASE", "", times(0.9), { bench: "forecast_stlf" }, "our_median_mase", ["median_mase", "R's stlf"])),
    on_series(row("real series, worst beside the better seasonal naive", "x", most(1.1), real, "worst_beside_naive")),
    on_series(row("real series, values in the 80 % band, at least", "%", least(75), real, "covered_percent")),
    on_series(row("real series, values in the 80 % band, at most", "%", most(85), real, "covered_percent")),
    on_series(row("real series, times as fast as R's stlf", "x", least(50), { bench: "forecast_stlf" }, "times_as_fast")),
  ];
}

export const kRows = [...timeline_rows(), ...chart_rows(), ...page_rows(), ...append_rows(), ...alert_rows(), ...storm_rows(), ...live_rows(), ...bad_input_rows(), ...forecast_rows(), ...server_rows()];
