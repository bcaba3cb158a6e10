// SPDX-License-Identifier: Apache-2.0
// What scripts/bench.d/timeline.mjs runs in a browser beside another timeline, on the browser's own clock: from
// 10,000 items in hand to the first frame, and a zoom step at a million. One line of JSON. Without a renderer, as
// the other side's figures are without painting.
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/headless_ui.h"

#include <emscripten.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace watchfloor {
namespace {

constexpr double kHours = 240;
constexpr int kSteps = 60;

void draw(HeadlessUi& ui, TimelineScene& scene)
{
    ui.frame([&] {
        begin_screen("Bench");
        draw_timeline("timeline", scene.model, scene.state);
        end_screen();
    });
}

double first_draw_millis(std::size_t items)
{
    HeadlessUi ui { { 1920, 1080 } };
    TimelineScene scene;
    const double start = emscripten_get_now();
    scene.add_many(items, kHours);
    scene.show(-kHours * 60, 0);
    draw(ui, scene);
    return emscripten_get_now() - start;
}

double zoom_step_millis(std::size_t items)
{
    HeadlessUi ui { { 1920, 1080 } };
    TimelineScene scene;
    scene.add_many(items, kHours);
    scene.show(-kHours * 60, 0);
    draw(ui, scene);
    std::vector<double> steps;
    for (int i = 0; i < kSteps; ++i) {
        TimeAxis& axis = scene.state.axis;
        axis = zoomed(axis, axis.left + axis.width * 0.6F, i < kSteps / 2 ? 0.93 : 1 / 0.93);
        const double start = emscripten_get_now();
        draw(ui, scene);
        steps.push_back(emscripten_get_now() - start);
    }
    std::sort(steps.begin(), steps.end());
    return steps[kSteps / 2];
}

}
}

int main()
{
    const double first = watchfloor::first_draw_millis(10'000);
    std::printf("{\"first_draw_ms\":%.2f,\"zoom_step_ms\":%.3f}\n", first, watchfloor::zoom_step_millis(1'000'000));
    return 0;
}
