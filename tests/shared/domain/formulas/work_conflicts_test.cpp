// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/formulas/work_conflicts.h"

#include <gtest/gtest.h>

#include <utility>

namespace watchfloor {
namespace {

constexpr std::int64_t kHourMillis = 3'600'000;
constexpr Timestamp kNight { 1'772'442'000'000 };

Timestamp hour(int from_now)
{
    return { kNight.millis + from_now * kHourMillis };
}

// The shop needs the payments, and these the network, which a core switch carries.
class WorkConflictsTest : public testing::Test {
protected:
    WorkConflictsTest()
    {
        service("shop", { ServiceId { "payments" } });
        service("payments", { ServiceId { "network" } });
        service("network", {});
        service("mail", {});
        asset("core-switch", { ServiceId { "network" } });
        asset("web-1", { ServiceId { "shop" } });
        asset("mail-1", { ServiceId { "mail" } });
    }

    void service(const char* id, std::vector<ServiceId> depends_on)
    {
        Service made;
        made.id = ServiceId { id };
        made.depends_on = std::move(depends_on);
        state_.services.set(made.id, made);
    }

    void asset(const char* id, std::vector<ServiceId> services)
    {
        Asset made;
        made.id = AssetId { id };
        made.services = std::move(services);
        state_.assets.set(made.id, made);
    }

    MaintenanceWindow window(const char* id, std::vector<AssetId> assets, std::vector<ServiceId> services, int from,
        int to, WindowState shown = WindowState::Approved)
    {
        MaintenanceWindow made;
        made.id = WindowId { id };
        made.assets = std::move(assets);
        made.services = std::move(services);
        made.from = hour(from);
        made.to = hour(to);
        made.state = shown;
        state_.windows.set(made.id, made);
        return made;
    }

    WorkOrder order(const char* id, const char* asset, int from, int to)
    {
        WorkOrder made;
        made.id = WorkOrderId { id };
        made.asset = AssetId { asset };
        made.planned_start = hour(from);
        made.planned_end = hour(to);
        state_.work_orders.set(made.id, made);
        return made;
    }

    // "WO-1 + MW-1", each.
    std::vector<std::string> pairs(int now = 0) const
    {
        std::vector<std::string> found;
        for (const WorkConflict& conflict : work_conflicts(state_, hour(now))) {
            found.push_back(conflict.first.id + " + " + conflict.second.id);
        }
        return found;
    }

    State state_ {};
};

using Pairs = std::vector<std::string>;

TEST_F(WorkConflictsTest, WorkOnWhatAServiceStandsOnDuringItsWindowIsAConflict)
{
    order("WO-1", "core-switch", 1, 3);
    window("MW-1", {}, { ServiceId { "shop" } }, 2, 5);
    const auto conflicts = work_conflicts(state_, kNight);
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0].first.id, "WO-1");
    EXPECT_EQ(conflicts[0].second.title, "MW-1") << "what has no title is called by its number";
    EXPECT_EQ(conflicts[0].from, hour(2));
    EXPECT_EQ(conflicts[0].to, hour(3));
    EXPECT_EQ(conflicts[0].dependent.text, "shop");
    EXPECT_EQ(conflicts[0].depends_on.text, "network");
}

TEST_F(WorkConflictsTest, WhateverBeginsFirst)
{
    window("MW-1", {}, { ServiceId { "shop" } }, 1, 5);
    order("WO-1", "core-switch", 2, 3);
    ASSERT_EQ(pairs(), (Pairs { "MW-1 + WO-1" }));
    EXPECT_EQ(work_conflicts(state_, kNight)[0].dependent.text, "shop");
}

TEST_F(WorkConflictsTest, WhatHasNothingToDoWithEachOtherMayBeDoneAtOneTime)
{
    order("WO-1", "core-switch", 1, 3);
    order("WO-2", "mail-1", 1, 3);
    window("MW-1", {}, { ServiceId { "shop" } }, 3, 5);
    EXPECT_EQ(pairs(), Pairs {}) << "where one begins as the other ends they do not overlap";
}

TEST_F(WorkConflictsTest, AWindowAndItsOwnWorkOrdersAreOneJob)
{
    window("MW-1", { AssetId { "core-switch" }, AssetId { "web-1" } }, {}, 1, 5);
    order("WO-1", "core-switch", 1, 3);
    order("WO-2", "web-1", 2, 6);
    EXPECT_EQ(pairs(), Pairs {}) << "neither with it nor with each other";
    order("WO-3", "mail-1", 1, 3);
    window("MW-2", {}, { ServiceId { "mail" } }, 1, 3);
    EXPECT_EQ(pairs(), Pairs {}) << "a window of the asset's service that covers the order";
    order("WO-3", "mail-1", 2, 4);
    EXPECT_EQ(pairs(), (Pairs { "MW-2 + WO-3" })) << "the order outlasts the window";
}

TEST_F(WorkConflictsTest, OneJobStandsInTheWayOfAnotherAtTheSameThing)
{
    order("WO-1", "web-1", 1, 3);
    order("WO-2", "web-1", 2, 4);
    window("MW-1", {}, { ServiceId { "mail" } }, 1, 3);
    window("MW-2", {}, { ServiceId { "mail" } }, 2, 4);
    EXPECT_EQ(pairs(), (Pairs { "MW-1 + MW-2", "WO-1 + WO-2" }));
    EXPECT_TRUE(work_conflicts(state_, kNight)[0].dependent.empty());
}

TEST_F(WorkConflictsTest, WhatIsOverOrNotMeantIsInNobodysWay)
{
    order("WO-1", "core-switch", 1, 3);
    window("MW-1", {}, { ServiceId { "shop" } }, 2, 5);
    EXPECT_EQ(pairs(2).size(), 1U);
    EXPECT_EQ(pairs(3), Pairs {}) << "one of them ended";
    window("MW-1", {}, { ServiceId { "shop" } }, 2, 5, WindowState::Cancelled);
    EXPECT_EQ(pairs(), Pairs {});
    window("MW-1", {}, { ServiceId { "shop" } }, 2, 5, WindowState::Planned);
    EXPECT_EQ(pairs().size(), 1U) << "what is planned is asked about before it is approved";
    for (const WorkOrderState shown :
        { WorkOrderState::Deferred, WorkOrderState::Cancelled, WorkOrderState::ReturnedToService }) {
        WorkOrder made = order("WO-1", "core-switch", 1, 3);
        made.state = shown;
        state_.work_orders.set(made.id, made);
        EXPECT_EQ(pairs(), Pairs {});
    }
}

TEST_F(WorkConflictsTest, ServicesThatDependOnEachOtherEndTheSearch)
{
    service("network", { ServiceId { "shop" } });
    order("WO-1", "mail-1", 1, 3);
    window("MW-1", {}, { ServiceId { "shop" } }, 2, 5);
    EXPECT_EQ(pairs(), Pairs {});
}

}
}
