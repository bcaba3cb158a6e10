// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/entities/maintenance.h"

#include <gtest/gtest.h>

namespace watchfloor {
namespace {

constexpr std::int64_t kDay = 86'400'000;

TEST(MaintenanceIntervalTest, IsTheShortestGiven)
{
    Asset asset;
    EXPECT_FALSE(maintenance_interval_days(asset).has_value());
    asset.vendor_interval_days = 365;
    asset.policy_interval_days = 180;
    EXPECT_EQ(maintenance_interval_days(asset), 180);
    asset.insurer_interval_days = 90;
    EXPECT_EQ(maintenance_interval_days(asset), 90);
}

TEST(MaintenanceDueTest, CountsFromTheLastCompletion)
{
    Asset asset;
    asset.vendor_interval_days = 30;
    EXPECT_FALSE(maintenance_due_at(asset).has_value());
    asset.last_maintained_at = Timestamp { 10 * kDay };
    EXPECT_EQ(maintenance_due_at(asset), (Timestamp { 40 * kDay }));
}

TEST(MaintenanceDueTest, IsOverdueToTheDay)
{
    const Timestamp due { 40 * kDay + kDay / 2 };
    EXPECT_EQ(days_overdue(due, { 10 * kDay }), 0);
    EXPECT_EQ(days_overdue(due, { 40 * kDay }), 0);
    EXPECT_EQ(days_overdue(due, { 41 * kDay - 1 }), 0);
    EXPECT_EQ(days_overdue(due, { 41 * kDay }), 1);
    EXPECT_EQ(days_overdue(due, { 50 * kDay }), 10);
}

TEST(MaintenanceDueTest, IsTheMorePressingTheLongerItsIntervalIsOverdrawn)
{
    Asset asset;
    EXPECT_EQ(maintenance_urgency_percent(asset, { 0 }), std::nullopt);
    asset.policy_interval_days = 40;
    EXPECT_EQ(maintenance_urgency_percent(asset, { 0 }), std::nullopt) << "nobody knows since when";
    asset.last_maintained_at = Timestamp { 0 };
    EXPECT_EQ(maintenance_urgency_percent(asset, { 1 * kDay }), 100);
    EXPECT_EQ(maintenance_urgency_percent(asset, { 40 * kDay }), 100);
    EXPECT_EQ(maintenance_urgency_percent(asset, { 50 * kDay }), 125);
}

TEST(MaintenanceWindowTest, MutesOnlyWhenApprovedBeforeItBegan)
{
    MaintenanceWindow window;
    window.from = { 100 };
    window.to = { 200 };
    EXPECT_FALSE(window.mutes_at({ 150 }));
    window.state = WindowState::Approved;
    window.approved_at = Timestamp { 100 };
    EXPECT_FALSE(window.mutes_at({ 99 }));
    EXPECT_TRUE(window.mutes_at({ 100 }));
    EXPECT_TRUE(window.mutes_at({ 199 }));
    EXPECT_FALSE(window.mutes_at({ 200 }));
    window.approved_at = Timestamp { 101 };
    EXPECT_FALSE(window.mutes_at({ 150 }));
}

TEST(MaintenanceIntervalTest, NoneOrNegativeIsNotGiven)
{
    for (std::int64_t Asset::*interval :
        { &Asset::vendor_interval_days, &Asset::insurer_interval_days, &Asset::policy_interval_days }) {
        Asset asset;
        asset.*interval = 1;
        EXPECT_EQ(maintenance_interval_days(asset), 1);
        asset.*interval = -1;
        EXPECT_FALSE(maintenance_interval_days(asset).has_value());
        asset.last_maintained_at = Timestamp { 0 };
        EXPECT_FALSE(maintenance_due_at(asset).has_value());
    }
}

TEST(MaintenanceDueTest, CountsDaysBefore1970AsWell)
{
    EXPECT_EQ(days_overdue({ -1 }, { 0 }), 1);
    EXPECT_EQ(days_overdue({ -kDay }, { -1 }), 0);
    EXPECT_EQ(days_overdue({ -kDay - 1 }, { -kDay }), 1);
}

TEST(MaintenanceWindowTest, OnlyTheApprovedOneMutes)
{
    MaintenanceWindow window;
    window.from = { 100 };
    window.to = { 200 };
    window.state = WindowState::Approved;
    EXPECT_FALSE(window.mutes_at({ 150 })) << "approved at no time";
    window.approved_at = Timestamp { 50 };
    EXPECT_TRUE(window.mutes_at({ 150 }));
    for (const WindowState state : { WindowState::Planned, WindowState::Cancelled }) {
        window.state = state;
        EXPECT_FALSE(window.mutes_at({ 150 }));
    }
}

TEST(MaintenanceIntervalTest, RunningHoursLastAsManyDaysAsItRunsSoLong)
{
    Asset asset;
    asset.vendor_interval_hours = 8'000;
    EXPECT_FALSE(maintenance_interval_days(asset).has_value()) << "nobody knows how long a day it runs";
    asset.running_hours_per_day = 20;
    EXPECT_EQ(maintenance_interval_days(asset), 400);
    asset.policy_interval_days = 365;
    EXPECT_EQ(maintenance_interval_days(asset), 365);
    asset.insurer_interval_hours = 19;
    EXPECT_EQ(maintenance_interval_days(asset), 1);
    asset.last_maintained_at = Timestamp { 0 };
    EXPECT_EQ(maintenance_due_at(asset), (Timestamp { kDay }));
}

}
}
