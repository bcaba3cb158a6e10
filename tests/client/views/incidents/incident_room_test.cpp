// SPDX-License-Identifier: Apache-2.0
// How the incident's screen shares its room, as it stands in the program's frame.
#include "client/app/shell.h"
#include "tests/support/incident_on_screen.h"

#include <gtest/gtest.h>

#include <array>

namespace watchfloor {
namespace {

class IncidentRoomTest : public IncidentViewTest {
protected:
    IncidentRoomTest()
    {
        console_.done(DecideMajor { .incident = id_, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            console_.room.resolver);
        console_.done(PublishUpdate { .incident = id_, .text = "We are failing over" }, console_.room.resolver);
        console_.done(
            AddNote { .incident = id_, .kind = NoteKind::Decision, .text = "Fail over" }, console_.room.resolver);
        for (int i = 10; i < 40; ++i) {
            console_.done(AddNote { .incident = id_, .text = "Note " + std::to_string(i) }, console_.room.resolver);
        }
        console_.open(console_.room.resolver);
    }

    void show(ImVec2 size, int frames = 8)
    {
        ImGui::GetIO().DisplaySize = size;
        for (int i = 0; i < frames || !ImGui::GetCurrentContext()->InputEventsQueue.empty(); ++i) {
            console_.transport.poll();
            ui_.frame([&] {
                const ViewInput input = console_.input();
                shell_.begin(input, outbox_);
                for (Intent& intent : view_->draw(input)) {
                    intents_.push_back(std::move(intent));
                }
                static_cast<void>(shell_.end());
            });
        }
    }

    static int notes_in_sight()
    {
        return static_cast<int>(
            std::count_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
                return item.role == Role::Row && item.rect.height > 26 && item.label.find("Note ") != std::string::npos;
            }));
    }

    // Of all rows of the list that this one stands in, whatever they tell.
    static float height_of_rows_beside(const MirrorItem& row)
    {
        float height = 0;
        for (const MirrorItem& item : mirror().items()) {
            height += item.role == Role::Row && item.rect.x == row.rect.x ? item.rect.height : 0;
        }
        return height;
    }

    static float axis_height()
    {
        const MirrorItem* axis = mirror().find(Role::Region, tr(Text::Timeline));
        return axis == nullptr ? 0 : axis->rect.height;
    }

    // Of the lane with this name that has something in it; null where it has not.
    static const MirrorItem* lane(Text name)
    {
        const auto at = std::find_if(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::List && item.set_size > 0 && item.label.starts_with(tr(name));
        });
        return at == mirror().items().end() ? nullptr : &*at;
    }

    Outbox outbox_ { console_.transport };
    Shell shell_ {};
};

TEST_F(IncidentRoomTest, EntriesHaveMostOfTheHeight)
{
    show({ 1920, 1080 });
    EXPECT_GE(notes_in_sight(), 10);
    EXPECT_GT(axis_height(), 100) << "and the axis what is left";
    show({ 1366, 768 });
    EXPECT_GE(notes_in_sight(), 7);
    EXPECT_GE(axis_height(), 100);
    EXPECT_LT(axis_height(), 150) << "its lanes are a strip";
    show({ 1280, 800 });
    EXPECT_GE(notes_in_sight(), 8);
}

TEST_F(IncidentRoomTest, EveryLaneThatHoldsSomethingIsInSight)
{
    constexpr std::array kHold { Text::LaneAlerts, Text::LaneDecisions, Text::LaneEntries, Text::LaneDuties,
        Text::LaneUpdates };
    for (const ImVec2 size : { ImVec2 { 1366, 768 }, ImVec2 { 1280, 800 }, ImVec2 { 1920, 1080 } }) {
        SCOPED_TRACE(size.x);
        show(size);
        for (const Text name : kHold) {
            const MirrorItem* shown = lane(name);
            ASSERT_NE(shown, nullptr) << tr(name);
            EXPECT_GT(shown->rect.height, 15) << tr(name);
        }
    }
}

TEST_F(IncidentRoomTest, AnOpenEntryLeavesSevenRowsOfTheOthers)
{
    for (const ImVec2 size : { ImVec2 { 1366, 768 }, ImVec2 { 1280, 800 } }) {
        SCOPED_TRACE(size.x);
        show(size);
        const auto row = std::find_if(mirror().items().begin(), mirror().items().end(), [](const MirrorItem& item) {
            return item.role == Role::Row && item.rect.height > 26 && !item.selected
                && item.label.find("Note ") != std::string::npos;
        });
        ASSERT_NE(row, mirror().items().end());
        const MirrorItem there = *row;
        HeadlessUi::hover(there);
        show(size, 2);
        HeadlessUi::click(there);
        show(size);
        EXPECT_NE(mirror().find(Role::Button, tr(Text::CorrectEntry)), nullptr);
        EXPECT_GE(height_of_rows_beside(there), 7 * 27) << "in how many parts the scrolling leaves them";
        EXPECT_GE(axis_height(), 65) << "a strip of the axis stays";
        const std::string words = there.label.substr(there.label.find("Note "));
        const MirrorItem* text = mirror().find(Role::Text, words);
        ASSERT_NE(text, nullptr);
        EXPECT_GE(text->rect.height, 15) << "and what is open is read in its own place";
    }
}

TEST_F(IncidentRoomTest, WhoComesInReadsWhatWasDecidedAndWhatCustomersKnow)
{
    const auto said = [](const std::string& words) {
        return std::any_of(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
            return item.role == Role::Text && item.rect.height > 10 && item.label.starts_with(words);
        });
    };
    show({ 1280, 800 });
    EXPECT_TRUE(said("Last decision 09:00, resolver: Fail over"));
    EXPECT_TRUE(said(std::string(tr(Text::CustomersToldNothing))));
    console_.room.pass(std::chrono::minutes { 3 });
    console_.done(
        PublishUpdate {
            .incident = id_, .audience = UpdateAudience::Customers, .text = "The shop is down", .reason = "urgent" },
        console_.room.resolver);
    show({ 1280, 800 });
    EXPECT_TRUE(said("Customers were told 09:03: The shop is down"));
    EXPECT_TRUE(said("Last decision 09:00, resolver: Fail over")) << "a release decides nothing of the incident";
}

// Several acts can be written down in one instant: only a release is one act with its update.
TEST_F(IncidentRoomTest, WhatIsDecidedInTheInstantOfAnUpdateIsADecisionOfItsOwn)
{
    const auto decided = [&](const std::string& words, const Actor& by) {
        console_.room.pass(std::chrono::minutes { 1 });
        console_.done(PublishUpdate { .incident = id_,
                          .audience = UpdateAudience::Customers,
                          .text = "The shop is down, minute by minute " + words,
                          .reason = "urgent" },
            console_.room.resolver);
        console_.done(AddNote { .incident = id_, .kind = NoteKind::Decision, .text = words }, by);
        show({ 1280, 800 });
        return shows(": " + words);
    };
    EXPECT_TRUE(decided("Roll back", console_.room.colleague)) << "somebody else's right after the release";
    EXPECT_TRUE(decided("Roll on", console_.room.resolver));
    // What repeats what was said before has no release.
    console_.done(PublishUpdate { .incident = id_, .audience = UpdateAudience::Customers, .unchanged = true },
        console_.room.resolver);
    console_.done(
        AddNote { .incident = id_, .kind = NoteKind::Decision, .text = "Call the vendor" }, console_.room.resolver);
    show({ 1280, 800 });
    EXPECT_TRUE(shows("resolver: Call the vendor"));
    EXPECT_FALSE(shows("resolver: Released to"));
}

// Not the half hour before anything happened.
TEST_F(IncidentRoomTest, TheAxisOpensOnTheImpact)
{
    show({ 1366, 768 });
    const auto span = [this] {
        const auto location = view_->address(console_.location);
        return std::stoll(location.value("span").value_or("0"));
    };
    EXPECT_LE(span(), 10 * 60'000);
    EXPECT_GE(span(), 5 * 60'000);
}

TEST_F(IncidentRoomTest, ALongTitleTakesTwoLinesAndIsSpokenAsOne)
{
    const auto title = [this](std::size_t characters) {
        std::string words = "Customers of the north cannot pay";
        while (words.size() < characters) {
            words += " and orders wait";
        }
        const LogIncident log { .title = words, .services = { ServiceId { "shop" } } };
        const std::string id = console_.room.when(log, console_.room.desk).value().created;
        console_.done(log, console_.room.desk);
        console_.open(console_.room.resolver);
        console_.location = { "/incidents/" + id, {} };
        view_->arrive(console_.location);
        show({ 1366, 768 });
        const MirrorItem* said = mirror().find(Role::Text, words);
        return said == nullptr ? 0.0F : said->rect.height;
    };
    const float one = title(20);
    EXPECT_GT(one, 10);
    EXPECT_FLOAT_EQ(title(110), 2 * one);
    EXPECT_FLOAT_EQ(title(190), 2 * one) << "then it is cut";
}

// Rows give way to a low screen before what says what they are.
TEST_F(IncidentRoomTest, TitlesAndHeadersStayOnALowScreen)
{
    for (const ImVec2 size : { ImVec2 { 1366, 768 }, ImVec2 { 1280, 800 } }) {
        SCOPED_TRACE(size.x);
        show(size);
        const auto in_sight = [&](std::string_view words) {
            return std::any_of(mirror().items().begin(), mirror().items().end(), [&](const MirrorItem& item) {
                return item.label.starts_with(words) && item.role != Role::Group && item.role != Role::Region
                    && item.rect.height > 10 && item.rect.y + item.rect.height <= size.y;
            });
        };
        EXPECT_TRUE(in_sight("Runs out"));
        EXPECT_TRUE(in_sight(tr(Text::ColumnAuthor)));
    }
}

TEST_F(IncidentRoomTest, TheAxisStaysWhereItIsWhileSomebodyWrites)
{
    show({ 1920, 1080 });
    const float resting = axis_height();
    const int rows = notes_in_sight();
    HeadlessUi::press_key(ImGuiKey_E);
    show({ 1920, 1080 });
    EXPECT_FLOAT_EQ(axis_height(), resting);
    EXPECT_LT(notes_in_sight(), rows) << "the entries make room";
}

TEST_F(IncidentRoomTest, ALowWindowKeepsAStripOfTheAxisWhileSomebodyWrites)
{
    for (const ImVec2 size : { ImVec2 { 1366, 768 }, ImVec2 { 1280, 800 } }) {
        SCOPED_TRACE(size.y);
        show(size);
        EXPECT_GE(axis_height(), 70);
        HeadlessUi::press_key(ImGuiKey_E);
        show(size);
        EXPECT_GE(axis_height(), 70);
        EXPECT_GE(notes_in_sight(), 2);
        HeadlessUi::press_key(ImGuiKey_Escape);
        show(size);
    }
}

TEST_F(IncidentRoomTest, WhereThereIsNoRoomForTheAxisItsKeysSaySo)
{
    show({ 1366, 480 });
    ASSERT_EQ(axis_height(), 0);
    intents_.clear();
    HeadlessUi::press_key(ImGuiKey_J);
    show({ 1366, 480 });
    EXPECT_TRUE(std::any_of(intents_.begin(), intents_.end(), [](const Intent& intent) {
        const auto* said = std::get_if<Say>(&intent);
        return said != nullptr && said->text == tr(Text::SaidNoAxis, "Q");
    }));
}

TEST_F(IncidentRoomTest, OneKeyBringsEveryLaneIntoSightAndTheEntriesBack)
{
    constexpr std::array kLanes { Text::LaneAlerts, Text::LaneDecisions, Text::LaneEntries, Text::LaneStates,
        Text::LaneDuties, Text::LaneUpdates };
    for (const ImVec2 size : { ImVec2 { 1366, 768 }, ImVec2 { 1920, 1080 } }) {
        SCOPED_TRACE(size.x);
        show(size);
        const float folded = axis_height();
        const int rows = notes_in_sight();
        HeadlessUi::press_key(ImGuiKey_Q);
        show(size);
        EXPECT_GT(axis_height(), folded + 100);
        int lanes = 0;
        for (const Text name : kLanes) {
            const MirrorItem* shown = lane(name);
            lanes += shown != nullptr ? 1 : 0;
            EXPECT_TRUE(shown == nullptr || shown->rect.height > 15) << tr(name);
        }
        EXPECT_GE(lanes, 4);
        HeadlessUi::press_key(ImGuiKey_Q);
        show(size);
        EXPECT_EQ(notes_in_sight(), rows);
        EXPECT_FLOAT_EQ(axis_height(), folded);
    }
}

// What frames the writing takes no height from what is read until somebody writes.
TEST_F(IncidentRoomTest, TheComposerGrowsWhileSomebodyWrites)
{
    show({ 1920, 1080 });
    const MirrorItem* composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    const float quiet = composer->rect.height;
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::KindDecision)), nullptr);
    HeadlessUi::press_key(ImGuiKey_E);
    show({ 1920, 1080 });
    composer = mirror().find(Role::TextArea, tr(Text::ComposerLabel));
    ASSERT_NE(composer, nullptr);
    EXPECT_GT(composer->rect.height, quiet);
    EXPECT_NE(mirror().find(Role::Button, tr(Text::KindDecision)), nullptr);
    EXPECT_LE(composer->rect.y + composer->rect.height, 1080);
}

// Typed into nothing they would be commands.
TEST_F(IncidentViewTest, WhoMayNotWriteIsOfferedNoFieldForIt)
{
    ASSERT_NE(mirror().find(Role::TextArea, tr(Text::ComposerLabel)), nullptr) << "a resolver's";
    console_.open(actor("eve", { SystemRole::Executive }));
    draw();
    EXPECT_EQ(mirror().find(Role::TextArea, tr(Text::ComposerLabel)), nullptr);
    EXPECT_EQ(mirror().find(Role::Button, tr(Text::RecordEntry)), nullptr);
    EXPECT_TRUE(shows("Your roles do not let you write in the timeline")) << "which stands in its place";
    const MirrorItem* headline = mirror().find(Role::Button, tr(Text::SetHeadline));
    ASSERT_NE(headline, nullptr);
    EXPECT_TRUE(headline->disabled);
    intents_.clear();
    press_key(ImGuiKey_E);
    EXPECT_FALSE(typing());
    ASSERT_FALSE(intents_.empty());
    const auto* said = std::get_if<Say>(&intents_.back());
    ASSERT_NE(said, nullptr);
    EXPECT_NE(said->text.find("do not let you write"), std::string::npos) << said->text;
}

TEST_F(IncidentViewTest, WhoCommandsAMajorIsWarnedBeforeDeclaringASecond)
{
    const LogIncident log { .title = "Mail is down", .services = { ServiceId { "mail" } } };
    const IncidentId other { console_.room.when(log, console_.room.desk).value().created };
    console_.done(log, console_.room.desk);
    draw();
    press_key(ImGuiMod_Shift | ImGuiKey_D);
    ASSERT_TRUE(dialog_open());
    EXPECT_FALSE(shows("You command "));
    press_key(ImGuiKey_Escape);
    console_.done(DecideMajor { .incident = other, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
        console_.room.resolver); // who declares commands
    draw();
    press_key(ImGuiMod_Shift | ImGuiKey_D);
    EXPECT_TRUE(shows("You command " + other.text + " already: Mail is down"));
}

}
}
