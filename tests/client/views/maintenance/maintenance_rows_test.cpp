// SPDX-License-Identifier: Apache-2.0
#include "client/views/maintenance/maintenance_view.h"

#include "client/language/text.h"
#include "tests/support/domain_fixture.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace watchfloor {
namespace {

constexpr hours kOneDay { 24 };

class MaintenanceRowsTest : public testing::Test {
protected:
    WorkOrder& order(const char* id, WorkOrderState shown, Timestamp from, Timestamp to)
    {
        WorkOrder made;
        made.id = WorkOrderId { id };
        made.asset = AssetId { "ups" };
        made.state = shown;
        made.planned_start = from;
        made.planned_end = to;
        orders_.push_back(made);
        return orders_.back();
    }

    void asset_due(const char* id, Timestamp at)
    {
        Asset made;
        made.id = AssetId { id };
        made.policy_interval_days = 100;
        made.last_maintained_at = at - kOneDay * 100;
        state_.assets.set(made.id, made);
    }

    void window(const char* id, WindowState shown, Timestamp from, Timestamp to)
    {
        MaintenanceWindow made;
        made.id = WindowId { id };
        made.state = shown;
        made.services = { ServiceId { "shop" } };
        made.from = from;
        made.to = to;
        state_.windows.set(made.id, made);
    }

    State state() const
    {
        State all = state_;
        for (const WorkOrder& one : orders_) {
            all.work_orders.set(one.id, one);
        }
        return all;
    }

    MaintenanceRows rows() const { return maintenance_rows(state(), kMorning); }

    static std::vector<std::string> names(const std::vector<MaintenanceRow>& rows)
    {
        std::vector<std::string> found;
        for (const MaintenanceRow& row : rows) {
            found.push_back(row.what);
        }
        return found;
    }

    // Of the one bar with this id.
    ScheduleBar bar(std::string_view id) const
    {
        ScheduleBar found;
        for (const ScheduleRow& row : maintenance_schedule(state(), kMorning, SiteZone {}).rows) {
            for (const ScheduleBar& one : row.bars) {
                found = one.id == id ? one : found;
            }
        }
        EXPECT_EQ(found.id, id);
        return found;
    }

    State state_ {};
    std::vector<WorkOrder> orders_ {};
};

using Names = std::vector<std::string>;

TEST_F(MaintenanceRowsTest, WorkIsDueUnderWayOrOverdue)
{
    const Timestamp later = kMorning + hours { 2 };
    order("later", WorkOrderState::Approved, kMorning + hours { 1 }, later);
    order("should have begun", WorkOrderState::Approved, kMorning - hours { 1 }, later);
    order("should be over", WorkOrderState::Approved, kMorning - hours { 2 }, kMorning - hours { 1 });
    order("in work", WorkOrderState::InProgress, kMorning - hours { 1 }, later);
    order("in inspection", WorkOrderState::Inspection, kMorning - hours { 2 }, kMorning - hours { 1 });
    order("done", WorkOrderState::ReturnedToService, kMorning, later);
    order("cancelled", WorkOrderState::Cancelled, kMorning, later);
    EXPECT_EQ(names(rows().due), (Names { "later", "should have begun" }));
    EXPECT_EQ(names(rows().under_way), (Names { "in inspection", "in work" })) << "the first that should end first";
    EXPECT_EQ(names(rows().overdue), (Names { "should be over" }));
}

TEST_F(MaintenanceRowsTest, WhatShouldHaveBegunCountsNothingBelowNought)
{
    const Timestamp from = kMorning - hours { 1 };
    const Timestamp to = kMorning + hours { 1 };
    const std::string hour = format_duration(Millis { hours { 1 } }.count());
    order("WO-1", WorkOrderState::Planned, from, to);
    order("WO-2", WorkOrderState::Approved, from, to);
    window("MW-1", WindowState::Planned, from, to);
    std::map<std::string, std::string> when;
    for (const MaintenanceRow& row : rows().due) {
        when[row.what] = row.when;
    }
    EXPECT_EQ(when["WO-1"], tr(Text::MaintenanceNotApproved, hour));
    EXPECT_EQ(when["WO-2"], tr(Text::MaintenanceNotBegun, hour));
    EXPECT_EQ(when["MW-1"], tr(Text::MaintenanceNotApproved, hour));
}

TEST_F(MaintenanceRowsTest, OfWhatIsUnderWayTheLateComesFirst)
{
    window("MW-1", WindowState::Approved, kMorning - hours { 9 }, kMorning + hours { 1 });
    order("WO-1", WorkOrderState::InProgress, kMorning - hours { 3 }, kMorning - hours { 1 });
    const MaintenanceRows all = rows();
    EXPECT_EQ(names(all.under_way), (std::vector<std::string> { "WO-1", "MW-1" }));
    ASSERT_EQ(all.under_way.size(), 2U);
    EXPECT_EQ(all.under_way[1].state, tr(Text::WindowUnderWay));
}

TEST_F(MaintenanceRowsTest, SaysHowLongUntilWorkBeginsOrEndsOrHowLateItIs)
{
    order("in work", WorkOrderState::InProgress, kMorning - hours { 1 }, kMorning + hours { 2 });
    order("later", WorkOrderState::Approved, kMorning + hours { 1 }, kMorning + hours { 2 });
    order("late", WorkOrderState::Approved, kMorning - hours { 5 }, kMorning - hours { 3 });
    EXPECT_EQ(rows().under_way.at(0).when, "2:00:00 left");
    EXPECT_EQ(rows().due.at(0).when, "in 1:00:00");
    EXPECT_EQ(rows().overdue.at(0).when, "3:00:00 late");
    EXPECT_EQ(rows().overdue.at(0).severity, Severity::Major);
}

TEST_F(MaintenanceRowsTest, AnAssetIsDueWithinThirtyDaysAndOverdueFromTheNext)
{
    asset_due("today", kMorning);
    asset_due("yesterday", kMorning - kOneDay);
    asset_due("in thirty days", kMorning + kOneDay * 30);
    asset_due("in a year", kMorning + kOneDay * 300);
    EXPECT_EQ(names(rows().due), (Names { "Maintenance of today", "Maintenance of in thirty days" }));
    ASSERT_EQ(names(rows().overdue), (Names { "Maintenance of yesterday" }));
    EXPECT_EQ(rows().overdue[0].when, "1 d overdue");
}

TEST_F(MaintenanceRowsTest, AWindowIsUnderWayOnlyWhereItWasApproved)
{
    const Timestamp later = kMorning + hours { 1 };
    window("running", WindowState::Approved, kMorning, later);
    window("not approved", WindowState::Planned, kMorning - hours { 1 }, later);
    window("ahead", WindowState::Approved, kMorning + kOneDay, kMorning + kOneDay * 2);
    window("far ahead", WindowState::Approved, kMorning + kOneDay * 31, kMorning + kOneDay * 32);
    window("cancelled", WindowState::Cancelled, kMorning, later);
    window("over", WindowState::Approved, kMorning - hours { 1 }, kMorning);
    EXPECT_EQ(names(rows().under_way), (Names { "running" }));
    EXPECT_EQ(names(rows().due), (Names { "not approved", "ahead" }));
    EXPECT_EQ(rows().under_way.at(0).when, "1:00:00 left");
    EXPECT_TRUE(rows().overdue.empty());
}

TEST_F(MaintenanceRowsTest, WhatIsInForceOnOnePersonsWordIsToldApartUntilAnotherConfirmsIt)
{
    window("over", WindowState::Approved, kMorning - hours { 3 }, kMorning - hours { 1 });
    const auto alone = [&](hours ago, bool emergency) {
        state_.windows.update(WindowId { "over" }, [&](MaintenanceWindow& changed) {
            changed.emergency = emergency;
            changed.alone_at = kMorning - ago;
        });
    };
    alone(hours { 3 }, true);
    ASSERT_EQ(names(rows().due), (Names { "over" }));
    EXPECT_EQ(rows().due[0].state, tr(Text::WindowEmergencyOpen));
    EXPECT_EQ(rows().due[0].when, "in 21:00:00");
    EXPECT_EQ(rows().due[0].window.text, "over");
    alone(hours { 25 }, false);
    ASSERT_EQ(names(rows().overdue), (Names { "over" }));
    EXPECT_EQ(rows().overdue[0].state, tr(Text::WindowWidenedOpen));
    EXPECT_EQ(rows().overdue[0].when, "1:00:00 late");
    state_.windows.update(WindowId { "over" }, [&](MaintenanceWindow& changed) { changed.confirmed_at = kMorning; });
    EXPECT_TRUE(rows().overdue.empty());
    EXPECT_TRUE(rows().due.empty());
}

TEST_F(MaintenanceRowsTest, OnesOwnWorkIsWhatOneMaintainsOrMayInspectWithItsNextStep)
{
    const Timestamp later = kMorning + hours { 2 };
    order("WO-1", WorkOrderState::Approved, later, later + kOneDay).maintainer = UserId { "ada" };
    order("WO-2", WorkOrderState::Inspection, kMorning, later).maintainer = UserId { "grace" };
    order("WO-3", WorkOrderState::InProgress, kMorning, later).maintainer = UserId { "grace" };
    WorkOrder& back = order("WO-4", WorkOrderState::InProgress, kMorning, later);
    back.maintainer = UserId { "grace" };
    back.inspector = UserId { "ada" };
    order("WO-5", WorkOrderState::Planned, later, later + kOneDay);
    order("WO-6", WorkOrderState::Inspection, kMorning, later).maintainer = UserId { "ada" };
    window("MW-1", WindowState::Approved, kMorning, later);
    asset_due("ups", kMorning);
    const auto own = [&](const char* user) { return work_of(state(), kMorning, UserId { user }); };
    EXPECT_EQ(names(own("ada").due), (Names { "WO-1" }));
    EXPECT_EQ(names(own("ada").under_way), (Names { "WO-2", "WO-4", "WO-6" }));
    EXPECT_TRUE(own("ada").overdue.empty());
    EXPECT_EQ(own("ada").due.at(0).state, tr(Text::MyWorkNext, tr(Text::OrderApproved), tr(Text::OrderStart)));
    EXPECT_EQ(names(own("grace").under_way), (Names { "WO-2", "WO-3", "WO-4", "WO-6" }));
    EXPECT_TRUE(names(own("").under_way).empty()) << "who is nobody has no work";
}

TEST_F(MaintenanceRowsTest, ABarLiesWhereTheWorkReallyIs)
{
    const Timestamp end = kMorning + hours { 2 };
    order("planned", WorkOrderState::Planned, kMorning, end);
    order("deferred", WorkOrderState::Deferred, kMorning, end);
    order("late", WorkOrderState::InProgress, kMorning, end).actual_start = kMorning + hours { 3 };
    WorkOrder& early = order("early", WorkOrderState::ReturnedToService, kMorning, end);
    early.actual_start = kMorning - hours { 1 };
    early.actual_end = kMorning + hours { 1 };
    EXPECT_FALSE(bar("planned").approved);
    EXPECT_FALSE(bar("deferred").approved);
    EXPECT_EQ(bar("late").begin, kMorning + hours { 3 });
    EXPECT_EQ(bar("late").end, bar("late").begin) << "never before it began";
    EXPECT_TRUE(bar("late").under_way);
    EXPECT_EQ(bar("early").begin, kMorning - hours { 1 });
    EXPECT_EQ(bar("early").end, kMorning + hours { 1 });
    EXPECT_FALSE(bar("early").under_way);
}

TEST_F(MaintenanceRowsTest, AWindowLiesOnTheRowOfItsService)
{
    window("running", WindowState::Approved, kMorning, kMorning + hours { 1 });
    window("over", WindowState::Approved, kMorning - hours { 1 }, kMorning);
    window("cancelled", WindowState::Cancelled, kMorning, kMorning + hours { 1 });
    const auto schedule = maintenance_schedule(state(), kMorning, SiteZone {});
    ASSERT_EQ(schedule.rows.size(), 1U);
    EXPECT_EQ(schedule.rows[0].bars.size(), 3U);
    EXPECT_TRUE(bar("running").under_way);
    EXPECT_FALSE(bar("over").under_way);
    EXPECT_TRUE(bar("cancelled").cancelled);
}

TEST_F(MaintenanceRowsTest, AWindowNamesTheAssetsAndTheServicesThatItConcerns)
{
    asset_due("ups", kMorning + kOneDay * 90);
    MaintenanceWindow made;
    made.id = WindowId { "MW-1" };
    made.state = WindowState::Approved;
    made.assets = { AssetId { "ups" } };
    made.from = kMorning - hours { 1 };
    made.to = kMorning + hours { 1 };
    state_.windows.set(made.id, made);
    ASSERT_EQ(rows().under_way.size(), 1U);
    EXPECT_EQ(rows().under_way[0].asset, "ups");
    EXPECT_EQ(rows().under_way[0].ends, made.to);
    made.services = { ServiceId { "shop" } };
    state_.windows.set(made.id, made);
    EXPECT_EQ(rows().under_way[0].asset, "ups, shop");
}

TEST_F(MaintenanceRowsTest, AConflictIsMarkedInBothRowsAndSaysWhatDependsOnWhat)
{
    asset_due("ups", kMorning + kOneDay * 90);
    Asset ups = *state_.assets.find(AssetId { "ups" });
    ups.services = { ServiceId { "power" } };
    state_.assets.set(ups.id, ups);
    Service shop;
    shop.id = ServiceId { "shop" };
    shop.depends_on = { ServiceId { "power" } };
    state_.services.set(shop.id, shop);
    order("WO-1", WorkOrderState::Approved, kMorning + hours { 1 }, kMorning + hours { 3 });
    window("MW-1", WindowState::Approved, kMorning + hours { 2 }, kMorning + hours { 5 });
    const auto schedule = maintenance_schedule(state(), kMorning, SiteZone {});
    ASSERT_EQ(schedule.rows.size(), 2U);
    ASSERT_TRUE(schedule.conflicts.has_value());
    ASSERT_EQ(schedule.conflicts->size(), 1U);
    const ScheduleConflict& conflict = schedule.conflicts->front();
    EXPECT_EQ(conflict.row, 0U);
    EXPECT_EQ(conflict.other_rows, (std::vector<std::size_t> { 1 }));
    EXPECT_EQ(conflict.begin, kMorning + hours { 2 });
    EXPECT_EQ(conflict.words, "WO-1 (ups) + MW-1 (shop): shop depends on power");
}

TEST_F(MaintenanceRowsTest, AWindowOverItsOwnWorkOrderIsNoConflict)
{
    asset_due("ups", kMorning + kOneDay * 90);
    order("WO-1", WorkOrderState::Approved, kMorning + hours { 1 }, kMorning + hours { 3 });
    MaintenanceWindow made;
    made.id = WindowId { "MW-1" };
    made.assets = { AssetId { "ups" } };
    made.from = kMorning + hours { 1 };
    made.to = kMorning + hours { 4 };
    state_.windows.set(made.id, made);
    const auto schedule = maintenance_schedule(state(), kMorning, SiteZone {});
    ASSERT_TRUE(schedule.conflicts.has_value());
    EXPECT_TRUE(schedule.conflicts->empty());
}

}
}
