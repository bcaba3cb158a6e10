// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/widgets/timeline/frame.h"
#include "tests/client/widgets/timeline/timeline_scene.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <optional>
#include <variant>
#include <vector>

namespace watchfloor {

// A timeline on a screen without a window, and the hands that work it.
class TimelineFixture : public testing::Test {
protected:
    void draw(int frames = 2)
    {
        ui_.draw(
            [&] {
                auto more = draw_timeline("timeline", scene_.model, scene_.state);
                commands_.insert(commands_.end(), more.begin(), more.end());
            },
            frames);
    }

    const MirrorItem& canvas()
    {
        for (const MirrorItem& item : mirror().items()) {
            if (item.role == Role::Button && item.label.rfind("Timeline", 0) == 0) {
                return item;
            }
        }
        static const MirrorItem nothing;
        ADD_FAILURE() << "the canvas is not in the mirror";
        return nothing;
    }

    void focus()
    {
        draw();
        mirror().request_focus(canvas().id);
        draw(3);
        ASSERT_TRUE(scene_.state.runtime->focused);
        commands_.clear();
    }

    void press(int chord)
    {
        HeadlessUi::press_key(chord);
        draw(3);
    }

    // A character such as '.', as the keymap reads it.
    void type(unsigned character)
    {
        ImGui::GetIO().AddInputCharacter(character);
        draw(3);
    }

    void mouse(float x, float y)
    {
        ImGui::GetIO().AddMousePosEvent(x, y);
        draw(2);
    }

    void wheel(float steps, int modifier = 0)
    {
        auto& io = ImGui::GetIO();
        if (modifier != 0) {
            io.AddKeyEvent(static_cast<ImGuiKey>(modifier), true);
        }
        io.AddMouseWheelEvent(0, steps);
        draw(2);
        if (modifier != 0) {
            io.AddKeyEvent(static_cast<ImGuiKey>(modifier), false);
            draw(1);
        }
    }

    void drag(ImVec2 from, ImVec2 to, int button = ImGuiMouseButton_Left)
    {
        mouse(from.x, from.y);
        ImGui::GetIO().AddMouseButtonEvent(button, true);
        draw(2);
        mouse((from.x + to.x) / 2, (from.y + to.y) / 2);
        mouse(to.x, to.y);
        ImGui::GetIO().AddMouseButtonEvent(button, false);
        draw(2);
    }

    template<typename Command>
    std::optional<Command> last() const
    {
        std::optional<Command> found;
        for (const auto& command : commands_) {
            if (const auto* match = std::get_if<Command>(&command)) {
                found = *match;
            }
        }
        return found;
    }

    const PlacedMark* placed(std::uint64_t seq) const
    {
        for (const LaneLayout& layout : scene_.state.runtime->layouts) {
            for (const PlacedMark& mark : layout.placed) {
                if (mark.mark.first_seq == seq) {
                    return &mark;
                }
            }
        }
        return nullptr;
    }

    float plot_left() const { return scene_.state.axis.left; }

    HeadlessUi ui_ { { 1600, 900 } };
    TimelineScene scene_;
    std::vector<TimelineCommand> commands_;
};

}
