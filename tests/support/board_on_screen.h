// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/app/outbox.h"
#include "client/views/board/board_view.h"
#include "client/views/view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace watchfloor {

// The board with two alerts on screen, and what it asks for.
class BoardViewTest : public testing::Test {
protected:
    BoardViewTest()
    {
        worst_ = console_.fire("Down", "shop");
        other_ = console_.fire("Slow", "mail", "warning");
        console_.open(console_.room.resolver);
        draw();
    }

    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            frame(console_.input());
        }
    }

    void frame(const ViewInput& input)
    {
        ui_.frame([&] {
            begin_screen("Test");
            for (Intent& intent : view_->draw(input)) {
                if (auto* send = std::get_if<Send>(&intent)) {
                    sent_.push_back(std::move(*send));
                } else if (const auto* say = std::get_if<Say>(&intent)) {
                    said_ = say->text;
                } else if (const auto* open = std::get_if<OpenLink>(&intent)) {
                    opened_.push_back(open->address);
                } else if (const auto* go = std::get_if<GoTo>(&intent); go != nullptr && !go->replace) {
                    went_.push_back(go->location.path);
                }
            }
            end_screen();
        });
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    static std::string chosen_row()
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(),
            [](const MirrorItem& item) { return item.role == Role::Row && item.selected; });
        return at == mirror().items().end() ? std::string {} : at->label;
    }

    void press_key(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    // X means this alert, and the server does as it is asked.
    void acknowledge_by_key(const AlertId& alert)
    {
        const std::size_t before = sent_.size();
        press_key(ImGuiKey_X);
        ASSERT_EQ(sent_.size(), before + 1);
        EXPECT_EQ(sent_.back().path, "/api/v1/alerts/" + alert.text + "/acknowledge");
        console_.done(AcknowledgeAlert { alert }, console_.room.resolver);
        draw();
    }

    HeadlessUi ui_ { { 1600, 1000 } };
    ConsoleRoom console_ {};
    AlertId worst_ {};
    AlertId other_ {};
    std::unique_ptr<View> view_ = make_board_view();
    std::vector<Send> sent_ {};
    std::string said_ {};
    std::vector<std::string> opened_ {};
    std::vector<std::string> went_ {};
};

}
