// SPDX-License-Identifier: Apache-2.0
// Who may put a window in force, what another time of it takes, and what either mutes.
#include "shared/domain/decision/decision.h"
#include "shared/domain/formulas/muting.h"
#include "tests/support/alert_reports.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

class WindowDutiesTest : public testing::Test {
protected:
    // Of the shop, from in ten minutes to in two hours.
    PlanWindow plan() const
    {
        PlanWindow plan { .title = "Switch", .services = { ServiceId { "shop" } } };
        plan.from = room.now + minutes { 10 };
        plan.to = room.now + hours { 2 };
        return plan;
    }

    WindowId planned() { return WindowId { room.done(plan(), room.planner).created }; }

    WindowId approved()
    {
        const WindowId id = planned();
        room.done(MoveWindow { .window = id }, room.manager);
        return id;
    }

    WindowId emergency()
    {
        PlanWindow urgent = plan();
        urgent.from = room.now;
        urgent.emergency = true;
        urgent.reason = "The switch burns.";
        const WindowId id { room.done(urgent, room.planner).created };
        room.done(MoveWindow { .window = id }, room.planner);
        return id;
    }

    RescheduleWindow times(const WindowId& id, std::optional<Timestamp> from, std::optional<Timestamp> to) const
    {
        return { .window = id, .from = from, .to = to };
    }

    const MaintenanceWindow& window(const WindowId& id) const { return *room.state.windows.find(id); }

    Room room;
    const Actor second = actor("second", { SystemRole::MaintenancePlanner });
};

TEST_F(WindowDutiesTest, WhoPlannedItDoesNotApproveItAndIsToldWhatToDo)
{
    const WindowId id = planned();
    const Error refusal = room.refused(MoveWindow { .window = id }, room.planner);
    EXPECT_EQ(refusal.code, ErrorCode::Forbidden);
    EXPECT_NE(refusal.message.find("another maintenance planner"), std::string::npos) << refusal.message;
    EXPECT_NE(refusal.message.find("`reason`"), std::string::npos) << refusal.message;
    EXPECT_EQ(room.refused(MoveWindow { .window = id, .reason = " " }, room.planner).code, ErrorCode::Forbidden);
    room.done(MoveWindow { .window = id }, second);
    EXPECT_EQ(window(id).approved_by, second.user);
    EXPECT_FALSE(window(id).emergency);
    EXPECT_FALSE(window(id).awaits_confirmation());
}

// Old journals say of some windows nothing of who planned them.
TEST_F(WindowDutiesTest, OfWhomNobodyKnowsThePlannerAnybodyApproves)
{
    const WindowId id = planned();
    room.state.windows.update(id, [](MaintenanceWindow& changed) { changed.planned_by = UserId {}; });
    room.done(MoveWindow { .window = id }, room.planner);
    EXPECT_FALSE(window(id).awaits_confirmation());
}

TEST_F(WindowDutiesTest, AReasonMakesAnEmergencyThatAnotherConfirms)
{
    const WindowId id = planned();
    room.done(MoveWindow { .window = id, .reason = "Nobody else is here tonight." }, room.planner);
    EXPECT_EQ(window(id).state, WindowState::Approved);
    EXPECT_TRUE(window(id).emergency);
    EXPECT_EQ(window(id).reason, "Nobody else is here tonight.");
    EXPECT_EQ(window(id).alone_by, room.planner.user);
    EXPECT_EQ(window(id).alone_at, room.now);
    ASSERT_TRUE(window(id).awaits_confirmation());
    EXPECT_EQ(room.refused(MoveWindow { .window = id }, room.planner).code, ErrorCode::Forbidden);
    room.pass(hours { 30 });
    room.done(MoveWindow { .window = id }, second);
    EXPECT_EQ(window(id).confirmed_by, second.user);
    EXPECT_EQ(window(id).confirmed_at, room.now);
    EXPECT_EQ(window(id).approved_by, room.planner.user) << "that it was an emergency stays told";
    EXPECT_FALSE(window(id).awaits_confirmation());
    EXPECT_EQ(kinds_of(room.done(MoveWindow { .window = id }, room.manager)), Texts {}) << "once is enough";
}

TEST_F(WindowDutiesTest, AnEmergencyIsPlannedWithItsReasonAndMutesFromItsApprovalOn)
{
    PlanWindow bare = plan();
    bare.emergency = true;
    EXPECT_EQ(room.refused(bare, room.planner).missing, (Texts { "reason" }));
    bare.emergency = false;
    bare.reason = "Of no emergency nothing is kept.";
    EXPECT_EQ(window(WindowId { room.done(bare, room.planner).created }).reason, "");
    room.done(delivery({ firing(room.now) }), kSystem);
    room.pass(minutes { 1 });
    const WindowId id = emergency();
    EXPECT_EQ(window(id).reason, "The switch burns.");
    EXPECT_TRUE(window(id).mutes_at(room.now));
    EXPECT_TRUE(review_mutes(room).entries.empty()) << "what began before stays heard";
    room.pass(minutes { 1 });
    room.done(delivery({ resolved(minute(0), minute(1)), firing(minute(2)) }), kSystem);
    EXPECT_EQ(the_alert(room).muted_by, id);
}

TEST_F(WindowDutiesTest, AnEmergencyThatAnotherApprovesAwaitsNobody)
{
    PlanWindow urgent = plan();
    urgent.emergency = true;
    urgent.reason = "The switch burns.";
    const WindowId id { room.done(urgent, room.planner).created };
    room.done(MoveWindow { .window = id }, room.manager);
    EXPECT_TRUE(window(id).emergency);
    EXPECT_FALSE(window(id).awaits_confirmation());
}

TEST_F(WindowDutiesTest, WhatWasCancelledMeanwhileIsConfirmedAsItStands)
{
    const WindowId id = emergency();
    room.done(MoveWindow { .window = id, .to = WindowState::Cancelled }, room.planner);
    room.done(MoveWindow { .window = id }, room.manager);
    EXPECT_EQ(window(id).state, WindowState::Cancelled);
    EXPECT_EQ(window(id).confirmed_by, room.manager.user);
}

TEST_F(WindowDutiesTest, APlannedWindowTakesOtherTimesAndAnotherPersonApprovesThose)
{
    const WindowId id = planned();
    EXPECT_EQ(room.refused(times(id, {}, {}), second).code, ErrorCode::Malformed);
    EXPECT_EQ(kinds_of(room.done(times(id, window(id).from, {}), second)), Texts {}) << "as it is";
    EXPECT_EQ(room.refused(times(id, window(id).to, {}), second).code, ErrorCode::Malformed);
    room.done(times(id, room.now + hours { 1 }, room.now + hours { 5 }), second);
    EXPECT_EQ(window(id).from, room.now + hours { 1 });
    EXPECT_EQ(window(id).to, room.now + hours { 5 });
    EXPECT_EQ(window(id).planned_by, second.user);
    EXPECT_EQ(room.refused(MoveWindow { .window = id }, second).code, ErrorCode::Forbidden);
    RescheduleWindow stale = times(id, {}, room.now + hours { 6 });
    stale.version = 1;
    EXPECT_EQ(room.refused(stale, second).code, ErrorCode::Conflict);
    room.done(MoveWindow { .window = id }, room.planner);
}

TEST_F(WindowDutiesTest, WideningWhatIsApprovedTakesAReasonThatAnotherConfirms)
{
    const WindowId id = approved();
    RescheduleWindow longer = times(id, {}, room.now + hours { 3 });
    EXPECT_EQ(room.refused(longer, room.manager).missing, (Texts { "reason" }));
    longer.reason = "The part is late.";
    room.done(longer, room.manager);
    EXPECT_EQ(window(id).to, room.now + hours { 3 });
    EXPECT_EQ(window(id).alone_by, room.manager.user);
    EXPECT_TRUE(window(id).awaits_confirmation());
    EXPECT_FALSE(window(id).emergency);
    EXPECT_EQ(window(id).planned_by, room.planner.user);
    room.done(MoveWindow { .window = id }, room.planner);
    EXPECT_FALSE(window(id).awaits_confirmation());
    RescheduleWindow earlier = times(id, room.now - hours { 1 }, {});
    EXPECT_EQ(room.refused(earlier, room.planner).missing, (Texts { "reason" }));
    earlier.reason = "The shop is closed already.";
    room.done(earlier, room.planner);
    EXPECT_EQ(window(id).from, room.now) << "it never reaches back";
    EXPECT_TRUE(window(id).mutes_at(room.now));
    EXPECT_TRUE(window(id).awaits_confirmation()) << "who confirmed the one widening said nothing of the next";
}

TEST_F(WindowDutiesTest, NarrowingWhatIsApprovedTakesNoReason)
{
    const WindowId id = approved();
    room.done(times(id, room.now + minutes { 20 }, room.now + hours { 1 }), room.planner);
    EXPECT_FALSE(window(id).awaits_confirmation());
    EXPECT_EQ(window(id).planned_by, room.planner.user);
    room.pass(minutes { 21 });
    EXPECT_EQ(room.refused(times(id, room.now + minutes { 1 }, {}), room.planner).code, ErrorCode::Conflict)
        << "it has begun";
}

TEST_F(WindowDutiesTest, EndingItEarlyIsHeardAtOnce)
{
    const WindowId id = approved();
    room.pass(minutes { 11 });
    room.done(delivery({ firing(room.now) }), kSystem);
    ASSERT_EQ(the_alert(room).muted_by, id);
    room.pass(minutes { 1 });
    const Decision decision = room.done(times(id, {}, room.now - minutes { 5 }), room.planner);
    EXPECT_EQ(kinds_of(decision), (Texts { "window.set", "alert.changed" }));
    EXPECT_EQ(window(id).to, room.now);
    EXPECT_EQ(room.state.firing, 1);
    EXPECT_EQ(room.refused(times(id, {}, room.now + hours { 1 }), room.planner).code, ErrorCode::Conflict) << "over";
    const WindowId other = planned();
    room.done(MoveWindow { .window = other, .to = WindowState::Cancelled }, room.planner);
    EXPECT_EQ(room.refused(times(other, {}, room.now + hours { 1 }), room.planner).code, ErrorCode::Conflict);
}

TEST_F(WindowDutiesTest, AnExtensionGoesOnMutingWhatItMutesAndNothingThatIsHeard)
{
    const WindowId id = approved();
    room.pass(minutes { 2 });
    room.done(delivery({ firing(minute(2)) }), kSystem);
    ASSERT_EQ(room.state.firing, 1) << "it has not begun";
    room.pass(minutes { 10 });
    review_mutes(room);
    ASSERT_EQ(the_alert(room).muted_by, id);
    RescheduleWindow longer = times(id, {}, kMorning + hours { 4 });
    longer.reason = "The part is late.";
    room.done(longer, room.planner);
    EXPECT_TRUE(review_mutes(room).entries.empty());
    room.done(delivery({ firing(minute(2)) }), kSystem);
    EXPECT_EQ(the_alert(room).muted_by, id) << "a repeat is still muted";
    room.pass(hours { 3 });
    EXPECT_TRUE(review_mutes(room).entries.empty());
    EXPECT_EQ(room.state.firing, 0);
}

TEST_F(WindowDutiesTest, ABeginThatIsBroughtForwardMutesNothingThatIsHeard)
{
    const WindowId id = approved();
    room.done(delivery({ firing(minute(0)) }), kSystem);
    room.pass(minutes { 2 });
    RescheduleWindow earlier = times(id, room.now, {});
    earlier.reason = "The shop is closed already.";
    room.done(earlier, room.manager);
    EXPECT_TRUE(review_mutes(room).entries.empty());
    room.pass(minutes { 20 });
    EXPECT_TRUE(review_mutes(room).entries.empty()) << "nor once its first begin is over";
    EXPECT_EQ(room.state.firing, 1);
}

class RedundantPairTest : public WindowDutiesTest {
protected:
    RedundantPairTest()
    {
        for (const auto& [id, group] : { std::pair { "sw-a", "core" }, std::pair { "sw-b", "core" },
                 std::pair { "ups", "power" }, std::pair { "fan", "" }, std::pair { "lamp", "" } }) {
            Asset asset;
            asset.id = AssetId { id };
            asset.name = id;
            asset.redundancy_group = group;
            room.done(SetAsset { asset }, room.planner);
        }
    }

    PlanWindow of(std::vector<AssetId> assets, minutes from, minutes to) const
    {
        PlanWindow plan { .title = "x", .assets = std::move(assets) };
        plan.from = room.now + from;
        plan.to = room.now + to;
        return plan;
    }

    const AssetId a { "sw-a" };
    const AssetId b { "sw-b" };
};

TEST_F(RedundantPairTest, BothAtOnceAreRefusedUnlessThatIsOverriddenByNameWithAReason)
{
    room.done(of({ a, AssetId { "ups" }, AssetId { "fan" }, AssetId { "lamp" } }, minutes { 60 }, minutes { 120 }),
        room.planner);
    const PlanWindow clash = of({ b }, minutes { 119 }, minutes { 180 });
    const Error refusal = room.refused(clash, room.planner);
    EXPECT_EQ(refusal.code, ErrorCode::GateNotMet);
    EXPECT_NE(refusal.message.find("sw-b and sw-a"), std::string::npos) << refusal.message;
    EXPECT_NE(refusal.message.find("in MW-1"), std::string::npos) << refusal.message;
    EXPECT_TRUE(room.when(of({ b }, minutes { 120 }, minutes { 180 }), room.planner).ok()) << "one after the other";
    EXPECT_TRUE(room.when(of({ b }, minutes { 10 }, minutes { 60 }), room.planner).ok());
    EXPECT_TRUE(room.when(of({ a }, minutes { 60 }, minutes { 120 }), room.planner).ok()) << "the same one";
    EXPECT_EQ(room.refused(of({ a, b }, minutes { 200 }, minutes { 300 }), room.planner).code, ErrorCode::GateNotMet);
    PlanWindow overridden = clash;
    overridden.overrides = { PlanOverride::RedundantPair };
    EXPECT_EQ(room.refused(overridden, room.planner).missing, (Texts { "override_reason" }));
    overridden.override_reason = "The site is closed.";
    const WindowId id { room.done(overridden, room.planner).created };
    EXPECT_EQ(window(id).overrides, (std::vector { PlanOverride::RedundantPair }));
    EXPECT_EQ(window(id).override_reason, "The site is closed.");
    PlanWindow needless = of({ b }, minutes { 300 }, minutes { 400 });
    needless.overrides = overridden.overrides;
    needless.override_reason = "For nothing.";
    EXPECT_TRUE(window(WindowId { room.done(needless, room.planner).created }).overrides.empty());
}

TEST_F(RedundantPairTest, OtherTimesAreHeldToItAndWhatIsCancelledOrOverIsInNobodysWay)
{
    const WindowId first { room.done(of({ a }, minutes { 60 }, minutes { 120 }), room.planner).created };
    const WindowId later { room.done(of({ b }, minutes { 120 }, minutes { 180 }), room.planner).created };
    RescheduleWindow earlier = times(later, room.now + minutes { 90 }, {});
    EXPECT_EQ(room.refused(earlier, room.planner).code, ErrorCode::GateNotMet);
    earlier.overrides = { PlanOverride::RedundantPair };
    earlier.override_reason = "The site is closed.";
    const Room before = room;
    room.done(earlier, room.planner);
    EXPECT_EQ(window(later).override_reason, "The site is closed.");
    room.done(times(later, room.now + minutes { 70 }, {}), room.planner);
    EXPECT_FALSE(window(later).overrides.empty()) << "once named it stands";
    room = before;
    room.done(MoveWindow { .window = first, .to = WindowState::Cancelled }, room.planner);
    room.done(times(later, room.now + minutes { 90 }, {}), room.planner);
    EXPECT_TRUE(window(later).overrides.empty());
    room = before;
    room.pass(minutes { 120 });
    EXPECT_TRUE(room.when(of({ b }, minutes { 0 }, minutes { 60 }), room.planner).ok());
}

TEST(ReplanWorkOrderTest, IsPlannedAnewAsAWholeUntilItIsApproved)
{
    Room room;
    for (const char* asset : { "ups-1", "ups-2" }) {
        room.done(SetAsset { { .id = AssetId { asset }, .name = asset } }, room.planner);
    }
    PlanWorkOrder plan { .asset = AssetId { "ups-1" }, .title = "Battery" };
    plan.planned_start = room.now + hours { 1 };
    plan.planned_end = room.now + hours { 3 };
    const WorkOrderId id { room.done(plan, room.planner).created };
    const auto order = [&]() -> const WorkOrder& { return *room.state.work_orders.find(id); };
    plan.asset = AssetId { "ups-2" };
    plan.kind = WorkOrderKind::Inspection;
    plan.title = "Fan";
    plan.planned_start = room.now + hours { 5 };
    plan.planned_end = room.now + hours { 6 };
    plan.maintainer = room.maintainer.user;
    ReplanWorkOrder anew { .order = id, .version = order().version, .plan = plan };
    room.done(anew, room.planner);
    EXPECT_EQ(order().asset, plan.asset);
    EXPECT_EQ(order().kind, plan.kind);
    EXPECT_EQ(order().title, "Fan");
    EXPECT_EQ(order().planned_start, plan.planned_start);
    EXPECT_EQ(order().planned_end, plan.planned_end);
    EXPECT_EQ(order().maintainer, plan.maintainer);
    EXPECT_EQ(order().state, WorkOrderState::Planned);
    EXPECT_EQ(room.refused(anew, room.planner).code, ErrorCode::Conflict) << "of an older version";
    anew.version = order().version;
    anew.plan.title.clear();
    EXPECT_EQ(room.refused(anew, room.planner).code, ErrorCode::Malformed);
    anew.plan.title = "Fan";
    EXPECT_EQ(room.refused(anew, room.maintainer).code, ErrorCode::Forbidden);
    room.done(MoveWorkOrder { .order = id, .to = WorkOrderState::Approved, .reason = "It cannot wait." }, room.planner);
    anew.version = 0;
    EXPECT_EQ(room.refused(anew, room.planner).code, ErrorCode::Conflict)
        << "what was approved is not changed after it";
}

TEST_F(WindowDutiesTest, LabelsMuteWhatHasThemAll)
{
    PlanWindow by_labels = plan();
    by_labels.services.clear();
    by_labels.from = room.now;
    by_labels.match = { { "rack", "b7" }, { "severity", "warning" } };
    const WindowId id { room.done(by_labels, room.planner).created };
    EXPECT_EQ(window(id).match, by_labels.match);
    room.done(MoveWindow { .window = id }, room.manager);
    const auto report = [&](const char* rack) {
        return AlertReport { .labels = { { "alertname", "Down" }, { "rack", rack }, { "severity", "warning" } },
            .started_at = room.now };
    };
    EXPECT_EQ(room.done(ReportAlerts { .source = SourceId { "prometheus" }, .alerts = { report("b7"), report("b8") } },
                      kSystem)
                  .muted,
        1);
    PlanWindow bad = by_labels;
    bad.match = { { "", "b7" } };
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed);
    bad.match = {};
    EXPECT_EQ(room.refused(bad, room.planner).code, ErrorCode::Malformed) << "for nothing";
}

}
}
