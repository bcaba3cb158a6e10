// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/state/state.h"

#include "shared/domain/apply/apply.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/shared/wire/filled.h"

#include <gtest/gtest.h>

#include <functional>

namespace watchfloor {
namespace {

const IncidentId kId { "INC-1" };
const UserId kAda { "ada" };
const UserId kBob { "bob" };

// A room with one incident that says everything, its alert and two bridges.
class ApplyIncidentsTest : public testing::Test {
protected:
    ApplyIncidentsTest()
    {
        Incident incident;
        Filler filler(1);
        Incident::fields(filler, incident);
        incident.id = kId;
        incident.duties = { { .duty = Duty::IncidentCommander, .user = kAda, .since = { 5 }, .opened_seq = 2 },
            { .duty = Duty::Scribe, .user = kBob, .since = { 6 }, .opened_seq = 3 } };
        incident.command_uncertain = true;
        incident.commander_seen_at = Timestamp { 7 };
        incident.bridge = BridgeId { "bridge-1" };
        state.incidents.set(kId, incident);
        for (const char* id : { "bridge-1", "bridge-2" }) {
            Bridge bridge { .id = BridgeId { id }, .name = id };
            state.bridges.set(bridge.id, bridge);
        }
        Alert alert;
        alert.id = AlertId { "a1" };
        state.alerts.set(alert.id, alert);
        state.seq = 40;
    }

    void fold(Payload payload, const UserId& by = UserId { "carl" })
    {
        Entry entry;
        entry.head.seq = state.seq + 1;
        entry.head.recorded_at = { 1'000 + static_cast<std::int64_t>(state.seq) };
        entry.head.occurred_at = { 900 };
        entry.head.actor = by;
        entry.payload = std::move(payload);
        apply(state, entry);
    }

    const Incident& incident() const { return *state.incidents.find(kId); }
    UserId holder(Duty duty) const
    {
        const DutyHeld* held = incident().holder_of(duty);
        return held == nullptr ? UserId {} : held->user;
    }

    // What an entry changes of the incident, besides its version: nothing else.
    void expect_change(const Payload& payload, const std::function<void(Incident&)>& change)
    {
        Incident expected = incident();
        change(expected);
        expected.version = static_cast<std::int64_t>(state.seq) + 1;
        fold(payload);
        EXPECT_EQ(to_json_text(incident()), to_json_text(expected)) << kind_of(payload);
    }

    State state {};
};

template<typename T>
T filled(int seed)
{
    T payload = filled_payload<T>(seed, Ids::Distinct);
    payload.incident = kId;
    return payload;
}

TEST_F(ApplyIncidentsTest, EachEntryChangesItsFieldsAndNothingElse)
{
    const auto acknowledged = filled<IncidentAcknowledged>(100);
    expect_change(acknowledged, [&](Incident& i) {
        i.acknowledged_at = acknowledged.acknowledged_at;
        i.clocks = acknowledged.clocks;
    });
    auto classified = filled<IncidentClassified>(200);
    classified.impact = Level::High;
    classified.urgency = Level::Low;
    expect_change(classified, [&](Incident& i) {
        i.category = classified.category;
        i.services = classified.services;
        i.impact = classified.impact;
        i.urgency = classified.urgency;
        i.priority = classified.priority;
        i.security_relevant = classified.security_relevant;
        i.personal_data = classified.personal_data;
        i.clocks = classified.clocks;
        i.fill_later = classified.fill_later;
    });
    const auto severity = filled<SeveritySet>(300);
    expect_change(severity, [&](Incident& i) { i.severity = severity.severity; });
    const auto headline = filled<HeadlineSet>(400);
    expect_change(headline, [&](Incident& i) { i.headline = headline.headline; });
    const auto members = filled<MembersSet>(500);
    expect_change(members, [&](Incident& i) {
        i.members = members.members;
        i.restricted = members.restricted;
    });
    expect_change(filled<NoteAdded>(600), [](Incident&) {});
    expect_change(filled<ReporterNamed>(700), [](Incident&) {});
    const auto reference = filled<ReferenceAdded>(800);
    expect_change(reference, [&](Incident& i) { i.external_references.push_back(reference.reference); });
    const auto linked = filled<AlertLinked>(900);
    expect_change(linked, [&](Incident& i) { i.alerts.push_back(linked.alert); });
    expect_change(linked, [](Incident&) {});
    EXPECT_EQ(state.alerts.size(), 1U) << "an alert that is not held is not made up";
}

TEST_F(ApplyIncidentsTest, AMoveKeepsTheMilestonesItDoesNotState)
{
    IncidentMoved moved = filled<IncidentMoved>(100);
    moved.to = IncidentState::Mitigated;
    const auto outcome = [&](Incident& i) {
        i.state = moved.to;
        i.owner = moved.owner;
        i.hold_reason = moved.hold_reason;
        i.resume_review_at = moved.resume_review_at;
        i.restored_at = moved.restored_at;
        i.resolved_at = moved.resolved_at;
        i.resolution_code = moved.resolution_code;
        i.reopen_count = moved.reopen_count;
        i.clocks = moved.clocks;
        i.fill_later = moved.fill_later;
    };
    expect_change(moved, [&](Incident& i) {
        outcome(i);
        i.acknowledged_at = moved.acknowledged_at;
        i.mitigated_at = moved.mitigated_at;
        i.contained_at = moved.contained_at;
        i.closed_at = moved.closed_at;
    });
    moved = IncidentMoved {};
    moved.incident = kId;
    moved.to = IncidentState::Investigating;
    expect_change(moved, outcome);
    EXPECT_TRUE(incident().mitigated_at.has_value());
    EXPECT_FALSE(incident().restored_at.has_value());
}

TEST_F(ApplyIncidentsTest, OnlyTheCommandersOwnEntriesShowThatTheyAreThere)
{
    fold(filled<NoteAdded>(1), kBob);
    EXPECT_TRUE(incident().command_uncertain);
    EXPECT_EQ(incident().commander_seen_at, (Timestamp { 7 }));
    fold(filled<NoteAdded>(1), kAda);
    EXPECT_FALSE(incident().command_uncertain);
    EXPECT_EQ(incident().commander_seen_at, state.as_of);
    EXPECT_EQ(incident().version, static_cast<std::int64_t>(state.seq));
}

TEST_F(ApplyIncidentsTest, ALoggedIncidentIsAsItsEntrySaysAndTakesItsAlerts)
{
    IncidentLogged logged;
    Filler filler(50);
    Incident::fields(filler, logged.incident);
    logged.incident.id = IncidentId { "INC-8" };
    logged.incident.restricted = false;
    logged.incident.alerts = { AlertId { "a1" }, AlertId { "elsewhere" } };
    fold(logged);
    Incident expected = logged.incident;
    expected.version = 41;
    EXPECT_EQ(to_json_text(*state.incidents.find(IncidentId { "INC-8" })), to_json_text(expected));
    EXPECT_EQ(state.alerts.find(AlertId { "a1" })->incident, IncidentId { "INC-8" });
    EXPECT_EQ(state.alerts.size(), 1U);
    EXPECT_EQ(state.next_incident, 9);
    EXPECT_EQ(state.next_restricted, 1);
    logged.incident.id = IncidentId { "SEC-3" };
    logged.incident.restricted = true;
    fold(logged);
    EXPECT_EQ(state.next_incident, 9);
    EXPECT_EQ(state.next_restricted, 4);
    logged.incident.id = IncidentId { "SEC-2" };
    fold(logged);
    EXPECT_EQ(state.next_restricted, 4) << "a number is never given twice";
}

TEST_F(ApplyIncidentsTest, ItsEndFreesTheBridgeThatIsStillItsOwn)
{
    const auto hold_bridge = [&](const IncidentId& by) {
        state.bridges.update(BridgeId { "bridge-1" }, [&](Bridge& bridge) { bridge.in_use_by = by; });
    };
    const auto holder_after = [&](IncidentState to, const IncidentId& by) {
        hold_bridge(by);
        IncidentMoved moved;
        moved.incident = kId;
        moved.to = to;
        fold(moved);
        return state.bridges.find(BridgeId { "bridge-1" })->in_use_by;
    };
    EXPECT_EQ(holder_after(IncidentState::Closed, kId), IncidentId {});
    EXPECT_EQ(holder_after(IncidentState::Cancelled, kId), IncidentId {});
    EXPECT_EQ(holder_after(IncidentState::Resolved, kId), kId);
    EXPECT_EQ(holder_after(IncidentState::Closed, IncidentId { "INC-2" }), IncidentId { "INC-2" });
    const auto after_major = [&](MajorState to) {
        hold_bridge(kId);
        MajorMoved moved;
        moved.incident = kId;
        moved.to = to;
        fold(moved);
        return state.bridges.find(BridgeId { "bridge-1" })->in_use_by;
    };
    EXPECT_EQ(after_major(MajorState::Declared), kId);
    EXPECT_EQ(after_major(MajorState::StoodDown), IncidentId {});
}

TEST_F(ApplyIncidentsTest, AMajorIsDeclaredOnceAndItsRatificationChangesNeitherWhenNorByWhom)
{
    MajorMoved moved = filled<MajorMoved>(100);
    moved.from = MajorState::None;
    moved.to = MajorState::Proposed;
    moved.bridge = BridgeId {};
    const auto outcome = [&](Incident& i) {
        i.major = moved.to;
        i.alarms.clear();
        i.ratified = moved.ratified;
        i.criterion = moved.criterion;
        i.clocks = moved.clocks;
        i.fill_later = moved.fill_later;
    };
    const auto recorded_next = [&] { return Timestamp { 1'000 + static_cast<std::int64_t>(state.seq) }; };
    expect_change(moved, [&](Incident& i) {
        outcome(i);
        i.severity = moved.severity;
        i.proposed_at = recorded_next();
    });
    EXPECT_EQ(incident().bridge, BridgeId { "bridge-1" }) << "no other was given";
    moved.from = MajorState::Proposed;
    moved.to = MajorState::Declared;
    moved.severity.reset();
    moved.bridge = BridgeId { "bridge-2" };
    moved.ratified = false;
    expect_change(moved, [&](Incident& i) {
        outcome(i);
        i.bridge = BridgeId { "bridge-2" };
        i.declared_at = recorded_next();
        i.declared_by = UserId { "carl" };
    });
    EXPECT_EQ(state.bridges.find(BridgeId { "bridge-2" })->in_use_by, kId);
    EXPECT_EQ(state.bridges.find(BridgeId { "bridge-2" })->name, "bridge-2");
    EXPECT_TRUE(state.bridges.find(BridgeId { "bridge-1" })->in_use_by.empty());
    moved.from = MajorState::Declared;
    moved.ratified = true;
    expect_change(moved, outcome);
    moved.to = MajorState::Rejected;
    expect_change(moved, outcome);
}

TEST_F(ApplyIncidentsTest, AnOfferLeavesTheDutyWhereItIs)
{
    DutyMoved offered;
    offered.incident = kId;
    offered.duty = Duty::Scribe;
    offered.act = DutyAct::Offered;
    offered.user = UserId { "dora" };
    offered.reason = "All is calm.";
    expect_change(offered, [](Incident& i) {
        i.duties[1].offered_to = UserId { "dora" };
        i.duties[1].briefing = "All is calm.";
    });
}

TEST_F(ApplyIncidentsTest, ADutyPassesWholeToItsNewHolder)
{
    for (const DutyAct act : { DutyAct::Accepted, DutyAct::Assigned, DutyAct::Taken }) {
        DutyMoved moved;
        moved.incident = kId;
        moved.duty = Duty::Scribe;
        moved.act = act;
        moved.user = UserId { std::string(to_string(act)) };
        moved.displaced = kBob;
        moved.reason = "shift";
        const auto seq = state.seq + 1;
        expect_change(moved, [&](Incident& i) {
            i.duties[1] = { .duty = Duty::Scribe,
                .user = moved.user,
                .since = { 999 + static_cast<std::int64_t>(seq) },
                .opened_seq = seq };
        });
    }
    EXPECT_EQ(incident().duties.size(), 2U);
    DutyMoved command;
    command.incident = kId;
    command.act = DutyAct::Taken;
    command.user = kBob;
    fold(command);
    EXPECT_EQ(holder(Duty::IncidentCommander), kBob);
    EXPECT_EQ(incident().commander_seen_at, state.as_of) << "who takes command is there";
    EXPECT_FALSE(incident().command_uncertain);
}

TEST_F(ApplyIncidentsTest, OnlyItsHolderIsRelieved)
{
    DutyMoved released;
    released.incident = kId;
    released.act = DutyAct::Released;
    released.duty = Duty::Scribe;
    released.user = kAda;
    fold(released);
    EXPECT_EQ(incident().duties.size(), 2U);
    released.user = kBob;
    fold(released);
    EXPECT_TRUE(holder(Duty::Scribe).empty());
    EXPECT_EQ(holder(Duty::IncidentCommander), kAda);
}

TEST_F(ApplyIncidentsTest, ExpertsStandBesideEachOther)
{
    DutyMoved moved;
    moved.incident = kId;
    moved.duty = Duty::SubjectMatterExpert;
    moved.act = DutyAct::Taken;
    for (const UserId& user : { kAda, kBob, kAda }) {
        moved.user = user;
        fold(moved);
    }
    EXPECT_EQ(incident().duties.size(), 4U);
    moved.act = DutyAct::Released;
    fold(moved);
    ASSERT_EQ(incident().duties.size(), 3U);
    EXPECT_EQ(incident().duties[2].user, kBob);
}

TEST_F(ApplyIncidentsTest, TasksAndUpdatesReplaceTheirOwnKind)
{
    state.incidents.update(kId, [](Incident& i) {
        i.tasks = { { .id = TaskId { "T-1" }, .title = "one" }, { .id = TaskId { "T-2" }, .title = "two" } };
        i.updates = { { .audience = UpdateAudience::Internal, .text = "in" },
            { .audience = UpdateAudience::Customers, .text = "out" } };
    });
    TaskSet set;
    set.incident = kId;
    set.task = { .id = TaskId { "T-2" }, .title = "other", .state = TaskState::Done };
    expect_change(set, [&](Incident& i) { i.tasks[1] = set.task; });
    set.task.id = TaskId { "T-3" };
    expect_change(set, [&](Incident& i) { i.tasks.push_back(set.task); });
    UpdatePublished published = filled<UpdatePublished>(100);
    published.audience = UpdateAudience::Customers;
    const auto update = [&] {
        return StatusUpdate { .audience = published.audience,
            .text = published.update,
            .published_at = { 1'000 + static_cast<std::int64_t>(state.seq) },
            .published_by = UserId { "carl" } };
    };
    expect_change(published, [&](Incident& i) {
        i.updates[1] = update();
        i.clocks = published.clocks;
    });
    published.audience = UpdateAudience::Regulator;
    expect_change(published, [&](Incident& i) { i.updates.push_back(update()); });
}

TEST_F(ApplyIncidentsTest, OneOfferOfAnAudienceLastsUntilItIsPublishedOrOver)
{
    state.incidents.update(kId, [](Incident& i) {
        i.updates.clear();
        i.offered_updates = { { .audience = UpdateAudience::Regulator, .text = "other" } };
    });
    UpdateOffered offered;
    offered.incident = kId;
    offered.audience = UpdateAudience::Customers;
    offered.offered_to = UserId { "dora" };
    offered.update = "The shop is down.";
    const auto offer = [&] {
        return OfferedUpdate { UpdateAudience::Customers, offered.update, UserId { "carl" }, UserId { "dora" },
            { 1'000 + static_cast<std::int64_t>(state.seq) } };
    };
    expect_change(offered, [&](Incident& i) { i.offered_updates.push_back(offer()); });
    offered.update = "The shop is slow.";
    expect_change(offered, [&](Incident& i) { i.offered_updates.back() = offer(); });
    offered.offered_to = UserId {};
    expect_change(offered, [&](Incident& i) { i.offered_updates.pop_back(); });
    UpdatePublished published = filled<UpdatePublished>(100);
    published.incident = kId;
    published.audience = UpdateAudience::Regulator;
    expect_change(published, [&](Incident& i) {
        i.offered_updates.clear();
        i.clocks = published.clocks;
        i.updates.push_back({ .audience = published.audience,
            .text = published.update,
            .published_at = { 1'000 + static_cast<std::int64_t>(state.seq) },
            .published_by = UserId { "carl" } });
    });
}

TEST_F(ApplyIncidentsTest, AnAlarmMarksWhatItIsAbout)
{
    state.incidents.update(kId, [](Incident& i) {
        i.alarms.clear();
        i.command_uncertain = false;
        i.clocks = { { .kind = ClockKind::Respond, .cycle = 1 }, { .kind = ClockKind::NextUpdate, .cycle = 1 },
            { .kind = ClockKind::NextUpdate, .cycle = 2 } };
    });
    AlarmRaised raised;
    raised.incident = kId;
    raised.alarm = Alarm::TargetBreached;
    raised.clock = ClockKind::NextUpdate;
    raised.cycle = 1;
    expect_change(raised, [](Incident& i) { i.clocks[1].breached = true; });
    raised.cycle = 2;
    raised.alarm = Alarm::CommandUncertain;
    expect_change(raised, [](Incident& i) { i.command_uncertain = true; });
    raised.alarm = Alarm::CommandRegained;
    expect_change(raised, [this](Incident& i) {
        i.command_uncertain = false;
        i.commander_seen_at = Timestamp { 1'000 + static_cast<std::int64_t>(state.seq) };
    });
    raised.alarm = Alarm::DeclarationUnratified;
    expect_change(raised, [](Incident& i) { i.alarms.push_back(Alarm::DeclarationUnratified); });
}

}
}
