// SPDX-License-Identifier: Apache-2.0
// Who opens a screen works it by key at once; who is writing goes on writing.
#include "client/language/text.h"
#include "client/views/board/board_view.h"
#include "client/views/maintenance/maintenance_view.h"
#include "client/views/timeline/timeline_view.h"
#include "client/widgets/controls/controls.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class OpenedViewTest : public testing::Test {
protected:
    OpenedViewTest()
    {
        console_.fire("Down", "shop");
        console_.open(console_.room.resolver);
    }

    void open(std::unique_ptr<View> view, const char* path)
    {
        console_.location = { path, {} };
        view_ = std::move(view);
        view_->arrive(console_.location);
        draw();
    }

    // What leads to a view, and what can be written into beside it, stand above it as in the program.
    void draw(int frames = 4)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                begin_screen("Test");
                button("Way here");
                text_field("Words", words_, { .width = 200 });
                if (view_) {
                    for (Intent& intent : view_->draw(console_.input())) {
                        intents_.push_back(std::move(intent));
                    }
                }
                end_screen();
            });
        }
    }

    void press(int chord)
    {
        HeadlessUi::press_key(chord);
        draw();
    }

    static void focus(Role role, std::string_view label)
    {
        const MirrorItem* item = mirror().find(role, label);
        ASSERT_NE(item, nullptr) << label;
        mirror().request_focus(item->id);
    }

    static bool has_keys(const std::string& label)
    {
        const MirrorItem* item = mirror().find(Role::Button, label);
        EXPECT_NE(item, nullptr) << label;
        return item != nullptr && item->focused;
    }

    static std::string timeline() { return tr(Text::TimelineCanvas, tr(Text::TimelineOccurred)); }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    std::unique_ptr<View> view_ {};
    std::string words_ {};
    Intents intents_ {};
};

TEST_F(OpenedViewTest, TheTimelineZoomsBeforeAnybodyClicksIt)
{
    draw();
    focus(Role::Button, "Way here");
    draw();
    open(make_timeline_view(), "/timeline");
    EXPECT_TRUE(has_keys(timeline()));
    for (const ImGuiKey key : { ImGuiKey_W, ImGuiKey_S, ImGuiKey_0 }) {
        intents_.clear();
        press(key);
        EXPECT_TRUE(std::any_of(intents_.begin(), intents_.end(),
            [](const Intent& intent) { return std::holds_alternative<GoTo>(intent); }))
            << ImGui::GetKeyName(key) << " moves the view, and with it the address";
    }
}

TEST_F(OpenedViewTest, TheScheduleHasTheKeysOfMaintenance)
{
    open(make_maintenance_view(), "/maintenance");
    EXPECT_TRUE(has_keys(std::string(tr(Text::Schedule))));
}

TEST_F(OpenedViewTest, AnEmptyScheduleSaysWhoPlansWorkAndHow)
{
    const auto shows = [](std::string_view words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [&](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    };
    open(make_maintenance_view(), "/maintenance");
    EXPECT_TRUE(shows("Add the assets that are maintained, or import a list of them"));
    EXPECT_TRUE(shows("This is for: incident manager, maintenance planner."));
    console_.open(console_.room.planner);
    draw();
    EXPECT_TRUE(shows(tr(Text::HowYouMay)));
}

TEST_F(OpenedViewTest, TheArrowsOfTheBoardChooseWhateverLedThere)
{
    draw();
    focus(Role::Button, "Way here");
    draw();
    open(make_board_view(), "/");
    press(ImGuiKey_DownArrow);
    EXPECT_TRUE(std::any_of(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
        return item.role == Role::Row && item.selected && item.label.find("Down") != std::string::npos;
    }));
}

TEST_F(OpenedViewTest, WhoIsWritingGoesOnWriting)
{
    draw();
    const MirrorItem* field = mirror().find(Role::TextField, "Words");
    ASSERT_NE(field, nullptr);
    HeadlessUi::click(*field);
    draw();
    open(make_timeline_view(), "/timeline");
    EXPECT_FALSE(has_keys(timeline()));
    ImGui::GetIO().AddInputCharactersUTF8("ws");
    draw();
    EXPECT_EQ(words_, "ws");
    EXPECT_FALSE(has_keys(timeline())) << "nor does it wait for the field";
}

}
}
