// SPDX-License-Identifier: Apache-2.0
#include "server/api/maintenance_calendar.h"

#include "tests/server/api/running_server.h"

#include <gtest/gtest.h>
#include <libical/ical.h>

namespace watchfloor::test {
namespace {

TEST(CalendarTextTest, EscapesText)
{
    EXPECT_EQ(escape_calendar_text("a;b,c\\d\ne\r\x01"), "a\\;b\\,c\\\\d\\ne");
}

TEST(CalendarTextTest, FoldsLinesAt75OctetsBetweenCharacters)
{
    const std::string line = "SUMMARY:" + std::string(66, 'x') + "\xc3\xa4\xc3\xa4" + std::string(100, 'y');
    const std::string folded = fold_calendar_line(line);
    std::string unfolded;
    for (std::size_t at = 0; at < folded.size();) {
        const auto end = folded.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 75u);
        unfolded += folded.substr(at == 0 ? 0 : at + 1, end - at - (at == 0 ? 0 : 1));
        at = end + 2;
    }
    EXPECT_EQ(unfolded, line);
    EXPECT_EQ(folded.substr(74, 3), "\r\n ");
}

constexpr Timestamp kMorning { 1'772'442'000'000 }; // 2026-03-02 09:00 UTC
constexpr Millis kHour = std::chrono::hours { 1 };

CalendarOrigin origin()
{
    return { "Maintenance", "0123456789abcdef",
        [](std::uint64_t seq) { return kMorning - std::chrono::minutes { 1'000 - static_cast<int>(seq) }; } };
}

MaintenanceWindow window(const std::string& id, Timestamp from, WindowState state)
{
    MaintenanceWindow made;
    made.id = WindowId { id };
    made.title = "Pumps, \"north\"; first";
    made.from = from;
    made.to = from + kHour;
    made.state = state;
    made.version = 7;
    return made;
}

WorkOrder order(Timestamp planned_start, Timestamp planned_end)
{
    WorkOrder made;
    made.id = WorkOrderId { "WO-1" };
    made.asset = AssetId { "pump" };
    made.title = "Change the oil";
    made.planned_start = planned_start;
    made.planned_end = planned_end;
    made.version = 9;
    return made;
}

State with(const WorkOrder& held)
{
    State state;
    state.work_orders.set(held.id, held);
    return state;
}

// A calendar as libical reads it.
class ReadCalendar {
public:
    explicit ReadCalendar(const std::string& text) : root_(icalparser_parse_string(text.c_str())) { }
    ReadCalendar(const ReadCalendar&) = delete;
    ReadCalendar& operator=(const ReadCalendar&) = delete;
    ~ReadCalendar()
    {
        if (root_ != nullptr) {
            icalcomponent_free(root_);
        }
    }

    // Read without an error, and with all that the standard demands.
    bool sound() const
    {
        return root_ != nullptr && icalcomponent_count_errors(root_) == 0 && icalrestriction_check(root_) != 0;
    }
    icalcomponent* event(const std::string& id) const
    {
        for (auto* found = icalcomponent_get_first_component(root_, ICAL_VEVENT_COMPONENT); found != nullptr;
             found = icalcomponent_get_next_component(root_, ICAL_VEVENT_COMPONENT)) {
            if (std::string(icalcomponent_get_uid(found)).starts_with(id + "-")) {
                return found;
            }
        }
        return nullptr;
    }
    static Timestamp from(icalcomponent* event)
    {
        return { icaltime_as_timet(icalcomponent_get_dtstart(event)) * 1000 };
    }
    static Timestamp to(icalcomponent* event) { return { icaltime_as_timet(icalcomponent_get_dtend(event)) * 1000 }; }

private:
    icalcomponent* root_;
};

TEST(MaintenanceCalendarTest, ListsWindowsInOrderAndNamesCancelledOnes)
{
    State state;
    state.windows.set(WindowId { "MW-2" }, window("MW-2", kMorning + kHour, WindowState::Cancelled));
    state.windows.set(WindowId { "MW-1" }, window("MW-1", kMorning, WindowState::Approved));
    const std::string text = maintenance_calendar(state, origin(), kMorning);
    EXPECT_EQ(text.find("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), 0u);
    EXPECT_LT(text.find("UID:MW-1-"), text.find("UID:MW-2-"));
    EXPECT_NE(text.find("DTSTART:20260302T090000Z\r\n"), std::string::npos);
    EXPECT_NE(text.find("STATUS:CANCELLED\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("END:VCALENDAR\r\n"));
}

TEST(MaintenanceCalendarTest, IsReadByLibicalAsItWasMeant)
{
    State state = with(order(kMorning + kHour, kMorning + 2 * kHour));
    MaintenanceWindow held = window("MW-1", kMorning, WindowState::Approved);
    held.services = { ServiceId { "shop" } };
    held.assets = { AssetId { "pump" }, AssetId { "unknown" } };
    state.windows.set(held.id, held);
    Service shop;
    shop.name = "Büro, außen";
    state.services.set(ServiceId { "shop" }, shop);
    Asset pump;
    pump.name = "Pump 1";
    state.assets.set(AssetId { "pump" }, pump);
    const ReadCalendar read(maintenance_calendar(state, origin(), kMorning));
    ASSERT_TRUE(read.sound());
    auto* found = read.event("MW-1");
    ASSERT_NE(found, nullptr);
    EXPECT_STREQ(icalcomponent_get_summary(found), "Pumps, \"north\"; first");
    EXPECT_STREQ(icalcomponent_get_description(found), "Services: Büro, außen\nAssets: Pump 1, unknown");
    EXPECT_STREQ(icalcomponent_get_uid(found), "MW-1-0123456789abcdef@watchfloor");
    EXPECT_EQ(ReadCalendar::from(found), kMorning);
    EXPECT_EQ(ReadCalendar::to(found), kMorning + kHour);
    EXPECT_EQ(icaltime_as_timet(icalcomponent_get_dtstamp(found)), origin().recorded_at(7).millis / 1000)
        << "when it was changed, not when it is asked for";
    EXPECT_STREQ(icalcomponent_get_description(read.event("WO-1")), "Asset: Pump 1");
}

TEST(MaintenanceCalendarTest, NothingEndsBeforeItBegins)
{
    WorkOrder late = order(kMorning, kMorning + kHour);
    late.actual_start = kMorning + 3 * kHour;
    const ReadCalendar running(maintenance_calendar(with(late), origin(), kMorning));
    EXPECT_EQ(ReadCalendar::from(running.event("WO-1")), kMorning + 3 * kHour);
    EXPECT_EQ(ReadCalendar::to(running.event("WO-1")), kMorning + 4 * kHour) << "it takes as long as was planned";
    late.actual_end = late.actual_start;
    const ReadCalendar ended(maintenance_calendar(with(late), origin(), kMorning));
    EXPECT_LT(ReadCalendar::from(ended.event("WO-1")), ReadCalendar::to(ended.event("WO-1")));
    WorkOrder early = order(kMorning + kHour, kMorning + 2 * kHour);
    early.actual_start = kMorning;
    const ReadCalendar begun(maintenance_calendar(with(early), origin(), kMorning));
    EXPECT_EQ(ReadCalendar::to(begun.event("WO-1")), kMorning + 2 * kHour) << "its planned end stands";
}

TEST(MaintenanceCalendarTest, WhatHasNoTitleGoesByItsNumber)
{
    WorkOrder erased = order(kMorning, kMorning + kHour);
    erased.title.clear();
    const ReadCalendar read(maintenance_calendar(with(erased), origin(), kMorning));
    ASSERT_TRUE(read.sound());
    EXPECT_STREQ(icalcomponent_get_summary(read.event("WO-1")), "WO-1");
}

// A feed that is fetched every quarter of an hour for years does not grow for ever.
TEST(MaintenanceCalendarTest, ListsAYearBackAndTwoAhead)
{
    constexpr Millis kDay = std::chrono::hours { 24 };
    State state;
    for (const auto& [id, days] : std::vector<std::pair<std::string, int>> {
             { "MW-1", -367 }, { "MW-2", -365 }, { "MW-3", 731 }, { "MW-4", 733 } }) {
        state.windows.set(WindowId { id }, window(id, kMorning + days * kDay, WindowState::Approved));
    }
    const std::string text = maintenance_calendar(state, origin(), kMorning);
    EXPECT_EQ(text.find("UID:MW-1-"), std::string::npos) << text;
    EXPECT_NE(text.find("UID:MW-2-"), std::string::npos) << text;
    EXPECT_NE(text.find("UID:MW-3-"), std::string::npos) << text;
    EXPECT_EQ(text.find("UID:MW-4-"), std::string::npos) << text;
    EXPECT_EQ(maintenance_calendar(state, origin(), kMorning + kDay / 4), text) << "nothing entered, nothing left";
}

class CalendarRouteTest : public testing::Test {
protected:
    RunningServer server;
    Credentials planner = server.person("planner", { SystemRole::MaintenancePlanner, SystemRole::IncidentManager });
    std::string plan
        = R"({"title":"Pumps","services":["shop"],"from":"2026-03-03T09:00:00Z","to":"2026-03-03T10:00:00Z"})";

    void SetUp() override
    {
        ASSERT_EQ(server.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", planner).status, 200);
        const Answer planned = server.post("/api/v1/maintenance-windows", plan, planner);
        ASSERT_EQ(planned.status, 201) << planned.body;
    }
};

TEST_F(CalendarRouteTest, IsSentAgainOnlyWhenItChanged)
{
    const Answer first = server.get("/calendar/maintenance.ics", planner);
    ASSERT_EQ(first.status, 200) << first.body;
    const std::string tag = first.header("etag");
    ASSERT_FALSE(tag.empty());
    const Credentials knowing { planner.headers + "If-None-Match: " + tag + "\r\n" };
    server.clock().pass(std::chrono::hours { 5 });
    const Answer same = server.get("/calendar/maintenance.ics", knowing);
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.body, "");
    ASSERT_EQ(server.post("/api/v1/maintenance-windows", plan, planner).status, 201);
    EXPECT_EQ(server.get("/calendar/maintenance.ics", knowing).status, 200);
    EXPECT_NE(first.body.find("LAST-MODIFIED:20260302T090000Z\r\n"), std::string::npos) << first.body;
    EXPECT_NE(first.body.find("REFRESH-INTERVAL;VALUE=DURATION:"), std::string::npos);
}

TEST_F(CalendarRouteTest, AsksForAPasswordAsCalendarProgramsExpect)
{
    const Answer asked = server.get("/calendar/maintenance.ics", nobody());
    EXPECT_EQ(asked.status, 401);
    EXPECT_TRUE(asked.header("www-authenticate").starts_with("Basic realm=")) << asked.head;
    EXPECT_EQ(server.get("/api/v1/services", nobody()).header("www-authenticate"), "Bearer")
        << "elsewhere a browser would ask people for it";
}

TEST_F(CalendarRouteTest, IsToldApartFromThoseOfOtherServers)
{
    const auto uid_of = [](const std::string& text) {
        const auto at = text.find("UID:");
        return text.substr(at, text.find("\r\n", at) - at);
    };
    RunningServer other;
    const Credentials there = other.person("planner", { SystemRole::MaintenancePlanner, SystemRole::IncidentManager });
    ASSERT_EQ(other.post("/api/v1/services", R"({"id":"shop","name":"Shop"})", there).status, 200);
    ASSERT_EQ(other.post("/api/v1/maintenance-windows", plan, there).status, 201);
    EXPECT_NE(uid_of(server.get("/calendar/maintenance.ics", planner).body),
        uid_of(other.get("/calendar/maintenance.ics", there).body));
}

}
}
