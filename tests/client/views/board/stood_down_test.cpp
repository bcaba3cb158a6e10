// SPDX-License-Identifier: Apache-2.0
#include "client/views/board/stood_down.h"

#include "client/views/board/board_view.h"
#include "tests/support/console_room.h"
#include "tests/support/view_on_screen.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace watchfloor {
namespace {

class StoodDownTest : public ViewOnScreen {
protected:
    StoodDownTest() : ViewOnScreen(make_board_view(), { 1920, 1080 }) { }

    IncidentId stood_down()
    {
        console_.done(
            LogIncident { .title = "Shop is slow", .services = { ServiceId { "shop" } } }, console_.room.desk);
        const IncidentId id { "INC-1" };
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev2 },
            console_.room.resolver);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::StandDown, .reason = "The shop is back." },
            console_.room.resolver);
        return id;
    }

    BoardRows rows()
    {
        const ViewInput input = console_.input();
        BoardRows rows = board_rows(input.state, input.as_of(), {}, nullptr, input.replica.frame());
        say_who_stood_down(input, rows);
        return rows;
    }

    bool asked_for_its_log() const
    {
        return std::any_of(console_.transport.sent.begin(), console_.transport.sent.end(),
            [](const HttpRequest& request) { return request.path.find("subject=") != std::string::npos; });
    }

    static bool shows(std::string_view words)
    {
        const auto said = [words](const MirrorItem& item) { return item.label.find(words) != std::string::npos; };
        return std::any_of(mirror().items().begin(), mirror().items().end(), said);
    }
};

TEST_F(StoodDownTest, WhoDidItIsSaidAsSoonAsItHappens)
{
    console_.open(console_.room.manager);
    draw();
    stood_down();
    draw();
    ASSERT_EQ(rows().incidents.size(), 1U);
    const std::string words = rows().incidents[0].stood_down;
    EXPECT_EQ(words.find("stood down "), 0U) << words;
    EXPECT_TRUE(words.ends_with(" ago by resolver")) << words;
    EXPECT_FALSE(asked_for_its_log()) << "the entry came by itself";
}

TEST_F(StoodDownTest, InACalmRoomTheLogTellsOfWhatHappenedBefore)
{
    stood_down();
    console_.open(console_.room.manager);
    draw();
    ASSERT_EQ(rows().incidents.size(), 1U);
    EXPECT_TRUE(rows().incidents[0].stood_down.ends_with(" ago by resolver")) << rows().incidents[0].stood_down;
    EXPECT_TRUE(asked_for_its_log());
}

TEST_F(StoodDownTest, WhileSomethingFiresNoLogIsReadForIt)
{
    stood_down();
    console_.fire("Down", "mail");
    console_.open(console_.room.manager);
    draw();
    ASSERT_EQ(rows().incidents.size(), 1U);
    EXPECT_EQ(rows().incidents[0].stood_down, "");
    EXPECT_FALSE(asked_for_its_log());
}

TEST_F(StoodDownTest, TheBoardSaysItAndCutsNothingWhereThereIsNoRoom)
{
    stood_down();
    console_.open(console_.room.manager);
    for (const float width : { 1920.0F, 1000.0F }) {
        ImGui::GetIO().DisplaySize = { width, 800 };
        draw();
        EXPECT_TRUE(shows(" ago by resolver")) << "it is spoken in any case";
        for (const std::string& cut : mirror().cut_texts()) {
            EXPECT_EQ(cut.find("by resolver"), std::string::npos) << cut << " at " << width;
        }
    }
}

}
}
