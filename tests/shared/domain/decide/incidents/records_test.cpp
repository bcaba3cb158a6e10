// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/wire/error_codec.h"
#include "shared/wire/fields/fields_json.h"
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

TEST(SetTaskTest, AnOwnerMaySeeTheIncident)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    SetTask task { .incident = id, .title = "Isolate", .owner = room.resolver.user };
    EXPECT_EQ(room.refused(task, room.manager).code, ErrorCode::Malformed);
    room.done(SetMembers { .incident = id, .members = { room.manager.user, room.resolver.user } }, room.manager);
    room.done(task, room.manager);
    EXPECT_EQ(room.incident(id).tasks.at(0).owner, room.resolver.user);
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

TEST(SetMembersTest, OpeningTakesBackNothingThatCustomersWereTold)
{
    Room room;
    const IncidentId id = room.investigated();
    const PublishUpdate before {
        .incident = id, .audience = UpdateAudience::Customers, .text = "Told before", .reason = "r"
    };
    room.done(before, room.manager);
    room.done(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager);
    room.done(
        PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .text = "For members", .reason = "r" },
        room.manager);
    EXPECT_EQ(room.incident(id).updates.size(), 2U);
    const auto again = room.done(
        PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .unchanged = true }, room.manager);
    EXPECT_EQ(entries_of<UpdatePublished>(again).at(0).update, "For members") << "the newest is the last";
    room.done(SetMembers { .incident = id, .restricted = false }, room.manager);
    ASSERT_EQ(room.incident(id).updates.size(), 1U);
    EXPECT_EQ(room.incident(id).updates.front().text, "Told before");
    EXPECT_TRUE(room.incident(id).updates.front().inside) << "known within, and said again by whoever publishes it";
    room.pass(minutes { 1 });
    const PublishUpdate same { .incident = id, .audience = UpdateAudience::Customers, .unchanged = true };
    EXPECT_EQ(entries_of<UpdatePublished>(room.done(same, room.manager)).at(0).update, "Told before");
    ASSERT_EQ(room.incident(id).updates.size(), 2U);
    EXPECT_FALSE(room.incident(id).updates.back().inside);
    room.done(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager);
    ASSERT_EQ(room.incident(id).updates.size(), 1U);
    EXPECT_EQ(room.incident(id).updates.front().published_at, room.now) << "the last they were told";
}

TEST(SetMembersTest, WhatCustomersWereToldOutlastsEveryRestriction)
{
    Room room;
    const IncidentId id = room.investigated();
    PublishUpdate update {
        .incident = id, .audience = UpdateAudience::Customers, .text = "Told before", .reason = "r"
    };
    room.done(update, room.manager);
    for (int i = 0; i < 2; ++i) {
        room.done(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager);
        ASSERT_EQ(room.incident(id).updates.size(), 1U);
        EXPECT_FALSE(room.incident(id).updates.front().inside);
        update.text = "For members";
        room.done(update, room.manager);
        room.done(SetMembers { .incident = id, .restricted = false }, room.manager);
        ASSERT_EQ(room.incident(id).updates.size(), 1U);
        EXPECT_EQ(room.incident(id).updates.front().text, "Told before");
        EXPECT_TRUE(room.incident(id).updates.front().inside);
    }
}

TEST(SetMembersTest, OpeningPublishesNothingToCustomers)
{
    Room room;
    const IncidentId id { room.done(LogIncident { .title = "Leak", .restricted = true }, room.manager).created };
    PublishUpdate update { .incident = id, .audience = UpdateAudience::Customers, .text = "We know", .reason = "r" };
    room.done(update, room.manager);
    room.done(PublishUpdate { .incident = id, .text = "Internal words" }, room.manager);
    room.done(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager);
    EXPECT_EQ(room.incident(id).updates.size(), 2U) << "a change of members alone opens nothing";
    room.done(SetMembers { .incident = id, .restricted = false }, room.manager);
    ASSERT_EQ(room.incident(id).updates.size(), 1U);
    EXPECT_EQ(room.incident(id).updates.front().audience, UpdateAudience::Internal);
    // Said to nobody yet, so it can neither be repeated unchanged nor without a reason.
    EXPECT_FALSE(room.when(PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .unchanged = true },
                         room.manager)
                     .ok());
    EXPECT_FALSE(room.when(PublishUpdate { .incident = id, .audience = UpdateAudience::Customers, .text = "We know" },
                         room.manager)
                     .ok());
    EXPECT_EQ(entries_of<UpdatePublished>(room.done(update, room.manager)).size(), 1U);
    EXPECT_EQ(room.incident(id).updates.size(), 2U);
}

TEST(SetMembersTest, KeepsWhoHoldsADuty)
{
    Room room;
    const IncidentId id = room.declared();
    EXPECT_EQ(room.refused(SetMembers { .incident = id, .members = { room.manager.user } }, room.manager).code,
        ErrorCode::Conflict);
    room.done(SetMembers { .incident = id, .members = { room.manager.user, room.resolver.user } }, room.manager);
}

TEST(AddNoteTest, MayCorrectAnyEntryUpToTheLast)
{
    Room room;
    const IncidentId id = room.log_incident();
    AddNote note { .incident = id, .kind = NoteKind::Hypothesis, .text = "x", .supersedes = room.state.seq };
    const Decision decision = room.done(note, room.resolver);
    const NoteAdded added = entries_of<NoteAdded>(decision).at(0);
    EXPECT_EQ(added.supersedes, note.supersedes);
    EXPECT_EQ(added.note_kind, NoteKind::Hypothesis);
    EXPECT_EQ(added.note, "x");
    EXPECT_EQ(added.incident, id);
    note.supersedes = room.state.seq + 1;
    EXPECT_EQ(room.refused(note, room.resolver).code, ErrorCode::Malformed);
    note.supersedes = 0;
    note.text = std::string(15'999, 'x') + "\n";
    note.occurred_at = room.now + kFutureSlack;
    room.done(note, room.resolver);
    note.occurred_at = room.now + kFutureSlack + Millis { 1 };
    EXPECT_EQ(room.refused(note, room.resolver).code, ErrorCode::Malformed);
    note.occurred_at = Timestamp { -62'135'596'800'000 };
    EXPECT_EQ(room.refused(note, room.resolver).code, ErrorCode::Malformed);
}

TEST(SetTaskTest, ChangesOnlyWhatItNames)
{
    Room room;
    const IncidentId id = room.log_incident();
    SetTask task { .incident = id, .title = "Isolate", .owner = room.colleague.user, .containment = true };
    task.due_at = room.now + Millis { 1 };
    const TaskId first { room.done(task, room.resolver).created };
    Task expected { .id = first, .title = "Isolate", .owner = room.colleague.user, .containment = true };
    expected.due_at = task.due_at;
    const auto after = [&](SetTask change) {
        change.incident = id;
        change.task = first;
        room.done(change, room.resolver);
        return to_json_text(room.incident(id).tasks.at(0));
    };
    EXPECT_EQ(to_json_text(room.incident(id).tasks.at(0)), to_json_text(expected));
    expected.title = "Isolate node 2";
    EXPECT_EQ(after({ .title = "Isolate node 2" }), to_json_text(expected));
    expected.state = TaskState::Cancelled;
    EXPECT_EQ(after({ .state = TaskState::Cancelled }), to_json_text(expected));
    expected.containment = false;
    EXPECT_EQ(after({ .containment = false }), to_json_text(expected));
    expected.owner = UserId {};
    EXPECT_EQ(after({ .owner = UserId {} }), to_json_text(expected)) << "a task may be left without an owner";
    expected.due_at = room.now + hours { 1 };
    EXPECT_EQ(after({ .due_at = room.now + hours { 1 } }), to_json_text(expected));
}

TEST(SetTaskTest, AnIncidentHoldsFiveHundredTasks)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.state.incidents.update(id, [](Incident& incident) { incident.tasks.resize(499); });
    EXPECT_EQ(room.done(SetTask { .incident = id, .title = "last" }, room.resolver).created, "INC-1/T-500");
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = "one more" }, room.resolver).code, ErrorCode::Conflict);
    room.done(SetTask { .incident = id, .task = TaskId { "INC-1/T-500" }, .state = TaskState::Done }, room.resolver);
}

TEST(SetTaskTest, TitlesHaveTheirLimit)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(SetTask { .incident = id, .title = std::string(200, 'x') }, room.resolver);
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = std::string(201, 'x') }, room.resolver).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(SetTask { .incident = id, .task = TaskId { "INC-1/T-1" }, .title = " " }, room.resolver).code,
        ErrorCode::Malformed);
    room.done(
        SetUser { { .id = room.colleague.user, .name = "Gone", .roles = room.colleague.roles, .disabled = true } },
        room.administrator);
    EXPECT_EQ(room.refused(SetTask { .incident = id, .title = "x", .owner = room.colleague.user }, room.resolver).code,
        ErrorCode::Malformed);
}

TEST(PublishUpdateTest, OneVoiceIsCommandersDeputysCommunicationsOrAManagers)
{
    for (std::size_t i = 0; i < EnumTexts<Duty>::texts.size(); ++i) {
        const auto which = static_cast<Duty>(i);
        Room room;
        const IncidentId id = room.declared();
        if (which != Duty::IncidentCommander) {
            room.done(
                MoveDuty { .incident = id, .act = DutyRequest::Assign, .duty = which, .user = room.colleague.user },
                room.resolver);
        }
        const bool voice
            = which == Duty::IncidentCommander || which == Duty::Deputy || which == Duty::CommunicationsLead;
        const Actor& speaker = which == Duty::IncidentCommander ? room.resolver : room.colleague;
        EXPECT_EQ(room.when(PublishUpdate { .incident = id, .text = "x" }, speaker).ok(), voice) << to_string(which);
        EXPECT_TRUE(room.when(PublishUpdate { .incident = id, .text = "x" }, room.manager).ok());
    }
    Room room;
    EXPECT_TRUE(room.when(PublishUpdate { .incident = room.log_incident(), .text = "x" }, room.colleague).ok());
}

TEST(PublishUpdateTest, IsRecordedWholeAndRestartsThePromiseWhileThereIsWork)
{
    Room room;
    const IncidentId id = room.investigated();
    room.pass(minutes { 10 });
    const PublishUpdate command { .incident = id, .audience = UpdateAudience::Executives, .text = "Looking." };
    const Decision decision = room.done(command, room.resolver);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.update_published" }));
    EXPECT_EQ(decision.entries.at(0).audience, Audience::Staff);
    const UpdatePublished published = entries_of<UpdatePublished>(decision).at(0);
    EXPECT_EQ(published.incident, id);
    EXPECT_EQ(published.audience, UpdateAudience::Executives);
    EXPECT_FALSE(published.unchanged);
    EXPECT_EQ(published.update, "Looking.");
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->due_at, room.now + hours { 24 });
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->cycle, 1);
    room.done(room.resolution(id), room.resolver);
    room.pass(minutes { 10 });
    room.done(command, room.resolver);
    EXPECT_EQ(room.incident(id).clock(ClockKind::NextUpdate)->cycle, 1) << "resolved: nothing more was promised";
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->stopped_at.has_value());
    const IncidentId low {
        room.done(LogIncident { .title = "x", .impact = Level::Low, .urgency = Level::Low }, room.desk).created
    };
    room.done(PublishUpdate { .incident = low, .text = "x" }, room.desk);
    EXPECT_EQ(room.incident(low).clock(ClockKind::NextUpdate), nullptr);
}

TEST(PublishUpdateTest, WhatIsInReviewPromisesNoUpdates)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(room.resolution(id), room.resolver);
    room.pass(minutes { 1 });
    room.done(PublishUpdate { .incident = id, .text = "Restored." }, room.resolver);
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->stopped_at.has_value());
}

TEST(PublishUpdateTest, EachAudienceHasItsOwnRuleForRelease)
{
    struct Case {
        UpdateAudience to;
        bool needs_reason;
        Audience seen_by;
    };
    for (const Case& c : { Case { UpdateAudience::Internal, false, Audience::Staff },
             Case { UpdateAudience::Customers, true, Audience::Published },
             Case { UpdateAudience::Executives, false, Audience::Staff },
             Case { UpdateAudience::Regulator, true, Audience::Staff } }) {
        Room room;
        const IncidentId id = room.log_incident();
        PublishUpdate command { .incident = id, .audience = c.to, .text = "The shop is down." };
        EXPECT_EQ(room.when(command, room.desk).ok(), !c.needs_reason) << to_string(c.to);
        command.reason = " ";
        EXPECT_EQ(room.when(command, room.desk).ok(), !c.needs_reason) << to_string(c.to);
        command.reason = "urgent";
        const Decision decision = room.done(command, room.desk);
        EXPECT_EQ(decision.entries.at(0).audience, c.seen_by) << to_string(c.to);
        EXPECT_EQ(entries_of<NoteAdded>(decision).size(), c.needs_reason ? 1U : 0U) << to_string(c.to);
        if (c.needs_reason) {
            EXPECT_EQ(entries_of<NoteAdded>(decision).at(0).note,
                "Released to " + std::string(to_string(c.to)) + "; read by, or why by nobody: urgent");
            EXPECT_EQ(decision.entries.at(1).audience, Audience::Staff);
        }
        command.reason.clear();
        EXPECT_TRUE(room.when(command, room.desk).ok()) << "what was released before may be repeated";
        command.text = "It is back.";
        EXPECT_EQ(room.when(command, room.desk).ok(), !c.needs_reason) << to_string(c.to);
    }
}

TEST(PublishUpdateTest, UnchangedRepeatsTheLastTextOfItsAudience)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(PublishUpdate { .incident = id, .text = "For us." }, room.desk);
    const PublishUpdate repeat { .incident = id, .audience = UpdateAudience::Executives, .unchanged = true };
    EXPECT_EQ(room.refused(repeat, room.desk).code, ErrorCode::Malformed) << "nothing was said to them yet";
    room.done(PublishUpdate { .incident = id, .audience = UpdateAudience::Executives, .text = "For them." }, room.desk);
    const UpdatePublished published = entries_of<UpdatePublished>(room.done(repeat, room.desk)).at(0);
    EXPECT_EQ(published.update, "For them.");
    EXPECT_TRUE(published.unchanged);
    PublishUpdate both = repeat;
    both.text = "Other words.";
    EXPECT_EQ(entries_of<UpdatePublished>(room.done(both, room.desk)).at(0).update, "Other words.");
    EXPECT_EQ(room.refused(PublishUpdate { .incident = id, .text = std::string(16'001, 'x') }, room.desk).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(PublishUpdate { .incident = id, .text = "x", .reason = std::string(16'001, 'x') }, room.desk).code,
        ErrorCode::Malformed);
    EXPECT_TRUE(room.when(PublishUpdate { .incident = id, .text = "a\nb", .reason = "a\nb" }, room.desk).ok());
}

TEST(LinkAlertTest, IsRecordedOnBoth)
{
    Room room;
    const Labels labels { { "alertname", "DiskFull" } };
    room.done(ReportAlerts { .source = SourceId { "prometheus" },
                  .alerts = { { .labels = labels, .started_at = room.now } } },
        kSystem);
    const AlertId alert = alert_id("site", labels);
    const IncidentId id = room.log_incident();
    const AlertLinked linked
        = entries_of<AlertLinked>(room.done(LinkAlert { .incident = id, .alert = alert }, room.resolver)).at(0);
    EXPECT_EQ(linked.alert, alert);
    EXPECT_EQ(linked.incident, id);
    EXPECT_EQ(room.state.alerts.find(alert)->incident, id);
    const Error twice = room.refused(LinkAlert { .incident = id, .alert = alert }, room.resolver);
    EXPECT_EQ(twice.message, "This alert is linked to INC-1 already.");
    const IncidentId other = room.log_incident();
    const Error elsewhere = room.refused(LinkAlert { .incident = other, .alert = alert }, room.resolver);
    EXPECT_EQ(elsewhere.message, "This alert belongs to INC-1 already: work there, or leave the alert out.");
}

TEST(AddReferenceTest, IsOfAnotherSystemOrAnotherNumberAndNeverTheFiftyFirst)
{
    Room room;
    const IncidentId id = room.log_incident();
    const auto added = [&](std::string system, std::string number) {
        const auto decision = room.when(
            AddReference { .incident = id, .reference = { .system = std::move(system), .number = std::move(number) } },
            room.resolver);
        return decision.ok() ? "" : std::string(code_text(decision.error().code));
    };
    room.done(AddReference { .incident = id, .reference = { .system = "Jira", .number = "1" } }, room.resolver);
    EXPECT_EQ(added("Jira", "1"), "conflict");
    EXPECT_EQ(added("Jira", "2"), "");
    EXPECT_EQ(added("Snow", "1"), "");
    EXPECT_EQ(added("", "1"), "malformed");
    EXPECT_EQ(added("Jira", ""), "malformed");
    EXPECT_EQ(added(std::string(120, 'x'), std::string(120, 'x')), "");
    EXPECT_EQ(added(std::string(121, 'x'), "1"), "malformed");
    EXPECT_EQ(added("Jira", std::string(121, 'x')), "malformed");
    room.state.incidents.update(id, [](Incident& incident) { incident.external_references.resize(49); });
    EXPECT_EQ(added("Jira", "3"), "");
    room.state.incidents.update(id, [](Incident& incident) { incident.external_references.resize(50); });
    EXPECT_EQ(added("Jira", "3"), "conflict");
}

TEST(SetMembersTest, KeepsEachMemberOnceInOrderAndTellsMembersAlone)
{
    Room room;
    const IncidentId id = room.log_incident();
    const SetMembers command { .incident = id,
        .members = { room.resolver.user, room.desk.user, room.manager.user, room.resolver.user } };
    const Decision decision = room.done(command, room.manager);
    EXPECT_EQ(decision.entries.at(0).audience, Audience::Restricted);
    EXPECT_EQ(
        room.incident(id).members, (std::vector<UserId> { room.desk.user, room.manager.user, room.resolver.user }));
    EXPECT_TRUE(room.incident(id).restricted);
    const Decision opened = room.done(SetMembers { .incident = id, .restricted = false }, room.manager);
    EXPECT_EQ(opened.entries.at(0).audience, Audience::Restricted) << "it was restricted when this was decided";
    EXPECT_FALSE(room.incident(id).restricted);
    const SetMembers of_an_open_one { .incident = id, .restricted = false, .members = { room.desk.user } };
    EXPECT_EQ(room.done(of_an_open_one, room.manager).entries.at(0).audience, Audience::Staff);
}

TEST(SetMembersTest, AnOpenIncidentMayHaveAnyMembers)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(SetMembers { .incident = id, .restricted = false, .members = { room.desk.user } }, room.manager);
    room.done(
        SetUser { { .id = room.colleague.user, .name = "Gone", .roles = room.colleague.roles, .disabled = true } },
        room.administrator);
    EXPECT_EQ(room.refused(SetMembers { .incident = id,
                               .members = { room.manager.user, room.resolver.user, room.colleague.user } },
                      room.manager)
                  .code,
        ErrorCode::Malformed);
}

// A token of nobody restricts as a manager does, but cannot be asked to let anybody in.
TEST(SetMembersTest, KeepAnIncidentManagerAmongThem)
{
    Room room;
    const IncidentId id = room.log_incident();
    const Actor token = actor("token:tok-1", { SystemRole::IncidentManager });
    SetMembers command { .incident = id, .members = { token.user, room.desk.user } };
    EXPECT_EQ(room.refused(command, token).code, ErrorCode::Malformed);
    command.members.push_back(room.manager.user);
    room.done(command, token);
    EXPECT_EQ(room.incident(id).members, (std::vector { room.desk.user, room.manager.user, token.user }));
    command.restricted = false;
    command.members.clear();
    room.done(command, token);
}

TEST(SetMembersTest, AreAtMostTwoHundred)
{
    Room room;
    const IncidentId id = room.log_incident();
    SetMembers command { .incident = id };
    command.members.assign(200, room.manager.user);
    EXPECT_TRUE(room.when(command, room.manager).ok());
    command.members.push_back(room.manager.user);
    EXPECT_EQ(room.refused(command, room.manager).code, ErrorCode::Malformed);
}

}
}
