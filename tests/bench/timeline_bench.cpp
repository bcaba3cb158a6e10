// SPDX-License-Identifier: Apache-2.0
// timeline_bench [most]: what a frame of the timeline costs at 1920x1080, whole and without a renderer,
// for 1k to 1M items over eight lanes at several zooms: panning, and zooming in and out. Also what
// the columns weigh. Processor time. One line of JSON each. The same source runs natively and as WebAssembly in node.
#include "tests/bench/cpu_clock.h"
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/headless_ui.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace watchfloor {
namespace {

constexpr int kFrames = 240;

struct Spread {
    double median = 0;
    double p99 = 0;
};

Spread spread_of(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return { values[values.size() / 2], values[values.size() * 99 / 100] };
}

// Changes the view a little in every frame, as a hand on the mouse does.
Spread measure(HeadlessUi& ui, TimelineScene& scene, bool zooming)
{
    std::vector<double> costs;
    for (int i = 0; i < kFrames; ++i) {
        TimeAxis& axis = scene.state.axis;
        const bool there = i % 60 < 30;
        if (zooming) {
            axis = zoomed(axis, axis.left + axis.width * 0.6F, there ? 0.93 : 1 / 0.93);
        } else {
            axis = panned(axis, there ? 9.0F : -9.0F);
        }
        const double start = cpu_millis();
        ui.frame([&] {
            begin_screen("Bench");
            draw_timeline("timeline", scene.model, scene.state);
            end_screen();
        });
        costs.push_back(cpu_millis() - start);
    }
    return spread_of(costs);
}

// `hours`: how long a time the items are spread over.
void run(std::size_t count, double hours)
{
    HeadlessUi ui { { 1920, 1080 } };
    TimelineScene scene;
    const double filling = cpu_millis();
    scene.add_many(count, hours);
    std::printf("{\"bench\":\"timeline_columns\",\"items\":%zu,\"fill_ms\":%.1f,\"bytes_per_item\":%.1f}\n", count,
        cpu_millis() - filling, static_cast<double>(scene.columns.memory_bytes()) / static_cast<double>(count));
    scene.add_incident();
    for (const double minutes : { 14'400.0, 4320.0, 432.0, 43.2, 2.88 }) {
        for (const bool zooming : { false, true }) {
            scene.show(-hours * 30 - minutes / 2, -hours * 30 + minutes / 2);
            ui.draw([&] { draw_timeline("timeline", scene.model, scene.state); }, 3);
            const Spread spread = measure(ui, scene, zooming);
            std::printf("{\"bench\":\"timeline_frame\",\"items\":%zu,\"spread_hours\":%.1f,\"view_minutes\":%.1f,"
                        "\"move\":\"%s\","
                        "\"median_ms\":%.3f,\"p99_ms\":%.3f,\"vertices\":%d}\n",
                count, hours, minutes, zooming ? "zoom" : "pan", spread.median, spread.p99, ui.vertices());
        }
    }
    std::fflush(stdout);
}

}
}

int main(int argc, char** argv)
{
    const long most = argc > 1 ? std::atol(argv[1]) : 1'000'000;
    for (const long count : { 1000L, 10'000L, 100'000L, 1'000'000L }) {
        if (count <= most) {
            watchfloor::run(static_cast<std::size_t>(count), 240);
        }
    }
    // As dense as a million in 240 hours: within 2.4 hours the picture is the same, only the store differs.
    watchfloor::run(10'000, 2.4);
    return 0;
}
