// SPDX-License-Identifier: Apache-2.0
// Windows that recur, and what a window would have muted, through a whole server.
#include "server/api/maintenance_preview.h"
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

namespace watchfloor::test {
namespace {

class WindowSeriesRoutesTest : public testing::Test {
protected:
    WindowSeriesRoutesTest()
    {
        EXPECT_EQ(server.post("/api/v1/services", R"({"id":"shop","name":"Shop","match":{"service":"shop"}})", planner)
                      .status,
            200);
    }

    Answer plan(const std::string& recurrence)
    {
        return server.post("/api/v1/maintenance-windows/series",
            R"({"title":"Patching","services":["shop"],"recurrence":")" + recurrence + "\"}", planner);
    }

    Answer preview(const std::string& times)
    {
        return server.post("/api/v1/maintenance-windows/preview", R"({"services":["shop"],)" + times + "}", planner);
    }

    RunningServer server;
    Credentials planner = server.person("planner", { SystemRole::MaintenancePlanner, SystemRole::IncidentManager });
};

const std::string kWeekly = R"(DTSTART;TZID=Europe/Berlin:20260323T220000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=3)";

TEST(AtHoursOfTest, WeeksDoNotMatterAndTheEndIsNotPartOfIt)
{
    const PlannedSpan span { kTestMorning, kTestMorning + std::chrono::hours { 2 } };
    const Millis week = std::chrono::hours { 168 };
    EXPECT_TRUE(at_hours_of(kTestMorning - 3 * week, span));
    EXPECT_FALSE(at_hours_of(kTestMorning - 3 * week - Millis { 1 }, span));
    EXPECT_TRUE(at_hours_of(span.to - week - Millis { 1 }, span));
    EXPECT_FALSE(at_hours_of(span.to - week, span));
    EXPECT_TRUE(at_hours_of(kTestMorning + 2 * week, span));
}

}

TEST_F(WindowSeriesRoutesTest, EachIsPlannedInTheTimeOfItsZone)
{
    const Answer planned = plan(kWeekly);
    ASSERT_EQ(planned.status, 201) << planned.body;
    EXPECT_EQ(planned.at("created"), "MW-1");
    const auto state = server.app().journals->main().state();
    ASSERT_EQ(state->windows.size(), 3U);
    const auto from = [&](const char* id) { return format_timestamp(state->windows.find(WindowId { id })->from); };
    EXPECT_EQ(from("MW-1"), "2026-03-23T21:00:00.000Z");
    EXPECT_EQ(from("MW-2"), "2026-03-30T20:00:00.000Z") << "the clocks have changed";
    EXPECT_EQ(state->windows.find(WindowId { "MW-3" })->rule, "FREQ=WEEKLY;COUNT=3");
    const Answer feed = server.get("/calendar/maintenance.ics", planner);
    EXPECT_NE(feed.body.find("DTSTART:20260330T200000Z"), std::string::npos);
}

TEST_F(WindowSeriesRoutesTest, WhatCannotBePlannedIsRefusedAndNothingIsWritten)
{
    const auto head = server.app().journals->main().head().seq;
    const Answer unknown = plan(R"(DTSTART:20260303T220000Z\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;BYHOUR=3)");
    EXPECT_EQ(unknown.status, 400);
    EXPECT_NE(unknown.at("error.message").find("BYHOUR"), std::string::npos);
    EXPECT_EQ(plan(R"(DTSTART:20260303T220000Z\nDURATION:P3650D\nRRULE:FREQ=YEARLY;COUNT=1)").status, 400);
    EXPECT_EQ(plan(R"(DTSTART:20260303T220000Z\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=1000000)").status, 400);
    EXPECT_EQ(plan("").status, 400);
    const Credentials reader = server.person("resolver", { SystemRole::Resolver });
    const std::string body = R"({"title":"Patching","services":["shop"],"recurrence":")" + kWeekly + "\"}";
    const auto before = server.app().journals->main().head().seq;
    EXPECT_EQ(server.post("/api/v1/maintenance-windows/series", body, reader).status, 403);
    EXPECT_EQ(server.app().journals->main().head().seq, before);
    EXPECT_LT(head, before) << "only the person was added";
    EXPECT_TRUE(server.app().journals->main().state()->windows.size() == 0);
}

TEST_F(WindowSeriesRoutesTest, APreviewCountsTheAlertsOfTheLastThirtyDays)
{
    const Credentials source = server.token("prometheus", { "intake:prometheus" });
    const std::string alerts = R"([{"labels":{"alertname":"Down","service":"shop"}},
        {"labels":{"alertname":"Other","service":"mail"}}])";
    ASSERT_EQ(server.post("/api/v2/alerts", alerts, source).status, 200);
    server.clock().pass(std::chrono::minutes { 1 });
    const Answer same_hours = preview(R"("from":"2026-03-09T08:30:00Z","to":"2026-03-09T10:00:00Z")");
    ASSERT_EQ(same_hours.status, 200) << same_hours.body;
    EXPECT_EQ(same_hours.body,
        R"({"alerts":1,"names":["Down"],"windows":[{"alerts":1,"from":"2026-03-09T08:30:00.000Z",)"
        R"("to":"2026-03-09T10:00:00.000Z"}]})");
    const Answer others = preview(R"("from":"2026-03-10T08:30:00Z","to":"2026-03-10T10:00:00Z")");
    EXPECT_EQ(others.at("alerts"), "1");
    EXPECT_EQ(others.body.find(R"("windows":[{"alerts")"), std::string::npos);
    const Answer series = preview(R"("recurrence":")" + kWeekly + "\"");
    EXPECT_EQ(series.at("windows"), "3");
    EXPECT_EQ(series.at("rule"), "FREQ=WEEKLY;COUNT=3");
    EXPECT_EQ(preview(R"("from":"2026-03-10T08:30:00Z")").status, 400);
    server.clock().pass(std::chrono::hours { 24 * 31 });
    EXPECT_EQ(preview(R"("from":"2026-04-09T08:30:00Z","to":"2026-04-09T10:00:00Z")").at("alerts"), "");
}

}
