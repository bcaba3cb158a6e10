// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/running_server.h"
#include "tests/support/eventually.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class LevelTest : public testing::Test {
protected:
    // A disk of 100, read once a `cadence`; several readings a minute make a level wait for a minute of them.
    void define(int cadence)
    {
        const Answer answer = server_.post("/api/v1/capacity",
            R"({"id":"disk","name":"Disk","unit":"gigabytes","total_milli":100000,"warn_percent":80,"critical_percent":90,"cadence_seconds":)"
                + std::to_string(cadence) + "}",
            planner_);
        ASSERT_EQ(answer.status, 200) << answer.body;
    }

    // Readings `apart` seconds from each other, the last of them now.
    void deliver(int apart, const std::vector<int>& percents)
    {
        std::string samples;
        for (std::size_t i = 0; i < percents.size(); ++i) {
            const auto ago = std::chrono::seconds { apart * static_cast<int>(percents.size() - 1 - i) };
            samples += (samples.empty() ? "" : ",") + std::string(R"({"at":")") + format_timestamp(now() - ago)
                + R"(","value_milli":)" + std::to_string(percents[i] * 1'000) + "}";
        }
        const Answer answer
            = server_.post("/api/v1/capacity/disk/samples", R"({"samples":[)" + samples + "]}", planner_);
        ASSERT_EQ(answer.status, 201) << answer.body;
    }

    Timestamp now() { return server_.clock().now(); }

    CapacityResource disk() { return *server_.app().journals->main().state()->resources.find(ResourceId { "disk" }); }

    bool reaches(CapacityLevel level)
    {
        return eventually([&] { return disk().level == level; });
    }

    RunningServer server_ {};
    Credentials planner_ = server_.person("planner", { CapacityManager });
};

TEST_F(LevelTest, CountsFromTheReadingThatChangedItNotFromTheLastOfItsBatch)
{
    define(3600);
    server_.clock().pass(std::chrono::minutes { 30 });
    deliver(60, { 50, 60, 85, 86, 87 });
    ASSERT_TRUE(reaches(CapacityLevel::Warning));
    EXPECT_EQ(disk().level_since, now() - std::chrono::minutes { 2 });
    server_.clock().pass(std::chrono::minutes { 10 });
    deliver(60, { 85, 95, 96 });
    ASSERT_TRUE(reaches(CapacityLevel::Critical));
    EXPECT_EQ(disk().level_since, now() - std::chrono::minutes { 1 });
    server_.clock().pass(std::chrono::minutes { 10 });
    deliver(60, { 40, 41, 42, 43 });
    ASSERT_TRUE(reaches(CapacityLevel::Normal));
    EXPECT_EQ(disk().level_since, now() - std::chrono::minutes { 3 });
}

TEST_F(LevelTest, ThatWaitsForAMinuteCountsFromTheMinutesEnd)
{
    define(10);
    server_.clock().pass(std::chrono::minutes { 30 });
    // Twelve readings, the last nine beyond: the minute of them is over with the seventh.
    deliver(10, { 50, 50, 50, 85, 85, 85, 85, 85, 85, 85, 85, 85 });
    ASSERT_TRUE(reaches(CapacityLevel::Warning));
    EXPECT_EQ(disk().level_since, now() - std::chrono::seconds { 20 });
}

TEST_F(LevelTest, WhatCameAndWentWithinABatchIsOver)
{
    define(3600);
    server_.clock().pass(std::chrono::minutes { 30 });
    const auto before = server_.app().journals->main().head().seq;
    deliver(60, { 50, 95, 50 });
    deliver(60, { 51 });
    EXPECT_EQ(server_.app().journals->main().head().seq, before);
    EXPECT_EQ(disk().level, CapacityLevel::Normal);
}

}
}
