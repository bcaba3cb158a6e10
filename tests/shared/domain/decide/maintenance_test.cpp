// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/muting.h"
#include "shared/wire/fields/fields_json.h"
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
        room.done(move(order, W::Approved), second);
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
    const Actor second = actor("second", { SystemRole::MaintenancePlanner });
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
    for (const W to : { W::InProgress, W::Inspection, W::ReturnedToService }) {
        EXPECT_EQ(room.refused(move(id, to), room.planner).code, ErrorCode::Conflict) << to_string(to);
    }
    EXPECT_TRUE(room.done(move(id, W::Planned), room.planner).entries.empty()) << "it is so already";
    room.done(move(id, W::Approved), second);
    EXPECT_EQ(order(id).approver, second.user);
    EXPECT_EQ(room.refused(move(id, W::Inspection), room.planner).code, ErrorCode::Conflict);
}

TEST_F(WorkOrderTest, MaintainersMoveTheirOwnOrdersOnly)
{
    const WorkOrderId id = planned();
    EXPECT_EQ(room.refused(move(id, W::Approved), room.maintainer).code, ErrorCode::Forbidden);
    room.done(move(id, W::Approved), second);
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
    room.done(move(id, W::Approved), second);
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

TEST_F(WindowTest, IsApprovedOnce)
{
    const WindowId early = planned();
    const Timestamp from = room.state.windows.find(early)->from;
    room.done(MoveWindow { .window = early }, room.manager);
    EXPECT_EQ(room.state.windows.find(early)->approved_by, room.manager.user);
    EXPECT_EQ(room.state.windows.find(early)->from, from);
    room.pass(minutes { 11 });
    EXPECT_EQ(kinds_of(room.done(MoveWindow { .window = early }, room.manager)), Texts {});
}

TEST_F(WindowTest, CancellingItIsHeardAtOnce)
{
    const WindowId window = planned();
    room.done(MoveWindow { .window = window }, room.manager);
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
    room.done(MoveWindow { .window = window }, room.manager);
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

TEST_F(WorkOrderTest, IsPlannedWhole)
{
    const PlanWorkOrder plan { .asset = AssetId { "ups-1" },
        .kind = WorkOrderKind::Inspection,
        .title = std::string(200, 't'),
        .planned_start = room.now - hours { 1 },
        .planned_end = room.now + Millis { 1 },
        .maintainer = room.maintainer.user };
    const Decision decision = room.done(plan, room.planner);
    EXPECT_EQ(decision.created, "WO-1");
    EXPECT_EQ(decision.entries.at(0).subject, "WO-1");
    WorkOrder expected { .id = WorkOrderId { "WO-1" },
        .version = static_cast<std::int64_t>(room.state.seq),
        .asset = plan.asset,
        .kind = plan.kind,
        .title = plan.title,
        .planned_start = plan.planned_start,
        .planned_end = plan.planned_end };
    expected.maintainer = plan.maintainer;
    expected.planned_by = room.planner.user;
    EXPECT_EQ(to_json_text(order(WorkOrderId { "WO-1" })), to_json_text(expected));
    PlanWorkOrder bad = plan;
    bad.planned_end = room.now;
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed) << "work that is over";
    bad = plan;
    bad.planned_start = bad.planned_end;
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = plan;
    bad.title += "t";
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = plan;
    bad.title = " ";
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = plan;
    bad.maintainer = UserId { "nobody" };
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    EXPECT_EQ(planned().text, "WO-2");
}

// Every pair of states, by whom it may be moved and by whom not; other conditions come after.
TEST_F(WorkOrderTest, MovesExactlyAsItsTableSays)
{
    struct Move {
        W from;
        W to;
        bool by_maintainer;
    };
    const std::vector<Move> table {
        { W::Planned, W::Approved, false },
        { W::Planned, W::Deferred, false },
        { W::Planned, W::Cancelled, false },
        { W::Approved, W::InProgress, true },
        { W::Approved, W::Deferred, false },
        { W::Approved, W::Cancelled, false },
        { W::Deferred, W::Approved, false },
        { W::Deferred, W::Cancelled, false },
        { W::InProgress, W::Inspection, true },
        { W::Inspection, W::InProgress, true },
        { W::Inspection, W::ReturnedToService, true },
    };
    const WorkOrderId id = planned("");
    const std::size_t count = EnumTexts<W>::texts.size();
    for (std::size_t i = 0; i < count * count; ++i) {
        const auto from = static_cast<W>(i / count);
        const auto to = static_cast<W>(i % count);
        room.state.work_orders.update(id, [&](WorkOrder& changed) {
            changed.state = from;
            changed.planned_by = UserId {};
        });
        const auto at = std::find_if(
            table.begin(), table.end(), [&](const Move& one) { return one.from == from && one.to == to; });
        const std::string what = std::string(to_string(from)) + " to " + std::string(to_string(to));
        const auto code = [&](const Actor& by) {
            const auto decision = room.when(move(id, to), by);
            return decision.ok() ? std::optional<ErrorCode> {} : decision.error().code;
        };
        if (from == to) {
            EXPECT_EQ(kinds_of(room.done(move(id, to), room.planner)), Texts {}) << what << ", as it is already";
            continue;
        }
        EXPECT_EQ(code(room.planner) != ErrorCode::Conflict, at != table.end()) << what;
        if (at != table.end()) {
            EXPECT_NE(code(room.planner), ErrorCode::Forbidden) << what;
            EXPECT_EQ(code(room.maintainer) != ErrorCode::Forbidden, at->by_maintainer) << what;
        }
    }
}

TEST_F(WorkOrderTest, ADeferralGoesForwardFromPlanAndPresent)
{
    const WorkOrderId id = planned();
    MoveWorkOrder deferral = move(id, W::Deferred);
    deferral.reason = "Spare part late.";
    const Timestamp planned_start = order(id).planned_start;
    for (const std::int64_t later : { 0, 1 }) {
        deferral.planned_start = planned_start + Millis { later };
        EXPECT_EQ(room.when(deferral, room.planner).ok(), later > 0);
    }
    room.pass(hours { 2 });
    for (const std::int64_t later : { 0, 1 }) {
        deferral.planned_start = room.now + Millis { later };
        EXPECT_EQ(room.when(deferral, room.planner).ok(), later > 0);
    }
    MoveWorkOrder far = deferral;
    far.planned_start = room.now + hours { 24 * 366 * 5 };
    EXPECT_EQ(room.refused(far, room.planner).code, ErrorCode::Malformed);
    WorkOrder expected = order(id);
    room.done(deferral, room.planner);
    expected.state = W::Deferred;
    expected.version = static_cast<std::int64_t>(room.state.seq);
    expected.reason = deferral.reason;
    expected.approver = room.planner.user;
    expected.planned_start = *deferral.planned_start;
    expected.planned_end = *deferral.planned_start + hours { 2 };
    EXPECT_EQ(to_json_text(order(id)), to_json_text(expected));
}

TEST_F(WorkOrderTest, WorkBeginsOnceWithWhoeverTakesIt)
{
    const WorkOrderId id = planned("");
    room.done(move(id, W::Approved), second);
    const Timestamp began = room.now;
    room.done(move(id, W::InProgress), room.maintainer);
    EXPECT_EQ(order(id).maintainer, room.maintainer.user);
    room.pass(hours { 1 });
    MoveWorkOrder handed = move(id, W::Inspection);
    handed.work_done = "Replaced a cell.";
    room.done(handed, room.maintainer);
    MoveWorkOrder back = move(id, W::InProgress);
    back.inspection_passed = false;
    back.reason = "It rattles.";
    EXPECT_EQ(room.refused(back, room.maintainer).code, ErrorCode::Forbidden) << "nobody inspects their own work";
    const Actor inspector = actor("inspector", { SystemRole::Maintainer });
    room.done(back, inspector);
    EXPECT_EQ(order(id).actual_start, began);
    EXPECT_EQ(order(id).maintainer, room.maintainer.user);
    EXPECT_EQ(order(id).inspector, inspector.user);
    EXPECT_FALSE(order(id).actual_end.has_value());
    handed.work_done.clear();
    EXPECT_EQ(room.refused(handed, room.maintainer).missing, (Texts { "work_done" }));
    handed.work_done = "And the fan.";
    room.done(handed, room.maintainer);
    EXPECT_EQ(order(id).work_done, "And the fan.");
    EXPECT_EQ(order(id).reason, "It rattles.") << "whoever inspects it next looks at that";
    MoveWorkOrder claimed = returned(id);
    back.inspection_passed = true;
    EXPECT_EQ(room.refused(back, inspector).missing, (Texts { "inspection_passed" }));
    room.done(claimed, inspector);
    EXPECT_EQ(order(id).actual_end, room.now);
    EXPECT_EQ(order(id).reason, "") << "it rattles no more";
    EXPECT_EQ(room.state.assets.find(AssetId { "ups-1" })->last_maintained_at, room.now);
}

TEST_F(WorkOrderTest, TheRiskThatWasAcceptedStandsUntilAnotherReasonIsGiven)
{
    const WorkOrderId id = planned();
    MoveWorkOrder deferral = move(id, W::Deferred);
    deferral.reason = "Spare part late; UPS 2 carries the load.";
    deferral.planned_start = room.now + hours { 48 };
    room.done(deferral, room.planner);
    MoveWorkOrder approval = move(id, W::Approved);
    approval.reason = " ";
    room.done(approval, second);
    EXPECT_EQ(order(id).reason, deferral.reason);
    MoveWorkOrder cancel = move(id, W::Cancelled);
    cancel.reason = "The UPS is replaced.";
    room.done(cancel, room.planner);
    EXPECT_EQ(order(id).reason, cancel.reason);
}

TEST_F(WorkOrderTest, CancellationNeedsAReasonThatIsNotBlank)
{
    const WorkOrderId id = planned();
    MoveWorkOrder cancel = move(id, W::Cancelled);
    cancel.reason = " ";
    EXPECT_EQ(room.refused(cancel, room.planner).missing, (Texts { "reason" }));
    cancel.reason = std::string(15'999, 'x') + "\n";
    EXPECT_TRUE(room.when(cancel, room.planner).ok());
    cancel.reason = std::string(16'001, 'x');
    EXPECT_EQ(room.refused(cancel, room.planner).code, ErrorCode::Malformed);
    cancel.reason = "x";
    cancel.work_done = std::string(16'001, 'x');
    EXPECT_EQ(room.refused(cancel, room.planner).code, ErrorCode::Malformed);
}

// Work has often begun when somebody thinks of the window; it never reaches back.
TEST_F(WindowTest, IsApprovedLateFromThenOnAndNotOnceItIsOver)
{
    const WindowId window = planned();
    const MaintenanceWindow before = *room.state.windows.find(window);
    room.pass(before.from - room.now + Millis { 1 });
    const Room at_begin = room;
    room.done(MoveWindow { .window = window }, room.manager);
    EXPECT_EQ(room.state.windows.find(window)->from, room.now);
    EXPECT_EQ(room.state.windows.find(window)->to, before.to);
    EXPECT_EQ(room.state.windows.find(window)->approved_at, room.now);
    room = at_begin;
    room.pass(before.to - room.now - Millis { 1 });
    EXPECT_TRUE(room.when(MoveWindow { .window = window }, room.manager).ok());
    room.pass(Millis { 1 });
    EXPECT_EQ(room.refused(MoveWindow { .window = window }, room.manager).code, ErrorCode::Conflict);
}

TEST_F(WindowTest, IsPlannedWholeAndApprovedUpToItsBegin)
{
    room.done(SetAsset { { .id = AssetId { "sw-1" }, .name = "Switch" } }, room.planner);
    const PlanWindow plan { .title = std::string(200, 't'),
        .assets = { AssetId { "sw-1" } },
        .services = { ServiceId { "mail" } },
        .from = room.now + minutes { 1 },
        .to = room.now + minutes { 9 } };
    const Decision decision = room.done(plan, room.planner);
    EXPECT_EQ(decision.created, "MW-1");
    MaintenanceWindow expected { .id = WindowId { "MW-1" },
        .version = static_cast<std::int64_t>(room.state.seq),
        .title = plan.title,
        .assets = plan.assets,
        .services = plan.services,
        .from = plan.from,
        .to = plan.to };
    expected.planned_by = room.planner.user;
    EXPECT_EQ(to_json_text(*room.state.windows.find(WindowId { "MW-1" })), to_json_text(expected));
    MoveWindow approval { .window = WindowId { "MW-1" }, .version = expected.version + 1 };
    EXPECT_EQ(room.refused(approval, room.manager).code, ErrorCode::Conflict);
    approval.version = expected.version;
    room.pass(minutes { 1 });
    room.done(approval, room.manager);
    expected.version = static_cast<std::int64_t>(room.state.seq);
    expected.state = WindowState::Approved;
    expected.approved_at = room.now;
    expected.approved_by = room.manager.user;
    EXPECT_EQ(to_json_text(*room.state.windows.find(WindowId { "MW-1" })), to_json_text(expected));
    PlanWindow bad = plan;
    bad.title += "t";
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad = plan;
    bad.assets = { AssetId { "none" } };
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::NotFound);
    bad = plan;
    bad.services.clear();
    EXPECT_TRUE(room.when(bad, room.planner).ok()) << "assets are enough";
}

TEST_F(WindowTest, LastsAtMostAYearAndEndsWithinFive)
{
    constexpr hours kYear { 24 * 366 };
    const auto refusal = [&](Timestamp from, Timestamp to) {
        const PlanWindow plan { .title = "x", .services = { ServiceId { "mail" } }, .from = from, .to = to };
        const auto decision = room.when(plan, room.planner);
        return decision.ok() ? std::string {} : decision.error().message;
    };
    EXPECT_EQ(refusal(room.now, room.now + kYear), "");
    EXPECT_NE(refusal(room.now, room.now + kYear + Millis { 1 }).find("at most a year"), std::string::npos);
    EXPECT_EQ(refusal(room.now + kYear * 4, room.now + kYear * 5), "");
    EXPECT_NE(refusal(room.now + kYear * 4 + Millis { 1 }, room.now + kYear * 5 + Millis { 1 }).find("five years"),
        std::string::npos);
    EXPECT_NE(refusal(room.now, Timestamp { 253'402'300'799'999 }).find("five years"), std::string::npos);
}

TEST_F(WindowTest, IsPlannedApprovedOrCancelledAndNothingElse)
{
    const WindowId window = planned();
    const auto allowed = [&](WindowState from, WindowState to) {
        room.state.windows.update(window, [&](MaintenanceWindow& changed) { changed.state = from; });
        const auto decision = room.when(MoveWindow { .window = window, .to = to }, room.manager);
        return decision.ok() && !decision.value().entries.empty();
    };
    for (const WindowState from : { WindowState::Planned, WindowState::Approved, WindowState::Cancelled }) {
        EXPECT_FALSE(allowed(from, WindowState::Planned)) << to_string(from);
        EXPECT_EQ(allowed(from, WindowState::Approved), from == WindowState::Planned) << to_string(from);
        EXPECT_EQ(allowed(from, WindowState::Cancelled), from != WindowState::Cancelled) << to_string(from);
    }
    room.pass(hours { 1 });
    EXPECT_TRUE(allowed(WindowState::Approved, WindowState::Cancelled)) << "also while it runs";
}

TEST_F(WindowTest, CancellingItUnmutesWhatFiresUnderItAlone)
{
    const WindowId window = planned();
    room.done(MoveWindow { .window = window }, room.manager);
    for (const auto& [id, muted_by, state] :
        { std::tuple { "a", "MW-1", AlertState::Firing }, std::tuple { "b", "MW-2", AlertState::Firing },
            std::tuple { "c", "MW-1", AlertState::Resolved }, std::tuple { "d", "", AlertState::Firing } }) {
        Alert alert;
        alert.id = AlertId { id };
        alert.muted_by = WindowId { muted_by };
        alert.state = state;
        room.state.alerts.set(alert.id, alert);
    }
    room.state.firing = 1;
    room.pass(minutes { 20 });
    const Decision decision = room.done(MoveWindow { .window = window, .to = WindowState::Cancelled }, room.planner);
    const auto changed = entries_of<AlertChanged>(decision);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed[0].alert, AlertId { "a" });
    EXPECT_TRUE(changed[0].muted_by.empty());
    EXPECT_EQ(changed[0].firing, 2);
}

TEST_F(WindowTest, CancellingItLeavesMutedWhatAnotherWindowMutes)
{
    const auto approved = [&] {
        const WindowId window { room.done(PlanWindow { .title = "Switch",
                                              .services = { ServiceId { "shop" } },
                                              .from = kMorning + hours { 1 },
                                              .to = kMorning + hours { 3 } },
                                        room.planner)
                                    .created };
        room.done(MoveWindow { .window = window }, room.manager);
        return window;
    };
    const WindowId first = approved();
    const WindowId second = approved();
    room.pass(hours { 2 });
    const Labels labels { { "alertname", "Down" }, { "service", "shop" } };
    room.done(ReportAlerts { SourceId { "prometheus" }, { { .labels = labels, .started_at = room.now } } }, kSystem);
    const AlertId id = alert_id("site", labels);
    const auto cancel = [&](const WindowId& window) {
        return room.done(MoveWindow { .window = window, .to = WindowState::Cancelled }, room.planner);
    };
    EXPECT_EQ(kinds_of(cancel(first)), (Texts { "window.set", "alert.changed" }));
    EXPECT_EQ(room.state.alerts.find(id)->muted_by, second);
    cancel(second);
    EXPECT_TRUE(room.state.alerts.find(id)->muted_by.empty());
    EXPECT_EQ(room.state.firing, 1);
}

TEST_F(WindowTest, ApprovingItUnmutesNothing)
{
    const WindowId window = planned();
    Alert alert;
    alert.id = AlertId { "a" };
    alert.muted_by = window;
    room.state.alerts.set(alert.id, alert);
    EXPECT_EQ(kinds_of(room.done(MoveWindow { .window = window }, room.manager)), (Texts { "window.set" }));
}

TEST(WindowAtTest, IsTheFirstThatCoversAService)
{
    State state;
    const auto window = [&](const char* id, std::vector<ServiceId> services, std::int64_t from, std::int64_t to) {
        MaintenanceWindow made {
            .id = WindowId { id }, .services = std::move(services), .from = { from }, .to = { to }
        };
        made.state = WindowState::Approved;
        made.approved_at = Timestamp { 0 };
        state.windows.set(made.id, made);
    };
    const ServiceId shop { "shop" };
    const ServiceId mail { "mail" };
    window("MW-3", { shop }, 100, 200);
    window("MW-2", { mail, shop }, 150, 250);
    window("MW-1", { mail }, 100, 300);
    const auto at
        = [&](std::vector<ServiceId> services, std::int64_t when) { return window_at(state, services, { when }).text; };
    EXPECT_EQ(at({ shop }, 99), "");
    EXPECT_EQ(at({ shop }, 100), "MW-3");
    EXPECT_EQ(at({ shop }, 150), "MW-2") << "of several the smallest id";
    EXPECT_EQ(at({ shop }, 249), "MW-2");
    EXPECT_EQ(at({ shop }, 250), "");
    EXPECT_EQ(at({ ServiceId { "other" }, mail }, 250), "MW-1");
    EXPECT_EQ(at({}, 150), "");
}

TEST(LabelsMatchTest, EveryLabelGivenMustBeThere)
{
    const Labels alert { { "a", "1" }, { "b", "2" } };
    EXPECT_TRUE(labels_match({ { "a", "1" } }, alert));
    EXPECT_TRUE(labels_match(alert, alert));
    EXPECT_FALSE(labels_match({ { "a", "1" }, { "b", "3" } }, alert));
    EXPECT_FALSE(labels_match({ { "a", "1" }, { "c", "2" } }, alert));
    EXPECT_FALSE(labels_match({ { "a", "" } }, alert));
    EXPECT_FALSE(labels_match({}, alert));
    EXPECT_FALSE(labels_match({}, {}));
}

}
}
