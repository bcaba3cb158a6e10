// SPDX-License-Identifier: Apache-2.0
// What sets something to what it is already writes no entry, and is no mistake.
#include "shared/domain/decide/heartbeats.h"
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

class RepeatsTest : public testing::Test {
public:
    // The first time something is written, the second time nothing.
    void once(const Command& command, const Actor& by, const char* what)
    {
        EXPECT_FALSE(room.done(command, by).entries.empty()) << what;
        const std::uint64_t stood_at = room.state.seq;
        const Decision again = room.done(command, by);
        EXPECT_EQ(kinds_of(again), Texts {}) << what;
        EXPECT_EQ(again.created, "") << what;
        EXPECT_EQ(room.state.seq, stood_at) << what;
    }

    Room room;
};

TEST_F(RepeatsTest, OfAccounts)
{
    const UserId desk = room.desk.user;
    once(SetUser { { .id = desk, .name = "Ada", .roles = { SystemRole::ServiceDesk } } }, room.administrator, "name");
    const std::vector<SystemRole> roles { SystemRole::Resolver, SystemRole::ServiceDesk };
    once(SetUser { { .id = desk, .name = "Ada", .roles = roles } }, room.administrator, "roles");
    const std::vector<SystemRole> reversed { roles.rbegin(), roles.rend() };
    EXPECT_EQ(
        kinds_of(room.done(SetUser { { .id = desk, .name = "Ada", .roles = reversed } }, room.administrator)), Texts {})
        << "roles have no order";
    const SetUser disable { { .id = desk, .name = "Ada", .roles = roles, .disabled = true } };
    once(disable, room.administrator, "disabling");
}

// Or nobody could say later who set whose password, and when.
TEST_F(RepeatsTest, ThatAPasswordWasSetIsWrittenAlsoWhereTheAccountStays)
{
    const SetUser with_password { { .id = room.desk.user, .name = "desk", .roles = room.desk.roles }, true };
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(kinds_of(room.done(with_password, kSystem)), Texts { "user.set" });
    }
}

TEST_F(RepeatsTest, OfTokens)
{
    Token token { .id = TokenId { "t1" }, .name = "t", .scopes = { "read" }, .expires_at = room.now + minutes { 5 } };
    once(SetToken { token }, room.administrator, "a new one");
    token.name = "Renamed";
    once(SetToken { token }, room.administrator, "name");
    room.pass(minutes { 6 });
    EXPECT_EQ(kinds_of(room.done(SetToken { token }, room.administrator)), Texts {}) << "also once it has expired";
    token.revoked = true;
    once(SetToken { token }, room.administrator, "revoking");
}

TEST_F(RepeatsTest, OfClassifications)
{
    const IncidentId id = room.investigated();
    once({ ClassifyIncident { .incident = id, .category = "network", .impact = Level::High } }, room.desk, "class");
    room.pass(minutes { 10 });
    EXPECT_EQ(kinds_of(room.done(ClassifyIncident { .incident = id, .impact = Level::High }, room.desk)), Texts {})
        << "its deadlines stand";
    once({ ClassifyIncident { .incident = id, .personal_data = PersonalData::No } }, room.desk, "personal data");
    once({ ClassifyIncident { .incident = id, .severity = IncidentSeverity::Sev2 } }, room.desk, "severity");
    once({ ClassifyIncident { .incident = id, .headline = "Paying fails" } }, room.desk, "headline");
    const ClassifyIncident half { .incident = id, .impact = Level::High, .severity = IncidentSeverity::Sev1 };
    EXPECT_EQ(kinds_of(room.done(half, room.desk)), Texts { "incident.severity_set" }) << "only what is new";
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id }, room.desk).code, ErrorCode::Malformed);
}

// A triage says for the first time what was only assumed.
TEST_F(RepeatsTest, AnAnswerThatWasOwedIsNoneEvenWhereTheValueStays)
{
    const IncidentId id = room.declared();
    const Level assumed = room.incident(id).impact;
    once({ ClassifyIncident { .incident = id, .impact = assumed } }, room.resolver, "impact");
}

TEST_F(RepeatsTest, OfWhoMaySee)
{
    const IncidentId id = room.log_incident();
    const std::vector<UserId> members { room.manager.user, room.desk.user };
    once(SetMembers { .incident = id, .restricted = true, .members = members }, room.manager, "restricting");
    const std::vector<UserId> reversed { members.rbegin(), members.rend() };
    const SetMembers again { .incident = id, .restricted = true, .members = reversed };
    EXPECT_EQ(kinds_of(room.done(again, room.manager)), Texts {}) << "members have no order";
    once(SetMembers { .incident = id, .restricted = true, .members = { room.manager.user } }, room.manager, "fewer");
    once(SetMembers { .incident = id, .restricted = false }, room.manager, "opening");
}

TEST_F(RepeatsTest, OfTasks)
{
    const IncidentId id = room.log_incident();
    const TaskId task { room.done(SetTask { .incident = id, .title = "Isolate node 1" }, room.resolver).created };
    const SetTask base { .incident = id, .task = task };
    SetTask owned = base;
    owned.owner = room.desk.user;
    owned.due_at = room.now + minutes { 5 };
    once(owned, room.resolver, "owner and time");
    room.pass(minutes { 6 });
    room.done(SetUser { { .id = room.desk.user, .name = "desk", .disabled = true } }, kSystem);
    EXPECT_EQ(kinds_of(room.done(owned, room.resolver)), Texts {}) << "also once the time is over and the owner left";
    SetTask done = base;
    done.state = TaskState::Done;
    once(done, room.resolver, "state");
    once(SetTask { .incident = id, .task = task, .title = "Isolate node 2" }, room.resolver, "title");
}

TEST_F(RepeatsTest, OfStatesOfAnIncident)
{
    const IncidentId id = room.log_incident();
    once(MoveIncident { .incident = id, .to = IncidentState::Investigating }, room.resolver, "state");
    const MoveIncident with_note { .incident = id, .to = IncidentState::Investigating, .note = "We look again" };
    EXPECT_EQ(room.refused(with_note, room.resolver).code, ErrorCode::Conflict) << "what is said would be lost";
    MoveIncident stale { .incident = id, .version = 1, .to = IncidentState::Investigating };
    EXPECT_EQ(room.refused(stale, room.resolver).code, ErrorCode::Conflict) << "of an older version";
}

TEST_F(RepeatsTest, OfWindows)
{
    const PlanWindow plan { .title = "Switch",
        .services = { ServiceId { "shop" } },
        .from = room.now + minutes { 10 },
        .to = room.now + hours { 2 } };
    const WindowId id { room.done(plan, room.planner).created };
    const RescheduleWindow other { .window = id, .from = room.now + minutes { 20 }, .to = room.now + hours { 3 } };
    once(other, room.planner, "times");
    EXPECT_EQ(kinds_of(room.done(other, room.manager)), Texts {});
    EXPECT_EQ(room.state.windows.find(id)->planned_by, room.planner.user) << "who says the same has planned nothing";
    EXPECT_EQ(room.refused(RescheduleWindow { .window = id }, room.planner).code, ErrorCode::Malformed);
    once(MoveWindow { .window = id }, room.manager, "approving");
    room.pass(minutes { 30 });
    EXPECT_EQ(kinds_of(room.done(other, room.planner)), Texts {}) << "also once it has begun";
    once(MoveWindow { .window = id, .to = WindowState::Cancelled }, room.manager, "cancelling");
}

TEST_F(RepeatsTest, OfWorkOrders)
{
    room.done(SetAsset { { .id = AssetId { "ups-1" }, .name = "UPS" } }, room.planner);
    const Actor second = actor("second", { SystemRole::MaintenancePlanner });
    const PlanWorkOrder plan { .asset = AssetId { "ups-1" },
        .title = "Fan",
        .planned_start = room.now + hours { 1 },
        .planned_end = room.now + hours { 2 } };
    const WorkOrderId id { room.done(plan, room.planner).created };
    EXPECT_EQ(kinds_of(room.done(ReplanWorkOrder { .order = id, .plan = plan }, second)), Texts {});
    EXPECT_EQ(room.state.work_orders.find(id)->planned_by, room.planner.user) << "nor may they not approve it then";
    once(MoveWorkOrder { .order = id, .to = WorkOrderState::Approved }, second, "approving");
    MoveWorkOrder said { .order = id, .to = WorkOrderState::Approved, .reason = "It smells." };
    EXPECT_EQ(room.refused(said, second).code, ErrorCode::Conflict) << "what is said would be lost";
}

TEST_F(RepeatsTest, OfHeartbeatsThatAreConfirmed)
{
    const Labels watchdog { { "alertname", "Watchdog" }, { "site", "north" } };
    const SourceId id { "prometheus" };
    const auto confirmed = [&](std::int64_t seconds) {
        return SetSource { with_heartbeat(*room.state.sources.find(id), watchdog, seconds, false) };
    };
    once(confirmed(60), room.administrator, "confirming");
    EXPECT_EQ(kinds_of(room.done(confirmed(60), room.administrator)), Texts {});
    EXPECT_EQ(kinds_of(room.done(confirmed(90), room.administrator)), Texts { "source.set" });
}

}
}
