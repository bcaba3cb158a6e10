// SPDX-License-Identifier: Apache-2.0
// What of the timeline stands in the address bar, and what is read there.
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <string>
#include <utility>
#include <vector>

namespace watchfloor {
namespace {

// An address is typed by people too: what cannot be shown is passed over.
TEST(TimelineAddressTest, AnAddressIsReadAsFarAsItCanBeShown)
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

TEST(TimelineAddressTest, WhatIsFollowedIsWrittenAsItsSpanOnly)
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
