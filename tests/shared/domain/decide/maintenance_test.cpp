// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

using W = WorkOrderState;

class WorkOrderTest : public testing::Test {
protected:
    WorkOrderTest()
    {
        room.done(SetAsset { { .id = AssetId { "ups-1" }, .name = "UPS", .vendor_interval_days = 180 } }, room.planner);
    }

    WorkOrderId planned(std::string maintainer = "maintainer")
    {
        return WorkOrderId { room.done(PlanWorkOrder { .asset = AssetId { "ups-1" },
                                           .title = "Battery",
                                           .planned_start = room.now + hours { 1 },
                                           .planned_end = room.now + hours { 3 },
                                           .maintainer = UserId { std::move(maintainer) } },
                                     room.planner)
                                 .created };
    }

    static MoveWorkOrder move(const WorkOrderId& order, W to) { return MoveWorkOrder { .order = order, .to = to }; }

    WorkOrderId inspected()
    {
        const WorkOrderId order = planned();
        room.done(move(order, W::Approved), room.planner);
        room.done(move(order, W::InProgress), room.maintainer);
        MoveWorkOrder done = move(order, W::Inspection);
        done.work_done = "Replaced two cells.";
        room.done(done, room.maintainer);
        return order;
    }

    MoveWorkOrder returned(const WorkOrderId& order) const
    {
        MoveWorkOrder command = move(order, W::ReturnedToService);
        command.inspection_passed = true;
        return command;
    }

    const WorkOrder& order(const WorkOrderId& id) const { return *room.state.work_orders.find(id); }

    Room room;
};

TEST_F(WorkOrderTest, ReturnsToServiceAfterAPassedInspectionBySomebodyElse)
{
    const WorkOrderId id = inspected();
    EXPECT_EQ(id.text, "WO-1");
    EXPECT_EQ(room.refused(returned(id), room.maintainer).code, ErrorCode::Forbidden);
    EXPECT_EQ(room.refused(move(id, W::ReturnedToService), room.planner).missing, (Texts { "inspection_passed" }));
    MoveWorkOrder failed = returned(id);
    failed.inspection_passed = false;
    EXPECT_EQ(room.refused(failed, room.planner).code, ErrorCode::GateNotMet);
    room.pass(hours { 1 });
    room.done(returned(id), room.planner);
    EXPECT_EQ(order(id).inspector, room.planner.user);
    EXPECT_TRUE(order(id).inspection_passed);
    EXPECT_EQ(order(id).work_done, "Replaced two cells.");
    EXPECT_EQ(room.state.assets.find(AssetId { "ups-1" })->last_maintained_at, room.now);
}

TEST_F(WorkOrderTest, AFailedInspectionSendsItBackToWork)
{
    const WorkOrderId id = inspected();
    MoveWorkOrder back = move(id, W::InProgress);
    EXPECT_EQ(room.refused(back, room.planner).code, ErrorCode::GateNotMet);
    back.inspection_passed = false;
    EXPECT_EQ(room.refused(back, room.planner).missing, (Texts { "reason" }));
    back.reason = "Fan still rattles.";
    room.done(back, room.planner);
    EXPECT_EQ(order(id).state, W::InProgress);
    EXPECT_EQ(order(id).reason, "Fan still rattles.");
    EXPECT_FALSE(order(id).inspection_passed);
}

TEST_F(WorkOrderTest, FollowsItsStatesAndNothingElse)
{
    const WorkOrderId id = planned();
    for (const W to : { W::Planned, W::InProgress, W::Inspection, W::ReturnedToService }) {
        EXPECT_EQ(room.refused(move(id, to), room.planner).code, ErrorCode::Conflict) << to_string(to);
    }
    room.done(move(id, W::Approved), room.planner);
    EXPECT_EQ(order(id).approver, room.planner.user);
    EXPECT_EQ(room.refused(move(id, W::Inspection), room.planner).code, ErrorCode::Conflict);
}

TEST_F(WorkOrderTest, MaintainersMoveTheirOwnOrdersOnly)
{
    const WorkOrderId id = planned();
    EXPECT_EQ(room.refused(move(id, W::Approved), room.maintainer).code, ErrorCode::Forbidden);
    room.done(move(id, W::Approved), room.planner);
    EXPECT_EQ(
        room.refused(move(id, W::InProgress), actor("other", { SystemRole::Maintainer })).code, ErrorCode::Forbidden);
    room.done(move(id, W::InProgress), room.maintainer);
    EXPECT_EQ(order(id).actual_start, room.now);
    EXPECT_EQ(room.refused(move(id, W::Inspection), room.maintainer).missing, (Texts { "work_done" }));
}

TEST_F(WorkOrderTest, DeferralAcceptsTheRiskAndKeepsTheLength)
{
    const WorkOrderId id = planned();
    MoveWorkOrder deferral = move(id, W::Deferred);
    EXPECT_EQ(room.refused(deferral, room.planner).missing, (Texts { "planned_start", "reason" }));
    deferral.reason = "Spare part late; UPS 2 carries the load.";
    deferral.planned_start = room.now;
    EXPECT_EQ(room.refused(deferral, room.planner).code, ErrorCode::Malformed);
    deferral.planned_start = room.now + hours { 48 };
    room.done(deferral, room.planner);
    EXPECT_EQ(order(id).planned_end, room.now + hours { 50 });
    room.done(move(id, W::Approved), room.planner);
    EXPECT_EQ(room.refused(move(id, W::Cancelled), room.planner).missing, (Texts { "reason" }));
}

TEST_F(WorkOrderTest, RefusesBadPlans)
{
    const PlanWorkOrder good {
        .asset = AssetId { "ups-1" }, .title = "x", .planned_start = room.now, .planned_end = room.now + hours { 1 }
    };
    room.done(good, room.planner);
    PlanWorkOrder bad = good;
    bad.asset = AssetId { "none" };
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::NotFound);
    bad = good;
    bad.planned_end = bad.planned_start;
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = good;
    bad.planned_start = room.now - hours { 2 };
    bad.planned_end = room.now - hours { 1 };
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = good;
    bad.maintainer = room.resolver.user;
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    MoveWorkOrder stale = move(WorkOrderId { "WO-1" }, W::Approved);
    stale.version = 1;
    EXPECT_EQ(room.refused(stale, room.planner).code, ErrorCode::Conflict);
}

class WindowTest : public testing::Test {
protected:
    WindowId planned()
    {
        return WindowId { room.done(PlanWindow { .title = "Switch",
                                        .services = { ServiceId { "shop" } },
                                        .from = room.now + minutes { 10 },
                                        .to = room.now + hours { 2 } },
                                  room.planner)
                              .created };
    }

    Room room;
};

TEST_F(WindowTest, IsApprovedBeforeItBeginsOrNotAtAll)
{
    const WindowId early = planned();
    const WindowId late = planned();
    room.done(MoveWindow { .window = early }, room.manager);
    EXPECT_EQ(room.state.windows.find(early)->approved_by, room.manager.user);
    room.pass(minutes { 11 });
    EXPECT_EQ(room.refused(MoveWindow { .window = late }, room.manager).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(MoveWindow { .window = early }, room.manager).code, ErrorCode::Conflict);
}

TEST_F(WindowTest, CancellingItIsHeardAtOnce)
{
    const WindowId window = planned();
    room.done(MoveWindow { .window = window }, room.planner);
    room.pass(minutes { 11 });
    room.done(
        ReportAlerts { .source = SourceId { "prometheus" },
            .alerts = { { .labels = { { "alertname", "Down" }, { "service", "shop" } }, .started_at = room.now } } },
        kSystem);
    EXPECT_EQ(room.state.firing, 0);
    const Decision decision = room.done(MoveWindow { .window = window, .to = WindowState::Cancelled }, room.planner);
    EXPECT_EQ(kinds_of(decision), (Texts { "window.set", "alert.changed" }));
    EXPECT_EQ(room.state.firing, 1);
    EXPECT_EQ(room.refused(MoveWindow { .window = window }, room.planner).code, ErrorCode::Conflict);
}

TEST_F(WindowTest, MutesTheAlertsOfItsAssets)
{
    room.done(
        SetAsset { { .id = AssetId { "sw-1" }, .name = "Switch", .match = { { "instance", "sw1" } } } }, room.planner);
    const WindowId window { room.done(PlanWindow { .title = "x",
                                          .assets = { AssetId { "sw-1" } },
                                          .from = room.now + minutes { 1 },
                                          .to = room.now + hours { 1 } },
                                    room.planner)
                                .created };
    room.done(MoveWindow { .window = window }, room.planner);
    room.pass(minutes { 2 });
    const auto report = [&](const char* instance) {
        return AlertReport { .labels = { { "alertname", "Down" }, { "instance", instance } }, .started_at = room.now };
    };
    EXPECT_EQ(
        room.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { report("sw1"), report("sw2") } },
                kSystem)
            .muted,
        1);
}

TEST_F(WindowTest, RefusesBadPlans)
{
    const auto plan = [&](Timestamp from, Timestamp to, std::vector<ServiceId> services) {
        return PlanWindow { .title = "x", .services = std::move(services), .from = from, .to = to };
    };
    EXPECT_EQ(
        room.refused(plan(room.now, room.now, { ServiceId { "shop" } }), room.planner).code, ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(plan(room.now - hours { 2 }, room.now - hours { 1 }, { ServiceId { "shop" } }), room.planner).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(plan(room.now, room.now + hours { 1 }, {}), room.planner).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(plan(room.now, room.now + hours { 1 }, { ServiceId { "nowhere" } }), room.planner).code,
        ErrorCode::Malformed);
}

}
}
