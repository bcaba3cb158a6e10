// SPDX-License-Identifier: Apache-2.0
// What of a timeline stands in an address, and that it is the same when it is read again.
#include "tests/client/widgets/timeline/timeline_fixture.h"

#include <algorithm>

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

}
}
