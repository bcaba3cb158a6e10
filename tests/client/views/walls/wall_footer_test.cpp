// SPDX-License-Identifier: Apache-2.0
// The wall's last lines: what fires, the clocks and how old the data is, always and in one place.
#include "tests/support/wall_on_screen.h"

namespace watchfloor {
namespace {

class WallFooterTest : public WallOnScreen, public testing::WithParamInterface<ImVec2> {
protected:
    WallFooterTest() : WallOnScreen(GetParam()) { }

    void expect_on_the_wall(std::string_view words)
    {
        const MirrorItem* item = found(words);
        ASSERT_NE(item, nullptr) << words;
        EXPECT_GE(item->rect.height, type_scale().size(Type::Caption)) << words << ": only a part is in sight";
        EXPECT_LE(item->rect.x + item->rect.width, GetParam().x) << words;
        EXPECT_LE(item->rect.y + item->rect.height, GetParam().y) << words;
    }
};

TEST_P(WallFooterTest, NothingMovesWhenTheDataGetsOlder)
{
    console_.fire("Slow", "mail", "warning");
    arrive("/wall?paused=1&page=alerts");
    console_.room.pass(std::chrono::seconds { 3 });
    draw();
    ASSERT_NE(found(" UTC"), nullptr);
    const auto before = found(" UTC")->rect;
    EXPECT_EQ(shown("data 3 s"), 1);
    console_.room.pass(std::chrono::seconds { 9 });
    draw();
    EXPECT_EQ(shown("data 12 s"), 1);
    ASSERT_NE(found(" UTC"), nullptr);
    const auto after = found(" UTC")->rect;
    EXPECT_EQ(after.x, before.x);
    EXPECT_EQ(after.y, before.y);
    EXPECT_EQ(after.height, before.height);
    expect_on_the_wall(" UTC");
    expect_on_the_wall("data 12 s");
}

TEST_P(WallFooterTest, ClocksAndAgeStandWhateverElseThereIs)
{
    Room& room = console_.room;
    for (int i = 0; i < 9; ++i) {
        const LogIncident log { .title = "Outage", .services = { ServiceId { "mail" } } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
    }
    for (int i = 0; i < 20; ++i) {
        console_.fire("Slow" + std::to_string(i), "mail", "warning");
    }
    arrive("/wall?paused=1&page=alerts");
    console_.transport.state = LiveState::Lost;
    draw();
    EXPECT_GE(shown("FROZEN"), 1);
    EXPECT_GE(shown("INC-1"), 1);
    for (const char* words : { " firing, ", " UTC", "data " }) {
        expect_on_the_wall(words);
    }
    for (const MirrorItem& item : mirror().items()) {
        if (item.role == Role::Text && item.rect.height > 0) {
            EXPECT_GE(item.rect.height, type_scale().size(Type::Caption)) << "half a line: " << item.label;
        }
    }
}

// The majors are what a room reads first.
TEST_P(WallFooterTest, IsNoLargerThanAListOfMajors)
{
    Room& room = console_.room;
    for (int i = 0; i < 4; ++i) {
        const LogIncident log { .title = "Outage", .services = { ServiceId { "mail" } } };
        const IncidentId id { room.when(log, room.desk).value().created };
        console_.done(log, room.desk);
        console_.done(DecideMajor { .incident = id, .act = MajorAct::Declare, .severity = IncidentSeverity::Sev1 },
            room.resolver);
    }
    arrive("/wall?paused=1&page=services");
    const MirrorItem* clocks = found(" UTC");
    ASSERT_NE(clocks, nullptr);
    EXPECT_LE(clocks->rect.height, type_scale().size(Type::Caption) + 1);
}

// The journal is heard, a source is not: how old what services and the last hour tell is stands on every page.
TEST_P(WallFooterTest, ALostSourceSaysSinceWhenWhatItReportsIsOld)
{
    Room& room = console_.room;
    Source source = *room.state.sources.find(SourceId { "prometheus" });
    source.lost = true;
    source.lost_since = room.now - std::chrono::minutes { 12 };
    room.state.sources.set(source.id, source);
    const std::string words = tr(Text::WallLostFor, "1", "12 min");
    for (const char* page : { "alerts", "services", "hour", "maintenance" }) {
        arrive(std::string("/wall?paused=1&page=") + page);
        EXPECT_EQ(shown(words), 1) << page;
        expect_on_the_wall(words);
    }
    console_.done(SwitchWalls { WallAudience::Visitor }, room.manager);
    load();
    EXPECT_EQ(shown(" lost"), 0) << "visitors learn nothing of sources";
}

// No page lists what an incident has.
TEST_P(WallFooterTest, WhatFiresSaysHowManyOfThemIncidentsHaveAlsoWhereThereIsLittleRoom)
{
    Room& room = console_.room;
    log_incident();
    Source source = *room.state.sources.find(SourceId { "prometheus" });
    source.lost = true;
    source.lost_since = room.now - std::chrono::minutes { 12 };
    room.state.sources.set(source.id, source);
    arrive("/wall?paused=1&page=alerts");
    EXPECT_EQ(shown("1 firing, 1 in incidents"), 1);
}

INSTANTIATE_TEST_SUITE_P(Panels, WallFooterTest,
    testing::Values(ImVec2 { 1366, 768 }, ImVec2 { 1920, 1080 }, ImVec2 { 3840, 2160 }, ImVec2 { 1080, 1920 }));

}
}
