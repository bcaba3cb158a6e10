// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/permissions.h"

#include "tests/support/domain_fixture.h"

#include <map>
#include <set>

namespace watchfloor {
namespace {

using Roles = std::set<SystemRole>;
using R = SystemRole;

const Roles kResponders { R::ServiceDesk, R::Resolver, R::IncidentManager };
const Roles kRoom { R::ServiceDesk, R::Resolver, R::IncidentManager, R::CapacityManager, R::MaintenancePlanner,
    R::Maintainer, R::EvidenceCustodian, R::ComplianceOfficer };

Roles with(Roles roles, std::initializer_list<SystemRole> more)
{
    roles.insert(more);
    return roles;
}

struct Expected {
    const char* what;
    Command command;
    Roles roles;
    bool system = false;
};

MoveIncident move_to(IncidentState to)
{
    return MoveIncident { .to = to };
}
DecideMajor major(MajorAct act)
{
    return DecideMajor { .act = act };
}
MoveDuty duty(DutyRequest act)
{
    return MoveDuty { .act = act };
}

// Every command, written out apart from the table it checks.
std::vector<Expected> matrix()
{
    return {
        { "log", LogIncident {}, with(kRoom, { R::Reporter }), true },
        { "note", AddNote {}, kRoom },
        { "acknowledge", MoveIncident { .acknowledge = true }, with(kResponders, { R::Executive }) },
        { "triage", move_to(IncidentState::Triaged), kResponders },
        { "back to new", move_to(IncidentState::New), kResponders },
        { "investigate", move_to(IncidentState::Investigating), kResponders, true },
        { "hold", move_to(IncidentState::OnHold), kResponders },
        { "mitigate", move_to(IncidentState::Mitigated), kResponders },
        { "resolve", move_to(IncidentState::Resolved), kResponders },
        { "review", move_to(IncidentState::InReview), kResponders },
        { "close", move_to(IncidentState::Closed), { R::ServiceDesk, R::IncidentManager } },
        { "cancel", move_to(IncidentState::Cancelled), { R::IncidentManager } },
        { "classify", ClassifyIncident {}, kResponders },
        { "propose", major(MajorAct::Propose), with(kRoom, { R::Executive }) },
        { "declare", major(MajorAct::Declare), kResponders },
        { "reject", major(MajorAct::Reject), { R::IncidentManager } },
        { "stand down", major(MajorAct::StandDown), kResponders },
        { "ratify", major(MajorAct::Ratify), { R::IncidentManager } },
        { "assign", duty(DutyRequest::Assign), kResponders },
        { "offer", duty(DutyRequest::Offer), kRoom },
        { "accept", duty(DutyRequest::Accept), kRoom },
        { "take", duty(DutyRequest::Take), kRoom },
        { "release", duty(DutyRequest::Release), kRoom },
        { "task", SetTask {}, kRoom },
        { "update", PublishUpdate {}, with(kResponders, { R::ComplianceOfficer }) },
        { "offer update", OfferUpdate {}, with(kResponders, { R::ComplianceOfficer }) },
        { "link alert", LinkAlert {}, kResponders },
        { "reference", AddReference {}, kRoom },
        { "members", SetMembers {}, { R::IncidentManager } },
        { "acknowledge alert", AcknowledgeAlert {}, kResponders, true },
        { "report alerts", ReportAlerts {}, {}, true },
        { "lapse alerts", LapseAlerts {}, {}, true },
        { "review mutes", ReviewMutes {}, {}, true },
        { "source health", ReportSourceHealth {}, {}, true },
        { "change", RecordChange {}, with(kResponders, { R::CapacityManager, R::MaintenancePlanner }), true },
        { "service", SetService {}, { R::IncidentManager, R::Administrator }, true },
        { "source", SetSource {}, { R::Administrator }, true },
        { "bridge", SetBridge {}, { R::IncidentManager, R::Administrator }, true },
        { "user", SetUser {}, { R::Administrator }, true },
        { "token", SetToken {}, { R::Administrator }, true },
        { "wall token", SetToken { { .wall = WallAudience::Room } }, { R::IncidentManager, R::Administrator }, true },
        { "asset", SetAsset {}, { R::MaintenancePlanner }, true },
        { "capacity", DefineCapacity {}, { R::CapacityManager }, true },
        { "decide on capacity", DecideCapacity {}, { R::CapacityManager } },
        { "sign the capacity plan", SignCapacityPlan {}, { R::CapacityManager } },
        { "crossing", ReportCrossing {}, {}, true },
        { "seal samples", SealSamples {}, {}, true },
        { "plan order", PlanWorkOrder {}, { R::MaintenancePlanner } },
        { "replan order", ReplanWorkOrder {}, { R::MaintenancePlanner } },
        { "move order", MoveWorkOrder {}, { R::MaintenancePlanner, R::Maintainer } },
        { "make due work", MakeDueWork {}, {}, true },
        { "plan window", PlanWindow {}, { R::MaintenancePlanner, R::IncidentManager } },
        { "plan window series", PlanWindowSeries {}, { R::MaintenancePlanner, R::IncidentManager } },
        { "move window", MoveWindow {}, { R::MaintenancePlanner, R::IncidentManager } },
        { "reschedule window", RescheduleWindow {}, { R::MaintenancePlanner, R::IncidentManager } },
        { "walls", SwitchWalls {}, kResponders },
        { "fit wall", FitWall {}, { R::IncidentManager, R::Administrator }, true },
        { "wall pages", SetWallPages {}, { R::IncidentManager, R::Administrator }, true },
        { "erase", EraseText {}, { R::ComplianceOfficer } },
        { "open journal", OpenJournal {}, {}, true },
        { "sign in", RecordSignIn {}, {}, true },
        { "sign out", RecordSignOut {}, {}, true },
        { "sign in refused", RecordSignInRefused {}, {}, true },
        { "timer", FireTimer {}, {}, true },
    };
}

TEST(PermissionsTest, EveryRoleMayDoExactlyWhatItsRowSays)
{
    Room room;
    for (const Expected& expected : matrix()) {
        for (std::size_t i = 0; i < EnumTexts<SystemRole>::texts.size(); ++i) {
            const auto role = static_cast<SystemRole>(i);
            const auto decision = room.when(expected.command, actor("somebody", { role }));
            const bool forbidden = !decision.ok() && decision.error().code == ErrorCode::Forbidden
                && decision.error().message.find("Your roles do not let you") == 0;
            EXPECT_EQ(!forbidden, expected.roles.count(role) == 1) << expected.what << " by " << to_string(role);
        }
    }
}

TEST(PermissionsTest, TheSystemActsOnlyWhereItsRowSays)
{
    for (const Expected& expected : matrix()) {
        EXPECT_EQ(system_may(act_of(expected.command)), expected.system) << expected.what;
    }
}

TEST(PermissionsTest, TheMatrixNamesEveryCommand)
{
    std::set<std::size_t> named;
    for (const Expected& expected : matrix()) {
        named.insert(expected.command.index());
    }
    EXPECT_EQ(named.size(), std::variant_size_v<AnyCommand>);
}

TEST(PermissionsTest, RefusalNamesWhoMay)
{
    Room room;
    const Error error = room.refused(major(MajorAct::Ratify), room.resolver);
    EXPECT_EQ(error.message, "Your roles do not let you ratify a declaration; this is for: incident manager.");
}

TEST(PermissionsTest, NobodyWithoutARoleMayDoAnything)
{
    Room room;
    for (const Expected& expected : matrix()) {
        EXPECT_EQ(room.refused(expected.command, actor("somebody", {})).code, ErrorCode::Forbidden) << expected.what;
    }
}

TEST(PermissionsTest, ADisabledAccountIsRefusedWhateverItsSessionSays)
{
    Room room;
    room.done(SetUser { { .id = room.resolver.user, .name = "Gone", .roles = room.resolver.roles, .disabled = true } },
        room.administrator);
    EXPECT_EQ(room.refused(LogIncident { .title = "x" }, room.resolver).code, ErrorCode::Forbidden);
}

TEST(PermissionsTest, TheSystemIsRefusedWhateverIsForPeople)
{
    for (const Expected& expected : matrix()) {
        EXPECT_EQ(check_permission(kSystem, act_of(expected.command)).ok(), expected.system) << expected.what;
        Actor person = kSystem;
        person.system = false;
        EXPECT_FALSE(check_permission(person, act_of(expected.command)).ok()) << expected.what;
    }
}

TEST(PermissionsTest, OneRoleOfSeveralIsEnough)
{
    EXPECT_TRUE(check_permission(actor("x", { R::Auditor, R::Reporter, R::IncidentManager }), Act::RatifyMajor).ok());
    EXPECT_FALSE(check_permission(actor("x", { R::Auditor, R::Reporter, R::Resolver }), Act::RatifyMajor).ok());
    EXPECT_EQ(who_may(Act::CloseIncident), "service desk, incident manager");
    EXPECT_EQ(who_may(Act::ReportFromSystem), "the system alone");
}

TEST(PermissionsTest, AllOfTheStaffButTheAuditorMayRehearse)
{
    for (std::size_t i = 0; i < EnumTexts<SystemRole>::texts.size(); ++i) {
        const auto role = static_cast<SystemRole>(i);
        EXPECT_EQ(may_rehearse(actor("x", { role })), role != R::Reporter && role != R::Auditor) << to_string(role);
    }
    EXPECT_TRUE(may_rehearse(actor("x", { R::Auditor, R::Resolver })));
    EXPECT_FALSE(may_rehearse(actor("x", {}))) << "a role alone lets anybody do anything";
}

}
}
