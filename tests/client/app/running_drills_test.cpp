// SPDX-License-Identifier: Apache-2.0
#include "client/app/shell.h"
#include "client/views/board/board_view.h"
#include "client/views/incidents/incident_view.h"
#include "tests/support/console_room.h"
#include "tests/support/headless_ui.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class RunningDrillTest : public testing::Test {
protected:
    RunningDrillTest()
    {
        console_.transport.answer = [this, room = console_.transport.answer](const HttpRequest& request) {
            HttpResponse response { .status = 200 };
            if (request.path == "/api/v1/journals") {
                response.body = journals_;
            } else if (request.path == "/api/v1/drills" && request.method == "GET") {
                response.body = R"({"items":[{"id":"outage","seconds":60,"title":"An outage"}],"seq":1,"total":1})";
            } else {
                return room(request);
            }
            return response;
        };
    }

    void draw(int frames = 3)
    {
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            console_.replica.update();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_);
                static_cast<void>(view_->draw(input));
                for (Intent& intent : shell_.end()) {
                    intents_.push_back(std::move(intent));
                }
            });
        }
    }

    static bool shows(std::string_view words)
    {
        return std::any_of(mirror().items().begin(), mirror().items().end(),
            [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; });
    }

    void type_into_palette(const char* words)
    {
        HeadlessUi::press_key(ImGuiMod_Ctrl | ImGuiKey_K);
        draw(6);
        ImGui::GetIO().AddInputCharactersUTF8(words);
        draw(4);
    }

    std::vector<const Send*> sends() const
    {
        std::vector<const Send*> found;
        for (const Intent& intent : intents_) {
            if (const auto* send = std::get_if<Send>(&intent)) {
                found.push_back(send);
            }
        }
        return found;
    }

    HeadlessUi ui_ { { 1280, 800 } };
    ConsoleRoom console_ {};
    Outbox outbox_ { console_.transport };
    Shell shell_ {};
    std::unique_ptr<View> view_ = make_board_view();
    Intents intents_ {};
    std::string journals_ = R"({"journals":[{"journal":"main","purpose":"main","seq":7},)"
                            R"({"journal":"drill-2","playing":true,"purpose":"drill","seq":4,"title":"An outage"}]})";
};

TEST_F(RunningDrillTest, TheBoardSaysThatItRunsAndAKeyLeadsThere)
{
    console_.open(console_.room.resolver);
    draw(6);
    EXPECT_TRUE(shows("Exercise running: drill-2, An outage"));
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_R);
    draw();
    EXPECT_EQ(shell_.take_journal(), "drill-2");
    EXPECT_FALSE(shell_.take_journal());
}

TEST_F(RunningDrillTest, OtherScreensKeepTheirRoomAndTheKey)
{
    const IncidentId id = console_.room.declared();
    console_.location = { "/incidents/" + id.text, {} };
    view_ = make_incident_view();
    view_->arrive(console_.location);
    console_.open(console_.room.resolver);
    draw(6);
    EXPECT_FALSE(shows("Exercise running"));
    HeadlessUi::press_key(ImGuiMod_Shift | ImGuiKey_R);
    draw();
    EXPECT_EQ(shell_.take_journal(), "drill-2");
}

TEST_F(RunningDrillTest, OneThatIsOverRunsNoMore)
{
    journals_ = R"({"journals":[{"journal":"drill-2","purpose":"drill","seq":4}]})";
    console_.open(console_.room.resolver);
    draw(6);
    EXPECT_FALSE(shows("Exercise running"));
    type_into_palette("drill-2");
    EXPECT_TRUE(shows("Exercise that is over: drill-2"));
    EXPECT_FALSE(shows("End the exercise"));
}

TEST_F(RunningDrillTest, ThePaletteStartsADrill)
{
    console_.open(console_.room.resolver);
    draw(6);
    type_into_palette("start a drill");
    console_.room.pass(Millis { 500 }); // what can be played comes from the server
    draw();
    ASSERT_TRUE(shows("Start a drill: An outage"));
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(6);
    ASSERT_EQ(sends().size(), 1U);
    EXPECT_EQ(sends()[0]->path, "/api/v1/drills");
    EXPECT_EQ(sends()[0]->body, R"({"scenario":"outage","speed":10})");
    sends()[0]->done({ .status = 201, .body = R"({"created":"drill-3","seq":9})" });
    draw();
    const bool there = std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* go = std::get_if<GoTo>(&intent);
        return go != nullptr && go->location.value("journal") == "drill-3";
    });
    EXPECT_TRUE(there);
}

TEST_F(RunningDrillTest, ThePaletteEndsOneOnceItIsAskedTwice)
{
    console_.open(console_.room.resolver);
    draw(6);
    type_into_palette("end the exercise");
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(6);
    EXPECT_TRUE(sends().empty()) << "others are in it";
    EXPECT_TRUE(shows("Enter once more: its script ends for everybody in it"));
    HeadlessUi::press_key(ImGuiKey_Enter);
    draw(6);
    ASSERT_EQ(sends().size(), 1U);
    EXPECT_EQ(sends()[0]->method, "DELETE");
    EXPECT_EQ(sends()[0]->path, "/api/v1/drills/drill-2");
}

}
}
