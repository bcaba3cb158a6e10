// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {

// One view beside a room, and what it asks the server for.
class ViewOnScreen : public testing::Test {
protected:
    ViewOnScreen(std::unique_ptr<View> view, ImVec2 size) : ui_(size), view_(std::move(view)) { }

    void draw(int frames = 6)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                for (Intent& intent : view_->draw(console_.input())) {
                    if (auto* send = std::get_if<Send>(&intent)) {
                        sent_.push_back(std::move(*send));
                    } else if (const auto* go = std::get_if<GoTo>(&intent); go != nullptr && !go->replace) {
                        went_.push_back(go->location.path);
                    }
                }
                end_screen();
            });
        }
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    HeadlessUi ui_;
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_;
    std::vector<Send> sent_ {};
    std::vector<std::string> went_ {};
};

}
