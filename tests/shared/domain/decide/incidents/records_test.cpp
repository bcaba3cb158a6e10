// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(AddNoteTest, CarriesBothTimesAndSaysWhenItIsLate)
{
    Room room;
    const IncidentId id = room.log_incident();
    const auto noted_at = [&](Timestamp occurred) {
        return room.done(AddNote { .incident = id, .text = "Link down", .occurred_at = occurred }, room.resolver);
    };
    const Decision prompt = noted_at(room.now - minutes { 5 });
    EXPECT_FALSE(entries_of<NoteAdded>(prompt).at(0).late);
    EXPECT_EQ(prompt.entries.at(0).occurred_at, room.now - minutes { 5 });
    EXPECT_TRUE(entries_of<NoteAdded>(noted_at(room.now - minutes { 5 } - Millis { 1 })).at(0).late);
    EXPECT_EQ(
        room.refused(AddNote { .incident = id, .text = "x", .occurred_at = room.now + minutes { 2 } }, room.resolver)
            .code,
        ErrorCode::Malformed);
}

TEST(AddNoteTest, RefusesBadInput)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.refused(AddNote { .incident = id }, room.resolver).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .text = std::string(16'001, 'x') }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .text = "a\u202eb" }, room.resolver).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .kind = NoteKind::StateChange, .text = "x" }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .text = "x", .supersedes = 9'999 }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(AddNote { .incident = IncidentId { "INC-9" }, .text = "x" }, room.resolver).code,
        ErrorCode::NotFound);
}

TEST(AddNoteTest, AddsToClosedIncidentsThatTakeNothingElse)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(
        MoveIncident { .incident = id, .to = IncidentState::Cancelled, .note = "duplicate of INC-7" }, room.manager);
    room.done(AddNote { .incident = id, .text = "Found the cause later." }, room.resolver);
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = "x" }, room.resolver).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .category = "x" }, room.desk).code, ErrorCode::Conflict);
}

TEST(AddNoteTest, StaysWithinARestrictedIncident)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    EXPECT_EQ(
        room.done(AddNote { .incident = id, .text = "x" }, room.manager).entries.at(0).audience, Audience::Restricted);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .text = "x" }, room.resolver).code, ErrorCode::NotFound);
}

TEST(SetTaskTest, AddsNumberedTasksAndChangesThem)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.done(SetTask { .incident = id, .title = "Isolate" }, room.resolver).created, "INC-1/T-1");
    EXPECT_EQ(room.done(SetTask { .incident = id, .title = "Inform" }, room.resolver).created, "INC-1/T-2");
    SetTask change { .incident = id, .task = TaskId { "INC-1/T-1" } };
    EXPECT_EQ(room.refused(change, room.resolver).code, ErrorCode::Malformed);
    change.owner = room.colleague.user;
    change.state = TaskState::Done;
    EXPECT_TRUE(room.done(change, room.resolver).created.empty());
    EXPECT_EQ(room.incident(id).tasks.at(0).title, "Isolate");
    EXPECT_EQ(room.incident(id).tasks.at(0).state, TaskState::Done);
    EXPECT_EQ(room.incident(id).tasks.at(0).owner, room.colleague.user);
}

TEST(SetTaskTest, RefusesBadInput)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(
        room.refused(SetTask { .incident = id, .state = TaskState::Open }, room.resolver).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = "x", .due_at = room.now }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = "x", .owner = UserId { "nobody" } }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(SetTask { .incident = id, .task = TaskId { "INC-2/T-1" }, .title = "x" }, room.resolver).code,
        ErrorCode::NotFound);
}

TEST(PublishUpdateTest, IsSpokenByOneVoiceDuringAMajor)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(PublishUpdate { .incident = id, .text = "x" }, room.colleague).code, ErrorCode::Forbidden);
    room.done(
        MoveDuty {
            .incident = id, .act = DutyRequest::Assign, .duty = Duty::CommunicationsLead, .user = room.colleague.user },
        room.resolver);
    room.done(PublishUpdate { .incident = id, .text = "We are failing over." }, room.colleague);
    EXPECT_EQ(room.incident(id).updates.at(0).text, "We are failing over.");
    EXPECT_EQ(room.incident(id).updates.at(0).published_by, room.colleague.user);
}

TEST(PublishUpdateTest, NoChangeIsAnUpdate)
{
    Room room;
    const IncidentId id = room.declared();
    const PublishUpdate unchanged { .incident = id, .unchanged = true };
    EXPECT_EQ(room.refused(unchanged, room.resolver).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(PublishUpdate { .incident = id }, room.resolver).code, ErrorCode::Malformed);
    room.done(PublishUpdate { .incident = id, .text = "Looking." }, room.resolver);
    room.pass(minutes { 20 });
    const Decision decision = room.done(unchanged, room.resolver);
    EXPECT_EQ(entries_of<UpdatePublished>(decision).at(0).update, "Looking.");
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->due_at, room.now + minutes { 30 });
}

TEST(PublishUpdateTest, TextThatLeavesTheHouseNeedsAReasonWhichIsRecorded)
{
    Room room;
    const IncidentId id = room.declared();
    PublishUpdate command { .incident = id, .audience = UpdateAudience::Customers, .text = "The shop is down." };
    EXPECT_EQ(room.refused(command, room.resolver).missing, (Texts { "reason" }));
    command.reason = "No approver within 5 min.";
    const Decision decision = room.done(command, room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.update_published", "incident.noted" }));
    EXPECT_EQ(decision.entries.at(0).audience, Audience::Published);
    EXPECT_EQ(entries_of<NoteAdded>(decision).at(0).note_kind, NoteKind::Decision);
    room.done(
        PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .unchanged = true }, room.resolver);
}

TEST(PublishUpdateTest, ARestrictedIncidentIsNeverPublished)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    const PublishUpdate command {
        .incident = id, .audience = UpdateAudience::Customers, .text = "x", .reason = "urgent"
    };
    EXPECT_EQ(room.done(command, room.manager).entries.at(0).audience, Audience::Restricted);
}

TEST(LinkAlertTest, LinksOnceAndToOneOpenIncident)
{
    Room room;
    const Labels labels { { "alertname", "DiskFull" } };
    room.done(ReportAlerts { .source = SourceId { "prometheus" },
                  .alerts = { { .labels = labels, .started_at = room.now } } },
        kSystem);
    const AlertId alert = alert_id("site", labels);
    const IncidentId first = room.log_incident();
    const IncidentId second = room.log_incident();
    room.done(LinkAlert { .incident = first, .alert = alert }, room.resolver);
    EXPECT_EQ(room.refused(LinkAlert { .incident = first, .alert = alert }, room.resolver).code, ErrorCode::Conflict);
    EXPECT_EQ(room.refused(LinkAlert { .incident = second, .alert = alert }, room.resolver).code, ErrorCode::Conflict);
    room.done(MoveIncident { .incident = first, .to = IncidentState::Cancelled, .note = "duplicate" }, room.manager);
    room.done(LinkAlert { .incident = second, .alert = alert }, room.resolver);
    EXPECT_EQ(room.refused(LinkAlert { .incident = second, .alert = AlertId { "x" } }, room.resolver).code,
        ErrorCode::NotFound);
}

TEST(AddReferenceTest, NotesNumbersOfOtherSystemsOnce)
{
    Room room;
    const IncidentId id = room.log_incident();
    const AddReference reference { .incident = id,
        .reference = { .system = "ServiceNow", .number = "INC0012345", .url = "https://snow.example/1" } };
    room.done(reference, room.resolver);
    EXPECT_EQ(room.refused(reference, room.resolver).code, ErrorCode::Conflict);
    const AddReference script { .incident = id,
        .reference = { .system = "Jira", .number = "OPS-1", .url = "javascript:alert(1)" } };
    EXPECT_EQ(room.refused(script, room.resolver).code, ErrorCode::Malformed);
}

TEST(SetMembersTest, NeverLocksTheIncidentAway)
{
    Room room;
    const IncidentId id = room.investigated();
    EXPECT_EQ(room.refused(SetMembers { .incident = id, .members = { room.resolver.user } }, room.manager).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(SetMembers { .incident = id, .members = { room.manager.user, UserId { "nobody" } } }, room.manager)
            .code,
        ErrorCode::Malformed);
    room.done(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager);
    EXPECT_EQ(room.refused(AddNote { .incident = id, .text = "x" }, room.resolver).code, ErrorCode::NotFound);
}

TEST(SetMembersTest, KeepsWhoHoldsADuty)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager).code,
        ErrorCode::Conflict);
    room.done(SetMembers { .incident = id, .members = { room.manager.user, room.resolver.user } }, room.manager);
}

}
}
