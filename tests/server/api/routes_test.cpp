// SPDX-License-Identifier: Apache-2.0
#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>

#include <set>

namespace watchfloor::test {
namespace {

using enum SystemRole;

class RegisterRoutesTest : public testing::Test {
protected:
    RunningServer server;
    Credentials all = server.person(
        "all", { IncidentManager, Resolver, ServiceDesk, CapacityManager, MaintenancePlanner, Administrator });
};

TEST_F(RegisterRoutesTest, KeepsServicesBridgesAndSources)
{
    EXPECT_EQ(server.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", all).status, 200);
    EXPECT_EQ(server
                  .post("/api/v1/bridges",
                      R"({"id":"b1","name":"Bridge 1","link":"https://meet.example.org/1","pin":"1234"})", all)
                  .status,
        200);
    EXPECT_EQ(server.post("/api/v1/sources", R"({"id":"nagios","kind":"json","cadence_seconds":60})", all).status, 200);
    EXPECT_EQ(server.get("/api/v1/services", all).at("total"), "1");
    EXPECT_EQ(server.get("/api/v1/bridges", all).at("total"), "1");
    EXPECT_EQ(server.get("/api/v1/sources", all).status, 200);
}

TEST_F(RegisterRoutesTest, WhatReadsMuchTakesNoPlaceOfWhatIsQuick)
{
    std::set<std::string> much;
    for (const auto& route : server.app().http->routes()) {
        if (route->options.quota == QuotaClass::Reading) {
            EXPECT_EQ(route->method, Method::Get) << route->pattern;
            much.insert(route->pattern);
        }
    }
    for (const char* pattern : { "/api/v1/journal", "/api/v1/timeline", "/api/v1/alerts", "/api/v1/incidents",
             "/api/v1/changes", "/api/v2/alerts", "/calendar/maintenance.ics" }) {
        EXPECT_TRUE(much.contains(pattern)) << pattern;
    }
    EXPECT_FALSE(much.contains("/api/v1/me"));
}

TEST_F(RegisterRoutesTest, SaysWhatChangedNewestFirst)
{
    server.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", all);
    server.post("/api/v1/services", R"({"id":"mail","name":"Mail"})", all);
    for (const char* body : { R"({"kind":"deployment","summary":"older","service":"shop","at":"2026-03-02T07:00:00Z"})",
             R"({"kind":"change","summary":"newer","service":"shop","at":"2026-03-02T08:00:00Z"})",
             R"({"kind":"change","summary":"elsewhere","service":"mail","at":"2026-03-02T08:00:00Z"})" }) {
        const Answer answer = server.post("/api/v1/changes", body, all);
        ASSERT_EQ(answer.status, 201) << answer.body;
    }
    const Answer changed = server.get("/api/v1/changes?service=shop", all);
    EXPECT_EQ(changed.at("changes"), "2");
    EXPECT_LT(changed.body.find("newer"), changed.body.find("older"));
    EXPECT_EQ(server.get("/api/v1/changes?service=shop&hours=1", all).body.find("older"), std::string::npos);
}

TEST_F(RegisterRoutesTest, ASecondSampleOfAnInstantCountsAsADuplicateAndRaisesNothing)
{
    ASSERT_EQ(
        server
            .post("/api/v1/capacity",
                R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":100000,"warn_percent":80,"critical_percent":90})",
                all)
            .status,
        200);
    const auto sample = [&](const char* value) {
        return server.post("/api/v1/capacity/disk/samples",
            R"({"samples":[{"at":"2026-03-02T09:00:00Z","value_milli":)" + std::string(value) + "}]}", all);
    };
    const Answer first = sample("50000");
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(first.at("duplicates"), "0");
    for (const char* beyond : { "9223372036854775807", "-9223372036854775808", "9000000000000000001" }) {
        const Answer refused = sample(beyond);
        EXPECT_EQ(refused.status, 400) << beyond;
        EXPECT_NE(refused.body.find("to 9000000000000000000:"), std::string::npos) << refused.body;
    }
    const std::string head = server.get("/api/v1/journal?limit=0", all).at("head.seq");
    const Answer second = sample("95000");
    EXPECT_EQ(second.status, 201) << second.body;
    EXPECT_EQ(second.at("duplicates"), "1");
    EXPECT_EQ(server.get("/api/v1/journal?limit=0", all).at("head.seq"), head) << "what raises is what is stored";
}

TEST_F(RegisterRoutesTest, ACapacityPlanIsSignedOnceItsLinesAreDecided)
{
    const Answer defined
        = server.post("/api/v1/capacity", R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":100000})", all);
    ASSERT_EQ(defined.status, 200) << defined.body;
    const Answer week = server.get("/api/v1/capacity/week", all);
    EXPECT_EQ(week.status, 200) << week.body;
    EXPECT_NE(week.body.find(R"({"finding":"unmapped","resource":"disk"})"), std::string::npos) << week.body;
    EXPECT_EQ(server.post("/api/v1/capacity/plan", "{}", all).status, 409);
    const std::string accepted = R"({"finding":"unmapped","choice":"accept","note":"Its agent comes next week."})";
    const Answer decided = server.post("/api/v1/capacity/disk/decisions", accepted, all);
    EXPECT_EQ(decided.status, 200) << decided.body;
    EXPECT_EQ(server.post("/api/v1/capacity/disk/decisions", accepted, all).at("seq"), decided.at("seq"));
    EXPECT_EQ(server.post("/api/v1/capacity/disk/decisions", R"({"finding":"unmapped"})", all).status, 400);
    const Answer plan = server.post("/api/v1/capacity/plan", R"({"note":"As discussed."})", all);
    EXPECT_EQ(plan.status, 200) << plan.body;
    EXPECT_NE(server.get("/api/v1/capacity/week", all).at("signed_at"), "");
}

TEST_F(RegisterRoutesTest, MeasuresCapacity)
{
    const Answer defined = server.post("/api/v1/capacity",
        R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":100000,"cadence_seconds":3600,"warn_percent":80,"critical_percent":90,"equal_nodes":4})",
        all);
    ASSERT_EQ(defined.status, 200) << defined.body;
    EXPECT_EQ(server.get("/api/v1/capacity/disk/forecast", all).at("reason").find("insufficient data"), 0u);

    // One byte more each hour for two days, 40 at the end: 60 hours from 100.
    for (int hour = 0; hour <= 48; ++hour) {
        const std::string sample = R"({"samples":[{"at":")"
            + format_timestamp(kTestMorning + std::chrono::hours { hour }) + R"(","value_milli":)"
            + std::to_string((hour - 8) * 1000) + "}]}";
        const Answer added = server.post("/api/v1/capacity/disk/samples", sample, all);
        ASSERT_EQ(added.status, 201) << added.body;
        if (hour < 48) {
            server.clock().pass(std::chrono::hours { 1 });
        }
    }
    const Answer forecast = server.get("/api/v1/capacity/disk/forecast", all);
    EXPECT_EQ(forecast.at("verdict"), "insufficient_data") << forecast.body;
    EXPECT_EQ(forecast.at("reason"), "insufficient data: 2 days of 14");
    EXPECT_EQ(forecast.at("points"), "") << "never a date";
    const Answer figures
        = server.get("/api/v1/capacity/disk/samples?from=2026-03-02T09:00:00Z&points=1&figures=1", all);
    EXPECT_EQ(figures.at("figures.count"), "49") << figures.body;
    EXPECT_EQ(figures.at("figures.max_milli"), "40000");
    EXPECT_EQ(figures.at("figures.mean_milli"), "16000");
    EXPECT_EQ(figures.at("figures.p95_milli"), "38000") << "the 47th of 49";
    EXPECT_EQ(figures.at("figures.node_loss_milli"), "37000") << "75 of 100 bytes, less p95";
    EXPECT_EQ(figures.at("figures.site_loss_milli"), "") << "nothing stands in for it";

    const Answer series = server.get("/api/v1/capacity/disk/samples?from=2026-03-02T09:00:00Z&points=10", all);
    EXPECT_EQ(series.status, 200);
    EXPECT_LE(std::stoi(series.at("stretches")), 10);
    const Answer ever = server.get("/api/v1/capacity/disk/samples?from=0001-01-01T00:00:00Z&points=10", all);
    EXPECT_EQ(ever.status, 200) << ever.body;
    EXPECT_NE(ever.at("stretches"), "");
    EXPECT_EQ(server.get("/api/v1/capacity", all).at("samples"), "1");
    EXPECT_EQ(server
                  .post("/api/v1/capacity/disk/samples",
                      R"({"samples":[{"at":"2036-03-02T08:00:00Z","value_milli":1}]})", all)
                  .status,
        400);
    EXPECT_EQ(server
                  .post("/api/v1/capacity/disk/samples",
                      R"({"samples":[{"at":"2026-03-04T08:59:00Z","value_milli":1.5}]})", all)
                  .status,
        400);
    const std::string samples = server.get("/api/v1/capacity/disk/samples?from=2026-03-02T09:00:00Z", all).body;
    EXPECT_EQ(
        server.post("/api/v1/capacity/disk/samples", R"({"samples":[{"at":"2026-03-04T08:59:00Z"}]})", all).status, 400)
        << "what was not measured is not nothing";
    EXPECT_EQ(server.get("/api/v1/capacity/disk/samples?from=2026-03-02T09:00:00Z", all).body, samples);
}

TEST_F(RegisterRoutesTest, ForetellsFromSixWeeksOfHours)
{
    ASSERT_EQ(
        server
            .post("/api/v1/capacity",
                R"({"id":"disk","name":"Disk","unit":"bytes","total_milli":100000,"cadence_seconds":3600,"lead_time_days":7})",
                all)
            .status,
        200);
    // One more each day, with a peak at noon: 70 there on the last day, so that 100 comes in thirty days.
    std::string samples;
    for (int hour = -42 * 24; hour < 0; ++hour) {
        const Timestamp at = kTestMorning + std::chrono::hours { hour } + std::chrono::minutes { 30 };
        const std::int64_t day = at.millis / 86'400'000 - kTestMorning.millis / 86'400'000;
        const std::int64_t clock = at.millis % 86'400'000 / 3'600'000;
        const std::int64_t value = (71 + day) * 1'000 - std::abs(clock - 12) * 2'000 + (hour + 2'000) * 7919 % 13 * 20;
        samples += (samples.empty() ? "" : ",") + (R"({"at":")" + format_timestamp(at)) + R"(","value_milli":)"
            + std::to_string(value) + "}";
    }
    const Answer added = server.post("/api/v1/capacity/disk/samples", R"({"samples":[)" + samples + "]}", all);
    ASSERT_EQ(added.status, 201) << added.body;

    const Answer forecast = server.get("/api/v1/capacity/disk/forecast", all);
    EXPECT_EQ(forecast.at("verdict"), "forecast") << forecast.body;
    EXPECT_EQ(forecast.at("reason"), "");
    EXPECT_EQ(forecast.at("band_percent"), "80");
    EXPECT_EQ(forecast.at("days"), "42");
    EXPECT_EQ(forecast.at("points"), "168");
    EXPECT_EQ(forecast.at("limits"), "3");
    EXPECT_EQ(forecast.at("window.samples"), "1008");
    EXPECT_EQ(forecast.at("window.to"), format_timestamp(kTestMorning));
    EXPECT_NE(forecast.at("method"), "");
    EXPECT_NE(forecast.at("mase"), "");
    EXPECT_EQ(server.get("/api/v1/capacity/disk/forecast?hours=24", all).at("points"), "24");
    EXPECT_EQ(server.get("/api/v1/capacity/disk/forecast?hours=720", all).at("points"), "352")
        << "336 hours and 16 days";
    for (const char* wrong : { "hours=0", "hours=721", "hours=x", "horizon=24" }) {
        EXPECT_EQ(server.get(std::string("/api/v1/capacity/disk/forecast?") + wrong, all).status, 400) << wrong;
    }

    // The list says the same, to whoever sees the room.
    const Answer list = server.get("/api/v1/capacity/forecasts", all);
    EXPECT_EQ(list.at("limits"), "1") << list.body;
    EXPECT_EQ(list.at("pending"), "");
    for (const char* field : { "early", "late", "act_by" }) {
        const std::string needle = std::string("\"") + field + "\":\"";
        const auto at = list.body.find(needle);
        ASSERT_NE(at, std::string::npos) << list.body;
        const std::string said = list.body.substr(at, needle.size() + 24);
        EXPECT_NE(forecast.body.find(said), std::string::npos) << said << " of " << forecast.body;
    }
    const auto early = parse_timestamp(list.body.substr(list.body.find(R"("early":")") + 9, 24));
    ASSERT_TRUE(early.ok()) << list.body;
    EXPECT_LE(std::abs((early.value() - kTestMorning).count() / 86'400'000 - 29), 2);

    // Walls that show the room tell it too; visitors' walls know of no capacity.
    const Credentials wall = server.wall(WallAudience::Room, all);
    EXPECT_EQ(server.get("/api/v1/capacity/disk/forecast", wall).body, forecast.body);
    EXPECT_EQ(server.get("/api/v1/capacity/forecasts", wall).body, list.body);
    const Credentials visitors = server.wall(WallAudience::Visitor, all);
    EXPECT_EQ(server.get("/api/v1/capacity/disk/forecast", visitors).status, 404);
    EXPECT_EQ(server.get("/api/v1/capacity/forecasts", visitors).body, "{}");
    EXPECT_EQ(server.get("/api/v1/capacity/forecasts?hours=3", all).status, 400);
}

TEST_F(RegisterRoutesTest, PlansMaintenanceAndOffersItAsACalendar)
{
    ASSERT_EQ(server.post("/api/v1/assets", R"({"id":"ups","name":"UPS, room 1; left"})", all).status, 200);
    const Answer order = server.post("/api/v1/work-orders",
        R"({"asset":"ups","title":"Battery","planned_start":"2026-03-03T08:00:00Z","planned_end":"2026-03-03T10:00:00Z"})",
        all);
    ASSERT_EQ(order.status, 201) << order.body;
    const Answer window = server.post("/api/v1/maintenance-windows",
        R"({"title":"UPS work","assets":["ups"],"from":"2026-03-03T08:00:00Z","to":"2026-03-03T10:00:00Z"})", all);
    ASSERT_EQ(window.status, 201) << window.body;
    EXPECT_EQ(server.get("/api/v1/work-orders", all).at("total"), "1");
    EXPECT_EQ(server.get("/api/v1/maintenance-windows", all).at("total"), "1");
    const Answer calendar = server.get("/calendar/maintenance.ics", all);
    EXPECT_EQ(calendar.header("Content-Type"), "text/calendar; charset=utf-8");
    EXPECT_NE(calendar.body.find("DTSTART:20260303T080000Z\r\n"), std::string::npos);
    EXPECT_NE(calendar.body.find("Asset: UPS\\, room 1\\; left"), std::string::npos) << calendar.body;
}

// Each line of labels is kept for ever by whoever watches this server.
TEST_F(RegisterRoutesTest, MetricsNameABoundedNumberOfSourcesFirstThoseThatFail)
{
    for (int i = 1; i <= 600; ++i) {
        SourceCounts counts;
        counts.source = SourceId { "s-" + std::to_string(i) };
        server.app().ledger->add(counts);
    }
    const SourceId last { "s-99" };
    ASSERT_TRUE(server.app().ledger->set_failure(last, "no answer", server.clock().now()));
    const std::string text = server.get("/metrics", nobody()).body;
    std::size_t told = 0;
    for (auto at = text.find("\nwatchfloor_source_failing{"); at != std::string::npos;
         at = text.find("\nwatchfloor_source_failing{", at + 1)) {
        ++told;
    }
    EXPECT_EQ(told, 500u);
    EXPECT_NE(text.find("watchfloor_source_failing{source=\"s-99\"} 1\n"), std::string::npos) << "it sorts last";
    const std::size_t sources = server.app().ledger->all().size();
    EXPECT_NE(text.find("watchfloor_series_left_out{of=\"sources\"} " + std::to_string(sources - 500) + "\n"),
        std::string::npos)
        << text;
}

TEST_F(RegisterRoutesTest, AnswersHealthMetricsAndFilesWithoutASignIn)
{
    EXPECT_EQ(server.get("/healthz", nobody()).status, 200);
    EXPECT_EQ(server.get("/readyz", nobody()).at("writable"), "true");
    EXPECT_NE(
        server.get("/metrics", nobody()).body.find("watchfloor_journal_seq{journal=\"main\"} "), std::string::npos);
    EXPECT_EQ(server.get("/status", nobody()).status, 200);
    EXPECT_NE(server.get("/status", nobody()).header("Content-Security-Policy").find("default-src 'none'"),
        std::string::npos);
}

}
}
