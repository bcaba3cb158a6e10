// SPDX-License-Identifier: Apache-2.0
#include "shared/domain/decision/decision.h"
#include "shared/wire/fields/fields_json.h"
#include "tests/support/domain_fixture.h"

namespace watchfloor {
namespace {

TEST(ClassifyIncidentTest, ComputesThePriorityAndRetargets)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.pass(minutes { 10 });
    const Decision decision
        = room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::Medium }, room.desk);
    EXPECT_EQ(entries_of<IncidentClassified>(decision).at(0).matrix_version, 1);
    EXPECT_EQ(room.incident(id).priority, Priority::P2);
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 8 });
    EXPECT_EQ(room.incident(id).clock(ClockKind::Respond)->due_at, kMorning + minutes { 30 });
}

TEST(ClassifyIncidentTest, ProposesAMajorWhenItBecomesP1)
{
    Room room;
    const IncidentId id = room.log_incident();
    const ClassifyIncident p1 { .incident = id, .impact = Level::High, .urgency = Level::High };
    EXPECT_EQ(kinds_of(room.done(p1, room.desk)), (Texts { "incident.classified", "incident.major_moved" }));
    EXPECT_EQ(kinds_of(room.done(p1, room.desk)), Texts {}) << "it is so already";
}

TEST(ClassifyIncidentTest, KeepsTheTermsOfADeclaredMajor)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(ClassifyIncident { .incident = id, .impact = Level::Low, .urgency = Level::Low }, room.desk);
    EXPECT_EQ(room.incident(id).priority, Priority::P5);
    EXPECT_EQ(room.incident(id).clock(ClockKind::Resolve)->due_at, kMorning + hours { 4 });
}

TEST(ClassifyIncidentTest, FillsInWhatADeclarationSkipped)
{
    Room room;
    const IncidentId id = room.declared();
    room.done(
        ClassifyIncident {
            .incident = id, .category = "network", .impact = Level::High, .personal_data = PersonalData::No },
        room.desk);
    EXPECT_EQ(room.incident(id).fill_later, (Texts { "security_relevant", "urgency" }));
}

TEST(ClassifyIncidentTest, LeavesStoppedClocksOfResolvedIncidentsAlone)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(room.resolution(id), room.resolver);
    const auto before = room.incident(id).clocks.size();
    room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::High }, room.desk);
    EXPECT_EQ(room.incident(id).clocks.size(), before);
    EXPECT_TRUE(room.incident(id).clock(ClockKind::NextUpdate)->stopped_at.has_value());
    EXPECT_EQ(room.incident(id).major, MajorState::None);
}

TEST(ClassifyIncidentTest, SeverityAndHeadlineAreEntriesOfTheirOwn)
{
    Room room;
    const IncidentId id = room.declared();
    const ClassifyIncident command {
        .incident = id, .severity = IncidentSeverity::Sev2, .headline = "Failing over; next decision 10:30"
    };
    EXPECT_EQ(room.refused(command, room.colleague).code, ErrorCode::Forbidden);
    EXPECT_EQ(
        kinds_of(room.done(command, room.resolver)), (Texts { "incident.severity_set", "incident.headline_set" }));
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::Scribe }, room.desk);
    room.done(ClassifyIncident { .incident = id, .headline = "Restored" }, room.desk);
    EXPECT_EQ(room.incident(id).headline, "Restored");
}

TEST(ClassifyIncidentTest, RefusesBadInput)
{
    Room room;
    const IncidentId id = room.log_incident();
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .category = "" }, room.desk).code, ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .headline = std::string(81, 'h') }, room.desk).code,
        ErrorCode::Malformed);
    EXPECT_EQ(
        room.refused(ClassifyIncident { .incident = id, .services = std::vector<ServiceId> { ServiceId { "x" } } },
                room.desk)
            .code,
        ErrorCode::Malformed);
    EXPECT_EQ(room.refused(ClassifyIncident { .incident = id, .version = 1, .category = "x" }, room.desk).code,
        ErrorCode::Conflict);
}

TEST(ClassifyIncidentTest, IsRecordedWholeWithWhatItLeavesAsItWas)
{
    Room room;
    const IncidentId id = room.declared();
    const ClassifyIncident command { .incident = id,
        .category = "network",
        .services = std::vector<ServiceId> { ServiceId { "mail" } },
        .impact = Level::High,
        .security_relevant = true,
        .reason = "Two sites." };
    IncidentClassified expected;
    expected.incident = id;
    expected.category = "network";
    expected.services = { ServiceId { "mail" } };
    expected.impact = Level::High;
    expected.urgency = Level::Medium;
    expected.priority = Priority::P2;
    expected.security_relevant = true;
    expected.personal_data = PersonalData::Unknown;
    expected.clocks = room.incident(id).clocks;
    expected.fill_later = { "personal_data", "urgency" };
    expected.reason = "Two sites.";
    const auto text_of = [](const IncidentClassified& entry) {
        std::string text;
        FieldsWriter(text).object<AsFacts>(entry);
        FieldsWriter(text).object<AsText>(entry);
        return text;
    };
    EXPECT_EQ(text_of(entries_of<IncidentClassified>(room.done(command, room.desk)).at(0)), text_of(expected));
}

TEST(ClassifyIncidentTest, EachAnswerFillsInItsOwnField)
{
    struct Case {
        ClassifyIncident command;
        Texts left;
    };
    const std::vector<Case> cases {
        { { .category = "network" }, { "impact", "personal_data", "security_relevant", "services", "urgency" } },
        { { .services = std::vector<ServiceId> { ServiceId { "mail" } } },
            { "category", "impact", "personal_data", "security_relevant", "urgency" } },
        { { .services = std::vector<ServiceId> {} },
            { "category", "impact", "personal_data", "security_relevant", "services", "urgency" } },
        { { .impact = Level::Medium }, { "category", "personal_data", "security_relevant", "services", "urgency" } },
        { { .urgency = Level::Medium }, { "category", "impact", "personal_data", "security_relevant", "services" } },
        { { .security_relevant = false }, { "category", "impact", "personal_data", "services", "urgency" } },
        { { .personal_data = PersonalData::Unknown },
            { "category", "impact", "personal_data", "security_relevant", "services", "urgency" } },
        { { .personal_data = PersonalData::Yes },
            { "category", "impact", "security_relevant", "services", "urgency" } },
    };
    for (const Case& c : cases) {
        Room room;
        const IncidentId id { room.done(LogIncident { .title = "x" }, room.desk).created };
        room.done(MoveIncident { .incident = id, .to = IncidentState::Investigating }, room.resolver);
        ClassifyIncident command = c.command;
        command.incident = id;
        const bool answers = c.left.size() < room.incident(id).fill_later.size();
        EXPECT_EQ(kinds_of(room.done(command, room.desk)), answers ? (Texts { "incident.classified" }) : Texts {});
        EXPECT_EQ(room.incident(id).fill_later, c.left);
    }
}

TEST(ClassifyIncidentTest, OnlyAnswersThatCountMakeAnotherPriority)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.state.incidents.update(id, [](Incident& incident) { incident.priority = Priority::P5; });
    room.done(ClassifyIncident { .incident = id, .category = "network", .personal_data = PersonalData::No }, room.desk);
    EXPECT_EQ(room.incident(id).priority, Priority::P5) << "given by an earlier matrix";
    for (const ClassifyIncident& command : { ClassifyIncident { .impact = Level::Medium },
             ClassifyIncident { .urgency = Level::Medium }, ClassifyIncident { .security_relevant = false } }) {
        room.state.incidents.update(id, [](Incident& incident) { incident.priority = Priority::P5; });
        ClassifyIncident asked = command;
        asked.incident = id;
        room.done(asked, room.desk);
        EXPECT_EQ(room.incident(id).priority, Priority::P3);
    }
}

TEST(ClassifyIncidentTest, WhatIsInReviewKeepsItsClocksAndIsNoMajorAnyMore)
{
    Room room;
    const IncidentId id = room.investigated();
    room.done(ClassifyIncident { .incident = id, .security_relevant = true }, room.resolver);
    MoveIncident resolution = room.resolution(id);
    resolution.contained_at = room.now;
    room.done(resolution, room.resolver);
    const auto clocks = room.incident(id).clocks;
    const Decision decision
        = room.done(ClassifyIncident { .incident = id, .impact = Level::High, .urgency = Level::High }, room.desk);
    EXPECT_EQ(kinds_of(decision), (Texts { "incident.classified" }));
    EXPECT_EQ(room.incident(id).priority, Priority::P1);
    for (std::size_t i = 0; i < clocks.size(); ++i) {
        EXPECT_EQ(to_json_text(room.incident(id).clocks[i]), to_json_text(clocks[i]));
    }
}

TEST(ClassifyIncidentTest, WhatPeopleDecidedOfAMajorNoRuleProposesAgain)
{
    for (const MajorState decided : { MajorState::Proposed, MajorState::Rejected, MajorState::StoodDown }) {
        Room room;
        const IncidentId id = room.log_incident();
        room.state.incidents.update(id, [&](Incident& incident) { incident.major = decided; });
        const ClassifyIncident p1 { .incident = id, .impact = Level::High, .urgency = Level::High };
        EXPECT_EQ(kinds_of(room.done(p1, room.desk)), (Texts { "incident.classified" })) << to_string(decided);
    }
}

TEST(ClassifyIncidentTest, AP1ThatWasRejectedIsNotProposedByEveryCorrection)
{
    Room room;
    const IncidentId id {
        room.done(LogIncident { .title = "x", .impact = Level::High, .urgency = Level::High }, room.desk).created
    };
    room.done(DecideMajor { .incident = id, .act = MajorAct::Reject, .reason = "One user." }, room.manager);
    EXPECT_EQ(kinds_of(room.done(ClassifyIncident { .incident = id, .category = "x" }, room.desk)),
        (Texts { "incident.classified" }));
    room.state.incidents.update(id, [](Incident& incident) { incident.major = MajorState::None; });
    EXPECT_EQ(kinds_of(room.done(ClassifyIncident { .incident = id, .category = "y" }, room.desk)),
        (Texts { "incident.classified" }))
        << "it was P1 before";
}

TEST(ClassifyIncidentTest, AnyoneSetsTheHeadlineUntilThereIsACommander)
{
    Room room;
    const IncidentId id = room.log_incident();
    room.done(ClassifyIncident { .incident = id, .headline = std::string(80, 'h') }, room.colleague);
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::Deputy }, room.colleague);
    room.done(ClassifyIncident { .incident = id, .headline = "" }, room.desk);
    room.done(MoveDuty { .incident = id, .act = DutyRequest::Take, .duty = Duty::IncidentCommander }, room.resolver);
    EXPECT_EQ(
        room.refused(ClassifyIncident { .incident = id, .headline = "x" }, room.colleague).code, ErrorCode::Forbidden)
        << "a deputy has no voice of their own";
    room.done(ClassifyIncident { .incident = id, .headline = "Failing over" }, room.resolver);
    EXPECT_EQ(room.incident(id).headline, "Failing over");
}

TEST(ClassifyIncidentTest, TypedTextHasItsLimits)
{
    Room room;
    const IncidentId id = room.log_incident();
    const auto taken = [&](ClassifyIncident command) {
        command.incident = id;
        return room.when(command, room.desk).ok();
    };
    EXPECT_TRUE(taken({ .category = std::string(64, 'x') }));
    EXPECT_FALSE(taken({ .category = std::string(65, 'x') }));
    EXPECT_TRUE(taken({ .category = "Network/DNS-2 v1.1" }));
    EXPECT_FALSE(taken({ .category = "Patient Jane Doe, born 1970" }));
    EXPECT_FALSE(taken({ .category = " " }));
    EXPECT_TRUE(taken({ .category = "x", .reason = std::string(16'000, 'x') }));
    EXPECT_FALSE(taken({ .category = "x", .reason = std::string(16'001, 'x') }));
    EXPECT_TRUE(taken({ .category = "x", .reason = "two\nlines" }));
    EXPECT_FALSE(taken({ .headline = "two\nlines" }));
}

}
}
