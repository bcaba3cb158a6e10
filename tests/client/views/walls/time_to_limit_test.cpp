// SPDX-License-Identifier: Apache-2.0
#include "client/views/capacity/time_to_limit.h"

#include "tests/support/console_room.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

ResourceLimit in_days()
{
    ResourceLimit limit;
    limit.resource = ResourceId { "disk" };
    limit.early = kMorning + hours { 60 };
    return limit;
}

// A console that was told of one resource's limit, and of its use at `measured`.
std::optional<TimeToLimit> limit_told(const ResourceLimit& limit, Timestamp measured)
{
    ConsoleRoom console;
    console.transport.answer = [&](const HttpRequest& request) {
        HttpResponse response;
        response.status = request.path == "/api/v1/capacity/forecasts?journal=main" ? 200 : 404;
        response.body = to_json_text(ForecastsAnswer { { limit }, 0 });
        return response;
    };
    CapacityResource disk;
    disk.id = ResourceId { "disk" };
    disk.total_milli = 100'000;
    disk.cadence_seconds = 60;
    console.replica.samples().take({ { { .at = measured, .resource = disk.id, .value_milli = 50'000 } } });
    const State state;
    const ViewInput input { console.replica, state, kMorning, SiteZone {}, console.location };
    EXPECT_FALSE(time_to_limit(input, disk)) << "not answered yet";
    console.transport.poll();
    return time_to_limit(input, disk);
}

TEST(TimeToLimitTest, SaysWhatTheServerDoes)
{
    ResourceLimit limit = in_days();
    auto found = limit_told(limit, kMorning);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->early, hours { 60 });
    EXPECT_FALSE(found->late || found->now || found->by_hour);
    limit.late = kMorning + hours { 70 };
    limit.by_hour = true;
    found = limit_told(limit, kMorning);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->late, hours { 70 });
    EXPECT_TRUE(found->by_hour);
    limit.resource = ResourceId { "other" };
    EXPECT_FALSE(limit_told(limit, kMorning)) << "of this one nothing is known";
    limit = in_days();
    limit.early.reset();
    EXPECT_FALSE(limit_told(limit, kMorning)) << "no date";
    limit.reached = true;
    EXPECT_TRUE(limit_told(limit, kMorning)->now);
}

TEST(TimeToLimitTest, SaysNothingOfWhatIsStale)
{
    EXPECT_TRUE(limit_told(in_days(), kMorning - minutes { 2 }));
    EXPECT_FALSE(limit_told(in_days(), kMorning - minutes { 2 } - Millis { 1 })) << "nobody knows how it goes on";
}

TEST(TimeToLimitTest, WhatIsPastIsNow)
{
    EXPECT_EQ(time_to_limit(in_days(), kMorning + hours { 61 }).early, Millis::zero());
}

TEST(TimeToLimitTest, SaysByWhatItIsKnown)
{
    EXPECT_EQ(limit_method({ false, minutes { 25 }, {}, true }), "by its last hour");
    EXPECT_EQ(limit_method({ false, minutes { 25 }, {}, false }), "by its daily peaks");
}

TEST(TimeToLimitTest, SaysBothEndsWhereTheyDiffer)
{
    EXPECT_EQ(limit_words({ false, minutes { 25 }, minutes { 40 } }), "full in 25 min to 40 min");
    EXPECT_EQ(limit_words({ false, minutes { 25 }, minutes { 25 } }), "full in 25 min");
    EXPECT_EQ(limit_words({ false, minutes { 25 }, std::nullopt }), "full in 25 min or later");
    const Millis month = std::chrono::hours { 39 * 24 + 18 };
    EXPECT_EQ(limit_words({ false, month, month + Millis { 1 } }), "full in 39 d to 40 d") << "hours are not known";
    EXPECT_EQ(
        limit_words({ false, std::chrono::hours { 7 * 24 }, std::chrono::hours { 9 * 24 } }), "full in 7 d to 9 d");
    EXPECT_EQ(limit_words({ false, std::chrono::hours { 60 }, std::chrono::hours { 60 } }), "full in 2 d 12 h");
    EXPECT_EQ(limit_words({ true, Millis {}, Millis {} }), "at its limit");
}

}
}
