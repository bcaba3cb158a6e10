// SPDX-License-Identifier: Apache-2.0
// chart_bench: what a frame with one chart costs at 1920 pixels for 1k to 1M samples: the same view again
// (already reduced), and a new stretch in every frame. One line of JSON each. Native and WebAssembly.
#include "client/widgets/chart/chart.h"
#include "tests/bench/cpu_clock.h"
#include "tests/support/headless_ui.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace watchfloor {
namespace {

constexpr int kFrames = 200;

void run(std::size_t count)
{
    HeadlessUi ui { { 1920, 1080 } };
    SampleSeries samples;
    const double filling = cpu_millis();
    for (std::size_t i = 0; i < count; ++i) {
        const double value
            = 55 + 30 * std::sin(static_cast<double>(i) / 5000) + static_cast<double>((i * 7919) % 97) / 10;
        samples.put({ { static_cast<std::int64_t>(i) * 1000 }, value });
    }
    const double filled = cpu_millis() - filling;
    ChartSeries chart;
    chart.name = "CPU";
    chart.samples = &samples;
    chart.unit = ChartUnit::Percent;
    chart.warning = 75;
    chart.critical = 90;
    ChartState state;
    for (const bool fresh : { false, true }) {
        std::vector<double> costs;
        for (int i = 0; i < kFrames; ++i) {
            const auto whole = static_cast<std::int64_t>(count) * 1000;
            const std::int64_t cut = fresh ? whole * (i % 100) / 250 : 0;
            const double start = cpu_millis();
            ui.frame([&] {
                begin_screen("Bench");
                draw_chart("chart", chart, state, { .from = { cut }, .to = { whole }, .height = 400 });
                end_screen();
            });
            costs.push_back(cpu_millis() - start);
        }
        std::sort(costs.begin(), costs.end());
        std::printf("{\"bench\":\"chart_frame\",\"samples\":%zu,\"view\":\"%s\",\"median_ms\":%.3f,\"p99_ms\":%.3f,"
                    "\"fill_ms\":%.1f,\"bytes_per_sample\":%.1f}\n",
            count, fresh ? "new" : "same", costs[kFrames / 2], costs[kFrames * 99 / 100], filled,
            static_cast<double>(samples.memory_bytes()) / static_cast<double>(count));
    }
}

}
}

int main()
{
    for (const std::size_t count : { 1000u, 10'000u, 100'000u, 1'000'000u }) {
        watchfloor::run(count);
    }
    return 0;
}
