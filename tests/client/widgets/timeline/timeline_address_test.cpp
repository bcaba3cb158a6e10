// SPDX-License-Identifier: Apache-2.0
// What of a timeline stands in an address, and that it is the same when it is read again.
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

std::string value_in(const QueryPairs& query, std::string_view name)
{
    const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
    return found == query.end() ? std::string() : found->second;
}

class TimelineAddressTest : public TimelineFixture { };

TEST_F(TimelineAddressTest, AFixedAddressHoldsTheStretchThatIsFollowed)
{
    scene_.add_incident();
    scene_.state.following = true;
    draw();
    EXPECT_EQ(value_in(timeline_query(scene_.state), "t0"), "");
    const QueryPairs fixed = fixed_timeline_query(scene_.state);
    EXPECT_EQ(value_in(fixed, "span"), "");
    EXPECT_NEAR(std::stod(value_in(fixed, "t0")), scene_.state.axis.from_millis, 1);
    EXPECT_NEAR(std::stod(value_in(fixed, "t1")), scene_.state.axis.to_millis(), 1);
    scene_.state = {};
    EXPECT_NE(value_in(fixed_timeline_query(scene_.state), "span"), "") << "what was never drawn shows no stretch yet";
}

TEST_F(TimelineAddressTest, ReadAndDrawnAgainItIsTheSame)
{
    scene_.add_incident();
    ImGui::GetIO().DisplaySize = { 1367, 380 };
    scene_.state.axis.from_millis += 0.3;
    scene_.state.selected = 4;
    scene_.state.range = TimelineRange { { 1'763'730'000'000 }, { 1'763'731'000'000 } };
    scene_.state.marks = { { 1'763'730'500'000 }, { 1'763'730'600'000 } };
    scene_.state.order = TimeOrder::Recorded;
    scene_.state.scroll = 10;
    draw();
    const QueryPairs query = fixed_timeline_query(scene_.state);
    EXPECT_EQ(value_in(query, "marks"), "1763730500000,1763730600000");
    EXPECT_EQ(value_in(query, "y"), "10");
    for (int i = 0; i < 5; ++i) {
        scene_.state = {};
        apply_timeline_query(scene_.state, query);
        draw();
        EXPECT_EQ(fixed_timeline_query(scene_.state), query) << "read " << i;
    }
    for (const auto& [name, value] : query) {
        EXPECT_NE(std::find(kTimelineParameters.begin(), kTimelineParameters.end(), name), kTimelineParameters.end())
            << name;
    }
}

TEST_F(TimelineAddressTest, MarksAndScrollStayWhereAnAddressSaysNothingOfThem)
{
    scene_.state.marks = { { 5 } };
    scene_.state.scroll = 40;
    apply_timeline_query(scene_.state, { { "span", "1000" } });
    EXPECT_EQ(scene_.state.marks, (std::vector<Timestamp> { { 5 } }));
    EXPECT_EQ(scene_.state.scroll, 40);
    apply_timeline_query(scene_.state, { { "marks", "7,x,140737488355328,8" }, { "y", "-3" } });
    EXPECT_EQ(scene_.state.marks, (std::vector<Timestamp> { { 7 }, { 8 } })) << "what cannot be shown is passed over";
    EXPECT_EQ(scene_.state.scroll, 0);
    std::string many = "1";
    for (int i = 2; i < 100; ++i) {
        many += "," + std::to_string(i);
    }
    apply_timeline_query(scene_.state, { { "marks", many } });
    EXPECT_EQ(scene_.state.marks.size(), 32U);
}

// An address is typed by people too: what cannot be shown is passed over.
TEST_F(TimelineAddressTest, AnAddressIsReadAsFarAsItCanBeShown)
{
    const auto read = [](QueryPairs query) {
        TimelineViewState state;
        state.axis.width = 1000;
        apply_timeline_query(state, query);
        return state;
    };
    const TimelineViewState shown = read({ { "t0", "5000" }, { "t1", "6000" } });
    EXPECT_EQ(shown.axis.from_millis, 5000);
    EXPECT_DOUBLE_EQ(shown.axis.to_millis(), 6000);
    EXPECT_FALSE(shown.following);
    EXPECT_TRUE(shown.placed);
    for (const auto& [t0, t1] :
        std::vector<std::pair<std::string, std::string>> { { "6000", "6000" }, { "6000", "5000" }, { "5000", "6000x" },
            { "5000", "" }, { "5000", "140737488355328" }, { "-140737488355328", "6000" } }) {
        const TimelineViewState state = read({ { "t0", t0 }, { "t1", t1 } });
        EXPECT_FALSE(state.placed) << t0 << ' ' << t1;
        EXPECT_TRUE(state.following) << t0 << ' ' << t1;
    }
    EXPECT_DOUBLE_EQ(read({ { "span", "1" } }).axis.millis_per_pixel, 0.001);
    EXPECT_FALSE(read({ { "span", "0" } }).placed);
    EXPECT_FALSE(read({ { "span", "-5" } }).placed);
    EXPECT_EQ(read({ { "sel", "0" } }).selected, 0U);
    EXPECT_EQ(read({ { "sel", std::to_string(kMaxItemSeq) } }).selected, kMaxItemSeq);
    EXPECT_FALSE(read({ { "sel", std::to_string(kMaxItemSeq + 1) } }).selected);
    EXPECT_FALSE(read({ { "sel", "-1" } }).selected);
    EXPECT_EQ(read({ { "r0", "5" }, { "r1", "6" } }).range, (TimelineRange { { 5 }, { 6 } }));
    EXPECT_FALSE(read({ { "r0", "5" }, { "r1", "5" } }).range);
    EXPECT_FALSE(read({ { "r0", "5" } }).range);
    EXPECT_EQ(read({ { "order", "1" } }).order, TimeOrder::Recorded);
    EXPECT_EQ(read({ { "order", "0" } }).order, TimeOrder::Occurred);
}

TEST_F(TimelineAddressTest, WhatIsFollowedIsWrittenAsItsSpanOnly)
{
    TimelineScene scene;
    scene.state.axis = { static_cast<double>(TimelineScene::kNow.millis), 1000, 100, 1000 };
    scene.state.following = false;
    EXPECT_EQ(timeline_query(scene.state),
        (QueryPairs { { "t0", std::to_string(TimelineScene::kNow.millis) },
            { "t1", std::to_string(TimelineScene::kNow.millis + 1'000'000) } }));
    scene.state.following = true;
    scene.state.selected = 7;
    EXPECT_EQ(timeline_query(scene.state), (QueryPairs { { "span", "1000000" }, { "sel", "7" } }));
}

}
}
